#!/usr/bin/env python3
"""Validates what goes to and fro against the schemas of Conformance/schemas.

    check_messages.py BARLAKE_CONFORM BARLAKE

Runs cases of every operation and every outcome against the reference's adapter, and checks each line
that the suite sent, each that came back, and each line of the results. Needs jsonschema.
"""

import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
CLAIMS = ["polars", "streaming", "classic", "manifest"]
AREAS = ["batch", "stats", "laws", "time"]
CASES = [
    "schema.published-stocks-daily", "csv.ragged-too-few", "gzip.crc-wrong", "path.url-root", "filter.symbols",
]


def validators() -> dict[str, jsonschema.Draft202012Validator]:
    found = {}
    for path in sorted(HERE.glob("schemas/*.json")):
        schema = json.loads(path.read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        found[path.stem] = jsonschema.Draft202012Validator(schema)
    return found


def run(conform: str, barlake: str, folder: pathlib.Path, selection: list[str]) -> None:
    claims = [word for claim in CLAIMS for word in ("--claim", claim)]
    command = [conform, "run", "--suite", str(HERE), "--adapter", f"'{barlake}' adapter", "--keep-lines"]
    done = subprocess.run([*command, *claims, *selection, "--report-dir", str(folder)], text=True, capture_output=True)
    if done.returncode != 0:
        raise SystemExit(f"{done.args}\n{done.stdout}{done.stderr}")


def main() -> int:
    conform, barlake = (str(pathlib.Path(word).resolve()) for word in sys.argv[1:3])
    known = validators()
    counts: collections.Counter[str] = collections.Counter()
    failures = []

    def check(name: str, message: dict, where: str) -> None:
        errors = list(known[name].iter_errors(message))
        if errors:
            failures.append(f"{where}: {errors[0].message[:300]}\n  {json.dumps(message)[:300]}")

    with tempfile.TemporaryDirectory() as text:
        for number, selection in enumerate(
            [[w for area in AREAS for w in ("--area", area)], [w for case in CASES for w in ("--only", case)],
             ["--memory", "--only", "memory.budget-fifty-ingests"]]
        ):
            folder = pathlib.Path(text) / str(number)
            run(conform, barlake, folder, selection)
            for line in (folder / "results.ndjson").read_text("utf-8").splitlines():
                check("results", json.loads(line), "results.ndjson")
                counts["results"] += 1
                counts["memory"] += json.loads(line)["type"] == "memory"
            for path in [*folder.glob("runs/*/*.ndjson"), *folder.glob("sessions/*.ndjson")]:
                # A request and its reply follow each other.
                for line in path.read_text("utf-8").splitlines():
                    message = json.loads(line)
                    if "type" in message:
                        name = message["type"]
                    else:
                        name = "request" if "op" in message else "reply"
                    check(name, message, path.name)
                    counts[message.get("op") or message.get("status") or name] += 1
    for path in HERE.glob("expectations/*.json"):
        check("expectations", json.loads(path.read_text("utf-8")), path.name)
    wanted = {"hello", "ready", "open", "ingest", "ingest_batch", "statistics", "reset_statistics"}
    wanted |= {"schema", "close", "bye", "success", "error", "results", "memory"}
    for name in sorted(name for name in wanted if not counts[name]):
        failures.append(f"no message of the kind {name} was seen")
    for line in failures[:20]:
        print(line)
    print(f"{sum(counts.values())} messages, {len(failures)} not as the schemas say")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
