"""The one door: what each audience may see, and that nothing else gets past it."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patternbook.exports import make_files
from patternbook.library import Library
from patternbook.pages import make_pages
from patternbook.publication import PublishedLibrary, publish
from patternbook.vocabulary import Audience, Stage
from tests.making import (
    SIGNED,
    case_review,
    debrief,
    episode,
    finding,
    load,
    near_miss,
    recommendation,
)


def library_of(root: Path, files: dict[str, Any]) -> Library:
    """Load a library in which nothing is wrong but, perhaps, that a reference leads inside.

    Such a reference stops every build; the door is tried with it all the same.
    """
    library, problems = load(root, files)
    assert {p.code for p in problems if p.severity == "fault"} <= {"leads-inside"}, problems
    return library


def everything_made(published: PublishedLibrary) -> str:
    """Return all that the site would hold, as one text: pages, paths, front matter and data."""
    pages = [f"{page.path}\n{page.file}\n{page.text()}" for page in make_pages(published)]
    return "\n".join([*pages, *make_files(published).values()])


@pytest.mark.parametrize(
    ("stage", "audience", "signed"),
    list(itertools.product(Stage, Audience, [True, False])),
)
def test_public_is_only_what_is_final_and_public_and_signed_off(tmp_path, stage, audience, signed):
    text = near_miss(
        stage=stage.value, audience=audience.value, sign_off=SIGNED if signed else None
    )
    library = library_of(tmp_path, {"reviews/near-misses/a-near-miss.md": text})

    published = publish(library, "public")

    expected = stage is Stage.FINAL and audience is Audience.PUBLIC and signed
    assert [p.record.id for p in published.records] == (["a-near-miss"] if expected else [])


@pytest.mark.parametrize("stage", Stage)
def test_the_board_sees_its_final_records_and_no_drafts(tmp_path, stage):
    text = near_miss(stage=stage.value, audience="board", sign_off=None)
    library = library_of(tmp_path, {"reviews/near-misses/a-near-miss.md": text})

    shown = publish(library, Audience.BOARD).records

    assert len(shown) == (1 if stage is Stage.FINAL else 0)


@pytest.mark.parametrize("audience", ["", "Public", "everyone", "None"])
def test_an_unknown_audience_is_never_let_through(tmp_path, audience):
    library = library_of(tmp_path, {"reviews/near-misses/a-near-miss.md": near_miss()})

    with pytest.raises(ValueError, match="not a valid Audience"):
        publish(library, audience)


@pytest.mark.parametrize(("field", "word"), [("stage", "finished"), ("audience", "everyone")])
def test_a_record_with_an_unknown_stage_or_audience_is_a_fault_and_never_shown(
    tmp_path, field, word
):
    text = near_miss(**{field: word})

    library, problems = load(tmp_path, {"reviews/near-misses/a-near-miss.md": text})

    assert [p.code for p in problems] == ["unknown-word"]
    assert publish(library, "public").records == ()


def test_a_public_record_does_not_mention_a_draft_that_it_is_related_to(tmp_path):
    library = library_of(
        tmp_path,
        {
            "reviews/near-misses/shown.md": near_miss("shown", related=["secret-draft"]),
            "reviews/near-misses/secret-draft.md": near_miss(
                "secret-draft", stage="interim", related=["shown"]
            ),
        },
    )

    assert "secret-draft" not in everything_made(publish(library, "public"))


def test_parts_marked_for_the_board_go_and_so_does_every_mention_of_them(tmp_path):
    review = case_review(
        episodes=[episode("open"), episode("closed", audience="board")],
        findings=[
            finding("said", episodes=["open", "closed"]),
            finding("unsaid", audience="board"),
        ],
        recommendations=[
            recommendation("given", findings=["said", "unsaid"]),
            recommendation("withheld", audience="board"),
        ],
        participants=[
            {"role": "Teacher", "by": "conversation"},
            {"role": "Whistle-blower", "by": "conversation", "audience": "board"},
        ],
    )
    library = library_of(tmp_path, {"reviews/case-reviews/a-review.md": review})

    public = everything_made(publish(library, "public"))
    board = everything_made(publish(library, "board"))

    for hidden in ("Episode closed", "episode-closed", "of unsaid", "of withheld", "Whistle"):
        assert hidden not in public
        assert hidden in board
    for shown in ("Episode open", "Statement of said", "Text of given", "Teacher"):
        assert shown in public


def test_internal_passages_stay_with_the_board(tmp_path):
    body = (
        "## Social worker\n\nSource: record\n\nOpen account.\n\n"
        "::: internal\nSealed account.\n:::\n\nMore open account.\n\n"
        "::: internal\n\n## Sealed voice\n\nSource: record\n\nSealed words.\n\n:::\n"
    )
    library = library_of(tmp_path, {"reviews/case-reviews/a-review.md": case_review(body=body)})

    public = everything_made(publish(library, "public"))
    board = everything_made(publish(library, "board"))

    assert "Sealed" not in public
    assert "More open account." in public
    assert board.count("Sealed") >= 3


def test_text_after_an_internal_heading_is_not_lost_when_the_heading_is_withheld(tmp_path):
    body = "::: internal\n\n## Sealed voice\n\nSource: record\n\nSealed.\n\n:::\n\nStill open.\n"
    library = library_of(tmp_path, {"reviews/case-reviews/a-review.md": case_review(body=body)})

    public = everything_made(publish(library, "public"))

    assert "Still open." in public
    assert "Sealed" not in public


def test_what_is_published_holds_no_way_back_to_the_file(tmp_path):
    body = "Open.\n\n::: internal\nSealed passage.\n:::\n"
    library = library_of(tmp_path, {"reviews/near-misses/a-near-miss.md": near_miss(body=body)})

    published = publish(library, "public").records[0]

    assert set(type(published).__slots__) == {"record", "narrative", "file"}
    assert "Sealed" not in f"{published.record!r} {published.narrative!r}"


def test_a_published_library_prints_shortly_since_builders_print_their_configuration(tmp_path):
    library = library_of(tmp_path, {"reviews/near-misses/a-near-miss.md": near_miss()})

    assert repr(publish(library, "public")) == "<PublishedLibrary for public>"


# --- Whatever a library holds -------------------------------------------------------------------

_STATES = st.tuples(st.sampled_from(Stage), st.sampled_from(Audience), st.booleans())
_PART_AUDIENCES = st.sampled_from([None, "public", "board"])


@st.composite
def libraries(draw: st.DrawFn) -> tuple[dict[str, str], set[str], set[str]]:
    """Draw the files of a library, the words that the public must see, and those it must not.

    Every text carries a word of its own, so that any text that is found can be traced.
    """
    files: dict[str, str] = {}
    shown: set[str] = set()
    hidden: set[str] = set()
    words = (f"canary{n}x" for n in itertools.count())

    def word(visible: bool) -> str:
        new = next(words)
        (shown if visible else hidden).add(new)
        return f"Text {new}."

    for number in range(draw(st.integers(1, 3))):
        stage, audience, signed = draw(_STATES)
        kind = draw(st.sampled_from(["near-misses", "debriefs", "case-reviews"]))
        visible = stage is Stage.FINAL and audience is Audience.PUBLIC and signed
        common: dict[str, Any] = {
            "stage": stage.value,
            "audience": audience.value,
            "sign_off": SIGNED if signed else None,
            "title": word(visible),
            "summary": word(visible),
        }
        body = f"{word(visible)}\n\n::: internal\n{word(False)}\n:::\n\n{word(visible)}\n"
        name = f"record{number}"
        if kind == "near-misses":
            text = near_miss(name, body, what_happened=word(visible), **common)
        elif kind == "debriefs":
            text = debrief(name, body, what_we_were_doing=word(visible), **common)
        else:
            inner: dict[str, Any] = {}
            first = draw(_PART_AUDIENCES)
            inner["episodes"] = [
                episode(
                    "one",
                    audience=first,
                    title=word(visible and first != "board"),
                    description=word(visible and first != "board"),
                    factors=[
                        {
                            "factor": "workload",
                            "influence": "helped",
                            "how": word(visible and first != "board"),
                        }
                    ],
                )
            ]
            second = draw(_PART_AUDIENCES)
            inner["findings"] = [
                finding(
                    "two",
                    audience=second,
                    statement=word(visible and second != "board"),
                    episodes=["one"],
                )
            ]
            third = draw(_PART_AUDIENCES)
            inner["recommendations"] = [
                recommendation(
                    "three",
                    audience=third,
                    text=word(visible and third != "board"),
                    findings=["two"],
                )
            ]
            body = f"## Worker\n\nSource: record\n\n{body}"
            text = case_review(name, body, **common, **inner)
        files[f"reviews/{kind}/{name}.md"] = text
        if not visible:
            hidden.add(name)
    return files, shown, hidden


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(libraries())
def test_whatever_a_library_holds_the_public_sees_all_that_is_open_and_nothing_else(drawn):
    files, shown, hidden = drawn
    with tempfile.TemporaryDirectory() as folder:
        library = library_of(Path(folder), files)

    made = everything_made(publish(library, "public"))

    assert {word for word in shown if word not in made} == set()
    assert {word for word in hidden if word in made} == set()


def test_a_name_that_only_a_withheld_part_uses_is_withheld_too(tmp_path):
    review = case_review(
        body="## Worker\n\nSource: record\n\nMia slept.\n\n::: internal\nZara knew.\n:::\n",
        pseudonyms={"Mia": "the child", "Zara": "the child of the other case"},
        declared_terms=[{"term": "Zara House", "why": "a kind of home"}],
    )
    library = library_of(tmp_path, {"reviews/case-reviews/a-review.md": review})

    public = everything_made(publish(library, "public"))

    assert "Mia is the child" in public
    assert "Zara" not in public
    assert "Zara House" in everything_made(publish(library, "board"))


def test_no_trace_shows_where_an_internal_passage_stood(tmp_path):
    head = "## Worker\n\nSource: record\n\nBefore.\n\n"
    sealed = "::: internal\nSealed.\n\n## Sealed\n\nSource: record\n\nSealed.\n:::\n\n"
    bodies = {"with": f"{head}{sealed}After.\n", "without": f"{head}After.\n"}

    pages = {}
    for name, body in bodies.items():
        files = {"reviews/case-reviews/a-review.md": case_review(body=body)}
        pages[name] = everything_made(publish(library_of(tmp_path / name, files), "public"))

    assert pages["with"] == pages["without"]
