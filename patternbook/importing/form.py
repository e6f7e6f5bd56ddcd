"""The paragraphs and tables of a document, in order -> the values of a record, and its account.

A field is found by what it is called, wherever it stands: in a heading, in front of a colon, in the
first cell of a row, at the head of a column. Nothing hangs on looks; but in a document that was
made from our form or report the labels have a style of their own, and then a text that happens to
read like a label is left a text. The tag of a content control is a second witness.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from patternbook import model
from patternbook.importing.account import ELSEWHERE, Account
from patternbook.importing.grids import Grids
from patternbook.importing.labels import LONGEST_LABEL, Labels, begins_with_label
from patternbook.importing.ledger import Fate, Ledger
from patternbook.importing.prompts import as_typed
from patternbook.importing.tables import EpisodeTable, columns_of
from patternbook.importing.values import Values, is_one_line, text_of
from patternbook.paper.layout import (
    APPENDIX,
    NOT_SAID,
    NOT_SELECTED,
    SELECTED,
    FieldKind,
    FieldLayout,
    Layout,
    RecordLayout,
    Shape,
    normalised,
)
from patternbook.vocabulary import RecommendationKind
from patternbook.word.found import Block, BlockKind, Cell, Grid, Piece, Row, Run, blocks_of

OUR_STYLES = ("pb made", "pb guidance")
# Where text goes that stands in a part and has no label.
_MAIN: dict[type, str] = {
    model.Episode: "description",
    model.Finding: "statement",
    model.Recommendation: "text",
    model.Learned: "changed",
    model.Citation: "reference",
    model.Identified: "role",
    model.Team: "professions",
    model.Internal: "notes",
    model.Harm: "staff_view",
}


@dataclass(slots=True, eq=False)
class Holder:
    """A part of a record that is being filled: its values, and the number in its heading."""

    layout: Layout
    values: dict[str, Any] = field(default_factory=dict)
    number: int | None = None
    heading: str = ""
    level: int = 0


class FormReading:
    """The work of reading one document by a layout."""

    def __init__(
        self,
        layout: RecordLayout,
        values: Values,
        own_sentences: frozenset[str],
        *,
        is_form: bool,
    ) -> None:
        """Begin with nothing read; `own_sentences` are what a form says of itself."""
        self._is_form = is_form
        self.layout = layout
        self.whole = Holder(layout.whole)
        self.items: dict[str, list[Holder]] = {}
        self.account = Account(layout.kind, values.ledger)
        self.said_nothing: list[dict[str, Any]] = []  # parts that are there, and empty
        self._values = values
        self._ledger: Ledger = values.ledger
        self._own = own_sentences
        self._holders: list[Holder] = [self.whole]
        self._field: tuple[Holder, FieldLayout] | None = None
        self._buffer: list[Piece] = []
        self._account_level: int | None = None
        self._elsewhere = ""
        self._is_appendix = False
        self._title_of_heading = ""
        self._labels = Labels()
        self._grids = Grids(values)
        self._headings: frozenset[str] = frozenset()

    def read(self, pieces: Sequence[Piece]) -> None:
        """Read a whole document."""
        blocks = list(blocks_of(pieces))
        self._labels = Labels.of(blocks, is_form=self._is_form)
        if self._labels.are_styled:
            # Lists of ours are lists for Word too: a sign that was typed is a part of the text.
            pieces = as_typed(pieces)
            self._values.has_our_lists = True
        self._headings = frozenset(
            normalised(block.text) for block in blocks if block.kind is BlockKind.HEADING
        )
        for piece in pieces:
            if isinstance(piece, Grid):
                self._grid(piece)
            else:
                self._block(piece)
        self._close_field()

    # --- One after another --------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        if self._is_heading(block):
            self._heading(block)
            return
        if block.kind is BlockKind.HEADING:
            block = replace(block, kind=BlockKind.TEXT)  # it only looks like one
        if self._is_ours(block):
            self._ours(block)
        elif self._is_appendix:
            # Our appendices hold tables and sentences of ours; somebody has added this.
            self.account.add_elsewhere(ELSEWHERE, [block])
        elif self._account_level is not None:
            self.account.add(block)
        else:
            self._paragraph(block)

    def _is_heading(self, block: Block) -> bool:
        if block.kind is BlockKind.HEADING:
            if not block.is_guess or not self._labels.are_styled:
                return True
            return self._labels.may_be_changed and self._is_known(block.text)
        # A heading that somebody has made an ordinary line again.
        said = normalised(block.text)
        return (
            self._labels.may_be_changed
            and block.kind is BlockKind.TEXT
            and self._account_level is None
            and 0 < len(said) <= LONGEST_LABEL
            and not block.text.rstrip().endswith(":")
            and said not in self._headings
            and not (self._field and self._field[1].kind is FieldKind.CHOICE and not self._buffer)
            and self._is_known(block.text)
        )

    def _is_known(self, text: str) -> bool:
        """Return whether a heading is one of ours: of a section, a field, or a part."""
        said = normalised(text)
        return (
            said in {normalised(section.title) for section in self.layout.sections}
            or self.layout.whole.named(text) is not None
            or said == normalised(APPENDIX)
            or self._item_heading(text) is not None
        )

    def _heading(self, block: Block) -> None:
        if self._is_appendix:
            self._is_appendix = block.level > 1
            if self._is_appendix:
                self._ours(block)
                return
        if self._account_level is not None:
            is_below = block.level > self._account_level or not self._is_known(block.text)
            if is_below:
                self._heading_in_account(block)
                return
            self._account_level = None
        if block.level == 0 and "title" not in self.whole.values and not block.is_guess:
            self._title(block)
            return
        self._close_field()
        self._elsewhere = ""
        said = normalised(block.text)
        if said == normalised(self.layout.narrative):
            self._label(block.text)
            self._account_level = max(block.level, 1)
        elif said == normalised(APPENDIX) and self._labels.are_styled:
            self._is_appendix = True
            self._ours(block)
        elif item := self._item_heading(block.text):
            self._open_item(block, *item)
        elif found := self._field_named(block.text, below=block.level):
            self._label(block.text)
            holder, _ = found
            if holder in self._holders:
                self._holders = self._holders[: self._holders.index(holder) + 1]
            self._open_field(*found)
        elif said in {normalised(section.title) for section in self.layout.sections}:
            self._label(block.text)
            self._holders = [self.whole]
        elif said in _SORTED_BY or said == normalised(self.layout.kind.label):
            self._label(block.text)
        elif not self._has_begun:
            self._title(block)
        else:
            self._holders = [self.whole]
            self._elsewhere = " ".join(block.text.split())
            self.account.open_elsewhere(self._elsewhere)

    def _heading_in_account(self, block: Block) -> None:
        level = self._account_level or 1
        if block.is_guess and self._labels.are_styled:
            self.account.add(replace(block, kind=BlockKind.TEXT))
        elif block.level <= level + 1 and not (block.is_guess and block.level > 2):
            self.account.open_section(block)
        else:
            self.account.add(block)

    def _paragraph(self, block: Block) -> None:
        if self._elsewhere and not self._labelled(block):
            self.account.add_elsewhere(self._elsewhere, [block])
            return
        found = self._labelled(block)
        if found is not None:
            holder, of, rest = found
            self._close_field()
            self._elsewhere = ""
            self._open_field(holder, of)
            if rest.text.strip():
                self._take(rest)
            return
        if block.kind is BlockKind.TEXT and begins_with_label(block):
            self._open_unknown(block)
            return
        self._take(block)

    def _take(self, block: Block) -> None:
        """Take a paragraph into the field that is open, or to where else it belongs."""
        if self._field is None:
            self._open_main_field(block)
        if self._field is None:
            self.account.add_elsewhere(self._elsewhere, [block])
            return
        _, of = self._field
        if self._buffer and not self._values.goes_on(of, block):
            self._close_field()
            self._take(block)
            return
        self._buffer.append(block)

    def _open_main_field(self, block: Block) -> None:
        """Open the field that text without a label belongs to, if the part has one."""
        holder = self._holders[-1]
        name = _MAIN.get(holder.layout.model)
        if name is None and holder is not self.whole:
            kinds = {FieldKind.TEXT}
            name = next((each.name for each in holder.layout.fields if each.kind in kinds), None)
        if name is None or name in holder.values:
            return
        of = holder.layout[name]
        if of.kind is FieldKind.TEXT or not is_one_line(of) or holder is not self.whole:
            self._ledger.trouble(
                f"Some text has no label; it was taken as “{of.label}”.", block.where, block.text
            )
            self._field = holder, of

    # --- Headings -----------------------------------------------------------------------------

    @property
    def _has_begun(self) -> bool:
        """Return whether anything has been read but the form's own words."""
        return bool(self.whole.values or self.items or self.account.has_elsewhere)

    def _title(self, block: Block) -> None:
        text = " ".join(block.text.split())
        self._close_field()
        if text and normalised(text) not in self._own:
            self.whole.values["title"] = text
            self._title_of_heading = text
        else:
            self._ours(block)

    def _item_heading(self, text: str) -> tuple[FieldLayout, int | None, str] | None:
        """Return which part of a list begins with this heading, its number, and what follows."""
        for of in self.layout.whole.fields:
            if of.part is None or not of.part.item:
                continue
            found = re.match(
                rf"(?:key practice )?{of.part.item}\b\s*(?:(?:no\.?|number|#)\s*)?(\d+)?\s*"
                r"(?:[:.)–—-]|$)\s*(.*)",
                " ".join(text.split()),
                re.IGNORECASE,
            )
            if found and (found[1] or found[2]):
                number = int(found[1]) if found[1] and len(found[1]) < 4 else None
                return of, number, found[2].strip()
        return None

    def _open_item(self, block: Block, of: FieldLayout, number: int | None, title: str) -> None:
        assert of.part is not None  # noqa: S101 - it has the heading of a part
        self._label(block.text if not title else block.text[: -len(title)])
        holder = Holder(of.part, number=number, heading=title, level=block.level)
        self.items.setdefault(of.name, []).append(holder)
        self._holders = [self.whole, holder]

    def new_item(self, name: str) -> Holder:
        """Begin a part of a list that has no heading of its own, and return it."""
        part = self.layout.whole[name].part
        assert part is not None  # noqa: S101 - it is a list of parts
        holder = Holder(part)
        self.items.setdefault(name, []).append(holder)
        return holder

    # --- Labels -------------------------------------------------------------------------------

    def _field_named(self, label: str, below: int = 9) -> tuple[Holder, FieldLayout] | None:
        """Return the field with this label in the innermost part that has one.

        `below` is the level of the heading that says it: one that stands above the heading of a
        part of a list belongs to no such part.
        """
        holders = [h for h in self._holders if not h.level or below > h.level]
        for holder in reversed(holders or [self.whole]):
            found = holder.layout.named(label)
            if found is not None:
                return holder, found
            for each in holder.layout.fields:
                is_flat = holder.layout.item and each.kind is FieldKind.PART and each.part
                inner = each.part.named(label) if is_flat and each.part else None
                if inner is not None and each.part is not None:
                    values = holder.values.setdefault(each.name, {})
                    return Holder(each.part, values), inner
        return None

    def _labelled(self, block: Block) -> tuple[Holder, FieldLayout, Block] | None:
        """Return the field whose label a paragraph begins with, and the rest of the paragraph."""
        split = self._labels.split(block)
        if split is None:
            return None
        label, rest = split
        found = self._field_named(label)
        if found is None:
            return None
        self._label(label)
        return (*found, rest)

    def _open_unknown(self, block: Block) -> None:
        """Let what a form of another version asked for stand in the account, below its label."""
        label, rest = self._labels.split(block) or (block.text, block)
        self._close_field()
        self._elsewhere = label.strip().rstrip(":")
        self._ledger.trouble(
            "A label is that of no field. What stands there went into the account.",
            block.where,
            self._elsewhere,
        )
        self.account.add_elsewhere(self._elsewhere, [rest] if rest is not block else [])

    # --- Fields -------------------------------------------------------------------------------

    def _open_field(self, holder: Holder, of: FieldLayout) -> None:
        if of.kind is FieldKind.PART and of.part is not None and of.part.shape is Shape.FIELDS:
            values = holder.values.setdefault(of.name, {})
            self._holders = [*self._holders, Holder(of.part, values)]
            return
        if of.kind is FieldKind.PARTS and of.part is not None and of.part.item:
            return
        self._field = holder, of

    def _close_field(self) -> None:
        """Read what has gathered in the open field."""
        if self._field is None:
            return
        holder, of = self._field
        pieces, self._field, self._buffer = self._buffer, None, []
        if of.kind is FieldKind.PART or any(isinstance(each, Grid) for each in pieces):
            value, pieces = self._grids.read(of, pieces)
            self.set(holder, of, value)
        if of.kind is FieldKind.PART:
            rest: Sequence[Piece] = pieces
        else:
            value, rest = self._values.read(of, pieces)
            self.set(holder, of, value)
        if rest:
            self.account.add_elsewhere(of.label, list(rest))

    def set(self, holder: Holder, of: FieldLayout, value: Any) -> None:
        """Give a field a value; a second one is added to the first where that can be."""
        if value is None or value in ([], {}, ""):
            return
        held = holder.values.get(of.name)
        if held is not None and held == self._title_of_heading and of.name == "title":
            # What bears the label is the title; what stood above all was another heading.
            self.account.add_elsewhere("", [_text_block(held)] if held != value else [])
            self._title_of_heading, held = "", None
        if held is None or held == {}:
            holder.values[of.name] = value
        elif isinstance(held, list):
            is_once = of.kind is FieldKind.CHOICES
            held += [each for each in value if not (is_once and each in held)]
        elif isinstance(held, dict):
            for name, said in value.items():
                if held.setdefault(name, said) != said:
                    self.account.add_elsewhere(of.label, [_text_block(f"{name}: {said}")])
        elif of.kind is FieldKind.TEXT:
            holder.values[of.name] = f"{held}\n\n{value}"
        elif held != value:
            self._ledger.trouble(f"“{of.label}” stands there twice; the first was taken.")
            self.account.add_elsewhere(of.label, [_text_block(f"{of.label}: {value}")])

    # --- Tables -------------------------------------------------------------------------------

    def _grid(self, grid: Grid) -> None:
        if self._is_appendix:
            for block in blocks_of([grid]):
                self._ours(block)
            return
        if self._account_level is not None:
            self.account.add(grid)
            return
        grid = self._without_ours(grid)
        if self._field is not None and self._field[1].kind in _TABLED:
            self._buffer.append(grid)
            return
        if self._is_read_as_table(grid):
            return
        if self._field is not None and not is_one_line(self._field[1]):
            self._buffer.append(grid)
            return
        self._close_field()
        self.account.add_elsewhere(self._elsewhere, [grid])

    def _is_read_as_table(self, grid: Grid) -> bool:
        """Read a table that stands in no field, if its heads or first cells say what it is."""
        episodes = EpisodeTable.of(grid, self.layout, self._holders[-1].layout)
        if episodes is not None:
            self._close_field()
            self._episodes(episodes)
            return True
        for holder in reversed(self._holders):
            for of in holder.layout.fields:
                if of.kind is not FieldKind.PARTS or of.part is None or of.part.item:
                    continue
                columns = columns_of(grid, of.part)
                if columns.is_certain:
                    self._close_field()
                    self._field = holder, of
                    self._buffer = [grid]
                    self._close_field()
                    return True
        return self._is_read_by_rows(grid)

    def _is_read_by_rows(self, grid: Grid) -> bool:
        """Read a table whose first cells are labels and whose others are what they label."""
        named = [row for row in grid.rows if row.cells and self._is_label(row.cells[0])]
        if not named or (len(named) < 2 and len(grid.rows) > 2):
            return False
        self._close_field()
        for row in grid.rows:
            self._row_of_form(row)
        self._close_field()
        return True

    def _is_label(self, cell: Cell) -> bool:
        return 0 < len(cell.text) <= LONGEST_LABEL and any(
            holder.layout.named(cell.text) is not None for holder in self._holders
        )

    def _row_of_form(self, row: Row) -> None:
        if not row.cells:
            return
        first, *others = row.cells
        item = self._item_heading(first.text)
        if item is not None and not any(cell.text.strip() for cell in others):
            block = next(blocks_of(first.blocks))
            self._close_field()
            self._open_item(block, *item)
            return
        if self._is_label(first):
            self._close_field()
            found = self._field_named(first.text)
            if found is not None:
                self._label(first.text)
                self._open_field(*found)
                for cell in others:
                    for piece in cell.blocks:
                        self._piece_in_cell(piece)
                return
        self._close_field()
        pieces = [piece for cell in (others or [first]) for piece in cell.blocks]
        heading = " ".join(first.text.split()) if others else ""
        if pieces or heading:
            self.account.add_elsewhere(heading, pieces)

    def _piece_in_cell(self, piece: Piece) -> None:
        if isinstance(piece, Grid):
            self._grid(piece)
        elif self._is_ours(piece):
            self._ours(piece)
        else:
            self._paragraph(replace(piece, kind=BlockKind.TEXT) if piece.is_guess else piece)

    # --- Episodes -----------------------------------------------------------------------------

    def _episodes(self, table: EpisodeTable) -> None:
        """Read the table of episodes: one episode's own, or one with a row for each."""
        current = self._holders[-1]
        is_own = current.layout.model is model.Episode and len(table.rows) <= 1
        for text in table.heads:
            self._label(text)
        for text in table.unused:
            self._ledger.put(Fate.LEFT_OUT, text)
        for message in table.troubles:
            self._ledger.trouble(message, table.where)
        for row in table.rows:
            holder = current if is_own else self.new_item(table.name)
            for cell in row.cells:
                names = table.columns.get(cell.column, ())
                if names:
                    self._cell(holder, names, cell)
                elif cell.text.strip():
                    head = table.unknown.get(cell.column, "")
                    said = f"{head}: {text_of(cell.blocks)}" if head else text_of(cell.blocks)
                    title = str(holder.values.get("title", self._elsewhere))
                    self.account.add_elsewhere(title, [_text_block(said)])

    def _cell(self, holder: Holder, names: tuple[str, ...], cell: Cell) -> None:
        """Read a cell that holds several fields, the first of them without a label."""
        self._field = holder, holder.layout[names[0]]
        holders = self._holders
        self._holders = [holder]
        for piece in cell.blocks:
            if isinstance(piece, Block):
                if self._is_ours(piece):
                    self._ours(piece)
                    continue
                found = self._labelled(piece)
                if found is not None:
                    self._close_field()
                    self._field = found[0], found[1]
                    piece = found[2]
                    if not piece.text.strip():
                        continue
            self._buffer.append(piece)
        if self._field is not None:
            self._close_field()
        self._holders = holders

    # --- What is ours ---------------------------------------------------------------------------

    def _is_ours(self, block: Block) -> bool:
        """Return whether a paragraph was written by this programme and is no part of a record."""
        said = normalised(block.text)
        if said == normalised(NOT_SAID) or not block.text.strip():
            return True
        waits = any(run.is_placeholder for run in block.runs)
        if waits and not any(sign.isalnum() for sign in said):
            # Of a line of choices that nobody has made, “; ” is left between the prompts.
            return True
        if block.style.startswith(OUR_STYLES[0]):
            return True
        return said in self._own

    def _ours(self, block: Block) -> None:
        """Note a paragraph of the form's own, and that a part is there which says nothing."""
        self._ledger.put(Fate.OURS, block.text)
        if normalised(block.text) != normalised(NOT_SAID):
            return
        holder = self._holders[-1]
        if self._field is not None and self._field[1].kind is FieldKind.PART:
            self.said_nothing.append(self._field[0].values.setdefault(self._field[1].name, {}))
        elif holder is not self.whole and not holder.layout.item:
            self.said_nothing.append(holder.values)

    def _without_ours(self, grid: Grid) -> Grid:
        """Return a table without the paragraphs in it that are the form's own."""
        return replace(
            grid,
            rows=tuple(
                replace(row, cells=tuple(self._cell_without_ours(cell) for cell in row.cells))
                for row in grid.rows
            ),
        )

    def _cell_without_ours(self, cell: Cell) -> Cell:
        kept: list[Piece] = []
        for piece in cell.blocks:
            if isinstance(piece, Block) and self._is_ours(piece):
                self._ours(piece)
            else:
                kept.append(piece)
        return replace(cell, blocks=tuple(kept))

    def _label(self, text: str) -> None:
        self._ledger.put(Fate.LABEL, text)


# Headings by which a report sorts findings and recommendations; the fields below say the same.
_SORTED_BY = frozenset(
    normalised(each)
    for each in (SELECTED, NOT_SELECTED, *(kind.label for kind in RecommendationKind))
)
_TABLED = frozenset({FieldKind.PARTS, FieldKind.PART, FieldKind.NAMES})


def _text_block(text: str) -> Block:
    return Block(BlockKind.TEXT, (Run(text),), "")
