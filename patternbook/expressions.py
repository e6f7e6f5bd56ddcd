"""A regular expression of Python -> the same for a browser, so that each is written once.

The two languages share most of their signs and differ in small things: what counts as a letter,
as white space, as the end of a line, and which capitals belong to which small letters. Here all of
that is spelt out, so the result needs no flag of JavaScript's but `u`, and means there to the
letter what it means here. What is not known to mean the same is refused.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache

# What `\w`, `\s` and `\d` are for Python, in the signs that may stand within brackets. Letters
# and numbers are those of Unicode; `\s` has four signs more than JavaScript's, and one less.
_WORD = r"\p{L}\p{N}_"
_SPACE = r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CLASSES = {"w": _WORD, "s": _SPACE, "d": r"\p{Nd}"}
# Letters and whatever else makes up a word, but for digits and the underscore.
_LETTERS = (r"[^\W\d_]", r"[\p{L}\p{Nl}\p{No}]")

_BOUNDARY = rf"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_ANCHORS = {"b": _BOUNDARY, "A": "^", "Z": "$"}
_CONTROLS = {"n": r"\n", "t": r"\t", "r": r"\r", "f": r"\f", "v": r"\v"}
_SYNTAX = frozenset("^$\\.*+?()[]{}|/")

_TOKEN = re.compile(
    r"""
      \\x(?P<hex>[0-9a-fA-F]{2}) | \\u(?P<unicode>[0-9a-fA-F]{4})
    | \\(?P<escape>.)
    | \(\?P<(?P<name>\w+)> | \(\?P=(?P<same>\w+)\) | (?P<case>\(\?-?i:)
    | (?P<open>\(\?(?:[:=!]|<[=!]) | \((?!\?))
    | (?P<close>\)) | (?P<class>\[) | (?P<quantity>[*+?]\??|\{\d+(?:,\d*)?\}\??) | (?P<any>\.)
    | (?P<begin>\^) | (?P<end>\$) | (?P<either>\|)
    | (?P<plain>[^\\()\[])
    """,
    re.VERBOSE | re.DOTALL,
)
_IN_CLASS = re.compile(
    r"\\x(?P<hex>[0-9a-fA-F]{2})|\\u(?P<unicode>[0-9a-fA-F]{4})|\\(?P<escape>.)|(?P<plain>.)",
    re.DOTALL,
)
_CLASS = re.compile(r"\[(?P<not>\^?)(?P<inner>\]?(?:\\.|[^\]\\])*)\]", re.DOTALL)
_NOTE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<space>\s+|\#[^\n]*)", re.DOTALL)
_KNOWN = re.UNICODE | re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE


class CannotTranslate(ValueError):
    """Raised for what is not known to mean the same in a browser."""


def for_browsers(expression: re.Pattern[str]) -> str:
    """Return the source of an expression that a browser reads, with the flag `u`, as Python does.

    Raises CannotTranslate if a part of it is not known to mean the same there.
    """
    return source_for_browsers(expression.pattern, expression.flags)


def source_for_browsers(source: str, flags: int = 0) -> str:
    """Return the same for the source of an expression, which need not be compiled for it."""
    if flags & ~_KNOWN:
        raise CannotTranslate(f"These flags are not known: {source}")
    if flags & re.VERBOSE:
        source = _NOTE.sub(lambda match: "" if match["space"] else match[0], source)
    return "".join(_Translation(source, flags).parts())


class _Translation:
    """Goes through an expression once, from its beginning to its end."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._is_multiline = bool(flags & re.MULTILINE)
        self._any = "[^]" if flags & re.DOTALL else r"[^\n]"
        # For each group that is open, and for the whole, whether it asks for no case.
        self._caseless = [bool(flags & re.IGNORECASE)]

    def parts(self) -> Iterator[str]:
        """Yield the translation of each part."""
        at = 0
        while at < len(self._source):
            token = _TOKEN.match(self._source, at)
            if token is None:
                raise CannotTranslate(f"Not known at {at}: {self._source}")
            if token["class"]:
                at, translated = self._class(at)
                yield translated
            else:
                at = token.end()
                yield self._token(token)

    def _token(self, token: re.Match[str]) -> str:
        kind = token.lastgroup
        match kind:
            case "hex" | "unicode":
                return self._sign(chr(int(token[kind], 16)))
            case "escape":
                return self._escape(token["escape"])
            case "name" | "case" | "open":
                self._caseless.append(
                    self._caseless[-1] if kind != "case" else token["case"] == "(?i:"
                )
                return {"name": f"(?<{token['name']}>", "case": "(?:"}.get(kind, token[0])
            case "close":
                self._caseless.pop()
                return ")"
            case "same":
                return rf"\k<{token['same']}>"
            case "any":
                return self._any
            case "begin":
                return r"(?<![^\n])" if self._is_multiline else "^"
            case "end":
                return r"(?![^\n])" if self._is_multiline else r"(?=\n?$)"
            case "plain":
                return self._sign(token[0])
            case _:
                return token[0]

    def _escape(self, sign: str) -> str:
        if sign in _ANCHORS:
            return _ANCHORS[sign]
        if sign in _CLASSES:
            return f"[{_CLASSES[sign]}]"
        if sign.lower() in _CLASSES:
            return f"[^{_CLASSES[sign.lower()]}]"
        if sign in _CONTROLS:
            return _CONTROLS[sign]
        if sign.isalnum():
            raise CannotTranslate(f"Not known: \\{sign}")
        return self._sign(sign)

    def _sign(self, sign: str) -> str:
        """Return what meets one sign, or any case of it where case is not asked for."""
        forms = _cases(sign) if self._caseless[-1] else ""
        return f"[{forms}]" if len(forms) > 1 else _literal(sign)

    def _class(self, at: int) -> tuple[int, str]:
        """Return where a class ends, and its translation."""
        match = _CLASS.match(self._source, at)
        if match is None:
            raise CannotTranslate(f"A class without an end: {self._source}")
        if match[0] == _LETTERS[0]:
            return match.end(), _LETTERS[1]
        # A hyphen at either end stands for itself, and would not if something came beside it.
        inner = re.sub(r"^-|(?<!\\)-$", r"\\-", match["inner"])
        signs = "".join(map(_in_class, _IN_CLASS.finditer(inner)))
        more = _other_cases(match["inner"]) if self._caseless[-1] else ""
        return match.end(), f"[{match['not']}{signs}{more}]"


def _in_class(token: re.Match[str]) -> str:
    """Return the translation of one sign within brackets."""
    code = token["hex"] or token["unicode"]
    if code:
        return _escaped(chr(int(code, 16)))
    sign = token["escape"]
    if sign is None:
        return token["plain"] if token["plain"] == "-" else _escaped(token["plain"])
    if sign in _CLASSES:
        return _CLASSES[sign]
    if sign == "S":
        return _NOT_SPACE
    if sign in _CONTROLS:
        return _CONTROLS[sign]
    if sign.isalnum():
        raise CannotTranslate(f"Not known within brackets: \\{sign}")
    return _escaped(sign)


# All but white space, as ranges, since a class can hold no other class turned round.
_NOT_SPACE = (
    r"\0-\x08\x0e-\x1b!-\x84\x86-\x9f\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e"
    r"\u2030-\u205e\u2060-\u2fff\u3001-\u{10ffff}"
)


def _literal(sign: str) -> str:
    return rf"\{sign}" if sign in _SYNTAX else _printable(sign)


def _escaped(sign: str) -> str:
    return rf"\{sign}" if sign in _SYNTAX or sign == "-" else _printable(sign)


def _printable(sign: str) -> str:
    if sign.isprintable():
        return sign
    return f"\\u{{{ord(sign):x}}}"


@cache
def _cased() -> str:
    """Return every letter that has another case."""
    every = map(chr, range(sys.maxunicode + 1))
    return "".join(sign for sign in every if sign.lower() != sign or sign.upper() != sign)


@cache
def _cases(sign: str) -> str:
    """Return all that Python takes for this sign where it does not ask for case."""
    return "".join(sorted({sign, *re.findall(re.escape(sign), _cased(), re.IGNORECASE)}))


@cache
def _other_cases(inner: str) -> str:
    """Return what a class of these signs meets as well where case is not asked for, as ranges."""
    every = set(re.findall(f"[{inner}]", _cased(), re.IGNORECASE))
    return as_ranges(ord(sign) for sign in every - set(re.findall(f"[{inner}]", _cased())))


def as_ranges(codes: Iterator[int]) -> str:
    """Return the signs with these codes as they stand within brackets, neighbours as a range."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(
        _escaped(chr(first)) if first == last else f"{_escaped(chr(first))}-{_escaped(chr(last))}"
        for first, last in ranges
    )
