"""The measures as the page “How the counting is done” tells them.

`python -m tests.measures.telling` prints this part of the page; put it there when a measure has
changed.
"""

from __future__ import annotations

from patternbook.measures import MEASURES, Count, Measure


def section_of(measure: Measure) -> str:
    """Return what the page says of one measure."""
    lines = [f"### {measure.title}", ""]
    if measure.keys:
        lines += [f"- {key.meaning}" for key in measure.keys]
        lines.append("")
    lines += ["| What is counted | Out of |", "| --- | --- |"]
    lines += [
        f"| {_capital(count.one)} | {_whole(measure, count)} |" for count in measure.all_counts
    ]
    return "\n".join([*lines, "", measure.caveat, ""])


def _whole(measure: Measure, count: Count) -> str:
    """Return what one of the denominator is."""
    if not count.of:
        return "It is the whole itself"
    beside = [each for each in measure.all_counts if each is not count]
    counts = {each.name: each for each in (*MEASURES[0].counts, *beside)}
    return _capital(counts[count.of].one)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


if __name__ == "__main__":
    print("\n".join(section_of(measure) for measure in MEASURES))
