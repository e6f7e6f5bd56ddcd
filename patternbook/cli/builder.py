"""MkDocs in a process of its own: what it prints is passed on, but never a traceback."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click

# What these hold in the environment is decided by the options of one run, never by a shell.
AUDIENCE, RECORD = "PATTERNBOOK_AUDIENCE", "PATTERNBOOK_RECORD"
OFFLINE, PDF = "PATTERNBOOK_OFFLINE", "PATTERNBOOK_PDF"

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_IS_FAILING = re.compile(r"(?:ERROR|CRITICAL)\b|Error:|Traceback \(most recent call last\):")
_TRACEBACK = "Traceback (most recent call last):"
_EXCEPTION = re.compile(r"(?P<type>[A-Za-z_][\w.]*)(?::|$)")
_OF_THE_SYSTEM = re.compile(
    r"[\w.]+: \[Errno (?P<number>\d+)\] [^:]*(?:: ['\"](?P<file>.*?)['\"])?"
)
_DIE_WITH_PARENT = 1  # for prctl, on Linux


class BuilderFailed(Exception):
    """Raised, with a sentence for people, where the builder itself has failed."""


@dataclass(frozen=True, slots=True)
class Builder:
    """What a run of MkDocs is given: its configuration, the lock it holds, and our wishes."""

    config: Path
    lock: int
    wishes: Mapping[str, str]

    def build(self, site: Path) -> bool:
        """Build a site there, strictly; return whether it is whole. MkDocs says what is wrong.

        Raises OSError for what the system refused it; BuilderFailed for any other failure that
        is no fault of the library.
        """
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
        command += ["--config-file", str(self.config), "--site-dir", str(site)]
        own = {name: value for name, value in os.environ.items() if name not in _WISHES}
        # Material warns on every run that MkDocs 2 will not do; we require MkDocs 1.
        environment = {**own, "NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8"}
        environment.update(self.wishes)
        process = subprocess.Popen(  # noqa: S603 - our own words
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            **self._bonds(),
        )
        try:
            held = _pass_on(process.stdout or ())
            process.wait()
        finally:
            if process.poll() is None:  # we are being stopped
                _kill(process.pid)
                process.wait()
            if process.stdout is not None:
                process.stdout.close()
        _judge(held, process.returncode)
        return process.returncode == 0

    def _bonds(self) -> dict[str, Any]:
        """Return what binds the process to this one: it does not outlive it.

        Where that cannot be had, it at least holds the lock as long as it writes. We alone hear
        Ctrl-C, and end it.
        """
        if sys.platform == "win32":
            return {}
        return {
            "pass_fds": (self.lock,),
            "start_new_session": True,
            "preexec_fn": _die_with_parent,  # safe: there is one thread
        }


_WISHES = {AUDIENCE, RECORD, OFFLINE, PDF}


def _die_with_parent() -> None:
    """Let the new process be killed when the one that started it is: on Linux, where it can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _kill(process: int) -> None:
    """Kill a process and all that it has started."""
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            os.kill(process, signal.SIGTERM)
        else:
            os.killpg(process, signal.SIGKILL)


def _pass_on(lines: Iterable[str]) -> list[str]:
    """Print lines as they come, up to the first that tells of a failure; return the rest."""
    held: list[str] = []
    for line in lines:
        if held or _IS_FAILING.match(_COLOUR.sub("", line)):
            held.append(line)
        else:
            click.echo(line, nl=False, err=True)
    return held


def _judge(held: list[str], status: int) -> None:
    """Print what was held back if it is a report of faults; else raise what it comes to."""
    plain = [_COLOUR.sub("", line).rstrip("\n") for line in held]
    if status and _TRACEBACK in plain:
        last = next((line for line in reversed(plain) if line and line[0] != " "), "")
        _raise_for(last, "".join(held[: plain.index(_TRACEBACK)]))
    click.echo("".join(held), nl=False, err=True)
    if status < 0:
        raise BuilderFailed(
            f"The builder was ended by the system (signal {-status}), perhaps for want of memory. "
            "Close other programs and try again."
        )


def _raise_for(last: str, report: str) -> NoReturn:
    """Raise what the last line of a traceback tells."""
    refused = _OF_THE_SYSTEM.match(last)
    if refused is not None:
        number = int(refused["number"])
        raise OSError(number, os.strerror(number), refused["file"])
    # What stands before the traceback says where it was.
    click.echo(report, nl=False, err=True)
    kind = _EXCEPTION.match(last)
    raise BuilderFailed(
        f"The builder itself has failed ({kind['type'] if kind else 'it did not say how'}). "
        "If it told of a page or a setting above, mend that. If it is an ImportError, run “make "
        "setup-site”. Otherwise report this sentence, and no record."
    )
