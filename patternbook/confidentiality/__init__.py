"""Text -> what in it could identify somebody or somewhere. No network, no model, no module state.

The world is closed: every word must be accounted for, or it is reported. `scan` is the way in.
"""

from __future__ import annotations

from patternbook.confidentiality.scanning import Finding, Reason, scan

__all__ = ["Finding", "Reason", "scan"]
