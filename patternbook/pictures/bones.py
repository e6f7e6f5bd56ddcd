"""What the bones of a fishbone say: the factors that were at work, and what each of them did.

A factor is one bone, however often it was linked. Where a picture brings several episodes
together, a bone also says in how many of them its factor helped, and in how many it hindered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from patternbook.model import FactorLink
from patternbook.typology import Typology
from patternbook.vocabulary import Audience, FactorInfluence, Scope

HELPED, HINDERED = FactorInfluence.HELPED, FactorInfluence.HINDERED
Links = Sequence[FactorLink]


@dataclass(frozen=True, slots=True)
class Bone:
    """One factor in a picture of `out_of` episodes: its title, its type, and what it did.

    `helped` and `hindered` are the numbers of episodes in which it did so. `kind` is the title
    of its type, and empty for a factor that stands under none. `kept` says who alone may read of
    it, and is empty for what all readers of the record may.
    """

    title: str
    kind: str
    helped: int
    hindered: int
    out_of: int = 1
    between_agencies: bool = False
    kept: str = ""

    @property
    def influences(self) -> tuple[FactorInfluence, ...]:
        """Return what it did, which may be both."""
        done = ((HINDERED, self.hindered), (HELPED, self.helped))
        return tuple(influence for influence, number in done if number)

    @property
    def did(self) -> str:
        """Return what it did in words, with the number of episodes if there are several."""
        words = [each.value for each in self.influences]
        if self.out_of == 1:
            return " and ".join(words)
        numbers = [number for number in (self.hindered, self.helped) if number]
        parts = [f"{word} in {number}" for word, number in zip(words, numbers, strict=True)]
        return f"{' and '.join(parts)} of {self.out_of}"

    @property
    def where(self) -> str:
        """Return where it was at work and who may know, as far as that has to be said."""
        between = Scope.INTER_AGENCY.label.lower() if self.between_agencies else ""
        return ", ".join(filter(None, (between, self.kept)))


def kept_to(audience: Audience | None) -> str:
    """Return who alone may read a part that is marked so; nothing if it is not."""
    return _KEPT.get(audience, "") if audience else ""


_KEPT = {
    Audience.BOARD: "for this board only",
    Audience.PARTICIPANTS: "for participants only",
}


def bones(episodes: Iterable[Links], typology: Typology) -> list[Bone]:
    """Return the factors of these episodes, in the order of the vocabulary.

    A factor that worked within a team and between agencies is two bones: it stands under two
    types. Raises KeyError if a link leads to no entry of the vocabulary.
    """
    did: dict[tuple[str, bool], dict[FactorInfluence, set[int]]] = {}
    kept: dict[tuple[str, bool], str] = {}
    out_of = 0
    for links in episodes:
        for link in links:
            key = typology.get(link.factor).entry.id, link.scope is Scope.INTER_AGENCY
            did.setdefault(key, defaultdict(set))[link.influence].add(out_of)
            kept[key] = kept_to(link.audience) or kept.get(key, "")
        out_of += 1
    made = []
    for (factor, between), influences in did.items():
        entry = typology.get(factor).entry
        parents = typology.parents(factor, Scope.INTER_AGENCY if between else None)
        bone = Bone(
            title=entry.title,
            kind=parents[0].entry.title if parents else "",
            helped=len(influences[HELPED]),
            hindered=len(influences[HINDERED]),
            out_of=out_of,
            between_agencies=between,
            kept=kept[factor, between],
        )
        first = parents[0].entry.id if parents else entry.id
        made.append((typology.place(first), typology.place(entry.id), bone))
    return [bone for _, _, bone in sorted(made, key=lambda each: each[:2])]


def summary(bones: Sequence[Bone]) -> str:
    """Return one sentence on how many factors hindered, helped or did both."""
    groups: dict[tuple[FactorInfluence, ...], int] = defaultdict(int)
    for influences in ((HINDERED,), (HELPED,), (HINDERED, HELPED)):
        groups[influences] = sum(bone.influences == influences for bone in bones)
    told = [(number, did) for did, number in groups.items() if number]
    if len(told) == 1:
        done = " and ".join(told[0][1])
        whose = {1: "One contributory factor", 2: "Two contributory factors"}
        return f"{whose.get(len(bones), f'{len(bones)} contributory factors')} {done}."
    parts = [f"{number} {did[0] if len(did) == 1 else 'did both'}" for number, did in told]
    return f"Of {len(bones)} contributory factors, {', '.join(parts[:-1])} and {parts[-1]}."
