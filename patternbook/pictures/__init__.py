"""Records and patterns -> pictures of them, each with the same in words.

- `of_episode`: a fishbone of why a key practice episode made sense at the time,
- `of_finding`: one of the factors in the episodes that a finding cites,
- `of_pattern`: one of the factors found wherever a pattern or an issue was seen,
- `of_near_miss`: the layers that did and did not hold.

Each returns a `<figure>` as one line of HTML, safe to print on any page, or empty Markup where
there is nothing to draw. `name` begins the ids within the figure, so no two figures of a page may
have the same. `folded` puts a figure under a line that opens it. The look comes from
`docs/assets/styles/pictures.css`. Only what a record says is drawn; all of it comes through the
one door.
"""

from __future__ import annotations

from patternbook.pictures.figures import folded
from patternbook.pictures.near_misses import of_near_miss
from patternbook.pictures.reviews import of_episode, of_finding, of_pattern

__all__ = ["folded", "of_episode", "of_finding", "of_near_miss", "of_pattern"]
