"""Write the report of a check as text, as JSON, and as SARIF 2.1.0 for editors and CI.

Source of SARIF: OASIS, Static Analysis Results Interchange Format, version 2.1.0. Checks nothing.
"""

import json
import os.path
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from urllib.request import pathname2url

from secgraph.checks.finding import Finding, Report
from secgraph.dataset import release

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ABOUT = "https://w3id.org/secgraph/"


def text(report: Report) -> Iterator[str]:
    """Give the lines of a report."""
    yield from map(str, report.findings)
    for part, reason in report.omitted.items():
        yield f"left out: {part} ({reason})"
    count = "nothing found" if report.ok else f"{len(report.findings)} found"
    parts = [
        f"{part} ({report.methods[part]})" if part in report.methods else part
        for part in report.parts
    ]
    yield f"{count}; looked at {', '.join(parts)}"


def as_json(report: Report) -> str:
    """Write a report as JSON.

    Returns:
        An object with ``ok``, ``findings`` (``part``, ``rule``, ``message``, ``subject``, ``file``,
        ``line`` and ``nodes`` of each), ``parts``, ``methods`` and ``omitted``.
    """
    return json.dumps({"ok": report.ok, **asdict(report)}, ensure_ascii=False, indent=2)


def as_sarif(report: Report) -> str:
    """Write a report as SARIF 2.1.0: a result for each finding, and a note for each omission."""
    rules = {finding.rule: finding.part for finding in report.findings}
    run = {
        "tool": {
            "driver": {
                "name": "secgraph",
                "version": release.version(),
                "informationUri": ABOUT,
                "rules": [
                    {"id": rule, "properties": {"tags": [part]}} for rule, part in rules.items()
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, list(rules)) for finding in report.findings],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "warning", "message": {"text": f"left out: {part} ({reason})"}}
                    for part, reason in report.omitted.items()
                ],
            }
        ],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _result(finding: Finding, rules: list[str]) -> dict[str, Any]:
    words = ": ".join(filter(None, (finding.subject, finding.message)))
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": "error",
        "message": {"text": words},
    }
    if finding.file:
        place: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
        if finding.line:
            place["region"] = {"startLine": finding.line}
        result["locations"] = [{"physicalLocation": place}]
    return result


def _uri(path: str) -> str:
    """Give a URI of a file; a path below the current folder stays relative, as CI wants it."""
    address = pathname2url(path)
    return f"file://{address}" if os.path.isabs(path) else address
