"""No byte that is built, staged or printed holds what its reader may not see.

Every place that can hold text holds a word of its own: see `tests/site/canaries.py`. What the
reader should see is there, so the search could fail.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from patternbook.library import RECORD_FOLDERS
from patternbook.model import RECORD_TYPES
from patternbook.vocabulary import Kind
from tests.conftest import run_patternbook
from tests.making import SIGNED, copy_of_the_site, debrief, page
from tests.site.canaries import (
    BOARD,
    MINE,
    PUBLIC,
    READERS,
    Canaries,
    library_of_canaries,
    models_with_audience,
    write_all,
)

_CANARY = re.compile(r"zanzi[0-9]+barb")


@dataclass(frozen=True)
class Copy:
    """A board's copy of the library, with what is hidden in it."""

    root: Path
    canaries: Canaries
    mine: str


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Write a board's copy in which every place that can hold text holds a word of its own."""
    files, canaries, mine = library_of_canaries()
    place = tmp_path_factory.mktemp("canaries") / "copy"
    root = copy_of_the_site(place, {}, with_figures=True)
    write_all(root, files)
    return Copy(root, canaries, mine)


@dataclass(frozen=True)
class Made:
    """What was made for one reader: a folder, and what was printed meanwhile."""

    reader: str
    folder: Path
    printed: str

    def canaries(self) -> set[str]:
        """Return every canary in a name or a byte of the folder, or in what was printed."""
        found = set(_CANARY.findall(self.printed.lower()))
        for file in self.folder.rglob("*"):
            found |= set(_CANARY.findall(file.relative_to(self.folder).as_posix().lower()))
            if file.is_file():
                content = file.read_bytes()
                if content.startswith(b"\x1f\x8b"):
                    content = gzip.decompress(content)
                found |= set(_CANARY.findall(content.decode(errors="ignore").lower()))
        return found


@pytest.fixture(scope="session", params=sorted(READERS))
def built(
    request: pytest.FixtureRequest, copy: Copy, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    """Build the site for each reader, with MkDocs itself."""
    audience, record_id = _asked_for(request.param, copy)
    site = tmp_path_factory.mktemp("built") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    ran = subprocess.run(
        [*command, "--config-file", str(copy.root / "mkdocs.yml")],
        env={
            **os.environ,
            "PATTERNBOOK_AUDIENCE": audience,
            "PATTERNBOOK_RECORD": record_id,
            "NO_MKDOCS_2_WARNING": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return Made(request.param, site, ran.stdout + ran.stderr)


@pytest.fixture(scope="session", params=sorted(READERS))
def staged(
    request: pytest.FixtureRequest, copy: Copy, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    """Stage the pages for each reader."""
    folder = tmp_path_factory.mktemp("staged") / "pages"
    return _staged(request.param, copy, folder)


def _staged(reader: str, copy: Copy, folder: Path) -> Made:
    audience, record_id = _asked_for(reader, copy)
    options = ["--record", record_id] if record_id else []
    ran = run_patternbook(
        "stage", str(folder), "--root", str(copy.root), "--audience", audience, *options
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return Made(reader, folder, ran.stdout + ran.stderr)


def _asked_for(reader: str, copy: Copy) -> tuple[str, str]:
    return ("participants", copy.mine) if reader == MINE else (reader, "")


def _told(words: Iterator[str] | set[str], canaries: Canaries) -> list[str]:
    return sorted(canaries.places[word] for word in words)


def test_no_byte_of_the_site_knows_of_what_its_reader_may_not_see(copy: Copy, built: Made):
    forbidden = {word for word, who in copy.canaries.allowed.items() if built.reader not in who}

    assert _told(built.canaries() & forbidden, copy.canaries) == []
    assert len(forbidden) > 2000


def test_the_reader_sees_all_that_is_meant_for_them(copy: Copy, built: Made):
    wanted = {word for word, who in copy.canaries.wanted.items() if built.reader in who}

    assert _told(wanted - built.canaries(), copy.canaries) == []
    assert len(wanted) > 40


def test_no_byte_of_the_stage_knows_of_what_its_reader_may_not_see(copy: Copy, staged: Made):
    forbidden = {word for word, who in copy.canaries.allowed.items() if staged.reader not in who}

    assert _told(staged.canaries() & forbidden, copy.canaries) == []


def test_the_stage_holds_all_that_is_meant_for_its_reader(copy: Copy, staged: Made):
    wanted = {
        word
        for word, who in copy.canaries.wanted.items()
        if staged.reader in who and not copy.canaries.places[word].startswith("settings")
    }

    assert _told(wanted - staged.canaries(), copy.canaries) == []


def test_the_search_index_holds_what_is_open_and_only_that(copy: Copy, built: Made):
    files = [*(built.folder / "search").glob("*.json")]
    files += (built.folder / "search/pagefind/fragment").iterdir()
    texts = [file.read_bytes() for file in files]
    packed = (gzip.decompress(text) if text.startswith(b"\x1f\x8b") else text for text in texts)
    found = set(_CANARY.findall(" ".join(text.decode("utf-8") for text in packed)))

    assert all(built.reader in copy.canaries.allowed[word] for word in found)
    assert len(found) > 30


def test_every_field_of_every_record_and_every_part_of_it_holds_a_canary(copy: Copy):
    """Whoever adds a field, or a part that can be marked, has it looked for from then on."""
    places = "\n".join(copy.canaries.places.values())
    ours = {"id", "kind", "origin", "stage", "audience", "completed", "added", "related"}
    ours |= {"published"}
    elsewhere = {"citation", "setting", "agencies", "trigger", "dialogue", "outcome"}

    for kind, model in RECORD_TYPES.items():
        for name in model.model_fields.keys() - ours - elsewhere:
            assert f": {kind}.{name}" in places, name
    marked = set(re.findall(r"(\w+)\[(?:board|participants)\]", places))
    assert len(marked) >= len(models_with_audience())


def test_what_was_withdrawn_is_gone_from_all_that_is_made_afterwards(copy: Copy, tmp_path: Path):
    """Before, the public can read it; afterwards, only that something stood there."""
    root = tmp_path / "copy"
    shutil.copytree(copy.root, root)
    file = root / "reviews" / RECORD_FOLDERS[Kind.DEBRIEF] / "taken-back.md"
    secret = "zanzi90001barb"
    sign_off = {**SIGNED, "confidentiality": {"role": "Manager", "year": 2024}}
    text = debrief("taken-back", f"A {secret}.\n", summary=f"Of {secret}.", sign_off=sign_off)
    file.write_text(text, "utf-8")
    changed = Copy(root, copy.canaries, copy.mine)

    before = _staged(PUBLIC, changed, tmp_path / "pages")
    seen_before = before.canaries()
    gone = {"id": "taken-back", "kind": "debrief", "audience": "public"}
    fields = {**gone, "withdrawn": {"role": "zanzi90002barb", "year": 2025}}
    file.write_text(page(fields), "utf-8")
    after = _staged(PUBLIC, changed, tmp_path / "pages")

    assert secret in seen_before
    assert not {secret, "zanzi90002barb"} & after.canaries()
    assert "withdrawn" in (tmp_path / "pages/debriefs/taken-back.md").read_text("utf-8")


def test_a_leak_by_whatever_way_stops_the_build_and_leaves_nothing(copy: Copy, tmp_path: Path):
    """Somebody has copied a sentence of a draft into a page by hand."""
    root = tmp_path / "copy"
    shutil.copytree(copy.root, root)
    sentence = "A zanzi90003barb stood at the gate that morning, and nobody had asked it in."
    draft = debrief("at-the-gate", f"{sentence}\n", stage="interim")
    (root / "reviews/debriefs/at-the-gate.md").write_text(draft, "utf-8")
    about = root / "docs/about/index.md"
    about.write_text(about.read_text("utf-8") + f"\n{sentence}\n", "utf-8")
    # In the shared library itself: the pages in a board's copy are public already.
    own = yaml.safe_load((root / "patternbook.yml").read_text("utf-8"))
    del own["board"]
    (root / "patternbook.yml").write_text(yaml.safe_dump(own), "utf-8")

    ran = run_patternbook(
        "stage", str(tmp_path / "pages"), "--root", str(root), "--audience", PUBLIC
    )

    assert ran.returncode == 1
    assert "about/index.md" in ran.stderr
    assert not (tmp_path / "pages").exists()
    assert not _CANARY.search(ran.stdout + ran.stderr)


def test_readers_are_as_many_as_there_are_audiences():
    assert {PUBLIC, BOARD, MINE} == READERS
