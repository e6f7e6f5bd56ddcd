"""Pages that ask for a collation: they can be read, choose something, and point at nobody."""

from __future__ import annotations

from patternbook.rules.rule import Rule, Theme


class CollationPage(Rule):
    """A page that asks for a collation lies in the folder for them, under a plain name.

    Why: Only there is it looked for. Elsewhere it would be printed without a single figure, and
    nobody would be told.

    Passes:
        origin: illustrative
        # whole file: docs/collations/near-misses.md
        ---
        title: Near misses
        description: All of them.
        collation: {question: What do they share?, kind: [near-miss]}
        ---

    Fails:
        # whole file: docs/guide/near-misses.md
        ---
        title: Near misses
        description: All of them.
        collation: {question: What do they share?, kind: [near-miss]}
        ---

    Source: House rule: what is asked for is done, or is told.
    """

    code = "collation-page"


class YearsInReverse(Rule):
    """The first year of a collation is not later than the last one.

    Why: No record is completed after the one and before the other. Whoever wrote that has most
    likely changed the two round.

    Passes:
        origin: illustrative
        # whole file: docs/collations/near-misses.md
        ---
        title: Near misses
        description: Those of some years.
        collation:
          question: What do they share?
          kind: [near-miss]
          completed_from: 2020
          completed_to: 2024
        ---

    Fails:
        # whole file: docs/collations/near-misses.md
        ---
        title: Near misses
        description: Those of some years.
        collation:
          question: What do they share?
          completed_from: 2024
          completed_to: 2020
        ---

    Source: House rule: every fault is told before anything is built.
    """

    code = "years-in-reverse"


class UnknownShelf(Rule):
    """A shelf that a collation asks for is one of this library.

    Why: Shelves are named in patternbook.yml. A name that is on none of them chooses nothing.

    Passes:
        origin: illustrative
        # whole file: docs/collations/near-misses.md
        ---
        title: Near misses
        description: All of them.
        collation: {question: What do they share?, kind: [near-miss], shelf: [Records]}
        ---

    Fails:
        # whole file: docs/collations/near-misses.md
        ---
        title: Near misses
        description: All of them.
        collation: {question: What do they share?, shelf: [Recrods]}
        ---

    Source: House rule: what is named exists.
    """

    code = "unknown-shelf"


class EmptyCollation(Rule):
    """A collation chooses at least one record that its readers may see.

    Why: A page of noughts looks like a finding. It only says that nobody has written about this
    here, which the list of gaps says better.

    Passes:
        origin: illustrative
        # whole file: docs/collations/near-misses.md
        ---
        title: Near misses
        description: All of them.
        collation: {question: What do they share?, kind: [near-miss]}
        ---

    Fails:
        # whole file: docs/collations/near-misses.md
        ---
        title: Near misses
        description: All of them.
        collation: {question: What do they share?, setting: [court-and-legal]}
        ---

    Source: House rule: a gap is not a finding.
    """

    code = "empty-collation"


class SinglesOut(Rule):
    """A collation for the public points at no one family, and at no one board.

    Why: Each record was signed off on its own. A page that gathers two or three of one setting and
    one year leads readers who know of a case straight to it, and to those who wrote of it.

    Passes:
        origin: illustrative
        # whole file: docs/collations/near-misses.md
        ---
        title: Near misses
        description: All of them.
        collation: {question: What do they share?, kind: [near-miss]}
        ---

    Fails:
        origin: contributed
        # whole file: docs/collations/near-misses.md
        ---
        title: Near misses
        description: All of them.
        collation: {question: What do they share?, kind: [near-miss]}
        ---

    Source: House rule, after what Learning Together (SCIE Guide 13, section 3) asks for: that
    nobody can be recognised.
    """

    code = "singles-out"


THEME = Theme(
    "Collations",
    "A collation says what many records have in common. These rules see to it that it has "
    "something to say, and that it points at nobody.",
    (CollationPage, YearsInReverse, UnknownShelf, EmptyCollation, SinglesOut),
)
