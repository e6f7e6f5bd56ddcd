"""Feeds tell a reader's own program what is new: all of it, in order, and nothing else."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace
from typing import Any

from lxml import etree

from patternbook.exports import make_files
from patternbook.exports.feeds import NAMED, NEWEST, feed_files
from patternbook.folders import Folders
from patternbook.opening import open_library
from patternbook.pages import Site
from patternbook.publication import PublishedLibrary, Reader, publish
from patternbook.vocabulary import Audience
from tests.making import case_review, debrief, entry, finding, load, near_miss, page, write
from tests.making import vocabulary as vocabulary_pages
from tests.site.hostile import HOSTILE, hostile_entries, hostile_records

ATOM = "{http://www.w3.org/2005/Atom}"
WITHDRAWN = {
    "id": "taken-back",
    "kind": "near-miss",
    "audience": "public",
    "withdrawn": {"role": "Manager of a board", "year": 2026},
}
CREATED = {"month": "2026-11", "change": "created"}
RENAMED = {"month": "2027-03", "change": "renamed", "note": "It was called “Blinkers”."}
TUNNEL = {
    "id": "tunnel-vision",
    "kind": "issue",
    "title": "Tunnel vision",
    "parent": "human-judgement-and-reasoning",
}


def published(tmp_path, files: dict[str, Any], reader: Any = "public") -> PublishedLibrary:
    library, _ = load(tmp_path, {**vocabulary_pages(), **files})
    return publish(library, reader)


def feeds(library: PublishedLibrary, address: str = "") -> dict[str, str]:
    """Return every feed by its path: files that are neither schemas, citations nor gaps."""
    files = make_files(library, Site(address))
    return {
        path: text
        for path, text in files.items()
        if path.endswith((".xml", ".json"))
        and not path.startswith(("schema/", "before-you-start/"))
    }


def atom(text: str) -> dict[str, Any]:
    """Return what an Atom feed says, after asking for all that RFC 4287 wants of it."""
    feed = etree.fromstring(text.encode())
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1, name
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert set(links) == {"alternate", "self"}
    entries = []
    for each in feed.findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated", "published", "summary"):
            assert len(each.findall(f"{ATOM}{name}")) == 1, name
        assert each.find(f"{ATOM}summary").get("type") == "text"
        (link,) = each.findall(f"{ATOM}link")
        assert link.get("rel") == "alternate"
        entries.append(
            {
                "id": each.findtext(f"{ATOM}id"),
                "title": each.findtext(f"{ATOM}title"),
                "summary": each.findtext(f"{ATOM}summary"),
                "updated": moment(each.findtext(f"{ATOM}updated")),
                "link": link.get("href"),
                "tags": [term.get("label") for term in each.findall(f"{ATOM}category")],
            }
        )
    assert len({each["id"] for each in entries}) == len(entries)
    said = {name: feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "subtitle")}
    updated = moment(feed.findtext(f"{ATOM}updated"))
    return {**said, "updated": updated, "links": links, "entries": entries}


def json_feed(text: str) -> dict[str, Any]:
    """Return what a JSON feed says, after asking for all that version 1.1 wants of it."""
    said: dict[str, Any] = json.loads(text)
    assert said["version"] == "https://jsonfeed.org/version/1.1"
    assert said["title"]
    assert isinstance(said["items"], list)
    for item in said["items"]:
        assert item["id"]
        assert item["content_text"]
        moment(item["date_published"])
    return said


def moment(said: str | None) -> datetime.datetime:
    """Return a date of RFC 3339, which must say to which time zone it belongs."""
    assert said is not None
    read = datetime.datetime.fromisoformat(said)
    assert read.tzinfo is not None
    return read


def titles(text: str) -> list[str]:
    return [each["title"] for each in atom(text)["entries"]]


# --- Everything ---------------------------------------------------------------------------------


def test_what_came_last_stands_first_and_illustrations_are_marked(tmp_path):
    files = {
        "reviews/debriefs/first.md": debrief("first", title="First", added="2026-11"),
        "reviews/near-misses/later.md": near_miss("later", title="Later", added="2027-02"),
        "reviews/debriefs/made-up.md": debrief(
            "made-up", title="Made up", origin="illustrative", added="2027-02"
        ),
    }

    made = feeds(published(tmp_path, files))

    assert titles(made["feed.xml"]) == ["Later", "Made up (illustration)", "First"]
    illustration = atom(made["feed.xml"])["entries"][1]
    assert "never counted" in illustration["summary"]
    assert "Illustration" in illustration["tags"]


def test_both_forms_of_a_feed_say_the_same(tmp_path):
    made = feeds(published(tmp_path, {**everything()}), "https://board.example/learning")
    assert len(made) > 8
    for path in [path for path in made if path.endswith(".xml")]:
        one = atom(made[path])
        other = json_feed(made[path.replace(".xml", ".json")])
        assert other["title"] == one["title"]
        assert [
            {
                "id": item["id"],
                "title": item["title"],
                "summary": item["content_text"],
                "updated": moment(item["date_published"]),
                "link": item["url"],
                "tags": item["tags"],
            }
            for item in other["items"]
        ] == one["entries"]


def everything() -> dict[str, str | bytes]:
    """Return records of each kind, one that was withdrawn, and entries with a history."""
    return {
        "reviews/near-misses/a-near-miss.md": near_miss(
            patterns=[{"pattern": "tunnel-vision", "influence": "unsafe", "how": "Eyes on one."}]
        ),
        "reviews/debriefs/a-debrief.md": debrief(added="2027-01"),
        "reviews/case-reviews/a-review.md": case_review(
            findings=[finding("one", in_this_case="So it was."), finding("two", selected=True)],
            added="2027-02",
        ),
        "reviews/near-misses/taken-back.md": page(WITHDRAWN).removesuffix("---\n") + "---\n",
        "docs/patterns/tunnel-vision.md": entry(
            **TUNNEL, former_ids=["blinkers"], history=[CREATED, RENAMED]
        ),
    }


def test_dates_are_the_first_of_the_month_and_no_clock_is_asked(tmp_path):
    library = published(tmp_path, everything())

    made = feeds(library)

    dates = {each["title"]: each["updated"] for each in atom(made["feed.xml"])["entries"]}
    assert dates["Title of a-debrief"] == datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
    assert atom(made["feed.xml"])["updated"] == max(dates.values())
    assert feeds(library) == made
    this_year = datetime.datetime.now(datetime.UTC).year
    empty = atom(feeds(published(tmp_path / "empty", {}))["feed.xml"])
    assert empty["entries"] == []
    assert empty["updated"].year < this_year


def test_ids_stay_the_same_wherever_the_site_stands(tmp_path):
    library = published(tmp_path, everything())

    at_home, elsewhere = feeds(library), feeds(library, "https://elsewhere.example/x/")

    assert set(at_home) == set(elsewhere)
    for path in [path for path in at_home if path.endswith(".xml")]:
        one, other = atom(at_home[path]), atom(elsewhere[path])
        assert one["id"] == other["id"]
        assert [e["id"] for e in one["entries"]] == [e["id"] for e in other["entries"]]
        assert all(each["id"].startswith("tag:") for each in (one, *one["entries"]))


def test_links_are_whole_where_the_address_is_known_and_relative_to_the_feed_where_not(tmp_path):
    library = published(tmp_path, everything())

    known = feeds(library, "https://board.example/learning")
    unknown = feeds(library)

    def of(made: dict[str, str], path: str) -> set[str]:
        feed = atom(made[path])
        return {*feed["links"].values(), *(each["link"] for each in feed["entries"])}

    assert {
        "https://board.example/learning/feed.xml",
        "https://board.example/learning/new/",
        "https://board.example/learning/debriefs/a-debrief/",
        "https://board.example/learning/new/vocabulary/#month-2027-03",
    } <= of(known, "feed.xml")
    assert {"feed.xml", "new/", "debriefs/a-debrief/"} <= of(unknown, "feed.xml")
    assert {"../near-misses/a-near-miss/", "tunnel-vision/", "tunnel-vision.xml"} <= of(
        unknown, "patterns/tunnel-vision.xml"
    )
    assert "home_page_url" not in json_feed(unknown["feed.json"])
    said = json_feed(known["feed.json"])
    assert said["home_page_url"] == "https://board.example/learning/new/"
    assert said["feed_url"] == "https://board.example/learning/feed.json"


def test_a_record_without_a_month_is_never_newer_than_its_year(tmp_path):
    files = {
        "reviews/debriefs/noted.md": debrief("noted", added="2026-02", completed=2025),
        "reviews/debriefs/year.md": debrief("year", added=None, completed=2026),
        "reviews/debriefs/never.md": debrief("never", added=None, completed=None),
    }

    made = feeds(published(tmp_path, files))

    assert titles(made["feed.xml"]) == ["Title of noted", "Title of year"]


# --- What was withdrawn -------------------------------------------------------------------------


def test_a_withdrawn_record_takes_the_place_of_what_a_program_holds_and_says_nothing_of_it(
    tmp_path,
):
    before = {"reviews/near-misses/taken-back.md": near_miss("taken-back", title="Secret")}
    held = atom(feeds(published(tmp_path / "before", before))["feed.xml"])["entries"][0]
    after = {"reviews/near-misses/taken-back.md": everything()["reviews/near-misses/taken-back.md"]}

    text = feeds(published(tmp_path / "after", after))["feed.xml"]

    (notice,) = atom(text)["entries"]
    assert notice["id"] == held["id"]
    assert notice["updated"] >= held["updated"]
    assert notice["title"] == "Near miss, withdrawn"
    assert "delete it" in notice["summary"]
    assert "Secret" not in text
    assert "Manager of a board" not in text


def test_nobody_learns_of_a_withdrawal_that_was_not_for_them(tmp_path):
    gone = page({**WITHDRAWN, "audience": "board"})
    library, _ = load(tmp_path, {"reviews/near-misses/taken-back.md": gone})

    public, board = (feeds(publish(library, who))["feed.xml"] for who in ("public", "board"))

    assert titles(public) == []
    assert titles(board) == ["Near miss, withdrawn"]


# --- One pattern --------------------------------------------------------------------------------


def test_each_pattern_and_issue_has_a_feed_of_its_evidence_and_no_factor_has(tmp_path):
    made = feeds(published(tmp_path, everything()))

    ids = [
        *("human-judgement-and-reasoning", "human-tool-operation", "drift-into-failure"),
        *("tunnel-vision", "blinkers"),
    ]
    assert {path for path in made if "/" in path} == {
        f"patterns/{name}.{form}" for name in ids for form in ("xml", "json")
    }
    shown = ["Tunnel vision: renamed", "Title of a-review", "Title of a-near-miss"]
    assert titles(made["patterns/tunnel-vision.xml"]) == shown
    # What stands under a pattern is evidence of it as well.
    assert titles(made["patterns/human-judgement-and-reasoning.xml"]) == shown[1:]
    assert titles(made["patterns/human-tool-operation.xml"]) == []


def test_a_record_stands_once_in_a_feed_with_all_that_it_says(tmp_path):
    made = feeds(published(tmp_path, everything()))

    said = {e["title"]: e["summary"] for e in atom(made["patterns/tunnel-vision.xml"])["entries"]}

    assert said["Title of a-near-miss"] == "Near miss, unsafe: Eyes on one."
    review = said["Title of a-review"]
    assert "Finding, unsafe “Statement of one.”: So it was." in review
    assert "Finding, unsafe: Statement of two." in review


def test_whoever_follows_a_pattern_by_a_former_name_goes_on_doing_so(tmp_path):
    made = feeds(published(tmp_path, everything()))
    before = {"docs/patterns/blinkers.md": entry(**{**TUNNEL, "id": "blinkers"})}
    records = {path: text for path, text in everything().items() if path.startswith("reviews")}
    old = {path: text for path, text in vocabulary_pages().items() if "tunnel" not in path}
    records["reviews/case-reviews/a-review.md"] = case_review(
        findings=[finding("one", pattern="blinkers", in_this_case="So it was.")], added="2027-02"
    )
    records["reviews/near-misses/a-near-miss.md"] = near_miss()
    library, _ = load(tmp_path / "before", {**old, **before, **records})
    earlier = atom(feeds(publish(library, "public"))["patterns/blinkers.xml"])

    now = atom(made["patterns/blinkers.xml"])

    assert now["entries"] == atom(made["patterns/tunnel-vision.xml"])["entries"]
    assert now["id"] == earlier["id"]
    assert {each["id"] for each in earlier["entries"]} <= {each["id"] for each in now["entries"]}


# --- The vocabulary -----------------------------------------------------------------------------


def test_what_is_done_to_many_entries_in_a_month_is_one_piece_of_news(tmp_path):
    pages = {
        f"docs/factors/new-{n}.md": entry(
            id=f"new-{n}", kind="factor", parent="conditions-of-work", order=n, history=[CREATED]
        )
        for n in range(NAMED + 3)
    }

    (news,) = atom(feeds(published(tmp_path, pages))["feed.xml"])["entries"]

    assert news["title"] == f"Vocabulary: {NAMED + 3} entries created"
    assert news["summary"].endswith("; and 3 more")
    assert news["summary"].count(";") == NAMED


def test_a_change_says_what_it_was_and_why(tmp_path):
    entries = atom(feeds(published(tmp_path, everything()))["feed.xml"])["entries"]

    (renamed,) = [each for each in entries if each["title"].endswith("renamed")]
    assert renamed["title"] == "Vocabulary: “Tunnel vision” renamed"
    assert renamed["summary"] == "Tunnel vision: It was called “Blinkers”."


# --- Much, odd and hostile ----------------------------------------------------------------------


def test_a_feed_holds_the_newest_and_says_where_the_rest_is(tmp_path):
    files = {
        f"reviews/near-misses/one-{n}.md": near_miss(
            f"one-{n}",
            added=f"{2000 + n // 12}-{n % 12 + 1:02}",
            patterns=[{"pattern": "tunnel-vision", "influence": "unsafe", "how": "So."}],
        )
        for n in range(NEWEST + 20)
    }

    made = feeds(published(tmp_path, files))

    for path in ("feed.xml", "patterns/tunnel-vision.xml"):
        feed = atom(made[path])
        assert [each["title"] for each in feed["entries"]] == [
            f"Title of one-{n}" for n in range(NEWEST + 19, 19, -1)
        ]
        assert f"the {NEWEST} newest" in feed["subtitle"]
        assert feed["links"]["alternate"] in {"new/", "tunnel-vision/"}


def test_whatever_a_record_or_an_entry_says_a_feed_can_be_read_and_says_just_that(tmp_path):
    write(tmp_path, {**vocabulary_pages(), **hostile_entries(HOSTILE), **hostile_records(HOSTILE)})
    library = open_library(Folders.at(tmp_path), "public", refuse_names=False).library

    made = feeds(library)

    assert len(made) > 2 * len(HOSTILE)
    for path in [path for path in made if path.endswith(".xml")]:
        feed = atom(made[path])
        read = etree.fromstring(made[path].encode())
        assert {each.tag for each in read.iter()} <= {
            f"{ATOM}{name}"
            for name in (
                *("feed", "entry", "title", "link", "id", "updated", "published", "author"),
                *("name", "subtitle", "rights", "summary", "category"),
            )
        }
        for href in (*feed["links"].values(), *(each["link"] for each in feed["entries"])):
            assert re.fullmatch(r"[a-z0-9./#-]+", href)
    for number, text in enumerate(HOSTILE):
        feed = atom(made[f"patterns/hostile-issue-{number}.xml"])
        assert feed["title"].endswith(f"Before {' '.join(text.split())} after, issue {number}")
    summaries = {each["summary"] for each in atom(made["patterns/tunnel-vision.xml"])["entries"]}
    shown = atom(made["patterns/tunnel-vision.xml"])
    assert len(shown["entries"]) == 2 * len(HOSTILE)
    assert any("<script>alert(1)</script>" in each for each in summaries)


def test_what_no_xml_may_hold_is_left_out(tmp_path):
    library = published(tmp_path, {"reviews/debriefs/a-debrief.md": debrief()})
    (one,) = library.records
    odd = one.record.model_copy(update={"title": "a\x0bb\x00c\ud800d\uffffe\U0001f600"})
    odd_library = replace(library, records=(replace(one, record=odd),))

    made = feed_files(odd_library, Site())

    assert titles(made["feed.xml"]) == ["a b c d e\U0001f600"]
    assert json_feed(made["feed.json"])["items"][0]["title"] == "a b c d e\U0001f600"


# --- For whom -----------------------------------------------------------------------------------


def test_a_boards_copy_has_feeds_that_say_that_they_are_internal(tmp_path):
    files = {
        "reviews/debriefs/open.md": debrief("open"),
        "reviews/debriefs/ours.md": debrief("ours", audience="board"),
    }
    library, _ = load(tmp_path, files)

    public, board = feeds(publish(library, "public")), feeds(publish(library, "board"))

    assert titles(public["feed.xml"]) == ["Title of open"]
    assert titles(board["feed.xml"]) == ["Title of open", "Title of ours"]
    for path, text in board.items():
        read = atom(text) if path.endswith(".xml") else json_feed(text)
        assert read["title"].startswith("Internal")
    # A program that reads both takes neither for the other.
    ids = [{each["id"] for each in atom(made["feed.xml"])["entries"]} for made in (public, board)]
    assert ids[0].isdisjoint(ids[1])


def test_those_who_took_part_in_a_review_get_no_feed(tmp_path):
    draft = case_review(stage="interim", audience="participants")
    reader = Reader(Audience.PARTICIPANTS, "a-review")

    library = published(tmp_path, {"reviews/case-reviews/a-review.md": draft}, reader)

    assert len(library.records) == 1
    assert feeds(library) == {}
