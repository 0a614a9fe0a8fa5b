"""Does the same job with other engines, as their users would write it.

    peers.py ENGINE DATA_TYPE PROFILE DATE INPUT OUTPUT [KEY [SYMBOLS]]
    peers.py ENGINE DATA_TYPE PROFILE each FOLDER LAKE

ENGINE is polars-eager, polars-lazy, duckdb, pyarrow, pandas or puller. The output is one Snappy Parquet
file with the columns, types and order of `barlake`, in row groups of 100,000 rows; the one of `puller`
has the columns of its input. With a KEY (symbol, underlying) it is a folder with one such file per
value of that column; pandas writes stocks, and such folders only. With SYMBOLS, separated by commas,
Polars keeps the rows of these tickers only; an empty KEY is none. `each` loops in one process over a
FOLDER of files that are named by their dates, and writes each to its path in a LAKE by date.

The engines trust their input: apart from the types of the CSV reader, they check no tickers,
timestamps, volumes or fractions.
"""

import functools
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "oracle"))
import shapes  # noqa: E402

COLUMNS = shapes.VENDOR_ORDER


def stored_names(data_type, profile):
    names = shapes.all_names(data_type, profile)
    return [name for name in names if name not in shapes.DIRECTORIES]


def volume_type(data_type, profile):
    return shapes.column_type("volume", data_type, profile)


def with_polars(data_type, profile, date, source, target, key=None, symbols=None, lazy=False):
    import polars as pl

    types = {"float64": pl.Float64, "uint64": pl.UInt64, "uint32": pl.UInt32}
    price = pl.Float64 if profile == "portable" else pl.Float32
    schema = dict.fromkeys(COLUMNS, price) | {
        "ticker": pl.String, "volume": types[volume_type(data_type, profile)],
        "window_start": pl.Int64,
        "transactions": pl.Int32 if profile == "portable" else pl.UInt32}
    frame = (pl.scan_csv if lazy else pl.read_csv)(source, schema=schema)
    stamp = pl.col("window_start")
    if profile == "portable":
        stamp = (stamp // 1000).cast(pl.Datetime("us", "UTC"))
    else:
        stamp = stamp.cast(pl.Datetime("ns", "UTC"))
    ticker = pl.col("ticker")
    if symbols:
        frame = frame.filter(ticker.is_in(symbols.split(",")))
    frame = frame.with_columns(
        ticker.alias("symbol"), stamp.alias("timestamp"),
        pl.lit(date).str.to_date().alias("date"))
    if data_type.startswith("options"):
        side = ticker.str.slice(-9, 1)
        frame = frame.with_columns(
            ticker.str.slice(2, ticker.str.len_bytes() - 17).alias("underlying"),
            ticker.str.slice(-15, 6).str.to_date("%y%m%d").alias("expiration_date"),
            pl.when(side == "C").then(pl.lit("call")).otherwise(pl.lit("put"))
            .alias("contract_type"),
            (ticker.str.slice(-8).cast(pl.Int64) / 1000).cast(price).alias("strike_price"))
    frame = frame.select(stored_names(data_type, profile))
    if key and lazy:
        target = pl.PartitionBy(target, key=key, include_key=False)
    elif key:
        frame.write_parquet(target, compression="snappy", partition_by=key)
        return
    write = frame.sink_parquet if lazy else frame.write_parquet
    write(target, compression="snappy", statistics=True, row_group_size=100_000)


def with_duckdb(data_type, profile, date, source, target, key=None):
    import duckdb

    price = "double" if profile == "portable" else "float"
    volumes = {"float64": "double", "uint64": "ubigint", "uint32": "uinteger"}
    types = dict.fromkeys(COLUMNS, price) | {
        "ticker": "varchar", "volume": volumes[volume_type(data_type, profile)],
        "window_start": "bigint",
        "transactions": "integer" if profile == "portable" else "uinteger"}
    made = {
        "symbol": "ticker",
        "date": f"date '{date}'",
        "timestamp": "make_timestamptz(window_start // 1000)" if profile == "portable"
        else "make_timestamp_ns(window_start)",
        "underlying": "substr(ticker, 3, length(ticker) - 17)",
        "expiration_date": "strptime(substr(ticker, length(ticker) - 14, 6), '%y%m%d')::date",
        "contract_type":
            "case substr(ticker, length(ticker) - 8, 1) when 'C' then 'call' else 'put' end",
        "strike_price": f"(right(ticker, 8)::bigint / 1000)::{price}",
    }
    columns = ", ".join(
        f'{made[name]} as "{name}"' if name in made else name
        for name in stored_names(data_type, profile))
    duckdb.sql(
        f"copy (select {columns} from read_csv('{source}', header=true, columns={types}))"
        f" to '{target}' (format parquet, compression snappy, row_group_size 100000"
        + (f", partition_by ({key})" if key else "") + ")")


def with_pyarrow(data_type, profile, date, source, target, key=None):
    import datetime

    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv
    import pyarrow.parquet as pq

    price = pa.float64() if profile == "portable" else pa.float32()
    types = dict.fromkeys(COLUMNS, price) | {
        "ticker": pa.string(), "volume": getattr(pa, volume_type(data_type, profile))(),
        "window_start": pa.int64(),
        "transactions": pa.int32() if profile == "portable" else pa.uint32()}
    day = pa.scalar(datetime.date.fromisoformat(date))
    options = pyarrow.csv.ConvertOptions(column_types=types)
    blocks = pyarrow.csv.open_csv(
        source, convert_options=options,
        read_options=pyarrow.csv.ReadOptions(block_size=8 << 20))
    writer = None
    tables = []
    for block in blocks:
        ticker = block["ticker"]
        columns = {name: block[name] for name in COLUMNS}
        stamp = block["window_start"].cast(pa.timestamp("ns", "UTC"))
        columns["timestamp"] = stamp.cast(pa.timestamp("us", "UTC")) \
            if profile == "portable" else stamp
        columns["symbol"] = ticker
        columns["date"] = pa.repeat(day, block.num_rows)
        if data_type.startswith("options"):
            expiry = pc.strptime(
                pc.utf8_slice_codeunits(ticker, -15, -9), format="%y%m%d", unit="s")
            strike = pc.utf8_slice_codeunits(ticker, -8, None).cast(pa.int64())
            columns["underlying"] = pc.utf8_slice_codeunits(ticker, 2, -15)
            columns["expiration_date"] = expiry.cast(pa.date32())
            columns["contract_type"] = pc.if_else(
                pc.equal(pc.utf8_slice_codeunits(ticker, -9, -8), "C"), "call", "put")
            columns["strike_price"] = pc.divide(strike.cast(pa.float64()), 1000.0).cast(price)
        names = stored_names(data_type, profile)
        table = pa.table([columns[name] for name in names], names=names)
        if key:
            tables.append(table)
            continue
        if writer is None:
            writer = pq.ParquetWriter(target, table.schema, compression="snappy")
        writer.write_table(table, row_group_size=100_000)
    if key:
        pq.write_to_dataset(
            pa.concat_tables(tables), target, partition_cols=[key], compression="snappy",
            max_partitions=100_000)
    else:
        writer.close()


def with_pandas(data_type, profile, date, source, target, key):
    """The published tree as a user of pandas would write it: the whole frame, partitioned by pandas."""
    import os

    import pandas as pd

    numbers = [name for name in COLUMNS if name not in ("ticker", "window_start")]
    types = {name: shapes.column_type(name, data_type, profile) for name in numbers}
    frame = pd.read_csv(
        source, keep_default_na=False,
        na_values={name: ["", "NA", "NULL", "NaN"] for name in numbers})
    frame = frame.rename(columns={"ticker": "symbol", "window_start": "timestamp"}).astype(types)
    frame["timestamp"] = pd.to_datetime(frame["timestamp"], utc=True).dt.as_unit(
        "us" if profile == "portable" else "ns")
    frame["date"] = pd.Timestamp(date).date()
    frame["year"], frame["month"] = date[:4], date[5:7]
    frame.to_parquet(
        target, compression="snappy", index=False, partition_cols=["year", "month", key],
        max_partitions=20_000, max_open_files=900)
    # A thread of Arrow that still holds an array of NumPy while Python shuts down aborts the process, now
    # and then (apache/arrow issue 36389): the files are whole, and nothing is left to be done.
    os._exit(0)


def with_puller(data_type, profile, date, source, target):
    """What `polygon-options-puller` does with an object that it gets, by its own reader and writer:
    the columns of the input, with the types that it infers from the first 16 MiB.
    """
    from polygon_options_puller.formats import get_format
    from polygon_options_puller.reader import compression_for_name, open_csv_stream

    with open(source, "rb") as file:
        with get_format("parquet")(target, compression="snappy") as writer:
            for batch in open_csv_stream(file, compression_for_name(source)):
                writer.write_batch(batch)


ENGINES = {
    "polars-eager": with_polars,
    "polars-lazy": functools.partial(with_polars, lazy=True),
    "duckdb": with_duckdb,
    "pyarrow": with_pyarrow,
    "pandas": with_pandas,
    "puller": with_puller,
}


def main():
    engine, data_type, profile, date, source, target, *more = sys.argv[1:]
    convert = ENGINES[engine]
    if date != "each":
        return convert(data_type, profile, date, source, target, *more)
    for path in sorted(pathlib.Path(source).iterdir()):
        day = path.name.split(".")[0]
        file = pathlib.Path(target, shapes.path_of(data_type, day, None))
        file.parent.mkdir(parents=True, exist_ok=True)
        convert(data_type, profile, day, str(path), str(file))


if __name__ == "__main__":
    main()
