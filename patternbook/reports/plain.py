"""A report for people: a line for each problem, what to do about it, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping

import click

from patternbook.problems import Problem, Severity, summary
from patternbook.reports.report import Report, printable

_CHECK = "patternbook check"


def plain(report: Report, *, colour: bool = False, brief: bool = False) -> str:
    """Return the report as text.

    Each problem begins a line with `path:line:column:`, which editors and terminals make into a
    link. If `brief`, only what must be mended is told, and nothing at all if there is nothing.
    """
    shown = [
        problem for problem in report.problems if not brief or problem.severity is Severity.FAULT
    ]
    lines = [line for problem in shown for line in _lines(problem, report)]
    if not brief:
        lines += ["", *_ending(report)] if lines else _ending(report)
    text = "".join(f"{line}\n" for line in lines)
    return text if colour else click.unstyle(text)


def _lines(problem: Problem, report: Report) -> list[str]:
    """Return the lines about one problem, coloured."""
    is_fault = problem.severity is Severity.FAULT
    place = click.style(f"{printable(problem.path)}:{problem.line}:{problem.column}:", bold=True)
    advice = "" if is_fault else click.style("advice: ", fg="yellow")
    code = click.style(f"[{problem.code}]", fg="red" if is_fault else "yellow")
    lines = [f"{place} {advice}{printable(problem.message)} {code}"]
    if problem.excerpt:
        lines.append(f"    Here: “{click.style(printable(problem.excerpt), underline=True)}”")
    elif problem.length and report.is_redacted:
        signs = "character" if problem.length == 1 else "characters"
        lines.append(f"    Here: {problem.length} {signs}, not shown.")
    if problem.there:
        lines.append(f"    There: “{click.style(printable(problem.there), underline=True)}”")
    if problem.mend:
        lines.append(f"    Mend: {printable(problem.mend)}")
    return lines


def _ending(report: Report) -> list[str]:
    """Return what the problems come to, what is held back, and what to do next."""
    told = summary(report.problems)
    colour = "red" if report.faults else "yellow" if report.problems else "green"
    lines = [click.style(told, fg=colour, bold=True)]
    if report.held_back:
        lines.append(_held_back(report.held_back))
    return [*lines, *_next(report)]


def _held_back(held: Mapping[str, int]) -> str:
    """Return one sentence that counts the records that are held back, by reason."""
    number = sum(held.values())
    reasons = [
        f"{count} {'is' if count == 1 else 'are'} {reason}" for reason, count in held.items()
    ]
    records = "record" if number == 1 else "records"
    return f"Held back from the public: {number} {records} ({', '.join(reasons)})."


def _next(report: Report) -> list[str]:
    """Return what to do next, a line for each thing."""
    if not report.problems:
        return [
            "Next: let somebody read it who was there. No check can tell whom a neighbour would "
            "recognise."
        ]
    lines = []
    if report.mendable:
        files = "1 file" if report.mendable == 1 else f"{report.mendable} files"
        lines.append(f"Next: see what can be mended for you in {files}: {_CHECK} --fix")
    elif report.faults:
        lines.append("Next: mend what you can, save, and run the same command again.")
    else:
        lines.append("Next: follow the advice, or leave it if you have a reason. It stops nothing.")
    first = min(report.problems, key=lambda problem: (problem.severity is Severity.ADVICE, problem))
    if first.code in report.rules:
        lines.append(f"What a rule asks for, and why: {_CHECK} --explain {first.code}")
    return lines
