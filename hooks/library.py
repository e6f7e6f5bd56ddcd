"""Before a build: read the library, stop on any fault, and let it through the door.

What comes out hangs on `config.extra`, where other hooks and macros of this build find it.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from patternbook.library import Folders
from patternbook.opening import NoLibrary, open_library
from patternbook.problems import FaultsFound


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the published library into `config.extra.patternbook.library`.

    Raises PluginError, before anything is cleaned or written, with every fault found.
    """
    settings = config.extra.setdefault("patternbook", {})
    root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    docs = os.path.relpath(config.docs_dir, root)
    folders = Folders.at(root, settings.get("reviews", "reviews"), docs)
    try:
        settings["folders"] = folders
        settings["library"] = open_library(
            folders,
            settings.get("audience", "public"),
            refuse_names=settings.get("refuse_names", True) is not False,
        )
    except (FaultsFound, NoLibrary) as error:
        raise PluginError(f"The library was not built.\n{error}") from None
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
