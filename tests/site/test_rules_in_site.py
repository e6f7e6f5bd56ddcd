"""The site explains every rule of the check, in the very words of its docstring."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import markdown
from markdown_it import MarkdownIt

from patternbook.pages.markup import preformatted
from patternbook.problems import Severity
from patternbook.rules import RULES, THEMES, Rule, explain
from tests.parts import article_of
from tests.site.hostile import HOSTILE


def article(site: Path, address: str) -> Tag:
    soup = article_of(site / address / "index.html")
    found = soup.find("article")
    assert isinstance(found, Tag)
    return found


def text_of(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_every_rule_has_a_page_that_says_all_of_its_explanation(real_site: Path, rule: type[Rule]):
    page = article(real_site, f"contribute/rules/{rule.code}")
    explanation = explain(rule)

    heading = page.find("h1")
    assert isinstance(heading, Tag)
    assert text_of(heading).rstrip("#") == explanation.what.removesuffix(".")
    for text in (f": {rule.code} ", explanation.weight, explanation.why, explanation.source):
        assert text in text_of(page)
    blocks = [block.get_text().strip("\n") for block in page.select("pre > code")]
    assert blocks == [explanation.passes, explanation.fails]
    targets = {str(link["href"]) for link in page.select("a[href]")}
    assert {"../", "../../", "../../record-format/"} <= targets


def test_one_page_lists_every_rule_once_under_its_theme(real_site: Path):
    page = article(real_site, "contribute/rules")
    themes = [text_of(heading).rstrip("#") for heading in page.find_all("h2")]
    items = page.select(".pb-list > ul > li")
    codes = [str(code.get_text()) for item in items for code in item.select("code")]

    assert themes == [theme.title for theme in THEMES]
    assert codes == [rule.code for rule in RULES]
    for item, rule in zip(items, RULES, strict=True):
        assert item.select_one(f"a[href='{rule.code}/']") is not None
        assert ("advice only" in text_of(item)) == (rule.severity is Severity.ADVICE)


def test_who_contributes_is_led_to_the_list_of_rules(real_site: Path):
    assert article(real_site, "contribute").select_one("p a[href='rules/']") is not None


@pytest.mark.parametrize("text", [*HOSTILE, "a\n\n    b\n\n</code></pre>\n\n```\n~~~\n---\n# c"])
@pytest.mark.parametrize("read", [markdown, MarkdownIt().render], ids=["python", "commonmark"])
def test_an_example_can_do_nothing_but_be_read(text: str, read):
    shown = BeautifulSoup(read(f"Before.\n\n{preformatted(text)}\n\nAfter."), "lxml")

    assert [tag.name for tag in shown.find_all(True)] == ["html", "body", "p", "pre", "code", "p"]
    assert str(shown.code.get_text()) == f"{text}\n"  # type: ignore[union-attr]
    assert "{{" not in preformatted(text)
