#!/usr/bin/env python3
"""Checks that budgets of memory are judged rightly: the reference keeps them, adapters with one fault
do not.

    check_memory.py BARLAKE_CONFORM BARLAKE [--rounds N] [--load] [--small]

Each of N rounds runs the reference behind a wrapper without a fault, with a leak, with the whole
file in memory, and with a tenth of it (`mutants/memory.py`); each in the case that asserts the rule
that it breaks. A round fails if a verdict or its check is another. With `--load` two processes
compute beside it. With `--small` the files are of 23 and 92 MiB instead of 92 and 367: a tenth of
that is far below the cap, and above the slope.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE / "oracle"))
import recipes  # noqa: E402

GROWTH, LEAK = "budget-sorted-many-by-date", "budget-fifty-ingests"
# The fault, its case, the verdict, and where the first difference is.
WANTED = [
    ("none", GROWTH, "pass", None),
    ("none", LEAK, "pass", None),
    ("whole-file", GROWTH, "over-budget", ("memory, cap", "memory, slope")),
    ("tenth", GROWTH, "over-budget", ("memory, slope",)),
    ("leak", LEAK, "over-budget", ("memory, leak",)),
]


def small_suite(folder: pathlib.Path) -> pathlib.Path:
    """A copy of the suite whose growth is measured from 23 to 92 MiB."""
    suite = folder / "Conformance"
    shutil.copytree(HERE, suite, ignore=shutil.ignore_patterns("adapters", "perf", "readers", "lifecycle"))
    path = suite / "cases" / "memory" / GROWTH / "case.json"
    text = path.read_text("utf-8")
    inputs = []
    for times in (1, 4):
        size, digest = recipes.summary(json.loads(text)["budget"]["recipe"], times)
        inputs.append({"times": times, "bytes": size, "sha256": digest})
    path.write_text(re.sub(r'"inputs": \[.*?\]', f'"inputs": {json.dumps(inputs)}', text), "utf-8")
    return suite


def verdict(options, suite: pathlib.Path, fault: str, case: str) -> tuple[str, str | None, list]:
    mutant = f"{sys.executable} '{HERE}/mutants/memory.py' {fault} '{options.barlake}' adapter"
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [options.conform, "run", "--suite", str(suite), "--adapter", mutant, "--claim", "bounded-memory",
             "--require-memory", "--only", f"memory.{case}", "--report-dir", folder],
            text=True, capture_output=True)
        if done.returncode not in (0, 1):
            sys.exit(f"status {done.returncode}\n{done.stdout}{done.stderr}")
        lines = [json.loads(line) for line in (pathlib.Path(folder) / "results.ndjson").open("rb")]
    run = next(line for line in lines if line["type"] == "run")
    return run["verdict"], run.get("difference", {}).get("place"), [
        line for line in lines if line["type"] == "memory"]


def figures(measured: dict) -> str:
    most = max((point["peak_bytes"] - point["baseline_bytes"] for point in measured["series"]), default=0)
    text = f"{most / (1 << 20):.1f} MiB"
    if "slope" in measured:
        text += f", slope {measured['slope']:.4f}"
    if "leak_bytes" in measured:
        text += f", leak {measured['leak_bytes'] / (1 << 20):.1f} MiB"
    return text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("conform")
    parser.add_argument("barlake")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--load", action="store_true")
    parser.add_argument("--small", action="store_true")
    options = parser.parse_args()
    options.conform, options.barlake = map(os.path.abspath, (options.conform, options.barlake))
    right: collections.Counter = collections.Counter()
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * options.load)]
    try:
        with tempfile.TemporaryDirectory() as folder:
            suite = small_suite(pathlib.Path(folder)) if options.small else HERE
            for number in range(options.rounds):
                for fault, case, wanted, places in WANTED:
                    found, place, measured = verdict(options, suite, fault, case)
                    is_right = found == wanted and (places is None or place in places)
                    right[fault, case] += is_right
                    print(f"{number + 1}: {fault}, {case}: {found}{f' ({place})' if place else ''}; "
                          + "; ".join(figures(one) for one in measured)
                          + ("" if is_right else f", not {wanted}"), flush=True)
    finally:
        for process in busy:
            process.kill()
            process.wait()
    for fault, case, wanted, _ in WANTED:
        print(f"{fault}, {case}: {wanted} in {right[fault, case]} of {options.rounds}")
    return 0 if all(right[fault, case] == options.rounds for fault, case, *_ in WANTED) else 1


if __name__ == "__main__":
    sys.exit(main())
