"""What is wrong with a file, where, and how to mend it; and how that is printed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

# A word that looks like an id is safe to repeat in a log. Anything else might be a name, and
# a longer number a date, a telephone number or the number of a case.
_REPEATABLE = re.compile(r"(?!.*[0-9]{3})[a-z][a-z0-9_-]{0,79}")
_PARTS = re.compile(r"[a-z0-9]+")


class Severity(StrEnum):
    """How much a problem matters: a fault stops the build, advice does not."""

    FAULT = "fault"
    ADVICE = "advice"


class Place(NamedTuple):
    """A position in a file; both numbers count from 1."""

    line: int
    column: int


START = Place(1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend.

    `path` is relative to the library's root, with forward slashes. `message` says what is
    found, `mend` what to do about it. Neither repeats contributed text other than ids.

    `length` is that of what is found, in characters, or 0 where no one word is meant. `excerpt`
    is the very text, for the eyes of the person who wrote it: only the plain report on somebody's
    own machine may show it, and it is no part of what a problem prints as. The same holds of
    `there`, the text of another record that is meant.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    mend: str = ""
    severity: Severity = Severity.FAULT
    length: int = 0
    excerpt: str = field(default="", repr=False, compare=False)
    there: str = field(default="", repr=False, compare=False)

    def __str__(self) -> str:
        """Print as `path:line:column: message [code]`, with the mend on a line of its own."""
        advice = "advice: " if self.severity is Severity.ADVICE else ""
        path = "".join(sign if sign.isprintable() else "?" for sign in self.path)
        text = f"{path}:{self.line}:{self.column}: {advice}{self.message} [{self.code}]"
        return f"{text}\n    Mend: {self.mend}" if self.mend else text


class FaultsFound(Exception):
    """Raised where nothing may go on until the faults in `problems` are mended."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems; the exception prints as their full list."""
        self.problems = tuple(problems)
        super().__init__(report(self.problems))


def faults(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that stop a build, in order of file and line."""
    return sorted(p for p in problems if p.severity is Severity.FAULT)


def report(problems: Iterable[Problem]) -> str:
    """Return every problem in order of file and line, and a last line that counts them."""
    ordered = sorted(problems)
    lines = [str(problem) for problem in ordered]
    return "\n".join([*lines, summary(ordered)])


def summary(problems: Iterable[Problem]) -> str:
    """Return one sentence that counts faults, advice and files."""
    listed = list(problems)
    if not listed:
        return "Nothing to mend."
    wrong = len(faults(listed))
    parts = []
    if wrong:
        parts.append(f"{wrong} thing{'s' if wrong != 1 else ''} to mend")
    if len(listed) > wrong:
        parts.append(
            f"{len(listed) - wrong} piece{'s' if len(listed) - wrong != 1 else ''} of advice"
        )
    files = len({problem.path for problem in listed})
    return f"{' and '.join(parts)} in {files} file{'s' if files != 1 else ''}."


def quoted(word: object) -> str:
    """Return the word in quotation marks if it is safe to repeat, else a neutral phrase.

    A log may be public, and a mistyped field can hold anything, a child's name included.
    """
    return f"“{word}”" if is_repeatable(word) else "what stands here"


def is_repeatable(word: object) -> bool:
    """Return whether a word may stand in a log, which only ids and words like them may."""
    return isinstance(word, str) and _REPEATABLE.fullmatch(word) is not None


def nearest(word: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """Return "Did you mean “…”?" with the known word nearest to this one, or an empty string.

    A word is near if it is written alike, or if it shares a part with one known word alone, as
    “illness” does with “illness-and-tiredness”. A mapping gives known words with their titles;
    what is near to a title is near to its word.
    """
    titles = known if isinstance(known, Mapping) else {}
    names = {"-".join(_PARTS.findall(title.lower())): name for name, title in titles.items()}
    names |= {name: name for name in known}
    found = difflib.get_close_matches(word.lower(), sorted(names), n=1, cutoff=0.6)
    if not found:
        found = _sharing_most(word, names)
    # An id that somebody made of a date or a name of a case must not stand in a log either.
    near = names[found[0]] if found else ""
    return f"Did you mean “{near}”?" if is_repeatable(near) else ""


def _sharing_most(word: str, names: Mapping[str, str]) -> list[str]:
    """Return a name of the one known word with which a word shares the most parts, if any."""
    parts = _telling_parts(word)
    shared = {name: len(parts & _telling_parts(name)) for name in sorted(names)}
    most = max(shared.values(), default=0)
    found = [name for name, number in shared.items() if number == most > 0]
    return found if len({names[name] for name in found}) == 1 else []


def _telling_parts(word: str) -> set[str]:
    """Return the parts of a word but for short ones, such as “of” and “the”."""
    return {part for part in _PARTS.findall(word.lower()) if len(part) > 3}
