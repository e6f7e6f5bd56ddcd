"""Before a build: read the library, stop on any fault, and let it through the door.

What comes out hangs on `config.extra`, where other hooks and macros of this build find it.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from patternbook.opening import NoLibrary, open_library, reader_of
from patternbook.problems import FaultsFound, report
from patternbook.reports import redacted
from patternbook.settings import read_settings


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put what the reader may see into `config.extra.patternbook`, and who the reader is.

    The reader is the one that `patternbook.yml` names, unless the variables
    PATTERNBOOK_AUDIENCE and PATTERNBOOK_RECORD name another. Raises PluginError, before
    anything is cleaned or written, with every fault found.
    """
    root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    try:
        settings, folders = read_settings(root)
        if Path(config.docs_dir).resolve() != folders.docs:
            # Without its settings, a board's copy would be taken for the public library.
            raise PluginError(
                "The library was not built.\nmkdocs.yml takes the pages from one folder "
                f"(docs_dir), and patternbook.yml from another ({folders.relative(folders.docs)}). "
                "Let both name the same; if patternbook.yml is missing, put it back."
            )
        reader = reader_of(
            os.environ.get("PATTERNBOOK_AUDIENCE") or settings.audience,
            os.environ.get("PATTERNBOOK_RECORD", ""),
        )
        opened = open_library(folders, reader, settings=settings)
    except FaultsFound as found:
        # Where others may read the log, no word of a record stands in it.
        problems = redacted(found.problems) if os.environ.get("CI") else found.problems
        raise PluginError(f"The library was not built.\n{report(problems)}") from None
    except NoLibrary as error:
        raise PluginError(f"The library was not built.\n{error}") from None
    config.extra["patternbook"] = {
        "folders": folders,
        "opened": opened,
        "library": opened.library,
        "audience": reader.audience,
        "reader": reader,
        "board": opened.library.board,
    }
    # The library lives as long as the build: spare the collector from walking it time and again.
    gc.freeze()
    return config


def on_post_build(config: MkDocsConfig) -> None:
    """Let the collector see everything again."""
    del config
    gc.unfreeze()


def on_build_error(error: Exception) -> None:
    """Let the collector see everything again, also where a build has failed."""
    del error
    gc.unfreeze()
