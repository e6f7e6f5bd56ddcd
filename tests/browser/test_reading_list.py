"""Pages that a visitor keeps for later, in their own browser and nowhere else."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from tests.browser.accessible import violations_at
from tests.browser.conftest import DESKTOP, PHONE, Visit, Windows, serving
from tests.browser.test_browser import NEAR_MISS, PAGES, REVIEW, see_the_focus, tab_to
from tests.offline import OfflineCopy

pytestmark = pytest.mark.browser

LIST = PAGES["the reading list"]
FACTOR = PAGES["a factor"]
KEY = "patternbook:reading-list:/library/"
# Widths at which the guidelines are looked at.


@pytest.fixture(scope="module")
def base(real_site: Path) -> Iterator[str]:
    """Serve this very library."""
    with serving(real_site) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Open a browser in which nothing is kept yet."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def window(context: BrowserContext, base: str) -> Visit:
    """Return a window of that browser, which notes every fault."""
    return Visit(context.new_page(), base)


def keep(visit: Visit, *paths: str) -> Page:
    """Keep each of these pages for later, and go on to the list."""
    for path in paths:
        page = visit.open(path)
        page.get_by_role("button", name="Keep for later", exact=True).first.click()
        expect(page.get_by_role("button", name="Kept for later", exact=True)).to_be_visible()
    return visit.open(LIST)


def titles(page: Page) -> list[str]:
    """Return the titles on the list, in their order."""
    return page.locator(".pb-kept__list .pb-kept__title").all_inner_texts()


def stored(page: Page) -> Any:
    """Return what the browser has stored for the list."""
    text = page.evaluate("key => localStorage.getItem(key)", KEY)
    return None if text is None else json.loads(text)


def item(page: Page, title: str):
    """Return the part of the list that shows the page with this title."""
    return page.locator(".pb-kept__list > li", has_text=title)


def test_a_page_is_kept_annotated_ordered_printed_saved_and_removed(window: Visit, base: str):
    page = keep(window, PAGES["a near miss"], FACTOR, REVIEW)

    assert titles(page) == [NEAR_MISS, "Workload", "Waiting for the second referral"]
    expect(page.get_by_text("You have kept 3 pages.")).to_be_visible()
    expect(item(page, "Waiting")).to_contain_text("Case review (illustration)")

    page.get_by_label("Your note on Workload").fill("For Thursday,\nwith the team.")
    item(page, "Workload").get_by_role("button", name="Move down").click()
    assert titles(page) == [NEAR_MISS, "Waiting for the second referral", "Workload"]
    expect(page.get_by_role("status").last).to_have_text("Moved to place 3 of 3.")

    page.reload()
    assert titles(page) == [NEAR_MISS, "Waiting for the second referral", "Workload"]
    expect(page.get_by_label("Your note on Workload")).to_have_value(
        "For Thursday,\nwith the team."
    )

    printed = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(page.pdf())).pages)
    assert printed.index("Waiting for the second referral") < printed.index("Workload")
    assert "with the team." in printed
    assert f"{base}factors/workload/" in printed.replace("\n", "")
    assert not [
        w for w in ("Move up", "mpty the list", "What is kept", "Another browser") if w in printed
    ]

    with page.expect_download() as saved:
        page.get_by_role("button", name="Save it as a text file").click()
    assert saved.value.suggested_filename == "reading-list.txt"
    text = Path(saved.value.path()).read_text("utf-8")
    assert f"3. Workload\n   Contributory factor\n   {base}factors/workload/\n" in text
    assert "For Thursday" in text

    item(page, NEAR_MISS).get_by_role("button", name="Remove").click()
    assert titles(page) == ["Waiting for the second referral", "Workload"]
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Empty the list").click()
    expect(page.get_by_text("Nothing is kept yet.")).to_be_visible()
    assert stored(page) is None
    assert window.faults == []


def test_only_title_address_kind_and_note_are_stored(window: Visit):
    page = keep(window, FACTOR)

    assert stored(page) == {
        "items": [
            {
                "title": "Workload",
                "address": "factors/workload/",
                "kind": "Contributory factor",
                "note": "",
            }
        ]
    }


def test_an_episode_is_kept_with_its_place_on_the_page(window: Visit):
    page = window.open(REVIEW)
    title = "The fire service's referral waits"
    page.get_by_role("button", name=f"Keep for later: {title}").click()
    expect(page.get_by_role("button", name=f"Kept for later: {title}")).to_be_visible()
    expect(page.get_by_role("button", name="Keep for later", exact=True)).to_be_visible()

    window.open(LIST).get_by_role("link", name=title, exact=True).click()

    expect(window.page).to_have_url(re.compile("#episode-first-referral-waits$"))


def test_what_is_kept_can_be_taken_off_where_it_was_kept(window: Visit):
    keep(window, FACTOR)

    page = window.open(FACTOR)
    page.get_by_role("button", name="Kept for later").click()

    expect(page.get_by_role("button", name="Keep for later")).to_have_attribute(
        "aria-pressed", "false"
    )
    assert stored(page) == {"items": []}


def test_the_menus_say_how_many_pages_are_kept(window: Visit):
    page = window.open(FACTOR)
    footer = page.get_by_role("navigation", name="The whole library")
    expect(footer.get_by_role("link", name="Your reading list", exact=True)).to_be_visible()

    page.get_by_role("button", name="Keep for later").click()

    expect(footer.get_by_role("link", name="Your reading list (1)", exact=True)).to_be_visible()
    expect(page.get_by_text("Kept. Your reading list holds 1 page.")).to_have_count(1)


def test_two_tabs_show_the_same_list_and_lose_nothing(context: BrowserContext, base: str):
    one, other = Visit(context.new_page(), base), Visit(context.new_page(), base)
    page = keep(one, FACTOR, REVIEW)
    note = page.get_by_label("Your note on Workload")
    note.fill("Half a")

    keep(other, PAGES["a near miss"])
    expect(page.locator(".pb-kept__list > li")).to_have_count(3)
    page.keyboard.type(" sentence")

    expect(note).to_be_focused()
    expect(note).to_have_value("Half a sentence")
    expect(other.page.get_by_label("Your note on Workload")).to_have_value("Half a sentence")
    assert titles(other.page) == titles(page)


def test_the_list_can_be_used_by_keyboard_alone(window: Visit):
    page = window.open(FACTOR)
    tab_to(page, "Keep for later")
    page.keyboard.press("Enter")
    assert see_the_focus(page) == "Kept for later"
    page = keep(window, REVIEW)

    tab_to(page, "Move down: Workload")
    page.keyboard.press("Enter")
    # At the end of the list it can only be moved back.
    assert see_the_focus(page) == "Move up: Workload"
    page.keyboard.press("Space")
    assert titles(page) == ["Workload", "Waiting for the second referral"]

    tab_to(page, "Remove: Workload")
    page.keyboard.press("Enter")
    assert see_the_focus(page) == "Remove: Waiting for the second referral"
    page.keyboard.press("Enter")
    expect(page.locator(".pb-kept__summary")).to_be_focused()
    assert titles(page) == []


def test_a_filled_list_meets_the_guidelines_and_never_scrolls_sideways(
    window: Visit, looks: set[str]
):
    page = keep(window, FACTOR, REVIEW)

    assert violations_at(page, looks) == ""


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("path", [FACTOR, REVIEW, LIST], ids=["a factor", "a review", "the list"])
def test_nothing_moves_when_the_script_has_come(browser: Browser, base: str, size: Any, path: str):
    context = browser.new_context(viewport=size, reduced_motion="reduce")
    visit = Visit(context.new_page(), base)
    keep(visit, FACTOR, REVIEW)

    page = visit.open(path)
    moved = page.evaluate(
        """() => new Promise((resolve) => {
            let sum = 0;
            new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) sum += entry.value;
            }).observe({type: "layout-shift", buffered: true});
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
        })"""
    )

    assert moved < 0.01
    context.close()


HOSTILE_ITEMS = [
    {"title": "Runs", "address": "javascript:alert(1)", "kind": "x", "note": ""},
    {"title": "Elsewhere", "address": "https://elsewhere.example/", "kind": "x", "note": ""},
    {"title": "Beside", "address": "//elsewhere.example/", "kind": "x", "note": ""},
    {"title": "Backwards", "address": "\\\\elsewhere.example/", "kind": "x", "note": ""},
    {"title": "From the root", "address": "/other/", "kind": "x", "note": ""},
    {"title": "Up", "address": "factors/../../other/", "kind": "x", "note": ""},
    {"title": "Up, hidden", "address": "factors/%2e%2e/%2e%2e/", "kind": "x", "note": ""},
    {"title": "Data", "address": "data:text/html,<script>alert(1)</script>", "kind": "x"},
    {"title": "Without an address", "kind": "x", "note": ""},
    {"title": 7, "address": "factors/timing/", "kind": "x", "note": ""},
    {"title": "Strange note", "address": "factors/timing/", "kind": "x", "note": {"a": 1}},
    None,
    "text",
    [1, 2],
]


def test_of_what_others_put_into_the_storage_only_addresses_of_this_site_are_linked(window: Visit):
    page = window.open(LIST)
    markup = "<img src=x onerror=alert(1)>"
    good = {"title": markup, "address": "factors/workload/", "kind": markup, "note": markup}
    again = {**good, "title": "The same once more"}
    items = [*HOSTILE_ITEMS, good, again]
    page.evaluate(
        "([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps({"items": items})]
    )

    page.reload()

    assert titles(page) == [markup]
    links = page.locator(".pb-kept a").evaluate_all("links => links.map((link) => link.href)")
    assert links == [f"{window.base}factors/workload/"]
    assert page.locator(".pb-kept img").count() == 0
    expect(page.get_by_label("Your note")).to_have_value(markup)
    expect(page.get_by_text("Some of what was stored could not be read")).to_be_visible()
    assert window.faults == []


@pytest.mark.parametrize("text", ["{", "null", "[]", "7", '{"items": 3}', '{"items": [[[]]]}', ""])
def test_a_damaged_storage_can_be_emptied_and_used_again(window: Visit, text: str):
    page = window.open(LIST)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])

    page.reload()
    expect(page.get_by_text("Nothing is kept yet.")).to_contain_text("could not be read")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Empty the list").click()
    assert stored(page) is None

    assert titles(keep(window, FACTOR)) == ["Workload"]
    assert window.faults == []


def test_a_very_long_list_and_a_very_long_note_are_cut(window: Visit):
    page = window.open(LIST)
    items = [
        {
            "title": f"Page {n} " + "x" * 500,
            "address": f"factors/f-{n}/",
            "kind": "",
            "note": "n" * 5000,
        }
        for n in range(300)
    ]
    page.evaluate(
        "([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps({"items": items})]
    )

    page.reload()

    expect(page.locator(".pb-kept__list > li")).to_have_count(200)
    assert len(titles(page)[0]) == 300
    assert len(page.get_by_label("Your note").first.input_value()) == 1000

    page = window.open(FACTOR)
    page.get_by_role("button", name="Keep for later").click()
    expect(page.get_by_role("alert")).to_contain_text("200 pages")


DENIED = """
    Object.defineProperty(window, "localStorage", {
        get() { throw new DOMException("denied", "SecurityError"); },
    });
"""
FULL = """
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""


def test_where_a_browser_keeps_nothing_there_is_no_button_and_the_list_says_why(
    context: BrowserContext, window: Visit
):
    context.add_init_script(f"if (location.pathname.startsWith('/library/')) {{ {DENIED} }}")

    page = window.open(FACTOR)
    expect(page.locator("main h1")).to_be_visible()
    assert page.get_by_role("button", name="Keep for later").count() == 0
    page = window.open(LIST)
    expect(page.get_by_text("Your browser keeps nothing for this site")).to_be_visible()
    expect(page.get_by_role("heading", name="Without this list")).to_be_visible()


def test_a_full_storage_is_told_beside_the_button(context: BrowserContext, window: Visit):
    context.add_init_script(FULL)

    page = window.open(FACTOR)
    page.get_by_role("button", name="Keep for later").click()

    expect(page.get_by_role("alert")).to_contain_text("no room left")
    expect(page.get_by_role("button", name="Keep for later")).to_have_attribute(
        "aria-pressed", "false"
    )


def test_two_libraries_on_one_host_keep_two_lists(window: Visit):
    page = window.open(LIST)
    other = {"title": "Other", "address": "factors/workload/", "kind": "", "note": ""}
    page.evaluate(
        "([key, text]) => localStorage.setItem(key, text)",
        [KEY.replace("/library/", "/other/"), json.dumps({"items": [other]})],
    )

    page.reload()

    assert titles(page) == []


def test_without_scripts_there_is_no_button_and_the_page_tells_of_bookmarks(windows: Windows):
    visit = windows.window(java_script_enabled=False)
    page = visit.open(FACTOR)
    expect(page.locator(".pb-keep-line")).to_be_hidden()

    page = visit.open(LIST)
    expect(page.get_by_text("A bookmark does the same.")).to_be_visible()
    assert page.locator("main article button").count() == 0


def test_a_copy_from_a_disk_has_no_list_and_says_so(browser: Browser, real_copy: OfflineCopy):
    context = browser.new_context(offline=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    for path in ("factors/workload.html", "reading-list/index.html"):
        page.goto(real_copy.address(f"library/{path}"))
        expect(page.locator("main h1")).to_be_visible()
        assert page.locator(".pb-keep-line, .pb-kept, main article button").count() == 0
    expect(page.get_by_text("A copy that is opened from a disk")).to_be_visible()
    assert faults == []
    context.close()


def test_nothing_of_a_boards_copy_is_kept_in_a_browser(browser: Browser, board_copy: Path):
    board_site = board_copy / "site-board"
    context = browser.new_context()
    with serving(board_site) as base:
        visit = Visit(context.new_page(), base)
        page = visit.open("near-misses/a-letter/")
        expect(page.locator("main h1")).to_contain_text("A letter went astray")
        assert page.locator(".pb-keep, .pb-keep-line").count() == 0
        assert page.get_by_role("link", name="Your reading list").count() == 0
        assert page.evaluate("localStorage.length") == page.evaluate(
            "Object.keys(localStorage).filter((key) => !key.startsWith('patternbook')).length"
        )
        assert visit.faults == []
    assert not (board_site / "reading-list").exists()
    context.close()
