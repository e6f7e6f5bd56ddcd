"""Text -> the stems by which words are compared; `docs/assets/search/stems.js` does the same.

This is coarser than the stemming of the index itself, and simple enough to be written twice. It
only has to make one of the forms that people use for one another: visit, visits, visiting.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Words that may stand within a term without making it another: “open the door”, “open her door”.
_THIN = (
    "a am an and any are as at be been being but can could did do does done for had has have "
    "he her here hers him his i if is it its just may me might mine must my of or our ours "
    "shall she should so some than that the their theirs them then there these they this "
    "those to us very was we were when which who will with would you your yours"
)
THIN = frozenset(_THIN.split())
# These turn what follows round, and are all one.
NOT = "not"
_NEGATIONS = (
    "not no never cannot nor without wont cant dont didnt doesnt wouldnt couldnt shouldnt isnt "
    "wasnt hasnt havent hadnt arent werent"
)
NEGATIONS = frozenset(_NEGATIONS.split())
# Forms of a word that no ending tells, each with the word. One that is its own word stays as it is.
IRREGULAR = {
    "ages": "ages",  # as in “for ages”, which is about no age
    "children": "child",
    "women": "woman",
    "men": "man",
    "people": "person",
    "told": "tell",
    "said": "say",
    "saw": "see",
    "seen": "see",
    "going": "go",
    "goes": "go",
    "doing": "do",
    "came": "come",
    "went": "go",
    "gone": "go",
    "rung": "ring",
    "rang": "ring",
    "heard": "hear",
    "held": "hold",
    "kept": "keep",
    "left": "leave",
    "made": "make",
    "met": "meet",
    "thought": "think",
    "took": "take",
    "taken": "take",
    "wrote": "write",
    "written": "write",
    "gave": "give",
    "given": "give",
    "brought": "bring",
    "felt": "feel",
    "found": "find",
    "got": "get",
    "knew": "know",
    "known": "know",
    "lost": "lose",
    "ran": "run",
    "sent": "send",
    "spoke": "speak",
    "spoken": "speak",
    "shut": "close",
    "fell": "fall",
    "fallen": "fall",
}
_LONGEST = 40  # signs of a word that anybody would type
_TOKEN = re.compile(r"[^\W_]+(?:[&'][^\W_]+)*")
_PLAIN_TOKEN = re.compile("[a-z0-9]+(?:[&'][a-z0-9]+)*")  # the same for plain letters, and quicker
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\u0060\u00b4", "'''''")
_MARKS = re.compile(
    "[{}]".format("".join(chr(n) for n in range(0x300, 0x1E00) if unicodedata.combining(chr(n))))
)
_VOWEL = re.compile("[aeiouy]")
_DOUBLE = re.compile(r"([^aeiouy])\1$")


def tokens(text: str) -> list[str]:
    """Return the words of a text in small letters, without accents, as they stand."""
    if text.isascii():
        return _PLAIN_TOKEN.findall(text.replace("`", "'").lower())
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return _TOKEN.findall(_MARKS.sub("", plain).lower())


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text, in their order, thin words left out."""
    return [found for token in tokens(text) if (found := stem(token))]


@lru_cache(maxsize=100_000)  # a library says most of its words thousands of times
def stem(token: str) -> str:
    """Return the stem of one word in small letters; nothing for a thin one."""
    if token.endswith("n't") or token in NEGATIONS:
        return NOT
    token = token.removesuffix("'s").replace("'", "")[:_LONGEST]
    if token in THIN:
        return ""
    usual = IRREGULAR.get(token)
    if usual is not None:
        return usual if usual == token else stem(usual)
    if len(token) <= 3 or not token.isascii() or not token.isalpha():
        return token
    return _plain(_without_ending(_singular(token)))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_ending(word: str) -> str:
    for ending, shortest in (("ing", 6), ("ed", 5)):
        rest = word.removesuffix(ending)
        if rest != word and len(word) >= shortest and _VOWEL.search(rest) and rest[-1] != "e":
            return rest
    return word


def _plain(word: str) -> str:
    """Return a word without the last sign that only some of its forms have."""
    if len(word) > 3:
        if word.endswith("e"):
            word = word[:-1]
        elif word.endswith("y"):
            word = f"{word[:-1]}i"
    return word[:-1] if _DOUBLE.search(word) else word
