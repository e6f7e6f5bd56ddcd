"""What a measure is: facts, what its rows are told apart by, and what is counted in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from patternbook.vocabulary import Term

if TYPE_CHECKING:
    from ibis.expr.types import BooleanColumn, Table

Tables = Mapping[str, "Table"]
Facts = Callable[[Tables], "Table"]
Value = str | int

# What holds of every figure that comes out of here.
ALWAYS = (
    "Records come in because somebody chose to write them. They are no sample: a figure says how "
    "much is told here, and nothing about how often it happens elsewhere. It is a lower bound: "
    "what a record does not name may have been there."
)


@dataclass(frozen=True, slots=True)
class Key:
    """A column by which the rows of a measure are told apart.

    `words` is the closed list whose order its values have; other values stand in their own order.
    Where a record leaves it open the value is None, which comes last.
    """

    name: str
    meaning: str
    words: type[Term] | None = None

    def place(self, value: Value | None) -> tuple[bool, Value]:
        """Return where a value of this column stands among the others."""
        if value is None:
            return True, 0
        if self.words is None:
            return False, value
        return False, list(self.words).index(self.words(str(value)))


@dataclass(frozen=True, slots=True)
class Count:
    """A column of numbers: how many different values of `things` the facts of a row have.

    `one` says in words what one of them is. `of` is the denominator: another count of the same
    measure, or else one of the measure `selected`; empty if this is a denominator itself. With
    `where`, a column and a value, only facts that have this value there are looked at.
    """

    name: str
    one: str
    of: str
    things: str = "record"
    where: tuple[str, Value] | None = None

    def concerns(self, facts: Table) -> BooleanColumn:
        """Return whether each fact is one of those that are looked at, as an expression."""
        told = facts[self.things].notnull()
        if self.where is None:
            return told
        column, value = self.where
        wanted = facts[column] == (value if isinstance(value, bool) else str(value))
        return told & wanted.fill_null(False)


@dataclass(frozen=True, slots=True)
class Margin:
    """A count over other facts that a row is to be read against, such as the whole of its setting.

    `on` are pairs of a key of the measure, and the column of the other facts that is to equal it.
    """

    count: Count
    facts: Facts
    on: tuple[tuple[str, str], ...]

    def table(self, tables: Tables) -> Table:
        """Return the count for each value of the key or keys, which bear the measure's names."""
        facts = self.facts(tables)
        columns = {f"{self.count.name}_{key}": facts[column] for key, column in self.on}
        looked_at = facts.filter(self.count.concerns(facts))
        different = looked_at.select(self.count.things, **columns).distinct()
        return different.group_by(*columns).aggregate(**{self.count.name: different.count()})


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted over the tables of a library, by one or more keys.

    It counts records, and one sort of their parts at most.

    `caveat` is what this very measure cannot show; `ALWAYS` holds besides. There is a row for
    each combination that the facts have, and none for what was not told. Without keys there is
    one row. `has_records` is whether its facts come from records, and not from the vocabulary.
    """

    name: str
    title: str
    keys: tuple[Key, ...]
    counts: tuple[Count, ...]
    caveat: str
    facts: Facts
    margins: tuple[Margin, ...] = ()
    has_records: bool = True

    @property
    def key_names(self) -> list[str]:
        """Return the names of the columns by which rows are told apart."""
        return [key.name for key in self.keys]

    @property
    def all_counts(self) -> tuple[Count, ...]:
        """Return the columns of numbers in their order, margins last."""
        return (*self.counts, *(margin.count for margin in self.margins))

    def query(self, tables: Tables) -> Table:
        """Return the measure as a query: a column for each key, and one for each count."""
        table = self._numbers(self._once(tables))
        for margin in self.margins:
            other = margin.table(tables)
            keys = [(table[key], other[f"{margin.count.name}_{key}"]) for key, _ in margin.on]
            table = table.left_join(other, [mine == theirs for mine, theirs in keys])
        return table.select(*self.key_names, *(count.name for count in self.all_counts))

    def records_behind(self, tables: Tables) -> Table:
        """Return a query for the records behind the counts, for each row and record of it.

        Its columns are the keys, `record`, and for each count but the margins whether the record
        is behind it.
        """
        once = self._once(tables)
        behind = {count.name: once[count.name].max() for count in self.counts}
        return once.group_by(*self.key_names, "record").aggregate(**behind)

    def _once(self, tables: Tables) -> Table:
        """Return each thing of each row once, with 1 for each count that it belongs to, else 0."""
        facts = self.facts(tables)
        columns = dict.fromkeys(["record" if self.has_records else self._part, self._part])
        belongs = {c.name: c.concerns(facts).cast("int64").max() for c in self.counts}
        return facts.group_by(*self.key_names, *columns).aggregate(**belongs)

    def _numbers(self, once: Table) -> Table:
        """Return how many things there are in each row.

        An engine that sorts things into groups can put them aside where memory is short, which
        it cannot with sets of different values. Hence sums throughout: first those of each record,
        since what is counted is a record, or a part of one record alone.
        """
        if self.has_records and self._part != "record":
            sums = {
                count.name: once[count.name].max()
                if count.things == "record"
                else once[count.name].sum()
                for count in self.counts
            }
            once = once.group_by(*self.key_names, "record").aggregate(**sums)
        numbers = {count.name: once[count.name].sum().fill_null(0) for count in self.counts}
        grouped = once.group_by(self.key_names) if self.keys else once
        return grouped.aggregate(**numbers)

    @property
    def _part(self) -> str:
        """Return the column of the parts that are counted; there is one sort of them, or none."""
        parts = (count.things for count in self.counts if count.things != "record")
        return next(parts, "record")
