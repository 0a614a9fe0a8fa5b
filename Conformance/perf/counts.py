#!/usr/bin/env python3
"""Counts what an ingest costs without a clock, and compares it with what is recorded.

    counts.py ".build/release/barlake" [--record]

Ingests fixed inputs on one thread and counts, for each row: instructions and allocations (valgrind),
page faults (the kernel's count for the process) and system calls (strace). What a flat file of one
row takes is taken off, so that the figures are those of the rows. Of a batch of days of one row, the
figures are those of each further day: what a date costs beside its rows. They are compared with
`counts.json`: one that is more than 3 % above its record fails (10 % by symbol and of a batch), and so does
one that is more than 10 % below it (15 %), since a record that is out of date guards nothing. `--record`
writes the file.

Instructions are counted on a machine that valgrind simulates, so they do not depend on the machine, its
load or its clock. It lacks the processor's instructions for SHA-256, so the digests are not counted.

Everything is written beside the command, on a disk as a lake is: of a file system in memory (a `/tmp`
that is a tmpfs) the kernel maps more pages for each fault, and figures of one are none of the other.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parents[1] / "Fixtures"
RECORD = HERE / "counts.json"
ABOVE, BELOW = 0.03, 0.10
# Folders get names by chance, and what is done in thousands of them, or at the same time by two threads,
# differs from run to run.
ABOVE_IN_FOLDERS, BELOW_IN_FOLDERS = 0.10, 0.15
# Hash tables of the Swift library are laid out by chance otherwise.
ENVIRONMENT = {**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"}
ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc"}
ROWS = 120_000  # at most; more than one row group
# A difference of fewer than this many altogether comes by chance: the memory is looked at by the clock,
# and on a busy machine an ingest takes longer.
CHANCE = {"instructions": 1_000_000, "allocations": 500, "page faults": 300, "system calls": 60}

sys.path.insert(0, str(FIXTURES))
import generate  # noqa: E402

RECIPES = generate.read_recipes()
# Title, recipe and arguments of `ingest`.
WORKLOADS = [
    ("stock minutes by date", "medium-stocks-minute",
     ["--engine", "streaming", "--partition-by", "date", "--profile", "classic"]),
    ("stock minutes by symbol", "medium-stocks-minute",
     ["--engine", "streaming", "--partition-by", "symbol", "--profile", "portable"]),
    ("option days by date", "medium-options-daily",
     ["--engine", "polars", "--partition-by", "date", "--profile", "portable"]),
]
BATCH = "a day of a batch"
DAYS = 12  # one group
HEADER = "ticker,volume,open,close,high,low,window_start,transactions"


class Counter:
    """Counts runs of one command, a copy without debugging symbols: valgrind cannot read ours."""

    def __init__(self, command, folder):
        self.folder = folder
        self.command = folder / "barlake"
        shutil.copy(command, self.command)
        subprocess.run(["strip", "--strip-debug", self.command], check=True)

    def words(self, data_type, arguments):
        lake = self.folder / "lake"
        shutil.rmtree(lake, ignore_errors=True)
        return [self.command, "ingest", "--type", data_type, "--lake", lake, "--threads", "1",
                *arguments]

    def run(self, wrapper, words):
        done = subprocess.run([*wrapper, *words], capture_output=True, text=True, env=ENVIRONMENT)
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, words))}: exit status {done.returncode}\n{done.stderr}")
        return done.stderr

    def figures(self, data_type, arguments):
        """The counts of one call, by name."""
        words = lambda: self.words(data_type, arguments)  # noqa: E731
        profile = self.folder / "profile"
        text = self.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}"], words())
        instructions = int(re.search(r"Collected : (\d+)", text)[1])
        allocations, hashing = read_profile(profile)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
        self.run([], words())
        faults = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt - before
        calls = self.folder / "calls"
        self.run(["strace", "-f", "-y", "-qq", "-o", calls], words())
        with calls.open() as lines:
            # The memory is looked at by the clock, and threads wait for each other by chance.
            # A call that another thread interrupts is two lines: unfinished, and resumed.
            count = sum(not re.search(r"/proc/|futex|resumed", line) for line in lines)
        return {
            "instructions": instructions - hashing, "allocations": allocations,
            "page faults": faults, "system calls": count}


def read_profile(profile):
    """Two figures of a profile: calls of the allocator, and instructions spent in SHA-256.

    The format gives each function's name once, and then its number. A line of two numbers is a place
    and its instructions; the line after `calls=` has those of the callee.
    """
    names, function, callee, allocations, hashing = {}, "", "", 0, 0
    with profile.open() as lines:
        for line in lines:
            if match := re.match(r"(c?)fn=\((\d+)\)(?: (.*))?", line):
                if match[3]:
                    names[match[2]] = match[3]
                if match[1]:
                    callee = names.get(match[2], "")
                else:
                    function = names.get(match[2], "")
            elif line.startswith("calls="):
                if callee in ALLOCATORS:
                    allocations += int(line[len("calls="):].split()[0])
                next(lines)
            elif "sha256_block" in function and re.match(r"[+\-*\d]\S* \d+$", line):
                hashing += int(line.split()[1])
    return allocations, hashing


def measure(counter, folder):
    """The figures for each row, by workload and name."""
    found = {}
    for title, name, arguments in WORKLOADS:
        recipe = RECIPES[name]
        text = b"".join(generate.blocks(recipe))
        text = b"".join(text.splitlines(keepends=True)[:1 + ROWS])
        source, single = folder / "bars.csv", folder / "bar.csv"
        source.write_bytes(text)
        single.write_bytes(b"".join(text.splitlines(keepends=True)[:2]))
        rows = text.count(b"\n") - 1
        arguments = ["--date", recipe["date"], *arguments]
        whole = counter.figures(recipe["data_type"], [*arguments, source])
        start = counter.figures(recipe["data_type"], [*arguments, single])
        found[title] = {
            key: round((whole[key] - start[key]) / rows, 6) for key in whole}
    found[BATCH] = measure_batch(counter, folder)
    return found


def measure_batch(counter, folder):
    """The figures for each day of a batch of days of one row, without the first."""
    files = []
    for number in range(DAYS):
        date = datetime.date(2024, 3, 1) + datetime.timedelta(number)
        start = int(datetime.datetime.combine(
            date, datetime.time(5), datetime.timezone.utc).timestamp()) * 10**9
        files.append(folder / f"{date}.csv")
        files[-1].write_text(f"{HEADER}\nA,100,1.5,1.5,1.5,1.5,{start},3\n")
    arguments = ["--engine", "polars", "--partition-by", "date"]
    whole = counter.figures("stocks_daily", [*arguments, *files])
    start = counter.figures("stocks_daily", [*arguments, files[0]])
    return {key: round((whole[key] - start[key]) / (DAYS - 1), 6) for key in whole}


def compare(found, recorded):
    """The number of figures that are not as recorded; prints all."""
    wrong = 0
    for title, figures in found.items():
        for key, now in figures.items():
            known = recorded.get(title, {}).get(key)
            ratio = now / known if known else None
            count = DAYS - 1 if title == BATCH else ROWS
            is_chance = known is not None and abs(now - known) * count < CHANCE[key]
            above, below = (
                (ABOVE_IN_FOLDERS, BELOW_IN_FOLDERS)
                if title == BATCH or "by symbol" in title else (ABOVE, BELOW))
            state = "ok"
            if ratio is None:
                state = "not recorded"
            elif not is_chance and ratio > 1 + above:
                state = "MORE than recorded"
            elif not is_chance and ratio < 1 - below:
                state = "LESS than recorded: record it with --record"
            wrong += state != "ok"
            print(f"{title}, {key}{'' if title == BATCH else ' a row'}: {now:g}"
                  + (f", recorded {known:g}, ratio {ratio:.3f}" if ratio else "") + f": {state}")
    return wrong


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command")
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    command = pathlib.Path(options.command).resolve()
    with tempfile.TemporaryDirectory(dir=command.parent) as scratch:
        folder = pathlib.Path(scratch)
        found = measure(Counter(command, folder), folder)
    if options.record:
        RECORD.write_text(json.dumps(found, indent=2) + "\n")
        print(f"written to {RECORD.name}")
        return 0
    return 1 if compare(found, json.loads(RECORD.read_text())) else 0


if __name__ == "__main__":
    sys.exit(main())
