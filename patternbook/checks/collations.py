"""Rules about pages that ask for a collation: it has something to say, and points at nobody."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.checks.places import may_be_read
from patternbook.collation.refusing import why_not
from patternbook.collations import CollationPage, chooses
from patternbook.library import Filed, Library
from patternbook.problems import Problem, Severity, is_repeatable, nearest
from patternbook.source import FieldPath
from patternbook.typology import is_pattern_kind
from patternbook.vocabulary import Audience, Origin


def collated_patterns_exist(library: Library) -> Iterator[Problem]:
    """A pattern that a collation asks for is one of the vocabulary, and shared if the page is."""
    entries = [d.entry for d in library.typology.definitions]
    known = {entry.id: entry.title for entry in entries if is_pattern_kind(entry.kind)}
    for page in library.collations:
        for n, entry_id in enumerate(page.asked.patterns):
            yield from _of_pattern(library, page, known, entry_id, n)


def collations_choose_something(library: Library) -> Iterator[Problem]:
    """A collation chooses at least one record that its readers may see.

    A copy of the shared pages without the shared records has nothing that they could choose. Nor
    is this a second fault where a record cannot be read, or a pattern is misspelt.
    """
    for page in () if library.unread else library.collations:
        readable = list(_readable(library, page))
        is_misspelt = any(not _is_pattern(library, each) for each in page.asked.patterns)
        if not readable or is_misspelt or any(_is_chosen(library, page, f) for f in readable):
            continue
        yield _problem(
            library,
            page,
            ("collation",),
            "empty-collation",
            "No record that readers of this page may see is chosen.",
            "Choose more widely: take a field out, or give it more values. Or take the page out.",
        )


def collations_single_nobody_out(library: Library) -> Iterator[Problem]:
    """A collation for the public points at no one family, and at no one board."""
    for page in library.collations:
        if page.audience is not Audience.PUBLIC:
            continue
        readable = list(_readable(library, page))
        contributed = sum(
            filed.record.origin is Origin.CONTRIBUTED and _is_chosen(library, page, filed)
            for filed in readable
        )
        shelves = {filed.shelf for filed in readable}
        refusal = why_not(page.asked, contributed, page.audience, shelves)
        if refusal is not None:
            where = ("collation",)
            yield _problem(library, page, where, "singles-out", refusal.reason, refusal.mend)


def _readable(library: Library, page: CollationPage) -> Iterator[Filed]:
    """Yield the records that readers of a page may see, on the shelves of its own library.

    What a board has on its shelves cannot make a fault of a shared page, which it cannot mend: in
    its copy the page then says itself why it is not collated.
    """
    is_shared = page.audience is Audience.PUBLIC
    for filed in library.filed:
        if filed.source.path.startswith(page.home) and may_be_read(filed, by_everybody=is_shared):
            yield filed


def _is_chosen(library: Library, page: CollationPage, filed: Filed) -> bool:
    return chooses(page.asked, filed.record, filed.shelf, library.typology)


def _is_pattern(library: Library, entry_id: str) -> bool:
    return entry_id in library.typology and is_pattern_kind(
        library.typology.get(entry_id).entry.kind
    )


def _of_pattern(
    library: Library, page: CollationPage, known: dict[str, str], entry_id: str, n: int
) -> Iterator[Problem]:
    """Yield the problem with a pattern that a page names, if there is one."""
    where = ("collation", "patterns", n)
    if entry_id in library.unread_entries:
        return
    if entry_id not in library.typology:
        called = f" called “{entry_id}”" if is_repeatable(entry_id) else " with this id"
        message = f"There is no pattern or recurrent issue{called}."
        mend = nearest(entry_id, known) or "Use the id of a pattern that exists."
        yield _problem(library, page, where, "unknown-pattern", message, mend)
        return
    definition = library.typology.get(entry_id)
    if definition.entry.id not in known:
        kind = definition.entry.kind.label.lower()
        message = f"“{entry_id}” is no pattern or recurrent issue but a {kind}."
        mend = nearest(entry_id, known) or "Choose a pattern or recurrent issue."
        yield _problem(library, page, where, "wrong-kind-of-entry", message, mend)
    elif page.audience is Audience.PUBLIC and definition.audience is not Audience.PUBLIC:
        message = "This page is shared, and names a pattern that only this copy has."
        mend = "Leave it out, or move the page to the board's own pages."
        yield _problem(library, page, where, "leads-inside", message, mend)
    elif definition.entry.id != entry_id:
        message = f"“{entry_id}” is now called “{definition.entry.id}”."
        mend = "The page works as it is; write the new id when you next change it."
        yield _problem(library, page, where, "former-id", message, mend, Severity.ADVICE)


def _problem(
    library: Library,
    page: CollationPage,
    where: FieldPath,
    code: str,
    message: str,
    mend: str,
    severity: Severity = Severity.FAULT,
) -> Problem:
    place = library.pages[page.file].place_of(where)
    return Problem(page.file, *place, code, message, mend, severity)
