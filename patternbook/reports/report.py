"""What every form of report starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from patternbook.problems import Problem, Severity, faults
from patternbook.rules import RULES, explain
from patternbook.rules.printing import explanation_text


class NotChecked(NamedTuple):
    """A path that was asked for and could not be checked, and why not, in a sentence."""

    path: str
    reason: str


class RuleFacts(NamedTuple):
    """What a rule asks for, in a sentence, why, how much it matters, and the whole explanation."""

    what: str
    why: str
    severity: Severity
    explanation: str


def known_rules() -> dict[str, RuleFacts]:
    """Return what is known of each rule, by its code."""
    explained = {rule: explain(rule) for rule in RULES}
    return {
        rule.code: RuleFacts(told.what, told.why, rule.severity, explanation_text(rule.code))
        for rule, told in explained.items()
    }


@dataclass(frozen=True, slots=True)
class Report:
    """What one run of the check has found.

    `held_back` counts the records that the public does not see, by reason. `mendable` is the
    number of files that `--fix` could mend. `site` is the address of the site on which every rule
    has a page, if there is one. `is_redacted` tells whether `redacted` has gone over the problems.
    `folder` is the way from the top of the repository to the library, with forward slashes, or
    empty if they are the same.
    """

    problems: tuple[Problem, ...]
    held_back: Mapping[str, int] = field(default_factory=dict)
    not_checked: tuple[NotChecked, ...] = ()
    mendable: int = 0
    rules: Mapping[str, RuleFacts] = field(default_factory=known_rules)
    site: str = ""
    folder: str = ""
    is_redacted: bool = False

    @property
    def faults(self) -> int:
        """Return how many problems must be mended."""
        return len(faults(self.problems))

    @property
    def advice(self) -> int:
        """Return how many problems only advise."""
        return len(self.problems) - self.faults

    @property
    def is_clean(self) -> bool:
        """Return whether nothing must be mended and everything asked for was checked."""
        return not self.faults and not self.not_checked

    def help_for(self, code: str) -> str:
        """Return the address at which a rule is explained: within the site, if that has none."""
        site = self.site and f"{self.site.removesuffix('/')}/"
        return f"{site}contribute/rules/{code}/" if code in self.rules else ""

    def in_repository(self, path: str) -> str:
        """Return a path of the library as one that starts at the top of the repository."""
        return f"{self.folder}/{path}" if self.folder else path


def printable(text: str) -> str:
    """Return a text without anything that could move a terminal's cursor or hide what follows."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)
