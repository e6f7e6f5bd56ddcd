"""The command `patternbook`: one module for each subcommand."""

from __future__ import annotations

import click

from patternbook.cli.build import build
from patternbook.cli.check import check
from patternbook.cli.editor import editor
from patternbook.cli.guard import guard
from patternbook.cli.import_word import import_word
from patternbook.cli.init import init
from patternbook.cli.new import new
from patternbook.cli.publish import publish
from patternbook.cli.report import report
from patternbook.cli.review import review
from patternbook.cli.stage import stage
from patternbook.cli.template import template
from patternbook.cli.withdraw import withdraw


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nWhere to begin: make a record, fill it in, and see what is still open.\n"
    "  patternbook new near-miss waiting-for-the-second-referral\n"
    "  patternbook check",
)
@click.version_option(package_name="patternbook")
def main() -> None:
    """Keep a library of case reviews, near misses and debriefs."""


for command in (
    *(build, check, editor, guard, import_word, init, new, publish, report, review, stage),
    *(template, withdraw),
):
    main.add_command(command)
