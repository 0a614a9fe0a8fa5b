"""Reads all files and folders of a lake, and compares lakes."""

import hashlib
import io
import json
import pathlib

import pyarrow.parquet

from days import DATE

SETTINGS = ".barlake/stocks_minute.json"


def manifest_of(date):
    """The path of a date's manifest."""
    return f".barlake/manifests/stocks_minute/{date}.json"


def intent_of(date):
    """The path of a date's publishing list."""
    return f".barlake/manifests/stocks_minute/{date}.publishing"


MANIFEST = manifest_of(DATE)
INTENT = intent_of(DATE)


def tree(lake):
    """All paths below `lake`, relative to it: the bytes of a file, None for a folder."""
    found = {}
    for path in sorted(pathlib.Path(lake).rglob("*")):
        found[str(path.relative_to(lake))] = None if path.is_dir() else path.read_bytes()
    return found


def visible(files):
    """The part of a tree that readers see: the files outside of `.barlake`."""
    return {path: data for path, data in files.items()
            if data is not None and not path.startswith(".barlake/")}


def of_date(files, date=DATE):
    """The part of visible files that belongs to a date."""
    return {path: data for path, data in files.items() if path.endswith(f"date={date}.parquet")}


def staged(files):
    """The staged paths as text, empty if there are none."""
    return ", ".join(path for path in files if path.startswith(".barlake/staging/"))


def row_count(data):
    """The number of rows of a Parquet file that pyarrow has read."""
    return pyarrow.parquet.read_table(io.BytesIO(data)).num_rows


def difference(found, wanted):
    """The differences between two trees as text, empty if there are none."""
    missing = sorted(wanted.keys() - found.keys())
    surplus = sorted(found.keys() - wanted.keys())
    changed = sorted(path for path in found.keys() & wanted.keys() if found[path] != wanted[path])
    return "; ".join(f"{name}: {', '.join(paths[:4])}{' …' if len(paths) > 4 else ''}"
                     for name, paths in (("missing", missing), ("surplus", surplus),
                                         ("changed", changed)) if paths)


def without_own_folders(files):
    """A tree without what a failed run may leave: locks, and empty folders that no reader sees."""
    return {path: data for path, data in files.items()
            if not path.startswith(".barlake/locks/")
            and not (data is None and (path + "/").startswith(".barlake/"))}


def not_whole(files, before, after, dates=(DATE,)):
    """The problem with the visible files of `dates` during a change from the tree `before` to the
    tree `after`, if there is one.

    There is none if each file of a date is the complete old file or the complete new file, files
    of other dates are unchanged, and a date is done only with all files of its manifest.
    """
    seen, old, new = visible(files), visible(before), visible(after)
    for path, data in seen.items():
        if data not in (old.get(path), new.get(path)):
            return f"{path} is neither the old file nor the new one"
    changed = {path for date in dates for path in of_date(old, date)}
    for path in old.keys() - changed:
        if path not in seen:
            return f"{path} of another date is gone"
    for date in filter(lambda one: is_done(files, one), dates):
        found = of_date(seen, date)
        if not any(files[manifest_of(date)] == state.get(manifest_of(date))
                   and found == of_date(visible(state), date) for state in (before, after)):
            return f"{date} is done with files that are not its manifest's"
    return ""


def is_done(files, date=DATE):
    """Whether a date is done: it has a manifest, and all files of the manifest have their sizes."""
    if manifest_of(date) not in files:
        return False
    return all(len(files.get(path) or b"") == byte_count
               for path, byte_count in listed_files(files[manifest_of(date)], date))


def listed_files(manifest, date=DATE):
    """The paths and sizes of the files that a manifest lists. Its checksum must be right."""
    content, _, end = manifest.rpartition(b',"checksum":"')
    if end != hashlib.sha256(content).hexdigest().encode() + b'"}\n':
        raise ValueError("the manifest has a wrong checksum")
    month = f"stocks_minute/year={date[:4]}/month={date[5:7]}"
    for name, byte_count, _, _ in json.loads(manifest)["files"]:
        folder = f"{month}/symbol={name}" if name else month
        yield f"{folder}/date={date}.parquet", byte_count
