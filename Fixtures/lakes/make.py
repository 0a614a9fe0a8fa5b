#!/usr/bin/env python3
"""Makes the lakes of this folder with a `barlake` of an earlier version of the specification.

    Fixtures/lakes/make.py BARLAKE FOLDER

writes the flat files to `inputs`, and four small lakes to FOLDER, which must not exist.
"""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1] / "Conformance" / "oracle"))
import shapes  # noqa: E402

HEADER = shapes.HEADER + ",vwap,note"
# The midnights of New York before these dates, in nanoseconds.
DATES = {"2024-01-02": 1_704_171_600_000_000_000, "2024-01-03": 1_704_258_000_000_000_000}
MINUTE = 60_000_000_000

STOCKS = ["A", "AAp", "BRK.B", "TRUE"]
OPTIONS = ["O:KXA240119C00125000", "O:KXA240119P00125000", "O:SDS1220204C00003000", "O:odd"]

# The name of each lake, and the options of every ingest into it. Each lake has all four data types.
LAKES = {
    "portable-by-symbol": [],
    "classic-by-date": ["--profile", "classic", "--fractional-volume", "round"],
    "classic-by-symbol-embedded": [
        "--profile", "classic", "--fractional-volume", "round", "--embed-partition-columns",
        "--extra-columns", "vwap:double,note:string",
    ],
    "portable-by-date-filtered": ["--extra-columns", "vwap:double,note:string"],
}


def lines(data_type, midnight):
    """The lines of a flat file: four tickers, with one bar each, or three bars in minute types."""
    yield HEADER
    is_daily = data_type.endswith("daily")
    for number, ticker in enumerate(OPTIONS if data_type.startswith("options") else STOCKS):
        for bar in range(1 if is_daily else 3):
            stamp = midnight + (0 if is_daily else (570 + bar) * MINUTE)
            price = f"{10 + number}.{bar}"
            note = "" if number == 1 else f"note {number}"
            fraction = ".5" if number == 2 else ""
            yield f"{ticker},{100 + bar}{fraction},{price},{price},{price},{price},{stamp},{1 + bar},{price},{note}"


def main():
    barlake, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True)
    for data_type in ("stocks_daily", "stocks_minute", "options_daily", "options_minute"):
        for date, midnight in DATES.items():
            path = HERE / "inputs" / data_type / f"{date}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(lines(data_type, midnight)) + "\n")
            for name, options in LAKES.items():
                command = [barlake, "ingest", "--type", data_type, "--lake", folder / name, *options]
                if "by-date" in name and data_type.endswith("minute"):
                    command += ["--partition-by", "date"]
                if "filtered" in name and date == "2024-01-03":
                    command += ["--symbols", "KXA" if data_type.startswith("options") else "A"]
                subprocess.run([*command, path], check=True, stdout=subprocess.DEVNULL)


main()
