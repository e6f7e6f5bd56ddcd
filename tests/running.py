"""Runs of the command, each in a process of its own that begins when all has been imported.

To start Python and import the command takes many times as long as most of its runs, so one
process does that, for all runs of a test worker, and each run is a copy of it (`fork`). A run has
its own folder, environment, streams and exit status, and what it changes in memory ends with it.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

# These must be told to Python as it starts, so such a run is begun from nothing.
_OF_PYTHON = "PYTHON"
_PREPARED = "tests.prepared"


def run_command(
    arguments: Sequence[str], cwd: Path, own: Mapping[str, str], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, in the environment `own` with what `environment` adds to it.

    Return what it printed and its exit status, as `subprocess.run` does. Nobody answers its
    questions.
    """
    whole = {**own, **environment}
    if any(name.startswith(_OF_PYTHON) for name in environment):
        return subprocess.run(
            [sys.executable, "-m", "patternbook", *arguments],
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env=whole,
        )
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PREPARED])
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = context.Process(target=_run, args=(list(arguments), str(cwd), whole, out, err))
        process.start()
        process.join()
        status = process.exitcode
        process.close()
        assert status is not None
        return subprocess.CompletedProcess(
            list(arguments), status, out.read_text("utf-8"), err.read_text("utf-8")
        )


def _run(arguments: list[str], cwd: str, environment: dict[str, str], out: Path, err: Path) -> None:
    """Be the process of one run: take its place and its streams, and begin."""
    from tests.prepared import main

    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in ((0, Path(os.devnull)), (1, out), (2, err)):
        opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.argv = ["patternbook", *arguments]
    main(arguments, prog_name="patternbook")
