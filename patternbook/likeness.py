"""How far two short texts say the same, by the words that tell something.

This is a hint for a person and no judgement: words that are alike may ask for different things,
and the same can be asked for in other words. Only plain means are used, so that anybody can see
why two texts were taken to be alike: small words are passed over, every other word counts by its
first letters, so that “refer”, “referral” and “referred” are one, and what is shared is compared
with the shorter text.
"""

from __future__ import annotations

import re

LETTERS = 5

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# What stands in nearly every sentence, or in nearly every recommendation.
_SMALL = frozenset(
    {
        *("about", "after", "again", "all", "also", "although", "always", "among", "and"),
        *("another", "any", "anyone", "are", "around", "asks", "back", "because", "been"),
        *("before", "being", "best", "better", "between", "both", "but", "can", "cannot"),
        *("could", "does", "doing", "down", "during", "each", "either", "else"),
        *("enough", "ensure", "even", "ever", "every", "everyone", "few", "find", "for"),
        *("from", "further", "get", "give", "given", "goes", "had", "has", "have"),
        *("having", "her", "here", "his", "how", "however", "into", "its", "just", "keep"),
        *("know", "last", "later", "least", "less", "let", "like", "made", "make", "makes"),
        *("making", "many", "may", "might", "more", "most", "much", "must", "near", "need"),
        *("needs", "neither", "never", "new", "next", "nobody", "none", "nor", "not"),
        *("nothing", "now", "off", "often", "once", "one", "only", "other", "others", "our"),
        *("out", "over", "own", "part", "put", "rather", "same", "say", "says", "see", "seen"),
        *("set", "shall", "she", "should", "since", "some", "somebody", "someone", "something"),
        *("still", "such", "take", "taken", "than", "that", "the", "their", "them", "then"),
        *("there", "these", "they", "thing", "things", "this", "those", "though", "through"),
        *("too", "two", "under", "until", "upon", "use", "used", "very", "was", "way", "well"),
        *("were", "what", "when", "where", "whether", "which", "while", "who", "whoever"),
        *("whole", "whom", "whose", "why", "will", "with", "within", "without", "would", "yet"),
        *("you", "your"),
    }
)


def telling_words(text: str) -> frozenset[str]:
    """Return the beginnings of those words of a text that tell something."""
    words = (each.lower().replace("’", "'").partition("'")[0] for each in _WORD.findall(text))
    return frozenset(word[:LETTERS] for word in words if len(word) > 2 and word not in _SMALL)


def are_alike(one: frozenset[str], other: frozenset[str], *, percent: int, fewest: int) -> bool:
    """Return whether two texts, given by their telling words, say much the same.

    They share so many words at the fewest, and those are so many per cent of the shorter text.
    Two short texts with the very same words are alike as well.
    """
    shared = len(one & other)
    if shared < fewest:
        return 0 < shared == len(one) == len(other)
    return shared * 100 >= percent * min(len(one), len(other))
