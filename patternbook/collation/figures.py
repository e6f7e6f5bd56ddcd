"""Numbers of measures -> the tables of a collation.

Rows stand in the order of the vocabulary, or of a closed list, and never in that of their
numbers. A combination that nobody told of is a nought where its row stands for other reasons, and
no row at all otherwise: a collation is no list of gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from patternbook.collation.parts import (
    Column,
    Figure,
    FigureTable,
    Group,
    Head,
    Row,
    Section,
)
from patternbook.measures import MEASURES as EVERY_MEASURE
from patternbook.measures import Count, Measure, Numbers
from patternbook.typology import Typology
from patternbook.vocabulary import (
    EntryKind,
    FactorInfluence,
    Kind,
    Origin,
    PatternInfluence,
    Setting,
    Spread,
    Term,
)

# So many records are named behind a figure; of more the number is enough.
NAMED = 3

Behind = Mapping[str, Mapping[tuple[Any, ...], list[str]]]

# What is counted, in the order of the sections below.
MEASURES = (
    *("selected", "origins", "years", "settings", "agencies"),
    *("recurrence", "patterns", "factors", "patterns-by-setting"),
    *("patterns-together", "factors-and-patterns", "spread", "spread-by-pattern"),
)
# Those of which the records behind each row are told.
TOLD_WITH_RECORDS = ("patterns", "factors")

# What a number is a part of: among all that was chosen, or among what its own row is about.
_OF_ALL = {
    "": "",
    "records": "all records",
    "case_reviews": "all case reviews",
    "near_misses": "all near misses",
    "reviews_and_near_misses": "all case reviews and near misses",
    "units": "all episodes, near misses and debriefs",
    "crossed_units": "all episodes and near misses",
    "findings": "all findings",
}
_OF_ROW = {
    "records": "the records that name it",
    "units": "the episodes, near misses and debriefs that name it",
    "records_of_setting": "the case reviews and near misses of the setting",
    "entries": "the entries of that kind",
    "findings_of_entry": "the findings on it",
}
_NOT_SAID = "Not said"
_FOUND_TOGETHER = "That two things are told together does not say that one brings about the other."


@dataclass(frozen=True)
class Figures:
    """The rows of every measure, and what is needed to lay them out."""

    numbers: Numbers
    behind: Mapping[str, Behind]
    measures: Mapping[str, Measure]
    typology: Typology

    @property
    def selected(self) -> dict[str, int]:
        """Return the denominators: how many records there are, and how many parts of them."""
        return dict(self.numbers["selected"][0])

    def sections(self) -> tuple[Section, ...]:
        """Return all tables of figures, each under its heading."""
        return (
            Section(
                "basis",
                "What was collated",
                "These are the denominators: every figure below is a part of one of them.",
                (self._basis(), self._make_up()),
            ),
            Section(
                "recurs",
                "What recurs, and what is told once",
                "A pattern counts once for each record that names it or an issue of it. What was "
                "told once is not worth less: look at what is said of it, not at how often.",
                (self._recurrence(), self._patterns(again=True), self._patterns(again=False)),
            ),
            Section(
                "factors",
                "Contributory factors by level",
                "An episode, near miss or debrief counts once for each factor in it, and once for "
                "the type and for the level, whatever number of their factors were there. A factor "
                "of the own team that worked between agencies stands under its own type, and "
                "counts with the type of inter-agency factors.",
                (self._factors(),),
            ),
            Section(
                "settings",
                "Patterns by setting",
                "Each setting has a denominator of its own: the case reviews and near misses that "
                "play there.",
                (self._by_setting(),),
            ),
            Section(
                "together",
                "What is told together",
                _FOUND_TOGETHER,
                (self._two_patterns(), self._factors_with_patterns()),
            ),
            Section(
                "reach",
                "How far reviewers say that it reaches",
                "Reviewers type such a claim themselves: seen in this case, or wider because "
                "participants say so, or wider because data say so. Near misses claim nothing.",
                (self._spread(), self._spread_by_pattern()),
            ),
        )

    # --- What was collated ------------------------------------------------------------------------

    def _basis(self) -> FigureTable:
        measure = self.measures["selected"]
        names = {
            "records": "Records",
            "case_reviews": Kind.CASE_REVIEW.plural,
            "near_misses": Kind.NEAR_MISS.plural,
            "debriefs": f"{Kind.DEBRIEF.label}s",
            "coded": "Records that name a factor or pattern",
            "reviews_and_near_misses": "Case reviews and near misses, which can name a pattern",
            "units": "Episodes, near misses and debriefs",
            "episodes": "Key practice episodes",
            "crossed_units": "Episodes and near misses, which can have both a factor and a pattern",
            "findings": "Findings of case reviews",
        }
        counts = {count.name: count for count in measure.all_counts}
        rows = [
            Row(Head(name), (self._figure(counts[count], self.numbers["selected"][0]),))
            for count, name in names.items()
        ]
        column = Column("Number", "one of them", "")
        return self._table(
            "denominators",
            "The denominators",
            "What is counted",
            [column],
            [Group(None, tuple(rows))],
            measure,
        )

    def _make_up(self) -> FigureTable:
        def of(name: str, key: str, words: type[Term] | None) -> Iterator[Row]:
            measure = self.measures[name]
            for row in self.numbers[name]:
                value = row[key]
                if value is None:
                    text = _NOT_SAID
                else:
                    text = words(value).label if words is not None else str(value)
                yield Row(Head(text), (self._figure(measure.counts[0], row),))

        groups = [
            Group(Head("Origin"), tuple(of("origins", "origin", Origin))),
            Group(Head("Year"), tuple(of("years", "completed", None))),
            Group(Head("Setting"), tuple(of("settings", "setting", Setting))),
            Group(Head("Agency"), tuple(of("agencies", "agency", self._words("agencies")))),
        ]
        return self._table(
            "make-up",
            "Records by origin, year, setting and agency",
            "What they have",
            self._columns(self.measures["origins"], {"records": "Records"}),
            groups,
            *(self.measures[name] for name in ("origins", "years", "settings", "agencies")),
        )

    def _words(self, name: str) -> type[Term] | None:
        return self.measures[name].keys[0].words

    # --- Patterns ---------------------------------------------------------------------------------

    def _recurrence(self) -> FigureTable:
        measure = self.measures["recurrence"]
        by_kind = {row["kind"]: row for row in self.numbers["recurrence"]}
        names = {
            "in_several": "In two records or more",
            "in_one": "In one",
            "in_none": "In none",
        }
        counts = {count.name: count for count in measure.all_counts}
        rows = [
            Row(
                Head(kind.plural),
                tuple(self._figure(counts[n], by_kind[kind.value]) for n in names),
            )
            for kind in EntryKind
            if kind.value in by_kind
        ]
        return self._table(
            "recurrence",
            "How many entries of the vocabulary are named, and how often",
            "Kind of entry",
            self._columns(measure, names),
            [Group(None, tuple(rows))],
            measure,
        )

    def _patterns(self, *, again: bool) -> FigureTable:
        measure = self.measures["patterns"]
        names = {
            "records": "Records",
            "records_constructive": PatternInfluence.CONSTRUCTIVE.label,
            "records_unsafe": PatternInfluence.UNSAFE.label,
            "findings": "Findings",
        }
        counts = {count.name: count for count in measure.all_counts}
        rows = [
            Row(
                self._entry(row["entry"]),
                tuple(self._figure(counts[name], row) for name in names),
                self._records("patterns", (row["entry"],)),
            )
            for row in self._in_order("patterns")
            if (row["records"] > 1) is again
        ]
        return self._table(
            "recurring" if again else "told-once",
            "Patterns and issues that two records or more name"
            if again
            else "Patterns and issues that one record names",
            "Pattern or issue",
            self._columns(measure, names),
            [Group(None, tuple(rows))],
            measure,
            if_empty="No pattern is named in two records or more."
            if again
            else "No pattern is named in one record alone.",
            tells_records=True,
        )

    def _by_setting(self) -> FigureTable:
        measure = self.measures["patterns-by-setting"]
        names = {
            "records": "Records",
            "records_constructive": PatternInfluence.CONSTRUCTIVE.label,
            "records_unsafe": PatternInfluence.UNSAFE.label,
        }
        counts = {count.name: count for count in measure.all_counts}
        groups = []
        for setting in Setting:
            rows = [
                Row(self._entry(row["entry"]), tuple(self._figure(counts[n], row) for n in names))
                for row in self._in_order("patterns-by-setting", self._is_pattern)
                if row["setting"] == setting.value
            ]
            if rows:
                groups.append(Group(Head(setting.label), tuple(rows)))
        return self._table(
            "patterns-by-setting",
            "Patterns by setting",
            "Setting, and pattern",
            self._columns(measure, names),
            groups,
            measure,
            if_empty="No pattern is named in these records.",
        )

    def _two_patterns(self) -> FigureTable:
        measure = self.measures["patterns-together"]
        names = {
            "records": "Both",
            "records_of_pattern": "The first",
            "records_of_other": "The second",
        }
        counts = {count.name: count for count in measure.all_counts}
        rows = [
            Row(
                Head(f"{self._entry(one).text}, and {self._entry(other).text}"),
                tuple(
                    Figure(number, denominator(counts["records"], row, self.selected))
                    for number in (row["records"], self._of(row, one), self._of(row, other))
                ),
            )
            for one, other, row in sorted(self._pairs(), key=lambda each: self._places(*each[:2]))
        ]
        return self._table(
            "patterns-together",
            "Two patterns in one record",
            "Two patterns",
            self._columns(measure, names),
            [Group(None, tuple(rows))],
            measure,
            if_empty="No record names two patterns.",
        )

    def _pairs(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Yield each two patterns with their row, the one first that comes first in the tree."""
        for row in self.numbers["patterns-together"]:
            one, other = sorted((row["pattern"], row["other"]), key=self.typology.place)
            if self._is_pattern(one) and self._is_pattern(other):
                yield one, other, row

    def _of(self, row: Mapping[str, Any], entry_id: str) -> int:
        """Return in how many records one of two patterns is named."""
        name = "records_of_pattern" if row["pattern"] == entry_id else "records_of_other"
        number: int = row[name]
        return number

    def _places(self, *entry_ids: str) -> list[int]:
        return [self.typology.place(each) for each in entry_ids]

    # --- Factors ----------------------------------------------------------------------------------

    def _factors(self) -> FigureTable:
        measure = self.measures["factors"]
        names = {
            "records": "Records",
            "units_helped": FactorInfluence.HELPED.label,
            "units_hindered": FactorInfluence.HINDERED.label,
        }
        counts = {count.name: count for count in measure.all_counts}
        by_entry = {row["entry"]: row for row in self.numbers["factors"]}
        nowhere = dict.fromkeys(counts, 0)

        def row_of(entry_id: str, depth: int) -> Row:
            row = by_entry.get(entry_id, nowhere)
            figures = tuple(self._figure(counts[name], row) for name in names)
            return Row(self._entry(entry_id, depth), figures, self._records("factors", (entry_id,)))

        groups = []
        for level in self.typology.of_kind(EntryKind.LEVEL):
            rows = []
            for kind in self.typology.children(level.entry.id):
                below = self.typology.children(kind.entry.id)
                told = [factor.entry.id for factor in below if factor.entry.id in by_entry]
                # A factor of the own team may have worked between agencies alone, and then counts
                # with the type of those and not with the one under which it stands.
                if told or kind.entry.id in by_entry:
                    rows += [row_of(kind.entry.id, 0), *(row_of(each, 1) for each in told)]
            if rows:
                whole = replace(
                    row_of(level.entry.id, 0), head=Head("The level as a whole", level.entry.id)
                )
                groups.append(Group(Head(level.entry.title), (whole, *rows)))
        loose = [
            row_of(d.entry.id, 0)
            for d in self.typology.of_kind(EntryKind.FACTOR)
            if d.entry.id in by_entry and not self.typology.parents(d.entry.id)
        ]
        if loose:
            groups.append(Group(Head("Under no level"), tuple(loose)))
        return self._table(
            "factors",
            "Levels, types and factors",
            "Level, type or factor",
            self._columns(measure, names),
            groups,
            measure,
            if_empty="No factor is named in these records.",
            tells_records=True,
        )

    def _factors_with_patterns(self) -> FigureTable:
        measure = self.measures["factors-and-patterns"]
        counts = {count.name: count for count in measure.all_counts}
        told = {
            (row["pattern"], row["factor"], row["influence"]): row
            for row in self.numbers["factors-and-patterns"]
        }
        groups = []
        for pattern in self.typology.of_kind(EntryKind.PATTERN):
            rows = []
            for kind in self.typology.of_kind(EntryKind.FACTOR_TYPE):
                found = [
                    told.get((pattern.entry.id, kind.entry.id, influence.value))
                    for influence in FactorInfluence
                ]
                if any(found):
                    rows.append(
                        Row(
                            self._entry(kind.entry.id),
                            tuple(
                                Figure(row[name] if row else 0, self._whole(pattern.entry.id, told))
                                for row in found
                                for name in ("units",)
                            ),
                        )
                    )
            if rows:
                groups.append(Group(self._entry(pattern.entry.id), tuple(rows)))
        helped, hindered = FactorInfluence
        of = "those in which the pattern was found"
        return self._table(
            "factors-and-patterns",
            "Types of factor with patterns, in one episode or near miss",
            "Pattern, and type of factor",
            [Column(influence.label, counts["units"].one, of) for influence in (helped, hindered)],
            groups,
            measure,
            if_empty="No factor and pattern are told of the same episode or near miss.",
        )

    @staticmethod
    def _whole(pattern_id: str, told: Mapping[tuple[str, str, str], Mapping[str, Any]]) -> int:
        """Return in how many units a pattern was found that was found with any factor."""
        number: int = next(
            row["units_of_pattern"]
            for (pattern, _, _), row in told.items()
            if pattern == pattern_id
        )
        return number

    # --- Spread -----------------------------------------------------------------------------------

    def _spread(self) -> FigureTable:
        measure = self.measures["spread"]
        rows = [
            Row(_claim(row["spread"]), tuple(self._figure(count, row) for count in measure.counts))
            for row in self.numbers["spread"]
        ]
        return self._table(
            "spread",
            "Findings by what reviewers claim",
            "What they claim",
            self._columns(measure, {"findings": "Findings", "records": "Reviews"}),
            [Group(None, tuple(rows))],
            measure,
            if_empty="There are no findings among these records.",
        )

    def _spread_by_pattern(self) -> FigureTable:
        measure = self.measures["spread-by-pattern"]
        count = measure.counts[0]
        claims: tuple[Spread | None, ...] = (*Spread, None)
        told: dict[str, dict[str | None, Mapping[str, Any]]] = {}
        for row in self._in_order("spread-by-pattern"):
            told.setdefault(row["entry"], {})[row["spread"]] = row
        rows = []
        for entry_id, by_claim in told.items():
            whole = next(iter(by_claim.values()))["findings_of_entry"]
            numbers = [by_claim.get(claim and claim.value) for claim in claims]
            figures = tuple(Figure(row["findings"] if row else 0, whole) for row in numbers)
            rows.append(Row(self._entry(entry_id), figures))
        return self._table(
            "spread-by-pattern",
            "The same, by pattern and issue",
            "Pattern or issue",
            [Column(_claim(claim).text, count.one, "findings on it") for claim in claims],
            [Group(None, tuple(rows))],
            measure,
            if_empty="There are no findings among these records.",
        )

    # --- Pieces -----------------------------------------------------------------------------------

    def _table(
        self,
        name: str,
        title: str,
        rows_are: str,
        columns: Iterable[Column],
        groups: Iterable[Group],
        *measures: Measure,
        if_empty: str = "Nothing was counted.",
        tells_records: bool = False,
    ) -> FigureTable:
        return FigureTable(
            id=name,
            title=title,
            rows_are=rows_are,
            columns=tuple(columns),
            groups=tuple(group for group in groups if group.rows),
            measures=tuple(measure.name for measure in measures),
            caveat=" ".join(measure.caveat for measure in measures),
            if_empty=if_empty,
            tells_records=tells_records,
        )

    def _figure(self, count: Count, row: Mapping[str, Any]) -> Figure:
        return Figure(row[count.name], denominator(count, row, self.selected))

    @staticmethod
    def _columns(measure: Measure, headings: Mapping[str, str]) -> list[Column]:
        """Return columns with the counts that have these headings, by their names."""
        counts = {count.name: count for count in measure.all_counts}
        columns = []
        for name, heading in headings.items():
            of = counts[name].of
            is_beside = of in counts and of != name
            columns.append(
                Column(heading, counts[name].one, _OF_ROW[of] if is_beside else _OF_ALL[of])
            )
        return columns

    def _entry(self, entry_id: str, depth: int | None = None) -> Head:
        entry = self.typology.get(entry_id).entry
        if depth is None:
            depth = 1 if entry.kind is EntryKind.ISSUE else 0
        return Head(entry.title, entry.id, depth)

    def _records(self, measure: str, key: tuple[Any, ...]) -> tuple[str, ...]:
        return tuple(self.behind[measure]["records"].get(key, ()))

    def _is_pattern(self, entry_id: str) -> bool:
        return self.typology.get(entry_id).entry.kind is EntryKind.PATTERN

    def _in_order(
        self, name: str, is_wanted: Callable[[str], bool] = lambda _: True
    ) -> list[Mapping[str, Any]]:
        """Return rows of a measure of entries in the order of the tree."""
        rows = [row for row in self.numbers[name] if is_wanted(row["entry"])]
        return sorted(rows, key=lambda row: self.typology.place(row["entry"]))


def own_words() -> Iterator[str]:
    """Yield every sentence and heading that tables of figures print, whatever was counted."""
    measures = {measure.name: measure for measure in EVERY_MEASURE if measure.name in MEASURES}
    numbers: Numbers = dict.fromkeys(MEASURES, ())
    numbers["selected"] = (dict.fromkeys((c.name for c in measures["selected"].counts), 0),)
    for section in Figures(numbers, {}, measures, Typology()).sections():
        yield from (section.title, section.intro)
        for table in section.tables:
            yield from (table.title, table.rows_are, table.caveat, table.if_empty)
            for column in table.columns:
                yield f"{column.heading}: {column.one}, of {column.of}."
            yield from (row.head.text for group in table.groups for row in group.rows)


def denominator(count: Count, row: Mapping[str, Any], selected: Mapping[str, int]) -> int | None:
    """Return what a number of a row is a part of, or None if it is a whole itself.

    That is another number of the same row, or else one of all that was chosen.
    """
    if not count.of:
        return None
    # A measure may count the same thing as its denominator does, such as findings of findings.
    is_beside = count.of in row and count.of != count.name
    number: int = row[count.of] if is_beside else selected[count.of]
    return number


def _claim(spread: str | Spread | None) -> Head:
    return Head("Nothing is claimed" if spread is None else Spread(spread).label)
