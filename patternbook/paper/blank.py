"""The form of each kind of record, empty, as `layout` says: what to write stands where it goes.

Forms are as long as people have time: ten minutes for a near miss, less for a debrief. So they
leave out what an editor can fill in later, and what only a board decides. A case review takes days,
and its form asks for all that a review team has to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from patternbook import model
from patternbook.narrative import Basis
from patternbook.paper.layout import (
    APPENDIX,
    BETWEEN,
    EPISODE_CELLS,
    EPISODE_COLUMNS,
    SOURCE,
    FieldKind,
    FieldLayout,
    Layout,
    RecordLayout,
    Section,
    Shape,
    choices_of,
    form_line,
    layout_of,
    normalised,
)
from patternbook.paper.parts import (
    Block,
    Bullets,
    Cell,
    Choice,
    Control,
    ControlKind,
    Document,
    Heading,
    Inline,
    Item,
    PageBreak,
    Paragraph,
    Run,
    Style,
    Table,
    labelled,
    text,
)
from patternbook.paper.values import share_of
from patternbook.typology import Typology
from patternbook.vocabulary import Kind

_CHOOSE, _CHOOSE_MORE, _WRITE = "Choose", "Choose another, if any", "Write here"
_INTRODUCTIONS: Mapping[Kind, tuple[str, ...]] = {
    Kind.CASE_REVIEW: (
        "This form can grow with the review: begin with the questions, and add to it after each "
        "conversation. Leave open what you do not know yet.",
        "Name roles and no people. Leave out places and dates: count weeks from the start. Keep "
        "recordings and raw notes elsewhere; they never belong in this file.",
        "Where a list needs more room, copy a line, a row or a whole episode and go on.",
    ),
    Kind.NEAR_MISS: (
        "This is meant to take ten minutes. Write as you would tell a colleague, and leave open "
        "what you do not know.",
        "Name roles and no people. Leave out places and dates, and whatever else could show which "
        "family or which worker this was.",
    ),
    Kind.DEBRIEF: (
        "This is meant to take five minutes, best with those who did the work. Leave open what "
        "does not apply.",
        "Name roles and no people. Leave out places and dates, and whatever else could show which "
        "family or which worker this was.",
    ),
}
_ENDING = (
    "When you are done, save this file and send it to whoever keeps the library for your board. "
    "Before you do, turn off “Track Changes” and delete any comments: they carry names."
)
_MEANINGS = "These are the words to choose from, and what they mean. You need not read them all."
_NARRATIVE = (
    "One heading for each role whose account you have. Keep to how they saw it at the time. Begin "
    "a paragraph with “Gap:” where something is not known, and with “Dispute:” where accounts "
    "differ."
)
_REVIEWERS, _REVIEWERS_HELP = "Reviewers' view", "What the review team thinks, kept apart."
_ROLE = "Role of those whose account this is"

# What a form does not ask: an editor adds it, or a board decides it.
_LATER = frozenset(
    {
        *("id", "kind", "origin", "citation", "stage", "audience", "added", "sign_off"),
        *("related", "published", "internal"),
    }
)
_NOT_ASKED: Mapping[Kind, frozenset[str]] = {
    Kind.CASE_REVIEW: _LATER,
    Kind.NEAR_MISS: _LATER | {"harm", "patterns", "pseudonyms", "declared_terms"},
    Kind.DEBRIEF: _LATER | {"pseudonyms", "declared_terms"},
}
# The same within parts. What became of a recommendation is not known when it is made.
_NOT_ASKED_OF_PARTS = frozenset({"id", "audience", "scope", "responses"})
_WITH_ACCOUNT = frozenset({Kind.CASE_REVIEW})
# How many places a list has to begin with.
_ROOM: Mapping[type[object], int] = {
    model.Episode: 5,
    model.Finding: 4,
    model.Recommendation: 4,
    model.Participant: 8,
    model.FactorLink: 4,
    model.WentWell: 2,
    model.WasHard: 2,
}
_ROOM_ELSEWHERE, _CHOICES, _PERSPECTIVES = 3, 3, 3


def blank_of(kind: Kind, typology: Typology) -> Document:
    """Return the empty form of a kind of record, to choose from this vocabulary."""
    return _Form(layout_of(kind), typology).document()


def own_sentences(document: Document) -> frozenset[str]:
    """Return all that a form says itself, so that what people wrote can be told from it."""
    return frozenset(_sayings(document))


@dataclass(frozen=True, slots=True)
class _Form:
    """The work of laying out one form."""

    layout: RecordLayout
    typology: Typology

    def document(self) -> Document:
        kind = self.layout.kind
        name = f"{kind.label}: form"
        blocks: list[Block] = [text(each, Style.GUIDANCE) for each in _INTRODUCTIONS[kind]]
        blocks += self._field(self.layout.whole["title"], "title")
        for section in self.layout.sections:
            blocks += self._section(section)
        blocks += [text(_ENDING, Style.GUIDANCE), text(form_line(kind), Style.GUIDANCE)]
        blocks += self._meanings()
        return Document(title=name, blocks=tuple(blocks), foot=name)

    def _section(self, section: Section) -> Iterator[Block]:
        kind = self.layout.kind
        asked = [name for name in section.fields if name not in _NOT_ASKED[kind]]
        if section.has_narrative and kind in _WITH_ACCOUNT:
            yield Heading(1, section.title)
            yield from self._account()
        elif asked:
            yield Heading(1, section.title)
        fields = [self.layout.whole[name] for name in asked]
        for field in sorted(fields, key=lambda each: each.kind.has_heading):
            if field.kind.has_heading and normalised(field.label) != normalised(section.title):
                yield Heading(2, field.label)
            if field.kind.has_heading:
                yield from self._below_heading(field, field.name)
            else:
                yield from self._field(field, field.name)

    def _below_heading(self, field: FieldLayout, path: str) -> Iterator[Block]:
        """Yield what stands below the heading of a field of the record."""
        if field.kind is FieldKind.TEXT:
            yield Paragraph((_control(path, field),))
            return
        yield text(field.help, Style.GUIDANCE)
        if field.kind in {FieldKind.TEXTS, FieldKind.LINES}:
            yield self._list(field, path)
        elif field.kind is FieldKind.NAMES:
            yield _pairs(field, path)
        elif field.inner.shape is Shape.ROWS:
            yield self._rows_of_parts(field, path)
        elif field.kind is FieldKind.PART:
            yield from self._field(field, path)
        elif field.inner.shape is Shape.ITEMS:
            yield from self._items(field.inner, path)
        else:
            yield self._table(field, path)

    def _field(self, field: FieldLayout, path: str) -> Iterator[Block]:
        """Yield a field with its label."""
        if field.kind is FieldKind.PART:
            for each in _asked(field.inner):
                yield from self._field(each, f"{path}/{each.name}")
        elif field.kind in {FieldKind.TEXTS, FieldKind.LINES, FieldKind.REFERENCES}:
            yield labelled(field.label)
            yield self._list(field, path)
        elif field.kind is FieldKind.CHOICES:
            yield labelled(field.label, *self._several(field, path))
        else:
            yield labelled(field.label, self._place(field, path))

    def _place(self, field: FieldLayout, path: str, *, in_table: bool = False) -> Control:
        """Return the place for a value; in a table its help stands elsewhere already."""
        choices = choices_of(field, self.typology)
        if choices:
            return Control(path, ControlKind.CHOICE, field.label, _CHOOSE, choices)
        return _control(path, field, _WRITE if in_table else field.help)

    def _several(self, field: FieldLayout, path: str) -> Iterator[Inline]:
        choices = choices_of(field, self.typology)
        for number in range(1, _CHOICES + 1):
            if number > 1:
                yield Run(BETWEEN)
            placeholder = _CHOOSE if number == 1 else _CHOOSE_MORE
            yield Control(f"{path}/{number}", ControlKind.CHOICE, field.label, placeholder, choices)

    def _list(self, field: FieldLayout, path: str) -> Bullets:
        places = (
            Control(f"{path}/{number}", ControlKind.TEXT, field.label, _WRITE)
            for number in range(1, _ROOM_ELSEWHERE + 1)
        )
        return Bullets(tuple(Item((Paragraph((each,)),)) for each in places))

    def _table(self, field: FieldLayout, path: str) -> Table:
        columns = _asked(field.inner)
        rows = (
            tuple(
                Cell((Paragraph((self._place(each, f"{path}/{row}/{each.name}", in_table=True),)),))
                for each in columns
            )
            for row in range(1, _room_for(field.inner) + 1)
        )
        return Table(
            name=field.label,
            header=tuple(each.label for each in columns),
            rows=tuple(rows),
            widths=tuple(share_of(each) for each in columns),
        )

    def _rows_of_parts(self, field: FieldLayout, path: str) -> Table:
        parts = field.inner.fields
        columns = parts[0].inner.fields
        rows = (
            (
                Cell((text(row.label),)),
                *(
                    Cell((Paragraph((self._place(each, f"{path}/{row.name}/{each.name}"),)),))
                    for each in columns
                ),
            )
            for row in parts
        )
        return Table(
            name=field.label,
            header=(field.label, *(each.label for each in columns)),
            rows=tuple(rows),
            widths=(3, *(share_of(each) for each in columns)),
            has_row_headers=True,
        )

    # --- Episodes, findings, recommendations ----------------------------------------------------

    def _items(self, layout: Layout, path: str) -> Iterator[Block]:
        in_cells = {name for cell in EPISODE_CELLS for name in cell}
        is_episode = layout.model is model.Episode
        for number in range(1, _room_for(layout) + 1):
            below = f"{path}/{number}"
            title = _control(f"{below}/title", layout["title"]) if is_episode else None
            name = f"{layout.item} {number}"
            yield Heading(2, f"{name}: " if title else name, title)
            for field in _asked(layout):
                if field.name == "title" or (is_episode and field.name in in_cells):
                    continue
                yield from self._field(field, f"{below}/{field.name}")
            if is_episode:
                cells = tuple(self._episode_cell(layout, names, below) for names in EPISODE_CELLS)
                yield Table(name, EPISODE_COLUMNS, (cells,), (10, 9, 11))

    def _episode_cell(self, layout: Layout, names: tuple[str, ...], path: str) -> Cell:
        blocks: list[Paragraph | Bullets] = []
        for number, field in enumerate(layout[name] for name in names):
            if field.part is not None:
                blocks.append(self._factors(field.part, f"{path}/{field.name}"))
            elif field.kind is FieldKind.TEXTS:
                blocks.append(self._list(field, f"{path}/{field.name}"))
            elif number:
                blocks.append(labelled(field.label, _control(f"{path}/{field.name}", field)))
            else:
                blocks.append(Paragraph((_control(f"{path}/{field.name}", field),)))
        return Cell(tuple(blocks))

    def _factors(self, layout: Layout, path: str) -> Bullets:
        def entry(number: int) -> Item:
            places = {
                name: self._place(layout[name], f"{path}/{number}/{name}")
                for name in ("factor", "influence", "how")
            }
            inlines = (
                *(places["factor"], Run(" ("), places["influence"], Run("): "), places["how"]),
            )
            return Item((Paragraph(inlines),))

        return Bullets(tuple(entry(number) for number in range(1, _room_for(layout) + 1)))

    # --- The account ----------------------------------------------------------------------------

    def _account(self) -> Iterator[Block]:
        yield text(_NARRATIVE, Style.GUIDANCE)
        bases = tuple(Choice(each.value, each.value) for each in Basis)
        for number in range(1, _PERSPECTIVES + 1):
            path = f"narrative/{number}"
            yield Heading(2, "", Control(f"{path}/title", ControlKind.TEXT, "Role", _ROLE))
            source = Control(f"{path}/source", ControlKind.CHOICE, SOURCE, _CHOOSE, bases)
            yield labelled(SOURCE, source)
            yield Paragraph((Control(f"{path}/text", ControlKind.TEXT, "Account", _WRITE),))
        yield Heading(2, _REVIEWERS)
        yield text(_REVIEWERS_HELP, Style.GUIDANCE)
        control = Control("narrative/reviewers", ControlKind.TEXT, _REVIEWERS, _WRITE)
        yield Paragraph((control,))

    # --- What the words mean --------------------------------------------------------------------

    def _meanings(self) -> Iterator[Block]:
        """Yield what explains each word of the lists that this form offers."""
        tables = list(_tables(self._offered()))
        if tables:
            yield PageBreak()
            yield Heading(1, APPENDIX)
            yield text(_MEANINGS, Style.GUIDANCE)
        for table in tables:
            yield Heading(2, table.name)
            yield table

    def _offered(self) -> Iterator[tuple[str, Choice]]:
        """Yield each choice that has a meaning, with what it is a choice of."""
        not_asked = _NOT_ASKED[self.layout.kind]
        for field in self.layout.whole.fields:
            if field.name not in not_asked:
                yield from self._offered_in(field, "")

    def _offered_in(self, field: FieldLayout, within: str) -> Iterator[tuple[str, Choice]]:
        name = f"{within}: {field.label.lower()}" if within else field.label
        for choice in choices_of(field, self.typology):
            if choice.group:
                yield f"{field.label}: {choice.group}", choice
            elif choice.meaning:
                yield (field.label if field.kind is FieldKind.ENTRY else name), choice
        if field.part is not None:
            for each in _asked(field.part):
                yield from self._offered_in(each, field.label)


def _tables(offered: Iterable[tuple[str, Choice]]) -> Iterator[Table]:
    """Yield one table for each list of words, each word once."""
    lists: dict[str, dict[str, Choice]] = {}
    for name, choice in offered:
        lists.setdefault(name, {}).setdefault(choice.value, choice)
    for name, choices in lists.items():
        rows = tuple(
            (Cell((text(each.label),)), Cell((text(each.meaning),))) for each in choices.values()
        )
        yield Table(name, ("Word", "What it means"), rows, (3, 10), has_row_headers=True)


def _asked(layout: Layout) -> list[FieldLayout]:
    return [each for each in layout.fields if each.name not in _NOT_ASKED_OF_PARTS]


def _room_for(layout: Layout) -> int:
    return _ROOM.get(layout.model, _ROOM_ELSEWHERE)


def _control(path: str, field: FieldLayout, placeholder: str = "") -> Control:
    return Control(path, ControlKind.TEXT, field.label, placeholder or field.help)


def _pairs(field: FieldLayout, path: str) -> Table:
    def place(row: int, column: int, label: str) -> Cell:
        return Cell(
            (Paragraph((Control(f"{path}/{row}/{column}", ControlKind.TEXT, label, _WRITE),)),)
        )

    rows = (
        tuple(place(row, column, label) for column, label in enumerate(field.columns, 1))
        for row in range(1, _ROOM_ELSEWHERE + 1)
    )
    return Table(field.label, field.columns, tuple(rows), (1, 2))


def _sayings(document: Document) -> Iterator[str]:
    yield document.title
    waiting: list[Block | Item | Cell] = list(document.blocks)
    while waiting:
        each = waiting.pop()
        if isinstance(each, Paragraph):
            if each.style.is_ours:
                yield each.text
            yield from (i.placeholder for i in each.inlines if isinstance(i, Control))
        elif isinstance(each, Heading) and each.control is not None:
            yield each.control.placeholder
        elif isinstance(each, Table):
            waiting += [cell for row in each.rows for cell in row]
        elif isinstance(each, Bullets):
            waiting += each.items
        elif isinstance(each, Item | Cell):
            waiting += each.blocks
