#!/usr/bin/env python3
"""Times `barlake` against the best of the other engines on all inputs that matter, in one run.

    targets.py ".build/release/barlake" [--rounds 9] [--profile classic] [--only NAME]

For each workload every engine runs once a round, in turning order, as in `benchmark.py`. The table
shows the medians of the pairs' ratios: the wall time of `barlake` divided by that of the fastest peer
of the same round (Polars eager, Polars lazy or DuckDB, all writing the same columns, types and row
order into one file of Snappy Parquet), with the least and the greatest ratio; the peak of memory; and
the size of the file, divided by the smallest of the peers'. A second table shows what no implementation
that does the same duties can avoid, measured in the same run on one thread: to read the source, to
inflate it, the SHA-256 of the source and of the file, and to write and sync the file.
"""

import hashlib
import os
import pathlib
import statistics
import sys
import tempfile
import time
import zlib

import benchmark
from benchmark import command

PEERS = ("polars-eager", "polars-lazy", "duckdb")
# Name, recipe, encoding, and the engines of ours.
WORKLOADS = [
    ("stock minutes", "full-stocks-minute", "plain", ("polars", "streaming")),
    ("stock minutes, gzip", "full-stocks-minute", "gzip", ("polars", "streaming")),
    ("option minutes, gzip", "full-options-minute", "gzip", ("polars", "streaming")),
    ("stock days", "full-stocks-daily", "plain", ("polars", "streaming")),
    ("option days", "full-options-daily", "plain", ("polars", "streaming")),
]


def compare(name, engines, runs):
    """The rows of one workload."""
    rounds = range(len(next(iter(runs.values()))))
    best = [min(runs[peer][turn]["wall"] for peer in PEERS) for turn in rounds]
    best_cpu = [min(runs[peer][turn]["cpu"] for peer in PEERS) for turn in rounds]
    smallest = min(runs[peer][0]["bytes"] for peer in PEERS)
    fastest = min(PEERS, key=lambda peer: statistics.median(run["wall"] for run in runs[peer]))
    least_peak = min(statistics.median(run["peak_kib"] for run in runs[peer]) for peer in PEERS)
    for engine in engines:
        own = runs[engine]
        peak = statistics.median(run["peak_kib"] for run in own)
        print("| " + " | ".join([
            name, engine, benchmark.spread([run["wall"] for run in own], 3),
            f"{benchmark.TITLES[fastest]} {statistics.median(best):.3f}",
            benchmark.spread([own[turn]["wall"] / best[turn] for turn in rounds], 2),
            benchmark.spread([own[turn]["cpu"] / best_cpu[turn] for turn in rounds], 2),
            f"{peak * 1024 / 1e6:.0f}", f"{peak / least_peak:.2f}",
            f"{own[0]['bytes'] / 1e6:.2f}", f"{own[0]['bytes'] / smallest:.2f}"]) + " |",
              flush=True)


def seconds(work, rounds=5):
    """The shortest of some runs: what the machine can do."""
    found = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def floors(source, output, folder):
    """What cannot be avoided, in seconds on one thread, by name."""
    content, written = source.read_bytes(), output.read_bytes()
    part = 1 << 20

    def read():
        with source.open("rb", buffering=0) as file:
            buffer = bytearray(part)
            while file.readinto(buffer):
                pass

    def inflate():
        inflater = zlib.decompressobj(31)
        for start in range(0, len(content), part):
            inflater.decompress(content[start:start + part])

    def write():
        path = folder / "floor"
        with path.open("wb", buffering=0) as file:
            file.write(written)
            os.fsync(file.fileno())
        path.unlink()

    return {
        "read": seconds(read),
        "inflate": seconds(inflate) if content[:2] == b"\x1f\x8b" else 0.0,
        "SHA-256 of source": seconds(lambda: hashlib.sha256(content).digest()),
        "SHA-256 of file": seconds(lambda: hashlib.sha256(written).digest()),
        "write and sync": seconds(write)}


def main():
    parser = command.parser(__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--profile", default="classic", choices=("portable", "classic"))
    parser.add_argument("--only", choices=[name for name, *_ in WORKLOADS], action="append")
    options = parser.parse_args()
    options.partition, options.threads = "date", None
    launcher = benchmark.Launcher()
    print(f"{benchmark.machine()}; profile {options.profile}, by date, {options.rounds} rounds; "
          "medians, with the range in brackets\n")
    print("| workload | engine | wall, s | fastest peer, s | wall ÷ fastest peer | CPU ÷ least of the peers "
          "| peak MB | peak ÷ least of the peers | file, MB | file ÷ smallest of the peers |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    bounds = {}
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        for name, recipe_name, encoding, ours in WORKLOADS:
            if options.only and name not in options.only:
                continue
            recipe = command.recipe(recipe_name)
            source = command.generated(recipe_name, encoding == "gzip")
            runs = benchmark.rounds(
                launcher, ours + PEERS, options, recipe, source, scratch)
            compare(name, ours, runs)
            bounds[name] = floors(source, runs[ours[0]][0]["files"][0], scratch)
    launcher.close()
    names = next(iter(bounds.values()))
    print("\nWhat cannot be avoided, in milliseconds on one thread:\n")
    print("| workload | " + " | ".join(names) + " |")
    print("|---" * (1 + len(names)) + "|")
    for name, figures in bounds.items():
        print(f"| {name} | " + " | ".join(f"{1000 * value:.0f}" for value in figures.values())
              + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
