"""The vocabulary as it stands in docs/: whole, in order, and explained in our own words."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from patternbook.checks import check
from patternbook.library import Library, load_library
from patternbook.model import Factor, Issue
from patternbook.typology import Typology
from patternbook.vocabulary import EntryKind, EntryStatus, Scope
from tests.making import PROJECT, write

# Each pattern of Appendix 6 with its issues, and the number of points that each of these has there.
ISSUES = {
    "human-tool-operation": {
        "influence-of-assessment-forms": 3,
        "influence-of-the-assessment-framework": 1,
        "influence-of-the-case-management-framework": 1,
    },
    "human-management-system-operation": {
        "resource-demand-mismatch": 3,
        "performance-indicators-and-borrowing-from-safety": 2,
        "style-and-content-of-supervision": 0,
    },
    "multi-agency-working-in-crises": {
        "organisational-culture-and-priority-setting": 0,
        "nature-of-the-task-in-crises": 0,
        "reserve-capacity": 0,
        "knowing-each-other": 0,
        "referral-procedures-and-cultures-of-feedback": 0,
    },
    "multi-agency-working-in-longer-term-work": {
        "nature-of-the-task-in-longer-term-work": 0,
        "clarity-of-roles-and-responsibilities": 3,
        "barriers-and-supports-to-team-work": 4,
    },
    "family-professional-interactions": {
        "salience-of-the-mother": 0,
        "gendered-presentation-of-problems": 0,
    },
    "human-judgement-and-reasoning": {
        "failure-to-review-judgements-and-plans": 0,
        "drift-into-failure": 0,
        "attribution-error": 0,
        "tunnel-vision": 0,
    },
}
# Each type of Appendix 5 with the number of factors that have their first place under it.
TYPES = {
    "front-line-factors": {
        "aspects-of-the-family": 17,
        "personal-staff-aspects": 9,
        "aspects-of-the-role": 3,
        "conditions-of-work": 7,
        "own-team-factors": 10,
        "inter-agency-factors": 10,
    },
    "local-strategic-level-factors": {
        "organisational-culture-and-management": 14,
        # Section 2.6 makes a type of its own of it; Appendix 5 does not.
        "resources-and-their-allocation": 0,
    },
    "national-level-factors": {"political-context-and-priorities": 4},
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return the real vocabulary without any record."""
    pages: dict[str, str | bytes] = {
        file.relative_to(PROJECT).as_posix(): file.read_bytes()
        for folder in ("patterns", "factors")
        for file in (PROJECT / "docs" / folder).glob("*.md")
    }
    library, problems = load_library(write(tmp_path_factory.mktemp("vocabulary"), pages))
    assert [*problems, *check(library)] == []
    return library


@pytest.fixture
def typology(library: Library) -> Typology:
    """Return the tree of the real vocabulary."""
    return library.typology


def ids_below(typology: Typology, entry_id: str) -> list[str]:
    """Return the ids of what has its first place under an entry, in order."""
    children = (definition.entry for definition in typology.children(entry_id))
    return [entry.id for entry in children if entry.parent == entry_id]


def test_six_patterns_and_their_twenty_issues_stand_in_the_order_of_the_source(typology):
    patterns = [definition.entry.id for definition in typology.of_kind(EntryKind.PATTERN)]

    assert patterns == list(ISSUES)
    for pattern, issues in ISSUES.items():
        assert ids_below(typology, pattern) == list(issues)
    assert len(typology.of_kind(EntryKind.ISSUE)) == 20


def test_issues_have_the_points_that_the_source_gives_them(typology):
    issues = [d.entry for d in typology.of_kind(EntryKind.ISSUE)]
    points = {i.id: len(i.points) for i in issues if isinstance(i, Issue)}

    assert points == {issue: n for issues in ISSUES.values() for issue, n in issues.items()}


def test_three_levels_hold_the_types_of_the_source_in_its_order(typology):
    levels = [definition.entry.id for definition in typology.of_kind(EntryKind.LEVEL)]

    assert levels == list(TYPES)
    assert {level: ids_below(typology, level) for level in levels} == {
        level: list(types) for level, types in TYPES.items()
    }


def test_seventy_four_factors_stand_under_their_types(typology):
    counted = {
        level: {kind: len(ids_below(typology, kind)) for kind in types}
        for level, types in TYPES.items()
    }

    assert counted == TYPES
    assert sum(sum(types.values()) for types in TYPES.values()) == 74
    assert len(typology.of_kind(EntryKind.FACTOR)) == 74 + 1


def test_other_is_a_factor_under_no_type_and_the_only_one(typology):
    free = [d.entry.id for d in typology.of_kind(EntryKind.FACTOR) if d.entry.parent is None]

    assert free == ["other"]


def test_inter_agency_factors_inherit_every_own_team_factor(typology):
    inherited = [d.entry.id for d in typology.inherited("inter-agency-factors")]
    own = ids_below(typology, "own-team-factors")

    assert inherited == own
    assert len(own) == 10
    for factor in own:
        lineage = [d.entry.id for d in typology.lineage(factor, Scope.INTER_AGENCY)]
        assert lineage == [factor, "inter-agency-factors", "front-line-factors"]


def test_resource_allocation_is_found_under_both_views_of_it(typology):
    both = ["financial-resources-and-constraints", "resource-allocation",
            "staffing-decisions-and-allocation"]  # fmt: skip
    second = [
        d.entry.id
        for d in typology.of_kind(EntryKind.FACTOR)
        if isinstance(d.entry, Factor) and d.entry.also_under
    ]

    assert sorted(second) == both
    assert {d.entry.id for d in typology.children("resources-and-their-allocation")} == set(both)
    assert set(both) < set(ids_below(typology, "organisational-culture-and-management"))


def test_every_page_of_both_folders_is_an_entry_of_the_tree(library, typology):
    in_tree = [definition.entry.id for definition in typology]

    assert sorted(in_tree) == sorted(d.entry.id for d in typology.definitions)
    assert len(in_tree) == len(set(in_tree)) == 6 + 20 + 3 + 9 + 75
    assert all(d.entry.status is EntryStatus.AGREED for d in typology)


def test_siblings_have_an_order_of_their_own(typology):
    places = Counter((d.entry.kind, d.entry.parent, d.entry.order) for d in typology)

    assert [place for place, number in places.items() if number > 1] == []


def test_every_definition_has_two_to_four_sentences_and_none_is_used_twice(typology):
    definitions = {d.entry.id: " ".join(d.entry.definition.split()) for d in typology}
    sentences = {
        entry_id: len(re.findall(r"[.?!](?= [A-Z“]|$)", text))
        for entry_id, text in definitions.items()
    }

    assert {i: n for i, n in sentences.items() if not 2 <= n <= 4} == {}
    assert len(set(definitions.values())) == len(definitions)
    every = [s for text in definitions.values() for s in re.split(r"(?<=[.?!]) ", text)]
    assert [s for s, number in Counter(every).items() if number > 1] == []


def test_titles_and_points_are_all_different(typology):
    titles = Counter((d.entry.title, d.entry.kind) for d in typology)
    points = Counter(
        point.text
        for d in typology.of_kind(EntryKind.ISSUE)
        if isinstance(d.entry, Issue)
        for point in d.entry.points
    )

    assert max(titles.values()) == 1
    assert max(points.values()) == 1


def test_every_entry_names_its_source(typology):
    assert all("(2008)" in d.entry.source for d in typology), "Fish, Munro and Bairstow"
