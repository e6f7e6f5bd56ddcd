"""`patternbook check`: say everything that must change in the records, and why."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import click

from patternbook.checks import check as check_library
from patternbook.cli.common import (
    CANNOT_RUN,
    FAULTS,
    CannotRun,
    copy_at,
    format_option,
    root_option,
)
from patternbook.cli.mending import offer
from patternbook.cli.paths import asked_for
from patternbook.cli.progress import Progress
from patternbook.cli.running import guarded, logged
from patternbook.cli.workers import going_through
from patternbook.fixes import CODES, FormerIds, find_fixes
from patternbook.folders import Folders, names_of
from patternbook.library import Library, load_library
from patternbook.problems import Problem
from patternbook.publication import Reason, held_back
from patternbook.reports import NotChecked, Report, redacted
from patternbook.reports.data import data
from patternbook.reports.github import job_summary, workflow_commands
from patternbook.reports.plain import plain
from patternbook.reports.report import printable
from patternbook.reports.sarif import sarif
from patternbook.rules import NoSuchRule
from patternbook.rules.printing import explanation_text
from patternbook.vocabulary import Audience

_LOG = logging.getLogger(__name__)
# GitHub refuses a summary of more than a mebibyte.
_SUMMARY_BYTES = 1_000_000


class Format(StrEnum):
    """The forms of a report."""

    PLAIN = "plain"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


@dataclass(frozen=True, slots=True)
class _Run:
    """What the options and the surroundings ask of one run."""

    format: Format
    output: Path | None
    is_redacted: bool
    is_brief: bool
    is_public: bool
    mends: bool
    is_agreed: bool
    shows_progress: bool
    local_terms: tuple[str, ...] = ()


@click.command(
    epilog="\b\nFor example:\n"
    "  patternbook check\n"
    "  patternbook check reviews/near-misses/waiting-for-the-second-referral.md\n"
    "  patternbook check --explain unknown-factor"
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@root_option
@format_option(Format, "The form of the report.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write the report to this file, redacted.",
)
@click.option(
    "--redact/--no-redact",
    "redact",
    default=None,
    help="Never show a word of a record. This is so by default in a file, and where the variable "
    "CI is set.",
)
@click.option(
    "--public", is_flag=True, help="Check every record as one that is on its way to the public."
)
@click.option("--explain", metavar="CODE", help="Say what a rule asks for, and why, and end.")
@click.option(
    "--fix", is_flag=True, help="Show what can be mended without judgement, ask, and mend it."
)
@click.option("--yes", is_flag=True, help="With --fix: mend without asking.")
@click.option("-q", "--quiet", is_flag=True, help="Tell only what must be mended.")
@click.option("-v", "--verbose", count=True, help="Log what is done; twice: log more.")
def check(
    paths: tuple[Path, ...],
    root: Path,
    form: str,
    output: Path | None,
    redact: bool | None,
    public: bool,
    explain: str | None,
    fix: bool,
    yes: bool,
    quiet: bool,
    verbose: int,
) -> None:
    """Check the records and the vocabulary, or only what lies at PATHS.

    The whole library is read in any case, so that references are checked. Nothing is sent
    anywhere, and nothing is written without --fix or --output.

    Exit status 0 if nothing must change, 1 if something must, 2 if the check cannot run or a path
    cannot be checked.
    """
    if explain is not None:
        _explain(explain)
        return
    in_ci = bool(os.environ.get("CI"))
    run = _Run(
        format=Format(form),
        output=output,
        is_redacted=in_ci or output is not None if redact is None else redact,
        is_brief=quiet,
        is_public=public,
        mends=fix,
        is_agreed=yes,
        shows_progress=sys.stderr.isatty() and not (in_ci or quiet or verbose),
    )
    with logged(verbose), guarded(is_redacted=run.is_redacted):
        settings, folders = copy_at(root)
        run = replace(run, local_terms=tuple(each.term for each in settings.terms))
        _refuse_what_cannot_be(run, folders)
        report = _report(paths, folders, run)
        _emit(report, run)
    sys.exit(CANNOT_RUN if report.not_checked else FAULTS if report.faults else 0)


def _explain(code: str) -> None:
    try:
        click.echo(explanation_text(code))
    except NoSuchRule as error:
        raise CannotRun(str(error)) from None


def _refuse_what_cannot_be(run: _Run, folders: Folders) -> None:
    """Raise CannotRun, before anything is read, if the options do not go together."""
    if run.is_agreed and not run.mends:
        raise CannotRun("--yes belongs to --fix.")
    if run.mends and run.format is not Format.PLAIN:
        raise CannotRun("--fix shows what it does in words, so it needs --format plain.")
    if run.mends and run.is_redacted:
        raise CannotRun(
            "--fix shows what is written in the records, so it goes neither with --redact nor "
            "with --output, and not where the variable CI is set."
        )
    if run.output is not None:
        target = run.output.resolve()
        taken = (*folders.of_records, *folders.of_pages)
        if any(target.is_relative_to(folder) for folder in taken):
            raise CannotRun(
                f"A report must not lie in {names_of(taken)}. Name another folder after --output."
            )
        if run.output.is_dir() or not run.output.parent.is_dir():
            raise CannotRun(f"No file can be written at {run.output}. Name another after --output.")


def _report(paths: tuple[Path, ...], folders: Folders, run: _Run) -> Report:
    """Return all that is to be said of these paths, after mending what is to be mended."""
    wanted, refused = asked_for(paths, folders)
    if refused and not wanted:
        return Report(problems=(), not_checked=tuple(refused))

    def is_wanted(path: str) -> bool:
        whole = folders.root / path
        return not wanted or any(
            # What is wrong with a folder concerns everything in it.
            whole.is_relative_to(each) or each.is_relative_to(whole)
            for each in wanted
        )

    library, problems = _examined(folders, run, is_wanted)
    if run.mends:
        former = FormerIds.of(library.typology)
        if offer(find_fixes(folders, former, is_wanted), is_agreed=run.is_agreed):
            library, problems = _examined(folders, run, is_wanted)
    return _told(library, problems, is_wanted, refused, folders, run)


def _examined(
    folders: Folders, run: _Run, is_wanted: Callable[[str], bool]
) -> tuple[Library, list[Problem]]:
    """Read the library and return it with every problem in what is wanted, and maybe others."""
    begun = time.monotonic()
    with (
        Progress(is_shown=run.shows_progress) as progress,
        going_through(folders.of_records) as each,
    ):
        library, problems = load_library(folders, progress.advance, run.local_terms)
        _LOG.info(
            "read %d records and %d entries of the vocabulary in %.1f s",
            len(library.filed),
            len(library.typology.definitions),
            time.monotonic() - begun,
        )
        begun = time.monotonic()
        progress.begin("Checking")
        problems += check_library(library, public=run.is_public, is_wanted=is_wanted, each=each)
    _LOG.info("checked them in %.1f s: %d problems", time.monotonic() - begun, len(problems))
    return library, sorted(dict.fromkeys(problems))


def _told(
    library: Library,
    problems: list[Problem],
    is_wanted: Callable[[str], bool],
    refused: list[NotChecked],
    folders: Folders,
    run: _Run,
) -> Report:
    """Return the report on what is wanted, without a word from the records if it is redacted."""
    problems = [problem for problem in problems if is_wanted(problem.path)]
    mendable = {problem.path for problem in problems if problem.code in CODES}
    fixes = find_fixes(folders, FormerIds.of(library.typology), mendable.__contains__)
    if run.is_redacted:
        entry_ids = {definition.entry.id for definition in library.typology.definitions}
        problems = redacted(problems, entry_ids)
    shown = replace(library, filed=tuple(f for f in library.filed if is_wanted(f.source.path)))
    held = held_back(shown, Audience.PUBLIC)
    return Report(
        problems=tuple(problems),
        held_back={reason.value: held[reason] for reason in Reason if held[reason]},
        not_checked=tuple(refused),
        mendable=len(fixes),
        site=os.environ.get("PATTERNBOOK_SITE_URL", ""),
        folder=_folder_in_repository(folders.root),
        is_redacted=run.is_redacted,
    )


def _folder_in_repository(root: Path) -> str:
    """Return the way from the top of the repository to the library, as far as GitHub tells."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    if not workspace or not root.is_relative_to(Path(workspace).resolve()):
        return ""
    folder = root.relative_to(Path(workspace).resolve()).as_posix()
    return "" if folder == "." else folder


def _emit(report: Report, run: _Run) -> None:
    """Print the report or write it to its file."""
    for path, reason in report.not_checked:
        click.echo(f"{printable(path)}: {reason}", err=True)
    text = _text(report, run)
    if run.output is None:
        click.echo(text, nl=False)
    else:
        run.output.write_text(text, encoding="utf-8")
        click.echo(f"The report is in {printable(str(run.output))}.", err=True)
    if run.format is Format.GITHUB:
        _add_job_summary(report)


def _text(report: Report, run: _Run) -> str:
    match run.format:
        case Format.JSON:
            return data(report)
        case Format.GITHUB:
            return workflow_commands(report)
        case Format.SARIF:
            return sarif(report)
    if report.not_checked and not report.problems and not report.held_back:
        return ""
    return plain(report, colour=_is_coloured(run), brief=run.is_brief)


def _is_coloured(run: _Run) -> bool:
    return run.output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _add_job_summary(report: Report) -> None:
    """Add the report to the summary of a job of GitHub Actions, if this is one."""
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if not name:
        return
    try:
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(job_summary(report, _SUMMARY_BYTES - file.tell()))
    except OSError:
        _LOG.warning("The summary of the job could not be written.")
