"""What stands where on paper: every field of the model has its place and its words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from patternbook.folders import Folders
from patternbook.library import load_library
from patternbook.model import RECORD_TYPES, FactorLink, Finding, NearMiss, Record
from patternbook.paper.labels import SAID, said_of
from patternbook.paper.layout import (
    FieldKind,
    Layout,
    Target,
    choices_of,
    entry_named,
    layout_of,
    name_of_entry,
    normalised,
)
from patternbook.typology import Typology
from patternbook.vocabulary import Kind
from tests.making import PROJECT, entry, load, write


def parts_of(layout: Layout) -> Iterator[Layout]:
    """Yield a layout and those of all parts within it."""
    yield layout
    for field in layout.fields:
        if field.part is not None:
            yield from parts_of(field.part)


def typology_of(tmp_path, files=None) -> Typology:
    return load_library(write(tmp_path, files or {}))[0].typology


@pytest.mark.parametrize("kind", Kind)
def test_each_field_of_a_record_stands_in_one_section(kind):
    layout = layout_of(kind)

    placed = ["title", *(name for section in layout.sections for name in section.fields)]

    assert sorted(placed) == sorted(RECORD_TYPES[kind].model_fields)
    assert sum(section.has_narrative for section in layout.sections) == 1


@pytest.mark.parametrize("kind", Kind)
def test_no_two_fields_of_a_part_are_called_the_same(kind):
    for part in parts_of(layout_of(kind).whole):
        labels = [normalised(field.label) for field in part.fields]

        assert len(set(labels)) == len(labels), part.model


@pytest.mark.parametrize("kind", Kind)
def test_each_field_says_what_to_write_in_it(kind):
    for part in parts_of(layout_of(kind).whole):
        for field in part.fields:
            assert field.label
            assert field.help.endswith("."), (part.model, field.name)


def test_a_field_that_nobody_has_named_is_told_with_its_part():
    class Longer(NearMiss):
        weather: str | None = None

    with pytest.raises(KeyError, match="“weather” of Longer"):
        said_of(Longer, "weather")


def test_no_words_are_left_over_for_a_field_that_is_gone():
    left = [
        (part.__name__, field)
        for part, said in SAID.items()
        for field in said
        if field not in part.model_fields
    ]

    assert left == []


def test_a_closed_list_is_chosen_from_by_its_labels():
    outcome = layout_of(Kind.NEAR_MISS).whole["outcome"]

    assert [choice.label for choice in choices_of(outcome, Typology())] == [
        "Harm was prevented",
        "It happened, without serious harm",
    ]


def test_factors_are_chosen_by_title_and_told_by_what_they_mean_and_stand_under(tmp_path):
    factors = layout_of(Kind.NEAR_MISS).whole["factors"].part
    assert factors is not None
    assert factors.model is FactorLink

    chosen = choices_of(factors["factor"], typology_of(tmp_path))

    workload = next(choice for choice in chosen if choice.value == "workload")
    assert workload.label == "Workload"
    assert workload.meaning == "It can help and it can hinder."
    assert workload.group == "Conditions of work"
    assert {"tunnel-vision", "conditions-of-work"}.isdisjoint(choice.value for choice in chosen)


def test_a_retired_factor_is_not_offered(tmp_path):
    fields = {"kind": "factor", "title": "Old", "status": "retired", "replaced_by": "workload"}
    typology = load(tmp_path, {"docs/factors/old.md": entry(id="old", **fields)})[0].typology
    factors = layout_of(Kind.DEBRIEF).whole["factors"].part
    assert factors is not None

    assert "old" in typology
    assert "old" not in [choice.value for choice in choices_of(factors["factor"], typology)]


def test_the_parts_that_a_board_keeps_are_chosen_by_their_labels():
    internal = layout_of(Kind.NEAR_MISS).whole["internal"].part
    assert internal is not None

    choices = choices_of(internal["fields"], Typology(), NearMiss)

    assert {choice.value for choice in choices} == set(NearMiss.may_be_internal())
    assert len({choice.label for choice in choices}) == len(choices)


def test_what_a_reference_leads_to_is_known():
    findings = layout_of(Kind.CASE_REVIEW).whole["findings"].part
    assert findings is not None
    assert findings.model is Finding

    assert findings["pattern"].kind is FieldKind.ENTRY
    assert findings["pattern"].target is Target.PATTERN
    assert findings["episodes"].target is Target.EPISODE
    assert layout_of(Kind.DEBRIEF).whole["related"].target is Target.RECORD
    assert Record in SAID
    assert BaseModel not in SAID


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Workload", "workload"),
        ("workload ", "workload"),
        ("WORKLOAD.", "workload"),
        ("Anything (workload)", "workload"),
        ("Tunnel vision", None),  # a pattern, and no factor
        ("Weather", None),
    ],
)
def test_a_factor_is_found_by_what_people_write(tmp_path, written, meant):
    assert entry_named(written, Target.FACTOR, typology_of(tmp_path)) == meant


def test_a_title_that_does_not_lead_back_to_the_id_bears_it_in_brackets(tmp_path):
    renamed = entry(id="load", kind="factor", title="Load", former_ids=["burden"])
    typology = typology_of(tmp_path, {"docs/factors/load.md": renamed})

    assert name_of_entry("load", Target.FACTOR, typology) == "Load"
    written = name_of_entry("burden", Target.FACTOR, typology)
    assert written == "Load (burden)"
    assert entry_named(written, Target.FACTOR, typology) == "burden"


def test_every_title_of_the_shared_vocabulary_leads_back_to_its_entry():
    typology = load_library(Folders.at(PROJECT))[0].typology

    for target in (Target.FACTOR, Target.PATTERN):
        for definition in typology:
            if entry_named(definition.entry.id, target, typology):
                name = name_of_entry(definition.entry.id, target, typology)
                assert name == definition.entry.title
