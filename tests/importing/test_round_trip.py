"""A record, its report in Word, and the record again: they are the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from patternbook.folders import Folders
from patternbook.importing import Imported, import_document
from patternbook.importing.building import build
from patternbook.library import load_library
from patternbook.model import RECORD_TYPES
from patternbook.narrative import Narrative, markdown_reader, read_narrative
from patternbook.opening import open_library
from patternbook.paper.layout import FieldKind, FieldLayout, Layout, Target, layout_of
from patternbook.paper.report import report_of
from patternbook.publication import Published, PublishedLibrary, publish
from patternbook.source import parse_source
from patternbook.typology import Typology
from patternbook.vocabulary import Audience, EntryKind, Kind, Origin
from patternbook.word.writing import docx_of
from tests.importing.documents import found_in
from tests.making import PROJECT, case_review, write


def read_again(
    published: Published, library: PublishedLibrary, *, keeps_standing: bool = True
) -> Imported:
    """Return what comes back of a record that was written as a report."""
    return import_document(
        found_in(docx_of(report_of(published, library))),
        library.typology,
        path="report.docx",
        shelf=Folders.at(PROJECT).shelves[0],
        keeps_standing=keeps_standing,
    )


def said(narrative: Narrative) -> list[Any]:
    """Return what an account says, whichever way its lines are broken."""
    reader = markdown_reader()
    return [
        (
            section.kind,
            reader.renderInline(section.title),
            section.source,
            section.audience,
            [
                (each.kind, each.audience, " ".join(reader.render(each.markdown).split()))
                for each in section.passages
            ],
        )
        for section in narrative
    ]


@pytest.fixture(scope="module")
def shipped() -> PublishedLibrary:
    """Return this very library, as the public sees it."""
    return open_library(Folders.at(PROJECT), Audience.PUBLIC, refuse_names=False).library


def test_every_shipped_record_comes_back_from_word_as_it_was(shipped):
    assert len(shipped.records) >= 30
    for published in shipped.records:
        again = read_again(published, shipped)

        assert again.record == published.record
        assert said(again.narrative) == said(published.narrative)
        assert (again.lost.total(), again.troubles, again.open) == (0, (), ())


def test_without_its_standing_a_shipped_record_comes_back_as_a_draft_and_nothing_is_lost(shipped):
    for published in shipped.records:
        again = read_again(published, shipped, keeps_standing=False)

        assert (again.record.stage, again.record.audience) == ("preliminary", "board")
        assert (again.record.sign_off, again.record.added) == (None, None)
        assert again.record.summary == published.record.summary
        assert again.lost.total() == 0


def test_what_has_come_back_once_comes_back_the_same_for_ever(shipped):
    for published in shipped.records[::6]:
        once = read_again(published, shipped)
        twice = read_again(Published(once.record, once.narrative, published.file), shipped)

        assert twice.text == once.text


WRITTEN = (
    "- a\n  - b\n    - c\n- d",
    "- a\n\n  more of a\n- b",
    "1. x\n\n   y\n2. z\n   - within",
    "3. third\n4. fourth",
    "> one\n>\n> two",
    "***both*** and **bold *slanted* more** and a **b**c",
    "[**bold** link](https://example.org) and https://example.org",
    "- a\\\n  b\n\n1. another list",
    "**A whole line in bold**",
    "SHOUTED",
    "What happened",
    "Episode 1: x",
    "Word: value",
    "\\# no heading, 2024\\. no list, &amp; &lt; a_b",
    "::: internal\nFor few.\n:::\n\nFor all.",
    "Dispute: a *b* [c](https://example.org/)",
)


def test_every_way_of_writing_an_account_comes_back(empty):
    front = parse_source(case_review("a-review"), "x").front_matter
    record = RECORD_TYPES[Kind.CASE_REVIEW].model_validate(front)
    for written in WRITTEN:
        account = f"---\nx: y\n---\n## The worker\n\nSource: record\n\n{written}"
        narrative, problems = read_narrative(parse_source(account, "x"), Kind.CASE_REVIEW)
        assert problems == []

        again = read_again(Published(record, narrative, "x.md"), empty)

        assert said(again.narrative) == said(narrative), written
        assert again.lost.total() == 0


# --- Generated records --------------------------------------------------------------------------

# Words that somebody might use, and that read like something else.
WORDS = st.sampled_from(
    [
        *("the letter", "waited", "“Why now?”", "nobody’s", "a; b", "(Hindered)", "źle", "tŷ"),
        *("How: it went", "Episode 2: the call", "Title", "yes", "no", "null", "2024", "- x"),
        *(
            "# y",
            "1. z",
            "Gap: who",
            "Source: record",
            "Workload (Helped): x",
            "*",
            "_a_",
            "<b>",
        ),
        *("What happened", "x:", "'", '"', "& co", "[a](b)", "\\", "100 %", "…", "Findings", "::"),
    ]
)
LINES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
TEXTS = st.builds(
    lambda first, others: "".join([first, *(sign + each for sign, each in others)]),
    LINES,
    st.lists(st.tuples(st.sampled_from(["\n\n", "\n"]), LINES), max_size=2),
)
IDS = st.from_regex(r"[a-z]{1,6}(-[a-z]{1,5})?", fullmatch=True)
YEARS = st.integers(1990, 2030)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> PublishedLibrary:
    """Return a library without records, and with a small vocabulary."""
    library, _ = load_library(write(tmp_path_factory.mktemp("empty"), {}))
    return publish(library, Audience.BOARD)


def values_of(layout: Layout, typology: Typology) -> st.SearchStrategy[dict[str, Any]]:
    """Return values for the fields of a part; those that may be left out sometimes are."""
    must = {f.name: _value(f, typology) for f in layout.fields if f.is_required}
    may = {f.name: _value(f, typology) for f in layout.fields if not f.is_required}
    return st.fixed_dictionaries(must, optional=may)


def _value(field: FieldLayout, typology: Typology) -> st.SearchStrategy[Any]:
    match field.kind:
        case FieldKind.LINE:
            return LINES
        case FieldKind.TEXT:
            return TEXTS
        case FieldKind.LINES:
            return st.lists(st.sampled_from(["nursing", "social work"]), min_size=1, unique=True)
        case FieldKind.TEXTS:
            return st.lists(TEXTS, min_size=1, max_size=3)
        case FieldKind.CHOICE:
            assert field.words is not None
            return st.sampled_from([word.value for word in field.words])
        case FieldKind.CHOICES:
            words = [word.value for word in field.words] if field.words else ["related"]
            return st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True)
        case FieldKind.YEAR:
            return YEARS
        case FieldKind.MONTH:
            return st.just("2026-11")
        case FieldKind.YES_NO:
            return st.booleans()
        case FieldKind.ID:
            return IDS
        case FieldKind.REFERENCES:
            return st.lists(IDS, min_size=1, max_size=2, unique=True)
        case FieldKind.ENTRY:
            return st.sampled_from(_entries(field, typology))
        case FieldKind.NAMES:
            return st.dictionaries(st.sampled_from(["Mia", "Dean W"]), LINES, min_size=1)
        case _:
            return _part(field, typology)


def _part(field: FieldLayout, typology: Typology) -> st.SearchStrategy[Any]:
    assert field.part is not None
    inner = values_of(field.part, typology)
    if field.kind is FieldKind.PART:
        return inner
    by = (lambda each: each["id"]) if field.part.item else None
    return st.lists(inner, min_size=1, max_size=3, unique_by=by)


def _entries(field: FieldLayout, typology: Typology) -> list[str]:
    is_pattern = field.target is Target.PATTERN
    kinds = (EntryKind.PATTERN, EntryKind.ISSUE) if is_pattern else (EntryKind.FACTOR,)
    return [definition.entry.id for definition in typology.of_kind(*kinds)]


def _valid(values: dict[str, Any], kind: Kind) -> dict[str, Any]:
    """Return values that go together: what is named is there, and what is needed is said."""
    values = {**values, "kind": kind.value}
    values.setdefault("citation", {"reference": "A book"})
    if kind is Kind.NEAR_MISS and values["origin"] != Origin.LITERATURE.value:
        values.setdefault("outcome", "prevented")
    named = {
        name: [each["id"] for each in values.get(name, ())] for name in ("episodes", "findings")
    }
    for finding in values.get("findings", ()):
        finding["episodes"] = named["episodes"][:2]
        finding.setdefault("not_selected_because", "Too few saw it.")
    for recommendation in values.get("recommendations", ()):
        recommendation["findings"] = named["findings"][:1]
        for response in recommendation.get("responses", ()):
            if response["status"] == "declined":
                response.setdefault("note", "It costs too much.")
    return values


ACCOUNTS = st.lists(
    st.sampled_from(
        [
            "## The duty social worker\n\nSource: conversation\n\nShe *read* it **third**.",
            "## The record\n\nSource: record\n\n- one\n- two\n\nGap: Nobody knows.\n\nAfter that.",
            "## Carla\n\nSource: record\n\n> Said so.\n\n### Then\n\n1. first\n2. next",
            "## Reviewers' view\n\nA [link](https://example.org/a_b) and a\\\nbreak, 2 < 3 & 4\\*.",
        ]
    ),
    max_size=3,
    unique=True,
)


@pytest.mark.parametrize("kind", Kind)
@settings(
    max_examples=25,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a smaller example takes minutes to find
)
@given(data=st.data())
def test_any_record_comes_back_from_word_as_it_was(empty, kind, data):
    whole = layout_of(kind).whole
    values = _valid(data.draw(values_of(whole, empty.typology)), kind)
    record = RECORD_TYPES[kind].model_validate(build(whole, values).model_dump(warnings=False))
    account = "\n\n".join(data.draw(ACCOUNTS))
    narrative, problems = read_narrative(parse_source(f"---\nx: y\n---\n{account}", "x"), kind)
    assert problems == []

    again = read_again(Published(record, narrative, "x.md"), empty)

    assert again.record == record
    assert said(again.narrative) == said(narrative)
    assert again.lost.total() == 0
