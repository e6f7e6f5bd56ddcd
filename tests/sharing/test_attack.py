"""An attacker who has everything that is published tries to work out what is hidden, and fails.

The attacker is `tests.sharing.worlds`, which shares no code with what hides. It is shown to have
teeth: where nothing but the small counts themselves is hidden, it finds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from patternbook.sharing import THRESHOLD, Cell, Share, merge
from patternbook.sharing.relations import Relation, adds_up, relations_of
from patternbook.sharing.repeating import suppress_again
from patternbook.sharing.suppression import suppress
from patternbook.vocabulary import (
    Audience,
    FactorInfluence,
    Kind,
    Level,
    PatternInfluence,
    RecommendationKind,
    ResponseStatus,
    Setting,
)
from tests.sharing.held import Held, counts_of, vocabulary_tables
from tests.sharing.test_merging import of
from tests.sharing.worlds import FACTORS, PATTERNS, USED_SETTINGS, Publication, Worlds

NOW = ("now",)
RELATIONS = relations_of(vocabulary_tables())
# Building and solving takes its time, and no test depends on how much.
FEW_EXAMPLES = settings(
    max_examples=3,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # a smaller example would take minutes to find
)


def exactly(told: Mapping[Cell, int]) -> dict[Cell, tuple[int, int]]:
    return {cell: (number, number) for cell, number in told.items()}


def told_of(counts: Mapping[Cell, int], threshold: int = THRESHOLD) -> Mapping[Cell, int]:
    return suppress(counts, RELATIONS, threshold).told


def found_out(
    worlds: Worlds, groups: tuple[str, ...], few: Iterable[Cell], top: int = THRESHOLD
) -> set[Cell]:
    """Return the counts of which the attacker can exclude any number from 0 to this one."""
    cells = list(few)
    possible = [worlds.can_be(groups, cells, number) for number in range(top + 1)]
    return {cell for cell in cells if not all(cell in each for each in possible)}


def few_in(counts: Mapping[Cell, int], threshold: int = THRESHOLD) -> list[Cell]:
    return [cell for cell, number in counts.items() if number < threshold]


def attack(records: Sequence[Held], threshold: int = THRESHOLD) -> set[Cell]:
    """Return what the attacker finds out about the small counts of these records."""
    counts = counts_of(records)
    told = told_of(counts, threshold)
    assert min(told.values(), default=threshold) >= threshold
    assert all(counts[cell] == number for cell, number in told.items())
    worlds = Worlds([Publication(exactly(told))])
    return found_out(worlds, NOW, few_in(counts, threshold), threshold)


NASTY = {
    "one small kind beside a large one": [
        *[Held(Kind.NEAR_MISS)] * 9,
        Held(Kind.DEBRIEF),
    ],
    "all of one kind and one setting, and noughts everywhere else": [Held(Kind.DEBRIEF)] * 7,
    "a margin of one": [
        *[Held(Kind.CASE_REVIEW)] * 6,
        *[Held(Kind.NEAR_MISS)] * 6,
        Held(Kind.DEBRIEF, (Setting.LONG_TERM_WORK,)),
    ],
    "one hidden cell in a row of a setting": [
        *[Held(Kind.CASE_REVIEW)] * 6,
        *[Held(Kind.NEAR_MISS)] * 3,
        *[Held(Kind.NEAR_MISS, (Setting.LONG_TERM_WORK,))] * 8,
        *[Held(Kind.DEBRIEF)] * 5,
    ],
    "a hidden nought beside a hidden one": [
        *[Held(Kind.CASE_REVIEW, (Setting.EARLY_HELP, Setting.LOOKED_AFTER_CHILDREN))] * 6,
        *[Held(Kind.NEAR_MISS)] * 6,
    ],
    "a type of which all but few records name one factor": [
        *[Held(factors=(("workload", None, "hindered"),))] * 7,
        *[Held(factors=(("timing", None, "hindered"),))] * 2,
    ],
    "a pattern of which each record names the issue": [
        *[Held(patterns=(("tunnel-vision", "unsafe"),))] * 6,
        Held(patterns=(("tunnel-vision", "unsafe"), ("tunnel-vision", "constructive"))),
    ],
    "an issue that is nearly its whole pattern": [
        *[Held(patterns=(("tunnel-vision", "unsafe"),))] * 9,
        Held(patterns=(("drift-into-failure", "unsafe"),)),
    ],
    "a factor in a team, and one between agencies": [
        *[Held(factors=(("supervision", None, "helped"),))] * 6,
        *[Held(factors=(("supervision", "inter-agency", "helped"),))] * 3,
        *[Held(factors=(("information-sharing", None, "helped"),))] * 4,
    ],
    "one review with all that is recommended": [
        *[Held(Kind.CASE_REVIEW, recommendations=(("clear-cut", "local", "done"),))] * 5,
        Held(Kind.CASE_REVIEW, recommendations=(("clear-cut", "national", None),)),
    ],
    "fewer records than the threshold": [Held(Kind.DEBRIEF)] * 4,
    "no record at all": [],
}


@pytest.mark.parametrize("records", NASTY.values(), ids=NASTY)
def test_no_small_count_can_be_worked_out_from_a_share_file(records):
    assert attack(records) == set()


def sorts_of_records() -> some.SearchStrategy[Held]:
    factors = some.tuples(some.sampled_from(list(FACTORS)), some.sampled_from(FactorInfluence))
    return some.builds(
        Held,
        kind=some.sampled_from(Kind),
        settings=some.lists(
            some.sampled_from(list(Setting)[:USED_SETTINGS]), min_size=1, max_size=3, unique=True
        ).map(tuple),
        factors=some.lists(factors, max_size=3).map(
            lambda named: tuple((*name, influence.value) for name, influence in named)
        ),
        patterns=some.lists(
            some.tuples(some.sampled_from(list(PATTERNS)), some.sampled_from(PatternInfluence)),
            max_size=2,
        ).map(tuple),
        recommendations=some.lists(
            some.tuples(
                some.sampled_from(RecommendationKind),
                some.sampled_from(Level),
                some.none() | some.sampled_from(ResponseStatus),
            ),
            max_size=2,
        ).map(tuple),
    )


def libraries(least: int = 0) -> some.SearchStrategy[list[tuple[Held, int]]]:
    """Return sorts of record, and how many there are of each."""
    times = some.tuples(sorts_of_records(), some.integers(1, 9))
    return some.lists(times, min_size=least, max_size=5)


def written_out(library: list[tuple[Held, int]]) -> list[Held]:
    return [record for record, number in library for _ in range(number)]


@FEW_EXAMPLES
@given(libraries(), some.integers(5, 7))
def test_whatever_a_board_holds_no_small_count_can_be_worked_out(library, threshold):
    assert attack(written_out(library), threshold) == set()


# --- The attacker has teeth ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("one small kind beside a large one", {("kinds", "debrief"), ("kinds", "case-review")}),
        ("a margin of one", {("kinds", "debrief")}),
        (
            "a type of which all but few records name one factor",
            {("factors", "timing", "hindered")},
        ),
        (
            "one hidden cell in a row of a setting",
            {("kinds_by_setting", "near-miss", "early-help")},
        ),
    ],
)
def test_where_only_small_counts_are_hidden_the_attacker_finds_them(name, cells):
    counts = counts_of(NASTY[name])
    told = {cell: number for cell, number in counts.items() if number >= THRESHOLD}

    # All sorts of record are looked at, so that what this cannot be it can never be.
    worlds = Worlds([Publication(exactly(told))], every_setting=True)

    assert found_out(worlds, NOW, sorted(cells)) == cells


# --- Whoever knows this program -----------------------------------------------------------------


def test_whoever_knows_how_counts_are_hidden_cannot_tell_that_there_is_such_a_record():
    """Every library of few records is hidden, and those whose files look alike put together."""
    threshold, most = 3, 9
    kinds: list[Cell] = [("kinds", kind) for kind in Kind]
    alike: dict[frozenset[tuple[Cell, int]], list[tuple[int, ...]]] = {}
    for numbers in numbers_up_to(most, len(kinds)):
        counts: dict[Cell, int] = dict(zip(kinds, numbers, strict=True))
        counts["records",] = sum(numbers)
        told = suppress(counts, [relation_of_kinds()], threshold).told
        alike.setdefault(frozenset(told.items()), []).append(numbers)

    for file, libraries_alike in alike.items():
        hidden = [n for n, kind in enumerate(kinds) if kind not in dict(file)]
        of_kinds = sum(number for cell, number in file if cell in kinds)
        if of_kinds + len(hidden) * (threshold - 1) > most:
            continue  # some that look the same have more records than were tried
        for place in hidden:
            assert set(range(threshold)) <= {numbers[place] for numbers in libraries_alike}


def relation_of_kinds() -> Relation:
    return adds_up(("records",), [("kinds", kind) for kind in Kind])


def numbers_up_to(most: int, length: int) -> Iterable[tuple[int, ...]]:
    return (each for each in product(range(most + 1), repeat=length) if sum(each) <= most)


# --- Two months ---------------------------------------------------------------------------------


def two_months(
    stayed: list[Held], come: list[Held], gone: list[Held]
) -> tuple[list[Publication], list[tuple[tuple[str, ...], list[Cell], int]]]:
    """Return what two files tell, and which counts are to stay hidden, up to which number."""
    before, now = counts_of([*stayed, *gone]), counts_of([*stayed, *come])
    first = suppress(before, RELATIONS, THRESHOLD)
    earlier = Share("heron", "2026-01", THRESHOLD, {}, first.told, {}, "2026-01")
    again = suppress_again(now, RELATIONS, THRESHOLD, earlier)
    # The worst case is that it is known that nothing was taken away.
    groups_before = ("gone", "stayed") if gone else ("stayed",)
    groups_now = ("stayed", "come")
    published = [Publication(exactly(first.told), groups_before)]
    hidden: list[tuple[tuple[str, ...], list[Cell], int]] = [
        (groups_before, few_in(before), THRESHOLD)
    ]
    if again is not None:
        later = Share(
            "heron", "2027-01", THRESHOLD, {}, again.suppression.told, again.kept, "2027-01"
        )
        published.append(Publication(later.known, groups_now))
        few = [cell for cell in few_in(now) if cell not in again.kept]
        hidden.append((groups_now, few, THRESHOLD))
        hidden.append((("come",), list(again.kept), THRESHOLD - 1))
    return published, hidden


TWO_MONTHS = {
    "one more of a kind that was told": (
        [*[Held(Kind.NEAR_MISS)] * 9, *[Held(Kind.CASE_REVIEW)] * 8],
        [*[Held(Kind.NEAR_MISS)] * 6, Held(Kind.CASE_REVIEW)],
        [],
    ),
    "what was hidden is now enough to be told": (
        [
            *[Held(Kind.NEAR_MISS)] * 9,
            *[Held(factors=(("workload", None, "helped"),))] * 4,
        ],
        [*[Held(factors=(("workload", None, "helped"),))], *[Held(Kind.NEAR_MISS)] * 5],
        [],
    ),
    "a single record has come": ([Held(Kind.NEAR_MISS)] * 9, [Held(Kind.DEBRIEF)], []),
    "some have come and some were published": (
        [*[Held(Kind.NEAR_MISS)] * 9, *[Held(Kind.DEBRIEF)] * 6],
        [Held(Kind.NEAR_MISS)] * 8,
        [Held(Kind.DEBRIEF)] * 3,
    ),
}


@pytest.mark.parametrize("months", TWO_MONTHS.values(), ids=TWO_MONTHS)
def test_no_small_count_can_be_worked_out_from_the_files_of_two_months(months):
    published, hidden = two_months(*months)

    worlds = Worlds(published)

    assert [found_out(worlds, *each) for each in hidden] == [set() for _ in hidden]


@FEW_EXAMPLES
@given(libraries(least=2), libraries(least=1))
def test_whatever_comes_to_a_board_two_files_do_not_give_it_away(stayed, come):
    published, hidden = two_months(written_out(stayed), written_out(come), [])

    worlds = Worlds(published)

    assert [found_out(worlds, *each) for each in hidden] == [set() for _ in hidden]


def test_from_two_files_that_know_nothing_of_each_other_one_record_can_be_told():
    before, now = counts_of([Held()] * 9), counts_of([*[Held()] * 9, Held()])

    worlds = Worlds(
        [
            Publication(exactly(told_of(before)), ("stayed",)),
            Publication(exactly(told_of(now)), ("stayed", "come")),
        ]
    )

    assert ("kinds", "near-miss") in found_out(worlds, ("come",), [("kinds", "near-miss")])


# --- What is printed of several boards ----------------------------------------------------------


def test_two_boards_that_put_their_files_together_cannot_work_out_the_third():
    records = NASTY["one hidden cell in a row of a setting"]
    counts = counts_of(records)
    files = [of(name, held=told_of(counts)) for name in ("heron", "kestrel", "lapwing")]

    merged = merge(vocabulary_tables(), files, Audience.BOARD)

    # Each has told the same here, so that a third of what is printed is what one of them told.
    third = {
        (each.table, *each.keys): (each.at_least // 3, each.at_most and each.at_most // 3)
        for each in merged.held
    }
    assert third
    assert found_out(Worlds([Publication(third)]), NOW, few_in(counts)) == set()
