"""`patternbook import`: make records of Word files, and say what became of every part of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from patternbook.cli.common import FAULTS, CannotRun, root_option
from patternbook.cli.new import own_shelf
from patternbook.cli.placing import put
from patternbook.cli.records import Copy, id_of, read_copy
from patternbook.cli.running import guarded, logged
from patternbook.cli.telling import say
from patternbook.cli.trouble import about_writing
from patternbook.importing import CannotImport, Fate, Imported, Trouble, import_document
from patternbook.importing.ids import is_id
from patternbook.library import RECORD_FOLDERS, RECORD_SUFFIX, Filed, Removed
from patternbook.model import ID_LENGTH
from patternbook.paper.blank import blank_of, own_sentences
from patternbook.problems import Problem
from patternbook.reports import redacted
from patternbook.reports.report import printable
from patternbook.vocabulary import Kind
from patternbook.word.opening import open_file
from patternbook.word.package import Refusal, Refused
from patternbook.word.reading import read

_OPTION = "--to"
_MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class _Run:
    """What the options and the surroundings ask of one run."""

    copy: Copy
    folder: Path | None
    kind: Kind | None
    record_id: str
    keeps_standing: bool
    is_redacted: bool
    own: frozenset[str]


@click.command(
    "import",
    epilog="\b\nFor example:\n"
    "  patternbook import near-miss.docx\n"
    "  patternbook import --kind case-review --id the-review-of-2024 report.docx",
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@root_option
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="What kind of record it is; as the document says unless told.",
)
@click.option(
    "--id", "record_id", metavar="ID", default="", help="Its id; made from its title unless told."
)
@click.option(
    _OPTION,
    "folder",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write to this folder, and not among the records.",
)
@click.option(
    "--keep-standing",
    is_flag=True,
    help="Keep what the document says of its stage, its readers and its sign-off. Only for what "
    "you have confirmed yourself.",
)
@click.option(
    "--redact/--no-redact",
    "redact",
    default=None,
    help="Never show a word of a document. This is so by default where the variable CI is set.",
)
@click.option("-v", "--verbose", count=True, help="Log what is done; twice: log more.")
def import_word(
    files: tuple[Path, ...],
    root: Path,
    kind: str | None,
    record_id: str,
    folder: Path | None,
    keep_standing: bool,
    redact: bool | None,
    verbose: int,
) -> None:
    """Make a record of each Word file (.docx), and say what was understood and what was not.

    The forms of “patternbook template” and the reports of “patternbook report” are read field by
    field. Of any other document the text becomes the account. No word is lost, and no file is
    ever overwritten. A record begins as a draft for the board.

    A file with tracked changes, comments, hidden text or macros is refused, with the place and
    the mend. Of several files, each is imported or left alone by itself.

    Exit status 0 if all were imported, 1 if one was not, 2 if the command cannot run.
    """
    is_redacted = bool(os.environ.get("CI")) if redact is None else redact
    with logged(verbose), guarded(is_redacted=is_redacted):
        _refuse_what_cannot_be(files, record_id)
        copy = read_copy(root)
        run = _Run(
            copy=copy,
            folder=_target(folder, copy),
            kind=Kind(kind) if kind else None,
            record_id=record_id,
            keeps_standing=keep_standing,
            is_redacted=is_redacted,
            own=_own_sentences(copy),
        )
        taken = _taken_ids(copy)
        done = [_import_one(file, run, taken) for file in files]
        written = [path for path in done if path is not None]
        if written:
            click.echo()
            _say_what_next(written, run)
    sys.exit(0 if len(written) == len(files) else FAULTS)


def _refuse_what_cannot_be(files: tuple[Path, ...], record_id: str) -> None:
    """Raise CannotRun, before anything is read, if the options do not go together."""
    if not record_id:
        return
    if len(files) > 1:
        raise CannotRun("--id names one record, so give one file with it.")
    if not is_id(record_id):
        raise CannotRun(
            "An id is made of small letters, figures and single hyphens, and has at most "
            f"{ID_LENGTH} signs. Write it like “waiting-for-the-second-referral”."
        )


def _target(folder: Path | None, copy: Copy) -> Path | None:
    """Return the folder to write to. Raises CannotRun if it is none, or one of pages."""
    if folder is None:
        return None
    whole = folder.resolve()
    if not whole.is_dir():
        raise CannotRun(f"There is no folder {printable(str(folder))}. Make it first.")
    if any(whole.is_relative_to(pages) for pages in copy.folders.of_pages):
        raise CannotRun("That folder is one of pages, which are shown to everyone.")
    return whole


def _own_sentences(copy: Copy) -> frozenset[str]:
    """Return all that our forms say themselves, whichever kind of record they are for."""
    forms = (blank_of(kind, copy.library.typology) for kind in Kind)
    return frozenset(said for form in forms for said in own_sentences(form))


def _taken_ids(copy: Copy) -> set[str]:
    """Return the ids that records have, and those that withdrawn records had."""
    library = copy.library
    named: list[Filed | Removed] = [*library.filed, *library.removed]
    return {id_of(each) for each in named} | set(library.unread)


def _import_one(file: Path, run: _Run, taken: set[str]) -> str | None:
    """Import one file and tell of it; return where its record is, or None if none was written."""
    click.echo(f"\n{printable(str(file))}")
    try:
        found = read(open_file(file))
        imported = import_document(
            found,
            run.copy.library.typology,
            path=file.name,
            shelf=own_shelf(run.copy.folders),
            kind=run.kind,
            record_id=run.record_id,
            own_sentences=run.own,
            keeps_standing=run.keeps_standing,
        )
        _refuse_what_is_lost(imported)
        path = _written(imported, run, taken)
    except Refused as refused:
        for refusal in refused.refusals:
            _tell_refusal(refusal, run)
        say("Nothing was written.", "  ")
        return None
    except CannotImport as error:
        say(f"{error} Nothing was written.", "  ")
        return None
    _tell(imported, path, run)
    return path


def _refuse_what_is_lost(imported: Imported) -> None:
    """Raise CannotImport if a word of the document is nowhere: that is never let pass."""
    number = imported.lost.total()
    if number:
        raise CannotImport(
            f"{number} word{'' if number == 1 else 's'} of the document found no place. That is a "
            "fault of Patternbook. Please report this sentence, and no document."
        )


def _written(imported: Imported, run: _Run, taken: set[str]) -> str:
    """Write a record, whole or not at all, and return where. Raises CannotImport if it cannot."""
    shelf = own_shelf(run.copy.folders)
    folder = run.folder or shelf.folder / RECORD_FOLDERS[imported.kind]
    file = folder / f"{imported.record_id}{RECORD_SUFFIX}"
    is_taken = run.folder is None and imported.record_id in taken
    if is_taken or file.exists() or file.is_symlink():
        raise CannotImport(
            f"There is a record “{imported.record_id}” already, which stays as it is. If this is "
            "another, give it an id of its own with --id. If it is the same, changed in Word, "
            f"write it to another folder with {_OPTION}, and compare the two."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        put(imported.text.encode(), file, _OPTION, is_forced=False)
    except CannotRun as error:
        raise CannotImport(error.message) from None
    except OSError as error:
        raise CannotImport(about_writing(error, folder, _OPTION)) from None
    taken.add(imported.record_id)
    root = run.copy.folders.root
    return printable(str(file.relative_to(root) if file.is_relative_to(root) else file))


def _say_what_next(written: list[str], run: _Run) -> None:
    folders = run.copy.folders
    if run.folder is not None and folders.shelf_of(run.folder) is None:
        say("Next: read it through, and put it among the records. Then: patternbook check.")
    else:
        click.echo(f"Next, see what is still open: patternbook check {' '.join(written)}")


# --- What is told ---------------------------------------------------------------------------------


def _tell_refusal(refusal: Refusal, run: _Run) -> None:
    say(refusal.message, "  - ")
    if refusal.where:
        say(f"Where: {refusal.where}.", "    ")
    if refusal.excerpt and not run.is_redacted:
        say(f"It begins: {printable(refusal.excerpt)}", "    ")
    say(f"Mend: {refusal.mend}", "    ")


def _tell(imported: Imported, path: str, run: _Run) -> None:
    what = imported.kind.label.lower()
    how = "read field by field" if imported.is_from_form else "taken as an account"
    say(f"A {what}, {how}. Written: {path}", "  ")
    if imported.understood:
        _part("Understood", [", ".join(_counted(imported))])
    if imported.elsewhere:
        _part(
            "Text that stands in no field is in the account, below these headings",
            _headings(imported.elsewhere, run),
        )
    if imported.troubles:
        _part("To look at", [_sentence(each, run) for each in imported.troubles])
    _part("Left out", list(_left_out(imported, run)))
    open_fields = imported.open
    if run.is_redacted:
        entries = {each.entry.id for each in run.copy.library.typology.definitions}
        open_fields = tuple(redacted(open_fields, entries))
    if open_fields:
        _part("Still to fill in", [_asked(each) for each in open_fields])
    for note in imported.notes:
        say(note, "  Note: ")
    say("Every word of the document is in the record or is named above.", "  ")


def _part(head: str, lines: list[str]) -> None:
    if not lines:
        return
    say(f"{head}:", "  ")
    for line in lines[:_MOST_TOLD]:
        say(line, "  - ")
    if len(lines) > _MOST_TOLD:
        say(f"and {len(lines) - _MOST_TOLD} more.", "  - ")


def _counted(imported: Imported) -> Iterator[str]:
    for label, number in imported.understood.items():
        yield f"{label} ({number})" if number > 1 else label


def _headings(headings: Iterable[str], run: _Run) -> list[str]:
    named = [each or "(without a heading)" for each in headings]
    return [f"{len(named)} in all"] if run.is_redacted else [f"“{printable(n)}”" for n in named]


def _sentence(trouble: Trouble, run: _Run) -> str:
    where = f" Where: {trouble.where}." if trouble.where else ""
    excerpt = " ".join(trouble.excerpt.split())
    if not excerpt or run.is_redacted:
        return f"{trouble.message}{where}"
    shown = excerpt if len(excerpt) <= 60 else f"{excerpt[:57]}…"
    return f"{trouble.message}{where} It says: {printable(shown)}"


def _left_out(imported: Imported, run: _Run) -> Iterator[str]:
    if number := imported.told[Fate.OURS]:
        yield f"what our form or report says of itself ({number} words)"
    for each in imported.left_out:
        where = f", {each.where}" if each.where and each.where not in each.reason else ""
        said = " ".join(each.text.split())
        shown = f": {printable(said[:57])}{'…' if len(said) > 57 else ''}" if said else ""
        yield f"{each.reason}{where}{'' if run.is_redacted else shown}"
    yield "the names of authors and all else that Word keeps about a file"


def _asked(problem: Problem) -> str:
    return f"{problem.message} {problem.mend}".strip()
