"""Rules about the vocabulary itself: a tree without loose ends, and ids that last."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

from patternbook.checks.identity import is_reserved, mend_of_name
from patternbook.library import Library
from patternbook.model import Factor, FactorType
from patternbook.problems import Problem, Severity, is_repeatable, nearest
from patternbook.source import FieldPath
from patternbook.typology import PARENT_KINDS, Definition, is_pattern_kind
from patternbook.vocabulary import Audience, EntryKind, EntryStatus

OTHER = "other"


def entries_stand_where_they_may(library: Library) -> Iterator[Problem]:
    """An entry's parent exists and is of the kind above its own; other references exist too."""
    for definition in library.typology.definitions:
        entry = definition.entry
        wanted = PARENT_KINDS[entry.kind]
        if entry.parent is not None:
            yield from _of_kind(library, definition, "parent", entry.parent, wanted)
        elif wanted is not None and entry.id != OTHER:
            yield _problem(
                library,
                definition,
                ("kind",),
                "no-parent",
                "This entry stands under nothing.",
                "Add the field “parent”.",
            )
        if isinstance(entry, Factor):
            for n, also in enumerate(entry.also_under):
                kind, where = EntryKind.FACTOR_TYPE, ("also_under", n)
                yield from _of_kind(library, definition, "also_under", also, kind, where)
        if isinstance(entry, FactorType) and entry.inherits is not None:
            yield from _of_kind(
                library, definition, "inherits", entry.inherits, EntryKind.FACTOR_TYPE
            )
        if entry.replaced_by == entry.id:
            yield _problem(
                library,
                definition,
                ("replaced_by",),
                "replaced-by-itself",
                "An entry cannot be replaced by itself.",
                "Name another entry, or remove the field.",
            )
        elif entry.replaced_by is not None:
            yield from _of_kind(library, definition, "replaced_by", entry.replaced_by, entry.kind)
        elif entry.status is EntryStatus.RETIRED:
            yield _problem(
                library,
                definition,
                ("status",),
                "retired-without-successor",
                "This entry is retired but does not say what to use instead.",
                "Add the field “replaced_by”.",
            )


def entry_ids_are_unique(library: Library) -> Iterator[Problem]:
    """An id, current or former, belongs to one entry and is its page's name and folder."""
    counted = Counter(
        entry_id
        for d in library.typology.definitions
        for entry_id in (d.entry.id, *d.entry.former_ids)
    )
    for definition in library.typology.definitions:
        entry, path = definition.entry, PurePosixPath(definition.path)
        claimed: list[tuple[FieldPath, str]] = [(("id",), entry.id)]
        claimed += [(("former_ids", n), former) for n, former in enumerate(entry.former_ids)]
        for where, entry_id in claimed:
            if counted[entry_id] > 1 or is_reserved(entry_id):
                yield _problem(
                    library,
                    definition,
                    where,
                    "duplicate-id",
                    f"The id “{entry_id}” is, or once was, that of another page.",
                    "Choose an id that no entry has ever had.",
                )
        if path.stem != entry.id:
            yield _problem(
                library,
                definition,
                ("id",),
                "id-is-not-the-file-name",
                "The id is not the name of the file.",
                mend_of_name(path.stem),
            )
        folder = "patterns" if is_pattern_kind(entry.kind) else "factors"
        if path.parent.name != folder:
            yield _problem(
                library,
                definition,
                ("kind",),
                "wrong-folder",
                f"This page belongs in the folder “{folder}”.",
                "Move the file there, or change its kind.",
            )


def titles_are_unique(library: Library) -> Iterator[Problem]:
    """No two entries have the same title, since lists and links show an entry by its title."""
    by_title: dict[str, list[Definition]] = defaultdict(list)
    # What is only proposed gives way to what has been agreed.
    for definition in sorted(
        library.typology.definitions, key=lambda d: d.entry.status is EntryStatus.PROPOSED
    ):
        by_title[_folded(definition.entry.title)].append(definition)
    for first, *others in by_title.values():
        for definition in others:
            yield _problem(
                library,
                definition,
                ("title",),
                "duplicate-title",
                f"Another entry has this title already: {first.file}.",
                "Give one of the two a title that tells them apart.",
            )


def neighbours_are_others(library: Library) -> Iterator[Problem]:
    """An entry's neighbours exist, are other entries than itself, and are named once each."""
    typology = library.typology
    for definition in typology.definitions:
        seen: set[str] = set()
        for n, neighbour in enumerate(definition.entry.neighbours):
            where = ("neighbours", n, "id")
            if neighbour.id not in typology:
                if neighbour.id not in library.unread_entries:
                    yield _unknown_neighbour(library, definition, where, neighbour.id)
                continue
            current = typology.get(neighbour.id)
            if current.entry.id == definition.entry.id:
                yield _problem(
                    library,
                    definition,
                    where,
                    "neighbour-of-itself",
                    "An entry cannot be its own neighbour.",
                    "Name another entry, or remove this one.",
                )
            elif current.entry.id in seen:
                yield _problem(
                    library,
                    definition,
                    where,
                    "repeated-neighbour",
                    f"The neighbour “{neighbour.id}” stands here twice.",
                    "Remove one of the two.",
                )
            else:
                yield from _outdated_neighbour(library, definition, where, neighbour.id)
            seen.add(current.entry.id)


def nothing_shared_leads_inside(library: Library) -> Iterator[Problem]:
    """What the shared vocabulary says refers to nothing that a board has added for itself."""
    own = {
        definition.entry.id
        for definition in library.typology.definitions
        if definition.audience is not Audience.PUBLIC
    }
    for definition in library.typology.definitions if own else ():
        if definition.audience is not Audience.PUBLIC:
            continue
        entry = definition.entry
        named: list[tuple[FieldPath, str | None]] = [
            (("parent",), entry.parent),
            (("replaced_by",), entry.replaced_by),
            (("inherits",), getattr(entry, "inherits", None)),
            *((("also_under", n), each) for n, each in enumerate(getattr(entry, "also_under", ()))),
            *((("neighbours", n, "id"), each.id) for n, each in enumerate(entry.neighbours)),
        ]
        for where, entry_id in named:
            if entry_id in own:
                yield _problem(
                    library,
                    definition,
                    where,
                    "leads-inside",
                    "This entry is shared, and refers to one that only this copy has.",
                    "Remove the reference; the board's own entry can refer to the shared one.",
                )


def _unknown_neighbour(
    library: Library, definition: Definition, where: FieldPath, entry_id: str
) -> Problem:
    others = {d.entry.id: d.entry.title for d in library.typology.definitions}
    others.pop(definition.entry.id, None)
    called = f" called “{entry_id}”" if is_repeatable(entry_id) else " with this id"
    return _problem(
        library,
        definition,
        where,
        "unknown-neighbour",
        f"There is no entry{called}.",
        nearest(entry_id, others) or "Use the id of an entry that exists.",
    )


def _outdated_neighbour(
    library: Library, definition: Definition, where: FieldPath, entry_id: str
) -> Iterator[Problem]:
    """Yield advice where a neighbour has another id by now, or has been retired."""
    neighbour = library.typology.get(entry_id).entry
    if neighbour.id != entry_id:
        yield _problem(
            library,
            definition,
            where,
            "former-id",
            f"“{entry_id}” is now called “{neighbour.id}”.",
            "The link works as it is; write the new id when you next change the page.",
            Severity.ADVICE,
        )
    elif neighbour.status is EntryStatus.RETIRED and neighbour.replaced_by is not None:
        named = {definition.entry.id, *(each.id for each in definition.entry.neighbours)}
        yield _problem(
            library,
            definition,
            where,
            "retired-entry",
            f"“{entry_id}” is retired.",
            "Remove it; what replaces it is on this page already."
            if neighbour.replaced_by in named
            else f"Use “{neighbour.replaced_by}”, and check that the difference still holds.",
            Severity.ADVICE,
        )


def _folded(title: str) -> str:
    """Return the letters and figures of a title: what tells it from another when it is read."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    return "".join(filter(str.isalnum, plain)) or plain


def _of_kind(
    library: Library,
    definition: Definition,
    field: str,
    entry_id: str,
    wanted: EntryKind | None,
    where: FieldPath = (),
) -> Iterator[Problem]:
    """Yield the problem with what a field names, if it is no entry of the kind that is wanted."""
    if entry_id in library.unread_entries:
        return
    known = {d.entry.id for d in library.typology.definitions if d.entry.kind is wanted}
    if entry_id not in known:
        what = wanted.label.lower() if wanted else "entry"
        yield _problem(
            library,
            definition,
            where or (field,),
            f"unknown-{field.replace('_', '-')}",
            f"The field “{field}” names no {what}.",
            nearest(entry_id, known) or f"Use the id of a {what}.",
        )


def _problem(
    library: Library,
    definition: Definition,
    where: FieldPath,
    code: str,
    message: str,
    mend: str,
    severity: Severity = Severity.FAULT,
) -> Problem:
    place = library.pages[definition.file].place_of(where)
    return Problem(definition.file, *place, code, message, mend, severity)
