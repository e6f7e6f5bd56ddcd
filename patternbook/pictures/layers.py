"""The layers of a near miss: which let it through, which narrowed its way, and which held.

The idea that safeguards are layers, and that each has holes, is James Reason's. The form is ours:
a way leads down from what happened, through each factor that the record names, to what stood
between it and harm, and to how it ended. Chance is no layer: nobody could have planned it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from patternbook.pictures.bones import HINDERED, Bone
from patternbook.pictures.drawing import LABEL, SMALL, WIDTH, Drawing, Sheet
from patternbook.pictures.heads import Head, draw_head
from patternbook.pictures.lettering import wrap
from patternbook.pictures.marks import MARK, draw_marks
from patternbook.vocabulary import Outcome, PreventedBy

_WAY = 48  # where the way leads down
_TEXT = 84
_ROOM = WIDTH - _TEXT - 12
_CORNER = 6
_BETWEEN = 10
# Half of how wide a hole is, in the middle of its layer.
_WIDE, _NARROW, _TIGHT = 20, 10, 8
_BOLD = "pb-strong"
_MOST = 4  # lines of a sentence on what stood between the incident and harm


@dataclass(frozen=True, slots=True)
class Held:
    """What stood between an incident and harm: of which kind it was, and how.

    `kept` says who alone may read of it, and is empty for what all readers of the record may.
    """

    by: PreventedBy
    how: str
    kept: str = ""

    @property
    def title(self) -> str:
        """Return of which kind it was, and who alone may read of it."""
        return ", ".join(filter(None, (self.by.label, self.kept)))


@dataclass(frozen=True, slots=True)
class Story:
    """What the picture of a near miss shows, in order from the top down.

    `groups` are the factors by what they did, each with a heading; `turned` is the heading over
    `held`, or, if nothing is said of that, the sentence that says so. `end` is how it ended.
    """

    groups: Sequence[tuple[str, Sequence[Bone]]]
    turned: str
    held: Sequence[Held]
    outcome: Outcome | None
    end: str


def draw_layers(head: Head, story: Story) -> Drawing:
    """Return the picture of a near miss. It shows no layer that the story does not name."""
    sheet = Sheet()
    way = _Way(sheet, draw_head(sheet, head), story.outcome)
    for heading, bones in story.groups:
        way.head(heading)
        for bone in bones:
            way.pass_factor(bone)
    way.head(story.turned)
    for each in story.held:
        way.meet(each)
    if not story.held:
        way.lose()
    return sheet.finished(way.end(story.end))


class _Way:
    """The way down, drawn layer by layer."""

    def __init__(self, sheet: Sheet, top: int, outcome: Outcome | None) -> None:
        self._sheet = sheet
        self._outcome = outcome
        self._begun = top  # where the line that is not yet drawn begins
        self._bottom = top + 12
        self._stopped = False

    def head(self, words: str) -> None:
        """Write a heading over the layers that follow."""
        self._bottom = self._write(words, self._bottom + 4, SMALL, "pb-quiet") + 5

    def pass_factor(self, bone: Bone) -> None:
        """Draw a factor: a layer with a wide hole if it hindered, a narrow one if it helped."""
        top = self._bottom
        draw_marks(self._sheet, bone.influences, _TEXT - 5, top + 19)
        x = _TEXT + MARK * len(bone.influences)
        room = _ROOM - MARK * len(bone.influences)
        base = self._write(bone.title, top + 8, LABEL, "", x, room)
        if bone.where:
            base = self._write(bone.where, base, SMALL, "pb-quiet", x, room)
        low = round(base + 7)
        style = " ".join(f"pb-{each.value}" for each in bone.influences)
        self._layer(top, low, _WIDE if HINDERED in bone.influences else _NARROW, style)
        self._bottom = low + _BETWEEN

    def meet(self, held: Held) -> None:
        """Draw what stood between the incident and harm; chance is no layer."""
        top = self._bottom
        luck = held.by is PreventedBy.CHANCE
        base = self._write(held.title, top + 8, LABEL, _BOLD)
        lines = wrap(held.how, _ROOM, SMALL, most=_MOST)
        low = round(self._sheet.write(lines, _TEXT, base, SMALL, _ROOM) + 8)
        if luck:
            self._line_to(top + 2)
            self._sheet.draw(f"M{_WAY} {top + 11}V{low - 4}", "pb-luck")
            self._begun = low
        elif self._outcome is Outcome.PREVENTED:
            if not self._stopped:
                self._line_to(top - 6)
                self._sheet.draw(f"M{_WAY - 10} {top - 6}h20", "pb-way")
                self._stopped = True
            self._sheet.draw(_box(top, low), "pb-held")
        else:
            self._layer(top, low, _TIGHT, "pb-held")
        self._bottom = low + _BETWEEN

    def lose(self) -> None:
        """Draw the way as far as the record follows it."""
        self._line_to(self._bottom - 2)
        self._sheet.draw(f"M{_WAY} {self._bottom + 7}v18", "pb-luck")
        self._bottom += 30
        self._begun = self._bottom

    def end(self, words: str) -> float:
        """Draw how it ended; return how high the picture is."""
        top = self._bottom + 4
        bottom = self._write(words, top, LABEL, _BOLD)
        if self._outcome is Outcome.PREVENTED:
            return bottom + 6  # the way leads no further, whatever it was that ended it
        self._line_to(top - 4)
        if self._outcome is None:
            self._sheet.draw(_circle(top + 9, 10), "pb-open")
        else:
            dots = ((4, 4), (14, 3), (23, 2))
            self._sheet.draw("".join(_circle(top + down, size) for down, size in dots), "pb-soft")
        return max(bottom + 6, top + 30)

    def _layer(self, top: int, low: int, hole: int, style: str) -> None:
        """Draw a layer with a hole through which the way leads."""
        edge = hole * 0.6
        far, middle, down = 2 * hole - edge, (top + low) / 2, low - top - 2 * _CORNER
        left = f"M{_WAY - edge:g} {top}H{_CORNER + 1}q-{_CORNER} 0-{_CORNER} {_CORNER}v{down}"
        left += f"q0 {_CORNER} {_CORNER} {_CORNER}H{_WAY - edge:g}"
        left += f"Q{_WAY - far:g} {middle:g} {_WAY - edge:g} {top}z"
        right = f"M{_WAY + edge:g} {top}H{WIDTH - 1 - _CORNER}"
        right += f"q{_CORNER} 0 {_CORNER} {_CORNER}v{down}q0 {_CORNER}-{_CORNER} {_CORNER}"
        right += f"H{_WAY + edge:g}Q{_WAY + far:g} {middle:g} {_WAY + edge:g} {top}z"
        self._sheet.draw(left + right, style)

    def _line_to(self, bottom: int) -> None:
        if bottom > self._begun:
            self._sheet.draw(f"M{_WAY} {self._begun}V{bottom}", "pb-way")
        self._begun = bottom

    def _write(
        self,
        text: str,
        top: float,
        size: float,
        style: str,
        x: int = _TEXT,
        room: int = _ROOM,
    ) -> int:
        lines = wrap(text, room, size, bold=style == _BOLD)
        return round(self._sheet.write(lines, x, top, size, room, style=style))


def _box(top: int, low: int) -> str:
    corner, across, down = _CORNER, WIDTH - 2 - 2 * _CORNER, low - top - 2 * _CORNER
    return (
        f"M1 {top + corner}q0-{corner} {corner}-{corner}h{across}q{corner} 0 {corner} {corner}"
        f"v{down}q0 {corner}-{corner} {corner}h-{across}q-{corner} 0-{corner}-{corner}z"
    )


def _circle(y: int, radius: int) -> str:
    arc = f"a{radius} {radius} 0 0 1"
    return f"M{_WAY - radius} {y}{arc} {2 * radius} 0{arc}-{2 * radius} 0z"
