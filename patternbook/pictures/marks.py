"""The marks that tell what helped from what hindered, by shape: the same as in the text."""

from __future__ import annotations

from collections.abc import Iterable

from patternbook.pictures.drawing import Sheet
from patternbook.vocabulary import FactorInfluence

MARK = 22  # how much room one takes in a row


def draw_marks(
    sheet: Sheet, influences: Iterable[FactorInfluence], x: float, y: float, out: int = 1
) -> None:
    """Draw a filled triangle that points up for what helped, an open one down for the other.

    They stand in a row that begins at `x` and goes to the right or, with -1, to the left.
    """
    for place, influence in enumerate(influences):
        middle = x + out * (MARK * place + 11)
        if influence is FactorInfluence.HELPED:
            sheet.draw(f"M{middle - 6.5:g} {y + 5:g}h13l-6.5-11z", "pb-mark-helped")
        else:
            sheet.draw(f"M{middle - 6:g} {y - 4.5:g}h12l-6 10z", "pb-mark-hindered")
