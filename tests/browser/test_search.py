"""Searching as somebody does who has ten minutes: in sentences, with slips, on a phone, offline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
import yaml
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from patternbook.search.stems import stem, tokens
from tests.browser.accessible import WIDTHS, violations_at
from tests.browser.conftest import PHONE, Visit, Windows, serving
from tests.browser.test_browser import roles, see_the_focus
from tests.making import PROJECT
from tests.site.conftest import Site

pytestmark = pytest.mark.browser

QUESTIONS = yaml.safe_load((PROJECT / "tests/search/questions.yml").read_text("utf-8"))
ASKED = [each for questions in QUESTIONS.values() for each in questions]
SIZES = {
    "small phone": {"width": 320, "height": 640},
    "tablet": {"width": 768, "height": 1024},
    "desktop": {"width": 1280, "height": 800},
}
INDEX = re.compile(r"/search/pagefind/")


def ask(visit: Visit, question: str, **filters: str) -> Page:
    """Open the page of the search with a question, as a shared link does; wait for an answer."""
    query = "&".join([f"q={quote(question)}", *(f"{k}={quote(v)}" for k, v in filters.items())])
    page = visit.open(f"search/?{query}")
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until the page has an answer, or something else to say."""
    expect(page.locator("#pb-found")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#pb-found-status")).not_to_have_text(re.compile("^(Looking.*|)$"))


def addresses(page: Page) -> list[str]:
    """Return where the results lead, as a record's id with the part of it, if it is a part."""
    links = [link.get_attribute("href") or "" for link in page.locator(".pb-hit a").all()]
    found = []
    for link in links:
        path, _, part = link.partition("#")
        name = path.rstrip("/").rpartition("/")[2]
        found.append(f"{name}#{part}" if part else name)
    return found


def status(page: Page) -> str:
    """Return what the page says of its answer."""
    return page.locator("#pb-found-status").inner_text()


def dialogs_of(page: Page) -> list[str]:
    """Return a list that will hold whatever a script of somebody else's would say aloud."""
    said: list[str] = []

    def hear(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", hear)
    return said


# --- What is found ------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ASKED, ids=[each["ask"][:40] for each in ASKED])
def test_a_question_in_somebodys_own_words_leads_to_a_right_place(
    visit: Visit, asked: dict[str, Any]
):
    page = ask(visit, asked["ask"])

    first = addresses(page)[:5]
    whole = {each.partition("#")[0] for each in first}
    assert any(each in first or each in whole for each in asked["finds"]), first
    assert visit.faults == []


def test_there_are_ten_questions_of_practitioners_and_ten_with_outdated_terms():
    assert [len(questions) for questions in QUESTIONS.values()] == [10, 10]


def test_a_result_says_what_it_is_where_it_is_from_and_why_it_was_found(visit: Visit):
    page = ask(visit, "fire service referral waits", kind="episode")

    hit = page.locator(".pb-hit").first
    expect(hit.locator("h3")).to_have_text("The fire service's referral waits")
    said = hit.inner_text()
    for words in (
        "Key practice episode",
        "Problematic practice",
        "Illustration: invented, not counted",
        "In “Waiting for the second referral”",
    ):
        assert words in said
    assert {mark.inner_text().lower() for mark in hit.locator("mark").all()} & {
        "fire",
        "fire service",
    }


def test_a_finding_says_whether_it_was_constructive_or_unsafe(visit: Visit):
    page = ask(visit, "assessment", kind="finding")

    expect(page.locator(".pb-hit__kind").first).to_contain_text(re.compile("Unsafe|Constructive"))


def test_what_was_invented_is_told_apart_and_not_counted_with_the_rest(visit: Visit):
    page = ask(visit, "door")
    real, invented = re.findall(r"(\d+) (?:results?|illustrations?)", status(page))[:2]
    while page.get_by_role("button", name="More results").count():
        page.get_by_role("button", name="More results").click()
        settled(page)

    marked = page.locator(".pb-hit", has_text="Illustration: invented").count()
    assert (int(real), int(invented)) == (page.locator(".pb-hit").count() - marked, marked)
    assert marked > 0


def test_a_slip_is_mended_and_the_reader_told(visit: Visit):
    page = ask(visit, "refferal feedbak")

    assert "Showing results for “referral” and “feedback”, and for what you typed." in status(page)
    assert page.locator(".pb-hit").count() > 3


def test_a_word_that_is_not_finished_is_no_slip(visit: Visit):
    page = ask(visit, "supervis")

    assert "Showing results for" not in status(page)
    assert page.locator("mark", has_text="upervision").count() > 0


def test_words_that_nobody_has_said_are_named(visit: Visit):
    page = ask(visit, "hovercraft telephone")

    assert "Nothing in this library says “hovercraft”." in status(page)
    assert page.locator(".pb-hit").count() > 0


def test_todays_term_is_named_where_yesterdays_was_used(visit: Visit):
    page = ask(visit, "LSCB")

    expect(page.locator(".pb-found__also")).to_contain_text("safeguarding partnership")


def test_more_results_follow_and_the_focus_goes_to_the_first_of_them(visit: Visit):
    page = ask(visit, "telephone")
    expect(page.locator(".pb-hit")).to_have_count(10)

    page.get_by_role("button", name="More results").click()

    expect(page.locator(".pb-hit")).to_have_count(20)
    expect(page.locator(".pb-hit a").nth(10)).to_be_focused()
    assert len(set(addresses(page))) == 20
    assert status(page).startswith("20 of ")


# --- On the way to it ---------------------------------------------------------------------------


def test_from_any_page_a_question_leads_to_an_answer(visit: Visit):
    page = visit.open("contribute/")
    page.get_by_role("searchbox", name="Search this library").fill("barricaded door")
    page.keyboard.press("Enter")
    settled(page)

    page.get_by_role("link", name="Referred again, and a barricaded door").click()

    expect(page.locator("main h1")).to_contain_text("Referred again, and a barricaded door")
    assert visit.faults == []


def test_on_a_phone_the_field_is_one_step_away_on_every_page(windows: Windows):
    visit = windows.window(viewport=PHONE)
    page = visit.open("factors/workload/")
    field = page.get_by_role("searchbox", name="Search this library")
    expect(field).to_be_hidden()

    page.locator("summary[aria-label=Search]").click()
    field.fill("barricaded door")
    page.keyboard.press("Enter")
    settled(page)

    expect(page.locator(".pb-hit").first).to_contain_text("barricaded door")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert visit.faults == []


def test_answers_come_while_one_types_and_the_focus_stays(visit: Visit):
    page = visit.open("search/")
    field = page.get_by_label("What would you like to know?")
    field.press_sequentially("barricaded", delay=20)

    expect(page.locator(".pb-hit").first).to_contain_text("barricaded door")
    expect(field).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=barricaded$"))
    assert page.locator("#pb-found-status[role=status]").count() == 1
    assert visit.faults == []


def test_the_way_back_leads_from_question_to_question_and_not_from_letter_to_letter(visit: Visit):
    page = visit.open("search/")
    field = page.get_by_label("What would you like to know?")
    for question in ("bail", "window"):
        field.fill("")
        field.press_sequentially(question)
        field.press("Enter")
        settled(page)
        expect(page).to_have_url(re.compile(f"q={question}$"))
    expect(page.locator(".pb-hit").first).to_contain_text("window")

    page.go_back()

    expect(field).to_have_value(re.compile("^(bail|)$"))
    page.go_back()
    page.go_forward()
    settled(page)
    assert visit.faults == []


def test_coming_back_from_a_result_shows_the_same_results(visit: Visit):
    page = ask(visit, "barricaded door", kind="near-miss")
    before = addresses(page)
    page.locator(".pb-hit a").first.click()
    expect(page.locator("main h1")).to_contain_text("door")

    page.go_back()
    settled(page)

    assert addresses(page) == before
    expect(page.get_by_label("What would you like to know?")).to_have_value("barricaded door")


def test_nothing_of_a_question_leaves_the_browser(windows: Windows, visit: Visit):
    page = visit.open("search/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(unquote(request.url) + str(request.post_data)))
    field = page.get_by_label("What would you like to know?")
    field.fill("zanzibarbican barricaded door")
    field.press("Enter")
    settled(page)

    assert any("pf_fragment" in address for address in asked)
    assert not [each for each in asked if re.search("zanzibarbican|barricaded", each)]


def test_a_question_is_asked_by_keyboard_and_a_result_opened(visit: Visit):
    page = visit.open("search/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the navigation
    reach(page, "INPUT")
    page.keyboard.type("barricaded door")
    page.keyboard.press("Enter")
    settled(page)
    reach(page, "SUMMARY")
    page.keyboard.press("Enter")
    reach(page, "Near misses (")
    page.keyboard.press("Space")
    settled(page)
    expect(page).to_have_url(re.compile("kind=near-miss"))
    reach(page, "Referred again, and a barricaded door")
    page.keyboard.press("Enter")

    expect(page.locator("main h1")).to_contain_text("Referred again")
    assert visit.faults == []


def reach(page: Page, wanted: str) -> None:
    """Press the tab key until something of this sort or name has the focus; always see where."""
    for _ in range(150):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(document.activeElement.closest('label') ?? document.activeElement).innerText"
        )
        tag = page.evaluate("document.activeElement.tagName")
        see_the_focus(page)
        if tag == wanted or str(name).strip().startswith(wanted):
            return
    raise AssertionError(f"The keyboard does not reach “{wanted}”.")


# --- Filters ------------------------------------------------------------------------------------


def test_a_filter_stands_in_the_address_and_can_be_shared(visit: Visit, windows: Windows):
    page = ask(visit, "telephone")
    page.locator(".pb-filters summary").click()
    page.get_by_label(re.compile("^Near misses")).check()
    page.get_by_label("Contributory factor").select_option("information-sharing")
    settled(page)
    expect(page).to_have_url(
        re.compile(r"\?q=telephone&kind=near-miss&factor=information-sharing$")
    )
    before = addresses(page)
    address = page.url

    other = windows.window(viewport=PHONE)
    other.page.goto(address)
    settled(other.page)

    assert before == addresses(other.page) != []
    expect(other.page.locator(".pb-chips button")).to_have_text(
        [re.compile("Kind: Near misses"), re.compile("Contributory factor: Information sharing")]
    )


def test_a_filter_alone_lists_everything_that_has_it(visit: Visit):
    page = visit.open("search/?kind=near-miss")
    settled(page)

    assert status(page).startswith("20 results.")
    assert set(page.locator(".pb-hit__kind span:first-child").all_inner_texts()) == {"Near miss"}


def test_several_values_of_one_facet_widen_and_another_facet_narrows(visit: Visit):
    def number(query: str) -> int:
        page = visit.open(f"search/?{query}")
        settled(page)
        return sum(map(int, re.findall(r"(\d+) (?:result|illustration)", status(page))))

    one, other = number("practice=good"), number("practice=problematic")
    assert number("practice=good&practice=problematic") == one + other
    assert 0 < number("practice=good&agency=police") < one


def test_a_chip_takes_its_filter_away(visit: Visit):
    page = ask(visit, "telephone", kind="near-miss")
    page.get_by_role("button", name="Take away the filter Kind: Near misses").click()
    settled(page)

    expect(page).to_have_url(re.compile(r"\?q=telephone$"))
    expect(page.locator(".pb-chips")).to_have_count(0)


def test_filters_that_match_nothing_say_which_of_them_to_leave_out(visit: Visit):
    page = visit.open("search/?q=barricaded&kind=near-miss&year=2008")
    settled(page)
    assert status(page) == "Nothing found for “barricaded”."

    page.get_by_role("button", name=re.compile("Without the filter “Year”: 1 result$")).click()
    settled(page)

    expect(page.locator(".pb-hit")).to_have_count(1)
    expect(page).not_to_have_url(re.compile("year="))


def test_where_no_single_filter_is_to_blame_all_of_them_can_go(visit: Visit):
    page = visit.open("search/?q=barricaded&kind=recommendation&year=2008&practice=good")
    settled(page)

    page.get_by_role("button", name=re.compile("^Without any filter: ")).click()
    settled(page)

    assert page.locator(".pb-hit").count() > 0


# --- What was renamed, retired or withdrawn -----------------------------------------------------


@pytest.fixture(scope="module")
def changed(browser: Browser, changed_site: Site) -> Iterator[Visit]:
    """Open a window on that library."""
    with serving(changed_site.folder) as base:
        page = browser.new_page()
        yield Visit(page, base)
        page.close()


def test_a_former_name_in_a_shared_link_leads_to_the_present_one(changed: Visit):
    page = changed.open("search/?pattern=blinkers")
    settled(page)

    expect(page.locator(".pb-found__notice")).to_have_text(
        "“blinkers” is now called “Tunnel vision”. You are shown that."
    )
    expect(page).to_have_url(re.compile(r"\?pattern=tunnel-vision$"))
    assert addresses(page) == ["b#finding-f"]
    assert changed.faults == []


def test_a_retired_entry_says_what_took_its_place_and_leads_there(changed: Visit):
    page = changed.open("search/?factor=too-much")
    settled(page)
    expect(page.locator(".pb-found__notice")).to_contain_text(
        "“Too much” is no longer used in new records. “Workload” has taken its place."
    )

    page.get_by_role("button", name="Search for “Workload”").click()
    settled(page)

    expect(page).to_have_url(re.compile(r"\?factor=workload$"))
    assert set(addresses(page)) == {"a", "b#episode-e"}


@pytest.mark.parametrize("value", ["never-heard-of", "<script>", "__proto__", "constructor", "😀"])
def test_an_unknown_value_says_so_and_the_rest_is_searched(changed: Visit, value: str):
    page = changed.open(f"search/?q=referral&factor={quote(value)}&kind=near-miss")
    settled(page)

    expect(page.locator(".pb-found__notice")).to_contain_text(
        f"“{value}” is not known here. It may have been withdrawn"
    )
    assert addresses(page) == ["a"]
    assert changed.faults == []


# --- Bad input ----------------------------------------------------------------------------------

NO_WORD = "There is no word in this that could be looked up."
ODD = {
    "nonsense": ("qzxv wvxqz", "Nothing found"),
    "signs": ("?!*+()[]{}|^$\\ .", NO_WORD),
    "a regular expression": (".*(a+)+$", ""),
    "a script": ("<script>alert(1)</script>", ""),
    "a picture": ('"><img src=x onerror=alert(1)>', ""),
    "a name of the language": ("__proto__ constructor toString hasOwnProperty", ""),
    "nothing but that": ("__proto__", ""),
    "null": ("a\x00b\x00", ""),
    "an emoji": ("😀🎉", NO_WORD),
    "right to left": ("האם מישהו ענה", "Nothing"),
    "another way round": ("\u202erood\u202c", ""),
    "letters with accents": ("bárrìcadéd", ""),
    "Chinese": ("儿童保护", "Nothing"),
    "a quotation": ('"barricaded door"', ""),
    "quotation marks alone": ('""', NO_WORD),
    "small words alone": ("the of and", NO_WORD),
    "numbers": ("12345 999", ""),
    "a very long word": ("a" * 290, "Nothing"),
    "percent signs": ("100% %00 %ZZ", ""),
    "an address": ("https://example.org/?q=1&x=2#y", ""),
}


@pytest.mark.parametrize(("question", "told"), ODD.values(), ids=ODD)
def test_an_odd_question_gets_a_sensible_answer(visit: Visit, question: str, told: str):
    dialogs = dialogs_of(visit.page)
    page = ask(visit, question)

    assert told in status(page)
    assert page.locator(".pb-hit").count() > 0 or page.locator("#pb-lists").is_visible()
    assert page.locator("article :is(script, img, svg)").count() == 0
    assert dialogs == []
    assert visit.faults == []


def test_an_empty_question_shows_where_else_to_look(visit: Visit):
    page = visit.open("search/?q=+++")

    expect(page.locator("#pb-lists")).to_be_visible()
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".pb-hit")).to_have_count(0)
    page.locator("#pb-lists").get_by_role("link", name="Patterns").click()
    expect(page.locator("main h1")).to_contain_text("Patterns")
    assert visit.faults == []


def test_a_very_long_question_is_cut_and_that_is_said(visit: Visit):
    page = ask(visit, "barricaded door " + "and so on and so forth " * 200)

    assert "Your question is very long, so only its beginning was looked up." in status(page)
    expect(page.locator(".pb-hit").first).to_contain_text("barricaded door")
    assert len(page.url) < 2500


def test_filters_without_end_are_borne(visit: Visit):
    query = "&".join(f"factor=unknown-{n}" for n in range(500))
    page = visit.open(f"search/?q=bail&{query}")
    settled(page)

    assert page.locator(".pb-found__notice").count() <= 20
    assert page.locator(".pb-hit").count() > 0


@pytest.fixture(scope="module")
def hostile(browser: Browser, hostile_site: Site) -> Iterator[Visit]:
    """Open a window on a library in which every text tries to be code."""
    with serving(hostile_site.folder) as base:
        page = browser.new_page()
        yield Visit(page, base)
        page.close()


@pytest.mark.parametrize("question", ["before after", "script alert", "danger gone", "click"])
def test_text_of_records_stays_text(hostile: Visit, question: str):
    dialogs = dialogs_of(hostile.page)
    page = ask(hostile, question)
    while page.get_by_role("button", name="More results").count():
        page.get_by_role("button", name="More results").click()
        settled(page)

    assert page.locator(".pb-hit").count() > 0
    assert page.locator(".pb-hits :is(script, img, svg, iframe, [onerror], [onload])").count() == 0
    assert dialogs == []
    assert hostile.faults == []
    if question == "before after":
        assert "<script>alert(1)</script>" in page.locator(".pb-hits").inner_text()


# --- A network that is slow or broken, and none at all ------------------------------------------

PARTS = {
    "the names of filters": "**/search/labels.json",
    "the words": "**/search/words.json",
    "the script": "**/pagefind/pagefind.js",
    "the program": "**/*.pagefind",
    "what the index says of itself": "**/*.pf_meta",
    "a part of the index": "**/*.pf_index",
    "a result": "**/*.pf_fragment",
    "the worker": "**/assets/search/worker.js",
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
@pytest.mark.parametrize("how", ["cut off", "refused"])
def test_where_the_network_breaks_one_is_told_and_can_try_again(
    browser: Browser, looks: set[str], real_site: Path, part: str, how: str
):
    def broken(route: Route) -> None:
        if how == "refused":
            route.fulfill(status=503, body="Busy")
        else:
            route.abort("internetdisconnected")

    with serving(real_site) as base:
        context = browser.new_context()
        context.route(part, broken)
        page = context.new_page()
        page.goto(f"{base}search/?q=barricaded+door")
        told = page.locator("#pb-found-status")
        expect(told).to_have_text("The search could not be loaded. Perhaps the connection is down.")
        expect(page.locator("#pb-lists")).to_be_visible()
        expect(page.locator("#pb-lists").get_by_role("link", name="Near misses")).to_be_visible()
        assert violations_at(page, looks, WIDTHS[-1:]) == ""

        context.unroute(part)
        page.get_by_role("button", name="Try again").click()

        expect(page.locator(".pb-hit").first).to_contain_text("barricaded door")
        expect(page.locator("#pb-lists")).to_be_hidden()
        context.close()


def test_on_a_slow_network_one_is_told_after_a_moment(browser: Browser, real_site: Path):
    with serving(real_site) as base:
        context = browser.new_context()
        waiting: list[Route] = []
        context.route("**/*.pf_meta", lambda route: waiting.append(route))
        page = context.new_page()
        with page.expect_request("**/*.pf_meta"):
            page.goto(f"{base}search/?q=barricaded+door")

        expect(page.locator("#pb-found-status")).to_have_text("Looking …")
        expect(page.locator("#pb-found")).to_have_attribute("aria-busy", "true")
        for route in waiting:
            route.continue_()
        expect(page.locator(".pb-hit").first).to_contain_text("barricaded door")
        context.close()


def test_an_answer_that_comes_too_late_is_not_shown(browser: Browser, real_site: Path):
    with serving(real_site) as base:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{base}search/?q=window")
        expect(page.locator(".pb-hit").first).to_be_visible()
        held: list[Route] = []
        context.route("**/*.pf_fragment", lambda route: held.append(route))
        page.get_by_label("What would you like to know?").fill("bail")
        page.keyboard.press("Enter")
        expect(page.locator("#pb-found")).to_have_attribute("aria-busy", "true")
        page.get_by_label("What would you like to know?").fill("window")
        page.keyboard.press("Enter")
        context.route("**/*.pf_fragment", lambda route: route.continue_())
        for route in held:
            route.continue_()

        settled(page)
        expect(page).to_have_url(re.compile("q=window$"))
        expect(
            page.locator(".pb-hits mark", has_text=re.compile("window", re.IGNORECASE)).first
        ).to_be_visible()
        context.close()


def test_without_scripts_the_field_leads_to_a_page_that_leads_on(windows: Windows):
    page = windows.window(java_script_enabled=False).open("")
    page.get_by_role("searchbox", name="Search this library").fill("door")
    page.keyboard.press("Enter")

    expect(page.locator("main h1")).to_contain_text("Search")
    lists = page.locator("#pb-lists")
    expect(lists).to_contain_text("Search is not running here.")
    lists.get_by_role("link", name="Browse by agency").click()
    expect(page.locator("main")).to_contain_text("Agency")
    page.get_by_role("link", name="Police").first.click()
    expect(page.locator("main h1")).to_contain_text("Police")
    page.go_back()
    page.go_back()
    lists.get_by_role("link", name="Key practice episodes").click()
    expect(page.locator("main h1")).to_contain_text("Key practice episodes")


def test_opened_as_a_file_the_page_says_so_and_leads_on(browser: Browser, real_site: Path):
    page = browser.new_page()
    page.goto((real_site / "search/index.html").as_uri())

    expect(page.locator("#pb-lists")).to_contain_text(
        "It needs JavaScript, and pages that come from a web server"
    )
    assert page.locator("#pb-lists a").count() > 5
    page.close()


# --- For everybody ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["", "?q=nobody+rang+back&practice=problematic&kind=blinkers", "?q=qzxv&year=2005"],
    ids=["empty", "results", "nothing"],
)
def test_the_search_meets_the_guidelines_with_its_filters_open(
    visit: Visit, looks: set[str], query: str
):
    page = visit.open(f"search/{query}")
    if query:
        settled(page)
    page.locator(".pb-filters summary").click()

    assert violations_at(page, looks) == ""


def test_results_are_a_list_under_headings(visit: Visit):
    page = ask(visit, "barricaded door")

    assert roles(page) >= {"search", "searchbox", "status", "list", "listitem", "mark"}
    levels = page.evaluate(
        "[...document.querySelectorAll('main :is(h1,h2,h3)')].filter(h => h.checkVisibility())"
        ".map(h => h.tagName)"
    )
    assert levels[:3] == ["H1", "H2", "H3"]


def test_the_page_does_not_jump_while_it_loads(browser: Browser, real_site: Path):
    with serving(real_site) as base:
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.add_init_script(
            "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach("
            "each => { if (!each.hadRecentInput) window.moved += each.value; }))"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        page.goto(f"{base}search/?q=barricaded+door")
        expect(page.locator(".pb-hit").first).to_be_visible()

        assert page.evaluate("window.moved") < 0.05
        page.close()


# --- What other pages build on ------------------------------------------------------------------


def test_other_pages_can_ask_too(visit: Visit):
    page = visit.open("patterns/")
    answer = page.evaluate(
        """async () => {
            const engine = new URL("../assets/search/engine.js", document.baseURI);
            const { openSearch } = await import(engine);
            const search = await openSearch("../");
            const filters = { kind: ["near-miss"] };
            const answer = await search.ask("barricaded door", { filters, limit: 2 });
            search.close();
            return answer;
        }"""
    )

    first = answer["results"][0]
    assert first["url"].endswith("/library/near-misses/child-re-referred-and-a-barricaded-door/")
    assert (first["kind"], first["record"]) == (
        "near-miss",
        "child-re-referred-and-a-barricaded-door",
    )
    assert "barricaded" in first["excerpt"]
    assert set(first["meta"]) >= {"practice", "origin", "year", "about"}
    assert 0 < len(answer["results"]) <= min(2, answer["total"])
    assert answer["note"] == ""


def test_the_browser_makes_the_same_stems_as_the_builder(visit: Visit):
    files = sorted((PROJECT / "reviews").glob("*/*.md"))
    said = {word for file in files for word in tokens(file.read_text("utf-8"))}
    said |= {
        "won't",
        "café's",
        "ages",
        "ﬁle",
        "Ünal",
        "st.",
        "a&e",
        "xxxing",
        "ies",
        "bus",
        "İstanbul",
    }
    words = sorted({word for each in said for word in tokens(each)})
    page = visit.open("search/")
    made = page.evaluate(
        """async (words) => {
            const base = new URL("../", document.baseURI);
            const { stemmer, tokens } = await import(new URL("assets/search/stems.js", base));
            const rules = await (await fetch(new URL("search/words.json", base))).json();
            const stem = stemmer(rules);
            return words.map((word) => [tokens(word).map((each) => each.word), stem(word)]);
        }""",
        words,
    )

    assert len(words) > 2000
    assert made == [[[word], stem(word)] for word in words]
