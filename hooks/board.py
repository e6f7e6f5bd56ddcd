"""During a build: show whose copy this is, in its name, its colour and its menu.

Whether this reader may know is decided at the door; for the public there is no board here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from patternbook.folders import VOCABULARY_FOLDERS
from patternbook.grouping import is_source
from patternbook.pages import left_out
from patternbook.settings import Board
from patternbook.vocabulary import Audience

STYLE = "assets/board.css"
# What matters most comes first, since narrow screens and tabs of browsers cut names short.
_NAME = {Audience.BOARD: "Internal: {}", Audience.PARTICIPANTS: "Draft: {}"}
_COPYRIGHT = (
    "What this board has written is for its own use. The shared library: text CC BY 4.0, code MIT; "
    "built on the published work of SCIE and others, see About."
)
# White stands on the colour everywhere, and with enough contrast, which the settings see to; so
# nothing on it may be lighter than the colour itself, as Patternbook's search field is.
_CSS = """\
/* The colour of the board whose copy this is, from patternbook.yml. */

@media screen {{
  :root,
  [data-md-color-scheme] {{
    --md-primary-fg-color: {colour};
    --md-primary-fg-color--light: {colour};
    --md-primary-fg-color--dark: {colour};
    --md-primary-bg-color: #fff;
    --md-primary-bg-color--light: #fff;
    --md-footer-bg-color: {colour};
    --md-footer-bg-color--dark: {colour};
    --md-footer-fg-color: #fff;
    --md-footer-fg-color--light: #fff;
    --md-footer-fg-color--lighter: #fff;
  }}

  .pb-tabs {{
    color: #fff;
    background-color: {colour};
  }}

  .pb-tabs .pb-tabs__list a[aria-current] {{
    border-bottom-color: #fff;
  }}

  .pb-footer,
  .pb-footer .pb-footer__nav a {{
    color: #fff;
  }}

  .md-header :focus-visible,
  .md-header .focus-visible + label,
  .pb-tabs :focus-visible,
  .md-footer :focus-visible {{
    outline-color: #fff;
  }}

  .pb-subtabs :focus-visible,
  .pb-menu__panel :focus-visible,
  .md-search__scrollwrap :focus-visible,
  [data-md-toggle="search"]:checked ~ .md-header .md-search :focus-visible {{
    outline-color: var(--pb-focus);
  }}
}}

@media screen and (min-width: 60em) {{
  .md-search__form {{
    background-color: #0003;
    border-color: #fff;
  }}

  .md-search__input,
  .md-search__input::placeholder,
  .md-search__input + .md-search__icon {{
    color: #fff;
  }}
}}
"""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Name the site after its board, put the board's own pages into the menu, and watch them."""
    reading = config.extra["patternbook"]
    board: Board | None = reading["board"]
    if board is not None:
        config.site_name = _NAME[reading["audience"]].format(board.name)
        config.copyright = _COPYRIGHT
        if board.colour is not None:
            config.extra_css.append(STYLE)
    config.nav = _without(config.nav, left_out(reading["audience"]))
    folders = reading["folders"]
    own = [folder for folder in reading["opened"].pages if folder != folders.docs]
    watched = [str(folder) for folder in (*folders.of_records, *own)]
    config.watch += [folder for folder in watched if folder not in config.watch]
    listed = set(_paths_in(config.nav))
    pages = [
        path
        for folder in own
        for path in _pages_in(folder)
        if path not in listed and not (folders.docs / path).exists()
    ]
    if pages and config.nav is not None:
        config.nav.append({board.name if board is not None else "This copy": pages})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the style sheet with the board's colour."""
    board: Board | None = config.extra["patternbook"]["board"]
    if board is not None and board.colour is not None:
        files.append(File.generated(config, STYLE, content=_CSS.format(colour=board.colour)))
    return files


def _pages_in(folder: Path) -> list[str]:
    """Return the pages that a board has written, but for its vocabulary and its groups.

    Those are linked, and a group has a page only where its readers see at least two of it.

    The first of each folder is its index, if it has one.
    """
    paths = (file.relative_to(folder) for file in folder.rglob("*.md") if file.is_file())
    shown = [
        path
        for path in paths
        if path.parts[0] not in VOCABULARY_FOLDERS
        and not is_source(path.as_posix())
        and not any(part.startswith(".") for part in path.parts)
    ]
    shown.sort(key=lambda path: (path.parent.parts, path.name != "index.md", path.name))
    return [path.as_posix() for path in shown]


def _without(menu: Any, paths: frozenset[str]) -> Any:
    """Return a menu without these pages, and without a part that has no page left."""
    if isinstance(menu, dict):
        kept = {name: _without(each, paths) for name, each in menu.items()}
        return {name: each for name, each in kept.items() if each}
    if isinstance(menu, list):
        return [kept for each in menu if (kept := _without(each, paths))]
    return None if menu in paths else menu


def _paths_in(menu: Any) -> Iterator[str]:
    """Yield every page that a menu names, at any depth."""
    if isinstance(menu, str):
        yield menu
    elif isinstance(menu, dict):
        for each in menu.values():
            yield from _paths_in(each)
    elif isinstance(menu, list):
        for each in menu:
            yield from _paths_in(each)
