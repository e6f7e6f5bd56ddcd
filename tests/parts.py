"""The head or the text of a built page, without the menus, which are most of it."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

_HEAD, _ARTICLE = SoupStrainer("head"), SoupStrainer("article")


def head_of(page: Path) -> BeautifulSoup:
    """Return what a page says to programs. To read it so takes a part of the time."""
    return BeautifulSoup(page.read_text("utf-8"), "lxml", parse_only=_HEAD)


def article_of(page: Path) -> BeautifulSoup:
    """Return the text of a page, between the menus."""
    return BeautifulSoup(page.read_text("utf-8"), "lxml", parse_only=_ARTICLE)
