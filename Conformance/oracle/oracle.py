#!/usr/bin/env python3
"""Computes the expected results of the suite's cases, independently of any implementation.

    oracle.py check [CASE…]      recompute each case (id or area) and compare with its files
    oracle.py propose CASE…      write each table beside the committed one, as *.proposed.ndjson
    oracle.py decimals           write Fixtures/decimals again

Exit status: 0 if everything agrees, 1 if something differs, 2 if there is no such case. Standard
library only.
"""

import concurrent.futures
import json
import pathlib
import re
import sys

import cases
import decimals
from lake import Published
from table import Table

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def differences(case):
    """The differences between the oracle and the case's files, as lines of text."""
    found = shape_faults(case)
    if case.text.get("provenance", {}).get("oracle") == "none":
        return found
    for permutation in case.permutations():
        run = cases.Run(case, permutation)
        where = " ".join("%s=%s" % item for item in permutation.items())
        for line in run_differences(case, run):
            found.append("%s  [%s]" % (line, where))
    return found


def shape_faults(case):
    """Mistakes in the form of the case."""
    text, found = case.text, []
    if text["id"] != case.id:
        found.append("id is %s" % text["id"])
    if set(text) - cases.KEYS:
        found.append("unknown keys %s" % sorted(set(text) - cases.KEYS))
    if text["expect"]["status"] == "error" and "error" not in text["expect"]:
        found.append("an error without a code")
    for name in sorted(case.files() ^ case.named_files()):
        found.append("%s is not both there and named" % name)
    for clause in text["clauses"]["asserts"] + text["clauses"].get("touches", []):
        if clause not in RULES:
            found.append("no clause %s" % clause)
    return found


def clauses():
    """The ids of the rules in docs/spec.md."""
    text = (ROOT / "docs" / "spec.md").read_text("utf-8")
    return set(re.findall(r"^- \*\*([A-Z]+-[0-9]+\.[0-9]+)\*\*", text, re.MULTILINE))


def run_differences(case, run):
    snapshots = []
    for number, (expected, outcome) in enumerate(zip(case.expectations(), run.play()), 1):
        snapshots.append(dict(run.lake.files))
        if expected is None:
            if outcome["status"] == "error":
                yield "step %d fails: %s" % (number, outcome["error"])
            continue
        for key in ("status", "error", "result", "batch", "statistics"):
            if key in expected:
                told = outcome.get(key)
                wanted = compared(expected[key], told) if key == "result" else expected[key]
                yield from compare("step %d %s" % (number, key), wanted, told)
        yield from lake_differences(case, expected, run.lake)
        if "unchanged_since" in expected:
            yield from changes(snapshots[expected["unchanged_since"] - 1], run.lake)


def changes(earlier, lake):
    """Yields the changed files. Bytes are not computed: equal table and metadata count as
    unchanged.
    """
    for path, file in sorted(earlier.items()):
        now = lake.files.get(path)
        both = isinstance(file, Published) and isinstance(now, Published) and now.is_whole
        if now is not file and not (both and now.content() == file.content()):
            yield "%s is not what it was" % path


def lake_differences(case, expected, lake):
    if "tree" in expected:
        yield from tree_differences(case, expected["tree"], lake)
    for date, name in expected.get("together", {}).items():
        yield from together_differences(case, name, date, lake)
    for path, keys in expected.get("metadata", {}).items():
        actual = lake.files[path].metadata
        for key, value in keys.items():
            if key not in actual or value not in ("*", actual[key]):
                yield "metadata %s of %s: %s, not %s" % (key, path, actual.get(key), value)


def compared(result, actual):
    """The keys of a result, except those that may have any value (`*`) and have one."""
    return {k: v for k, v in result.items() if v != "*" or (actual or {}).get(k) is None}


def compare(where, expected, actual):
    """Compares objects by the expected keys, lists item by item, and all else exactly."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, value in expected.items():
            yield from compare("%s.%s" % (where, key), value, actual.get(key, "(absent)"))
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for index, (one, other) in enumerate(zip(expected, actual)):
            yield from compare("%s[%d]" % (where, index), one, other)
    elif expected != actual or type(expected) is not type(actual):
        shown = json.dumps(expected), json.dumps(actual)
        yield "%s: the case says %s, the oracle %s" % (where, *shown)


def tree_differences(case, expected, lake):
    actual = {p for p in lake.files if not any(n[0] in "._" for n in p.split("/"))}
    for path in sorted(set(expected) ^ actual):
        yield "tree: %s %s" % (path, "is too many" if path in actual else "is missing")
    for path in sorted(set(expected) & actual):
        if expected[path] is not None:
            yield from table_differences(case, expected[path], lake.files[path])


def together_differences(case, name, date, lake):
    """Compares each symbol's file with its rows of the whole date's table, without that column."""
    columns, rows = case.table(name)
    names = [column for column, _ in columns]
    place = names.index("symbol" if "symbol" in names else "underlying")
    parts = {}
    for row in rows:
        parts.setdefault(row[place], []).append(row[:place] + row[place + 1 :])
    rest = columns[:place] + columns[place + 1 :]
    files = {f.value: f for f in lake.files.values() if f.is_whole and date_of(f) == date}
    for value in sorted(set(parts) ^ set(files)):
        yield "%s: %s is %s" % (name, value, "too many" if value in files else "missing")
    for value in sorted(set(parts) & set(files)):
        yield from rows_differences("%s, %s" % (name, value), rest, parts[value], files[value])


def date_of(file):
    return file.metadata["barlake.date"]


def table_differences(case, name, file):
    if not isinstance(file, Published):
        yield "%s: the oracle has a foreign file there" % name
        return
    yield from rows_differences(name, *case.table(name), file)


def rows_differences(name, columns, rows, file):
    if columns != file.table.columns:
        yield "%s: columns %s, the oracle %s" % (name, columns, file.table.columns)
        return
    if len(rows) != len(file.table.rows):
        yield "%s: %d rows, the oracle %d" % (name, len(rows), len(file.table.rows))
    for number, (row, other) in enumerate(zip(rows, file.table.rows), 1):
        for (column, _), cell, right in zip(columns, row, other):
            if cell != right:
                yield "%s: row %d, %s: %s, the oracle %s" % (name, number, column, cell, right)


RULES = clauses()


def differences_in(folder):
    """The differences of the case in a folder. Runs in a separate process."""
    case = cases.Case(folder)
    try:
        return differences(case)
    except Exception as error:
        raise RuntimeError("case %s" % case.id) from error


def check(ids):
    chosen = cases.load(ids)
    if not chosen:
        print("no such case", file=sys.stderr)
        return 2
    failed = 0
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for case, found in zip(chosen, pool.map(differences_in, [case.folder for case in chosen])):
            failed += bool(found)
            for line in found[:12]:
                print("%s: %s" % (case.id, line))
    print("%d cases, %d differ" % (len(chosen), failed))
    return 1 if failed else 0


def propose(ids):
    chosen = cases.load(ids) if ids else []
    if not chosen:
        print("no such case", file=sys.stderr)
        return 2
    for case in chosen:
        run = cases.Run(case, next(case.permutations()))
        for expected, outcome in zip(case.expectations(), run.play()):
            print(case.id, json.dumps(outcome, ensure_ascii=False))
            for path, name in (expected or {}).get("tree", {}).items():
                file = run.lake.files.get(path)
                if name is not None and isinstance(file, Published):
                    write_beside(case, name, file.table)
            for date, name in (expected or {}).get("together", {}).items():
                write_beside(case, name, joined(run.lake, date))
    return 0


def joined(lake, date):
    """The rows of all files of a date, symbol by symbol, with the symbol as an additional
    column.
    """
    whole = None
    for path, file in sorted(lake.files.items()):
        if file.is_whole and date_of(file) == date:
            key = "underlying" if path.startswith("options_") else "symbol"
            whole = whole or Table([(key, "string")] + file.table.columns)
            whole.rows += [[file.value] + row for row in file.table.rows]
    return whole


def write_beside(case, name, table):
    beside = case.folder / name.replace(".ndjson", ".proposed.ndjson")
    beside.write_text(cases.table_text(table), "utf-8")
    print("  wrote", beside.name)


def main(arguments):
    if arguments[:1] == ["check"]:
        return check(arguments[1:])
    if arguments[:1] == ["propose"]:
        return propose(arguments[1:])
    if arguments == ["decimals"]:
        return decimals.write(ROOT / "Fixtures" / "decimals")
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
