#!/usr/bin/env python3
"""Ingests minute bars with partitioning by symbol, and reads the trees with other readers.

    check_trees.py ".build/release/barlake"

The input is each minute sample, and symbols that readers like to misread. Every engine, chunk size
and number of threads, and another order of symbols in the input, must give the same bytes. pandas,
pyarrow, Polars and DuckDB, with given types of the folders, must read the cells that `flatfile.py`
computes from the text. Each file must open alone, also in fastparquet. With filters and extra
columns a tree must have the rows of a lake partitioned by date. Each Python example of the README
must run unchanged, in its own process.
"""

import csv
import io
import itertools
import pathlib
import shutil
import sys
import tempfile

import flatfile
import readers
import readme
from command import Command, Tally, published, staged
from command import parser as command_parser
from samples import PROFILES, Sample, difference, options_for, sample_files

DATE = "2024-01-02"
HEADER = flatfile.HEADER.split(",")
START = 1_704_205_800_000_000_000  # 2024-01-02 14:30 UTC
MINUTE = 60_000_000_000
SYMBOLS = [
    "NA", "NULL", "null", "nan", "NaN", "inf", "INF", "TRUE", "false", "1", "007", "1E5", "1.50",
    "2024-01-02", "CON", "nul", "..", ".", "a/b", "\\", "%41", "%", "A B", " A", "brk.b", "BRK.B",
    "AAP", "AAp", "aap", "\u00e9", "e\u0301", "\u682a", "A=B", "symbol=A", "'", "X" * 200, "y" * 80, "_x",
    ".x", "*", "?", "[A]", "{A}", "~", "$HOME", "A,B", 'Q"Q', "-", "A\nB"]
ROOTS = ["A", "BRK", "NA", "1", "007", "a", "TRUE"]
FILES_READ_ALONE = 12


def odd_stocks():
    """Three bars of each odd symbol. In every second minute the symbols come in reverse order."""
    rows = []
    for minute in range(3):
        for place, symbol in enumerate(SYMBOLS[:: -1 if minute % 2 else 1]):
            rows.append([symbol, 10 + place, 1.25, 2.5, 3.75, 0.5, START + minute * MINUTE, 1 + minute])
    return csv_of(rows)


def odd_options():
    rows = []
    for minute in range(3):
        for place, root in enumerate(ROOTS):
            ticker = f"O:{root}240119C{(place + 1) * 1000:08}"
            rows.append([ticker, 10 + place, 1.25, 2.5, 3.75, 0.5, START + minute * MINUTE, 1])
        rows.append(["NOCONTRACT", 7, 1.25, 2.5, 3.75, 0.5, START + minute * MINUTE, 1])
    return csv_of(rows)


def csv_of(rows, header=HEADER):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def rows_of(data):
    header, *rows = csv.reader(io.StringIO(data.decode(), newline=""))
    return header, rows


def in_another_order(data, data_type):
    """The rows in an order that alternates between files. The rows of one file keep their order."""
    header, rows = rows_of(data)
    places, turns = {}, []
    for row in rows:
        contract = flatfile.contract(row[0]) if data_type.startswith("options") else None
        file = contract[0] if contract else row[0]
        places[file] = places.get(file, -1) + 1
        turns.append(places[file])
    order = sorted(range(len(rows)), key=lambda number: turns[number])
    return csv_of([rows[number] for number in order], header)


def key_of(data_type):
    return "underlying" if data_type.startswith("options") else "symbol"


def regrouped(columns, key):
    """The columns by name, with the rows sorted by the bytes of the key. The rows of a key keep
    their order.
    """
    keys = next(column.cells for column in columns if column.name == key)
    order = sorted(range(len(keys)), key=lambda row: keys[row].encode())
    found = [flatfile.Column(c.name, c.kind, [c.cells[row] for row in order]) for c in columns]
    return sorted(found, key=lambda column: column.name)


def expected(sample, profile):
    """The expected table of a tree. The types of year and month are those that this check gives
    readers.
    """
    wanted = flatfile.expected(sample.data, sample.data_type, profile, sample.date)
    rows = len(wanted.columns[0].cells)
    for name, value in (("year", sample.date[:4]), ("month", sample.date[5:7])):
        wanted.columns.append(flatfile.Column(name, "int32", [int(value)] * rows))
    return wanted


class Check:
    def __init__(self, command, tally, scratch):
        self.command, self.tally, self.scratch = command, tally, scratch

    def ingest(self, data_type, profile_options, *arguments):
        lake = self.scratch / "lake"
        shutil.rmtree(lake, ignore_errors=True)
        status, results = self.command.ingest(data_type, lake, *profile_options, *arguments)
        if status or results[0]["status"] != "success":
            raise AssertionError(f"exit status {status}, {results}")
        if results[0]["files"] != published(lake):
            raise AssertionError("the files are not those of the result")
        if staged(lake):
            raise AssertionError(f"left in staging: {staged(lake)}")
        return lake, results[0]

    def same_bytes(self, sample, profile):
        """Makes the same tree in every way, and returns its folder, which is kept for the
        readers.
        """
        shuffled = self.scratch / "shuffled.csv"
        shuffled.write_bytes(in_another_order(sample.data, sample.data_type))
        ways = [["--engine", engine, "--threads", threads, path]
                for engine, threads, path in itertools.product(
                    ("polars", "lazy"), (1, 2, 4), (sample.inputs["gzip"], shuffled))]
        ways += [["--engine", "streaming", "--chunk-size", size, path]
                 for size, path in itertools.product(
                     (1, 7, 100_000), (sample.inputs["plain"], shuffled))]
        # The order of symbols changes no file, but it changes the count of unordered rows.
        counts = {
            path: flatfile.expected(data, sample.data_type, profile, sample.date).counts
            for path, data in ((None, sample.data), (shuffled, shuffled.read_bytes()))}
        kept = self.scratch / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        for way in ways:
            def one():
                lake, result = self.ingest(
                    sample.data_type, options_for(sample, profile, "symbol"),
                    "--date", sample.date, *way)
                wanted = counts[way[-1] if way[-1] == shuffled else None]
                wrong = {k: result.get(k) for k, v in wanted.items() if result.get(k) != v}
                if wrong:
                    return f"counts {wrong}, expected {wanted}"
                if not kept.exists():
                    lake.rename(kept)
                    return None
                if published(lake) != published(kept):
                    return "other files than by the first way"
                different = [path for path in published(lake)
                             if (lake / path).read_bytes() != (kept / path).read_bytes()]
                return f"other bytes than by the first way: {different[:3]}" if different else None

            name = " ".join(map(str, way[:-1])) + (" shuffled" if way[-1] == shuffled else "")
            self.tally.guard(f"{sample.name} {profile} tree, {name}", one)
        return kept

    def reads(self, sample, profile, lake):
        """Reads the tree, and its files alone, with every reader."""
        key = key_of(sample.data_type)
        wanted = expected(sample, profile)
        table = regrouped(wanted.columns, key)
        folder = lake / sample.data_type
        for reader, read in readers.TREE_READERS.items():
            self.tally.guard(
                f"{sample.name} {profile} tree by {reader}",
                lambda read=read: difference(regrouped(read(folder, key), key), table))
        values = sorted({cell.encode() for c in wanted.columns if c.name == key for cell in c.cells})
        paths = sorted(folder.rglob("*.parquet"))
        self.tally.check(
            f"{sample.name} {profile} tree: a file for each {key}",
            None if len(paths) == len(values) else f"{len(paths)} files, {len(values)} values")
        for path in paths[:: max(1, len(paths) // FILES_READ_ALONE)]:
            value = readers.path_value(path)
            stored = [column for column in table if column.name not in ("year", "month", key)]
            rows = [row for row, cell in enumerate(
                next(c.cells for c in table if c.name == key)) if cell == value]
            part = [flatfile.Column(c.name, c.kind, [c.cells[row] for row in rows]) for c in stored]
            for reader, read in readers.FILE_READERS.items():
                self.tally.guard(
                    f"{sample.name} {profile} {path.parent.name} by {reader}",
                    lambda read=read: difference(
                        sorted(read(path), key=lambda column: column.name), part))

    def like_the_date(self, sample, profile, name, *arguments):
        """Checks that a tree has the rows of a lake with one file, for the same arguments."""
        key = key_of(sample.data_type)
        found = {}
        for partitioning in ("date", "symbol"):
            lake, result = self.ingest(
                sample.data_type, options_for(sample, profile, partitioning),
                "--date", sample.date, *arguments)
            folder = lake / sample.data_type
            read = readers.TREE_READERS["pyarrow"]
            columns = read(folder, key if partitioning == "symbol" else None)
            found[partitioning] = regrouped(columns, key)
            if result["records"] != len(columns[0].cells):
                self.tally.check(name, f"{result['records']} records reported")
        self.tally.check(
            f"{sample.name} {profile} {name}", difference(found["symbol"], found["date"]))

    def arguments(self, sample, profile):
        """Checks filters, extra columns, and year and month in the files."""
        header, rows = rows_of(sample.data)
        tickers = list(dict.fromkeys(row[0] for row in rows if "," not in row[0]))
        chosen = tickers[1::3]
        if sample.data_type.startswith("options"):
            contracts = [flatfile.contract(ticker) for ticker in tickers]
            roots = sorted({contract[0] for contract in contracts if contract})
            chosen = [*tickers[:2], *roots[:2]]
        listed = self.scratch / "symbols.txt"
        listed.write_text("\n".join(symbol for symbol in chosen if "\n" not in symbol) + "\n")
        plain = sample.inputs["plain"]
        for engine in ("polars", "lazy", "streaming"):
            self.tally.guard(
                f"{sample.name} {profile} filtered, {engine}",
                lambda engine=engine: self.like_the_date(
                    sample, profile, f"filtered, {engine}", "--engine", engine, "--symbols-file",
                    listed, plain))
        wider = self.scratch / "wider.csv"
        wider.write_bytes(csv_of(
            [[*row, number / 4, f"n{number % 5}" if number % 3 else ""]
             for number, row in enumerate(rows)], [*header, "vwap", "note"]))
        for engine in ("polars", "streaming"):
            self.tally.guard(
                f"{sample.name} {profile} extra columns, {engine}",
                lambda engine=engine: self.like_the_date(
                    sample, profile, f"extra columns, {engine}", "--engine", engine,
                    "--extra-columns", "vwap:double,note:string", wider))
        self.tally.guard(
            f"{sample.name} {profile} embedded", lambda: self.embedded(sample, profile))

    def embedded(self, sample, profile):
        """Checks that every file has all columns of the schema, each file read alone."""
        lake, _ = self.ingest(
            sample.data_type, options_for(sample, profile, "symbol"), "--date", sample.date,
            "--embed-partition-columns", sample.inputs["plain"])
        wanted = flatfile.expected(
            sample.data, sample.data_type, profile, sample.date, embed=True).columns
        key = key_of(sample.data_type)
        parts = [readers.file_with_pyarrow(path)
                 for path in sorted((lake / sample.data_type).rglob("*.parquet"))]
        names = [[column.name for column in part] for part in parts]
        if any(found != [column.name for column in wanted] for found in names):
            return f"columns {names[0]}"
        joined = [
            flatfile.Column(columns[0].name, columns[0].kind,
                            [cell for column in columns for cell in column.cells])
            for columns in zip(*parts)]
        return difference(regrouped(joined, key), regrouped(wanted, key))

    def examples(self, sample):
        """Runs the README's Python blocks on the first daily sample and a minute sample."""
        place = self.scratch / "readme"
        daily = next(path for kind, path in sample_files() if kind == "stocks_daily")
        day = Sample("stocks_daily", daily, self.scratch / "inputs")
        for one in (day, sample):
            status, results = self.command.ingest(
                one.data_type, place / "data/lake", "--date", one.date, one.inputs["gzip"])
            if status:
                raise AssertionError(results)
        seen = set()
        for source, rows, symbols in readme.results(place):
            one = sample if "stocks_minute" in source else day
            seen.add(one.data_type)
            _, records = rows_of(one.data)
            if "AAPL" in source:
                records = [record for record in records if record[0] == "AAPL"]
            wanted = {record[0] for record in records}
            self.tally.check(
                f"README: {source.split('(')[0]} of {one.data_type}",
                None if (rows, symbols) == (len(records), wanted) and rows
                else f"{rows} rows of {len(symbols)} symbols from {source}")
        self.tally.check(
            "README: examples of both", None if len(seen) == 2 else f"examples of {seen} only")


def minute_samples(scratch):
    for data_type, path in sample_files():
        if data_type.endswith("minute"):
            yield Sample(data_type, path, scratch / "inputs")
    for data_type, data in (("stocks_minute", odd_stocks()), ("options_minute", odd_options())):
        path = scratch / "odd" / data_type / f"{DATE}.csv"
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
        yield Sample(data_type, path, scratch / "inputs-odd")


def main():
    command, tally = Command(command_parser(__doc__).parse_args().command), Tally()
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        check = Check(command, tally, scratch)
        for number, sample in enumerate(minute_samples(scratch)):
            for profile in PROFILES:
                lake = check.same_bytes(sample, profile)
                check.reads(sample, profile, lake)
                check.arguments(sample, profile)
            print(f"{sample.name}: {sample.rows} rows", flush=True)
            if number == 0:
                tally.guard("README", lambda: check.examples(sample))
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
