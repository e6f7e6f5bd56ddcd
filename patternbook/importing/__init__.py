"""What stood in a document -> a record, and an account of what became of every part of it.

1. `importing` finds out what kind of record it is, and whether it was made by our form or is an
   older report with headings of its own,
2. `form` goes through it and finds the fields by what they are called, for which `labels` and
   `tables` look; `values`, `grids` and `choices` read what stands in them,
3. `account` gathers what stands in no field, `markdown` writes it,
4. `building` makes the record, as far as the document goes,
5. `ledger` counts: no word may be lost.

Nothing is written here, and nothing is made public: a document that calls itself final and signed
off becomes a draft for the board unless whoever imports it says that its standing is to be kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

from patternbook.folders import Shelf
from patternbook.importing.building import build, gathered, set_back
from patternbook.importing.form import FormReading
from patternbook.importing.ids import id_from, is_id
from patternbook.importing.ledger import Fate, Ledger, Trouble, lost_words
from patternbook.importing.prompts import with_prompts_marked
from patternbook.importing.values import Values
from patternbook.library import Filed, read_record
from patternbook.model import RECORD_TYPES, AnyRecord
from patternbook.narrative import Narrative
from patternbook.paper.layout import VERSION, Layout, layout_of, normalised
from patternbook.problems import Problem
from patternbook.source import MAX_BYTES, Source, parse_source
from patternbook.typology import Typology
from patternbook.vocabulary import Kind
from patternbook.word.found import Block, BlockKind, Found, Grid, LeftOut, Piece, blocks_of
from patternbook.writing import CannotWrite, text_of

__all__ = ["CannotImport", "Fate", "Imported", "Trouble", "import_document"]

_FORM = re.compile(
    r"form\s+(?P<version>\d{1,3})\s*[:,·–-]?\s*(?P<kind>[a-z]+(?:[- ][a-z]+)?)", re.I
)
# So many labels of a kind make a document one that is laid out like it.
_ENOUGH = 3


class CannotImport(Exception):
    """Raised where no record can be made of a document; says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A record made of a document, and what became of every part of that.

    `text` is that of the record's file, and `record` what that says, as far as it goes.
    `understood` counts the values of each field by its label, `elsewhere` are the headings of what
    stood in no field, `open` is what a check will ask for, and `lost` the words that are nowhere:
    none, or nothing may be written.
    """

    record_id: str
    kind: Kind
    text: str
    record: AnyRecord
    narrative: Narrative
    is_from_form: bool
    understood: Counter[str]
    told: Counter[Fate]
    troubles: tuple[Trouble, ...]
    elsewhere: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    open: tuple[Problem, ...]
    lost: Counter[str]
    notes: tuple[str, ...] = ()


def import_document(
    found: Found,
    typology: Typology,
    *,
    path: str,
    shelf: Shelf,
    kind: Kind | None = None,
    record_id: str = "",
    own_sentences: Collection[str] = (),
    keeps_standing: bool = False,
) -> Imported:
    """Return the record that a document makes.

    `path` is that of the document, for messages; `shelf` is where the record will stand.
    `own_sentences` are those that our forms say of themselves. With `keeps_standing` the record
    says of its stage, its readers and its sign-off what the document says.

    Raises CannotImport if no record can be made of it.
    """
    ledger = Ledger()
    meant, is_from_form = _kind_of(found, kind, ledger)
    layout = layout_of(meant)
    values = Values(typology, ledger, RECORD_TYPES[meant])
    own = frozenset(normalised(each) for each in own_sentences)
    marked = with_prompts_marked(found.pieces, own)
    pieces = _without_form_line(marked, ledger)
    reading = FormReading(layout, values, own, is_form=len(pieces) < len(marked))
    for block in blocks_of(pieces):
        for run in block.runs:
            if run.is_placeholder:
                ledger.put(Fate.OURS, run.text)
    if is_from_form:
        reading.read(pieces)
    else:
        _read_plainly(reading, pieces)
    held = gathered(reading, values)
    narrative = reading.account.narrative()
    if not held and not narrative:
        raise CannotImport("Nothing in this form has been filled in.")
    said = held.pop("kind", None)
    if said not in (None, meant.value):
        ledger.trouble(f"The document calls itself another kind of record than “{meant.label}”.")
    understood = _understood(layout.whole, held)
    if not keeps_standing:
        set_back(held, ledger)
    _complete(held, meant, record_id)
    record = cast(AnyRecord, build(layout.whole, held))
    text, source = _written(record, narrative, path)
    for each in found.left_out:
        ledger.put(Fate.LEFT_OUT, each.text)
    entry_ids = frozenset(definition.entry.id for definition in typology.definitions)
    filed, problems = read_record(source, shelf, entry_ids)
    if isinstance(filed, Filed):
        record, narrative = filed.record, filed.narrative
    return Imported(
        record_id=str(held["id"]),
        kind=meant,
        text=text,
        record=record,
        narrative=narrative,
        is_from_form=is_from_form,
        understood=understood,
        told=Counter({fate: ledger.number_of(fate) for fate in Fate}),
        troubles=tuple(ledger.troubles),
        elsewhere=tuple(reading.account.has_elsewhere),
        left_out=found.left_out,
        open=tuple(problems),
        lost=lost_words(marked, ledger, source),
        notes=found.notes,
    )


def _understood(whole: Layout, held: dict[str, Any]) -> Counter[str]:
    """Return the labels of the fields that hold something, with how many values each has."""
    made = {"id", "kind"}
    return Counter(
        {
            of.label: len(held[of.name]) if isinstance(held[of.name], list) else 1
            for of in whole.fields
            if of.name in held and of.name not in made
        }
    )


def _complete(held: dict[str, Any], meant: Kind, record_id: str) -> None:
    """Add what every record has: its kind, and an id."""
    own = str(held.get("id", ""))
    made = record_id or (own if is_id(own) else "")
    held["id"] = made or id_from(str(held.get("title", "")), otherwise=f"imported-{meant.value}")
    held["kind"] = meant.value


def _written(record: AnyRecord, narrative: Narrative, path: str) -> tuple[str, Source]:
    """Return the text of the record's file, and the same read again."""
    try:
        text = text_of(record, narrative)
    except CannotWrite as error:
        raise CannotImport(str(error)) from None
    if len(text.encode()) > MAX_BYTES:
        raise CannotImport(
            f"The record would be {len(text.encode()) // 1024:,} KB long, and a record has at most "
            f"{MAX_BYTES // 1024:,} KB. Keep in the document what others can learn from, and leave "
            "the rest where it is."
        )
    return text, parse_source(text, path)


# --- What kind of document it is ------------------------------------------------------------------


def _kind_of(found: Found, wanted: Kind | None, ledger: Ledger) -> tuple[Kind, bool]:
    """Return which kind of record a document is, and whether it is laid out as one.

    The line of the form says so, or the field “Kind of record”; else the labels are counted.
    """
    said = _kind_said(found, ledger)
    labels = {
        normalised(text)
        for block in blocks_of(found.pieces)
        for text in (block.text, block.text.partition(":")[0])
        if block.kind is BlockKind.HEADING or len(text) <= 80
    }
    fitting = {each: len(labels & _labels_of(each)) for each in Kind}
    likeliest = max(fitting, key=lambda each: fitting[each])
    kind = wanted or said or (likeliest if fitting[likeliest] >= _ENOUGH else Kind.CASE_REVIEW)
    if wanted is not None and said not in (None, wanted):
        ledger.trouble(
            "The document says that it is another kind of record; it was read as a "
            f"{wanted.label.lower()}, as you asked."
        )
    enough = 1 if wanted is not None else _ENOUGH
    return kind, said is not None or fitting[kind] >= enough


def _kind_said(found: Found, ledger: Ledger) -> Kind | None:
    names = {normalised(name): kind for kind in Kind for name in (kind.value, kind.label)}
    label = normalised(layout_of(Kind.DEBRIEF).whole["kind"].label)
    said: Kind | None = None
    for block in blocks_of(found.pieces):
        form = _FORM.fullmatch(block.text.strip())
        if form and normalised(form["kind"]) in names:
            version = int(form["version"])
            if version != VERSION:
                ledger.trouble(
                    f"The form is of version {version}; this Patternbook makes version {VERSION}. "
                    "It was read all the same. See that nothing is amiss.",
                    block.where,
                )
            return names[normalised(form["kind"])]
        if normalised(block.text) in names and block.kind is BlockKind.HEADING:
            said = said or names[normalised(block.text)]
        before, _, after = block.text.partition(":")
        if normalised(before) == label and normalised(after) in names:
            said = said or names[normalised(after)]
    for piece in found.pieces:
        for row in piece.rows if isinstance(piece, Grid) else ():
            texts = [normalised(cell.text) for cell in row.cells]
            if len(texts) >= 2 and texts[0] == label and texts[1] in names:
                said = said or names[texts[1]]
    return said


def _labels_of(kind: Kind) -> set[str]:
    layout = layout_of(kind)
    labels = {normalised(each.label) for each in layout.whole.fields}
    return labels | {normalised(section.title) for section in layout.sections}


def _without_form_line(pieces: Sequence[Piece], ledger: Ledger) -> list[Piece]:
    """Return the pieces without the line that says which form this is."""
    kept: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Block) and _FORM.fullmatch(piece.text.strip()):
            ledger.put(Fate.OURS, piece.text)
        else:
            kept.append(piece)
    return kept


# --- Older reports ------------------------------------------------------------------------------

_PERSPECTIVE = re.compile(
    r"perspective|\b(?:view|account|voice|story|experience)s? of\b|['’]s? (?:view|account|voice|"
    r"story|experience)s?\b|\btold us\b|\bin (?:her|his|their) (?:own )?words\b",
    re.IGNORECASE,
)
_VIEW = re.compile(r"(?:the )?reviewers?['’]?s? (?:view|perspective|analysis)", re.IGNORECASE)


def _read_plainly(reading: FormReading, pieces: Sequence[Piece]) -> None:
    """Take a report with headings of its own as an account.

    Its title is the record's. What stands under a heading that names whose view it is becomes a
    perspective; all else was written by the reviewers, and stands in their view.
    """
    heading, perspective_level = "", None
    pieces = list(pieces)
    first = next((n for n, piece in enumerate(pieces) if isinstance(piece, Block)), None)
    if first is not None:
        block = pieces[first]
        assert isinstance(block, Block)  # noqa: S101 - it was looked for
        is_line = len(block.text) <= 120 and not block.text.endswith((".", ":", ";", ","))
        if is_line and block.kind in {BlockKind.HEADING, BlockKind.TEXT}:
            reading.whole.values["title"] = " ".join(block.text.split())
            del pieces[first]
    for piece in pieces:
        if isinstance(piece, Block) and piece.kind is BlockKind.HEADING:
            is_within = perspective_level is not None and piece.level > perspective_level
            is_own = reading.layout.kind is Kind.CASE_REVIEW and (
                _PERSPECTIVE.search(piece.text) or _VIEW.fullmatch(piece.text.strip())
            )
            if is_own and not is_within:
                perspective_level = piece.level
                reading.account.open_section(piece)
                continue
            if not is_within:
                perspective_level = None
                heading = " ".join(piece.text.split())
                reading.account.open_elsewhere(heading)
                continue
        if perspective_level is not None:
            reading.account.add(piece)
        else:
            reading.account.add_elsewhere(heading, [piece])
