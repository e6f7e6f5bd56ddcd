"""What a change makes new -> the same in words, and as the summary of a job on GitHub."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.changes import Changes
from patternbook.reports.github import harmless
from patternbook.reports.report import printable

# A change of a name in the vocabulary can move hundreds of pages, and nobody reads so long a list.
SHOWN = 50

_UNKNOWN = (
    "The earlier copy cannot be read by this version of the program, so what is new is not told."
)
_NEW, _GONE = "New pages", "Pages that would be gone"
_LEADS_NOWHERE = (
    "Links to a page that is gone lead nowhere. A renamed entry keeps its old name under "
    "“former_ids”, and a record that is withdrawn keeps its page."
)


def changes_text(changes: Changes) -> str:
    """Return what a change makes new, in words."""
    lines = ["What the public would find"]
    for name, before, now in _counts(changes):
        was = "" if before is None else f" ({before} before)"
        lines.append(f"  {name + ':':<14}{now:>5}{was}")
    for title, paths in _lists(changes):
        lines += ["", f"{title}: {len(paths)}"]
        lines += [f"  {printable(path)}" for path in paths[:SHOWN]]
        lines += [f"  and {len(paths) - SHOWN} more"] if len(paths) > SHOWN else []
    lines += ["", *_notes(changes)] if _notes(changes) else []
    return "".join(f"{line}\n" for line in lines)


def changes_summary(changes: Changes) -> str:
    """Return the same as Markdown in which no path can be taken for Markdown or HTML."""
    parts = ["## What the public would find\n\n", "| | Before | Now |\n| --- | ---: | ---: |\n"]
    for name, before, now in _counts(changes):
        parts.append(f"| {harmless(name)} | {'' if before is None else before} | {now} |\n")
    for title, paths in _lists(changes):
        parts.append(f"\n{harmless(title)}: {len(paths)}\n\n")
        parts += [f"- {harmless(path)}\n" for path in paths[:SHOWN]]
        parts += [f"- and {len(paths) - SHOWN} more\n"] if len(paths) > SHOWN else []
    parts += [f"\n{harmless(note)}\n" for note in _notes(changes)]
    return "".join(parts)


def _counts(changes: Changes) -> Iterator[tuple[str, int | None, int]]:
    """Yield what is counted, how many there were before, if that is known, and how many now."""
    before = changes.before
    for kind, number in changes.now.records.items():
        yield kind.plural, None if before is None else before.records.get(kind, 0), number
    yield "Pages", None if before is None else len(before.pages), len(changes.now.pages)


def _lists(changes: Changes) -> Iterator[tuple[str, list[str]]]:
    for title, paths in ((_NEW, changes.new), (_GONE, changes.gone)):
        if paths:
            yield title, [path.removesuffix(".md") for path in paths]


def _notes(changes: Changes) -> list[str]:
    if changes.before is None:
        return [_UNKNOWN]
    return [_LEADS_NOWHERE] if changes.gone else []
