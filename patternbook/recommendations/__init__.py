"""The memory of recommendations: what was recommended, what became of it, what came after.

1. `register` holds every recommendation of a published library, and the groups that people make of
   those that are the same in substance,
2. `afterwards` tells whether what one is about was found again,
3. `following` lists what is still open, by owner and age.
"""

from __future__ import annotations

from patternbook.recommendations.afterwards import Afterwards, Later, Returns, Since
from patternbook.recommendations.following import (
    Waiting,
    by_owner,
    newest_year,
    owned_by,
    waiting,
)
from patternbook.recommendations.register import Group, Register, Registered

__all__ = [
    "Afterwards",
    "Group",
    "Later",
    "Register",
    "Registered",
    "Returns",
    "Since",
    "Waiting",
    "by_owner",
    "newest_year",
    "owned_by",
    "waiting",
]
