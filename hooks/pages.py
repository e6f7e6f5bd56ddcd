"""During a build: add the pages that the core makes, and say where they are edited."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from patternbook.exports import ToolsMissing, data_files, make_files, template_files
from patternbook.folders import Folders
from patternbook.grouping import is_source
from patternbook.measures.engine import NoEngine
from patternbook.pages import Site, make_pages
from patternbook.pages.paths import atom, json_feed
from patternbook.vocabulary import Audience


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add every generated page and data file; a page of the vocabulary replaces its source.

    Raises PluginError if what makes the data files, or what counts, is not installed.
    """
    settings = config.extra["patternbook"]
    library, folders = settings["library"], settings["folders"]
    docs = folders.docs.relative_to(folders.root).as_posix()
    _add_own_pages(files, config)
    for file in [each for each in files if is_source(each.src_uri)]:
        files.remove(file)
    site = Site(config.site_url or "", has_folders=config.use_directory_urls)
    try:
        data = data_files(library, site)
        pages = list(make_pages(library, site, data))
    except (NoEngine, ToolsMissing) as error:
        raise PluginError(str(error)) from None
    settings["made"] = frozenset(page.path for page in pages)
    for page in pages:
        existing = files.get_file_from_path(page.path)
        if existing is not None:
            files.remove(existing)
        file = File.generated(config, page.path, content=page.text().encode())
        if page.file is not None and _is_shared(folders, page.file):
            file.edit_uri = quote(posixpath.relpath(page.file, docs))
        files.append(file)
    made = make_files(library, site)
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    for name, packed in {**template_files(library), **data}.items():
        files.append(File.generated(config, name, content=packed))
    settings["files"] = frozenset(made)
    return files


def _is_shared(folders: Folders, file: str) -> bool:
    """Return whether a file belongs to the shared library, where anybody may suggest a change.

    A link to what a board keeps for itself would lead nowhere, and tell its name on the way.
    """
    path = folders.root / file
    if folders.own_pages is not None and path.is_relative_to(folders.own_pages):
        return False
    shelf = folders.shelf_of(path)
    return path.is_relative_to(folders.docs.parent) and (
        shelf is None or shelf.audience is Audience.PUBLIC
    )


def _add_own_pages(files: Files, config: MkDocsConfig) -> None:
    """Add the pages and assets that a board has written itself, in place of ours if need be."""
    for folder in config.extra["patternbook"]["opened"].pages:
        if folder == Path(config.docs_dir):
            continue
        for source in sorted(each for each in folder.rglob("*") if each.is_file()):
            path = source.relative_to(folder)
            if any(part.startswith(".") for part in path.parts):
                continue
            existing = files.get_file_from_path(path.as_posix())
            if existing is not None:
                files.remove(existing)
            file = File.generated(config, path.as_posix(), abs_src_path=str(source))
            file.edit_uri = None
            files.append(file)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let go of a page's Markdown once it is HTML: thousands of pages are held at once."""
    del config, files
    page.markdown = ""
    if page.file.generated_by is not None:
        page.file.content_string = ""
    return html


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Let go of a page's HTML once it is about to be written."""
    del config
    page.content = ""
    return output


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Tell the theme the address to which a moved page leads, and the feeds of a page."""
    del nav
    moved_to = page.meta.get("moved_to")
    if moved_to:
        context["moved_to"] = next(f.url for f in context["pages"] if f.src_uri == moved_to)
    feed = page.meta.get("feed")
    if feed and atom(feed["path"]) in config.extra["patternbook"]["files"]:
        context["feeds"] = [
            ("application/atom+xml", atom(feed["path"]), feed["title"]),
            ("application/feed+json", json_feed(feed["path"]), feed["title"]),
        ]
    return context
