"""A share file from a stranger: what is read, what is refused, and in which words."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from patternbook.exports.share import share_schema
from patternbook.problems import FaultsFound
from patternbook.sharing import Share, parse_share
from patternbook.sharing.reading import read_share
from patternbook.sharing.shares import (
    checksum_of,
    content_of,
    fingerprints_of,
    full_row,
    shared_part,
    text_of,
)
from patternbook.tables import Tables
from tests.sharing.held import vocabulary_tables

TABLES = vocabulary_tables()
NAME = "from-a-board.json"


def public_records() -> Tables:
    """Return one review with a finding, as its board would share it."""

    def row(table: str, **fields: Any) -> tuple[Any, ...]:
        return full_row(table, {"record": "letter", "number": 1, **fields})

    rows = {
        "records": [
            row(
                "records",
                kind="case-review",
                title="A letter",
                origin="contributed",
                completed=2024,
            )
        ],
        "settings": [row("settings", setting="early-help")],
        "agencies": [row("agencies", agency="school")],
        "episodes": [row("episodes", episode="first", title="The letter", practice="good")],
        "factor_links": [
            row("factor_links", episode="first", factor="workload", influence="hindered")
        ],
        "findings": [
            row(
                "findings",
                finding="a-finding",
                pattern="tunnel-vision",
                influence="unsafe",
                selected=True,
                statement="{{ config }} <script>alert(1)</script> is text here.",
            )
        ],
        "finding_episodes": [row("finding_episodes", finding="a-finding", episode="first")],
        "recommendations": [
            row("recommendations", recommendation="a-list", kind="clear-cut", level="local")
        ],
        "responses": [row("responses", recommendation="a-list", year=2025, status="done")],
    }
    return shared_part({**{name: [] for name in TABLES}, **rows}, {"letter"})


def a_share(**fields: Any) -> Share:
    filled: dict[str, Any] = {
        "contributor": "heron",
        "made": "2026-11",
        "threshold": 5,
        "records": public_records(),
        "held": {("kinds", "near-miss"): 9, ("settings", "early-help"): 7},
        "kept": {("factors", "workload", "helped"): 6},
        "as_of": "2026-11",
        **fields,
    }
    return Share(**filled)


def signed_again(content: dict[str, Any]) -> bytes:
    """Return a file as somebody would make it who changes it and knows about checksums."""
    return text_of({**content, "checksum": checksum_of(content)}).encode()


def changed(change: Callable[[dict[str, Any]], None]) -> bytes:
    content = copy.deepcopy(content_of(a_share()))
    change(content)
    return signed_again(content)


def refused(content: bytes) -> list[str]:
    """Return where and why a file is refused."""
    with pytest.raises(FaultsFound) as found:
        parse_share(content, NAME, TABLES)
    assert all(problem.path == NAME and problem.mend for problem in found.value.problems)
    return [f"{problem.line} {problem.code}" for problem in found.value.problems]


def codes(content: bytes) -> set[str]:
    return {each.partition(" ")[2] for each in refused(content)}


def test_what_a_board_shared_is_read_as_it_was_and_its_text_stays_text():
    share = a_share()

    read = parse_share(text_of(content_of(share)).encode(), NAME, TABLES)

    assert read == share
    (finding,) = read.records["findings"]
    assert "{{ config }} <script>" in str(finding)


def test_a_file_is_as_its_schema_says():
    jsonschema.Draft202012Validator.check_schema(share_schema())
    jsonschema.validate(content_of(a_share()), share_schema())
    wrong = content_of(a_share(held={("records",): 4}))

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, share_schema())


def test_a_file_that_was_altered_or_cut_off_is_refused():
    text = text_of(content_of(a_share()))

    assert codes(text.replace('"count": 9', '"count": 8').encode()) == {"altered"}
    assert codes(text[: len(text) // 2].encode()) == {"damaged"}
    assert codes(b"\xff\xfe" + text.encode()) == {"damaged"}
    assert codes(b"") == {"damaged"}


def test_a_file_that_another_program_has_laid_out_anew_says_the_same():
    content = content_of(a_share())

    assert parse_share(json.dumps(content).encode(), NAME, TABLES) == a_share()


@pytest.mark.parametrize(
    ("version", "code"), [(2, "newer-version"), (0, "older-version"), ("1", "no-share-file")]
)
def test_a_file_of_another_version_is_refused_with_what_to_do(version, code):
    def change(content):
        content["schema"]["version"] = version

    assert codes(changed(change)) == {code}


def test_other_files_are_told_from_share_files():
    assert codes(b"[]") == {"no-share-file"}
    assert codes(b'{"schema": {"name": "patternbook-reviews", "version": 1}}') == {"no-share-file"}


def test_a_count_below_the_threshold_is_refused_on_its_line():
    def change(content):
        content["held"]["counts"]["kinds"][0]["count"] = 3

    content = changed(change)

    assert codes(content) == {"below-threshold"}
    with pytest.raises(FaultsFound) as found:
        parse_share(content, NAME, TABLES)
    line = found.value.problems[0].line
    assert '"count": 3' in content.decode().splitlines()[line - 1]


@pytest.mark.parametrize(
    ("count", "code"),
    [(-1, "bad-count"), (True, "bad-count"), ("9", "bad-count"), (999_999_999, "bad-count")],
)
def test_what_is_no_number_of_records_is_refused(count, code):
    def change(content):
        content["held"]["counts"]["kinds"][0]["count"] = count

    assert codes(changed(change)) == {code}


@pytest.mark.parametrize(
    "text", ['{"schema": 1e400}', '{"schema": NaN}', '{"a": 12345678901}', '{"a": 1, "a": 2}']
)
def test_json_that_can_be_read_in_two_ways_is_refused(text):
    assert codes(text.encode()) == {"not-strict"}


def test_a_file_that_is_nested_without_end_is_refused_before_it_is_parsed():
    assert codes(b"[" * 100_000) == {"too-deep"}


def test_a_file_that_is_far_too_large_is_not_opened(tmp_path):
    file = tmp_path / "huge.json"
    with file.open("wb") as writing:
        writing.truncate(10**9)

    with pytest.raises(FaultsFound, match="too large"):
        read_share(file, TABLES)


def test_counts_that_cannot_all_be_true_are_refused():
    def more_than_all(content):
        content["held"]["counts"]["records"] = [{"count": 6}]

    def part_above_whole(content):
        content["held"]["counts"]["factors"] = [
            {"entry": "conditions-of-work", "influence": "helped", "count": 5},
            {"entry": "timing", "influence": "helped", "count": 8},
        ]

    assert codes(changed(more_than_all)) == {"does-not-add-up"}
    assert codes(changed(part_above_whole)) == {"does-not-add-up"}


CLAIMS: dict[str, Callable[[dict[str, Any]], None]] = {
    "an invented record": lambda rows: rows["records"][0].update(origin="illustrative"),
    "no setting": lambda rows: rows["settings"].clear(),
    "a review that ended like a near miss": lambda rows: rows["records"][0].update(
        outcome="prevented"
    ),
    "a finding of no record": lambda rows: rows["findings"][0].update(record="another"),
    "an episode that is not there": lambda rows: rows["finding_episodes"][0].update(episode="last"),
    "a factor in no episode": lambda rows: rows["factor_links"][0].update(episode=""),
    "a response to nothing": lambda rows: rows["responses"][0].update(recommendation="nothing"),
    "a finding that says not why it was left out": lambda rows: rows["findings"][0].update(
        selected=False
    ),
    "a pattern link of a review": lambda rows: rows["pattern_links"].append(
        {"record": "letter", "number": 1, "pattern": "tunnel-vision", "influence": "unsafe"}
    ),
    "a row twice": lambda rows: rows["settings"].append(rows["settings"][0]),
    "a scope that says nothing": lambda rows: rows["factor_links"][0].update(scope="inter-agency"),
}


@pytest.mark.parametrize("change", CLAIMS.values(), ids=CLAIMS)
def test_a_record_that_says_what_no_public_record_can_is_refused(change):
    assert codes(changed(lambda content: change(content["records"]))) == {"not-a-public-record"}


VALUES: dict[str, Callable[[dict[str, Any]], None]] = {
    "a path for an id": lambda rows: rows["records"][0].update(record="../../etc/passwd"),
    "a number for a title": lambda rows: rows["records"][0].update(title=7),
    "a title of two lines": lambda rows: rows["records"][0].update(title="One\ntwo"),
    "a word that no list has": lambda rows: rows["settings"][0].update(setting="the-moon"),
    "a factor for a pattern": lambda rows: rows["findings"][0].update(pattern="workload"),
    "a factor that nobody knows": lambda rows: rows["factor_links"][0].update(factor="luck"),
    "a year to come": lambda rows: rows["records"][0].update(completed=20245),
    "a text that turns round": lambda rows: rows["findings"][0].update(statement="a\u202eb"),
    "a text without end": lambda rows: rows["findings"][0].update(statement="x" * 30_000),
}


@pytest.mark.parametrize("change", VALUES.values(), ids=VALUES)
def test_a_value_that_cannot_stand_there_is_refused(change):
    assert "bad-field" in codes(changed(lambda content: change(content["records"])))


def test_half_a_sign_that_could_not_be_printed_is_refused():
    content = content_of(a_share())
    content["records"]["findings"][0]["statement"] = "a\ud800b"
    content["checksum"] = checksum_of(content)

    assert "bad-field" in codes(json.dumps(content).encode())


def test_fields_that_are_missing_or_unknown_are_all_told_at_once():
    def change(content):
        del content["records"]["settings"]
        content["held"]["note"] = "Read me"
        content["records"]["records"][0]["sex"] = "f"

    assert codes(changed(change)) >= {"missing-field", "unknown-field"}


def test_what_only_another_vocabulary_has_is_refused():
    def change(content):
        content["held"]["counts"]["patterns"] = [
            {"entry": "our-own-pattern", "influence": "unsafe", "count": 6}
        ]

    assert codes(changed(change)) == {"unknown-cell"}


def test_a_fingerprint_that_does_not_fit_its_record_is_refused():
    def change(content):
        content["records"]["records"][0]["fingerprint"] = "0" * 64

    assert codes(changed(change)) == {"wrong-fingerprint"}


def test_a_record_has_one_fingerprint_whatever_its_id():
    records = public_records()
    renamed = {name: [("another", *row[1:]) for row in rows] for name, rows in records.items()}

    assert list(fingerprints_of(records).values()) == list(fingerprints_of(renamed).values())


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
PLACES = [
    *[(field,) for field in content_of(a_share())],
    *[("records", table) for table in content_of(a_share())["records"]],
    *[("held", part) for part in ("as_of", "counts", "kept")],
    ("held", "counts", "kinds"),
    ("records", "records", 0),
    ("records", "findings", 0, "statement"),
]


@settings(max_examples=40)
@given(some.sampled_from(PLACES), JSON)
@example(("held", "counts", "kinds"), [None])
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_plain_words(place, value):
    def change(content):
        part = content
        for key in place[:-1]:
            part = part[key]
        part[place[-1]] = value

    try:
        messages = [str(parse_share(changed(change), NAME, TABLES).made)]
    except FaultsFound as found:
        messages = [problem.message for problem in found.problems]
    assert all(message == "2026-11" or message.endswith(".") for message in messages)


@given(some.binary(max_size=60))
def test_no_bytes_whatever_are_taken_for_a_share_file(content):
    assert refused(content)
