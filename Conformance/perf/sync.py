#!/usr/bin/env python3
"""Measures what `barlake sync` costs for each date, beside the work on its rows.

    sync.py ".build/release/barlake" [--days 250] [--rounds 5] [--jobs 1,2,4,8]

Puts small flat files of so many days, of all four data types, into a SeaweedFS on this machine and
into a folder. Each round measures, as whole processes and in turning order:

- `--version`: the start of a process;
- `plan` of an empty lake: the start, the listings and the comparison;
- `sync` of an empty lake from the bucket, with several `--jobs`;
- `sync` of an empty lake from the folder: the same work without a network;
- the same from a folder of files with one row each: hardly more than lock, commit and manifest;
- `sync` with nothing to do, from the bucket and from the folder;
- four threads of Python that get the same objects and drop them.

Each date is one file, in memory if the system has a file system there. The server runs on the same
processors. Prints a Markdown table of medians. Fails if a lake is not done, and in these cases (the
times are without the start):

- A call with nothing to do takes more than 0.35 of one that does everything, or, of at least 1,000
  dates, more than 1 ms a date.
- A `sync` from the bucket takes more than 1.6 of the folder's and of the threads' together, so the
  transfer does not overlap the work.
- The peak, of any number of jobs, is above 96 MB.
"""

import concurrent.futures
import contextlib
import gzip
import http.client
import itertools
import json
import pathlib
import shutil
import statistics
import sys
import time

from benchmark import Launcher, machine  # first: it makes the modules of `readers` known
from command import Command
from command import parser as command_parser
from memory import working_folder
import seaweedfs

FIRST = "2023-01-02"
SHAPES = {
    "stocks_daily": {"symbols": 500},
    "stocks_minute": {"symbols": 41, "tickers": ["AAPL", "F", "GME", "SPY"], "minutes": 390},
    "options_daily": {"symbols": 60, "spread": 12},
    "options_minute": {"symbols": 41, "spread": 4},
}
BUCKET = "flatfiles"
NOTHING_SHARE = 0.35  # of a whole sync
NOTHING_LIMIT = 1.0  # milliseconds a date, of so many dates
MANY = 1_000
OVERLAP_LIMIT = 1.6  # of the parts one after the other
PEAK_LIMIT = 96e6  # bytes
USUAL_JOBS = 4
THREADS = 4


def write(place):
    """Writes the flat file of a type and a date into a folder, and one with its first row into
    another; returns the size of the first.
    """
    folder, short_folder, data_type, date = place
    data = seaweedfs.flat_file(data_type, date, **SHAPES[data_type])
    short = gzip.compress(b"".join(gzip.decompress(data).splitlines(keepends=True)[:2]))
    for root, content in ((folder, data), (short_folder, short)):
        path = root / seaweedfs.key(data_type, date)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return len(data)


class Work:
    """The flat files in all places, and the calls that are measured."""

    def __init__(self, options, scratch, server):
        self.scratch = scratch
        self.server = server
        self.command = Command(options.command).words
        self.days = list(itertools.islice(seaweedfs.weekdays(FIRST), options.days))
        self.root, short = scratch / "flat", scratch / "short"
        places = [(self.root, short, *one) for one in itertools.product(SHAPES, self.days)]
        with concurrent.futures.ProcessPoolExecutor() as pool:
            self.byte_count = sum(pool.map(write, places, chunksize=16))
        self.keys = [seaweedfs.key(*one[2:]) for one in places]
        with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(self.put, self.keys))
        config = seaweedfs.configuration(scratch / "config")
        self.places = {
            "bucket": ["--config-dir", config, "--endpoint", server.endpoint, "--bucket", BUCKET],
            "folder": ["--source", self.root],
            "short": ["--source", short]}

    def put(self, key):
        self.server.put(BUCKET, key, (self.root / key).read_bytes())

    def words(self, call, place, lake, *more):
        return [*self.command, call, "--type", ",".join(SHAPES), "--lake", lake,
                "--since", self.days[0], "--until", self.days[-1], "--partition-by", "date",
                *self.places[place], *more]

    def fetch(self):
        """The seconds in which some threads get all objects."""
        keys = iter(self.keys)

        def get():
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port)
            with contextlib.closing(connection):
                while key := next(keys, None):
                    connection.request("GET", f"/{BUCKET}/{key}")
                    answer = connection.getresponse()
                    if answer.status != 200 or not answer.read():
                        sys.exit(f"{key}: status {answer.status}")

        started = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
            for ended in [pool.submit(get) for _ in range(THREADS)]:
                ended.result()
        return {"wall": time.perf_counter() - started, "cpu": None, "peak_kib": None}


def measure(launcher, work, options):
    """The runs of each call, by its title."""
    full = {place: work.scratch / f"full-{place}" for place in ("bucket", "folder")}
    whole = {f"`sync --jobs {jobs}` of all": ("bucket", jobs) for jobs in options.jobs}
    whole["`sync` of all, from a folder"] = ("folder", USUAL_JOBS)
    whole["`sync` of all, one row a date, from a folder"] = ("short", USUAL_JOBS)
    titles = ["start", "`plan` of all", "GET of all", *whole,
              "`sync` of nothing", "`sync` of nothing, from a folder"]
    runs = {title: [] for title in titles}
    for place, lake in full.items():
        checked(launcher, work, ("sync", place, lake), 0)
    for number in range(options.rounds):
        for title in titles[number % len(titles):] + titles[:number % len(titles)]:
            lake = work.scratch / "lake"
            if title == "start":
                run = launcher.measure([*work.command, "--version"])
            elif title == "GET of all":
                run = work.fetch()
            elif title == "`plan` of all":
                run = launcher.measure(work.words("plan", "bucket", lake),
                                       output=work.scratch / "output")
            elif title in whole:
                place, jobs = whole[title]
                run = checked(launcher, work, ("sync", place, lake, "--jobs", jobs), 0)
                shutil.rmtree(lake)
            else:
                place = "folder" if "folder" in title else "bucket"
                run = checked(launcher, work, ("sync", place, full[place]), len(work.keys))
            if run.get("status"):
                sys.exit(f"{title} ended with {run['status']}")
            runs[title].append(run)
    return runs


def checked(launcher, work, call, done_count):
    """A run of a `sync`, which must end with all dates done, `done_count` of them before."""
    output = work.scratch / "output"
    run = launcher.measure(work.words(*call, "--json", "--quiet"), output=output)
    summary = json.loads(output.read_text().splitlines()[-1])
    done, ingested = (sum(one[name] for one in summary["types"]) for name in ("done", "ingested"))
    if run["status"] or (done, ingested) != (done_count, len(work.keys) - done_count):
        sys.exit(f"{call}: status {run['status']}, {done} done before, {ingested} ingested")
    return run


def table(runs, date_count):
    """Prints the figures, and returns the median walls."""
    start = statistics.median(run["wall"] for run in runs["start"])
    walls = {}
    print("| call | wall, s | ms a date, without the start | CPU, s | peak, MB |")
    print("|---|---|---|---|---|")
    for title, found in runs.items():
        wall = walls[title] = statistics.median(run["wall"] for run in found)
        cells = [title, f"{wall:.3f} ({min(run['wall'] for run in found):.3f}–"
                 f"{max(run['wall'] for run in found):.3f})"]
        base = 0 if title == "GET of all" else start
        cells.append("" if title == "start" else f"{1000 * (wall - base) / date_count:.2f}")
        if found[0]["cpu"] is None:
            cells += ["", ""]
        else:
            cells.append(f"{statistics.median(run['cpu'] for run in found):.3f}")
            cells.append(f"{max(run['peak_kib'] for run in found) * 1024 / 1e6:.0f}")
        print("| " + " | ".join(cells) + " |", flush=True)
    return walls


def broken(runs, options, date_count):
    """Yields the promises that do not hold. Ratios are those of each round, without the start."""
    def seconds(title, number):
        start = 0 if title == "GET of all" else runs["start"][number]["wall"]
        return runs[title][number]["wall"] - start

    def ratio(over, *under):
        return statistics.median(
            seconds(over, number) / sum(seconds(title, number) for title in under)
            for number in range(options.rounds))

    whole = f"`sync --jobs {USUAL_JOBS}` of all"
    for nothing, all_of_it in (
            ("`sync` of nothing", whole),
            ("`sync` of nothing, from a folder", "`sync` of all, from a folder")):
        share = ratio(nothing, all_of_it)
        least = min(seconds(nothing, number) for number in range(options.rounds))
        least *= 1000 / date_count  # milliseconds
        print(f"{nothing}: {share:.3f} of all, at least {least:.3f} ms a date")
        if share > NOTHING_SHARE:
            yield f"{nothing} takes {share:.3f} of all, above {NOTHING_SHARE}"
        if date_count >= MANY and least > NOTHING_LIMIT:
            yield f"{nothing} takes {least:.2f} ms a date, above {NOTHING_LIMIT}"
    overlap = ratio(whole, "`sync` of all, from a folder", "GET of all")
    print(f"{whole}: {overlap:.2f} of the folder's and of the transfer together")
    if overlap > OVERLAP_LIMIT:
        yield f"{whole} takes {overlap:.2f} of its parts, above {OVERLAP_LIMIT}"
    peak = max(run["peak_kib"] or 0 for found in runs.values() for run in found) * 1024
    if peak > PEAK_LIMIT:
        yield f"the peak is {peak / 1e6:.0f} MB, above {PEAK_LIMIT / 1e6:.0f}"


def numbers(text):
    return [int(number) for number in text.split(",")]


def main():
    parser = command_parser(__doc__)
    parser.add_argument("--days", type=int, default=250)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", type=numbers, default=[1, 2, 4, 8])
    options = parser.parse_args()
    if USUAL_JOBS not in options.jobs:
        parser.error(f"--jobs lacks {USUAL_JOBS}, to which others are compared")
    with working_folder() as folder:
        scratch = pathlib.Path(folder)
        server = seaweedfs.SeaweedFS(scratch / "server", is_public=True)
        with contextlib.closing(server):
            work = Work(options, scratch, server)
            # Now, since children have the variables of this process.
            launcher = Launcher()
            runs = measure(launcher, work, options)
            launcher.close()
    date_count = len(work.keys)
    print(f"{date_count} dates of {len(SHAPES)} types, {work.byte_count / 1e6:.1f} MB, median of "
          f"{options.rounds} runs; {machine()}\n")
    table(runs, date_count)
    print()
    wrong = list(broken(runs, options, date_count))
    print(*(["", *wrong] if wrong else ["\nAs promised."]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
