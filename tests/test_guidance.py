"""What people are told about records and the vocabulary agrees with what these are."""

from __future__ import annotations

import re
import shlex
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner

from patternbook import vocabulary
from patternbook.cli import main
from patternbook.exports.schema import record_schema
from patternbook.library import Removed
from patternbook.model import (
    ENTRY_TYPES,
    RECORD_TYPES,
    CaseReview,
    Change,
    Confirmation,
    Internal,
    Neighbour,
    Part,
    Point,
    SignOff,
    Tombstone,
)
from patternbook.publication import publish
from patternbook.settings import (
    Board,
    LocalTerm,
    OrganisationalBacking,
    Settings,
    ShelfSettings,
    read_settings,
)
from patternbook.stages import next_step
from patternbook.typology import Typology
from patternbook.vocabulary import Audience, EntryChange, EntryKind, EntryStatus, Kind
from tests.making import PROJECT, case_review, entry, load, write
from tests.making import vocabulary as vocabulary_pages
from tests.vocabulary_report import LENGTHS, NUMBERS


def page(name: str) -> str:
    return (PROJECT / name).read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    """Return what stands in the blocks of code in this language."""
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text)


GUIDANCE = page("docs/contribute/record-format.md")
ON_THE_VOCABULARY = page("docs/contribute/vocabulary-format.md")
ON_A_LIFE = page("docs/guide/the-life-of-a-review.md")
ON_HOSTING = page("docs/contribute/hosting.md")
WITH_COMMANDS = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/guide/the-life-of-a-review.md",
    "docs/contribute/a-boards-own-copy.md",
    "docs/contribute/hosting.md",
    "docs/contribute/agree.md",
    "docs/contribute/on-your-machine.md",
    "docs/contribute/reviewing.md",
    "docs/contribute/sharing.md",
    "docs/contribute/starting-a-review.md",
]
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


@pytest.mark.parametrize("part", [SignOff, Confirmation, Internal, Tombstone])
def test_the_page_on_the_record_format_names_what_signing_off_and_staying_behind_consist_of(part):
    assert [name for name in part.model_fields if not re.search(rf"\b{name}\b", GUIDANCE)] == []


def example_of(text: str, field: str) -> Any:
    """Return what the one example of a field on a page says, read as a record is."""
    read = [yaml.safe_load(block.strip("-\n")) for block in blocks(text, "yaml")]
    found = [values for values in read if field in values]
    assert len(found) == 1
    return found[0][field]


@pytest.mark.parametrize(
    "name",
    ["docs/contribute/record-format.md", "docs/guide/the-life-of-a-review.md", "CONTRIBUTING.md"],
)
def test_a_record_signed_off_as_the_pages_show_is_public(tmp_path, name):
    signed = example_of(page(name), "sign_off")
    review = case_review("a-review", origin="contributed", sign_off=signed)

    library, problems = load(tmp_path, {"reviews/case-reviews/a-review.md": review})

    assert problems == []
    assert [each.record.id for each in publish(library, Audience.PUBLIC).records] == ["a-review"]


@pytest.mark.parametrize("text", [GUIDANCE, ON_A_LIFE], ids=["format", "life"])
def test_what_the_pages_show_as_internal_is_what_a_record_may_say(text):
    internal = Internal.model_validate(example_of(text, "internal"))

    assert set(internal.fields) <= set(CaseReview.may_be_internal())
    assert internal.fields
    assert internal.public_names


def test_what_the_page_shows_of_a_withdrawn_record_is_read_as_one(tmp_path):
    (block,) = [each for each in blocks(GUIDANCE, "yaml") if "withdrawn:" in each]
    file = "reviews/case-reviews/letters-that-nobody-opened.md"

    library, problems = load(tmp_path, {file: block})

    assert problems == []
    assert [type(each) for each in library.removed] == [Removed]


# --- A review from beginning to end ---------------------------------------------------------------


def what_comes_next() -> list[str]:
    """Return what “review status” says next, all through the life of a board's own review."""
    said: list[str] = []
    dialogue: dict[str, Any] = {}
    signed: dict[str, Any] = {"confidentiality": {"role": "Board business manager", "year": 2026}}
    final: dict[str, Any] = {"stage": "final", "dialogue": dialogue}
    whole = {**signed, "participants": {"role": "Lead reviewer", "year": 2026}}
    for stage in ("preliminary", "interim", "final-draft"):
        for comments, meeting in ((False, False), (True, False), (True, True)):
            dialogue[stage.replace("-", "_")] = {"comments": comments, "meeting": meeting}
            said.append(_next(stage=stage, dialogue=dialogue))
    said.append(_next(**final))
    said.append(_next(**final, sign_off=signed))
    said.append(_next(**final, sign_off=whole))
    said.append(_next(**final, sign_off=whole, published=2026))
    said.append(_next(**final, sign_off=whole, published=2026, has_edition=True))
    return said


def _next(*, has_edition: bool = False, **fields: Any) -> str:
    front_matter = case_review(
        "letters-that-nobody-opened", origin="contributed", **{"audience": "board", **fields}
    ).split("---\n")[1]
    values = {"sign_off": fields.get("sign_off")}
    record = CaseReview.model_validate({**yaml.safe_load(front_matter), **values})
    return next_step(record, Audience.BOARD, has_edition=has_edition)


def test_the_life_of_a_review_quotes_what_the_status_says_in_its_order():
    text = " ".join(ON_A_LIFE.split())
    places = [text.find(f"“{said}”") for said in what_comes_next()]

    assert len(places) == 14
    assert -1 not in places
    assert places == sorted(places)


def test_the_life_of_a_review_shows_what_the_status_prints(tmp_path):
    (shown,) = blocks(ON_A_LIFE, "text")
    dialogue = {"preliminary": {"comments": True, "meeting": False}}
    record = case_review(
        "letters-that-nobody-opened",
        stage="preliminary",
        audience="board",
        origin="contributed",
        dialogue=dialogue,
        sign_off=None,
    )
    file = "reviews/case-reviews/letters-that-nobody-opened.md"
    write(tmp_path, {file: record.replace("sign_off: null\n", "")})
    arguments = ["review", "status", "letters-that-nobody-opened", "--root", str(tmp_path)]

    told = CliRunner().invoke(main, arguments, env={"CI": ""})

    assert told.exit_code == 0
    assert told.stdout.split() == shown.split()


def test_the_life_of_a_review_has_its_commands_in_their_order():
    lines = [line for block in blocks(ON_A_LIFE, "sh") for line in commands_in(block)]

    assert [line[0] for line in lines] == [
        *("init", "new", "review", "check", "build", "build", "review", "build"),
        *("check", "publish", "build", "withdraw"),
    ]


# --- Commands -------------------------------------------------------------------------------------


def commands_in(block: str) -> list[list[str]]:
    """Return the words of each call of ours in a block of commands, without the program."""
    lines = block.replace("\\\n", " ").splitlines()
    calls = [shlex.split(line, comments=True) for line in lines]
    return [words[1:] for words in calls if words and words[0].rpartition("/")[2] == "patternbook"]


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_every_command_that_a_page_names_exists_with_its_options(name):
    text = page(name)
    called = [call for block in blocks(text, "sh") for call in commands_in(block)]
    assert called

    for words in called:
        command: click.Command = main
        while isinstance(command, click.Group):
            found = command.get_command(click.Context(command), words.pop(0))
            assert found is not None, f"{name} names a command that does not exist"
            command = found
        known = {option for each in command.params for option in each.opts}
        assert {word for word in words if word.startswith("--")} <= known


def test_every_command_for_make_that_a_page_names_exists():
    made = page("Makefile") + page("patternbook/cli/copy_files/Makefile.j2")
    targets = set(re.findall(r"(?m)^([a-z-]+):", made))

    for name in WITH_COMMANDS:
        named = set(re.findall(r"(?m)(?:`|^)make ([a-z-]+)", page(name)))
        assert named <= targets, name


# --- What a copy says of itself -------------------------------------------------------------------


def test_the_page_on_hosting_explains_every_line_of_the_settings_and_no_other():
    (table,) = re.findall(r"(?ms)^## Every line of.*?(^\| Line.*?)^$", ON_HOSTING)
    told = re.findall(r"(?m)^\| `([a-z_]+)` \|", table)
    models: list[type[Part]] = [
        *(Settings, ShelfSettings, Board, LocalTerm, OrganisationalBacking),
    ]

    assert sorted(told) == sorted(name for model in models for name in model.model_fields)


def test_the_settings_that_the_page_on_hosting_shows_are_valid_and_whole(tmp_path):
    (shown,) = [block for block in blocks(ON_HOSTING, "yaml") if "shelves:" in block]
    for folder in ("library/reviews", "reviews", "library/docs", "pages"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "patternbook.yml").write_text(shown, encoding="utf-8")

    settings, folders = read_settings(tmp_path)

    assert settings.model_fields_set == set(Settings.model_fields)
    assert settings.board is not None
    assert settings.board.model_fields_set == set(Board.model_fields)
    assert [shelf.audience for shelf in folders.shelves] == [Audience.PUBLIC, Audience.BOARD]


@pytest.mark.parametrize("audience", Audience)
def test_the_pages_tell_what_each_audience_may_read(audience):
    for text in (GUIDANCE, ON_HOSTING):
        assert re.search(rf"(?m)^\| `{audience.value}` \| .", text)


def test_no_page_on_a_boards_copy_names_a_line_of_the_settings_that_does_not_exist(tmp_path):
    (shown,) = blocks(page("docs/contribute/a-boards-own-copy.md"), "yaml")

    for term in yaml.safe_load(shown)["terms"]:
        LocalTerm.model_validate(term)


# --- The vocabulary -----------------------------------------------------------------------------


def test_the_page_on_the_vocabulary_names_every_field_and_no_other():
    models: list[type[Part]] = [*ENTRY_TYPES.values(), Change, Neighbour, Point]
    fields = {name for model in models for name in model.model_fields}
    told = re.findall(r"^(?:\| |- )`([a-z_]+)`", ON_THE_VOCABULARY, re.MULTILINE)

    assert [name for name in sorted(fields) if f"`{name}`" not in ON_THE_VOCABULARY] == []
    assert len(told) > 15
    assert set(told) <= fields


@pytest.mark.parametrize("word", [*EntryKind, *EntryStatus, *EntryChange])
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
