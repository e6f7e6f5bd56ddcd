"""The model and the vocabulary -> data for the forms in the browser, as scripts.

Labels, order and help are those of `paper.layout`, which Word forms and reports share; what can be
chosen is what this reader's vocabulary holds. Said here is only which fields a form asks first,
and which it does not ask at all, since a form of forty fields would be filled in by nobody. A field
that the model gains later is asked among the rest, so the forms never fall behind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from patternbook.exports.form_rules import rules_script
from patternbook.expressions import for_browsers
from patternbook.model import ID_LENGTH, MANY
from patternbook.pages.starting import may_keep
from patternbook.paper.layout import (
    EPISODE_CELLS,
    EPISODE_COLUMNS,
    FieldKind,
    FieldLayout,
    Layout,
    RecordLayout,
    Target,
    choices_of,
    layout_of,
    name_of_entry,
)
from patternbook.paper.parts import Choice
from patternbook.publication import PublishedLibrary
from patternbook.spans import HIDDEN
from patternbook.typology import Typology
from patternbook.vocabulary import Audience, Kind, Origin, Stage
from patternbook.word.writing import MEDIA_TYPE, base_parts

# Where the scripts lie: beside the pages of the forms.
FIELDS = "contribute/write/fields.js"
WORD = "contribute/write/word.js"
MEANINGS = "contribute/write/meanings.js"
RULES = "contribute/write/rules.js"

LONGEST_LINE = 300
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name, which is that of its page, and the kind of record that it makes.

    `first` are the fields that everybody sees; `left_out` are those that no form asks, beside
    those that a draft cannot have. `opened` are lists that begin with one empty part, and `needed`
    are fields that may be empty for the model, and may not be in a record of one's own.
    """

    name: str
    kind: Kind
    first: tuple[str, ...]
    opened: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()


_ABOUT = ("summary", "setting", "agencies")
FORMS: tuple[Form, ...] = (
    Form(
        Kind.NEAR_MISS.value,
        Kind.NEAR_MISS,
        ("title", "what_happened", "outcome", "prevented_by", "factors", *_ABOUT),
        frozenset({"factors"}),
        needed=frozenset({"outcome"}),
    ),
    Form(
        Kind.DEBRIEF.value,
        Kind.DEBRIEF,
        ("title", "what_we_were_doing", "went_well", "was_hard", *_ABOUT),
        frozenset({"went_well", "was_hard"}),
    ),
    Form(
        "episode",
        Kind.CASE_REVIEW,
        ("title", "episodes", *_ABOUT),
        frozenset({"episodes"}),
        # A review as a whole takes more than a form: see the guide.
        frozenset(
            {
                *("questions", "trigger", "team", "participants", "missing", "dialogue"),
                *("findings", "recommendations"),
            }
        ),
        needed=frozenset({"episodes"}),
    ),
)

_NOTE = (
    "Written with the form in the browser. This is a draft for the board: nothing is signed off."
)

# What every form's record says of itself: a draft for the board, as `patternbook new` begins one.
FIXED = {
    "origin": Origin.CONTRIBUTED,
    "stage": Stage.PRELIMINARY,
    "audience": Audience.BOARD,
}
# What nobody can say before it is read by others, or what is the editor's to say.
_NEVER = frozenset(
    {"kind", "citation", "added", "sign_off", "related", "published", "internal", *FIXED}
)
# Who may read a part is for the whole draft to say, until somebody edits the file.
# Where what the check says names a field by its name in the file, the form says which it is.
_CALLED = frozenset({"pseudonyms", "declared_terms"})
_NEVER_IN_PARTS = frozenset({"audience", "id"})


def form_files(library: PublishedLibrary) -> dict[str, str]:
    """Return the scripts that hand the forms what they ask, and the rules, by their paths.

    What each factor and pattern means comes apart, since a page is seen sooner without it.
    """
    fields, meanings = map(_as_json, (form_data(library), meanings_of_entries(library.typology)))
    return {
        FIELDS: f"PatternbookForm.fields = {fields};\n",
        WORD: f"PatternbookForm.takeWord({_as_json(word_data(library.typology))});\n",
        MEANINGS: f"PatternbookForm.takeMeanings({meanings});\n",
        RULES: rules_script(),
    }


def _as_json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def word_data(typology: Typology) -> dict[str, Any]:
    """Return what a form needs to write a Word file: an empty one, and what stands where in it."""
    about = Form("", Kind.NEAR_MISS, ())
    fixed = [each for each in layout_of(about.kind).whole.fields if each.name in {"kind", *FIXED}]
    return {
        "type": MEDIA_TYPE,
        "base": {name: part.decode() for name, part in base_parts().items()},
        "note": _NOTE,
        "headed": [str(kind) for kind in FieldKind if kind.has_heading],
        "columns": EPISODE_COLUMNS,
        "cells": EPISODE_CELLS,
        "fixed": {each.name: _field(each, about, typology) for each in fixed},
        "forms": {
            form.name: {
                "sections": [
                    {"title": section.title, "fields": section.fields}
                    for section in layout_of(form.kind).sections
                ]
            }
            for form in FORMS
        },
    }


def meanings_of_entries(typology: Typology) -> dict[str, str]:
    """Return what each entry means that can be chosen, by its id."""
    return {
        choice.value: " ".join(choice.meaning.split())
        for target in (Target.FACTOR, Target.PATTERN)
        for choice in _entries(target, typology)
    }


def form_data(library: PublishedLibrary) -> dict[str, Any]:
    """Return what the forms ask, and what can be chosen in them, as plain data."""
    return {
        "forms": {form.name: _form(form, library.typology) for form in FORMS},
        "entries": {
            str(target): [
                {
                    "value": choice.value,
                    "label": choice.label,
                    "group": choice.group,
                    # How it is written down, where another has the same title.
                    "name": name_of_entry(choice.value, target, library.typology),
                }
                for choice in _entries(target, library.typology)
            ]
            for target in (Target.FACTOR, Target.PATTERN)
        },
        "crossing": [
            choice.value
            for choice in _entries(Target.FACTOR, library.typology)
            if library.typology.may_cross_agencies(choice.value)
        ],
        "titles": sorted(each.entry.title for each in library.typology),
        # A board's own words are known to those who read its drafts.
        "declared": [each.term for each in library.local_terms],
        # What is written in a copy that is not for everyone must not stay behind on a computer that
        # people share.
        "may_keep": may_keep(library.audience),
        # What nobody can see is not written into a file, which could not be read with it.
        "hidden": for_browsers(HIDDEN),
        "longest": {"id": ID_LENGTH, "line": LONGEST_LINE, "text": LONGEST_TEXT, "list": MANY},
    }


def _entries(target: Target, typology: Typology) -> Iterator[Choice]:
    field = FieldLayout("", "", "", FieldKind.ENTRY, True, target=target)
    yield from choices_of(field, typology)


def _form(form: Form, typology: Typology) -> dict[str, Any]:
    layout = layout_of(form.kind)
    hidden = _NEVER | form.left_out
    asked = [each for each in layout.whole.fields if each.name not in hidden]
    fields = {each.name: _field(each, form, typology) for each in asked}
    return {
        "name": form.name,
        "kind": str(form.kind),
        "order": list(layout.whole.model.model_fields),
        "fixed": {"kind": str(form.kind), **{name: str(word) for name, word in FIXED.items()}},
        "fields": fields,
        "first": list(form.first),
        "later": list(_later(form, layout, fields)),
        "isReview": form.kind is Kind.CASE_REVIEW,
    }


def _later(
    form: Form, layout: RecordLayout, fields: dict[str, dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield groups of fields that are folded away, each with what stands on its fold.

    That is the title of their section, or, where that says less than what is in it, their labels.
    """
    for section in layout.sections:
        names = [n for n in section.fields if n in fields and n not in form.first]
        for group in ([n for n in names if n in _CALLED], [n for n in names if n not in _CALLED]):
            labels = [fields[name]["label"] for name in group]
            is_whole = set(group) == set(section.fields)
            if group:
                yield {"title": section.title if is_whole else "; ".join(labels), "fields": group}


def _field(field: FieldLayout, form: Form, typology: Typology) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": field.name,
        "label": field.label,
        "help": field.help
        + (f" The check calls this “{field.name}”." if field.name in _CALLED else ""),
        "kind": str(field.kind),
        "required": field.is_required or field.name in form.needed,
    }
    if field.words is not None:
        data["choices"] = [
            {"value": each.value, "label": each.label, "meaning": each.meaning}
            for each in choices_of(field, typology)
        ]
    if field.target is not None:
        data["target"] = str(field.target)
    if field.pair is not None:
        data["pair"] = field.pair
    if field.part is not None:
        data["part"] = _part(field.part, form, typology)
        data["shape"] = str(field.part.shape)
        data["order"] = list(field.part.model.model_fields)
        data["item"] = field.part.item or field.label
        data["opened"] = field.name in form.opened
    return data


def _part(part: Layout, form: Form, typology: Typology) -> list[dict[str, Any]]:
    return [
        _field(each, form, typology)
        for each in part.fields
        if each.name not in _NEVER_IN_PARTS or (each.name == "id" and part.item)
    ]
