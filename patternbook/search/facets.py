"""By what a search can be narrowed down: each facet with its values, their names and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from patternbook.publication import PublishedLibrary
from patternbook.search.record import FoundKind, SearchRecord
from patternbook.typology import Typology
from patternbook.vocabulary import (
    Agency,
    EntryKind,
    EntryStatus,
    Origin,
    Practice,
    PreventedBy,
    Setting,
    Term,
)

KIND = "kind"
PRACTICE = "practice"
PATTERN = "pattern"
FACTOR = "factor"
LEVEL = "level"
AGENCY = "agency"
SETTING = "setting"
PREVENTED_BY = "prevented_by"
ORIGIN = "origin"
YEAR = "year"
STATUS = "status"

# Whether a recommendation is still open: see `patternbook.evidence.is_open`.
OPEN, SETTLED = "open", "settled"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: its name, how many records count under it, and how many do not.

    `under` is the name of what it stands under, where there is something.
    """

    id: str
    label: str
    counted: int
    illustrations: int
    under: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search down, with all its values, those that nothing has included."""

    id: str
    label: str
    values: tuple[Value, ...]


def rolled_up(entry_ids: Iterable[str], typology: Typology) -> tuple[str, ...]:
    """Return these entries, by their present ids, with all that they stand under."""
    return tuple(sorted({d.entry.id for each in entry_ids for d in typology.lineage(each)}))


def make_facets(library: PublishedLibrary, records: Sequence[SearchRecord]) -> list[Facet]:
    """Return every facet of a library, given all that can be found in it."""
    counted: Counter[tuple[str, str]] = Counter()
    illustrations: Counter[tuple[str, str]] = Counter()
    for record in records:
        tally = counted if record.counted else illustrations
        for name, values in record.all_filters().items():
            tally.update((name, value) for value in set(values))

    def facet(facet_id: str, label: str, names: Iterable[tuple[str, str, str]]) -> Facet:
        values = (
            Value(value, name, counted[facet_id, value], illustrations[facet_id, value], under)
            for value, name, under in names
        )
        return Facet(facet_id, label, tuple(values))

    years = {value for facet_id, value in {*counted, *illustrations} if facet_id == YEAR}
    return [
        facet(KIND, "Kind", ((kind.value, kind.plural, "") for kind in FoundKind)),
        facet(PRACTICE, "Practice in an episode", _terms(Practice)),
        facet(PATTERN, "Pattern", _entries(library.typology, EntryKind.PATTERN, EntryKind.ISSUE)),
        facet(
            FACTOR,
            "Contributory factor",
            _entries(library.typology, EntryKind.FACTOR_TYPE, EntryKind.FACTOR),
        ),
        facet(LEVEL, "Level of the factor", _entries(library.typology, EntryKind.LEVEL)),
        facet(SETTING, "Setting", _terms(Setting)),
        facet(AGENCY, "Agency", _terms(Agency)),
        facet(PREVENTED_BY, "What prevented harm in a near miss", _terms(PreventedBy)),
        facet(
            STATUS,
            "Recommendations",
            ((OPEN, "Still open", ""), (SETTLED, "Done or declined", "")),
        ),
        facet(YEAR, "Year", ((year, year, "") for year in sorted(years, reverse=True))),
        facet(ORIGIN, "Where it comes from", _terms(Origin)),
    ]


def former(typology: Typology) -> dict[str, str]:
    """Return each former id of an entry with its present one."""
    return dict(sorted(typology.former_ids.items()))


def retired(typology: Typology) -> dict[str, tuple[str, str, str]]:
    """Return each retired entry with its name, what replaced it, and that one's name, if any."""
    found = {}
    for definition in typology.definitions:
        entry = definition.entry
        if entry.status is EntryStatus.RETIRED:
            new = entry.replaced_by
            replacement = typology.get(new).entry if new is not None and new in typology else None
            found[entry.id] = (
                entry.title,
                replacement.id if replacement else "",
                replacement.title if replacement else "",
            )
    return dict(sorted(found.items()))


def _terms(terms: type[Term]) -> Iterator[tuple[str, str, str]]:
    return ((term.value, term.label, "") for term in terms)


def _entries(typology: Typology, *kinds: EntryKind) -> Iterator[tuple[str, str, str]]:
    for definition in typology.of_kind(*kinds):
        entry = definition.entry
        above = typology.parents(entry.id)[:1]
        under = above[0].entry.title if above and above[0].entry.kind in kinds else ""
        yield entry.id, entry.title, under
