"""The rules of the check -> a page for each, and one that lists them."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.pages import paths
from patternbook.pages.markup import Link, attribute
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.problems import Severity
from patternbook.rules import THEMES, Rule, Theme, explain

TITLE = "What check looks for"
# A search is for what records say, and only then for how they are written.
_BEHIND_RECORDS: dict[str, object] = {"search": {"boost": 0.3}}


def rule_pages() -> Iterator[Page]:
    """Yield the page of every rule, and the page that lists them by theme."""
    yield _index()
    for theme in THEMES:
        for rule in theme.rules:
            yield _rule_page(rule, theme)


def _index() -> Page:
    return Page(
        path=paths.RULES,
        title=attribute(TITLE),
        description="Everything that “patternbook check” may say of a record, with the reasons.",
        markdown=render(
            "rules-index.md.j2",
            paths.RULES,
            title=TITLE,
            themes=[
                (theme, [(_link(rule), rule.code, _advises(rule)) for rule in theme.rules])
                for theme in THEMES
            ],
        ),
        extra=_BEHIND_RECORDS,
    )


def _rule_page(rule: type[Rule], theme: Theme) -> Page:
    explanation = explain(rule)
    path = paths.of_rule(rule.code)
    return Page(
        path=path,
        title=attribute(_title(rule)),
        description=attribute(explanation.why),
        markdown=render(
            "rule.md.j2",
            path,
            title=_title(rule),
            code=rule.code,
            explanation=explanation,
            crumbs=[
                Link("Contribute", paths.CONTRIBUTE),
                Link(TITLE, paths.RULES),
                Link(theme.title, paths.RULES, paths.theme_anchor(theme)),
            ],
        ),
        extra=_BEHIND_RECORDS,
    )


def _advises(rule: type[Rule]) -> bool:
    return rule.severity is Severity.ADVICE


def _link(rule: type[Rule]) -> Link:
    return Link(_title(rule), paths.of_rule(rule.code))


def _title(rule: type[Rule]) -> str:
    """Return what must hold as a title, which has no full stop."""
    return explain(rule).what.removesuffix(".")
