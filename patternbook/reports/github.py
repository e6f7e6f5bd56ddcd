"""A report for GitHub Actions: marks on the lines of a pull request, and the summary of a job."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from patternbook.problems import Problem, Severity, summary
from patternbook.reports.report import Report, printable

# GitHub shows no more marks of each sort for one step of a job, whatever it is sent.
SHOWN_OF_EACH = 10
_COMMANDS = {Severity.FAULT: "error", Severity.ADVICE: "notice"}
_PLAIN = re.compile(r"[^A-Za-z0-9 ]")
_COLUMNS = ("Where", "Line", "Column", "Rule", "What", "How to mend it")


def workflow_commands(report: Report) -> str:
    """Return one workflow command for each problem, and what they come to in a few lines."""
    lines = [_command(problem, report) for problem in report.problems]
    lines += [f"::error title=not checked::{_value(_told(each))}" for each in report.not_checked]
    lines.append(summary(report.problems))
    if _exceeds(report):
        lines.append(_LIMIT)
    return "".join(f"{line}\n" for line in lines)


_LIMIT = (
    f"GitHub marks only the first {SHOWN_OF_EACH} faults and the first {SHOWN_OF_EACH} pieces of "
    "advice in the pull request itself. All of them are in the log and in the summary of the job."
)


def job_summary(report: Report, room: int) -> str:
    """Return the summary of a job as Markdown, of at most this many bytes.

    No text of a file's name or of a message can be taken for Markdown or HTML.
    """
    parts = ["## Check of the records\n\n", f"{harmless(summary(report.problems))}\n\n"]
    parts += [f"- {harmless(_told(each))}\n" for each in report.not_checked]
    if report.held_back:
        held = ", ".join(f"{number} {reason}" for reason, number in report.held_back.items())
        parts.append(f"\nHeld back from the public: {harmless(held)}.\n\n")
    if _exceeds(report):
        parts.append(f"{harmless(_LIMIT)}\n\n")
    if report.problems:
        parts += _by_rule(report)
    head = "".join(parts)
    if len(head.encode()) > room:
        return ""
    return head + _table(report.problems, room - len(head.encode()))


def _by_rule(report: Report) -> list[str]:
    """Return a table that counts the problems by rule."""
    rows = ["| Rule | How often | What it asks for |\n", "| --- | ---: | --- |\n"]
    for code, number in Counter(problem.code for problem in report.problems).most_common():
        address = report.help_for(code)
        name = f"[{harmless(code)}]({address})" if "://" in address else harmless(code)
        what = report.rules[code].what if code in report.rules else ""
        rows.append(f"| {name} | {number} | {harmless(what)} |\n")
    return [*rows, "\n"]


def _table(problems: Iterable[Problem], room: int) -> str:
    """Return the problems as a table of at most this many bytes, and say how many it leaves out."""
    head = f"| {' | '.join(_COLUMNS)} |\n|{' --- |' * len(_COLUMNS)}\n"
    rows = [_row(problem) for problem in problems]
    sizes = [len(row) for row in rows]  # what is not ASCII is written in ASCII
    if not rows or len(head) > room:
        return ""
    if len(head) + sum(sizes) <= room:
        return head + "".join(rows)
    left = room - len(head) - len(_more(len(rows)))
    kept = 0
    while kept < len(rows) and sizes[kept] <= left:
        left -= sizes[kept]
        kept += 1
    return head + "".join(rows[:kept]) + _more(len(rows) - kept) if kept else ""


def _more(number: int) -> str:
    return f"\nThere is no room here for {number} more; the log of the step lists them all.\n"


def _row(problem: Problem) -> str:
    cells = (problem.path, problem.line, problem.column, problem.code, problem.message)
    advice = " (advice)" if problem.severity is Severity.ADVICE else ""
    told = [*cells[:-1], f"{problem.message}{advice}", problem.mend]
    return f"| {' | '.join(harmless(str(cell)) for cell in told)} |\n"


def harmless(text: str) -> str:
    """Return a text in which nothing means anything to Markdown or HTML."""
    return _PLAIN.sub(lambda sign: f"&#{ord(sign[0])};", printable(text))


def _exceeds(report: Report) -> bool:
    return max(report.faults + len(report.not_checked), report.advice) > SHOWN_OF_EACH


def _told(each: tuple[str, str]) -> str:
    return f"{printable(each[0])}: {each[1]}"


def _command(problem: Problem, report: Report) -> str:
    """Return the workflow command that marks one problem on its line."""
    about: dict[str, str | int] = {
        "file": report.in_repository(printable(problem.path)),
        "line": problem.line,
        "endLine": problem.line,
        "col": problem.column,
    }
    if problem.length:
        about["endColumn"] = problem.column + problem.length
    about["title"] = problem.code
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in about.items())
    message = f"{problem.message} {problem.mend}".rstrip()
    return f"::{_COMMANDS[problem.severity]} {properties}::{_value(printable(message))}"


def _value(text: str) -> str:
    """Return a text as GitHub wants it after the second pair of colons."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return a text as GitHub wants it before the second pair of colons."""
    return _value(text).replace(":", "%3A").replace(",", "%2C")
