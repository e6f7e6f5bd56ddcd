"""What can be found: a record of each thing that was published, and of nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patternbook.folders import Folders
from patternbook.opening import open_library
from patternbook.publication import PublishedLibrary, publish
from patternbook.search import (
    FoundKind,
    SearchRecord,
    field_concepts,
    make_records,
    page_record,
    search_files,
)
from patternbook.search.record import EVERY
from patternbook.settings import read_settings
from tests.examples import examples
from tests.making import (
    SIGNED,
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
)

_CANARY = re.compile("zanzi[0-9]+barb")


def published(root: Path, files: Mapping[str, str], audience: str = "public") -> PublishedLibrary:
    """Write these files and return what this audience may see of them."""
    library, _ = load(root, files)
    own, _ = read_settings(root)
    return publish(library, audience, own)


def found(library: PublishedLibrary) -> list[SearchRecord]:
    """Return all that can be found in a library, but for the vocabulary."""
    records = make_records(library, field_concepts(library))
    return [each for each in records if each.kind is not FoundKind.ENTRY]


def review(**fields: Any) -> dict[str, str]:
    """Return a case review with one of each part, in its place."""
    filled = {
        "episodes": [episode("door", title="The door", practice="good")],
        "findings": [finding("silence", episodes=["door"])],
        "recommendations": [recommendation("answer", findings=["silence"])],
        **fields,
    }
    return {"reviews/case-reviews/review.md": case_review("review", **filled)}


def test_each_part_of_a_review_is_found_where_it_stands(tmp_path):
    records = found(published(tmp_path, review()))

    assert [(each.kind.value, each.url(lambda path: f"/{path}")) for each in records] == [
        ("case-review", "/reviews/review.md"),
        ("episode", "/reviews/review.md#episode-door"),
        ("finding", "/reviews/review.md#finding-silence"),
        ("recommendation", "/reviews/review.md#recommendation-answer"),
    ]


def test_near_misses_debriefs_and_entries_are_found_as_a_whole(tmp_path):
    files = {
        "reviews/near-misses/letter.md": near_miss("letter", "## Commentary\n\nA *late* word.\n"),
        "reviews/debriefs/visit.md": debrief("visit"),
    }
    library = published(tmp_path, files)
    records = list(make_records(library, field_concepts(library)))

    assert {each.path for each in records[:2]} == {"debriefs/visit.md", "near-misses/letter.md"}
    letter = next(each for each in records if each.path == "near-misses/letter.md")
    assert "A late word." in letter.text
    assert sum(each.kind is FoundKind.ENTRY for each in records) == len(vocabulary())


def test_every_text_of_a_part_is_looked_into(tmp_path):
    told = episode(
        "door",
        description="Wordone.",
        significance="Wordtwo.",
        breakdown=["Wordthree."],
        judgement="Wordfour.",
        factors=[factor(how="Wordfive.")],
    )
    text = found(published(tmp_path, review(episodes=[told])))[1].text

    assert text == "Wordone. Wordtwo. Wordthree. Wordfour. Wordfive."


def test_an_episode_is_filtered_by_its_factors_their_types_and_levels(tmp_path):
    told = episode("door", practice="good", factors=[factor("supervision", scope="inter-agency")])
    filters = found(published(tmp_path, review(episodes=[told])))[1].all_filters()

    assert filters["factor"] == ("inter-agency-factors", "supervision")
    assert filters["level"] == ("front-line-factors",)
    assert filters["practice"] == ("good",)
    assert filters["pattern"] == ("human-judgement-and-reasoning", "tunnel-vision")
    assert filters["agency"] == ("childrens-social-care",)
    assert filters["year"] == ("2024",)


def test_a_recommendation_is_open_until_somebody_answers(tmp_path):
    done = recommendation("done", responses=[{"year": 2025, "status": "done"}])
    begun = recommendation("begun", responses=[{"year": 2025, "status": "in-progress"}])
    made = [recommendation("open"), begun, done]
    library = published(tmp_path, review(recommendations=made))

    assert [each.filters["status"] for each in found(library)[-3:]] == [
        ("open",),
        ("open",),
        ("settled",),
    ]


def test_what_was_invented_comes_last_and_is_marked(tmp_path):
    files = {
        "reviews/near-misses/a.md": near_miss("a", origin="illustrative", completed=2026),
        "reviews/near-misses/b.md": near_miss("b", completed=2001),
    }
    library = published(tmp_path, files)
    records = found(library)

    assert [each.path for each in records] == ["near-misses/b.md", "near-misses/a.md"]
    words = json.loads(search_files(library, records, field_concepts(library))["search/words.json"])
    assert words["behind"]["illustration"] == [1, 2]


def test_an_older_name_of_an_entry_filters_as_its_present_one(tmp_path):
    files = {
        **vocabulary(),
        "docs/factors/workload.md": entry(
            id="workload",
            kind="factor",
            parent="conditions-of-work",
            title="Workload",
            former_ids=["load"],
        ),
        "reviews/near-misses/a.md": near_miss("a", factors=[factor("load")]),
    }
    library = published(tmp_path, files)
    (record,) = found(library)
    labels = json.loads(
        search_files(library, [record], field_concepts(library))["search/labels.json"]
    )

    assert "workload" in record.filters["factor"]
    assert "load" not in record.filters["factor"]
    assert labels["former"] == {"load": "workload"}


def test_a_retired_entry_says_what_has_taken_its_place(tmp_path):
    files = {
        **vocabulary(),
        "docs/factors/load.md": entry(
            id="load",
            kind="factor",
            parent="conditions-of-work",
            title="Load",
            status="retired",
            replaced_by="workload",
        ),
    }
    library = published(tmp_path, files)
    labels = json.loads(search_files(library, [], field_concepts(library))["search/labels.json"])

    assert labels["retired"] == {"load": ["Load", "workload", "Workload"]}


def test_a_page_is_found_by_its_text_without_what_leads_around_it(tmp_path):
    library = published(tmp_path, {})
    html = (
        '<h1>Title</h1><nav class="pb-crumbs">Way</nav><p>Some <b>bold</b> text<br>goes on.</p>'
        '<h2 id="x">Part<a class="headerlink" href="#x">#</a></h2><script>code()</script>'
        '<section data-search-exclude><p>Left <img src="a.png"> out</p></section><p>1 &lt; 2</p>'
    )
    record = page_record("about/index.md", "About", html, field_concepts(library))

    assert record.text == "Some bold text goes on. Part 1 < 2"
    assert record.kind is FoundKind.PAGE


def test_a_text_cannot_pass_for_what_stands_behind_it(tmp_path):
    hostile = near_miss("a", what_happened="Before \u241e qxbbb after.")
    (record,) = found(published(tmp_path, {"reviews/near-misses/a.md": hostile}))

    assert record.content().split("\u241e")[0].count("after.") == 1
    assert record.content().count("\u241e") == 1


# --- Words of the field -------------------------------------------------------------------------


def marks_of(library: PublishedLibrary, text: str) -> set[str]:
    """Return the marks of a text in this library."""
    return set(field_concepts(library).marks(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("An SCR was begun", "A local child safeguarding practice review was begun"),
        ("She would not open the door", "Workers were refused entry"),
        ("Nobody rang them back", "There was no feedback"),
        ("in A&E", "in the emergency department"),
    ],
)
def test_what_means_the_same_bears_the_same_mark(tmp_path, one, other):
    library = published(tmp_path, {})

    assert marks_of(library, one) & marks_of(library, other)


def test_of_two_terms_the_longer_is_meant(tmp_path):
    library = published(tmp_path, {})

    assert marks_of(library, "a child protection plan") == marks_of(
        library, "on the at risk register"
    )


def test_an_episode_bears_the_marks_of_its_factors_also_where_no_word_names_them(tmp_path):
    library = published(tmp_path, review())
    concepts = field_concepts(library)
    mark = next(each.mark for each in concepts.all if each.entry == "workload")

    assert mark in found(library)[1].marks
    assert mark not in concepts.marks("Text of the episode.")


def test_a_boards_own_words_are_for_its_own_copy_alone(tmp_path):
    settings_file = """\
audience: board
terms:
  - term: Quillshire Hub
    means: The team that reads every contact.
    publicly: front door
"""
    (tmp_path / "patternbook.yml").write_text(settings_file, encoding="utf-8")
    files = {"reviews/near-misses/a.md": near_miss("a", what_happened="The front door was shut.")}
    said = {
        audience: search_files(library, list(make_records(library, concepts)), concepts)
        for audience in ("public", "board")
        for library in [published(tmp_path, files, audience)]
        for concepts in [field_concepts(library)]
    }

    assert "quillshir" not in str(said["public"]).lower()
    assert "Quillshire Hub" in said["board"]["search/words.json"]
    board = published(tmp_path, files, "board")
    assert marks_of(board, "the Quillshire Hub") == marks_of(board, "the MASH")


def test_marks_are_alike_in_length_so_that_none_begins_another(tmp_path):
    marks = [each.mark for each in field_concepts(published(tmp_path, {})).all]
    marks.append(EVERY)

    assert len(set(marks)) == len(marks) > 100
    assert {len(mark) for mark in marks} == {5}


# --- What is held back --------------------------------------------------------------------------


@given(
    stage=st.sampled_from(["preliminary", "interim", "final-draft", "final"]),
    audience=st.sampled_from(["participants", "board", "public"]),
    signed=st.booleans(),
    parts=st.lists(st.sampled_from([None, "board", "public"]), min_size=3, max_size=3),
    reader=st.sampled_from(["public", "board"]),
)
@settings(
    max_examples=examples(15),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
def test_nothing_that_was_held_back_can_be_found(
    tmp_path_factory, stage, audience, signed, parts, reader
):
    """Every text of a record is a word of its own; those that can be found are those shown."""
    whole = ["zanzi1barb", "zanzi2barb", "zanzi3barb"]
    of_parts = ["zanzi4barb", "zanzi5barb", "zanzi6barb"]
    internal = "zanzi7barb"
    marked = [{"audience": each} if each else {} for each in parts]
    account = f"## Worker\n\nSource: record\n\n{whole[2]}.\n\n::: internal\n{internal}.\n:::\n"
    review = case_review(
        "review",
        account,
        title=whole[0],
        summary=whole[1],
        stage=stage,
        audience=audience,
        sign_off=SIGNED if signed else None,
        episodes=[episode("e", title=of_parts[0], **marked[0])],
        findings=[finding("f", statement=of_parts[1], **marked[1])],
        recommendations=[recommendation("r", text=of_parts[2], **marked[2])],
    )
    root = tmp_path_factory.mktemp("library")
    library = published(root, {"reviews/case-reviews/review.md": review}, reader)
    concepts = field_concepts(library)
    records = list(make_records(library, concepts))
    said = str([asdict(each) for each in records]) + str(search_files(library, records, concepts))

    is_board = reader == "board"
    may_see = audience != "participants" if is_board else audience == "public" and signed
    expected = set()
    if stage == "final" and may_see:
        expected = {*whole, *([internal] if is_board else [])}
        expected |= {
            text for text, part in zip(of_parts, parts, strict=True) if is_board or part != "board"
        }
    assert set(_CANARY.findall(said)) == expected


def test_an_empty_library_has_its_vocabulary_and_nothing_else(tmp_path):
    library = published(tmp_path, {})
    concepts = field_concepts(library)
    records = list(make_records(library, concepts))
    labels = json.loads(search_files(library, records, concepts)["search/labels.json"])

    assert {each.kind for each in records} == {FoundKind.ENTRY}
    assert all(
        value["counted"] == 0
        for facet in labels["facets"]
        for value in facet["values"]
        if value["id"] != "entry"
    )


def test_the_same_library_makes_the_same_records_and_files(tmp_path):
    files = {**review(), "reviews/near-misses/a.md": near_miss("a")}
    made: list[Any] = []
    for name in ("one", "other"):
        library = published(tmp_path / name, dict(reversed(files.items())) if made else files)
        concepts = field_concepts(library)
        records = list(make_records(library, concepts))
        made.append((records, search_files(library, records, concepts)))

    assert made[0] == made[1]


def test_thousands_of_episodes_are_read_once_each(tmp_path):
    many = [episode(f"e{n}", title=f"Episode {n}") for n in range(100)]
    records = found(published(tmp_path, review(episodes=many, findings=[], recommendations=[])))

    assert len(records) == 101
    assert len({each.anchor for each in records}) == 101


def test_the_real_library_can_be_found_as_a_whole():
    library = open_library(Folders.at(Path(__file__).parents[2]), "public").library
    records = list(make_records(library, field_concepts(library)))

    assert len({(each.path, each.anchor) for each in records}) == len(records) > 150
    assert all(each.text and each.title for each in records)
