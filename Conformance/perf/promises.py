#!/usr/bin/env python3
"""Checks what the published documentation promises about speed and memory.

    promises.py ".build/release/barlake" [--rows 1600000] [--rounds 3]

Writes one day of minute bars as the published tree, a Snappy Parquet file per symbol, with whole
processes in turn: pandas, as its users would write it, and `barlake` with the engines `polars` and
`streaming`. Fails if pandas takes less than five times as long as `polars`, or if `streaming` does
not use less memory than `polars`. The files are in memory if the system has a file system in
memory, because making ten thousand files on a disk takes the same time for all. Needs pandas and
pyarrow.
"""

import pathlib
import shutil
import statistics
import sys

from benchmark import HERE, Launcher  # first: it makes the modules of `readers` known
from command import Command
from command import parser as command_parser
from memory import DATE, bars, working_folder

def words(name, command, source, lake):
    if name == "pandas":
        return [sys.executable, HERE / "peers.py", "pandas", "stocks_minute", "portable", DATE,
                source, lake, "symbol"]
    return Command(command).ingest_words(
        "stocks_minute", lake, "--date", DATE, "--engine", name, "--partition-by", "symbol", source)


def main():
    parser = command_parser(__doc__)
    parser.add_argument("--rows", type=int, default=1_600_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    names = ("pandas", "polars", "streaming")
    runs = {name: [] for name in names}
    launcher = Launcher()
    with working_folder() as folder:
        scratch = pathlib.Path(folder)
        source, lake = scratch / "bars.csv", scratch / "lake"
        header, rows = bars("stocks_minute", options.rows, symbols=10_500)
        source.write_bytes(header + b"".join(rows))
        for _ in range(options.rounds):
            for name in names:
                shutil.rmtree(lake, ignore_errors=True)
                lake.mkdir()
                run = launcher.measure(words(name, options.command, source, lake))
                if run["status"]:
                    sys.exit(f"{name} ended with {run['status']}")
                runs[name].append(run)
    launcher.close()
    # The rest of the machine disturbs the shortest time least.
    wall = {name: min(run["wall"] for run in runs[name]) for name in names}
    peak = {name: statistics.median(run["peak_kib"] for run in runs[name]) / 1024
            for name in names}
    print(f"{len(rows):,} bars\n\n| | wall, s (shortest) | peak, MiB (median) |\n|---|---|---|")
    for name in names:
        print(f"| {name} | {wall[name]:.2f} | {peak[name]:.0f} |")
    wrong = []
    if wall["pandas"] < 5 * wall["polars"]:
        wrong.append(f"pandas takes {wall['pandas'] / wall['polars']:.1f} times as long as polars")
    if peak["streaming"] >= peak["polars"]:
        wrong.append("streaming takes no less memory than polars")
    print(*(["", *wrong] if wrong else ["\nAs promised."]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
