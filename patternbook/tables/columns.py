"""The tables that a published library is told in, with the meaning of every column.

This is the only list of them. Whatever holds rows goes by it: Parquet, CSV, SQLite, the schema of
the data, the page that explains it, and the measures that count. A column bears the name that its
field has in a record. Text is kept as it was written; nothing here is HTML.

Every table of records has a column `record`, so that a selection of records is a selection of
rows everywhere. The others are those of the vocabulary, and the list of what was withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from patternbook import vocabulary as words

ClosedList = type[words.Term]


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"


# What a column refers to that names a record.
RECORD = ("records", "record")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds and what that means.

    `refers_to` is the table and column that it leads to, if any. One that `may_be_empty` is None
    where a record leaves the field open; one that `may_be_blank` is empty text where it does not
    apply, and never None. `terms` is the closed list from which its values come.
    """

    name: str
    meaning: str
    type: Type = Type.TEXT
    may_be_empty: bool = False
    may_be_blank: bool = False
    refers_to: tuple[str, str] | None = None
    terms: ClosedList | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what a row of it is, its columns, and those that tell rows apart.

    `belongs_to` names the tables whose key is among the columns of this one, by the same names.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    belongs_to: tuple[str, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns, in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def is_of_records(self) -> bool:
        """Return whether each row says something of one record."""
        return any(column.refers_to == RECORD for column in self.columns) or self is _RECORDS


def _record() -> Column:
    return Column("record", "The record, by its id.", refers_to=RECORD)


def _number(of: str) -> Column:
    return Column("number", f"Which {of} of the record it is, from 1 on.", Type.INTEGER)


def _text(name: str, meaning: str) -> Column:
    """Return a column that a record may leave open."""
    return Column(name, meaning, may_be_empty=True)


def _word(name: str, meaning: str, of: ClosedList, *, may_be_empty: bool = False) -> Column:
    """Return a column whose values come from a closed list."""
    return Column(name, meaning, may_be_empty=may_be_empty, terms=of)


def _yes_or_no(name: str, meaning: str) -> Column:
    return Column(name, meaning, Type.BOOLEAN, may_be_empty=True)


def _entry(name: str, meaning: str) -> Column:
    return Column(name, meaning, refers_to=("entries", "entry"))


_RECORDS = Table(
    "records",
    "A case review, near miss or debrief.",
    (
        Column("record", "The id of the record, which is also the name of its file."),
        _word("kind", "What kind of record it is.", words.Kind),
        Column("title", "Its title."),
        Column("summary", "One or two sentences."),
        _word("origin", "Where it comes from.", words.Origin),
        Column(
            "counted",
            "Whether it counts as evidence. What was invented to teach the method never does.",
            Type.BOOLEAN,
        ),
        Column(
            "shelf",
            "What the copy of the library calls the shelf on which it stands.",
            may_be_blank=True,
        ),
        Column("completed", "The year in which it was completed.", Type.INTEGER, may_be_empty=True),
        _text("added", "The month in which it came into this library."),
        _text("reference", "For a record from the literature: where it was published."),
        _word("trigger", "Why a case was reviewed.", words.Trigger, may_be_empty=True),
        _yes_or_no("team_independent", "Whether the review team was independent of the case."),
        _word(
            "family_involved",
            "Whether the family took part in the review.",
            words.Answer,
            may_be_empty=True,
        ),
        _word("outcome", "How a near miss ended.", words.Outcome, may_be_empty=True),
        _text("identified_by", "Who noticed a near miss, by role."),
        _word(
            "identified_where",
            "Whether they were inside the agency concerned or outside it.",
            words.Whereabouts,
            may_be_empty=True,
        ),
        _word(
            "family_told",
            "Whether the family was told of a near miss.",
            words.Answer,
            may_be_empty=True,
        ),
        _word(
            "family_heard",
            "Whether the family was heard about a near miss.",
            words.Answer,
            may_be_empty=True,
        ),
        _yes_or_no(
            "children_or_families_heard",
            "Whether a debrief says what children or families said.",
        ),
    ),
    ("record",),
)

_TABLES = (
    _RECORDS,
    Table(
        "settings",
        "A setting in which a record plays.",
        (_record(), _word("setting", "The setting.", words.Setting)),
        ("record", "setting"),
    ),
    Table(
        "agencies",
        "An agency that a record is about.",
        (_record(), _word("agency", "The agency.", words.Agency)),
        ("record", "agency"),
    ),
    Table(
        "participants",
        "Somebody who took part in a review, by role.",
        (
            _record(),
            _number("participant"),
            Column("role", "The role."),
            _word(
                "agency", "The agency; none for family members.", words.Agency, may_be_empty=True
            ),
            _word("by", "How they took part.", words.TookPart),
        ),
        ("record", "number"),
    ),
    Table(
        "missing",
        "A perspective that a review does not have.",
        (
            _record(),
            _number("missing perspective"),
            Column("role", "Whose perspective."),
            Column("why", "Why it is missing."),
        ),
        ("record", "number"),
    ),
    Table(
        "episodes",
        "A key practice episode of a review.",
        (
            _record(),
            Column("episode", "The id of the episode within the record."),
            _number("episode"),
            Column("title", "Its title."),
            _text("span", "Over what time it extends."),
            _word("practice", "Whether practice was good, problematic or mixed.", words.Practice),
            Column("description", "What happened, close to the participants' account."),
            _text("significance", "What it meant, with hindsight."),
            _text("judgement", "How adequate practice was."),
        ),
        ("record", "episode"),
    ),
    Table(
        "factor_links",
        "A contributory factor at work in an episode, near miss or debrief.",
        (
            _record(),
            Column(
                "episode",
                "The episode; empty text where the part is a whole near miss or debrief.",
                may_be_blank=True,
            ),
            _number("link to a factor"),
            _entry("factor", "The factor, by its present id."),
            _word("influence", "Whether it helped or hindered.", words.FactorInfluence),
            _word(
                "scope",
                "For an own-team factor: whether it worked in one team or between agencies.",
                words.Scope,
                may_be_empty=True,
            ),
            Column("how", "How it worked."),
        ),
        ("record", "number"),
    ),
    Table(
        "findings",
        "An underlying pattern that the reviewers of a case found.",
        (
            _record(),
            Column("finding", "The id of the finding within the record."),
            _number("finding"),
            _entry("pattern", "The pattern or recurrent issue, by its present id."),
            _word("influence", "Whether it was constructive or unsafe.", words.PatternInfluence),
            Column("selected", "Whether the reviewers selected it.", Type.BOOLEAN),
            _text("not_selected_because", "Why not."),
            Column("statement", "The finding, in words that fit other cases."),
            _text("in_this_case", "How it showed itself in this case."),
            _text("why_underlying", "What makes it more than a quirk of this case."),
            _word(
                "spread",
                "How far the reviewers say that it reaches: what they claim.",
                words.Spread,
                may_be_empty=True,
            ),
            _text("spread_note", "On what ground they say so."),
            _text("relevance_now", "Whether it still matters."),
            _text("dissent", "A different reading by team or participants."),
        ),
        ("record", "finding"),
    ),
    Table(
        "finding_episodes",
        "An episode that a finding cites.",
        (
            _record(),
            Column("finding", "The finding."),
            Column("episode", "The episode."),
        ),
        ("record", "finding", "episode"),
        belongs_to=("findings", "episodes"),
    ),
    Table(
        "pattern_links",
        "A pattern or recurrent issue that a near miss shows.",
        (
            _record(),
            _number("link to a pattern"),
            _entry("pattern", "The pattern or recurrent issue, by its present id."),
            _word("influence", "Whether it was constructive or unsafe.", words.PatternInfluence),
            Column("how", "How it showed itself."),
        ),
        ("record", "number"),
    ),
    Table(
        "recommendations",
        "A recommendation of a review.",
        (
            _record(),
            Column("recommendation", "The id of the recommendation within the record."),
            _number("recommendation"),
            _word("kind", "Which of the three kinds it is.", words.RecommendationKind),
            _word("level", "At which level it is to work.", words.Level),
            Column("text", "What is recommended."),
            _text("owner", "To whom, by role."),
        ),
        ("record", "recommendation"),
    ),
    Table(
        "recommendation_findings",
        "A finding on which a recommendation rests.",
        (
            _record(),
            Column("recommendation", "The recommendation."),
            Column("finding", "The finding."),
        ),
        ("record", "recommendation", "finding"),
        belongs_to=("recommendations", "findings"),
    ),
    Table(
        "responses",
        "What became of a recommendation in one year.",
        (
            _record(),
            Column("recommendation", "The recommendation."),
            _number("response to that recommendation"),
            Column("year", "The year.", Type.INTEGER),
            _word("status", "What was decided or done.", words.ResponseStatus),
            _word(
                "effect",
                "Whether it helped, as far as anybody can tell.",
                words.Effect,
                may_be_empty=True,
            ),
            _text("note", "What is said of it."),
        ),
        ("record", "recommendation", "number"),
        belongs_to=("recommendations",),
    ),
    Table(
        "prevented_by",
        "What stood between a near miss and serious harm.",
        (
            _record(),
            _number("thing that prevented harm"),
            _word("by", "What prevented it.", words.PreventedBy),
            Column("how", "How."),
        ),
        ("record", "number"),
    ),
    Table(
        "harm_grades",
        "A grade of harm that was given to a near miss; several may hold at once.",
        (_record(), _word("grade", "The grade.", words.Grade)),
        ("record", "grade"),
    ),
    Table(
        "went_well",
        "Something that went well, in a debrief.",
        (
            _record(),
            _number("thing that went well"),
            Column("what", "What went well."),
            _text("made_possible", "What made it possible."),
        ),
        ("record", "number"),
    ),
    Table(
        "was_hard",
        "Something that was hard, in a debrief.",
        (
            _record(),
            _number("thing that was hard"),
            Column("what", "What was hard."),
            _text("why", "Why."),
        ),
        ("record", "number"),
    ),
    Table(
        "texts",
        "Any other text of a record: what has no column of its own, and the account.",
        (
            _record(),
            _number("such text"),
            Column(
                "field",
                "The field of the record that it stands in, and “narrative” for the account.",
            ),
            Column(
                "part",
                "The episode or finding, by its id, or the heading in the account; empty text for "
                "what belongs to none.",
                may_be_blank=True,
            ),
            Column("text", "The text. What the account says is Markdown."),
        ),
        ("record", "number"),
    ),
    Table(
        "related",
        "A record to which another one points.",
        (_record(), Column("related", "The other record, by its id.", refers_to=RECORD)),
        ("record", "related"),
    ),
    Table(
        "withdrawn",
        "A record that was withdrawn. Whoever has a copy of it should delete it, and not cite it.",
        (
            Column("record", "The id that it had. No other record will take it."),
            _word("kind", "What kind of record it was.", words.Kind),
            Column("year", "The year in which it was withdrawn.", Type.INTEGER),
        ),
        ("record",),
    ),
    Table(
        "entries",
        "An entry of the vocabulary: a pattern, issue, level, type or factor.",
        (
            Column("entry", "Its id."),
            Column("place", "Its place in the order of the vocabulary, from 1 on.", Type.INTEGER),
            _word("kind", "What sort of entry it is.", words.EntryKind),
            Column("title", "Its title."),
            _word("status", "How settled it is.", words.EntryStatus),
            Column("definition", "What it means."),
            Column(
                "parent",
                "The entry under which it stands first.",
                may_be_empty=True,
                refers_to=("entries", "entry"),
            ),
            Column(
                "replaced_by",
                "The entry that has taken its place.",
                may_be_empty=True,
                refers_to=("entries", "entry"),
            ),
        ),
        ("entry",),
    ),
    Table(
        "former_ids",
        "An id that an entry once had. Records that still use it are told under the present one.",
        (Column("former_id", "The former id."), _entry("entry", "The entry, by its present id.")),
        ("former_id",),
    ),
    Table(
        "entry_ancestors",
        "An entry, and one under which it stands; each stands under itself.",
        (
            _entry("entry", "The entry that a record names."),
            Column(
                "scope",
                "The scope of the link for which this holds, own-team or inter-agency; empty text "
                "for links without one.",
                may_be_blank=True,
            ),
            _entry("ancestor", "An entry under which it counts as well, or the same."),
        ),
        ("entry", "scope", "ancestor"),
    ),
)

# In the order in which one would explain them.
TABLES: Mapping[str, Table] = {table.name: table for table in _TABLES}
