#!/usr/bin/env python3
"""Measures `barlake status` on a lake of minute bars by symbol.

    status.py ".build/release/barlake" [--dates 20] [--symbols 10500] [--rounds 5] [--limit 8]

Makes a lake with all dates in one month, and one with each date in its own month. Every date has a
file per symbol. Measures `barlake status` and `barlake status --sizes` on both, with names and
manifests in memory. Prints milliseconds per date. Fails if the shortest `status` with all dates in
one month is above the limit. The lakes are in memory if the system has a file system in memory.
"""

import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

from benchmark import machine  # first: it makes the modules of `readers` known
from command import Command
from command import parser as command_parser
from memory import generate, working_folder

# A flag that a command does not know is not measured.
CALLS = {"status": [], "status --sizes": ["--sizes"]}


def names(count):
    """Distinct symbols of one to five letters, on average as long as those of a real day."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [f"{letters[n % 26]}{letters[n // 26 % 26]}{letters[n // 676 % 26]}"
            + ("" if n < 17576 else letters[n // 17576 % 26]) + ("A" if n % 2 else "")
            for n in range(count)]


def dates(count):
    """The dates of each layout: all in one month, and each in its own month."""
    return {
        "in one month": [f"2024-01-{number + 1:02}" for number in range(count)],
        "a month each": [f"{2000 + number // 12}-{number % 12 + 1:02}-03" for number in range(count)],
    }


def make(command, lake, days, symbols):
    bars = [f"{name},100,10.5,10.6,10.7,10.4,1704205800000000000,7" for name in symbols]
    data = "\n".join([generate.HEADER, *bars]).encode()
    for day in days:
        words = command.ingest_words("stocks_minute", lake, "--json", "--date", day, "-")
        done = subprocess.run(words, input=data, capture_output=True)
        if done.returncode or len(json.loads(done.stdout)["files"]) != len(symbols):
            sys.exit(f"{day}: {done.stdout[:500]} {done.stderr}")


def look(command, lake, flags):
    """The seconds that a status takes, and its JSON."""
    started = time.perf_counter()
    done = subprocess.run([*command.words, "status", "--json", *flags, lake], capture_output=True)
    seconds = time.perf_counter() - started
    if done.returncode:
        return None, None
    return seconds, json.loads(done.stdout)


def main():
    parser = command_parser(__doc__)
    parser.add_argument("--dates", type=int, default=20)
    parser.add_argument("--symbols", type=int, default=10500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=float, help="milliseconds per date")
    options = parser.parse_args()
    command = Command(options.command)
    symbols = names(options.symbols)
    print(f"{options.dates} dates of {options.symbols} files; {machine()}")
    is_slow = False
    for layout, days in dates(options.dates).items():
        with working_folder() as folder:
            lake = pathlib.Path(folder) / "lake"
            make(command, lake, days, symbols)
            manifests = list((lake / ".barlake/manifests").rglob("*.json"))
            size = sum(path.stat().st_size for path in manifests) / len(manifests)
            print(f"{layout}: {size:,.0f} bytes per manifest")
            for name, flags in CALLS.items():
                found = [look(command, lake, flags) for _ in range(options.rounds + 1)][1:]
                if found[0][0] is None:
                    print(f"  {name:16} not known")
                    continue
                for _, status in found:
                    if status["data_types"][0]["files"] != len(days) * len(symbols):
                        sys.exit(f"{layout}: not all dates are done")
                times = [seconds * 1000 / len(days) for seconds, _ in found]
                print(f"  {name:16} {statistics.median(times):7.2f} ms per date, "
                      f"{min(times):.2f} to {max(times):.2f}")
                if layout == "in one month" and not flags and options.limit is not None:
                    is_slow = min(times) > options.limit
            shutil.rmtree(lake)
    if is_slow:
        sys.exit(f"status takes more than {options.limit} ms per date")


main()
