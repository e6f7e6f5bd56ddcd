"""The small internal set-up: a name and a passphrase, asked for with everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Playwright, Request, expect

from tests.hosting.serving import LIBRARY, Hosting, basic, chromium
from tests.hosting.test_public import KEPT_BACK, OUTSIDE

READER = basic("reader", "a long passphrase")
WRONG = [
    {},
    basic("reader", "another passphrase"),
    basic("stranger", "a long passphrase"),
    basic("reader", ""),
    basic("", ""),
    {"Authorization": "Bearer a.b.c"},
    # What some servers take for somebody who has signed in.
    {"X-Forwarded-User": "reader", "X-Remote-User": "reader", "Remote-User": "reader"},
    {"X-Original-URL": "/404.html", "X-Rewrite-URL": "/404.html", "X-Forwarded-For": "127.0.0.1"},
]
EVERY_KIND = [
    "/",
    "/near-misses/a-letter/",
    "/near-misses/a-letter",
    "/near-misses/no-such-letter/",
    "/assets/patternbook.css",
    "/assets/",
    "/search/words.json",
    "/sitemap.xml",
    "/404.html",
    "/nothing",
    "/.well-known/security.txt",
    "//near-misses//a-letter/",
    "/oauth2/..%2fnear-misses/a-letter/",
    "/near-misses%2fa-letter%2f",
    *KEPT_BACK,
]


@pytest.mark.parametrize("credentials", WRONG)
def test_strangers_cannot_tell_what_is_there(locked_host: Hosting, credentials):
    nothing = locked_host.ask("/nothing", credentials)
    answers = [locked_host.ask(path, credentials) for path in EVERY_KIND]

    assert nothing.status == 401
    assert "Patternbook" not in nothing.body
    nothing.headers.pop("date")
    for answer in answers:
        answer.headers.pop("date")
    assert [answer for answer in answers if answer != nothing] == []


def test_strangers_cannot_ask_whether_something_changed(locked_host: Hosting):
    etag = locked_host.ask("/near-misses/a-letter/", READER).headers["etag"]

    for asked in ({"If-None-Match": etag}, {"If-None-Match": "*"}, {"Range": "bytes=0-9"}):
        assert locked_host.ask("/near-misses/a-letter/", asked).status == 401


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_leads_out_of_the_site(locked_host: Hosting, path):
    assert locked_host.ask(path).status == 400
    assert locked_host.ask(path, READER).status == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_tell_nothing(locked_host: Hosting, method):
    answers = {
        (locked_host.ask(path, method=method).status, locked_host.ask(path, method=method).body)
        for path in EVERY_KIND
    }

    assert [status for status, _ in answers] == [405]


@pytest.mark.parametrize(
    "path", ["/", "/near-misses/a-letter/", "/search/words.json", "/sitemap.xml"]
)
def test_people_on_the_list_may_read(locked_host: Hosting, path):
    assert locked_host.ask(path, READER).status == 200


def test_the_board_s_own_records_are_there_for_them(locked_host: Hosting):
    assert "Quixotic" in locked_host.ask("/near-misses/a-letter/", READER).body
    assert "astray" in locked_host.ask("/search/words.json", READER).body


@pytest.mark.parametrize("path", ["/nothing", "/404.html", "/assets/", *KEPT_BACK])
def test_what_is_not_there_is_told_them_by_the_site_itself(locked_host: Hosting, path):
    answer = locked_host.ask(path, READER)

    assert answer.status == 404
    assert "This page is not here" in answer.body


@pytest.mark.parametrize(
    ("path", "credentials", "status"),
    [
        ("/", READER, 200),
        ("/nothing", READER, 404),
        ("/.patternbook/policy.txt", READER, 404),
        ("/", {}, 401),
        ("/nothing", {}, 401),
    ],
)
def test_no_answer_may_be_kept_or_found(
    locked_host: Hosting, board_site, path, credentials, status
):
    answer = locked_host.ask(path, credentials)

    policy = (board_site / ".patternbook/policy.txt").read_text("utf-8").strip()
    assert answer.status == status
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["content-security-policy"] == policy
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_what_has_not_changed_has_the_headers_too(locked_host: Hosting):
    etag = locked_host.ask("/", READER).headers["etag"]

    again = locked_host.ask("/", {**READER, "If-None-Match": etag})

    assert (again.status, again.headers["cache-control"]) == (304, "private, no-store")


def test_without_a_list_of_people_nobody_gets_in(locked_host: Hosting):
    people = locked_host.settings / "board.people"
    kept = people.with_suffix(".kept")
    people.rename(kept)
    try:
        answers = [locked_host.ask("/", READER), locked_host.ask("/")]
    finally:
        kept.rename(people)

    assert all(answer.status >= 400 for answer in answers)
    assert not any("Patternbook" in answer.body for answer in answers)


# --- In a browser -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(locked_host: Hosting, playwright: Playwright) -> Iterator[Browser]:
    """Start a browser to which every name leads here."""
    expect.set_options(timeout=20_000)
    browser = playwright.chromium.launch(
        executable_path=chromium(),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--host-resolver-rules=MAP {LIBRARY} 127.0.0.1",
        ],
    )
    yield browser
    browser.close()


def test_a_reader_signs_in_opens_pages_and_finds(browser: Browser, locked_host: Hosting):
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.append(message.text)

    def failed(request: Request) -> None:
        # What was still on its way when the reader went on is no fault.
        if request.failure != "net::ERR_ABORTED":
            faults.append(f"{request.url} {request.failure}")

    context = browser.new_context(
        ignore_https_errors=True,
        reduced_motion="reduce",
        viewport={"width": 1280, "height": 800},
        http_credentials={"username": "reader", "password": "a long passphrase"},
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", failed)
    site = f"https://{LIBRARY}:{locked_host.port}/"

    page.goto(site)
    page.goto(f"{site}patterns/")
    page.get_by_role("link", name="Near misses").first.click()
    page.locator("#pb-find").fill("astray")
    page.keyboard.press("Enter")
    found = page.locator(".pb-hit a").first
    expect(found).to_contain_text("A letter went astray")
    found.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A letter went astray")
    context.close()

    assert faults == []


def test_a_stranger_s_browser_shows_nothing_of_the_site(browser: Browser, locked_host: Hosting):
    context = browser.new_context(
        ignore_https_errors=True,
        http_credentials={"username": "reader", "password": "a guess"},
    )
    page = context.new_page()

    answer = page.goto(f"https://{LIBRARY}:{locked_host.port}/near-misses/a-letter/")
    shown = page.content()
    context.close()

    assert answer is not None
    assert answer.status == 401
    assert "astray" not in shown
