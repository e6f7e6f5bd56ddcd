"""During a build: put the guide into the menu, lead from page to page, and explain terms."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from patternbook.guide import FOLDER, Guide
from patternbook.pages.guide import foot
from patternbook.pages.paths import GLOSSARY
from patternbook.pages.terms import mark_terms


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the sections of the guide to the part of the menu that has its first page.

    Raises PluginError if the menu has no such part.
    """
    guide: Guide = config.extra["patternbook"]["library"].guide
    if config.nav is not None and guide.sections:
        _part_of_the_menu(config.nav).extend(
            {section.index.title: [section.index.path, *(page.path for page in section.pages)]}
            for section in guide.sections
        )
    return config


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Add the way on to the end of a page of the guide."""
    del files
    library = config.extra["patternbook"]["library"]
    return f"{markdown}\n\n{foot(library, page.file.src_uri)}\n"


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Mark the terms on a page that people have written, other than the first of all."""
    glossary = files.get_file_from_path(GLOSSARY)
    if page.is_homepage or page.file.generated_by is not None or glossary is None:
        return html
    library = config.extra["patternbook"]["library"]
    address = get_relative_url(glossary.url, page.url)
    here = page.file.src_uri
    own = {term for term, each in library.guide.explained.items() if each.path == here}
    return mark_terms(html, library.glossary, address, own)


def _part_of_the_menu(nav: list[Any]) -> list[Any]:
    for each in nav:
        for pages in each.values() if isinstance(each, dict) else ():
            if isinstance(pages, list) and f"{FOLDER}/index.md" in pages:
                return pages
    raise PluginError(
        f"The guide has no place in the menu. Add a part with “{FOLDER}/index.md” to “nav” in "
        "mkdocs.yml."
    )
