#!/usr/bin/env python3
"""Writes what follows from the cases: the table of claims in docs/conformance.md, and
cases/INDEX.md.

    index.py BARLAKE_CONFORM            writes both
    index.py BARLAKE_CONFORM --check    fails if one of them is out of date

The command itself says which claims a case is part of (`list --json`).
"""

import collections
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
START, END = "<!-- claims, written by Conformance/index.py -->\n", "<!-- end of claims -->"


def load(conform: str) -> tuple[list[dict], list[dict]]:
    command = [conform, "list", "--json", "--suite", str(HERE)]
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, check=True)
    claims = [json.loads(path.read_text("utf-8")) for path in HERE.glob("claims/*.json")]
    claims.sort(key=lambda claim: (claim["name"] != "core", claim["name"]))
    return [json.loads(line) for line in done.stdout.splitlines()], claims


def table_of_claims(cases: list[dict], claims: list[dict]) -> str:
    lines = ["| claim | what it is | features | cases | rules |", "|---|---|---|---|---|"]
    for claim in claims:
        mine = [case for case in cases if claim["name"] in case["claims"]]
        own = ", ".join(f"`{name}`" for name in claim["features"])
        if claim["includes"]:
            own = ", ".join(f"`{name}`" for name in claim["includes"]) + " and " + own
        lines.append(f"| `{claim['name']}` | {claim['description']} | {own} | {len(mine)} | {rule_count(mine)} |")
    # Together they have every case, also those that need features of two claims.
    lines.append(f"| all of them | | | {len(cases)} | {rule_count(cases)} |")
    return "\n".join(lines) + "\n"


def rule_count(cases: list[dict]) -> int:
    return len({rule for case in cases for rule in case["asserts"]})


def index(cases: list[dict]) -> str:
    asserting: dict[str, list[str]] = collections.defaultdict(list)
    for case in cases:
        for rule in case["asserts"]:
            asserting[rule].append(case["id"])
    lines = ["# Cases by the rule that they assert", "", "Written by `Conformance/index.py`.", ""]
    for clause in json.loads((HERE / "clauses.json").read_text("utf-8")):
        if ids := asserting.get(clause["id"]):
            lines.append(f"- **{clause['id']}**: {', '.join(ids)}")
    return "\n".join(lines) + "\n"


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--check"]):
        sys.exit(__doc__)
    cases, claims = load(sys.argv[1])
    page = HERE.parent / "docs" / "conformance.md"
    text = page.read_text("utf-8")
    start, end = text.index(START) + len(START), text.index(END)
    wanted = {
        page: text[:start] + "\n" + table_of_claims(cases, claims) + "\n" + text[end:],
        HERE / "cases" / "INDEX.md": index(cases),
    }
    status = 0
    for path, content in wanted.items():
        if not sys.argv[2:]:
            path.write_text(content, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != content:
            print(f"{path.name} is not up to date; run {sys.argv[0]} {sys.argv[1]}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
