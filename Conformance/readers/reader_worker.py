"""Runs the calls of one reader on a list of lakes, and prints one line of JSON per call.

    reader_worker.py READER JOBS.json

It runs in its own process, possibly with another Python. If the reader ends the process,
`readers_page.py` misses a line and goes on with the next job.
"""

import json
import os
import pathlib
import re
import shutil
import sys
import tempfile

import numpy as np
import pandas as pd
import pyarrow as pa

import cells
from flatfile import bits64, double, single
from reader_calls import READERS

INTEGERS = {f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)}


def columns_of(value):
    """The result of a reader as columns by name, and the names of those that are categories."""
    for way in ("to_arrow_table", "to_arrow", "toArrow"):
        if not isinstance(value, pa.Table) and hasattr(value, way):
            value = getattr(value, way)()
    if isinstance(value, pa.RecordBatchReader):
        value = value.read_all()
    if isinstance(value, pa.Table):
        categories = {f.name for f in value.schema if pa.types.is_dictionary(f.type)}
        naive = {f.name for f in value.schema
                 if pa.types.is_timestamp(f.type) and f.type.tz is None}
        found = cells.from_arrow(value)
    else:
        categories = {name for name in value.columns if str(value[name].dtype) == "category"}
        naive = {name for name in value.columns
                 if isinstance(value[name].dtype, np.dtype) and value[name].dtype.kind == "M"}
        days = [name for name in naive if name in ("date", "expiration_date")]
        naive -= set(days)
        found = [column for name in value.columns for column in (
            cells.from_arrow(pa.table({name: pa.array(value[name])}))
            if isinstance(value[name].dtype, pd.ArrowDtype)
            else cells.from_pandas(value[[name]], days))]
    return {column.name: column for column in found}, categories, naive


def comparable(column, kind):
    """The cells of a column in the form of the expected ones; None if its type cannot express
    them.
    """
    if column.kind == kind and not kind.startswith("float"):
        return column.cells
    numbers = column.kind.startswith("float") or column.kind in INTEGERS
    if not numbers or not (kind.startswith("float") or kind in INTEGERS):
        return None
    if not column.kind.startswith("float"):
        values = column.cells
    else:
        values = [None if bits is None else number(bits, column.kind) for bits in column.cells]
    if kind.startswith("float"):
        return [None if value is None else bits64(float(value)) for value in values]
    return [None if value is None else int(value) if value == int(value) else value
            for value in values]


def number(bits, kind):
    return (single if kind == "float32" else double)(bits)


TYPE_WORDS = {"string": "a text", "date": "a date", "timestamp": "a timestamp", "bool": "a boolean"}


def compare(value, lake):
    """The faults of a whole table, as pairs of a kind and a text."""
    found, categories, naive = columns_of(value)
    wanted = lake["columns"]
    faults = []
    lacking = [name for name in wanted if name not in found]
    if lacking:
        faults.append(("lacks", "no " + ", ".join(f"`{name}`" for name in lacking)))
    more = [name for name in found if name not in wanted]
    if more:
        faults.append(("type", "also " + ", ".join(f"`{name}`" for name in more)))
    order = sorted_by(found.get("volume"))
    rows = len(wanted["volume"]["cells"])
    if order is None or len(order) != rows:
        return faults + [("wrong", f"{len(order or [])} of {rows} rows")]
    for name, column in wanted.items():
        if name not in found:
            continue
        kind, have = column["kind"], comparable(found[name], column["kind"])
        if name in categories and name in ("year", "month"):
            faults.append(("type", f"`{name}` is a category"))
        if name in naive:
            faults.append(("type", f"`{name}` has no zone"))
        if have is None:
            word = TYPE_WORDS.get(found[name].kind, found[name].kind)
            # Text that became numbers has lost its zeros. Numbers that became text have lost
            # nothing.
            faults.append(("wrong" if kind == "string" else "type", f"`{name}` is {word}"))
            continue
        have = [have[row] for row in order]
        want = column["cells"]
        if have == want:
            continue
        if kind == "string":
            pairs = sorted({(w, h) for h, w in zip(have, want) if h != w}, key=str)
            nulls = sorted({w for w, h in pairs if h is None}, key=str)
            others = [f"`{h}` for `{w}`" for w, h in pairs if h is not None]
            if nulls:
                kept = any(h is not None for h in have)
                text = "null" if not kept else "null for some texts" if len(nulls) > 3 \
                    else "null for " + ", ".join(f"`{w}`" for w in nulls)
                faults.append(("wrong", f"`{name}` is {text}"))
            if others:
                more = f" and {len(others) - 3} more" if len(others) > 3 else ""
                faults.append(("wrong", f"`{name}` is {', '.join(others[:3])}{more}"))
        else:
            lost = any(h is None and w is not None for h, w in zip(have, want))
            faults.append(("wrong", f"`{name}` has nulls for values" if lost
                           else f"`{name}` has other values"))
    return faults


def sorted_by(column):
    """The positions of the rows, sorted by volume. All volumes are different."""
    if column is None:
        return None
    values = comparable(column, "float64")
    if values is None or None in values:
        return None
    return sorted(range(len(values)), key=lambda row: number(values[row], "float64"))


def compare_filter(value, chosen, text):
    found, _, _ = columns_of(value)
    volumes = comparable(found["volume"], "float64")
    have = sorted(number(bits, "float64") for bits in volumes)
    if have == chosen:
        return []
    if not have:
        words = "finds no row"
    elif set(have) < set(chosen):
        words = "finds too few rows"
    elif set(have) > set(chosen):
        words = "finds too many rows"
    else:
        words = "finds other rows"
    return [("wrong", f"{text} {words}")]


def run(reader, lake, call_name):
    """The faults of one call on one lake."""
    call = getattr(reader, call_name)
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "data/lake"
        shutil.copytree(lake["root"], root, ignore=lambda *_: [".barlake"])

        def placed(text):
            return text.replace("data/lake", str(root))

        def told(error):
            text = " ".join(f"{type(error).__name__}: {error}".split())
            text = text.replace(str(root), "data/lake").replace(folder, "")
            text = re.sub(r"\x1b\[[0-9;]*m", "", text)
            text = re.sub(r"data/lake/\S*?\.parquet", "FILE", text)
            text = re.split(r" JVM stacktrace| 0: <unknown>", text)[0]
            text = text.replace("|", "/").replace("`", "'")
            return text if len(text) <= 150 else text[:147] + "..."

        code, rows, symbol, month = call.filled(lake["type"], lake["key"], lake["tree"])
        names = {}
        try:
            exec(placed(code), names)
            value = eval(placed(rows), names)
            faults = compare(value, lake)
        except BaseException as error:  # a reader may raise anything, including panics of Rust
            return [("fails", told(error))]
        lacks = " ".join(text for kind, text in faults if kind == "lacks")
        for name, expression, text in (
                (lake["key"], symbol, "`KEY = 'KXBpA'`"), ("month", month, "`month = 1`")):
            if f"`{name}`" in lacks:
                continue
            try:
                value = eval(placed(expression), names)
                faults += compare_filter(value, lake["chosen"][name], text.replace("KEY", lake["key"]))
            except BaseException as error:
                faults.append(("filter", f"{text.replace('KEY', lake['key'])} fails ({told(error)})"))
        return faults


def main():
    name, jobs = sys.argv[1:]
    reader = next(reader for reader in READERS if reader.name == name)
    # Only results go to the original standard output. Output of the reader goes elsewhere.
    results = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for job in json.loads(pathlib.Path(jobs).read_text()):
        lake = json.loads(pathlib.Path(job["lake"]).read_text())
        faults = []
        for _ in range(reader.rounds):
            faults = faults or run(reader, lake, job["call"])
        print(json.dumps({"job": job, "faults": faults}), file=results, flush=True)
    # Some readers would wait for their threads forever.
    results.close()
    os._exit(0)


if __name__ == "__main__":
    main()
