"""During a build: make one style sheet of those that mkdocs.yml lists.

A board's colour stays apart: hooks/board.py adds it later, and it has the last word.
"""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

from patternbook.styles import joined

JOINED = "assets/patternbook.css"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Remember the sheets that are listed, and let pages ask for the one that is made of them."""
    config.extra["patternbook"]["styles"] = [str(each) for each in config.extra_css]
    config.extra_css = [JOINED]
    return config


@event_priority(-100)  # once a board's own sheets stand in place of ours
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the joined sheet in place of those that it is made of.

    Raises PluginError if one of them is missing.
    """
    sheets: dict[str, str] = {}
    for path in config.extra["patternbook"]["styles"]:
        file = files.get_file_from_path(path)
        if file is None:
            raise PluginError(
                f"There is no style sheet “{path}”, which mkdocs.yml lists under extra_css. "
                "Restore it under docs/, or take it out of the list."
            )
        sheets[path] = file.content_string
        files.remove(file)
    files.append(File.generated(config, JOINED, content=joined(sheets, JOINED)))
    return files
