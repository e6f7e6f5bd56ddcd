"""What the forms in the browser ask: all that the model has, or what is said to be left out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from patternbook.exports.form import FORMS, MEANINGS, RULES, Form, form_data, form_files
from patternbook.opening import open_library
from patternbook.paper.layout import layout_of
from patternbook.publication import PublishedLibrary
from patternbook.settings import LocalTerm, Settings
from patternbook.vocabulary import Audience
from tests.making import entry, near_miss, vocabulary, write

# Nobody can say these of a first draft, or the form says them itself.
NOT_ASKED = {
    *("kind", "origin", "stage", "audience", "citation", "added", "sign_off"),
    *("related", "published", "internal"),
}


def library(root: Path, audience: Audience = Audience.PUBLIC, **changed: Any) -> PublishedLibrary:
    """Return a small library with one entry of the vocabulary changed."""
    files = {**vocabulary(), "reviews/near-misses/a-near-miss.md": near_miss()}
    if changed:
        files["docs/factors/workload.md"] = entry(
            **{
                "id": "workload",
                "kind": "factor",
                "title": "Workload",
                "parent": "conditions-of-work",
                **changed,
            }
        )
    term = LocalTerm(term="Ladybird team", means="A team.", publicly="a team")
    settings = Settings(terms=(term,), refuse_names=False)
    return open_library(write(root, files), audience, settings=settings).library


def names(field: dict[str, Any]) -> set[str]:
    return {each["name"] for each in field.get("part", [])}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_asks_for_every_field_of_the_model_or_says_that_it_does_not(
    tmp_path: Path, form: Form
):
    data = form_data(library(tmp_path))["forms"][form.name]
    layout = layout_of(form.kind).whole
    asked = set(data["fields"])

    assert asked == {each.name for each in layout.fields} - NOT_ASKED - form.left_out
    grouped = [*data["first"], *(name for group in data["later"] for name in group["fields"])]
    assert sorted(grouped) == sorted(asked)
    assert data["order"] == list(layout.model.model_fields)
    for name, field in data["fields"].items():
        assert field["label"] == layout[name].label
        part = layout[name].part
        if part is not None:
            left_out = {"audience"} if part.item else {"audience", "id"}
            assert names(field) == {each.name for each in part.fields} - left_out


def test_an_entry_that_is_retired_cannot_be_chosen(tmp_path: Path):
    old = form_data(library(tmp_path / "old"))["entries"]["factor"]
    new = form_data(library(tmp_path / "new", status="retired", replaced_by="timing"))["entries"][
        "factor"
    ]

    assert {each["value"] for each in old} - {each["value"] for each in new} == {"workload"}


def test_only_a_boards_own_copy_knows_the_boards_own_words(tmp_path: Path):
    assert form_data(library(tmp_path / "public"))["declared"] == []
    board = library(tmp_path / "board", Audience.BOARD)
    assert form_data(board)["declared"] == ["Ladybird team"]


def test_hostile_words_of_the_vocabulary_stay_text_of_the_script(tmp_path: Path):
    hostile = "</script><img src=x onerror=alert(1)>\"'; alert(2)//"
    files = form_files(library(tmp_path, definition=hostile))
    text = files[MEANINGS]

    assert text.count("\n") == 1
    meanings = json.loads(text.removeprefix("PatternbookForm.takeMeanings(").removesuffix(");\n"))
    assert meanings["workload"].startswith("</script><img src=x onerror=alert(1)>")


def test_the_rules_come_as_one_script_and_no_record_is_in_what_the_forms_are_given(tmp_path: Path):
    files = form_files(library(tmp_path))
    assert re.fullmatch(r'PatternbookForm\.takeRules\("[A-Za-z0-9+/]+=*"\);\n', files[RULES])
    assert "Title of a-near-miss" not in "".join(files.values())
