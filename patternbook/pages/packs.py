"""Team packs: a pattern, a finding or a near miss on one sheet of paper, for ten minutes of talk.

What a pack is about comes whole from `subjects`. What has no room on one page is shortened here,
where sentences end, each part by a limit of its own. If all parts together are still too long,
all limits are made smaller at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patternbook.evidence import EvidenceIndex, counts
from patternbook.model import FactorLink
from patternbook.pages import links, paths
from patternbook.pages.markup import Link, attribute
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.pages.shortening import shortened
from patternbook.pages.site import Site
from patternbook.pages.subjects import Subject, Told, has_packs, subjects_of
from patternbook.publication import PublishedLibrary
from patternbook.typology import Typology, is_pattern_kind
from patternbook.vocabulary import EntryKind, FactorInfluence, Kind

PER_LIST = 100

# How many words each part of a pack has, where all of them together fit.
TITLE, LEAD, TOLD, HOW, QUESTION, CITED = 18, 75, 130, 30, 40, 45


@dataclass(frozen=True, slots=True)
class _Room:
    """How many things are named, and by how much the usual numbers of words are made smaller."""

    scale: float
    hindered: int
    helped: int
    kept: int
    helps: int

    def most(self, influence: FactorInfluence) -> int:
        """Return how many factors of an influence are named."""
        return self.hindered if influence is FactorInfluence.HINDERED else self.helped


# From the roomiest down, until a pack fits: first fewer things are named, then all is shorter.
_ROOMS = (
    _Room(1, hindered=3, helped=2, kept=2, helps=3),
    _Room(1, hindered=2, helped=2, kept=2, helps=2),
    _Room(1, hindered=2, helped=1, kept=1, helps=2),
    _Room(1, hindered=2, helped=1, kept=1, helps=1),
    _Room(1, hindered=1, helped=1, kept=1, helps=1),
    _Room(0.85, hindered=1, helped=1, kept=1, helps=1),
    _Room(0.7, hindered=1, helped=1, kept=1, helps=1),
    _Room(0.5, hindered=1, helped=1, kept=1, helps=1),
    _Room(0.3, hindered=1, helped=1, kept=1, helps=1),
)
# What a sheet of A4 holds as docs/assets/packs.css prints it, in a wide type. Headings, and what
# each thing in a list says of itself, take lines too. Only text in letters wider than usual, such
# as whole paragraphs in capitals, may go on to a second sheet.
_LINES = 45
_LETTERS_IN_A_LINE = 100
_LETTERS_IN_A_HEADING = 40
_LINES_OF_HEADINGS = 9

# A pack repeats what stands elsewhere, and whoever searches is to be led there.
_REPEATS: dict[str, object] = {"noindex": True, "search": {"exclude": True}, "hide": ["toc"]}


def pack_pages(library: PublishedLibrary, index: EvidenceIndex, site: Site) -> Iterator[Page]:
    """Yield every team pack, the lists of them, and what stands where one has gone.

    A pack says how to cite what it is made of, with its whole address if the site has one.
    """
    subjects = list(subjects_of(library, index, site))
    for subject in subjects:
        yield _pack(subject, library.typology)
    yield from _lists(library, subjects)
    yield from _moved(library)
    yield from _withdrawn(library)


# --- One page -----------------------------------------------------------------------------------


class _Fitting:
    """Shortens texts to the room that they have, and counts their lines."""

    def __init__(self, room: _Room) -> None:
        self.room = room
        self.lines = float(_LINES_OF_HEADINGS)
        self.is_shortened = False

    def fit(self, text: str, words: int, letters: int = _LETTERS_IN_A_LINE) -> str:
        """Return the text as it is printed."""
        cut = shortened(text, max(3, round(words * self.room.scale)))
        self.is_shortened = self.is_shortened or cut != " ".join(text.split())
        self.lines += -(-len(cut) // letters)
        return cut

    def title(self, link: Link) -> Link:
        """Return a link with as much of its text as is printed; it stands on a line of others."""
        text = shortened(link.text, max(3, round(TITLE * self.room.scale)))
        self.lines += len(text) / _LETTERS_IN_A_LINE
        return Link(text, link.path, link.anchor)


def _pack(subject: Subject, typology: Typology) -> Page:
    """Return the page of a pack, with as much room as there is on one sheet."""
    for room in _ROOMS:
        fitting = _Fitting(room)
        values = _values(subject, typology, fitting)
        if fitting.lines <= _LINES:
            break
    return Page(
        path=subject.path,
        title=attribute(subject.title),
        description=attribute(f"For ten minutes with your team: {shortened(subject.lead, LEAD)}"),
        markdown=render(
            "pack.md.j2",
            subject.path,
            subject=subject,
            counts=counts,
            is_shortened=fitting.is_shortened,
            **values,
        ),
        extra={**_REPEATS, "on_one_sheet": True},
    )


def _values(subject: Subject, typology: Typology, fitting: _Fitting) -> dict[str, object]:
    """Return the texts that the template prints, as long as they may be."""
    fit, title, room = fitting.fit, fitting.title, fitting.room

    def told_of(factor: FactorLink) -> tuple[FactorLink, Link, str]:
        fitting.lines += 0.3
        return factor, title(links.to_entry(typology.get(factor.factor))), fit(factor.how, HOW)

    definition, example = subject.definition, subject.example
    parents = typology.parents(definition.entry.id) if definition is not None else []
    named = {
        influence: [each for each in subject.factors if each.influence is influence]
        for influence in (FactorInfluence.HINDERED, FactorInfluence.HELPED)
    }
    fitting.lines += _lines_of_its_own(subject, room)
    return {
        "heading": fit(subject.heading, TITLE, _LETTERS_IN_A_HEADING),
        "parents": [title(links.to_entry(parent)) for parent in parents],
        "lead": fit(subject.lead, LEAD),
        "example": title(links.to_evidence(example)) if example is not None else None,
        "told": [Told(each.name, fit(each.text, TOLD)) for each in subject.told],
        "factors": [
            (
                influence,
                [told_of(each) for each in some[: room.most(influence)]],
                max(0, len(some) - room.most(influence)),
            )
            for influence, some in named.items()
            if some
        ],
        "kept": [(each, fit(each.how, HOW)) for each in subject.kept[: room.kept]],
        "questions": [
            (each, fit(each.text, QUESTION), title(each.page) if each.page is not None else None)
            for each in subject.questions
        ],
        "helps": [
            (
                each,
                title(each.told),
                fit(each.how, HOW),
                title(each.under) if each.under is not None else None,
            )
            for each in subject.helps[: room.helps]
        ],
        "whole": title(subject.whole),
        "cited": fit(subject.cited.in_words, CITED) if subject.cited is not None else None,
        "source": fit(subject.cited.source, CITED) if subject.cited is not None else "",
    }


def _lines_of_its_own(subject: Subject, room: _Room) -> float:
    """Return how many lines a pack takes beside the texts: notes, marks, and space around them."""
    shown_from = subject.published or (subject.example.published if subject.example else None)
    lines = 2.5 if shown_from is not None and not counts(shown_from) else 0
    lines += 1.5 if subject.finding is not None else 0
    lines += 0.5 * len(subject.told) + sum(len(each.name) for each in subject.told) / 90
    lines += 0.5 * len(subject.questions) + (min(len(subject.helps), room.helps) or 2)
    for influence in FactorInfluence:
        number = sum(each.influence is influence for each in subject.factors)
        lines += 1 if number > room.most(influence) else 0
    return lines


# --- Lists --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _List:
    """A list of packs, which may go on over several pages."""

    name: str
    title: str
    subjects: Sequence[Subject]

    @property
    def last(self) -> int:
        """Return the number of its last page."""
        return max(1, -(-len(self.subjects) // PER_LIST))

    def page(self, number: int) -> dict[str, object]:
        """Return what one of its pages shows, with links to the others."""
        return {
            "number": number,
            "title": self.title,
            "anchor": self.name,
            "shown": self.subjects[(number - 1) * PER_LIST : number * PER_LIST],
            "pages": [self._link(each) for each in range(1, self.last + 1)],
        }

    def _link(self, number: int) -> Link:
        if number == 1:
            return Link("1", paths.PACKS, self.name)
        return Link(str(number), paths.further_packs(self.name, number))


def _lists(library: PublishedLibrary, subjects: Sequence[Subject]) -> Iterator[Page]:
    """Yield the page that says what packs are and lists them, and those on which it goes on."""
    lists = [
        _List("near-misses", "Near misses", _last_those_invented(subjects, is_finding=False)),
        _List("findings", "Findings", _last_those_invented(subjects, is_finding=True)),
    ]
    issues = [s for s in subjects if s.definition is not None]
    yield Page(
        path=paths.PACKS,
        title="Team packs",
        description=(
            "Each pattern, finding and near miss on one page, with three questions, for ten "
            "minutes with your team."
        ),
        markdown=render(
            "packs-index.md.j2",
            paths.PACKS,
            has_packs=has_packs(library),
            patterns=[
                (_to(pattern), [_to(issue) for issue in issues if issue.stands_under(pattern)])
                for pattern in issues
                if pattern.is_of_kind(EntryKind.PATTERN)
            ],
            lists=[each.page(1) for each in lists],
            rules=_ROOMS[0],
            to=_to,
            counts=counts,
        ),
        extra={"search": {"boost": 0.5}},
    )
    for each in lists:
        for number in range(2, each.last + 1):
            path = paths.further_packs(each.name, number)
            title = f"Team packs: {each.title.lower()}, page {number}"
            yield Page(
                path=path,
                title=title,
                description=f"More packs for your team: {each.title.lower()}, page {number}.",
                markdown=render(
                    "packs-more.md.j2",
                    path,
                    title=title,
                    listed=each.page(number),
                    to=_to,
                    counts=counts,
                ),
                extra={"search": {"exclude": True}},
            )


def _last_those_invented(subjects: Sequence[Subject], *, is_finding: bool) -> list[Subject]:
    """Return the findings or the near misses, with illustrations after all that counts."""
    of_this_sort = [
        (subject, counts(subject.published))
        for subject in subjects
        if subject.published is not None and (subject.finding is not None) is is_finding
    ]
    return [s for s, counted in of_this_sort if counted] + [s for s, c in of_this_sort if not c]


def _to(subject: Subject) -> Link:
    return Link(subject.name, subject.path)


def _moved(library: PublishedLibrary) -> Iterator[Page]:
    """Yield a page at the former address of a pack, which leads on to the present one."""
    for former, current in library.typology.former_ids.items():
        definition = library.typology.get(current)
        if has_packs(library) and is_pattern_kind(definition.entry.kind):
            path, target = paths.pack_of_entry(former), paths.pack_of_entry(current)
            title = definition.entry.title
            yield Page(
                path=path,
                title=attribute(title),
                markdown=render("moved.md.j2", path, link=Link(title, target)),
                extra={"moved_to": target, "search": {"exclude": True}},
            )


def _withdrawn(library: PublishedLibrary) -> Iterator[Page]:
    """Yield a page that says so where there was the pack of a near miss that was withdrawn."""
    for tombstone in library.tombstones:
        if has_packs(library) and tombstone.kind is Kind.NEAR_MISS:
            path = paths.pack_of_record(tombstone.id)
            yield Page(
                path=path,
                title="Withdrawn",
                description="This record was withdrawn.",
                markdown=render(
                    "withdrawn.md.j2", path, kind=tombstone.kind, year=tombstone.withdrawn.year
                ),
                extra=_REPEATS,
            )
