"""Lists that were pasted into a text, where their points run together in one paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PARAGRAPHS = re.compile(r"\n\s*\n")
_BULLET = re.compile(r"(?:^|\s)[•◦▪‣●∙](?=\s|\w)")
_DASH = re.compile(r"(?:^|(?<=\s))[-–*](?=\s)", re.MULTILINE)
_NUMBER = re.compile(
    r"(?:^|(?<=\s))\(?(?P<which>[0-9]{1,2}|[a-h])(?P<sign>[.)])(?=\s)", re.MULTILINE
)
# Any of these marks: most texts have none, and need no second look.
_MARK = re.compile(r"[•◦▪‣●∙]|(?:^|\s)(?:[-–*]|\(?(?:[0-9]{1,2}|[a-h])[.)])(?=\s)", re.MULTILINE)
# What comes before the first point of a list: nothing, a line of its own, or the end of a clause.
_BEFORE_A_LIST = re.compile(r"(?:\A|\n|[:;.!?])[^\S\n]*\Z")
# The form in the browser looks for lists by the same expressions: see exports/form_rules.py.
EXPRESSIONS: Mapping[str, re.Pattern[str]] = {
    "paragraphs": _PARAGRAPHS,
    "bullet": _BULLET,
    "dash": _DASH,
    "number": _NUMBER,
    "mark": _MARK,
    "beforeAList": _BEFORE_A_LIST,
}
# What is said of a list, and of what is marked as internal, and how to mend it.
PASTED_LIST = (
    "This text holds a list, which is printed as one paragraph.",
    "Write sentences, or put a blank line between the points.",
)
INTERNAL_MARKS = (
    "This looks like an internal passage, but in a field it would be public.",
    "Put it below the fields, between “::: internal” and “:::”.",
)


def holds_a_list(text: str) -> bool:
    """Return whether a text holds a list that would be printed as one paragraph."""
    return _MARK.search(text) is not None and any(map(_is_a_list, _PARAGRAPHS.split(text.strip())))


def _is_a_list(paragraph: str) -> bool:
    """Return whether the marks in a paragraph are those of a list, and not just punctuation.

    One point alone is no list. Two dashes may set off a clause – like this one – so they count
    only if the first stands where a list can begin; but three hyphens do wherever they stand.
    """
    bullets = [mark.start() for mark in _BULLET.finditer(paragraph)]
    if len(bullets) > 1 or any(bullets):
        return True
    dashes = list(_DASH.finditer(paragraph))
    if len(dashes) > 1 and _begins_a_list(paragraph, dashes[0]):
        return True
    if sum(dash[0] != "–" for dash in dashes) > 2:
        return True
    numbers = list(_NUMBER.finditer(paragraph))
    counted = [mark["which"] for mark in numbers]
    if not any(counted[n : n + 2] in (["1", "2"], ["a", "b"]) for n in range(len(counted))):
        return False
    # A full stop after a figure may just end a sentence.
    return any(mark["sign"] == ")" for mark in numbers) or _begins_a_list(paragraph, numbers[0])


def _begins_a_list(paragraph: str, mark: re.Match[str]) -> bool:
    """Return whether this mark stands where a list can begin."""
    return _BEFORE_A_LIST.search(paragraph[: mark.start()]) is not None
