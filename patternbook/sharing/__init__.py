"""What a board shares with others: its public records as they were coded, and counts of the rest.

1. `cells` counts the records that a board holds for itself, and `relations` says what anybody
   knows of such counts beforehand,
2. `suppression` decides which counts can be told, and has `solver` prove that no small one can be
   worked out,
3. `making` makes a share of a board's copy, and `shares` says what its file looks like,
4. `reading` reads a file from somebody else, and trusts nothing in it,
5. `merging` puts several together with a library.

For those who collate:

    files = [read_share(path, tables) for path in paths]   # FaultsFound: all that is wrong
    merged = merge(tables, files, audience)                # FaultsFound: contradictions, too few
    merged.tables        # as of make_tables; count them with patternbook.measures
    merged.contributed   # ids of records that have no page here
    merged.held          # HeldCount(table, keys, at_least, at_most, told_by), see HELD_TABLES

`tables` are those of `make_tables` of the library that does the collating. Nothing in this room
but `solver` needs a package that an extra brings, so reading and merging need none.
"""

from __future__ import annotations

from patternbook.sharing.cells import HELD_TABLES, Cell, HeldTable
from patternbook.sharing.merging import HeldCount, Merged, SharedFile, merge
from patternbook.sharing.reading import parse_share, read_share
from patternbook.sharing.shares import Share
from patternbook.sharing.threshold import FEWEST_CONTRIBUTORS, HIGHEST_THRESHOLD, THRESHOLD

__all__ = [
    "FEWEST_CONTRIBUTORS",
    "HELD_TABLES",
    "HIGHEST_THRESHOLD",
    "THRESHOLD",
    "Cell",
    "HeldCount",
    "HeldTable",
    "Merged",
    "Share",
    "SharedFile",
    "merge",
    "parse_share",
    "read_share",
]
