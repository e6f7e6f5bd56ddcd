"""Factors by patterns: what counts as found together, where it counts, and how dark a number is."""

from __future__ import annotations

from pathlib import Path

import pytest

from patternbook.crossing import Crossing, Row, shade, shades
from patternbook.evidence import EvidenceIndex
from patternbook.library import load_library
from patternbook.publication import publish
from patternbook.vocabulary import FactorInfluence
from tests.making import (
    case_review,
    debrief,
    entry,
    episode,
    factor,
    finding,
    near_miss,
    vocabulary,
    write,
)

HELPED, HINDERED = FactorInfluence
JUDGEMENT = "human-judgement-and-reasoning"
TOOL = "human-tool-operation"


def shows(pattern: str = JUDGEMENT) -> list[dict[str, str]]:
    """Return the patterns of a near miss that shows this one."""
    return [{"pattern": pattern, "influence": "unsafe", "how": "It was so."}]


class Crossed:
    """The crossing of a small library, asked by ids."""

    def __init__(self, root: Path, files: dict[str, str]) -> None:
        library, problems = load_library(write(root, files))
        assert problems == []
        published = publish(library, "public")
        self.typology = published.typology
        self.crossing = Crossing(EvidenceIndex(published), self.typology)

    def cell(self, entry_id: str, pattern: str = JUDGEMENT) -> tuple[int, int]:
        """Return how often a type or a factor helped, and hindered, with a pattern."""
        cell = self.crossing.cell_of(entry_id, self.typology.get(pattern))
        return cell.numbers[HELPED], cell.numbers[HINDERED]

    def rows(self) -> dict[tuple[str, str], Row]:
        """Return all rows by their keys."""
        return {row.key: row for group in self.crossing.groups for row in group.rows}

    def row(self, kind: str, factor_id: str) -> tuple[int, int]:
        """Return how often a factor helped, and hindered, in one of its places."""
        row = self.rows()[kind, factor_id]
        cell = self.crossing.cell_of_row(row, self.typology.get(JUDGEMENT))
        return cell.numbers[HELPED], cell.numbers[HINDERED]


def test_in_a_near_miss_its_factors_are_found_together_with_its_patterns(tmp_path):
    crossed = Crossed(
        tmp_path,
        {
            "reviews/near-misses/a.md": near_miss(
                "a", factors=[factor("workload"), factor("timing", "helped")], patterns=shows()
            ),
            "reviews/near-misses/b.md": near_miss("b", factors=[factor("workload")]),
        },
    )

    assert crossed.cell("workload") == (0, 1)
    assert crossed.cell("timing") == (1, 0)
    assert crossed.cell("workload", TOOL) == (0, 0)


def test_in_a_review_they_meet_only_in_the_episodes_that_a_finding_cites(tmp_path):
    review = case_review(
        "a",
        episodes=[
            episode("cited", factors=[factor("workload")]),
            episode("also-cited", factors=[factor("workload"), factor("timing", "helped")]),
            episode("not-cited", factors=[factor("supervision")]),
        ],
        findings=[
            finding("one", episodes=["cited", "also-cited"]),
            finding("two", pattern="drift-into-failure", episodes=["cited"]),
            finding("three", pattern=TOOL),
        ],
    )
    crossed = Crossed(tmp_path, {"reviews/case-reviews/a.md": review})

    assert crossed.cell("workload") == (0, 2), "an episode counts once, whatever it is cited for"
    assert crossed.cell("timing") == (1, 0)
    assert crossed.cell("supervision") == (0, 0)
    assert crossed.cell("workload", TOOL) == (0, 0), "a finding without episodes meets nothing"


def test_a_type_counts_a_unit_once_however_many_of_its_factors_were_at_work(tmp_path):
    both = [factor("workload"), factor("timing"), factor("workload", "helped", how="Elsewhere.")]
    crossed = Crossed(
        tmp_path, {"reviews/near-misses/a.md": near_miss("a", factors=both, patterns=shows())}
    )

    assert crossed.cell("conditions-of-work") == (1, 1)


def test_what_worked_between_agencies_counts_there_and_not_for_the_own_team(tmp_path):
    own, between = factor("supervision"), factor("supervision", scope="inter-agency")
    crossed = Crossed(
        tmp_path,
        {
            "reviews/near-misses/a.md": near_miss("a", factors=[own], patterns=shows()),
            "reviews/near-misses/b.md": near_miss("b", factors=[between], patterns=shows()),
            "reviews/near-misses/c.md": near_miss("c", factors=[between], patterns=shows()),
        },
    )

    assert crossed.cell("own-team-factors") == (0, 1)
    assert crossed.cell("inter-agency-factors") == (0, 2)
    assert crossed.row("own-team-factors", "supervision") == (0, 1)
    assert crossed.row("inter-agency-factors", "supervision") == (0, 2)
    assert crossed.cell("supervision") == (0, 3), "a factor's own page counts all its places"
    assert crossed.rows()["inter-agency-factors", "supervision"].between_agencies
    assert not crossed.rows()["own-team-factors", "supervision"].between_agencies


def test_a_factor_with_a_second_place_counts_in_both_and_once_in_all(tmp_path):
    pages = vocabulary()
    pages["docs/factors/money.md"] = entry(
        id="money",
        kind="factor",
        parent="own-team-factors",
        also_under=["conditions-of-work"],
    )
    pages["reviews/near-misses/a.md"] = near_miss("a", factors=[factor("money")], patterns=shows())
    crossed = Crossed(tmp_path, pages)

    assert crossed.cell("own-team-factors") == crossed.cell("conditions-of-work") == (0, 1)
    assert crossed.cell("money") == (0, 1)
    places = [row for row in crossed.rows().values() if row.factor.entry.id == "money"]
    assert [row.is_first_place for row in crossed.crossing.rows_of("money")] == [True, False, False]
    assert len(places) == 3, "own team, conditions of work, and between agencies"


def test_a_factor_under_no_type_has_a_row_of_its_own(tmp_path):
    crossed = Crossed(
        tmp_path,
        {"reviews/near-misses/a.md": near_miss("a", factors=[factor("other")], patterns=shows())},
    )

    assert crossed.row("", "other") == (0, 1)
    assert crossed.crossing.groups[-1].kind is None


def test_illustrations_and_debriefs_are_never_in_a_number(tmp_path):
    crossed = Crossed(
        tmp_path,
        {
            "reviews/near-misses/a.md": near_miss("a", origin="illustrative", patterns=shows()),
            "reviews/debriefs/b.md": debrief("b", factors=[factor()]),
        },
    )
    pattern = crossed.typology.get(JUDGEMENT)

    assert crossed.cell("workload") == (0, 0)
    group = next(
        g for g in crossed.crossing.groups if g.kind and g.kind.entry.id == "conditions-of-work"
    )
    assert crossed.crossing.cell_of_group(group, pattern).illustrations == 1
    assert [each.unit.title for each in crossed.crossing.illustrations(group, pattern)] == [
        "Title of a"
    ]


@pytest.mark.parametrize(
    ("number", "largest", "expected"),
    [
        (0, 100, 0),
        (1, 1, 1),
        (1, 3, 1),
        (3, 3, 3),
        (1, 100, 1),
        (25, 100, 1),
        (26, 100, 2),
        (100, 100, 4),
    ],
)
def test_a_number_is_the_darker_the_larger_and_what_was_seen_once_is_never_dark(
    number, largest, expected
):
    assert shade(number, largest) == expected


@pytest.mark.parametrize("largest", [0, 1, 2, 3, 4, 5, 7, 10, 99, 16_000])
def test_the_key_names_for_every_shade_the_numbers_that_have_it(largest):
    named = {n: s.step for s in shades(largest) for n in range(s.first, s.last + 1)}

    assert named == {n: shade(n, largest) for n in range(1, largest + 1)}
