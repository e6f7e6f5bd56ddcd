"""Empty forms ask what people can say in the time that they have, in words of the library."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise

import docx
import pytest
from docx.oxml.ns import qn

from patternbook.library import load_library
from patternbook.paper.blank import blank_of, own_sentences
from patternbook.paper.layout import APPENDIX, EPISODE_COLUMNS, form_line, layout_of, normalised
from patternbook.paper.parts import (
    Block,
    Bullets,
    Cell,
    Control,
    ControlKind,
    Document,
    Heading,
    Item,
    Paragraph,
    Style,
    Table,
)
from patternbook.typology import Typology
from patternbook.vocabulary import Kind
from patternbook.word.writing import docx_of
from tests.making import entry, vocabulary, write


@pytest.fixture(scope="module")
def typology(tmp_path_factory) -> Typology:
    return load_library(write(tmp_path_factory.mktemp("library"), {}))[0].typology


def controls(document: Document) -> Iterator[Control]:
    waiting: list[Block | Item | Cell] = list(document.blocks)
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, Paragraph):
            yield from (inline for inline in each.inlines if isinstance(inline, Control))
        elif isinstance(each, Heading) and each.control:
            yield each.control
        elif isinstance(each, Table):
            waiting = [cell for row in each.rows for cell in row] + waiting
        elif isinstance(each, Bullets):
            waiting = [*each.items, *waiting]
        elif isinstance(each, Item | Cell):
            waiting = [*each.blocks, *waiting]


def fields_asked(document: Document) -> list[str]:
    """Return the fields of the record that a form asks for, each once and in order."""
    return list(dict.fromkeys(control.path.partition("/")[0] for control in controls(document)))


def test_a_near_miss_is_asked_for_what_happened_what_turned_it_and_what_was_learned(typology):
    assert fields_asked(blank_of(Kind.NEAR_MISS, typology)) == [
        *("title", "summary", "what_happened", "outcome", "could_have", "prevented_by"),
        *("identified_by", "factors", "learned", "family", "setting", "agencies", "completed"),
    ]


def test_a_debrief_is_asked_for_less(typology):
    debrief = blank_of(Kind.DEBRIEF, typology)

    assert fields_asked(debrief) == [
        *("title", "summary", "what_we_were_doing", "went_well", "was_hard", "factors"),
        *("children_and_families_said", "tell_others", "for_managers", "setting", "agencies"),
        "completed",
    ]
    assert len(list(controls(debrief))) < len(list(controls(blank_of(Kind.NEAR_MISS, typology))))


def test_a_case_review_is_asked_for_all_that_its_team_has_to_say(typology):
    left_out = {
        *("id", "kind", "origin", "citation", "stage", "audience", "added", "sign_off"),
        *("related", "published", "internal"),
    }

    asked = fields_asked(blank_of(Kind.CASE_REVIEW, typology))

    fields = {field.name for field in layout_of(Kind.CASE_REVIEW).whole.fields}
    assert set(asked) == fields - left_out | {"narrative"}


@pytest.mark.parametrize("kind", Kind)
def test_each_place_has_a_path_of_its_own_that_word_takes(typology, kind):
    paths = [control.path for control in controls(blank_of(kind, typology))]

    assert len(set(paths)) == len(paths)
    assert max(map(len, paths)) <= 64


@pytest.mark.parametrize("kind", Kind)
def test_what_is_required_is_asked_for_or_filled_in_later(typology, kind):
    required = {field.name for field in layout_of(kind).whole.fields if field.is_required}

    missing = required - set(fields_asked(blank_of(kind, typology)))

    assert missing == {"id", "kind", "origin", "stage", "audience"}


def test_an_episode_has_the_three_columns_and_room_for_factors_with_what_they_did(typology):
    document = blank_of(Kind.CASE_REVIEW, typology)

    tables = [b for b in document.blocks if isinstance(b, Table) and b.header == EPISODE_COLUMNS]
    assert len(tables) == 5
    (cells,) = tables[0].rows
    paths = [[c.path for c in controls(Document("", cell.blocks))] for cell in cells]
    assert paths[0] == ["episodes/1/description", "episodes/1/significance"]
    assert paths[1][-1] == "episodes/1/judgement"
    assert paths[2][:3] == [
        "episodes/1/factors/1/factor",
        "episodes/1/factors/1/influence",
        "episodes/1/factors/1/how",
    ]


def test_factors_and_patterns_are_chosen_from_the_vocabulary_and_explained_in_the_form(typology):
    document = blank_of(Kind.CASE_REVIEW, typology)

    offered = {
        control.path: {choice.label for choice in control.choices}
        for control in controls(document)
        if control.kind is ControlKind.CHOICE
    }
    assert {"Workload", "Timing", "Other"} <= offered["episodes/1/factors/1/factor"]
    assert {"Tunnel vision", "Human judgement"} <= offered["findings/1/pattern"]
    at = document.blocks.index(Heading(1, APPENDIX))
    explained = {
        first.text
        for block in document.blocks[at:]
        if isinstance(block, Table)
        for row in block.rows
        for first in row[0].blocks
        if isinstance(first, Paragraph)
    }
    assert {
        "Workload",
        "Tunnel vision",
        "Hindered",
        "Clear cut",
        "Between agencies",
    } & explained == {*("Workload", "Tunnel vision", "Hindered", "Clear cut")}


def test_a_factor_that_comes_into_the_vocabulary_comes_into_the_form(tmp_path):
    weather = entry(id="weather", kind="factor", title="Weather", definition="Snow, or none.")
    pages = {**vocabulary(), "docs/factors/weather.md": weather}
    grown = load_library(write(tmp_path, pages))[0].typology

    document = blank_of(Kind.DEBRIEF, grown)

    choices = next(c.choices for c in controls(document) if c.path == "factors/1/factor")
    assert "Weather" in [choice.label for choice in choices]
    assert "Snow, or none." in docx_text(document)


@pytest.mark.parametrize("kind", Kind)
def test_a_form_says_which_it_is_and_of_which_version(typology, kind):
    said = [b.text for b in blank_of(kind, typology).blocks if isinstance(b, Paragraph)]

    assert form_line(kind) == f"Form 1 {kind.value}"
    assert form_line(kind) in said


@pytest.mark.parametrize("kind", Kind)
def test_all_that_a_form_says_itself_is_told_from_what_people_write(typology, kind):
    document = blank_of(kind, typology)

    own = own_sentences(document)

    for control in controls(document):
        assert control.placeholder in own
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.style is Style.GUIDANCE:
            assert block.text in own
    labels = {normalised(field.label) for field in layout_of(kind).whole.fields}
    assert labels.isdisjoint(map(normalised, own))


def test_the_headings_of_a_form_go_down_step_by_step(typology):
    levels = [
        b.level for b in blank_of(Kind.CASE_REVIEW, typology).blocks if isinstance(b, Heading)
    ]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_to_write_stands_in_each_place_of_the_word_file_until_it_is_filled_in(typology):
    body = docx.Document(io.BytesIO(docx_of(blank_of(Kind.NEAR_MISS, typology)))).element.body

    for sdt in body.iter(qn("w:sdt")):
        assert sdt.find(qn("w:sdtPr")).find(qn("w:showingPlcHdr")) is not None
        (run,) = sdt.find(qn("w:sdtContent")).findall(qn("w:r"))
        assert run.style == "PlaceholderText"


def docx_text(document: Document) -> str:
    return "".join(
        text.text or ""
        for text in docx.Document(io.BytesIO(docx_of(document))).element.body.iter(qn("w:t"))
    )
