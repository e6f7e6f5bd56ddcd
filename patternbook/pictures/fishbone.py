"""A fishbone, drawn upright: what it explains is the head, and each factor a bone below it.

After Ishikawa; Report 6 of SCIE names it among the tools of analysis. Ours asks what made
something make sense, so what helped has its bones as well as what hindered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from patternbook.pictures.bones import Bone
from patternbook.pictures.drawing import LABEL, SMALL, WIDTH, Drawing, Sheet
from patternbook.pictures.heads import Head, draw_head
from patternbook.pictures.lettering import wrap
from patternbook.pictures.marks import MARK, draw_marks

_SPINE = WIDTH // 2
_OFF = 22  # from the spine to the text
_ROOM = _SPINE - _OFF - 2
_CURVE = 15  # of a bone where it meets the spine
_WORD = 86  # from the spine to the word at the end of a bone
_BETWEEN_BONES = 12
_BETWEEN_KINDS = 24
_MANY = 6  # bones of one type that stand together at most, so that both sides get their part


def draw_fishbone(head: Head, bones: Sequence[Bone]) -> Drawing:
    """Return the picture of what the head names, with these bones; there is one at least.

    Bones of one type stand together, on whichever side has room. It grows in height alone.
    """
    sheet = Sheet()
    gill = draw_head(sheet, head, pointed=True)
    left = _Side(sheet, -1, gill + 6)
    right = _Side(sheet, 1, gill + 6 + _BETWEEN_BONES)
    for kind in _kinds(bones):
        side = left if left.bottom <= right.bottom else right
        side.draw_kind(kind)
    end = round(max(left.bottom, right.bottom)) - _BETWEEN_KINDS + 22
    sheet.draw(f"M{_SPINE} {gill}V{end}m-20 22q17-4 20-22q3 18 20 22", "pb-spine")
    return sheet.finished(end + 24)


def _kinds(bones: Sequence[Bone]) -> Iterator[list[Bone]]:
    """Yield the bones by type; one with more than half of them, or with many, in several parts."""
    most = min((len(bones) + 1) // 2, _MANY)
    for _, group in groupby(bones, key=lambda bone: bone.kind):
        kind = list(group)
        for start in range(0, len(kind), most):
            yield kind[start : start + most]


@dataclass(slots=True)
class _Side:
    """One side of the spine, filled from the head down; `out` is -1 to the left, 1 to the right."""

    sheet: Sheet
    out: int
    bottom: float

    def draw_kind(self, kind: list[Bone]) -> None:
        """Draw the bones of one type, with the type's title above them."""
        if kind[0].kind:
            self._write(kind[0].kind, SMALL, "pb-quiet")
            self.bottom += 2
        for bone in kind:
            self._draw_bone(bone)
        self.bottom += _BETWEEN_KINDS - _BETWEEN_BONES

    def _draw_bone(self, bone: Bone) -> None:
        self._write(bone.title, LABEL)
        style = " ".join(f"pb-{each.value}" for each in bone.influences)
        y = round(self.bottom + 12)
        marks = _WORD - MARK * len(bone.influences)
        self.sheet.draw(
            f"M{_SPINE} {y - _CURVE}q0 {_CURVE} {self.out * _CURVE} {_CURVE}H{self._x(marks + 3)}",
            style,
        )
        draw_marks(self.sheet, bone.influences, self._x(marks), y, self.out)
        self.bottom = y - 9.5
        self._write(bone.did, SMALL, style, _WORD)
        if bone.where:
            self._write(bone.where, SMALL, "pb-quiet", _WORD)
        self.bottom += _BETWEEN_BONES

    def _write(self, text: str, size: float, style: str = "", off: int = _OFF) -> None:
        room = _OFF + _ROOM - off
        self.bottom = self.sheet.write(
            wrap(text, room, size),
            self._x(off),
            self.bottom,
            size,
            room,
            anchor="start" if self.out > 0 else "end",
            style=style,
        )

    def _x(self, off: int) -> int:
        """Return the place that lies so far from the spine."""
        return _SPINE + self.out * off
