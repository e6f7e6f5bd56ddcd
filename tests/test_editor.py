"""What Visual Studio Code and other editors get: schemas, snippets, settings, a way to check."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from patternbook.exports import make_files
from patternbook.exports.editor import FOLDER, SNIPPETS, generated_files, settings_files, snippets
from patternbook.exports.schema import record_schema
from patternbook.folders import Folders
from patternbook.library import RECORD_FOLDERS, Library, load_library
from patternbook.problems import Problem, Severity
from patternbook.publication import publish
from patternbook.reports import Report
from patternbook.reports.plain import plain
from patternbook.typology import is_pattern_kind
from patternbook.vocabulary import Audience, EntryKind, EntryStatus, Kind
from tests.conftest import run_patternbook
from tests.making import (
    PROJECT,
    case_review,
    debrief,
    entry,
    factor,
    finding,
    load,
    near_miss,
    vocabulary,
    write,
)


@pytest.fixture(scope="module")
def real() -> Library:
    """Return this very library."""
    library, _ = load_library(Folders.at(PROJECT))
    return library


def misfits(schema: dict[str, Any], front_matter: object) -> list[str]:
    """Return the way to each part of the front matter that the schema refuses."""
    validator = jsonschema.Draft202012Validator(schema)
    return sorted(
        "/".join(map(str, error.absolute_path)) for error in validator.iter_errors(front_matter)
    )


# --- Schemas ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_a_schema_is_one(real, kind):
    jsonschema.Draft202012Validator.check_schema(record_schema(kind, real.typology))
    for name, text in generated_files(real.typology).items():
        if name.endswith(".schema.json"):
            jsonschema.Draft202012Validator.check_schema(json.loads(text))


def test_a_schema_accepts_every_record_of_this_library(real):
    refused = {
        filed.source.path: found
        for filed in real.filed
        if (
            found := misfits(
                record_schema(filed.record.kind, real.typology), filed.source.front_matter
            )
        )
    }

    assert len(real.filed) > 10
    assert refused == {}


def test_a_schema_refuses_an_id_that_is_not_in_the_vocabulary(tmp_path):
    files = {
        "reviews/near-misses/letter.md": near_miss(
            "letter",
            factors=[factor("workload"), factor("work-load")],
            patterns=[
                {"pattern": "tunnel-vision", "influence": "unsafe", "how": "So."},
                {"pattern": "workload", "influence": "unsafe", "how": "So."},
            ],
        ),
        "reviews/debriefs/visit.md": debrief("visit", factors=[factor("tunnel-vision")]),
        "reviews/case-reviews/child.md": case_review(
            "child", findings=[finding("one"), finding("two", pattern="tunnelling")]
        ),
    }
    library, _ = load(tmp_path, files)

    refused = {
        filed.record.id: misfits(
            record_schema(filed.record.kind, library.typology), filed.source.front_matter
        )
        for filed in library.filed
    }

    assert refused == {
        "letter": ["factors/1/factor", "patterns/1/pattern"],
        "visit": ["factors/0/factor"],
        "child": ["findings/1/pattern"],
    }


def test_a_schema_knows_former_and_retired_ids_and_says_what_they_are_called_now(tmp_path):
    files = {
        **vocabulary(),
        "docs/factors/workload.md": entry(
            id="workload",
            kind="factor",
            parent="conditions-of-work",
            title="Workload",
            former_ids=["load"],
        ),
        "docs/factors/timing.md": entry(
            id="timing",
            kind="factor",
            parent="conditions-of-work",
            title="Timing",
            status="retired",
            replaced_by="workload",
        ),
    }
    library, _ = load(tmp_path, files)

    ids = record_schema(Kind.DEBRIEF, library.typology)["$defs"]["FactorLink"]["properties"][
        "factor"
    ]["anyOf"]

    by_id = {each["const"]: each for each in ids}
    assert by_id["workload"] == {
        "const": "workload",
        "title": "Workload",
        "description": "It can help and it can hinder.",
    }
    assert by_id["load"]["deprecated"] is True
    assert by_id["load"]["description"].startswith("Now called “workload”.")
    assert by_id["timing"]["deprecated"] is True


def test_every_factor_and_pattern_is_in_the_schemas_of_the_site_with_its_meaning(real):
    files = make_files(publish(real, Audience.PUBLIC))
    review = json.loads(files["schema/case-review.schema.json"])["$defs"]

    for part, field, definitions in (
        ("FactorLink", "factor", real.typology.of_kind(EntryKind.FACTOR)),
        ("Finding", "pattern", [d for d in real.typology if is_pattern_kind(d.entry.kind)]),
    ):
        known = {each["const"]: each for each in review[part]["properties"][field]["anyOf"]}
        assert len(definitions) > 20
        for definition in definitions:
            assert known[definition.entry.id]["description"] == definition.entry.definition


def test_an_editors_schema_judges_the_fields_and_not_the_text_below_them(real):
    schema = json.loads(generated_files(real.typology)[f"{FOLDER}/patternbook/debrief.schema.json"])

    for text in (None, "Some text.", ["a list"], {"The source says": "so"}):
        assert misfits(schema, text) == []
    assert misfits(schema, {"id": "visit"}) != []


# --- Snippets -----------------------------------------------------------------------------------


def test_every_id_that_a_record_may_name_has_a_snippet_with_its_meaning(real):
    made = snippets(real.typology)
    by_prefix = {each["prefix"]: each for each in made.values()}
    used = [
        definition.entry
        for definition in real.typology
        if definition.entry.kind is EntryKind.FACTOR or is_pattern_kind(definition.entry.kind)
    ]

    assert len(made) == len(by_prefix) == 2 * len(used)
    for each in used:
        assert by_prefix[each.id]["body"] == [each.id]
        field = "pattern" if is_pattern_kind(each.kind) else "factor"
        assert by_prefix[f"{field}-{each.id}"]["body"][0] == f"- {field}: {each.id}"
        assert by_prefix[each.id]["description"] == " ".join(each.definition.split())


def test_a_snippet_works_in_the_fields_of_a_markdown_file_which_count_as_yaml(real):
    assert {each["scope"] for each in snippets(real.typology).values()} == {"markdown,yaml"}


def test_what_a_snippet_writes_is_valid(tmp_path):
    library, _ = load(tmp_path, {})
    written = [
        "\n".join(each["body"]) for each in snippets(library.typology).values() if each["body"][1:]
    ]
    text = "\n".join(written)
    text = re.sub(r"\$\{1\|([a-z-]+),[a-z,-]+\|\}", r"\1", text).replace("$0", "In this way.")
    patterns, factors = (
        "\n".join(re.findall(rf"(?m)^- {field}: .*\n.*\n.*$", text))
        for field in ("pattern", "factor")
    )
    record = near_miss("letter").replace("\nfactors:\n", "\nold:\n").partition("\nold:\n")[0]
    record += f"\nfactors:\n{factors}\npatterns:\n{patterns}\n---\n"

    _, problems = load(tmp_path, {"reviews/near-misses/letter.md": record})

    assert len(written) == 9
    assert [each for each in problems if each.severity is Severity.FAULT] == []


def test_a_retired_entry_is_not_suggested(tmp_path):
    retired = entry(
        id="timing",
        kind="factor",
        parent="conditions-of-work",
        title="Timing",
        status=EntryStatus.RETIRED.value,
        replaced_by="workload",
    )
    library, _ = load(tmp_path, {**vocabulary(), "docs/factors/timing.md": retired})

    assert "timing" not in {each["prefix"] for each in snippets(library.typology).values()}


# --- Settings -----------------------------------------------------------------------------------

FOLDERS = {kind: [f"reviews/{name}"] for kind, name in RECORD_FOLDERS.items()}


def test_every_schema_that_the_settings_name_is_made(real):
    settings = json.loads(settings_files(FOLDERS)[f"{FOLDER}/settings.json"])

    assert {name.removeprefix("./") for name in settings["yaml.schemas"]} == (
        set(generated_files(real.typology)) - {SNIPPETS}
    )
    for patterns in settings["yaml.schemas"].values():
        assert [list(PROJECT.glob(pattern)) != [] for pattern in patterns] == [True]


@pytest.mark.parametrize("severity", Severity)
def test_the_editor_finds_each_problem_in_a_plain_report_once(severity):
    tasks = json.loads(settings_files(FOLDERS)[f"{FOLDER}/tasks.json"])["tasks"]
    patterns = [
        (matcher["severity"], re.compile(matcher["pattern"]["regexp"]))
        for matcher in tasks[0]["problemMatcher"]
    ]
    problem = Problem(
        "reviews/debriefs/a visit.md", 3, 14, "a-rule", "A [b]: message.", "A mend.", severity
    )

    found = [
        (weight, match.groups())
        for line in plain(Report(problems=(problem,))).split("\n")
        for weight, pattern in patterns
        if (match := pattern.search(line))
    ]

    weight = "error" if severity is Severity.FAULT else "info"
    assert found == [
        (weight, ("reviews/debriefs/a visit.md", "3", "14", "A [b]: message.", "a-rule"))
    ]


# --- The command --------------------------------------------------------------------------------


def files_in(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in (root / FOLDER).rglob("*")
        if path.is_file()
    }


def test_editor_writes_everything_once_and_then_says_that_it_is_as_it_should_be(tmp_path):
    folders = write(tmp_path, {})
    library, _ = load_library(folders)

    first = run_patternbook("editor", cwd=tmp_path)
    written = files_in(tmp_path)
    second = run_patternbook("editor", cwd=tmp_path)

    assert (first.returncode, first.stderr) == (0, "")
    assert written == {**generated_files(library.typology), **settings_files(FOLDERS)}
    assert second.stdout.count("As it should be: ") == 3
    assert files_in(tmp_path) == written


@pytest.mark.parametrize(
    "own", ['{"files.eol": "\\r\\n"}', "{\n  // mine\n}", "[]", "", '{"yaml.schemas": {}}']
)
def test_editor_leaves_settings_of_ones_own_and_says_what_is_missing(tmp_path, own):
    write(tmp_path, {f"{FOLDER}/settings.json": own})

    ran = run_patternbook("editor", cwd=tmp_path)

    assert ran.returncode == 0
    assert (tmp_path / FOLDER / "settings.json").read_text("utf-8") == own
    assert f"Left as it is: {FOLDER}/settings.json, since it is yours." in ran.stdout
    assert '"yaml.schemas"' in ran.stdout
    assert f"Written: {FOLDER}/tasks.json" in ran.stdout


def test_settings_that_hold_more_than_ours_are_as_they_should_be(tmp_path):
    ours = json.loads(settings_files(FOLDERS)[f"{FOLDER}/settings.json"])
    write(tmp_path, {f"{FOLDER}/settings.json": json.dumps({"mine": 1, **ours})})

    ran = run_patternbook("editor", cwd=tmp_path)

    assert f"As it should be: {FOLDER}/settings.json" in ran.stdout


def test_editor_follows_the_vocabulary(tmp_path):
    write(tmp_path, {})
    run_patternbook("editor", cwd=tmp_path)
    new = entry(id="luck", kind="factor", parent="conditions-of-work", title="Luck")
    write(tmp_path, {"docs/factors/luck.md": new})

    run_patternbook("editor", cwd=tmp_path)

    assert '"prefix": "luck"' in files_in(tmp_path)[SNIPPETS]
    assert '"const": "luck"' in files_in(tmp_path)[f"{FOLDER}/patternbook/debrief.schema.json"]


@pytest.mark.parametrize("link", [FOLDER, f"{FOLDER}/settings.json", f"{FOLDER}/patternbook"])
def test_editor_writes_nothing_through_a_link(tmp_path, link):
    write(tmp_path / "library", {})
    (tmp_path / "outside").mkdir()
    place = tmp_path / "library" / link
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(tmp_path / "outside")

    ran = run_patternbook("editor", "--root", str(tmp_path / "library"))

    assert ran.returncode == 2
    assert "is a link" in ran.stderr
    assert list((tmp_path / "outside").iterdir()) == []
