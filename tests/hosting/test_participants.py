"""Drafts of single reviews: each for its own people, and nobody learns which there are."""

from __future__ import annotations

import pytest

from tests.hosting.serving import DRAFTS, Answer, Hosting, basic

MIDWIFE = basic("midwife", "a long passphrase")
# In the order of knowing more and more: nothing there, kept beside it, hosted.
UNKNOWN = ["/", "/no-review/", "/not-hosted/", "/a-review", "/A-Review/", "/no-review/.hidden"]
KNOWN = [
    "/a-review/",
    "/a-review/near-misses/a-letter/",
    "/a-review/nothing",
    "/a-review/assets/",
    "/a-review/.patternbook/policy.txt",
    "/no-review/../a-review/",
    "//a-review//",
    "/%61-review/",
]


def asked(host: Hosting, path: str, credentials: dict[str, str]) -> Answer:
    """Return the answer without its date."""
    answer = host.ask(path, credentials, host=DRAFTS)
    answer.headers.pop("date")
    return answer


@pytest.mark.parametrize("credentials", [{}, basic("midwife", "a guess"), basic("", "")])
def test_strangers_cannot_tell_which_reviews_there_are(drafts_host: Hosting, credentials):
    answers = [asked(drafts_host, path, credentials) for path in [*UNKNOWN, *KNOWN]]

    assert answers[0].status == 401
    assert [answer for answer in answers if answer != answers[0]] == []


def test_participants_read_their_own_review(drafts_host: Hosting):
    page = asked(drafts_host, "/a-review/near-misses/a-letter/", MIDWIFE)

    assert page.status == 200
    assert "Quixotic" in page.body
    assert page.headers["cache-control"] == "private, no-store"
    assert "script-src" in page.headers["content-security-policy"]
    assert page.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("path", UNKNOWN)
def test_participants_learn_nothing_of_other_reviews(drafts_host: Hosting, path):
    assert asked(drafts_host, path, MIDWIFE) == asked(drafts_host, "/no-review/", {})


@pytest.mark.parametrize(
    "path", ["/a-review/nothing", "/a-review/assets/", "/a-review/.patternbook/policy.txt"]
)
def test_what_is_not_in_their_review_is_not_there(drafts_host: Hosting, path):
    assert asked(drafts_host, path, MIDWIFE).status == 404


@pytest.mark.parametrize("path", ["/a-review/../not-hosted/", "/a-review/..%2fnot-hosted/"])
def test_no_way_leads_from_one_review_to_another(drafts_host: Hosting, path):
    assert asked(drafts_host, path, MIDWIFE).status == 401


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "TRACE"])
def test_other_methods_tell_nothing(drafts_host: Hosting, method):
    told = {drafts_host.ask(path, method=method, host=DRAFTS).body for path in [*UNKNOWN, *KNOWN]}

    assert len(told) == 1
