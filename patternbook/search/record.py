"""One thing that a search can find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from patternbook.evidence import PartKind
from patternbook.vocabulary import Kind

# Stands between the text of a record and its marks, which no reader is shown.
_END_OF_TEXT = "\u241e"
# The mark that every record bears, so that all of them can be asked for. It stands far from those
# of concepts, since whoever looks up one word loads its neighbours too.
EVERY = "zzqnn"


class FoundKind(StrEnum):
    """What a search finds, as a filter says it."""

    label: str
    plural: str

    def __new__(cls, value: str, label: str, plural: str) -> FoundKind:
        """Make a member whose value is the word that filters use."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.plural = label, plural
        return member

    EPISODE = ("episode", PartKind.EPISODE.value, "Key practice episodes")
    FINDING = ("finding", PartKind.FINDING.value, "Findings")
    NEAR_MISS = (Kind.NEAR_MISS.value, Kind.NEAR_MISS.label, Kind.NEAR_MISS.plural)
    DEBRIEF = (Kind.DEBRIEF.value, Kind.DEBRIEF.label, Kind.DEBRIEF.plural)
    CASE_REVIEW = (Kind.CASE_REVIEW.value, Kind.CASE_REVIEW.label, Kind.CASE_REVIEW.plural)
    RECOMMENDATION = ("recommendation", "Recommendation", "Recommendations")
    ENTRY = ("entry", "Pattern or factor", "Patterns and factors")
    PAGE = ("page", "Page", "Pages")


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """What is found, where it stands, what is asked for in it, and by what it can be narrowed.

    `path` is the page and `anchor` the place on it. `meta` is shown with a result; `filters` hold
    ids and values, which `facets` names. `marks` are those of the concepts in it. `counted` is
    false for what was invented to teach the method, and `has_name` for what has no title of its
    own, but is shown by its first words.
    """

    path: str
    kind: FoundKind
    title: str
    text: str
    anchor: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    counted: bool = True
    has_name: bool = True

    def url(self, address: Callable[[str], str]) -> str:
        """Return its address, given how a page's path becomes one."""
        return address(self.path) + (f"#{self.anchor}" if self.anchor else "")

    def content(self) -> str:
        """Return what is put into the index: the text, and after a sign of its own the marks."""
        text = self.text.replace(_END_OF_TEXT, " ")
        return " ".join([text, _END_OF_TEXT, *self.marks, EVERY])

    def shown(self) -> dict[str, str]:
        """Return what is shown with a result, its title as such only if somebody gave it one."""
        return {"title" if self.has_name else "opening": self.title, **self.meta}

    def all_filters(self) -> dict[str, tuple[str, ...]]:
        """Return every filter with its values: the kind, and those that the record has."""
        every = {"kind": (self.kind.value,), **self.filters}
        return {name: values for name, values in sorted(every.items()) if values}

    def switches(self) -> list[str]:
        """Return each value of each filter as a switch of its own, such as “practice:good”.

        So whoever narrows a search down loads the list of one value, and not of a whole facet.
        """
        filters = self.all_filters().items()
        return [f"{name}:{value}" for name, values in filters for value in values]

    def marked(self, marks: Iterable[str]) -> SearchRecord:
        """Return the record with these marks."""
        return replace(self, marks=tuple(marks))


# So many results at most are looked through at once where all of a question's words are common.
SLICE = 1000


def sliced(records: Iterable[SearchRecord]) -> Iterator[tuple[SearchRecord, list[str]]]:
    """Yield each record with its switches, that of its slice among them.

    Slices are counted in the order of the records. In a very large library a question of common
    words is first asked of the first of them, where what counts and is newest stands.
    """
    for number, record in enumerate(records):
        yield record, [*record.switches(), f"slice:{number // SLICE}"]
