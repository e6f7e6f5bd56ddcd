"""The navigator and the pages to browse by: by keyboard, on a phone, without scripts, on paper."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import PHONE, Visit, Windows
from tests.browser.test_browser import (
    ENLARGED,
    PAGES,
    roles,
    see_the_focus,
    skip_to_the_text,
    tab_to,
)

pytestmark = pytest.mark.browser

NAVIGATOR = PAGES["the navigator"]
TABLET = {"width": 768, "height": 1024}
NEW_PAGES = [
    PAGES[name]
    for name in (
        "all ways to browse",
        "a way to browse",
        "the navigator",
        "a pattern in the navigator",
    )
]


def test_by_keyboard_one_gets_from_a_cell_to_its_evidence_to_the_record(visit: Visit):
    page = visit.open(NAVIGATOR)
    skip_to_the_text(page)
    tab_to(page, "Conditions of work")
    for _ in range(20):
        page.keyboard.press("Tab")
        if re.search(r"\d\s+helped\W+[\d,]+\s+hindered", see_the_focus(page)):
            break
    cell = page.locator(":focus")
    row = page.locator("tr", has=cell)
    expect(row.locator("th")).to_have_text("Conditions of work")
    numbers = cell.locator(".pb-half").all_inner_texts()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/navigator/.+/#type-conditions-of-work$"))
    heading = page.locator("h3#type-conditions-of-work")
    expect(heading).to_be_in_viewport()
    expect(heading.locator("xpath=following-sibling::p[1]")).to_contain_text(
        ", ".join(number.replace("\n", " ") for number in numbers)
    )
    page.keyboard.press("Tab")
    title = see_the_focus(page)
    while title.startswith("Link to") or not title:
        page.keyboard.press("Tab")
        title = see_the_focus(page)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(title)
    expect(page).not_to_have_url(re.compile("/navigator/"))
    assert visit.faults == []


@pytest.mark.parametrize("size", [PHONE, ENLARGED, TABLET], ids=["phone", "enlarged", "tablet"])
def test_on_a_narrow_screen_each_type_has_its_patterns_below_it_and_it_stays_a_table(
    windows: Windows, size: dict[str, int]
):
    page = windows.window(viewport=size).open(NAVIGATOR)
    row = page.locator("tbody tr", has_text="Conditions of work").first
    boxes = [box for cell in row.locator("td").all() if (box := cell.bounding_box())]
    assert len(boxes) == 6
    assert len({box["x"] for box in boxes}) == 1
    assert [box["y"] for box in boxes] == sorted({box["y"] for box in boxes})
    for cell, heading in zip(
        row.locator("td").all(), page.locator("thead th a").all_text_contents(), strict=True
    ):
        shown = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
        assert heading in shown
    assert roles(page) >= {"table", "row", "columnheader", "rowheader", "cell"}
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_on_a_desktop_all_patterns_stand_side_by_side(visit: Visit):
    row = visit.open(NAVIGATOR).locator("tbody tr", has_text="Conditions of work").first
    boxes = [box for cell in row.locator("td").all() if (box := cell.bounding_box())]
    assert len({box["y"] for box in boxes}) == 1
    assert len({box["x"] for box in boxes}) == 6


def test_a_screen_reader_hears_which_number_is_which(visit: Visit):
    page = visit.open(NAVIGATOR)
    names = page.locator(".pb-by-pattern td a").evaluate_all(
        "links => links.map(link => link.textContent.trim())"
    )
    assert any(re.fullmatch(r"\d+ helped, \d+ hindered", name) for name in names)
    # A nought, too.
    expect(page.locator(".pb-none").first).to_have_text("0 helped, 0 hindered")


def test_without_scripts_the_hint_leads_to_browsing_and_on_to_a_record(windows: Windows):
    page = windows.window(java_script_enabled=False).open("")
    page.get_by_role("complementary", name="Without JavaScript").get_by_role(
        "link", name="browse by topic"
    ).click()
    expect(page.locator("main h1")).to_contain_text("Browse")
    page.get_by_role("main").get_by_role("link", name="Out of hours").click()
    expect(page.locator("main h1")).to_contain_text("Setting: Out of hours")
    page.locator(".pb-list a").first.click()
    expect(page.locator("main .pb-facts").last).to_be_visible()


def test_on_paper_the_whole_table_fits(visit: Visit):
    page = visit.open(NAVIGATOR)
    text = printed(page)
    for words in ("Humanjudgement", "Conditionsofwork", "Illustrations,nevercounted"):
        assert words in text
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 670, "height": 900})  # as wide as the text on A4
    assert page.evaluate("document.documentElement.scrollWidth") <= 670
    cells = page.locator(".pb-by-pattern tbody tr").nth(1).locator("td")
    assert len({box["y"] for cell in cells.all() if (box := cell.bounding_box())}) == 1
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 800})


def printed(page: Page) -> str:
    """Return the words of a page as it is printed, without spaces."""
    reader = PdfReader(BytesIO(page.pdf(format="A4")))
    return re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in reader.pages))
