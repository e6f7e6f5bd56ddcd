"""How suggestions are told of a record: their codes, and what of its fields they leave alone."""

from __future__ import annotations

import re

CODES = {
    "Hindsight": "language-hindsight",
    "Blame": "language-blame",
    "Labels": "language-label",
    "RootCause": "language-root-cause",
    "Family": "language-family",
}
# The fields made for hindsight and for what might have been, and those that are not our words.
_MADE_FOR_IT = re.compile(
    r"^(?P<indent>[ ]*)(?:-[ ]+)?(?:significance|could_have|citation)[ ]*:.*"
    r"(?:\n(?:(?P=indent)[ ]+.*|[ ]*))*",
    re.MULTILINE,
)
_NOTE = re.compile(r"(?:^|[ ]{2})#[ ].*$", re.MULTILINE)
# In the front matter, these stretches are spared.
SPARED = (_MADE_FOR_IT, _NOTE)
