"""What stays together where a page ends, whichever kind of file the page is in."""

from __future__ import annotations

from collections.abc import Iterable

from patternbook.paper.parts import Block, Bullets, Cell, Paragraph, Run, Table

_SHORT, _LONG = 100, 600  # letters


def stays_with_next(block: Block, following: Block | None) -> bool:
    """Return whether a block is a label with few words, which alone at the foot says little."""
    return _is_short_label(block) and (
        isinstance(following, Table | Bullets) or _is_short_label(following)
    )


def stays_whole(row: Iterable[Cell]) -> bool:
    """Return whether a row of a table is short enough that no page need part it."""
    return all(sum(map(_length, cell.blocks)) < _LONG for cell in row)


def _is_short_label(block: Block | None) -> bool:
    if not isinstance(block, Paragraph) or not block.inlines:
        return False
    first = block.inlines[0]
    return isinstance(first, Run) and first.is_label and len(block.text) < _SHORT


def _length(block: Paragraph | Bullets) -> int:
    if isinstance(block, Paragraph):
        return len(block.text)
    return sum(_length(each) for item in block.items for each in item.blocks)
