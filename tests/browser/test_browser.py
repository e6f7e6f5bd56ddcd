"""What a reader meets: on a laptop, on a phone, by keyboard, on paper and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from patternbook.source import read_source
from tests.browser.accessible import WIDTHS, violations, violations_at
from tests.browser.conftest import PHONE, Visit, Windows, serving
from tests.making import PROJECT
from tests.site.conftest import SITE_URL, Site

pytestmark = pytest.mark.browser

# One page of each kind.
KINDS = {
    "home": "",
    "patterns": "patterns/",
    "a pattern": "patterns/human-judgement-and-reasoning/",
    "factors": "factors/",
    "a factor": "factors/workload/",
    "a type of factor": "factors/own-team-factors/",
    "case reviews": "reviews/",
    "the worked case review": "reviews/waiting-for-the-second-referral/",
    "near misses": "near-misses/",
    "a near miss": "near-misses/names-the-system-could-not-spell/",
    "debriefs": "debriefs/",
    "a debrief": "debriefs/a-home-visit-that-went-well/",
    "episodes": "episodes/",
    "recommendations": "recommendations/",
    "all ways to browse": "browse/",
    "a way to browse": "browse/agency/police/",
    "the collations": "collations/",
    "a collation": "collations/near-misses-of-report-6/",
    "the navigator": "navigator/",
    "a pattern in the navigator": "navigator/human-judgement-and-reasoning/",
    "the mirror": "balance/",
    "before you start a review": "before-you-start/",
    "the reading list": "reading-list/",
    "glossary": "glossary/",
    "the ideas in one page": "guide/",
    "team packs": "packs/",
    "the pack of a pattern": "packs/patterns/tunnel-vision/",
    "the pack of a finding": "packs/findings/one-phone-between-three--hours-that-crept/",
    "the pack of a near miss": "packs/near-misses/names-the-system-could-not-spell/",
    "the workshop": "workshop/",
    "about": "about/",
    "contribute": "contribute/",
    "the forms": "contribute/write/",
    "a form for a near miss": "contribute/write/near-miss/",
    "a form for a debrief": "contribute/write/debrief/",
    "a form for an episode": "contribute/write/episode/",
    "how the near misses were coded": "about/coding/",
    "Report 6, figure by figure": "about/report-6/",
    "pages of the vocabulary": "contribute/vocabulary-format/",
    "what is new": "new/",
    "what is new in the vocabulary": "new/vocabulary/",
    "how we draw": "about/design/",
    "a section of the guide": "guide/review/",
    "an idea of the guide": "guide/model/patterns/",
    "a step of the guide": "guide/review/episodes/",
    "the sources of the guide": "guide/sources/",
    "a tool": "guide/tools/fishbone/",
    "the self-assessment": "guide/tools/self-assessment/",
}
GUIDE = {
    f"guide: {path}": f"{path}/"
    for file in sorted((PROJECT / "docs/guide").rglob("*.md"))
    for path in [file.relative_to(PROJECT / "docs").with_suffix("").as_posix()]
    for path in [path.removesuffix("/index")]
    if f"{path}/" not in KINDS.values()
}
PAGES = {**KINDS, **GUIDE}
REVIEW = PAGES["the worked case review"]
# Twice as large on a laptop is half as wide.
ENLARGED: ViewportSize = {"width": 640, "height": 400}

# What it is called, which an editor may change.
NEAR_MISS = str(
    read_source(
        PROJECT / "reviews" / f"{PAGES['a near miss'].strip('/')}.md", PROJECT
    ).front_matter["title"]
)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_opens_cleanly_and_meets_the_guidelines_at_every_width_in_light_and_in_dark(
    windows: Windows, looks: set[str], path: str
):
    visit = windows.window(color_scheme="light", locale="en-IE")
    page = visit.open(path)
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    # It asks no other host, and the browser has nothing to complain about.
    assert visit.faults == []
    # Pages of the guide differ in their texts alone, which are narrowest on a phone.
    widths = WIDTHS if path in KINDS.values() else WIDTHS[:1]
    assert violations_at(page, looks, widths) == ""
    page.set_viewport_size(ENLARGED)
    assert page.evaluate("document.documentElement.scrollWidth") <= ENLARGED["width"]


def test_those_who_like_it_dark_get_it_dark(windows: Windows):
    page = windows.window(color_scheme="dark").open("")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_phone_with_its_menus_open_meets_the_guidelines_too(windows: Windows, colours: str):
    page = windows.window(color_scheme=colours, viewport=PHONE).open(REVIEW)
    page.locator(".pb-contents > summary").click()
    page.get_by_text("Menu", exact=True).click()
    assert violations(page) == ""


def test_on_a_desktop_an_episode_has_three_columns(visit: Visit):
    cells = visit.open(REVIEW).locator("table.pb-episode").first.locator("td")
    boxes = [box for cell in cells.all() if (box := cell.bounding_box())]
    assert len(boxes) == 3
    assert len({box["y"] for box in boxes}) == 1
    assert min(box["width"] for box in boxes) > 250


@pytest.mark.parametrize("size", [PHONE, ENLARGED], ids=["small phone", "enlarged twice"])
def test_on_a_narrow_screen_an_episode_stands_in_one_column_and_stays_a_table(
    windows: Windows, size: dict[str, int]
):
    page = windows.window(viewport=size).open(REVIEW)
    table = page.locator("table.pb-episode").first
    cells = table.locator("td").all()
    boxes = [box for cell in cells if (box := cell.bounding_box())]
    assert len({box["x"] for box in boxes}) == 1
    assert [box["y"] for box in boxes] == sorted({box["y"] for box in boxes})
    for cell, heading in zip(cells, table.locator("th").all_inner_texts(), strict=True):
        shown = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
        assert heading in shown
    # As the browser tells it to a screen reader, whatever the style sheet says.
    assert roles(page) >= {"table", "row", "columnheader", "cell"}


def test_a_practitioner_gets_from_home_to_a_pattern_to_an_episode_by_keyboard(visit: Visit):
    page = visit.open("")
    skip_to_the_text(page)
    tab_to(page, "Patterns")
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_contain_text("Patterns")
    skip_to_the_text(page)
    tab_to(page, "Referral procedures and cultures of feedback")
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_contain_text("Referral procedures")
    skip_to_the_text(page)
    tab_to(page, "The fire service's referral waits")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#episode-first-referral-waits$"))
    expect(page.locator("#episode-first-referral-waits")).to_be_in_viewport()
    assert visit.faults == []


def test_the_keyboard_never_gets_lost_on_the_way_through_a_page(visit: Visit):
    page = visit.open(PAGES["a near miss"])
    places = []
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        places.append(see_the_focus(page))
    assert "Skip to content" in places[0]
    assert "The project" in places[-1]


def test_a_menu_on_a_phone_opens_by_keyboard(windows: Windows):
    page = windows.window(viewport=PHONE).open(PAGES["a factor"])
    menu = page.get_by_role("navigation", name="Menu")
    expect(menu).to_be_hidden()
    page.get_by_text("Menu", exact=True).focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    tab_to(page, "Near misses")
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_contain_text("Near misses")


@pytest.mark.parametrize("path", ["browse/", "contribute/", "contribute/hosting/"])
def test_the_pages_of_each_part_of_the_menu_fit_into_one_line(windows: Windows, path: str):
    page = windows.window().open(path)
    tops = page.locator(".pb-subtabs li").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().top)"
    )
    assert len(tops) > 1
    assert len(set(tops)) == 1


def test_dark_colours_can_be_chosen_by_keyboard(browser: Browser, windows: Windows):
    page = windows.window(color_scheme="light", locale="en-GB").open("")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.get_by_role("radio", name="Change to dark colours").focus()
    page.keyboard.press("ArrowDown")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_without_scripts_evidence_can_be_reached_and_read(windows: Windows):
    page = windows.window(java_script_enabled=False).open("")
    hint = page.get_by_role("complementary", name="Without JavaScript")
    expect(hint).to_contain_text("Search needs JavaScript")
    hint.get_by_role("link", name="patterns").click()
    page.get_by_role("link", name="Referral procedures and cultures of feedback").first.click()
    page.locator(".pb-evidence a", has_text="The fire service's referral waits").first.click()
    expect(page.locator("table.pb-episode").first).to_be_visible()
    expect(page.locator(".pb-illustration")).to_be_visible()


def test_on_a_phone_evidence_is_one_step_from_the_top_of_a_page(windows: Windows):
    page = windows.window(viewport=PHONE, java_script_enabled=False).open(PAGES["a type of factor"])
    link = page.get_by_role("navigation", name="Further down this page").get_by_role("link").first
    expect(link).to_be_in_viewport()
    expect(link).to_have_text(re.compile(r"^Evidence \(.+\)$"))
    link.click()
    expect(page.locator("h2#evidence")).to_be_in_viewport()


def test_without_scripts_a_phone_has_its_menu(windows: Windows):
    page = windows.window(java_script_enabled=False, viewport=PHONE).open("")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Factors").click()
    expect(page.locator("main h1")).to_contain_text("Contributory factors")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", [REVIEW, PAGES["a factor"]], ids=["a review", "a factor"])
def test_on_paper_there_is_no_navigation_and_all_of_the_text(
    windows: Windows, path: str, colours: str
):
    page = windows.window(color_scheme=colours).open(path)
    expect(page.get_by_role("button", name="Keep for later", exact=True)).to_be_visible()
    on_screen = page.locator("main article").inner_text().replace("Keep for later", "")
    left_out = {"Suggest a change to this page", "Your reading list"}
    for nav in page.locator("main article nav").all():
        left_out |= set(nav.inner_text().splitlines())
    # A picture that nobody has opened stays off the paper, and so does what would open it.
    for offer in page.locator("main article .pb-picture > summary").all():
        left_out |= {line.strip() for line in offer.inner_text().splitlines()}
    page.emulate_media(media="print")
    try:
        for nav in page.get_by_role("navigation", include_hidden=True).all():
            expect(nav).to_be_hidden()
        for part in ("header", "footer", ".md-sidebar"):
            expect(page.locator(part).first).to_be_hidden()
        if path == REVIEW:
            expect(page.locator(".pb-illustration")).to_be_visible()
        printed = page.locator("main article").inner_text()
        red, green, blue = page.evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
        )
        assert min(red, green, blue) > 240
        lines = {line.strip("# \t") for line in on_screen.splitlines()} - left_out
        assert lines - {line.strip() for line in printed.splitlines()} == set()
    finally:
        page.emulate_media(media="screen")


def test_nothing_moves_for_those_who_want_it_still(windows: Windows):
    page = windows.window(reduced_motion="reduce").open("")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => "
        "getComputedStyle(e).transitionDuration.split(',').some(d => parseFloat(d) > 0))"
        ".map(e => e.className)"
    )
    assert moving == []


def test_a_wrong_address_leads_on(browser: Browser, changed_site: Site):
    with serving(changed_site.folder) as base:
        visit = Visit(browser.new_page(), base)
        page = visit.open("404.html")
        expect(page.locator("main h1")).to_contain_text("not here")
        assert violations(page) == ""
        assert visit.faults == []
        page.get_by_role("main").get_by_role("link", name="Patterns").click()
        expect(page.locator("main h1")).to_contain_text("Patterns")
        page.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_former_address_leads_on(browser: Browser, changed_site: Site, scripts: bool):
    with serving(changed_site.folder) as base:
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(base + "patterns/blinkers/#evidence")
        expect(page).to_have_url(re.compile(r"/library/patterns/tunnel-vision/"))
        expect(page.locator("main h1")).to_contain_text("Tunnel vision")
        context.close()
    former = (changed_site.folder / "patterns/blinkers/index.html").read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in former
    assert f'<link rel="canonical" href="{SITE_URL}patterns/tunnel-vision/">' in former


def roles(page: Page) -> set[str]:
    """Return the roles of all that the browser shows to assistive technology."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return {node["role"]["value"] for node in nodes if not node["ignored"] and "role" in node}


def skip_to_the_text(page: Page) -> None:
    """Follow the first link of a page, which leads past its navigation."""
    page.keyboard.press("Tab")
    assert see_the_focus(page) == "Skip to content"
    page.keyboard.press("Enter")


def tab_to(page: Page, name: str) -> None:
    """Press the tab key until the link with this name has the focus; always see where one is."""
    for _ in range(150):
        if see_the_focus(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach “{name}”.")


def see_the_focus(page: Page) -> str:
    """Return the name of what has the focus; fail if one could not see that it has."""
    focus = page.evaluate(
        """() => {
            const focused = document.activeElement;
            // A hidden radio button shows its focus on its label.
            const shown = focused.type === "radio" ? focused.nextElementSibling : focused;
            const style = getComputedStyle(shown);
            const box = shown.getBoundingClientRect();
            return {
                name: (focused.getAttribute("aria-label") || focused.innerText).trim(),
                tag: focused.tagName,
                outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                seen: box.width > 0 && box.height > 0 && shown.checkVisibility(
                    {opacityProperty: true, visibilityProperty: true}),
                inside: box.bottom > 0 && box.top < innerHeight,
            };
        }"""
    )
    if focus["tag"] in {"BODY", "H1"}:
        return ""
    assert focus["outlined"], focus
    assert focus["seen"], focus
    assert focus["inside"], focus
    return str(focus["name"])
