"""The style files, and a text -> what they question in it.

The files are rules of Vale's kind “substitution”, and they mean here what they mean there, but for
one thing: a phrase may go on in the next line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from operator import attrgetter
from typing import Any, NamedTuple

import yaml

from patternbook.language.openings import LETTERS, openings
from patternbook.spans import Span, Spans

# Where two of them question the same words, the earlier one is heard.
STYLES = ("RootCause", "Family", "Labels", "Blame", "Hindsight")

# The same, written in C, where PyYAML was built with it.
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# How each message ends; what comes before it says why.
OFFER = "Words to use: %s."
_GAP = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"  # not an empty line
_WORD = re.compile(rf"\b[^\W\d_]{{1,{LETTERS}}}")
_REACH = 120  # so far on both sides a name is looked for that a phrase may be part of

# Somebody's own words: between quotation marks, or in a quotation of Markdown.
_CURLY = re.compile(r"“[^”]{0,2000}”")
_SINGLE = re.compile(r"‘(?<!\w‘)[^‘’\n]{0,300}(?:’\w[^‘’\n]{0,300})*’(?!\w)")
_STRAIGHT = re.compile(r'"[^"\n]{1,300}"')
_BLOCK = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
# Straight marks quote nobody where all that they hold is a value of YAML.
_BEFORE_A_VALUE = re.compile(r"[ \t]*(?:-[ \t]+)*(?:[\w-]+:[ \t]+)?")
_AFTER_A_VALUE = re.compile(r"[ \t]*(?:[ \t]#.*)?$", re.MULTILINE)

# The form in the browser reads by the same expressions: see exports/form_rules.py.
EXPRESSIONS: Mapping[str, re.Pattern[str]] = {
    "opening": _WORD,
    "curly": _CURLY,
    "single": _SINGLE,
    "straight": _STRAIGHT,
    "block": _BLOCK,
    "beforeAValue": _BEFORE_A_VALUE,
    "afterAValue": _AFTER_A_VALUE,
    "gap": re.compile(_GAP),
}


class Suggestion(NamedTuple):
    """A place in a text, the end exclusive, which style questions it, and what there is to say.

    `message` says why, and `mend` offers words to use. Neither repeats what stands there.
    """

    start: int
    end: int
    style: str
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Style:
    """One file of rules.

    `swap` gives for each pattern the words to use, those with the longest patterns first, as Vale
    tries them. What matches one of the `exceptions` is left alone.
    """

    name: str
    message: str
    swap: tuple[tuple[str, str], ...]
    exceptions: tuple[str, ...]


@dataclass(frozen=True)
class _Rule:
    """A pattern, its place among all, the number of its style, and the words to use."""

    place: int
    style: int
    pattern: str
    words: str = ""

    @cached_property  # a text needs few of them, and to compile all takes longer than to read it
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """Try the pattern at a place of a text in small letters, or as written if that matters.

        With small letters only, it takes half the time that it takes where case is ignored.
        """
        return re.compile(self.source, re.IGNORECASE if self.knows_capitals else 0).match

    @property
    def source(self) -> str:
        """The pattern as it is tried."""
        if self.knows_capitals:
            return _over_lines(self.pattern)
        return _over_lines(self.pattern.lower().replace("(?i:", "(?:"))

    @cached_property
    def knows_capitals(self) -> bool:
        """Whether some letters must be capitals, or must not."""
        return "(?-i:" in self.pattern


# Rules by the first word of what they match, and then by the second one: "" is for any other.
_Rules = dict[str, dict[str, list[_Rule]]]
_ANY = ""


def suggestions(
    text: str, spared: Collection[Span] = (), terms: Collection[str] = ()
) -> list[Suggestion]:
    """Return what the styles question in a text, in its order, and no place twice.

    Somebody's own words in quotation marks are left alone, and so are the `spared` spans and the
    `terms`, which are names that a text may use, such as those of patterns.
    """
    matches = [
        (start, rule.style, end, rule.words)
        for start, end, rule in _matches(text, _rules(), len(STYLES))
        if not exceptions(rule.style).search(text, start, end)
    ]
    if not matches:
        return []
    free = Spans([*spared, *_own_words(text)])
    names = _rules_of_terms(frozenset(terms))
    found: list[Suggestion] = []
    for start, number, end, words in sorted(matches):
        if found and start < found[-1].end:
            continue
        if not free.hold(start, start + 1) and not _is_named(text, start, end, names):
            style = style_files()[number]
            reason = style.message.removesuffix(OFFER).rstrip()
            found.append(Suggestion(start, end, style.name, reason, OFFER.replace("%s", words)))
    return found


@cache  # the files are part of the program and never change while it runs
def style_files() -> tuple[Style, ...]:
    """Return every style, in the order of STYLES."""
    return tuple(_style(name) for name in STYLES)


def _style(name: str) -> Style:
    text = files("patternbook.language").joinpath("Patternbook", f"{name}.yml").read_text("utf-8")
    rules: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe one
    return Style(
        name=name,
        message=rules["message"],
        swap=tuple(sorted(rules["swap"].items(), key=lambda rule: -len(rule[0]))),
        exceptions=tuple(rules["exceptions"]),
    )


@cache
def _rules() -> _Rules:
    """Return what all the styles ask about."""
    return _by_opening(_every_rule())


def _every_rule() -> Iterator[tuple[_Rule, frozenset[str]]]:
    """Yield each rule of the styles, with the words with which a match of it can begin."""
    every = [(n, *rule) for n, style in enumerate(style_files()) for rule in style.swap]
    for place, (number, pattern, words) in enumerate(every):
        yield _Rule(place, number, rf"(?:{pattern})\b", words), openings(pattern)


class Asked(NamedTuple):
    """A rule as the form in the browser needs it: see exports/form_rules.py.

    `style` is a place in STYLES. With `knows_capitals`, the source is that of an expression for
    any case, and the text is read as it was written; otherwise it is read in small letters.
    """

    style: int
    source: str
    knows_capitals: bool
    words: str
    openings: frozenset[str]


def every_rule() -> Iterator[Asked]:
    """Yield each rule, in the order in which they are tried."""
    for rule, opened in _every_rule():
        yield Asked(rule.style, rule.source, rule.knows_capitals, rule.words, opened)


@cache
def _rules_of_terms(terms: frozenset[str]) -> _Rules:
    """Return rules that match these terms, the longest first."""
    begun = [(term, word[0].lower()) for term in terms if (word := _WORD.match(term))]
    ordered = sorted(begun, key=lambda term: (-len(term[0]), term))
    return _by_opening(
        (_Rule(place, 0, rf"{re.escape(term)}(?!\w)".replace("\\ ", " ")), [opening])
        for place, (term, opening) in enumerate(ordered)
    )


def _by_opening(rules: Iterable[tuple[_Rule, Iterable[str]]]) -> _Rules:
    """Return the rules by all the words with which a match can begin."""
    found: _Rules = {}
    for rule, opened in rules:
        for opening in opened:
            first, _, second = opening.partition(" ")
            found.setdefault(first, {}).setdefault(second or _ANY, []).append(rule)
    for following in found.values():
        always = following.setdefault(_ANY, [])
        for second, those in following.items():
            if second != _ANY and always:
                following[second] = sorted({*those, *always}, key=attrgetter("place"))
    return found


@cache
def exceptions(style: int) -> re.Pattern[str]:
    """Return what may stay, though a rule of the style at this place of STYLES matches."""
    either = "|".join(map(_over_lines, style_files()[style].exceptions))
    return re.compile(rf"\b(?:{either})\b")


def _over_lines(pattern: str) -> str:
    """Return a pattern that lets a phrase go on in the next line."""
    return pattern.replace("[- ]", "(?:-| )").replace(" ", _GAP)


def _matches(text: str, rules: _Rules, styles: int) -> Iterator[tuple[int, int, _Rule]]:
    """Yield where a rule matches. No two matches of a style overlap: the first counts."""
    ends = [0] * styles
    small = _in_small_letters(text)
    for start, those in _to_try(small, rules):
        for rule in those:
            if start >= ends[rule.style]:
                match = rule.match(text if rule.knows_capitals else small, start)
                if match is not None:
                    ends[rule.style] = match.end()
                    yield start, match.end(), rule


def _in_small_letters(text: str) -> str:
    """Return a text in small letters, each of which stands where it stood."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(one if len(one.lower()) > 1 else one.lower() for one in text)


def _to_try(text: str, rules: _Rules) -> Iterator[tuple[int, list[_Rule]]]:
    """Yield where a word begins with which a match can begin, with the rules of which it can."""
    known = last = None
    for word in _WORD.finditer(text):
        letters = word[0]
        if known is not None and last is not None:
            those = known.get(letters) or known[_ANY]
            if those:
                yield last.start(), those
        known, last = rules.get(letters), word
    if known is not None and last is not None:
        yield last.start(), known[_ANY]


def _is_named(text: str, start: int, end: int, names: _Rules) -> bool:
    """Return whether all that stands here is part of a name."""
    before = max(start - _REACH, 0)
    around = text[before : end + _REACH]
    return any(
        before + name_start <= start and end <= before + name_end
        for name_start, name_end, _ in _matches(around, names, 1)
    )


def _own_words(text: str) -> Iterator[Span]:
    """Yield where somebody else speaks."""
    for pattern in (_CURLY, _SINGLE, _BLOCK):
        for match in pattern.finditer(text):
            yield match.span()
    for match in _STRAIGHT.finditer(text):
        start, end = match.span()
        line = text.rfind("\n", 0, start) + 1
        if not (_BEFORE_A_VALUE.fullmatch(text, line, start) and _AFTER_A_VALUE.match(text, end)):
            yield start, end
