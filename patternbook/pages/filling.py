"""Hand-written Markdown -> the same with its snippets filled in, for builders without macros.

A page is text of ours. What a snippet shows of a record is made inert before it gets here.
"""

from __future__ import annotations

from jinja2 import StrictUndefined

from patternbook.calls import macro_environment
from patternbook.pages.snippets import SNIPPETS, bind
from patternbook.publication import PublishedLibrary


def filled_in(markdown: str, path: str, library: PublishedLibrary) -> str:
    """Return what stands below the first lines of the page with this path, snippets filled in."""
    environment = macro_environment()
    environment.undefined = StrictUndefined
    for name, snippet in SNIPPETS.items():
        environment.globals[name] = bind(snippet, lambda: library, lambda: path)
    return environment.from_string(markdown).render()
