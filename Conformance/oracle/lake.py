"""What a lake holds after some calls: API-12 to API-15, PART-6, PARQ-6, PARQ-9, SCHEMA-8, STATS."""

import hashlib

import calendar_days
from options import DATA_TYPES, Options
from problem import Problem, shown_bytes
from table import Reader

# Below this limit no process can run, above it every small case fits.
TINY_GIGABYTES = 0.001


class Published:
    """A file of ours: its table, the metadata in it; `is_whole` until somebody changes it."""

    def __init__(self, table, metadata):
        self.table = table
        self.metadata = metadata
        self.is_whole = True


class Foreign:
    """A file that some other program left."""

    is_whole = False


class Manifest:
    def __init__(self, path, published, symbols, byte_count):
        self.path = path
        self.published = published
        self.symbols = symbols
        self.byte_count = byte_count


class Lake:
    """The files under one root, and the manifests and settings that are the writer's own."""

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
        file = self.files.get(manifest.path)
        return file is manifest.published and file.is_whole


def path_of(data_type, date):
    year, month, _ = date.split("-")
    return "%s/year=%s/month=%s/date=%s.parquet" % (data_type, year, month, date)


def filter_digest(symbols):
    if not symbols:
        return "none"
    joined = b"\n".join(sorted({symbol.encode() for symbol in symbols}))
    return hashlib.sha256(joined).hexdigest()


class Ingestor:
    """One constructed ingestor of one data type, with its counters."""

    def __init__(self, lake, data_type, config, entry):
        if data_type not in DATA_TYPES:
            raise Problem("unknown_data_type", token=shown_bytes(data_type.encode()))
        self.lake = lake
        self.data_type = data_type
        self.options = Options(config, data_type)
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

    def ingest(self, date, data, symbols):
        """The result's keys that can be told beforehand; a Problem counts as one error."""
        try:
            result = self.attempt(date, data, symbols)
        except Problem:
            self.statistics["errors"] += 1
            raise
        if result["status"] == "success":
            self.statistics["records_processed"] += result["records"]
            self.statistics["files_processed"] += 1
            self.statistics["bytes_processed"] += len(data)
        return result

    def attempt(self, date, data, symbols):
        if calendar_days.of_text(date.encode()) is None:
            raise Problem("invalid_date", token=shown_bytes(date.encode()))
        if data is None:
            raise Problem("io_error")
        settings = self.lake.settings.get(self.data_type)
        if settings is not None and settings != self.options.fixed():
            raise Problem("output_conflict")
        path = path_of(self.data_type, date)
        skipped = self.existing(date, path, data, symbols)
        if skipped is not None:
            return skipped
        if self.options.memory_gb < TINY_GIGABYTES:
            raise Problem("memory_limit_exceeded")
        table = Reader(self.data_type, date, self.options, symbols, self.entry == "lazy").read(data)
        if table.rows:
            published = Published(table, self.metadata(date, symbols, table))
            self.lake.settings[self.data_type] = self.options.fixed()
            self.lake.files[path] = published
            manifest = Manifest(path, published, set(symbols or ()), len(data))
            self.lake.manifests[self.data_type, date] = manifest
        return self.result(date, "success", table, [path] if table.rows else [])

    def existing(self, date, path, data, symbols):
        """The result of a skip, None where the date is to be ingested."""
        policy = self.options.on_existing
        if policy == "overwrite":
            return None
        if not self.lake.is_done(self.data_type, date):
            file = self.lake.files.get(path)
            is_ours = isinstance(file, Published) and file.is_whole
            if file is not None and not (is_ours and file.metadata["barlake.date"] == date):
                raise Problem("output_conflict")
            return None
        manifest = self.lake.manifests[self.data_type, date]
        is_covered = not manifest.symbols or (symbols and set(symbols) <= manifest.symbols)
        if policy == "error" or not is_covered:
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
            "barlake.spec_version": "1.0",
        }
        if table.rounded_volumes:
            metadata["barlake.rounded_volumes"] = str(table.rounded_volumes)
        if self.options.profile == "classic":
            metadata["ARROW:schema"] = "present"
        return metadata

    def result(self, date, status, table, files):
        result = {
            "date": date,
            "status": status,
            "records": len(table.rows) if table else 0,
            "files": files,
            "ignored_columns": table.ignored_columns if table else [],
            "date_mismatch_rows": table.date_mismatch_rows if table else 0,
            "unparsed_contracts": table.unparsed_contracts if table else 0,
            "rounded_volumes": table.rounded_volumes if table else 0,
        }
        if self.entry == "streaming":
            rows = table.rows_read if table else 0
            result["chunks"] = -(-rows // self.options.chunk_size)
        return result

    def batch(self, dates, data, symbols):
        results = []
        for date in dates:
            if date not in data:
                missing = self.result(date, "skipped", None, [])
                results.append(missing | {"reason": "no_data"})
                continue
            try:
                results.append(self.ingest(date, data[date], symbols))
            except Problem as problem:
                results.append({"date": date, "status": "error", "error": problem.shown()})
        return results
