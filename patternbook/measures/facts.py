"""The facts that measures count: tables put together so that one row says one thing.

Each function takes the tables and returns a query. Every fact bears its `record`. A factor or a
pattern that a record names is a fact of the entry itself and of each that it stands under, in the
column `entry`; so a count of different records for a whole pattern needs no adding up.

A `unit` is what factors and patterns are found in together: an episode, or a whole near miss or
debrief. `recommendation` and `finding` are keys over the whole library here, since within a record
alone their ids tell them apart.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from patternbook.measures.measure import Tables
from patternbook.vocabulary import EntryKind, EntryStatus, Kind

if TYPE_CHECKING:
    from ibis.expr.types import StringColumn, Table

# How many records name an entry.
NEVER, ONCE, AGAIN = "in no record", "in one record", "in several records"


def key_of(table: Table, column: str) -> StringColumn:
    """Return what tells a part of a record from all others of the library.

    No id holds a stroke, so that two can never be the same.
    """
    return table.record.concat("/", table[column])


def records_told(tables: Tables) -> Table:
    """Return the records as they are."""
    return tables["records"]


def settings_told(tables: Tables) -> Table:
    """Return the settings of the records."""
    return tables["settings"]


def agencies_told(tables: Tables) -> Table:
    """Return the agencies of the records."""
    return tables["agencies"]


def reviews_told(tables: Tables) -> Table:
    """Return the case reviews."""
    return _of_kind(tables, Kind.CASE_REVIEW)


def episodes_told(tables: Tables) -> Table:
    """Return the episodes, with their keys as `unit`."""
    episodes = tables["episodes"]
    return episodes.mutate(unit=key_of(episodes, "episode"))


def parts_told(tables: Tables) -> Table:
    """Return everything that can be a denominator: `record`, `sort` and the key `part`."""
    records, episodes = tables["records"], tables["episodes"]
    findings, recommendations = tables["findings"], tables["recommendations"]
    named = union(
        *(tables[name].select("record") for name in ("findings", "pattern_links", "factor_links"))
    )
    able = records.filter(records.kind != str(Kind.DEBRIEF))
    return union(
        records.select("record", sort=records.kind, part=records.record),
        _parts(episodes, "episodes", key_of(episodes, "episode")),
        _parts(findings, "findings", key_of(findings, "finding")),
        _parts(recommendations, "recommendations", key_of(recommendations, "recommendation")),
        _parts(answered(tables), "answered", answered(tables).recommendation),
        _parts(named, "coded", named.record),
        _parts(able, "can_name_patterns", able.record),
        *(
            _parts(each, sort, each.unit)
            for sort, each in (("units", units(tables)), ("crossed_units", crossed_units(tables)))
        ),
    )


def units(tables: Tables) -> Table:
    """Return what factors can be named in: episodes, near misses and debriefs, as `unit`."""
    return union(crossed_units(tables), _whole(tables, Kind.DEBRIEF))


def crossed_units(tables: Tables) -> Table:
    """Return what both factors and patterns can be found in: episodes and near misses."""
    return union(episodes_told(tables).select("record", "unit"), _whole(tables, Kind.NEAR_MISS))


def patterns_named(tables: Tables) -> Table:
    """Return each pattern or issue that a review found or a near miss shows, and those above it.

    `kind` is that of the record. `finding` and `selected` are open for a near miss; so is `spread`
    where the reviewers claim none.
    """
    import ibis

    findings, links = tables["findings"], tables["pattern_links"]
    named = findings.select(
        "record",
        "pattern",
        "influence",
        "selected",
        "spread",
        finding=key_of(findings, "finding"),
        kind=ibis.literal(str(Kind.CASE_REVIEW)),
    ).union(
        links.select(
            "record",
            "pattern",
            "influence",
            selected=ibis.null("boolean"),
            spread=ibis.null("string"),
            finding=ibis.null("string"),
            kind=ibis.literal(str(Kind.NEAR_MISS)),
        )
    )
    above = _above(tables, "")
    return named.inner_join(above, named.pattern == above.below).drop("below", "pattern")


def factors_named(tables: Tables) -> Table:
    """Return each factor that was at work in a unit, and what stands above it.

    A factor of the own team that worked between agencies stands under the type of those.
    """
    links = tables["factor_links"]
    links = links.mutate(unit=key_of(links, "episode"), at=links.scope.fill_null(""))
    above = tables["entry_ancestors"]
    above = above.select(below=above.entry, below_at=above.scope, entry=above.ancestor)
    joined = links.inner_join(above, [links.factor == above.below, links.at == above.below_at])
    return joined.select("record", "unit", "entry", "influence")


def patterns_found(tables: Tables) -> Table:
    """Return the patterns of findings, without what near misses show."""
    named = patterns_named(tables)
    return named.filter(named.finding.notnull())


def findings_told(tables: Tables) -> Table:
    """Return the findings as they are, with their keys."""
    findings = tables["findings"]
    return findings.mutate(finding=key_of(findings, "finding"))


def settings_of_pattern_records(tables: Tables) -> Table:
    """Return the settings of those records that can name a pattern."""
    records = tables["records"]
    able = records.filter(records.kind != str(Kind.DEBRIEF))
    return tables["settings"].semi_join(able, "record")


def patterns_in_settings(tables: Tables) -> Table:
    """Return each pattern by each setting of the record."""
    return patterns_named(tables).inner_join(tables["settings"], "record")


def factors_in_settings(tables: Tables) -> Table:
    """Return each factor by each setting of the record."""
    return factors_named(tables).inner_join(tables["settings"], "record")


def patterns_found_in(tables: Tables) -> Table:
    """Return each pattern in each unit where it, or an issue within it, was found.

    A finding was found in the episodes that it cites; a near miss shows its patterns itself.
    """
    findings, links = tables["findings"], tables["pattern_links"]
    cited = findings.inner_join(tables["finding_episodes"], ["record", "finding"])
    found = cited.select("record", named="pattern", unit=key_of(cited, "episode")).union(
        links.select("record", named="pattern", unit=links.record.concat("/"))
    )
    entries = tables["entries"]
    patterns = entries.filter(entries.kind == str(EntryKind.PATTERN))
    above = _above(tables, "").semi_join(patterns, "entry")
    joined = found.inner_join(above, found.named == above.below)
    return joined.select("record", "unit", pattern="entry").distinct()


def factors_found_in(tables: Tables) -> Table:
    """Return each factor in each unit where a pattern can be found too: `unit` and `factor`."""
    debriefs = _of_kind(tables, Kind.DEBRIEF)
    named = factors_named(tables).anti_join(debriefs, "record")
    return named.rename(factor="entry").distinct()


def factors_with_patterns(tables: Tables) -> Table:
    """Return each factor with each pattern that was found in the same unit."""
    found = patterns_found_in(tables).drop("record")
    return factors_found_in(tables).inner_join(found, "unit")


def patterns_with_patterns(tables: Tables) -> Table:
    """Return each two patterns or issues that one record names: `pattern` and `other`.

    Each pair stands once, its ids in their order. Of two that stand under each other none is told:
    they are there together by definition.
    """
    named = patterns_named(tables).select("record", "entry").distinct()
    one, other = named.rename(pattern="entry"), named.rename(other="entry")
    pairs = one.inner_join(other, "record")
    pairs = pairs.filter(pairs.pattern < pairs.other)
    kin = tables["entry_ancestors"]
    kin = kin.select(one="entry", two="ancestor").union(kin.select(one="ancestor", two="entry"))
    return pairs.anti_join(kin, [pairs.pattern == kin.one, pairs.other == kin.two])


def recommendations_told(tables: Tables) -> Table:
    """Return the recommendations with the newest response to each, if there is any.

    Of several responses of one year the newest is the one written last.
    """
    import ibis

    told, responses = tables["recommendations"], tables["responses"]
    told = told.mutate(recommendation=key_of(told, "recommendation"))
    responses = responses.mutate(recommendation=key_of(responses, "recommendation"))
    newest = responses.mutate(
        age=ibis.row_number().over(
            group_by="recommendation",
            order_by=[ibis.desc(responses.year), ibis.desc(responses.number)],
        )
    )
    newest = newest.filter(newest.age == 0).select("recommendation", "status", "effect")
    return told.left_join(newest, "recommendation").select(
        "record", "recommendation", "kind", "level", "status", "effect"
    )


def answered(tables: Tables) -> Table:
    """Return the recommendations to which there is a response."""
    told = recommendations_told(tables)
    return told.filter(told.status.notnull())


def recommendations_on_patterns(tables: Tables) -> Table:
    """Return the recommendations by each pattern of the findings on which they rest."""
    links, findings = tables["recommendation_findings"], tables["findings"]
    joined = links.inner_join(findings, ["record", "finding"])
    on = joined.select("pattern", recommendation=key_of(joined, "recommendation"))
    above = _above(tables, "")
    on = on.inner_join(above, on.pattern == above.below).select("recommendation", "entry")
    return recommendations_told(tables).inner_join(on.distinct(), "recommendation")


def entries_told(tables: Tables) -> Table:
    """Return each entry of the vocabulary with how often it is `told`: never, once or again.

    A retired one that no record names is left out, since nobody can name it any more.
    """
    import ibis

    named = (
        patterns_named(tables)
        .select("record", "entry")
        .union(factors_named(tables).select("record", "entry"))
    )
    numbers = named.group_by("entry").aggregate(number=named.record.nunique())
    entries = tables["entries"].select("entry", "kind", "status").left_join(numbers, "entry")
    entries = entries.mutate(number=entries.number.fill_null(0))
    entries = entries.filter((entries.number > 0) | (entries.status != str(EntryStatus.RETIRED)))
    told = ibis.cases((entries.number == 0, NEVER), (entries.number == 1, ONCE), else_=AGAIN)
    return entries.mutate(told=told)


def _above(tables: Tables, scope: str) -> Table:
    """Return pairs of an entry and one that it stands under, as `below` and `entry`."""
    above = tables["entry_ancestors"]
    return above.filter(above.scope == scope).select(below=above.entry, entry=above.ancestor)


def _of_kind(tables: Tables, kind: Kind) -> Table:
    records = tables["records"]
    return records.filter(records.kind == str(kind))


def _whole(tables: Tables, kind: Kind) -> Table:
    """Return the records of one kind as units: their links bear no episode."""
    records = _of_kind(tables, kind)
    return records.select("record", unit=records.record.concat("/"))


def _parts(table: Table, sort: str, part: StringColumn) -> Table:
    import ibis

    return table.select("record", sort=ibis.literal(sort), part=part)


def union(*tables: Table) -> Table:
    """Return the rows of all these tables, which have the same columns."""
    return reduce(lambda one, other: one.union(other), tables)
