"""Collations: for each page that asks for one, its prose with all that was collated, and a list.

What is printed comes whole from `patternbook.collation`. A page keeps the address and the words
that its author gave it. What is told of the patterns, side by side, stands on it as long as there
is little; beyond that each pattern has a page of its own that goes on from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from patternbook.collation.collating import collate
from patternbook.collation.figures import NAMED
from patternbook.collation.parts import Collation, Head, RecordLine, SideBySide, Told
from patternbook.collation.refusing import Refusal
from patternbook.collation.wording import NO_RANKING
from patternbook.collations import CollationPage
from patternbook.measures import ALWAYS
from patternbook.pages import paths
from patternbook.pages.filling import filled_in
from patternbook.pages.markup import Link, attribute
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.publication import PublishedLibrary
from patternbook.vocabulary import PatternInfluence

# So much of what is told side by side stands on the page itself, all patterns together.
SHOWN = 24
# And on each of the pages that go on from there.
CONTINUED = 40

# The page has its title from its first lines, so a heading that says it again is left out.
_TITLE = re.compile(r"\A\s*# [^\n]*\n?")
_BEHIND_RECORDS: dict[str, object] = {"search": {"boost": 0.5}}


def collation_pages(library: PublishedLibrary) -> Iterator[Page]:
    """Yield the list of all collations, each of them, and the pages that go on from one.

    Raises NoEngine where what counts is not installed, if any page asks for it.
    """
    results = collate(library, [page.asked for page in library.collations])
    together = list(zip(library.collations, results, strict=True))
    yield Page(
        path=paths.COLLATIONS,
        title="Collations",
        description="What many records say together, with the figures and what they cannot show.",
        markdown=render(
            "collations-index.md.j2",
            paths.COLLATIONS,
            collations=[
                (Link(page.title, page.path), page, _as_collation(result))
                for page, result in together
            ],
            always=ALWAYS,
            no_ranking=NO_RANKING,
        ),
        extra=_BEHIND_RECORDS,
    )
    for page, result in together:
        yield _page(page, result, library)
        if isinstance(result, Collation):
            yield from _further(page, result, library)


def _as_collation(result: Collation | Refusal) -> Collation | None:
    return result if isinstance(result, Collation) else None


def _page(page: CollationPage, result: Collation | Refusal, library: PublishedLibrary) -> Page:
    body = _TITLE.sub("", page.body)
    if page.has_snippets:
        body = filled_in(body, page.path, library)
    printing = _Printing(library, page)
    collation = _as_collation(result)
    return Page(
        path=page.path,
        title=attribute(page.title),
        description=attribute(page.description),
        markdown=render(
            "collation.md.j2",
            page.path,
            page=page,
            body=Markup(body.strip()),  # noqa: S704 - a page is text of ours
            crumbs=[Link("Collations", paths.COLLATIONS)],
            collation=collation,
            refusal=result if isinstance(result, Refusal) else None,
            is_whole=collation is None or _is_short(collation),
            influences=PatternInfluence,
            always=ALWAYS,
            no_ranking=NO_RANKING,
            named=NAMED,
            to=printing,
        ),
        file=page.file,
        extra=_BEHIND_RECORDS,
    )


def _is_short(collation: Collation) -> bool:
    return sum(len(each.told) for each in collation.side_by_side) <= SHOWN


def _further(
    page: CollationPage, collation: Collation, library: PublishedLibrary
) -> Iterator[Page]:
    """Yield the pages that go on with one pattern each, if there is too much for the page."""
    if _is_short(collation):
        return
    for each in collation.side_by_side:
        told = each.told
        last = max(1, -(-len(told) // CONTINUED))
        for number in range(1, last + 1):
            path = paths.further_in_collation(page.path, each.pattern.entry_id, number)
            shown = told[(number - 1) * CONTINUED : number * CONTINUED]
            title = f"{each.pattern.text}: {page.title}"
            yield Page(
                path=path,
                title=attribute(title if number == 1 else f"{title}, page {number}"),
                description=attribute(f"All that is told of this pattern. {page.description}"),
                markdown=render(
                    "collation-continued.md.j2",
                    path,
                    crumbs=[Link("Collations", paths.COLLATIONS), Link(page.title, page.path)],
                    title=each.pattern.text,
                    whole=each,
                    sides=SideBySide(
                        each.pattern,
                        *(
                            tuple(one for one in shown if one.influence is influence)
                            for influence in PatternInfluence
                        ),
                    ),
                    number=number,
                    pages=[
                        Link(
                            str(n),
                            paths.further_in_collation(page.path, each.pattern.entry_id, n),
                        )
                        for n in range(1, last + 1)
                    ],
                    influences=PatternInfluence,
                    to=_Printing(library, page),
                ),
                extra={"search": {"exclude": True}},
            )


class _Printing:
    """Links to what a collation names, as far as it has a page in this library."""

    def __init__(self, library: PublishedLibrary, page: CollationPage) -> None:
        self._typology = library.typology
        self._lines = {published.record.id: published for published in library.records}
        self._page = page

    def entry(self, head: Head) -> Link | str:
        """Return the link to an entry of the vocabulary; words alone where a head names none."""
        if not head.entry_id:
            return head.text
        return Link(head.text, self._typology.get(head.entry_id).path)

    def record(self, line: RecordLine | str) -> Link | str:
        """Return the link to a record, by itself or by its id; its title if it is not here."""
        record_id = line if isinstance(line, str) else line.id
        published = self._lines.get(record_id)
        if published is None:
            return line.title if isinstance(line, RecordLine) else ""
        return Link(published.record.title, paths.of_record(published))

    def told(self, told: Told) -> Link | str:
        """Return the link to the finding, or to the near miss that shows a pattern."""
        published = self._lines.get(told.record.id)
        text = told.statement or told.record.title
        if published is None:
            return text
        anchor = paths.finding_anchor(told.finding) if told.finding else ""
        return Link(text, paths.of_record(published), anchor)

    def episode(self, told: Told, episode_id: str, title: str) -> Link | str:
        """Return the link to an episode that a finding cites."""
        published = self._lines.get(told.record.id)
        if published is None:
            return title
        return Link(title, paths.of_record(published), paths.episode_anchor(episode_id))

    def all_of(self, each: SideBySide) -> Link:
        """Return the link to the page that goes on with a pattern."""
        path = paths.further_in_collation(self._page.path, each.pattern.entry_id, 1)
        return Link(f"All that is told of {each.pattern.text}", path)
