"""What surrounds a run of a command: a log if it is asked for, and no traceback in any case."""

from __future__ import annotations

import contextlib
import io
import logging
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import click

from patternbook.cli.common import CannotRun
from patternbook.reports.report import printable

_LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)
_INTERRUPTED = 130  # as shells count it

_LOG = logging.getLogger(__name__)


@contextlib.contextmanager
def logged(verbosity: int) -> Iterator[None]:
    """Write the log of the core to standard error while this lasts; the more, the higher."""
    log = logging.getLogger("patternbook")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    level, propagate = log.level, log.propagate
    log.addHandler(handler)
    log.setLevel(_LEVELS[min(verbosity, len(_LEVELS) - 1)])
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
        log.propagate = propagate


@contextlib.contextmanager
def guarded(*, is_redacted: bool) -> Iterator[None]:
    """Turn whatever goes wrong into one sentence: an error may hold the text of a record.

    Unless it is redacted, the log has the whole of it.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old console may not know a curly mark
    try:
        yield
    except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
        raise
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
        sys.exit(_INTERRUPTED)
    except OSError as error:
        name = printable(str(error.filename)) if error.filename else "A file"
        raise CannotRun(f"{name} cannot be read or written ({error.strerror}).") from None
    except Exception as error:
        _LOG.debug("the command itself has failed", exc_info=not is_redacted)
        last = traceback.extract_tb(error.__traceback__)[-1]
        raise CannotRun(
            f"Patternbook itself has failed: {type(error).__name__} in "
            f"{Path(last.filename).name}, line {last.lineno}. That is no fault of your records. "
            "Please report this sentence, and no record."
        ) from None
