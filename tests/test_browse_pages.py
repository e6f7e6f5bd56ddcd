"""Pages to browse by and the navigator, on small libraries: long, empty, and for other readers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from patternbook.library import load_library
from patternbook.pages import make_pages
from patternbook.pages.page import Page
from patternbook.publication import Reader, publish
from patternbook.vocabulary import Audience
from tests.making import case_review, debrief, episode, factor, finding, near_miss, write


def pages_of(root: Path, files: dict[str, str], reader: Reader | str = "public") -> dict[str, Page]:
    library, problems = load_library(write(root, files))
    assert problems == []
    return {page.path: page for page in make_pages(publish(library, reader))}


def titles_in(text: str) -> list[str]:
    """Return the titles that a page lists, in order."""
    return re.findall(r"^- \*\*\[(.+?)\]", text, re.MULTILINE)


def test_a_long_list_is_cut_into_pages_that_lead_to_one_another(tmp_path):
    files = {
        f"reviews/near-misses/case-{n}.md": near_miss(f"case-{n}", title=f"Case number {n:03}")
        for n in range(250)
    }
    pages = pages_of(tmp_path, files)

    assert "browse/agency/school.md" not in pages, "a value that nothing has needs no page"
    paths = ["", "/page-2", "/page-3"]
    parts = [pages[f"browse/agency/childrens-social-care{path}.md"].markdown for path in paths]
    assert [len(titles_in(part)) for part in parts] == [100, 100, 50]
    assert titles_in("\n".join(parts)) == [f"Case number {n:03}" for n in range(250)]
    assert "[2](childrens-social-care/page-2.md)" in parts[0]
    assert "[1](../childrens-social-care.md)" in parts[2]
    assert "browse/agency/childrens-social-care/page-4.md" not in pages


def test_a_list_goes_kind_by_kind_the_newest_first_and_what_is_invented_last(tmp_path):
    pages = pages_of(
        tmp_path,
        {
            "reviews/near-misses/a.md": near_miss("a", title="Invented", origin="illustrative"),
            "reviews/near-misses/b.md": near_miss("b", title="Older", completed=2019),
            "reviews/near-misses/c.md": near_miss("c", title="Newer", completed=2023),
            "reviews/debriefs/d.md": debrief("d", title="Debrief"),
            "reviews/case-reviews/e.md": case_review("e", title="Review"),
        },
    )

    text = pages["browse/setting/referral-and-assessment.md"].markdown
    assert titles_in(text) == ["Review", "Newer", "Older", "Invented", "Debrief"]
    assert re.findall(r"^## (.+?) \{", text, re.MULTILINE) == [
        "Case reviews",
        "Near misses",
        "Debriefs",
    ]
    assert "4 records, the newest of each kind first." in text
    assert "1 illustration is listed too, marked and not counted." in text
    assert text.count("Illustration, not counted") == 1


def test_a_record_without_a_year_can_be_found_by_that(tmp_path):
    pages = pages_of(tmp_path, {"reviews/debriefs/a.md": debrief("a", completed=None)})

    assert titles_in(pages["browse/year/not-said.md"].markdown) == ["Title of a"]
    assert "[No year given](year/not-said.md): 1 record" in pages["browse/index.md"].markdown


def test_a_record_leads_to_what_shares_its_setting_agency_year_and_origin(tmp_path):
    record = pages_of(tmp_path, {"reviews/debriefs/a.md": debrief("a")})["debriefs/a.md"].markdown

    for path in (
        "setting/referral-and-assessment",
        "agency/childrens-social-care",
        "year/2024",
        "origin/contributed",
    ):
        assert f"](../browse/{path}.md)" in record


def test_a_library_without_records_shows_all_its_gaps(tmp_path):
    pages = pages_of(tmp_path, {})

    browse = pages["browse/index.md"].markdown
    assert "Police; " in browse
    assert "Out of hours; " in browse
    assert "Chance" in browse
    assert [path for path in pages if path.startswith("browse/")] == ["browse/index.md"]
    navigator = BeautifulSoup(pages["navigator/index.md"].markdown, "lxml")
    numbers = {half.get_text() for half in navigator.select(".pb-half")}
    assert numbers == {"0 helped", "0 hindered"}
    assert "8 of 8 cells are empty" in pages["navigator/index.md"].markdown
    pattern = pages["navigator/human-tool-operation.md"].markdown
    assert "A gap is not a finding" in pattern
    assert "What kind of evidence" not in pages["factors/workload.md"].markdown


MANY = {
    f"reviews/near-misses/case-{n}.md": near_miss(
        f"case-{n}",
        title=f"Case number {n:03}",
        factors=[factor("workload", how=f"How {n}."), factor("timing", "helped")],
        patterns=[{"pattern": "tunnel-vision", "influence": "unsafe", "how": "So."}],
    )
    for n in range(300)
}


def test_a_full_cell_shows_the_first_units_and_leads_to_all_of_them(tmp_path):
    pages = pages_of(tmp_path, MANY)

    own = pages["navigator/human-judgement-and-reasoning.md"].markdown
    assert len(re.findall(r"How \d+", own)) == 3
    lead = re.search(r"These are the first 3; here are \[all 300\]\((.+?)#(.+?)\)", own)
    assert lead is not None
    further = [
        pages[f"navigator/human-judgement-and-reasoning/page-{n}.md"].markdown for n in (1, 2, 3)
    ]
    assert "navigator/human-judgement-and-reasoning/page-4.md" not in pages
    listed = "".join(further)
    assert "{ #hindered-workload }" in further[0]
    assert "{ #helped-timing }" in further[1], "a factor begins where its number leads"
    assert "page-2.md#helped-timing" in own
    for n in range(300):
        assert listed.count(f"Case number {n:03}") == 2


def test_a_board_finds_its_own_records_where_the_public_does_not(tmp_path):
    files = {
        "reviews/near-misses/a.md": near_miss("a", title="Shown"),
        "reviews/near-misses/b.md": near_miss(
            "b",
            title="Kept",
            audience="board",
            agencies=["police"],
            patterns=[{"pattern": "tunnel-vision", "influence": "unsafe", "how": "So."}],
        ),
    }
    public, board = pages_of(tmp_path, files), pages_of(tmp_path, files, "board")

    assert "browse/agency/police.md" not in public
    assert "Police" in public["browse/index.md"].markdown.split("Nothing here yet", 3)[-1]
    kept = board["browse/agency/police.md"].markdown
    assert titles_in(kept) == ["Kept"]
    assert "for this board only" in kept
    assert "Kept" not in "".join(page.markdown for page in public.values())
    assert "Kept" in board["navigator/human-judgement-and-reasoning.md"].markdown


def test_participants_find_their_own_draft_and_nothing_else(tmp_path):
    files = {
        "reviews/near-misses/a.md": near_miss("a", title="Shown"),
        "reviews/case-reviews/b.md": case_review(
            "b",
            title="Draft",
            stage="interim",
            audience="participants",
            sign_off=None,
            episodes=[episode("first", practice="good")],
            findings=[finding(episodes=["first"])],
        ),
    }
    pages = pages_of(tmp_path, files, Reader(Audience.PARTICIPANTS, "b"))

    everywhere = {
        path: titles_in(page.markdown) for path, page in pages.items() if "browse/" in path
    }
    assert everywhere["browse/practice/good.md"] == ["Episode first"]
    assert {title for titles in everywhere.values() for title in titles} == {
        "Draft",
        "Episode first",
    }
    assert "draft: interim" in pages["browse/year/2024.md"].markdown
    assert "1 hindered" in BeautifulSoup(pages["navigator/index.md"].markdown, "lxml").get_text()


@pytest.mark.parametrize("path", ["browse/index.md", "navigator/human-tool-operation.md"])
def test_nobody_can_write_a_page_where_these_are_made(tmp_path, path):
    folders = write(tmp_path, {f"docs/{path}": "# Mine\n"})

    _, problems = load_library(folders)

    assert [problem.code for problem in problems] == ["does-not-belong-in-docs"]
