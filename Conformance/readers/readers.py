"""The four readers, each giving a file or a lake as columns of the cells that `flatfile` uses."""

import urllib.parse

import duckdb
import fastparquet
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq

from flatfile import Column, bits32, bits64

UNITS = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}


def from_arrow(table):
    """An Arrow table as columns; dictionaries become text, instants nanoseconds in UTC."""
    columns = []
    for field in table.schema:
        cells, kind = table[field.name], field.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
            cells = cells.cast(kind)
        if pa.types.is_timestamp(kind):
            scale = UNITS[kind.unit]
            whole = cells.cast(pa.int64()).to_pylist()
            columns.append(Column(field.name, "timestamp", [
                None if cell is None else cell * scale for cell in whole]))
        elif pa.types.is_date32(kind):
            columns.append(Column(field.name, "date", cells.cast(pa.int32()).to_pylist()))
        elif pa.types.is_floating(kind):
            bits = bits32 if kind.bit_width == 32 else bits64
            columns.append(Column(field.name, f"float{kind.bit_width}", [
                None if cell is None else bits(cell) for cell in cells.to_pylist()]))
        elif pa.types.is_integer(kind):
            columns.append(Column(field.name, str(kind), cells.to_pylist()))
        else:
            columns.append(Column(field.name, "string", cells.to_pylist()))
    return columns


def from_pandas(frame, dates=()):
    """A pandas frame as columns. Missing values of every kind become None.

    `dates` names the columns that are dates though the frame has them as midnights.
    """
    columns = []
    for name in frame.columns:
        series, kind = frame[name], frame[name].dtype
        if isinstance(kind, pd.CategoricalDtype):
            series = series.astype(kind.categories.dtype)
            kind = series.dtype
        missing = series.isna().to_numpy()
        if name in dates and pd.api.types.is_datetime64_any_dtype(kind):
            cells = series.to_numpy("datetime64[D]").astype("int64").tolist()
            columns.append(Column(name, "date", masked(cells, missing)))
        elif pd.api.types.is_datetime64_any_dtype(kind):
            unit = series.dt.unit
            cells = [value * UNITS[unit] for value in series.astype("int64").tolist()]
            columns.append(Column(name, "timestamp", masked(cells, missing)))
        elif pd.api.types.is_float_dtype(kind):
            single = str(kind).lower() == "float32"
            cells = series.to_numpy(dtype="float32" if single else "float64", na_value=np.nan)
            bits = cells.view("int32" if single else "int64").tolist()
            columns.append(Column(name, "float32" if single else "float64", masked(bits, missing)))
        elif pd.api.types.is_integer_dtype(kind):
            cells = [None if gone else int(cell) for cell, gone in zip(series, missing)]
            columns.append(Column(name, str(kind).lower(), cells))
        else:
            columns.append(object_column(name, series.tolist(), missing))
    return columns


def masked(cells, missing):
    return [None if gone else cell for cell, gone in zip(cells, missing)]


def object_column(name, values, missing):
    """Python objects: text, or dates."""
    first = next((value for value, gone in zip(values, missing) if not gone), "")
    if isinstance(first, str):
        return Column(name, "string", masked(values, missing))
    ordinal = pd.Timestamp(0).date().toordinal()
    return Column(name, "date", [
        None if gone else value.toordinal() - ordinal for value, gone in zip(values, missing)])


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
    # Rows as Python objects as well: zoned timestamps take another way there.
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


# A lake with a folder for each symbol: the type of every folder is told, or readers guess it from
# all values at once. Without a key the folders are those of year and month alone.


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
    """The symbol or underlying that the folder of a file names."""
    return urllib.parse.unquote(path.parent.name.split("=", 1)[1])
