"""The Jinja environment in which a template cannot print contributed text by accident.

Everything that a template prints passes through `_print`: text becomes inert, links become
relative to the page, and only what is already Markup stays as it is. A template needs no
filter to be safe, and has none to be unsafe.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from patternbook import vocabulary
from patternbook.pages import links, paths
from patternbook.pages.markup import Link, code, inert, paragraphs, preformatted, prose


def render(template: str, path: str, **values: Any) -> str:
    """Return a template filled in for the page with this path.

    Raises TypeError if the template prints something that has no printed form, such as None.
    """
    return _environment().get_template(template).render(page_path=path, **values)


@pass_context
def _print(context: Context, value: Any) -> Any:
    if isinstance(value, Markup):
        return value
    if isinstance(value, Link):
        return value.markdown_from(context["page_path"])
    if isinstance(value, int):
        return Markup(f"{value:,}")  # noqa: S704 - a number
    if isinstance(value, vocabulary.Term):
        return inert(value.label)
    if isinstance(value, str):
        return inert(value)
    if value is None or not hasattr(value, "__html__"):
        raise TypeError(f"A template printed a {type(value).__name__}, which has no printed form.")
    return value


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("patternbook.pages"),
        autoescape=True,
        finalize=_print,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters |= {
        "code": code,
        "paragraphs": paragraphs,
        "preformatted": preformatted,
        "prose": prose,
    }
    environment.globals |= {"words": vocabulary, "paths": paths, "links": links, "Link": Link}
    return environment
