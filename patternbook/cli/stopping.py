"""A command that may be stopped by Ctrl-C or by the system, until its work is as good as done."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
_AS_SHELLS_COUNT = 128


class Stopped(BaseException):
    """Raised, wherever the command is, when it is asked to stop. `status` is for its exit."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = _AS_SHELLS_COUNT + number


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped for a wish to stop while this lasts; once only, so that clearing up goes on.

    A wish that was to be passed over from the start, as in the background, still is.
    """
    before = {number: signal.getsignal(number) for number in _ENDING}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def finish() -> None:
    """Pass over every wish to stop from now on, until the end of `stoppable`."""
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    finish()
    raise Stopped(number)
