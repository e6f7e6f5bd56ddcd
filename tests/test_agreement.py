"""`patternbook agree`: how far two people's coding of one record agrees, and where they differ.

The figures that are expected here are worked out by hand, step by step, and by no library.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.agreement import (
    Agreement,
    Answers,
    Aspect,
    Measure,
    Names,
    NotComparable,
    Share,
    WhyNot,
    compare,
)
from patternbook.folders import Shelf
from patternbook.library import Filed, read_record
from patternbook.source import parse_source
from patternbook.typology import Typology
from patternbook.vocabulary import Audience
from tests.boards import run_here
from tests.making import (
    PROJECT,
    case_review,
    debrief,
    entry,
    episode,
    factor,
    finding,
    load,
    near_miss,
    neighbour,
    vocabulary,
    write,
)

# The small vocabulary with a factor that was renamed and has a neighbour: five factors in all.
VOCABULARY = {
    **vocabulary(),
    "docs/factors/timing.md": entry(
        id="timing",
        kind="factor",
        parent="conditions-of-work",
        title="Timing",
        former_ids=["the-time"],
        neighbours=[neighbour("workload", "An hour or a season, and not how much there is.")],
    ),
}
FACTORS = ("workload", "timing", "supervision", "information-sharing", "other")


@pytest.fixture(scope="module")
def typology(tmp_path_factory: pytest.TempPathFactory) -> Typology:
    """Return the small vocabulary."""
    library, problems = load(tmp_path_factory.mktemp("library"), VOCABULARY)
    assert problems == []
    return library.typology


def filed(text: str, name: str = "a.md") -> Filed:
    """Return the record in a text."""
    source = parse_source(text, name)
    record, problems = read_record(source, Shelf(Path("."), "", Audience.BOARD))
    assert problems == []
    assert isinstance(record, Filed)
    return record


def review(*named: Sequence[str], **fields: Any) -> Filed:
    """Return a review with an episode for each set of factors."""
    episodes = [
        episode(f"episode-{n}", factors=[factor(each) for each in factors])
        for n, factors in enumerate(named)
    ]
    return filed(case_review(**{"episodes": episodes, **fields}))


def of(agreement: Agreement, aspect: Aspect) -> Names:
    (names,) = [each for each in agreement.names if each.aspect is aspect]
    return names


def answers_of(agreement: Agreement, aspect: Aspect) -> Answers:
    (answers,) = [each for each in agreement.answers if each.aspect is aspect]
    return answers


# --- Figures worked out by hand -----------------------------------------------------------------


def test_kappa_of_one_factor_is_what_it_is_by_hand(typology):
    # Both name it in 4 of 10 episodes, A alone in 1, B alone in 2, neither in 3.
    both, only_a, only_b, neither = 4, 1, 2, 3
    a = [["workload"]] * (both + only_a) + [[]] * (only_b + neither)
    b = [["workload"]] * both + [[]] * only_a + [["workload"]] * only_b + [[]] * neither

    (row,) = of(compare(review(*a), review(*b), typology), Aspect.FACTORS).rows

    observed = (4 + 3) / 10
    by_luck = (5 / 10) * (6 / 10) + (5 / 10) * (4 / 10)
    assert (row.both, row.only_first, row.only_second, row.neither) == (4, 1, 2, 3)
    assert row.agreed == 7
    assert row.kappa.units == 10
    assert row.kappa.value == pytest.approx((observed - by_luck) / (1 - by_luck))
    assert row.kappa.value == pytest.approx(0.4)


def test_alpha_over_the_list_is_what_it_is_by_hand(typology):
    # Of five factors both name one, each names one alone, and two are named by neither: of the ten
    # answers four are yes and six are no, and in two of five questions they differ.
    a = filed(near_miss(factors=[factor("workload"), factor("timing")]))
    b = filed(near_miss(factors=[factor("workload"), factor("supervision")]))

    names = of(compare(a, b, typology), Aspect.FACTORS)

    observed = 2 / 5
    by_luck = 2 * 4 * 6 / (10 * 9)
    assert names.listed == len(FACTORS)
    assert names.share == Share(both=1, either=3)
    assert names.alpha.units == 5
    assert names.alpha.value == pytest.approx(1 - observed / by_luck)
    assert names.alpha.value == pytest.approx(0.25)


def test_alpha_with_influence_is_what_it_is_by_hand(typology):
    # They name the same two of five factors and differ on what one of them did. The ten answers:
    # six times not named, three times “hindered”, once “helped”; in one of five they differ.
    a = filed(near_miss(factors=[factor("workload"), factor("timing")]))
    b = filed(near_miss(factors=[factor("workload"), factor("timing", "helped")]))

    names = of(compare(a, b, typology), Aspect.FACTORS)

    by_luck = 2 * (6 * 3 + 6 * 1 + 3 * 1) / (10 * 9)
    assert names.share == Share(2, 2)
    assert names.in_full == Share(both=1, either=3)
    assert names.alpha.value == pytest.approx(1)
    assert names.alpha_in_full.value == pytest.approx(1 - (1 / 5) / by_luck)


def test_alpha_of_whole_sets_is_what_it_is_by_hand(typology):
    w, t, s = "workload", "timing", "supervision"
    a = review([w], [w, t], [], [t], [w, t])
    b = review([w], [w], [], [s], [w, t])

    names = of(compare(a, b, typology), Aspect.FACTORS)

    # MASI of {w, t} and {w}: half of what either names is shared, and as one set lies within the
    # other that half counts two thirds. Sets that share nothing are 1 apart, the same sets 0.
    within = 1 - (1 / 2) * (2 / 3)
    observed = (0 + within + 0 + 1 + 0) / 5
    # Ten sets: {w} three times, {w, t} three times, the empty set twice, {t} once, {s} once.
    apart = 3 * 3 * within  # {w} and {w, t}
    apart += 3 * 2 + 3 * 1 + 3 * 1  # {w} and: nothing, {t}, {s}
    apart += 3 * 2 + 3 * 1 * within + 3 * 1  # {w, t} and: nothing, {t}, {s}
    apart += 2 * 1 + 2 * 1 + 1 * 1  # nothing and {t}, nothing and {s}, {t} and {s}
    by_luck = 2 * apart / (10 * 9)
    assert names.alpha_of_sets.units == 5
    assert names.alpha_of_sets.value == pytest.approx(1 - observed / by_luck)
    assert names.alpha_of_sets.value == pytest.approx(19 / 34)


def test_kappa_of_how_practice_is_judged_is_what_it_is_by_hand(typology):
    def judged(*words: str) -> Filed:
        episodes = [episode(f"e-{n}", practice=word) for n, word in enumerate(words)]
        return filed(case_review(episodes=episodes))

    a = judged("good", "good", "mixed", "mixed", "problematic", "problematic")
    b = judged("good", "mixed", "mixed", "mixed", "problematic", "good")

    practice = answers_of(compare(a, b, typology), Aspect.PRACTICE)

    by_luck = (2 * 2 + 2 * 3 + 2 * 1) / 36
    assert practice.agreed == 4
    assert [each.spot.id for each in practice.differences] == ["e-1", "e-5"]
    assert practice.kappa.units == 6
    assert practice.kappa.value == pytest.approx((4 / 6 - by_luck) / (1 - by_luck))


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ([["workload"]] * 4, [["workload"], [], [], []], WhyNot.TOO_FEW),
        ([["workload"]] * 6, [["workload"]] * 6, WhyNot.NO_VARIATION),
        ([["workload"]] * 6, [["workload"], *[[]] * 5], WhyNot.ONE_SIDED),
        ([[]] * 6, [["workload"], *[[]] * 5], WhyNot.ONE_SIDED),
    ],
)
def test_where_kappa_would_mean_nothing_its_reason_is_told(typology, a, b, why):
    (row,) = of(compare(review(*a), review(*b), typology), Aspect.FACTORS).rows

    assert row.kappa == Measure(None, len(a), why)


def test_where_nobody_names_anything_no_coefficient_is_told(typology):
    names = of(compare(review(*[[]] * 6), review(*[[]] * 6), typology), Aspect.FACTORS)

    assert (names.rows, names.cells, names.share) == ((), (), Share(0, 0))
    assert names.alpha == Measure(None, 30, WhyNot.NO_VARIATION)
    assert names.alpha_of_sets == Measure(None, 6, WhyNot.NO_VARIATION)


# --- What counts as the same ----------------------------------------------------------------------


def test_a_former_id_is_the_same_as_the_present_one(typology):
    a, b = review(["timing"]), review(["the-time"])

    names = of(compare(a, b, typology), Aspect.FACTORS)

    assert [row.what for row in names.rows] == ["timing"]
    assert names.differences == ()


def test_a_factor_between_agencies_is_the_same_factor_with_another_scope(typology):
    def supervised(**scope: str) -> Filed:
        return filed(debrief(factors=[factor("supervision", **scope)]))

    plain, own = supervised(), supervised(scope="own-team")
    between = supervised(scope="inter-agency")

    assert of(compare(plain, own, typology), Aspect.FACTORS).differences == ()
    names = of(compare(plain, between, typology), Aspect.FACTORS)
    assert names.share == Share(1, 1)
    assert names.in_full == Share(0, 2)
    assert [cell.what for cell in names.differences] == ["supervision"]


def test_a_factor_that_did_both_differs_from_one_that_did_one_thing(typology):
    twice = [factor("workload", "helped"), factor("workload", "hindered")]
    a = filed(debrief(factors=twice))
    b = filed(debrief(factors=[factor("workload", "hindered")]))

    names = of(compare(a, b, typology), Aspect.FACTORS)

    assert (names.share, names.in_full) == (Share(1, 1), Share(1, 2))
    assert len(names.differences) == 1


def test_an_issue_is_not_its_pattern_but_is_counted_with_it_as_well(typology):
    a = filed(case_review(findings=[finding(pattern="tunnel-vision")]))
    b = filed(case_review(findings=[finding(pattern="human-judgement-and-reasoning")]))

    names = of(compare(a, b, typology), Aspect.PATTERNS)

    assert names.share == Share(0, 2)
    assert names.by_pattern == Share(1, 1)
    (alike,) = names.alike
    assert (alike.first, alike.second) == ("tunnel-vision", "human-judgement-and-reasoning")


def test_two_neighbours_are_told_with_what_tells_them_apart(typology):
    names = of(compare(review(["workload"]), review(["timing"]), typology), Aspect.FACTORS)

    (alike,) = names.alike
    assert (alike.first, alike.second) == ("workload", "timing")
    assert alike.difference == "An hour or a season, and not how much there is."


def test_neighbours_in_different_episodes_are_not_taken_for_one_thing(typology):
    a, b = review(["workload"], []), review([], ["timing"])

    assert of(compare(a, b, typology), Aspect.FACTORS).alike == ()


def test_a_finding_that_both_have_tells_what_the_other_names_in_it(typology):
    a = filed(case_review(findings=[finding("f", pattern="tunnel-vision")]))
    b = filed(case_review(findings=[finding("f", pattern="human-tool-operation")]))

    cells = of(compare(a, b, typology), Aspect.PATTERNS).differences

    assert [(cell.what, [code.what for code in cell.instead]) for cell in cells] == [
        ("tunnel-vision", ["human-tool-operation"]),
        ("human-tool-operation", ["tunnel-vision"]),
    ]
    assert {cell.places for cell in cells} == {(a.source.place_of(("findings", 0, "pattern")),) * 2}


def test_episodes_that_only_one_has_are_told_and_not_counted(typology):
    a = filed(case_review(episodes=[episode("shared"), episode("ours")]))
    b = filed(case_review(episodes=[episode("theirs"), episode("shared")]))

    agreement = compare(a, b, typology)

    assert [(each.id, each.which) for each in agreement.only_one] == [("ours", 0), ("theirs", 1)]
    assert [spot.id for spot in of(agreement, Aspect.FACTORS).spots] == ["shared"]
    assert of(agreement, Aspect.FACTORS).share == Share(1, 1)


def test_a_near_miss_is_compared_in_its_outcome_and_what_prevented_harm_as_well(typology):
    chance = {"by": "chance", "how": "The line was free."}
    family = {"by": "family-or-child", "how": "They rang."}
    links = [{"pattern": "tunnel-vision", "influence": "unsafe", "how": "Nobody looked."}]
    a = filed(near_miss(outcome="prevented", prevented_by=[chance, family], patterns=links))
    b = filed(near_miss(outcome="occurred-without-serious-harm", prevented_by=[chance]))

    agreement = compare(a, b, typology)

    assert of(agreement, Aspect.PREVENTED_BY).share == Share(1, 2)
    assert of(agreement, Aspect.PATTERNS).share == Share(0, 1)
    (outcome,) = answers_of(agreement, Aspect.OUTCOME).differences
    assert (str(outcome.first), str(outcome.second)) == (
        "prevented",
        "occurred-without-serious-harm",
    )


@pytest.mark.parametrize(
    ("b", "told"),
    [
        (near_miss("a-review"), "A is a case review and B a near miss"),
        (case_review("another"), "different ids"),
        (case_review(episodes=[episode("second")]), "no episode in common"),
    ],
)
def test_files_of_different_records_are_not_compared(typology, b, told):
    with pytest.raises(NotComparable, match=told):
        compare(filed(case_review()), filed(b), typology)


# --- What holds of any two codings ----------------------------------------------------------------

LINKS = st.builds(factor, st.sampled_from(FACTORS), st.sampled_from(["helped", "hindered"]))
CODED = st.lists(
    st.tuples(
        st.lists(LINKS, max_size=4),
        st.lists(LINKS, max_size=4),
        st.sampled_from(["good", "problematic", "mixed"]),
        st.sampled_from(["good", "problematic", "mixed"]),
    ),
    min_size=1,
    max_size=7,
)


def two(coded: Sequence[tuple[Any, Any, str, str]]) -> tuple[Filed, Filed]:
    """Return two codings of one review."""
    numbered = list(enumerate(coded))
    a = [episode(f"e-{n}", factors=one, practice=said) for n, (one, _, said, _) in numbered]
    b = [episode(f"e-{n}", factors=other, practice=said) for n, (_, other, _, said) in numbered]
    return filed(case_review(episodes=a)), filed(case_review(episodes=b))


def measures(agreement: Agreement) -> list[Measure]:
    """Return every coefficient of a comparison."""
    return [
        *(
            measure
            for names in agreement.names
            for measure in (
                names.alpha,
                names.alpha_in_full,
                names.alpha_of_sets,
                *(row.kappa for row in names.rows),
            )
        ),
        *(answers.kappa for answers in agreement.answers),
    ]


@settings(max_examples=40)
@given(coded=CODED)
def test_whoever_is_compared_with_themselves_agrees_in_everything(typology, coded):
    one, _ = two(coded)

    agreement = compare(one, one, typology)

    told = [each.value for each in measures(agreement) if each.why_not is None]
    assert told == pytest.approx([1] * len(told))
    assert not any(names.differences or names.alike for names in agreement.names)
    assert all(names.in_full.both == names.in_full.either for names in agreement.names)
    assert not any(answers.differences for answers in agreement.answers)


@settings(max_examples=40)
@given(coded=CODED)
def test_it_does_not_matter_who_comes_first(typology, coded):
    one, other = two(coded)

    forth, back = compare(one, other, typology), compare(other, one, typology)

    for mine, theirs in zip(measures(forth), measures(back), strict=True):
        assert (mine.units, mine.why_not) == (theirs.units, theirs.why_not)
        assert mine.value == pytest.approx(theirs.value)
    for here, there in zip(forth.names, back.names, strict=True):
        assert (here.share, here.in_full) == (there.share, there.in_full)
        counted = {(r.what, r.both, r.only_first, r.only_second, r.neither) for r in here.rows}
        turned = {(r.what, r.both, r.only_second, r.only_first, r.neither) for r in there.rows}
        assert counted == turned
        places = {(cell.spot.id, cell.what, cell.places) for cell in here.differences}
        assert places == {
            (cell.spot.id, cell.what, cell.places[::-1]) for cell in there.differences
        }


@settings(max_examples=40)
@given(coded=CODED)
def test_every_name_is_counted_once_and_no_figure_is_beyond_perfect(typology, coded):
    agreement = compare(*two(coded), typology)

    names = of(agreement, Aspect.FACTORS)
    assert all(r.agreed + r.only_first + r.only_second == len(coded) for r in names.rows)
    assert sum(r.both for r in names.rows) == names.share.both
    assert sum(r.both + r.only_first + r.only_second for r in names.rows) == names.share.either
    assert names.in_full.either >= names.share.either
    told = [each.value for each in measures(agreement) if each.value is not None]
    assert all(-1 - 1e-9 <= value <= 1 + 1e-9 for value in told)


# --- The command --------------------------------------------------------------------------------

HOW_OF_A = "Fotheringay rang at four and nobody was free to answer."
HOW_OF_B = "The whole team had gone to the Larkspur meeting that day."


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return the root of a library without records."""
    write(tmp_path / "library", VOCABULARY)
    return tmp_path / "library"


@pytest.fixture
def agree(library: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that compares two texts, which lie in two folders outside the library."""

    def run(a: str, b: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
        write_here(tmp_path, {"ours/letter.md": a, "theirs/letter.md": b})
        files = (str(tmp_path / "ours/letter.md"), str(tmp_path / "theirs/letter.md"))
        return run_here("agree", *files, "--root", str(library), *options, **environment)

    return run


def write_here(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def line_of(text: str, part: str) -> int:
    """Return the number of the first line with this in it."""
    return text.split(part)[0].count("\n") + 1


A = case_review(
    "letter",
    episodes=[
        episode("the-baker-street-visit", factors=[factor("workload", how=HOW_OF_A)]),
        episode("after", practice="good"),
    ],
)
B = case_review(
    "letter",
    episodes=[
        episode("the-baker-street-visit", factors=[factor("timing", how=HOW_OF_B)]),
        episode("after", practice="mixed"),
    ],
)


def test_the_report_shows_where_they_differ_with_both_places_and_both_sentences(agree):
    ran = agree(A, B)

    told = " ".join(ran.stdout.split())
    assert (ran.returncode, ran.stderr) == (0, "")
    assert re.search(rf"/ours/letter.md:{line_of(A, 'factor: workload')}:\d+ hindered", told)
    assert re.search(rf"/ours/letter.md:{line_of(A, 'factors:')}:\d+ not named", told)
    assert re.search(rf"/theirs/letter.md:{line_of(B, 'factor: timing')}:\d+ hindered", told)
    assert f"“{HOW_OF_A}”" in told
    assert f"“{HOW_OF_B}”" in told
    assert "The vocabulary tells them apart: “An hour or a season" in told
    assert "practice: they answer differently." in told
    assert "Named by both, of what either named: 1 of 3" in told
    assert told.index("What these figures do not say") < told.index("Where they differ")


def test_the_report_says_on_how_many_answers_each_figure_rests(agree):
    told = " ".join(agree(A, B).stdout.split())

    assert "over 10 answers of each (5 factors × 2 episodes; 7 of them named by neither)" in told
    assert "Alpha of each episode's whole set (MASI): not told for 2 answers: fewer than 5" in told
    assert "Cohen's kappa: not told for 2 answers" in told


def test_the_report_gives_no_mark(agree):
    told = agree(A, B).stdout.lower()

    for word in ("excellent", "substantial", "moderate", "almost perfect", "poor"):
        assert word not in told


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        (["--redact"], {}),
        ([], {"CI": "true"}),
        (["--format", "json", "--redact"], {}),
        (["--format", "json"], {"CI": "true"}),
    ],
)
def test_where_others_can_read_it_no_word_of_the_record_is_shown(agree, options, environment):
    a = A.replace("id: after", "id: mias-birthday")  # in B there is none of this name
    ran = agree(a, B, *options, **environment)

    assert ran.returncode == 0
    for word in ("Fotheringay", "Larkspur", "baker-street", "birthday", "An hour or a season"):
        assert word not in ran.stdout + ran.stderr
    assert "workload" in ran.stdout


def test_the_form_for_programs_holds_all_but_the_sentences(agree, tmp_path):
    ran = agree(A, B, "--format", "json")

    told = json.loads(ran.stdout)
    assert HOW_OF_A not in ran.stdout
    assert told["record"] == "letter"
    assert told["files"] == [str(tmp_path / name / "letter.md") for name in ("ours", "theirs")]
    factors = told["names"]["factors"]
    assert factors["share"] == {"both": 1, "either": 3}
    assert factors["alpha_of_sets"] == {"value": None, "answers": 2, "why_not": "too-few"}
    assert factors["each"][1] == {
        "name": "workload",
        "both": 1,
        "only_a": 1,
        "only_b": 0,
        "neither": 0,
        "kappa": {"value": None, "answers": 2, "why_not": "too-few"},
    }
    assert [(each["episode"], each["name"]) for each in factors["differences"]] == [
        ("the-baker-street-visit", "workload"),
        ("the-baker-street-visit", "timing"),
    ]
    (practice,) = told["answers"]["practice"]["differences"]
    assert (practice["a"]["answer"], practice["b"]["answer"]) == ("good", "mixed")


def test_two_codings_that_are_the_same_differ_nowhere(agree):
    ran = agree(A, A.replace("Fotheringay", "Somebody"))

    assert ran.returncode == 0
    assert ran.stdout.endswith("They differ nowhere.\n")


def test_a_record_without_episodes_or_names_is_compared_all_the_same(agree):
    empty = case_review("letter", episodes=[])
    ran = agree(empty, empty.replace("One sentence.", "A sentence."))

    assert ran.returncode == 0
    assert "There is no episode to compare." in ran.stdout
    assert "Neither names any." in ran.stdout


def test_a_record_of_a_board_need_not_say_who_may_read_it(agree):
    text = debrief("letter", factors=[factor()])
    board = text.replace("audience: public\n", "")

    assert agree(board, text).returncode == 0


def test_the_faults_of_both_files_are_told_in_one_run(agree):
    a = A.replace("factor: workload", "factor: work-load")
    b = B.replace("practice: mixed", "practice: so-so").replace("origin:", "origins:")

    ran = agree(a, b)

    assert ran.returncode == 1
    assert ran.stdout == ""
    assert "ours/letter.md" in ran.stderr
    assert "theirs/letter.md" in ran.stderr
    for code in ("unknown-factor", "unknown-word", "unknown-field", "missing-field"):
        assert f"[{code}]" in ran.stderr
    assert "Did you mean “workload”?" in ran.stderr


def test_faults_are_told_without_a_word_of_the_record_where_others_can_read_them(agree):
    ran = agree(A.replace("factor: workload", "factor: fotheringay"), B, CI="true")

    assert ran.returncode == 1
    assert "[unknown-factor]" in ran.stderr
    assert "fotheringay" not in ran.stderr


@pytest.mark.parametrize(
    ("b", "told"),
    [
        (near_miss("letter"), "A is a case review and B a near miss"),
        (case_review("another"), "have different ids"),
        (case_review("letter", episodes=[episode("x")]), "no episode in common"),
        (
            "---\nid: letter\nkind: case-review\naudience: public\n"
            "withdrawn: {role: Board business manager, year: 2026}\n---\n",
            "was withdrawn",
        ),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_sentence(agree, b, told):
    ran = agree(A, b)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_file_that_is_no_record_is_a_fault_with_its_mend(agree):
    ran = agree(A, "Dear all,\n")

    assert ran.returncode == 1
    assert "[no-front-matter]" in ran.stderr


def test_one_file_twice_and_no_file_at_all_are_refused(library, tmp_path):
    write_here(tmp_path, {"letter.md": A})
    file = str(tmp_path / "letter.md")

    twice = run_here("agree", file, file, "--root", str(library))
    missing = run_here("agree", file, str(tmp_path / "other.md"), "--root", str(library))
    link = tmp_path / "link.md"
    link.symlink_to("letter.md")
    linked = run_here("agree", file, str(link), "--root", str(library))

    assert (twice.returncode, missing.returncode, linked.returncode) == (2, 2, 2)
    assert "are the same file" in twice.stderr
    assert "There is no file" in missing.stderr
    assert "are the same file" in linked.stderr


def test_a_vocabulary_with_faults_is_named_as_the_cause(agree, library):
    (library / "docs/factors/workload.md").write_text("No fields.\n", encoding="utf-8")

    ran = agree(A, B)

    assert ran.returncode == 2
    assert "vocabulary has faults" in ran.stderr


def test_without_the_package_of_the_coefficients_it_is_said_how_to_get_it(agree, monkeypatch):
    for name in ("nltk", "nltk.metrics", "nltk.metrics.agreement", "nltk.metrics.distance"):
        monkeypatch.setitem(sys.modules, name, None)

    ran = agree(A, B)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "pip install nltk" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_nothing_is_written(agree, tmp_path):
    agree(A, B)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}

    agree_again = run_here(
        "agree",
        str(tmp_path / "ours/letter.md"),
        str(tmp_path / "theirs/letter.md"),
        "--root",
        str(tmp_path / "library"),
    )

    assert agree_again.returncode == 0
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_the_page_shows_what_the_command_prints(tmp_path, monkeypatch):
    page = (PROJECT / "docs/contribute/agree.md").read_text("utf-8")
    (shown,) = re.findall(r"(?ms)^```text\n(.*?)^```$", page)
    links = (
        factor("workload", how="With forty families, she opened what had a red stamp."),
        factor(
            "team-capacity-and-workload",
            how="Two posts were empty, and the pile was shared out at night.",
        ),
    )
    texts = [
        case_review("a-letter", episodes=[episode("a-letter-comes-back", factors=[link])])
        for link in links
    ]
    write_here(tmp_path, {"first/a-letter.md": texts[0], "second/a-letter.md": texts[1]})
    monkeypatch.chdir(tmp_path)

    ran = run_here("agree", "first/a-letter.md", "second/a-letter.md", "--root", str(PROJECT))

    assert ran.stdout.endswith(shown)


def test_the_page_names_every_key_of_the_form_for_programs(agree):
    page = (PROJECT / "docs/contribute/agree.md").read_text("utf-8")
    told = json.loads(agree(A, B, "--format", "json").stdout)
    factors, practice = told["names"]["factors"], told["answers"]["practice"]
    keys = {*told, *factors, *factors["each"][0], *factors["alpha"], *practice}
    keys |= {*factors["differences"][0]} | {*factors["share"]}

    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []
