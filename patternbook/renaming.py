"""Names that only insiders know -> what the public calls the same, in every text of a record.

A board, a team or a home has a name that says where it is. What replaces it may begin with an
article, so the words before it and the start of a sentence are minded, and so is a possessive.
Ids stay as they are: others refer to them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import BaseModel

from patternbook.confidentiality.wordlists import word_lists
from patternbook.model import AnyRecord, Id, Internal
from patternbook.narrative import Narrative

M = TypeVar("M", bound=BaseModel)

_ARTICLES = ("the", "a", "an")
# After these an article has no place, and they say something of their own.
_OTHERS = ("our", "their", "your", "its", "his", "her", "my", "this", "that", "each", "every")
_BETWEEN = r"(?:\s+|\s*[-\u2010-\u2013]\s*)"
_SEPARATORS = re.compile(_BETWEEN)
_ARTICLE = re.compile(rf"({'|'.join(_ARTICLES)})\s+", re.IGNORECASE)
# What stands before the first word of a sentence.
_SENTENCE = re.compile(
    r"(?:\A|\n[ \t]*\n|(?:\A|\n)[ \t]*(?:[-*+]|[0-9]+[.)]|\#{2,6}|>)[ \t]*"
    r"|[.!?…][”’\"')*_\]]*\s+)[ \t*_“‘\"'(\[>]*\Z"
)


class Names:
    """What insiders call something, with what the public calls it."""

    def __init__(self, public: Mapping[str, str]) -> None:
        """Take the public names by the internal ones; what has no letter or figure is no name."""
        public = {name: said for name, said in public.items() if re.search(r"[^\W_]", name)}
        self._public = {_plain(name): said for name, said in public.items()}
        bare = {_without_article(name): said for name, said in public.items()}
        for name, said in bare.items():
            self._public.setdefault(_plain(name), said)
        # A name that is given in small letters as well is meant in small letters, too.
        in_small_letters = {name for name in bare if name == name.lower()}
        self._is_word = {
            _plain(name): _plain(name) in word_lists().dictionary
            and name.lower() not in in_small_letters
            for name in bare
        }
        longest_first = sorted(bare, key=lambda name: (-len(name), name))
        names = "|".join(map(_pattern, longest_first)) or r"(?!)"
        self._expression = re.compile(
            rf"(?P<before>(?<![^\W_])(?:{'|'.join((*_ARTICLES, *_OTHERS))})\s+)?"
            rf"(?<![^\W_])(?P<name>{names})(?![^\W_])"
            r"(?P<of>['’]s(?![^\W_])|(?<=s)['’](?![^\W_]))?",
            re.IGNORECASE,
        )

    def is_one(self, text: str) -> bool:
        """Return whether a text is one of the internal names and nothing else.

        An article before it does not count.
        """
        return not {_plain(text), _plain(_ARTICLE.sub("", text.strip(), count=1))}.isdisjoint(
            self._public
        )

    def replaced(self, text: str) -> str:
        """Return the text with every internal name as the public knows it."""
        return self._expression.sub(self._said, text)

    def places(self, text: str) -> list[int]:
        """Return where internal names stand in a text, but for those that a public name holds."""
        said_openly = {
            name
            for name, said in self._public.items()
            if any(_plain(each["name"]) == name for each in self._expression.finditer(said))
        }
        return [
            match.start("name")
            for match in self._expression.finditer(text)
            if not self._is_ordinary(match) and _plain(match["name"]) not in said_openly
        ]

    def _with_article(self, match: re.Match[str]) -> str | None:
        """Return the public name of one that stands here with the article it was given with."""
        before = match["before"] or ""
        return self._public.get(_plain(before + match["name"])) if before else None

    def _is_ordinary(self, match: re.Match[str]) -> bool:
        """Return whether a word that is a name too stands here as a word: “hub” for “Hub”."""
        said = match["name"]
        is_word = said == said.lower() and self._is_word[_plain(said)]
        return is_word and self._with_article(match) is None

    def _said(self, match: re.Match[str]) -> str:
        name, before, of = match["name"], match["before"] or "", match["of"] or ""
        if self._is_ordinary(match):
            return match[0]
        said = self._public[_plain(name)]
        if (whole := self._with_article(match)) is not None:
            said, name, before = whole, before + name, ""
        begins = name[0].isupper() and _SENTENCE.search(match.string[: match.start()]) is not None
        if before and _ARTICLE.match(said):
            if before.strip().lower() in _ARTICLES:
                begins, before = before[0].isupper(), ""
            else:
                said = _ARTICLE.sub("", said, count=1)
        if begins and not before:
            said = _capitalised(said)
        return f"{before}{said}{self._possessive(match, said, of)}"

    @staticmethod
    def _possessive(match: re.Match[str], said: str, of: str) -> str:
        """Return what follows a public name where the internal one stood in the possessive."""
        if not of:
            return ""
        is_quotation = len(of) == 1 and match.string[: match.start()][-1:] in {"'", "‘"}
        if is_quotation:
            return of
        return of[0] if said.endswith("s") else f"{of[0]}s"


def renamed(record: AnyRecord, narrative: Narrative, names: Names) -> tuple[AnyRecord, Narrative]:
    """Return a record and its account with internal names as the public knows them."""
    return _renamed_part(record, names), tuple(
        replace(
            section,
            title=names.replaced(section.title),
            passages=tuple(
                replace(passage, markdown=names.replaced(passage.markdown))
                for passage in section.passages
            ),
        )
        for section in narrative
    )


def _renamed_part(part: M, names: Names) -> M:
    hints = get_type_hints(type(part), include_extras=True)
    return part.model_copy(
        update={
            name: _renamed_value(getattr(part, name), names)
            for name in type(part).model_fields
            if not _holds_ids(hints[name])
        }
    )


def _renamed_value(value: Any, names: Names) -> Any:
    if isinstance(value, Enum | Internal):
        return value  # by what is internal the door goes, and it never leaves the board's copy
    if isinstance(value, str):
        return names.replaced(value)
    if isinstance(value, BaseModel):
        return _renamed_part(value, names)
    if isinstance(value, tuple):
        # A declaration of what is no longer said is of no use, and would say it.
        kept = (each for each in value if not names.is_one(getattr(each, "term", "")))
        return tuple(_renamed_value(each, names) for each in kept)
    if isinstance(value, dict):
        return {
            names.replaced(key): _renamed_value(each, names)
            for key, each in value.items()
            if not names.is_one(key)
        }
    return value


def _holds_ids(hint: Any) -> bool:
    """Return whether a type is that of ids."""
    return hint == Id or any(_holds_ids(each) for each in get_args(hint))


def _plain(name: str) -> str:
    """Return a name in the form by which its spellings are compared."""
    return _SEPARATORS.sub(" ", name).strip().replace("’", "'").casefold()


def _without_article(name: str) -> str:
    """Return a name without an article before it, which is no part of it.

    The letter of “A Team” is one, since “Team” would be any.
    """
    bare = _ARTICLE.sub("", name.strip(), count=1)
    article = _ARTICLE.match(name.strip())
    is_the = article is not None and article[1].lower() == "the"
    is_name = re.search(r"[^\W_]", bare) and (is_the or _plain(bare) not in word_lists().dictionary)
    return bare if is_name else name


def _pattern(name: str) -> str:
    parts = (re.escape(part) for part in _SEPARATORS.split(name.strip()) if part)
    return _BETWEEN.join(re.sub("['’]", "['’]", part) for part in parts)


def _capitalised(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
