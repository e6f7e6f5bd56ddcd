"""The measure of the mirror: what records say of themselves, and how many leave it unsaid.

One table holds it all. An aspect, such as what prompted a review, is asked of each thing that
could have it, and each thing answers with one or more values or, if it does not say, with none.
So no figure stands without its denominator, and what is not said is counted like the rest.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from patternbook.measures import facts
from patternbook.measures.facts import key_of
from patternbook.measures.measure import Count, Key, Margin, Measure, Tables
from patternbook.vocabulary import EntryKind, Kind, Term

if TYPE_CHECKING:
    from ibis.expr.types import StringColumn, Table


class Aspect(Term):
    """What is asked of records, and of which things in them."""

    KIND = ("kind", "Kind of record", "A record.")
    ORIGIN = ("origin", "Where it comes from", "A record.")
    SOURCE = ("source", "The publication that is retold", "A record.")
    TRIGGER = ("trigger", "What prompted the review", "A case review.")
    PRACTICE = ("practice", "How practice is judged", "A key practice episode.")
    INFLUENCE = ("influence", "What a factor did", "The naming of a factor.")
    IN_UNITS = ("in-units", "What factors did", "An episode, near miss or debrief.")
    PATTERN_INFLUENCE = ("pattern-influence", "What a pattern did", "The naming of a pattern.")
    FACTOR_LEVEL = ("factor-level", "Where factors arise", "The naming of a factor.")
    ADVICE_LEVEL = ("advice-level", "Where a recommendation is to work", "A recommendation.")
    OUTCOME = ("outcome", "How a near miss ended", "A near miss.")
    GRADE = ("grade", "Grades of harm", "A near miss.")
    NOTICED = ("noticed", "Who noticed, inside or outside", "A near miss.")
    NOTICED_BY = ("noticed-by", "Who noticed, by role", "A near miss.")
    PREVENTED_BY = ("prevented-by", "What prevented harm", "A near miss.")
    MISSING = ("missing", "Whether it names a perspective that it lacks", "A case review.")
    FAMILY_INVOLVED = ("family-involved", "Whether the family took part", "A case review.")
    FAMILY_TOLD = ("family-told", "Whether the family was told", "A near miss.")
    FAMILY_HEARD = ("family-heard", "Whether the family was heard", "A near miss.")
    SAID = ("said", "Whether it has what children or families said", "A debrief.")


# The value where what is asked is only whether there is anything.
GIVEN = "given"

_OF_RECORDS: tuple[tuple[Aspect, Kind | None, str], ...] = (
    (Aspect.KIND, None, "kind"),
    (Aspect.ORIGIN, None, "origin"),
    (Aspect.SOURCE, None, "reference"),
    (Aspect.TRIGGER, Kind.CASE_REVIEW, "trigger"),
    (Aspect.OUTCOME, Kind.NEAR_MISS, "outcome"),
    (Aspect.NOTICED, Kind.NEAR_MISS, "identified_where"),
    (Aspect.NOTICED_BY, Kind.NEAR_MISS, "identified_by"),
    (Aspect.FAMILY_INVOLVED, Kind.CASE_REVIEW, "family_involved"),
    (Aspect.FAMILY_TOLD, Kind.NEAR_MISS, "family_told"),
    (Aspect.FAMILY_HEARD, Kind.NEAR_MISS, "family_heard"),
)


def _answers(tables: Tables) -> Table:
    """Return each answer to each aspect: `aspect`, `value`, `record` and the key `thing`."""
    import ibis

    given = ibis.literal(GIVEN)
    debriefs = _records(tables, Kind.DEBRIEF)
    episodes = facts.episodes_told(tables)
    units = facts.units(tables).mutate(thing="unit")
    links = _links(tables, "factor_links")
    named = links.select(thing=key_of(links, "episode"), value="influence")
    patterns = tables["findings"], _links(tables, "pattern_links")
    advice = tables["recommendations"]
    parts = [
        *(
            _told(aspect, records := _records(tables, kind), records[column])
            for aspect, kind, column in _OF_RECORDS
        ),
        _told(Aspect.PRACTICE, episodes.mutate(thing="unit"), episodes.practice),
        _told(Aspect.INFLUENCE, links, links.influence),
        _joined(Aspect.IN_UNITS, units, named),
        _joined(Aspect.FACTOR_LEVEL, links, _levels(tables, links)),
        *(
            _told(Aspect.PATTERN_INFLUENCE, each.mutate(thing=key), each.influence)
            for each, key in (
                (patterns[0], key_of(patterns[0], "finding")),
                (patterns[1], patterns[1].thing),
            )
        ),
        _told(
            Aspect.ADVICE_LEVEL,
            advice.mutate(thing=key_of(advice, "recommendation")),
            advice.level,
        ),
        _of_rows(Aspect.GRADE, tables, Kind.NEAR_MISS, "harm_grades", "grade"),
        _of_rows(Aspect.PREVENTED_BY, tables, Kind.NEAR_MISS, "prevented_by", "by"),
        _joined(
            Aspect.MISSING,
            _records(tables, Kind.CASE_REVIEW),
            tables["missing"].select(thing="record", value=given).distinct(),
        ),
        _told(
            Aspect.SAID,
            debriefs,
            ibis.ifelse(debriefs.children_or_families_heard, given, ibis.null("string")),
        ),
    ]
    return reduce(lambda one, other: one.union(other), parts)


def _records(tables: Tables, kind: Kind | None) -> Table:
    records = tables["records"]
    records = records.mutate(thing=records.record)
    return records if kind is None else records.filter(records.kind == str(kind))


def _links(tables: Tables, name: str) -> Table:
    """Return the links of a table, each with a key of its own as `thing`."""
    links = tables[name]
    return links.mutate(thing=links.record.concat("#", links.number.cast("string")))


def _levels(tables: Tables, links: Table) -> Table:
    """Return the levels at which what is linked arises: `thing` and `value`."""
    above, entries = tables["entry_ancestors"], tables["entries"]
    levels = entries.filter(entries.kind == str(EntryKind.LEVEL)).select(value="entry")
    above = above.inner_join(levels, above.ancestor == levels.value)
    above = above.select(below="entry", at="scope", value="value")
    links = links.select("thing", "factor", own=links.scope.fill_null(""))
    joined = links.inner_join(above, [links.factor == above.below, links.own == above.at])
    return joined.select("thing", "value").distinct()


def _told(aspect: Aspect, things: Table, value: StringColumn) -> Table:
    """Return the answers of things that hold the answer themselves."""
    import ibis

    return things.select(
        "record", "thing", aspect=ibis.literal(str(aspect)), value=value.cast("string")
    )


def _of_rows(aspect: Aspect, tables: Tables, kind: Kind, name: str, column: str) -> Table:
    """Return the answers of records of a kind that stand in rows of another table."""
    rows = tables[name].select(thing="record", value=column)
    return _joined(aspect, _records(tables, kind), rows)


def _joined(aspect: Aspect, things: Table, answers: Table) -> Table:
    """Return the answers that other rows have for things, and none for those without any."""
    answers = answers.rename(of="thing")
    joined = things.select("record", "thing").left_join(answers, [("thing", "of")])
    return _told(aspect, joined, joined.value)


_ASKED = Count("asked", "one of which it could be said", "", "thing")

BALANCE = Measure(
    "balance",
    "Which way the library leans",
    keys=(
        Key("aspect", "What is asked.", Aspect),
        Key("value", "What is answered; none where a record does not say."),
    ),
    counts=(
        Count("things", "one that says so", "asked", "thing"),
        Count("records", "a record with one that says so", "records"),
    ),
    margins=(Margin(_ASKED, _answers, on=(("aspect", "aspect"),)),),
    caveat=(
        "It shows what people wrote down and what they left out. Some things have several answers, "
        "so the numbers of an aspect need not add up."
    ),
    facts=_answers,
)
