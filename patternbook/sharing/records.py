"""The rows of public records in a share file -> what no public record can say.

Each row by itself is known to be in its form. Here they are looked at together: whether a part
has its record, and whether a record of this kind can have such a part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from patternbook.problems import quoted
from patternbook.sharing.cells import columns
from patternbook.sharing.shares import SHARED
from patternbook.tables import TABLES, Tables, Value
from patternbook.vocabulary import Kind, Origin, Scope

# The table, which of its rows, and what is wrong with it.
Fault = tuple[str, int, str]

_ONLY_OF: Mapping[str, Kind] = {
    **dict.fromkeys(
        (
            *("episodes", "findings", "finding_episodes", "recommendations"),
            *("recommendation_findings", "responses"),
        ),
        Kind.CASE_REVIEW,
    ),
    **dict.fromkeys(("pattern_links", "prevented_by", "harm_grades"), Kind.NEAR_MISS),
}
_FIELDS_ONLY_OF: Mapping[str, Kind] = {
    **dict.fromkeys(("trigger", "team_independent", "family_involved"), Kind.CASE_REVIEW),
    **dict.fromkeys(("outcome", "identified_where", "family_told", "family_heard"), Kind.NEAR_MISS),
    "children_or_families_heard": Kind.DEBRIEF,
}


def faults_of_records(records: Tables, tables: Tables) -> Iterator[Fault]:
    """Yield what is wrong with the public records of a file.

    `tables` are those of the library that reads it, for the sake of its vocabulary.
    """
    kinds = {record: str(kind) for record, kind in columns(records, "records", "record", "kind")}
    yield from _repeated(records)
    yield from _of_each_record(records)
    yield from _strayed(records, kinds)
    yield from _in_no_such_part(records, kinds)
    yield from _of_findings(records)
    yield from _between_agencies(records, tables)


def _repeated(records: Tables) -> Iterator[Fault]:
    for name in SHARED:
        seen = set()
        keys = list(columns(records, name, *TABLES[name].key))
        for number, key in enumerate(keys):
            if key in seen:
                yield name, number, "This row stands here twice."
            seen.add(key)


def _of_each_record(records: Tables) -> Iterator[Fault]:
    placed = {record for (record,) in columns(records, "settings", "record")}
    staffed = {record for (record,) in columns(records, "agencies", "record")}
    names = TABLES["records"].column_names
    for number, row in enumerate(records["records"]):
        fields = dict(zip(names, row, strict=True))
        record, kind, origin = quoted(fields["record"]), fields["kind"], fields["origin"]
        if fields["record"] not in placed or fields["record"] not in staffed:
            yield "records", number, f"The record {record} has no setting or no agency."
        if origin == Origin.ILLUSTRATIVE:
            yield "records", number, f"The record {record} was invented, and counts nowhere."
        if origin == Origin.LITERATURE and not fields["reference"]:
            yield "records", number, f"The record {record} does not say where it was published."
        if kind == Kind.NEAR_MISS and origin != Origin.LITERATURE and not fields["outcome"]:
            yield "records", number, f"The near miss {record} does not say how it ended."
        for name, only in _FIELDS_ONLY_OF.items():
            if fields[name] is not None and kind != only:
                yield "records", number, f"No record of the kind of {record} has “{name}”."


def _strayed(records: Tables, kinds: Mapping[Value, str]) -> Iterator[Fault]:
    """Yield rows that belong to no record of the file, or to one that can have none such."""
    for name in SHARED:
        for number, (record,) in enumerate(columns(records, name, "record")):
            if record not in kinds:
                yield name, number, f"There is no public record {quoted(record)} in this file."
            elif name in _ONLY_OF and kinds[record] != _ONLY_OF[name]:
                yield name, number, f"No record of the kind of {quoted(record)} has “{name}”."


def _in_no_such_part(records: Tables, kinds: Mapping[Value, str]) -> Iterator[Fault]:
    """Yield rows that name a part, such as an episode, which their record does not have."""
    for name in SHARED:
        for whole in TABLES[name].belongs_to:
            key = TABLES[whole].key
            known = set(columns(records, whole, *key))
            for number, part in enumerate(columns(records, name, *key)):
                if part not in known:
                    message = f"The record {quoted(part[0])} has no {key[-1]} {quoted(part[-1])}."
                    yield name, number, message
    episodes = set(columns(records, "episodes", "record", "episode"))
    for number, place in enumerate(columns(records, "factor_links", "record", "episode")):
        record, episode = place
        if kinds.get(record) == Kind.CASE_REVIEW and place not in episodes:
            message = f"A factor of {quoted(record)} stands in no episode of it."
            yield "factor_links", number, message
        elif kinds.get(record) != Kind.CASE_REVIEW and episode != "":
            message = f"A factor of {quoted(record)} stands in an episode, which it has not."
            yield "factor_links", number, message


def _of_findings(records: Tables) -> Iterator[Fault]:
    for number, (record, is_selected, why_not) in enumerate(
        columns(records, "findings", "record", "selected", "not_selected_because")
    ):
        if is_selected is False and not why_not:
            yield (
                "findings",
                number,
                f"A finding of {quoted(record)} does not say why it was not selected.",
            )


def _between_agencies(records: Tables, tables: Tables) -> Iterator[Fault]:
    """Yield links that say where a factor worked that its type tells already."""
    above: dict[tuple[Value, Value], set[Value]] = defaultdict(set)
    for entry, scope, ancestor in columns(tables, "entry_ancestors", "entry", "scope", "ancestor"):
        above[entry, scope].add(ancestor)
    for number, (record, factor, scope) in enumerate(
        columns(records, "factor_links", "record", "factor", "scope")
    ):
        between = above[factor, Scope.INTER_AGENCY.value]
        if scope == Scope.INTER_AGENCY and between == above[factor, ""]:
            message = f"In {quoted(record)}, {quoted(factor)} has a scope that it cannot have."
            yield "factor_links", number, message
