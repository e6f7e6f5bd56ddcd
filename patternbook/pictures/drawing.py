"""What a drawing is made of: outlines and lines of text, each in its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

# All drawings are so wide that their smallest letters can be read on a phone held upright.
WIDTH = 360
TITLE = 19
LABEL = 17
SMALL = 16.3

# Parts of the size of the letters: above the line on which they stand, below it, line to line.
_ASCENT, _DESCENT = 0.94, 0.26
_LEADING = 1.25


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, no wider than `room`. `x` is its start, middle or end, as `anchor` says.

    `y` is the line on which its letters stand; `style` is which classes of the style sheet it has.
    """

    x: float
    y: int
    text: str
    size: float
    room: float
    anchor: str = "start"
    style: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return the left, upper, right and lower edge of the place that is kept for it."""
        left = {"start": self.x, "middle": self.x - self.room / 2, "end": self.x - self.room}
        above, below = self.size * _ASCENT, self.size * _DESCENT
        start = left[self.anchor]
        return start, self.y - above, start + self.room, self.y + below


@dataclass(frozen=True, slots=True)
class Outline:
    """Lines of one style, as the commands of an SVG path; `style` is their classes."""

    path: str
    style: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, `WIDTH` wide: what is drawn, then what is written over it."""

    height: float
    outlines: tuple[Outline, ...]
    texts: tuple[Text, ...]


class Sheet:
    """A sheet of paper on which a picture comes about, from the top down."""

    def __init__(self) -> None:
        """Begin with nothing on it."""
        self._paths: dict[str, list[str]] = {}
        self._texts: list[Text] = []

    def draw(self, path: str, style: str) -> None:
        """Draw a line or an outline. A style that comes later lies over one that came before."""
        self._paths.setdefault(style, []).append(path)

    def write(
        self,
        lines: Iterable[str],
        x: float,
        top: float,
        size: float,
        room: float,
        *,
        anchor: str = "start",
        style: str = "",
    ) -> float:
        """Write lines of text one below the other; return where the next thing may begin."""
        for line in lines:
            # Letters stand on whole numbers, and never higher than there is room.
            base = ceil(top + size * _ASCENT)
            self._texts.append(Text(x, base, line, size, room, anchor, style))
            top = max(top + size * _LEADING, base + size * _DESCENT)
        return top

    def finished(self, height: float) -> Drawing:
        """Return the picture, so high."""
        outlines = (Outline("".join(paths), style) for style, paths in self._paths.items())
        return Drawing(round(height), tuple(outlines), tuple(self._texts))
