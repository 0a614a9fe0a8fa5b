"""Converts tables and frames to columns of the cells that `flatfile` uses.

This is not part of `readers.py`, because not every Python that reads a lake has all four readers.
"""

import numpy as np
import pandas as pd
import pyarrow as pa

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

    `dates` names the columns that hold dates as midnights.
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
    """A column of Python objects: text, dates, or another type that a reader made."""
    first = next((value for value, gone in zip(values, missing) if not gone), "")
    if isinstance(first, str):
        return Column(name, "string", masked(values, missing))
    if not hasattr(first, "toordinal"):
        return Column(name, type(first).__name__, masked(values, missing))
    ordinal = pd.Timestamp(0).date().toordinal()
    return Column(name, "date", [
        None if gone else value.toordinal() - ordinal for value, gone in zip(values, missing)])
