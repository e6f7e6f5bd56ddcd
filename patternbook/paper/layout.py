"""What stands where in the form and the report of each kind of record, and how it is written there.

All of it is derived from the model and the vocabulary, with the words of `labels`; only the order
of the sections is said here. Whoever writes a record down (forms, reports) and whoever reads one
back (the import of Word files, the form in the browser) go by this.

How a record is laid out, so that it can be read back without a doubt:

1. The title of a report is the title of the record. In a form, which has a title of its own, it
   stands behind the label “Title”.
2. Each section has a heading (level 1) of its title. A field of a record with more than a line
   stands below a heading (level 2) of its label, unless the section is that field alone and has
   its name. Where a heading stands matters less than what it says: `named` finds the field.
3. What fits on a line stands in a paragraph “Label: value”, the label in a character style of its
   own. So do the fields of a part (“Who noticed”, “The family”) and of an item. A longer text goes
   on in the paragraphs below, until the next label, heading or table. An empty line in a text
   parts paragraphs; any other line break stays one.
4. A choice is written as its label, several as their labels with “; ” between them. Factors and
   patterns are written as their titles; where a title would not lead back to the entry that the
   record names, the id stands behind it in brackets.
5. A list of texts is a bulleted list; what comes after the first paragraph of an entry belongs to
   it still. So is a list of references, each with the heading of what it refers to and its id in
   brackets: “Episode 2: The referral waits (first-referral-waits)”.
6. A list of small parts is a table (`Shape.TABLE`): a column for each field, with its label in the
   header row, and a row for each part. A column that no part fills may be left out, as well as the
   whole table. A part that consists of parts (`Shape.ROWS`: stages of dialogue, the sign-off) is
   such a table too; its first column says by their labels which part each row is.
7. Of a list of large parts (`Shape.ITEMS`: episodes, findings, recommendations), each stands below
   a heading that begins with what it is and its number in the record: “Episode 2: The referral
   waits”. Numbers say the order, whatever order they stand in: reports sort findings by whether
   they were selected (below `SELECTED` and `NOT_SELECTED`, if both are there), and recommendations
   by kind (below the label of the kind). What follows “Episode 2:” is the title of an episode;
   behind “Finding 2:” it only repeats the pattern. A part within an item (how far a finding
   reaches) has no heading: its fields stand among those of the item.
8. The fields of an episode stand in a table of three columns, after Appendix 4 of SCIE Guide 13:
   its description with the significance, the breakdown with the judgement, and the factors. In a
   cell, what comes first bears no label; what comes second does. Each factor is an entry of a list:
   “Workload (Hindered; Between agencies): how”, its title as a label. Who may read it stands within
   the brackets as “Who may read this part: Board”.
9. The account stands below the heading `narrative`: each section below a heading (level 2) of its
   title, its first line “Source: …”, gaps and disputes as paragraphs with the labels “Gap:” and
   “Dispute:”. What is internal stands between `INTERNAL_BEGINS` and `INTERNAL_ENDS`, each a
   paragraph of its own, headings included.
10. Whatever has a style of ours (`Style.is_ours`), and `NOT_SAID`, is no part of the record; nor is
   what stands below the heading `APPENDIX`, which explains the words that the record uses. A part
   that is there and says nothing is its heading with `NOT_SAID` below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, StrictBool

from patternbook import model
from patternbook.model import RECORD_TYPES, AnyRecord
from patternbook.paper.labels import said_of
from patternbook.paper.parts import Choice
from patternbook.typology import Typology, is_pattern_kind
from patternbook.vocabulary import EntryKind, EntryStatus, Kind, Term

# The version of all this. It is raised whenever a document that was laid out before would be read
# otherwise, so that a form that somebody has kept can be recognised.
VERSION = 1

EPISODE_COLUMNS = (
    "Description of the episode, and its significance with hindsight",
    "Breakdown, and judgement of how adequate practice was",
    "Contributory factors: why it made sense at the time",
)
# Which fields of an episode stand in which column.
EPISODE_CELLS = (("description", "significance"), ("breakdown", "judgement"), ("factors",))
SOURCE, GAP, DISPUTE = "Source", "Gap", "Dispute"
INTERNAL_BEGINS = "Internal: for this board only"
INTERNAL_ENDS = "End of what is internal"
NOT_SAID = "The record does not say."
APPENDIX = "What the words mean"
# Between the findings, where some were not selected.
SELECTED, NOT_SELECTED = "Selected by the review team", "On record, but not selected"
BETWEEN = "; "
YES, NO = "Yes", "No"


class FieldKind(StrEnum):
    """What can be written in a field."""

    LINE = "line"
    TEXT = "text"  # one or more paragraphs
    LINES = "lines"  # several, each a line
    TEXTS = "texts"  # several, each a text
    CHOICE = "choice"
    CHOICES = "choices"
    YEAR = "year"
    MONTH = "month"
    YES_NO = "yes-no"
    ID = "id"  # its own
    REFERENCES = "references"  # the ids of others
    ENTRY = "entry"  # a factor or a pattern of the vocabulary
    NAMES = "names"  # pairs of a name and what it stands for
    PART = "part"
    PARTS = "parts"

    @property
    def has_heading(self) -> bool:
        """Return whether this stands below a heading of its own, if a record itself has it."""
        return self in {
            FieldKind.TEXT,
            FieldKind.LINES,
            FieldKind.TEXTS,
            FieldKind.REFERENCES,
            FieldKind.NAMES,
            FieldKind.PART,
            FieldKind.PARTS,
        }


class Shape(StrEnum):
    """How a part, or a list of parts, is laid out."""

    FIELDS = "fields"  # labelled paragraphs
    ROWS = "rows"  # a table with a row for each part of a part
    TABLE = "table"  # a table with a row for each part of a list
    ITEMS = "items"  # a heading for each part of a list


class Target(StrEnum):
    """What a reference leads to."""

    FACTOR = "factor"
    PATTERN = "pattern"
    EPISODE = "episode"
    FINDING = "finding"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Layout:
    """How one part of a record is laid out: its fields, in order.

    `item` is what one of a list is called in its heading, such as “Episode”.
    """

    model: type[BaseModel]
    fields: tuple[FieldLayout, ...]
    shape: Shape
    item: str = ""

    def __getitem__(self, name: str) -> FieldLayout:
        """Return the field that the model calls so; raise KeyError if there is none."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)

    def named(self, label: str) -> FieldLayout | None:
        """Return the field with this label, whatever letters are large, or None."""
        wanted = normalised(label)
        return next((each for each in self.fields if normalised(each.label) == wanted), None)


@dataclass(frozen=True, slots=True)
class FieldLayout:
    """How one field is laid out.

    `name` is its name in the model; `words` the closed list that it chooses from; `target` what it
    refers to; `part` how each part in it is laid out. `pair` are the headings of the two columns
    of names.
    """

    name: str
    label: str
    help: str
    kind: FieldKind
    is_required: bool
    words: type[Term] | None = None
    target: Target | None = None
    part: Layout | None = None
    pair: tuple[str, str] | None = None

    @property
    def inner(self) -> Layout:
        """Return how each part in it is laid out. Raises TypeError if it holds no parts."""
        if self.part is None:
            raise TypeError(f"“{self.name}” holds no parts.")
        return self.part

    @property
    def columns(self) -> tuple[str, str]:
        """Return the headings over names. Raises TypeError if it holds none."""
        if self.pair is None:
            raise TypeError(f"“{self.name}” holds no names.")
        return self.pair


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a document: its title, and the fields of the record that stand in it.

    The account stands in the section that `has_narrative`.
    """

    title: str
    fields: tuple[str, ...] = ()
    has_narrative: bool = False


@dataclass(frozen=True, slots=True)
class RecordLayout:
    """How one kind of record is laid out. `narrative` is the heading over its account."""

    kind: Kind
    whole: Layout
    sections: tuple[Section, ...]
    narrative: str


_ABOUT = Section(
    "About this record",
    (
        *("id", "kind", "origin", "citation", "setting", "agencies", "stage", "audience"),
        *("completed", "added", "sign_off", "related", "pseudonyms", "declared_terms"),
    ),
)
_INTERNAL = Section("For this board only", ("published", "internal"))
_SUMMARY = Section("Summary", ("summary",))
# The title stands above all sections.
_ORDER: Mapping[Kind, tuple[Section, ...]] = {
    Kind.CASE_REVIEW: (
        _SUMMARY,
        Section("Questions of the review", ("questions",)),
        Section(
            "How the review was done",
            ("trigger", "team", "participants", "missing", "family", "dialogue"),
        ),
        Section("What happened, from several sides", has_narrative=True),
        Section("Key practice episodes", ("episodes",)),
        Section("Findings", ("findings",)),
        Section("Recommendations", ("recommendations",)),
        _ABOUT,
        _INTERNAL,
    ),
    Kind.NEAR_MISS: (
        _SUMMARY,
        Section("What happened", ("what_happened",)),
        Section("Outcome", ("outcome", "could_have", "prevented_by", "identified_by")),
        Section("What was at work", ("factors",)),
        Section("Patterns that it shows", ("patterns",)),
        Section("What was learned", ("learned",)),
        Section("The family", ("family",)),
        Section("How the harm was seen", ("harm",)),
        Section("More of the account", has_narrative=True),
        _ABOUT,
        _INTERNAL,
    ),
    Kind.DEBRIEF: (
        _SUMMARY,
        Section("What we were doing", ("what_we_were_doing",)),
        Section("What went well", ("went_well",)),
        Section("What was hard", ("was_hard",)),
        Section("What was at work", ("factors",)),
        Section("What children or families said", ("children_and_families_said",)),
        Section("What we would tell others", ("tell_others",)),
        Section("What managers should know", ("for_managers",)),
        Section("More of the account", has_narrative=True),
        _ABOUT,
        _INTERNAL,
    ),
}

# Parts of lists that have a heading each; all others are rows of a table.
_ITEMS: Mapping[type[BaseModel], str] = {
    model.Episode: "Episode",
    model.Finding: "Finding",
    model.Recommendation: "Recommendation",
}
_TARGETS: Mapping[tuple[type[BaseModel], str], Target] = {
    (model.FactorLink, "factor"): Target.FACTOR,
    (model.PatternLink, "pattern"): Target.PATTERN,
    (model.Finding, "pattern"): Target.PATTERN,
    (model.Finding, "episodes"): Target.EPISODE,
    (model.Recommendation, "findings"): Target.FINDING,
    (model.Record, "related"): Target.RECORD,
}
# What a reader looks for first in an item, and what only serves to refer to it.
_FIRST = ("statement", "text")
_LAST = ("audience", "id")
_PAIRS: Mapping[tuple[type[BaseModel], str], tuple[str, str]] = {
    (model.Record, "pseudonyms"): ("Name used", "Who it stands for"),
    (model.Internal, "public_names"): ("Name", "What it is called in public"),
}
_KINDS: tuple[tuple[object, FieldKind], ...] = (
    (model.Line, FieldKind.LINE),
    (model.Text, FieldKind.TEXT),
    (model.Year, FieldKind.YEAR),
    (model.Month, FieldKind.MONTH),
    (StrictBool, FieldKind.YES_NO),
)


@lru_cache(maxsize=len(Kind))
def layout_of(kind: Kind) -> RecordLayout:
    """Return how this kind of record is laid out."""
    sections = _ORDER[kind]
    return RecordLayout(
        kind=kind,
        whole=_layout(RECORD_TYPES[kind], Shape.FIELDS),
        sections=sections,
        narrative=next(each.title for each in sections if each.has_narrative),
    )


def form_line(kind: Kind) -> str:
    """Return the line by which a form says what it is, and of which version."""
    return f"Form {VERSION} {kind.value}"


def normalised(said: str) -> str:
    """Return a label or heading as it is compared: without large letters and marks at its end."""
    return " ".join(said.replace("’", "'").split()).rstrip(" :?.").casefold()


def heading_of(part: Layout, number: int, title: str) -> str:
    """Return the heading of one of a list of parts."""
    return f"{part.item} {number}: {title}" if title else f"{part.item} {number}"


def choices_of(
    field: FieldLayout, typology: Typology, record: type[AnyRecord] | None = None
) -> tuple[Choice, ...]:
    """Return all that can be chosen in a field, or nothing if it is no choice.

    `record` is the type of the record: one of its fields chooses among the others. Entries of the
    vocabulary that are retired are left out, for no new record should name one.
    """
    if field.words is not None:
        return tuple(Choice(word.value, word.label, word.meaning) for word in field.words)
    if field.kind is FieldKind.YES_NO:
        return (Choice("true", YES), Choice("false", NO))
    if field.kind is FieldKind.ENTRY:
        return tuple(_entries(field.target, typology))
    if field.kind is FieldKind.CHOICES and record is not None:
        names = record.may_be_internal()
        return tuple(Choice(each, said_of(record, each).label) for each in names)
    return ()


def name_of_entry(entry_id: str, target: Target, typology: Typology) -> str:
    """Return how a factor or pattern is written: its title, and its id where that is in doubt."""
    if entry_id not in typology:
        return entry_id
    title = typology.get(entry_id).entry.title
    return title if entry_named(title, target, typology) == entry_id else f"{title} ({entry_id})"


def entry_named(name: str, target: Target, typology: Typology) -> str | None:
    """Return the id of the factor or pattern that is written so, or None if none or several are.

    It may be a title, whatever letters are large, a title with an id in brackets, or an id.
    """
    before, bracket, inside = name.strip().rpartition("(")
    said_id = inside.removesuffix(")").strip() if bracket else name.strip()
    if said_id in typology and (not before or inside.endswith(")")):
        return said_id if _is_of(target, typology.get(said_id).entry.kind) else None
    wanted = normalised(name)
    found = [
        each.entry.id
        for each in typology
        if _is_of(target, each.entry.kind) and normalised(each.entry.title) == wanted
    ]
    return found[0] if len(found) == 1 else None


def _entries(target: Target | None, typology: Typology) -> Iterator[Choice]:
    """Yield the entries that may be chosen, each under the title of what it stands under."""
    for definition in typology:
        entry = definition.entry
        if not _is_of(target, entry.kind) or entry.status is EntryStatus.RETIRED:
            continue
        above = ""
        if entry.parent is not None and entry.parent in typology:
            above = typology.get(entry.parent).entry.title
        yield Choice(entry.id, entry.title, entry.definition, above)


def _is_of(target: Target | None, kind: EntryKind) -> bool:
    return is_pattern_kind(kind) if target is Target.PATTERN else kind is EntryKind.FACTOR


# --- From the model -----------------------------------------------------------------------------


def _layout(part: type[BaseModel], shape: Shape) -> Layout:
    hints = get_type_hints(part, include_extras=True)
    fields = tuple(_field(part, name, hints[name]) for name in part.model_fields)
    is_made_of_parts = all(each.kind is FieldKind.PART for each in fields)
    if shape is Shape.ITEMS:
        order = [*_FIRST, *(each.name for each in fields if each.name not in _LAST), *_LAST]
        fields = tuple(sorted(fields, key=lambda each: order.index(each.name)))
    return Layout(part, fields, Shape.ROWS if is_made_of_parts else shape, _ITEMS.get(part, ""))


def _field(part: type[BaseModel], name: str, hint: object) -> FieldLayout:
    said = said_of(part, name)
    about = part.model_fields[name]
    place = next((each for each in part.__mro__ if (each, name) in _TARGETS), None)
    pair = next((_PAIRS[each, name] for each in part.__mro__ if (each, name) in _PAIRS), None)
    kind, words, inner = _kind(hint, name)
    return FieldLayout(
        name=name,
        label=said.label,
        help=said.help,
        kind=kind,
        is_required=about.is_required(),
        words=words,
        target=_TARGETS[place, name] if place is not None else None,
        part=inner,
        pair=pair,
    )


def _kind(hint: object, name: str) -> tuple[FieldKind, type[Term] | None, Layout | None]:
    """Return what can be written in a field of this type.

    Raises TypeError for a type that nobody has thought of.
    """
    hint = _without_none(hint)
    if hint == model.Id:
        return (FieldKind.ID if name == "id" else FieldKind.ENTRY), None, None
    for each, kind in _KINDS:
        if hint == each:
            return kind, None, None
    if get_origin(hint) is Literal:
        hint = type(get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, Term):
        return FieldKind.CHOICE, hint, None
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return FieldKind.PART, None, _layout(hint, Shape.FIELDS)
    if get_origin(hint) is dict:
        return FieldKind.NAMES, None, None
    return _kind_of_list(hint, name)


def _kind_of_list(hint: object, name: str) -> tuple[FieldKind, type[Term] | None, Layout | None]:
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) is not tuple:
        raise TypeError(f"Nobody has said how the field “{name}” is laid out.")
    inner = get_args(hint)[0]
    if inner == model.Id:
        return FieldKind.REFERENCES, None, None
    if inner == model.Line:
        is_choice = name == "fields"  # of the record itself, which it names
        return (FieldKind.CHOICES if is_choice else FieldKind.LINES), None, None
    if inner == model.Text:
        return FieldKind.TEXTS, None, None
    if isinstance(inner, type) and issubclass(inner, Term):
        return FieldKind.CHOICES, inner, None
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return (
            FieldKind.PARTS,
            None,
            _layout(inner, Shape.ITEMS if inner in _ITEMS else Shape.TABLE),
        )
    raise TypeError(f"Nobody has said how the field “{name}” is laid out.")


def _without_none(hint: Any) -> object:
    """Return a type without None, where it may be that as well."""
    if get_origin(hint) in {Union, UnionType}:
        (hint,) = (each for each in get_args(hint) if each is not type(None))
    return hint
