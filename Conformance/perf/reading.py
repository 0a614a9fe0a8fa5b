#!/usr/bin/env python3
"""Measures how readers open a lake of minute bars in either partitioning.

    reading.py ".build/release/barlake" [--days 1] [--rounds 3] [--symbol AAPL]

Ingests the recipe `full-stocks-minute` for several days into a lake by date and into one by symbol.
Measures pandas, Polars and DuckDB with three questions: all rows, the rows of a symbol by a filter,
and the rows of a symbol by the names of its files. Each call runs in its own Python, which has
already imported the reader, with the files in the page cache. The table has medians in seconds. The
lakes are in memory if the system has a file system in memory, so figures can be compared within a
table only.
"""

import datetime
import json
import pathlib
import statistics
import sys

from benchmark import machine  # first: it makes the modules of `readers` known
from command import Command, completed, generated, recipe
from command import parser as command_parser
from memory import working_folder

RECIPE = "full-stocks-minute"
LAYOUTS = ("date", "symbol")
READERS = ("pandas", "polars", "duckdb")
QUESTIONS = {"all": "all rows", "filter": "a symbol, by a filter", "files": "a symbol, by its files"}


def read(reader, layout, question, folder, symbol):
    """Prints the seconds that the call takes and the number of rows that it returns."""
    import glob
    import time

    by_symbol = layout == "symbol"
    is_filtered = question == "filter"
    place = f"{folder}/year=*/month=*/symbol={symbol}" if question == "files" else folder
    if reader == "pandas":
        import pandas
        import pyarrow
        import pyarrow.dataset

        names = {"year": pyarrow.int32(), "month": pyarrow.int32()}
        if by_symbol:
            names["symbol"] = pyarrow.string()
        partitioning = pyarrow.dataset.partitioning(pyarrow.schema(names), flavor="hive")

        def call():
            paths = glob.glob(f"{place}/*.parquet") if question == "files" else place
            filters = [("symbol", "==", symbol)] if is_filtered else None
            return len(pandas.read_parquet(paths, partitioning=partitioning, filters=filters))
    elif reader == "polars":
        import polars

        names = {"year": polars.Int32, "month": polars.Int32}
        if by_symbol:
            names["symbol"] = polars.String

        def call():
            frame = polars.scan_parquet(
                f"{place}/*.parquet" if question == "files" else place, hive_partitioning=True,
                hive_schema=names)
            if is_filtered:
                frame = frame.filter(polars.col("symbol") == symbol)
            return len(frame.collect())
    else:
        import duckdb

        names = "'year': int, 'month': int" + (", 'symbol': varchar" if by_symbol else "")
        pattern = f"{place}/*.parquet" if question == "files" else f"{place}/**/*.parquet"
        where = f" where symbol = '{symbol}'" if is_filtered else ""

        def call():
            return duckdb.sql(
                f"select * from read_parquet('{pattern}', hive_partitioning = true, "
                f"hive_types = {{{names}}}){where}").to_arrow_table().num_rows

    started = time.perf_counter()
    rows = call()
    print(json.dumps({"seconds": time.perf_counter() - started, "rows": rows}))


def time_call(*words):
    done = completed([sys.executable, __file__, "--call", *map(str, words)], timeout=None)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr}")
    return json.loads(done.stdout)


def ingest(options, layout, lake):
    """Makes a lake, and returns the size and the number of its files."""
    source = generated(RECIPE)
    first = datetime.date.fromisoformat(recipe(RECIPE)["date"])
    for number in range(options.days):
        date = first + datetime.timedelta(number)
        words = Command(options.command).ingest_words(
            "stocks_minute", lake, "--partition-by", layout, "--date", date, source)
        completed(words, timeout=None).check_returncode()
    sizes = [path.stat().st_size for path in (lake / "stocks_minute").rglob("*.parquet")]
    return sum(sizes), len(sizes)


def questions_of(layout):
    return [name for name in QUESTIONS if layout == "symbol" or name != "files"]


def main():
    if sys.argv[1:2] == ["--call"]:
        return read(*sys.argv[2:])
    parser = command_parser(__doc__)
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--symbol", default="AAPL")
    options = parser.parse_args()
    print(f"{machine()}; {options.days} days, {options.rounds} rounds\n")
    with working_folder() as name:
        lakes = {layout: pathlib.Path(name) / layout for layout in LAYOUTS}
        sizes = {layout: ingest(options, layout, lake) for layout, lake in lakes.items()}
        runs = {}
        for _ in range(options.rounds):
            for layout in LAYOUTS:
                for question in questions_of(layout):
                    for reader in READERS:
                        runs.setdefault((layout, question, reader), []).append(time_call(
                            reader, layout, question, lakes[layout] / "stocks_minute",
                            options.symbol))
    for question in QUESTIONS:
        found = {run["rows"] for key in runs if key[1] == question for run in runs[key]}
        if len(found) != 1 or 0 in found:
            sys.exit(f"{QUESTIONS[question]}: the readers give {found} rows")
    print("| | " + " | ".join(f"by {layout}" for layout in LAYOUTS) + " |\n|---|---|---|")
    print("| files | " + " | ".join(f"{sizes[layout][1]:,}" for layout in LAYOUTS) + " |")
    print("| MB | " + " | ".join(f"{sizes[layout][0] / 1e6:.1f}" for layout in LAYOUTS) + " |")
    for question, title in QUESTIONS.items():
        for reader in READERS:
            cells = [
                f"{statistics.median(run['seconds'] for run in runs[key]):.3f}"
                if (key := (layout, question, reader)) in runs else "" for layout in LAYOUTS]
            print(f"| {reader}: {title} | " + " | ".join(cells) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
