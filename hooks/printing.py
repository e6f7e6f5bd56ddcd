"""Make a PDF of each team pack beside its page, and let the page lead to it.

`patternbook build --pdf` asks for it by PATTERNBOOK_PDF; otherwise nothing is done here, and no
page speaks of a PDF.
"""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from patternbook.printing import CannotPrint, pdf_of, ready, with_link


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Raise PluginError, before anything is written, if PDFs are wanted and cannot be made."""
    if _is_wanted():
        try:
            ready()
        except CannotPrint as error:
            raise PluginError(str(error)) from None
    return config


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Write the PDF of a pack, and return the page with a link to it.

    Raises PluginError if it cannot be made.
    """
    if not _is_wanted() or not page.meta.get("on_one_sheet"):
        return output
    try:
        printed = pdf_of(output, Path(config.site_dir), page.file.url, config.site_url or "")
    except CannotPrint as error:
        raise PluginError(str(error)) from None
    name = f"team-pack-{Path(page.file.src_uri).stem}.pdf"
    file = Path(page.file.abs_dest_path).with_name(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(printed.content)
    return with_link(output, name, printed)


def _is_wanted() -> bool:
    return bool(os.environ.get("PATTERNBOOK_PDF"))
