"""What a collation is made of, whether it becomes a page, a document or data.

Nothing here knows where a thing is printed. Every figure comes with its denominator, every table
with its caveat, and whatever is listed stands in the order of the vocabulary or of the alphabet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from patternbook.collations import Choice
from patternbook.measures import Measure, Numbers
from patternbook.vocabulary import Audience, Kind, Origin, PatternInfluence, Spread


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record in a list. With `is_here` it has a page in this library."""

    id: str
    kind: Kind
    title: str
    origin: Origin
    completed: int | None = None
    is_here: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """What a row or a group of rows is about: words, and the entry of the vocabulary, if any.

    `depth` is how far it stands in below others: a recurrent issue below its pattern.
    """

    text: str
    entry_id: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the one that it is a part of, or None where it is a whole itself."""

    number: int
    of: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of figures, one for each column, and the ids of the records behind the first."""

    head: Head
    figures: tuple[Figure, ...]
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, and what they have in common."""

    head: Head | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its heading, what one of those counted is, and what they are part of."""

    heading: str
    one: str
    of: str

    @property
    def explains(self) -> bool:
        """Return whether it says more of what is counted than its heading does."""
        return bool(self.of) and self.one != "a record"


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table of figures. `rows_are` says what stands at the head of each row.

    `measures` are the names of what was counted, and `caveat` what it cannot show. With
    `tells_records`, every row names the records behind it. `if_empty` stands in its place where
    nothing was counted.
    """

    id: str
    title: str
    rows_are: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    measures: tuple[str, ...]
    caveat: str
    if_empty: str
    tells_records: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a few words on how to read what follows, and tables."""

    id: str
    title: str
    intro: str
    tables: tuple[FigureTable, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a review found, or a near miss shows, of one pattern or recurrent issue.

    `finding` is the id of a finding, and empty for a near miss, which has only `in_this_case`.
    `episodes` are those that a finding cites: their ids and titles.
    """

    record: RecordLine
    entry: Head
    influence: PatternInfluence
    in_this_case: str = ""
    finding: str = ""
    statement: str = ""
    why_underlying: str = ""
    spread: Spread | None = None
    spread_note: str = ""
    relevance_now: str = ""
    dissent: str = ""
    selected: bool = True
    not_selected_because: str = ""
    episodes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All that is told of one pattern and its issues: as constructive, and as unsafe."""

    pattern: Head
    constructive: tuple[Told, ...]
    unsafe: tuple[Told, ...]

    @property
    def told(self) -> tuple[Told, ...]:
        """Return all that is told."""
        return (*self.constructive, *self.unsafe)


@dataclass(frozen=True, slots=True)
class HeldRow:
    """How many held records have something: at least, and at most if anybody knows."""

    head: Head
    at_least: int
    at_most: int | None


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """Counts of one sort, and what one of them is a count of."""

    id: str
    counts: str
    rows: tuple[HeldRow, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What boards told of records that they do not publish, all boards together.

    `contributors` is how many boards there are, and `thresholds` the lowest and the highest below
    which they tell no count. `added` is how many public records came in their files, and
    `repeated` how often one came that was there already.
    """

    contributors: int
    thresholds: tuple[int, int]
    added: int
    repeated: int
    groups: tuple[HeldGroup, ...]


@dataclass(frozen=True, slots=True)
class Collation:
    """What the chosen records say together.

    `choice_in_words` is what was asked for, as pairs of a field and its values. `records` are
    those that count, and `illustrations` those that were invented and never do. Where none counts
    there is no figure either. `numbers` are the rows of each of the `measures`, from which the
    `sections` are made, and `selected` the denominators among them. `held` is what boards told of
    further records, if their files were merged.
    """

    choice: Choice
    audience: Audience
    choice_in_words: tuple[tuple[str, str], ...]
    measures: tuple[Measure, ...]
    records: tuple[RecordLine, ...] = ()
    illustrations: tuple[RecordLine, ...] = ()
    selected: Mapping[str, int] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    side_by_side: tuple[SideBySide, ...] = ()
    numbers: Numbers = field(default_factory=dict)
    held: Held | None = None
