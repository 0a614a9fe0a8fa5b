#!/usr/bin/env python3
"""Writes the Parquet files of this folder with other implementations, and their expected values.

    write.py [NAME …]            write every file, or the named ones, and their `.ndjson` again
    write.py --check [NAME …]    read the committed files with two implementations, and compare
                                 every value

The expected values come from the lists below, never from a Parquet reader. Needs pyarrow, polars,
duckdb, pandas and fastparquet, and to write the files of Spark and parquet-java, what jvm.py says.
README.md has the versions that wrote the committed files.
"""

import datetime
import decimal
import json
import pathlib
import struct
import sys
import uuid

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1] / "Conformance" / "oracle"))
import shapes  # noqa: E402

UTC = datetime.timezone.utc
EPOCH = datetime.date(1970, 1, 1)

# The name of each type in the NDJSON header, and the Arrow type.
TYPES = {
    "bool": pa.bool_(),
    "int8": pa.int8(),
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "uint32": pa.uint32(),
    "uint64": pa.uint64(),
    "float32": pa.float32(),
    "float64": pa.float64(),
    "string": pa.string(),
    "date32": pa.date32(),
    "timestamp[us, UTC]": pa.timestamp("us", "UTC"),
    "timestamp[ns, UTC]": pa.timestamp("ns", "UTC"),
}

# The types that no lake has.
FOREIGN_TYPES = {
    "uint8": pa.uint8(),
    "uint16": pa.uint16(),
    "float16": pa.float16(),
    "decimal(9,2)": pa.decimal128(9, 2),
    "decimal(18,0)": pa.decimal128(18, 0),
    "decimal(38,10)": pa.decimal128(38, 10),
    "decimal(5,5)": pa.decimal128(5, 5),
    "decimal(76,2)": pa.decimal256(76, 2),
    "time[ms]": pa.time32("ms"),
    "time[us]": pa.time64("us"),
    "time[ns]": pa.time64("ns"),
    "time[ms, UTC]": pa.time32("ms"),
    "time[us, UTC]": pa.time64("us"),
    "time[ns, UTC]": pa.time64("ns"),
    "timestamp[ms]": pa.timestamp("ms"),
    "timestamp[us]": pa.timestamp("us"),
    "timestamp[ns]": pa.timestamp("ns"),
    "timestamp[ms, UTC]": pa.timestamp("ms", "UTC"),
    "bytes": pa.binary(),
    "fixed(3)": pa.binary(3),
    "uuid": pa.uuid(),
    "decimal(20,5)": pa.decimal128(20, 5),
    "null": pa.null(),
}


# Values: Python objects; a float32 column holds values that binary32 can express. Decimals are
# their unscaled integers, times and timestamps counts of their unit, fixed lengths and UUIDs bytes.


def single(value):
    """`value` rounded to binary32."""
    return struct.unpack("<f", struct.pack("<f", value))[0]


def edge_columns():
    """A column of every type, with its extremes, and nulls at the start, in the middle and at the
    end.
    """
    zeros = -0.0
    stamp = 1_704_171_600_000_000_000
    columns = {
        "bool": [True, False, None, True, True, None],
        "int8": [-128, 127, None, 0, 1, None],
        "int16": [-32768, 32767, None, 0, 2024, None],
        "int32": [-(2**31), 2**31 - 1, None, 0, 2024, None],
        "int64": [-(2**63), 2**63 - 1, None, 0, 1, None],
        "uint32": [0, 2**32 - 1, None, 2**31, 1, None],
        "uint64": [0, 2**64 - 1, None, 2**63, 1, None],
        "float32": [zeros, single(745123.45), None, single(1e-45), single(3.4028235e38), None],
        "float64": [zeros, 745123.45, None, 5e-324, 1.7976931348623157e308, None],
        "string": ["NA", "", None, "BRK.A", "Zürich €𝄞", None],
        "date32": [-719162, 19724, None, 0, 2932896, None],
        "timestamp[us, UTC]": [stamp // 1000, -1, None, 0, 253402300799999999, None],
        "timestamp[ns, UTC]": [stamp, -1, None, 0, 2**63 - 1, None],
    }
    return [(kind.removesuffix(", UTC]").replace("[", "_"), kind, cells + [None] + cells[:2])
            for kind, cells in columns.items()]


def bar_columns(rows, classic, nulls):
    """`rows` bars of stocks_daily with the columns and types of the profile."""
    symbols = [f"{'ABCDEFGH'[i // 7 % 8]}{'ABCDEFG'[i % 7]}{'p' if i % 11 == 3 else ''}"
               for i in range(rows)]
    price = (lambda cents: single(cents / 100)) if classic else (lambda cents: cents / 100)
    stamp = 1_704_171_600_000_000_000

    def some(cells, step):
        return [None if nulls and i % step == 2 else cell for i, cell in enumerate(cells)]

    volume = [(i * 7919) % 100_000 for i in range(rows)]
    cells = {
        "symbol": symbols,
        "date": [19724] * rows,
        "timestamp": [(stamp + i * 60_000_000_000) // (1 if classic else 1000) for i in range(rows)],
        "open": some([price(10_000 + i * 37 % 990) for i in range(rows)], 13),
        "high": [price(20_000 + i * 37 % 50) for i in range(rows)],
        "low": some([price(9_000 + i) for i in range(rows)], 5),
        "close": [price(10_000 + i * 41 % 990) for i in range(rows)],
        "volume": some(volume if classic else [v + (i % 8) / 8 for i, v in enumerate(volume)], 17),
        "transactions": some([v // 80 for v in volume], 29),
    }
    profile = "classic" if classic else "portable"
    return [(name, shapes.column_type(name, "stocks_daily", profile), cells[name])
            for name in shapes.all_names("stocks_daily", profile) if name in cells]


def constant_columns(rows):
    """A column of one value, one of nulls only, and columns with runs that are long enough for
    RLE.
    """
    return [
        ("same", "string", ["AAPL"] * rows),
        ("none", "float64", [None] * rows),
        ("halves", "int32", [0] * (rows // 2) + [None] * (rows - rows // 2)),
        ("flags", "bool", [i % 64 < 40 for i in range(rows)]),
    ]


def with_nulls(cells):
    """The cells with a null at the start, after the second one and at the end."""
    return [None] + cells[:2] + [None] + cells[2:] + [None]


def foreign_columns(*kinds):
    """A column of each type that no lake has, with its extremes and nulls."""
    day = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
    cells = {
        "uint8": [0, 255, 128, 1],
        "uint16": [0, 65535, 32768, 1],
        "float16": [-0.0, 65504.0, 2.0**-24, 1.5],
        "decimal(9,2)": [-999_999_999, 999_999_999, -5, 0],
        "decimal(18,0)": [-(10**18) + 1, 10**18 - 1, -1, 256],
        "decimal(38,10)": [-(10**38) + 1, 10**38 - 1, -1, 2**64],
        "decimal(5,5)": [-99_999, 99_999, 7, -10],
        "decimal(76,2)": [-(10**76) + 1, 10**76 - 1, -1, 2**128],
        "bytes": [b"", b"\x00\xff", "Zürich".encode(), bytes(range(40))],
        "fixed(3)": [b"\x00\x00\x00", b"\xff\xfe\xfd", b"abc", b"abd"],
        "uuid": [bytes(16), b"\xff" * 16, bytes(range(16)), bytes(range(16, 32))],
    }
    for unit in day:
        cells[f"time[{unit}]"] = cells[f"time[{unit}, UTC]"] = [0, day[unit] - 1, 1, 45_296_789]
        cells[f"timestamp[{unit}]"] = [-1, 0, 20_000 * day[unit] + 1, 1]
        cells[f"timestamp[{unit}, UTC]"] = [-1, 0, 20_000 * day[unit] + 1, 1]
    return [(kind.replace("(", "_").replace(",", "_").replace(")", "").replace("[", "_")
             .replace("]", "").replace(" ", "").lower(), kind, with_nulls(cells[kind]))
            for kind in kinds]


def split_columns(rows):
    """Columns of every type that BYTE_STREAM_SPLIT can have."""
    def some(cells):
        return [None if i % 9 == 4 else cell for i, cell in enumerate(cells)]

    return [
        ("float32", "float32", some([single(i * 1.1 - 9) for i in range(rows)])),
        ("float64", "float64", some([-0.0] + [1 / i for i in range(1, rows)])),
        ("int32", "int32", some([(i * 0x9E3779B1) % 2**32 - 2**31 for i in range(rows)])),
        ("int64", "int64", some([(i * 0x9E3779B97F4A7C15) % 2**64 - 2**63 for i in range(rows)])),
        ("fixed", "fixed(3)", some([bytes([i, 255 - i, 7]) for i in range(rows)])),
        ("float16", "float16", some([i / 4 - 3 for i in range(rows)])),
        ("decimal", "decimal(9,2)", some([(i * 7_654_321) % 10**9 - 10**8 for i in range(rows)])),
    ]


def delta_columns(rows, *kinds):
    """Columns of integers whose differences have all widths: extremes first, then a constant, then
    slow growth, which fill blocks of their own."""
    bounds = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1),
              "uint32": (0, 2**32 - 1), "uint64": (0, 2**64 - 1), "int8": (-128, 127)}
    columns = []
    for kind in kinds:
        low, high = bounds[kind]
        cells = [high, low, 0, high, 1, low + 1, None, low, high - 1, None]
        cells += [77] * (rows // 2 - len(cells))
        cells += [i % 50 if i % 16 else None for i in range(rows - len(cells))]
        columns.append((kind, kind, cells))
    return columns


def text_columns(rows, *kinds):
    """Columns of texts and bytes that begin as the ones before."""
    texts = [f"{'AAPL' if i < rows // 2 else 'Zürich €𝄞'}-{i // 5}{'x' * (i % 4)}"
             for i in range(rows)]
    texts[3:5] = ["", "NA"]
    cells = {
        "string": texts,
        "bytes": [text.encode()[: i % 9] + bytes([255 - i]) for i, text in enumerate(texts)],
        "fixed(3)": [bytes([i // 16, i // 4, i]) for i in range(rows)],
    }
    return [(f"{kind}_{number}".replace("(", "").replace(")", ""), kind,
             [None if i % 11 == 2 else cell for i, cell in enumerate(cells[kind])])
            for number, kind in enumerate(kinds)]


# Expected values


def scale(kind):
    return int(kind.rpartition(",")[2].rstrip(")"))


def decimal_text(unscaled, places):
    digits = str(abs(unscaled)).rjust(places + 1, "0")
    whole, fraction = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if unscaled < 0 else "") + whole + ("." + fraction if places else "")


def cell_text(kind, cell):
    if cell is None:
        return None
    if kind == "float32":
        return "0x" + struct.pack(">f", cell).hex()
    if kind == "float64":
        return "0x" + struct.pack(">d", cell).hex()
    if kind == "bool":
        return "true" if cell else "false"
    if kind == "date32":
        return (EPOCH + datetime.timedelta(days=cell)).isoformat()
    if kind == "float16":
        return "0x" + struct.pack(">e", cell).hex()
    if kind.startswith("decimal"):
        return decimal_text(cell, scale(kind))
    if kind == "uuid":
        return str(uuid.UUID(bytes=cell))
    if kind == "bytes" or kind.startswith("fixed"):
        return "0x" + cell.hex()
    return str(cell)


def ndjson(columns):
    head = {"columns": [{"name": name, "type": kind} for name, kind, _ in columns]}
    lines = [json.dumps(head, ensure_ascii=False)]
    for row in zip(*(cells for _, _, cells in columns)):
        texts = [cell_text(kind, cell) for (_, kind, _), cell in zip(columns, row)]
        lines.append(json.dumps(texts, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def arrow_array(kind, cells):
    type_ = TYPES.get(kind) or FOREIGN_TYPES[kind]
    if kind.startswith("decimal"):
        with decimal.localcontext(prec=100):
            cells = [None if c is None else decimal.Decimal(c).scaleb(-scale(kind)) for c in cells]
        return pa.array(cells, type_)
    if kind == "float16":
        return pa.array([None if c is None else np.float16(c) for c in cells], type_)
    if kind == "uuid":
        return pa.ExtensionArray.from_storage(type_, pa.array(cells, pa.binary(16)))
    if pa.types.is_temporal(type_):
        return pa.array(cells, pa.int64()).cast(pa.int64() if type_.bit_width == 64 else pa.int32()
                                                ).cast(type_)
    return pa.array(cells, type_)


def arrow_table(columns, required=False):
    arrays = [arrow_array(kind, cells) for _, kind, cells in columns]
    fields = [pa.field(name, array.type, nullable=not required)
              for (name, _, _), array in zip(columns, arrays)]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


# Writers


def with_pyarrow(columns, path, required=False, dictionary_type=False, page=1, **options):
    table = arrow_table(columns, required)
    if dictionary_type:
        index = table.schema.get_field_index("symbol")
        table = table.set_column(index, "symbol", table["symbol"].dictionary_encode())
    pq.write_table(table, path, data_page_version=f"{page}.0", **options)


def with_polars(columns, path, **options):
    pl.from_arrow(arrow_table(columns)).write_parquet(path, **options)


def with_duckdb(columns, path, compression, row_group_size=122_880, page=1, casts={}):
    connection = duckdb.connect()
    connection.sql("set timezone = 'UTC'")
    connection.register("bars", arrow_table(columns))
    names = ", ".join(f"{name}::{casts[name]} as {name}" if name in casts else f'"{name}"'
                      for name, _, _ in columns)
    connection.sql(
        f"copy (select {names} from bars) to '{path}' (format parquet,"
        f" parquet_version v{page}, compression {compression},"
        f" row_group_size {row_group_size})")


# NumPy's null of times, as an integer.
NOT_A_TIME = -(2**63)


def with_fastparquet(columns, path, categories=False, **options):
    import fastparquet

    frame = {}
    for name, kind, cells in columns:
        if kind.startswith("time"):
            unit = kind.partition("[")[2][:2]
            values = np.array([NOT_A_TIME if c is None else c for c in cells], "int64")
            kind_of_time = "datetime64" if kind.startswith("timestamp") else "timedelta64"
            frame[name] = pd.Series(values.view(f"{kind_of_time}[{unit}]"))
            if kind.startswith("timestamp") and kind.endswith("UTC]"):
                frame[name] = frame[name].dt.tz_localize("UTC")
        elif kind == "bytes" or kind.startswith("fixed"):
            frame[name] = pd.Series(cells, dtype=object)
        elif None in cells and kind in ("float32", "float64"):
            frame[name] = pd.Series([np.nan if c is None else c for c in cells], dtype=kind)
        elif None in cells:
            frame[name] = pd.Series(cells, dtype=kind.replace("i", "I").replace("u", "U"))
        elif kind == "string":
            frame[name] = pd.Series(cells, dtype="category" if categories else object)
        else:
            frame[name] = pd.Series(cells, dtype=kind)
    fastparquet.write(str(path), pd.DataFrame(frame), write_index=False, **options)


def with_spark(columns, path, **options):
    import jvm

    jvm.with_spark(columns, path, **options)


def with_parquet_java(columns, path, **options):
    import jvm

    jvm.with_parquet_java(columns, path, **options)


def without(columns, *kinds):
    return [column for column in columns if column[1] not in kinds]


edges = edge_columns()
classic = bar_columns(130, classic=True, nulls=True)
portable = bar_columns(130, classic=False, nulls=True)
whole = bar_columns(120, classic=False, nulls=False)
# DuckDB has no zoned nanoseconds; fastparquet has no dates, and reads NaN as the null of floats.
duck_edges = without(edges, "timestamp[ns, UTC]")
plain_numbers = without(whole, "date32")
null_floats = [column for column in without(portable, "date32")
               if column[1] != "int32" or None not in column[2]]

FILES = {
    "pyarrow-edges-plain": (edges, with_pyarrow, {
        "use_dictionary": False, "compression": "none"}),
    "pyarrow-edges-dictionary-snappy": (edges, with_pyarrow, {
        "use_dictionary": True, "compression": "snappy"}),
    "pyarrow-classic-pages": (classic, with_pyarrow, {
        "compression": "snappy", "row_group_size": 70, "data_page_size": 128,
        "write_batch_size": 32, "write_page_index": True, "write_page_checksum": True,
        "dictionary_type": True}),
    "pyarrow-portable-plain-pages": (portable, with_pyarrow, {
        "compression": "snappy", "use_dictionary": False, "row_group_size": 90,
        "data_page_size": 200, "write_batch_size": 25}),
    "pyarrow-required": (whole, with_pyarrow, {"compression": "snappy", "required": True}),
    "pyarrow-no-statistics": (whole, with_pyarrow, {
        "compression": "none", "write_statistics": False, "store_schema": False}),
    "pyarrow-constant": (constant_columns(500), with_pyarrow, {"compression": "snappy"}),
    "pyarrow-no-rows": ([(n, k, []) for n, k, _ in portable], with_pyarrow, {}),
    "polars-edges-snappy": (edges, with_polars, {"compression": "snappy"}),
    "polars-edges-uncompressed": (edges, with_polars, {
        "compression": "uncompressed", "statistics": False}),
    "polars-classic-row-groups": (classic, with_polars, {
        "compression": "snappy", "row_group_size": 60, "data_page_size": 256}),
    "polars-constant": (constant_columns(500), with_polars, {"compression": "snappy"}),
    "duckdb-edges-snappy": (duck_edges, with_duckdb, {"compression": "snappy"}),
    "duckdb-edges-uncompressed": (duck_edges, with_duckdb, {"compression": "uncompressed"}),
    "duckdb-portable-snappy": (portable, with_duckdb, {"compression": "snappy"}),
    "duckdb-constant": (constant_columns(500), with_duckdb, {"compression": "snappy"}),
    "fastparquet-bars-snappy": (plain_numbers, with_fastparquet, {
        "compression": "SNAPPY", "row_group_offsets": [0, 50, 100]}),
    "fastparquet-categories": (plain_numbers[:3], with_fastparquet, {
        "compression": "SNAPPY", "categories": True}),
    "fastparquet-bars-uncompressed": (null_floats, with_fastparquet, {"compression": None}),
}

# What no lake has: other types, encodings and codecs, and data pages of version 2.

decimals = foreign_columns("decimal(9,2)", "decimal(18,0)", "decimal(38,10)", "decimal(5,5)")
wide_decimals = foreign_columns("decimal(76,2)")
small = foreign_columns("uint8", "uint16", "float16", "bytes", "fixed(3)", "uuid")
times = foreign_columns("time[ms]", "time[us]", "time[ns]", "timestamp[ms]", "timestamp[us]",
                        "timestamp[ns]", "timestamp[ms, UTC]")
utc_times = foreign_columns("time[ms, UTC]", "time[us, UTC]", "time[ns, UTC]")
nanoseconds = foreign_columns("timestamp[ns]")
splits = split_columns(24)
deltas = delta_columns(140, "int32", "int64")
other_deltas = delta_columns(140, "uint32", "uint64", "int8")
texts = text_columns(36, "string", "string", "bytes", "bytes", "fixed(3)")
text_encodings = ["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"] * 2 + ["DELTA_BYTE_ARRAY"]
mixture = [splits[0], splits[3], splits[4], splits[6], *text_columns(24, "string", "string")]
labels = [
    ("json", "string", ["{}", None, '{"a": [1, 2]}', "null", '"Zürich"']),
    ("enum", "string", ["red", "blue", None, "red", "green"]),
]
fast = foreign_columns("uint8", "uint16", "bytes", "fixed(3)", "time[us, UTC]", "timestamp[ms]")
flags = [("flags", "bool", [None if i % 7 == 3 else i % 64 < 40 for i in range(300)])]

# Enough equal bytes for every codec to find some.
squeezed = [
    ("text", "string", [None if i % 13 == 5 else f"the text of row {i // 7}" for i in range(70)]),
    ("number", "int64", [None if i % 9 == 2 else 10**12 + i * i % 5 for i in range(70)]),
    ("flag", "bool", [None if i % 17 == 4 else i % 3 == 0 for i in range(70)]),
    ("price", "float64", [None if i % 11 == 6 else 100 + i // 4 / 8 for i in range(70)]),
]
empty = [("empty", "float64", [None] * 24)]
empty_70 = [("empty", "float64", [None] * 70)]
v2_encodings = {
    "float32": "BYTE_STREAM_SPLIT", "int64": "DELTA_BINARY_PACKED", "fixed": "DELTA_BYTE_ARRAY",
    "decimal": "DELTA_BYTE_ARRAY", "string_0": "DELTA_LENGTH_BYTE_ARRAY",
    "string_1": "DELTA_BYTE_ARRAY"}
nulls_only = [("nothing", "null", [None] * 5), ("number", "int32", [1, None, 3, 4, None])]
null_pages = [("number", "int32", [None if i // 8 % 3 else i for i in range(64)]),
              ("text", "string", [None if i // 8 % 3 == 1 else f"t{i}" for i in range(64)])]
not_numbers = [
    ("float16", "float16", [None, 0.0, -0.0, float("nan"), 1.0, -2.0]),
    ("float32", "float32", [None, 0.0, -0.0, float("nan"), 1.0, -2.0]),
    ("float64", "float64", [float("nan"), None, float("inf"), float("-inf"), -0.0, float("nan")]),
]
# What Spark's types can express: no nanoseconds, and the years 1 to 9999.
spark_columns = [
    (name, kind, cells if kind != "date32"
     else [-719162, 19724, None, 0, 2932896, None, None, 1, 2])
    for name, kind, cells in without(edges, "uint32", "uint64", "timestamp[us, UTC]",
                                     "timestamp[ns, UTC]")
] + [
    ("bytes", "bytes", [b"", b"\x00\xff", None, bytes(range(20)), b"a", None, None, b"", b"b"]),
    ("decimal_9", "decimal(9,2)", [-999_999_999, 999_999_999, None, -5, 0, None, None, 1, 2]),
    ("decimal_18", "decimal(18,0)", [1 - 10**18, 10**18 - 1, None, -1, 256, None, None, 1, 2]),
    ("decimal_20", "decimal(20,5)", [1 - 10**20, 10**20 - 1, None, -1, 2**64, None, None, 1, 2]),
    ("decimal_38", "decimal(38,10)", [1 - 10**38, 10**38 - 1, None, -1, 2**64, None, None, 1, 2]),
]
# The years 1, 9999 and 2024, and the microseconds beside 1970.
microseconds = [-62_135_596_800_000_000, 253_402_300_799_999_999, None, 1_704_164_645_000_006, 0,
                -1, None, 1, None]
spark_far = [("stamp", "timestamp[ns]", [None if m is None else m * 1000 for m in microseconds])]
spark_times = [("stamp", "timestamp[us, UTC]", microseconds),
               ("local", "timestamp[us]", microseconds)]
java_schema = """message m {
  optional binary decimal_20 (DECIMAL(20, 5));
  optional fixed_len_byte_array(3) fixed;
  optional binary document (BSON);
  required binary bytes;
  optional binary text (ENUM);
}"""
java = [
    ("decimal_20", "decimal(20,5)",
     [1 - 10**20, 10**20 - 1, None, -1, 0, 127, 128, -128, -129] * 2),
    ("fixed", "fixed(3)", [None if 3 < i < 9 else bytes([7, i // 3, i]) for i in range(18)]),
    ("document", "bytes", [None if i % 4 == 1 else b"\x05\x00\x00\x00\x00" for i in range(18)]),
    ("bytes", "bytes", [bytes(range(i % 5)) for i in range(18)]),
    ("text", "string", [None if i % 6 == 2 else ("red", "green")[i % 2] for i in range(18)]),
]

FOREIGN_FILES = {
    "pyarrow-decimals": (decimals, with_pyarrow, {
        "compression": "none", "use_dictionary": False}),
    "pyarrow-decimals-wide": (wide_decimals, with_pyarrow, {"compression": "snappy"}),
    "pyarrow-decimals-as-integers": (decimals, with_pyarrow, {
        "compression": "snappy", "store_decimal_as_integer": True}),
    "pyarrow-types-plain": (small + times, with_pyarrow, {
        "compression": "none", "use_dictionary": False}),
    "pyarrow-types-dictionary-gzip": (small + decimals, with_pyarrow, {"compression": "gzip"}),
    "pyarrow-times-utc": (utc_times, with_pyarrow, {
        "compression": "gzip", "write_time_adjusted_to_utc": True}),
    "pyarrow-int96": (nanoseconds, with_pyarrow, {
        "compression": "none", "use_dictionary": False,
        "use_deprecated_int96_timestamps": True, "store_schema": False}),
    "pyarrow-int96-dictionary": (nanoseconds, with_pyarrow, {
        "compression": "snappy", "use_deprecated_int96_timestamps": True}),
    "pyarrow-delta-binary-packed": (deltas, with_pyarrow, {
        "compression": "none", "use_dictionary": False, "store_schema": False,
        "column_encoding": {name: "DELTA_BINARY_PACKED" for name, _, _ in deltas}}),
    "pyarrow-delta-binary-packed-unsigned": (other_deltas, with_pyarrow, {
        "compression": "none", "use_dictionary": False, "store_schema": False,
        "column_encoding": {name: "DELTA_BINARY_PACKED" for name, _, _ in other_deltas}}),
    "pyarrow-delta-byte-arrays": (texts, with_pyarrow, {
        "compression": "none", "use_dictionary": False, "store_schema": False,
        "column_encoding": dict(zip([name for name, _, _ in texts], text_encodings))}),
    "pyarrow-byte-stream-split": (splits[:4], with_pyarrow, {
        "compression": "none", "use_dictionary": False, "store_schema": False,
        "column_encoding": {name: "BYTE_STREAM_SPLIT" for name, _, _ in splits[:4]}}),
    "pyarrow-byte-stream-split-fixed": (splits[4:], with_pyarrow, {
        "compression": "none", "use_dictionary": False, "store_schema": False,
        "column_encoding": {name: "BYTE_STREAM_SPLIT" for name, _, _ in splits[4:]}}),
    "pyarrow-pages-v2-gzip": (mixture, with_pyarrow, {
        "page": 2, "compression": "gzip", "use_dictionary": False, "data_page_size": 60,
        "write_batch_size": 12, "store_schema": False, "column_encoding": v2_encodings}),
    "pyarrow-pages-v2-dictionary": (small + decimals[:1], with_pyarrow, {
        "page": 2, "compression": "snappy"}),
    "pyarrow-pages-v2-required": (
        [(name, kind, [cell for cell in cells if cell is not None][:20])
         for name, kind, cells in mixture], with_pyarrow, {
            "page": 2, "compression": "none", "required": True, "use_dictionary": False,
            "store_schema": False, "column_encoding": {
                "string_0": "DELTA_BYTE_ARRAY", "int64": "DELTA_BINARY_PACKED"}}),
    "pyarrow-pages-v2-booleans": (flags, with_pyarrow, {"page": 2, "compression": "snappy"}),
    "pyarrow-booleans-rle": (flags, with_pyarrow, {
        "compression": "none", "use_dictionary": False, "column_encoding": {"flags": "RLE"}}),
    "polars-types-gzip": (without(small, "float16", "fixed(3)", "uuid") + decimals, with_polars, {
        "compression": "gzip"}),
    "polars-times": (foreign_columns("time[ns]", "timestamp[ms]", "timestamp[us]",
                                     "timestamp[ns]", "timestamp[ms, UTC]"), with_polars, {
        "compression": "uncompressed"}),
    "duckdb-types-gzip": (without(small, "float16", "fixed(3)") + decimals, with_duckdb, {
        "compression": "gzip"}),
    "duckdb-types-v2": (without(small, "float16", "fixed(3)") + decimals, with_duckdb, {
        "compression": "snappy", "page": 2}),
    "duckdb-times": (foreign_columns("time[us]", "timestamp[ms]", "timestamp[us]",
                                     "timestamp[ns]"), with_duckdb, {
        "compression": "uncompressed"}),
    "duckdb-encodings-v2": (
        splits[:2] + [
            ("int64", "int64", [10**12 + i * i for i in range(24)]),
            ("text", "string", [f"{'x' * (i % 5)}{i}" for i in range(24)])],
        with_duckdb, {"compression": "uncompressed", "page": 2}),
    "duckdb-wide-differences": (splits[2:3], with_duckdb, {
        "compression": "uncompressed", "page": 2}),
    "duckdb-json-enum": (labels, with_duckdb, {
        "compression": "snappy",
        "casts": {"json": "json", "enum": "enum('red', 'green', 'blue')"}}),
    "fastparquet-types-gzip": (fast, with_fastparquet, {
        "compression": "GZIP", "fixed_text": {"fixed_3": 3},
        "object_encoding": {"bytes": "bytes", "fixed_3": "bytes"}}),
    "fastparquet-int96": ([("stamp", "timestamp[ns]", [0, 1, -1, 2**62])], with_fastparquet, {
        "compression": None, "times": "int96"}),
    "pyarrow-zstd": (squeezed, with_pyarrow, {
        "compression": "zstd", "row_group_size": 40, "data_page_size": 100,
        "write_batch_size": 20, "store_schema": False}),
    "pyarrow-lz4-raw": (squeezed, with_pyarrow, {
        "compression": "lz4", "row_group_size": 40, "data_page_size": 100,
        "write_batch_size": 20, "store_schema": False}),
    "pyarrow-pages-v2-zstd": (mixture + empty, with_pyarrow, {
        "page": 2, "compression": "zstd", "use_dictionary": False, "data_page_size": 60,
        "write_batch_size": 12, "store_schema": False, "column_encoding": v2_encodings}),
    "pyarrow-pages-v2-lz4-raw": (mixture + empty, with_pyarrow, {
        "page": 2, "compression": "lz4", "use_dictionary": False, "data_page_size": 60,
        "write_batch_size": 12, "store_schema": False, "column_encoding": v2_encodings}),
    "pyarrow-nulls-only": (nulls_only, with_pyarrow, {"compression": "zstd"}),
    "pyarrow-null-pages": (null_pages, with_pyarrow, {
        "compression": "none", "use_dictionary": False, "max_rows_per_page": 8,
        "write_batch_size": 8, "write_page_index": True, "store_schema": False}),
    "pyarrow-nans": (not_numbers, with_pyarrow, {
        "compression": "none", "use_dictionary": False, "store_schema": False}),
    "pyarrow-sorting-columns": (squeezed[:2], with_pyarrow, {
        "compression": "snappy", "store_schema": False, "sorting_columns": [
            pq.SortingColumn(0, descending=True, nulls_first=True), pq.SortingColumn(1)]}),
    "polars-zstd": (squeezed, with_polars, {
        "compression": "zstd", "row_group_size": 40, "data_page_size": 100}),
    "polars-lz4-raw": (squeezed, with_polars, {
        "compression": "lz4", "row_group_size": 40, "data_page_size": 100}),
    "polars-nulls-only": (nulls_only, with_polars, {"compression": "snappy"}),
    "duckdb-zstd": (squeezed, with_duckdb, {"compression": "zstd"}),
    "duckdb-lz4-raw": (squeezed, with_duckdb, {"compression": "lz4_raw"}),
    "duckdb-zstd-v2": (squeezed, with_duckdb, {"compression": "zstd", "page": 2}),
    "fastparquet-zstd": (fast, with_fastparquet, {
        "compression": "ZSTD", "fixed_text": {"fixed_3": 3},
        "object_encoding": {"bytes": "bytes", "fixed_3": "bytes"}}),
    "fastparquet-lz4-raw": (fast, with_fastparquet, {
        "compression": "LZ4_RAW", "fixed_text": {"fixed_3": 3},
        "object_encoding": {"bytes": "bytes", "fixed_3": "bytes"}}),
    "spark-types-int96": (spark_columns + spark_far, with_spark, {
        "configuration": {"spark.sql.parquet.outputTimestampType": "INT96"}}),
    "spark-types-micros": (spark_columns + spark_times, with_spark, {
        "configuration": {"spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS"}}),
    "spark-types-legacy-gzip": (spark_columns, with_spark, {
        "configuration": {"spark.sql.parquet.writeLegacyFormat": "true"},
        "options": {"compression": "gzip"}}),
    "spark-types-v2": (spark_columns + spark_times, with_spark, {
        "configuration": {"spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS"},
        "options": {"parquet.writer.version": "v2"}}),
    "spark-pages-v2-zstd": (squeezed + empty_70, with_spark, {
        "options": {"parquet.writer.version": "v2", "compression": "zstd",
                    "parquet.page.row.count.limit": "30"}}),
    "spark-pages-zstd": (squeezed + empty_70, with_spark, {
        "options": {"compression": "zstd", "parquet.page.row.count.limit": "30"}}),
    "spark-pages-lz4-raw": (squeezed + empty_70, with_spark, {
        "options": {"compression": "lz4_raw", "parquet.page.row.count.limit": "30"}}),
    "spark-pages-v2-lz4-raw": (squeezed + empty_70, with_spark, {
        "options": {"parquet.writer.version": "v2", "compression": "lz4_raw",
                    "parquet.page.row.count.limit": "30"}}),
    "spark-bloom-filter": (squeezed[:2], with_spark, {
        # A chunk with a dictionary needs no filter.
        "options": {"parquet.bloom.filter.enabled#text": "true",
                    "parquet.bloom.filter.expected.ndv#text": "20",
                    "parquet.enable.dictionary": "false"}}),
    "spark-nulls-only": (nulls_only, with_spark, {}),
    "parquet-java-bytes": (java, with_parquet_java, {"schema": java_schema}),
    "parquet-java-bytes-v2-zstd": (java, with_parquet_java, {
        "schema": java_schema, "codec": "ZSTD", "version": "v2", "dictionary": False,
        "page_rows": 4}),
}
FILES |= FOREIGN_FILES

# Files with something that the reader does not support, in the folder `not-supported`: beside a
# column `number`, which it reads.


NUMBERS = pa.array([1, 2, 3], pa.int32())


def write_numbers(path, columns, **options):
    pq.write_table(pa.table({"number": NUMBERS, **columns}), path, store_schema=False, **options)


def write_nested(path):
    write_numbers(path, {
        "list": pa.array([[1, 2], None, []], pa.list_(pa.int64())),
        "group": pa.array([{"a": 1}, None, {"a": None}], pa.struct([("a", pa.int64())])),
        "map": pa.array([[("k", 1)], None, []], pa.map_(pa.string(), pa.int64())),
    })


def write_encrypted(path, plaintext_footer):
    import base64

    from pyarrow.parquet import encryption

    class Keys(encryption.KmsClient):
        """Keeps keys as they are: what matters is that the file is encrypted."""

        def __init__(self, configuration):
            encryption.KmsClient.__init__(self)

        def wrap_key(self, key_bytes, master_key_identifier):
            return base64.b64encode(key_bytes)

        def unwrap_key(self, wrapped_key, master_key_identifier):
            return base64.b64decode(wrapped_key)

    properties = encryption.CryptoFactory(Keys).file_encryption_properties(
        encryption.KmsConnectionConfig(), encryption.EncryptionConfiguration(
            footer_key="footer", column_keys={"key": ["secret"]},
            plaintext_footer=plaintext_footer, double_wrapping=False))
    write_numbers(path, {"secret": pa.array(["a", "b", None])}, encryption_properties=properties)


def write_duckdb(path, cell):
    duckdb.sql(f"copy (select number::int as number, {cell} as value from range(1, 4) t(number))"
               f" to '{path}' (format parquet)")


def write_spark(path, cell, configuration={}, **options):
    import jvm

    jvm.write(f"select cast(id as int) as number, {cell} as value from range(1, 4)", path,
              configuration, options)


# The writer, and what pyarrow must say of the file.
NOT_SUPPORTED = {
    "pyarrow-nested": (write_nested, {}, ("(List)", "(Map)", "group field_id=-1 group {")),
    "pyarrow-brotli": (lambda path: write_numbers(
        path, {"value": NUMBERS}, compression={"number": "snappy", "value": "brotli"}), {},
        ("BROTLI",)),
    "pyarrow-encrypted-columns": (write_encrypted, {"plaintext_footer": True}, ("secret",)),
    "pyarrow-encrypted-footer": (write_encrypted, {"plaintext_footer": False}, ()),
    "duckdb-interval": (write_duckdb, {"cell": "interval 1 day"}, ("(Interval)",)),
    "duckdb-variant": (write_duckdb, {"cell": "number::variant"}, ("(Variant(1))",)),
    "spark-geometry": (write_spark, {
        "cell": "st_geomfromwkb(X'0101000000000000000000F03F0000000000000040')",
        "configuration": {"spark.sql.geospatial.enabled": "true"}}, ("(Geometry(",)),
    "spark-lz4-hadoop": (write_spark, {"cell": "cast(id as int)", "compression": "lz4"},
                         ("UNKNOWN",)),
}


def check_not_supported(name):
    path = HERE / "not-supported" / (name + ".parquet")
    _, _, shown = NOT_SUPPORTED[name]
    if not shown:
        return [] if path.read_bytes()[-4:] == b"PARE" else ["the footer is not encrypted"]
    file = pq.ParquetFile(path)
    said = str(file.schema)
    if "encrypted" not in name:
        said += file.metadata.row_group(0).column(file.metadata.num_columns - 1).compression
    return [f"no {text}" for text in shown if text not in said]


# What each of these files must show: physical types, encodings, codecs, and pages of version 2.
SHOWN = {
    "pyarrow-decimals": {"FIXED_LEN_BYTE_ARRAY", "PLAIN"},
    "pyarrow-decimals-wide": {"FIXED_LEN_BYTE_ARRAY", "RLE_DICTIONARY"},
    "pyarrow-decimals-as-integers": {"INT32", "INT64"},
    "pyarrow-types-plain": {"FIXED_LEN_BYTE_ARRAY", "BYTE_ARRAY", "PLAIN"},
    "pyarrow-types-dictionary-gzip": {"FIXED_LEN_BYTE_ARRAY", "RLE_DICTIONARY", "GZIP"},
    "pyarrow-times-utc": {"INT32", "INT64", "GZIP"},
    "pyarrow-int96": {"INT96", "PLAIN"},
    "pyarrow-int96-dictionary": {"INT96", "RLE_DICTIONARY"},
    "pyarrow-delta-binary-packed": {"DELTA_BINARY_PACKED"},
    "pyarrow-delta-binary-packed-unsigned": {"DELTA_BINARY_PACKED"},
    "pyarrow-delta-byte-arrays": {
        "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"},
    "pyarrow-byte-stream-split": {
        "BYTE_STREAM_SPLIT", "FLOAT", "DOUBLE", "INT32", "INT64"},
    "pyarrow-byte-stream-split-fixed": {"BYTE_STREAM_SPLIT", "FIXED_LEN_BYTE_ARRAY"},
    "pyarrow-pages-v2-gzip": {
        "V2", "GZIP", "BYTE_STREAM_SPLIT", "DELTA_BINARY_PACKED", "DELTA_BYTE_ARRAY",
        "DELTA_LENGTH_BYTE_ARRAY"},
    "pyarrow-pages-v2-dictionary": {"V2", "RLE_DICTIONARY"},
    "pyarrow-pages-v2-required": {"V2", "DELTA_BINARY_PACKED", "DELTA_BYTE_ARRAY", "PLAIN"},
    "pyarrow-pages-v2-booleans": {"V2", "RLE", "BOOLEAN"},
    "pyarrow-booleans-rle": {"RLE", "BOOLEAN"},
    "polars-types-gzip": {"GZIP", "FIXED_LEN_BYTE_ARRAY", "INT32", "INT64"},
    "polars-times": {"INT64"},
    "duckdb-types-gzip": {"GZIP", "PLAIN", "INT32", "INT64", "FIXED_LEN_BYTE_ARRAY"},
    "duckdb-types-v2": {"DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY"},
    "duckdb-times": {"INT64"},
    "duckdb-encodings-v2": {
        "BYTE_STREAM_SPLIT", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY"},
    "duckdb-wide-differences": {"INT32", "DELTA_BINARY_PACKED"},
    "duckdb-json-enum": {"BYTE_ARRAY"},
    "fastparquet-types-gzip": {"GZIP", "FIXED_LEN_BYTE_ARRAY"},
    "fastparquet-int96": {"INT96"},
    # pyarrow calls LZ4_RAW so, and the older codec UNKNOWN.
    "pyarrow-zstd": {"ZSTD", "RLE_DICTIONARY"},
    "pyarrow-lz4-raw": {"LZ4", "RLE_DICTIONARY"},
    "pyarrow-pages-v2-zstd": {"V2", "ZSTD", "BYTE_STREAM_SPLIT", "DELTA_BINARY_PACKED"},
    "pyarrow-pages-v2-lz4-raw": {"V2", "LZ4", "BYTE_STREAM_SPLIT", "DELTA_BINARY_PACKED"},
    "pyarrow-nulls-only": {"INT32", "ZSTD"},
    "pyarrow-null-pages": {"PLAIN"},
    "pyarrow-nans": {"FLOAT", "DOUBLE", "FIXED_LEN_BYTE_ARRAY"},
    "pyarrow-sorting-columns": {"SNAPPY", "sorting columns"},
    "polars-zstd": {"ZSTD"},
    "polars-lz4-raw": {"LZ4"},
    "polars-nulls-only": {"INT32"},
    "duckdb-zstd": {"ZSTD", "PLAIN_DICTIONARY"},
    "duckdb-lz4-raw": {"LZ4", "PLAIN_DICTIONARY"},
    "duckdb-zstd-v2": {"ZSTD", "BYTE_STREAM_SPLIT", "RLE_DICTIONARY"},
    "fastparquet-zstd": {"ZSTD"},
    "fastparquet-lz4-raw": {"LZ4"},
    "spark-types-int96": {"INT96", "SNAPPY", "PLAIN_DICTIONARY", "BIT_PACKED"},
    "spark-types-micros": {"INT32", "INT64", "FIXED_LEN_BYTE_ARRAY", "PLAIN_DICTIONARY"},
    "spark-types-legacy-gzip": {"GZIP", "FIXED_LEN_BYTE_ARRAY"},
    "spark-types-v2": {"V2", "DELTA_BINARY_PACKED", "DELTA_BYTE_ARRAY", "RLE", "RLE_DICTIONARY"},
    "spark-pages-zstd": {"ZSTD", "PLAIN_DICTIONARY"},
    "spark-pages-v2-zstd": {"V2", "ZSTD", "RLE_DICTIONARY"},
    "spark-pages-lz4-raw": {"LZ4", "PLAIN_DICTIONARY"},
    "spark-pages-v2-lz4-raw": {"V2", "LZ4", "RLE_DICTIONARY"},
    "spark-bloom-filter": {"BYTE_ARRAY", "Bloom filter"},
    "spark-nulls-only": {"BOOLEAN"},
    "parquet-java-bytes": {"BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY", "PLAIN_DICTIONARY"},
    "parquet-java-bytes-v2-zstd": {"V2", "ZSTD", "DELTA_BYTE_ARRAY"},
}


# Checking

READERS = {
    "pyarrow": pq.read_table,
    "Polars": lambda path: pl.read_parquet(path).to_arrow(),
    "DuckDB": lambda path: duckdb.read_parquet(str(path)).to_arrow_table(),
    "pyarrow, INT96 in microseconds": lambda path: pq.read_table(
        path, coerce_int96_timestamp_unit="us"),
}
# Files that others than pyarrow and Polars read, or that pyarrow alone reads.
OTHER_READERS = {
    # Polars does not read fixed lengths in this encoding, nor with the padding of fastparquet.
    "pyarrow-delta-byte-arrays": ("pyarrow", "DuckDB"),
    "pyarrow-pages-v2-gzip": ("pyarrow", "DuckDB"),
    "pyarrow-pages-v2-zstd": ("pyarrow", "DuckDB"),
    "pyarrow-pages-v2-lz4-raw": ("pyarrow", "DuckDB"),
    "fastparquet-types-gzip": ("pyarrow", "DuckDB"),
    "fastparquet-zstd": ("pyarrow", "DuckDB"),
    "fastparquet-lz4-raw": ("pyarrow", "DuckDB"),
    # Nulls only in BOOLEAN, which Polars refuses and DuckDB reads as booleans.
    "spark-nulls-only": ("pyarrow",),
    # Timestamps that 64 bits of nanoseconds do not hold.
    "spark-types-int96": ("pyarrow, INT96 in microseconds", "DuckDB"),
    # More than 38 digits, and fixed lengths in this encoding.
    "pyarrow-decimals-wide": ("pyarrow",),
    "pyarrow-byte-stream-split-fixed": ("pyarrow",),
    # Fixed lengths in DELTA_BYTE_ARRAY, and BSON.
    "parquet-java-bytes-v2-zstd": ("pyarrow",),
    # Differences of INT32 in more than 32 bits, which pyarrow refuses.
    "duckdb-wide-differences": ("Polars", "DuckDB"),
}
ENCODINGS = {"PLAIN", "RLE", "BIT_PACKED", "RLE_DICTIONARY", "PLAIN_DICTIONARY"}


def as_expected(table):
    """An Arrow table in the form of the lists above, with the names of types that they use."""
    columns = []
    for field in table.schema:
        cells = table[field.name]
        kind = field.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
            cells = cells.cast(kind)
        if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
            kind = pa.string()
        name = next((n for n, t in TYPES.items() if t == kind), str(kind))
        if pa.types.is_timestamp(kind):
            name = f"timestamp[{kind.unit}, UTC]" if kind.tz else str(kind)
            cells = cells.cast(pa.int64())
        if pa.types.is_date32(kind):
            cells = cells.cast(pa.int32())
        columns.append((field.name, name, cells.to_pylist()))
    return columns


def cells_of(kind, column):
    """An Arrow column in the form of the lists above, if its values are of `kind`."""
    type_ = TYPES.get(kind) or FOREIGN_TYPES[kind]
    column = column.combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if isinstance(column.type, pa.BaseExtensionType):
        column = column.storage
    if kind == "uuid":
        return column.cast(pa.binary(16)).to_pylist()
    if kind == "float16":
        return [None if c is None else float(c) for c in column.to_pylist()]
    if kind == "timestamp[ns]" and column.type.unit == "us":
        return [None if c is None else c * 1000 for c in column.cast(pa.int64()).to_pylist()]
    column = column.cast(type_)
    if pa.types.is_temporal(type_):
        return column.cast(pa.int64() if type_.bit_width == 64 else pa.int32()).to_pylist()
    if kind.startswith("decimal"):
        with decimal.localcontext(prec=100):
            return [None if c is None else int(c.scaleb(scale(kind))) for c in column.to_pylist()]
    return column.to_pylist()


def check_foreign(name):
    """What is wrong with a file that no lake has: Arrow cannot tell all its types apart, so each
    column is read as the type that it should have."""
    columns = FILES[name][0]
    path = HERE / (name + ".parquet")
    expected = (HERE / (name + ".ndjson")).read_text()
    wrong = []
    for reader in OTHER_READERS.get(name, ("pyarrow", "Polars")):
        table = READERS[reader](path)
        found = [(n, kind, cells_of(kind, table[n])) for n, kind, _ in columns]
        if table.column_names != [n for n, _, _ in columns] or ndjson(found) != expected:
            wrong.append(f"{reader} reads other values")
    shown, metadata, data = SHOWN[name], pq.read_metadata(path), path.read_bytes()
    found = {"sorting columns"} if metadata.row_group(0).sorting_columns else set()
    for index in range(metadata.num_columns):
        chunk = metadata.row_group(0).column(index)
        found |= {*chunk.encodings, chunk.compression, chunk.physical_type}
        if chunk.bloom_filter_offset is not None:
            found.add("Bloom filter")
        # Thrift's first field of a page header: 15 06 is a data page of version 2.
        if data[chunk.data_page_offset : chunk.data_page_offset + 2] == b"\x15\x06":
            found.add("V2")
    if not found >= shown:
        wrong.append(f"no {shown - found}, only {found}")
    return wrong


def check(name):
    path = HERE / (name + ".parquet")
    expected = (HERE / (name + ".ndjson")).read_text()
    wrong = []
    if ndjson(FILES[name][0]) != expected:
        wrong.append("the .ndjson is not what this script describes")
    if name in FOREIGN_FILES:
        return wrong + check_foreign(name)
    if ndjson(as_expected(pq.read_table(path))) != expected:
        wrong.append("pyarrow reads other values")
    if ndjson(as_expected(pl.read_parquet(path).to_arrow())) != expected:
        wrong.append("Polars reads other values")
    metadata, data = pq.read_metadata(path), path.read_bytes()
    for group in range(metadata.num_row_groups):
        for index in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(index)
            # Thrift's first field of a page header: 15 00 is a data page of version 1.
            first = data[chunk.data_page_offset : chunk.data_page_offset + 2]
            if metadata.num_rows == 0:
                first = b"\x15\x00"  # a chunk without values has no page
            if (chunk.compression not in ("SNAPPY", "UNCOMPRESSED") or first != b"\x15\x00"
                    or not ENCODINGS.issuperset(chunk.encodings)):
                wrong.append(f"{chunk.path_in_schema}: {chunk.compression} {chunk.encodings}")
    return wrong


def main():
    failed = 0
    chosen = [argument for argument in sys.argv[1:] if argument != "--check"]
    chosen = chosen or [*FILES, *NOT_SUPPORTED]
    for name in chosen:
        if name in NOT_SUPPORTED:
            writer, options, _ = NOT_SUPPORTED[name]
            if "--check" not in sys.argv[1:]:
                writer(HERE / "not-supported" / (name + ".parquet"), **options)
            wrong = check_not_supported(name)
            failed += bool(wrong)
            print(f"{'wrong' if wrong else 'right':6}{name}", *wrong, sep="\n    ")
            continue
        columns, writer, options = FILES[name]
        path = HERE / (name + ".parquet")
        if "--check" not in sys.argv[1:]:
            writer(columns, path, **options)
            path.with_suffix(".ndjson").write_text(ndjson(columns))
        wrong = check(name)
        failed += bool(wrong)
        size = path.stat().st_size
        print(f"{'wrong' if wrong else 'right':6}{name} {size}", *wrong, sep="\n    ")
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
