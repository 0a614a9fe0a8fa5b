#!/usr/bin/env python3
"""Checks that an object streams into an ingest as fast as it comes, and in little memory.

    transfer.py .build/release/FlatFilesClient [--bytes 60000000] [--rounds 3]

Writes a flat file of minute bars with about the given number of bytes, compressed. A server in a
process of its own sends it through connections of 1.15 MB/s each, as the vendor does: to a download
into a file, to a program that reads the stream and does nothing, and to an ingest of the stream by the
engine `streaming`, which take turns. Each uses eight connections. Fails in these cases:

- The peak of the ingest, as the kernel counts it, is above 96 MB.
- The median time of the ingest is above 1.1 of that of the transfer alone, the faster of the other two.

Then does the same without the limit, and prints the figures only: the time is that of the ingest.
"""

import argparse
import gzip
import pathlib
import shutil
import statistics
import subprocess
import sys

from benchmark import Launcher  # first: it makes the modules of `readers` known
from command import FIXTURES, temporary_folder

sys.path.insert(0, str(FIXTURES))
import generate  # noqa: E402

DATE = "2024-01-02"
KEY = f"us_stocks_sip/minute_aggs_v1/2024/01/{DATE}.csv.gz"
HELD = 1_150_000  # bytes a second of one connection
PEAK_LIMIT = 96e6  # bytes
TIME_LIMIT = 1.1


def write_bars(path, byte_count):
    """Writes sorted bars to a gzip file of at least so many bytes; returns the number of bars."""
    recipe = {"data_type": "stocks_minute", "date": DATE, "seed": 11, "symbols": 10_500}
    header, *rows = b"".join(generate.blocks(recipe)).splitlines(keepends=True)
    count = 0
    with open(path, "wb") as file, gzip.open(file, "wb", compresslevel=6) as text:
        text.write(header)
        # The same bars of other symbols, too far away to be compressed as repetitions.
        for letter in map(bytes, zip(range(ord("A"), ord("Z") + 1))):
            for start in range(0, len(rows), 20_000):
                if file.tell() >= byte_count:
                    return count
                block = rows[start:start + 20_000]
                text.write(letter + letter.join(block))
                count += len(block)
    sys.exit(f"{path} has only {path.stat().st_size} bytes")


class Server:
    """A server of one object, in a process of its own."""

    def __init__(self, client, path, rate):
        words = [client, "serve", path, KEY, *([str(rate)] if rate else [])]
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.endpoint = self.process.stdout.readline().strip()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def measure(launcher, options, server, scratch, rows):
    """The size of the object, and the runs of each work."""
    size = (scratch / "bars.csv.gz").stat().st_size
    target, lake = scratch / "object.csv.gz", scratch / "lake"
    words = {
        "download": [options.client, "file", server.endpoint, KEY, target],
        "stream": [options.client, "stream", server.endpoint, KEY],
        "ingest": [options.client, "ingest", server.endpoint, KEY, DATE, lake]}
    expected = {"download": f"{size} 0", "stream": str(size), "ingest": str(rows)}
    runs = {name: [] for name in words}
    for _ in range(options.rounds):
        for name in words:
            target.unlink(missing_ok=True)
            shutil.rmtree(lake, ignore_errors=True)
            output = scratch / "output"
            run = launcher.measure(words[name], output=output)
            if run["status"] or output.read_text().strip() != expected[name]:
                sys.exit(f"{name} ended with {run['status']}: {output.read_text()}")
            runs[name].append(run)
    return size, runs


def check(launcher, options, scratch):
    """Yields what is above a limit, and prints all figures."""
    rows = write_bars(scratch / "bars.csv.gz", options.bytes)
    print(f"{rows:,} bars, median of {options.rounds} runs\n")
    print("| each connection, MB/s | work | time, s | MB/s | ÷ transfer | CPU, s | peak, MB |")
    print("|---|---|---|---|---|---|---|")
    for rate in (HELD, None):
        server = Server(options.client, scratch / "bars.csv.gz", rate)
        try:
            size, runs = measure(launcher, options, server, scratch, rows)
        finally:
            server.close()
        times = {name: statistics.median(run["wall"] for run in found)
                 for name, found in runs.items()}
        transfer = min(times["download"], times["stream"])
        for name, found in runs.items():
            peak = max(run["peak_kib"] for run in found) * 1024
            ratio = times[name] / transfer
            print(f"| {rate / 1e6 if rate else 'any'} | {name} | {times[name]:.2f} | "
                  f"{size / 1e6 / times[name]:.1f} | {ratio:.2f} | "
                  f"{statistics.median(run['cpu'] for run in found):.2f} | {peak / 1e6:.1f} |",
                  flush=True)
            if name == "ingest" and rate:
                if peak > PEAK_LIMIT:
                    yield f"the peak is {peak / 1e6:.1f} MB, above {PEAK_LIMIT / 1e6:.0f}"
                if ratio > TIME_LIMIT:
                    yield f"the ingest takes {ratio:.2f} of the transfer, above {TIME_LIMIT}"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("client")
    parser.add_argument("--bytes", type=int, default=60_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    options.client = pathlib.Path(options.client).resolve()
    launcher = Launcher()
    with temporary_folder(2 << 30) as folder:
        wrong = list(check(launcher, options, pathlib.Path(folder)))
    launcher.close()
    print(*(["", *wrong] if wrong else ["\nAll within the limits."]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
