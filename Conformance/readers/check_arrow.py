#!/usr/bin/env python3
"""Imports batches into pyarrow through Arrow's C data interface, and compares them cell by cell.

    check_arrow.py .build/release/libArrowBridge.so

The bars of every sample of `Fixtures/raw`, for both profiles, must be those that `flatfile.py`
computes from the text. Columns of every type, whole and as slices, must hold the values in this
file. Memory that pyarrow refers to must not change, and must be freed afterwards.
"""

import argparse
import ctypes
import datetime
import gc
import gzip
import pathlib
import sys
import tempfile

import polars as pl
import pyarrow as pa

import flatfile
import readers
from command import FIXTURES, Tally

PROFILES = ("portable", "classic")
DATA_TYPES = ("stocks_daily", "stocks_minute", "options_daily", "options_minute")
HEADER = flatfile.HEADER
DATE = "2024-01-02"
MIDNIGHT = 1_704_171_600_000_000_000  # New York's, in nanoseconds
# The sizes of ArrowSchema, ArrowArray and ArrowArrayStream with pointers of 8 bytes.
SCHEMA_BYTES, ARRAY_BYTES, STREAM_BYTES = 72, 80, 40


class Bridge:
    """The functions of `Tests/ArrowBridge`."""

    def __init__(self, path, root):
        self.library = ctypes.CDLL(path)
        text, number, room = ctypes.c_char_p, ctypes.c_int64, ctypes.c_void_p
        self.library.barlake_bars.argtypes = [
            text, text, text, text, text, number, ctypes.c_int, text, room]
        self.library.barlake_every_type.argtypes = [number, number, room, room]
        self.root = root

    def bars(self, data_type, date, path, profile, extra="", chunk=100_000, dictionary=False):
        """A reader of the batches; None if the library returns none."""
        stream = ctypes.create_string_buffer(STREAM_BYTES)
        texts = [str(part).encode() for part in (data_type, date, path, profile, extra)]
        status = self.library.barlake_bars(
            *texts, chunk, dictionary, str(self.root).encode(), stream)
        if status:
            return None
        return pa.RecordBatchReader._import_from_c(ctypes.addressof(stream))

    def every_type(self, start, end):
        schema = ctypes.create_string_buffer(SCHEMA_BYTES)
        array = ctypes.create_string_buffer(ARRAY_BYTES)
        if self.library.barlake_every_type(start, end, schema, array):
            raise AssertionError("the batch is not handed out")
        return pa.RecordBatch._import_from_c(ctypes.addressof(array), ctypes.addressof(schema))


# Expected types


def arrow_type(column, data_type, profile, dictionary):
    """The Arrow type of a column of bars."""
    classic = profile == "classic"
    if column.kind == "string":
        width = {"symbol": pa.int32(), "underlying": pa.int32(), "contract_type": pa.int8()}
        is_key = column.name == ("underlying" if data_type.startswith("options") else "symbol")
        if column.name in width and (classic or dictionary and is_key):
            return pa.dictionary(width[column.name], pa.string())
        return pa.string()
    if column.kind == "date":
        return pa.date32()
    if column.kind == "timestamp":
        if not classic:
            return pa.timestamp("us", "UTC")
        zone = "America/New_York" if data_type in flatfile.MINUTE_TYPES else "UTC"
        return pa.timestamp("ns", zone)
    return getattr(pa, column.kind)()


def table_difference(table, wanted):
    """The first difference between an Arrow table and columns, as text; None if they are equal."""
    found = readers.from_arrow(table)
    if [column.name for column in found] != [column.name for column in wanted]:
        return f"columns {[column.name for column in found]}"
    for have, want in zip(found, wanted):
        if have != want:
            if have.kind != want.kind or len(have.cells) != len(want.cells):
                return f"{have.name}: {len(have.cells)} rows of {have.kind}, expected {want.kind}"
            row = next(i for i, pair in enumerate(zip(have.cells, want.cells)) if len(set(pair)) > 1)
            return f"{have.name}, row {row}: {have.cells[row]!r}, expected {want.cells[row]!r}"
    return None


# Bars


def check_bars(tally, bridge):
    for data_type in DATA_TYPES:
        paths = sorted((FIXTURES / "raw" / data_type).glob("*.csv*"))
        paths += sorted((FIXTURES / "raw/odd" / data_type).glob("*.csv*"))
        for path in paths:
            date = path.name[:10]
            for profile in PROFILES:
                wanted = flatfile.expected(
                    flatfile.read_plain(path), data_type, profile, date, embed=True).columns
                for chunk, dictionary in ((100_000, False), (997, False), (500, True)):
                    tally.guard(
                        f"{data_type} {date} {profile} chunk={chunk} dictionary={dictionary}",
                        lambda: one_file(bridge, path, date, data_type, profile, chunk, dictionary,
                                         wanted))


def one_file(bridge, path, date, data_type, profile, chunk, dictionary, wanted):
    before = pa.total_allocated_bytes()
    reader = bridge.bars(data_type, date, path, profile, "", chunk, dictionary)
    batches = list(reader)
    if pa.total_allocated_bytes() != before:
        return f"pyarrow allocated {pa.total_allocated_bytes() - before} bytes to import"
    for column, field in zip(wanted, reader.schema):
        kind = arrow_type(column, data_type, profile, dictionary)
        if field != pa.field(column.name, kind):
            return f"field {field}, expected {kind}"
    rows = len(wanted[0].cells)
    sizes = [batch.num_rows for batch in batches]
    if sizes != [min(chunk, rows - start) for start in range(0, rows, chunk)]:
        return f"batches of {sizes} rows"
    for batch in batches:
        batch.validate(full=True)
    table = pa.Table.from_batches(batches, reader.schema)
    problem = table_difference(table, wanted)
    # Another library imports the same buffers.
    return problem or table_difference(pl.from_arrow(table).to_arrow(), wanted)


def check_extra_columns(tally, bridge, scratch):
    """Extra columns of all types. Every third row has an empty field."""
    rows = 50
    day = datetime.date(2024, 1, 2)
    values = {
        "flag": ("bool", pa.bool_(), [i % 2 == 0 for i in range(rows)], lambda v: str(v).lower()),
        "size": ("int64", pa.int64(), [i * 10**12 - 7 for i in range(rows)], str),
        "vwap": ("double", pa.float64(), [i / 8 for i in range(rows)], repr),
        "day": ("date", pa.date32(), [day + datetime.timedelta(i) for i in range(rows)], str),
        "seen": ("timestamp", None, [MIDNIGHT + i * 1_000_000 for i in range(rows)], str),
        "note": ("string", pa.string(), [f"nöte {i}" for i in range(rows)], str),
        "missing": ("int64", pa.int64(), [None] * rows, str),
    }
    written = [name for name in values if name != "missing"]
    lines = [",".join([HEADER, *written])]
    for row in range(rows):
        cells = [f"S{row % 5},1,1,1,1,1,{MIDNIGHT},1"]
        cells += ["" if row % 3 == 1 else values[n][3](values[n][2][row]) for n in written]
        lines.append(",".join(cells))
    path = scratch / f"{DATE}-extra.csv"
    path.write_text("\n".join(lines) + "\n")
    extra = ",".join(f"{name}:{kind}" for name, (kind, *_) in values.items())

    def one(profile, chunk):
        table = bridge.bars("stocks_daily", DATE, path, profile, extra, chunk).read_all()
        table.validate(full=True)
        for name, (_, kind, cells, _) in values.items():
            column = table[name]
            wanted = [None if row % 3 == 1 else cell for row, cell in enumerate(cells)]
            if name == "seen":
                unit, scale = ("us", 1000) if profile == "portable" else ("ns", 1)
                kind = pa.timestamp(unit, "UTC")
                column = column.cast(pa.int64())
                wanted = [None if cell is None else cell // scale for cell in wanted]
            if table.schema.field(name).type != kind or column.to_pylist() != wanted:
                return f"{name}: {table.schema.field(name).type} {column.to_pylist()}"
        return None

    for profile in PROFILES:
        for chunk in (1, 7, 100):
            tally.guard(f"extra columns {profile} chunk={chunk}", lambda: one(profile, chunk))


def check_without_rows(tally, bridge, scratch):
    empty = scratch / f"{DATE}-empty.csv"
    empty.write_text(HEADER + "\n")
    wrong = scratch / f"{DATE}-wrong.csv"
    good = f"A,1,1,1,1,1,{MIDNIGHT},1\n"
    wrong.write_text(f"{HEADER}\n{good}{good}A,x,1,1,1,1,{MIDNIGHT},1\n")
    damaged = scratch / f"{DATE}-damaged.csv.gz"
    # Several blocks long, so that the header is read before the damage is found.
    damaged.write_bytes(gzip.compress(f"{HEADER}\n{good * 100_000}".encode())[:-3])

    def none():
        reader = bridge.bars("stocks_daily", DATE, empty, "portable")
        names = reader.schema.names
        return None if list(reader) == [] and "symbol" in names else "batches without rows"

    def fails(path, words, chunk):
        reader = bridge.bars("stocks_daily", DATE, path, "portable", "", chunk)
        found = []
        for _ in range(2):  # the second call reports the same error
            try:
                list(reader)
                return "no error"
            except pa.ArrowInvalid as error:
                found.append(str(error))
        return None if all(words in text for text in found) else f"{found}"

    tally.guard("a header alone", none)
    tally.guard("a wrong record", lambda: fails(wrong, "bad_number: line 4", 1))
    tally.guard("a damaged container", lambda: fails(damaged, "gzip_corrupt", 10_000))
    tally.guard("a missing file", lambda: bridge.bars(
        "stocks_daily", DATE, scratch / "none.csv", "portable") and "a reader")


# Every type


def every_type():
    """The name, the type and the values of each column in `EveryType.swift`."""
    name = lambda row: f"name {row % 4}"
    text32, text8 = (pa.dictionary(index, pa.string()) for index in (pa.int32(), pa.int8()))
    epoch = datetime.datetime(1970, 1, 1)
    instant = lambda zone: lambda row: (epoch + datetime.timedelta(seconds=row)).replace(tzinfo=zone)
    return [
        ("bool", pa.bool_(), lambda row: row % 2 == 0),
        ("int8", pa.int8(), lambda row: row - 10),
        ("int16", pa.int16(), lambda row: 300 * (row - 10)),
        ("int32", pa.int32(), lambda row: 70_000 * (row - 10)),
        ("int64", pa.int64(), lambda row: 5_000_000_000 * (row - 10)),
        ("uint32", pa.uint32(), lambda row: 4_000_000_000 + row),
        ("uint64", pa.uint64(), lambda row: 2**63 + row),
        ("float32", pa.float32(), lambda row: row / 4),
        ("float64", pa.float64(), lambda row: row / 8),
        ("string", pa.string(), lambda row: f"text {row} é"),
        ("date", pa.date32(), lambda row: datetime.date(1970, 1, 1)
         + datetime.timedelta(19_000 + row)),
        ("milliseconds", pa.timestamp("ms"), instant(None)),
        ("microseconds", pa.timestamp("us", "UTC"), instant(datetime.timezone.utc)),
        ("nanoseconds", pa.timestamp("ns", "America/New_York"), instant(datetime.timezone.utc)),
        ("dictionary of int32", text32, name),
        ("dictionary of int8", text8, name),
        ("dictionary as texts", pa.string(), name),
        ("texts as a dictionary", text8, name),
        ("repeated number", pa.int16(), lambda row: 7),
        ("repeated text", pa.string(), lambda row: "same"),
        ("repeated null", pa.bool_(), lambda row: None),
        ("required", pa.int32(), lambda row: row),
    ]


WITHOUT_NULLS = ("repeated number", "repeated text", "required")


def check_every_type(tally, bridge):
    def one(start, end):
        batch = bridge.every_type(start, end)
        batch.validate(full=True)
        known = every_type()
        fields = [pa.field(name, kind, name != "required") for name, kind, _ in known]
        if batch.schema != pa.schema(fields):
            return f"schema {batch.schema}"
        for (name, _, value), column in zip(known, batch.columns):
            wanted = [None if row % 3 == 1 and name not in WITHOUT_NULLS else value(row)
                      for row in range(start, end)]
            if column.to_pylist() != wanted or column.null_count != wanted.count(None):
                return f"{name}: {column.to_pylist()}, expected {wanted}"
        return None

    for start, end in ((0, 20), (0, 0), (20, 20), (3, 17), (8, 16), (1, 2), (19, 20)):
        tally.guard(f"every type, rows {start} to {end}", lambda: one(start, end))


# Lifetimes


def resident_bytes():
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    raise AssertionError("the system does not tell the resident size")


def check_lifetimes(tally, bridge):
    path = FIXTURES / "raw/stocks_minute/2024-01-02.csv.gz"

    def read():
        return bridge.bars("stocks_minute", DATE, path, "portable", "", 1_000)

    def column_outlives():
        reader = read()
        batches = [reader.read_next_batch(), reader.read_next_batch()]
        column, wanted = batches[0]["symbol"], batches[0]["symbol"].to_pylist()
        part = batches[1]["close"].slice(10, 5)
        values = part.to_pylist()
        del batches, reader  # releases the stream before its end
        gc.collect()
        for _ in range(5):
            read().read_all()  # reuses freed memory
        same = column.to_pylist() == wanted and part.to_pylist() == values
        return None if same else "a column changed when its batch was released"

    def memory_falls():
        def rounds(count):
            for _ in range(count):
                read().read_all()
                bridge.every_type(0, 20)
            gc.collect()
            return resident_bytes()

        size = read().read_all().nbytes
        before = rounds(50)
        growth = rounds(200) - before
        # A leak of one column of eleven would be almost ten times as large.
        limit = max(200 * size // 100, 1 << 20)
        return None if growth < limit else f"{growth} bytes more after 200 imports of {size} bytes"

    tally.guard("a column outlives its batch and the stream", column_outlives)
    tally.guard("memory is freed", memory_falls)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library")
    options = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory() as temporary:
        scratch = pathlib.Path(temporary)
        bridge = Bridge(options.library, scratch / "root")
        check_bars(tally, bridge)
        check_extra_columns(tally, bridge, scratch)
        check_without_rows(tally, bridge, scratch)
        check_every_type(tally, bridge)
        check_lifetimes(tally, bridge)
        left = sorted((scratch / "root").rglob("*"))
        tally.check("nothing is written", f"{left}" if left else None)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
