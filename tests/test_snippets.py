"""What hand-written pages can call on says no more than the reading at hand holds."""

from __future__ import annotations

from patternbook.pages.snippets import link_record
from patternbook.publication import publish
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
