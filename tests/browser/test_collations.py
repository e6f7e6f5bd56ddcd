"""Collations: by keyboard, on a phone, as they are heard, without scripts, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import PHONE, Visit, Windows
from tests.browser.test_browser import (
    ENLARGED,
    PAGES,
    roles,
    see_the_focus,
    skip_to_the_text,
    tab_to,
)
from tests.browser.test_navigator import printed

pytestmark = pytest.mark.browser

COLLATION = PAGES["a collation"]
RECURRING = "#table-recurring"


def first_row(table: Locator) -> Locator:
    """Return the first row of a table that has figures."""
    return table.locator("tbody tr:not(.pb-level)").first


def test_by_keyboard_one_gets_from_a_figure_to_the_record_behind_it(visit: Visit):
    page = visit.open(COLLATION)
    skip_to_the_text(page)
    tab_to(page, "What recurs, and what is told once")
    page.keyboard.press("Enter")
    expect(page.locator("#recurs")).to_be_in_viewport()
    told_in = page.locator(f"{RECURRING} td.pb-behind a").first
    title = told_in.inner_text()
    tab_to(page, title)
    assert see_the_focus(page) == title
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_have_text(re.compile(re.escape(title)))
    assert visit.faults == []


@pytest.mark.parametrize("size", [PHONE, ENLARGED], ids=["phone", "enlarged"])
def test_on_a_narrow_screen_each_figure_has_its_heading_and_it_stays_a_table(
    windows: Windows, size: dict[str, int]
):
    page = windows.window(viewport=size).open(COLLATION)
    table = page.locator(RECURRING)
    cells = first_row(table).locator("td").all()
    boxes = [box for cell in cells if (box := cell.bounding_box())]
    assert len({box["x"] for box in boxes}) == 1
    assert [box["y"] for box in boxes] == sorted({box["y"] for box in boxes})
    headings = table.locator("thead th").all_text_contents()[1:]
    for cell, heading in zip(cells, headings, strict=True):
        assert heading in cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert roles(page) >= {"table", "row", "columnheader", "rowheader", "cell"}
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_figure_is_heard_with_its_whole_and_a_table_with_its_name(visit: Visit):
    page = visit.open(COLLATION)
    table = page.get_by_role("table", name="Patterns and issues that two records or more name")
    expect(first_row(table).locator("td").first).to_have_text(re.compile(r"^\d+ of \d+$"))
    expect(first_row(table).get_by_role("rowheader")).to_have_count(1)


def test_without_scripts_every_figure_is_there(windows: Windows):
    page = windows.window(java_script_enabled=False).open("collations/")
    page.get_by_role("main").get_by_role("link", name="The near misses of Report 6").click()
    expect(page.locator("main h1")).to_have_text(re.compile("Report 6"))
    assert page.locator("table.pb-collated td.pb-number").count() > 100


def test_on_paper_figures_keep_their_columns_and_their_caveat(visit: Visit):
    page = visit.open(COLLATION)
    text = printed(page)
    for said in ("Beforeyoureadafigure.", "Nothinghereisranked.", "Patternorissue", "Toldin"):
        assert said in text
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 670, "height": 900})  # as wide as the text on A4
    assert page.evaluate("document.documentElement.scrollWidth") <= 670
    cells = first_row(page.locator(RECURRING)).locator("td").all()
    assert len({box["y"] for cell in cells if (box := cell.bounding_box())}) == 1
