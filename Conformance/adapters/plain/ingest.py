"""One call: from a flat file to the files of its date in the lake."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import columns
import fields
import lake
from bars import Bar, BarReader, Doubts, Header, folder_name
from config import Options, read_options
from records import check_width, inflate, records
from refusal import Refusal, Unfit, argument

PARTITIONS = 131_072
COUNTERS = ("records_processed", "files_processed", "bytes_processed", "errors")


@dataclass
class Day:
    """What was read of an input: the rows to write by partition, and the counts of a result."""

    partitions: dict[bytes, list[dict[str, Any]]] = field(default_factory=dict)
    names: set[bytes] = field(default_factory=set)
    records: int = 0
    read: int = 0
    counts: dict[str, Any] = field(default_factory=dict)


class Ingestor:
    def __init__(self, kind: str, data_type: str, root: str, config: dict[str, Any]) -> None:
        self.options = read_options(data_type, config)
        lake.check_local(root)
        lake.make_root(root)
        self.kind = kind
        self.root = root
        self.reset_statistics()

    def reset_statistics(self) -> None:
        self.statistics = {**dict.fromkeys(COUNTERS, 0), "data_type": self.options.data_type}

    def ingest(self, date: str, path: str, symbols: list[str] | None, lazy: bool) -> dict[str, Any]:
        try:
            return self.counted(date, path, symbols or [], lazy)
        except OSError as error:
            self.statistics["errors"] += 1
            raise Refusal("io_error", str(error)) from None
        except Refusal:
            self.statistics["errors"] += 1
            raise

    def ingest_batch(self, dates: list[str], data: dict[str, str], symbols: list[str] | None) -> list[dict[str, Any]]:
        """BATCH-1 to BATCH-4."""
        results = []
        for date in dates:
            try:
                check_date(date)
                if date in data:
                    results.append(self.ingest(date, data[date], symbols, lazy=False))
                else:
                    results.append(self.result(date, time.monotonic(), reason="no_data"))
            except Refusal as refusal:
                if date not in data:
                    self.statistics["errors"] += 1
                results.append({"date": date, "status": "error", "error": refusal.members})
        return results

    def counted(self, date: str, path: str, symbols: list[str], lazy: bool) -> dict[str, Any]:
        """The order of the checks is that of ERR-3: arguments, the input, the lake, the content."""
        started = time.monotonic()
        day_number = check_date(date)
        lake.check_local(path)
        with open(path, "rb") as file:
            data = file.read()
        old = lake.files_of(self.root, self.options.data_type, date)
        if old and self.options.on_existing == "error":
            raise Refusal("output_conflict", f"{date} is done")
        if old and self.options.on_existing == "skip":
            return self.result(date, started, reason="output_exists")
        wanted = frozenset(symbol.encode() for symbol in symbols)
        day = read_day(inflate(data), self.options, day_number, wanted, lazy)
        files, size = self.write(date, day_number, day, old) if day.records else ([], 0)
        self.statistics["records_processed"] += day.records
        self.statistics["files_processed"] += 1
        self.statistics["bytes_processed"] += len(data)
        return self.result(date, started, day, files, size)

    def write(self, date: str, day_number: int, day: Day, old: list[str]) -> tuple[list[str], int]:
        """Writes the files of a date; their paths, and their bytes together."""
        options = self.options
        schema = columns.schema(options.data_type, options.profile, options.extra_columns)
        by_symbol = options.partitioning == "symbol"
        name_column = columns.name_column(options.data_type)
        if not options.embed_partition_columns:
            for name in ("year", "month", *([name_column] if by_symbol else [])):
                schema.pop(name, None)  # the path tells it (PART-5)
        constants = {"date": day_number, "year": int(date[:4]), "month": int(date[5:7])}
        with lake.Staging(self.root) as staging:
            for partition, rows in day.partitions.items():
                for row in rows:
                    row.update(constants)
                    for name in options.extra_columns:
                        row.setdefault(name, None)
                folder = folder_name(name_column, partition) if by_symbol else None
                place = staging.place_for(lake.path_of(options.data_type, date, folder))
                lake.write_file(place, options.data_type, options.profile, schema, rows)
            size = sum(staging.sizes())
            lake.published(self.root, staging.files, old)
        return sorted(staging.files), size

    def result(
        self, date: str, started: float, day: Day | None = None, files: list[str] | None = None, size: int = 0,
        reason: str | None = None,
    ) -> dict[str, Any]:
        """API-5; without a day, that of a date that is skipped."""
        result = {
            "date": date,
            "status": "success" if day else "skipped",
            "records": day.records if day else 0,
            "files": files or [],
            "file_size_mb": size / (1 << 20),
            "elapsed_time": time.monotonic() - started,
            "memory_peak_percent": 0.0,
            "memory_reduction_percent": 0.0,
            **(day.counts if day else no_counts()),
        }
        if self.kind == "streaming":
            result["chunks"] = -(-day.read // self.options.chunk_size) if day else 0
        if reason:
            result["reason"] = reason
        return result


def check_date(date: str) -> int:
    """PART-1: the count of days since 1970-01-01."""
    try:
        return fields.day(date.encode())
    except Unfit:
        raise argument("invalid_date", date, "no date") from None


def no_counts() -> dict[str, Any]:
    zeros = ("date_mismatch_rows", "unparsed_contracts", "rounded_volumes", "plain_text_chunks")
    lists = ("ignored_columns", "missing_extra_columns", "unmatched_symbols")
    return {**dict.fromkeys(zeros, 0), **{name: [] for name in lists}, **Doubts("").counts()}


def read_day(text: bytes, options: Options, day_number: int, symbols: frozenset[bytes], lazy: bool) -> Day:
    """Reads all of an input, or raises the first error in it."""
    scan = records(text)
    header_record = next(scan)
    header = Header(header_record, options)
    reader = BarReader(header, options, day_number, symbols, lazy)
    doubts = Doubts(options.data_type)
    day = Day(counts=no_counts())
    for record in scan:
        check_width(record, len(header.names))
        day.read += 1
        bar = reader.read(record)
        if bar is None or not bar.is_kept:
            continue
        if doubts.judge(bar) and options.strict_bars:
            raise reader.refusal("doubtful_bar", "looks wrong", record, "ticker")
        keep(bar, day, options)
    if options.strict_bars and doubts.are_days_as_minutes():
        raise Refusal("doubtful_bar", "these seem to be daily bars")
    if len(day.partitions) > PARTITIONS:
        raise Refusal("out_of_range", f"a date has {PARTITIONS} partitions at most")
    unmatched = sorted(symbols - day.names)
    day.counts.update(
        doubts.counts(), ignored_columns=header.ignored, missing_extra_columns=header.missing_extras,
        unmatched_symbols=[symbol.decode() for symbol in unmatched],
    )
    return day


def keep(bar: Bar, day: Day, options: Options) -> None:
    """Puts a bar where its file will find it, and counts it."""
    partition = bar.partition if options.partitioning == "symbol" else b""
    day.partitions.setdefault(partition, []).append(bar.values)
    day.names.add(bar.ticker)
    day.names.add(bar.partition)
    day.records += 1
    day.counts["date_mismatch_rows"] += bar.is_of_another_day
    day.counts["unparsed_contracts"] += bar.is_unparsed
    day.counts["rounded_volumes"] += bar.is_rounded
