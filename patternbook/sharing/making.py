"""A board's copy -> what it shares: its public records as coded, and counts of those it holds.

Two readings of one copy come in, that for the board and that for the public, each through the one
door. A record that the public may see is shared as the public sees it. A held record is final,
counts as evidence, and is in the board's reading alone: of it, nothing is shared but that it adds
to counts. Drafts are in neither. A record of which a public version is on its way is in neither
part, so that it never counts twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from patternbook.evidence import counts
from patternbook.publication import PublishedLibrary
from patternbook.sharing.cells import cells_of, count_held
from patternbook.sharing.relations import relations_of
from patternbook.sharing.repeating import suppress_again
from patternbook.sharing.shares import Share, shared_part
from patternbook.sharing.solver import ready
from patternbook.sharing.suppression import suppress
from patternbook.tables import make_tables


@dataclass(frozen=True, slots=True)
class Made:
    """A share, and what a board is told of it and nobody else.

    `held` is how many records stand behind the counts, and `on_their_way` how many are left out
    because a public version was made of them. `few` and `further` are how many counts are hidden
    because they are few, and in order to protect those; `empty` is how many of the few are nought.
    With `is_repeated` the counts are those of the earlier file, and these numbers say nothing.
    """

    share: Share
    held: int
    on_their_way: int
    few: int = 0
    empty: int = 0
    further: int = 0
    is_repeated: bool = False


def make_share(
    public: PublishedLibrary,
    board: PublishedLibrary,
    *,
    contributor: str,
    made: str,
    threshold: int,
    with_shared_library: bool,
    earlier: Share | None = None,
) -> Made:
    """Return what a copy shares.

    `with_shared_library` is whether the copy has a shelf of its own beside the public one. Then a
    public record is the board's only if the fuller edition stands there as well; else every
    public record is the copy's own. `earlier` is what was shared before.

    Raises NoSolver where the package is missing that tells whether small counts are hidden.
    """
    ready()
    tables = make_tables(public)
    own = set(_own_public(public, board, with_shared_library=with_shared_library))
    held = set(_held(public, board))
    cells = cells_of(tables)
    relations = relations_of(tables)
    numbers = count_held(make_tables(board), held, cells)
    records = shared_part(tables, own)
    on_their_way = sum(
        each.record.published is not None and each.record.id not in own
        for each in board.records
        if counts(each)
    )
    if earlier is None:
        found = suppress(numbers, relations, threshold)
        kept = {}
    else:
        again = suppress_again(numbers, relations, threshold, earlier)
        if again is None:
            share = Share(
                contributor,
                made,
                earlier.threshold,
                records,
                earlier.held,
                earlier.kept,
                earlier.as_of,
            )
            return Made(share, len(held), on_their_way, is_repeated=True)
        found, kept = again.suppression, dict(again.kept)
    share = Share(contributor, made, threshold, records, found.told, kept, made)
    return Made(
        share,
        held=len(held),
        on_their_way=on_their_way,
        few=len(found.few),
        empty=sum(numbers[cell] == 0 for cell in found.few),
        further=len(found.further),
    )


def _own_public(
    public: PublishedLibrary, board: PublishedLibrary, *, with_shared_library: bool
) -> Iterator[str]:
    """Yield the ids of the public records that are the copy's own, and count."""
    fuller = {each.record.id for each in board.records if each.record.published is not None}
    for each in public.records:
        if counts(each) and (each.record.id in fuller or not with_shared_library):
            yield each.record.id


def _held(public: PublishedLibrary, board: PublishedLibrary) -> Iterator[str]:
    """Yield the ids of the records that count, and that the board alone may see."""
    open_to_all = {each.record.id for each in public.records}
    for each in board.records:
        record = each.record
        if counts(each) and record.id not in open_to_all and record.published is None:
            yield record.id
