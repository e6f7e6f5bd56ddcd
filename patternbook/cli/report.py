"""`patternbook report`: a record as a document that a board can table."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import click

from patternbook.cli.common import FAULTS, CannotRun, audience_option, copy_at, root_option
from patternbook.cli.placing import force_option, put, refuse_place
from patternbook.cli.records import nothing_named, read_copy
from patternbook.cli.running import guarded, logged
from patternbook.cli.telling import say
from patternbook.folders import Folders
from patternbook.leaks import TracesFound, refuse_traces
from patternbook.library import RECORD_SUFFIX, Filed
from patternbook.opening import NoLibrary, Opened, open_library, reader_of
from patternbook.paper.html import html_of, style
from patternbook.paper.parts import Document
from patternbook.paper.report import report_of
from patternbook.printing import FOR_REPORTS, CannotPrint, pdf_of_document, ready
from patternbook.problems import FaultsFound
from patternbook.problems import report as report_problems
from patternbook.publication import Published
from patternbook.reports import redacted
from patternbook.reports.report import printable
from patternbook.vocabulary import Audience
from patternbook.word.writing import docx_of

_OPTION = "--out"


class Form(StrEnum):
    """The kinds of file that a report can be."""

    DOCX = "docx"
    PDF = "pdf"


@click.command(
    epilog="\b\nFor example:\n"
    "  patternbook report waiting-for-the-second-referral --to pdf\n"
    "  patternbook report a-draft --audience participants --out draft.docx",
)
@click.argument("record")
@click.option(
    "--to",
    "form",
    type=click.Choice([form.value for form in Form]),
    default=Form.DOCX.value,
    show_default=True,
    help="A Word file, or a PDF.",
)
@root_option
@audience_option
@click.option(
    "--out",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The file to write; the record's id in the present folder unless told.",
)
@force_option
@click.option(
    "--allow-names",
    is_flag=True,
    help="Write it though a record for the public may identify somebody.",
)
@click.option("-v", "--verbose", count=True, help="Log what is done; twice: log more.")
def report(
    record: str,
    form: str,
    root: Path,
    audience: str | None,
    file: Path | None,
    force: bool,
    allow_names: bool,
    verbose: int,
) -> None:
    """Write RECORD, an id or the path of its file, as a report that a board can table.

    It holds what its readers may see, and says who they are. The draft of a review is for its
    participants alone: --audience participants. A Word report can be corrected and brought back
    with “patternbook import”.

    Exit status 0 if it is written, 1 if something in the records must change first, 2 if the
    command cannot run.
    """
    is_redacted = bool(os.environ.get("CI"))
    with logged(verbose), guarded(is_redacted=is_redacted):
        settings, folders = copy_at(root)
        record_id = Path(record).stem if record.endswith(RECORD_SUFFIX) else record
        file = file or Path(f"{Path(record_id).name}.{form}")
        refuse_place(file, folders, _OPTION, is_forced=force)
        make = _maker(Form(form), folders)
        wanted = Audience(audience or settings.audience)
        try:
            reader = reader_of(wanted, record_id if wanted is Audience.PARTICIPANTS else "")
            opened = open_library(folders, reader, settings=settings, refuse_names=not allow_names)
            published = _published(record, record_id, opened, root)
            content = make(report_of(published, opened.library))
            _refuse_what_is_withheld(content, Form(form), opened)
        except FaultsFound as found:
            problems = redacted(found.problems) if is_redacted else found.problems
            click.echo(report_problems(problems), err=True)
            sys.exit(FAULTS)
        except TracesFound as found:
            click.echo(str(found), err=True)
            sys.exit(FAULTS)
        except (NoLibrary, CannotPrint) as error:
            raise CannotRun(str(error)) from None
        put(content, file, _OPTION, is_forced=force)
        say(f"Written: {printable(str(file))}")
        say(_told_of_readers(wanted))


def _maker(form: Form, folders: Folders) -> Callable[[Document], bytes]:
    """Return what makes a file of a document. Raises CannotRun if this kind cannot be made here."""
    if form is Form.DOCX:
        return docx_of
    try:
        ready(FOR_REPORTS)
    except CannotPrint as error:
        raise CannotRun(str(error)) from None
    return lambda document: pdf_of_document(html_of(document), style(), folders.docs).content


def _published(record: str, record_id: str, opened: Opened, root: Path) -> Published:
    """Return the record as its readers may see it.

    Raises CannotRun if there is no such record, or if it is not for them.
    """
    for each in opened.library.records:
        if each.record.id == record_id:
            return each
    copy = read_copy(root)
    if not any(isinstance(each, Filed) for each in copy.named(record)):
        raise nothing_named(record, copy)
    raise CannotRun(
        f"This record is not for the audience “{opened.reader.audience}”: a draft is for its "
        "participants, and a record for the board stays there. Choose its readers with --audience."
    )


def _refuse_what_is_withheld(content: bytes, form: Form, opened: Opened) -> None:
    """Raise TracesFound if a file holds anything that its readers may not see."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"report.{form}").write_bytes(content)
        refuse_traces(Path(folder), opened.withheld)


def _told_of_readers(audience: Audience) -> str:
    if audience is Audience.PUBLIC:
        return "It holds what everyone may read."
    if audience is Audience.BOARD:
        return "It is for the board, and may hold what is not published. Do not pass it on."
    return "It is for those who took part in this one review, and for nobody else."
