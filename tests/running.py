"""Runs of the command, each in a process of its own that begins when all has been imported.

To start Python and import the command takes many times as long as most of its runs, so one
process does that, for all runs of a test worker, and each run is a copy of it (`fork`). A run has
its own folder, environment, streams and exit status, and what it changes in memory ends with it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path

_OF_A_SERVICE = re.compile("CI$|GITHUB_")
# These are read by Python as it starts, so a run that is given one begins from nothing.
_OF_PYTHON = "PYTHON"
_NOBODY = 65_534


def run_patternbook(
    *arguments: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, and return what it printed and its exit status.

    It does as on somebody's own machine, also where a service runs these tests, unless
    `environment` says otherwise. Nobody answers its questions.
    """
    if any(name.startswith(_OF_PYTHON) for name in environment):
        return run_afresh(*arguments, cwd=cwd, **environment)
    return _run(arguments, cwd or Path.cwd(), _environment(environment))


def run_without_rights(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run it as somebody who may read only what everyone may, even where the superuser tests."""
    return _run(arguments, Path("/"), _environment({}), has_rights=False)


def _run(
    arguments: tuple[str, ...], cwd: Path, environment: dict[str, str], *, has_rights: bool = True
) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = _server().Process(
            target=_be_the_command, args=(arguments, cwd, environment, has_rights, out, err)
        )
        process.start()
        process.join()
        status = process.exitcode
        assert status is not None
        return subprocess.CompletedProcess(
            list(arguments), status, out.read_text("utf-8"), err.read_text("utf-8")
        )


@cache
def _server() -> ForkServerContext:
    """Start what all runs of this process are copies of, where it finds these tests."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "tests.prepared"])
    with contextlib.chdir(Path(__file__).parent.parent):
        forkserver.ensure_running()
    return context


def run_afresh(
    *arguments: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Do the same in a process that begins from nothing, under the limits that this one has now."""
    return subprocess.run(
        [sys.executable, "-m", "patternbook", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=_environment(environment),
    )


def _environment(more: dict[str, str]) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not _OF_A_SERVICE.match(name)}
    return {**own, "NO_COLOR": "1", **more}


def _be_the_command(
    arguments: tuple[str, ...],
    cwd: Path,
    environment: dict[str, str],
    has_rights: bool,
    out: Path,
    err: Path,
) -> None:
    """Go to its place, take its environment and its streams, and begin."""
    from tests.prepared import main

    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate((Path(os.devnull), out, err)):
        opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.argv = ["patternbook", *arguments]
    if not has_rights and os.geteuid() == 0:
        os.setuid(_NOBODY)
    main(list(arguments), prog_name="patternbook")
