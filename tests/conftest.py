"""Fixtures that several test modules share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.making import PROJECT


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build this very library as the public would get it; return the site's folder."""
    site = tmp_path_factory.mktemp("real") / "site"
    built = run_patternbook("build", "--root", str(PROJECT), "--site-dir", str(site))
    assert built.returncode == 0, built.stdout + built.stderr
    return site


def run_patternbook(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, and return what it printed and its exit status."""
    return subprocess.run(
        [sys.executable, "-m", "patternbook", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )
