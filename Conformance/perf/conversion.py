#!/usr/bin/env python3
"""Times `barlake convert` against DuckDB, which makes the same rows of the same lake, in one run.

    conversion.py ".build/release/barlake" [--rows 1600000] [--rounds 5]

A lake of one day of 10,500 symbols becomes one with a file a date, and the other way round. In each
round both programs run as whole processes, in turning order. Fails if `barlake` takes longer than
DuckDB (the median of the ratios), if it takes more than 128 MB (the largest peak), or if the rows
differ: those of each file must be the rows that an ingest of the flat file makes. DuckDB does not
sync what it writes, computes no SHA-256, and need not keep the order of the rows.
"""

import pathlib
import shutil
import statistics
import sys

from benchmark import Launcher, spread  # first: it makes the modules of `readers` known
from command import Command, completed
from command import parser as command_parser
from memory import DATE, bars, working_folder

MOST_MEGABYTES = 128

DUCKDB = """
import sys, duckdb
source, target, layout = sys.argv[1:]
form = "FORMAT PARQUET, COMPRESSION SNAPPY, ROW_GROUP_SIZE 100000"
types, columns = "'year': INTEGER, 'month': INTEGER", "*"
if layout == "symbol":
    form += ", PARTITION_BY (year, month, symbol)"
    target += "/stocks_minute"
else:
    types += ", 'symbol': VARCHAR"
    columns = "* EXCLUDE (year, month)"
    target += "/bars.parquet"
rows = (f"SELECT {columns} FROM read_parquet('{source}/stocks_minute/**/*.parquet', "
        f"hive_partitioning = true, hive_types = {{{types}}})")
duckdb.sql(f"COPY ({rows}) TO '{target}' ({form})")
"""


def words(program, command, lakes, layout, target):
    source = lakes["date" if layout == "symbol" else "symbol"]
    if program == "duckdb":
        return [sys.executable, "-c", DUCKDB, str(source), str(target), layout]
    return [*Command(command).words, "convert", "--partition-by", layout, str(source), str(target)]


def difference(target, lake):
    """What differs in the visible files of two lakes, as text, empty if nothing does."""
    def files(root):
        return {path.relative_to(root): path.read_bytes()
                for path in (root / "stocks_minute").rglob("*.parquet")}
    return "" if files(target) == files(lake) else "the files differ from those of an ingest"


def main():
    parser = command_parser(__doc__)
    parser.add_argument("--rows", type=int, default=1_600_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    wrong = []
    launcher = Launcher()
    with working_folder() as folder:
        scratch = pathlib.Path(folder)
        source, lakes = scratch / "bars.csv", {}
        header, rows = bars("stocks_minute", options.rows, symbols=10_500)
        # The order of the vendor's files, which a symbol tree can give back.
        rows.sort(key=lambda row: row.split(b",", 1)[0])
        source.write_bytes(header + b"".join(rows))
        for layout in ("date", "symbol"):
            lakes[layout] = scratch / layout
            done = completed(Command(options.command).ingest_words(
                "stocks_minute", str(lakes[layout]), "--date", DATE, "--partition-by", layout,
                str(source)))
            if done.returncode:
                sys.exit(done.stdout + done.stderr)
        print(f"{len(rows):,} bars\n\n| to a file per | wall, s | ÷ DuckDB | peak, MB | DuckDB's peak, MB |\n"
              "|---|---|---|---|---|")
        for layout in ("date", "symbol"):
            runs = {"barlake": [], "duckdb": []}
            for number in range(options.rounds):
                for program in sorted(runs, reverse=number % 2 == 1):
                    target = scratch / "target"
                    target.mkdir()
                    run = launcher.measure(words(program, options.command, lakes, layout, target))
                    if run["status"]:
                        sys.exit(f"{program} ended with {run['status']}")
                    if program == "barlake" and (problem := difference(target, lakes[layout])):
                        wrong.append(f"to a file per {layout}: {problem}")
                    shutil.rmtree(target)
                    runs[program].append(run)
            own, peer = runs["barlake"], runs["duckdb"]
            ratios = [one["wall"] / other["wall"] for one, other in zip(own, peer)]
            peaks = {name: [run["peak_kib"] * 1024 / 1e6 for run in runs[name]] for name in runs}
            print(f"| {layout} | {spread([run['wall'] for run in own], 2)} | {spread(ratios, 2)} | "
                  f"{max(peaks['barlake']):.0f} | {statistics.median(peaks['duckdb']):.0f} |", flush=True)
            if statistics.median(ratios) > 1:
                wrong.append(f"to a file per {layout}: slower than DuckDB")
            if max(peaks["barlake"]) > MOST_MEGABYTES:
                wrong.append(f"to a file per {layout}: more than {MOST_MEGABYTES} MB")
    launcher.close()
    print(*(["", *wrong] if wrong else ["\nAs promised."]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
