"""What nobody has written about, and what is still open: as the records of a library have it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from patternbook.exports import make_files
from patternbook.gaps import Gaps, find_gaps
from patternbook.library import load_library
from patternbook.model import Recommendation
from patternbook.pages import make_pages
from patternbook.publication import PublishedLibrary, Reader, publish
from patternbook.responses import is_open
from patternbook.vocabulary import Agency, Audience, ResponseStatus, Setting
from tests.making import (
    case_review,
    debrief,
    entry,
    episode,
    factor,
    finding,
    load,
    near_miss,
    recommendation,
    vocabulary,
    write,
)

PAGE = "before-you-start/index.md"
NEAR = "before-you-start/near.json"
FOLDERS = {"case-review": "case-reviews", "near-miss": "near-misses", "debrief": "debriefs"}


def library_of(root: Path, *records: str, **entries: str) -> PublishedLibrary:
    """Return the public part of a library of these records, and of these further entries."""
    files: dict[str, str] = dict(vocabulary())
    for name, text in entries.items():
        files[f"docs/factors/{name.replace('_', '-')}.md"] = text
    for text in records:
        kind = next(kind for kind in FOLDERS if f"kind: {kind}\n" in text)
        record_id = text.split("id: ")[1].split("\n")[0]
        files[f"reviews/{FOLDERS[kind]}/{record_id}.md"] = text
    library, problems = load(root, files)
    assert [p for p in problems if p.severity == "fault"] == []
    return publish(library, Audience.PUBLIC)


def gaps_of(root: Path, *records: str, **entries: str) -> Gaps:
    """Return the gaps of such a library."""
    return find_gaps(library_of(root, *records, **entries))


def unwritten(gaps: Gaps) -> list[str]:
    """Return the ids of what nobody has shown."""
    return [definition.entry.id for definition in gaps.unwritten]


def pattern(pattern_id: str, influence: str = "unsafe") -> dict[str, Any]:
    """Return a near miss's link to a pattern."""
    return {"pattern": pattern_id, "influence": influence, "how": "So it was."}


def test_what_some_record_shows_is_no_gap_nor_is_what_stands_above_it(tmp_path):
    gaps = gaps_of(tmp_path, near_miss(patterns=[pattern("tunnel-vision")]))

    assert unwritten(gaps) == [
        "drift-into-failure",
        "human-tool-operation",
        "timing",
        "supervision",
        "information-sharing",
    ]


def test_an_illustration_fills_no_gap(tmp_path):
    invented = near_miss(origin="illustrative", patterns=[pattern("tunnel-vision")])

    gaps = gaps_of(tmp_path, invented)

    assert gaps.records == 0
    assert {"tunnel-vision", "workload"} <= set(unwritten(gaps))
    assert set(gaps.settings) == set(Setting)
    assert gaps.one_sided == ()


def test_what_is_retired_is_no_gap_nor_is_what_has_no_name(tmp_path):
    old = entry(
        id="old",
        kind="factor",
        parent="conditions-of-work",
        status="retired",
        replaced_by="timing",
    )

    gaps = gaps_of(tmp_path, near_miss(), old=old)

    assert not {"old", "other"} & set(unwritten(gaps))


def test_what_was_seen_from_one_side_only_says_which_side_is_missing(tmp_path):
    gaps = gaps_of(
        tmp_path,
        near_miss(
            "one",
            patterns=[pattern("tunnel-vision"), pattern("drift-into-failure", "constructive")],
            factors=[factor("workload"), factor("timing", "helped")],
        ),
        near_miss("two", factors=[factor("timing")]),
    )

    assert [(s.definition.entry.id, s.seen.value, s.never.value) for s in gaps.one_sided] == [
        ("tunnel-vision", "unsafe", "constructive"),
        ("drift-into-failure", "constructive", "unsafe"),
        ("workload", "hindered", "helped"),
    ]


def test_settings_and_agencies_of_no_record_are_named(tmp_path):
    gaps = gaps_of(
        tmp_path,
        near_miss("one", setting=["early-help"], agencies=["police"]),
        debrief("two", setting=["out-of-hours"], agencies=["school"], origin="illustrative"),
    )

    assert set(gaps.settings) == set(Setting) - {Setting.EARLY_HELP}
    assert set(gaps.agencies) == set(Agency) - {Agency.POLICE, Agency.OTHER}


def test_a_pattern_that_is_known_elsewhere_is_a_gap_in_the_other_settings(tmp_path):
    gaps = gaps_of(
        tmp_path,
        near_miss("one", setting=["early-help"], patterns=[pattern("tunnel-vision")]),
        near_miss("two", setting=["out-of-hours"]),
    )

    assert [(u.setting.value, [d.entry.id for d in u.patterns]) for u in gaps.unmet] == [
        ("out-of-hours", ["human-judgement-and-reasoning"])
    ]


def test_views_that_reviews_miss_are_counted_by_review(tmp_path):
    why = {"why": "Nobody asked."}
    gaps = gaps_of(
        tmp_path,
        case_review("one", missing=[{"role": "GP", **why}, {"role": "Father", **why}]),
        case_review("two", missing=[{"role": "father", **why}, {"role": "Father ", **why}]),
        case_review("three", family={"involved": "partly", "how": "One parent read it."}),
        case_review("four", origin="illustrative", missing=[{"role": "GP", **why}]),
    )

    assert [(v.role.casefold(), v.reviews) for v in gaps.missing] == [("father", 2), ("gp", 1)]
    assert (gaps.reviews, gaps.without_family) == (3, 2)


@pytest.mark.parametrize(
    ("statuses", "still_open"),
    [
        ([], True),
        (["accepted"], True),
        (["adapted"], True),
        (["in-progress"], True),
        (["done"], False),
        (["declined"], False),
        (["done", "in-progress"], True),
        (["in-progress", "done"], False),
    ],
)
def test_a_recommendation_is_open_until_it_is_done_or_declined(statuses, still_open):
    responses = [
        {"year": 2020 + n, "status": status, "note": "They say why."}
        for n, status in enumerate(statuses)
    ]

    for order in (responses, responses[::-1]):
        made = Recommendation.model_validate(recommendation(responses=order))
        assert is_open(made) is still_open


def test_of_two_responses_in_a_year_the_one_written_last_holds():
    responses = [{"year": 2024, "status": "accepted"}, {"year": 2024, "status": "done"}]

    assert not is_open(Recommendation.model_validate(recommendation(responses=responses)))


def test_every_status_says_whether_it_leaves_a_recommendation_open():
    assert {status.value: status.leaves_open for status in ResponseStatus} == {
        "accepted": True,
        "adapted": True,
        "declined": False,
        "in-progress": True,
        "done": False,
    }


def pages_of(library: PublishedLibrary) -> dict[str, str]:
    """Return the text of each page that is made, by its path."""
    return {page.path: page.markdown for page in make_pages(library)}


def test_the_page_names_the_newest_findings_and_says_how_many_there_are(tmp_path):
    records = [
        case_review(
            f"review-{n:02}",
            completed=1990 + n,
            findings=[finding(statement=f"Statement number {n:02}.")],
            recommendations=[recommendation(text=f"Advice number {n:02}.")],
        )
        for n in range(30)
    ]

    page = pages_of(library_of(tmp_path, *records))[PAGE]

    assert page.count("Statement number") == 5
    assert all(f"Statement number {n}." in page for n in range(25, 30))
    assert "30 findings, no other evidence: [everything on this pattern]" in page
    assert page.count("Advice number") == 8
    assert "30 are open." in page


def test_a_finding_of_an_illustration_is_marked_and_never_counted(tmp_path):
    page = pages_of(
        library_of(
            tmp_path,
            case_review(
                "invented",
                origin="illustrative",
                findings=[finding()],
                recommendations=[recommendation()],
            ),
        )
    )[PAGE]

    assert page.count("Illustration, not counted") == 2
    assert "No review has a finding on it, no other evidence" in page
    assert "None of a real review is open; these are invented." in page
    assert "No record counts here yet" in page


def test_an_empty_library_says_that_everything_is_still_to_be_looked_at(tmp_path):
    library, _ = load_library(write(tmp_path, {"docs/patterns/.keep": ""}))
    published = publish(library, Audience.PUBLIC)

    page = pages_of(published)[PAGE]

    assert "0 records count here" in page
    assert "This library has no patterns yet." in page
    assert "No recommendation here is open." in page
    assert "everything is still to be looked at" in page
    assert json.loads(make_files(published)[NEAR])["open"] == {}


def test_the_file_for_the_question_says_what_the_page_says(tmp_path):
    library = library_of(
        tmp_path,
        case_review(
            "review",
            setting=["out-of-hours"],
            episodes=[episode()],
            findings=[finding()],
            recommendations=[
                recommendation("waits"),
                recommendation("is-done", responses=[{"year": 2024, "status": "done"}]),
            ],
        ),
        near_miss("missed", setting=["hospital-and-maternity"]),
    )

    data = json.loads(make_files(library)[NEAR])

    assert data["open"] == {"reviews/review/": ["recommendation-waits"]}
    assert [each["address"] for each in data["unwritten"]] == [
        "patterns/drift-into-failure/",
        "patterns/human-tool-operation/",
        "factors/timing/",
        "factors/supervision/",
        "factors/information-sharing/",
    ]
    assert data["unwritten"][0] == {
        "title": "Drift into failure",
        "address": "patterns/drift-into-failure/",
        "kind": "Recurrent issue",
    }
    assert {
        "label": "Hospital and maternity",
        "phrases": ["hospital", "maternity"],
        "empty": False,
        "unmet": ["patterns/human-judgement-and-reasoning/"],
    } in data["settings"]
    assert {"label": "Looked-after children", "phrases": ["looked after children"]}.items() <= next(
        each.items() for each in data["settings"] if each["label"].startswith("Looked")
    )


def test_each_audience_gets_the_pages_that_are_for_it(tmp_path):
    library, _ = load(tmp_path, {"reviews/case-reviews/a-review.md": case_review()})
    got = {}
    for reader in (
        Reader(Audience.PUBLIC),
        Reader(Audience.BOARD),
        Reader(Audience.PARTICIPANTS, "a-review"),
    ):
        published = publish(library, reader)
        paths = {*pages_of(published), *make_files(published)}
        got[str(reader)] = paths & {PAGE, NEAR, "reading-list/index.md"}

    assert got == {
        "public": {PAGE, NEAR, "reading-list/index.md"},
        "board": {PAGE, NEAR},
        "participants a-review": set(),
    }


def test_only_the_public_reading_may_keep_pages_in_the_browser(tmp_path):
    library, _ = load(
        tmp_path,
        {
            "reviews/case-reviews/a-review.md": case_review(),
            "reviews/near-misses/a-near-miss.md": near_miss(),
        },
    )
    kept: dict[str, dict[str, object]] = {}
    for reader in (
        Reader(Audience.PUBLIC),
        Reader(Audience.BOARD),
        Reader(Audience.PARTICIPANTS, "a-review"),
    ):
        pages = list(make_pages(publish(library, reader)))
        kept[str(reader.audience)] = {p.path: p.extra["keep"] for p in pages if "keep" in p.extra}
        has_room = any("pb-keep" in page.markdown for page in pages)
        assert has_room is (reader.audience is Audience.PUBLIC)

    assert kept["public"].items() >= {
        ("reviews/a-review.md", "Case review"),
        ("near-misses/a-near-miss.md", "Near miss"),
        ("patterns/tunnel-vision.md", "Recurrent issue"),
        ("factors/workload.md", "Contributory factor"),
    }
    assert kept["board"] == kept["participants"] == {}
