"""A board's copy as its readers meet it: plainly the board's, and legible in every colour."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from patternbook.settings import contrast_with_white
from tests.browser.accessible import violations
from tests.browser.conftest import PHONE, Windows, serving
from tests.conftest import run_patternbook
from tests.copies import init, shared_library
from tests.making import near_miss

pytestmark = pytest.mark.browser

# The palest grey that a header may have: where this can be read, any colour can.
PALEST = "#767676"
PAGES = ["", "glossary/", "near-misses/a-letter/", "about-this-copy/"]


@pytest.fixture(scope="module")
def board_windows(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Windows]:
    """Serve a copy whose header has the palest colour that is allowed."""
    place: Path = tmp_path_factory.mktemp("board")
    shared = {"reviews/near-misses/a-letter.md": near_miss("a-letter")}
    upstream = shared_library(place / "upstream", shared)
    told = ("--name", "Quillshire", "--contact", "the manager", "--colour", PALEST)
    made = init("copy", "--library", str(upstream), *told, cwd=place)
    built = run_patternbook("build", "--root", "copy", "--site-dir", "site", cwd=place)
    assert (made.returncode, built.returncode) == (0, 0), made.stderr + built.stderr
    with serving(place / "site") as base:
        yield Windows(browser, base)


def test_the_colour_is_the_palest_that_may_be():
    assert contrast_with_white(PALEST) >= 4.5
    assert contrast_with_white("#777777") < 4.5


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_can_be_read_on_the_boards_colour(board_windows: Windows, scheme: str, path: str):
    visit = board_windows.window(color_scheme=scheme)

    page = visit.open(path)

    colour = "getComputedStyle(document.querySelector('.md-header')).backgroundColor"
    assert page.evaluate(colour) == "rgb(118, 118, 118)"
    assert violations(page) == ""
    assert visit.faults == []


def test_on_a_phone_the_strip_leaves_room_for_the_page(board_windows: Windows):
    visit = board_windows.window(color_scheme="light", viewport=PHONE)

    page = visit.open("near-misses/a-letter/")

    strip = page.locator(".md-banner")
    expect(strip).to_contain_text("Internal copy of Quillshire")
    box = strip.bounding_box()
    assert box is not None
    assert box["height"] < PHONE["height"] / 5
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(page) == ""


def test_on_paper_it_says_that_it_is_internal(board_windows: Windows):
    page = board_windows.window(color_scheme="light").open("near-misses/a-letter/")
    page.emulate_media(media="print")

    expect(page.locator(".md-banner")).to_be_visible()

    page.emulate_media(media="screen")


def test_search_finds_the_boards_own_page(board_windows: Windows):
    visit = board_windows.window(color_scheme="light")
    page = visit.open("")
    page.get_by_role("searchbox", name="Search this library").fill("this copy")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="About this copy").first).to_be_visible()
    assert violations(page) == ""
    assert visit.faults == []


def test_a_form_keeps_nothing_of_what_is_written_in_a_boards_copy(board_windows: Windows):
    page = board_windows.window(color_scheme="light").open("contribute/write/near-miss/")

    page.get_by_label("Title", exact=True).fill("A letter that was late")

    expect(page.locator("#pb-kept-said")).to_contain_text("keeps nothing of what you write")
    expect(page.get_by_label("Keep what I write")).to_have_count(0)
    assert "late" not in page.evaluate("JSON.stringify(localStorage)")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Wipe everything").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("")
