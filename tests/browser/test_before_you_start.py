"""A review team puts in its question, and sees what is known, what waits, and what is missing.

The search has tests of its own. Here it is played by a small stand-in, so that these tests say
what the page does with any answer, and with none.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pypdf import PdfReader

from tests.browser.accessible import WIDTHS, violations_at
from tests.browser.conftest import DESKTOP, PHONE, Visit, Windows, serving
from tests.browser.test_browser import PAGES, tab_to
from tests.making import PROJECT
from tests.site.test_before_you_start_in_site import public_records

pytestmark = pytest.mark.browser

START = PAGES["before you start a review"]
ENGINE = "**/assets/search/engine.js"
QUESTION = "Why was the court not told by early help?"

STAND_IN = """
    const KNOWN = %s;
    export async function openSearch(base) {
        return {
            async ask(question, {filters = {}, limit = 10} = {}) {
                if (question.includes("slow")) await new Promise((done) => setTimeout(done, 1500));
                const among = question.includes("nonsense") ? [] : KNOWN;
                const results = among
                    .filter(({kind}) => filters.kind.includes(kind))
                    .map((each) => ({...each, url: base + each.url}));
                return {results: results.slice(0, limit), total: results.length, note: ""};
            },
        };
    }
"""


def is_open(recommendation: dict[str, Any]) -> bool:
    responses = sorted(recommendation.get("responses") or [], key=lambda each: each["year"])
    return not responses or responses[-1]["status"] not in {"done", "declined"}


def recommendation(still_open: bool) -> tuple[str, str]:
    """Return the address and the text of a recommendation of this library."""
    return next(
        (f"reviews/{record['id']}/#recommendation-{each['id']}", " ".join(each["text"].split()))
        for record in public_records(PROJECT)
        for each in record["recommendations"]
        if is_open(each) is still_open
    )


WAITS, DONE = recommendation(still_open=True), recommendation(still_open=False)


def answer(kind: str, url: str, title: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "url": url,
        "title": title,
        "excerpt": "",
        "record": "",
        "meta": {},
        **more,
    }


ANSWERS = [
    answer(
        "finding",
        "reviews/waiting-for-the-second-referral/#findings",
        "A <b>finding</b>",
        meta={"origin": "illustrative", "about": "Waiting for the second referral"},
    ),
    answer("near-miss", PAGES["a near miss"], "A near miss"),
    answer("recommendation", DONE[0], DONE[1]),
    answer("recommendation", WAITS[0], WAITS[1]),
    answer("entry", "patterns/human-judgement-and-reasoning/", "Human judgement"),
    answer("entry", "factors/government-policy/", "Government policy"),
]


@pytest.fixture(scope="module")
def base(real_site: Path) -> Iterator[str]:
    """Serve this very library."""
    with serving(real_site) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Open a browser in which the stand-in answers for the search."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    context.route(ENGINE, stand_in)
    yield context
    context.close()


def stand_in(route: Route) -> None:
    """Answer for the search."""
    route.fulfill(body=STAND_IN % json.dumps(ANSWERS), content_type="text/javascript")


@pytest.fixture
def window(context: BrowserContext, base: str) -> Visit:
    """Return a window of that browser, which notes every fault."""
    return Visit(context.new_page(), base)


def ask(page: Page, question: str) -> None:
    """Put in a question."""
    page.get_by_label("What do you want to find out?").fill(question)
    page.get_by_role("button", name="Look").click()


def status(page: Page):
    """Return what the page says about its answer."""
    return page.locator(".pb-near__status")


def near(page: Page, name: str):
    """Return one of the three lists."""
    return page.get_by_role("region", name=name, exact=True)


def test_a_question_is_answered_by_what_is_known_what_waits_and_what_is_missing(window: Visit):
    page = window.open(START)
    ask(page, QUESTION)

    expect(status(page)).to_contain_text("no findings, 1 other record, 1 open recommendation and")
    expect(status(page)).to_contain_text("Illustrations, not counted: 1.")
    found = near(page, "What has been found").get_by_role("listitem")
    expect(found).to_have_count(2)
    expect(found.first).to_contain_text("A <b>finding</b>")
    expect(found.first).to_contain_text("Finding · in “Waiting for the second referral”")
    expect(found.first).to_contain_text("Illustration, not counted")
    waiting = near(page, "What was recommended and is still open").get_by_role("link")
    assert waiting.all_inner_texts() == [WAITS[1]]
    assert str(waiting.get_attribute("href")) == window.base + WAITS[0]
    gaps = near(page, "What no one has looked at")
    expect(gaps).to_contain_text("Early help: no record is about this work.")
    expect(gaps).to_contain_text(
        "Human judgement and reasoning: not met yet in the setting “Court and legal”."
    )
    expect(gaps).to_contain_text("Government policy: contributory factor that nobody has shown.")
    expect(gaps).to_contain_text("A gap is not a finding")
    assert window.faults == []


def test_the_question_stays_in_the_address_and_can_be_shared(
    window: Visit, context: BrowserContext
):
    page = window.open(START)
    ask(page, QUESTION)
    expect(page).to_have_url(re.compile(r"\?question=Why\+was\+the\+court"))

    shared = context.new_page()
    shared.goto(page.url)

    expect(shared.get_by_label("What do you want to find out?")).to_have_value(QUESTION)
    expect(shared.locator(".pb-near__question")).to_have_text(f"“{QUESTION}”")
    # Nobody is moved to a place that they did not go to.
    assert shared.evaluate("document.activeElement === document.body")


def test_a_question_goes_nowhere(window: Visit):
    page = window.open(START)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    ask(page, "Aardwolf?")
    expect(status(page)).to_contain_text("Near your question")

    assert [each for each in asked if "ardwolf" in each] == []


def test_going_back_leads_to_the_question_before(window: Visit):
    page = window.open(START)
    ask(page, "The first?")
    expect(status(page)).to_contain_text("Near your question")
    ask(page, "The second?")
    expect(page.locator(".pb-near__question")).to_have_text("“The second?”")

    page.go_back()
    expect(page.locator(".pb-near__question")).to_have_text("“The first?”")
    expect(page.get_by_label("What do you want to find out?")).to_have_value("The first?")
    page.go_back()
    expect(page.locator(".pb-near")).to_be_hidden()


def test_by_keyboard_the_question_is_asked_and_the_focus_stays(window: Visit):
    page = window.open(START)
    field = page.get_by_label("What do you want to find out?")
    field.focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")

    expect(status(page)).to_contain_text("Near your question")
    expect(field).to_be_focused()
    tab_to(page, "A <b>finding</b>")


def test_an_empty_question_shows_the_page_as_it_was(window: Visit):
    page = window.open(START)
    ask(page, QUESTION)
    expect(page.locator(".pb-near")).to_be_visible()
    ask(page, "   ")

    expect(page.locator(".pb-near")).to_be_hidden()
    expect(page).to_have_url(window.base + START)
    expect(page.get_by_role("heading", name="What has been found")).to_be_visible()


def test_nonsense_finds_nothing_and_says_so_kindly(window: Visit):
    page = window.open(START)
    ask(page, "nonsense xqzzy")

    expect(status(page)).to_have_text(
        "Near your question: no findings, no other records, no open recommendations and no gaps."
    )
    expect(near(page, "What has been found")).to_contain_text("Nothing here is near it.")


@pytest.mark.parametrize(
    "question",
    [
        "<img src=x onerror=alert(1)>",
        "'\"></p><script>alert(1)</script>",
        "{{ 7*7 }} %00 \u202e",
        "a" * 5000,
    ],
    ids=["markup", "script", "signs", "very long"],
)
def test_a_hostile_or_very_long_question_is_only_text(window: Visit, question: str):
    page = window.open(f"{START}?question={quote(question)}")

    expect(status(page)).to_contain_text("Near your question")
    shown = page.locator(".pb-near__question").inner_text()
    assert shown == f"“{question[:300].strip()}”"
    assert page.locator(".pb-near img, .pb-near script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
    assert window.faults == []


@pytest.mark.parametrize(
    "broken", [ENGINE, "**/before-you-start/near.json"], ids=["search", "gaps"]
)
def test_with_a_broken_network_the_lists_remain_and_one_can_try_again(
    context: BrowserContext, base: str, broken: str
):
    page = context.new_page()
    page.goto(base + START)
    page.route(broken, lambda route: route.abort())
    ask(page, QUESTION)

    expect(status(page)).to_contain_text("The search could not be reached")
    expect(page.locator(".pb-near")).to_be_hidden()
    expect(page.get_by_role("heading", name="What no one has looked at")).to_be_visible()


def test_after_a_broken_network_the_next_question_is_answered(context: BrowserContext, base: str):
    page = context.new_page()
    page.goto(base + START)
    near_file = "**/before-you-start/near.json"
    page.route(near_file, lambda route: route.abort())
    ask(page, QUESTION)
    expect(status(page)).to_contain_text("The search could not be reached")

    page.unroute(near_file)
    ask(page, QUESTION)

    expect(status(page)).to_contain_text("Near your question")


def test_a_late_answer_never_takes_the_place_of_a_newer_one(window: Visit):
    page = window.open(START)
    ask(page, "A slow nonsense question")
    ask(page, QUESTION)
    expect(status(page)).to_contain_text("1 other record")
    page.wait_for_timeout(1800)

    expect(status(page)).to_contain_text("1 other record")
    expect(page.locator(".pb-near__question")).to_have_text(f"“{QUESTION}”")


def test_the_summary_prints_the_question_and_its_three_lists_alone(window: Visit):
    page = window.open(START)
    ask(page, QUESTION)
    expect(status(page)).to_contain_text("Near your question")

    printed = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(page.pdf())).pages)

    assert QUESTION in " ".join(printed.split())
    assert "Early help: no record is about this work." in " ".join(printed.split())
    others = ("Write down what you want", "Factors that nobody has shown", "Print this summary")
    assert not [each for each in others if each in printed]
    expect(page.get_by_role("button", name="Print this summary")).to_be_visible()


def test_the_answer_meets_the_guidelines_and_never_scrolls_sideways(
    browser: Browser, base: str, looks: set[str]
):
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    context.route(ENGINE, stand_in)
    page = context.new_page()
    page.goto(base + START)
    ask(page, QUESTION)
    expect(status(page)).to_contain_text("Near your question")

    assert violations_at(page, looks) == ""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        lists = [
            box
            for each in page.locator(".pb-near__lists > section").all()
            if (box := each.bounding_box())
        ]
        beside = len({round(box["y"]) for box in lists}) == 1
        assert beside is (width >= 1200)
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_without_scripts_there_is_no_field_and_all_of_the_lists(windows: Windows, size: Any):
    page = windows.window(java_script_enabled=False, viewport=size).open(START)

    expect(page.locator(".pb-ask")).to_be_hidden()
    for name in ("What has been found", "What no one has looked at", "What you could do next"):
        expect(page.get_by_role("heading", name=name).first).to_be_visible()
    page.locator("main").get_by_role("link", name="Government policy").first.click()
    expect(page.locator("main h1")).to_contain_text("Government policy")
