"""What hand-written pages call on: the examples and sources that they name, and on which line.

A page is text of ours, but the records that it shows come and go. So what it names is read from
the page itself, before anything is built, and `patternbook.checks` says which of it is not there.
The snippets themselves are in `patternbook.pages.snippets`; a test holds that both agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from patternbook.folders import Folders
from patternbook.problems import Problem, nearest
from patternbook.source import Value

# A page opts in by this line; without it, it is shown as it stands.
OPT_IN = re.compile(r"\A---\n(?:.*\n)*?render_macros: true\n(?:.*\n)*?---\n")


@dataclass(frozen=True, slots=True)
class Macro:
    """A snippet that names something: what its author must say, and what they may say."""

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()


# What is optional and not about how it looks says what the example is an example of; the check
# then tells when it no longer is.
MACROS: Mapping[str, Macro] = {
    "show_episode": Macro(("record_id", "episode_id"), ("practice", "factor", "parts")),
    "show_finding": Macro(("record_id", "finding_id"), ("pattern", "influence")),
    "show_recommendation": Macro(("record_id", "recommendation_id"), ("kind", "level")),
    "show_perspective": Macro(("record_id", "title"), ("paragraphs",)),
    "show_near_miss": Macro(("record_id",), ("prevented_by", "factor", "outcome")),
    "show_debrief": Macro(("record_id",), ("factor",)),
    "show_factor": Macro(("entry_id",)),
    "show_pattern": Macro(("entry_id",)),
    "ask_feature": Macro(("feature_id", "title", "statements"), ("entries",)),
    "cite": Macro(("key",), ("section",)),
}


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the file and the line of it, the page, and what is said, by parameter.

    `is_shared` tells whether the page belongs to the shared library, and so to the public.
    """

    file: str
    line: int
    page: str
    macro: str
    said: Mapping[str, Value]
    is_shared: bool = True


def read_calls(folders: Folders) -> tuple[tuple[Call, ...], list[Problem]]:
    """Return every call in hand-written pages to a macro that names something, and each problem.

    A page that is no text, or that nobody may open, is passed over: others tell it.
    """
    calls: list[Call] = []
    problems: list[Problem] = []
    for pages, file, text in page_texts(folders):
        opt_in = OPT_IN.match(text)
        if opt_in is None:
            continue
        path = file.relative_to(pages).as_posix()
        page = _Page(folders.relative(file), path, pages == folders.docs)
        page.read(text[opt_in.end() :], opt_in[0].count("\n"))
        calls += page.calls
        problems += page.problems
    return tuple(calls), problems


def page_texts(folders: Folders) -> Iterator[tuple[Path, Path, str]]:
    """Yield every hand-written page: the folder of pages that it is in, its file, and its text.

    The text of a page that is none, or that nobody may open, is empty.
    """
    for pages in folders.of_pages:
        for file in sorted(pages.rglob("*.md")):
            is_hidden = any(part.startswith(".") for part in file.relative_to(pages).parts)
            if not is_hidden and not file.is_symlink():
                yield pages, file, _text(file)


def macro_environment() -> Environment:
    """Return the environment in which a page with macros is read, here and where it is staged."""
    return SandboxedEnvironment(keep_trailing_newline=True, autoescape=False)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


class _Page:
    """The work of reading one page."""

    def __init__(self, file: str, page: str, is_shared: bool) -> None:
        self.calls: list[Call] = []
        self.problems: list[Problem] = []
        self._file = file
        self._page = page
        self._is_shared = is_shared

    def read(self, body: str, lines_before: int) -> None:
        """Read what stands below the page's fields, which take up so many lines."""
        try:
            tree = macro_environment().parse(body)
        except TemplateSyntaxError as error:
            message = "From here on, what stands in braces cannot be read."
            mend = "Check that each “{{” has its “}}”, and each quotation mark its partner."
            self._fault(error.lineno + lines_before, message, mend)
            return
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in MACROS:
                self._take(call.node.name, call, call.lineno + lines_before)

    def _take(self, name: str, call: nodes.Call, line: int) -> None:
        macro = MACROS[name]
        known = (*macro.needed, *macro.optional)
        try:
            if call.dyn_args is not None or call.dyn_kwargs is not None:
                raise nodes.Impossible
            placed = [each.as_const() for each in call.args]
            named = {each.key: each.value.as_const() for each in call.kwargs}
        except nodes.Impossible:
            message = f"What “{name}” is to show is worked out here, so nobody can check it."
            self._fault(line, message, "Write it out, in quotation marks.")
            return
        said = {**dict(zip(macro.needed, placed, strict=False)), **named}
        for complaint, mend in _amiss(macro, placed, named, said, known):
            self._fault(line, f"“{name}” {complaint}", mend)
            return
        self.calls.append(Call(self._file, line, self._page, name, said, self._is_shared))

    def _fault(self, line: int, message: str, mend: str) -> None:
        self.problems.append(Problem(self._file, line, 1, "broken-macro", message, mend))


def _amiss(
    macro: Macro,
    placed: list[Value],
    named: Mapping[str, Value],
    said: Mapping[str, Value],
    known: tuple[str, ...],
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with what an author says to a macro, to go on from its name."""
    call = ", ".join(macro.needed)
    optional = f" and may be told: {', '.join(macro.optional)}" if macro.optional else ""
    # `cite` takes its section without a name, as people write it.
    if len(placed) > len(macro.needed) + ("section" in macro.optional):
        yield "is told too much.", f"It takes: {call}{optional}, each with its name and “=”."
    for name in named:
        if name not in known:
            yield f"knows no “{name}”.", nearest(name, known) or f"It takes: {call}{optional}."
    missing = [name for name in macro.needed if said.get(name) in (None, "", [])]
    if missing:
        yield f"is not told: {', '.join(missing)}.", f"It takes: {call}{optional}."
