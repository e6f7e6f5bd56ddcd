"""Words that explain, and words that judge: suggestions on how an account is written.

The rules are data, in a form that Vale reads too: the folder `Patternbook` is a Vale style.
"""

from __future__ import annotations

from patternbook.language.styles import STYLES, Style, Suggestion, style_files, suggestions

__all__ = ["STYLES", "Style", "Suggestion", "style_files", "suggestions"]
