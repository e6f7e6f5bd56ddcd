"""With hundreds of records a page lists the first pieces, and says where all of them are."""

from __future__ import annotations

from bs4 import BeautifulSoup

from patternbook.library import load_library
from patternbook.pages import make_pages
from patternbook.publication import publish
from tests.making import factor, near_miss, write


def test_a_full_page_of_evidence_goes_on_and_nothing_is_left_out(tmp_path):
    records = {
        f"reviews/near-misses/case-{n}.md": near_miss(
            f"case-{n}",
            title=f"Case number {n}",
            factors=[factor("workload" if n % 3 else "timing", how=f"How {n}.")],
        )
        for n in range(300)
    }
    library, problems = load_library(write(tmp_path, records))
    assert problems == []

    pages = {page.path: page.markdown for page in make_pages(publish(library, "public"))}

    own = pages["factors/workload.md"]
    assert own.count("How ") == 50
    assert "first 50 of 200" in own
    assert "(workload/hindered-1.md)" in own
    further = [pages[f"factors/workload/hindered-{n}.md"] for n in (1, 2)]
    told = {f"How {n}." for n in range(300) if n % 3}
    assert {text for text in told if not any(text in page for page in further)} == set()
    assert sum(page.count("How ") for page in further) == len(told)

    kind = pages["factors/conditions-of-work.md"]
    assert "[Workload](workload.md#hindered) (200)" in kind
    assert "[Timing](timing.md#hindered) (100)" in kind


def test_long_indexes_are_cut_into_pages_that_lead_to_one_another(tmp_path):
    records = {
        f"reviews/near-misses/case-{n}.md": near_miss(f"case-{n}", title=f"Case number {n:03}")
        for n in range(250)
    }
    library, _ = load_library(write(tmp_path, records))

    pages = {page.path: page.markdown for page in make_pages(publish(library, "public"))}

    parts = [pages[f"near-misses/{name}.md"] for name in ("index", "page-2", "page-3")]
    assert sum(part.count("Case number") for part in parts) == 250
    assert "[2](page-2.md)" in parts[0]
    assert "[1](index.md)" in parts[2]
    assert BeautifulSoup(parts[1], "lxml").find("nav") is not None
