"""The explanation of a rule as it is printed on a screen."""

from __future__ import annotations

import textwrap

from patternbook.rules import explain, rule_for

WIDTH = 80


def explanation_text(code: str) -> str:
    """Return the explanation of the rule with this code, as lines of text.

    Raises NoSuchRule, whose text names the nearest code, if there is none.
    """
    explanation = explain(rule_for(code))
    parts = [
        f"{code}: {explanation.what}",
        explanation.weight,
        f"Why: {explanation.why}",
        f"Passes:\n\n{textwrap.indent(explanation.passes, '    ')}",
        f"Does not pass:\n\n{textwrap.indent(explanation.fails, '    ')}",
        f"Rests on: {explanation.source}",
    ]
    return "\n\n".join(part if "\n" in part else _wrapped(part) for part in parts)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
