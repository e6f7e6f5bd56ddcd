"""Numbers, addresses and phrases that point at one person or place, whatever is declared.

Each kind is a pattern over the text as readers see it. The patterns stand in the modules of their
themes; this one looks for them, and only where the text holds what each cannot be without.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from patternbook.confidentiality.addresses import ON_THE_WEB, PLACES
from patternbook.confidentiality.dates import DATES, IN_FIGURES
from patternbook.confidentiality.few import FEW
from patternbook.confidentiality.kinds import Kind, Near, Pattern
from patternbook.confidentiality.numbers import NUMBERS, OF_PEOPLE
from patternbook.confidentiality.tokens import Words
from patternbook.confidentiality.wordlists import plain
from patternbook.spans import Span

__all__ = ["Identifier", "Kind", "identifiers"]

# Where two would overlap, the earlier counts.
PATTERNS: tuple[Pattern, ...] = (
    *ON_THE_WEB,
    *OF_PEOPLE,
    *IN_FIGURES,
    *NUMBERS,
    *DATES,
    *PLACES,
    *FEW,
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier with where it begins and ends."""

    kind: Kind
    start: int
    end: int


def identifiers(text: str, words: Words, hosts: Collection[str] = ()) -> Iterator[Identifier]:
    """Yield every identifier, each place once: where two kinds overlap, the first of the patterns.

    `words` are those of the text; `hosts` are those to which a link may lead.
    """
    taken = bytearray(len(text))
    stretches = _stretches(text, words)
    for pattern in PATTERNS:
        for match in _matches(pattern, text, stretches.get(pattern.near, ())):
            start, end = match.span(_group(match))
            if any(taken[start:end]) or _is_none(pattern, match):
                continue
            taken[start:end] = b"\x01" * (end - start)
            if pattern.kind is not Kind.WEB or _host(match) not in hosts:
                yield Identifier(pattern.kind, start, end)


def _matches(pattern: Pattern, text: str, stretches: Iterable[Span]) -> Iterator[re.Match[str]]:
    """Yield every place where a pattern is met."""
    if not pattern.near.begins:
        for start, end in stretches:
            yield from pattern.expression.finditer(text, start, end)
        return
    for start, _ in stretches:
        if match := pattern.expression.match(text, start):
            yield match


def _group(match: re.Match[str]) -> str | int:
    """Return which group of a pattern is the identifier."""
    return "found" if match.groupdict().get("found") is not None else 0


def _is_none(pattern: Pattern, match: re.Match[str]) -> bool:
    """Return whether what a pattern has met is one of its exceptions."""
    return pattern.unless is not None and pattern.unless.fullmatch(match[_group(match)]) is not None


def _host(match: re.Match[str]) -> str:
    return str(match["host"]).lower().removeprefix("www.")


def _stretches(text: str, words: Words) -> dict[Near, list[Span]]:
    """Return where to search for what."""
    spans: dict[Near, list[Span]] = {}
    for near in _signs():
        if near.sign is not None:
            spans[near] = [match.span() for match in near.sign.finditer(text)]
    by_word = _by_word()
    telling = {
        word: nears
        for word in set(words.texts)
        if (nears := [near for form in _forms(word) for near in by_word.get(form, ())])
    }
    for number, word in enumerate(words.texts):
        for near in telling.get(word, ()):
            spans.setdefault(near, []).append(words.span(number))
    return {
        near: found if near.begins else list(_merged(text, found, near))
        for near, found in spans.items()
    }


def _forms(word: str) -> set[str]:
    """Return a word as it is, in small letters, and without what follows an apostrophe."""
    small = plain(word)
    return {word, small, small.partition("'")[0]}


@cache
def _signs() -> tuple[Near, ...]:
    return tuple({pattern.near for pattern in PATTERNS if pattern.near.sign})


@cache
def _by_word() -> Mapping[str, tuple[Near, ...]]:
    """Return, for each word, what must be searched near it."""
    nears = {pattern.near for pattern in PATTERNS}
    every = set(chain.from_iterable(near.words for near in nears))
    return {word: tuple(near for near in nears if word in near.words) for word in every}


def _merged(text: str, spans: Iterable[Span], near: Near) -> Iterator[Span]:
    """Yield spans with so much before and after them, joined where they meet.

    They begin and end between words.
    """
    begin = end = 0
    for start, stop in spans:
        if start - near.before > end:
            if end:
                yield begin, end
            begin = text.rfind(" ", 0, max(0, start - near.before)) + 1
        if stop + near.after > end:
            space = text.find(" ", stop + near.after)
            end = space if space >= 0 else len(text)
    if end:
        yield begin, end
