"""The vocabulary -> files that let Visual Studio Code complete ids and say what they mean.

Its YAML extension does not look into Markdown files. Debriefs and near misses are nearly all
fields, so they are opened as YAML, where that extension completes, explains and checks by the
schemas. In case reviews, which stay Markdown, snippets complete the ids without any extension.
"""

from __future__ import annotations

from typing import Any

from patternbook.exports.schema import as_json, record_schema
from patternbook.model import Entry
from patternbook.typology import Typology, is_pattern_kind
from patternbook.vocabulary import (
    EntryKind,
    EntryStatus,
    FactorInfluence,
    Kind,
    PatternInfluence,
    Term,
)

FOLDER = ".vscode"
SNIPPETS = f"{FOLDER}/patternbook.code-snippets"
# The front matter of a Markdown file counts as YAML there.
_SCOPE = "markdown,yaml"
_OPENED_AS_YAML = (Kind.NEAR_MISS, Kind.DEBRIEF)


def generated_files(typology: Typology) -> dict[str, str]:
    """Return the files that are ours alone and follow the vocabulary, by their paths."""
    schemas = {_schema_file(kind): as_json(_schema(kind, typology)) for kind in Kind}
    return {**schemas, SNIPPETS: as_json(snippets(typology))}


def settings_files(folders: dict[Kind, list[str]]) -> dict[str, str]:
    """Return the files in which people have settings of their own, by their paths.

    `folders` holds the folders of each kind of record, relative to the root.
    """
    return {
        f"{FOLDER}/settings.json": as_json(_settings(folders)),
        f"{FOLDER}/extensions.json": as_json(
            {"recommendations": ["redhat.vscode-yaml", "editorconfig.editorconfig"]}
        ),
        f"{FOLDER}/tasks.json": as_json(_TASKS),
    }


def snippets(typology: Typology) -> dict[str, Any]:
    """Return snippets for every entry that records may name: its id, and a whole link to it."""
    found: dict[str, Any] = {}
    for definition in typology:
        entry = definition.entry
        if entry.status is EntryStatus.RETIRED:
            continue
        if entry.kind is EntryKind.FACTOR:
            found |= _both(entry, "factor", FactorInfluence)
        elif is_pattern_kind(entry.kind):
            found |= _both(entry, "pattern", PatternInfluence)
    return found


def _both(entry: Entry, field: str, influence: type[Term]) -> dict[str, Any]:
    """Return two snippets: the id alone, and a link with what it did and how."""
    choice = ",".join(influence)
    link = [f"- {field}: {entry.id}", f"  influence: ${{1|{choice}|}}", "  how: $0"]
    meaning = " ".join(entry.definition.split())
    return {
        f"{entry.title} ({entry.id})": {
            "scope": _SCOPE,
            "prefix": entry.id,
            "body": [entry.id],
            "description": meaning,
        },
        f"{entry.title} ({entry.id}, with how it worked)": {
            "scope": _SCOPE,
            "prefix": f"{field}-{entry.id}",
            "body": link,
            "description": meaning,
        },
    }


def _schema_file(kind: Kind) -> str:
    return f"{FOLDER}/patternbook/{kind.value}.schema.json"


def _schema(kind: Kind, typology: Typology) -> dict[str, Any]:
    """Return a schema that judges the fields of a record and not the text below them.

    To YAML that text is a second document, and one that has no id.
    """
    schema = record_schema(kind, typology)
    about = {name: schema.pop(name) for name in ("$schema", "$defs")}
    return {**about, "if": {"type": "object", "required": ["id"]}, "then": schema}


def _settings(folders: dict[Kind, list[str]]) -> dict[str, Any]:
    as_text = {
        # Enter ends a line, also while a list of suggestions is open; Tab takes one of them.
        "editor.acceptSuggestionOnEnter": "off",
        "editor.insertSpaces": True,
        "editor.tabSize": 2,
        "editor.wordBasedSuggestions": "off",
        "editor.wordWrap": "on",
    }
    return {
        "files.associations": {
            f"**/{folder}/*.md": "yaml" for kind in _OPENED_AS_YAML for folder in folders[kind]
        },
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.insertFinalNewline": True,
        "yaml.schemas": {
            f"./{_schema_file(kind)}": [f"{folder}/*.md" for folder in folders[kind]]
            for kind in Kind
        },
        "yaml.schemaStore.enable": False,
        "yaml.format.enable": False,
        "[markdown]": as_text,
        "[yaml]": as_text,
        # Records are not for another company's computers.
        "github.copilot.enable": {"markdown": False, "yaml": False},
    }


def _matcher(owner: str, severity: str, advice: str) -> dict[str, Any]:
    """Return how the editor finds problems of one sort in a plain report."""
    return {
        "owner": owner,
        "source": "patternbook",
        "severity": severity,
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": {
            "regexp": rf"^(.+?):(\d+):(\d+): {advice}(.*) \[([a-z0-9-]+)\]$",
            "file": 1,
            "line": 2,
            "column": 3,
            "message": 4,
            "code": 5,
        },
    }


_TASKS: dict[str, Any] = {
    "version": "2.0.0",
    "tasks": [
        {
            "label": "Check the records",
            "type": "process",
            "command": "${workspaceFolder}/.venv/bin/patternbook",
            "windows": {"command": "${workspaceFolder}\\.venv\\Scripts\\patternbook.exe"},
            "args": ["check"],
            "options": {"cwd": "${workspaceFolder}"},
            "group": {"kind": "build", "isDefault": True},
            "presentation": {"reveal": "silent", "clear": True},
            "problemMatcher": [
                _matcher("patternbook-faults", "error", "(?!advice: )"),
                _matcher("patternbook-advice", "info", "advice: "),
            ],
        }
    ],
}
