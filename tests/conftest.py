"""Fixtures that several test modules share."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.making import PROJECT
from tests.running import run_command

# No test depends on time: a machine may have other things to do.
hypothesis.settings.register_profile("patternbook", deadline=None)
hypothesis.settings.load_profile("patternbook")

_OF_A_SERVICE = re.compile("CI$|GITHUB_")


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build this very library as the public would get it; return the site's folder."""

    def build(folder: Path) -> str:
        site = folder / "site"
        built = run_patternbook("build", "--root", str(PROJECT), "--site-dir", str(site))
        assert built.returncode == 0, built.stdout + built.stderr
        return built.stdout + built.stderr

    folder, _ = made_once(tmp_path_factory, "real", build)
    return folder / "site"


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


def run_patternbook(
    *arguments: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, and return what it printed and its exit status.

    It does as on somebody's own machine, also where a service runs these tests, unless
    `environment` says otherwise. Nobody answers its questions.
    """
    own = {name: value for name, value in os.environ.items() if not _OF_A_SERVICE.match(name)}
    return run_command(arguments, cwd or Path.cwd(), {**own, "NO_COLOR": "1"}, environment)
