"""With which words a pattern can begin, so that it need only be tried where they stand.

It knows as much of regular expressions as the style files use: letters, classes, groups without
a number, what must or must not stand around, and how often something stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# So many letters of a word stand for it, or all of a shorter one.
LETTERS = 4
# A pattern with more openings than this is known by the first words alone.
_MANY = 200

_LETTERS = re.compile(r"[A-Za-z]+(?![?*{])|[A-Za-z]")
_LOOKING_AROUND = re.compile(r"\(\?<?[=!]")
_GROUP = re.compile(r"\(\?[a-z-]*:")
_CLASS = re.compile(r"\[(?P<signs>[^\]]+)\]")
_BRACKET = re.compile(r"\\.|\[[^\]]+\]|(?P<bracket>[()|])")
_QUANTITY = re.compile(r"(?P<may_lack>[?*]|\{0,\d*\})\??|(?:\+|\{\d+(?:,\d*)?\})\??|")
_BETWEEN_WORDS = frozenset(" -’',")

# The beginning of a match as far as it is known: one word or two, with a space between. Behind a
# full stop nothing more is of use.
_Opening = str
_END = "."


def openings(pattern: str) -> frozenset[str]:
    """Return the first two words with which a match can begin, or one where any may follow.

    Of each word there are its first letters, in small ones. Raises ValueError if a match can begin
    with just any word.
    """
    found, end = _read(pattern, 0, frozenset({""}))
    words = frozenset(opening.rstrip(f"{_END} ") for opening in found)
    if end < len(pattern) or "" in words:
        raise ValueError(f"No match may begin with just any word, as it may here: {pattern}")
    return words


def _read(pattern: str, at: int, before: frozenset[_Opening]) -> tuple[frozenset[_Opening], int]:
    """Follow a pattern to its end, or to that of a group, from all that was read before it.

    Return what was read by then, and where that is.
    """
    done: frozenset[_Opening] = frozenset()
    current = before
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            done, current = done | current, before
            at += 1
        elif all(opening.endswith(_END) for opening in current):
            at = _end_of_alternative(pattern, at)
        else:
            after, at = _read_one(pattern, at, current)
            quantity = _QUANTITY.match(pattern, at)
            if quantity is not None:
                current = current | after if quantity["may_lack"] else after
                at = quantity.end()
    return done | current, at


def _read_one(
    pattern: str, at: int, before: frozenset[_Opening]
) -> tuple[frozenset[_Opening], int]:
    """Follow some letters, a class, a group or another sign."""
    if letters := _LETTERS.match(pattern, at):
        return _with_letters(before, [letters[0]]), letters.end()
    if around := _LOOKING_AROUND.match(pattern, at):
        return before, _read(pattern, around.end(), frozenset({_END}))[1] + 1
    if group := _GROUP.match(pattern, at):
        found, end = _read(pattern, group.end(), before)
        return found, end + 1
    if signs := _CLASS.match(pattern, at):
        if signs["signs"].isalpha():
            return _with_letters(before, signs["signs"]), signs.end()
        return _with_sign(before, signs["signs"]), signs.end()
    if pattern[at] == "\\":
        sign = " " if pattern[at + 1] == "s" else pattern[at]
        return (before if pattern[at + 1] == "b" else _with_sign(before, sign)), at + 2
    return _with_sign(before, pattern[at]), at + 1


def _with_letters(before: Iterable[_Opening], either: Iterable[str]) -> frozenset[_Opening]:
    """Return the openings with any of these letters after them, as far as they count."""
    found = set()
    for opening in before:
        if opening.endswith(_END):
            found.add(opening)
            continue
        room = LETTERS - len(opening.rpartition(" ")[2])
        found |= {opening + letters[:room].lower() for letters in either}
    if len(found) > _MANY:
        return frozenset(o.partition(" ")[0] + _END if " " in o else o for o in found)
    return frozenset(found)


def _with_sign(before: Iterable[_Opening], signs: str) -> frozenset[_Opening]:
    """Return the openings with what parts two words after them, or with what may be anything."""
    return frozenset(
        opening
        if opening.endswith(_END)
        else _parted(opening)
        if _BETWEEN_WORDS.issuperset(signs)
        else _cut(opening)
        for opening in before
    )


def _parted(opening: _Opening) -> _Opening:
    if not opening or " " in opening.rstrip():
        return opening + _END
    return opening.rstrip() + " "


def _cut(opening: _Opening) -> _Opening:
    """Return what is sure of an opening after which anything may follow."""
    first, _, second = opening.partition(" ")
    if len(second) == LETTERS:
        return opening + _END
    return first + _END if " " in opening or len(first) == LETTERS else _END


def _end_of_alternative(pattern: str, at: int) -> int:
    """Return where the alternative ends that this place is part of."""
    depth = 0
    for match in _BRACKET.finditer(pattern, at):
        bracket = match["bracket"]
        if depth == 0 and bracket in (")", "|"):
            return match.start()
        depth += {"(": 1, ")": -1}.get(bracket, 0)
    return len(pattern)
