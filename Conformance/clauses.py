#!/usr/bin/env python3
"""Writes clauses.json: the rules of docs/spec.md for the suite, which is used without that
document.

    clauses.py            writes it
    clauses.py --check    fails if clauses.json is out of date
"""

import hashlib
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
RULE = re.compile(r"- \*\*([A-Z]+-\d+\.\d+)\*\* (MUST|SHOULD)((?: \[(?:unit|ref)\])*)\. (.+)")


def clauses() -> list[dict]:
    found = []
    for line in (HERE.parent / "docs" / "spec.md").read_text(encoding="utf-8").splitlines():
        if match := RULE.fullmatch(line):
            rule, level, marks, text = match.groups()
            found.append(
                {
                    "id": rule,
                    "level": level.lower(),
                    "marks": re.findall(r"\[(\w+)\]", marks),
                    "text": text,
                    "sha256": hashlib.sha256(text.encode()).hexdigest(),
                }
            )
    return found


def main() -> int:
    path = HERE / "clauses.json"
    lines = ",\n".join(json.dumps(clause, ensure_ascii=False) for clause in clauses())
    text = f"[\n{lines}\n]\n"
    if sys.argv[1:] == ["--check"]:
        if path.read_text(encoding="utf-8") != text:
            print(f"{path.name} is not what docs/spec.md says; run {sys.argv[0]}", file=sys.stderr)
            return 1
    else:
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
