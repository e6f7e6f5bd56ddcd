"""The words of a text, and hashes of those that stand together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

# As many words in a row are hardly ever the same by chance.
RUN = 8
# What stands between the parts of a page, so that two of them are not read as one.
BREAK = "\x00"
# What stands within a word and is not seen.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
WORD = re.compile(rf"[^\W_]+|{BREAK}")


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, however they are spelt and marked up."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return WORD.findall(text.casefold())


def hashes(words: list[str], number: int) -> Iterator[int]:
    """Yield a hash of every so many words in a row."""
    return map(hash, zip(*(islice(words, start, None) for start in range(number)), strict=False))
