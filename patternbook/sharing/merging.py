"""Several share files and a library -> one set of tables, and what is known of the held records.

Public records are put together, each once. A record is known again by its id, and by the
fingerprint of what is shared of it. Held records cannot be told apart, so their counts are added
up, as the least and the most that there can be: a file tells no small number, and a record that
two boards hold counts for both.

Nothing here says which board told what, and nothing else may: a table of boards would be read as
a league table, and what a board is willing to write down says nothing about how well it works.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from patternbook.problems import FaultsFound, Problem, quoted
from patternbook.sharing.cells import cells_of, columns
from patternbook.sharing.relations import Bounds, bounds_of, relations_of
from patternbook.sharing.shares import SHARED, Share, fingerprints_of, shared_part
from patternbook.sharing.threshold import FEWEST_CONTRIBUTORS
from patternbook.tables import TABLES, Row, Tables
from patternbook.vocabulary import Audience

# What a record that came in a file stands on.
SHELF = "Contributed"


@dataclass(frozen=True, slots=True)
class HeldCount:
    """How many held records of all boards together count in a cell: at least, and at most.

    `at_most` is None where nothing is known. `told_by` is how many boards are known to hold such
    records: fewer than all of them, mostly, since few records are hidden.
    """

    table: str
    keys: tuple[str, ...]
    at_least: int
    at_most: int | None
    told_by: int


@dataclass(frozen=True, slots=True)
class Merged:
    """A library and what several boards have shared.

    `tables` are those of the library with the public records of the files. `contributed` are the
    ids of those that the library did not have; `repeated` is how often a record was there already
    and was not counted again. `held` is a count for each cell that anything is known of, in the
    order of the vocabulary, and never one for each board. `thresholds` are the lowest and the
    highest of the files, and `as_of` the first and the last month of their counts: what a board
    has published since that month may count twice. `left_out` names files that a newer one of the
    same board replaces.
    """

    tables: Tables
    contributed: tuple[str, ...]
    repeated: int
    held: tuple[HeldCount, ...]
    contributors: int
    thresholds: tuple[int, int]
    as_of: tuple[str, str]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A share and the file from which it was read, as messages call it."""

    name: str
    share: Share


# What messages call the library that files are merged with.
_LIBRARY = "the library"


def merge(
    tables: Tables, files: Sequence[SharedFile], audience: Audience = Audience.PUBLIC
) -> Merged:
    """Return the tables of a library together with what these files share.

    `audience` is for whom the result is: the public gets counts of held records only if at least
    three boards have shared, and each number only if it stands for at least three. Raises
    FaultsFound if there is no file, if files contradict each other or the library, or if there
    are too few boards for this audience.
    """
    if not files:
        message, mend = "There is no share file.", "Name one at least."
        raise FaultsFound([Problem("", 1, 1, "no-share-file", message, mend)])
    newest, left_out, problems = _newest(files)
    problems += _contradictions(tables, newest)
    if audience is Audience.PUBLIC and len(newest) < FEWEST_CONTRIBUTORS:
        problems.append(_too_few(newest))
    if problems:
        raise FaultsFound(problems)
    merged, contributed, repeated = _put_together(tables, newest)
    thresholds = sorted(each.share.threshold for each in newest)
    months = sorted(each.share.as_of for each in newest)
    return Merged(
        tables=merged,
        contributed=contributed,
        repeated=repeated,
        held=tuple(_held(tables, newest, audience)),
        contributors=len(newest),
        thresholds=(thresholds[0], thresholds[-1]),
        as_of=(months[0], months[-1]),
        left_out=left_out,
    )


# --- Which files ----------------------------------------------------------------------------------


def _newest(
    files: Iterable[SharedFile],
) -> tuple[list[SharedFile], tuple[str, ...], list[Problem]]:
    """Return the newest file of each board, the names of the others, and what cannot be decided.

    Two files of one board and month are one if they say the same; else nobody can know which
    holds.
    """
    newest: dict[str, SharedFile] = {}
    left_out: list[str] = []
    problems = []
    for file in files:
        other = newest.setdefault(file.share.contributor, file)
        if other is file:
            continue
        if file.share == other.share:
            left_out.append(file.name)
        elif file.share.made == other.share.made:
            problems.append(
                Problem(
                    file.name,
                    1,
                    1,
                    "two-of-one-board",
                    f"This file and {other.name} are of the same board and the same month, and do "
                    f"not say the same: {_difference_of_files(file.share, other.share)}.",
                    "Ask the board which of the two holds, and leave the other out.",
                )
            )
        else:
            older, newer = sorted((file, other), key=lambda each: each.share.made)
            newest[file.share.contributor] = newer
            left_out.append(older.name)
    return list(newest.values()), tuple(left_out), problems


def _difference_of_files(one: Share, other: Share) -> str:
    differing = [
        what
        for what, is_same in (
            ("the threshold", one.threshold == other.threshold),
            ("the public records", one.records == other.records),
            ("the counts of held records", (one.held, one.kept) == (other.held, other.kept)),
            ("the month of those counts", one.as_of == other.as_of),
        )
        if not is_same
    ]
    return f"{' and '.join(differing)} differ{'s' if differing == ['the threshold'] else ''}"


def _too_few(files: Sequence[SharedFile]) -> Problem:
    return Problem(
        files[0].name,
        1,
        1,
        "too-few-boards",
        f"Only {len(files)} of at least {FEWEST_CONTRIBUTORS} boards have shared. Of two, each "
        "could take its own numbers away and would be left with those of the other.",
        "Wait for more boards, or make the collation for the board audience, which is not public.",
    )


# --- Public records -------------------------------------------------------------------------------


def _contradictions(tables: Tables, files: Sequence[SharedFile]) -> list[Problem]:
    """Return a problem for each record of which two places say different things."""
    known: dict[str, tuple[str, Tables]] = {}
    ids = {str(row[0]) for row in tables["records"]}
    for record in ids:
        known[record] = (_LIBRARY, tables)
    withdrawn = {str(record) for (record,) in columns(tables, "withdrawn", "record")}
    problems = []
    for file in files:
        for record in file.share.record_ids:
            if record in withdrawn:
                problems.append(
                    Problem(
                        file.name,
                        1,
                        1,
                        "was-withdrawn",
                        f"The record {quoted(record)} is in this file, and was withdrawn from the "
                        "library.",
                        "Delete the file, and ask the board to withdraw the record and share "
                        "again.",
                    )
                )
            if record not in known:
                known[record] = (file.name, file.share.records)
                continue
            name, other = known[record]
            differing = _differing(record, file.share.records, other)
            if differing:
                problems.append(
                    Problem(
                        file.name,
                        1,
                        1,
                        "records-contradict",
                        f"The record {quoted(record)} is another here than in {name}. What "
                        f"differs: {', '.join(differing)}.",
                        "If it is one record, have the older file made again. If there are two, "
                        "one of the boards gives its record another id.",
                    )
                )
    return problems


def _differing(record: str, one: Tables, other: Tables) -> list[str]:
    """Return the names of the tables, or of the fields, in which a record differs."""
    mine, theirs = shared_part(one, {record}), shared_part(other, {record})
    differing = []
    for name in SHARED:
        if mine[name] == theirs[name]:
            continue
        if name != "records":
            differing.append(name)
            continue
        pairs = zip(TABLES[name].column_names, mine[name][0], theirs[name][0], strict=True)
        differing += [column for column, here, there in pairs if here != there]
    return differing


def _put_together(
    tables: Tables, files: Sequence[SharedFile]
) -> tuple[Tables, tuple[str, ...], int]:
    """Return the tables with every public record once, the ids of new ones, and how many were not.

    Where one record stands under two ids, the library's holds, else the first in the alphabet.
    """
    ids = {str(row[0]) for row in tables["records"]}
    in_library = set(fingerprints_of(shared_part(tables, ids)).values())
    offered = {}
    told = 0
    for file in files:
        fingerprints = fingerprints_of(file.share.records)
        told += len(fingerprints)
        for record, fingerprint in fingerprints.items():
            if record not in ids and fingerprint not in in_library:
                offered[record] = (fingerprint, file.share.records)
    chosen: dict[str, tuple[str, Tables]] = {}
    for record in sorted(offered):
        chosen.setdefault(offered[record][0], (record, offered[record][1]))
    new = dict(chosen.values())
    merged = {
        name: _in_order([*rows, *_rows_of(name, new)]) if name in SHARED else list(rows)
        for name, rows in tables.items()
    }
    return merged, tuple(sorted(new)), told - len(new)


def _rows_of(name: str, records: dict[str, Tables]) -> Iterator[Row]:
    shelf = TABLES["records"].column_names.index("shelf")
    for record, part in records.items():
        for row in part[name]:
            if row[0] == record:
                yield (*row[:shelf], SHELF, *row[shelf + 1 :]) if name == "records" else row


def _in_order(rows: list[Row]) -> list[Row]:
    """Return rows by the ids of their records; those of one record stay in their order."""
    return sorted(rows, key=lambda row: str(row[0]))


# --- Held records ---------------------------------------------------------------------------------


def _held(tables: Tables, files: Sequence[SharedFile], audience: Audience) -> Iterator[HeldCount]:
    cells = cells_of(tables)
    relations = relations_of(tables)
    bounds = [bounds_of(cells, each.share.known, relations) for each in files]
    for cell in cells:
        of_each = [each[cell] for each in bounds]
        told_by = sum(low > 0 for low, _ in of_each)
        if told_by == 0 or (audience is Audience.PUBLIC and told_by < FEWEST_CONTRIBUTORS):
            continue
        yield HeldCount(cell[0], cell[1:], *_added_up(of_each), told_by)


def _added_up(bounds: Sequence[Bounds]) -> Bounds:
    tops = [high for _, high in bounds if high is not None]
    return sum(low for low, _ in bounds), sum(tops) if len(tops) == len(bounds) else None
