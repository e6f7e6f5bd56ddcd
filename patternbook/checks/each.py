"""How a check goes through many texts: which of them, and in how many processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

# Takes a function and what to apply it to; returns the results in the same order, as `map` does.
Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

# Whether the file at a path, relative to the library's root, is to be read for what it says.
IsWanted = Callable[[str], bool]


def everything(path: str) -> bool:
    """Return that a file is wanted, whichever it is."""
    del path
    return True
