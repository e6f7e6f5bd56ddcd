"""What the mirror counts, counted once more by other means: plain Python over the front matter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.measures.recount import Raw, Said

# Aspect -> what is asked, each with its answers; none of them where a record does not say.
Again = dict[str, dict[tuple[str, ...], set[str]]]

_GIVEN: set[str | None] = {"given"}
_UNSAID: set[str | None] = {None}
_NOTHING: set[str | None] = set()


def rebalance(raw: Raw) -> Again:
    """Return every answer to every aspect, for the records that count."""
    again: Again = defaultdict(dict)
    for said in raw.records:
        if said["origin"] != "illustrative":
            for aspect, thing, values in _answers(raw, said):
                again[aspect][(said["id"], *thing)] = {value for value in values if value}
    return again


def in_numbers(again: Again) -> dict[tuple[str, str | None], tuple[int, int]]:
    """Return how many gave each answer, and how many were asked, by aspect and answer."""
    found: dict[tuple[str, str | None], tuple[int, int]] = {}
    for aspect, things in again.items():
        answers: Counter[str | None] = Counter()
        for values in things.values():
            answers.update(values or _UNSAID)
        for answer, number in answers.items():
            found[aspect, answer] = number, len(things)
    return found


def _answers(raw: Raw, said: Said) -> Iterator[tuple[str, tuple[str, ...], set[str | None]]]:
    yield "kind", (), {said["kind"]}
    yield "origin", (), {said["origin"]}
    yield "source", (), {(said.get("citation") or {}).get("reference")}
    yield from _of_factors(raw, said)
    for number, link in enumerate(said.get("patterns") or []):
        yield "pattern-influence", ("shown", str(number)), {link["influence"]}
    if said["kind"] == "case-review":
        yield from _of_review(said)
    elif said["kind"] == "near-miss":
        yield from _of_near_miss(said)
    else:
        yield "said", (), _GIVEN if said.get("children_and_families_said") else _NOTHING


def _of_factors(raw: Raw, said: Said) -> Iterator[tuple[str, tuple[str, ...], set[str | None]]]:
    units = {each["id"]: each.get("factors") or [] for each in said.get("episodes") or []}
    if said["kind"] != "case-review":
        units = {"": said.get("factors") or []}
    for unit, links in units.items():
        yield "in-units", (unit,), {link["influence"] for link in links}
        for number, link in enumerate(links):
            above = raw.above(raw.present(link["factor"]), link.get("scope"))
            levels = {each for each in above if raw.entries[each]["kind"] == "level"}
            yield "influence", (unit, str(number)), {link["influence"]}
            yield "factor-level", (unit, str(number)), {*levels}


def _of_review(said: Said) -> Iterator[tuple[str, tuple[str, ...], set[str | None]]]:
    yield "trigger", (), {said.get("trigger")}
    yield "family-involved", (), {(said.get("family") or {}).get("involved")}
    yield "missing", (), _GIVEN if said.get("missing") else _NOTHING
    for each in said.get("episodes") or []:
        yield "practice", (each["id"],), {each["practice"]}
    for each in said.get("findings") or []:
        yield "pattern-influence", ("found", each["id"]), {each["influence"]}
    for each in said.get("recommendations") or []:
        yield "advice-level", (each["id"],), {each["level"]}


def _of_near_miss(said: Said) -> Iterator[tuple[str, tuple[str, ...], set[str | None]]]:
    noticed, family = said.get("identified_by") or {}, said.get("family") or {}
    yield "outcome", (), {said.get("outcome")}
    yield "grade", (), {*((said.get("harm") or {}).get("grades") or [])}
    yield "noticed", (), {noticed.get("where")}
    yield "noticed-by", (), {noticed.get("role")}
    yield "prevented-by", (), {each["by"] for each in said.get("prevented_by") or []}
    yield "family-told", (), {family.get("told")}
    yield "family-heard", (), {family.get("heard")}
