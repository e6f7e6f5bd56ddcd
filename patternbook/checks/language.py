"""Suggestions on words: what explains rather than judges. They stop nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from patternbook.checks.each import Each, IsWanted, everything
from patternbook.language import suggestions
from patternbook.language.telling import CODES, SPARED
from patternbook.library import Library
from patternbook.problems import Problem, Severity
from patternbook.spans import Lines, Span


def words_explain(
    library: Library, is_wanted: IsWanted = everything, each: Each = map
) -> Iterator[Problem]:
    """Words that judge, or that name and do not explain, are questioned, with others to use.

    Only files that are wanted are read. `each` applies a function to every text, as `map` does,
    perhaps in several processes.
    """
    terms = frozenset(d.entry.title for d in library.typology.definitions)
    sources = (one.source for one in library.filed)
    texts = ((s.path, s.text, s.body) for s in sources if is_wanted(s.path))
    return chain.from_iterable(each(partial(_found_in, terms=terms), texts))


def _found_in(written: tuple[str, str, str], terms: frozenset[str]) -> list[Problem]:
    """Return what is questioned in a file: its path, its text, and of that the body."""
    path, text, body = written
    lines = Lines(text)
    return [
        Problem(
            path,
            *lines.place(found.start),
            CODES[found.style],
            found.message,
            found.mend,
            Severity.ADVICE,
            length=found.end - found.start,
            excerpt=text[found.start : found.end],
        )
        for found in suggestions(text, tuple(_spared(text, len(text) - len(body))), terms)
    ]


def _spared(text: str, front: int) -> Iterator[Span]:
    """Yield where these words have their place, or are not part of what is said."""
    for pattern in SPARED:
        for match in pattern.finditer(text, 0, front):
            yield match.span()
