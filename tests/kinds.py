"""Which pages of a built site to look at: some of every kind, found without a list of kinds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path


def kinds_of_page(site: Path) -> Iterator[list[Path]]:
    """Yield the pages of each kind, the smallest first.

    Pages of a kind lie in the same folder of the site, at the same depth. A page that only leads
    on to another is of no kind.
    """
    kinds: dict[tuple[str, int], list[Path]] = defaultdict(list)
    for page in sorted(site.rglob("*.html")):
        if b'http-equiv="refresh"' not in page.read_bytes():
            folders = page.relative_to(site).parts
            kinds[folders[0], len(folders)].append(page)
    for pages in kinds.values():
        yield sorted(pages, key=lambda page: (page.stat().st_size, page))


def pages_of_each_kind(site: Path) -> list[Path]:
    """Return the smallest and the largest page of each kind."""
    return sorted({page for pages in kinds_of_page(site) for page in (pages[0], pages[-1])})


def largest_of_each_kind(site: Path) -> list[str]:
    """Return the address, below the site's own, of the largest page of each kind."""
    return sorted(
        pages[-1].relative_to(site).as_posix().removesuffix("index.html")
        for pages in kinds_of_page(site)
        if pages[-1].name == "index.html"
    )
