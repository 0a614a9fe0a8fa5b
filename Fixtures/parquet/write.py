#!/usr/bin/env python3
"""Writes the Parquet files of this folder with other implementations, and their expected values.

    write.py            write every file and its `.ndjson` again
    write.py --check    read the committed files with two implementations; compare every value

The expected values come from the lists below, never from a Parquet reader. Needs pyarrow, polars,
duckdb, pandas and fastparquet. README.md has the versions that wrote the committed files.
"""

import datetime
import json
import pathlib
import struct
import sys

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


# Values: Python objects; a float32 column holds values that binary32 can express


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


# Expected values


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
    return str(cell)


def ndjson(columns):
    head = {"columns": [{"name": name, "type": kind} for name, kind, _ in columns]}
    lines = [json.dumps(head, ensure_ascii=False)]
    for row in zip(*(cells for _, _, cells in columns)):
        texts = [cell_text(kind, cell) for (_, kind, _), cell in zip(columns, row)]
        lines.append(json.dumps(texts, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def arrow_table(columns, required=False):
    fields = [pa.field(name, TYPES[kind], nullable=not required) for name, kind, _ in columns]
    arrays = []
    for name, kind, cells in columns:
        if kind.startswith("timestamp"):
            arrays.append(pa.array(cells, pa.int64()).cast(TYPES[kind]))
        elif kind == "date32":
            arrays.append(pa.array(cells, pa.int32()).cast(pa.date32()))
        else:
            arrays.append(pa.array(cells, TYPES[kind]))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


# Writers


def with_pyarrow(columns, path, required=False, dictionary_type=False, **options):
    table = arrow_table(columns, required)
    if dictionary_type:
        index = table.schema.get_field_index("symbol")
        table = table.set_column(index, "symbol", table["symbol"].dictionary_encode())
    pq.write_table(table, path, data_page_version="1.0", **options)


def with_polars(columns, path, **options):
    pl.from_arrow(arrow_table(columns)).write_parquet(path, **options)


def with_duckdb(columns, path, compression, row_group_size=122_880):
    connection = duckdb.connect()
    connection.sql("set timezone = 'UTC'")
    connection.register("bars", arrow_table(columns))
    connection.sql(
        f"copy bars to '{path}' (format parquet, parquet_version v1, compression {compression},"
        f" row_group_size {row_group_size})")


def with_fastparquet(columns, path, categories=False, **options):
    import fastparquet

    frame = {}
    for name, kind, cells in columns:
        if kind.startswith("timestamp"):
            unit = kind[10:12]
            values = np.array([0 if c is None else c for c in cells], "int64")
            values = values.view(f"datetime64[{unit}]")
            frame[name] = pd.Series(values).dt.tz_localize("UTC")
        elif None in cells and kind in ("float32", "float64"):
            frame[name] = pd.Series([np.nan if c is None else c for c in cells], dtype=kind)
        elif None in cells:
            frame[name] = pd.Series(cells, dtype=kind.replace("i", "I").replace("u", "U"))
        elif kind == "string":
            frame[name] = pd.Series(cells, dtype="category" if categories else object)
        else:
            frame[name] = pd.Series(cells, dtype=kind)
    fastparquet.write(str(path), pd.DataFrame(frame), write_index=False, **options)


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


# Checking

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


def check(name):
    path = HERE / (name + ".parquet")
    expected = (HERE / (name + ".ndjson")).read_text()
    wrong = []
    if ndjson(FILES[name][0]) != expected:
        wrong.append("the .ndjson is not what this script describes")
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
    for name, (columns, writer, options) in FILES.items():
        path = HERE / (name + ".parquet")
        if "--check" not in sys.argv[1:]:
            writer(columns, path, **options)
            path.with_suffix(".ndjson").write_text(ndjson(columns))
        wrong = check(name)
        failed += bool(wrong)
        size = path.stat().st_size
        print(f"{'wrong' if wrong else 'right':6}{name} {size}", *wrong, sep="\n    ")
    print(f"{len(FILES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
