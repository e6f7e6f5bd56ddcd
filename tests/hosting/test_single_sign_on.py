"""Single sign-on: every request is a question, and whoever is not plainly let in stays out.

oauth2-proxy is not here; tests/hosting/serving.py stands in for it.
"""

from __future__ import annotations

import pytest

from tests.hosting.serving import Answer, Hosting, SignInService
from tests.hosting.test_basic_auth import EVERY_KIND
from tests.hosting.test_public import KEPT_BACK, OUTSIDE

READER = {"Cookie": "who=patternbook-readers"}
PARTICIPANT = {"Cookie": "who=review-a-review"}
GUEST = {"Cookie": "who=guests"}
DRAFT = "/participants/a-review/near-misses/a-letter/"
REFUSED = {301, 302, 401, 403, 404}
FORGED = [
    {"X-Auth-Request-User": "reader", "X-Auth-Request-Email": "reader@board.example.org"},
    {"X-Auth-Request-Groups": "patternbook-readers"},
    {"X-Forwarded-User": "reader", "X_Forwarded_User": "reader", "X-Forwarded-Groups": "a"},
    {"X-Forwarded-Uri": "/oauth2/start", "X-Original-URI": "/oauth2/start"},
    {"X-Original-URL": "/oauth2/start", "X-Rewrite-URL": "/oauth2/start"},
    {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"},
    {"X-Auth-Request-Redirect": "https://evil.example/"},
    {"Authorization": "Bearer a.b.c"},
    {"User-Agent": "GoogleHC/1.0"},
    {"Connection": "X-Real-IP, Cookie, X-Forwarded-Uri"},
]


def tells_nothing(answer: Answer) -> bool:
    """Return whether an answer refuses, and holds nothing of the site."""
    return answer.status in REFUSED and not any(
        word in answer.body for word in ("Patternbook", "astray", "Quixotic", "This page is not")
    )


def test_strangers_are_sent_to_sign_in_whatever_they_ask_for(single_sign_on_host: Hosting):
    answers = {path: single_sign_on_host.ask(path) for path in [*EVERY_KIND, DRAFT]}

    # Its name is the same everywhere, so it tells nothing of what is there.
    own = answers.pop("/404.html")
    assert own.status == 401
    assert tells_nothing(own)
    assert {answer.status for answer in answers.values()} == {302}
    assert {answer.body for answer in answers.values()} == {""}
    assert {answer.headers["location"] for answer in answers.values()} == {
        "https://login.example.org/"
    }


@pytest.mark.parametrize("forged", FORGED)
def test_no_header_lets_anybody_in(
    single_sign_on_host: Hosting, sign_in_service: SignInService, forged
):
    for path in ["/", "/near-misses/a-letter/", "/search/words.json", DRAFT]:
        assert tells_nothing(single_sign_on_host.ask(path, forged))

    allowed = {"host", "connection", "cookie", "x-real-ip", "x-forwarded-for"}
    allowed |= {"x-forwarded-proto", "x-forwarded-host", "x-auth-request-redirect"}
    for _, heard in sign_in_service.asked:
        assert set(heard) <= allowed
        assert heard["host"] == heard["x-forwarded-host"] == "library.example.org"
        assert heard["x-real-ip"] == heard["x-forwarded-for"] == "127.0.0.1"
        assert heard["x-forwarded-proto"] == "https"
        assert heard["x-auth-request-redirect"].startswith("/")


@pytest.mark.parametrize("path", ["/oauth2/auth", "//oauth2//auth", "/oauth2/%61uth"])
def test_nobody_may_ask_the_question_themselves(
    single_sign_on_host: Hosting, sign_in_service: SignInService, path
):
    answer = single_sign_on_host.ask(f"{path}?allowed_groups=guests", GUEST)

    assert tells_nothing(answer)
    assert {asked for asked, _ in sign_in_service.asked} <= {
        "/oauth2/auth?allowed_groups=patternbook-readers",
        "/oauth2/start",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/oauth2/",
        "/oauth2/userinfo",
        "/oauth2/static/x.css",
        "/oauth2/auth/",
        "/oauth2/start/",
        "/oauth2/start/../../near-misses/a-letter/",
        "/oauth2/..%2fnear-misses/a-letter/",
        "/oauth2/callback%2f..%2f..%2fnear-misses/a-letter/",
        "/oauth2/%2e%2e/near-misses/a-letter/",
        "/oauth2//../near-misses/a-letter/",
        "/OAuth2/start",
        "/ping",
        "/ready",
        "/robots.txt",
        "/near-misses/a-letter/?/oauth2/start",
        "/near-misses/a-letter/#/oauth2/start",
    ],
)
def test_nothing_near_the_sign_in_leads_to_a_page(
    single_sign_on_host: Hosting, sign_in_service: SignInService, path
):
    answer = single_sign_on_host.ask(path)

    assert tells_nothing(answer) or answer.status == 400
    # It was asked about them, or nginx sent them to sign in: nothing else was passed on.
    assert {asked.partition("?")[0] for asked, _ in sign_in_service.asked} <= {
        "/oauth2/auth",
        "/oauth2/start",
    }


def test_signing_in_leads_back_to_the_page_and_nowhere_else(
    single_sign_on_host: Hosting, sign_in_service: SignInService
):
    single_sign_on_host.ask("/patterns/?a=b&c=d")
    assert sign_in_service.asked[-1][0] == "/oauth2/start"
    assert sign_in_service.asked[-1][1]["x-auth-request-redirect"] == "/patterns/?a=b&c=d"

    for address in ("start", "sign_out"):
        single_sign_on_host.ask(f"/oauth2/{address}?rd=https://evil.example/")
        assert sign_in_service.asked[-1][0] == f"/oauth2/{address}"
        assert sign_in_service.asked[-1][1]["x-auth-request-redirect"] == "/"


def test_what_comes_back_from_signing_in_is_passed_on_whole(
    single_sign_on_host: Hosting, sign_in_service: SignInService
):
    answer = single_sign_on_host.ask("/oauth2/callback?code=a&state=b%3A%2Fc")

    assert sign_in_service.asked[-1][0] == "/oauth2/callback?code=a&state=b%3A%2Fc"
    # And its wish that nginx sends a page is not heard.
    assert (answer.status, answer.body) == (200, "")


def test_readers_get_pages_with_the_headers_of_the_site(single_sign_on_host: Hosting):
    for path in ("/", "/near-misses/a-letter/", "/search/words.json"):
        answer = single_sign_on_host.ask(path, READER)
        assert answer.status == 200
        assert answer.headers["cache-control"] == "private, no-store"
        assert "script-src" in answer.headers["content-security-policy"]
        assert answer.headers["x-robots-tag"] == "noindex, nofollow, noarchive"


@pytest.mark.parametrize("path", ["/nothing", "/assets/", "/404.html", *KEPT_BACK])
def test_what_is_not_there_is_told_readers_by_the_site_itself(single_sign_on_host: Hosting, path):
    answer = single_sign_on_host.ask(path, READER)

    assert answer.status == 404
    assert "This page is not here" in answer.body


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_leads_out_of_the_site(single_sign_on_host: Hosting, path):
    assert single_sign_on_host.ask(path, READER).status == 400


def test_whoever_signs_in_without_belonging_stays_out(single_sign_on_host: Hosting):
    for path in [*EVERY_KIND, DRAFT]:
        answer = single_sign_on_host.ask(path, GUEST)
        assert (path, answer.status, tells_nothing(answer)) == (path, 403, True)


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "TRACE"])
def test_reading_is_all_that_can_be_done(single_sign_on_host: Hosting, method):
    for path in ("/", "/nothing", "/oauth2/auth", "/oauth2/start"):
        assert single_sign_on_host.ask(path, READER, method=method).status == 405


# --- When the service fails ---------------------------------------------------------------------


@pytest.mark.parametrize("status", [500, 503, 404, 302, 400])
def test_an_error_of_the_service_lets_nobody_in(
    single_sign_on_host: Hosting, sign_in_service: SignInService, status
):
    sign_in_service.status = status

    answer = single_sign_on_host.ask("/near-misses/a-letter/", READER)

    assert answer.status == 500
    assert "Quixotic" not in answer.body
    assert answer.headers["cache-control"] == "private, no-store"


def test_a_service_that_never_answers_lets_nobody_in(
    single_sign_on_host: Hosting, sign_in_service: SignInService
):
    sign_in_service.hangs = True

    answer = single_sign_on_host.ask("/near-misses/a-letter/", READER)

    assert answer.status == 500
    assert "Quixotic" not in answer.body


def test_a_service_that_is_down_lets_nobody_in(
    single_sign_on_host: Hosting, sign_in_service: SignInService
):
    sign_in_service.stop()

    for path in ("/near-misses/a-letter/", "/nothing", "/404.html", DRAFT):
        answer = single_sign_on_host.ask(path, READER)
        assert answer.status >= 500 or tells_nothing(answer)
        assert "Quixotic" not in answer.body


# --- Drafts -------------------------------------------------------------------------------------


def test_participants_read_their_review_and_not_the_library(single_sign_on_host: Hosting):
    draft = single_sign_on_host.ask(DRAFT, PARTICIPANT)

    assert draft.status == 200
    assert "Quixotic" in draft.body
    assert draft.headers["cache-control"] == "private, no-store"
    assert draft.headers["strict-transport-security"] == "max-age=31536000"
    for path in [*EVERY_KIND, "/participants/other/", "/participants/"]:
        answer = single_sign_on_host.ask(path, PARTICIPANT)
        assert (path, answer.status, tells_nothing(answer)) == (path, 403, True)


@pytest.mark.parametrize(
    "path", ["nothing", "assets/", ".patternbook/policy.txt", "../../near-misses/a-letter/"]
)
def test_what_is_not_in_their_review_is_not_there_for_them(single_sign_on_host: Hosting, path):
    assert tells_nothing(single_sign_on_host.ask(f"/participants/a-review/{path}", PARTICIPANT))


def test_readers_of_the_library_cannot_tell_which_drafts_there_are(single_sign_on_host: Hosting):
    hosted, other = (
        single_sign_on_host.ask(f"/participants/{review}/", READER)
        for review in ("a-review", "no-review")
    )

    hosted.headers.pop("date")
    other.headers.pop("date")
    assert hosted == other
    assert hosted.status == 404
