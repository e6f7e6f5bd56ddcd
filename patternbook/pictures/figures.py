"""A drawing and the same in words, as one figure of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from patternbook.pictures.bones import Bone
from patternbook.pictures.drawing import Drawing
from patternbook.pictures.elements import element
from patternbook.pictures.svg import svg


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a picture shows, in words: `mark` says what it is, and has a style."""

    mark: str
    text: str
    style: str = ""


def figure(
    drawing: Drawing, name: str, *, title: str, caption: str, points: Iterable[Point]
) -> Markup:
    """Return a figure: the drawing, its caption, and below it the same in words.

    Those who hear the page get the title and the caption in place of the drawing, and go on to
    the words if they like. `name` is the only such on its page. A search passes the figure over:
    what it says stands elsewhere in the record.
    """
    words = element(
        "details",
        element("summary", "The same in words"),
        element("ul", *(_item(point) for point in points)),
        class_="pb-in-words",
    )
    return element(
        "figure",
        svg(drawing, name, title, caption),
        element("figcaption", element("p", caption), words),
        class_="pb-figure",
        data_search_exclude="true",
    )


def folded(picture: Markup, of_what: str) -> Markup:
    """Return a figure folded away under a line that offers it, for a page that has many."""
    return element(
        "details",
        element("summary", "As a picture", aria_label=f"As a picture of “{of_what}”"),
        picture,
        class_="pb-picture",
        data_search_exclude="true",
    )


def style_of(bone: Bone) -> str:
    """Return the class of the word that says what a factor did, if it did one thing alone."""
    return f"pb-{bone.influences[0].value}" if len(bone.influences) == 1 else ""


def _item(point: Point) -> Markup:
    if not point.mark:
        return element("li", point.text)
    mark = element("strong", f"{point.mark}:", class_=point.style)
    return element("li", mark, Markup(" "), point.text)
