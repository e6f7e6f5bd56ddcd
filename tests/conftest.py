"""Fixtures that several test modules share."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.making import PROJECT, copy_of_the_site, near_miss
from tests.offline import OfflineCopy, packed
from tests.running import run_patternbook as run_patternbook

# No test depends on time: a machine may have other things to do.
hypothesis.settings.register_profile("patternbook", deadline=None, max_examples=100)
# make test ARGS=--hypothesis-profile=long
hypothesis.settings.register_profile("long", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("patternbook")


# Where the site of `real_site_elsewhere` stands.
ELSEWHERE = "https://board.example/learning/"


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build this very library as the public would get it; return the site's folder."""

    def build(folder: Path) -> str:
        return _built(PROJECT, folder / "site")

    folder, _ = made_once(tmp_path_factory, "real", build)
    return folder / "site"


@pytest.fixture(scope="session")
def real_site_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it once more, as it stands below a path of a host; return the site's folder."""

    def build(folder: Path) -> str:
        return _built(PROJECT, folder / "site", PATTERNBOOK_SITE_URL=ELSEWHERE)

    folder, _ = made_once(tmp_path_factory, "elsewhere", build)
    return folder / "site"


@pytest.fixture(scope="session")
def board_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a board's copy with a record for the board alone, and build what it reads, and what the
    participants of that review read, as `site-board` and `site-a-letter`; return its root.
    """

    def build(root: Path) -> str:
        letter = near_miss(
            "a-letter", title="A letter went astray", audience="board", summary="Quixotic."
        )
        copy_of_the_site(root, {"reviews/near-misses/a-letter.md": letter}, with_figures=True)
        printed = _built(root, root / "site-board", "--audience", "board")
        return printed + _built(
            *(root, root / "site-a-letter", "--audience", "participants", "--record", "a-letter")
        )

    return made_once(tmp_path_factory, "board", build)[0]


@pytest.fixture(scope="session")
def real_copy(tmp_path_factory: pytest.TempPathFactory) -> OfflineCopy:
    """Pack this very library as a copy that opens by double-click, and take it out."""
    # Nobody can tell beforehand what a folder is called.
    name = Path("Our téam's copy #1 100%", "patternbook-offline.zip")

    def pack(folder: Path) -> str:
        (folder / name).parent.mkdir()
        packed(PROJECT, folder / name, PATTERNBOOK_SITE_URL="https://board.example/library/")
        return ""

    folder, _ = made_once(tmp_path_factory, "offline", pack)
    return OfflineCopy(folder / name)


def _built(root: Path, site: Path, *options: str, **environment: str) -> str:
    """Build a site; return what that printed."""
    arguments = ("build", "--root", str(root), "--site-dir", str(site), *options)
    ran = run_patternbook(*arguments, cwd=None, **environment)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def made_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], str]
) -> tuple[Path, str]:
    """Return a folder that all processes of a run share, and what `make` printed as it filled it.

    The first that asks fills it; whoever else asks meanwhile waits. No test may change it.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder, printed = shared / name, shared / f"{name}.printed"
        if not printed.exists():
            folder.mkdir()
            printed.write_text(make(folder), encoding="utf-8")
        return folder, printed.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start what drives the browsers, of which there can be only one in a process."""
    with sync_playwright() as driver:
        yield driver
