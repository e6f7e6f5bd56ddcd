"""The command with every subcommand imported and its rules read, for `tests/running.py`."""

from __future__ import annotations

import click

from patternbook.cli import main
from patternbook.cli.workers import get_ready

__all__ = ["main"]

for _name in main.list_commands(click.Context(main)):
    main.get_command(click.Context(main), _name)
get_ready()
