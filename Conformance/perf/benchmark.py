#!/usr/bin/env python3
"""Measures `barlake` and other engines: whole processes, interleaved.

    benchmark.py ".build/release/barlake" [RECIPE…] [--encoding plain,gzip] [--rounds 5]
                 [--engines …] [--profile portable] [--threads N] [--partition date]

RECIPE is a name of `Fixtures/recipes`, by default `full-stocks-minute`. Each round runs every
engine once, in rotating order, so that a slow minute of the machine affects all of them. Output is
removed at the end only, because making files is slow for some time after many were removed. Prints
a Markdown table with medians, ranges, and ratios to Polars eager. Ratios of one run can be
compared; figures of different runs or machines cannot.
"""

import datetime
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "readers"))
import command  # noqa: E402

OURS = ("polars", "streaming", "lazy")
PEERS = ("polars-eager", "polars-lazy", "duckdb", "pyarrow")
BASE = "polars-eager"
TITLES = {
    "polars": "**barlake** polars", "streaming": "**barlake** streaming",
    "lazy": "**barlake** lazy",
    "polars-eager": "Polars eager", "polars-lazy": "Polars lazy", "duckdb": "DuckDB COPY",
    "pyarrow": "pyarrow open_csv"}


class Launcher:
    """The small process that starts and measures the others."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", HERE / "launcher.py"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)

    def measure(self, words, output=os.devnull):
        request = {"words": [str(word) for word in words], "output": str(output)}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def words_for(engine, options, recipe, source, target):
    if engine in PEERS:
        return [sys.executable, HERE / "peers.py", engine, recipe["data_type"], options.profile,
                recipe["date"], source, *output_of_peer(options, recipe, target)]
    arguments = ["--date", recipe["date"], "--profile", options.profile, "--engine", engine]
    if recipe["data_type"].endswith("minute"):
        arguments += ["--partition-by", options.partition]
    if options.threads and engine != "streaming":
        arguments += ["--threads", options.threads]
    if recipe.get("fractional") and options.profile == "classic":
        arguments += ["--fractional-volume", "round"]
    barlake = command.Command(options.command)
    return barlake.ingest_words(recipe["data_type"], target, *arguments, source)


def output_of_peer(options, recipe, target):
    if options.partition == "date":
        return [target / "out.parquet"]
    return [target / "out", "underlying" if "options" in recipe["data_type"] else "symbol"]


def run_once(launcher, engine, options, recipe, source, scratch):
    target = pathlib.Path(tempfile.mkdtemp(dir=scratch))
    os.sync()  # otherwise the next sync also waits for the writes of the previous run
    found = launcher.measure(words_for(engine, options, recipe, source, target))
    if found["status"]:
        sys.exit(f"{engine} ended with {found['status']}")
    files = found["files"] = list(target.rglob("*.parquet"))
    found["bytes"] = sum(path.stat().st_size for path in files)
    return found


def stored_rows(files):
    """The number of rows in Parquet files, counted in a separate process, so that this one stays
    small.
    """
    program = ("import sys, pyarrow.parquet as pq\n"
               "print(sum(pq.read_metadata(p.strip()).num_rows for p in sys.stdin))")
    done = subprocess.run(
        [sys.executable, "-c", program], input="\n".join(map(str, files)), capture_output=True,
        text=True, check=True)
    return int(done.stdout)


def check_rows(files, engine, recipe):
    found = stored_rows(files)
    if found != recipe["rows"]:
        sys.exit(f"{engine} wrote {found} rows of {recipe['rows']}")


def rounds(launcher, engines, options, recipe, source, scratch):
    """The counted runs of each engine: one a round, in turning order, after one that warms caches and
    whose output is checked."""
    runs = {engine: [] for engine in engines}
    for engine in engines:
        first = run_once(launcher, engine, options, recipe, source, scratch)
        check_rows(first["files"], engine, recipe)
    for number in range(options.rounds):
        turn = number % len(engines)
        for engine in engines[turn:] + engines[:turn]:
            runs[engine].append(run_once(launcher, engine, options, recipe, source, scratch))
    return runs


def spread(values, digits):
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def table(title, engines, runs):
    print(f"\n### {title}\n")
    print("| engine | wall, s | ÷ Polars eager | CPU, s | peak MiB | ÷ Polars eager | file, MB |")
    print("|---|---|---|---|---|---|---|")

    def middle(engine, key):
        return statistics.median(run[key] for run in runs[engine])

    for engine in engines:
        ratios = [f"{middle(engine, key) / middle(BASE, key):.2f}" if BASE in runs else ""
                  for key in ("wall", "peak_kib")]
        print("| " + " | ".join([
            TITLES[engine],
            spread([run["wall"] for run in runs[engine]], 3), ratios[0],
            spread([run["cpu"] for run in runs[engine]], 3),
            spread([run["peak_kib"] / 1024 for run in runs[engine]], 0), ratios[1],
            f"{middle(engine, 'bytes') / 1e6:.1f}"]) + " |", flush=True)


def processors():
    """How many cores of which model this process may use."""
    model = platform.processor() or platform.machine()
    cpuinfo = pathlib.Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = names[0].split(":")[1].strip() if names else model
    return f"{len(os.sched_getaffinity(0))} cores of {model}"


def machine():
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("polars", "duckdb", "pyarrow"))
    return (f"{datetime.date.today()}, {processors()}, {platform.system()} {platform.release()}; "
            f"{versions}")


def main():
    parser = command.parser(__doc__)
    parser.add_argument("recipes", nargs="*", default=["full-stocks-minute"])
    parser.add_argument("--encoding", default="plain,gzip")
    parser.add_argument("--engines", default=",".join(OURS + PEERS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", default="portable", choices=("portable", "classic"))
    parser.add_argument("--partition", default="date", choices=("date", "symbol"))
    parser.add_argument("--threads", type=int, help="for barlake's polars and lazy engines")
    options = parser.parse_args()
    engines = options.engines.split(",")
    unknown = set(engines) - set(TITLES)
    if unknown:
        parser.error("unknown engine: " + ", ".join(sorted(unknown)))

    launcher = Launcher()
    print(f"{machine()}; profile {options.profile}, by {options.partition}, "
          f"{options.rounds} rounds")
    floor = launcher.measure(["true"])["peak_kib"]
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        for name in options.recipes:
            recipe = command.recipe(name)
            for encoding in options.encoding.split(","):
                source = command.generated(name, encoding == "gzip")
                runs = rounds(launcher, engines, options, recipe, source, scratch)
                size = source.stat().st_size / 1e6
                table(f"{name}, {encoding}: {recipe['rows']:,} rows, {size:.1f} MB",
                      engines, runs)
    launcher.close()
    print(f"\nPeak memory cannot be seen below {floor / 1024:.0f} MiB: `true` takes as much.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
