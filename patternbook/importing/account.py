"""What a document tells outside all fields -> the account of a record, in the Markdown of records.

In a case review each section is one perspective, and “Reviewers' view” holds what the reviewers
think. Text that stands in no field and under no perspective goes there, under its own heading: it
was written by whoever wrote the review. In the other kinds of record a heading is just a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from patternbook.importing.ledger import Fate, Ledger
from patternbook.importing.markdown import (
    blocks_as_markdown,
    folded,
    heading_markdown,
    inline_markdown,
)
from patternbook.narrative import Basis, Narrative, Passage, PassageKind, Section, SectionKind
from patternbook.paper.layout import (
    DISPUTE,
    GAP,
    INTERNAL_BEGINS,
    INTERNAL_ENDS,
    SOURCE,
    normalised,
)
from patternbook.vocabulary import Audience, Kind
from patternbook.word.found import Block, BlockKind, Piece, Run

REVIEWERS_VIEW = "Reviewers' view"
ELSEWHERE = "More from the document"
_MARKS = {f"{GAP}:": PassageKind.GAP, f"{DISPUTE}:": PassageKind.DISPUTE}
_SAID_OF = re.compile(r"sources?\s*:\s*(?P<said>.+)", re.IGNORECASE)
_REVIEWERS = re.compile(r"(?:the )?reviewers?[’']?s? (?:view|perspective|account|analysis)", re.I)
_TALKED, _READ = (
    re.compile(r"conversation|interview|meeting|spoke", re.I),
    re.compile(r"record|file|report|note|\blog", re.I),
)


@dataclass(slots=True)
class _Open:
    """A section that is being written."""

    title: str
    audience: Audience | None
    source: Basis | None = None
    pieces: list[tuple[Audience | None, Piece]] = field(default_factory=list)


class Account:
    """The account of one record, written section by section."""

    def __init__(self, kind: Kind, ledger: Ledger) -> None:
        """Begin an empty account for a record of this kind."""
        self._kind = kind
        self._ledger = ledger
        self._sections: list[_Open] = []
        self._elsewhere: list[_Open] = []
        self._audience: Audience | None = None

    def open_section(self, block: Block) -> None:
        """Begin a section below this heading."""
        title = " ".join(block.text.split())
        if not title:
            return  # the heading of a form, that nobody has filled in
        if _REVIEWERS.fullmatch(title):
            self._ledger.put(Fate.LABEL, title)
            title = REVIEWERS_VIEW if self._kind is Kind.CASE_REVIEW else title
        written = title if title == REVIEWERS_VIEW else heading_markdown(block.runs)
        self._sections.append(_Open(written, self._audience))

    def add(self, piece: Piece) -> None:
        """Add what stands in the account itself."""
        if isinstance(piece, Block) and (self._is_mark(piece) or self._is_source(piece)):
            return
        if not self._sections or (self._audience is None and self._sections[-1].audience):
            # What everyone may read must not stand below a heading for the board.
            self._sections.append(_Open("", self._audience))
        self._sections[-1].pieces.append((self._audience, piece))

    def open_elsewhere(self, heading: str) -> None:
        """Begin a stretch outside the account and outside all fields, below its heading."""
        self._elsewhere.append(_Open(heading, self._audience))

    def add_elsewhere(self, heading: str, pieces: Sequence[Piece]) -> None:
        """Add what stood outside the account and outside all fields, below its heading."""
        if not self._elsewhere or self._elsewhere[-1].title != heading:
            self._elsewhere.append(_Open(heading, self._audience))
        self._elsewhere[-1].pieces += [(None, piece) for piece in pieces]

    @property
    def has_elsewhere(self) -> list[str]:
        """Return the headings of what stood outside all fields."""
        return [each.title for each in self._elsewhere]

    def narrative(self) -> Narrative:
        """Return the whole account."""
        sections = [
            self._closed(each)
            for each in self._sections
            if each.pieces or each.title != REVIEWERS_VIEW
        ]
        elsewhere = [each for each in self._elsewhere if each.pieces or each.title]
        if not elsewhere:
            return tuple(sections)
        if self._kind is not Kind.CASE_REVIEW:
            made = [_with_title(each, _written(each.title or ELSEWHERE)) for each in elsewhere]
            return (*sections, *(self._closed(each) for each in made))
        passages = tuple(
            Passage(PassageKind.ACCOUNT, "\n\n".join(_below_heading(each))) for each in elsewhere
        )
        at = next((n for n, each in enumerate(sections) if each.title == REVIEWERS_VIEW), None)
        if at is None:
            sections.append(Section(SectionKind.REVIEWERS, REVIEWERS_VIEW, None, passages))
        else:
            view = sections[at]
            sections[at] = Section(
                view.kind, view.title, view.source, (*view.passages, *passages), view.audience
            )
        return tuple(sections)

    def _is_mark(self, block: Block) -> bool:
        """Take a mark of where what is internal begins or ends; False if this is none."""
        marks = {normalised(INTERNAL_BEGINS): Audience.BOARD, normalised(INTERNAL_ENDS): None}
        said = normalised(block.text)
        if said not in marks:
            return False
        self._audience = marks[said]
        self._ledger.put(Fate.LABEL, block.text)
        return True

    def _is_source(self, block: Block) -> bool:
        """Take what the section that has just begun rests on; False if this does not say it."""
        if normalised(block.text) == normalised(SOURCE):
            self._ledger.put(Fate.LABEL, block.text)
            return True  # nothing has been chosen
        found = _SAID_OF.fullmatch(block.text.strip())
        section = self._sections[-1] if self._sections else None
        if found is None or section is None or section.pieces or section.source:
            return False
        source = _basis(found["said"])
        if source is None:
            return False
        section.source = source
        self._ledger.put(Fate.LABEL, f"{SOURCE}: {found['said']}")
        return True

    def _closed(self, section: _Open) -> Section:
        kind = SectionKind.PLAIN
        if self._kind is Kind.CASE_REVIEW and section.title:
            is_view = section.title == REVIEWERS_VIEW
            kind = SectionKind.REVIEWERS if is_view else SectionKind.PERSPECTIVE
        return Section(
            kind, section.title, section.source,
            tuple(_passages(section.pieces)), section.audience,
        )  # fmt: skip


def _written(title: str) -> str:
    return heading_markdown([Run(title)])


def _with_title(section: _Open, title: str) -> _Open:
    return _Open(title, section.audience, section.source, section.pieces)


def _basis(said: str) -> Basis | None:
    """Return what a perspective rests on, as somebody has put it, or None."""
    try:
        return Basis(said.strip().rstrip(".").lower())
    except ValueError:
        is_talk, is_record = _TALKED.search(said) is not None, _READ.search(said) is not None
    if not is_talk and not is_record:
        return None
    if is_talk and is_record:
        return Basis.BOTH
    return Basis.CONVERSATION if is_talk else Basis.RECORD


def _below_heading(section: _Open) -> list[str]:
    """Return the blocks of something that stood elsewhere, below its heading."""
    heading = [f"### {_written(section.title)}"] if section.title else []
    return [*heading, *blocks_as_markdown([piece for _, piece in section.pieces])]


def _passages(pieces: Sequence[tuple[Audience | None, Piece]]) -> list[Passage]:
    """Return pieces as passages: gaps and disputes each one, all between them together."""
    passages: list[Passage] = []
    waiting: list[Piece] = []
    of: Audience | None = None

    def close() -> None:
        if blocks := blocks_as_markdown(waiting):
            passages.append(Passage(PassageKind.ACCOUNT, "\n\n".join(blocks), of))
        waiting.clear()

    for audience, piece in pieces:
        if audience is not of:
            close()
            of = audience
        marked = _marked(piece)
        if marked is None:
            waiting.append(piece)
            continue
        close()
        kind, block = marked
        passages.append(Passage(kind, folded(inline_markdown(block.runs)), audience))
    close()
    return passages


def _marked(piece: Piece) -> tuple[PassageKind, Block] | None:
    """Return what a paragraph that begins with “Gap:” or “Dispute:” marks, without that word."""
    if not isinstance(piece, Block) or piece.kind is not BlockKind.TEXT:
        return None
    for mark, kind in _MARKS.items():
        if piece.text.casefold().startswith(mark.casefold()) and piece.text[len(mark) :].strip():
            return kind, without_beginning(piece, len(mark))
    return None


def without_beginning(block: Block, length: int) -> Block:
    """Return a paragraph without so many signs at its beginning, nor the space behind them."""
    runs: list[Run] = []
    for run in block.runs:
        if run.is_placeholder:
            runs.append(run)
            continue
        cut = min(length, len(run.text))
        length -= cut
        text = run.text[cut:]
        if not any(each.text for each in runs):
            text = text.lstrip()
        if text:
            runs.append(_with_text(run, text))
    return Block(
        block.kind, tuple(runs), block.where, block.level, block.is_numbered, block.is_guess,
        block.style, block.number,
    )  # fmt: skip


def _with_text(run: Run, text: str) -> Run:
    return Run(text, run.bold, run.italic, run.href, run.tag, run.value, run.style)
