"""What must hold between files: each rule with a library that keeps it and one that does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from patternbook.checks import ADVICE, CHECKS
from patternbook.library import load_library
from patternbook.problems import Problem, Severity
from tests.making import (
    case_review,
    debrief,
    entry,
    episode,
    explained_entry,
    factor,
    finding,
    listed,
    load,
    near_miss,
    neighbour,
    recommendation,
    vocabulary,
    write,
)

REVIEW = "reviews/case-reviews/a-review.md"
NEAR_MISS = "reviews/near-misses/a-near-miss.md"
DEBRIEF = "reviews/debriefs/a-debrief.md"


def problems_of(root: Path, files: dict[str, str]) -> list[Problem]:
    """Return every problem of a library with these files."""
    return load(root, files)[1]


def said(problems: list[Problem]) -> list[str]:
    """Return what each problem is and how it is to be mended."""
    return [f"{problem.message} {problem.mend}" for problem in problems]


def vocabulary_with(changed: dict[str, Any]) -> dict[str, str]:
    """Return the small vocabulary with one page changed or added."""
    folder = "patterns" if changed["kind"] in {"pattern", "issue"} else "factors"
    return {**vocabulary(), f"docs/{folder}/{changed['id']}.md": entry(**changed)}


def place_of(text: str, marked: str) -> str:
    """Return the place of the value that follows “marked” in a file, as line and column."""
    before, _, _ = text.partition(marked)
    after = before + marked
    return f"{after.count(chr(10)) + 1}:{len(after) - after.rfind(chr(10))}"


def test_a_library_in_which_all_is_well_gives_no_problem(tmp_path):
    files = {
        REVIEW: case_review(
            episodes=[episode(factors=[factor("supervision", scope="inter-agency")])],
            findings=[
                finding(episodes=["first"]),
                finding("second", pattern="human-tool-operation"),
            ],
            recommendations=[recommendation(findings=["a-finding", "second"])],
            related=["a-near-miss", "a-debrief"],
        ),
        NEAR_MISS: near_miss(
            factors=[factor("other"), factor("information-sharing", "helped")],
            patterns=[{"pattern": "tunnel-vision", "influence": "unsafe", "how": "x"}],
        ),
        DEBRIEF: debrief(factors=[factor("timing")]),
    }

    assert problems_of(tmp_path, files) == []


def test_an_empty_library_gives_no_problem(tmp_path):
    assert problems_of(tmp_path, {}) == []
    library, problems = load_library(write(tmp_path / "without-reviews", {}))
    assert (library.filed, problems) == ((), [])


def test_every_rule_says_what_it_asks_for():
    rules = [*CHECKS, *ADVICE]
    assert all((rule.__doc__ or "").strip().endswith(".") for rule in rules)
    assert len(set(rules)) == len(rules)


def test_what_only_advises_never_stops_a_build(tmp_path):
    record = near_miss(sign_off=None, what_happened="We saw: • a door • a window")
    library, _ = load(tmp_path, {NEAR_MISS: record})

    advice = [problem for rule in ADVICE for problem in rule(library)]

    assert {problem.code for problem in advice} == {"pasted-list", "not-signed-off"}
    assert {problem.severity for problem in advice} == {Severity.ADVICE}


# --- Names --------------------------------------------------------------------------------------


def test_the_id_of_a_record_is_the_name_of_its_file(tmp_path):
    problems = problems_of(tmp_path, {NEAR_MISS: near_miss("another-name")})

    assert listed(problems) == ["a-near-miss.md:2:5 id-is-not-the-file-name"]


def test_no_two_records_have_the_same_id(tmp_path):
    files = {
        DEBRIEF: debrief(),
        "reviews/near-misses/a-debrief.md": near_miss("a-debrief"),
    }

    problems = problems_of(tmp_path, files)

    assert [(problem.path, problem.code) for problem in problems] == [
        ("reviews/near-misses/a-debrief.md", "duplicate-id")
    ]
    assert DEBRIEF in problems[0].message


@pytest.mark.parametrize(
    ("path", "text", "folder"),
    [
        ("reviews/debriefs/a.md", near_miss("a"), "near-misses"),
        ("reviews/near-misses/a.md", case_review("a"), "case-reviews"),
    ],
)
def test_a_record_lies_in_the_folder_of_its_kind(tmp_path, path, text, folder):
    (problem,) = problems_of(tmp_path, {path: text})

    assert listed([problem]) == ["a.md:4:7 wrong-folder"]
    assert f"“{folder}”" in problem.message


@pytest.mark.parametrize("name", ["A Near Miss", "A-near-miss", "a_near_miss", "a near miss"])
def test_whoever_names_a_file_freely_is_told_what_names_are_made_of(tmp_path, name):
    pages = {**vocabulary(), f"docs/factors/{name}.md": vocabulary()["docs/factors/timing.md"]}
    del pages["docs/factors/timing.md"]

    problems = problems_of(tmp_path, {**pages, f"reviews/near-misses/{name}.md": near_miss()})

    assert [problem.code for problem in problems] == ["id-is-not-the-file-name"] * 2
    assert all("small letters, figures and single hyphens" in p.mend for p in problems)


@pytest.mark.parametrize("part", ["episodes", "findings", "recommendations"])
def test_no_two_parts_of_a_review_have_the_same_id(tmp_path, part):
    make: Any = {"episodes": episode, "findings": finding, "recommendations": recommendation}[part]
    twice: dict[str, Any] = {
        part: [make("same", **_text(part, "x")), make("b"), make("same", **_text(part, "y"))]
    }
    text = case_review(**twice)

    problems = problems_of(tmp_path, {REVIEW: text})

    lines = [n for n, line in enumerate(text.split("\n"), 1) if line == "- id: same"]
    assert listed(problems) == [f"a-review.md:{lines[1]}:7 duplicate-part-id"]


def _text(part: str, text: str) -> dict[str, str]:
    return {{"episodes": "description", "findings": "statement"}.get(part, "text"): text}


def test_parts_of_different_sorts_may_share_an_id(tmp_path):
    text = case_review(
        episodes=[episode("same")],
        findings=[finding("same", episodes=["same"])],
        recommendations=[recommendation("same", findings=["same"])],
    )

    assert problems_of(tmp_path, {REVIEW: text}) == []


# --- Links of records ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            NEAR_MISS,
            near_miss(factors=[factor("worklod")]),
            "There is no contributory factor called “worklod”. Did you mean “workload”?",
            id="factor of a near miss",
        ),
        pytest.param(
            DEBRIEF,
            debrief(factors=[factor(), factor("supervison")]),
            "There is no contributory factor called “supervison”. Did you mean “supervision”?",
            id="factor of a debrief",
        ),
        pytest.param(
            REVIEW,
            case_review(episodes=[episode(), episode("b", factors=[factor("xyz")])]),
            "There is no contributory factor called “xyz”. "
            "Use the id of a contributory factor that exists.",
            id="factor of an episode",
        ),
        pytest.param(
            NEAR_MISS,
            near_miss(factors=[factor("conditions-of-work")]),
            "“conditions-of-work” is no contributory factor but a type of factor. "
            "Choose a contributory factor.",
            id="type of factor as a factor",
        ),
        pytest.param(
            REVIEW,
            case_review(findings=[finding(pattern="tunel-vision")]),
            "There is no pattern or recurrent issue called “tunel-vision”. "
            "Did you mean “tunnel-vision”?",
            id="pattern of a finding",
        ),
        pytest.param(
            NEAR_MISS,
            near_miss(patterns=[{"pattern": "drift", "influence": "unsafe", "how": "x"}]),
            "There is no pattern or recurrent issue called “drift”. "
            "Did you mean “drift-into-failure”?",
            id="pattern of a near miss, by one of its words",
        ),
        pytest.param(
            NEAR_MISS,
            near_miss(patterns=[{"pattern": "human", "influence": "unsafe", "how": "x"}]),
            "There is no pattern or recurrent issue called “human”. "
            "Use the id of a pattern or recurrent issue that exists.",
            id="pattern of a near miss, by a word of several",
        ),
        pytest.param(
            REVIEW,
            case_review(findings=[finding(pattern="workload")]),
            "“workload” is no pattern or recurrent issue but a contributory factor. "
            "It belongs under “factors”.",
            id="factor as the pattern of a finding",
        ),
        pytest.param(
            NEAR_MISS,
            near_miss(patterns=[{"pattern": "workload", "influence": "unsafe", "how": "x"}]),
            "“workload” is no pattern or recurrent issue but a contributory factor. "
            "It belongs under “factors”.",
            id="factor as a pattern of a near miss",
        ),
        pytest.param(
            NEAR_MISS,
            near_miss(factors=[factor("tunnel-vision")]),
            "“tunnel-vision” is no contributory factor but a recurrent issue. "
            "It belongs under “patterns”.",
            id="pattern as a factor of a near miss",
        ),
        pytest.param(
            REVIEW,
            case_review(episodes=[episode(factors=[factor("tunnel-vision")])]),
            "“tunnel-vision” is no contributory factor but a recurrent issue. "
            "It belongs under “findings”.",
            id="pattern as a factor of an episode",
        ),
        pytest.param(
            DEBRIEF,
            debrief(factors=[factor("tunnel-vision")]),
            "“tunnel-vision” is no contributory factor but a recurrent issue. "
            "A debrief names no patterns. Choose a contributory factor.",
            id="pattern as a factor of a debrief, which names none",
        ),
        pytest.param(
            REVIEW,
            case_review(episodes=[episode("visit")], findings=[finding(episodes=["visits"])]),
            "There is no episode called “visits”. Did you mean “visit”?",
            id="episode",
        ),
        pytest.param(
            REVIEW,
            case_review(findings=[finding()], recommendations=[recommendation(findings=["fi"])]),
            "There is no finding called “fi”. Use the id of a finding that exists.",
            id="finding",
        ),
        pytest.param(
            REVIEW,
            case_review(related=["a-nearmiss"]),
            "There is no record called “a-nearmiss”. Did you mean “a-near-miss”?",
            id="related record",
        ),
        pytest.param(
            REVIEW,
            case_review(related=["a-review"]),
            "A record cannot be related to itself. Remove this entry.",
            id="related to itself",
        ),
        pytest.param(
            REVIEW,
            case_review(related=["0123456789"]),
            "There is no record with this id. Use the id of a record that exists.",
            id="related to what might be a telephone number",
        ),
    ],
)
def test_what_a_record_mentions_must_exist(tmp_path, path, text, expected):
    files = {NEAR_MISS: near_miss(), path: text}

    assert said(problems_of(tmp_path, files)) == [expected]


def test_whoever_knows_an_entry_by_its_title_is_told_its_id(tmp_path):
    pages = vocabulary_with(
        {
            "id": "problems-self-identified-or-designated",
            "title": "Named by the family, or by others",
            "kind": "factor",
            "parent": "conditions-of-work",
        }
    )
    record = near_miss(factors=[factor("named-by-the-family")])

    (problem,) = problems_of(tmp_path, {**pages, NEAR_MISS: record})

    assert problem.mend == "Did you mean “problems-self-identified-or-designated”?"


def test_a_link_that_leads_nowhere_is_placed_on_its_own_line(tmp_path):
    text = case_review(
        episodes=[episode(), episode("b", factors=[factor(), factor("xyz")])],
        findings=[finding(pattern="xyy", episodes=["first", "xxx"])],
        recommendations=[recommendation(findings=["xxy"])],
        related=["yyy"],
    )

    problems = problems_of(tmp_path, {REVIEW: text})

    assert listed(problems) == [
        f"a-review.md:{place_of(text, marked)} {code}"
        for marked, code in [
            ("  - factor: workload\n    influence: hindered\n"
             "    how: There was too much of it.\n  - factor: ", "unknown-factor"),
            ("pattern: ", "unknown-pattern"),
            ("  episodes:\n  - first\n  - ", "unknown-episode"),
            ("  findings:\n  - ", "unknown-finding"),
            ("related:\n- ", "unknown-record"),
        ]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("factor_id", "scope", "fits"),
    [
        ("supervision", "inter-agency", True),
        ("supervision", "own-team", True),
        ("workload", "inter-agency", False),
        ("information-sharing", "inter-agency", False),
        ("other", "inter-agency", False),
        ("workload", "own-team", True),
    ],
)
def test_only_own_team_factors_may_be_said_to_work_between_agencies(
    tmp_path, factor_id, scope, fits
):
    text = near_miss(factors=[factor(factor_id, scope=scope)])

    problems = problems_of(tmp_path, {NEAR_MISS: text})

    expected = [] if fits else [f"a-near-miss.md:{place_of(text, 'scope: ')} scope-does-not-fit"]
    assert listed(problems) == expected


def test_a_former_id_still_works_and_only_gives_advice(tmp_path):
    pages = vocabulary_with(
        {
            "id": "workload",
            "kind": "factor",
            "parent": "conditions-of-work",
            "former_ids": ["amount-of-work"],
        }
    )

    problems = problems_of(
        tmp_path, {**pages, NEAR_MISS: near_miss(factors=[factor("amount-of-work")])}
    )

    assert [problem.severity for problem in problems] == [Severity.ADVICE]
    assert problems[0].message == "“amount-of-work” is now called “workload”."


def test_a_final_public_record_that_nobody_signed_off_gives_advice(tmp_path):
    waiting = near_miss("waiting", sign_off=None)
    files = {
        "reviews/near-misses/waiting.md": waiting,
        "reviews/near-misses/for-the-board.md": near_miss(
            "for-the-board", sign_off=None, audience="board"
        ),
        "reviews/near-misses/a-draft.md": near_miss("a-draft", sign_off=None, stage="interim"),
        NEAR_MISS: near_miss(),
    }

    problems = problems_of(tmp_path, files)

    assert listed(problems) == [f"waiting.md:{place_of(waiting, 'audience: ')} not-signed-off"]
    assert problems[0].severity is Severity.ADVICE


# --- How text will look -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pasted",
    [
        "We agreed: • ring the school • visit",
        "• ring the school • visit",
        "We agreed • to ring the school",
        "- ring the school - visit",
        "We agreed: - ring the school - visit",
        "We agreed to - ring the school - visit - write it down",
        "We agreed:\n– ring the school\n– visit",
        "* ring the school\n* visit\n",
        "1) ring the school 2) visit",
        "We would 1) ring the school, 2) visit",
        "We agreed: 1. Ring the school 2. Visit",
        "a) ring the school\nb) visit",
        "It went well.\n\n(1) ring the school (2) visit",
    ],
)
def test_a_list_that_was_pasted_into_a_field_is_advised_against_where_it_stands(tmp_path, pasted):
    text = near_miss(what_happened=pasted)

    problems = problems_of(tmp_path, {NEAR_MISS: text})

    assert listed(problems) == [f"a-near-miss.md:{place_of(text, 'what_happened: ')} pasted-list"]
    assert problems[0].severity is Severity.ADVICE


@pytest.mark.parametrize(
    "plain",
    [
        "The worker - who was new - asked again.",
        "The worker – who was new – asked – as one does – again – and again.",
        "- a single point",
        "• ring the school\n\n• visit\n",
        "1. Ring the school.\n\n2. Visit.\n",
        "That was in week 1. In week 2. it was different.",
        "Well-known, half-day, 3-4 visits, 2 - 3 weeks.",
        "Of 10) and 20) we know nothing.",
    ],
)
def test_sentences_with_dashes_and_figures_are_no_list(tmp_path, plain):
    assert problems_of(tmp_path, {NEAR_MISS: near_miss(what_happened=plain)}) == []


def test_a_pasted_list_is_seen_in_every_field_however_deep(tmp_path):
    pasted = "• one • two"
    text = case_review(
        episodes=[episode(breakdown=["x", pasted], factors=[factor(how=pasted)])],
        findings=[finding(statement=pasted)],
    )

    problems = problems_of(tmp_path, {REVIEW: text})

    assert [problem.code for problem in problems] == ["pasted-list"] * 3


# --- The vocabulary -----------------------------------------------------------------------------

WORKLOAD = {"id": "workload", "kind": "factor", "parent": "conditions-of-work"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param(
            {**WORKLOAD, "parent": "conditions-of-wrk"},
            "The field “parent” names no type of factor. Did you mean “conditions-of-work”?",
            id="unknown parent",
        ),
        pytest.param(
            {**WORKLOAD, "parent": "front-line-factors"},
            "The field “parent” names no type of factor. Did you mean “own-team-factors”?",
            id="parent of the wrong kind",
        ),
        pytest.param(
            {**WORKLOAD, "parent": None},
            "This entry stands under nothing. Add the field “parent”.",
            id="no parent",
        ),
        pytest.param(
            {**WORKLOAD, "also_under": ["own-team-factors", "own-team"]},
            "The field “also_under” names no type of factor. Did you mean “own-team-factors”?",
            id="unknown second place",
        ),
        pytest.param(
            {
                "id": "inter-agency-factors",
                "kind": "factor-type",
                "parent": "front-line-factors",
                "inherits": "own-team-factor",
            },
            "The field “inherits” names no type of factor. Did you mean “own-team-factors”?",
            id="inherits nothing",
        ),
        pytest.param(
            {**WORKLOAD, "status": "retired"},
            "This entry is retired but does not say what to use instead. "
            "Add the field “replaced_by”.",
            id="retired for nothing",
        ),
        pytest.param(
            {**WORKLOAD, "status": "retired", "replaced_by": "human-tool-operation"},
            "The field “replaced_by” names no contributory factor. "
            "Use the id of a contributory factor.",
            id="retired for another kind",
        ),
        pytest.param(
            {**WORKLOAD, "status": "retired", "replaced_by": "workload"},
            "An entry cannot be replaced by itself. Name another entry, or remove the field.",
            id="retired for itself",
        ),
        pytest.param(
            {**WORKLOAD, "former_ids": ["load", "timing"]},
            "The id “timing” is, or once was, that of another page. "
            "Choose an id that no entry has ever had.",
            id="former id in use",
        ),
    ],
)
def test_the_vocabulary_is_a_tree_without_loose_ends(tmp_path, changed, expected):
    problems = problems_of(tmp_path, vocabulary_with(changed))

    of_this_page = [p for p in problems if p.path.endswith(f"/{changed['id']}.md")]
    assert said(of_this_page) == [expected]
    assert all(p.line > 1 for p in of_this_page)


@pytest.mark.parametrize(
    "changed",
    [
        {**WORKLOAD, "status": "retired", "replaced_by": "timing"},
        {**WORKLOAD, "status": "proposed"},
        {**WORKLOAD, "also_under": ["own-team-factors"]},
        {**WORKLOAD, "former_ids": ["amount-of-work"]},
        {"id": "other", "kind": "factor"},
    ],
)
def test_an_entry_may_be_retired_proposed_moved_or_listed_twice(tmp_path, changed):
    record = near_miss(factors=[factor("supervision")])

    assert problems_of(tmp_path, {**vocabulary_with(changed), NEAR_MISS: record}) == []


def test_no_two_entries_have_the_same_id(tmp_path):
    pages = vocabulary_with({"id": "workload", "kind": "issue", "parent": "human-tool-operation"})

    problems = problems_of(tmp_path, pages)

    assert [(p.path, p.code) for p in problems] == [
        ("docs/factors/workload.md", "duplicate-id"),
        ("docs/patterns/workload.md", "duplicate-id"),
    ]


def test_an_entry_with_the_id_of_its_own_parent_is_a_fault_and_no_endless_circle(tmp_path):
    pages = vocabulary()
    pages["docs/patterns/turning-in-a-circle.md"] = entry(
        id="human-tool-operation", kind="issue", parent="human-tool-operation"
    )

    library, problems = load(tmp_path, pages)

    assert {problem.code for problem in problems} == {"duplicate-id", "id-is-not-the-file-name"}
    assert "human-tool-operation" in [definition.entry.id for definition in library.typology]


def test_the_id_of_an_entry_is_the_name_of_its_page(tmp_path):
    pages = vocabulary()
    pages["docs/factors/renamed.md"] = pages.pop("docs/factors/timing.md")

    problems = problems_of(tmp_path, {**pages, NEAR_MISS: near_miss(factors=[factor("timing")])})

    assert [(p.path, p.code) for p in problems] == [
        ("docs/factors/renamed.md", "id-is-not-the-file-name")
    ]


def test_an_entry_lies_in_the_folder_of_its_kind(tmp_path):
    pages = vocabulary()
    pages["docs/patterns/timing.md"] = pages.pop("docs/factors/timing.md")

    problems = problems_of(tmp_path, pages)

    assert [(p.path, p.code) for p in problems] == [("docs/patterns/timing.md", "wrong-folder")]
    assert "“factors”" in problems[0].message


@pytest.mark.parametrize("path", ["factors/index.md", "patterns/index.md"])
def test_a_page_in_place_of_one_that_is_made_would_never_be_seen(tmp_path, path):
    pages = {**vocabulary(), f"docs/{path}": "# Factors\n"}

    (problem,) = problems_of(tmp_path, pages)

    assert (problem.path, problem.code) == (f"docs/{path}", "does-not-belong-in-docs")
    assert "would never be seen" in problem.message


def neighbours_of_workload(*neighbours: dict[str, Any]) -> dict[str, str]:
    """Return the small vocabulary with these neighbours of “workload”, and one retired factor."""
    retired = {"id": "pace", "kind": "factor", "parent": "conditions-of-work", "status": "retired"}
    return {
        **vocabulary_with(WORKLOAD),
        "docs/factors/pace.md": entry(**retired, replaced_by="timing", former_ids=["speed"]),
        "docs/factors/workload.md": explained_entry(**WORKLOAD, neighbours=list(neighbours)),
    }


def test_neighbours_may_be_entries_of_any_kind(tmp_path):
    named = ("timing", "tunnel-vision", "human-tool-operation", "front-line-factors", "other")

    assert problems_of(tmp_path, neighbours_of_workload(*map(neighbour, named))) == []


@pytest.mark.parametrize(
    ("named", "code", "message", "mend"),
    [
        pytest.param(
            "timming",
            "unknown-neighbour",
            "There is no entry called “timming”.",
            "Did you mean “timing”?",
            id="unknown",
        ),
        pytest.param(
            "human-judgement",
            "unknown-neighbour",
            "There is no entry called “human-judgement”.",
            "Did you mean “human-judgement-and-reasoning”?",
            id="by its title",
        ),
        pytest.param(
            "workloads",
            "unknown-neighbour",
            "There is no entry called “workloads”.",
            "Use the id of an entry that exists.",
            id="like nothing but itself",
        ),
        pytest.param(
            "case-20240117",
            "unknown-neighbour",
            "There is no entry with this id.",
            "Use the id of an entry that exists.",
            id="not to be repeated",
        ),
        pytest.param(
            "workload",
            "neighbour-of-itself",
            "An entry cannot be its own neighbour.",
            "Name another entry, or remove this one.",
            id="itself",
        ),
        pytest.param(
            "supervision",
            "repeated-neighbour",
            "The neighbour “supervision” stands here twice.",
            "Remove one of the two.",
            id="twice",
        ),
        pytest.param(
            "Timing",
            "not-an-id",
            "The field “id” must be an id: small letters, figures and single hyphens.",
            "Did you mean “timing”?",
            id="in another spelling",
        ),
    ],
)
def test_neighbours_are_other_entries_that_exist(tmp_path, named, code, message, mend):
    pages = neighbours_of_workload(neighbour("supervision"), neighbour(named))

    problems = problems_of(tmp_path, pages)

    text = pages["docs/factors/workload.md"].replace("id: supervision", "ID: supervision", 1)
    text = text.replace("\nid: workload", "\nID: workload", 1)
    assert listed(problems) == [f"workload.md:{place_of(text, '- id: ')} {code}"]
    assert said(problems) == [f"{message} {mend}"]
    assert problems[0].severity is Severity.FAULT


@pytest.mark.parametrize(
    ("named", "code", "mend"),
    [
        (["speed"], "former-id", "write the new id"),
        (["pace"], "retired-entry", "Use “timing”, and check that the difference still holds."),
        (["pace", "timing"], "retired-entry", "Remove it; what replaces it is on this page"),
    ],
)
def test_an_outdated_neighbour_is_advised_against_and_works(tmp_path, named, code, mend):
    problems = problems_of(tmp_path, neighbours_of_workload(*map(neighbour, named)))

    assert [(p.path, p.code) for p in problems] == [("docs/factors/workload.md", code)]
    assert mend in problems[0].mend
    assert problems[0].severity is Severity.ADVICE


def test_a_neighbour_by_its_former_id_is_that_neighbour(tmp_path):
    pages = neighbours_of_workload(neighbour("pace"), neighbour("speed"))

    codes = [problem.code for problem in problems_of(tmp_path, pages)]

    assert codes == ["retired-entry", "repeated-neighbour"]


@pytest.mark.parametrize(
    "title", ["Workload", " workload", "WORK LOAD", "Work-load!", "\uff37orkload"]
)
def test_no_two_entries_have_the_same_title(tmp_path, title):
    pages = vocabulary()
    text = entry(id="zeal", kind="factor", parent="conditions-of-work", title=title)

    problems = problems_of(tmp_path, {**pages, "docs/factors/zeal.md": text})

    assert listed(problems) == [f"zeal.md:{place_of(text, 'title: ')} duplicate-title"]
    assert said(problems) == [
        "Another entry has this title already: docs/factors/workload.md. "
        "Give one of the two a title that tells them apart."
    ]


def test_a_proposed_entry_gives_way_to_the_agreed_one_of_the_same_title(tmp_path):
    proposed = {"id": "a-new-one", "kind": "issue", "parent": "human-tool-operation"}
    pages = vocabulary_with({**proposed, "title": "Workload", "status": "proposed"})

    problems = problems_of(tmp_path, pages)

    assert [p.path for p in problems] == ["docs/patterns/a-new-one.md"]


def test_titles_in_which_there_is_no_letter_are_told_apart_too(tmp_path):
    signs = [{"id": f"sign-{n}", "kind": "factor", "title": "!?"[n]} for n in (0, 1)]
    pages = {
        f"docs/factors/{each['id']}.md": entry(parent="conditions-of-work", **each)
        for each in signs
    }

    assert problems_of(tmp_path, {**vocabulary(), **pages}) == []


@pytest.mark.parametrize(
    ("definition", "line", "message"),
    [("", 0, "The field “definition” is empty."), (None, 1, "The field “definition” is missing.")],
)
def test_an_entry_without_a_definition_is_a_fault_with_its_place(
    tmp_path, definition, line, message
):
    text = entry(**WORKLOAD, title="Workload")
    lines = text.split("\n")
    at = next(n for n, each in enumerate(lines) if each.startswith("definition: "))
    lines[at : at + 1] = [] if definition is None else ["definition:"]

    (problem,) = problems_of(
        tmp_path, {**vocabulary(), "docs/factors/workload.md": "\n".join(lines)}
    )

    assert (problem.path, problem.code) == ("docs/factors/workload.md", "missing-field")
    assert problem.message == message
    assert problem.line == (line or at + 1)


# --- One fault is told once ---------------------------------------------------------------------

BROKEN = {"unreadable": "---\nid: [\n---\n", "unfitting": "---\nid: {id}\nkind: {kind}\n---\n"}
EVERYTHING = {
    REVIEW: case_review(
        episodes=[episode(factors=[factor(), factor("supervision", scope="inter-agency")])],
        findings=[finding()],
        related=["a-near-miss"],
    ),
    NEAR_MISS: near_miss(factors=[factor("information-sharing")], related=["a-review"]),
}


MENTIONED = explained_entry(
    id="information-sharing",
    kind="factor",
    parent="inter-agency-factors",
    neighbours=[neighbour("workload"), neighbour("tunnel-vision"), neighbour("supervision")],
)


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize(
    "path",
    [
        *("patterns/human-judgement-and-reasoning", "patterns/tunnel-vision"),
        *("factors/front-line-factors", "factors/conditions-of-work", "factors/workload"),
        *("factors/own-team-factors", "factors/inter-agency-factors", "factors/supervision"),
    ],
)
def test_a_broken_page_is_no_fault_of_the_records_and_pages_that_mention_it(tmp_path, path, broken):
    file = f"docs/{path}.md"
    kind = next(line for line in vocabulary()[file].split("\n") if line.startswith("kind: "))[6:]
    text = BROKEN[broken].replace("{id}", path.partition("/")[2]).replace("{kind}", kind)

    pages = {**vocabulary(), "docs/factors/information-sharing.md": MENTIONED, file: text}
    problems = problems_of(tmp_path, {**pages, **EVERYTHING})

    assert {problem.path for problem in problems} == {file}


def test_a_page_with_a_fault_keeps_its_former_ids(tmp_path):
    changed = {**WORKLOAD, "former_ids": ["amount-of-work"], "status": "settled"}
    files = {**vocabulary_with(changed), NEAR_MISS: near_miss(factors=[factor("amount-of-work")])}

    assert [p.path for p in problems_of(tmp_path, files)] == ["docs/factors/workload.md"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Text only.\n", id="unreadable"),
        pytest.param(near_miss(outcome="x"), id="unfitting"),
        pytest.param(near_miss(body="<b>x</b>"), id="bad body"),
        pytest.param(near_miss("renamed"), id="another id"),
    ],
)
def test_a_broken_record_is_no_fault_of_the_records_that_mention_it(tmp_path, text):
    problems = problems_of(tmp_path, {**EVERYTHING, NEAR_MISS: text})

    assert {problem.path for problem in problems} == {NEAR_MISS}


def test_a_broken_record_does_not_excuse_an_unknown_factor_of_the_same_name(tmp_path):
    files = {
        NEAR_MISS: near_miss(factors=[factor("nothing-known")]),
        "reviews/near-misses/nothing-known.md": "Broken.\n",
    }

    codes = [problem.code for problem in problems_of(tmp_path, files)]

    assert codes == ["unknown-factor", "no-front-matter"]


# --- What lies in the folder of records -----------------------------------------------------------


def test_whatever_is_no_record_is_reported_and_hidden_files_are_left_alone(tmp_path):
    files = {
        "reviews/near-misses/photo.jpg": "x",
        "reviews/notes.txt": "x",
        "reviews/debriefs/a.MD": debrief("a"),
        "reviews/.keep": "",
        "reviews/debriefs/.draft.md": "x",
        "reviews/.hidden/a.md": "x",
    }

    problems = problems_of(tmp_path, files)

    assert [(p.path, p.code) for p in problems] == [
        ("reviews/debriefs/a.MD", "not-a-record"),
        ("reviews/near-misses/photo.jpg", "not-a-record"),
        ("reviews/notes.txt", "not-a-record"),
    ]


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("a.md.txt", "Rename it so that it ends in “.md”."),
        ("a.MD", "Rename it so that it ends in “.md”."),
        ("a.docx", "Move it out of this folder, and make a record of it: patternbook import."),
        ("A.DOC", "Move it out of this folder, and make a record of it: patternbook import."),
        ("a.md.odt", "Move it out of this folder, and make a record of it: patternbook import."),
        ("a.jpg", "Move it out of this folder."),
    ],
)
def test_a_record_with_the_wrong_ending_is_told_apart_from_what_is_none(tmp_path, name, mend):
    (problem,) = problems_of(tmp_path, {f"reviews/debriefs/{name}": debrief("a")})

    assert (problem.code, problem.mend) == ("not-a-record", mend)


def test_links_out_of_the_folder_of_records_are_not_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a-near-miss.md").write_text(near_miss(), encoding="utf-8")
    root = tmp_path / "library"
    folders = write(root, {"reviews/near-misses/.keep": ""})
    (folders.of_records[0] / "near-misses" / "a-near-miss.md").symlink_to(
        elsewhere / "a-near-miss.md"
    )
    (folders.of_records[0] / "debriefs").symlink_to(elsewhere)

    library, problems = load_library(folders)

    assert library.filed == ()
    assert [(p.path, p.code) for p in problems] == [
        ("reviews/debriefs", "not-a-record"),
        ("reviews/near-misses/a-near-miss.md", "link"),
    ]


def test_a_link_to_a_retired_entry_is_advised_against_and_works(tmp_path):
    pages = {
        **vocabulary(),
        "docs/factors/timing.md": entry(
            id="timing",
            kind="factor",
            parent="conditions-of-work",
            status="retired",
            replaced_by="workload",
        ),
    }
    record = near_miss(factors=[factor("timing")])

    library, problems = load(tmp_path, {**pages, "reviews/near-misses/a-near-miss.md": record})

    assert [(p.code, p.severity) for p in problems] == [("retired-entry", Severity.ADVICE)]
    assert "workload" in problems[0].mend
    assert len(library.filed) == 1
