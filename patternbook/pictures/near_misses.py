"""Near misses -> the layers that did and did not hold."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from patternbook.model import NearMiss
from patternbook.pictures.bones import HELPED, HINDERED, Bone, bones, kept_to, summary
from patternbook.pictures.figures import Point, figure, style_of
from patternbook.pictures.heads import Head
from patternbook.pictures.layers import Held, Story, draw_layers
from patternbook.typology import Typology
from patternbook.vocabulary import Origin, Outcome, PreventedBy

_HEADINGS = {
    (HINDERED,): "What hindered",
    (HINDERED, HELPED): "What hindered and also helped",
    (HELPED,): "What helped",
}
# What the part is called that stood between the incident and harm, and what is said without it.
_TURNED = {
    Outcome.PREVENTED: ("What prevented harm", "The record does not say what prevented harm."),
    Outcome.OCCURRED_WITHOUT_SERIOUS_HARM: (
        "What kept it from getting worse",
        "The record does not say what kept it from getting worse.",
    ),
    None: ("What changed its course", "The record names nothing that changed its course."),
}
_OPEN = "The record does not say how it ended."
_LUCK = "no layer, and nothing that anybody could plan"


def of_near_miss(near_miss: NearMiss, typology: Typology, name: str) -> Markup:
    """Return the layers of a near miss: its factors, what stood before harm, and how it ended.

    What the record leaves open is shown as open. Raises KeyError if a factor is not in the
    vocabulary.
    """
    found = bones([near_miss.factors], typology)
    groups = [
        (heading, [bone for bone in found if bone.influences == influences])
        for influences, heading in _HEADINGS.items()
    ]
    turned, unsaid = _TURNED[near_miss.outcome]
    # Luck first, whatever the order of the record: the way ends at a layer.
    held = sorted(
        (Held(each.by, each.how, kept_to(each.audience)) for each in near_miss.prevented_by),
        key=lambda each: each.by is not PreventedBy.CHANCE,
    )
    story = Story(
        groups=[(heading, group) for heading, group in groups if group],
        turned=turned if held else unsaid,
        held=held,
        outcome=near_miss.outcome,
        end=f"{near_miss.outcome.label}." if near_miss.outcome else _OPEN,
    )
    return figure(
        draw_layers(Head(near_miss.title, _what(near_miss)), story),
        name,
        title=f"Layers: {near_miss.title}",
        caption=_caption(story),
        points=_points(near_miss, story),
    )


def _what(near_miss: NearMiss) -> str:
    """Return what the picture is of; where that was invented, the picture says so itself."""
    invented = near_miss.origin is Origin.ILLUSTRATIVE
    label = near_miss.kind.label
    return f"{label}, {near_miss.origin.label.lower()}" if invented else label


def _caption(story: Story) -> str:
    """Return what the picture shows, in a few sentences."""
    found = [bone for _, group in story.groups for bone in group]
    told = ["The layers that this record names."]
    told.append(summary(found) if found else "It names no contributory factor.")
    kinds = list(dict.fromkeys(each.by.label for each in story.held))
    told.append(f"{story.turned}: {'; '.join(kinds)}." if kinds else story.turned)
    return " ".join([*told, story.end])


def _named(bone: Bone) -> str:
    return f"{bone.title} ({bone.where})" if bone.where else bone.title


def _points(near_miss: NearMiss, story: Story) -> Iterator[Point]:
    yield Point(_what(near_miss), near_miss.title)
    for _, group in story.groups:
        yield from (Point(bone.did.capitalize(), _named(bone), style_of(bone)) for bone in group)
    if not story.held:
        yield Point("", story.turned)
    for each in story.held:
        luck = f", {_LUCK}" if each.by is PreventedBy.CHANCE else ""
        yield Point(story.turned, f"{each.title}{luck}. {each.how}")
    yield Point("How it ended", story.end)
