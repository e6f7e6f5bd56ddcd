"""Why the check says what it says: one small class for each code, explained by its docstring.

A new rule is written in the module of its theme and listed at that module's end. A new theme is a
module with a `THEME`, or two, listed here.
"""

from __future__ import annotations

from patternbook.problems import is_repeatable, nearest
from patternbook.rules import (
    account,
    collations,
    completeness,
    confidentiality,
    fields,
    files,
    front_matter,
    guide,
    language,
    names,
    publication,
    recommendations,
    references,
    vocabulary,
)
from patternbook.rules.rule import Explanation, Rule, Theme, explain

__all__ = ["RULES", "THEMES", "Explanation", "NoSuchRule", "Rule", "Theme", "explain", "rule_for"]

# In the order in which a contributor meets them.
THEMES: tuple[Theme, ...] = (
    files.THEME,
    front_matter.THEME,
    fields.THEME,
    account.THEME,
    names.THEME,
    references.THEME,
    vocabulary.THEME,
    recommendations.THEME,
    guide.THEME,
    collations.THEME,
    confidentiality.WORDS,
    confidentiality.IDENTIFIERS,
    publication.THEME,
    language.THEME,
    completeness.THEME,
)
RULES: tuple[type[Rule], ...] = tuple(rule for theme in THEMES for rule in theme.rules)


class NoSuchRule(LookupError):
    """Raised where no rule has a code; prints as a sentence that names the nearest."""


def rule_for(code: str) -> type[Rule]:
    """Return the rule with this code. Raises NoSuchRule if there is none."""
    for rule in RULES:
        if rule.code == code:
            return rule
    called = f"called “{code}”" if is_repeatable(code) else "of that name"
    near = nearest(code, [rule.code for rule in RULES])
    raise NoSuchRule(f"There is no rule {called}. {near}".strip())
