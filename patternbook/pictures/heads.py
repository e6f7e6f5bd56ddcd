"""The head of a picture: what it is about, in a frame at its top."""

from __future__ import annotations

from dataclasses import dataclass

from patternbook.pictures.drawing import SMALL, TITLE, WIDTH, Sheet
from patternbook.pictures.lettering import wrap_evenly

_ROOM = WIDTH - 36
_MIDDLE = WIDTH / 2
_POINT = 20  # how far the lower edge of a fish's head comes down in the middle
_MOST = 4  # lines of a title, and of what is below it


@dataclass(frozen=True, slots=True)
class Head:
    """What a picture is about: a title, with what that is above it, and more of it below."""

    title: str
    above: str
    below: str = ""


def draw_head(sheet: Sheet, head: Head, *, pointed: bool = False) -> int:
    """Draw the frame and the words in it; return where the frame ends in the middle.

    What is long is shortened: the words of a picture have the whole of it.
    """
    above = wrap_evenly(head.above, _ROOM, SMALL)
    title = wrap_evenly(head.title, _ROOM, TITLE, bold=True, most=_MOST)
    bottom = sheet.write(above, _MIDDLE, 12, SMALL, _ROOM, anchor="middle", style="pb-quiet")
    bottom = sheet.write(title, _MIDDLE, bottom, TITLE, _ROOM, anchor="middle", style="pb-head")
    if head.below:
        below = wrap_evenly(head.below, _ROOM, SMALL, most=_MOST)
        bottom = sheet.write(below, _MIDDLE, bottom + 3, SMALL, _ROOM, anchor="middle")
    bottom = round(bottom + 10)
    if pointed:
        corner, end = 26, bottom + _POINT
        low = f"V{bottom}Q{WIDTH - 80} {bottom + 4} {_MIDDLE:g} {end}Q80 {bottom + 4} 1 {bottom}"
    else:
        corner, end = 8, bottom
        low = f"V{bottom - 8}q0 8-8 8H9q-8 0-8-8"
    frame = f"M1 {corner + 1}q0-{corner} {corner}-{corner}H{WIDTH - 1 - corner}"
    sheet.draw(f"{frame}q{corner} 0 {corner} {corner}{low}z", "pb-frame")
    return end
