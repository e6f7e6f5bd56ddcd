"""From how many records on a count may be shared, and from how many boards on counts are printed.

That counts below a threshold are not told, and that a threshold of three to five or more is usual,
is the minimum frequency rule of statistical disclosure control (Hundepool and others, 2012,
“Statistical Disclosure Control”, chapter 5 on tables of frequencies; Willenborg and de Waal, 2001,
“Elements of Statistical Disclosure Control”).
"""

from __future__ import annotations

# A smaller count is never told. A board may set a higher threshold, and nobody a lower one.
THRESHOLD = 5
# A threshold above this would tell nothing of any board's copy.
HIGHEST_THRESHOLD = 1000
# Of two boards each could take its own numbers away, and would be left with those of the other.
FEWEST_CONTRIBUTORS = 3
