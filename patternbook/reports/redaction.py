"""Problems -> the same problems without a word of what they are about.

Where others may read a report, as in the log of a continuous integration service, it says
which rule, which file, which line, which column and how long, and never the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import get_args

from pydantic import BaseModel

from patternbook import vocabulary
from patternbook.collations import Asked
from patternbook.folders import VOCABULARY_FOLDERS
from patternbook.model import ENTRY_TYPES, RECORD_TYPES
from patternbook.problems import Problem, is_repeatable

# A message quotes nothing that is not its own but words that could be ids.
_QUOTED = re.compile("“([^”]*)”")
_SUGGESTED = re.compile("(?<=Did you mean )“([^”]*)”")
_OURS = frozenset({"docs", "reviews", "true", "false", *VOCABULARY_FOLDERS})


def redacted(problems: Iterable[Problem], entry_ids: Collection[str] = ()) -> list[Problem]:
    """Return the problems without excerpts, and with an ellipsis for every word from a record.

    `entry_ids` are those of the vocabulary, which may be named.
    """
    known = {*_OURS, *_words(), *_fields(), *entry_ids}
    return [_redacted(problem, known) for problem in problems]


def _redacted(problem: Problem, known: Collection[str]) -> Problem:
    own = PurePosixPath(problem.path).stem  # the name of the file is told anyway

    def hide(found: re.Match[str]) -> str:
        is_told = found[1] in known or found[1] == own or not is_repeatable(found[1])
        return found[0] if is_told else "“…”"

    return replace(
        problem,
        message=_QUOTED.sub(hide, problem.message),
        mend=_SUGGESTED.sub(hide, problem.mend),
        excerpt="",
        there="",
    )


def _words() -> set[str]:
    """Return every word of every closed list."""
    terms = (each for each in vars(vocabulary).values() if isinstance(each, type))
    return {
        term.value for each in terms if issubclass(each, vocabulary.Term) for term in list(each)
    }


def _fields() -> set[str]:
    """Return the name of every field of a record, an entry or a collation, however deep."""
    waiting: list[type[BaseModel]] = [*RECORD_TYPES.values(), *ENTRY_TYPES.values(), Asked]
    seen: set[type[BaseModel]] = set()
    names: set[str] = set()
    while waiting:
        model = waiting.pop()
        if model not in seen:
            seen.add(model)
            for name, about in model.model_fields.items():
                names.add(name)
                waiting += _models_in(about.annotation)
    return names


def _models_in(hint: object) -> list[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return [hint]
    return [model for inner in get_args(hint) for model in _models_in(inner)]
