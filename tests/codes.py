"""The codes of all problems that the core can raise, read from its source.

A code is mostly a word in quotation marks. Where it is handed on through functions, worked out
from another word or returned along with a message, it is followed to where the words stand.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef

# Where the code stands among the arguments of a Problem; a place given with a star counts as two.
_INDEX = 3


@dataclass
class Codes:
    """What was found: each code with the places that raise it, and places that remain unclear."""

    raised: dict[str, set[str]] = field(default_factory=dict)
    unclear: set[str] = field(default_factory=set)


def codes_raised(folder: Path) -> Codes:
    """Return every code with which a Problem is made in the Python files of a folder."""
    modules = {
        file.relative_to(folder).as_posix(): ast.parse(file.read_text("utf-8"))
        for file in sorted(folder.rglob("*.py"))
    }
    found = Codes()
    for path, function, call in _calls_of("Problem", modules):
        code = _argument(call, "code", _INDEX)
        words = _Words(modules)
        for word in words.of(code, path, function) if code is not None else ():
            found.raised.setdefault(word, set()).add(path)
        if code is None or words.unclear:
            found.unclear |= words.unclear or {f"{path}: {ast.unparse(call)}"}
    return found


class _Words:
    """Follows an expression to all the words that it can stand for."""

    def __init__(self, modules: dict[str, ast.Module]) -> None:
        self._modules = modules
        self._followed: set[tuple[str, int, str]] = set()
        self.unclear: set[str] = set()

    def of(self, value: ast.expr, path: str, function: Function | None) -> set[str]:
        if isinstance(value, ast.Constant):
            return {str(value.value)}
        names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
        taken = [name for name in _parameters(function) if name in names]
        if function is not None and taken:
            # Whoever calls the function says what the word is, or from what it is made.
            given = self._given(function, taken[0], path)
            return {word for each in given for word in self._made(value, taken[0], each, path)}
        if isinstance(value, ast.IfExp):
            return self.of(value.body, path, function) | self.of(value.orelse, path, function)
        if isinstance(value, ast.Name) and function is not None:
            return self._returned(value.id, path, function)
        self.unclear.add(f"{path}: {ast.unparse(value)}")
        return set()

    def _made(self, value: ast.expr, name: str, word: str, path: str) -> set[str]:
        """Return what an expression makes of a word that it knows by this name."""
        try:
            made = compile(ast.Expression(value), path, "eval")
            return {str(eval(made, {name: word}))}  # noqa: S307 - our own code
        except (AttributeError, NameError):
            self.unclear.add(f"{path}: {ast.unparse(value)}")
            return set()

    def _given(self, function: Function, name: str, path: str) -> set[str]:
        """Return the words that are given to a function under this name."""
        if (path, function.lineno, name) in self._followed:
            return set()
        self._followed.add((path, function.lineno, name))
        parameters = _parameters(function)
        is_method = parameters[0] == "self"
        at_home = {path: self._modules[path]} if function.name.startswith("_") else self._modules
        words: set[str] = set()
        for where, caller, call in _calls_of(function.name, at_home):
            of_self = (
                isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "self"
            )
            if of_self != is_method:
                continue  # a method and a function of the same name
            given = _argument(call, name, parameters.index(name) - is_method)
            given = given or _default(function, name)
            if given is None:
                self.unclear.add(f"{where}: {ast.unparse(call)}")
            else:
                words |= self.of(given, where, caller)
        return words

    def _returned(self, name: str, path: str, function: Function) -> set[str]:
        """Return the words that a name is given by “name, … = other(…)”."""
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Tuple)
                and isinstance(node.value, ast.Call)
                and isinstance(node.value.func, ast.Name)
            ):
                names = [ast.unparse(target) for target in node.targets[0].elts]
                if name in names:
                    return self._returned_by(node.value.func.id, names.index(name), path)
        self.unclear.add(f"{path}: {name}")
        return set()

    def _returned_by(self, called: str, index: int, path: str) -> set[str]:
        words: set[str] = set()
        for function in ast.walk(self._modules[path]):
            if isinstance(function, Function) and function.name == called:
                for node in ast.walk(function):
                    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                        words |= self.of(node.value.elts[index], path, function)
        return words


def _parameters(function: Function | None) -> list[str]:
    if function is None:
        return []
    given = function.args
    return [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


def _default(function: Function, name: str) -> ast.expr | None:
    """Return what a parameter is where nobody says so."""
    given = function.args
    by_place = [each.arg for each in (*given.posonlyargs, *given.args)][::-1]
    defaults: dict[str, ast.expr | None] = dict(zip(by_place, given.defaults[::-1], strict=False))
    named = [each.arg for each in given.kwonlyargs]
    return {**defaults, **dict(zip(named, given.kw_defaults, strict=True))}.get(name)


def _argument(call: ast.Call, name: str, index: int) -> ast.expr | None:
    """Return the argument with this name or at this place, or None if it is not given."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    place = 0
    for argument in call.args:
        if place == index:
            return None if isinstance(argument, ast.Starred) else argument
        place += 2 if isinstance(argument, ast.Starred) else 1
    return None


def _calls_of(
    name: str, modules: dict[str, ast.Module]
) -> Iterator[tuple[str, Function | None, ast.Call]]:
    """Yield every call of what has this name, with its module and the function it stands in."""
    for path, tree in modules.items():
        waiting: list[tuple[ast.AST, Function | None]] = [(tree, None)]
        while waiting:
            node, function = waiting.pop()
            if isinstance(node, ast.Call):
                called = node.func
                if (isinstance(called, ast.Name) and called.id == name) or (
                    isinstance(called, ast.Attribute) and called.attr == name
                ):
                    yield path, function, node
            inner = node if isinstance(node, Function) else function
            waiting += [(child, inner) for child in ast.iter_child_nodes(node)]
