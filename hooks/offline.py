"""Make a copy that opens by double-click: it needs no server, and no network.

`patternbook build --offline` asks for it by PATTERNBOOK_OFFLINE; otherwise nothing is done here.
The theme's search fits pages that are opened as files but for two things. It wants its index as
a script, and it searches in a worker, which a browser does not start from a file. The first is
written here; the second is given as text to a script of our own, which starts it from that.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from patternbook.pages import paths

SCRIPT = "assets/offline.js"
STYLE = "assets/styles/theme-search.css"
_WORKER = re.compile(r"assets/javascripts/workers/search\.\w+\.min\.js")
# A form that leads to the page of the search, which needs a server.
_FORM = re.compile(r'<form [^>]*\bclass="pb-search"[^>]*>.*?</form>', re.DOTALL)
_FOLDER_LINK = re.compile(r'(?<= href=")([^":?#]*/|\.{1,2})(?=["?#])')


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let every address be a file's, and leave out what is of no use without a network."""
    if _is_wanted():
        config.use_directory_urls = False
        config.site_url = ""
        config.repo_url = config.edit_uri = config.edit_uri_template = None
        config.extra.setdefault("polyfills", []).append(SCRIPT)
        config.extra["patternbook"]["offline"] = True
        config.extra["patternbook"]["styles"].append(STYLE)
    return config


@event_priority(-100)  # once every page is there
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the text of the theme's search worker into our script; or take away what is for it.

    Raises PluginError if the theme has no such worker.
    """
    script = files.get_file_from_path(SCRIPT)
    page = files.get_file_from_path(paths.SEARCH)
    if _is_wanted() and page is not None:
        files.remove(page)  # it needs a server
    style = files.get_file_from_path(STYLE)
    for file in (script, style):
        if file is not None:
            files.remove(file)
    if not _is_wanted():
        return files
    worker = next((file for file in files if _WORKER.fullmatch(file.src_uri)), None)
    if script is None or worker is None:
        raise PluginError(
            f"No copy can be made that opens by double-click: “{SCRIPT}” or the search of the "
            "theme is missing. Install the versions of requirements/, and restore the file."
        )
    text = f"var __searchWorker = {json.dumps(worker.content_string)};\n{script.content_string}"
    files.append(File.generated(config, SCRIPT, content=text))
    return files


@event_priority(-100)  # once all is told to the theme
def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Announce no feed: a program cannot ask a folder on a disk."""
    del page, config, nav
    if _is_wanted():
        context.pop("feeds", None)
    return context


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """Leave out what only a server and a search engine would ask for."""
    del config
    return "" if _is_wanted() and template_name in {"404.html", "sitemap.xml"} else output


@event_priority(-100)  # once the search has written its index
def on_post_build(config: MkDocsConfig) -> None:
    """Write the index of the search as a script, mend links to folders, say for whom this is.

    Raises PluginError if there is no index.
    """
    if not _is_wanted():
        return
    site = Path(config.site_dir)
    index = site / "search/search_index.json"
    if not index.is_file():
        raise PluginError("No copy can be made that opens by double-click: it has no search.")
    text = index.read_text(encoding="utf-8")
    index.with_suffix(".js").write_text(f"var __index = {text};\n", encoding="utf-8")
    index.unlink()
    for page in site.rglob("*.html"):
        _lead_to_pages(page)
    marker = site / ".patternbook/offline"
    marker.parent.mkdir(exist_ok=True)
    marker.write_text(f"{config.extra['patternbook']['reader']}\n", encoding="utf-8")


def _lead_to_pages(page: Path) -> None:
    """Let a page's links to folders lead to the pages in them: on a disk they would list them."""

    def to_page(link: re.Match[str]) -> str:
        target = page.parent / unquote(link[0])
        if (target / "index.html").is_file():
            return posixpath.join(link[0], "index.html")
        whole = Path(os.path.normpath(target))
        named = whole.with_name(f"{whole.name}.html")
        return f"{link[0].rstrip('/')}.html" if named.is_file() else link[0]

    text = page.read_text(encoding="utf-8")
    mended = _FOLDER_LINK.sub(to_page, _FORM.sub("", text))
    if mended != text:
        page.write_text(mended, encoding="utf-8")


def _is_wanted() -> bool:
    return bool(os.environ.get("PATTERNBOOK_OFFLINE"))
