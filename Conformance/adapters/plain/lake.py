"""Writes and publishes the files of a lake."""

import os
import re
from typing import Any

import pyarrow
import pyarrow.parquet

import columns
from refusal import Refusal, argument

ROW_GROUP_ROWS = 100_000
URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
TYPES = {
    "bool": pyarrow.bool_(), "int8": pyarrow.int8(), "int16": pyarrow.int16(), "int32": pyarrow.int32(),
    "int64": pyarrow.int64(), "uint32": pyarrow.uint32(), "uint64": pyarrow.uint64(),
    "float32": pyarrow.float32(), "float64": pyarrow.float64(), "date32": pyarrow.date32(),
    "string": pyarrow.string(), "timestamp[us, UTC]": pyarrow.timestamp("us", "UTC"),
    "timestamp[ns, UTC]": pyarrow.timestamp("ns", "UTC"),
}


def check_local(path: str) -> None:
    """API-4.3, for a root or an input."""
    if URL.match(path):
        raise argument("invalid_argument", path, "a URL is no path of the local file system")


def make_root(root: str) -> None:
    """API-4.1 and API-4.2."""
    try:
        os.makedirs(root, exist_ok=True)
    except (OSError, ValueError) as error:  # ValueError: a path that contains a byte 0
        raise Refusal("io_error", str(error)) from None


def path_of(data_type: str, date: str, folder: str | None) -> str:
    """PART-2 and PART-3. `folder` is that of a symbol or underlying, or None if the date is one file."""
    parts = [data_type, f"year={date[:4]}", f"month={date[5:7]}", folder, f"date={date}.parquet"]
    return "/".join(part for part in parts if part)


def files_of(root: str, data_type: str, date: str) -> list[str]:
    """The paths of the existing files of a date, in either partitioning."""
    month = os.path.dirname(f"{root}/{path_of(data_type, date, None)}")
    names = os.listdir(month) if os.path.isdir(month) else []
    folders = [name for name in names if name.startswith(columns.name_column(data_type) + "=")]
    paths = [path_of(data_type, date, folder) for folder in (None, *folders)]
    return [path for path in paths if os.path.isfile(f"{root}/{path}")]


def write_file(path: str, data_type: str, schema: dict[str, str], rows: list[dict[str, Any]]) -> None:
    """Writes a Parquet file. A column chunk has a dictionary in all of its pages or in none (PARQ-2.3)."""
    arrow_schema = pyarrow.schema([(name, TYPES[kind]) for name, kind in schema.items()])
    with pyarrow.parquet.ParquetWriter(
        path, arrow_schema, compression="snappy", store_schema=False,
        use_dictionary=[name for name in columns.DICTIONARIES[data_type] if name in schema],
        dictionary_pagesize_limit=1 << 30, write_page_index=True, write_page_checksum=True,
    ) as writer:
        for start in range(0, len(rows), ROW_GROUP_ROWS):
            group = rows[start : start + ROW_GROUP_ROWS]
            arrays = [array([row[name] for row in group], kind) for name, kind in schema.items()]
            writer.write_table(pyarrow.table(arrays, arrow_schema))


def array(values: list[Any], kind: str) -> pyarrow.Array:
    if kind == "date32":  # pyarrow does not accept a number of days as a date
        return pyarrow.array(values, pyarrow.int32()).cast(pyarrow.date32())
    return pyarrow.array(values, TYPES[kind])


def publish(root: str, staged: dict[str, str], old: list[str]) -> None:
    """Moves staged files to the paths that are their keys, and removes the other old files of the date.

    Obstacles are found before the first file is published. After an error no file is published.
    """
    for path in staged:
        if os.path.lexists(f"{root}/{path}") and path not in old:
            raise Refusal("output_conflict", f"{path} is in the way")
    done = []
    try:
        for path, source in staged.items():
            os.makedirs(os.path.dirname(f"{root}/{path}"), exist_ok=True)
            os.replace(source, f"{root}/{path}")
            done.append(f"{root}/{path}")
        for path in set(old) - set(staged):
            os.remove(f"{root}/{path}")
    except OSError:
        for path in done:
            os.remove(path)
        raise
