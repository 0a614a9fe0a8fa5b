#!/usr/bin/env python3
"""Checks the rules about memory: MEM-2, MEM-5 and MEM-6.

    memory.py ".build/release/barlake" [--rows 1700000] [--factors 1,4,10] [--symbols 10500]
              [--ways streaming/date,streaming/symbol,polars/date] [--orders sorted,shuffled]
              [--rounds 3]

Writes one day of minute bars with the given number of rows, and files that repeat each bar several
times, so that the number of symbols is the same. Ingests each with several engines and
partitionings, and prints the peak of each run as the kernel counts it. Fails in these cases:

- The peak grows by more than 0.05 MiB per MiB of input (MEM-5.1). This also covers the read-ahead
  of `polars`, which is bounded.
- With `streaming`, the peak grows by 10 % or more for ten times the rows, or by 16 % or more where
  the rows are shuffled (MEM-5.2).
- With `streaming` by symbol, the peak is above 96 MB, or the files of the day are above 80 MB.

Then ingests long texts, tickers of 1 MiB and notes of 20 kB, with a limit of 0.1 GiB. `streaming`
must succeed in 96 MB (MEM-5.4). Other engines must succeed or report `memory_limit_exceeded`, with
a peak of at most the limit and 32 MB (MEM-2.3).

Then ingests 100,000 bars of each data type. Fails if `memory_reduction_percent` is below 50 in the
profile `classic` (MEM-6.1).
"""

import json
import pathlib
import random
import shutil
import statistics
import sys

from benchmark import Launcher  # first: it makes the modules of `readers` known
from command import FIXTURES, Command, temporary_folder
from command import parser as command_parser

sys.path.insert(0, str(FIXTURES))
import generate  # noqa: E402

MEBIBYTE = 1 << 20
DATE = "2024-01-02"
PEAK_LIMIT = 96e6 / MEBIBYTE  # MiB, streaming by symbol
DAY = 1_700_000  # more than the bars of a day, so all are used
TREE_LIMIT = 80e6  # bytes of the files of that day by symbol
GROWTH_LIMIT = 0.05  # MiB per MiB of input
SMALL_LIMIT = 0.1  # GiB, for long texts
BEYOND_LIMIT = 32e6  # bytes that an engine on all cores may use above its limit
NOTES = ["--extra-columns", "note:string"]
# Each has at least 100,000 bars, or as many as a day can have.
TYPICAL = {
    "stocks_daily": {"symbols": 11000},
    "stocks_minute": {"symbols": 1600},
    "options_daily": {"symbols": 1700, "spread": 83},
    "options_minute": {"symbols": 700, "spread": 83},
}


def bars(data_type, count, **shape):
    """The header and `count` bars evenly chosen from a day, as lines; fewer if the day has
    fewer.
    """
    recipe = {"data_type": data_type, "date": DATE, "seed": 11, **shape}
    text = b"".join(generate.blocks(recipe))
    header, *rows = text.splitlines(keepends=True)
    count = min(count, len(rows))
    return header, [rows[number * len(rows) // count] for number in range(count)]


def working_folder():
    """A temporary folder with room for the lakes of a day."""
    return temporary_folder(4 << 30)


def write_scaled(path, header, rows, factor, order):
    """Writes each row `factor` times: one after the other, or all rows in a mixed order,
    repeated.
    """
    with open(path, "wb") as file:
        file.write(header)
        if order == "sorted":
            for row in rows:
                file.write(row * factor)
        else:
            mixed = rows[:]
            random.Random(13).shuffle(mixed)
            for _ in range(factor):
                file.writelines(mixed)
    return path.stat().st_size


def peak(launcher, options, source, engine, partitioning, lake):
    """The median peak of several runs in MiB, of one where the limit is far. Each run makes the lake
    anew.
    """
    found = []
    for _ in range(options.rounds if engine == "streaming" else 1):
        shutil.rmtree(lake, ignore_errors=True)
        run = launcher.measure(Command(options.command).ingest_words(
            "stocks_minute", lake, "--date", DATE, "--engine", engine,
            "--partition-by", partitioning, source))
        if run["status"]:
            sys.exit(f"barlake ended with {run['status']}")
        found.append(run["peak_kib"] / 1024)
    return statistics.median(found)


def check_peaks(options, scratch):
    """Yields the violations of MEM-5 and of the limits above, and prints every peak."""
    launcher = Launcher()
    lake = scratch / "lake"
    header, rows = bars("stocks_minute", options.rows, symbols=options.symbols)
    symbols = len({row.split(b",", 1)[0] for row in rows})
    print(f"{len(rows):,} bars of {symbols:,} symbols, median of {options.rounds} runs of streaming\n")
    print("| engine | partitioning | order | rows | input, MiB | peak, MiB "
          "| growth a MiB of input | files, MB |")
    print("|---|---|---|---|---|---|---|---|")
    bases = {}
    for order in options.orders.split(","):
        for factor in map(int, options.factors.split(",")):
            path = scratch / "bars.csv"
            size = write_scaled(path, header, rows, factor, order) / MEBIBYTE
            for way in options.ways.split(","):
                engine, partitioning = way.split("/")
                found = peak(launcher, options, path, engine, partitioning, lake)
                tree = sum(file.stat().st_size for file in lake.rglob("*.parquet"))
                base = bases.setdefault((order, way), (factor, size, found))
                growth = (found - base[2]) / (size - base[1]) if size > base[1] else 0.0
                print(f"| {engine} | {partitioning} | {order} | {factor}× | {size:.1f} | "
                      f"{found:.1f} | {growth:.3f} | {tree / 1e6:.1f} |", flush=True)
                name = f"{engine}, {partitioning}, {order}, {factor}×"
                if growth > GROWTH_LIMIT:
                    yield f"{name}: the peak grows by {growth:.3f} MiB a MiB of input (MEM-5.1)"
                if engine != "streaming":
                    continue
                limit = 1.16 if order == "shuffled" else 1.1
                if factor == 10 * base[0] and found >= limit * base[2]:
                    yield f"{name}: the peak is {found:.1f} MiB, from {base[2]:.1f} (MEM-5.2)"
                if partitioning == "symbol" and found > PEAK_LIMIT:
                    yield f"{name}: the peak is {found:.1f} MiB, above {PEAK_LIMIT:.1f}"
                is_day = factor == 1 and options.rows >= DAY
                if partitioning == "symbol" and is_day and tree > TREE_LIMIT:
                    yield f"{name}: the files take {tree / 1e6:.1f} MB, above {TREE_LIMIT / 1e6}"
    launcher.close()


def long_texts(scratch):
    """Yields a name, a file of long texts, and the data type, partitioning and options of its
    ingest.
    """
    names = generate.HEADER

    def write(header, rows):
        path = scratch / "texts.csv"
        with open(path, "w") as file:
            file.write(header + "\n")
            file.writelines(rows)
        return path

    def row(ticker, number, *more):
        instant = (1_704_205_800 + number) * 10**9
        fields = (ticker, 100, 10.5, 10.25, 11, 9.75, instant, number, *more)
        return ",".join(map(str, fields)) + "\n"

    path = write(names, (row(f"K{number:06}".ljust(MEBIBYTE - 200, "x"), number)
                         for number in range(200)))
    yield "200 tickers of 1 MiB", path, "stocks_daily", "date", []
    for name, data_type, ticker, partitionings in (
            ("15,000 notes of 20 kB, of 100 symbols", "stocks_minute", "K{:02}", ("date", "symbol")),
            ("15,000 notes of 20 kB, of one symbol", "stocks_minute", "KXA", ("symbol",)),
            ("15,000 notes of 20 kB, each of a contract", "options_minute", "O:KXA240719C{:08}",
             ("date", "symbol"))):
        modulus = 100 if data_type == "stocks_minute" else 10**8
        path = write(names + ",note", (
            row(ticker.format(number % modulus), number, f"N{number:06}" * 2857)
            for number in range(15_000)))
        for partitioning in partitionings:
            yield name, path, data_type, partitioning, NOTES


def check_long_texts(options, scratch):
    """Yields the violations of MEM-2.3 and MEM-5.4, and prints every peak."""
    launcher = Launcher()
    lake = scratch / "lake"
    report = scratch / "report.json"
    print(f"\n| with a limit of {SMALL_LIMIT} GiB | type, partitioning | engine | outcome | peak, MiB |")
    print("|---|---|---|---|---|")
    for name, path, data_type, partitioning, more in long_texts(scratch):
        for engine in ("streaming", "polars", "lazy"):
            shutil.rmtree(lake, ignore_errors=True)
            run = launcher.measure(Command(options.command).ingest_words(
                data_type, lake, "--date", DATE, "--engine", engine, "--json",
                "--max-memory-gb", SMALL_LIMIT, "--partition-by", partitioning, *more, path),
                output=report)
            result = json.loads(report.read_text())
            outcome = result.get("code", result["status"])
            peak = run["peak_kib"] / 1024
            print(f"| {name} | {data_type}, {partitioning} | {engine} | {outcome} | {peak:.1f} |",
                  flush=True)
            label = f"{name}, {data_type}, {partitioning}, {engine}"
            if outcome != "success" and (engine == "streaming" or outcome != "memory_limit_exceeded"):
                yield f"{label}: {outcome} (MEM-2.3, MEM-5.4)"
            elif engine == "streaming" and peak > PEAK_LIMIT:
                yield f"{label}: the peak is {peak:.1f} MiB, above {PEAK_LIMIT:.1f} (MEM-5.4)"
            elif peak * MEBIBYTE > SMALL_LIMIT * 2**30 + BEYOND_LIMIT:
                yield f"{label}: the peak is {peak:.1f} MiB, too far above the limit (MEM-2.3)"
    launcher.close()


def check_reduction(options, scratch):
    """Yields the violations of MEM-6.1, and prints the figure of each data type and profile."""
    print("\n| data type | bars | classic, % | portable, % |")
    print("|---|---|---|---|")
    for data_type, shape in TYPICAL.items():
        header, rows = bars(data_type, 100_000, **shape)
        path = scratch / "bars.csv"
        path.write_bytes(header + b"".join(rows))
        figures = {}
        for profile in ("classic", "portable"):
            lake = scratch / "lake"
            shutil.rmtree(lake, ignore_errors=True)
            status, results = Command(options.command).ingest(
                data_type, lake, "--date", DATE, "--engine", "streaming", "--profile", profile,
                "--partition-by", "date", path)
            if status:
                sys.exit(f"barlake ended with {status}: {results}")
            figures[profile] = results[0]["memory_reduction_percent"]
        print(f"| {data_type} | {len(rows):,} | {figures['classic']:.1f} | "
              f"{figures['portable']:.1f} |", flush=True)
        if figures["classic"] < 50:
            yield f"{data_type}: {figures['classic']:.1f} % in classic (MEM-6.1)"


def main():
    parser = command_parser(__doc__)
    parser.add_argument("--rows", type=int, default=DAY)
    parser.add_argument("--factors", default="1,4,10")
    parser.add_argument("--symbols", type=int, default=10_500)
    parser.add_argument("--ways", default="streaming/date,streaming/symbol,polars/date")
    parser.add_argument("--orders", default="sorted,shuffled")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with working_folder() as folder:
        scratch = pathlib.Path(folder)
        wrong = [
            *check_peaks(options, scratch), *check_long_texts(options, scratch),
            *check_reduction(options, scratch)]
    print(*(["", *wrong] if wrong else ["\nAll within the rules."]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
