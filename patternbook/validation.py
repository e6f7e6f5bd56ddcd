"""Front matter -> a model, or problems in plain English with their places.

Pydantic finds what does not fit; this module says it in words that a contributor can act on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from patternbook.problems import Problem, is_repeatable, nearest
from patternbook.source import Source

M = TypeVar("M", bound=BaseModel)


def validate(source: Source, model: type[M]) -> tuple[M | None, list[Problem]]:
    """Return the front matter as this model, or None and every reason why it does not fit."""
    try:
        return model.model_validate(source.front_matter), []
    except ValidationError as error:
        misfits = list(_real(error.errors()))
        return None, [_problem(source, model, details) for details in misfits]


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
            else "The field “kind” holds something that is not one of its words."
        )
        mend = _mend_word(kind, known)
    return None, [Problem(source.path, *place, "unknown-kind", message, mend)]


def _real(misfits: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Yield all misfits but that of a list which is only empty because its entries do not fit."""
    faulty = {details["loc"][:-1] for details in misfits}
    for details in misfits:
        if details["type"] != "too_short" or details["loc"] not in faulty:
            yield details


def _problem(source: Source, model: type[BaseModel], details: ErrorDetails) -> Problem:
    where = [key for key in details["loc"] if key != "[key]"]
    kind = details["type"]
    name = next((key for key in reversed(where) if isinstance(key, str)), "")
    place = source.place_of(where, of_key=kind == "extra_forbidden")
    code, message, mend = _words(kind, name, details, list(_fields(model, where[:-1])))
    return Problem(source.path, *place, code, message, mend)


def _words(kind: str, name: str, details: ErrorDetails, fields: list[str]) -> tuple[str, str, str]:
    """Return code, message and mend for one kind of misfit; `fields` may stand at its place."""
    context: dict[str, Any] = details.get("ctx") or {}
    field = f"The field “{name}”" if is_repeatable(name) else "This field"
    if details["input"] is None and kind == "enum":
        return "missing-field", f"{field} is empty.", _mend_word("", _allowed(context))
    if details["input"] is None and kind not in {"missing", "extra_forbidden", "value_error"}:
        kind = "string_too_short"
    match kind:
        case "missing":
            return (
                "missing-field",
                f"{field} is missing.",
                "Add it; the page on the record format says what it holds.",
            )
        case "extra_forbidden":
            return (
                "unknown-field",
                f"No field is called “{name}” here."
                if is_repeatable(name)
                else "No field has this name.",
                nearest(name, fields) or "Remove it, or check how it is indented.",
            )
        case "enum" | "literal_error":
            allowed = _allowed(context)
            given = details["input"]
            message = (
                f"{field} cannot be “{given}”."
                if is_repeatable(given)
                else f"{field} holds something that is not one of its words."
            )
            return "unknown-word", message, _mend_word(given, allowed)
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
                "Fill it in, or remove the line if the field is optional.",
            )
        case "string_too_long":
            return (
                "too-long",
                f"{field} is longer than {context['max_length']:,} characters.",
                "Shorten it; a longer account goes below the fields.",
            )
        case "string_pattern_mismatch":
            if "a-z0-9" in str(context.get("pattern")):
                return (
                    "not-an-id",
                    f"{field} must be an id: small letters, figures and single hyphens.",
                    "Write it like “waiting-for-the-second-referral”.",
                )
            return "not-one-line", f"{field} must stand on one line.", "Shorten it to one line."
        case "int_type":
            return (
                "not-a-number",
                f"{field} must be a whole number.",
                "Write it in figures, without quotation marks.",
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
        case "too_short":
            return "empty-list", f"{field} needs at least one entry.", "Add one."
        case "none_required":
            return "not-here", f"{field} has no place on this kind of page.", "Remove it."
        case "value_error":
            return "incomplete", str(context["error"]), "Add what is missing."
        case _:
            return (
                "not-fields",
                f"{field} must hold fields of its own.",
                "Write them indented below it, one on each line.",
            )


def _allowed(context: dict[str, Any]) -> list[str]:
    """Return the words that pydantic says are allowed, read from its own list of them."""
    said = str(context.get("expected", ""))
    return [
        word.strip().strip("'")
        for part in said.split(" or ")
        for word in part.split(",")
        if word.strip()
    ]


def _mend_word(given: object, allowed: Mapping[str, Any] | list[str]) -> str:
    near = nearest(str(given), allowed)
    return (
        f"{near} It can be: {', '.join(allowed)}." if near else f"It can be: {', '.join(allowed)}."
    )


def _fields(model: Any, path: list[str | int]) -> Iterator[str]:
    """Yield the names of the fields that may stand at this path."""
    for key in path:
        if isinstance(key, int):
            continue
        found = (
            model.model_fields.get(key)
            if isinstance(model, type) and issubclass(model, BaseModel)
            else None
        )
        if found is None:
            return
        model = next(_models_in(found.annotation), None)
    if isinstance(model, type) and issubclass(model, BaseModel):
        yield from model.model_fields


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that an annotation such as `tuple[Episode, ...] | None` mentions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif not (isinstance(annotation, type) and issubclass(annotation, Enum)):
        for argument in get_args(annotation):
            yield from _models_in(argument)
