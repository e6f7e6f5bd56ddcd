"""Front matter -> a model, or problems in plain English with their places.

Pydantic finds what does not fit; this module says it in words that a contributor can act on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple, TypeVar, get_args, get_type_hints

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from patternbook.model import ID_PATTERN, Month, Year
from patternbook.problems import Problem, is_repeatable, nearest
from patternbook.source import FieldPath, Source

M = TypeVar("M", bound=BaseModel)


def validate(
    source: Source, model: type[M], entry_ids: Collection[str] = ()
) -> tuple[M | None, list[Problem]]:
    """Return the front matter as this model, or None and every reason why it does not fit.

    `entry_ids` are those of the vocabulary, to suggest where one is not written as an id.
    """
    try:
        return model.model_validate(source.front_matter), []
    except ValidationError as error:
        misfits = list(_real(error.errors()))
        return None, [_problem(source, model, details, entry_ids) for details in misfits]


def choose(source: Source, models: Mapping[Any, type[M]]) -> tuple[type[M] | None, list[Problem]]:
    """Return the model that the field `kind` names, or None and the problem with that field."""
    kind = source.front_matter.get("kind")
    known = {str(key): model for key, model in models.items()}
    if isinstance(kind, str) and kind in known:
        return known[kind], []
    place = source.place_of(["kind"])
    if kind is None:
        message, mend = "The field “kind” is missing.", f"Add it: one of {', '.join(known)}."
    else:
        message = (
            f"No kind of page that belongs here is called “{kind}”."
            if is_repeatable(kind)
            else f"The field “kind” {_no_word(kind)}"
        )
        mend = _mend_word(kind, list(known))
    return None, [Problem(source.path, *place, "unknown-kind", message, mend)]


def _real(misfits: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Yield all misfits but that of a list which is only empty because its entries do not fit."""
    faulty = {details["loc"][:-1] for details in misfits}
    for details in misfits:
        if details["type"] != "too_short" or details["loc"] not in faulty:
            yield details


def _problem(
    source: Source, model: type[BaseModel], details: ErrorDetails, entry_ids: Collection[str]
) -> Problem:
    where = tuple(key for key in details["loc"] if key != "[key]")
    kind = details["type"]
    name = next((key for key in reversed(where) if isinstance(key, str)), "")
    if "pseudonyms" in where:
        name = "pseudonyms"  # whoever stands below it is nobody to repeat in a message
    if name in {"id", "former_ids"} and "neighbours" not in where:
        entry_ids = ()  # these are not to be those of an entry that exists
    place = source.place_of(where, of_key=kind == "extra_forbidden")
    code, message, mend = _words(kind, name, details, _wanted(model, where), entry_ids)
    return Problem(source.path, *place, code, message, mend)


class _Wanted(NamedTuple):
    """What the model wants at one place of the front matter.

    `words` are those of a closed list, `fields` those within the field, and `neighbours` all that
    may stand beside it.
    """

    words: list[str]
    fields: list[str]
    neighbours: list[str]
    required: bool
    is_year: bool
    is_month: bool


def _wanted(model: type[BaseModel], where: FieldPath) -> _Wanted:
    """Return what a model wants at this place."""
    hint: Any = model
    neighbours: list[str] = []
    required = False
    for key in where:
        required = False  # an item of a list may be left out
        if isinstance(key, str):
            holder = next(_models_in(hint), None)
            fields = holder.model_fields if holder else {}
            neighbours = list(fields)
            required = key in fields and fields[key].is_required()
            hint = get_type_hints(holder, include_extras=True)[key] if key in fields else None
    words = [str(each.value) for each in _leaves(hint) if isinstance(each, Enum)]
    within = next(_models_in(hint), None)
    return _Wanted(
        words=words,
        fields=list(within.model_fields) if within else [],
        neighbours=neighbours,
        required=required,
        is_year=Year in (hint, *get_args(hint)),
        is_month=Month in (hint, *get_args(hint)),
    )


def _words(
    kind: str, name: str, details: ErrorDetails, wanted: _Wanted, entry_ids: Collection[str]
) -> tuple[str, str, str]:
    """Return code, message and mend for one kind of misfit, given what was wanted in its place."""
    context: dict[str, Any] = details.get("ctx") or {}
    field = f"The field “{name}”" if is_repeatable(name) else "This field"
    if details["input"] is None and kind == "enum":
        return "missing-field", f"{field} is empty.", _mend_word("", wanted.words)
    if details["input"] is None and kind not in {"missing", "extra_forbidden", "value_error"}:
        kind = "string_too_short"
    match kind:
        case "missing":
            return (
                "missing-field",
                f"{field} is missing.",
                f"Add it. {_mend_word('', wanted.words)}"
                if wanted.words
                else "Add it; the page on the format says what it holds.",
            )
        case "extra_forbidden":
            return (
                "unknown-field",
                f"No field is called “{name}” here."
                if is_repeatable(name)
                else "No field has this name.",
                nearest(name, wanted.neighbours) or "Remove it, or check how it is indented.",
            )
        case "enum" | "literal_error":
            given = details["input"]
            message = (
                f"{field} cannot be “{given}”."
                if is_repeatable(given)
                else f"{field} {_no_word(given)}"
            )
            return "unknown-word", message, _mend_word(given, wanted.words)
        case "string_type" | "string_pattern_mismatch" if wanted.is_month:
            return (
                "not-a-month",
                f"{field} must be a month: the year, a hyphen and the month in figures.",
                "Write it like 2026-11, without a day.",
            )
        case "string_type":
            return (
                "not-text",
                f"{field} must be text.",
                "Put quotation marks around it, and check how it is indented.",
            )
        case "string_too_short":
            return (
                "missing-field",
                f"{field} is empty.",
                "Fill it in." if wanted.required else "Fill it in, or remove the line.",
            )
        case "string_too_long":
            return (
                "too-long",
                f"{field} is longer than {context['max_length']:,} characters.",
                "Shorten it; a longer account goes below the fields.",
            )
        case "string_pattern_mismatch":
            if context["pattern"] == ID_PATTERN:
                return (
                    "not-an-id",
                    f"{field} must be an id: small letters, figures and single hyphens.",
                    _meant(str(details["input"]), entry_ids)
                    or "Write it like “waiting-for-the-second-referral”.",
                )
            return "not-one-line", f"{field} must stand on one line.", "Shorten it to one line."
        case "int_type":
            return (
                "not-a-number",
                f"{field} must be a whole number.",
                "Write the year alone, such as 2024, without quotation marks; exact dates "
                "identify people."
                if wanted.is_year
                else "Write it in figures, without quotation marks.",
            )
        case "greater_than_equal" | "less_than_equal":
            return (
                "not-a-year",
                f"{field} must be a year between 1900 and 2100.",
                "Write four figures.",
            )
        case "bool_type":
            return (
                "not-true-or-false",
                f"{field} must be true or false.",
                "Write “true” or “false”, without quotation marks.",
            )
        case "tuple_type" | "list_type":
            return (
                "not-a-list",
                f"{field} must be a list.",
                "Write [one, another], or a line “- one” for each.",
            )
        case "too_long":
            return (
                "too-many",
                f"{field} has more than {context['max_length']} entries.",
                "Keep those that matter most.",
            )
        case "too_short":
            return "empty-list", f"{field} needs at least one entry.", "Add one."
        case "none_required":
            return "not-here", f"{field} has no place on this kind of page.", "Remove it."
        case "repeated":
            return "repeated", f"{field} names the same thing twice.", "Remove one of the two."
        case "value_error":
            return (
                "incomplete",
                str(context["error"]),
                f"Add what is missing. {_mend_word('', wanted.words)}"
                if wanted.words
                else "Add what is missing.",
            )
        case _:
            return (
                "not-fields",
                f"{field} must hold fields of its own.",
                f"Write them indented below it, one on each line: {', '.join(wanted.fields)}."
                if wanted.fields
                else "Write them indented below it, one on each line.",
            )


def _meant(given: str, entry_ids: Iterable[str]) -> str:
    """Return "Did you mean “…”?" if what was given is the id of an entry in another spelling."""
    by_letters = {entry_id.replace("-", ""): entry_id for entry_id in entry_ids}
    meant = by_letters.get(re.sub("[^a-z0-9]", "", given.lower()))
    return f"Did you mean “{meant}”?" if meant else ""


def _no_word(given: object) -> str:
    """Return what is wrong with what stands in place of a word and may not be repeated."""
    what = "a word" if isinstance(given, str) else "something"
    return f"holds {what} that is not on its list."


def _mend_word(given: object, allowed: list[str]) -> str:
    near = nearest(str(given), allowed)
    return (
        f"{near} It can be: {', '.join(allowed)}." if near else f"It can be: {', '.join(allowed)}."
    )


def _models_in(hint: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that a type such as `tuple[Episode, ...] | None` mentions."""
    for each in _leaves(hint):
        if isinstance(each, type) and issubclass(each, BaseModel):
            yield each


def _leaves(hint: Any) -> Iterator[Any]:
    """Yield what a type is made of: models, plain types, and every word of its closed lists."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        yield from hint
    elif inner := get_args(hint):
        for each in inner:
            yield from _leaves(each)
    else:
        yield hint
