"""Pagefind's program is talked to in turns, and whatever it does is told in a sentence."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path

import pytest

from patternbook.pagefind import Index, PagefindFailed, PagefindMissing

ENDED = "Pagefind ended before it was done."


def instead(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str, mode: int = 0o755) -> None:
    """Let this script stand where Pagefind's program should."""
    program = folder / "pagefind"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(mode)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))


def answer(**payload: object) -> str:
    """Return what a program prints to answer the first request so."""
    said = json.dumps({"message_id": 1, "payload": payload})
    return f"{base64.b64encode(said.encode()).decode()},"


def test_what_is_added_is_in_the_files_of_the_index():
    with Index() as index:
        index.add("one/", "A window was locked.", {"title": "One"}, {"kind": ["near-miss"]})
        files = index.files()

    (fragment,) = (content for path, content in files.items() if path.startswith("fragment/"))
    said = json.loads(gzip.decompress(fragment).removeprefix(b"pagefind_dcd"))
    assert (said["url"], said["content"]) == ("one/", "A window was locked.")
    assert {"pagefind.js", "pagefind-entry.json", "wasm.en.pagefind"} <= set(files)


def test_without_its_program_it_is_said_to_be_missing(monkeypatch):
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/nowhere/pagefind")

    with pytest.raises(PagefindMissing, match="the program of Pagefind is missing"):
        Index()


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 1", ENDED),
        ("printf half", ENDED),
        ("printf 'no base64,'; cat >/dev/null", ENDED),
        (f"printf '{answer(type='Error', message='No room.')}'; cat >/dev/null", "No room."),
        (
            f"printf '{answer(type='NewIndex', index_id=0)}'; head -c 1 >/dev/null",
            ENDED,
        ),
    ],
    ids=["ends", "ends within an answer", "says nonsense", "says why", "ends later"],
)
def test_a_program_that_fails_is_told_of_in_a_sentence(monkeypatch, tmp_path, script, told):
    instead(monkeypatch, tmp_path, script)

    with pytest.raises(PagefindFailed, match=told), Index() as index:
        index.files()


def test_a_program_that_cannot_be_started_is_told_of_in_a_sentence(monkeypatch, tmp_path):
    instead(monkeypatch, tmp_path, "", mode=0o644)

    with pytest.raises(PagefindFailed, match="could not be started"):
        Index()
