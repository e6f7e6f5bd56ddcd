"""What stands in one field of a document -> its value, as a record would say it.

A value that cannot be understood is never guessed and never dropped: it comes back as what is left,
so that it goes into the account under the label of its field, and the ledger says where it stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from patternbook import model
from patternbook.importing.choices import Meant, choose, choose_entry, choose_several
from patternbook.importing.ids import id_from, is_id
from patternbook.importing.ledger import Fate, Ledger, words_in
from patternbook.importing.markdown import goes_on
from patternbook.model import AnyRecord
from patternbook.paper.layout import (
    NO,
    YES,
    FieldKind,
    FieldLayout,
    Layout,
    choices_of,
    normalised,
)
from patternbook.paper.parts import Choice
from patternbook.typology import Typology
from patternbook.vocabulary import FactorInfluence
from patternbook.word.found import Block, BlockKind, Cell, Grid, Piece, Run, blocks_of

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_YES = frozenset({normalised(YES), "y", "true", "x", "☑", "☒", "✓"})
_NO = frozenset({normalised(NO), "n", "false", "☐", "✗"})
_ONE_LINE = frozenset(
    {
        *(FieldKind.LINE, FieldKind.CHOICE, FieldKind.YEAR, FieldKind.MONTH, FieldKind.YES_NO),
        *(FieldKind.ID, FieldKind.ENTRY),
    }
)
# “Workload (Hindered; Between agencies): how”, or with dashes, as people write it.
_NAMED = re.compile(r"^(?P<name>[^:–—]{1,80}?)\s*(?:[:–—]|\s-\s)\s*(?P<how>.*)$", re.DOTALL)
_TYPED_NUMBER = re.compile(r"\(?(\d{1,2})[.)]\s+")
_READERS = re.compile(r"^[^:]*:\s*")


def is_one_line(field: FieldLayout) -> bool:
    """Return whether a field holds no more than a line."""
    return field.kind in _ONE_LINE


@dataclass(frozen=True, slots=True)
class Reference:
    """What a document calls an episode, a finding or a record, until all of them are known."""

    said: str
    where: str


@dataclass(slots=True)
class Values:
    """Reads the values of one record; what it meets goes into the ledger."""

    typology: Typology
    ledger: Ledger
    record: type[AnyRecord]
    has_our_lists: bool = False  # then a number before an entry is a part of it

    def read(self, field: FieldLayout, pieces: Sequence[Piece]) -> tuple[Any, list[Piece]]:
        """Return the value of a field and what of the pieces is no part of it."""
        pieces = [each for each in pieces if isinstance(each, Grid) or each.text.strip()]
        if not pieces:
            return None, []
        match field.kind:
            case FieldKind.TEXT:
                return text_of(pieces), []
            case FieldKind.TEXTS:
                return list(self._texts(pieces)), []
            case FieldKind.LINES:
                return list(_lines(pieces)), []
            case FieldKind.CHOICES:
                return self._choices(field, pieces)
            case FieldKind.REFERENCES:
                return [Reference(said, where) for said, where in _said_in(pieces)], []
            case FieldKind.NAMES:
                return _names(pieces)
            case FieldKind.PARTS:
                return self._listed(field, pieces)
            case _:
                return self._one_line(field, pieces)

    def goes_on(self, field: FieldLayout, block: Block) -> bool:
        """Return whether another paragraph belongs to a field that holds something already."""
        if is_one_line(field):
            return False
        if field.kind is not FieldKind.CHOICES or block.kind is BlockKind.ITEM:
            return True
        meant = choose_several(block.text, self.choices(field))
        return all(each.value is not None for _, each in meant)

    def choices(self, field: FieldLayout) -> tuple[Choice, ...]:
        """Return what can be chosen in a field."""
        return choices_of(field, self.typology, self.record)

    # --- One line ---------------------------------------------------------------------------------

    def _one_line(self, field: FieldLayout, pieces: Sequence[Piece]) -> tuple[Any, list[Piece]]:
        first, *rest = pieces
        if isinstance(first, Grid):
            return None, list(pieces)
        said = " ".join(first.text.split())
        value = self._value(field, said, first)
        if value is None:
            return None, [_labelled(field.label, first), *rest]
        return value, rest

    def _value(self, field: FieldLayout, said: str, block: Block) -> Any:
        match field.kind:
            case FieldKind.LINE:
                return said
            case FieldKind.ID:
                return self._id(said)
            case FieldKind.YEAR:
                return self._year(field, said, block)
            case FieldKind.MONTH:
                return self._month(field, said, block)
            case FieldKind.YES_NO:
                return self._yes_or_no(field, said, block)
            case FieldKind.ENTRY:
                chosen = next((run.value for run in block.runs if run.value), "")
                meant = choose_entry(said, field, self.choices(field), self.typology, chosen)
                return self._meant(field, said, meant, block)
            case _:
                chosen = next((run.value for run in block.runs if run.value), "")
                return self._meant(field, said, choose(said, self.choices(field), chosen), block)

    def _meant(self, field: FieldLayout, said: str, meant: Meant, block: Block) -> str | None:
        """Return the word that is meant, and note what was read so; None if none is."""
        near = f" The nearest is “{meant.nearest}”." if meant.nearest else ""
        if meant.value is None:
            self.ledger.trouble(
                f"“{field.label}” says nothing that is on its list.{near} What stands there went "
                "into the account.",
                block.where,
                said,
            )
            return None
        if not meant.is_exact:
            self.ledger.trouble(
                f"“{field.label}” was read as “{meant.nearest}”, which is written nearly so.",
                block.where,
                said,
            )
        self.ledger.put(Fate.CHOICE, said)
        return meant.value

    def _id(self, said: str) -> str:
        self.ledger.put(Fate.CHOICE, said)
        return said if is_id(said) else id_from(said)

    def _year(self, field: FieldLayout, said: str, block: Block) -> int | None:
        years = _YEAR.findall(said)
        if len(years) != 1:
            self.ledger.trouble(
                f"“{field.label}” holds no single year. What stands there went into the account.",
                block.where,
                said,
            )
            return None
        if said != years[0]:
            self.ledger.trouble(
                f"Only the year was taken from “{field.label}”, since exact dates identify people.",
                block.where,
                said,
            )
            self.ledger.put(Fate.LEFT_OUT, said.replace(years[0], " ", 1))
        return int(years[0])

    def _month(self, field: FieldLayout, said: str, block: Block) -> str | None:
        if re.fullmatch(model.MONTH_PATTERN, said):
            return said
        words = re.findall(r"\w+", said.lower())
        years = _YEAR.findall(said)
        months = [_MONTHS.index(word) + 1 for word in words if word in _MONTHS]
        if len(years) == len(months) == 1 and len(words) == 2:
            self.ledger.put(Fate.CHOICE, said)
            return f"{years[0]}-{months[0]:02}"
        self.ledger.trouble(
            f"“{field.label}” holds no month such as 2026-11. What stands there went into the "
            "account.",
            block.where,
            said,
        )
        return None

    def _yes_or_no(self, field: FieldLayout, said: str, block: Block) -> bool | None:
        words = normalised(said)
        first = words.split(",")[0].split(" ")[0]
        if words in _YES | _NO:
            self.ledger.put(Fate.CHOICE, said)
            return words in _YES
        if first in _YES | _NO:
            # “Yes, at the second meeting” says more than a yes.
            self.ledger.trouble(
                f"“{field.label}” says more than yes or no. The rest went into the account.",
                block.where,
                said,
            )
        else:
            self.ledger.trouble(
                f"“{field.label}” says neither yes nor no. What stands there went into the "
                "account.",
                block.where,
                said,
            )
        return None

    # --- Lists ------------------------------------------------------------------------------------

    def _texts(self, pieces: Sequence[Piece]) -> Iterator[str]:
        """Yield the texts of a list, without numbers that somebody typed before them."""
        for number, said in enumerate(_entries(pieces), 1):
            typed = _TYPED_NUMBER.match(said)
            if typed and int(typed[1]) == number and not self.has_our_lists:
                self.ledger.put(Fate.LABEL, typed[0])
                said = said[typed.end() :]
            yield said

    def _choices(
        self, field: FieldLayout, pieces: Sequence[Piece]
    ) -> tuple[list[str] | None, list[Piece]]:
        choices = self.choices(field)
        values: list[str] = []
        rest: list[Piece] = []
        for block in blocks_of(pieces):
            chosen = [run.value for run in block.runs if run.value]
            if chosen and all(any(c.value == each for c in choices) for each in chosen):
                self.ledger.put(Fate.CHOICE, block.text)
                values += chosen
                continue
            several = choose_several(block.text, choices)
            between = words_in([block.text]) - words_in(said for said, _ in several)
            self.ledger.put(Fate.LEFT_OUT, " ".join(between.elements()))  # an “and”, say
            for said, meant in several:
                value = self._meant(field, said, meant, block)
                if value is None:
                    rest.append(_labelled(field.label, replace(block, runs=(Run(said),))))
                else:
                    values.append(value)
        return list(dict.fromkeys(values)) or None, rest

    # --- Small parts that somebody wrote as a list ----------------------------------------------

    def _listed(
        self, field: FieldLayout, pieces: Sequence[Piece]
    ) -> tuple[list[dict[str, Any]] | None, list[Piece]]:
        """Return small parts that are written as a list or as paragraphs, not as a table."""
        part = field.part
        assert part is not None  # noqa: S101 - such a field holds parts
        if part.item:
            return None, list(pieces)
        if part.model is model.FactorLink:
            return self.factor_links(part, pieces)
        main = next(each for each in part.fields if each.kind in {FieldKind.TEXT, FieldKind.LINE})
        if any(isinstance(piece, Grid) for piece in pieces):
            return None, list(pieces)
        self.ledger.trouble(
            f"“{field.label}” is no table. Each entry was taken as “{main.label}”.",
            next(blocks_of(pieces)).where,
        )
        return [{main.name: each} for each in self._texts(pieces)], []

    def factor_links(
        self, part: Layout, pieces: Sequence[Piece]
    ) -> tuple[list[dict[str, Any]] | None, list[Piece]]:
        """Return contributory factors that are written as a list, and what is none."""
        links: list[dict[str, Any]] = []
        rest: list[Piece] = []
        for block in blocks_of(pieces):
            if not block.text.strip():
                continue
            link = None if goes_on(block) else self._factor_link(part, block)
            if link is not None:
                links.append(link)
            elif links and (goes_on(block) or block.kind is not BlockKind.ITEM):
                links[-1]["how"] = "\n\n".join(
                    filter(None, [links[-1].get("how"), plain_text(block)])
                )
            else:
                self.ledger.trouble(
                    "No contributory factor is called so. What stands there went into the account.",
                    block.where,
                    block.text,
                )
                rest.append(_labelled(part["factor"].label, block))
        return links or None, rest

    def _factor_link(self, part: Layout, block: Block) -> dict[str, Any] | None:
        """Return the factor that an entry of a list names, with what it did and how."""
        said = plain_text(block)
        for name, inside, how in _readings(said):
            meant = choose_entry(name, part["factor"], self.choices(part["factor"]), self.typology)
            if meant.value is None or not meant.is_exact:
                continue
            link: dict[str, Any] = {"factor": meant.value}
            if all(self._says(part, link, each) for each in inside):
                self.ledger.put(Fate.CHOICE, " ".join([name, *inside]))
                return {**link, **({"how": how} if how else {})}
        return None

    def _says(self, part: Layout, link: dict[str, Any], said: str) -> bool:
        """Add to a link what one word in its brackets says; False if it says nothing known."""
        for name in ("influence", "scope"):
            meant = choose(said, self.choices(part[name]))
            if meant.value is not None and meant.is_exact:
                link[name] = meant.value
                return True
        if normalised(said).startswith(normalised(part["audience"].label)):
            meant = choose(_READERS.sub("", said), self.choices(part["audience"]))
            if meant.value is not None:
                link["audience"] = meant.value
                return True
        return False


def _readings(said: str) -> Iterator[tuple[str, list[str], str]]:
    """Yield the ways in which “name (what it did): how” can be read, the likeliest first."""
    for found in re.finditer(r"\(([^()]*)\)\s*[:–—-]?", said):
        name, how = said[: found.start()].strip(), said[found.end() :].strip()
        inside = [each.strip() for each in re.split("[;,]", found[1]) if each.strip()]
        if name and inside:
            yield name, inside, how
    named = _NAMED.match(said)
    if named is not None:
        name, how = named["name"], named["how"].strip()
        word = how.split(" ", 1)[0].strip(":;,.–—-()")
        if word.casefold() in {each.value for each in (*FactorInfluence,)}:
            yield name, [word], how[len(how.split(" ", 1)[0]) :].strip(" :;,.–—-")
        yield name, [], how
    yield said, [], ""


def _entries(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield the texts of a list: its entries, or else its paragraphs."""
    has_items = any(isinstance(p, Block) and p.kind is BlockKind.ITEM for p in pieces)
    together: list[Piece] = []
    for piece in pieces:
        is_new = (
            piece.kind is BlockKind.ITEM and piece.level == 0
            if isinstance(piece, Block) and has_items
            else not (isinstance(piece, Block) and goes_on(piece))
        )
        if is_new and together:
            yield text_of(together, of_item=True)
            together = []
        together.append(piece)
    yield text_of(together, of_item=True)


# --- Text -----------------------------------------------------------------------------------------


def plain_text(block: Block) -> str:
    """Return what a paragraph says as plain text; the address of a link stands behind its words."""
    said = []
    for run in block.runs:
        if run.is_placeholder:
            continue
        said.append(run.text)
        if run.href and run.href != run.text.strip():
            said.append(f" ({run.href})")
    return "\n".join(line.strip() for line in "".join(said).strip().split("\n"))


def text_of(pieces: Iterable[Piece], *, of_item: bool = False) -> str:
    """Return pieces as one plain text: paragraphs with empty lines between, lists on lines.

    With `of_item`, the first piece is an entry of a list and stands there without its sign.
    """
    text = ""
    before: Piece | None = None
    for piece in pieces:
        is_item = isinstance(piece, Block) and piece.kind is BlockKind.ITEM
        if isinstance(piece, Grid):
            said = "\n".join(_row_text(row.cells) for row in piece.rows)
        else:
            said = plain_text(piece)
            if is_item and not (of_item and before is None):
                said = f"- {said}"
        if not said.strip():
            continue
        was_item = isinstance(before, Block) and before.kind is BlockKind.ITEM
        joint = "" if not text else "\n" if is_item and was_item else "\n\n"
        text, before = f"{text}{joint}{said}", piece
    return text.strip()


def _row_text(cells: Iterable[Cell]) -> str:
    return "; ".join(" ".join(text_of(cell.blocks).split()) for cell in cells if cell.text.strip())


def _lines(pieces: Sequence[Piece]) -> Iterator[str]:
    for block in blocks_of(pieces):
        for line in re.split(r"\n|;\s", plain_text(block)):
            if line.strip():
                yield line.strip()


def _said_in(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    for block in blocks_of(pieces):
        for line in re.split(r"\n|;\s", plain_text(block)):
            if line.strip():
                yield line.strip(), block.where


def _names(pieces: Sequence[Piece]) -> tuple[dict[str, str] | None, list[Piece]]:
    """Return names and what each stands for, from lines “name: what”."""
    names: dict[str, str] = {}
    rest: list[Piece] = []
    for block in blocks_of(pieces):
        name, colon, what = plain_text(block).partition(":")
        if colon and name.strip() and what.strip() and name.strip() not in names:
            names[name.strip()] = what.strip()
        else:
            rest.append(block)
    return names or None, rest


def _labelled(label: str, block: Block) -> Block:
    """Return a paragraph with the label of the field in which it stood before it."""
    return replace(block, kind=BlockKind.TEXT, runs=(Run(f"{label}: "), *block.runs))
