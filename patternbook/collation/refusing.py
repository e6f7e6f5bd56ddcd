"""What is never collated for an audience, and why.

A record that the public may read stands on a page of its own, with all that it says. What a
collation adds is the light that it throws: a page that gathers “the three reviews of hospitals in
2024” points at three families, whoever reads it, and at the boards that wrote them. So for the
public

- no collation holds some contributed records and fewer than the threshold: with none it rests on
  what was published elsewhere, one by one, or was invented; with more it points at nobody;
- none picks out a shelf where there are several, since each board's records stand on their own.

Neither rule is needed to keep facts that are on public pages anyway. Where counts come from
records that the public may not read, as in the files that boards share, `patternbook.sharing`
holds back what would give one away.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from patternbook.collations import Choice
from patternbook.sharing.threshold import THRESHOLD
from patternbook.vocabulary import Audience


class Refusal(Enum):
    """Why something is not collated: what would come of it, and what to do instead."""

    FEW = (
        f"Some contributed records are chosen, but fewer than {THRESHOLD}. What is said of so few "
        "together would single out a family or a board.",
        "Choose more widely, or only what was published elsewhere, by its origin; or keep it "
        "among the board's own.",
    )
    ONE_SHELF = (
        "It picks out a shelf, and the records of each board stand on shelves of their own. To "
        "collate them for the public would single out a board.",
        "Leave the shelf out, or keep it among the board's own.",
    )
    ONE_REVIEW = (
        "Those who took part in one review read that review alone here, so there is nothing to "
        "collate it with.",
        "Collate for the board or for the public.",
    )

    @property
    def reason(self) -> str:
        """Return why, in a sentence or two."""
        return self.value[0]

    @property
    def mend(self) -> str:
        """Return what to do instead."""
        return self.value[1]


def why_not(
    choice: Choice, contributed: int, audience: Audience, shelves: Collection[str] = ()
) -> Refusal | None:
    """Return why this is not collated for this audience, or None if it may be.

    `contributed` is how many contributed records are chosen, and `shelves` are what the shelves
    are called on which the audience finds records, chosen or not.
    """
    if audience is Audience.PARTICIPANTS:
        return Refusal.ONE_REVIEW
    if audience is Audience.BOARD:
        return None
    if choice.shelf and len(set(shelves)) > 1:
        return Refusal.ONE_SHELF
    return Refusal.FEW if 0 < contributed < THRESHOLD else None
