"""The rules of confidentiality and language -> data for the form in the browser.

The lists, the expressions and the messages are those that `patternbook check` uses, taken from the
very same modules: none is written twice. What is done with them in a browser stands in
`docs/assets/form/`, and the tests hold both to the same results.

Browsers do not let a page that was opened from a disk fetch anything but a script. So the data
come as a script that hands over one text: JSON, compressed, in letters.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import sys
import unicodedata
from functools import cache
from html.entities import html5
from typing import Any

from patternbook.confidentiality import grammar
from patternbook.confidentiality.context import EXPRESSIONS as OF_SENTENCES
from patternbook.confidentiality.identifiers import PATTERNS
from patternbook.confidentiality.kinds import Kind, Near, Pattern
from patternbook.confidentiality.messages import MENDS, MESSAGES
from patternbook.confidentiality.tokens import EXPRESSIONS as OF_WORDS
from patternbook.confidentiality.wordlists import ACCOUNTED_FOR, BEFORE_A_VERB, dictionary_text
from patternbook.confidentiality.wordlists import listed as entries
from patternbook.expressions import as_ranges, for_browsers, source_for_browsers
from patternbook.language.lists import EXPRESSIONS as OF_LISTS
from patternbook.language.lists import INTERNAL_MARKS, PASTED_LIST
from patternbook.language.styles import EXPRESSIONS as OF_ACCOUNTS
from patternbook.language.styles import OFFER, every_rule, exceptions, style_files
from patternbook.language.telling import CODES, SPARED
from patternbook.narrative import COLONS, LIKE_A_FENCE

# Lists that are used one by one, beside those that account for words.
_LISTS = (
    *("words", "names-that-are-words", "words-that-may-be-names", "places-that-are-words"),
    "hosts",
)


@cache  # the rules are part of the program and never change while it runs
def rules_script() -> str:
    """Return the script that hands the rules to the form."""
    text = json.dumps(rules(), ensure_ascii=False, separators=(",", ":"))
    packed = base64.b64encode(gzip.compress(text.encode(), compresslevel=6, mtime=0)).decode()
    return f'PatternbookForm.takeRules("{packed}");\n'


def rules() -> dict[str, Any]:
    """Return all that the rules consist of, as plain data."""
    return {
        "dictionary": dictionary_text(),
        "lists": {name: list(entries(name)) for name in _LISTS},
        "terms": [term for name in ACCOUNTED_FOR for term in entries(name)],
        "beforeAVerb": sorted(BEFORE_A_VERB),
        "grammar": _grammar(),
        "signs": _signs(),
        "expressions": {
            name: for_browsers(expression)
            for group in (OF_WORDS, OF_SENTENCES, OF_ACCOUNTS, OF_LISTS)
            for name, expression in group.items()
        },
        **_identifiers(),
        "messages": {str(code): [text, MENDS[code]] for code, text in MESSAGES.items()},
        "styles": _styles(),
        "rules": [
            [
                rule.style,
                source_for_browsers(rule.source, re.IGNORECASE if rule.knows_capitals else 0),
                rule.knows_capitals,
                rule.words,
                sorted(rule.openings),
            ]
            for rule in every_rule()
        ],
        "offer": OFFER,
        "spared": [for_browsers(expression) for expression in SPARED],
        "internal": {
            "expression": for_browsers(LIKE_A_FENCE),
            "colons": "".join(map(chr, COLONS)),
            "message": ["internal-marks", *INTERNAL_MARKS],
        },
        "pastedList": ["pasted-list", *PASTED_LIST],
    }


def _grammar() -> dict[str, list[str]]:
    """Return every list of words by what they do beside a name."""
    return {name: sorted(words) for name, words in vars(grammar).items() if name.isupper()}


def _signs() -> dict[str, Any]:
    """Return what a browser does not know of single signs: digits, accents and entities."""
    every = range(sys.maxunicode + 1)
    return {
        "zeros": "".join(chr(n) for n in every if unicodedata.decimal(chr(n), None) == 0),
        "combining": as_ranges(n for n in every if unicodedata.combining(chr(n))),
        "entities": html5,
    }


def _identifiers() -> dict[str, Any]:
    nears = list({pattern.near: None for pattern in PATTERNS})
    return {
        "nears": [_near(each) for each in nears],
        "patterns": [_pattern(each, nears) for each in PATTERNS],
        "personal": [str(kind) for kind in Kind if kind.is_personal],
        "web": str(Kind.WEB),
    }


def _near(near: Near) -> dict[str, Any]:
    return {
        "words": sorted(near.words),
        "sign": for_browsers(near.sign) if near.sign is not None else None,
        "before": near.before,
        "after": near.after,
    }


def _pattern(pattern: Pattern, nears: list[Near]) -> dict[str, Any]:
    return {
        "kind": str(pattern.kind),
        "near": nears.index(pattern.near),
        "expression": for_browsers(pattern.expression),
        "unless": for_browsers(pattern.unless) if pattern.unless is not None else None,
    }


def _styles() -> list[dict[str, str]]:
    return [
        {
            "name": style.name,
            "code": CODES[style.name],
            "message": style.message.removesuffix(OFFER).rstrip(),
            "exceptions": for_browsers(exceptions(number)),
        }
        for number, style in enumerate(style_files())
    ]
