"""A document in parts -> HTML, of which a PDF can be made.

The template escapes whatever it prints, so that text of a record stays text.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from itertools import zip_longest

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from patternbook.paper.flow import stays_whole, stays_with_next
from patternbook.paper.parts import LANGUAGE, Bullets, Document, Heading, PageBreak, Table


def html_of(document: Document) -> str:
    """Return a document as a page of HTML. It is to be read, so nothing in it can be filled in."""
    blocks = zip_longest(document.blocks, document.blocks[1:])
    kept = [stays_with_next(block, following) for block, following in blocks]
    return _template().render(document=document, kept=kept, language=LANGUAGE)


def style() -> str:
    """Return the style sheet for such a page."""
    return files("patternbook.paper").joinpath("document.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("patternbook.paper"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests |= {
        "a_heading": lambda block: isinstance(block, Heading),
        "a_list": lambda block: isinstance(block, Bullets),
        "a_table": lambda block: isinstance(block, Table),
        "a_break": lambda block: isinstance(block, PageBreak),
    }
    environment.filters["is_short"] = stays_whole
    return environment.get_template("document.html.j2")
