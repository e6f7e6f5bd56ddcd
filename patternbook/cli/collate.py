"""`patternbook collate`: what many records say together, as a page, a document or data."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from patternbook.cli.common import (
    FAULTS,
    CannotRun,
    Decorator,
    audience_option,
    copy_at,
    root_option,
)
from patternbook.cli.placing import force_option, put, refuse_place
from patternbook.cli.running import guarded, logged
from patternbook.cli.telling import say
from patternbook.collation.collating import collate as collate_records
from patternbook.collation.parts import Collation
from patternbook.collation.refusing import Refusal
from patternbook.collations import Choice, CollationPage
from patternbook.exports.collation import packed_data_of
from patternbook.folders import Folders
from patternbook.leaks import TracesFound, refuse_traces
from patternbook.measures.engine import NoEngine, ready
from patternbook.opening import NoLibrary, Opened, open_library, reader_of
from patternbook.paper.collation import collation_document
from patternbook.paper.html import html_of, style
from patternbook.paper.markdown import markdown_of
from patternbook.paper.parts import Document
from patternbook.printing import FOR_REPORTS, CannotPrint, pdf_of_document
from patternbook.printing import ready as ready_to_print
from patternbook.problems import FaultsFound, Problem, nearest
from patternbook.problems import report as report_problems
from patternbook.publication import PublishedLibrary
from patternbook.reports import redacted
from patternbook.reports.report import printable
from patternbook.sharing import Merged, SharedFile, merge, read_share
from patternbook.tables import make_tables
from patternbook.typology import is_pattern_kind
from patternbook.vocabulary import Agency, Audience, Kind, Origin, Setting, Term, Trigger
from patternbook.word.writing import docx_of

_OPTION = "--out"
_TITLE = "What these records say together"
_NAME = "collation"


class Form(StrEnum):
    """What a collation can be written as."""

    PAGE = "page"
    DOCX = "docx"
    PDF = "pdf"
    DATA = "data"


_ENDINGS = {Form.PAGE: "md", Form.DOCX: "docx", Form.PDF: "pdf", Form.DATA: "zip"}


def _choice(option: str, name: str, words: type[Term], about: str) -> Decorator:
    """Return an option that takes words of a closed list, as often as somebody likes."""
    return click.option(
        option,
        name,
        multiple=True,
        metavar="WORD",
        type=click.Choice([word.value for word in words]),
        help=about,
    )


@click.command(
    epilog="\b\nFor example:\n"
    "  patternbook collate docs/collations/at-the-front-door.md --to pdf\n"
    "  patternbook collate --setting out-of-hours --to docx\n"
    "  patternbook collate --from north.json --from south.json --from west.json --to data",
)
@click.argument("page", required=False)
@_choice("--kind", "kind", Kind, "Records of this kind.")
@_choice("--setting", "setting", Setting, "Records that play in this setting.")
@_choice("--agency", "agencies", Agency, "Records that are about this kind of agency.")
@click.option("--completed-from", type=click.IntRange(1900, 2100), help="From this year on.")
@click.option("--completed-to", type=click.IntRange(1900, 2100), help="Up to this year.")
@click.option(
    "--pattern",
    "patterns",
    multiple=True,
    metavar="ID",
    help="Records that name this pattern, or an issue of it.",
)
@_choice("--trigger", "trigger", Trigger, "Case reviews that were prompted by this.")
@_choice("--origin", "origin", Origin, "Records that come from there.")
@click.option("--shelf", multiple=True, metavar="NAME", help="Records on the shelf of this name.")
@click.option(
    "--from",
    "shares",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Merge what a board has shared; once for each file of “patternbook share”.",
)
@click.option(
    "--to",
    "form",
    type=click.Choice([form.value for form in Form]),
    default=Form.PAGE.value,
    show_default=True,
    help="A page of Markdown, a Word file, a PDF, or a ZIP file with tables of data.",
)
@root_option
@audience_option
@click.option(
    "-o",
    "--out",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The file to write; one named after the page, in the present folder, unless told.",
)
@force_option
@click.option("-v", "--verbose", count=True, help="Log what is done; twice: log more.")
def collate(
    page: str | None,
    shares: tuple[Path, ...],
    form: str,
    root: Path,
    audience: str | None,
    file: Path | None,
    force: bool,
    verbose: int,
    **chosen: Any,
) -> None:
    """Write what many records say together: figures, and findings side by side.

    PAGE is the page of a collation, by its path or its name. Without it, options choose the
    records: several values of one option are alternatives, and different options must all hold.
    Without either, every record is chosen. Nothing is ranked.

    For the public a collation is refused that would single out a family or a board.

    Exit status 0 if it is written, 1 if something in the records or files must change first or if
    it is refused, 2 if the command cannot run.
    """
    is_redacted = bool(os.environ.get("CI"))
    with logged(verbose), guarded(is_redacted=is_redacted):
        settings, folders = copy_at(root)
        wanted_form = Form(form)
        name = Path(page).stem if page else _NAME
        file = file or Path(f"{name}.{_ENDINGS[wanted_form]}")
        refuse_place(file, folders, _OPTION, is_forced=force)
        _refuse_both(page, chosen)
        wanted = Audience(audience or settings.audience)
        if wanted is Audience.PARTICIPANTS:
            raise CannotRun(f"{Refusal.ONE_REVIEW.reason} {Refusal.ONE_REVIEW.mend}")
        make = _maker(wanted_form, folders)
        try:
            opened = open_library(folders, reader_of(wanted), settings=settings)
            title, question, choice = _asked(page, chosen, opened.library)
            merged = _merged(shares, opened.library)
            collation = _collated(opened.library, choice, merged)
            content = make(collation, collation_document(collation, title, question))
            _refuse_what_is_withheld(content, wanted_form, opened)
        except FaultsFound as found:
            problems = redacted(found.problems) if is_redacted else found.problems
            click.echo(report_problems(problems), err=True)
            sys.exit(FAULTS)
        except TracesFound as found:
            click.echo(str(found), err=True)
            sys.exit(FAULTS)
        except (NoLibrary, CannotPrint, NoEngine) as error:
            raise CannotRun(str(error)) from None
        put(content, file, _OPTION, is_forced=force)
        say(f"Written: {printable(str(file))}")
        say(_told_of_readers(wanted))


# --- What is asked for ----------------------------------------------------------------------------


def _refuse_both(page: str | None, chosen: Mapping[str, Any]) -> None:
    """Raise CannotRun if a page is named and records are chosen by options as well."""
    if page and any(value not in {None, ()} for value in chosen.values()):
        raise CannotRun("A page says itself which records it takes. Leave the options out, or it.")


def _asked(
    page: str | None, chosen: Mapping[str, Any], library: PublishedLibrary
) -> tuple[str, str, Choice]:
    """Return the title, the question and the choice that somebody asks for.

    Raises CannotRun if there is no such page, or if the options choose what cannot be.
    """
    if page:
        found = _page_of(page, library)
        return found.title, found.asked.question, found.asked
    choice = Choice(**chosen)
    if None not in (choice.completed_from, choice.completed_to) and (
        int(choice.completed_from or 0) > int(choice.completed_to or 0)
    ):
        raise CannotRun("--completed-from is later than --completed-to. Change the two round.")
    entries = [d.entry for d in library.typology.definitions]
    known = {entry.id: entry.title for entry in entries if is_pattern_kind(entry.kind)}
    for entry_id in choice.patterns:
        if entry_id not in known and library.typology.former_ids.get(entry_id) not in known:
            mend = nearest(entry_id, known) or "Use the id of a pattern or recurrent issue."
            raise CannotRun(f"There is no pattern “{printable(entry_id)}”. {mend}")
    shelves = sorted({published.shelf for published in library.records if published.shelf})
    for shelf in choice.shelf:
        if shelf not in shelves:
            raise CannotRun(
                f"There is no shelf “{printable(shelf)}” with records for this audience. There "
                f"are: {printable(', '.join(shelves)) or 'none'}."
            )
    return _TITLE, "", choice


def _page_of(named: str, library: PublishedLibrary) -> CollationPage:
    name = Path(named).stem
    for page in library.collations:
        if page.id == name:
            return page
    known = [page.id for page in library.collations]
    near = nearest(name, known) or (f"There are: {', '.join(known)}." if known else "")
    raise CannotRun(f"There is no collation “{printable(name)}” for this audience. {near}".strip())


def _merged(shares: tuple[Path, ...], library: PublishedLibrary) -> Merged | None:
    """Return the library with what boards have shared, or None if no file is named.

    Raises FaultsFound, with all that is wrong with every file.
    """
    if not shares:
        return None
    tables = make_tables(library)
    files: list[SharedFile] = []
    problems: list[Problem] = []
    for path in shares:
        try:
            files.append(read_share(path, tables))
        except FaultsFound as found:
            problems += found.problems
    if problems:
        raise FaultsFound(problems)
    return merge(tables, files, library.audience)


def _collated(library: PublishedLibrary, choice: Choice, merged: Merged | None) -> Collation:
    """Return what the records say that are chosen.

    Ends the command if it is refused, or if no record is chosen at all.
    """
    ready()
    result = collate_records(library, [choice], merged)[0]
    if isinstance(result, Refusal):
        click.echo(f"Not collated. {result.reason}\n{result.mend}", err=True)
        sys.exit(FAULTS)
    if not (result.records or result.illustrations):
        click.echo(
            "Not collated. No record is chosen that this audience may see.\n"
            "Choose more widely: leave an option out, or give it more values.",
            err=True,
        )
        sys.exit(FAULTS)
    return result


# --- What is written ------------------------------------------------------------------------------


def _maker(form: Form, folders: Folders) -> Callable[[Collation, Document], bytes]:
    """Return what makes a file. Raises CannotRun if this kind of file cannot be made here."""
    if form is Form.DATA:
        return lambda collation, document: packed_data_of(collation, document.title)
    if form is Form.PAGE:
        return lambda collation, document: markdown_of(document).encode()
    if form is Form.DOCX:
        return lambda collation, document: docx_of(document)
    try:
        ready_to_print(FOR_REPORTS)
    except CannotPrint as error:
        raise CannotRun(str(error)) from None
    return lambda collation, document: (
        pdf_of_document(html_of(document), style(), folders.docs).content
    )


def _refuse_what_is_withheld(content: bytes, form: Form, opened: Opened) -> None:
    """Raise TracesFound if a file holds anything that its readers may not see."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{_NAME}.{_ENDINGS[form]}").write_bytes(content)
        refuse_traces(Path(folder), opened.withheld)


def _told_of_readers(audience: Audience) -> str:
    if audience is Audience.PUBLIC:
        return "It holds what everyone may read."
    return "It is for the board, and may hold what is not published. Do not pass it on."
