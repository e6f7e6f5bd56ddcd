"""The kinds of identifier, and what a pattern of one consists of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of identifier it is; the value is the code of its rule."""

    EMAIL = "e-mail-address"
    WEB = "web-address"
    UPN = "pupil-number"
    NI = "national-insurance-number"
    TEN_DIGITS = "ten-digit-number"
    PHONE = "phone-number"
    COURT = "case-number"
    VEHICLE = "vehicle-registration"
    POSTCODE = "postcode"
    OUTWARD = "outward-postcode"
    LONG_NUMBER = "long-number"
    DATE = "exact-date"
    AGE_AND_DATE = "age-with-date"
    ROAD = "road-name"
    SCHOOL = "school-name"
    WARD = "ward-or-estate-name"
    SMALL_NUMBER = "small-number"

    @property
    def is_personal(self) -> bool:
        """Return whether it has no place even in the citation of a publication."""
        return self in _PERSONAL


_PERSONAL = frozenset(
    {
        *(Kind.EMAIL, Kind.UPN, Kind.NI, Kind.TEN_DIGITS, Kind.PHONE),
        *(Kind.VEHICLE, Kind.POSTCODE),
    }
)


@dataclass(frozen=True, eq=False)  # each is like itself alone, which is quick to tell
class Near:
    """What a pattern cannot be without, so that only the text near it needs to be searched.

    That is one of some words (in small letters; with a capital, if only so), or a sign. The
    pattern lies within so many characters before and after; with none, it begins there.
    """

    words: frozenset[str] = frozenset()
    sign: re.Pattern[str] | None = None
    before: int = 0
    after: int = 0

    @property
    def begins(self) -> bool:
        """Return whether a pattern begins with the word."""
        return not (self.before or self.after)


@dataclass(frozen=True, eq=False)
class Pattern:
    """How an identifier is written. Where only a part of it is meant, that is its group `found`."""

    kind: Kind
    near: Near
    expression: re.Pattern[str]
    unless: re.Pattern[str] | None = None  # what it also meets, and what identifies nothing


def near(words: str, before: int = 0, after: int = 0) -> Near:
    """Return what a pattern with one of these words is near to."""
    return Near(frozenset(words.split()), None, before, after)


def any_case(expression: str) -> re.Pattern[str]:
    """Return a pattern that is met in capitals and in small letters."""
    return re.compile(expression, re.IGNORECASE)


def as_written(expression: str) -> re.Pattern[str]:
    """Return a pattern in which a capital is a capital."""
    return re.compile(expression)


def one_of(words: str) -> str:
    """Return the part of a pattern that meets any of these words, the longest that it can."""
    longest_first = sorted(words.split(), key=len, reverse=True)
    return f"(?:{'|'.join(longest_first)})".replace("'", "[’']")


# --- Parts of several patterns ------------------------------------------------------------------

DIGIT = Near(sign=re.compile("[0-9]+"), before=40, after=50)

MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
MONTHS = (
    "jan january feb february mar march apr april may jun june jul july aug august sep sept "
    "september oct october nov november dec december"
)
YEAR = "(?:19|20)[0-9]{2}"
DAY = "(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
SMALL_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
