"""`patternbook check` where people and services use it: paths, formats, redaction, bad input."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from patternbook.cli.check import check as command
from patternbook.cli.progress import Progress
from tests.conftest import run_patternbook
from tests.making import PROJECT, debrief, factor, near_miss, write
from tests.running import run_without_rights

LETTER = "reviews/near-misses/letter.md"
VISIT = "reviews/debriefs/visit.md"
CANARY = "Zebedee"
FORMATS = ["plain", "json", "github", "sarif"]
GOOD = {LETTER: near_miss("letter")}
BAD = {**GOOD, VISIT: debrief("visit", factors=[factor("work-load")])}
# A name wherever a person may write one, a mistyped word and a mistyped field included.
NAMED = {
    VISIT: debrief(
        "visit",
        f"## {CANARY}\n\n{CANARY} slept. <b>{CANARY}</b>\n",
        title=f"{CANARY} and {CANARY}",
        summary=f"We saw {CANARY} on 3 May 2024.",
        factors=[factor(CANARY.lower(), how=f"{CANARY} said so.")],
        setting=[CANARY.lower()],
        related=[f"{CANARY.lower()}-and-others"],
        pseudonyms={CANARY.lower(): "", "Mia": [CANARY]},
        declared_terms=[{"term": CANARY, "why": ""}],
        **{CANARY.lower(): CANARY},
    ),
    LETTER: near_miss(
        "letter",
        f"{CANARY} wrote.\n",
        factors=[factor(CANARY.lower())],
        related=[CANARY.lower()],
        what_happened=f"A letter for {CANARY} (01632 960123) waited.",
    ),
    "reviews/near-misses/note.md": f"---\nid: {CANARY}\ntitle: {CANARY}: {CANARY}\n---\n",
}


# --- Nobody's name ------------------------------------------------------------------------------


@pytest.mark.parametrize("public", [[], ["--public"]])
@pytest.mark.parametrize("form", FORMATS)
def test_a_redacted_report_never_shows_a_word_of_a_record(tmp_path, form, public):
    write(tmp_path, NAMED)

    ran = run_patternbook("check", "--format", form, "--redact", "-vv", *public, cwd=tmp_path)

    assert ran.returncode == 1
    assert VISIT.partition("/")[2] in ran.stdout
    assert CANARY.lower() not in (ran.stdout + ran.stderr).lower()


@pytest.mark.parametrize("form", FORMATS)
def test_on_a_service_every_report_is_redacted_unless_somebody_says_otherwise(tmp_path, form):
    write(tmp_path, NAMED)
    summary = tmp_path / "summary.md"

    hidden = run_patternbook(
        *("check", "--format", form), cwd=tmp_path, CI="true", GITHUB_STEP_SUMMARY=str(summary)
    )
    shown = run_patternbook("check", "--format", form, "--no-redact", cwd=tmp_path, CI="true")

    assert CANARY.lower() not in (hidden.stdout + hidden.stderr).lower()
    assert CANARY.lower() in shown.stdout.lower()
    assert summary.exists() == (form == "github")
    assert not summary.exists() or CANARY.lower() not in summary.read_text("utf-8").lower()


def test_machines_never_get_an_excerpt_even_on_ones_own_machine(tmp_path):
    write(tmp_path, {LETTER: near_miss("letter", what_happened=f"A letter for {CANARY} waited.")})

    plain = run_patternbook("check", cwd=tmp_path).stdout

    assert f"    Here: “{CANARY}”\n" in plain
    for form in FORMATS[1:]:
        ran = run_patternbook("check", "--format", form, "--no-redact", cwd=tmp_path)
        assert CANARY not in ran.stdout


def test_a_report_in_a_file_is_redacted(tmp_path):
    write(tmp_path, NAMED)

    ran = run_patternbook("check", "--output", "report.txt", cwd=tmp_path)

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "The report is in report.txt.\n"
    assert "Here: 7 characters, not shown." in (tmp_path / "report.txt").read_text("utf-8")
    assert CANARY.lower() not in (tmp_path / "report.txt").read_text("utf-8").lower()


def test_a_fault_of_the_check_itself_is_told_without_a_traceback_or_a_text(tmp_path):
    write(tmp_path, GOOD)
    code = (
        "import sys; from patternbook.cli import check as module, main;"
        f"module.check_library = lambda *a, **k: int({CANARY!r});"
        "main(['check', *sys.argv[1:]])"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code, "--redact", "-vv"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert ran.returncode == 2
    assert "Patternbook itself has failed: ValueError in <string>, line 1." in ran.stderr
    assert "Traceback" not in ran.stderr
    assert CANARY not in ran.stderr + ran.stdout


# --- Where a report goes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", ["reviews/report.json", "reviews/debriefs/report.md", "docs/x.md", "reviews", "no/x"]
)
def test_a_report_is_never_written_among_the_records_or_pages(tmp_path, place):
    write(tmp_path, BAD)
    before = sorted(tmp_path.rglob("*"))

    ran = run_patternbook("check", "--output", place, cwd=tmp_path)

    assert ran.returncode == 2
    assert "after --output" in ran.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_report_is_not_written_among_the_records_through_a_link(tmp_path):
    write(tmp_path, BAD)
    (tmp_path / "out").symlink_to("reviews")
    (tmp_path / "report.json").symlink_to(LETTER)

    for place in ("out/report.json", "report.json"):
        assert run_patternbook("check", "--output", place, cwd=tmp_path).returncode == 2
    assert (tmp_path / LETTER).read_text("utf-8") == GOOD[LETTER]


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_a_report_for_machines_is_all_that_is_printed(tmp_path, form):
    write(tmp_path, BAD)

    ran = run_patternbook("check", "--format", form, cwd=tmp_path)

    assert (ran.returncode, ran.stderr) == (1, "")
    json.loads(ran.stdout)


def test_json_names_pages_of_the_site_if_its_address_is_known(tmp_path):
    write(tmp_path, BAD)

    ran = run_patternbook(
        *("check", "--format", "json"), cwd=tmp_path, PATTERNBOOK_SITE_URL="https://example.org/a/"
    )

    assert [each["help"] for each in json.loads(ran.stdout)["problems"]] == [
        "https://example.org/a/contribute/rules/unknown-factor/"
    ]


def test_the_summary_of_a_job_is_added_to_what_is_there(tmp_path):
    write(tmp_path / "a" / "library", BAD)
    summary = tmp_path / "summary.md"
    summary.write_text("# Before\n")

    ran = run_patternbook(
        *("check", "--format", "github"),
        cwd=tmp_path / "a" / "library",
        GITHUB_STEP_SUMMARY=str(summary),
        GITHUB_WORKSPACE=str(tmp_path),
    )

    assert f"::error file=a/library/{VISIT},line=23," in ran.stdout
    assert summary.read_text().startswith("# Before\n## Check of the records\n")
    assert "visit&#46;md | 23 | 11 | unknown&#45;factor |" in summary.read_text()


def test_a_summary_that_cannot_be_written_is_no_reason_to_fail(tmp_path):
    write(tmp_path, GOOD)

    ran = run_patternbook(
        *("check", "--format", "github"), cwd=tmp_path, GITHUB_STEP_SUMMARY=str(tmp_path)
    )

    assert ran.returncode == 0
    assert "The summary of the job could not be written." in ran.stderr


def test_quiet_says_nothing_if_there_is_nothing_to_mend(tmp_path):
    write(tmp_path, {LETTER: near_miss("letter", sign_off=None)})

    ran = run_patternbook("check", "--quiet", cwd=tmp_path)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_log_says_what_was_read_and_how_long_it_took(tmp_path):
    write(tmp_path, GOOD)

    ran = run_patternbook("check", "-v", cwd=tmp_path)

    assert re.search(r"read 1 records and 13 entries of the vocabulary in \d", ran.stderr)


def test_progress_is_shown_to_those_who_have_waited_and_taken_away(capsys, monkeypatch):
    monkeypatch.setattr("patternbook.cli.progress.PATIENCE", 0.01)
    monkeypatch.setattr("patternbook.cli.progress._PAUSE", 0.01)

    with Progress(is_shown=True) as shown:
        for _ in range(1234):
            shown.advance()
        time.sleep(0.3)
        shown.begin("Checking")
        time.sleep(0.3)
    told = capsys.readouterr().err
    with Progress(is_shown=False) as hidden:
        hidden.advance()
        time.sleep(0.1)

    assert "\rReading: 1,234 records" in told
    assert told.index("Reading") < told.index("\rChecking: 1,234 records")
    assert re.search(r"\r +\r$", told)
    assert capsys.readouterr().err == ""


def test_whoever_does_not_wait_long_is_told_of_no_progress(capsys):
    with Progress(is_shown=True) as shown:
        shown.advance()

    assert capsys.readouterr().err == ""


# --- On a terminal ------------------------------------------------------------------------------


def on_a_terminal(root: Path, *arguments: str, typed: str = "", **environment: str) -> str:
    """Run the command where somebody sits at a terminal, and return all that they see."""
    ours, theirs = pty.openpty()
    own = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR")}
    with subprocess.Popen(
        [sys.executable, "-m", "patternbook", "check", *arguments],
        cwd=root,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**own, "TERM": "xterm", **environment},
    ) as started:
        os.close(theirs)
        os.write(ours, typed.encode())
        seen = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            seen += part
        started.wait()
    os.close(ours)
    return seen.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colours_unless_nobody_wants_them(tmp_path):
    write(tmp_path, BAD)

    assert "\x1b[1m" in on_a_terminal(tmp_path)
    assert "\x1b" not in on_a_terminal(tmp_path, NO_COLOR="1")


@pytest.mark.parametrize(
    ("typed", "is_mended"), [("y\n", True), ("n\n", False), ("\n", False), ("\x04", False)]
)
def test_somebody_at_a_terminal_is_asked_before_anything_is_mended(tmp_path, typed, is_mended):
    untidy = GOOD[LETTER].replace("\n", "\r\n")
    write(tmp_path, {LETTER: untidy})

    seen = on_a_terminal(tmp_path, "--fix", typed=typed, NO_COLOR="1")

    assert "Write this file? [y/N]: " in seen
    assert ("Mended: 1 file." in seen) == is_mended
    assert ("Nothing was written." in seen) == (not is_mended)
    assert "Nothing to mend." in seen
    assert ((tmp_path / LETTER).read_bytes() == untidy.encode()) == (not is_mended)


# --- Explanations -------------------------------------------------------------------------------


def test_a_rule_is_explained_also_where_there_is_no_library(tmp_path):
    ran = run_patternbook("check", "--explain", "unknown-factor", cwd=tmp_path)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("unknown-factor: ")
    assert "\nWhy: " in ran.stdout


def test_whoever_mistypes_a_rule_is_told_the_nearest(tmp_path):
    ran = run_patternbook("check", "--explain", "unknown-factors", cwd=tmp_path)

    assert ran.returncode == 2
    assert "Did you mean “unknown-factor”?" in ran.stderr


# --- Bad input ----------------------------------------------------------------------------------


def test_every_path_that_cannot_be_checked_is_told_once_and_the_others_are_checked(tmp_path):
    root = tmp_path / "library"
    write(
        root,
        {
            **BAD,
            "README.md": "Read me.\n",
            "reviews/near-misses/.hidden.md": "",
            "reviews/near-misses/huge.md": "x" * 300_000,
            "reviews/near-misses/binary.md": b"\x00\xff",
            "reviews/other/letter.md": near_miss("letter"),
        },
    )
    (tmp_path / "outside.md").write_text(near_miss("outside"))
    (root / "reviews/near-misses/link.md").symlink_to(tmp_path / "outside.md")
    (root / "away").symlink_to(tmp_path)
    (root / "round").symlink_to("round")
    (root / "reviews/near-misses/pipe.md").unlink(missing_ok=True)
    os.mkfifo(root / "reviews/near-misses/pipe.md")
    names = ("huge", "binary", "link", "pipe")
    good = [VISIT, "reviews/other/letter.md", *(f"reviews/near-misses/{n}.md" for n in names)]
    refused = {
        "missing.md": "There is no file or folder of this name.",
        "../outside.md": f"It is not in the library at {root}.",
        "away/outside.md": "It is reached through a link that leads out of the library.",
        "/dev/null": f"It is not in the library at {root}.",
        "README.md": "Nothing here is checked: ",
        f"{LETTER}/x.md": "There is no file or folder of this name.",
        "reviews/near-misses/.hidden.md": "It is passed over, because its name begins with",
        "round": "Nothing here is checked: ",
        "round/x.md": "",
    }

    ran = run_patternbook("check", *refused, *good, cwd=root)

    assert ran.returncode == 2
    told = ran.stderr.strip().split("\n")
    assert len(told) == len(refused)
    for (path, reason), line in zip(refused.items(), told, strict=True):
        assert line.startswith(f"{path}: {reason}")
    codes = re.findall(r"^(\S+?):\d+:\d+: .*\[([a-z-]+)\]$", ran.stdout, re.MULTILINE)
    assert sorted(codes) == [
        (VISIT, "unknown-factor"),
        ("reviews/near-misses/binary.md", "not-text"),
        ("reviews/near-misses/huge.md", "too-large"),
        ("reviews/near-misses/link.md", "link"),
        ("reviews/near-misses/pipe.md", "not-a-file"),
        ("reviews/other", "not-a-record"),
    ]


def test_where_nothing_asked_for_can_be_checked_nothing_is_said_to_be_in_order(tmp_path):
    write(tmp_path, GOOD)

    ran = run_patternbook("check", "missing.md", cwd=tmp_path)
    told = json.loads(run_patternbook("check", "x", "--format", "json", cwd=tmp_path).stdout)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert told["not_checked"] == [
        {"path": "x", "reason": "There is no file or folder of this name."}
    ]


def test_a_name_that_is_no_text_is_no_reason_to_fail(tmp_path):
    write(tmp_path, GOOD)
    name = os.fsdecode(b"reviews/near-misses/\xff.md")
    (tmp_path / name).write_text("x")

    for form in FORMATS:
        ran = run_patternbook("check", name, "--format", form, cwd=tmp_path)
        assert ran.returncode == 1
        assert "no-front-matter" in ran.stdout
    assert run_patternbook("check", f"{name}x", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (LETTER, f"{LETTER}:1:1: The file cannot be opened. [cannot-open]"),
        ("reviews/near-misses", "reviews/near-misses:1:1: The folder cannot be opened."),
        ("docs/guide/page.md", "docs/guide/page.md:1:1: The file cannot be opened."),
        ("docs/guide", "docs/guide:1:1: The folder cannot be opened. [cannot-open]"),
        ("docs/factors", "docs/factors:1:1: The folder cannot be opened. [cannot-open]"),
        ("reviews", "reviews:1:1: The folder cannot be opened."),
        (".", "is not readable"),
    ],
)
def test_what_may_not_be_read_is_told_in_one_line(tmp_path, path, told):
    root = tmp_path / "library"
    write(root, {**GOOD, "docs/guide/page.md": "---\ntitle: A page\n---\n"})
    open_the_way_to(tmp_path)
    (root / path).chmod(0)

    ran = run_without_rights("check", "--root", str(root))

    printed = ran.stdout + ran.stderr
    assert told in printed
    assert "Traceback" not in printed
    assert "itself has failed" not in printed
    assert ran.returncode == (2 if path == "." else 1)
    assert printed.count("cannot be opened") <= 1


def test_a_library_that_may_be_listed_and_not_entered_is_told_in_one_line(tmp_path):
    root = tmp_path / "library"
    write(root, GOOD)
    open_the_way_to(tmp_path)

    for folder, told in ((root / "reviews", "reviews"), (root, "You may not look into")):
        folder.chmod(0o444)
        ran = run_without_rights("check", "--root", str(root))
        assert ran.returncode == 2
        assert told in ran.stderr
        assert ran.stderr.count("\n") == 1


def open_the_way_to(folder: Path) -> None:
    """Let everyone into a temporary folder, which is closed to others with those above it."""
    for each in (folder, *folder.parents):
        if each.stat().st_uid == os.geteuid() and not each.stat().st_mode & 0o001:
            each.chmod(0o755)


def test_records_that_are_a_link_to_another_folder_are_refused(tmp_path):
    write(tmp_path / "elsewhere", GOOD)
    (tmp_path / "library").mkdir()
    (tmp_path / "library/reviews").symlink_to(tmp_path / "elsewhere/reviews")

    ran = run_patternbook("check", "--root", str(tmp_path / "library"))

    assert ran.returncode == 2
    assert "is a link to another" in ran.stderr


def test_a_page_of_the_documentation_that_is_no_page_for_its_size_is_a_fault(tmp_path):
    write(tmp_path, {**GOOD, "docs/guide/page.md": "x" * 300_000})

    ran = run_patternbook("check", cwd=tmp_path)

    assert "docs/guide/page.md:1:1: This page is larger than 256 KB." in ran.stdout


# --- What people are told about it --------------------------------------------------------------


def test_the_page_on_the_check_names_every_option_and_no_other():
    page = (PROJECT / "docs/contribute/check.md").read_text("utf-8")
    table = page.partition("## Options")[2].partition("\n## ")[0]

    options = {
        name
        for parameter in command.params
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("--")
    }

    assert set(re.findall(r"^\| `(--[a-z-]+)` \|", table, re.MULTILINE)) == options


def test_every_form_of_report_is_told_of():
    page = (PROJECT / "docs/contribute/check.md").read_text("utf-8")

    assert [form for form in FORMATS if f"`{form}`" not in page] == []
