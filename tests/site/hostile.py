"""Records and entries by someone who means harm: every text that they hold tries to be code."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from patternbook.model import (
    ENTRY_TYPES,
    ID_PATTERN,
    MONTH_PATTERN,
    CaseReview,
    Debrief,
    NearMiss,
)
from tests.making import (
    case_review,
    debrief,
    entry,
    episode,
    finding,
    near_miss,
    neighbour,
    recommendation,
)

# Each of these does something in Markdown, HTML, Jinja or an extension of ours or of others.
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</title><script>alert(1)</script>",
    "</div></td></table><script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% raw %}{{ 7*7 }}{% endraw %}",
    "[click](javascript:alert(1))",
    "<javascript:alert(1)>",
    "![seen](https://elsewhere.example/pixel.png)",
    '{: onclick="alert(1)" }',
    '{ onclick="alert(1)" }',
    "a | b | c",
    "# a heading",
    "1. a list",
    "- [ ] a task",
    "*loud* **louder** `code`",
    '--8<-- "mkdocs.yml"',
    "[^1]: note",
    '!!! danger "gone"',
    "&lt;b&gt; &amp; &#60;i&#62;",
    "https://elsewhere.example/x",
    ":smile: ==marked== ~~gone~~ ^up^",
    "$\\alpha$ \\* \\(x\\)",
    "---",
)


def hostile_records(texts: tuple[str, ...]) -> dict[str, str | bytes]:
    """Return one record of each kind for each text, with that text wherever text may stand."""
    records: dict[str, str | bytes] = {}
    for number, text in enumerate(texts):
        said = f"Before {text} after"
        confirmed = {"role": text, "year": 2024}
        head: dict[str, Any] = {
            "title": said,
            "summary": text,
            "sign_off": {"confidentiality": confirmed, "participants": confirmed},
            "internal": {"reference": text, "notes": [text], "public_names": {text: text}},
        }
        records[f"reviews/near-misses/hostile-{number}.md"] = near_miss(
            f"hostile-{number}",
            **head,
            what_happened=f"{text}\n\n{said}",
            could_have=text,
            prevented_by=[{"by": "chance", "how": text}],
            identified_by={"role": text, "where": "outside"},
            factors=[{"factor": "workload", "influence": "helped", "how": text}],
            patterns=[{"pattern": "tunnel-vision", "influence": "unsafe", "how": text}],
            learned={"by": text, "changed": text},
            harm={"staff_view": text, "family_view": text},
            family={"told": "yes", "heard": "no", "how": text},
            pseudonyms={text: text},
            declared_terms=[{"term": text, "why": text}],
            origin="literature",
            citation={"reference": text, "section": text, "told_by": text},
        )
        records[f"reviews/debriefs/hostile-debrief-{number}.md"] = debrief(
            f"hostile-debrief-{number}",
            **head,
            what_we_were_doing=text,
            went_well=[{"what": text, "made_possible": text}],
            was_hard=[{"what": text, "why": text}],
            factors=[{"factor": "timing", "influence": "helped", "how": text}],
            tell_others=text,
            for_managers=text,
            children_and_families_said=text,
        )
        records[f"reviews/case-reviews/hostile-review-{number}.md"] = case_review(
            f"hostile-review-{number}",
            **head,
            questions=[text],
            team={"independent": False, "professions": [text]},
            participants=[{"role": text, "agency": "school", "by": "conversation"}],
            missing=[{"role": text, "why": text}],
            family={"involved": "partly", "how": text, "why_not": text},
            episodes=[
                episode(
                    "one",
                    title=said,
                    span=text,
                    description=text,
                    significance=text,
                    breakdown=[text],
                    judgement=text,
                    factors=[{"factor": "timing", "influence": "hindered", "how": text}],
                )
            ],
            findings=[
                finding(
                    "two",
                    statement=said,
                    in_this_case=text,
                    why_underlying=text,
                    relevance_now=text,
                    dissent=text,
                    spread={"claim": "this-case", "note": text},
                    questions_for_board=[text],
                    episodes=["one"],
                ),
                finding("three", selected=False, not_selected_because=text),
            ],
            recommendations=[
                recommendation(
                    "four",
                    text=said,
                    owner=text,
                    findings=["two"],
                    responses=[{"year": 2024, "status": "declined", "note": text}],
                )
            ],
        )
    return records


def hostile_entries(texts: tuple[str, ...]) -> dict[str, str | bytes]:
    """Return an issue and a factor for each text, with that text wherever text may stand."""
    entries: dict[str, str | bytes] = {}
    for number, text in enumerate(texts):
        said = f"Before {text} after"
        fields: dict[str, Any] = {
            "definition": text,
            "when_it_helps": f"{text}\n\n{said}",
            "when_it_hinders": text,
            "team_questions": [text, said],
            "conversation_questions": [text],
            "source": text,
            "status": "proposed",
            "order": 100 + number,
            "history": [
                {"month": "2026-11", "change": "created", "note": text},
                {"month": "2026-12", "change": "reworded", "note": said},
            ],
        }
        entries[f"docs/patterns/hostile-issue-{number}.md"] = entry(
            id=f"hostile-issue-{number}",
            kind="issue",
            parent="human-tool-operation",
            title=f"{said}, issue {number}",
            points=[{"id": f"hostile-point-{number}", "text": text}],
            neighbours=[neighbour(f"hostile-factor-{number}", text)],
            **fields,
        )
        entries[f"docs/factors/hostile-factor-{number}.md"] = entry(
            id=f"hostile-factor-{number}",
            kind="factor",
            parent="conditions-of-work",
            title=f"{said}, factor {number}",
            neighbours=[neighbour(f"hostile-issue-{number}", text), neighbour("other", said)],
            **fields,
        )
    return entries


def text_fields_of_the_model() -> set[str]:
    """Return the dotted names of all fields of free text, so that none is forgotten above.

    All kinds of entry go by the one name of “Entry”: one template prints them.
    """
    names: set[str] = set()

    def walk(model: type[BaseModel], prefix: str) -> None:
        schema = model.model_json_schema()
        definitions = schema.get("$defs", {})

        def texts(part: dict[str, Any], name: str) -> None:
            if "$ref" in part:
                part = definitions[part["$ref"].rsplit("/", 1)[1]]
            for option in (*part.get("anyOf", ()), *([part["items"]] if "items" in part else [])):
                texts(option, name)
            for key, value in part.get("properties", {}).items():
                texts(value, f"{name}.{key}")
            free = part.get("type") == "string" and not {"enum", "const"} & set(part)
            closed = part.get("pattern", "") in {ID_PATTERN, MONTH_PATTERN}
            if free and not closed:
                names.add(name)

        for key, value in schema["properties"].items():
            texts(value, f"{prefix}.{key}")

    for model in (CaseReview, NearMiss, Debrief):
        walk(model, model.__name__)
        names.discard(f"{model.__name__}.internal.fields")  # names of fields, and nothing else
    for entry_model in ENTRY_TYPES.values():
        walk(entry_model, "Entry")
    return names
