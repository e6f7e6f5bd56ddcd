"""What a form asks for -> marked as such, so that a place that nobody filled in says nothing.

Word marks the prompt of an empty place, and takes the mark away as soon as somebody types. Other
programs forget the mark, or keep it when the text is another. So the words decide: a prompt is what
our forms ask, and what Word itself asks where a form has nothing of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from patternbook.paper.layout import normalised
from patternbook.word.found import Cell, Grid, Piece, Row, Run

_OF_WORD = re.compile(r"(?:click or tap|click|tap) (?:here|to enter)\b.*|choose an item", re.I)


def with_prompts_marked(pieces: Iterable[Piece], own: Collection[str]) -> list[Piece]:
    """Return the pieces with each run marked as a prompt if it is one, and only then.

    `own` are the sentences of our forms, as they are compared.
    """
    return [_marked(piece, own) for piece in pieces]


def _marked(piece: Piece, own: Collection[str]) -> Piece:
    if isinstance(piece, Grid):
        return replace(piece, rows=tuple(_marked_row(row, own) for row in piece.rows))
    runs = tuple(replace(run, is_placeholder=_is_prompt(run, own)) for run in piece.runs)
    return replace(piece, runs=runs)


def _marked_row(row: Row, own: Collection[str]) -> Row:
    return replace(row, cells=tuple(_marked_cell(cell, own) for cell in row.cells))


def _marked_cell(cell: Cell, own: Collection[str]) -> Cell:
    return replace(cell, blocks=tuple(_marked(each, own) for each in cell.blocks))


def _is_prompt(run: Run, own: Collection[str]) -> bool:
    said = normalised(run.text)
    if not run.tag and not run.is_placeholder:
        return False
    return said in own or (run.is_placeholder and _OF_WORD.fullmatch(said) is not None)
