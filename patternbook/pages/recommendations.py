"""The memory of recommendations -> its lists, those to follow up by, and the pages of groups.

Each list holds every recommendation, sorted by one thing: kind, level, what became of it, owner.
Within a part of a list the newest stand first. What is followed up stands with the oldest first.
No list is sorted by numbers, so that none can be taken for a ranking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Generic, TypeVar

from patternbook.evidence import EvidenceIndex
from patternbook.pages import links, paths
from patternbook.pages.markup import Link, attribute
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.pages.shortening import shortened
from patternbook.publication import PublishedLibrary
from patternbook.recommendations import (
    Afterwards,
    Register,
    Registered,
    Returns,
    Waiting,
    by_owner,
    newest_year,
    waiting,
)
from patternbook.typology import Definition, Typology
from patternbook.vocabulary import Effect, Level, RecommendationKind, ResponseStatus

PER_PAGE = 100
# How many words of a recommendation a list shows; its record has them all.
WORDS = 50
# How many later records are named in one sentence.
LATER = 5

NOBODY = "No owner is named"
NO_RESPONSE = "No response is recorded"
_INVENTED = "invented-"  # begins the anchors of illustrations
_NO_YEAR = "No year is given"

# A search is for what a list names, not for the list.
_BEHIND_RECORDS: dict[str, object] = {"search": {"boost": 0.5}}
_NOT_SEARCHED: dict[str, object] = {"search": {"exclude": True}}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part of a list under its heading, and how many are in it.

    Those of illustrations stand apart. `goes_on` tells that an earlier page has begun it.
    """

    title: str
    anchor: str
    number: int
    items: tuple[T, ...]
    is_invented: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A recommendation as a list tells it.

    `on` are the patterns and issues that it is about, and `groups` those that it belongs to, each
    with its size. `afterwards` says what came later, with the way to all of it; it is None where
    nothing can be said.
    """

    registered: Registered
    link: Link
    on: tuple[Link, ...]
    groups: tuple[tuple[Link, int], ...]
    afterwards: tuple[Link, Afterwards] | None = None


def recommendation_pages(library: PublishedLibrary, index: EvidenceIndex) -> Iterator[Page]:
    """Yield every list of recommendations, and a page of each group."""
    register = Register(library)
    teller = Teller(library, index, register)
    yield from _by_kind(library, register, teller)
    yield from _by_level(register, teller)
    yield from _by_status(register, teller)
    yield from _by_owner(register, teller)
    yield from _follow_up(library, register, teller)
    for group in register.groups:
        path = paths.of_group(group.id)
        about = group.published.group
        yield Page(
            path=path,
            title=attribute(group.title),
            description=attribute(shortened(about.because, WORDS)),
            markdown=render(
                "recommendation-group.md.j2",
                path,
                group=about,
                counted=[teller.in_full(each) for each in group.counted],
                illustrations=[
                    teller.in_full(each) for each in group.members if not each.is_counted
                ],
                years=sorted({each.year for each in group.counted if each.year is not None}),
                most_later=LATER,
            ),
            file=group.published.file,
        )


class Teller:
    """Tells a recommendation for a page: with its links, and with what came afterwards."""

    def __init__(self, library: PublishedLibrary, index: EvidenceIndex, register: Register) -> None:
        """Take in what there is to tell of."""
        self._typology = library.typology
        self._register = register
        self._returns = Returns(library, index)

    def in_short(self, registered: Registered) -> Told:
        """Return it as a list shows it."""
        text = shortened(registered.recommendation.text, WORDS)
        return Told(
            registered,
            replace(
                links.to_recommendation(registered.published, registered.recommendation), text=text
            ),
            tuple(links.to_entry(self._typology.get(entry)) for entry in registered.entries),
            tuple(
                (links.to_group(group), len(group.members))
                for group in self._register.groups_by_member.get(registered.key, ())
            ),
        )

    def in_full(self, registered: Registered, within: Definition | None = None) -> Told:
        """Return it with what came afterwards of its patterns, or of those within one of them.

        Which those are is told unless it is the very one on whose page it stands.
        """
        entries = [
            entry
            for entry in registered.entries
            if within is None or within in self._typology.lineage(entry)
        ]
        found = self._returns.afterwards(registered, entries)
        is_all = within is not None and entries == [within.entry.id]
        told = replace(
            self.in_short(registered),
            link=links.to_recommendation(registered.published, registered.recommendation),
            on=() if is_all else tuple(links.to_entry(self._typology.get(e)) for e in entries),
        )
        if found is None or not entries:
            return told
        evidence = self._typology.get(entries[0])
        return replace(told, afterwards=(Link("Evidence", evidence.path, "evidence"), found))


def earlier_on(
    definition: Definition, register: Register, teller: Teller, shown: int
) -> dict[str, object]:
    """Return what the page of a pattern or issue tells of what was recommended on it before."""
    made = register.on(definition.entry.id)
    counted = [each for each in made if each.is_counted]
    invented = [each for each in made if not each.is_counted]
    return {
        "recommended": [teller.in_full(each, definition) for each in counted[:shown]],
        "recommended_number": len(counted),
        "recommended_left": max(0, len(counted) - shown),
        "recommended_in_illustrations": [
            teller.in_full(each, definition) for each in invented[:shown]
        ],
        "recommended_more": Link("all of them", paths.recommended(definition.path, 1)),
        "most_later": LATER,
    }


def continued_pages(
    definition: Definition, register: Register, teller: Teller, shown: int
) -> Iterator[Page]:
    """Yield the pages with all that was recommended on a pattern, if its own page has no room."""
    counted = [each for each in register.on(definition.entry.id) if each.is_counted]
    if len(counted) <= shown:
        return
    last = -(-len(counted) // PER_PAGE)
    for number in range(1, last + 1):
        path = paths.recommended(definition.path, number)
        title = f"{definition.entry.title}: recommended before, page {number}"
        some = counted[(number - 1) * PER_PAGE : number * PER_PAGE]
        yield Page(
            path=path,
            title=attribute(title),
            markdown=render(
                "recommended-continued.md.j2",
                path,
                title=title,
                entry_page=links.to_entry(definition),
                number=len(counted),
                told_here=[teller.in_full(each, definition) for each in some],
                number_of_page=number,
                pages=[
                    Link(str(n), paths.recommended(definition.path, n)) for n in range(1, last + 1)
                ],
                most_later=LATER,
            ),
            extra=_NOT_SEARCHED,
        )


# --- Lists ------------------------------------------------------------------------------------


def _by_kind(library: PublishedLibrary, register: Register, teller: Teller) -> Iterator[Page]:
    """Yield the first of the lists, with numbers, and with the way to all others."""
    made = register.counted
    yield from _paged(
        paths.RECOMMENDATIONS,
        "Recommendations",
        "What reviews recommended, of which kind, and what became of it.",
        "recommendations-index.md.j2",
        _parts(
            [(kind.label, kind.value) for kind in RecommendationKind],
            register,
            lambda each: each.recommendation.kind.value,
        ),
        teller,
        number=len(made),
        reviews=len({each.published.record.id for each in made}),
        kinds=_counted_by_kind_and_level(made),
        levels=list(Level),
        latest=_counted_by_status(made),
        effects=_counted_by_effect(made),
        patterns=_by_pattern(library.typology, register),
        groups=[
            (links.to_group(group), len(group.counted), len(group.members) - len(group.counted))
            for group in register.groups
        ],
        extra=_BEHIND_RECORDS,
    )


def _by_level(register: Register, teller: Teller) -> Iterator[Page]:
    yield from _paged(
        paths.RECOMMENDATIONS_BY_LEVEL,
        "Recommendations by level",
        "What reviews recommended: at the front line, locally and nationally.",
        "recommendations-list.md.j2",
        _parts(
            [(level.label, level.value) for level in Level],
            register,
            lambda each: each.recommendation.level.value,
        ),
        teller,
        number=len(register.counted),
        sorted_by="the level at which something would have to change",
        extra=_NOT_SEARCHED,
    )


def _by_status(register: Register, teller: Teller) -> Iterator[Page]:
    headings = [(NO_RESPONSE, "no-response")]
    headings += [(status.label, status.value) for status in ResponseStatus]
    yield from _paged(
        paths.RECOMMENDATIONS_BY_STATUS,
        "Recommendations by what became of them",
        "What reviews recommended, by the newest response that is recorded.",
        "recommendations-list.md.j2",
        _parts(
            headings,
            register,
            lambda each: each.latest.status.value if each.latest else "no-response",
        ),
        teller,
        number=len(register.counted),
        sorted_by="the newest response to it that is recorded",
        extra=_NOT_SEARCHED,
    )


def _by_owner(register: Register, teller: Teller) -> Iterator[Page]:
    yield from _paged(
        paths.RECOMMENDATIONS_BY_OWNER,
        "Recommendations by owner",
        "What reviews recommended, by the role for whom it is.",
        "recommendations-list.md.j2",
        [
            *_of_owners(register.counted, lambda each: each),
            *_of_owners(register.illustrations, lambda each: each, is_invented=True),
        ],
        teller,
        number=len(register.counted),
        sorted_by="the role for whom it is, as its review calls that role, from A to Z",
        extra=_NOT_SEARCHED,
    )


def _follow_up(library: PublishedLibrary, register: Register, teller: Teller) -> Iterator[Page]:
    """Yield what is still open, by owner, and by age."""
    year = newest_year(library)
    found = waiting(register.counted, year or 0)
    invented = waiting(register.illustrations, year or 0)
    ways: tuple[tuple[str, str, Callable[..., list[Part[Waiting]]]], ...] = (
        (paths.FOLLOW_UP, "Follow up", _owners_waiting),
        (paths.FOLLOW_UP_BY_AGE, "Follow up, by age", _of_ages),
    )
    for path, title, parts in ways:
        yield from _paged(
            path,
            title,
            "Recommendations that are still open, for whom, and for how long.",
            "follow-up.md.j2",
            [*parts(found), *parts(invented, is_invented=True)],
            teller,
            number=len(found),
            of=len(register.counted),
            year=year,
            ages=[(part.title, part.number) for part in _of_ages(found)],
            extra=_BEHIND_RECORDS if path == paths.FOLLOW_UP else _NOT_SEARCHED,
        )


def _owners_waiting(found: list[Waiting], *, is_invented: bool = False) -> list[Part[Waiting]]:
    return _of_owners(found, lambda each: each.registered, is_invented=is_invented)


def _of_owners(
    items: Iterable[T], registered_of: Callable[[T], Registered], *, is_invented: bool = False
) -> list[Part[T]]:
    """Return a part of a list for each owner; owners have no ids, so anchors are numbers."""
    return [
        Part(name or NOBODY, f"{_INVENTED * is_invented}owner-{n}", len(some), some, is_invented)
        for n, (name, some) in enumerate(by_owner(items, registered_of), 1)
    ]


def _of_ages(found: list[Waiting], *, is_invented: bool = False) -> list[Part[Waiting]]:
    """Return a part of a list for each age, the highest first, of what stands in that order."""
    parts = []
    for age, group in groupby(found, key=lambda each: each.age):
        some = tuple(group)
        anchor = "no-age" if age is None else f"age-{age}"
        parts.append(
            Part(_years(age), f"{_INVENTED * is_invented}{anchor}", len(some), some, is_invented)
        )
    return parts


def _counted_by_kind_and_level(
    made: Sequence[Registered],
) -> list[tuple[RecommendationKind, list[int]]]:
    """Return how many there are of each kind at each level."""
    numbers = Counter((each.recommendation.kind, each.recommendation.level) for each in made)
    return [(kind, [numbers[kind, level] for level in Level]) for kind in RecommendationKind]


def _counted_by_status(made: Sequence[Registered]) -> list[tuple[str, int]]:
    """Return how many have which newest response, those without any first."""
    numbers = Counter(each.latest.status if each.latest else None for each in made)
    return [
        (NO_RESPONSE, numbers[None]),
        *((status.label, numbers[status]) for status in ResponseStatus),
    ]


def _counted_by_effect(made: Sequence[Registered]) -> list[tuple[str, int]]:
    """Return what the newest responses say of an effect, of those that have a response."""
    numbers = Counter(each.latest.effect for each in made if each.latest is not None)
    return [*((effect.label, numbers[effect]) for effect in Effect), ("Not said", numbers[None])]


def _by_pattern(typology: Typology, register: Register) -> list[tuple[Link, int]]:
    """Return how many were made on each pattern and issue, in the order of the vocabulary."""
    found = []
    for definition in typology:
        number = sum(each.is_counted for each in register.on(definition.entry.id))
        if number:
            link = Link(definition.entry.title, definition.path, "recommended")
            found.append((link, number))
    return found


def _years(age: int | None) -> str:
    if age is None:
        return _NO_YEAR
    return "1 year" if age == 1 else f"{age} years"


def _parts(
    headings: Sequence[tuple[str, str]], register: Register, value_of: Callable[[Registered], str]
) -> list[Part[Registered]]:
    """Return what is under these headings, illustrations after all else; no part is empty."""
    parts = []
    for is_invented, everything in ((False, register.counted), (True, register.illustrations)):
        for title, value in headings:
            made = tuple(each for each in everything if value_of(each) == value)
            if made:
                anchor = f"{_INVENTED * is_invented}{value}"
                parts.append(Part(title, anchor, len(made), made, is_invented))
    return parts


def _paged(
    index_path: str,
    title: str,
    description: str,
    template: str,
    parts: Sequence[Part[Any]],
    teller: Teller,
    extra: dict[str, object],
    **values: Any,
) -> Iterator[Page]:
    """Yield a list as one page, or as several that lead to one another."""
    whole = sum(len(part.items) for part in parts)
    last = max(1, -(-whole // PER_PAGE))
    for number in range(1, last + 1):
        path = paths.numbered(index_path, number)
        some = _some(parts, (number - 1) * PER_PAGE, number * PER_PAGE)
        yield Page(
            path=path,
            title=title if number == 1 else f"{title}, page {number}",
            description=description,
            markdown=render(
                template,
                path,
                title=title,
                number_of_page=number,
                pages=[Link(str(n), paths.numbered(index_path, n)) for n in range(1, last + 1)],
                parts_of_list=[
                    (part, [_told(each, teller) for each in part.items]) for part in some
                ],
                **values,
            ),
            extra=extra,
        )


def _some(parts: Iterable[Part[Any]], start: int, end: int) -> Iterator[Part[Any]]:
    """Yield what a page shows of the parts of a list: the items from one number to another."""
    before = 0
    for part in parts:
        first, last = max(0, start - before), end - before
        before += len(part.items)
        if items := part.items[first : max(0, last)]:
            yield replace(part, items=items, goes_on=first > 0)


def _told(item: Registered | Waiting, teller: Teller) -> tuple[Told, Waiting | None]:
    """Return an item of a list as it is told, with its age where it is to be followed up."""
    if isinstance(item, Waiting):
        return teller.in_short(item.registered), item
    return teller.in_short(item), None
