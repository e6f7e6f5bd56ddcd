"""Contributed text -> Markdown in which it can do nothing but be read.

Records are text from strangers. Their plain fields are printed with every character that
Markdown, HTML or Jinja could act on written as an entity, which no flavour of Markdown reads
as markup. Their narratives, already checked by `patternbook.narrative`, become plain HTML.
Examples become blocks of HTML that no Markdown reader looks into.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from patternbook.narrative import markdown_reader

# Whatever could open markup somewhere: Markdown and its extensions, HTML, entities, Jinja.
_ACTIVE = re.compile(r'[\\`*_{}\[\]<>#|!~^=$"&:@]')
_BRACES = re.compile(r"[{}]")
# What makes a list of a line, if the line begins with it.
_LIST_MARK = re.compile(r"^([-+]|\d+[.)])")
_PARAGRAPHS = re.compile(r"\n\s*\n")
# A line of words and harmless signs that begins with a letter and does not end with a space.
_PLAIN_LINE = r"[^\W\d_](?:[^\W_]|[ ,.;:?!()%£'‘’“”–—/-])*(?<! )"
_PLAIN_PARAGRAPHS = re.compile(rf"{_PLAIN_LINE}(?:\n\n?{_PLAIN_LINE})*")


@lru_cache(maxsize=10_000)  # titles and labels stand on many pages
def inert(text: str) -> Markup:
    """Return one line of plain text as Markdown, or as HTML, that shows exactly this text."""
    line = _ACTIVE.sub(_entity, " ".join(text.split()))
    mark = _LIST_MARK.match(line)
    if mark:
        line = f"{mark[0][:-1]}&#{ord(mark[0][-1])};{line[mark.end() :]}"
    return Markup(line)  # noqa: S704 - every active character has just been written as an entity


def paragraphs(text: str) -> Markup:
    """Return plain text as Markdown paragraphs: a blank line in the text parts them."""
    parts = [inert(part) for part in _PARAGRAPHS.split(text.strip())]
    return Markup("\n\n").join(parts)


def prose(markdown: str) -> Markup:
    """Return checked Markdown of a narrative as a block of HTML without anything active."""
    if _PLAIN_PARAGRAPHS.fullmatch(markdown):  # most accounts are, and need no slow parser
        plain = "\n".join(f"<p>{each}</p>" for each in markdown.split("\n\n"))
        return Markup(plain)  # noqa: S704 - nothing in it can be read as markup
    renderer = _renderer()
    tokens = renderer.parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h4"  # it stands below the heading of its section
    rendered = renderer.renderer.render(tokens, renderer.options, {}).strip()
    # A blank line could end the block for a Markdown reader that goes by CommonMark.
    rendered = _BRACES.sub(_entity, re.sub(r"\n\s*\n", "\n", rendered))
    return Markup(rendered)  # noqa: S704 - the renderer escapes all text and lets no HTML through


@lru_cache(maxsize=1)
def _renderer() -> MarkdownIt:
    """Return a renderer that lets no HTML and only `https://` links through, whatever it gets."""
    renderer = markdown_reader().disable("image")
    renderer.options["html"] = False
    renderer.validateLink = lambda url: url.startswith("https://")  # type: ignore[method-assign]
    return renderer


def preformatted(text: str) -> Markup:
    """Return plain text as a block of HTML that shows it line by line, as it would be typed."""
    escaped = _BRACES.sub(_entity, html.escape(text.strip("\n"), quote=False))
    return Markup(f"<pre><code>{escaped}\n</code></pre>")  # noqa: S704 - it has just been escaped


def code(name: str) -> Markup:
    """Return a name of our own, such as that of a column, as Markdown that shows it as code.

    Raises ValueError if it holds anything but letters, figures, hyphens and underscores.
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise ValueError("This name holds a sign that could end the code around it.")
    return Markup(f"`{name}`")  # noqa: S704 - it holds no sign that Markdown acts on within code


def attribute(text: str) -> str:
    """Return text for a page's front matter, which themes print into HTML without escaping it."""
    return _BRACES.sub(_entity, html.escape(" ".join(text.split())))


def _entity(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page of the site, by the page's path, printed relative to where it stands."""

    text: str
    path: str
    anchor: str = ""

    def markdown_from(self, page: str) -> Markup:
        """Return the link as Markdown for the page with this path."""
        return self.around(inert(self.text), page)

    def around(self, content: Markup, page: str) -> Markup:
        """Return the link around what a template has made, for the page with this path."""
        if self.path == page and self.anchor:
            target = f"#{self.anchor}"
        else:
            target = _relative(self.path, page.rpartition("/")[0])
            target += f"#{self.anchor}" if self.anchor else ""
        return Markup(f"[{content}]({target})")  # noqa: S704 - paths are made of ids


def _relative(path: str, folder: str) -> str:
    """Return a path as it reads from a folder of the site; both are plain and slash-separated."""
    up = ""
    while folder and not path.startswith(f"{folder}/"):
        folder, up = folder.rpartition("/")[0], f"{up}../"
    return up + (path[len(folder) + 1 :] if folder else path)
