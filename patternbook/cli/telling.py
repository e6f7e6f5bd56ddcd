"""Sentences for a terminal, in lines of a width that reads well."""

from __future__ import annotations

import textwrap

import click

WIDTH = 80


def say(text: str, head: str = "", *, err: bool = False) -> None:
    """Print a text after its head, such as “- ”, in lines of at most 80 signs.

    Further lines stand below the text if the head is indented or a hyphen.
    """
    indent = " " * (len(head) if head.startswith((" ", "-")) else 0)
    filled = textwrap.fill(
        f"{head}{text}",
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    click.echo(filled, err=err)
