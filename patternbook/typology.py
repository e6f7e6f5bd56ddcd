"""The patterns and contributory factors as one tree: who stands under whom, and former names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from patternbook.model import Entry, Factor, FactorType
from patternbook.vocabulary import Audience, EntryKind, Scope

_PATTERN_KINDS = frozenset({EntryKind.PATTERN, EntryKind.ISSUE})

# What may stand under what. A factor that stands under nothing is “other”.
PARENT_KINDS: Mapping[EntryKind, EntryKind | None] = {
    EntryKind.PATTERN: None,
    EntryKind.ISSUE: EntryKind.PATTERN,
    EntryKind.LEVEL: None,
    EntryKind.FACTOR_TYPE: EntryKind.LEVEL,
    EntryKind.FACTOR: EntryKind.FACTOR_TYPE,
}


def is_pattern_kind(kind: EntryKind) -> bool:
    """Return whether this kind belongs to the typology of patterns, not to the factors."""
    return kind in _PATTERN_KINDS


@dataclass(frozen=True, slots=True)
class Definition:
    """An entry of the vocabulary with the page that defines it.

    `body` is the page's own Markdown, `path` the page relative to the documentation folder,
    `file` the page relative to the library's root. `audience` is narrower than the public where
    a board has added the entry for itself.
    """

    entry: Entry
    body: str
    path: str
    file: str
    audience: Audience = Audience.PUBLIC


@dataclass(frozen=True)
class Typology:
    """Every entry of the vocabulary. Ids are unique across patterns and factors."""

    definitions: tuple[Definition, ...] = ()
    _by_id: dict[str, Definition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the definitions by their ids."""
        object.__setattr__(self, "_by_id", {d.entry.id: d for d in self.definitions})

    def __contains__(self, entry_id: str) -> bool:
        """Return whether this is the current or a former id of an entry."""
        return entry_id in self._by_id or entry_id in self._current_ids

    def get(self, entry_id: str) -> Definition:
        """Return the definition with this current or former id; raise KeyError if there is none."""
        return self._by_id[self._current_ids.get(entry_id, entry_id)]

    def of_kind(self, *kinds: EntryKind) -> list[Definition]:
        """Return the entries of these kinds, in the order of the tree."""
        return [d for d in self if d.entry.kind in kinds]

    def __iter__(self) -> Iterator[Definition]:
        """Yield every entry: patterns first, then factors, each before what stands under it."""
        for kind in (EntryKind.PATTERN, EntryKind.LEVEL, EntryKind.FACTOR):
            top = (d for d in self.definitions if d.entry.kind is kind and d.entry.parent is None)
            for definition in _in_order(top):
                yield from self._with_all_below(definition)

    def place(self, entry_id: str) -> int:
        """Return where an entry stands in the order of the tree; raise KeyError if it is none."""
        return self._places[self.get(entry_id).entry.id]

    def children(self, entry_id: str) -> list[Definition]:
        """Return what stands directly under an entry, in order, second places included."""
        return self._children.get(entry_id, [])

    def inherited(self, entry_id: str) -> list[Definition]:
        """Return the factors that a type takes over from another type."""
        entry = self.get(entry_id).entry
        if isinstance(entry, FactorType) and entry.inherits is not None and entry.inherits in self:
            return self.children(entry.inherits)
        return []

    def parents(self, entry_id: str, scope: Scope | None = None) -> list[Definition]:
        """Return what an entry stands under: its first place, then any second one.

        With the scope `inter-agency`, an own-team factor stands under the type that inherits
        its own type, and not under that type.
        """
        entry = self.get(entry_id).entry
        first = (
            self._heirs.get(entry.parent) if scope is Scope.INTER_AGENCY and entry.parent else None
        )
        ids = [first or entry.parent, *(entry.also_under if isinstance(entry, Factor) else ())]
        return [self.get(parent) for parent in ids if parent is not None and parent in self]

    def lineage(self, entry_id: str, scope: Scope | None = None) -> list[Definition]:
        """Return the entry itself and everything that it stands under, each once."""
        found: dict[str, Definition] = {}
        waiting = [(self.get(entry_id), scope)]
        while waiting:
            definition, at = waiting.pop(0)
            if definition.entry.id not in found:
                found[definition.entry.id] = definition
                waiting += [(parent, None) for parent in self.parents(definition.entry.id, at)]
        return list(found.values())

    def may_cross_agencies(self, entry_id: str) -> bool:
        """Return whether a factor's type is inherited by the inter-agency factors."""
        return self.get(entry_id).entry.parent in self._heirs

    @cached_property
    def former_ids(self) -> dict[str, str]:
        """Return each former id with the current id of the entry that once bore it."""
        return dict(self._current_ids)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {definition.entry.id: number for number, definition in enumerate(self)}

    @cached_property
    def _current_ids(self) -> dict[str, str]:
        return {former: d.entry.id for d in self.definitions for former in d.entry.former_ids}

    @cached_property
    def _heirs(self) -> dict[str, str]:
        types = (d.entry for d in self.definitions if isinstance(d.entry, FactorType))
        return {entry.inherits: entry.id for entry in types if entry.inherits}

    @cached_property
    def _children(self) -> dict[str, list[Definition]]:
        children: dict[str, list[Definition]] = defaultdict(list)
        for definition in _in_order(self.definitions):
            for parent in self.parents(definition.entry.id):
                children[parent.entry.id].append(definition)
        return dict(children)

    def _with_all_below(self, definition: Definition) -> Iterator[Definition]:
        """Yield an entry and what has its first place below it; kinds descend, so this ends."""
        yield definition
        entry = definition.entry
        for child in self.children(entry.id):
            if child.entry.parent == entry.id and PARENT_KINDS[child.entry.kind] is entry.kind:
                yield from self._with_all_below(child)


def _in_order(definitions: Iterable[Definition]) -> list[Definition]:
    return sorted(definitions, key=lambda d: (d.entry.order, d.entry.title))
