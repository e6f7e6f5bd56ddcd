"""What `patternbook.pages` makes: pages, known by their paths."""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site.

    `path` is relative to the documentation folder and ends in `.md`. `title` and `description`
    are plain text, already safe to print into HTML. `file` is the file to edit, relative to the
    library's root, or None for a page that nobody writes. `extra` goes into the front matter.
    """

    path: str
    title: str
    markdown: str
    description: str = ""
    file: str | None = None
    extra: dict[str, object] = field(default_factory=dict)

    def text(self) -> str:
        """Return the page as a Markdown file with front matter."""
        front = {"title": self.title, "description": self.description, **self.extra}
        dumped = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1000)
        return f"---\n{dumped}---\n\n{self.markdown.strip()}\n"
