"""Mends that need no judgement: they change no meaning, and a second time they change nothing."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.fixes import Fix, FormerIds, LeftAlone, apply, difference, find_fixes, mend
from patternbook.folders import Folders
from patternbook.library import load_library
from patternbook.source import Source, Unreadable, parse_source
from tests.conftest import run_patternbook
from tests.making import debrief, entry, factor, near_miss, vocabulary, write

NONE = FormerIds()
FORMER = FormerIds({"load": "workload"}, {"old-pattern": "tunnel-vision"})
BODY = "## Commentary\n\nTwo spaces at the end are a line break.  \nThe next line.\n"


def mended(text: str | bytes, former: FormerIds = NONE) -> tuple[str, tuple[str, ...]]:
    raw = text.encode() if isinstance(text, str) else text
    after, done = mend(raw, former)
    return after.decode(), done


def read(text: str) -> Source | None:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return parse_source(plain, "a.md")
    except Unreadable:
        return None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\r\nid: a\r\n---\r\nText.\r\n", "---\nid: a\n---\nText.\n"),
        ("\ufeff---\nid: a\n---\n", "---\nid: a\n---\n"),
        ("---\nid: a  \nb: c\t\n---  \nText  \n", "---\nid: a\nb: c\n---\nText  \n"),
        ("---\nid: a\n---\nText.", "---\nid: a\n---\nText.\n"),
        ("—\nid: a\n---\n", "---\nid: a\n---\n"),
        ("––\nid: a\n—\nText.\n", "---\nid: a\n---\nText.\n"),
        ("----\nid: a\n——-\nText.\n———\nMore.\n", "---\nid: a\n---\nText.\n———\nMore.\n"),
        ("---\na:\n\t- b: c\n\t  d: e\n---\n", "---\na:\n  - b: c\n    d: e\n---\n"),
        ("---\na:\n  - b: c\n\td: e\n---\n", "---\na:\n  - b: c\n    d: e\n---\n"),
        ("—\na:\n\tb: c\n—\n", "---\na:\n  b: c\n---\n"),
    ],
)
def test_what_needs_no_judgement_is_mended(before, after):
    text, done = mended(before)

    assert text == after
    assert done


@pytest.mark.parametrize(
    "text",
    [
        "---\nid: a\n---\n" + BODY,
        "Text without fields.  \n",
        "---\nid: a\nno end  \n",
        "---\nid: [a\n---\n",
        # Within a text that keeps its lines, and in the body, spaces may mean something.
        "---\na: |\n  one  \n  two\nb: >-\n  one \n\n  two  \n---\n",
        # With another width this line would belong to another field.
        "---\na:\n  b:\n    - c\n\t- d\n---\n",
        "---\na: |\n  one\n\ttwo\n---\n",
        # A heading of the body would become a note that nobody sees.
        "---\nid: a\n## What happened\n—\nText.\n",
        "---\nid: a\u200b  \n---\n",
        "",
        "\n\n",
    ],
)
def test_what_needs_judgement_or_nothing_is_left_as_it_is(text):
    assert mended(text) == (text, ())


@pytest.mark.parametrize("raw", [b"---\nid: \xff  \n---\n", b"---\r\nid: \0\r\n---\r\n"])
def test_what_is_no_plain_text_is_left_as_it_is(raw):
    assert mend(raw, NONE) == (raw, ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("factors:\n- factor: load\n", "factors:\n- factor: workload\n"),
        (
            "factors:\n- {factor: 'load', how: load}\n",
            "factors:\n- {factor: 'workload', how: load}\n",
        ),
        (
            'factors: [{factor: "load"}, {factor: load}]\n',
            'factors: [{factor: "workload"}, {factor: workload}]\n',
        ),
        (
            "findings:\n- pattern: old-pattern  # a note\n",
            "findings:\n- pattern: tunnel-vision  # a note\n",
        ),
        (
            "patterns:\n- pattern: load\nhow: old-pattern\n",
            "patterns:\n- pattern: load\nhow: old-pattern\n",
        ),
        ("factors:\n- factor:\n    load\n", "factors:\n- factor:\n    workload\n"),
    ],
)
def test_a_former_id_becomes_the_present_one_where_it_is_a_link_and_nowhere_else(before, after):
    text, _ = mended(f"---\n{before}---\nThe load.\n", FORMER)

    assert text == f"---\n{after}---\nThe load.\n"


# --- Properties ---------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        *(
            "---",
            "—",
            "––",
            "----",
            "id: a",
            "id: b  ",
            "title: 'a b' ",
            "factors:",
            "how: |",
            "a: >-",
        ),
        *("  - factor: load", "\t- factor: load", "- factor: load", "    how: b\t", "\thow: b"),
        *(
            "  text  ",
            "\ttext",
            "",
            " ",
            "## Heading",
            "Text  ",
            "pattern: old-pattern",
            "x: [load",
        ),
        *("- {factor: load, how: 'load'}", 'factor: "load"', "é: —", "a:\u00a0b"),
    ]
)
TEXTS = st.builds(
    lambda lines, end, bom, last: bom + end.join(lines) + (end if last else ""),
    st.lists(LINES, max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\ufeff"]),
    st.booleans(),
)
RECORDS = st.builds(
    lambda fields, body, end: end.join(["---", *fields, "---", *body]),
    st.lists(LINES.filter(lambda line: line != "---"), max_size=8),
    st.lists(LINES, max_size=4),
    st.sampled_from(["\n", "\r\n"]),
)


@given(TEXTS | RECORDS | st.text())
def test_mending_twice_changes_nothing_more(text):
    once, _ = mended(text, FORMER)

    assert mended(once, FORMER) == (once, ())


@given(TEXTS | RECORDS)
def test_mending_changes_no_value_but_former_ids_and_no_text_below(text):
    before, after = read(text), read(mended(text, FORMER)[0])

    if before is not None:
        assert after is not None
        assert after.body.removesuffix("\n") == before.body.removesuffix("\n")
        assert present(after.front_matter) == present(before.front_matter)
        assert list(after.front_matter) == list(before.front_matter)


@given(TEXTS | RECORDS)
def test_no_word_is_ever_lost(text):
    def words(each: str) -> str:
        plain = each.replace("workload", "load").replace("tunnel-vision", "old-pattern")
        return "".join(sign for sign in plain if sign.isalnum())

    assert words(mended(text, FORMER)[0]) == words(text)


def present(value: object) -> object:
    """Return a value in which every former id is the present one."""
    if isinstance(value, list):
        return [present(each) for each in value]
    if isinstance(value, dict):
        known = {"factor": FORMER.factors, "pattern": FORMER.patterns}
        return {
            name: known[name].get(each, each)
            if name in known and isinstance(each, str)
            else present(each)
            for name, each in value.items()
        }
    return repr(value)


# --- Files --------------------------------------------------------------------------------------

FILE = "reviews/near-misses/letter.md"
UNTIDY = near_miss("letter", factors=[factor("load")]).replace("\n", "\r\n")
RENAMED = {
    **vocabulary(),
    "docs/factors/workload.md": entry(
        id="workload",
        kind="factor",
        parent="conditions-of-work",
        title="Workload",
        former_ids=["load"],
    ),
}


def fixes_in(root: Path) -> list[Fix]:
    library, _ = load_library(Folders.at(root))
    return find_fixes(Folders.at(root), FormerIds.of(library.typology))


def test_records_and_pages_of_the_vocabulary_are_mended_and_nothing_else(tmp_path):
    untidy = "---\r\nid: a\r\n---\r\n"
    paths = [
        *("reviews/near-misses/letter.md", "docs/factors/timing.md", "docs/patterns/other.md"),
        *("docs/guide/index.md", "docs/factors/index.md", "reviews/near-misses/.hidden.md"),
        *("reviews/near-misses/note.txt", "reviews/loose.md", "README.md"),
    ]
    write(tmp_path, {**vocabulary(), **dict.fromkeys(paths, untidy)})
    (tmp_path / "reviews/debriefs").symlink_to(tmp_path / "reviews/near-misses")
    (tmp_path / "reviews/near-misses/link.md").symlink_to(tmp_path / "README.md")
    os.mkfifo(tmp_path / "reviews/near-misses/pipe.md")

    assert [fix.path for fix in fixes_in(tmp_path)] == sorted(paths[:3])


def test_a_mended_file_keeps_its_permissions(tmp_path):
    write(tmp_path, {**RENAMED, FILE: UNTIDY})
    (tmp_path / FILE).chmod(0o640)
    (fix,) = fixes_in(tmp_path)

    apply(fix)

    assert (tmp_path / FILE).read_bytes() == fix.after
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o640
    assert [path.name for path in (tmp_path / FILE).parent.iterdir()] == ["letter.md"]


def test_a_file_that_has_changed_meanwhile_is_left_alone(tmp_path):
    write(tmp_path, {**RENAMED, FILE: UNTIDY})
    (fix,) = fixes_in(tmp_path)
    (tmp_path / FILE).write_text("Something else.")

    with pytest.raises(LeftAlone, match="changed"):
        apply(fix)

    assert (tmp_path / FILE).read_text() == "Something else."


def test_nothing_is_written_through_a_link(tmp_path):
    write(tmp_path, {**RENAMED, FILE: UNTIDY})
    (fix,) = fixes_in(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / FILE).rename(outside / "letter.md")
    (tmp_path / FILE).symlink_to(outside / "letter.md")

    with pytest.raises(LeftAlone):
        apply(fix)
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).parent.rmdir()
    (tmp_path / FILE).parent.symlink_to(outside)
    with pytest.raises(LeftAlone):
        apply(fix)

    assert (outside / "letter.md").read_bytes() == fix.before
    assert [path.name for path in outside.iterdir()] == ["letter.md"]


def test_a_file_that_has_gone_or_become_something_else_is_left_alone(tmp_path):
    write(tmp_path, {**RENAMED, FILE: UNTIDY})
    (fix,) = fixes_in(tmp_path)
    (tmp_path / FILE).unlink()

    with pytest.raises(LeftAlone, match="opened"):
        apply(fix)
    os.mkfifo(tmp_path / FILE)
    with pytest.raises(LeftAlone, match="ordinary"):
        apply(fix)


def test_a_mend_that_fails_half_way_leaves_the_file_whole(tmp_path, monkeypatch):
    write(tmp_path, {**RENAMED, FILE: UNTIDY})
    (fix,) = fixes_in(tmp_path)

    def full(descriptor: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(LeftAlone, match="written"):
        apply(fix)

    assert (tmp_path / FILE).read_bytes() == fix.before
    assert [path.name for path in (tmp_path / FILE).parent.iterdir()] == ["letter.md"]


def test_a_difference_shows_what_nobody_sees_and_cannot_harm_a_terminal():
    before = b"---\r\na: b  \r\n---\r\n\tText \xe2\x80\xae here\r\n"
    after = b"---\na: b\n---\n\tText here\n"

    lines = difference(Fix("reviews/a.md", Path("a.md"), before, after, ()))

    assert lines[3:] == [" ---", "-a: b··", "+a: b", " ---", "-»Text ? here", "+»Text here"]


# --- The command --------------------------------------------------------------------------------


def test_fix_shows_everything_and_writes_nothing_unless_somebody_agrees(tmp_path):
    write(tmp_path, {**RENAMED, FILE: UNTIDY})

    ran = run_patternbook("check", "--fix", cwd=tmp_path)

    assert f"{FILE}: end every line as other systems than Windows do; " in ran.stdout
    assert "write “workload” for its former name “load” on line 24." in ran.stdout
    assert "\n    -- factor: load\n" in ran.stdout
    assert "\n    +- factor: workload\n" in ran.stdout
    assert "Nothing was written. To write it, add --yes." in ran.stdout
    assert (tmp_path / FILE).read_bytes() == UNTIDY.encode()


def test_fix_with_yes_mends_and_reports_on_what_is_left(tmp_path):
    write(tmp_path, {**RENAMED, FILE: UNTIDY})
    before = run_patternbook("check", cwd=tmp_path)

    ran = run_patternbook("check", "--fix", "--yes", cwd=tmp_path)

    assert "[former-id]" in before.stdout
    assert "see what can be mended for you in 1 file: patternbook check --fix" in before.stdout
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Mended: 1 file.\n" in ran.stdout
    assert "[former-id]" not in ran.stdout
    assert b"\r" not in (tmp_path / FILE).read_bytes()
    assert "There is nothing that can be mended" in (
        run_patternbook("check", "--fix", cwd=tmp_path).stdout
    )


def test_fix_mends_only_what_was_asked_for(tmp_path):
    other = "reviews/debriefs/visit.md"
    write(tmp_path, {FILE: UNTIDY, other: debrief("visit").replace("\n", "\r\n")})

    run_patternbook("check", other, "--fix", "--yes", cwd=tmp_path)

    assert (tmp_path / FILE).read_bytes() == UNTIDY.encode()
    assert b"\r" not in (tmp_path / other).read_bytes()


def test_a_record_whose_hyphens_became_a_dash_is_mended_and_then_checked(tmp_path):
    text = near_miss("letter")
    write(tmp_path, {FILE: f"—{text.removeprefix('---')}"})

    ran = run_patternbook("check", "--fix", "--yes", cwd=tmp_path)

    assert ran.returncode == 0
    assert (tmp_path / FILE).read_text("utf-8") == text


@pytest.mark.parametrize(
    "options",
    [["--redact"], ["--format", "json"], ["--output", "report.txt"]],
)
def test_fix_shows_text_so_it_goes_with_no_report_that_hides_it(tmp_path, options):
    write(tmp_path, {**RENAMED, FILE: UNTIDY})

    ran = run_patternbook("check", "--fix", "--yes", *options, cwd=tmp_path)

    assert ran.returncode == 2
    assert "--fix shows what" in ran.stderr
    assert (tmp_path / FILE).read_bytes() == UNTIDY.encode()


def test_fix_does_not_run_where_others_read_along(tmp_path):
    write(tmp_path, {**RENAMED, FILE: UNTIDY})

    assert run_patternbook("check", "--fix", cwd=tmp_path, CI="true").returncode == 2
    assert run_patternbook("check", "--yes", cwd=tmp_path).returncode == 2
