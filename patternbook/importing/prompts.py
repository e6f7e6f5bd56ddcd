"""What a form asks for -> marked as such, so that a place that nobody filled in says nothing.

Word marks the prompt of an empty place, and takes the mark away as soon as somebody types. Other
programs forget the mark, or keep it when the text is another. So the words decide: a prompt is what
our forms ask, and what Word itself asks where a form has nothing of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from patternbook.paper.layout import normalised
from patternbook.word.found import Block, BlockKind, Cell, Piece, Run

_OF_WORD = re.compile(r"(?:click or tap|click|tap) (?:here|to enter)\b.*|choose an item", re.I)


def with_prompts_marked(pieces: Iterable[Piece], own: Collection[str]) -> list[Piece]:
    """Return the pieces with each run marked as a prompt if it is one, and only then.

    `own` are the sentences of our forms, as they are compared.
    """

    def marked(block: Block) -> Block:
        runs = tuple(replace(run, is_placeholder=_is_prompt(run, own)) for run in block.runs)
        return replace(block, runs=runs)

    return [_with_each(piece, marked) for piece in pieces]


def as_typed(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with whatever is an item only by a sign that was typed as plain text."""
    return [_with_each(piece, _typed) for piece in pieces]


def _typed(block: Block) -> Block:
    if not block.typed:
        return block
    runs = (Run(block.typed), *block.runs)
    return replace(block, kind=BlockKind.TEXT, runs=runs, number="", typed="")


def _with_each(piece: Piece, change: Callable[[Block], Block]) -> Piece:
    """Return a piece with every paragraph in it changed."""
    if isinstance(piece, Block):
        return change(piece)

    def of_cell(cell: Cell) -> Cell:
        return replace(cell, blocks=tuple(_with_each(each, change) for each in cell.blocks))

    return replace(
        piece,
        rows=tuple(
            replace(row, cells=tuple(of_cell(cell) for cell in row.cells)) for row in piece.rows
        ),
    )


def _is_prompt(run: Run, own: Collection[str]) -> bool:
    said = normalised(run.text)
    if not run.tag and not run.is_placeholder:
        return False
    return said in own or (run.is_placeholder and _OF_WORD.fullmatch(said) is not None)
