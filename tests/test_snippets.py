"""What hand-written pages can call on says no more than the reading at hand holds."""

from __future__ import annotations

from patternbook.pages.snippets import for_whom, link_record, list_recent, show_reading
from patternbook.publication import Reader, publish
from patternbook.vocabulary import Audience
from tests.making import load, near_miss


def test_a_record_is_linked_by_its_title_where_the_page_stands(tmp_path):
    text = near_miss("bail", title="A release on bail")
    library, _ = load(tmp_path, {"reviews/near-misses/bail.md": text})

    link = link_record(publish(library, "public"), "about/coding.md", "bail")

    assert link == "[A release on bail](../near-misses/bail.md)"


def test_nothing_is_told_of_a_record_that_the_reading_does_not_hold(tmp_path):
    text = near_miss("kept", title="Kept", audience="board")
    library, _ = load(tmp_path, {"reviews/near-misses/kept.md": text})
    public = publish(library, "public")

    told = {link_record(public, "about/coding.md", name) for name in ("kept", "gone")}

    assert told == {"A record that is not in this library"}
    assert "[Kept]" in link_record(publish(library, "board"), "about/coding.md", "kept")


def test_each_reading_is_shown_what_its_readers_came_for(tmp_path):
    files = {
        "reviews/near-misses/draft.md": near_miss(
            "draft", title="A draft", stage="interim", audience="board"
        ),
        "reviews/near-misses/kept.md": near_miss("kept", title="Kept", audience="board"),
        "reviews/near-misses/fuller.md": near_miss("fuller", title="Fuller", published=2025),
        "reviews/near-misses/open.md": near_miss("open", title="Open"),
    }
    library, _ = load(tmp_path, files)
    shown = {
        reader.audience: show_reading(publish(library, reader), "index.md")
        for reader in (
            Reader(Audience.PUBLIC),
            Reader(Audience.BOARD),
            Reader(Audience.PARTICIPANTS, "draft"),
        )
    }

    assert shown[Audience.PUBLIC] == ""
    assert "[Kept](near-misses/kept.md)" in shown[Audience.BOARD]
    assert "[Fuller](near-misses/fuller.md)" in shown[Audience.BOARD]
    assert "Open" not in shown[Audience.BOARD]
    assert "A draft" not in shown[Audience.BOARD]
    assert (
        "asked to read:** [A draft](near-misses/draft.md), interim"
        in (shown[Audience.PARTICIPANTS])
    )
    assert "Kept" not in shown[Audience.PARTICIPANTS]


def test_a_board_without_records_of_its_own_is_shown_nothing_of_them(tmp_path):
    library, _ = load(tmp_path, {"reviews/near-misses/open.md": near_miss("open")})

    assert show_reading(publish(library, "board"), "index.md").strip() == ""


def test_a_page_can_tell_for_whom_it_is(tmp_path):
    library, _ = load(tmp_path, {"reviews/near-misses/open.md": near_miss("open")})

    assert for_whom(publish(library, "board"), "index.md") == "board"
    assert for_whom(publish(library, "public"), "index.md") == "public"


def test_the_newest_records_say_which_are_for_the_board_alone(tmp_path):
    files = {
        "reviews/near-misses/kept.md": near_miss("kept", audience="board"),
        "reviews/near-misses/open.md": near_miss("open"),
    }
    library, _ = load(tmp_path, files)

    assert list_recent(publish(library, "board"), "index.md").count("for this board only") == 1
    assert "for this board only" not in list_recent(publish(library, "public"), "index.md")
