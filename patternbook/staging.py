"""Every page of the site, hand-written and generated -> a folder of plain Markdown.

Macros in hand-written pages are filled in, so that the folder needs neither our hooks nor
mkdocs-macros.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from jinja2 import StrictUndefined

from patternbook.calls import OPT_IN, macro_environment
from patternbook.documents import DATA
from patternbook.exports import make_files, template_files
from patternbook.grouping import is_source
from patternbook.leaks import refuse_traces
from patternbook.opening import Opened
from patternbook.pages import Site, make_pages
from patternbook.pages.guide import foot
from patternbook.pages.snippets import SNIPPETS, bind
from patternbook.publication import PublishedLibrary

MARKER = ".patternbook-stage"


class NotEmpty(Exception):
    """Raised where a folder holds something that no stage has put there."""


def stage_library(opened: Opened, folder: Path, site: Site | None = None) -> int:
    """Write all pages, assets and data files to the folder; return how many pages there are.

    `site` is where they will stand, as far as that is known.

    An earlier stage in the folder is replaced, once the new one is whole. Raises NotEmpty, with
    nothing written, if it holds anything else, or pages for another reader; TracesFound, with
    the folder as it was, if anything that was held back is in what was written.
    """
    folder = folder.resolve()
    _refuse_what_is_there(folder, str(opened.reader))
    library = opened.library
    texts: dict[str, str] = {}
    for pages in opened.pages:
        texts |= _hand_written(library, pages)
    texts |= {page.path: page.text() for page in make_pages(library, site)}
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".staging-", dir=folder.parent) as scratch:
        fresh = Path(scratch) / "stage"
        _write({**texts, **make_files(library, site)}, fresh, str(opened.reader))
        for path, content in template_files(library).items():
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).write_bytes(content)
        for pages in opened.pages:
            if (pages / "assets").is_dir():
                shutil.copytree(
                    pages / "assets", fresh / "assets", symlinks=True, dirs_exist_ok=True
                )
            for name in DATA:
                if (pages / name).is_file():
                    shutil.copyfile(pages / name, fresh / name)
        refuse_traces(fresh, opened.withheld)
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        fresh.rename(folder)
    return len(texts)


def _refuse_what_is_there(folder: Path, reader: str) -> None:
    """Raise NotEmpty unless the folder is new, empty, or an earlier stage for the same reader."""
    if folder.exists() and not folder.is_dir():
        raise NotEmpty(f"{folder} is a file. Choose another folder.")
    if not folder.exists() or not any(folder.iterdir()):
        return
    marker = folder / MARKER
    if not marker.is_file():
        raise NotEmpty(
            f"{folder} is not empty, and no earlier stage made it. Choose another folder."
        )
    made_for = marker.read_text(encoding="utf-8", errors="replace").partition("\n")[0]
    if made_for != reader:
        raise NotEmpty(
            f"{folder} holds pages for another reader than “{reader}”. Choose another folder, so "
            "that the one is never taken for the other."
        )


def _write(texts: Mapping[str, str], folder: Path, reader: str) -> None:
    folder.mkdir()
    (folder / MARKER).write_text(
        f"{reader}\nMade by “patternbook stage”, which may replace this folder.\n",
        encoding="utf-8",
    )
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


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
    environment = macro_environment()
    environment.undefined = StrictUndefined
    for name, snippet in SNIPPETS.items():
        environment.globals[name] = bind(snippet, lambda: library, lambda: path)
    front = opt_in[0].replace("render_macros: true\n", "")
    return front + environment.from_string(text[opt_in.end() :]).render()
