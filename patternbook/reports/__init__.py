"""What a check has found -> a report: for people, for other programs, for GitHub, as SARIF.

Each form is a pure function of a `Report`. Only the plain one ever shows an excerpt, and none
is left in a report that `redacted` has gone over.
"""

from __future__ import annotations

from patternbook.reports.redaction import redacted
from patternbook.reports.report import NotChecked, Report, RuleFacts

__all__ = ["NotChecked", "Report", "RuleFacts", "redacted"]
