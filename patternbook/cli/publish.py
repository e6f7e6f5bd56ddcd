"""`patternbook publish`: make the public version of an internal record, once a person agrees."""

from __future__ import annotations

import hmac
import os
import re
import sys
import textwrap
from pathlib import Path

import click

from patternbook.cli.common import FAULTS, CannotRun, root_option
from patternbook.cli.records import Copy, nothing_named, read_copy, this_month, year_option
from patternbook.cli.running import guarded, logged
from patternbook.cli.telling import WIDTH, say
from patternbook.fixes import LeftAlone
from patternbook.folders import Folders
from patternbook.library import Filed
from patternbook.model import MONTH_PATTERN
from patternbook.releasing import (
    OUTBOX,
    NotReady,
    Release,
    Told,
    month_of_earlier,
    prepare_release,
    write_release,
)
from patternbook.reports.report import printable
from patternbook.vocabulary import Audience

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command(
    epilog="\b\nFor example:\n  patternbook publish waiting-for-the-second-referral",
)
@click.argument("record")
@root_option
@click.option(
    "--to",
    "target",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"Where to write it; in the folder “{OUTBOX}” unless told.",
)
@click.option(
    "--approve",
    "code",
    metavar="CODE",
    help="Write the very text that was shown with this code before.",
)
@click.option(
    "--added",
    metavar="MONTH",
    callback=lambda _context, _parameter, month: _as_month(month),
    help="The month in which it comes into the public library, such as 2026-11: this one unless "
    "told, or that of an earlier public version.",
)
@year_option
@click.option("-v", "--verbose", count=True, help="Log what is done; twice: log more.")
def publish(
    record: str,
    root: Path,
    target: Path | None,
    code: str | None,
    added: str | None,
    year: int,
    verbose: int,
) -> None:
    """Make the public version of RECORD, an id or the path of a file.

    It holds what the public may see and nothing else. It is checked, shown to you, and written
    once you approve the very text; the internal record then notes that there is one. No file is
    ever overwritten and nothing is sent anywhere.

    Exit status 0 if it was written, 1 if it was not, 2 if the command cannot run.
    """
    if os.environ.get("CI"):
        raise CannotRun(
            "This shows what is written in a record, so it is not done where the variable CI is "
            "set. A person approves it on their own machine."
        )
    with logged(verbose), guarded(is_redacted=False):
        copy = read_copy(root)
        try:
            filed = _meant(record, copy)
            month = added or month_of_earlier(copy.library, filed) or this_month()
            release = prepare_release(copy.library, copy.settings, copy.folders, filed, year, month)
        except NotReady as error:
            click.echo("There can be no public version of this record yet.\n", err=True)
            for reason in error.reasons:
                say(reason, "- ", err=True)
            click.echo("\nNothing was written.", err=True)
            sys.exit(FAULTS)
        file = _target(release, target, copy.folders)
        _tell(release)
        if release.faults:
            click.echo("Nothing was written.", err=True)
            sys.exit(FAULTS)
        _show(release, _shown_path(file, copy.folders))
        say(
            f"It says that it came into the public library in {month}. If it will be another "
            "month, name that with --added."
        )
        if not _is_approved(release, code):
            click.echo("Nothing was written.")
            sys.exit(FAULTS)
        try:
            write_release(release, file)
        except LeftAlone as reason:
            raise CannotRun(f"{reason} Nothing was written.") from None
        _say_what_next(release, _shown_path(file, copy.folders))


def _as_month(month: str | None) -> str | None:
    """Return a month as it was given. Raises BadParameter if it is none."""
    if month is not None and re.fullmatch(MONTH_PATTERN, month) is None:
        raise click.BadParameter("A month is the year, a hyphen and the month: 2026-11.")
    return month


def _meant(record: str, copy: Copy) -> Filed:
    """Return the one internal record that is meant."""
    found = [each for each in copy.named(record) if isinstance(each, Filed)]
    internal = [each for each in found if each.audience is not Audience.PUBLIC] or found
    if not internal:
        raise nothing_named(record, copy)
    if len(internal) > 1:
        raise CannotRun("Several records have this id. Give the path of the one that you mean.")
    return internal[0]


def _target(release: Release, target: Path | None, folders: Folders) -> Path:
    """Return where to write, which must be no place that is internal, built as it is, or taken."""
    file = Path(os.path.abspath(target)) if target else folders.root / OUTBOX / release.place
    file = file.parent.resolve() / file.name
    if target is None and not file.is_relative_to(folders.root):
        raise CannotRun(
            f"The folder “{OUTBOX}” is a link that leads out of this copy. Make it a folder, or "
            "say with --to where to write."
        )
    if file.exists() or file.is_symlink():
        raise CannotRun(
            f"There is a file already: {_shown_path(file, folders)}. It stays as it is. Move it "
            "away, or name another with --to."
        )
    if file.name != release.place.name:
        raise CannotRun(f"The file must be called {release.place.name}, after the record's id.")
    shelf = folders.shelf_of(file)
    if shelf is not None and shelf.audience is not Audience.PUBLIC:
        raise CannotRun("A public version does not stand on a shelf that is not public.")
    if any(file.is_relative_to(pages) for pages in folders.of_pages):
        raise CannotRun("A record does not stand among the pages. Name another file with --to.")
    return file


def _shown_path(file: Path, folders: Folders) -> str:
    inside = file.is_relative_to(folders.root)
    return printable(folders.relative(file) if inside else str(file))


def _tell(release: Release) -> None:
    """Say what the check has found in the new text, with the lines that it is about."""
    lines = release.text.split("\n")
    for told in release.told:
        _tell_one(told, lines[told.line - 1])
    if release.told:
        must = len(release.faults)
        click.echo(
            f"These lines are those of the public version. {must} of these must be mended, in the "
            "internal record.\n"
            if must
            else "These lines are those of the public version. This is advice; it stops nothing.\n"
        )


def _tell_one(told: Told, line: str) -> None:
    head = f"Line {told.line}: " if told.is_fault else f"Line {told.line}: advice: "
    say(told.message, head)
    shown = textwrap.shorten(printable(line), WIDTH - 4, placeholder=" …") or "(an empty line)"
    click.secho(f"    {shown}", fg="red" if told.is_fault else "yellow")
    if told.mend:
        say(told.mend, "    Mend: ")
    click.echo()


def _show(release: Release, target: str) -> None:
    for line in release.difference(target):
        click.secho(line, fg=_COLOURS.get(line[:1]))
    click.echo()


def _is_approved(release: Release, code: str | None) -> bool:
    """Return whether a person has approved these very texts, after asking if somebody is there."""
    if code is not None:
        if hmac.compare_digest(code.strip().lower().encode(), release.code.encode()):
            return True
        say("This code is that of another text. Read this one, which has a code of its own.")
    if sys.stdin.isatty():
        say(
            "Of the first file above, every line becomes public that does not begin with “-”. Has "
            "somebody read them who may decide that?"
        )
        try:
            return click.confirm("Write it?", default=False)
        except click.Abort:
            click.echo()
            return False
    say("If this may be published, run the same command again with:")
    click.echo(f"    --approve {release.code}")
    return False


def _say_what_next(release: Release, target: str) -> None:
    say(f"Written: {target}")
    say(f"Noted in the internal record: {printable(release.mark.path)}")
    click.echo()
    say(
        "Now it can go to the public library, and that is done by people. If you have never used "
        "git: open the public library on its website, go into the folder "
        f"“{release.place.parent}”, choose “Add file” and “Upload files”, and drop this one file "
        "there. Choose “Propose changes”, and then “Create pull request”. Somebody who looks "
        "after the library reads it before anything is shown."
    )
    say(
        "Send this one file and nothing else from here, and keep the internal record where it is. "
        "If the public library does not take it, remove the line “published” there again."
    )
