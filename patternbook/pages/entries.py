"""The vocabulary and its evidence -> a page for every pattern, issue, level, type and factor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from patternbook import pictures
from patternbook.basis import basis_of
from patternbook.crossing import Cell, Crossing, Row
from patternbook.evidence import Companion, Evidence, EvidenceIndex
from patternbook.model import Entry, FactorType, Issue
from patternbook.news import has_feeds, month_name
from patternbook.pages import links, paths
from patternbook.pages.citing import Cited, cite_entry
from patternbook.pages.listing import (
    Continuation,
    Count,
    continuations,
    counts_among,
    counts_of,
    influences,
    listing,
)
from patternbook.pages.markup import Link, attribute
from patternbook.pages.page import Page
from patternbook.pages.recommendations import Teller, continued_pages, earlier_on
from patternbook.pages.rendering import render
from patternbook.pages.site import Site
from patternbook.pages.starting import to_keep
from patternbook.pages.subjects import has_packs
from patternbook.publication import PublishedLibrary
from patternbook.recommendations import Register
from patternbook.typology import Definition, Typology, is_pattern_kind
from patternbook.vocabulary import Audience, EntryKind, Influence, Scope

# How many entries are named as found together with this one, and with how many examples each.
COMPANIONS = 12
EXAMPLES = 3
# How many earlier recommendations stand on the page of a pattern; further pages have all.
EARLIER = 20

_FIRST_HEADING = re.compile(r"^#", re.MULTILINE)

# What stands under an entry of each kind: for one, and for several.
_NAMES_OF_CHILDREN = {
    EntryKind.PATTERN: ("Recurrent issue", "Recurrent issues"),
    EntryKind.LEVEL: ("Type of factor", "Types of factor"),
    EntryKind.FACTOR_TYPE: ("Factor", "Factors"),
}


def entry_pages(
    library: PublishedLibrary, index: EvidenceIndex, crossing: Crossing, site: Site
) -> Iterator[Page]:
    """Yield the page of every entry, and the pages that go on with its evidence."""
    register = Register(library)
    teller = Teller(library, index, register)
    for definition in library.typology.definitions:
        cited = cite_entry(definition, library, site)
        feed = ""
        if has_feeds(library) and is_pattern_kind(definition.entry.kind):
            feed = paths.feed_of(definition.entry.id)
        yield _entry_page(definition, library, index, crossing, register, teller, cited, feed)
        for continuation in continuations(definition, index):
            yield _continuation_page(definition, continuation)
        yield from continued_pages(definition, register, teller, EARLIER)


def moved_pages(library: PublishedLibrary) -> Iterator[Page]:
    """Yield a page at each former address of an entry, which leads on to the present one."""
    for former, current in library.typology.former_ids.items():
        definition = library.typology.get(current)
        path = f"{definition.path.rsplit('/', 1)[0]}/{former}.md"
        yield Page(
            path=path,
            title=attribute(definition.entry.title),
            markdown=render("moved.md.j2", path, link=links.to_entry(definition)),
            extra={"moved_to": definition.path, "search": {"exclude": True}},
        )


def _entry_page(
    definition: Definition,
    library: PublishedLibrary,
    index: EvidenceIndex,
    crossing: Crossing,
    register: Register,
    teller: Teller,
    cited: Cited | None,
    feed: str,
) -> Page:
    entry, typology = definition.entry, library.typology
    companions = index.together_with(entry.id)
    listed = listing(definition, index, typology)
    children = [
        (links.to_entry(child), counts_of(child, index)) for child in typology.children(entry.id)
    ]
    opening, sections = _parts_of_body(definition)
    return Page(
        path=definition.path,
        title=attribute(entry.title),
        description=attribute(entry.definition),
        markdown=render(
            "entry.md.j2",
            definition.path,
            entry=entry,
            only_here=definition.audience is not Audience.PUBLIC,
            opening=opening,
            pack=_pack_of(definition, library),
            sections=sections,
            crumbs=_crumbs(definition, typology),
            within=_ways_down(definition, listed.number, len(children)),
            shows=_shows(entry, influences(definition)),
            neighbours=[
                (links.to_entry(typology.get(neighbour.id)), neighbour.difference)
                for neighbour in entry.neighbours
            ],
            points=entry.points if isinstance(entry, Issue) else (),
            second_places=[links.to_entry(parent) for parent in typology.parents(entry.id)[1:]],
            replaced_by=links.to_entry(typology.get(entry.replaced_by))
            if entry.replaced_by
            else None,
            influences=influences(definition),
            name_of_children=_NAMES_OF_CHILDREN.get(entry.kind),
            children=children,
            inherited=_inherited(definition, typology, index),
            is_level=entry.kind is EntryKind.LEVEL,
            is_pattern=is_pattern_kind(entry.kind),
            listing=listed,
            basis=basis_of(index.of(entry.id), influences(definition)),
            own_id=entry.id,
            entry_link=lambda entry_id: links.to_entry(typology.get(entry_id)),
            often=[
                _companion(each, definition, crossing)
                for each in companions[:COMPANIONS]
                if len(each.units) > 1
            ],
            once=[
                _companion(each, definition, crossing)
                for each in companions[:COMPANIONS]
                if len(each.units) == 1
            ],
            in_navigator=_in_navigator(definition, typology),
            with_patterns=_with_patterns(definition, crossing),
            picture=_picture(definition, index, typology),
            companions_left=max(0, len(companions) - COMPANIONS),
            **earlier_on(definition, register, teller, EARLIER),
            cited=cited,
            history=[
                (month_name(each.month), each)
                for each in sorted(entry.history, key=lambda change: change.month)
            ],
            feed=paths.atom(feed) if feed else None,
        ),
        file=definition.file,
        extra={
            **to_keep(entry.kind.label, library.audience),
            **({"feed": {"path": feed, "title": attribute(entry.title)}} if feed else {}),
        },
    )


def _pack_of(definition: Definition, library: PublishedLibrary) -> Link | None:
    """Return the link to the team pack of a pattern or issue, if these readers have one."""
    if has_packs(library) and is_pattern_kind(definition.entry.kind):
        return links.to_pack(paths.pack_of_entry(definition.entry.id))
    return None


def _continuation_page(definition: Definition, continuation: Continuation) -> Page:
    entry = definition.entry
    title = f"{entry.title}: {continuation.influence.label.lower()}, page {continuation.number}"
    return Page(
        path=continuation.path,
        title=attribute(title),
        markdown=render(
            "entry-continued.md.j2",
            continuation.path,
            title=title,
            entry_page=links.to_entry(definition),
            continuation=continuation,
            pages=[
                Link(str(n), paths.continued(definition.path, continuation.influence, n))
                for n in range(1, continuation.last + 1)
            ],
            own_id=entry.id,
        ),
        extra={"search": {"exclude": True}},
    )


def _crumbs(definition: Definition, typology: Typology) -> list[Link]:
    """Return the way back: the index, and what the entry stands under."""
    if is_pattern_kind(definition.entry.kind):
        crumbs = [Link("Patterns", paths.PATTERNS)]
    else:
        crumbs = [Link("Contributory factors", paths.FACTORS)]
    above: list[Definition] = []
    current = definition
    while current.entry.parent is not None:
        current = typology.get(current.entry.parent)
        above.insert(0, current)
    return crumbs + [links.to_entry(each) for each in above]


def _parts_of_body(definition: Definition) -> tuple[Markup, Markup]:
    """Return what the page's own Markdown says before its first heading, and from there on."""
    heading = _FIRST_HEADING.search(definition.body)
    at = heading.start() if heading else len(definition.body)
    # Our own page, kept under docs/.
    return Markup(definition.body[:at].strip()), Markup(definition.body[at:])  # noqa: S704


def _ways_down(definition: Definition, evidence: int, children: int) -> list[Link]:
    """Return links to what is looked for most and stands far down the page."""
    entry, page = definition.entry, definition.path
    number = f"{evidence:,}" if evidence else "none yet"
    ways = [Link(f"Evidence ({number})", page, "evidence")]
    if children:
        name = _NAMES_OF_CHILDREN[entry.kind][1]
        ways.append(Link(f"{name} ({children})", page, "below"))
    if entry.team_questions or entry.conversation_questions:
        anchor = "team-questions" if entry.team_questions else "conversation"
        ways.append(Link("Questions", page, anchor))
    if entry.neighbours:
        ways.append(Link("Neighbours", page, "neighbours"))
    return ways


def _shows(entry: Entry, kinds: Sequence[Influence]) -> list[tuple[Influence, str, str]]:
    """Return, for each influence that is described, its anchor and how the entry shows itself."""
    described = [("helps", entry.when_it_helps), ("hinders", entry.when_it_hinders)]
    return [
        (influence, anchor, text)
        for influence, (anchor, text) in zip(kinds, described, strict=True)
        if text is not None
    ]


def _inherited(
    definition: Definition, typology: Typology, index: EvidenceIndex
) -> list[tuple[Link, list[Count]]]:
    """Return the factors that a type inherits, with the evidence that they worked there."""
    if not isinstance(definition.entry, FactorType):
        return []
    return [
        (
            links.to_entry(factor),
            counts_among(factor, _between_agencies(factor, index), influences(factor)),
        )
        for factor in typology.inherited(definition.entry.id)
    ]


def _between_agencies(factor: Definition, index: EvidenceIndex) -> list[Evidence]:
    return [e for e in index.direct(factor.entry.id) if e.scope is Scope.INTER_AGENCY]


def _picture(definition: Definition, index: EvidenceIndex, typology: Typology) -> Markup:
    """Return what was at work wherever a pattern or issue was seen, as a picture to be opened."""
    if not is_pattern_kind(definition.entry.kind):
        return Markup("")
    picture = pictures.of_pattern(definition.entry.id, index, typology, "together")
    return pictures.folded(picture, definition.entry.title) if picture else picture


def _companion(
    companion: Companion, definition: Definition, crossing: Crossing
) -> dict[str, object]:
    """Return what a table says of a companion; of a pattern's factors, where all its units are."""
    number = len(companion.units)
    whole = None
    if definition.entry.kind is EntryKind.PATTERN:
        row = _row_with(companion.definition, definition, crossing)
        if row is not None:
            page = paths.of_pattern_in_navigator(definition.entry.id)
            whole = Link(f"{number:,}", page, paths.row_anchor(row))
    return {
        "link": links.to_entry(companion.definition),
        "number": number,
        "whole": whole,
        "examples": [links.to_unit(unit) for unit in companion.units[:EXAMPLES]],
    }


def _in_navigator(definition: Definition, typology: Typology) -> Link:
    """Return the link to where an entry stands in the navigator."""
    if not is_pattern_kind(definition.entry.kind):
        return Link("all types of factor by patterns", paths.NAVIGATOR)
    pattern = typology.lineage(definition.entry.id)[-1]
    page = paths.of_pattern_in_navigator(pattern.entry.id)
    return Link(f"{pattern.entry.title}, factor by factor", page)


def _with_patterns(definition: Definition, crossing: Crossing) -> list[tuple[Link, Cell]]:
    """Return, for a type or a factor, its numbers with each pattern that was found with it."""
    found = []
    for pattern in crossing.patterns:
        cell = crossing.cell_of(definition.entry.id, pattern)
        if not cell.is_empty:
            page = paths.of_pattern_in_navigator(pattern.entry.id)
            found.append(
                (Link(pattern.entry.title, page, _anchor(definition, pattern, crossing)), cell)
            )
    return found


def _anchor(definition: Definition, pattern: Definition, crossing: Crossing) -> str:
    """Return where a type or a factor stands on a pattern's page of the navigator."""
    for group in crossing.groups:
        if group.kind is not None and group.kind.entry.id == definition.entry.id:
            return paths.group_anchor(group)
    row = _row_with(definition, pattern, crossing)
    return paths.row_anchor(row) if row is not None else ""


def _row_with(factor: Definition, pattern: Definition, crossing: Crossing) -> Row | None:
    """Return the first place of a factor in which it was found together with a pattern."""
    for row in crossing.rows_of(factor.entry.id):
        if not crossing.cell_of_row(row, pattern).is_empty:
            return row
    return None
