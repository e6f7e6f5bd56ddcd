"""Names of things that hold wherever a site stands, and where nobody knows its address.

RFC 4151: an authority and a year in which it was ours, and then whatever names a thing for good.
"""

from __future__ import annotations

TAG = "tag:patternbook.github.io,2026:"
