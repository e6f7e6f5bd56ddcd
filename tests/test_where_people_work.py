"""The hook and the workflow: files that only other programs run, so they are read here."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from patternbook.cli import main
from tests.making import PROJECT, debrief, factor, near_miss, write

GUIDANCE = (PROJECT / "docs/contribute/on-your-machine.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """Return the blocks of code on the page about one's own machine."""
    found = re.findall(rf"(?ms)^( *)```{language}\n(.*?)^ *```$", GUIDANCE)
    return [re.sub(rf"(?m)^{indent}", "", block) for indent, block in found]


# --- The hook -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hook() -> dict[str, Any]:
    """Return the hook that checks records."""
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (only,) = [each for each in hooks if each["id"] == "patternbook-check"]
    assert isinstance(only, dict)
    return only


@pytest.mark.parametrize(
    ("path", "is_checked"),
    [
        ("reviews/near-misses/letter.md", True),
        ("reviews/near-misses/photograph.jpg", True),
        ("docs/factors/workload.md", True),
        ("docs/patterns/tunnel-vision.md", True),
        ("docs/guide/index.md", False),
        ("README.md", False),
        ("old/reviews/letter.md", False),
    ],
)
def test_the_hook_is_for_records_and_the_vocabulary(hook, path, is_checked):
    assert bool(re.search(hook["files"], path)) == is_checked


def test_the_hook_checks_links_too_and_reads_the_library_once_at_a_time(hook):
    assert hook["types"] == []
    assert hook["require_serial"] is True
    assert hook["pass_filenames"] is True


def test_what_the_hook_runs_is_a_command_that_takes_names_of_files(hook, tmp_path, monkeypatch):
    write(tmp_path, {"reviews/near-misses/letter.md": near_miss("letter")})
    monkeypatch.chdir(tmp_path)
    program, *arguments = shlex.split(hook["entry"])

    ran = CliRunner().invoke(main, [*arguments, "reviews/near-misses/letter.md"])

    assert program == "patternbook"
    assert ran.exit_code == 0


def test_the_hook_that_people_copy_from_the_page_does_the_same(hook):
    local, remote = (yaml.safe_load(block) for block in blocks("yaml"))
    (copied,) = local["repos"][0]["hooks"]

    for name in ("id", "name", "files", "types", "require_serial"):
        assert copied[name] == hook[name]
    assert copied["entry"] == f".venv/bin/{hook['entry']}"
    assert [each["id"] for each in remote["repos"][0]["hooks"]] == [hook["id"]]


# --- The workflow -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def text() -> str:
    """Return the workflow for pull requests as text."""
    return (PROJECT / ".github/workflows/check.yml").read_text("utf-8")


@pytest.fixture(scope="module")
def workflow(text: str) -> dict[Any, Any]:
    """Return the workflow for pull requests."""
    loaded = yaml.safe_load(text)
    assert isinstance(loaded, dict)
    return loaded


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_the_workflow_runs_a_strangers_code_without_anything_to_steal(workflow, text):
    assert list(workflow[True]) == ["pull_request"]  # to YAML, “on” is true
    assert workflow["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in workflow["jobs"].values())
    code = re.sub(r"(?m)#.*$", "", text)
    assert "secrets" not in code
    assert "pull_request_target" not in code
    checkouts = [step for step in steps(workflow) if "checkout" in step.get("uses", "")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False, False]


def test_the_workflow_uses_only_actions_that_cannot_change(workflow, text):
    used = [step["uses"] for step in steps(workflow) if "uses" in step]

    assert all(re.fullmatch(r"actions/(checkout|setup-python)@[0-9a-f]{40}", each) for each in used)
    assert len(re.findall(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", text, re.MULTILINE)) == len(used)


def test_the_workflow_shows_and_keeps_nothing_of_what_it_builds(workflow):
    used = " ".join(step.get("uses", "") + step.get("run", "") for step in steps(workflow))

    assert not re.search(r"artifact|pages|deploy|serve|stage|cat |upload|cache|comment", used)


def test_the_workflow_checks_then_builds_then_says_what_is_new(workflow):
    runs = [step["run"] for step in steps(workflow) if "patternbook" in step.get("run", "")]

    assert [shlex.split(run)[:2] for run in runs] == [
        [".venv/bin/patternbook", "check"],
        [".venv/bin/patternbook", "build"],
        [".venv/bin/patternbook", "changes"],
    ]
    assert not any("if" in step or "continue-on-error" in step for step in steps(workflow))


def test_what_is_new_is_told_against_the_library_without_the_change(
    workflow, tmp_path, monkeypatch
):
    (before,) = [each["with"] for each in steps(workflow) if "path" in each.get("with", {})]
    (command,) = [s["run"] for s in steps(workflow) if "changes" in s.get("run", "")]
    assert before["ref"] == "${{ github.event.pull_request.base.sha }}"
    write(tmp_path / before["path"], {})
    write(tmp_path, {"reviews/near-misses/bell.md": near_miss("bell", title="A bell that rang")})
    monkeypatch.chdir(tmp_path)
    summary = tmp_path / "summary.md"
    environment = {"GITHUB_STEP_SUMMARY": str(summary), "CI": "true"}

    ran = CliRunner().invoke(main, shlex.split(command)[1:], env=environment)

    assert ran.exit_code == 0
    assert "| Near misses | 0 | 1 |" in summary.read_text("utf-8")
    assert "near&#45;misses&#47;bell" in summary.read_text("utf-8")
    assert "A bell" not in ran.output + summary.read_text("utf-8")


def test_the_workflow_puts_nothing_from_a_pull_request_into_a_command(workflow):
    assert not any("${{" in step.get("run", "") for step in steps(workflow))


def test_the_workflow_takes_its_packages_from_the_lock(workflow):
    assert "make setup-site" in [step.get("run") for step in steps(workflow)]
    assert "--require-hashes" in (PROJECT / "scripts/setup.sh").read_text("utf-8")


def test_what_the_workflow_runs_is_redacted_and_for_the_public(workflow, tmp_path, monkeypatch):
    (command,) = [s["run"] for s in steps(workflow) if "patternbook check" in s.get("run", "")]
    program, *arguments = shlex.split(command)
    write(tmp_path, {"reviews/debriefs/visit.md": debrief("visit", factors=[factor("work-load")])})
    monkeypatch.chdir(tmp_path)
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))

    ran = CliRunner().invoke(main, arguments)

    assert program == ".venv/bin/patternbook"
    assert ran.exit_code == 1
    assert "::error file=reviews/debriefs/visit.md,line=23," in ran.stdout
    assert "work-load" not in ran.stdout + summary.read_text("utf-8")
    assert {"--redact", "--public"} <= set(arguments)


# --- The page -----------------------------------------------------------------------------------


def test_every_command_on_the_pages_is_one_that_there_is(tmp_path):
    for name in ("check.md", "on-your-machine.md", "agree.md", "pull-requests.md", "reviewing.md"):
        page = (PROJECT / "docs/contribute" / name).read_text("utf-8")
        for line in re.findall(r"(?m)^\.venv/bin/patternbook (.*)$", page):
            command, *rest = shlex.split(line)
            options = [word for word in rest if word.startswith("--")]
            told = CliRunner().invoke(main, [command, "--help"])
            assert told.exit_code == 0
            assert all(option in told.stdout for option in options)


def test_hidden_files_of_this_project_that_others_read_are_there():
    for name in (".pre-commit-hooks.yaml", ".github/workflows/check.yml"):
        assert Path(PROJECT / name).is_file()
        assert not os.access(PROJECT / name, os.X_OK)
