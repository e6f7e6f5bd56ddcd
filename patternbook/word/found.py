"""What stood in a document, in order and with its places: paragraphs, tables, and their letters.

These types know neither Word nor records. Whoever reads them must account for every run: each
becomes a part of a record, or is told to have been left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a paragraph is."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that looks alike. A newline in it is a line break.

    `href` is the address that it links to. `tag` is the name that the innermost content control
    around it bears, and `value` what that control says was chosen from its list. `style` is the
    name of the style of these letters, in small letters. `is_placeholder` marks the prompt of a
    control that nobody has filled in.
    """

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    tag: str = ""
    value: str = ""
    style: str = ""
    is_placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `level` is that of a heading or of an item of a list, from 1 and from 0.

    `is_guess` marks a heading that is none by its style: a short line in bold, say. `style` is the
    name of its style in small letters, and `number` that of the list that an item belongs to.
    `start` is the number with which that list begins, and `typed` the sign that somebody typed to
    make this an item, with the space behind it.
    """

    kind: BlockKind
    runs: tuple[Run, ...]
    where: str
    level: int = 0
    is_numbered: bool = False
    is_guess: bool = False
    style: str = ""
    number: str = ""
    start: int = 1
    typed: str = ""

    @property
    def text(self) -> str:
        """Return what it says, without the prompts of controls."""
        return "".join(run.text for run in self.runs if not run.is_placeholder)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `column` counts from 0 on the grid, of which it covers `span` columns."""

    blocks: tuple[Block | Grid, ...]
    column: int
    span: int = 1

    @property
    def text(self) -> str:
        """Return what it says, each paragraph on a line."""
        return "\n".join(block.text for block in blocks_of(self.blocks))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. A cell that goes on from the row above is in the row where it begins, alone."""

    rows: tuple[Row, ...]
    where: str


Piece = Block | Grid


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is no part of the account, with the reason, and its text if it has any."""

    reason: str
    where: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """All that a document says. `notes` are sentences on what was noticed in it."""

    pieces: tuple[Piece, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()


def blocks_of(pieces: Iterable[Piece]) -> Iterator[Block]:
    """Yield every paragraph, those in tables included, in order."""
    for piece in pieces:
        if isinstance(piece, Block):
            yield piece
        else:
            for row in piece.rows:
                for cell in row.cells:
                    yield from blocks_of(cell.blocks)
