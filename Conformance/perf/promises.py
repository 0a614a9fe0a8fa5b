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

from benchmark import Launcher  # first: it makes the modules of `readers` known
from command import parser as command_parser
from jobs import Job
from memory import DATE, bars, working_folder


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
        source, output = scratch / "bars.csv", scratch / "output"
        header, rows = bars("stocks_minute", options.rows, symbols=10_500)
        source.write_bytes(header + b"".join(rows))
        job = Job("stocks_minute", source, DATE, "portable", "symbol")
        for _ in range(options.rounds):
            for name in names:
                shutil.rmtree(output, ignore_errors=True)
                output.mkdir()
                run = launcher.measure(
                    job.peer_words(name, output) if name == "pandas"
                    else job.own_words(options.command, name, output))
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
