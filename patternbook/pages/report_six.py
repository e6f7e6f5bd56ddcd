"""SCIE Report 6 and this library, figure by figure: tables for the hand-written page about it.

The snippet takes the published library and the path of the page that it will stand on, and then
the part that is wanted; it returns Markdown.
"""

from __future__ import annotations

from patternbook.pages import paths
from patternbook.pages.rendering import render
from patternbook.publication import PublishedLibrary
from patternbook.report_six import compare
from patternbook.vocabulary import Kind

PARTS = ("cases", "positions", "figures", "sections", "noticed", "left-out")


def compare_report(library: PublishedLibrary, page: str, part: str) -> str:
    """Return one part of the comparison; in a reading without its cases, a note that says so.

    What cannot be compared is the same in every reading. Raises ValueError if there is no such
    part.
    """
    if part not in PARTS:
        raise ValueError(f"compare_report: there is no part “{part}”. Parts: {', '.join(PARTS)}.")
    comparison = compare(library)
    return render(
        "snippet-report-six.md.j2",
        page,
        part=part,
        each=comparison,
        report=comparison.report,
        index=paths.index_of(Kind.NEAR_MISS),
    )
