"""The guide as it is used: on paper, by keyboard, without scripts, and a form to fill in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessible import violations
from tests.browser.conftest import PHONE, Visit, Windows
from tests.guide_report import read_pages

pytestmark = pytest.mark.browser

TOOLS = [p.name for p in read_pages() if p.name.startswith("tools/") and p.needs]
FIVE_WHYS = "guide/tools/five-whys/"
FORM = "guide/tools/self-assessment/"


def printed(page: Page) -> pypdf.PdfReader:
    """Return a page as it comes out of a printer, on A4."""
    return pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_prints_on_one_sheet_with_all_that_is_on_its_sheet(windows: Windows, name: str):
    page = windows.window(color_scheme="light").open(f"guide/{name.removesuffix('.md')}/")
    sheets = printed(page).pages
    assert len(sheets) == 1
    text = re.sub(r"\W+", "", sheets[0].extract_text())
    title = str(next(p for p in read_pages() if p.name == name).source.front_matter["title"])
    assert re.sub(r"\W+", "", title) in text
    for paragraph in page.locator(".pb-sheet p:visible, .pb-sheet li:visible").all_inner_texts():
        if not re.search("Evidence in the library|Keep my answers|Print this sheet", paragraph):
            assert re.sub(r"\W+", "", paragraph)[:40] in text, paragraph
    assert page.locator(".pb-sheet").inner_text().strip()
    assert "Watchfor" not in text


def test_a_term_says_what_it_means_by_keyboard_and_escape_puts_it_away(visit: Visit):
    page = visit.open(FIVE_WHYS)
    link = page.locator("a.pb-term").first
    before = page.locator("main article a[href]:not(.headerlink)").first
    before.focus()
    while not link.evaluate("each => each === document.activeElement"):
        page.keyboard.press("Tab")
    note = page.get_by_role("tooltip")
    expect(note).to_be_visible()
    expect(note).to_have_text(link.get_attribute("data-means") or "-")
    expect(link).to_have_attribute("aria-describedby", note.get_attribute("id") or "-")
    assert violations(page) == ""
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    assert visit.faults == []


def test_what_a_term_means_stays_while_the_pointer_is_on_it(visit: Visit):
    page = visit.open(FIVE_WHYS)
    page.locator("a.pb-term").first.hover()
    note = page.get_by_role("tooltip")
    note.hover()
    page.wait_for_timeout(400)
    expect(note).to_be_visible()
    page.locator("main h1").hover()
    expect(note).to_have_count(0)


def test_what_a_term_means_fits_on_a_phone(windows: Windows):
    page = windows.window(viewport=PHONE).open(FIVE_WHYS)
    for link in page.locator("a.pb-term").all():
        link.scroll_into_view_if_needed()
        link.hover()
        box = page.get_by_role("tooltip").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        page.keyboard.press("Escape")


def test_without_scripts_a_term_leads_to_what_it_means(windows: Windows):
    page = windows.window(java_script_enabled=False).open(FIVE_WHYS)
    link = page.locator("a.pb-term").first
    means = link.get_attribute("data-means") or "-"
    link.click()
    target = page.locator(".pb-defined:target")
    expect(target).to_be_in_viewport()
    expect(page.locator("li", has=target)).to_contain_text(means)


@pytest.fixture
def form(browser: Browser, windows: Windows) -> Iterator[Page]:
    """Open the self-assessment in a browser that has never seen it."""
    base = windows.window(color_scheme="light").base
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(base + FORM)
    yield page
    context.close()


def test_the_form_keeps_nothing_unless_its_reader_says_so(form: Page):
    form.locator("input[name=structure-1]").first.check()
    assert form.evaluate("localStorage.getItem('patternbook-self-assessment')") is None
    form.reload()
    expect(form.locator("input[name=structure-1]").first).not_to_be_checked()


def test_answers_come_back_once_kept_and_are_wiped_when_asked(form: Page):
    form.get_by_label("Keep my answers in this browser").check()
    form.locator("input[name=culture-2]").nth(1).check()
    form.locator("#people-note").fill("We talk on <b>Fridays</b>.")
    form.reload()
    expect(form.locator("input[name=culture-2]").nth(1)).to_be_checked()
    expect(form.locator("#people-note")).to_have_value("We talk on <b>Fridays</b>.")
    form.get_by_role("button", name="Wipe my answers").click()
    expect(form.locator("#people-note")).to_have_value("")
    assert form.evaluate("localStorage.getItem('patternbook-self-assessment')") is None
    form.reload()
    expect(form.locator("input[name=culture-2]").nth(1)).not_to_be_checked()


def test_kept_answers_that_make_no_sense_are_passed_over(form: Page):
    for kept in ("{", "null", "[1]", '{"culture-2": {}, "people-note": 3, "keep": "x"}'):
        form.evaluate("kept => localStorage.setItem('patternbook-self-assessment', kept)", kept)
        form.reload()
        expect(form.locator(".pb-part")).to_have_text(
            "Filled in part: 20 of 20 statements are left open."
        )


def test_a_form_that_is_half_filled_in_prints_as_such_on_one_sheet(form: Page):
    for name in ("structure-1", "structure-2", "people-4"):
        form.locator(f"input[name={name}]").first.check()
    form.locator("#structure-note").fill("On Mondays we begin with what went well.")
    sheets = printed(form).pages
    assert len(sheets) == 1
    text = " ".join(sheets[0].extract_text().split())
    assert "Filled in part: 17 of 20 statements are left open." in text
    assert "Structure: yes: 2, left open: 2" in text
    assert "On Mondays we begin" in text


def test_a_form_that_is_filled_in_says_so_and_adds_nothing_up(form: Page):
    for number in range(form.locator(".pb-statement").count()):
        form.locator(".pb-statement").nth(number).locator("input").nth(number % 4).check()
    expect(form.locator(".pb-part")).to_have_text("Every statement is answered.")
    expect(form.locator(".pb-result li").first).to_have_text(
        "Structure: yes: 1, in part: 1, not yet: 1, not known: 1"
    )
    assert len(printed(form).pages) == 1
    assert violations(form) == ""


def test_without_scripts_the_form_can_be_filled_in_and_printed(windows: Windows):
    page = windows.window(java_script_enabled=False).open(FORM)
    page.locator("input[name=structure-1]").first.check()
    expect(page.locator("input[name=structure-1]").first).to_be_checked()
    expect(page.get_by_role("button", name="Wipe my answers")).to_be_hidden()
    assert len(printed(page).pages) == 1


def test_enter_in_the_form_sends_nothing_anywhere(form: Page):
    address = form.url
    form.locator("input[name=structure-1]").first.focus()
    form.keyboard.press("Enter")
    assert form.url == address


def test_the_form_and_the_terms_work_in_a_copy_that_opens_by_double_click(
    browser: Browser, real_site: Path
):
    context = browser.new_context()
    page = context.new_page()
    page.goto((real_site / FORM / "index.html").as_uri())
    page.get_by_label("Keep my answers in this browser").check()
    page.locator("input[name=structure-1]").first.check()
    page.reload()
    expect(page.locator("input[name=structure-1]").first).to_be_checked()
    page.get_by_role("button", name="Wipe my answers").click()
    page.locator("a.pb-term").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    context.close()


def test_the_guide_is_walked_from_its_first_page_to_a_sheet(visit: Visit):
    page = visit.open("guide/")
    page.get_by_role("main").get_by_role("link", name="Five whys").click()
    expect(page.locator("main h1")).to_contain_text("Five whys")
    page.get_by_role("navigation", name="This part of the guide").get_by_role("link").last.click()
    expect(page).not_to_have_url(re.compile("five-whys"))
