"""Where a site stands and how its pages are addressed, for what must name a page from outside."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """The address of a site, and the form of its pages' addresses.

    `address` ends with a slash, and is empty where nobody knows it yet. With `has_folders` the
    page `patterns/index.md` is reached as `patterns/`, otherwise as `patterns/index.html`.
    """

    address: str = ""
    has_folders: bool = True

    def __post_init__(self) -> None:
        """Give the address its slash."""
        bare = self.address.rstrip("/")
        object.__setattr__(self, "address", f"{bare}/" if bare else "")

    def whole(self, path: str, anchor: str = "") -> str:
        """Return the whole address of a page or file; nothing if the site's own is not known."""
        return f"{self.address}{self._place(path)}{_hash(anchor)}" if self.address else ""

    def seen_from(self, file: str, path: str, anchor: str = "") -> str:
        """Return the address of a page or file for a reader of the file: whole, if it is known."""
        if self.address:
            return self.whole(path, anchor)
        place = self._place(path)
        way = posixpath.relpath(place or ".", posixpath.dirname(file) or ".")
        if place.endswith("/") or not place:
            way = f"{way}/"
        return f"{way}{_hash(anchor)}"

    def _place(self, path: str) -> str:
        """Return where a page or file is reached, from the root of the site."""
        name = path.removesuffix(".md")
        if name == path:
            return path
        if not self.has_folders:
            return f"{name}.html"
        folder, _, last = f"/{name}".rpartition("/")
        return f"{folder}/"[1:] if last == "index" else f"{name}/"


def _hash(anchor: str) -> str:
    return f"#{anchor}" if anchor else ""
