"""The menu of the built site: which part a page belongs to, and the pages of that part."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup


def menu(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / page / "index.html").read_text("utf-8"), "lxml")


def marked(site: Path, page: str) -> list[str]:
    """Return the parts of the library that the menu marks as those in which one is."""
    return [a.get_text() for a in menu(site, page).select("nav.pb-tabs a[aria-current]")]


def pages_beside(site: Path, page: str) -> set[str]:
    """Return the pages of the part in which one is."""
    return {a.get_text() for a in menu(site, page).select("nav.pb-subtabs a")}


@pytest.mark.parametrize(
    ("page", "part"),
    [
        ("contribute", "Contribute"),
        ("contribute/record-format", "Contribute"),
        ("contribute/hosting", "Keep a library"),
        ("contribute/reviewing", "Keep a library"),
        # In no menu, and in a folder from which two parts have pages.
        ("contribute/rules/unknown-factor", "Contribute"),
        ("contribute/write/near-miss", "Contribute"),
        ("near-misses/school-that-would-not-say", "Evidence"),
        ("factors/workload", "Factors"),
    ],
)
def test_a_page_belongs_to_one_part_of_the_menu(real_site: Path, page: str, part: str):
    assert marked(real_site, page) == [part]


def test_contributing_and_keeping_a_library_are_two_parts(real_site: Path):
    contributing = pages_beside(real_site, "contribute/check")
    keeping = pages_beside(real_site, "contribute/agree")
    assert "The record format" in contributing
    assert "Host a copy" in keeping
    assert not contributing & keeping
