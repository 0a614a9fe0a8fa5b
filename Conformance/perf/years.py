#!/usr/bin/env python3
"""Times the work of someone who keeps years of flat files, beside what others would use for it.

    years.py ".build/release/barlake" [--rounds 9] [--month-rounds 9] [--only NAME]
             [--profile classic] [--image-folder /dev/shm] [--disk-folder .]

The work, by NAME:

- backfill: 250 days of stock days, .csv.gz, in one command, against Polars in one process that
  loops over the files (`peers.py`);
- month: 21 days of stock minutes, .csv.gz, the same way; `--month-rounds` is for this one;
- symbols: a day of stock minutes into a file for each of 10,500 symbols, synced to the disk, against
  the partitioned writes of Polars and DuckDB, which sync nothing;
- few-symbols: ten symbols of that day, `--engine lazy`, against a lazy frame of Polars with a filter;
- busy-disk: one row, by date and by symbol, while another process appends 100 MB/s to files on the
  same disk. Beside it is the time before that process started;
- pandas: a day of stock minutes into a file for each symbol, as published, against pandas as its
  users would write that tree;
- puller: a day of option minutes, .csv.gz, into one file, against the converting part of
  `polygon-options-puller`, if that package is installed.

Every run is a whole process. In each round all programs of a work run once, in turning order, after
one run of each whose rows are counted. A ratio is that of a run of `barlake` and of the fastest peer
of the same round; the table has medians, with the range in brackets. Each run writes to an ext4 that
was made for it, in an image in memory unless `--image-folder` names a folder; `busy-disk` writes to
the file system of `--disk-folder`. Returns 1 if a target is missed: the median of the ratios, or the
largest peak. Inputs are made once into `Fixtures/.cache`.
"""

import contextlib
import dataclasses
import importlib.metadata
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import benchmark
import inputs
from benchmark import command, spread
from jobs import Bench, Job
from volumes import add_image_folder

MEGABYTE = 10**6
POLARS = {"Polars": ("polars-eager", "polars-lazy")}
TEN = "AAPL,AMD,BAC,F,GME,INTC,MSFT,SPY,TSLA,XOM"
PULLER = "polygon-options-puller"
BUSY_RATE = 100  # MB/s
BUSY_FILE = 512 * MEGABYTE  # bytes, after which the other of two files is written from its start
BUSY_LIMIT = 0.05  # seconds
SETTLING = 5  # seconds of writing before the first run
PAUSE = 1  # second between two runs


@dataclasses.dataclass
class Target:
    """What is asked of an engine: wall time by that of a group of peers, and megabytes."""

    ratios: dict = dataclasses.field(default_factory=dict)
    peak: float | None = None


@dataclasses.dataclass
class Work:
    """A job, and the programs that do it."""

    title: str
    recipe: str | None = None
    encoding: str = "plain"
    days: tuple = ()  # name of the folder, number of days, shape: instead of a recipe
    data_type: str = "stocks_minute"
    partition: str = "date"
    symbols: str = ""
    peers: dict = dataclasses.field(default_factory=lambda: POLARS)
    own: dict = dataclasses.field(default_factory=dict)

    def source(self):
        if self.days:
            name, count, shape = self.days
            return inputs.days(name, count, self.data_type, **shape)
        return command.generated(self.recipe, self.encoding == "gzip")

    def job(self, profile):
        date = None if self.days else command.recipe(self.recipe)["date"]
        return Job(self.data_type, self.source(), date, profile, self.partition, self.symbols)

    def programs(self):
        return [*self.own, *(peer for group in self.peers.values() for peer in group)]


WORKS = {
    "backfill": Work(
        "250 days of stock days, gzip, one command", data_type="stocks_daily",
        days=("years-stocks-daily", 250, {"symbols": 11_000}),
        own={"polars": Target({"Polars": 0.45}, 64)}),
    "month": Work(
        "21 days of stock minutes, gzip, one command",
        days=("years-stocks-minute", 21, {"symbols": 10_500}),
        own={"polars": Target({"Polars": 0.50}, 96)}),
    "symbols": Work(
        "stock minutes by symbol, 10,500 files", recipe="full-stocks-minute", partition="symbol",
        peers=POLARS | {"DuckDB": ("duckdb",)},
        own={"polars": Target({"Polars": 0.30, "DuckDB": 0.10}, 110), "streaming": Target(peak=60)}),
    "few-symbols": Work(
        "10 of 10,500 symbols of stock minutes", recipe="full-stocks-minute", symbols=TEN,
        peers={"Polars lazy": ("polars-lazy",)}, own={"lazy": Target({"Polars lazy": 0.45}, 48)}),
    "pandas": Work(
        "stock minutes, the published tree", recipe="full-stocks-minute", partition="symbol",
        peers={"pandas": ("pandas",)}, own={"polars": Target({"pandas": 0.10})}),
    "puller": Work(
        "option minutes, gzip, one file", recipe="full-options-minute", encoding="gzip",
        data_type="options_minute", peers={PULLER: ("puller",)},
        own={"polars": Target(), "streaming": Target()}),
}
NAMES = ["backfill", "month", "symbols", "few-symbols", "busy-disk", "pandas", "puller"]


def line(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def megabytes(run):
    return run["peak_kib"] * 1024 / MEGABYTE


# Work with peers


def rows_in(folder):
    return benchmark.stored_rows(folder.rglob("*.parquet"))


def measure(bench, work, profile, rounds):
    """The counted runs of each program, one a round, in turning order."""
    job, programs = work.job(profile), work.programs()
    counts = {program: bench.run(program, job, rows_in)["look"] for program in programs}
    if len(set(counts.values())) != 1:
        sys.exit(f"{work.title}: the programs do not write the same number of rows: {counts}")
    runs = {program: [] for program in programs}
    for number in range(rounds):
        turn = number % len(programs)
        for program in programs[turn:] + programs[:turn]:
            runs[program].append(bench.run(program, job))
    return runs


def least(runs, key):
    """The least figure of several programs in each round."""
    return [min(run[key] for run in turn) for turn in zip(*runs)]


def compare(work, runs):
    """Prints the rows of a work; returns whether all targets are met."""
    is_met = True
    for engine, target in work.own.items():
        own = runs[engine]
        peaks = [megabytes(run) for run in own]
        for group, peers in work.peers.items():
            theirs = [runs[peer] for peer in peers]
            best = least(theirs, "wall")
            walls = [run["wall"] / other for run, other in zip(own, best)]
            cpus = [run["cpu"] / other for run, other in zip(own, least(theirs, "cpu"))]
            least_peak = min(statistics.median(map(megabytes, peer)) for peer in theirs)
            limit = target.ratios.get(group)
            asked, met = [], []
            if limit is not None:
                asked.append(f"{limit:.2f}")
                met.append(statistics.median(walls) <= limit)
            if target.peak is not None:
                asked.append(f"{target.peak} MB")
                met.append(max(peaks) <= target.peak)
            line(work.title, f"`{engine}`", spread([run["wall"] for run in own], 2), group,
                 f"{statistics.median(best):.2f}", spread(walls, 2),
                 f"{statistics.median(cpus):.2f}", spread(peaks, 0), f"{least_peak:.0f}",
                 ", ".join(asked), verdict(asked, met))
            is_met = is_met and all(met)
    return is_met


def verdict(asked, met):
    """`yes`, or what of it is not met."""
    missed = [text for text, is_met in zip(asked, met) if not is_met]
    if not asked:
        return ""
    return "no: " + ", ".join(missed) if missed else "yes"


# A busy disk


def write_steadily(folder, rate):
    """Appends so many MB/s to two files in turn until it is terminated. Prints the rate reached."""
    is_ended = []
    signal.signal(signal.SIGTERM, lambda *_: is_ended.append(True))
    block = os.urandom(MEGABYTE)
    written, file = 0, None
    started = due = time.perf_counter()
    while not is_ended:
        if written % BUSY_FILE == 0:
            if file:
                file.close()
            file = open(pathlib.Path(folder, f"busy-{written // BUSY_FILE % 2}"), "wb", buffering=0)
        file.write(block)
        written += MEGABYTE
        # What a slow disk did not take in time is not made up for by a burst later.
        due = max(due + MEGABYTE / (rate * MEGABYTE), time.perf_counter() - 0.1)
        time.sleep(max(0, due - time.perf_counter()))
    print(written / MEGABYTE / (time.perf_counter() - started))


@contextlib.contextmanager
def busy(folder, rates):
    """A process that writes to the disk during the block; its rate is added to `rates`."""
    process = subprocess.Popen(
        [sys.executable, __file__, "--write", folder, str(BUSY_RATE)], stdout=subprocess.PIPE,
        text=True)
    try:
        time.sleep(SETTLING)
        if process.poll() is not None:
            sys.exit(f"the process that writes to the disk ended with {process.returncode}")
        yield
    finally:
        process.terminate()
        output, _ = process.communicate()
    rates.append(float(output))


def one_row(folder):
    """A flat file of one row, and its date."""
    recipe = command.recipe("full-stocks-minute")
    path = folder / "row.csv"
    with command.generated("full-stocks-minute").open() as file:
        path.write_text(file.readline() + file.readline())
    return path, recipe["date"]


def measure_row(bench, folder, partition, profile):
    source, date = one_row(folder)
    job = Job("stocks_minute", source, date, profile, partition)
    lake = pathlib.Path(tempfile.mkdtemp(dir=folder))
    run = bench.measured(job.own_words(bench.barlake, "polars", lake))
    time.sleep(PAUSE)
    return run


def busy_disk(bench, options):
    """Prints the rows of a disk that another process writes to; returns whether the target is met."""
    partitions = ("date", "symbol")
    rates, found = [], {}
    with tempfile.TemporaryDirectory(dir=options.disk_folder, prefix="busy-") as name:
        folder = pathlib.Path(name)
        for is_busy in (False, True):
            with busy(folder, rates) if is_busy else contextlib.nullcontext():
                for number in range(options.rounds + 1):
                    for partition in partitions:
                        run = measure_row(bench, folder, partition, options.profile)
                        if number:  # the first one warms caches
                            found.setdefault((partition, is_busy), []).append(run)
    is_met = True
    for partition in partitions:
        walls = {state: [run["wall"] for run in found[partition, state]] for state in (False, True)}
        met = statistics.median(walls[True]) <= BUSY_LIMIT
        line(f"one row by {partition}, {rates[0]:.0f} MB/s of others", "`polars`",
             spread(walls[True], 3), "nobody writes",
             f"{statistics.median(walls[False]):.3f}", "", "",
             spread([megabytes(run) for run in found[partition, True]], 0), "",
             f"{BUSY_LIMIT} s", verdict([f"{BUSY_LIMIT} s"], [met]))
        is_met = is_met and met
    return is_met


# The command


def puller_version():
    """The version of the package that is measured if it is installed, else None."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(PULLER)
    return None


def main():
    if sys.argv[1:2] == ["--write"]:
        return write_steadily(sys.argv[2], float(sys.argv[3]))
    parser = command.parser(__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--month-rounds", type=int, help="rounds of `month`, if other than --rounds")
    parser.add_argument("--only", choices=NAMES, action="append")
    parser.add_argument("--profile", default="classic", choices=("portable", "classic"))
    add_image_folder(parser)
    parser.add_argument("--disk-folder", type=pathlib.Path, default=pathlib.Path.cwd())
    options = parser.parse_args()
    names = options.only or NAMES
    version = puller_version()
    note = f"{PULLER} {version or 'IS NOT INSTALLED, so `puller` is left out'}"
    is_met = True
    with contextlib.closing(Bench(options.command, options.image_folder)) as bench:
        print(f"{benchmark.machine()}; {note}; profile {options.profile}, {options.rounds} rounds; "
              f"{bench.volumes.note}; medians, with the range in brackets\n")
        line("work", "engine", "wall, s", "against", "its wall, s", "wall ÷", "CPU ÷", "peak, MB",
             "its peak, MB", "target", "met")
        print("|" + "---|" * 11)
        for name in names:
            if name == "busy-disk":
                is_met &= busy_disk(bench, options)
            elif name != "puller" or version:
                rounds = options.month_rounds if name == "month" else None
                runs = measure(bench, WORKS[name], options.profile, rounds or options.rounds)
                is_met &= compare(WORKS[name], runs)
    print("\nAll targets are met." if is_met else "\nNot all targets are met.")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
