"""What GitHub shows to whoever writes an issue or a pull request: only GitHub reads these files.

The rules for forms are those of GitHub's page “Syntax for issue forms”; a form that breaks one is
not shown at all.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.making import PROJECT

FOLDER = PROJECT / ".github"
FORMS = sorted(each.name for each in (FOLDER / "ISSUE_TEMPLATE").glob("*.yml"))
FORMS.remove("config.yml")
TEMPLATE = (FOLDER / "pull_request_template.md").read_text("utf-8")
OWNERS = (FOLDER / "CODEOWNERS").read_text("utf-8")

KEYS = {"name", "description", "title", "labels", "assignees", "projects", "type", "body"}
ATTRIBUTES = {
    "markdown": {"value"},
    "textarea": {"label", "description", "placeholder", "value", "render"},
    "input": {"label", "description", "placeholder", "value"},
    "dropdown": {"label", "description", "multiple", "options", "default"},
    "checkboxes": {"label", "description", "options"},
}


def form(name: str) -> dict[str, Any]:
    loaded = yaml.safe_load((FOLDER / "ISSUE_TEMPLATE" / name).read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def told(name: str) -> str:
    """Return all that a form says before its questions."""
    return " ".join(e["attributes"]["value"] for e in form(name)["body"] if e["type"] == "markdown")


# --- Issues -------------------------------------------------------------------------------------


def test_there_is_a_form_for_each_purpose():
    assert FORMS == ["fault.yml", "near-miss.yml", "question.yml", "vocabulary.yml"]
    assert len({form(name)["name"] for name in FORMS}) == len(FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_one_that_github_shows(name):
    loaded = form(name)

    assert set(loaded) <= KEYS
    assert all(isinstance(loaded[key], str) and loaded[key] for key in ("name", "description"))
    elements = loaded["body"]
    for element in elements:
        assert set(element) <= {"type", "id", "attributes", "validations"}
        attributes = element["attributes"]
        assert set(attributes) <= ATTRIBUTES[element["type"]]
        assert attributes.get("label") or element["type"] == "markdown"
        assert set(element.get("validations", {})) <= {"required"}
    asked = [element for element in elements if element["type"] != "markdown"]
    assert asked
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", element["id"]) for element in asked)
    for values in (
        [element["id"] for element in asked],
        [element["attributes"]["label"] for element in asked],
    ):
        assert len(set(values)) == len(values)


@pytest.mark.parametrize("name", FORMS)
def test_what_a_form_offers_to_choose_is_as_github_wants_it(name):
    for element in form(name)["body"]:
        options = element["attributes"].get("options", [])
        if element["type"] == "dropdown":
            assert all(isinstance(option, str) for option in options)
            assert len(set(options)) == len(options) > 1
            assert "none" not in {option.lower() for option in options}
        if element["type"] == "checkboxes":
            assert options
            assert all(set(option) <= {"label", "required"} for option in options)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_says_that_it_is_public_and_asks_for_a_promise_to_tell_of_no_case(name):
    text = told(name)
    boxes = [element for element in form(name)["body"] if element["type"] == "checkboxes"]

    assert re.search("public at once|Everybody can read this page", text)
    assert re.search("nothing.* about what happened|no names|do not copy a record", text.lower())
    assert [option["required"] for box in boxes for option in box["attributes"]["options"]]
    assert all(o["required"] for box in boxes for o in box["attributes"]["options"])


def test_a_near_miss_cannot_be_told_in_its_form():
    body = form("near-miss.yml")["body"]

    assert {element["type"] for element in body} == {"markdown", "dropdown", "checkboxes"}
    assert "Please do not tell it here" in told("near-miss.yml")
    assert "docs/contribute/index.md" in told("near-miss.yml")


def test_nobody_can_begin_without_a_form_and_whom_to_tell_in_private_is_said():
    config = form("config.yml")

    assert set(config) == {"blank_issues_enabled", "contact_links"}
    assert config["blank_issues_enabled"] is False
    for link in config["contact_links"]:
        assert set(link) == {"name", "url", "about"}
        assert link["url"].startswith("https://")
    assert any("identify" in link["name"] for link in config["contact_links"])


def test_what_can_be_told_in_private_says_how_and_what_not_to_say():
    text = (FOLDER / "SECURITY.md").read_text("utf-8")

    assert "Report a vulnerability" in text
    assert "Do not say who you think it is" in text
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (FOLDER / target).is_file()


def test_every_page_that_the_forms_lead_to_is_there():
    texts = [file.read_text("utf-8") for file in (FOLDER / "ISSUE_TEMPLATE").glob("*.yml")]
    named = set(re.findall(r"/blob/main/([\w./-]+)", " ".join(texts)))
    named |= set(re.findall(r"\bdocs/[\w/-]+\.md", f"{TEMPLATE} {OWNERS}"))

    assert len(named) > 4
    assert [path for path in sorted(named) if not (PROJECT / path).is_file()] == []


# --- Pull requests ------------------------------------------------------------------------------


def test_whoever_opens_a_pull_request_is_told_first_what_not_to_write():
    first = TEMPLATE.partition("-->")[0]

    assert TEMPLATE.startswith("<!--")
    assert "public at once" in first
    assert "no names, no places,\nno dates" in first
    assert "history keeps" in first


def test_the_list_before_sending_names_what_makes_a_record_public():
    for word in ("audience: public", "sign_off", "patternbook check --public"):
        assert f"`{word}`" in TEMPLATE


# --- Who is asked -------------------------------------------------------------------------------


def owned() -> list[tuple[str, list[str]]]:
    """Return each path that somebody owns, and who."""
    lines = [line.split() for line in OWNERS.splitlines() if line and not line.startswith("#")]
    return [(path, owners) for path, *owners in lines]


def owners_of(path: str) -> list[str]:
    """Return who is asked about a file: the last line that fits it counts."""
    found = [
        owners
        for pattern, owners in owned()
        if pattern == "*" or path == pattern[1:] or path.startswith(pattern[1:].rstrip("/") + "/")
    ]
    return found[-1]


def test_every_path_with_an_owner_is_there():
    missing = [path for path, _ in owned() if path != "*" and not Path(f"{PROJECT}{path}").exists()]

    assert missing == []
    for path, owners in owned():
        assert owners, path
        assert all(re.fullmatch(r"@[\w-]+/[\w-]+", each) for each in owners)


@pytest.mark.parametrize(
    ("path", "team"),
    [
        ("reviews/near-misses/letter.md", "editors"),
        ("docs/guide/index.md", "editors"),
        ("docs/factors/workload.md", "vocabulary"),
        ("patternbook/publication.py", "confidentiality"),
        ("patternbook/leaks/traces.py", "confidentiality"),
        ("patternbook/evidence.py", "developers"),
        ("docs/assets/styles/type.css", "developers"),
    ],
)
def test_who_is_asked_about_a_file(path, team):
    assert owners_of(path) == [f"@patternbook/{team}"]


def test_a_change_of_what_runs_on_other_peoples_changes_is_looked_at_by_two_teams():
    assert len(owners_of(".github/workflows/check.yml")) == 2


def test_the_page_for_reviewers_names_every_team():
    text = (PROJECT / "docs/contribute/reviewing.md").read_text("utf-8")
    teams = {owner for _, owners in owned() for owner in owners}

    assert {team for team in teams if f"`{team}`" not in text} == set()
