#!/usr/bin/env python3
"""Ingests days that differ in their values, and reads them with four readers: PARQ-2.4, PARQ-2.5.

    check_encodings.py ".build/release/barlake"

There is one lake for each data type, profile, partitioning and value of
`--embed-partition-columns`. It has days whose keys are all different, all the same, and few; a day
of one row; a day with `--symbols`; a day without any contract; and extra texts that repeat, differ,
and are missing. One day of minute bars has two row groups that differ in the same way. fastparquet,
pandas, Polars and DuckDB must read every text of every row from the lake's folder, as one table.

Then a day has row groups of few and of 100,000 distinct volumes in turn, so one column has chunks with
a dictionary and chunks without. All four must read every volume.
"""

import pathlib
import sys
import tempfile
import warnings

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq

import flatfile
from command import Command, Tally
from command import parser as command_parser

CONTRACT = {"call": "C", "put": "P"}
STAMP = 1_704_205_800_000_000_000
ROW_GROUP = 100_000


def days(has_groups):
    """Yields the days: date, keys, whether tickers are contracts, notes, and filter.

    The last day has two row groups.
    """
    many = [f"K{number:06}" for number in range(150)]
    few = ["KXA", "KXB", "KXC"] * 100
    yield "2024-01-02", many, True, ["same"] * len(many), None
    yield "2024-01-03", ["KXA"] * 500, True, [f"note {n}" for n in range(500)], None
    yield "2024-01-04", few, False, [None] * len(few), None
    yield "2024-01-05", ["KXZ"], True, ["one"], None
    yield "2024-01-08", few + many, True, ["x", None] * 225, "KXA"
    yield "2024-01-09", ["KXB"], False, [None], None
    if has_groups:
        keys = ["KXA"] * ROW_GROUP + many + ["KXA"]
        yield "2024-01-10", keys, True, [f"n{n // 1000}" for n in range(len(keys))], None


def write_day(path, is_option, day):
    """Writes the flat file of a day. Returns the texts of the rows that the filter keeps, by row
    number.
    """
    date, keys, parses, notes, wanted = day
    lines = [flatfile.HEADER + ",note"]
    lines[0] += ",underlying" if is_option else ""
    kept = {}
    for number, (key, note) in enumerate(zip(keys, notes), 1):
        kind = ("call", "put")[number % 2] if parses else None
        ticker, root = key, key
        if is_option:
            root = key if key.startswith("KX") else "KXM"
            strike = f"{number % 5 * 1000 + 1000:08}"
            ticker = f"O:{root}240719{CONTRACT[kind]}{strike}" if parses else f"BASKET {key}"
        line = f"{ticker},100,10.5,10.25,11,9.75,{STAMP},{number},{note or ''}"
        lines.append(line + (f",{root}" if is_option else ""))
        if wanted in (None, root):
            kept[date, number] = (
                {"ticker": ticker, "underlying": root, "contract_type": kind, "note": note}
                if is_option else {"symbol": key, "note": note})
    path.write_text("\n".join(lines) + "\n")
    return kept


def with_fastparquet(folder, **_):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas will remove this engine
        return pd.read_parquet(folder, engine="fastparquet")


READERS = {
    "fastparquet": with_fastparquet,
    "pandas": lambda folder, **options: pd.read_parquet(folder, engine="pyarrow", **options),
    "Polars": lambda folder, **_: pl.scan_parquet(folder).collect().to_pandas(),
    "DuckDB": lambda folder, **_: duckdb.sql(
        f"select * from read_parquet('{folder}/**/*.parquet', hive_partitioning=true)").df(),
}


def missing_texts(frame, wanted):
    """The first difference in the texts of a table of several days; None if there is none."""
    if len(frame) != len(wanted):
        return f"{len(frame)} rows, expected {len(wanted)}"
    # The number of a row is in `transactions`. Several days have a row with each number.
    numbers = frame["transactions"].astype("int64").tolist()
    for name in next(iter(wanted.values())):
        if name not in frame:
            return f"no column {name}"
        found, texts = {}, {}
        for number, cell in zip(numbers, frame[name].astype(object).tolist()):
            found.setdefault(number, []).append("" if pd.isna(cell) else str(cell))
        for (_, number), row in wanted.items():
            texts.setdefault(number, []).append(row[name] or "")
        for number in texts:
            if sorted(found.get(number, ())) != sorted(texts[number]):
                return f"{name} of rows {number}: {found.get(number)}, expected {texts[number]}"
    return None


def check(tally, command, data_type, profile, partitioning, embeds, scratch):
    is_option, is_minute = data_type.startswith("options"), data_type.endswith("minute")
    lake = scratch / f"{data_type} {profile} {partitioning} {embeds}"
    wanted = {}
    for day in days(is_minute and partitioning == "date"):
        source = scratch / "day.csv"
        wanted |= write_day(source, is_option, day)
        arguments = ["--date", day[0], "--profile", profile, "--partition-by", partitioning,
                     "--extra-columns", "note:string", "--engine", "streaming"]
        arguments += ["--embed-partition-columns"] if embeds else []
        arguments += ["--symbols", day[4]] if day[4] else []
        status, results = command.ingest(data_type, lake, *arguments, source)
        if status or results[0]["plain_text_chunks"] != 0:
            raise AssertionError(f"{data_type} {day[0]}: exit status {status}, {results}")
    # pyarrow does not merge the columns of folders with those in the files.
    options = {"partitioning": None} if embeds else {}
    for reader, read in READERS.items():
        tally.guard(f"{data_type} {profile} by {partitioning}, embedded {embeds}, by {reader}",
                    lambda read=read: missing_texts(
                        read(str(lake / data_type), **options), wanted))


def check_mixed_numbers(tally, command, profile, scratch):
    """One column of numbers with and without a dictionary, as PARQ-2.4 has it."""
    volumes = [[group % 2 * number + 1 for number in range(ROW_GROUP)] for group in range(3)]
    volumes = [volume for group in volumes for volume in group]
    source, lake = scratch / "mixed.csv", scratch / f"mixed {profile}"
    lines = [flatfile.HEADER]
    lines += [f"A,{volume},1,1,1,1,{STAMP + number * 1000},{number}"
              for number, volume in enumerate(volumes)]
    source.write_text("\n".join(lines) + "\n")
    status, results = command.ingest(
        "stocks_minute", lake, "--date", "2024-01-02", "--profile", profile, "--partition-by",
        "date", source)
    if status:
        raise AssertionError(f"exit status {status}, {results}")
    folder = lake / "stocks_minute"
    metadata = pq.read_metadata(next(folder.rglob("*.parquet")))
    column = metadata.schema.names.index("volume")
    found = [metadata.row_group(group).column(column).has_dictionary_page for group in range(3)]
    tally.check(f"mixed numbers, {profile}: the chunks of one column differ",
                None if found == [True, False, True] else f"dictionaries: {found}")
    for reader, read in READERS.items():
        tally.guard(f"mixed numbers, {profile}, by {reader}", lambda read=read: (
            None if read(str(folder))["volume"].astype("int64").tolist() == volumes
            else "other volumes"))


def main():
    command, tally = Command(command_parser(__doc__).parse_args().command), Tally()
    with tempfile.TemporaryDirectory() as folder:
        for data_type in ("stocks_daily", "options_daily", "stocks_minute", "options_minute"):
            ways = [("date", False), ("date", True)]
            ways += [("symbol", False), ("symbol", True)] if data_type.endswith("minute") else []
            for partitioning, embeds in ways:
                for profile in ("portable",) if embeds else ("portable", "classic"):
                    check(tally, command, data_type, profile, partitioning, embeds,
                          pathlib.Path(folder))
        for profile in ("portable", "classic"):
            check_mixed_numbers(tally, command, profile, pathlib.Path(folder))
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
