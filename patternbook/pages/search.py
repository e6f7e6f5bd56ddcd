"""The page on which a search is asked and answered: what stands on it before any script runs."""

from __future__ import annotations

from patternbook.pages import links, paths
from patternbook.pages.markup import Link
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.vocabulary import Kind

SCRIPT = "search/page"
# What a search that cannot run leads to instead: the lists in which everything stands.
WAYS = (
    Link("Browse by agency, setting, year and more", paths.BROWSE),
    Link("Patterns", paths.PATTERNS),
    Link("Contributory factors", paths.FACTORS),
    Link("Key practice episodes", paths.EPISODES),
    *(links.to_index(kind) for kind in (Kind.NEAR_MISS, Kind.CASE_REVIEW, Kind.DEBRIEF)),
    Link("Recommendations", paths.RECOMMENDATIONS),
    Link("The words that we use", paths.GLOSSARY),
)


def search_page() -> Page:
    """Return the page of the search, the same in every library."""
    return Page(
        path=paths.SEARCH,
        title="Search",
        description="Find episodes, findings, near misses and pages by your own words.",
        markdown=render("search.md.j2", paths.SEARCH, ways=WAYS),
        extra={"script": SCRIPT, "hide": ["toc"], "noindex": True, "search": {"exclude": True}},
    )
