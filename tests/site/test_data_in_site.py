"""The data files as they lie on the built site of this very library."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup


@pytest.fixture(scope="module")
def page(real_site: Path) -> BeautifulSoup:
    """Return the page that lists the data files."""
    return BeautifulSoup((real_site / "data/index.html").read_text("utf-8"), "lxml")


def test_every_file_arrives_as_its_checksum_says(real_site):
    sums = (real_site / "data/SHA256SUMS").read_text("utf-8").splitlines()

    assert len(sums) > 90
    for line in sums:
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((real_site / "data" / name).read_bytes()).hexdigest() == digest


def test_every_file_is_linked_from_the_page(real_site, page):
    linked = {link["href"] for link in page.select("article a[href]")}

    files = {
        file.relative_to(real_site / "data").as_posix()
        for file in (real_site / "data").rglob("*")
        if file.is_file() and file.suffix != ".html"
    }
    assert files <= linked


def test_the_page_is_in_the_menu(real_site):
    front = BeautifulSoup((real_site / "about/index.html").read_text("utf-8"), "lxml")

    assert front.select_one('nav.pb-subtabs a[href="../data/"]') is not None


def test_catalogues_read_a_block_that_no_browser_runs(real_site, page):
    block = page.select_one('head script[type="application/ld+json"]')

    assert block is not None
    said = json.loads(block.string or "")
    assert said == json.loads((real_site / "data/dataset.jsonld").read_text("utf-8"))
    assert said["version"] == (real_site / "data/LATEST").read_text("utf-8").strip()
