"""What people are told about records and the vocabulary agrees with what these are."""

from __future__ import annotations

import re

import pytest
import yaml

from patternbook import vocabulary
from patternbook.exports.schema import record_schema
from patternbook.model import ENTRY_TYPES, RECORD_TYPES, Neighbour, Part, Point
from patternbook.typology import Typology
from patternbook.vocabulary import EntryKind, EntryStatus, Kind
from tests.making import PROJECT, entry, load
from tests.making import vocabulary as vocabulary_pages
from tests.vocabulary_report import LENGTHS, NUMBERS

GUIDANCE = (PROJECT / "docs/contribute/record-format.md").read_text("utf-8")
ON_THE_VOCABULARY = (PROJECT / "docs/contribute/vocabulary-format.md").read_text("utf-8")
USED_IN_RECORDS = [
    vocabulary.Kind,
    vocabulary.Origin,
    vocabulary.Stage,
    vocabulary.Audience,
    vocabulary.Trigger,
    vocabulary.Setting,
    vocabulary.Agency,
    vocabulary.Practice,
    vocabulary.FactorInfluence,
    vocabulary.PatternInfluence,
    vocabulary.Spread,
    vocabulary.RecommendationKind,
    vocabulary.Level,
    vocabulary.ResponseStatus,
    vocabulary.Effect,
    vocabulary.TookPart,
    vocabulary.Outcome,
    vocabulary.PreventedBy,
    vocabulary.Whereabouts,
    vocabulary.Grade,
]


@pytest.mark.parametrize("words", USED_IN_RECORDS, ids=lambda words: words.__name__)
def test_the_page_on_the_record_format_names_every_word_that_a_record_may_use(words):
    missing = [
        word.value for word in words if not re.search(rf"[`\s]{word.value}[`\s,.|;]", GUIDANCE)
    ]
    assert missing == []


@pytest.mark.parametrize("kind", Kind)
def test_the_page_on_the_record_format_names_every_field(kind):
    missing = [name for name in RECORD_TYPES[kind].model_fields if f"`{name}`" not in GUIDANCE]
    assert missing == []


@pytest.mark.parametrize("kind", Kind)
def test_the_schema_knows_every_field_and_every_word_and_nothing_else(kind):
    schema = record_schema(kind, Typology())

    assert set(schema["properties"]) == set(RECORD_TYPES[kind].model_fields)
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Setting"]["enum"] == [setting.value for setting in vocabulary.Setting]
    assert schema["$defs"]["Stage"]["enum"] == [stage.value for stage in vocabulary.Stage]
    assert {"id", "title", "stage", "audience"} <= set(schema["required"])


# --- The vocabulary -----------------------------------------------------------------------------


def test_the_page_on_the_vocabulary_names_every_field_and_no_other():
    models: list[type[Part]] = [*ENTRY_TYPES.values(), Neighbour, Point]
    fields = {name for model in models for name in model.model_fields}
    told = re.findall(r"^(?:\| |- )`([a-z_]+)`", ON_THE_VOCABULARY, re.MULTILINE)

    assert [name for name in sorted(fields) if f"`{name}`" not in ON_THE_VOCABULARY] == []
    assert len(told) > 15
    assert set(told) <= fields


@pytest.mark.parametrize("word", [*EntryKind, *EntryStatus])
def test_the_page_on_the_vocabulary_names_every_kind_and_status(word):
    assert f"`{word.value}`" in ON_THE_VOCABULARY


def test_the_example_on_the_page_on_the_vocabulary_is_as_it_should_be(tmp_path):
    example = ON_THE_VOCABULARY.split("```yaml\n")[1].split("```")[0]
    assert set(yaml.safe_load(example.strip("-\n"))) >= {"definition", "when_it_helps", *NUMBERS}
    neighbour = entry(id="it-and-computers", kind="factor", parent="conditions-of-work")
    pages = {
        **vocabulary_pages(),
        "docs/factors/it-and-computers.md": neighbour,
        "docs/factors/telephone-lines.md": example,
    }

    _, problems = load(tmp_path, pages)

    assert problems == []


def test_the_page_on_the_vocabulary_states_the_lengths_that_are_held():
    rows = re.findall(r"^\| ([A-Z].*?) \| (\d+) to (\d+) \|$", ON_THE_VOCABULARY, re.MULTILINE)
    told = {
        kind.strip().lower(): (int(least), int(most))
        for kinds, least, most in rows
        for kind in kinds.split(",")
    }

    assert told == {
        "factor": LENGTHS[EntryKind.FACTOR],
        "type of factor": LENGTHS[EntryKind.FACTOR_TYPE],
        "issue": LENGTHS[EntryKind.ISSUE],
        "level": LENGTHS[EntryKind.LEVEL],
        "pattern": LENGTHS[EntryKind.PATTERN],
    }
    in_words = {1: "one", 2: "two", 3: "three", 4: "four"}
    for least, most in NUMBERS.values():
        told_as = rf"{in_words[least]} (?:to|or) {in_words[most]} "
        assert re.search(told_as, ON_THE_VOCABULARY, re.IGNORECASE)
