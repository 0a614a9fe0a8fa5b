#!/usr/bin/env python3
"""Writes what follows from the cases: the table of claims in docs/conformance.md, and
cases/INDEX.md.

    index.py            writes both
    index.py --check    fails if one of them is out of date
"""

import collections
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ENTRIES = ["polars", "streaming", "lazy"]
FEATURE_OF_ENTRY = {"streaming": "streaming", "lazy": "lazy"}
START, END = "<!-- claims, written by Conformance/index.py -->\n", "<!-- end of claims -->"


def load() -> tuple[list[dict], list[dict]]:
    cases = [json.loads(path.read_text("utf-8")) for path in HERE.glob("cases/*/*/case.json")]
    claims = [json.loads(path.read_text("utf-8")) for path in HERE.glob("claims/*.json")]
    claims.sort(key=lambda claim: (claim["name"] != "core", claim["name"]))
    return sorted(cases, key=lambda case: case["id"]), claims


def needs(case: dict) -> list[set[str]]:
    """The features that each entry of a case requires, without those of encodings."""
    fixed = {step["entry"] for step in case["steps"] if "entry" in step}
    entries = case.get("matrix", {}).get("entry", ENTRIES)
    return [
        set(case["requires"])
        | {FEATURE_OF_ENTRY[name] for name in fixed | {entry} if name in FEATURE_OF_ENTRY}
        for entry in entries
    ]


def table_of_claims(cases: list[dict], claims: list[dict]) -> str:
    features = {claim["name"]: set(claim["features"]) for claim in claims}
    for claim in claims:
        for other in claim["includes"]:
            features[claim["name"]] |= set(next(c["features"] for c in claims if c["name"] == other))
    lines = ["| claim | what it is | features | cases | rules |", "|---|---|---|---|---|"]
    for claim in claims:
        mine = [case for case in cases if any(n <= features[claim["name"]] for n in needs(case))]
        rules = {rule for case in mine for rule in case["clauses"]["asserts"]}
        own = ", ".join(f"`{name}`" for name in claim["features"])
        if claim["includes"]:
            own = ", ".join(f"`{name}`" for name in claim["includes"]) + " and " + own
        lines.append(f"| `{claim['name']}` | {claim['description']} | {own} | {len(mine)} | {len(rules)} |")
    every = set().union(*features.values())
    mine = [case for case in cases if any(n <= every for n in needs(case))]
    rules = {rule for case in mine for rule in case["clauses"]["asserts"]}
    lines.append(f"| all of them | | | {len(mine)} | {len(rules)} |")
    return "\n".join(lines) + "\n"


def index(cases: list[dict]) -> str:
    asserting: dict[str, list[str]] = collections.defaultdict(list)
    for case in cases:
        for rule in case["clauses"]["asserts"]:
            asserting[rule].append(case["id"])
    lines = ["# Cases by the rule that they assert", "", "Written by `Conformance/index.py`.", ""]
    for clause in json.loads((HERE / "clauses.json").read_text("utf-8")):
        if ids := asserting.get(clause["id"]):
            lines.append(f"- **{clause['id']}**: {', '.join(ids)}")
    return "\n".join(lines) + "\n"


def main() -> int:
    cases, claims = load()
    page = HERE.parent / "docs" / "conformance.md"
    text = page.read_text("utf-8")
    start, end = text.index(START) + len(START), text.index(END)
    wanted = {
        page: text[:start] + "\n" + table_of_claims(cases, claims) + "\n" + text[end:],
        HERE / "cases" / "INDEX.md": index(cases),
    }
    status = 0
    for path, content in wanted.items():
        if sys.argv[1:] != ["--check"]:
            path.write_text(content, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != content:
            print(f"{path.name} is not up to date; run {sys.argv[0]}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
