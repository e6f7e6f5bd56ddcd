"""A line that says how far a long run has come, for somebody who waits at a terminal."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

import click

PATIENCE = 1.0  # seconds before anything is said
_PAUSE = 0.25  # seconds between one line and the next


class Progress:
    """Tells on one line of standard error what is done and how far it has come.

    The line appears once a run has taken a while, and is taken away at the end. Nothing is told
    unless `is_shown`.
    """

    def __init__(self, *, is_shown: bool) -> None:
        """Begin with reading."""
        self._what = "Reading"
        self._number = 0
        self._width = 0
        self._begun = time.monotonic()
        self._is_over = threading.Event()
        # The work itself need not stop to tell, also where one step of it is long.
        self._teller = threading.Thread(target=self._tell, daemon=True) if is_shown else None

    def __enter__(self) -> Self:
        """Start the clock."""
        if self._teller is not None:
            self._teller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take the line away."""
        self._is_over.set()
        if self._teller is not None:
            self._teller.join()
        if self._width:
            click.echo(f"\r{'':<{self._width}}\r", nl=False, err=True)

    def advance(self) -> None:
        """Count one more record."""
        self._number += 1

    def begin(self, what: str) -> None:
        """Go on to another step."""
        self._what = what

    def _tell(self) -> None:
        pause = PATIENCE
        while not self._is_over.wait(pause):
            seconds = time.monotonic() - self._begun
            line = f"{self._what}: {self._number:,} records, {seconds:.0f} s"
            click.echo(f"\r{line:<{self._width}}", nl=False, err=True)
            self._width = max(self._width, len(line))
            pause = _PAUSE
