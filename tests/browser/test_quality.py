"""What a page costs and how it keeps still, and that nothing is lost when it is made larger.

Only what can be counted is held here, never a time. `make lighthouse` measures times.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE, Windows, serving
from tests.browser.test_browser import KINDS, PAGES, REVIEW
from tests.kinds import largest_of_each_kind

pytestmark = pytest.mark.browser

# What a page and all that it needs for its first view may weigh, compressed.
MOST = 150 * 1024
# Whoever searches asks for more; that is weighed with the search.
OF_THE_SEARCH = re.compile(r"/search/(?!$|\?)|/workers/search|/pagefind/")
# How many pages are waited for at a time until they ask for nothing more.
SIDE_BY_SIDE = 4
COMPRESSED = {".jpg", ".png", ".webp", ".woff2"}
# Four times as large on a laptop, which leaves a quarter of its height as well.
LARGEST = {"width": 320, "height": 256}

WIDER_SPACING = """
    * {
        line-height: 1.5 !important;
        letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important;
    }
    p { margin-bottom: 2em !important; }
"""
COUNT_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver(list => {
        for (const each of list.getEntries()) {
            const moved = each.sources.map(source => source.node?.outerHTML?.slice(0, 80));
            window.shifts.push([each.value, moved]);
        }
    }).observe({type: "layout-shift", buffered: true});
"""
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_no_page_with_all_that_it_needs_weighs_much(browser: Browser, real_site: Path):
    too_heavy = {}
    paths = {*KINDS.values(), *largest_of_each_kind(real_site)}
    with serving(real_site) as base:
        for path, asked in asked_for(browser, base, paths):
            files = {url.removeprefix(base) for url in asked if not url.startswith("blob:")}
            weights = {file: weight_of(real_site, file) for file in files}
            assert {Path(file).suffix for file in files} >= {".css", ".js", ".svg", ".woff2"}
            if sum(weights.values()) >= MOST:
                too_heavy[path] = weights

    assert too_heavy == {}


def asked_for(browser: Browser, base: str, paths: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the path of each page, and the addresses of all that it asks for until it rests.

    Each is met as the first: whatever a page before it has loaded is loaded again. They rest side
    by side, in few windows.
    """
    context = browser.new_context()
    windows = [context.new_page() for _ in range(SIDE_BY_SIDE)]
    for window in windows:
        session = context.new_cdp_session(window)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    listening = [(window, requests_of(window)) for window in windows]
    left = sorted(paths)
    while left:
        now, left = left[:SIDE_BY_SIDE], left[SIDE_BY_SIDE:]
        opened = list(zip(now, listening, strict=False))
        for path, (window, asked) in opened:
            window.goto("about:blank")
            asked.clear()
            window.goto(base + path, wait_until="commit")
        for path, (window, asked) in opened:
            window.wait_for_load_state("networkidle")
            yield path, asked
    context.close()


def requests_of(page: Page) -> list[str]:
    """Return a list to which the address of everything comes that this page asks for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


@cache
def weight_of(site: Path, address: str) -> int:
    """Return the bytes that a server would send: text compressed, all else as it is."""
    if OF_THE_SEARCH.search(f"/{address}"):
        return 0
    file = site / unquote(urlsplit(address).path)
    content = (file / "index.html" if file.is_dir() else file).read_bytes()
    return len(content if file.suffix in COMPRESSED else gzip.compress(content, mtime=0))


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_moves_while_a_page_is_loaded_even_if_its_faces_come_late(
    browser: Browser, real_site: Path, size: dict[str, int]
):
    moved = {}
    context = browser.new_context(viewport={"width": size["width"], "height": size["height"]})
    context.add_init_script(COUNT_SHIFTS)
    late: list[Route] = []
    context.route("**/*.woff2", lambda route: late.append(route))
    page = context.new_page()
    with serving(real_site) as base:
        for path in KINDS.values():
            late.clear()
            page.goto(base + path, wait_until="domcontentloaded")
            page.evaluate(PAINTED)
            assert late, "no face was asked for"
            for face in late:
                face.continue_()
            page.wait_for_load_state("load")
            page.evaluate("() => document.fonts.ready.then(() => true)")
            page.evaluate(PAINTED)
            shifts = page.evaluate("window.shifts")
            if sum(value for value, _ in shifts) >= 0.001:
                moved[path] = shifts
    context.close()

    assert moved == {}


def test_the_sites_own_faces_are_used_where_they_come_in_time(windows: Windows):
    page = windows.window(color_scheme="light").open(PAGES["a pattern"])
    # They are kept from the first page, so the second has them when it is drawn.
    page.reload()
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    for selector, family in {
        "main h1": "Source Serif 4",
        "main p.pb-lead": "Atkinson Hyperlegible Next",
        ".pb-tabs a": "Atkinson Hyperlegible Next",
    }.items():
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})
        used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
        assert any(font["isCustomFont"] and family in font["familyName"] for font in used), used
    session.detach()


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
def test_nothing_is_lost_when_a_page_is_made_four_times_as_large(windows: Windows, path: str):
    page = windows.window(color_scheme="light", locale="en-NZ").open(path)
    page.set_viewport_size({"width": 1280, "height": 1024})
    wide = text_of(page)
    page.set_viewport_size({"width": LARGEST["width"], "height": LARGEST["height"]})
    assert wide - text_of(page) == set()
    assert page.evaluate("document.documentElement.scrollWidth") <= LARGEST["width"]


def text_of(page: Page) -> set[str]:
    """Return the lines of what a page says, and the cells of its tables."""
    text = page.locator("main article").inner_text()
    return {part.strip("# ") for line in text.splitlines() for part in line.split("\t")}


@pytest.mark.parametrize("path", ["", REVIEW, PAGES["a pattern"], PAGES["factors"]])
@pytest.mark.parametrize("width", [320, 1280])
def test_wider_spacing_of_letters_and_lines_hides_nothing(windows: Windows, path: str, width: int):
    page = windows.window(color_scheme="light", locale="en-AU").open(path)
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(
        """(text) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(text);
            document.adoptedStyleSheets = [sheet];
        }""",
        WIDER_SPACING,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main *, footer *, .pb-tabs *, .pb-subtabs *")]
            .filter(each => each.checkVisibility() && each.innerText
                && getComputedStyle(each).overflow === "hidden"
                && !getComputedStyle(each).clipPath.startsWith("inset")
                && each.clientHeight > 1
                && (each.scrollWidth > each.clientWidth + 1
                    || each.scrollHeight > each.clientHeight + 1))
            .map(each => each.outerHTML.slice(0, 120))"""
    )
    assert cut == []


@pytest.mark.parametrize(
    ("path", "size"),
    [
        pytest.param(PAGES["a pattern"], DESKTOP, id="a pattern on a desktop"),
        pytest.param(PAGES["a near miss"], PHONE, id="a near miss on a phone"),
        pytest.param(PAGES["a near miss"], LARGEST, id="a near miss, enlarged"),
    ],
)
def test_what_has_the_focus_is_never_hidden_forwards_or_backwards(
    windows: Windows, path: str, size: dict[str, int]
):
    page = windows.window(color_scheme="light", locale="en-CA").open(path)
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    for key in ("Tab", "Shift+Tab"):
        seen = 0
        page.evaluate("() => { delete window.first; }")
        for _ in range(400):
            page.keyboard.press(key)
            # The theme's search opens a moment after one has come to its field.
            where = page.wait_for_function(FOCUS).json_value()
            if where == "left":
                break
            seen += 1
        assert seen > 20
        assert where == "left"


# “seen” once any part of what has the focus, or of the label that shows it, can be seen, and
# “left” once the page has been left at its end. A browser without a frame of its own may go on from
# there to where it began.
FOCUS = """() => {
    const focused = document.activeElement;
    if (focused === document.body || focused === window.first?.deref()) return "left";
    const shown = focused.type === "radio" ? focused.nextElementSibling : focused;
    const seen = [...shown.getClientRects()].some(box =>
        [0.1, 0.5, 0.9].some(across => [0.2, 0.5, 0.8].some(down => shown.contains(
            document.elementFromPoint(
                box.left + box.width * across, box.top + box.height * down)))));
    if (seen) window.first ??= new WeakRef(focused);
    return seen && "seen";
}"""


def test_a_system_with_colours_of_its_own_shows_which_part_one_is_in(browser: Browser, real_site):
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    with serving(real_site) as base:
        page.goto(base + PAGES["a factor"])
        here = page.locator(".pb-tabs a[aria-current]")
        other = page.locator(".pb-tabs a:not([aria-current])").first
        edges = [
            each.evaluate("e => getComputedStyle(e).borderBottomColor") for each in (here, other)
        ]
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert edges[0] != ground
        assert edges[1] == ground
        expect(page.locator(".pb-side").first).to_be_visible()
    context.close()


def test_main_things_to_press_are_large_enough_for_a_thumb(windows: Windows):
    page = windows.window(color_scheme="light", locale="en-ZA", viewport=PHONE).open("")
    for control in page.locator(".pb-menu > summary, .pb-search input, .pb-search button").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 38
    page.get_by_text("Menu", exact=True).click()
    for link in page.locator(".pb-menu__panel a").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 38
