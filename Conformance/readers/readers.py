"""Four readers. Each returns a file or a lake as columns of the cells that `flatfile` uses."""

import urllib.parse

import duckdb
import fastparquet
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq

from cells import from_arrow, from_pandas

# One file


def file_with_pyarrow(path):
    return from_arrow(pq.ParquetFile(path).read())


def file_with_polars(path):
    return from_arrow(pl.read_parquet(path, hive_partitioning=False).to_arrow())


def file_with_duckdb(path):
    return from_duckdb("select * from read_parquet(?, hive_partitioning=false)", [str(path)])


def file_with_fastparquet(path):
    file = fastparquet.ParquetFile(str(path))
    date = fastparquet.parquet_thrift.ConvertedType.DATE
    dates = [name for name in file.columns
             if file.schema.schema_element([name]).converted_type == date]
    return from_pandas(file.to_pandas(), dates)


FILE_READERS = {
    "pyarrow": file_with_pyarrow,
    "Polars": file_with_polars,
    "DuckDB": file_with_duckdb,
    "fastparquet": file_with_fastparquet,
}


def from_duckdb(query, parameters):
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    columns = from_arrow(connection.sql(query, params=parameters).to_arrow_table())
    # Rows as Python objects too, because zoned timestamps are converted in another way there.
    rows = connection.execute(query + " limit 3", parameters).fetchall()
    for index, column in enumerate(columns):
        if column.kind == "string" and [row[index] for row in rows] != column.cells[:3]:
            raise AssertionError(f"DuckDB gives rows and columns of {column.name} that differ")
    return columns


# A whole lake: every file of a data type, in the order of their paths


def lake_with_pandas(folder):
    return from_pandas(pd.read_parquet(folder))


def lake_with_polars(folder):
    return from_arrow(pl.scan_parquet(folder).collect().to_arrow())


def lake_with_polars_typed(folder):
    schema = {"year": pl.Int32, "month": pl.Int32}
    lazy = pl.scan_parquet(f"{folder}/**/*.parquet", hive_partitioning=True, hive_schema=schema)
    return from_arrow(lazy.collect().to_arrow())


def lake_with_duckdb(folder):
    return from_duckdb(
        "select * from read_parquet(?, hive_partitioning=true,"
        " hive_types={'year': int, 'month': int}, filename=false)", [f"{folder}/**/*.parquet"])


LAKE_READERS = {
    "pandas.read_parquet": lake_with_pandas,
    "polars.scan_parquet": lake_with_polars,
    "polars.scan_parquet, hive_schema": lake_with_polars_typed,
    "DuckDB read_parquet, hive_types": lake_with_duckdb,
}


# A lake with a folder per symbol. The types of the folders are given, because readers would guess
# them from all values together. Without a key there are only the folders of year and month.


def arrow_partitioning(key):
    fields = {"year": pa.int32(), "month": pa.int32()} | ({key: pa.string()} if key else {})
    return pyarrow.dataset.partitioning(pa.schema(fields), flavor="hive")


def tree_with_pyarrow(folder, key):
    return from_arrow(
        pyarrow.dataset.dataset(folder, partitioning=arrow_partitioning(key)).to_table())


def tree_with_pandas(folder, key):
    frame = pd.read_parquet(folder, partitioning=arrow_partitioning(key))
    return from_pandas(frame)


def tree_with_polars(folder, key):
    schema = {"year": pl.Int32, "month": pl.Int32} | ({key: pl.String} if key else {})
    return from_arrow(
        pl.scan_parquet(folder, hive_partitioning=True, hive_schema=schema).collect().to_arrow())


def tree_with_duckdb(folder, key):
    types = "'year': int, 'month': int" + (f", '{key}': varchar" if key else "")
    return from_duckdb(
        f"select * from read_parquet(?, hive_partitioning=true, hive_types={{{types}}})",
        [f"{folder}/**/*.parquet"])


TREE_READERS = {
    "pyarrow": tree_with_pyarrow,
    "pandas": tree_with_pandas,
    "Polars": tree_with_polars,
    "DuckDB": tree_with_duckdb,
}


def path_value(path):
    """The symbol or underlying in the name of a file's folder."""
    return urllib.parse.unquote(path.parent.name.split("=", 1)[1])
