"""`patternbook check --fix`: show what can be mended without judgement, ask, and mend it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable

import click

from patternbook.fixes import Fix, LeftAlone, apply, difference
from patternbook.reports.report import printable

_LOG = logging.getLogger(__name__)
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def offer(fixes: Iterable[Fix], *, is_agreed: bool) -> int:
    """Show every mend, ask unless it is agreed already, and write; return how many were written.

    Where nobody can be asked and nothing is agreed, nothing is written.
    """
    fixes = list(fixes)
    if not fixes:
        click.echo("There is nothing that can be mended without a person's judgement.\n")
        return 0
    for fix in fixes:
        _show(fix)
    files = "this file" if len(fixes) == 1 else f"these {len(fixes)} files"
    if not is_agreed:
        if not sys.stdin.isatty():
            click.echo("Nothing was written. To write it, add --yes.\n")
            return 0
        try:
            is_agreed = click.confirm(f"Write {files}?")
        except click.Abort:
            click.echo()
    if not is_agreed:
        click.echo("Nothing was written.\n")
        return 0
    written = sum(_is_written(fix) for fix in fixes)
    click.echo(f"Mended: {written} file{'' if written == 1 else 's'}.\n")
    return written


def _show(fix: Fix) -> None:
    click.secho(f"{printable(fix.path)}: {'; '.join(fix.done)}.", bold=True)
    for line in difference(fix):
        click.secho(f"    {line}", fg=_COLOURS.get(line[:1]))
    click.echo()


def _is_written(fix: Fix) -> bool:
    try:
        apply(fix)
    except LeftAlone as reason:
        click.echo(f"{printable(fix.path)} was left as it is. {reason}", err=True)
        return False
    _LOG.info("mended %s", fix.path)
    return True
