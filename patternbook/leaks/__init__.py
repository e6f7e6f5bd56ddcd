"""What the door held back, as fingerprints; and a search of what was built for any trace of it.

The door decides what may be seen; this looks afterwards whether anything came out all the same,
by a template, a theme, a hand-written page or a mistake in the door itself. So it does not ask
how a page was made. It reads every byte that was written, unpacks what is packed, and compares
words.

What is held back is kept as hashes of words that stand together, never as text, so that nothing
that goes on from here could print it. Words that also stand in what this reader may see betray
nothing and are left out: a long run is compared with the records and the vocabulary that are
shown, a short one (a title, an id, a name) with the hand-written pages and the words of the
interface as well, since two words may well stand together by chance.

1. `withheld` makes the fingerprints,
2. `reading` reads whatever was built as somebody might, with `documents` and `tables` for what only
   a program can open,
3. `traces` compares the two, word by word (`words`).
"""

from __future__ import annotations

from patternbook.leaks.traces import (
    Trace,
    TracesFound,
    find_traces,
    lines_with_traces,
    refuse_traces,
)
from patternbook.leaks.withheld import Withheld, texts_of_record, what_is_withheld
from patternbook.leaks.words import RUN

__all__ = [
    "RUN",
    "Trace",
    "TracesFound",
    "Withheld",
    "find_traces",
    "lines_with_traces",
    "refuse_traces",
    "texts_of_record",
    "what_is_withheld",
]
