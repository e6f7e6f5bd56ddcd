"""What a web server must say with every page, and which pages would not bear it."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from patternbook.headers import NotUnderPolicy, write_headers
from patternbook.vocabulary import Audience
from tests.conftest import run_patternbook
from tests.making import copy_of_the_site

# What every page may run: the files of this site, and the program of its search.
OURS = ["'self'", "'wasm-unsafe-eval'"]


def headers(site: Path, body: str, audience: Audience = Audience.PUBLIC, head: str = "") -> Path:
    """Make the headers of a site of one page; return the folder that they are in."""
    (site / "sub").mkdir(parents=True, exist_ok=True)
    page = f"<!doctype html>\n<html><head>{head}</head><body>\n{body}\n</body></html>"
    (site / "sub/index.html").write_text(page, encoding="utf-8")
    write_headers(site, audience)
    return site / ".patternbook"


def directives(folder: Path) -> dict[str, list[str]]:
    """Return the policy, as the names of its directives with what each allows."""
    parts = (folder / "policy.txt").read_text("utf-8").strip().split("; ")
    return {part.split()[0]: part.split()[1:] for part in parts}


def hashed(script: str) -> str:
    """Return the name that a policy has for an inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


# --- The policy ---------------------------------------------------------------------------------


def test_what_stands_in_the_policy_is_this_site_and_nothing_else(tmp_path):
    assert directives(headers(tmp_path, "<p>Text.</p>")) == {
        "default-src": ["'none'"],
        "script-src": OURS,
        "worker-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }


def test_a_program_may_be_compiled_and_no_text_become_a_script(tmp_path):
    allowed = directives(headers(tmp_path, "<p>Text.</p>"))["script-src"]

    assert "'wasm-unsafe-eval'" in allowed  # the search is one
    assert not {"'unsafe-eval'", "'unsafe-inline'", "blob:", "data:"} & set(allowed)


def test_each_inline_script_is_named_once_by_its_hash(tmp_path):
    body = "<script>go('ä &amp; <b>')</script><script type=module>stay()</script>"

    folder = headers(tmp_path, body + body)

    assert sorted(directives(folder)["script-src"]) == sorted(
        [*OURS, hashed("go('ä &amp; <b>')"), hashed("stay()")]
    )


def test_line_ends_count_as_browsers_count_them(tmp_path):
    folder = headers(tmp_path, "<p></p>")
    (tmp_path / "other.html").write_bytes(b"<script>a()\r\nb()\rc()</script>")

    write_headers(tmp_path, Audience.PUBLIC)

    assert directives(folder)["script-src"] == [*OURS, hashed("a()\nb()\nc()")]


@pytest.mark.parametrize("kind", ["application/json", "application/ld+json", "text/template"])
def test_a_block_of_data_is_not_named(tmp_path, kind):
    folder = headers(tmp_path, f'<script type="{kind}">{{"a": 1}}</script>')

    assert directives(folder)["script-src"] == OURS


@pytest.mark.parametrize(
    "body",
    [
        "<!-- <script>hidden()</script> -->",
        "<p>&lt;script&gt;shown()&lt;/script&gt;</p>",
        '<script src="own.js">never()</script>',
        "<textarea><script>typed()</script></textarea>",
    ],
    ids=["in a comment", "as text", "beside an address", "in a text field"],
)
def test_what_no_browser_runs_is_not_named(tmp_path, body):
    assert directives(headers(tmp_path, body))["script-src"] == OURS


# --- What the policy would block ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<p onclick="go()">', "an attribute “onclick”"),
        ("<IMG SRC=own.png ONERROR=go()>", "an attribute “onerror”"),
        ('<p style="color: red">', "an attribute “style”"),
        ("<style>p { color: red }</style>", "<style>"),
        ("<noscript><style>p { color: red }</style></noscript>", "<style>"),
        ('<a href="javascript:go()">', "an address that is a script"),
        ('<a href=" java\tscript:go()">', "an address that is a script"),
        ('<script src="https://elsewhere.example/x.js"></script>', "<script> loads something"),
        ('<script src="//elsewhere.example/x.js"></script>', "<script> loads something"),
        (r'<script src="\\elsewhere.example/x.js"></script>', "<script> loads something"),
        ('<script src="data:text/javascript,go()"></script>', "<script> loads something"),
        ('<img src="https://elsewhere.example/x.png">', "<img> loads something"),
        ('<img srcset="x.png 1x, https://elsewhere.example/x.png 2x">', "<img> loads something"),
        ('<link rel="stylesheet" href="https://elsewhere.example/x.css">', "<link> loads"),
        ('<link rel="preconnect" href="https://elsewhere.example">', "<link> loads"),
        ('<form action="https://elsewhere.example/"></form>', "<form> loads something"),
        ('<base href="https://elsewhere.example/">', "<base> loads something"),
        ('<iframe src="own.html"></iframe>', "<iframe>"),
        ('<object data="own.svg"></object>', "<object>"),
        ("<article><script>go()</script></article>", "a script within the text"),
    ],
)
def test_what_would_be_blocked_is_told_with_its_place(tmp_path, body, told):
    with pytest.raises(NotUnderPolicy) as raised:
        headers(tmp_path, body)

    where, _, what = str(raised.value).rpartition("- ")[2].partition(": ")
    assert where == "sub/index.html, line 3"
    assert told in what


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://elsewhere.example/">A link</a>',
        '<a href="mailto:somebody@example.org">A letter</a>',
        '<link rel="canonical" href="https://library.example.org/sub/">',
        '<img src="data:image/png;base64,AAAA" alt="">',
        '<img src="../own.png" srcset="../own.png 1x, ../large.png 2x" alt="">',
        '<form action="../search/"><input type="search"></form>',
        '<script src="../own.js"></script><link rel="stylesheet" href="../own.css">',
        "<p>onclick= and style= and &lt;iframe&gt; and javascript: are words here.</p>",
        "<article></article><script>frame()</script>",
    ],
)
def test_what_works_under_the_policy_is_left_alone(tmp_path, body):
    assert (headers(tmp_path, body) / "policy.txt").is_file()


def test_a_style_sheet_that_loads_from_elsewhere_is_told(tmp_path):
    (tmp_path / "look.css").write_text("p { background: url('https://elsewhere.example/x.png') }")

    with pytest.raises(NotUnderPolicy, match=r"look\.css: it loads something from elsewhere"):
        headers(tmp_path, "")


def test_no_word_of_a_page_is_repeated(tmp_path):
    with pytest.raises(NotUnderPolicy) as raised:
        headers(tmp_path, '<p style="zanzibarbican" title="Zanzibarbican">Zanzibarbican')

    assert "zanzibarbican" not in str(raised.value).lower()


def test_of_many_faults_the_first_are_told_and_the_others_counted(tmp_path):
    with pytest.raises(NotUnderPolicy) as raised:
        headers(tmp_path, '<p style="">' * 25)

    assert str(raised.value).count("- sub/index.html") == 20
    assert "and 5 more" in str(raised.value)


def test_a_site_that_was_refused_keeps_no_older_mark(tmp_path):
    folder = headers(tmp_path, "<p></p>")
    assert (folder / "audience").is_file()

    with pytest.raises(NotUnderPolicy):
        headers(tmp_path, "<iframe></iframe>")

    assert not folder.exists()


def test_more_scripts_than_a_header_can_name_are_refused(tmp_path):
    with pytest.raises(NotUnderPolicy, match="100 different inline scripts"):
        headers(tmp_path, "".join(f"<script>go({n})</script>" for n in range(100)))


# --- For whom -----------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", list(Audience))
def test_the_site_says_for_whom_it_was_built(tmp_path, audience):
    assert (headers(tmp_path, "", audience) / "audience").read_text("utf-8") == f"{audience}\n"


@pytest.mark.parametrize("audience", [each for each in Audience if each is not Audience.PUBLIC])
def test_internal_pages_are_neither_kept_nor_found(tmp_path, audience):
    said = (headers(tmp_path, "", audience) / "nginx.conf").read_text("utf-8")

    assert 'add_header Cache-Control "private, no-store" always;' in said
    assert 'add_header X-Robots-Tag "noindex, nofollow, noarchive" always;' in said


def test_public_pages_may_be_found_and_kept_but_are_asked_for_again(tmp_path):
    said = (headers(tmp_path, "") / "nginx.conf").read_text("utf-8")

    assert 'add_header Cache-Control "no-cache" always;' in said
    assert "X-Robots-Tag" not in said


# --- With the builder ---------------------------------------------------------------------------


def test_a_build_with_a_page_that_would_not_work_fails_and_leaves_the_site(tmp_path):
    root = copy_of_the_site(tmp_path, {})
    page = root / "docs/about/index.md"
    page.write_text(page.read_text("utf-8") + '\n<p onclick="go()">Here</p>\n', encoding="utf-8")
    (root / "site").mkdir()
    (root / "site/index.html").write_text("The old site")
    (root / "site/sitemap.xml").write_text("")

    built = run_patternbook("build", "--root", str(root))

    assert built.returncode == 1
    assert "about/index.html, line " in built.stderr
    assert "an attribute “onclick”" in built.stderr
    assert "Traceback" not in built.stderr
    assert {file.name for file in (root / "site").iterdir()} == {"index.html", "sitemap.xml"}


def test_the_real_site_is_built_with_its_headers(real_site):
    folder = directives(real_site / ".patternbook")

    assert (real_site / ".patternbook/audience").read_text("utf-8") == f"{Audience.PUBLIC}\n"
    assert any(each.startswith("'sha256-") for each in folder["script-src"])
    assert not any("'unsafe-inline'" in allowed for allowed in folder.values())
