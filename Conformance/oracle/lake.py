"""Computes the content of a lake after some calls.

The rules are API-12 to API-15, PART-6, PARQ-6, PARQ-9, SCHEMA-8 and STATS.
"""

import hashlib
import re

import calendar_days
import doubts
import shapes
from options import DATA_TYPES, Options
from problem import Problem, shown_bytes
from table import Reader

# No process can run within this limit. Every small case fits above it.
TINY_GIGABYTES = 0.001

# PART-3.8.
MOST_PARTITIONS = 131_072

# Keys of a result that are never null, with a different value in each run.
UNTOLD = ("elapsed_time", "file_size_mb", "memory_peak_percent", "memory_reduction_percent")


class Published:
    """A published file: its symbol or underlying (None with partitioning by date), table and
    metadata.

    `is_whole` is false after a step has changed the file.
    """

    def __init__(self, value, table, metadata):
        self.value = value
        self.table = table
        self.metadata = metadata
        self.is_whole = True

    def content(self):
        return self.table.columns, self.table.rows, self.metadata


class Foreign:
    """A file of another program."""

    is_whole = False


class Manifest:
    """A manifest: the files by their paths, the filter, and the length of the input."""

    def __init__(self, files, symbols, byte_count):
        self.files = files
        self.symbols = symbols
        self.byte_count = byte_count


class Lake:
    """The files under one root, with the writer's own manifests and settings."""

    def __init__(self):
        self.files = {}
        self.manifests = {}
        self.settings = {}

    def put(self, path):
        self.files[path] = Foreign()

    def remove(self, path):
        self.files.pop(path, None)
        if path.startswith(".barlake/manifests/"):
            data_type, name = path.split("/")[2:]
            self.manifests.pop((data_type, name.removesuffix(".json")), None)

    def truncate(self, path):
        self.files[path].is_whole = False

    def is_done(self, data_type, date):
        manifest = self.manifests.get((data_type, date))
        if manifest is None:
            return False
        return all(
            self.files.get(path) is file and file.is_whole for path, file in manifest.files.items()
        )

    def is_taken(self, path):
        """Whether a file or a folder exists at the path."""
        return path in self.files or self.is_folder(path)

    def is_folder(self, path):
        return any(each.startswith(path + "/") for each in self.files)

    def holds(self, path, data_type, date):
        """Whether the path has a complete file of this date. If the date is not done, it is a
        leftover.
        """
        file = self.files.get(path)
        if not isinstance(file, Published) or not file.is_whole:
            return False
        metadata = file.metadata
        return (metadata["barlake.data_type"], metadata["barlake.date"]) == (data_type, date)


def filter_digest(symbols):
    if not symbols:
        return "none"
    joined = b"\n".join(sorted({symbol.encode() for symbol in symbols}))
    return hashlib.sha256(joined).hexdigest()


def check_is_path(text):
    """API-4.3: a URL is not a path."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text):
        raise Problem("invalid_argument", token=shown_bytes(text.encode()))


class Ingestor:
    """An ingestor of one data type, with its counters. `root` is the text of another `output_root`,
    if it is not that of the lake.
    """

    def __init__(self, lake, data_type, config, entry, root):
        if data_type not in DATA_TYPES:
            raise Problem("unknown_data_type", token=shown_bytes(data_type.encode()))
        self.lake = lake
        self.data_type = data_type
        self.asked = Options(config, data_type)
        if root is not None:
            check_is_path(root)
        self.options = self.asked.resolved(None)
        self.entry = entry
        self.reset()

    def reset(self):
        self.statistics = {
            "records_processed": 0,
            "files_processed": 0,
            "bytes_processed": 0,
            "errors": 0,
            "data_type": self.data_type,
        }

    def ingest(self, date, name, data, symbols):
        """The keys of the result that can be computed. A Problem counts as one error. `name` is the
        name of the input.
        """
        try:
            result = self.attempt(date, name, data, symbols)
        except Problem:
            self.statistics["errors"] += 1
            raise
        if result["status"] == "success":
            self.statistics["records_processed"] += result["records"]
            self.statistics["files_processed"] += 1
            self.statistics["bytes_processed"] += len(data)
        return result

    def attempt(self, date, name, data, symbols):
        if calendar_days.of_text(date.encode()) is None:
            raise Problem("invalid_date", token=shown_bytes(date.encode()))
        check_is_path(name)
        if data is None:
            raise Problem("io_error")
        self.options = self.asked.resolved(self.lake.settings.get(self.data_type))
        is_done = self.lake.is_done(self.data_type, date)
        if is_done and self.options.on_existing != "overwrite":
            return self.skip(date, data, symbols)
        if self.options.partitioning == "date":
            self.check_places(date, [shapes.path_of(self.data_type, date, None)])
        if self.options.memory_gb < TINY_GIGABYTES:
            raise Problem("memory_limit_exceeded")
        reader = Reader(self.data_type, date, self.options, symbols, self.entry == "lazy")
        content = reader.read(data)
        if self.options.partitioning == "symbol" and len(content.tables) > MOST_PARTITIONS:
            raise Problem("out_of_range")
        files = {
            shapes.path_of(self.data_type, date, value): Published(
                value, table, self.metadata(date, symbols, table)
            )
            for value, table in content.tables.items()
        }
        self.check_places(date, files)
        if files:
            self.publish(date, Manifest(files, set(symbols or ()), len(data)))
        return self.result(date, "success", content, sorted(files))

    def check_places(self, date, paths):
        """PART-6.6: no foreign file is in the way, unless it may be overwritten."""
        is_overwrite = self.options.on_existing == "overwrite"
        for path in paths:
            if not self.lake.is_taken(path) or self.lake.holds(path, self.data_type, date):
                continue
            if self.lake.is_folder(path) or not is_overwrite:
                raise Problem("output_conflict")

    def publish(self, date, manifest):
        """Adds the files of a manifest to the lake, and removes those of an older manifest."""
        key = self.data_type, date
        is_overwrite = self.options.on_existing == "overwrite"
        old = self.lake.manifests.get(key)
        for path in old.files if old else ():
            if is_overwrite or self.lake.holds(path, *key):
                self.lake.files.pop(path, None)
        self.lake.settings[self.data_type] = self.options.fixed()
        self.lake.files.update(manifest.files)
        self.lake.manifests[key] = manifest

    def skip(self, date, data, symbols):
        """The result for a date that is done, if it holds what the call asks for: API-13,
        API-15.
        """
        manifest = self.lake.manifests[self.data_type, date]
        is_covered = not manifest.symbols or (symbols and set(symbols) <= manifest.symbols)
        if self.options.on_existing == "error" or not is_covered:
            raise Problem("output_conflict")
        result = self.result(date, "skipped", None, [])
        is_same_length = len(data) == manifest.byte_count
        result["reason"] = "output_exists" if is_same_length else "source_changed"
        return result

    def metadata(self, date, symbols, table):
        metadata = {
            "barlake.data_type": self.data_type,
            "barlake.date": date,
            "barlake.profile": self.options.profile,
            "barlake.partitioning": self.options.partitioning,
            "barlake.filter": filter_digest(symbols),
            "barlake.spec_version": "1.1",
        }
        if table.rounded_volumes:
            metadata["barlake.rounded_volumes"] = str(table.rounded_volumes)
        if self.options.profile == "classic":
            metadata["ARROW:schema"] = "present"
        return metadata

    def result(self, date, status, content, files):
        result = {
            "date": date,
            "status": status,
            "records": content.records() if content else 0,
            "files": files,
            "ignored_columns": content.ignored_columns if content else [],
            "date_mismatch_rows": content.date_mismatch_rows if content else 0,
            "unparsed_contracts": content.unparsed_contracts if content else 0,
            "rounded_volumes": content.rounded_volumes() if content else 0,
            "unmatched_symbols": content.unmatched_symbols if content else [],
            "missing_extra_columns": content.missing_extra_columns if content else [],
            "plain_text_chunks": self.plain_text_chunks(content) if content else 0,
        }
        result.update(content.doubts if content else dict.fromkeys(doubts.KEYS, 0))
        result.update(dict.fromkeys(UNTOLD, "*"))
        if self.entry == "streaming":
            rows = content.rows_read if content else 0
            result["chunks"] = -(-rows // self.options.chunk_size)
        return result

    def plain_text_chunks(self, content):
        """The count of PARQ-2.6, over all tables."""
        names = shapes.dictionary_columns(self.data_type)
        own_count = len(shapes.stored(self.data_type, self.options)) - len(
            self.options.extra_columns
        )
        return sum(
            table.long_dictionaries(index)
            for table in content.tables.values()
            for index, (name, _) in enumerate(table.columns[:own_count])
            if name in names
        )

    def batch(self, dates, data, symbols):
        results = []
        for date in dates:
            if date not in data and calendar_days.of_text(date.encode()) is not None:
                missing = self.result(date, "skipped", None, [])
                results.append(missing | {"reason": "no_data"})
                continue
            try:
                name, content = data.get(date, ("", None))
                results.append(self.ingest(date, name, content, symbols))
            except Problem as problem:
                results.append({"date": date, "status": "error", "error": problem.shown()})
        return results
