"""After a build: make the headers that a web server must send, and refuse what they would block.

It runs under `mkdocs serve` too, so that a writer learns of it at once rather than on the server.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from patternbook.headers import NotUnderPolicy, write_headers


def on_post_build(config: MkDocsConfig) -> None:
    """Write the headers into the site's folder `.patternbook/`.

    Raises PluginError with every place where a page would not work under the policy.
    """
    try:
        reader = config.extra["patternbook"]["reader"]
        write_headers(Path(config.site_dir), reader.audience, str(reader))
    except NotUnderPolicy as error:
        raise PluginError(str(error)) from None
