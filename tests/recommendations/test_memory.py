"""The register, what returned afterwards, and the lists to follow up by: every figure recounted.

What the pages say is compared with what plain Python finds in the values of which the records were
written. What a reader may not see must not be said to them at all.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from patternbook.crossing import Crossing
from patternbook.evidence import EvidenceIndex
from patternbook.folders import Folders
from patternbook.library import load_library
from patternbook.pages import Site
from patternbook.pages.entries import entry_pages
from patternbook.pages.recommendations import PER_PAGE, recommendation_pages
from patternbook.pages.records import record_pages
from patternbook.publication import PublishedLibrary, Reader, publish
from patternbook.recommendations import Register, newest_year, waiting
from patternbook.reports.following import FollowUp, data, plain, sheet
from patternbook.vocabulary import Audience
from tests.conftest import run_patternbook
from tests.examples import examples
from tests.making import case_review, finding, load, near_miss, recommendation, write
from tests.recommendations.drawing import PATTERNS, WITHIN, Drawn, drawn_libraries

INDEX = "recommendations/index.md"
FOLLOW_UP = "recommendations/follow-up/index.md"
BY_AGE = "recommendations/follow-up/by-age/index.md"


def published(drawn: Drawn, *readers: Reader | Audience) -> list[PublishedLibrary]:
    """Return what each reader may see of a library that was drawn."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), drawn.files())
        library, problems = load_library(Folders.at(Path(folder)))
    assert problems == []
    return [publish(library, reader) for reader in readers]


def pages_of(library: PublishedLibrary) -> dict[str, str]:
    """Return the text of each page on which recommendations stand, by its path."""
    index = EvidenceIndex(library)
    pages = chain(
        recommendation_pages(library, index),
        record_pages(library, Site()),
        entry_pages(library, index, Crossing(index, library.typology), Site()),
    )
    return {each.path: each.text() for each in pages}


# --- Recounted -----------------------------------------------------------------------------------


def counted(drawn: Drawn) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Return each recommendation that counts, with the id and the fields of its record."""
    return [
        (record_id, fields, each)
        for record_id, fields in drawn.records.items()
        if fields["origin"] != "illustrative"
        for each in fields.get("recommendations", ())
    ]


def newest(made: dict[str, Any]) -> dict[str, Any] | None:
    """Return the newest response: of one year, the last."""
    best = None
    for each in made["responses"]:
        if best is None or each["year"] >= best["year"]:
            best = each
    return best


def still_open(made: dict[str, Any]) -> bool:
    latest = newest(made)
    return latest is None or latest["status"] in {"accepted", "adapted", "in-progress"}


def shown_in(fields: dict[str, Any]) -> set[str]:
    """Return the patterns and issues that a record itself names."""
    return {each["pattern"] for each in [*fields.get("patterns", ()), *fields.get("findings", ())]}


def table(text: str, heading: str) -> dict[str, list[str]]:
    """Return the rows of the table whose first heading is this one, by their first cells."""
    lines = text.split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        first, *rest = (cell.strip() for cell in line.strip("|").split("|"))
        rows[first] = rest
    return rows


few = settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
LABELS = {
    "accepted": "Accepted",
    "adapted": "Adapted",
    "declined": "Declined",
    "in-progress": "In progress",
    "done": "Done",
    "helped": "It helped",
    "no-change-seen": "No change seen",
    "made-worse": "It made things worse",
    "not-known": "Not known",
    None: "Not said",
}


@few
@given(drawn_libraries())
def test_every_figure_of_the_register_is_that_of_the_records(drawn):
    (library,) = published(drawn, Audience.PUBLIC)
    made = counted(drawn)

    text = pages_of(library)[INDEX]

    if not made:
        assert "## In numbers" not in text
        return
    reviews = len({record_id for record_id, _, _ in made})
    assert re.search(rf"^{len(made)} recommendations? from {reviews} review", text, re.M)
    for kind, label in (
        ("clear-cut", "Clear cut"),
        ("judgement-and-compromise", "Judgement and compromise"),
        ("research-and-development", "Research and development"),
    ):
        numbers = Counter(each["level"] for _, _, each in made if each["kind"] == kind)
        row = [str(numbers[level]) for level in ("front-line", "local", "national")]
        assert table(text, "Kind")[label] == [*row, str(numbers.total())]
    latest = [newest(each) for _, _, each in made]
    statuses = Counter(LABELS[each["status"]] for each in latest if each)
    rows = table(text, "Newest response")
    assert rows.pop("No response is recorded") == [str(latest.count(None))]
    assert {label: int(cells[0]) for label, cells in rows.items() if cells != ["0"]} == statuses
    if any(latest):
        effects = Counter(LABELS[each["effect"]] for each in latest if each)
        rows = table(text, "Effect, as the newest response has it")
        assert {label: int(cells[0]) for label, cells in rows.items() if cells != ["0"]} == effects
    on = {
        f"../patterns/{pattern}.md#recommended": sum(
            bool(
                {f["pattern"] for f in fields["findings"] if f["id"] in each["findings"]}
                & WITHIN[pattern]
            )
            for _, fields, each in made
        )
        for pattern in PATTERNS
    }
    told = dict(re.findall(rf"^- \[[^]]*\]\((\S+)\): (\d+) of {len(made)}$", text, re.M))
    assert {path: int(number) for path, number in told.items()} == {
        path: number for path, number in on.items() if number
    }


@few
@given(drawn_libraries())
def test_each_list_holds_each_recommendation_once_and_says_how_many(drawn):
    (library,) = published(drawn, Audience.PUBLIC)
    everything = {
        each["text"] for f in drawn.records.values() for each in f.get("recommendations", ())
    }
    real = {each["text"] for _, _, each in counted(drawn)}

    made = pages_of(library)

    for name in ("index.md", *(f"by-{by}/index.md" for by in ("level", "status", "owner"))):
        text = made[f"recommendations/{name}"]
        items = re.findall(r"^- \*\*\[(zanzi\d+bar)\]", text, re.M)
        assert sorted(items) == sorted(everything)
        before, _, invented = text.partition("## Illustrations, not counted")
        assert set(re.findall(r"zanzi\d+bar", before)) == real
        assert set(re.findall(r"zanzi\d+bar", invented)) == everything - real
        parts = re.split(r"^## ", before, flags=re.M)
        for part in parts[1:]:
            said = re.search(r"^(\d+) of (\d+)\.$", part, re.M)
            if said:
                number = len(re.findall(r"^- \*\*\[", part, re.M))
                assert (int(said[1]), int(said[2])) == (number, len(real))


@few
@given(drawn_libraries())
def test_what_is_to_be_followed_up_is_what_is_open_by_owner_and_age(drawn):
    (library,) = published(drawn, Audience.PUBLIC)
    made = counted(drawn)
    waits = [(fields, each) for _, fields, each in made if still_open(each)]
    told_of = [2026]  # all came into the library in 2026, and nothing is newer

    pages = pages_of(library)

    if not waits:
        assert "still open" in pages[FOLLOW_UP]
        return
    year = max(told_of)
    assert f"**{len(waits)} of {len(made)}** " in pages[FOLLOW_UP]
    assert f"to {year}, the newest year" in pages[FOLLOW_UP]
    ages = Counter(
        "No year is given" if fields["completed"] is None else f"{year - fields['completed']} years"
        for fields, _ in waits
    )
    for path in (FOLLOW_UP, BY_AGE):
        rows = table(pages[path], "Age")
        assert {label: int(cells[0]) for label, cells in rows.items()} == ages
    owners = Counter(
        " ".join(each["owner"].split()).lower() if each["owner"] else "no owner is named"
        for _, each in waits
    )
    before = pages[FOLLOW_UP].partition("## Illustrations")[0]
    headings = re.findall(rf"^## (.+?) {{ #owner-\d+ }}\n+(\d+) of {len(waits)}\.$", before, re.M)
    assert {name.lower(): int(number) for name, number in headings} == owners
    names = [name.lower() for name, _ in headings]
    assert names == sorted(names, key=lambda name: (name == "no owner is named", name))


@few
@given(drawn_libraries())
def test_what_was_found_again_is_recounted_from_the_records(drawn):
    (library,) = published(drawn, Audience.PUBLIC)
    pages = pages_of(library)
    real = {i: f for i, f in drawn.records.items() if f["origin"] != "illustrative"}

    for pattern in PATTERNS:
        text = pages[f"patterns/{pattern}.md"].partition("## Recommended before")[2]
        told = {
            each[1]: each[0]
            for each in re.finditer(
                r"^- \*\*\[(zanzi\d+bar)\].*?(?=^- \*\*|^#|\Z)", text, re.M | re.S
            )
        }
        for record_id, fields in drawn.records.items():
            for each in fields.get("recommendations", ()):
                rests_on = {
                    f["pattern"] for f in fields["findings"] if f["id"] in each["findings"]
                } & WITHIN[pattern]
                assert (each["text"] in told) == bool(rests_on)
                if rests_on:
                    said = re.search(r"\*\*Found again:\*\* (.*)$", told[each["text"]], re.M)
                    if record_id not in real or fields["completed"] is None:
                        assert said is None
                        continue
                    assert said is not None
                    _recount(said[1], record_id, fields, each, rests_on, real)


def _recount(
    said: str,
    record_id: str,
    fields: dict[str, Any],
    made: dict[str, Any],
    rests_on: set[str],
    real: dict[str, dict[str, Any]],
) -> None:
    """Compare a sentence with what other records, completed later, show."""
    names = set().union(*(WITHIN[pattern] for pattern in rests_on))

    def later_than(year: int) -> dict[str, dict[str, Any]]:
        return {i: f for i, f in real.items() if i != record_id and (f["completed"] or 0) > year}

    later = later_than(fields["completed"])
    shows = [i for i, f in later.items() if shown_in(f) & names]
    if not later:
        assert said.startswith("no record that could show it")
        return
    first, *numbers = re.findall(r"\b(none|\d+) of (?:the )?(\d+) records?", said)
    assert first == (str(len(shows)) if shows else "none", str(len(later)))
    linked = set(re.findall(r"(zanzi\d+record)\.md\)", said))
    assert linked == set(shows) or len(shows) > 5
    done = min((r["year"] for r in made["responses"] if r["status"] == "done"), default=None)
    since = re.search(r"Of (\d+) completed after (\d+), when it was said to be done, (\w+)", said)
    assert (since is None) == (done is None)
    if since is not None and done is not None:
        after = later_than(done)
        number = sum(bool(shown_in(f) & names) for f in after.values())
        assert since.groups() == (str(len(after)), str(done), str(number) if number else "none")
    del numbers


# --- The door ------------------------------------------------------------------------------------


def readers_of(drawn: Drawn) -> dict[str, set[str]]:
    """Return for each word, and each id of a record, who may read it, as the rules have it."""
    allowed: dict[str, set[str]] = {}
    for record_id, fields in drawn.records.items():
        if fields.get("stage") == "interim" or fields.get("audience") == "participants":
            who = {record_id}
        elif fields.get("audience") == "board" or fields["sign_off"] is None:
            who = {"board", record_id}
        else:
            who = {"public", "board", record_id}
        allowed[record_id] = who
        for made in fields.get("recommendations", ()):
            mine = _narrowed(who, made.get("audience"), record_id)
            for word in (made["text"], made["owner"]):
                allowed[word] = mine
            for response in made["responses"]:
                allowed[response["note"]] = _narrowed(mine, response.get("audience"), record_id)
    return allowed


def _narrowed(who: set[str], audience: str | None, record_id: str) -> set[str]:
    """Return who is left where a part is marked: those whom the mark names, and no others."""
    if audience is None:
        return who
    return who & ({"board"} if audience == "board" else {record_id})


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn_libraries(keeps=True))
def test_no_reader_is_told_of_what_is_not_for_them_and_each_is_told_of_all_that_is(drawn):
    allowed = readers_of(drawn)
    named = ["public", "board", *drawn.records]
    readers = [Audience.PUBLIC, Audience.BOARD] + [
        Reader(Audience.PARTICIPANTS, record_id) for record_id in drawn.records
    ]

    for reader, library in zip(named, published(drawn, *readers), strict=True):
        texts = [*pages_of(library).values()]
        register = Register(library)
        told = FollowUp(waiting(register.counted, 2026), 2026, len(register.counted))
        texts += [plain(told), sheet(told), data(told), repr(library.groups)]
        said = set(re.findall(r"zanzi\d+(?:bar|record)", " ".join(texts)))

        assert [word for word in said if reader not in allowed[word]] == []
        assert [word for word, who in allowed.items() if reader in who and word not in said] == []
        for members in drawn.groups.values():
            shown = [
                (record_id, each)
                for record_id, each in members
                if reader in allowed[_text_of(drawn, record_id, each)]
            ]
            assert [
                [(m.record, m.recommendation) for m in g.group.members] for g in library.groups
            ] == ([shown] if len(shown) > 1 else [])


def _text_of(drawn: Drawn, record_id: str, recommendation_id: str) -> str:
    made = drawn.records[record_id]["recommendations"]
    return next(str(each["text"]) for each in made if each["id"] == recommendation_id)


# --- In users' words -----------------------------------------------------------------------------


def review(
    record_id: str, completed: int | None, *made: dict[str, Any], **fields: Any
) -> dict[str, str]:
    """Return the file of a review with these recommendations, all on one finding."""
    text = case_review(
        record_id,
        completed=completed,
        findings=[finding("it")],
        recommendations=[{"findings": ["it"], **each} for each in made],
        **fields,
    )
    return {f"reviews/case-reviews/{record_id}.md": text}


def test_a_pattern_tells_what_was_recommended_what_became_of_it_and_that_it_returned(tmp_path):
    answer = [
        {"year": 2020, "status": "done", "note": "They ring.", "effect": "helped"},
        {"year": 2017, "status": "accepted"},
    ]
    again = {"pattern": "tunnel-vision", "influence": "unsafe", "how": "So."}
    files = {
        **review("first", 2016, recommendation("ring", responses=answer)),
        **review("second", 2018),
        "reviews/near-misses/third.md": near_miss("third", completed=2022, patterns=[again]),
        "reviews/near-misses/other.md": near_miss("other", completed=2023),
        "reviews/near-misses/same-year.md": near_miss(
            "same-year", completed=2016, patterns=[again]
        ),
        "reviews/near-misses/undated.md": near_miss("undated", completed=None, patterns=[again]),
    }
    library, _ = load(tmp_path, files)

    text = pages_of(publish(library, "public"))["patterns/tunnel-vision.md"]

    said = text.partition("## Recommended before")[2]
    assert said.index("2017: Accepted.") < said.index("2020: Done. They ring. Effect: it helped.")
    assert (
        "**Found again:** 2 of 3 records completed after 2016 show it: "
        "[Title of second](../reviews/second.md) (2018, unsafe); "
        "[Title of third](../near-misses/third.md) (2022, unsafe). "
        "Of 2 completed after 2020, when it was said to be done, 1 shows it."
    ) in said
    assert "does not show that a recommendation failed" in said
    assert "lower bound" in said


def test_a_pattern_has_what_was_recommended_on_it_and_on_its_issues_and_no_more(tmp_path):
    made = (recommendation("answering"), recommendation("unrelated", findings=[]))
    library, _ = load(tmp_path, review("one", 2020, *made))

    register = Register(publish(library, "public"))

    for entry_id in ("tunnel-vision", "human-judgement-and-reasoning"):
        assert [each.recommendation.id for each in register.on(entry_id)] == ["answering"]
    assert register.on("drift-into-failure") == []


def test_where_nothing_could_have_returned_yet_the_page_says_so(tmp_path):
    library, _ = load(tmp_path, review("only", 2020, recommendation("ring")))

    text = pages_of(publish(library, "public"))["patterns/tunnel-vision.md"]

    assert "no record that could show it was completed after 2020." in text


def test_what_was_invented_stands_apart_and_nothing_is_counted_from_it(tmp_path):
    files = {
        **review("invented", 2015, recommendation("ring"), origin="illustrative"),
        **review("real", 2020),
    }
    library, _ = load(tmp_path, files)

    made = pages_of(publish(library, "public"))

    text = made["patterns/tunnel-vision.md"].partition("## Recommended before")[2]
    assert "Nothing has been recommended on this pattern in the records here that count." in text
    assert text.index("### Illustrations, not counted") < text.index("Text of ring.")
    assert "Found again" not in text
    assert "No recommendation of a real review is here yet." in made[INDEX]


def test_a_pattern_with_many_recommendations_shows_some_and_leads_to_all(tmp_path):
    many = [recommendation(f"r{n}") for n in range(60)]
    files = {**review("one", 2020, *many), **review("two", 2021, *many)}
    library, _ = load(tmp_path, files)

    made = pages_of(publish(library, "public"))

    page = made["patterns/tunnel-vision.md"]
    assert "120 recommendations that count were made on this, the newest first; here are 20" in page
    assert len(re.findall(r"^- \*\*\[Text of", page, re.M)) == 20
    further = [made[f"patterns/tunnel-vision/recommended-{n}.md"] for n in (1, 2)]
    assert [len(re.findall(r"^- \*\*\[Text of", each, re.M)) for each in further] == [100, 20]
    lists = [made[INDEX], made["recommendations/page-2.md"]]
    assert [len(re.findall(r"^- \*\*\[Text of", each, re.M)) for each in lists] == [PER_PAGE, 20]
    assert "## Clear cut, continued { #clear-cut }" in lists[1]
    assert "120 of 120." in lists[1]


def test_age_runs_to_the_newest_year_of_which_the_library_tells_and_to_no_clock(tmp_path):
    answer = [{"year": 2031, "status": "accepted"}]
    files = {
        **review("one", 2020, recommendation("ring", responses=answer), added="2021-05"),
        **review("invented", 2040, origin="illustrative"),
    }
    library, _ = load(tmp_path, files)

    shown = publish(library, "public")

    assert newest_year(shown) == 2031
    assert "**11 years old.**" in pages_of(shown)[FOLLOW_UP]


def test_a_response_that_declines_says_why(tmp_path):
    answer = [{"year": 2021, "status": "declined"}]

    _, problems = load(tmp_path, review("one", 2020, recommendation("ring", responses=answer)))

    (problem,) = problems
    assert problem.code == "incomplete"
    assert "if no reason was given, it says that" in problem.message


# --- The command ---------------------------------------------------------------------------------

TO_DO = {
    **review(
        "first",
        2016,
        recommendation("ring", owner="Head of assessment", text="Ring back on the same day."),
        recommendation(
            "done",
            owner="Head of assessment",
            responses=[{"year": 2017, "status": "done"}],
        ),
    ),
    **review(
        "second",
        2020,
        recommendation(
            "ask",
            owner="Team manager",
            text="=1+1;=2",
            responses=[{"year": 2021, "status": "accepted", "effect": "not-known"}],
        ),
        audience="board",
    ),
}
ONE = "Open: 1 of 2 recommendations that count. Age runs to 2026."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a library with something to do, some of it for the board alone."""
    root = tmp_path_factory.mktemp("library")
    write(root, TO_DO)
    return root


def test_the_list_goes_by_owner_and_says_how_old_each_is(library):
    ran = run_patternbook("followup", cwd=library)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == (
        f"{ONE}\n"
        "Open does not mean neglected: some take years, and some were done and nobody\n"
        "wrote it down.\n"
        "\n"
        "Head of assessment: 1\n"
        "\n"
        "- 10 years: first, ring\n"
        "  Ring back on the same day.\n"
        "  No response is recorded.\n"
    )


def test_a_board_gets_its_own_too_and_may_ask_for_one_owner_and_another_year(library):
    options = ("--audience", "board", "--owner", "team  MANAGER", "--year", "2030")

    ran = run_patternbook("followup", *options, "--format", "json", cwd=library)

    told = json.loads(ran.stdout)
    assert (told["year"], told["open"], told["of"]) == (2030, 1, 3)
    assert told["recommendations"] == [
        {
            "record": "second",
            "recommendation": "ask",
            "kind": "clear-cut",
            "level": "local",
            "owner": "Team manager",
            "text": "=1+1;=2",
            "completed": 2020,
            "age": 10,
            "year": 2021,
            "status": "accepted",
            "effect": "not-known",
            "silent": 9,
        }
    ]


def test_no_cell_of_the_sheet_is_a_formula(library):
    ran = run_patternbook("followup", "--audience", "board", "--format", "csv", cwd=library)

    rows = list(csv.DictReader(io.StringIO(ran.stdout)))
    assert [row["recommendation"] for row in rows] == ["ring", "ask"]
    assert [row["text"] for row in rows] == ["Ring back on the same day.", "'=1+1;'=2"]


@pytest.mark.parametrize("form", ["plain", "csv", "json"])
def test_where_others_read_the_log_no_word_of_a_boards_record_is_told(library, form):
    options = ("followup", "--audience", "board", "--format", form)

    in_ci = run_patternbook(*options, cwd=library, CI="true").stdout

    assert "ring" in in_ci
    assert "Ring back" not in in_ci
    assert "Head of" not in in_ci


def test_what_is_public_may_be_told_in_a_log(library):
    assert "Ring back" in run_patternbook("followup", cwd=library, CI="true").stdout


def test_a_year_that_is_none_and_a_library_with_faults_are_told_and_nothing_is_listed(tmp_path):
    write(tmp_path, {**TO_DO, "reviews/near-misses/a.md": near_miss("a", outcome="avoided")})

    faulty = run_patternbook("followup", cwd=tmp_path)
    no_year = run_patternbook("followup", "--year", "20", cwd=tmp_path)

    assert (faulty.returncode, faulty.stdout) == (1, "")
    assert "[unknown-word]" in faulty.stderr
    assert no_year.returncode == 2
    assert "Traceback" not in faulty.stderr + no_year.stderr


def test_nothing_open_is_a_list_too(tmp_path):
    write(tmp_path, {})

    ran = run_patternbook("followup", cwd=tmp_path)

    assert (ran.returncode, ran.stdout) == (0, "Open: 0 of 0 recommendations that count.\n")
