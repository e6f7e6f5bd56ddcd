"""A report for other programs, as JSON. Its shape is told in docs/contribute/check.md."""

from __future__ import annotations

import json
from typing import Any

from patternbook.problems import Problem
from patternbook.reports.report import Report

# Raised when a program that reads reports would have to change.
VERSION = 1


def data(report: Report) -> str:
    """Return the report as JSON. Never an excerpt, on whatever machine."""
    told = {
        "version": VERSION,
        "problems": [_about(problem, report) for problem in report.problems],
        "counts": {
            "faults": report.faults,
            "advice": report.advice,
            "files": len({problem.path for problem in report.problems}),
        },
        "held_back": {
            "records": sum(report.held_back.values()),
            "reasons": dict(report.held_back),
        },
        "not_checked": [each._asdict() for each in report.not_checked],
    }
    return json.dumps(told, indent=2) + "\n"


def _about(problem: Problem, report: Report) -> dict[str, Any]:
    return {
        "rule": problem.code,
        "severity": problem.severity.value,
        "file": problem.path,
        "line": problem.line,
        "column": problem.column,
        "length": problem.length,
        "message": problem.message,
        "mend": problem.mend,
        "help": report.help_for(problem.code),
    }
