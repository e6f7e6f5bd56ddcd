"""The command `patternbook`: one module for each subcommand, imported when it is asked for."""

from __future__ import annotations

import importlib

import click

# Each subcommand, and where it is found.
_COMMANDS = {
    "agree": "patternbook.cli.agree:agree",
    "build": "patternbook.cli.build:build",
    "changes": "patternbook.cli.changes:changes",
    "check": "patternbook.cli.check:check",
    "collate": "patternbook.cli.collate:collate",
    "editor": "patternbook.cli.editor:editor",
    "export": "patternbook.cli.export:export",
    "followup": "patternbook.cli.followup:followup",
    "guard": "patternbook.cli.guard:guard",
    "import": "patternbook.cli.import_word:import_word",
    "init": "patternbook.cli.init:init",
    "new": "patternbook.cli.new:new",
    "publish": "patternbook.cli.publish:publish",
    "report": "patternbook.cli.report:report",
    "review": "patternbook.cli.review:review",
    "share": "patternbook.cli.share:share",
    "stage": "patternbook.cli.stage:stage",
    "template": "patternbook.cli.template:template",
    "withdraw": "patternbook.cli.withdraw:withdraw",
}


class _Lazy(click.Group):
    """A group that imports a subcommand only when it is asked for, so that each starts soon.

    Source: https://click.palletsprojects.com/en/stable/complex/#lazily-loading-subcommands
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands, in the order in which help lists them."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the subcommand of this name, imported by now, or None if there is none."""
        # Where there is none, Click offers those that are spelt like it, out of all.
        for name in [cmd_name] if cmd_name in _COMMANDS else _COMMANDS:
            module, _, attribute = _COMMANDS[name].partition(":")
            self.commands[name] = getattr(importlib.import_module(module), attribute)
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nWhere to begin: make a record, fill it in, and see what is still open.\n"
    "  patternbook new near-miss waiting-for-the-second-referral\n"
    "  patternbook check",
)
@click.version_option(package_name="patternbook")
def main() -> None:
    """Keep a library of case reviews, near misses and debriefs."""
