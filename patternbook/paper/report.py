"""A record that came through the door -> a report that a board can table.

It says all that the record says, in the order of `layout`, so that it can be read back. Around
that stands what a reader needs who has nothing else: what this is and is not, who may read it, and
what the words mean that it uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from patternbook.model import AnyRecord, CaseReview, Episode, Finding, Recommendation
from patternbook.narrative import Narrative, PassageKind, Section, SectionKind
from patternbook.paper.layout import (
    APPENDIX,
    DISPUTE,
    GAP,
    INTERNAL_BEGINS,
    INTERNAL_ENDS,
    NOT_SELECTED,
    SELECTED,
    SOURCE,
    FieldKind,
    FieldLayout,
    RecordLayout,
    Shape,
    Target,
    layout_of,
    normalised,
)
from patternbook.paper.layout import Section as LayoutSection
from patternbook.paper.parts import (
    Block,
    Cell,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Style,
    Table,
    labelled,
    text,
)
from patternbook.paper.prose import blocks_of, runs_of
from patternbook.paper.values import Writing, holds, item_headings
from patternbook.publication import Published, PublishedLibrary
from patternbook.typology import Definition, is_pattern_kind
from patternbook.vocabulary import Audience, Kind, Origin, RecommendationKind, Stage, Term

DRAFT = "DRAFT – for participants only"
_WHAT_IT_IS = {
    Kind.CASE_REVIEW: (
        "A systems review asks why what people did made sense to them at the time, and what in the "
        "system around them helped or got in the way. It is no investigation and no inspection, "
        "and it judges practice and not people. It follows the model that SCIE published as "
        "Learning Together in 2008."
    ),
    Kind.NEAR_MISS: (
        "A near miss is reported so that others can learn from it. It says what happened, what "
        "kept harm away, and what was at work. It is no complaint, and it blames nobody."
    ),
    Kind.DEBRIEF: (
        "A debrief is a short look back at ordinary work by those who did it: what went well, what "
        "was hard, and why. It assesses nobody."
    ),
}
_ILLUSTRATION = (
    "Illustration. This record was invented to teach the method. It is an example, and never "
    "counted as evidence."
)
_RETOLD = "This is retold from a published source in other words. Its reading of the case is ours."
# Who may read a document, by the audience for which it was made.
READERS = {
    Audience.PUBLIC: "Everyone may read this report.",
    Audience.BOARD: (
        "This copy is for the board. It may hold more than has been or will be published. Do not "
        "pass it on outside the board."
    ),
    Audience.PARTICIPANTS: "This report is for those who took part. Please do not pass it on.",
}
_EPISODES_ARE = (
    "These are a selection and not the whole history of the case. Hindsight stands only where it "
    "is marked."
)
_FINDINGS_ARE = (
    "A finding names an underlying pattern, in words that could fit other cases. The review team "
    "chooses which to pursue, and says why."
)
_REVIEWERS_THINK = (
    "This is what the review team thinks. It is kept apart from what those who took part said."
)
_NO_RESPONSE = "No response is recorded."
_MEANINGS = "These are words that this report uses, as the library defines them."
# What reports say that no record does.
REPORT_SENTENCES = (
    *(DRAFT, *_WHAT_IT_IS.values(), _ILLUSTRATION, _RETOLD, *READERS.values(), _EPISODES_ARE),
    *(_FINDINGS_ARE, _REVIEWERS_THINK, _NO_RESPONSE, _MEANINGS),
)
_Item = Episode | Finding | Recommendation


def report_of(published: Published, library: PublishedLibrary) -> Document:
    """Return a record as a report for the reader for whom the library was opened."""
    return _Report(published, library).document()


class _Report:
    """The work of laying out one record."""

    def __init__(self, published: Published, library: PublishedLibrary) -> None:
        self._record: AnyRecord = published.record
        self._narrative: Narrative = published.narrative
        self._library = library
        self._headings = item_headings(self._record, library.typology)
        titles = {
            Target.EPISODE: self._headings.get("episodes", {}),
            Target.FINDING: self._headings.get("findings", {}),
            Target.RECORD: {each.record.id: each.record.title for each in library.records},
        }
        self._writing = Writing(self._record, library.typology, titles)

    def document(self) -> Document:
        record = self._record
        layout = layout_of(record.kind)
        blocks = [*self._title_page(), *self._body(layout), *self._appendix()]
        return Document(
            title=record.title,
            blocks=tuple(blocks),
            mark=DRAFT if record.stage is not Stage.FINAL else "",
            foot=f"{record.kind.label}: {record.title}",
        )

    # --- The first page -------------------------------------------------------------------------

    def _title_page(self) -> Iterator[Block]:
        record = self._record
        about = [record.kind.label, record.stage.label.lower()]
        if record.completed is not None:
            about.append(str(record.completed))
        yield text(" · ".join(about), Style.SUBTITLE)
        if record.origin is Origin.ILLUSTRATIVE:
            yield text(_ILLUSTRATION, Style.WARNING)
        if record.stage is not Stage.FINAL:
            yield text(_of_draft(record), Style.WARNING)
        elif self._readers() is not Audience.PUBLIC:
            yield text(READERS[self._readers()], Style.WARNING)
        yield text(_WHAT_IT_IS[record.kind], Style.NOTE)
        if record.origin is Origin.LITERATURE:
            yield text(_RETOLD, Style.NOTE)
        if record.stage is Stage.FINAL and self._readers() is Audience.PUBLIC:
            yield text(READERS[Audience.PUBLIC], Style.NOTE)

    def _readers(self) -> Audience:
        """Return who may read this: what was opened for a board may hold more than others see."""
        return self._library.audience.narrower(self._record.audience)

    # --- The record -----------------------------------------------------------------------------

    def _body(self, layout: RecordLayout) -> Iterator[Block]:
        for section in layout.sections:
            blocks = list(self._section(layout, section))
            if blocks:
                yield Heading(1, section.title)
                yield from blocks

    def _section(self, layout: RecordLayout, section: LayoutSection) -> Iterator[Block]:
        if section.has_narrative:
            yield from _account(self._narrative)
        fields = [layout.whole[name] for name in section.fields]
        for field in sorted(fields, key=lambda each: each.kind.has_heading):
            value = getattr(self._record, field.name)
            if not holds(value):
                continue
            if not field.kind.has_heading:
                yield from self._writing.field(field, value)
                continue
            if normalised(field.label) != normalised(section.title):
                yield Heading(2, field.label)
            yield from self._headed(field, value)

    def _headed(self, field: FieldLayout, value: Any) -> Iterator[Block]:
        """Yield what stands below the heading of a field."""
        layout = field.part
        if layout is None or layout.shape is not Shape.ITEMS:
            yield from self._writing.content(field, value)
        elif layout.model is Finding:
            yield text(_FINDINGS_ARE, Style.NOTE)
            yield from self._findings(field, value)
        elif layout.model is Recommendation:
            yield from self._recommendations(field, value)
        else:
            yield text(_EPISODES_ARE, Style.NOTE)
            yield from self._items(field, value, 2)

    def _items(self, field: FieldLayout, parts: Iterable[_Item], level: int) -> Iterator[Block]:
        for part in parts:
            yield Heading(level, self._headings[field.name][part.id])
            yield from self._writing.item(field, part)
            if isinstance(part, Recommendation) and not part.responses:
                yield text(_NO_RESPONSE, Style.NOTE)

    def _findings(self, field: FieldLayout, findings: tuple[Finding, ...]) -> Iterator[Block]:
        selected = [each for each in findings if each.selected]
        others = [each for each in findings if not each.selected]
        if not selected or not others:
            yield from self._items(field, findings, 2)
            return
        for heading, group in ((SELECTED, selected), (NOT_SELECTED, others)):
            yield Heading(2, heading)
            yield from self._items(field, group, 3)

    def _recommendations(
        self, field: FieldLayout, recommendations: tuple[Recommendation, ...]
    ) -> Iterator[Block]:
        for kind in RecommendationKind:
            group = [each for each in recommendations if each.kind is kind]
            if group:
                yield Heading(2, kind.label)
                yield text(kind.meaning, Style.NOTE)
                yield from self._items(field, group, 3)

    # --- What the words mean --------------------------------------------------------------------

    def _appendix(self) -> Iterator[Block]:
        entries = self._entries()
        factors = [each for each in entries if not is_pattern_kind(each.entry.kind)]
        patterns = [each for each in entries if is_pattern_kind(each.entry.kind)]
        tables = (
            self._factors_explained(factors),
            _explained("Patterns", [(d.entry.title, d.entry.definition) for d in patterns]),
            _explained("Other words", [(each.label, each.meaning) for each in self._words()]),
        )
        if any(each.rows for each in tables):
            yield PageBreak()
            yield Heading(1, APPENDIX)
            yield text(_MEANINGS, Style.NOTE)
        for table in tables:
            if table.rows:
                yield Heading(2, table.name)
                yield table

    def _factors_explained(self, factors: list[Definition]) -> Table:
        """Return what factors mean; in a review, with the episodes in which they were at work.

        What returns in several stands first, so that repetition stands out (Guide 13, section 3).
        """
        name = "Contributory factors"
        if not isinstance(self._record, CaseReview):
            return _explained(name, [(d.entry.title, d.entry.definition) for d in factors])
        numbers = {
            each.entry.id: [
                number
                for number, episode in enumerate(self._record.episodes, 1)
                if each.entry.id in {self._current(link.factor) for link in episode.factors}
            ]
            for each in factors
        }
        rows = [
            (*_row(d.entry.title, d.entry.definition), Cell((text(_listed(numbers[d.entry.id])),)))
            for d in sorted(factors, key=lambda d: -len(numbers[d.entry.id]))
        ]
        return Table(name, ("Word", "What it means", "At work in"), tuple(rows), (3, 7, 3), True)

    def _current(self, entry_id: str) -> str:
        typology = self._library.typology
        return typology.get(entry_id).entry.id if entry_id in typology else entry_id

    def _entries(self) -> list[Definition]:
        """Return the factors and patterns that the record names, in the order of the tree."""
        typology = self._library.typology
        ids = {
            typology.get(value).entry.id
            for field, value in _fields(layout_of(self._record.kind).whole.fields, self._record)
            if field.kind is FieldKind.ENTRY and value in typology
        }
        return sorted(
            (typology.get(each) for each in ids), key=lambda d: typology.place(d.entry.id)
        )

    def _words(self) -> list[Term]:
        """Return the words of closed lists that the record uses and that have an explanation."""
        used: dict[Term, None] = {}
        for field, value in _fields(layout_of(self._record.kind).whole.fields, self._record):
            for each in value if field.kind is FieldKind.CHOICES else (value,):
                if isinstance(each, Term) and each.meaning:
                    used.setdefault(each)
        return list(used)


def _explained(name: str, words: Iterable[tuple[str, str]]) -> Table:
    rows = tuple(_row(word, meaning) for word, meaning in words)
    return Table(name, ("Word", "What it means"), rows, (3, 10), has_row_headers=True)


def _row(word: str, meaning: str) -> tuple[Cell, Cell]:
    return Cell((text(word),)), Cell((text(meaning),))


def _listed(numbers: list[int]) -> str:
    """Return the numbers of episodes in words: “Episodes 1, 2 and 5”."""
    if not numbers:
        return ""
    *others, last = map(str, numbers)
    return f"Episodes {', '.join(others)} and {last}" if others else f"Episode {last}"


def _fields(fields: Iterable[FieldLayout], part: BaseModel) -> Iterator[tuple[FieldLayout, Any]]:
    """Yield every field of a part that says something, and of all parts within it."""
    for field in fields:
        value = getattr(part, field.name)
        if not holds(value):
            continue
        if field.part is None:
            yield field, value
            continue
        for each in value if isinstance(value, tuple) else (value,):
            yield from _fields(field.part.fields, each)


def _of_draft(record: AnyRecord) -> str:
    """Return who may read a draft, and what becomes of what they say about it."""
    what = f"Draft: {record.stage.label.lower()} report"
    people = record.participants if isinstance(record, CaseReview) else ()
    readers = "the review team and to those who took part" if people else "those who took part"
    named = ": " + "; ".join(each.role for each in people) if people else ""
    return (
        f"{what}. It is confidential to {readers}{named}. Please do not copy it, pass it on or "
        "talk about it elsewhere. What you say about it changes the next version."
    )


# --- The account --------------------------------------------------------------------------------


def _account(narrative: Narrative) -> Iterator[Block]:
    """Yield an account; what is for the board alone stands between its marks."""
    blocks = (pair for section in narrative for pair in _marked(section))
    for is_internal, group in groupby(blocks, key=lambda pair: pair[0]):
        if is_internal:
            yield text(INTERNAL_BEGINS, Style.INTERNAL_MARK)
        for _, block in group:
            yield _as_internal(block) if is_internal else block
        if is_internal:
            yield text(INTERNAL_ENDS, Style.INTERNAL_MARK)


def _marked(section: Section) -> Iterator[tuple[bool, Block]]:
    """Yield the blocks of a section, and of each whether it is internal."""
    is_internal = section.audience is not None
    if section.title:
        title = "".join(run.text for run in runs_of(section.title))
        yield is_internal, Heading(2, title)
    if section.source is not None:
        yield is_internal, labelled(SOURCE, Run(section.source.value))
    if section.kind is SectionKind.REVIEWERS:
        yield is_internal, text(_REVIEWERS_THINK, Style.NOTE)
    for passage in section.passages:
        is_inside = passage.audience is not None
        if passage.kind is PassageKind.GAP:
            yield is_inside, labelled(GAP, *runs_of(passage.markdown), style=Style.GAP)
        elif passage.kind is PassageKind.DISPUTE:
            yield is_inside, labelled(DISPUTE, *runs_of(passage.markdown), style=Style.DISPUTE)
        else:
            yield from ((is_inside, block) for block in blocks_of(passage.markdown))


def _as_internal(block: Block) -> Block:
    if isinstance(block, Paragraph) and block.style is Style.BODY:
        return replace(block, style=Style.INTERNAL)
    return block
