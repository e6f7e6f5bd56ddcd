"""The values that were read from a document -> a record, as far as it goes.

A field that the document leaves open stays open: `check` names it, as it does in a record that
somebody has begun by hand. So the record is made without being checked, and is read again later.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from patternbook import model
from patternbook.importing.choices import choose_entry
from patternbook.importing.form import FormReading, Holder
from patternbook.importing.ids import id_from, is_id
from patternbook.importing.ledger import Fate, Ledger
from patternbook.importing.values import Reference, Values
from patternbook.paper.layout import FieldKind, FieldLayout, Layout, Target, normalised
from patternbook.vocabulary import Audience, Origin, Stage
from patternbook.word.found import Block, BlockKind, Run

_ID_AT_END = re.compile(r"\(([^()]+)\)\s*$")
_NUMBER = re.compile(r"(?:episode|finding|no\.?|number|#)?\s*(\d{1,3})\.?", re.IGNORECASE)
_NAMED_BY = {model.Episode: "title", model.Finding: "statement", model.Recommendation: "text"}
_NEAR = 0.85
# What a record says of itself only once people have confirmed it.
_CONFIRMED = ("sign_off", "published", "added")


def gathered(reading: FormReading, values: Values) -> dict[str, Any]:
    """Return all values of the record, with its episodes, findings and recommendations in order."""
    whole = reading.whole.values
    for name, holders in reading.items.items():
        part = reading.layout.whole[name].part
        assert part is not None  # noqa: S101 - these are parts
        ordered = _in_order(holders)
        for holder in ordered:
            holder.values = dict(_without_empty(holder.values, reading.said_nothing))
            _take_heading(holder, reading, values)
        _give_ids(part, ordered)
        whole[name] = [holder.values for holder in ordered if holder.values]
    _resolve_all(reading, values.ledger)
    return dict(_without_empty(whole, reading.said_nothing))


def build(layout: Layout, values: Mapping[str, Any]) -> BaseModel:
    """Return a part of a record with these values; what is missing stays None."""
    held: dict[str, Any] = {}
    for of in layout.fields:
        about = layout.model.model_fields[of.name]
        if of.name not in values:
            default = None if about.is_required() else about.get_default(call_default_factory=True)
            held[of.name] = default
            continue
        held[of.name] = _built(of, values[of.name])
    return layout.model.model_construct(**held)


def set_back(values: dict[str, Any], ledger: Ledger) -> None:
    """Make a record a draft for the board, whatever the document says of its standing.

    A document is text from a stranger: it cannot say of itself that it has been confirmed. One
    that is for its participants alone stays so.
    """
    said = values.get("audience", Audience.BOARD.value)
    audience = Audience(said).narrower(Audience.BOARD)
    confirmed = [values.pop(name) for name in _CONFIRMED if name in values]
    ledger.put(Fate.LEFT_OUT, " ".join(_said(confirmed)))
    is_more = values.get("stage", Stage.PRELIMINARY.value) != Stage.PRELIMINARY.value
    if confirmed or is_more or said != audience.value:
        ledger.trouble(
            "The document says that it is further on than a draft for the board, or already "
            "confirmed. A file cannot confirm that, so the record begins as a draft. Set “stage”, "
            "“audience” and “sign_off” in it once people have."
        )
    values["stage"] = Stage.PRELIMINARY.value
    values["audience"] = audience.value
    values.setdefault("origin", Origin.CONTRIBUTED.value)


def _said(value: Any) -> Iterable[str]:
    """Yield all that a value says, however deep."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if not isinstance(value, list):
        yield str(value)
        return
    for each in value:
        yield from _said(each)


def _built(of: FieldLayout, value: Any) -> Any:
    if of.part is not None and isinstance(value, Mapping):
        return build(of.part, value)
    if of.part is not None and isinstance(value, list):
        return tuple(build(of.part, each) for each in value)
    return tuple(value) if isinstance(value, list) else value


def _in_order(holders: Sequence[Holder]) -> list[Holder]:
    """Return parts in the order of their numbers, if each has one of its own."""
    numbers = [holder.number for holder in holders]
    if None in numbers or len(set(numbers)) < len(numbers):
        return list(holders)
    return sorted(holders, key=lambda holder: holder.number or 0)


def _take_heading(holder: Holder, reading: FormReading, values: Values) -> None:
    """Take what stands behind “Episode 2:”, unless the fields below say the same."""
    heading = " ".join(holder.heading.split())
    name = _NAMED_BY[holder.layout.model]
    if not heading:
        return
    if name not in holder.values:
        if holder.layout.model is model.Finding and "pattern" not in holder.values:
            of = holder.layout["pattern"]
            meant = choose_entry(heading, of, values.choices(of), values.typology)
            if meant.value is not None and meant.is_exact:
                holder.values["pattern"] = meant.value
                values.ledger.put(Fate.CHOICE, heading)
                return
        holder.values[name] = heading
        return
    said = " ".join(str(each) for each in holder.values.values() if isinstance(each, str))
    pattern = holder.values.get("pattern", "")
    title = values.typology.get(pattern).entry.title if pattern in values.typology else ""
    if normalised(heading) in {normalised(title), normalised(pattern)} or heading in said:
        values.ledger.put(Fate.LABEL, heading)
        return
    block = Block(BlockKind.TEXT, (Run(heading),), "")
    reading.account.add_elsewhere(holder.layout.item, [block])


def _give_ids(part: Layout, holders: Sequence[Holder]) -> None:
    taken = {holder.values["id"] for holder in holders if "id" in holder.values}
    for number, holder in enumerate(holders, 1):
        if holder.values and "id" not in holder.values:
            said = str(holder.values.get(_NAMED_BY[part.model], ""))
            made = id_from(said, taken, otherwise=f"{part.item.lower()}-{number}")
            taken.add(made)
            holder.values = {"id": made, **holder.values}


# --- References -----------------------------------------------------------------------------------


def _resolve_all(reading: FormReading, ledger: Ledger) -> None:
    """Replace what the document calls episodes, findings and records by their ids."""
    whole = reading.whole.values
    known = {
        Target.EPISODE: _called(whole.get("episodes", ())),
        Target.FINDING: _called(whole.get("findings", ())),
    }
    held: list[tuple[Layout, dict[str, Any]]] = [(reading.layout.whole, whole)]
    for name in reading.items:
        part = reading.layout.whole[name].part
        if part is not None:
            held += [(part, values) for values in whole.get(name, ())]
    for layout, values in held:
        for of in layout.fields:
            if of.kind is FieldKind.REFERENCES and of.name in values:
                among = known.get(of.target) if of.target else None
                values[of.name] = _resolved(of, values[of.name], among, reading, ledger)


def _called(parts: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the id of each part with what it is called in words."""
    return [(each["id"], str(each.get("title") or each.get("statement") or "")) for each in parts]


def _resolved(
    of: FieldLayout,
    said: Iterable[Reference],
    among: list[tuple[str, str]] | None,
    reading: FormReading,
    ledger: Ledger,
) -> list[str]:
    found: list[str] = []
    for each in said:
        meant = _meant(each.said, among)
        if meant is None:
            ledger.trouble(
                f"“{of.label}” names something that is not in the document. What stands there went "
                "into the account.",
                each.where,
                each.said,
            )
            block = Block(BlockKind.TEXT, (Run(f"{of.label}: {each.said}"),), each.where)
            reading.account.add_elsewhere(of.label, [block])
            continue
        ledger.put(Fate.CHOICE, each.said)
        if meant not in found:
            found.append(meant)
    return found


def _meant(said: str, among: list[tuple[str, str]] | None) -> str | None:
    """Return the id that is meant; among None, every id is one."""
    said = said.strip()
    in_brackets = _ID_AT_END.search(said)
    for candidate in (in_brackets[1].strip() if in_brackets else "", said):
        if candidate and is_id(candidate) and (among is None or candidate in dict(among)):
            return candidate
    if among is None:
        return None
    titles = {normalised(title): part_id for part_id, title in among if title}
    if normalised(said) in titles:
        return titles[normalised(said)]
    numbered = _NUMBER.fullmatch(said) or re.match(r"(?:episode|finding)\s+(\d{1,3})\b", said, re.I)
    if numbered and 0 < int(numbered[1]) <= len(among):
        return among[int(numbered[1]) - 1][0]
    near = difflib.get_close_matches(normalised(said), titles, n=1, cutoff=_NEAR)
    return titles[near[0]] if near else None


def _without_empty(
    values: Mapping[str, Any], kept: Sequence[dict[str, Any]]
) -> Iterable[tuple[str, Any]]:
    """Yield the values that say something, and parts that are there though they say nothing."""
    for name, value in values.items():
        if isinstance(value, dict):
            inner = dict(_without_empty(value, kept))
            if inner or any(value is each for each in kept):
                yield name, inner
        elif isinstance(value, list):
            entries = [
                dict(_without_empty(each, kept)) if isinstance(each, dict) else each
                for each in value
            ]
            if entries:
                yield name, entries
        elif value not in (None, ""):
            yield name, value
