"""Two people's coding of one record -> how far they agree, and where they differ.

To name a factor is a judgement, and two careful people may judge differently. This module lays
what they named side by side.

1. `compare` takes the two files of one record. Episodes are matched by their ids, and a near miss
   or a debrief is one place as a whole. What only one of the files has is told and not counted.
2. In each place each name was given by both, by one or by neither. A name is the same if it leads
   to the same entry of the vocabulary, so that former ids count as present ones. What a link says
   besides, its influence and its scope, is compared apart. An issue is not the same as the pattern
   that it stands under; `by_pattern` counts them as one.
3. What comes of it are plain shares; Cohen's kappa (1960) for one factor over all episodes; and
   Krippendorff's alpha (1980) for all answers together, and for the whole set of each episode with
   the distance MASI (Passonneau, 2006). The coefficients are NLTK's. Where one would mean nothing,
   the reason stands in its place.

No figure says who is right, and none is called good or poor here.
"""

from __future__ import annotations

from patternbook.agreement.coding import Aspect, Code, Spot
from patternbook.agreement.comparing import (
    Agreement,
    Alike,
    Answer,
    Answers,
    Cell,
    Names,
    NotComparable,
    OnlyOne,
    Row,
    Share,
    compare,
)
from patternbook.agreement.measures import ENOUGH, Measure, NoMeasures, WhyNot

__all__ = [
    "ENOUGH",
    "Agreement",
    "Alike",
    "Answer",
    "Answers",
    "Aspect",
    "Cell",
    "Code",
    "Measure",
    "Names",
    "NoMeasures",
    "NotComparable",
    "OnlyOne",
    "Row",
    "Share",
    "Spot",
    "WhyNot",
    "compare",
]
