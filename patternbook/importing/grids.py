"""The tables in a field -> the small parts, or the names, that they list.

What stands in a column or a row that no record has comes back as what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from patternbook.importing.ledger import Fate
from patternbook.importing.tables import Columns, columns_of, rows_below, unused_heads
from patternbook.importing.values import Values
from patternbook.paper.layout import FieldKind, FieldLayout, Layout, normalised
from patternbook.word.found import Block, BlockKind, Cell, Grid, Piece, Run, blocks_of


@dataclass(frozen=True, slots=True)
class Grids:
    """Reads the tables of one document; what it meets goes into the ledger of its values."""

    values: Values

    def read(self, of: FieldLayout, pieces: Sequence[Piece]) -> tuple[Any, list[Piece]]:
        """Return what the tables among the pieces say of a field, and what else there is."""
        value: Any = None
        rest: list[Piece] = []
        for piece in pieces:
            if not isinstance(piece, Grid):
                rest.append(piece)
                continue
            read, left = self._table(of, piece)
            rest += left
            if isinstance(value, list):
                value += read
            elif isinstance(value, dict):
                value |= read
            else:
                value = read
        return value, rest

    def _table(self, of: FieldLayout, grid: Grid) -> tuple[Any, list[Piece]]:
        if of.kind is FieldKind.NAMES:
            return self._names(of, grid)
        if of.part is None or of.part.item:
            return None, [grid]
        if of.kind is FieldKind.PARTS:
            return self._parts(of, of.part, grid)
        if of.kind is FieldKind.PART:
            return self._part_by_rows(of.part, grid)
        return None, [grid]

    def _parts(
        self, of: FieldLayout, part: Layout, grid: Grid
    ) -> tuple[list[dict[str, Any]], list[Piece]]:
        """Return the small parts of a list, one from each row."""
        columns = columns_of(grid, part)
        self._note_heads(of, grid, columns)
        for name in columns.missing:
            self.values.ledger.trouble(
                f"The table “{of.label}” has no column “{part[name].label}”.", grid.where
            )
        made: list[dict[str, Any]] = []
        rest: list[Piece] = []
        for row in rows_below(grid, columns):
            held = self._cells(of, part, columns, row.cells, rest)
            if held:
                made.append(held)
        return made, rest

    def _part_by_rows(self, part: Layout, grid: Grid) -> tuple[dict[str, Any], list[Piece]]:
        """Return a part of which each row is a part, such as the stages of a dialogue."""
        of = next((each for each in part.fields if each.part is not None), None)
        if of is None or of.part is None:
            return {}, [grid]
        columns = columns_of(grid, of.part, first_column=1)
        self._note_heads(of, grid, columns)
        rest: list[Piece] = []
        made: dict[str, Any] = {}
        for row in rows_below(grid, columns):
            named = part.named(row.cells[0].text) if row.cells else None
            if named is None or named.name in made:
                rest += [each for cell in row.cells for each in cell.blocks]
                continue
            self.values.ledger.put(Fate.LABEL, row.cells[0].text)
            held = self._cells(named, of.part, columns, row.cells[1:], rest)
            if held:
                made[named.name] = held
        return made, rest

    def _cells(
        self,
        of: FieldLayout,
        part: Layout,
        columns: Columns,
        cells: Sequence[Cell],
        rest: list[Piece],
    ) -> dict[str, Any]:
        """Return what the cells of a row say of a part; add to the rest what is none of it."""
        held: dict[str, Any] = {}
        for cell in cells:
            name = columns.fields.get(cell.column)
            if name is None:
                rest += self._unknown(of, columns.unknown.get(cell.column, ""), cell)
                continue
            value, left = self.values.read(part[name], cell.blocks)
            if value not in (None, [], ""):
                held[name] = value
            rest += left
        return held

    def _unknown(self, of: FieldLayout, head: str, cell: Cell) -> list[Piece]:
        """Return what stands in a column that no record has, under its head."""
        if not cell.text.strip():
            return []
        self.values.ledger.trouble(
            f"The table “{of.label}” has a column that no record has. What stands in it went into "
            "the account.",
            next(blocks_of(cell.blocks)).where,
            head,
        )
        if not head:
            return list(cell.blocks)
        said = f"{head}: {' '.join(cell.text.split())}"
        return [Block(BlockKind.TEXT, (Run(said),), "")]

    def _names(self, of: FieldLayout, grid: Grid) -> tuple[dict[str, str], list[Piece]]:
        """Return names and what each stands for, one from each row."""
        heads = {normalised(each) for each in of.pair or ()}
        names: dict[str, str] = {}
        rest: list[Piece] = []
        for row in grid.rows:
            said = [" ".join(cell.text.split()) for cell in row.cells]
            if said and {normalised(each) for each in said} <= heads:
                self.values.ledger.put(Fate.LABEL, " ".join(said))
            elif len(said) >= 2 and said[0] and said[1] and said[0] not in names:
                names[said[0]] = said[1]
                rest += [each for cell in row.cells[2:] for each in cell.blocks]
            else:
                rest += [each for cell in row.cells for each in cell.blocks]
        return names, rest

    def _note_heads(self, of: FieldLayout, grid: Grid, columns: Columns) -> None:
        """Note the heads that were understood, and those of empty columns that were not."""
        for text in columns.heads:
            self.values.ledger.put(Fate.LABEL, text)
        if not columns.begins:
            return
        for head in unused_heads(grid, columns.unknown):
            self.values.ledger.put(Fate.LEFT_OUT, head)
            self.values.ledger.trouble(
                f"The table “{of.label}” has an empty column that no record has. It was left out.",
                grid.where,
                head,
            )
