#!/usr/bin/env python3
"""Fills the tables of docs/readers.md with the results of readers on lakes, or checks them.

    readers_page.py .build/release/barlake --check
    readers_page.py .build/release/barlake --write [--heavy /tmp/heavy/bin/python]

Makes lakes of both profiles and both partitionings from small flat files with awkward symbols. Each
reader opens each lake in a separate process, with the calls of `reader_calls.py`. Rows, values,
types and filters are compared with those that `flatfile.py` computes from the text. The regions of
the page that are marked as generated hold the calls and their results. The rest of the page is
written by hand and is not changed.

`--check` fails if a cell differs from the committed page, or if a reader is not installed. Readers
that are too large for CI (`requirements-heavy.txt`) need `--heavy` with a Python that has them.
Without it their part of the page is not changed.
"""

import collections
import concurrent.futures
import csv
import datetime
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

import flatfile
from command import Command, completed
from command import parser as command_parser
from reader_calls import READERS
from samples import PROFILES

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs/readers.md"
HEADER = flatfile.HEADER.split(",")
SYMBOLS = ("007", "1E5", "2024-01-02", "BRK.B", "KXA", "KXBpA", "NA", "TRUE")
DIGITS = ("007", "0042")
# The first day repeats its tickers; the others do not. Their months differ.
DAYS = {"2024-01-30": 40, "2024-01-31": 1, "2024-02-01": 1}
CALLS = {
    "plain": "As is:",
    "options": "With options:",
    "embedded": "With options, where the files hold the columns of their folders too:",
}
SECONDS_A_CALL = 300

# The title of a column of the tables, the data type, and the arguments that make the lake.
LAYOUTS = (
    ("stocks_daily", "stocks_daily", ()),
    ("stocks_minute by date", "stocks_minute", ("--partition-by", "date")),
    ("stocks_minute by symbol", "stocks_minute", ("--partition-by", "symbol")),
    ("stocks_minute by symbol, all digits", "stocks_minute", ("--partition-by", "symbol")),
    ("stocks_minute by symbol, embedded", "stocks_minute",
     ("--partition-by", "symbol", "--embed-partition-columns")),
    ("stocks_minute by date, embedded", "stocks_minute",
     ("--partition-by", "date", "--embed-partition-columns")),
    ("options_minute by date", "options_minute", ("--partition-by", "date")),
    ("options_minute by underlying", "options_minute", ("--partition-by", "symbol")),
)


def flat_file(data_type, symbols, day, bars, first):
    """The flat file of one day. Volumes count up from `first`, so no two rows of all files are
    equal.
    """
    midnight = datetime.datetime.fromisoformat(day + "T00:00:00+00:00")
    start = int(midnight.timestamp()) * 10**9
    rows = []
    for place, symbol in enumerate(symbols):
        tickers = [symbol]
        if data_type.startswith("options"):
            strikes = (1_250, 99_999_000 - 1_000 * place)
            tickers = [f"O:{symbol}240719{side}{strike:08}" for side, strike in zip("CP", strikes)]
        for ticker in tickers:
            for minute in range(1 if data_type.endswith("daily") else bars):
                stamp = start + (14 * 60 + 30 + minute) * 60 * 10**9
                missing = (place + minute) % 5 == 3
                rows.append([
                    ticker, first + len(rows), "" if missing else "10.1", "1234.56", "1234.57",
                    "0.3", stamp, "" if missing else 1 + minute])
    if data_type.startswith("options"):
        rows.append(["NOCONTRACT", first + len(rows), "1.1", "1.1", "1.1", "1.1", start, 1])
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
    return text.getvalue().encode(), len(rows)


class Lake:
    """A lake of one layout and profile, and the file with its expected content."""

    def __init__(self, command, scratch, layout, profile):
        self.title, self.data_type, arguments = layout
        self.profile = profile
        place = scratch / profile / self.title.replace(" ", "-").replace(",", "")
        place.mkdir(parents=True)
        symbols = DIGITS if "all digits" in self.title else SYMBOLS
        first, columns = 1, {}
        for day, bars in DAYS.items():
            data, rows = flat_file(self.data_type, symbols, day, bars, first)
            first += rows
            path = place / f"{day}.csv"
            path.write_bytes(data)
            status, results = command.ingest(
                self.data_type, place / "lake", "--profile", profile, *arguments, path)
            if status or results[0]["status"] != "success":
                raise AssertionError(f"{self.title}, {profile}: exit status {status}, {results}")
            for column in flatfile.expected(data, self.data_type, profile, day).columns:
                kept = columns.setdefault(column.name, {"kind": column.kind, "cells": []})
                if column.kind == "float32":
                    kept["kind"] = "float64"
                    column.cells = [widened(bits) for bits in column.cells]
                kept["cells"] += column.cells
            for name, part in (("year", 0), ("month", 1)):
                kept = columns.setdefault(name, {"kind": "int32", "cells": []})
                kept["cells"] += [int(day.split("-")[part])] * rows
        key = "underlying" if self.data_type.startswith("options") else "symbol"
        volumes = range(1, first)
        chosen = {
            name: [float(v) for v, cell in zip(volumes, columns[name]["cells"]) if cell == value]
            for name, value in ((key, "KXBpA"), ("month", 1))}
        self.path = place / "lake.json"
        self.path.write_text(json.dumps({
            "root": str(place / "lake"), "type": self.data_type, "key": key,
            "tree": "by symbol" in self.title or "by underlying" in self.title,
            "columns": columns, "chosen": chosen}))


def widened(bits):
    """The bits of the binary64 with the value of a binary32."""
    return None if bits is None else flatfile.bits64(flatfile.single(bits))


def calls_of(reader, title):
    """The calls of a reader for the lake with this title."""
    other = "embedded" if "embedded" in title and reader.embedded else "options"
    return [call for call in ("plain", other) if getattr(reader, call)]


class Run:
    """The calls of one reader on all lakes, and the faults of each by title, profile and call."""

    def __init__(self, python, reader, lakes, scratch):
        self.reader, self.python, self.scratch = reader, python, scratch
        self.faults, self.versions = {}, {}
        jobs = [{"lake": str(lake.path), "title": lake.title, "profile": lake.profile, "call": call}
                for call in CALLS for lake in lakes if call in calls_of(reader, lake.title)]
        self.read_versions()
        while jobs:
            done, end = self.begin(jobs)
            for one in done:
                self.keep(one["job"], one["faults"])
            jobs = jobs[len(done):]
            if jobs:
                self.keep(jobs.pop(0), [["fails", end]])

    def keep(self, job, faults):
        self.faults[job["title"], job["profile"], job["call"]] = [tuple(f) for f in faults]

    def read_versions(self):
        code = ("import importlib.metadata, json, sys;"
                "print(json.dumps({p: importlib.metadata.version(p) for p in sys.argv[1:]}))")
        done = completed([self.python, "-c", code, *self.reader.packages])
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1]
            raise SystemExit(f"{self.reader.name} could not be run: {last}")
        self.versions = json.loads(done.stdout)

    def begin(self, jobs):
        """Runs jobs until all are done, or until one ends the process or does not end."""
        name = re.sub(r"\W+", "-", self.reader.name)
        listed = self.scratch / f"{name}.json"
        listed.write_text(json.dumps(jobs))
        errors = self.scratch / f"{name}.err"
        done, hung = [], threading.Event()
        with errors.open("a") as sink:
            worker = subprocess.Popen(
                [self.python, HERE / "reader_worker.py", self.reader.name, listed],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=sink, text=True)

            def stop():
                hung.set()
                worker.kill()

            while True:
                timer = threading.Timer(SECONDS_A_CALL, stop)
                timer.start()
                line = worker.stdout.readline()
                timer.cancel()
                if not line:
                    break
                done.append(json.loads(line))
            status = worker.wait()
        if status > 0:  # the worker is at fault, or an import failed
            raise SystemExit(f"{self.reader.name} could not be run: {errors.read_text()[-2000:]}")
        return done, "does not end" if hung.is_set() else f"dies with signal {-status}"


# The page


def verdict(plain, options):
    """The text of the table for one reader and lake, from the faults of its calls.

    `options` is None if there is no second call.
    """
    if not plain:
        return "as is"
    if options is None:
        options = plain
    elif not options:
        return "with options"
    best = min(plain, options, key=lambda faults: any(kind == "fails" for kind, _ in faults))
    kinds = {kind for kind, _ in best}
    if "fails" in kinds:
        return "fails"
    return "**wrong**" if "wrong" in kinds else "partly"


def row_of(run, profile):
    cells = []
    for title, _, _ in LAYOUTS:
        faults = [run.faults[title, profile, call] for call in calls_of(run.reader, title)]
        cells.append(verdict(faults[0], faults[1] if len(faults) > 1 else None))
    return cells


def lakes_text(lakes):
    """A short text for lakes, given as pairs of title and profile."""
    titles = [title for title, _, _ in LAYOUTS]
    if len(lakes) == len(titles) * len(PROFILES):
        return "every lake"
    profiles = {profile for _, profile in lakes}
    if len(profiles) == 1 and len(lakes) == len(titles):
        return f"every lake of `{profiles.pop()}`"
    words = []
    for title in titles:
        mine = [profile for profile in PROFILES if (title, profile) in lakes]
        if mine:
            words.append(title + ("" if len(mine) == len(PROFILES) else f" (`{mine[0]}`)"))
    return "; ".join(words)


def reader_text(run):
    """The calls of one reader, and the result of each."""
    lines = []
    for call in CALLS:
        text = getattr(run.reader, call)
        if text is None:
            continue
        code, *expressions = text.filled("stocks_minute", "symbol", True)
        lines += [CALLS[call], "", "```python", code]
        lines += [*dict.fromkeys(e for e in expressions if e != "bars"), "```", ""]
        groups = collections.defaultdict(list)
        for (title, profile, one), faults in run.faults.items():
            if one == call:
                groups[tuple(text for _, text in faults)].append((title, profile))
        for texts, lakes in groups.items():
            lines.append(f"- {lakes_text(lakes)}: {'; '.join(texts) if texts else 'right'}")
        lines.append("")
    return lines[:-1]


def region(name, page):
    """The place of a generated region in the page: the match of its marks and content."""
    found = re.search(
        rf"(<!-- generated: {re.escape(name)} -->\n)(.*?)(<!-- end -->)", page, re.DOTALL)
    if not found:
        raise SystemExit(f"{PAGE.name} has no region {name!r}")
    return found


def replaced(page, name, lines):
    found = region(name, page)
    return page[:found.start()] + found[1] + "\n".join(["", *lines, "", ""]) + found[3] \
        + page[found.end():]


def rows_kept(page, name):
    """The rows that a table of the page has now, by their first cell."""
    kept = {}
    for line in region(name, page)[2].splitlines():
        if line.startswith("| ") and not line.startswith("| reader"):
            kept[line.split(" | ")[0].removeprefix("| ")] = line
    return kept


def filled(page, runs, date):
    """The page with the results of these runs, given by the name of the reader."""
    for profile in PROFILES:
        kept = rows_kept(page, profile)
        lines = ["| reader | " + " | ".join(title for title, _, _ in LAYOUTS) + " |",
                 "|---" * (len(LAYOUTS) + 1) + "|"]
        for reader in READERS:
            if reader.name in runs:
                cells = row_of(runs[reader.name], profile)
                lines.append(f"| {reader.name} | " + " | ".join(cells) + " |")
            elif reader.name in kept:
                lines.append(kept[reader.name])
            else:
                raise SystemExit(f"the page has nothing on {reader.name}: run it with --heavy")
        page = replaced(page, profile, lines)
    kept = rows_kept(page, "versions")
    lines = ["| reader | versions | run |", "|---|---|---|"]
    for reader in READERS:
        if reader.name in runs:
            versions = ", ".join(f"{p} {v}" for p, v in runs[reader.name].versions.items())
            when = "by each CI run" if reader.light else f"by hand, {date}"
            lines.append(f"| {reader.name} | {versions} | {when} |")
        else:
            lines.append(kept[reader.name])
    page = replaced(page, "versions", lines)
    for name, run in runs.items():
        page = replaced(page, name, reader_text(run))
    return page


def differences(old, new):
    """Yields the lines of the page that differ from the results, with their region."""
    for found in re.finditer(r"<!-- generated: (.*?) -->\n(.*?)<!-- end -->", new, re.DOTALL):
        name, lines = found[1], found[2].splitlines()
        before = region(name, old)[2].splitlines()
        for line in lines:
            if line not in before:
                yield f"{name}: found, not in the page: {line}"
        for line in before:
            if line not in lines:
                yield f"{name}: in the page, not found: {line}"
        if lines != before and sorted(lines) == sorted(before):
            yield f"{name}: the order of lines differs"


def main():
    parser = command_parser(__doc__)
    parser.add_argument("--heavy", metavar="PYTHON", help="a Python with requirements-heavy.txt")
    parser.add_argument("--only", metavar="READER", action="append", help="run this reader only")
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--check", action="store_true")
    action.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.only and options.check:
        parser.error("--check takes all readers")
    command = Command(options.command)
    page = PAGE.read_text()
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        lakes = [Lake(command, scratch, layout, profile)
                 for profile in PROFILES for layout in LAYOUTS]
        chosen = [reader for reader in READERS if reader.light or options.heavy]
        if options.only:
            chosen = [reader for reader in chosen if reader.name in options.only]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            started = [pool.submit(
                Run, sys.executable if reader.light else options.heavy, reader, lakes, scratch)
                for reader in chosen]
            runs = {one.result().reader.name: one.result() for one in started}
    new = filled(page, runs, datetime.date.today().isoformat())
    cells = sum(len(run.faults) for run in runs.values())
    if options.write:
        PAGE.write_text(new)
        print(f"{PAGE.name}: {len(runs)} readers, {cells} calls")
        return 0
    problems = list(differences(page, new))
    for problem in problems:
        print(f"FAILED {problem}")
    print(f"{len(runs)} readers, {cells} calls, {len(problems)} differences from {PAGE.name}")
    return 1 if problems or not cells else 0


if __name__ == "__main__":
    sys.exit(main())
