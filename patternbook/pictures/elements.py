"""Elements of HTML and SVG, made so that a text in them can be nothing but text."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from patternbook.pictures.lettering import plain


def element(name: str, *content: str, **attributes: object) -> Markup:
    """Return an element with these attributes and with this content.

    Text becomes text, on one line; only what is already Markup stays as it is. An underscore at
    the end of an attribute's name is left out (`class_`), others stand for hyphens. What has an
    empty value is left out, too.
    """
    said = "".join([_attribute(key, value) for key, value in attributes.items() if value != ""])
    inner = "".join([each if isinstance(each, Markup) else safe(each) for each in content])
    closed = f"<{name}{said}>{inner}</{name}>" if inner else f"<{name}{said}/>"
    return Markup(closed)  # noqa: S704 - whatever was text has just been escaped


def _attribute(key: str, value: object) -> str:
    return f' {key.rstrip("_").replace("_", "-")}="{safe(str(value))}"'


@lru_cache(maxsize=10_000)  # the same titles stand in many pictures
def safe(text: str) -> Markup:
    """Return a text in which nothing is left for a reader of HTML, Markdown or Jinja to act on."""
    escaped = str(escape(plain(text))).replace("{", "&#123;").replace("}", "&#125;")
    return Markup(escaped)  # noqa: S704 - it has just been escaped
