"""What people are told about records agrees with what records are."""

from __future__ import annotations

import re

import pytest

from patternbook import vocabulary
from patternbook.exports.schema import record_schema
from patternbook.model import RECORD_TYPES
from patternbook.vocabulary import Kind
from tests.making import PROJECT

GUIDANCE = (PROJECT / "docs/contribute/record-format.md").read_text("utf-8")
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
    schema = record_schema(kind)

    assert set(schema["properties"]) == set(RECORD_TYPES[kind].model_fields)
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Setting"]["enum"] == [setting.value for setting in vocabulary.Setting]
    assert schema["$defs"]["Stage"]["enum"] == [stage.value for stage in vocabulary.Stage]
    assert {"id", "title", "stage", "audience"} <= set(schema["required"])
