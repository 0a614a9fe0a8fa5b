"""Handles one call: ingests a flat file into the files of its date."""

import os
import tempfile
import time
from dataclasses import dataclass, field
from typing import Any

import columns
import fields
import lake
from bars import Bar, BarReader, Doubts, Header, folder_name
from config import Options, read_options
from records import inflate, records
from refusal import Refusal, Unfit, argument

PARTITIONS = 131_072
BAR_COUNTS = ("date_mismatch_rows", "unparsed_contracts", "rounded_volumes", "plain_text_chunks")
NAMES = ("ignored_columns", "missing_extra_columns", "unmatched_symbols")
STATISTICS = ("records_processed", "files_processed", "bytes_processed", "errors")


@dataclass
class Day:
    """The written rows of an input, by partition, and the members of its result (API-5)."""

    partitions: dict[bytes, list[dict[str, Any]]] = field(default_factory=dict)
    names: set[bytes] = field(default_factory=set)
    rows_read: int = 0
    rows: int = 0
    members: dict[str, Any] = field(default_factory=lambda: {
        **dict.fromkeys(BAR_COUNTS, 0), **{name: [] for name in NAMES}, **Doubts("").counts()
    })

    def keep(self, bar: Bar, partition: bytes) -> None:
        self.partitions.setdefault(partition, []).append(bar.values)
        self.names.update((bar.ticker, bar.partition))
        self.rows += 1
        self.members["date_mismatch_rows"] += bar.is_of_another_day
        self.members["unparsed_contracts"] += bar.is_unparsed
        self.members["rounded_volumes"] += bar.is_rounded


class Ingestor:
    def __init__(self, kind: str, data_type: str, root: str, config: dict[str, Any]) -> None:
        self.options = read_options(data_type, config)
        lake.check_local(root)
        lake.make_root(root)
        self.kind, self.root = kind, root
        self.reset_statistics()

    def reset_statistics(self) -> None:
        self.statistics = {**dict.fromkeys(STATISTICS, 0), "data_type": self.options.data_type}

    def ingest(self, date: str, path: str, symbols: list[str] | None, lazy: bool) -> dict[str, Any]:
        try:
            return self.ingest_day(date, path, {symbol.encode() for symbol in symbols or []}, lazy)
        except (Refusal, OSError) as error:
            self.statistics["errors"] += 1
            raise error if isinstance(error, Refusal) else Refusal("io_error", str(error)) from None

    def ingest_batch(
        self, dates: list[str], data: dict[str, str], symbols: list[str] | None
    ) -> list[dict[str, Any]]:
        """BATCH-1 to BATCH-4. A wrong date is an error even without data."""
        results = []
        for date in dates:
            try:
                if date not in data and is_date(date):
                    results.append(self.result(date, time.monotonic(), Day(), reason="no_data"))
                else:
                    results.append(self.ingest(date, data.get(date, ""), symbols, lazy=False))
            except Refusal as refusal:
                results.append({"date": date, "status": "error", "error": refusal.members})
        return results

    def ingest_day(self, date: str, path: str, symbols: set[bytes], lazy: bool) -> dict[str, Any]:
        """Checks in the order of ERR-3: arguments, the input, the lake, the content."""
        started = time.monotonic()
        if not is_date(date):
            raise argument("invalid_date", date, "no date")
        lake.check_local(path)
        with open(path, "rb") as file:
            data = file.read()
        old = lake.files_of(self.root, self.options.data_type, date)
        if old and self.options.on_existing == "error":
            raise Refusal("output_conflict", f"{date} is done")
        if old and self.options.on_existing == "skip":
            return self.result(date, started, Day(), reason="output_exists")
        day = read_day(inflate(data), self.options, fields.day(date.encode()), symbols, lazy)
        files, size = self.write(date, day, old) if day.rows else ([], 0)
        self.statistics["records_processed"] += day.rows
        self.statistics["files_processed"] += 1
        self.statistics["bytes_processed"] += len(data)
        return self.result(date, started, day, files, size)

    def write(self, date: str, day: Day, old: list[str]) -> tuple[list[str], int]:
        """Writes the files of a date. Returns their paths and their size in bytes.

        They are made in a folder that readers ignore, below the root, so that they can be renamed.
        """
        options = self.options
        name_column = columns.name_column(options.data_type)
        by_symbol = options.partitioning == "symbol"
        schema = columns.schema(options.data_type, options.profile, options.extra_columns)
        if not options.embed_partition_columns:
            for name in ("year", "month", *([name_column] if by_symbol else [])):
                schema.pop(name, None)  # the path names it (PART-5)
        told = {"date": fields.day(date.encode()), "year": int(date[:4]), "month": int(date[5:7])}
        told.update(dict.fromkeys(day.members["missing_extra_columns"]))
        with tempfile.TemporaryDirectory(prefix="_staged-", dir=self.root) as folder:
            staged = {}
            for partition, rows in day.partitions.items():
                for row in rows:
                    row.update(told)
                partition_folder = folder_name(name_column, partition) if by_symbol else None
                place = f"{folder}/{len(staged)}"
                staged[lake.path_of(options.data_type, date, partition_folder)] = place
                lake.write_file(place, options.data_type, schema, rows)
            size = sum(map(os.path.getsize, staged.values()))
            lake.publish(self.root, staged, old)
        return sorted(staged), size

    def result(
        self, date: str, started: float, day: Day, files: list[str] = [], size: int = 0, reason: str = ""
    ) -> dict[str, Any]:
        """API-5. With a `reason` the date was skipped, and `day` is empty."""
        result = {
            "date": date, "status": "skipped" if reason else "success", "records": day.rows, "files": files,
            "file_size_mb": size / (1 << 20), "elapsed_time": time.monotonic() - started,
            "memory_peak_percent": 0.0, "memory_reduction_percent": 0.0, **day.members,
        }
        if self.kind == "streaming":
            result["chunks"] = -(-day.rows_read // self.options.chunk_size)
        return {**result, "reason": reason} if reason else result


def is_date(date: str) -> bool:
    """PART-1.1."""
    try:
        fields.day(date.encode())
    except Unfit:
        return False
    return True


def read_day(text: bytes, options: Options, day_number: int, symbols: set[bytes], lazy: bool) -> Day:
    """Reads all of an input, or raises the first error in it."""
    scan = records(text)
    header = Header(next(scan), options)
    reader = BarReader(header, options, day_number, symbols, lazy)
    doubts = Doubts(options.data_type)
    day = Day()
    for record in scan:
        day.rows_read += 1
        bar = reader.read(record)
        if bar is None:
            continue
        if doubts.judge(bar) and options.strict_bars:
            raise header.refusal("doubtful_bar", "looks wrong", record, "ticker")
        day.keep(bar, bar.partition if options.partitioning == "symbol" else b"")
    if options.strict_bars and doubts.are_days_as_minutes():
        raise Refusal("doubtful_bar", "these seem to be daily bars")
    if len(day.partitions) > PARTITIONS:
        raise Refusal("out_of_range", f"a date has {PARTITIONS} partitions at most")
    unmatched = [symbol.decode() for symbol in sorted(symbols - day.names)]
    day.members.update(
        doubts.counts(), ignored_columns=header.ignored, missing_extra_columns=header.missing_extras,
        unmatched_symbols=unmatched,
    )
    return day
