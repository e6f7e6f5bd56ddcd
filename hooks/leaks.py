"""After a build: search everything that was written for what the door held back."""

from __future__ import annotations

import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from patternbook.leaks import TracesFound, refuse_traces


@event_priority(-200)  # after everything that still writes
def on_post_build(config: MkDocsConfig) -> None:
    """Remove what was built if a trace of anything held back is in it, or if nobody can tell.

    Raises PluginError, which says where the trace is.
    """
    site = Path(config.site_dir)
    try:
        refuse_traces(site, config.extra["patternbook"]["opened"].withheld)
    except TracesFound as found:
        shutil.rmtree(site, ignore_errors=True)
        raise PluginError(str(found)) from None
    except OSError as error:
        shutil.rmtree(site, ignore_errors=True)
        raise PluginError(
            "What was built could not be searched for what is held back, so it was thrown away: "
            f"{error.strerror}. Try again once the files can be read."
        ) from None
