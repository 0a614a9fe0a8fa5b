#!/usr/bin/env python3
"""What a lake looks like when `barlake` is killed, raced against itself, or runs out of disk.

    check_lifecycle.py ".build/release/barlake" [ROUNDS]

Killed: SIGKILL, SIGINT or SIGTERM at a random moment of an ingest, into an empty lake or over a date
that is done. Every visible file must be whole, and the same call must complete the date. Races: four
processes ingest one date; one must publish, three report `skipped`, and a reader that looks
meanwhile must never see half a file. Full disk: the error of a tmpfs of 1 MiB, where one can be
mounted. Moments are drawn from a fixed seed.
"""

import collections
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import pyarrow.parquet

from command import FIXTURES, Command, Tally, published, staged

DATE = "2024-07-02"
TYPE = "stocks_minute"
STORED = f"{TYPE}/year=2024/month=07/date={DATE}.parquet"
INPUT = next((FIXTURES / "raw" / TYPE).glob(f"{DATE}.csv*"))
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM)


class Lifecycle:
    """The checks; each method is one group."""

    def __init__(self, command, scratch, rounds):
        self.command = command
        self.scratch = scratch
        self.rounds = rounds
        self.tally = Tally()
        self.random = random.Random(20240702)
        status, results = self.ingest(scratch / "whole")
        if status != 0:
            raise AssertionError(f"the sample cannot be ingested: {results}")
        self.whole = (scratch / "whole" / STORED).read_bytes()

    def words(self, lake, *arguments):
        return self.command.words + [
            "ingest", "--json", "--type", TYPE, "--lake", str(lake), "--date", DATE,
            *arguments, str(INPUT)]

    def ingest(self, lake, *arguments):
        return self.command.ingest(TYPE, lake, "--date", DATE, *arguments, INPUT)

    def not_whole(self, lake):
        """The problem with what a reader sees: nothing, or exactly the one whole file."""
        for path in published(lake):
            if path != STORED:
                return f"{path} is visible"
            if (lake / path).read_bytes() != self.whole:
                return f"{path} is not whole"
        return ""

    # Killed

    def killed(self):
        started = time.monotonic()
        self.ingest(self.scratch / "timed")
        duration = time.monotonic() - started
        for number in range(self.rounds):
            self.tally.guard(f"killed {number}", lambda: self.kill(number, duration))

    def kill(self, number, duration):
        lake = self.scratch / f"killed{number}"
        is_over = number % 2 == 1
        if is_over:
            self.ingest(lake)
        engine = self.random.choice(("polars", "streaming", "lazy"))
        child = subprocess.Popen(
            self.words(lake, "--engine", engine, "--on-existing", "overwrite"),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(self.random.random() * duration)
        wanted = self.random.choice(SIGNALS)
        child.send_signal(wanted)
        status = child.wait(timeout=20)
        if status not in (0, -wanted, 128 + wanted):
            return f"exit status {status} after signal {wanted}"
        problem = self.not_whole(lake)
        if problem:
            return problem
        if status == 128 + wanted:
            left = staged(lake) + ([] if is_over else published(lake))
            if left:
                return f"left behind after an interruption: {left}"
        status, results = self.ingest(lake)
        if status != 0:
            return f"the next run does not complete the date: {results}"
        if published(lake) != [STORED] or staged(lake):
            return f"after the next run: {published(lake)}, {staged(lake)}"
        shutil.rmtree(lake)
        return self.not_whole(lake) if lake.exists() else ""

    # Races

    def races(self):
        for number in range(self.rounds // 3):
            self.tally.guard(f"race {number}", lambda: self.race(self.scratch / f"race{number}"))

    def race(self, lake):
        problems, is_over = [], threading.Event()

        def watch():
            while not is_over.is_set():
                if (lake / STORED).exists():
                    try:
                        pyarrow.parquet.read_table(lake / STORED, partitioning=None)
                    except Exception as error:  # whatever a reader raises, it saw half a file
                        problems.append(f"{type(error).__name__}: {error}")

        watcher = threading.Thread(target=watch)
        watcher.start()
        children = [
            subprocess.Popen(self.words(lake, "--engine", engine), stdout=subprocess.PIPE)
            for engine in ("polars", "streaming", "lazy", "polars")]
        outcomes = collections.Counter(
            json.loads(child.communicate(timeout=60)[0])["status"] for child in children)
        is_over.set()
        watcher.join()
        if outcomes != {"success": 1, "skipped": 3}:
            problems.append(str(dict(outcomes)))
        return "; ".join(problems[:3]) or self.not_whole(lake) or "".join(staged(lake))

    # Full disk

    def full_disk(self):
        target = self.scratch / "small"
        target.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", target], capture_output=True)
        if mounted.returncode != 0:
            print("full disk: no tmpfs can be mounted here, so this is not checked", flush=True)
            return
        try:
            filler = target / "filler"
            filler.write_bytes(bytes(1_000_000))
            for engine in ("polars", "streaming", "lazy"):
                self.tally.guard(f"full disk {engine}", lambda: self.fill(target / "lake", engine))
            filler.unlink()
            self.tally.guard("after the full disk", lambda: self.recover(target / "lake"))
        finally:
            subprocess.run(["umount", target], check=True)

    def fill(self, lake, engine):
        status, results = self.ingest(lake, "--engine", engine)
        error = results[0]
        if status != 1 or error.get("code") != "io_error" or "errno 28" not in error["message"]:
            return f"exit status {status}, {error}"
        return "".join(published(lake) + staged(lake))

    def recover(self, lake):
        status, results = self.ingest(lake)
        return self.not_whole(lake) if status == 0 else str(results)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    rounds = int(sys.argv[2]) if len(sys.argv) == 3 else 60
    with tempfile.TemporaryDirectory() as folder:
        checks = Lifecycle(Command(sys.argv[1]), pathlib.Path(folder), rounds)
        for group in (checks.killed, checks.races, checks.full_disk):
            started = time.monotonic()
            group()
            print(f"{group.__name__}: {time.monotonic() - started:.1f} s", flush=True)
    return checks.tally.close()


if __name__ == "__main__":
    sys.exit(main())
