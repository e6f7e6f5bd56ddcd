"""Made-up case reviews, as long and as rich as a real one, the same ones each time.

Every record is final, public and signed off, so that all of them reach the site. A few
contributory factors are linked very often and most of them seldom, as in life.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

from bench import words
from patternbook.typology import Typology
from patternbook.vocabulary import (
    Agency,
    Effect,
    EntryKind,
    FactorInfluence,
    Level,
    PatternInfluence,
    Practice,
    RecommendationKind,
    ResponseStatus,
    Setting,
    Spread,
    Term,
    TookPart,
    Trigger,
)

EPISODES = 8
RECOMMENDATIONS = 3
PERSPECTIVES = 7


def write_records(folder: Path, number: int, typology: Typology) -> int:
    """Write this many case reviews into the folder; return how many bytes they have together."""
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for n in range(number):
        name = record_id(n)
        size += (folder / f"{name}.md").write_text(_Review(n, number, typology).text(), "utf-8")
    return size


def record_id(number: int) -> str:
    """Return the id of the record with this number."""
    return f"review-{number:05}"


class _Skewed:
    """Ids of which the first is drawn most often, the second half as often, and so on."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = Random(1).sample(sorted(ids), len(ids))
        self._weights = list(accumulate(1 / rank for rank in range(1, len(ids) + 1)))

    def draw(self, random: Random, number: int) -> list[str]:
        """Return at most this many different ids."""
        return list(dict.fromkeys(random.choices(self._ids, cum_weights=self._weights, k=number)))


class _Review:
    """The text of one case review, made of its number alone."""

    def __init__(self, number: int, of: int, typology: Typology) -> None:
        self._random = Random(number)
        self._number = number
        self._of = of
        self._typology = typology
        self._factors = _Skewed([d.entry.id for d in typology.of_kind(EntryKind.FACTOR)])
        self._patterns = _Skewed([d.entry.id for d in typology.of_kind(EntryKind.ISSUE)])

    def text(self) -> str:
        """Return the whole file."""
        lines = ["---", *self._about(), *self._episodes(), *self._findings()]
        return "\n".join([*lines, *self._recommendations(), "---", *self._narrative(), ""])

    # --- Front matter -------------------------------------------------------------------------

    def _about(self) -> list[str]:
        related = {self._random.randrange(self._of) for _ in range(2)} - {self._number}
        return [
            f"id: {record_id(self._number)}",
            f"title: {self._title()}",
            "kind: case-review",
            *self._prose("", "summary", 2),
            "origin: contributed",
            "questions:",
            *(f"  - {self._question()}" for _ in range(3)),
            f"trigger: {self._one(Trigger)}",
            f"setting: [{self._one(Setting)}]",
            f"agencies: [{', '.join(self._random.sample([a.value for a in Agency], 4))}]",
            "stage: final",
            "audience: public",
            f"completed: {2008 + self._number % 18}",
            "team: {independent: true, professions: [social-work, education, nursing]}",
            "participants:",
            *(
                f"  - {{role: {role.capitalize()}, agency: {self._one(Agency)}, "
                f"by: {self._one(TookPart)}}}"
                for role in self._random.sample(words.ROLES, 9)
            ),
            "missing:",
            f"  - role: {self._random.choice(words.ROLES).capitalize()}",
            *self._prose("    ", "why", 2),
            "family:",
            "  involved: partly",
            *self._prose("  ", "how", 2),
            "dialogue:",
            "  preliminary: {comments: true, meeting: true}",
            "  interim: {comments: true, meeting: false}",
            "sign_off:",
            "  confidentiality: {role: Board business manager, year: 2026}",
            "  participants: {role: Lead reviewer, year: 2026}",
            f"related: [{', '.join(record_id(n) for n in sorted(related))}]",
        ]

    def _episodes(self) -> list[str]:
        lines = ["episodes:"]
        for n in range(EPISODES):
            lines += [
                f"  - id: episode-{n}",
                f"    title: {self._title()}",
                f"    span: Weeks {2 * n} to {2 * n + 3}",
                f"    practice: {self._one(Practice)}",
                *self._prose("    ", "description", 7),
                *self._prose("    ", "significance", 2),
                "    breakdown:",
                *(f"      - {self._sentence()}" for _ in range(5)),
                *self._prose("    ", "judgement", 3),
                "    factors:",
            ]
            for factor in self._factors.draw(self._random, 5):
                lines += [f"      - factor: {factor}", f"        influence: {self._helped()}"]
                if self._typology.may_cross_agencies(factor) and self._random.random() < 0.2:
                    lines.append("        scope: inter-agency")
                lines += self._prose("        ", "how", 1)
        return lines

    def _findings(self) -> list[str]:
        lines = ["findings:"]
        for n, pattern in enumerate(self._patterns.draw(self._random, 9)[:6]):
            cited = sorted(self._random.sample(range(EPISODES), 2))
            lines += [
                f"  - id: finding-{n}",
                f"    pattern: {pattern}",
                f"    influence: {self._one(PatternInfluence)}",
                "    selected: true",
                *self._prose("    ", "statement", 2),
                *self._prose("    ", "in_this_case", 2),
                f"    episodes: [{', '.join(f'episode-{e}' for e in cited)}]",
                *self._prose("    ", "why_underlying", 2),
                "    spread:",
                f"      claim: {self._one(Spread)}",
                *self._prose("      ", "note", 2),
                *self._prose("    ", "relevance_now", 1),
                "    questions_for_board:",
                *(f"      - {self._question()}" for _ in range(3)),
            ]
        return lines

    def _recommendations(self) -> list[str]:
        lines = ["recommendations:"]
        for n in range(RECOMMENDATIONS):
            lines += [
                f"  - id: recommendation-{n}",
                f"    kind: {self._one(RecommendationKind)}",
                f"    level: {self._one(Level)}",
                *self._prose("    ", "text", 1),
                f"    findings: [finding-{n % 2}]",
                f"    owner: {self._random.choice(words.ROLES).capitalize()}",
                "    responses:",
            ]
            for year in (2024, 2025):
                lines += [
                    f"      - year: {year}",
                    f"        status: {self._one(ResponseStatus)}",
                    *self._prose("        ", "note", 1),
                    f"        effect: {self._one(Effect)}",
                ]
        return lines

    # --- Body ---------------------------------------------------------------------------------

    def _narrative(self) -> list[str]:
        lines: list[str] = []
        for role in self._random.sample(words.ROLES, PERSPECTIVES):
            lines += ["", f"## The {role}", "", "Source: conversation and record"]
            for _ in range(self._random.randint(2, 3)):
                lines += ["", *self._sentences(6)]
            if self._random.random() < 0.3:
                lines += ["", f"{self._random.choice(('Gap', 'Dispute'))}: {self._sentence()}"]
        lines += ["", "## Reviewers' view"]
        for _ in range(4):
            lines += ["", *self._sentences(4)]
        return lines

    # --- Pieces of text -----------------------------------------------------------------------

    def _prose(self, indent: str, field: str, number: int) -> list[str]:
        """Return a field of several sentences, one on each line of the file."""
        return [f"{indent}{field}: >-", *(f"{indent}  {said}" for said in self._sentences(number))]

    def _sentences(self, number: int) -> list[str]:
        return [self._sentence() for _ in range(number)]

    def _sentence(self) -> str:
        pick = self._random.choice
        said = f"{pick(words.DEEDS)} {pick(words.THINGS)}"
        if self._random.random() < 0.5:
            return f"The {pick(words.ROLES)} {said} {pick(words.CIRCUMSTANCES)}."
        return f"{pick(words.OPENINGS)} {pick(words.SUBJECTS)} {said}."

    def _question(self) -> str:
        pick = self._random.choice
        said = f"{pick(words.SUBJECTS)} {pick(words.DEEDS)} {pick(words.THINGS)}"
        return f"{pick(words.QUESTIONS)} {said}?"

    def _title(self) -> str:
        pick = self._random.choice
        return f"{pick(words.SUBJECTS).capitalize()} {pick(words.DEEDS)} {pick(words.THINGS)}"

    def _helped(self) -> str:
        hindered = self._random.random() < 0.6
        return (FactorInfluence.HINDERED if hindered else FactorInfluence.HELPED).value

    def _one(self, terms: type[Term]) -> str:
        return self._random.choice(list(terms)).value
