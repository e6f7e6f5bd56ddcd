"""A report as SARIF 2.1.0, which code scanning services and editors read."""

from __future__ import annotations

import json
from importlib import metadata
from typing import Any
from urllib.parse import quote

from patternbook.problems import Problem, Severity
from patternbook.reports.report import NotChecked, Report, RuleFacts, printable

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.FAULT: "error", Severity.ADVICE: "note"}


def sarif(report: Report) -> str:
    """Return the report as a SARIF log of one run. Never an excerpt, on whatever machine."""
    codes = sorted({*report.rules, *(problem.code for problem in report.problems)})
    index = {code: number for number, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": "patternbook check",
                "version": metadata.version("patternbook"),
                **({"informationUri": report.site} if report.site else {}),
                "rules": [_rule(code, report) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The top of the repository that holds the library."}}
        },
        "invocations": [
            {
                "executionSuccessful": not report.not_checked,
                "toolExecutionNotifications": [_notice(each) for each in report.not_checked],
            }
        ],
        "results": [_result(problem, index[problem.code], report) for problem in report.problems],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str, report: Report) -> dict[str, Any]:
    """Return what is known of a rule; one that nobody has described has its code alone."""
    facts = report.rules.get(code, RuleFacts(code, "", Severity.FAULT, code))
    address = report.help_for(code)
    return {
        "id": code,
        "shortDescription": {"text": facts.what},
        "fullDescription": {"text": f"{facts.what} {facts.why}".rstrip()},
        "help": {"text": facts.explanation},
        **({"helpUri": address} if "://" in address else {}),
        "defaultConfiguration": {"level": _LEVELS[facts.severity]},
    }


def _result(problem: Problem, index: int, report: Report) -> dict[str, Any]:
    region = {"startLine": problem.line, "startColumn": problem.column}
    if problem.length:
        region["endColumn"] = problem.column + problem.length
    return {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": _LEVELS[problem.severity],
        "message": {"text": f"{problem.message} {problem.mend}".rstrip()},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": quote(report.in_repository(problem.path), errors="surrogateescape"),
                        "uriBaseId": _ROOT,
                    },
                    "region": region,
                }
            }
        ],
    }


def _notice(each: NotChecked) -> dict[str, Any]:
    return {"level": "error", "message": {"text": f"{printable(each.path)}: {each.reason}"}}
