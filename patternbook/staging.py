"""What a reader may see -> a folder: every page as plain Markdown, or the data files alone.

Macros in hand-written pages are filled in, so that the folder needs neither our hooks nor
mkdocs-macros.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from patternbook.calls import OPT_IN
from patternbook.documents import DATA
from patternbook.exports import data_files, make_files, template_files
from patternbook.grouping import is_source
from patternbook.leaks import refuse_traces
from patternbook.opening import Opened
from patternbook.pages import Site, make_pages
from patternbook.pages.filling import filled_in
from patternbook.pages.guide import foot
from patternbook.publication import PublishedLibrary
from patternbook.tables.files import FOLDER

MARKER = ".patternbook-stage"
DATA_MARKER = ".patternbook-export"
# Which command leaves a marker, and what it leaves besides.
_LEFT_BY = {MARKER: ("stage", "pages"), DATA_MARKER: ("export", "data")}


class NotEmpty(Exception):
    """Raised where a folder holds something that the same command has not put there."""


def stage_library(opened: Opened, folder: Path, site: Site | None = None) -> int:
    """Write all pages, assets and data files to the folder; return how many pages there are.

    `site` is where they will stand, as far as that is known.

    An earlier stage in the folder is replaced, once the new one is whole. Raises NotEmpty, with
    nothing written, if it holds anything else, or pages for another reader; ToolsMissing if the
    data files cannot be made here; TracesFound, with the folder as it was, if anything that was
    held back is in what was written.
    """
    folder = folder.resolve()
    _refuse_what_is_there(folder, str(opened.reader), MARKER)
    library = opened.library
    data = data_files(library, site)
    texts: dict[str, str] = {}
    for pages in opened.pages:
        texts |= _hand_written(library, pages)
    texts |= {page.path: page.text() for page in make_pages(library, site, data)}
    with _fresh(folder, opened, MARKER) as fresh:
        _write_texts({**texts, **make_files(library, site)}, fresh)
        _write({**template_files(library), **data}, fresh)
        for pages in opened.pages:
            if (pages / "assets").is_dir():
                shutil.copytree(
                    pages / "assets", fresh / "assets", symlinks=True, dirs_exist_ok=True
                )
            for name in DATA:
                if (pages / name).is_file():
                    shutil.copyfile(pages / name, fresh / name)
    return len(texts)


def export_library(opened: Opened, folder: Path, site: Site | None = None) -> int:
    """Write the data files alone to the folder; return how many there are.

    They are those of the site, under the same names. An earlier export in the folder is replaced.
    Raises what `stage_library` raises.
    """
    folder = folder.resolve()
    _refuse_what_is_there(folder, str(opened.reader), DATA_MARKER)
    data = data_files(opened.library, site)
    with _fresh(folder, opened, DATA_MARKER) as fresh:
        _write({path.removeprefix(f"{FOLDER}/"): each for path, each in data.items()}, fresh)
    return len(data)


def _refuse_what_is_there(folder: Path, reader: str, marker: str) -> None:
    """Raise NotEmpty unless the folder is new, empty, or from the same command and reader."""
    if folder.exists() and not folder.is_dir():
        raise NotEmpty(f"{folder} is a file. Choose another folder.")
    if not folder.exists() or not any(folder.iterdir()):
        return
    command, things = _LEFT_BY[marker]
    if not (folder / marker).is_file():
        raise NotEmpty(
            f"{folder} is not empty, and no earlier {command} made it. Choose another folder."
        )
    made_for = (folder / marker).read_text(encoding="utf-8", errors="replace").partition("\n")[0]
    if made_for != reader:
        raise NotEmpty(
            f"{folder} holds {things} for another reader than “{reader}”. Choose another folder, "
            "so that the one is never taken for the other."
        )


@contextmanager
def _fresh(folder: Path, opened: Opened, marker: str) -> Iterator[Path]:
    """Yield a new folder, which takes the place of this one once it is whole and searched.

    Raises TracesFound, with the folder as it was, if anything held back is in the new one.
    """
    command, _ = _LEFT_BY[marker]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".staging-", dir=folder.parent) as scratch:
        fresh = Path(scratch) / command
        fresh.mkdir()
        (fresh / marker).write_text(
            f"{opened.reader}\nMade by “patternbook {command}”, which may replace this folder.\n",
            encoding="utf-8",
        )
        yield fresh
        refuse_traces(fresh, opened.withheld)
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        fresh.rename(folder)


def _write_texts(texts: Mapping[str, str], folder: Path) -> None:
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _hand_written(library: PublishedLibrary, docs: Path) -> dict[str, str]:
    """Return the text of every page that people wrote, by its path, macros filled in."""
    pages = {}
    for file in sorted(docs.rglob("*.md")):
        path = file.relative_to(docs)
        name = path.as_posix()
        if not any(part.startswith(".") for part in path.parts) and not is_source(name):
            text = _filled_in(file.read_text(encoding="utf-8"), name, library)
            way_on = foot(library, name)
            pages[name] = f"{text.rstrip()}\n\n{way_on}\n" if way_on else text
    return pages


def _filled_in(text: str, path: str, library: PublishedLibrary) -> str:
    opt_in = OPT_IN.match(text)
    if not opt_in:
        return text
    front = opt_in[0].replace("render_macros: true\n", "")
    return front + filled_in(text[opt_in.end() :], path, library)
