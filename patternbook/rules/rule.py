"""What a rule is: its code, how much it matters, and its explanation, which is its docstring."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from typing import ClassVar

from patternbook.problems import Severity

_HEADINGS = ["Why", "Passes", "Fails", "Source"]
_PARTS = re.compile(rf"^({'|'.join(_HEADINGS)}):[ \t]*", re.MULTILINE)
_WEIGHTS = {
    Severity.FAULT: "To mend: no site is built until this is put right.",
    Severity.ADVICE: "Advice: it stops nothing, and you may have good reasons to differ.",
}


class Rule:
    """What every rule says of itself; never made into an object.

    The docstring of a rule begins with a sentence that says what must hold. Then come, each
    with its heading and a colon, `Why`, `Passes`, `Fails` and `Source`: what the rule protects,
    two examples, and what it rests on.

    An example is written as a contributor would write it, and says only what matters. It is laid
    over a record in which all is well: its fields replace those of the same name, and what
    follows a line `---` is the body. The record is a near miss unless `kind` says otherwise.
    A line `# file: reviews/debriefs/a-home-visit.md` says in which file the lines below it
    stand, and there may be several; after `# whole file: …` they are all that the file holds.
    `tests/test_rules.py` lays each example over such a record and asks what the check says.
    """

    code: ClassVar[str]
    severity: ClassVar[Severity] = Severity.FAULT


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of rules with its heading and a sentence or two of introduction."""

    title: str
    intro: str
    rules: tuple[type[Rule], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The parts of a rule's docstring: `what` in a sentence, and the others as plain text.

    The examples `passes` and `fails` keep their lines. `weight` says how much the rule matters.
    """

    what: str
    weight: str
    why: str
    passes: str
    fails: str
    source: str


def explain(rule: type[Rule]) -> Explanation:
    """Return the explanation of a rule. Raises ValueError if its docstring lacks a part."""
    what, *rest = _PARTS.split(inspect.cleandoc(rule.__doc__ or ""))
    if rest[::2] != _HEADINGS or not all(part.strip() for part in [what, *rest]):
        raise ValueError(f"The docstring of {rule.__name__} lacks a part, or its order differs.")
    why, passes, fails, source = rest[1::2]
    return Explanation(
        what=_one_line(what),
        weight=_WEIGHTS[rule.severity],
        why=_one_line(why),
        passes=_lines(passes),
        fails=_lines(fails),
        source=_one_line(source),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> str:
    return inspect.cleandoc("\n" + text).strip("\n")
