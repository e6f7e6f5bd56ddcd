"""A drawing -> SVG that stands in a page, takes its colours from there and runs under any policy.

It has classes and plain attributes alone: no style, no script, nothing that loads.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from patternbook.pictures.drawing import SMALL, WIDTH, Drawing
from patternbook.pictures.elements import element, safe


def svg(drawing: Drawing, name: str, title: str, description: str) -> Markup:
    """Return the drawing as one element, which is one picture to those who hear the page.

    `name` begins the ids of the title and of the description, and is the only such on the page.
    """
    labels = (
        element("title", title, id=f"{name}_title"),
        element("desc", description, id=f"{name}_desc"),
    )
    outlines = [element("path", d=each.path, class_=each.style) for each in drawing.outlines]
    return element(
        "svg",
        *labels,
        *outlines,
        *_texts(drawing),
        class_="pb-drawn",
        viewBox=f"0 0 {WIDTH} {drawing.height:g}",
        role="img",
        aria_labelledby=f"{name}_title {name}_desc",
    )


def _texts(drawing: Drawing) -> Iterator[Markup]:
    """Yield the texts in groups that look the same: none overlaps, so their order is free."""
    groups: dict[str, list[str]] = {}
    for text in drawing.texts:
        # The style sheet says how large letters are; most have the size that needs no class.
        small = "pb-small" if text.size == SMALL else ""
        classes = " ".join(filter(None, (_ANCHORS[text.anchor], small, text.style)))
        # There are so many of these that a call for each would be felt.
        line = f'<text x="{round(text.x)}" y="{text.y}">{safe(text.text)}</text>'
        groups.setdefault(classes, []).append(line)
    for classes, lines in groups.items():
        yield element("g", Markup("".join(lines)), class_=classes)  # noqa: S704 - safe and numbers


_ANCHORS = {"start": "", "middle": "pb-middle", "end": "pb-end"}
