"""The public set-up: what everybody gets, what nobody gets, and what is said with it."""

from __future__ import annotations

import pytest

from tests.hosting.serving import DRAFTS, LIBRARY, Hosting

# Every way that comes to mind of asking for what is kept beside the site, or outside it.
KEPT_BACK = [
    "/.patternbook/policy.txt",
    "/.patternbook/",
    "/.patternbook",
    "/%2epatternbook/policy.txt",
    "/%2Epatternbook%2fpolicy.txt",
    "//.patternbook//policy.txt",
    "/patterns/../.patternbook/policy.txt",
    "/patterns/..%2f.patternbook/policy.txt",
    "/patterns/%2e%2e/.patternbook/policy.txt",
    "/./.patternbook/./policy.txt",
    "/.well-known/../.patternbook/policy.txt",
    "/.well-known/.secret",
    "/.git/config",
    "/patterns/.hidden",
]
OUTSIDE = ["/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/etc/passwd", "/patterns/%00"]


@pytest.mark.parametrize(
    "path",
    ["/", "/patterns/", "/assets/patternbook.css", "/search/words.json", "/sitemap.xml"],
)
def test_everybody_may_read(public_host: Hosting, path):
    assert public_host.ask(path).status == 200
    assert public_host.ask(path, method="HEAD").status == 200


@pytest.mark.parametrize("path", ["/nothing", "/nothing/", "/404.html", "/assets/", "/Patterns/"])
def test_what_is_not_there_is_told_by_the_site_itself(public_host: Hosting, path):
    answer = public_host.ask(path)

    assert answer.status == 404
    assert "This page is not here" in answer.body


@pytest.mark.parametrize("path", KEPT_BACK)
def test_names_that_begin_with_a_full_stop_are_not_there(public_host: Hosting, path):
    answer = public_host.ask(path)

    assert answer.status == 404
    assert "This page is not here" in answer.body


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_leads_out_of_the_site(public_host: Hosting, path):
    assert public_host.ask(path).status == 400


def test_what_a_host_must_publish_of_itself_can_be_had(public_host: Hosting):
    folder = public_host.sites / "public/.well-known"
    folder.mkdir()
    (folder / "security.txt").write_text("Contact: mailto:security@example.org\n")

    assert public_host.ask("/.well-known/security.txt").body.startswith("Contact:")


def test_a_link_is_not_followed_out_of_the_site(public_host: Hosting):
    secret = public_host.folder / "secret.txt"
    secret.write_text("Kept.")
    (public_host.sites / "public/way-out.txt").symlink_to(secret)
    (public_host.sites / "public/out").symlink_to(public_host.folder)

    answers = [public_host.ask(path) for path in ("/way-out.txt", "/out/secret.txt", "/out/")]

    assert [answer.status for answer in answers] == [404, 404, 404]
    assert not any("Kept." in answer.body for answer in answers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_reading_is_all_that_can_be_done(public_host: Hosting, method):
    for path in ("/", "/nothing", "/.patternbook/policy.txt"):
        assert public_host.ask(path, method=method).status == 405


def test_a_folder_leads_to_itself_whatever_the_request_calls_the_host(public_host: Hosting):
    answer = public_host.ask("/patterns", {"X-Forwarded-Host": "evil.example"})

    assert (answer.status, answer.headers["location"]) == (301, "/patterns/")


PROMISED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
    "strict-transport-security": "max-age=31536000",
}


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "GET", 200),
        ("/assets/patternbook.css", "GET", 200),
        ("/patterns", "GET", 301),
        ("/nothing", "GET", 404),
        ("/.patternbook/policy.txt", "GET", 404),
        ("/", "POST", 405),
        ("/%00", "GET", 400),
    ],
)
def test_every_answer_has_the_headers(public_host: Hosting, real_site, path, method, status):
    answer = public_host.ask(path, method=method)

    policy = (real_site / ".patternbook/policy.txt").read_text("utf-8").strip()
    assert answer.status == status
    assert answer.headers["content-security-policy"] == policy
    assert {**answer.headers, **PROMISED} == answer.headers
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "x-robots-tag" not in answer.headers
    assert answer.headers["server"] == "nginx"


def test_what_has_not_changed_is_not_sent_again_and_has_the_headers(public_host: Hosting):
    first = public_host.ask("/")

    again = public_host.ask("/", {"If-None-Match": first.headers["etag"]})

    assert (again.status, again.body) == (304, "")
    assert {**again.headers, **PROMISED} == again.headers


def test_whoever_comes_by_another_name_gets_nothing(public_host: Hosting):
    with pytest.raises(OSError, match="unrecognized name"):
        public_host.ask("/", host=DRAFTS)
    with pytest.raises(OSError, match="without response"):
        public_host.ask("/", named="other.example.org")
    with pytest.raises(OSError, match="without response"):
        public_host.ask_plainly("/", "other.example.org")


def test_without_encryption_there_is_only_the_way_to_it(public_host: Hosting):
    answer = public_host.ask_plainly("/patterns/?a=b", LIBRARY)

    assert answer.status == 301
    assert answer.headers["location"] == f"https://{LIBRARY}/patterns/?a=b"
