"""What somebody has called something -> an id for it, which no other has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from patternbook.model import ID_LENGTH, ID_PATTERN

_WORDS = 8  # of a longer text: enough to tell it from others
_WITHOUT_MARKS = str.maketrans(
    {"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "ß": "ss", "æ": "ae", "đ": "d"}
)


def id_from(said: str, taken: Collection[str] = (), otherwise: str = "") -> str:
    """Return an id made of the first words of what is said, or of what else there is.

    One that is taken gets a number behind it.
    """
    plain = unicodedata.normalize("NFKD", said.translate(_WITHOUT_MARKS).lower())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = re.sub(r"['’](?:s\b)?", "", plain)  # what is left is a word still
    words = re.findall("[a-z0-9]+", plain)[:_WORDS]
    made = ""
    for word in words:
        longer = f"{made}-{word}" if made else word
        if len(longer) > ID_LENGTH - 4:
            break
        made = longer
    made = made or otherwise
    number, result = 1, made
    while result in taken:
        number += 1
        result = f"{made}-{number}"
    return result


def is_id(said: str) -> bool:
    """Return whether this is an id as it stands."""
    return re.fullmatch(ID_PATTERN, said) is not None and len(said) <= ID_LENGTH
