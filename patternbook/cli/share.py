"""`patternbook share`: what a board gives to a wider collation, or whether such a file is whole."""

from __future__ import annotations

import os
import re
import secrets
import sys
import tempfile
from pathlib import Path

import click

from patternbook.cli.common import FAULTS, CannotRun, copy_at, root_option
from patternbook.cli.placing import force_option, put, refuse_place
from patternbook.cli.records import this_month
from patternbook.cli.running import guarded, logged
from patternbook.cli.telling import say
from patternbook.folders import Folders
from patternbook.leaks import TracesFound, refuse_traces
from patternbook.model import ID_LENGTH, ID_PATTERN
from patternbook.opening import NoLibrary, open_library
from patternbook.problems import FaultsFound
from patternbook.problems import report as report_problems
from patternbook.reports import redacted
from patternbook.reports.report import printable
from patternbook.settings import Settings
from patternbook.sharing import HIGHEST_THRESHOLD, THRESHOLD, Share, read_share
from patternbook.sharing.making import Made, make_share
from patternbook.sharing.shares import content_of, text_of
from patternbook.sharing.solver import NoSolver
from patternbook.tables import make_tables
from patternbook.vocabulary import Audience

_OPTION = "--out"


@click.command(
    epilog="\b\nFor example:\n"
    "  patternbook share -o our-share.json --contributor heron\n"
    "  patternbook share --check our-share.json",
)
@root_option
@click.option(
    "-o",
    "--out",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The file to write.",
)
@click.option(
    "--contributor",
    metavar="LABEL",
    callback=lambda _context, _parameter, label: _as_label(label),
    help="What stands for your board in the file: small letters, figures and hyphens. Choose one "
    "that tells nobody who you are, and always take the same. One is made up unless told.",
)
@click.option(
    "--threshold",
    type=click.IntRange(THRESHOLD, HIGHEST_THRESHOLD),
    default=THRESHOLD,
    show_default=True,
    help="No count below this is told.",
)
@click.option(
    "--earlier",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The file that you shared before, so that nobody can take one from the other.",
)
@click.option(
    "--check",
    "checked",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write nothing; say whether a share file is whole, whoever made it.",
)
@force_option
@click.option("-v", "--verbose", count=True, help="Log what is done; twice: log more.")
def share(
    root: Path,
    file: Path | None,
    contributor: str | None,
    threshold: int,
    earlier: Path | None,
    checked: Path | None,
    force: bool,
    verbose: int,
) -> None:
    """Make your board's contribution to a wider collation.

    It holds your public records as they were coded, with their findings, and counts of the final
    records that you hold for yourselves. Small counts are hidden, and others with them, so that
    nobody can work a small one out. Nothing is sent anywhere: read the file, then send it.

    Exit status 0 if it is written or whole, 1 if something must change first, 2 if the command
    cannot run.
    """
    is_redacted = bool(os.environ.get("CI"))
    with logged(verbose), guarded(is_redacted=is_redacted):
        settings, folders = copy_at(root)
        try:
            if checked is not None:
                _check(checked, settings, folders)
                return
            if file is None:
                raise CannotRun("Name the file to write with -o, or one to look into with --check.")
            if is_redacted:
                raise CannotRun(
                    "What leaves a board is for a person to decide, so it is not done where the "
                    "variable CI is set."
                )
            refuse_place(file, folders, _OPTION, is_forced=force)
            text, made = _made(settings, folders, contributor, threshold, earlier)
        except FaultsFound as found:
            problems = redacted(found.problems) if is_redacted else found.problems
            click.echo(report_problems(problems), err=True)
            sys.exit(FAULTS)
        except TracesFound as found:
            click.echo(str(found), err=True)
            sys.exit(FAULTS)
        except (NoLibrary, NoSolver) as error:
            raise CannotRun(str(error)) from None
        put(text.encode("utf-8"), file, _OPTION, is_forced=force)
        _tell(made, file)


def _as_label(label: str | None) -> str | None:
    """Return a label as it was given. Raises BadParameter if it is none."""
    if label is None or (len(label) <= ID_LENGTH and re.fullmatch(ID_PATTERN, label)):
        return label
    raise click.BadParameter("a label has small letters, figures and hyphens, such as “heron-7”.")


def _check(file: Path, settings: Settings, folders: Folders) -> None:
    """Say that a file is whole. Raises FaultsFound if it is not."""
    public = open_library(folders, Audience.PUBLIC, settings=settings, refuse_names=False)
    found = read_share(file, make_tables(public.library)).share
    say(f"{printable(file.name)} is whole: it says what it said when it was made.")
    say(
        f"It was made in {found.made} by “{found.contributor}”, holds "
        f"{_number(len(found.record_ids), 'public record')}, and tells "
        f"{_number(len(found.held) + len(found.kept), 'count')} of others, each of them "
        f"{found.threshold} or more."
    )
    checksum = content_of(found)["checksum"]
    say(f"Its checksum is {checksum}. Whoever sent it can tell you theirs.")


def _made(
    settings: Settings,
    folders: Folders,
    contributor: str | None,
    threshold: int,
    earlier: Path | None,
) -> tuple[str, Made]:
    """Return the text of the file, and what its board is told of it."""
    public = open_library(folders, Audience.PUBLIC, settings=settings)
    board = open_library(folders, Audience.BOARD, settings=settings)
    before = read_share(earlier, make_tables(public.library)).share if earlier else None
    made = make_share(
        public.library,
        board.library,
        contributor=_label(contributor, before),
        made=this_month(),
        threshold=threshold,
        with_shared_library=any(each.audience is not Audience.PUBLIC for each in folders.shelves),
        earlier=before,
    )
    text = text_of(content_of(made.share))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "share.json").write_text(text, encoding="utf-8")
        refuse_traces(Path(folder), public.withheld)
    return text, made


def _label(contributor: str | None, earlier: Share | None) -> str:
    """Return the label of a board. Raises CannotRun if an earlier file has another."""
    if earlier is None:
        return contributor or f"board-{secrets.token_hex(4)}"
    if contributor not in {None, earlier.contributor}:
        raise CannotRun(
            f"The earlier file is of “{earlier.contributor}”. Take the same label, or none: two "
            "labels would be counted as two boards."
        )
    return earlier.contributor


def _tell(made: Made, file: Path) -> None:
    """Say what goes out, what was hidden and why, and what to do with the file."""
    told = made.share
    say(f"Written: {printable(str(file))}")
    say(
        f"It holds {_number(len(told.record_ids), 'public record')}: how each was coded, its "
        "title, its findings in full and no other text."
    )
    if made.is_repeated:
        say(
            f"Of the others it tells the counts of {told.as_of} once more. Too little has changed "
            "since, and the difference would show what."
        )
    else:
        counts = _number(len(told.held) + len(told.kept), "count")
        say(
            f"Of the {_number(made.held, 'final record')} that you hold for yourselves it tells "
            f"{counts}, and nothing else. Drafts are not in it."
        )
        say(
            f"Hidden because there are fewer than {told.threshold}: "
            f"{_number(made.few, 'count')}, {made.empty} of them nought. Hidden so that nobody can "
            f"work those out: {made.further} more. Kept as in the earlier file, because too little "
            f"has changed: {len(told.kept)}."
        )
    if made.on_their_way:
        say(
            f"Left out: {_number(made.on_their_way, 'record')} with a public version that is not "
            "in this copy yet."
        )
    say(
        "Next: read the file through, it is plain text. Send it by a way that shows that it comes "
        f"from you, and tell them the checksum by another: {content_of(told)['checksum']}"
    )
    say(
        f"Your label in it is “{told.contributor}”. Keep the file, and name it with --earlier the "
        "next time. Once a year is enough."
    )


def _number(number: int, of: str) -> str:
    return f"{number} {of}{'' if number == 1 else 's'}"
