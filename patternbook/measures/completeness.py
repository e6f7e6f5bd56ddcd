"""How much the records leave open: for each field, how many of those that have it fill it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patternbook.measures import facts
from patternbook.measures.facts import key_of
from patternbook.measures.measure import Count, Key, Measure, Tables
from patternbook.vocabulary import Kind

if TYPE_CHECKING:
    from ibis.expr.types import Table

# Those of one kind of record, or of all, by the column that is filled in.
_OF_RECORDS: tuple[tuple[str, Kind | None], ...] = (
    ("completed", None),
    ("trigger", Kind.CASE_REVIEW),
    ("team_independent", Kind.CASE_REVIEW),
    ("family_involved", Kind.CASE_REVIEW),
    ("outcome", Kind.NEAR_MISS),
    ("identified_by", Kind.NEAR_MISS),
    ("family_told", Kind.NEAR_MISS),
)
# The same, by the table that has a row for the record.
_OF_ROWS: tuple[tuple[str, Kind | None], ...] = (
    ("factor_links", None),
    ("participants", Kind.CASE_REVIEW),
    ("episodes", Kind.CASE_REVIEW),
    ("findings", Kind.CASE_REVIEW),
    ("recommendations", Kind.CASE_REVIEW),
    ("prevented_by", Kind.NEAR_MISS),
    ("pattern_links", Kind.NEAR_MISS),
)


def _fields_told(tables: Tables) -> Table:
    """Return, for each thing and field that it has, whether the field is filled in (`given`)."""
    findings = tables["findings"].mutate(thing=key_of(tables["findings"], "finding"))
    advice = tables["recommendations"]
    advice = advice.mutate(thing=key_of(advice, "recommendation"))
    answered = facts.answered(tables).rename(thing="recommendation")
    told = [_filled_in(_records(tables, kind), field) for field, kind in _OF_RECORDS]
    told += [_with_rows(_records(tables, kind), tables, name) for name, kind in _OF_ROWS]
    told += [
        _filled_in(findings, "spread"),
        _with_rows(findings, tables, "finding_episodes", "finding"),
        _filled_in(advice, "owner"),
        _with_rows(advice, tables, "recommendation_findings", "recommendation"),
        _with_rows(advice, tables, "responses", "recommendation"),
        _filled_in(answered, "effect"),
    ]
    return facts.union(*told)


def _records(tables: Tables, kind: Kind | None) -> Table:
    """Return the records of one kind, or all of them, each as a thing."""
    records = tables["records"]
    records = records.mutate(thing=records.record)
    return records if kind is None else records.filter(records.kind == str(kind))


def _filled_in(things: Table, field: str) -> Table:
    """Return the things, and whether this column is filled in."""
    import ibis

    given = things[field].notnull()
    return things.select("record", "thing", field=ibis.literal(field), given=given)


def _with_rows(things: Table, tables: Tables, name: str, part: str | None = None) -> Table:
    """Return the things, and whether a table has a row for each.

    They are records, unless it is said which column tells the parts of a record apart.
    """
    import ibis

    rows = tables[name]
    has = rows.select(has=rows.record if part is None else key_of(rows, part)).distinct()
    joined = things.left_join(has, things.thing == has.has)
    return joined.select("record", "thing", field=ibis.literal(name), given=joined.has.notnull())


COMPLETENESS = (
    Measure(
        "completeness",
        "How much the records leave open",
        keys=(Key("field", "What is filled in, or the table that has a row for it."),),
        counts=(
            Count("given", "a thing that has it", "asked", "thing", ("given", True)),
            Count("asked", "a thing that could have it", "", "thing"),
        ),
        caveat=(
            "A field that is open may have been left out for good reason, such as to protect "
            "somebody; it says nothing of the quality of the work."
        ),
        facts=_fields_told,
    ),
)
