"""Episodes, findings and patterns -> their fishbones."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from patternbook.evidence import EvidenceIndex, PartKind
from patternbook.model import Episode, Finding, NearMiss
from patternbook.pictures.bones import Bone, Links, bones, kept_to, summary
from patternbook.pictures.figures import Point, figure, style_of
from patternbook.pictures.fishbone import draw_fishbone
from patternbook.pictures.heads import Head
from patternbook.typology import Typology
from patternbook.vocabulary import Audience

_EPISODE = PartKind.EPISODE.value


def of_episode(episode: Episode, typology: Typology, name: str) -> Markup:
    """Return the fishbone of a key practice episode, or nothing if it names no factor.

    Raises KeyError if a factor is not in the vocabulary.
    """
    found = bones([episode.factors], typology)
    practice = episode.practice.label
    if not found:
        return Markup("")
    return _fishbone(
        Head(episode.title, _marked(practice, episode.audience)),
        found,
        name,
        caption=f"Why this episode made sense at the time. {summary(found)}",
        about=Point(_marked(_EPISODE, episode.audience), f"{episode.title}. {practice}."),
    )


def of_finding(
    finding: Finding, episodes: Sequence[Episode], typology: Typology, name: str
) -> Markup:
    """Return the fishbone of a finding: the factors in those of the episodes that it cites.

    Nothing is drawn if it cites none or if they name no factor. Raises KeyError if the pattern
    or a factor is not in the vocabulary.
    """
    cited = [_links(episode) for episode in episodes if episode.id in finding.episodes]
    found = bones(cited, typology)
    if not found:
        return Markup("")
    pattern = typology.get(finding.pattern).entry.title
    what = _marked(f"{PartKind.FINDING}, {finding.influence.value}", finding.audience)
    where = (
        "the episode that this finding cites"
        if len(cited) == 1
        else f"the {len(cited)} episodes that this finding cites"
    )
    return _fishbone(
        Head(pattern, what, finding.statement),
        found,
        name,
        caption=f"What was at work in {where}. {summary(found)}",
        about=Point(what, f"{pattern}. {finding.statement}"),
    )


def of_pattern(entry_id: str, index: EvidenceIndex, typology: Typology, name: str) -> Markup:
    """Return the fishbone of a pattern or issue: the factors found wherever it was seen.

    It was seen in the episodes that a finding on it cites, and in near misses. Only what counts
    is counted. Where there are several, a factor found in one alone is told of by number. Nothing
    is drawn if there are none, or no factors. Raises KeyError if there is no such entry.
    """
    entry = typology.get(entry_id).entry
    seen = _seen(entry.id, index)
    found = bones(seen, typology)
    if not found:
        return Markup("")
    often = [bone for bone in found if max(bone.helped, bone.hindered) > 1] or found
    left_out = len(found) - len(often)
    caption = f"What was at work where this was seen: {len(seen)} episodes and near misses."
    if len(seen) == 1:
        caption = "What was at work in the one episode or near miss in which this was seen."
    if left_out:
        were = "was" if left_out == 1 else "were each"
        caption += f" {left_out} more {were} at work in one of them."
    return _fishbone(
        Head(entry.title, entry.kind.label),
        often,
        name,
        caption=f"{caption} A count tells what this library holds, not how common a thing is.",
        about=Point(entry.kind.label, entry.title),
    )


def _links(episode: Episode) -> Links:
    """Return the factors of an episode; what it keeps for some, its factors keep for them too."""
    if episode.audience is None:
        return episode.factors
    return [
        link.model_copy(update={"audience": link.audience or episode.audience})
        for link in episode.factors
    ]


def _marked(words: str, audience: Audience | None) -> str:
    return ", ".join(filter(None, (words, kept_to(audience))))


def _seen(entry_id: str, index: EvidenceIndex) -> list[Links]:
    """Return the factors of each episode and near miss in which a pattern was seen, once each."""
    seen: dict[tuple[str, str], Links] = {}
    for evidence in index.of(entry_id):
        record = evidence.published.record
        if not evidence.counted:
            continue
        for episode in evidence.episodes:
            seen[record.id, episode.id] = _links(episode)
        if isinstance(record, NearMiss):
            seen[record.id, ""] = record.factors
    return list(seen.values())


def _fishbone(
    head: Head, found: Sequence[Bone], name: str, *, caption: str, about: Point
) -> Markup:
    return figure(
        draw_fishbone(head, found),
        name,
        title=f"Fishbone: {head.title}",
        caption=caption,
        points=[about, *map(_point, found)],
    )


def _point(bone: Bone) -> Point:
    within = ", ".join(each for each in (bone.kind, bone.where) if each)
    text = f"{bone.title} ({within})" if within else bone.title
    return Point(bone.did.capitalize(), text, style_of(bone))
