#!/usr/bin/env python3
"""Ingests every sample with `barlake` in every way, and reads the lakes with four readers.

    check_lake.py ".build/release/barlake" [--quick] [--keep FOLDER]

For each sample and profile, every engine, chunk size and number of threads, with plain and gzip
input, must give the same bytes. pyarrow, Polars, DuckDB and fastparquet must read the cells that
`flatfile.py` computes from the text. pandas, Polars and DuckDB must open the lake of all samples as
a whole. `--quick` leaves out the two generated inputs with several row groups.
"""

import hashlib
import pathlib
import shutil
import sys
import tempfile
import time

import pyarrow as pa
import pyarrow.parquet as pq

import flatfile
import readers
from command import Command, Tally, generated, published, recipe, staged
from command import parser as command_parser
from samples import PROFILES, Sample, difference, options_for, sample_files

SMALL = 1_500  # the most rows for which a chunk size of 1 is tried
MEDIUM = ("medium-stocks-minute", "medium-options-daily")


def samples(folder, quick):
    for data_type, path in sample_files():
        yield Sample(data_type, path, folder)
    if not quick:
        for name in MEDIUM:
            yield Sample(recipe(name)["data_type"], generated(name), folder)


def variants(sample):
    """Yields every way to ingest the sample, as a name and arguments. The first one is the
    reference.
    """
    for encoding, path in sample.inputs.items():
        for threads in (1, 2, 4):
            for engine in ("polars", "lazy"):
                yield f"{engine} threads={threads} {encoding}", [
                    "--engine", engine, "--threads", threads, path]
        for chunk in (1, 7, 100_000):
            if chunk > 1 or sample.rows <= SMALL:
                yield f"streaming chunk={chunk} {encoding}", [
                    "--engine", "streaming", "--chunk-size", chunk, path]


def ingest(command, sample, lake, arguments):
    status, results = command.ingest(sample.data_type, lake, *arguments)
    if status or len(results) != 1 or results[0]["status"] != "success":
        raise AssertionError(f"exit status {status}, {results}")
    if published(lake) != [sample.stored] or results[0]["files"] != [sample.stored]:
        raise AssertionError(f"files {published(lake)}, reported {results[0]['files']}")
    if staged(lake):
        raise AssertionError(f"left in staging: {staged(lake)}")
    return results[0]


def check_sample(tally, command, sample, profile, lakes, scratch):
    """Ingests a sample in one profile in every way. Its file stays in the common lake of the
    profile.
    """
    wanted = flatfile.expected(sample.data, sample.data_type, profile, sample.date)
    reference = []
    for name, arguments in variants(sample):
        def one():
            lake = scratch / "variant"
            shutil.rmtree(lake, ignore_errors=True)
            result = ingest(command, sample, lake, options_for(sample, profile, "date") + arguments)
            wrong = {k: result.get(k) for k, v in wanted.counts.items() if result.get(k) != v}
            if wrong:
                return f"counts {wrong}, expected {wanted.counts}"
            chunks = -(-sample.rows // arguments[3]) if "--chunk-size" in arguments else None
            if chunks and result.get("chunks") != chunks:
                return f"chunks {result.get('chunks')}, expected {chunks}"
            digest = hashlib.sha256((lake / sample.stored).read_bytes()).hexdigest()
            if not reference:
                reference.append(digest)
                target = lakes[profile] / sample.stored
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(lake / sample.stored, target)
            return None if digest == reference[0] else "the bytes differ from the first variant's"

        tally.guard(f"{sample.name} {profile} {name}", one)
    path = lakes[profile] / sample.stored
    if not path.exists():
        return wanted
    for reader, read in readers.FILE_READERS.items():
        tally.guard(f"{sample.name} {profile} read by {reader}",
                    lambda read=read: difference(read(path), wanted.columns))
    tally.guard(f"{sample.name} {profile} Arrow types",
                lambda: check_arrow_types(path, sample, profile))
    tally.guard(f"{sample.name} {profile} layout", lambda: check_layout(path, sample, wanted))
    return wanted


def check_arrow_types(path, sample, profile):
    """Checks the types in pyarrow: unit and zone, and in `classic` the dictionary types."""
    classic = profile == "classic"
    for field in pq.read_schema(path):
        zone = "America/New_York" if classic and sample.data_type.endswith("minute") else "UTC"
        indexes = {"symbol": pa.int32(), "underlying": pa.int32(), "contract_type": pa.int8()}
        wanted = None
        if field.name == "timestamp":
            wanted = pa.timestamp("ns" if classic else "us", zone)
        elif field.name in indexes and classic:
            wanted = pa.dictionary(indexes[field.name], pa.string())
        elif field.name in ("symbol", "underlying", "contract_type", "ticker"):
            wanted = pa.string()
        if wanted is not None and field.type != wanted:
            return f"{field.name} is {field.type}, expected {wanted}"
        if not field.nullable:
            return f"{field.name} is REQUIRED"
    return None


def check_layout(path, sample, wanted):
    """Checks row groups, compression, encodings, statistics and metadata with pyarrow."""
    footer = pq.read_metadata(path)
    rows = [footer.row_group(i).num_rows for i in range(footer.num_row_groups)]
    if rows[:-1] != [100_000] * (len(rows) - 1) or sum(rows) != sample.rows or rows[-1] > 100_000:
        return f"row groups of {rows}"
    start = 0
    for group, count in enumerate(rows):
        for index, column in enumerate(wanted.columns):
            chunk = footer.row_group(group).column(index)
            data = set(chunk.encodings) & {"PLAIN", "RLE_DICTIONARY", "PLAIN_DICTIONARY"}
            cells = [c for c in column.cells[start : start + count] if c is not None]
            where = f"{column.name} in row group {group}"
            if chunk.compression != "SNAPPY":
                return f"{where} is {chunk.compression}"
            if not data:
                return f"{where} has encodings {chunk.encodings}"
            if not chunk.is_stats_set:
                return f"{where} has no statistics"
            if chunk.statistics.null_count != count - len(cells):
                return f"{where} counts {chunk.statistics.null_count} nulls"
            if cells and not column.kind.startswith(("float", "timestamp", "date")):
                order = (lambda text: text.encode()) if column.kind == "string" else int
                edges = chunk.statistics.min, chunk.statistics.max
                if edges != (min(cells, key=order), max(cells, key=order)):
                    return f"{where} has bounds {edges}"
        start += count
    keys = {key.decode(): value.decode() for key, value in footer.metadata.items()}
    facts = {"barlake.data_type": sample.data_type, "barlake.date": sample.date,
             "barlake.partitioning": "date", "barlake.filter": "none"}
    if any(keys.get(key) != value for key, value in facts.items()):
        return f"metadata {keys}"
    return None


def check_embedded(tally, command, sample, profile, scratch):
    """Checks that `--embed-partition-columns` stores year and month, in the order of the schema."""
    wanted = flatfile.expected(sample.data, sample.data_type, profile, sample.date, embed=True)

    def one(read):
        lake = scratch / "embedded"
        shutil.rmtree(lake, ignore_errors=True)
        arguments = [*options_for(sample, profile, "date"), "--embed-partition-columns"]
        ingest(command, sample, lake, [*arguments, sample.inputs["gzip"]])
        return difference(read(lake / sample.stored), wanted.columns)

    for reader, read in readers.FILE_READERS.items():
        tally.guard(f"{sample.name} {profile} embedded, read by {reader}",
                    lambda read=read: one(read))


def check_lakes(tally, tables, lakes):
    """Opens the folder of each data type as a whole with every reader, with year and month from the
    folders.
    """
    for profile, lake in lakes.items():
        for data_type in sorted({sample.data_type for sample, _ in tables[profile]}):
            parts = [(sample, wanted) for sample, wanted in tables[profile]
                     if sample.data_type == data_type]
            parts.sort(key=lambda part: part[0].stored)
            wanted = []
            for columns in zip(*(part.columns for _, part in parts)):
                cells = [cell for column in columns for cell in column.cells]
                wanted.append(flatfile.Column(columns[0].name, columns[0].kind, cells))
            dates = [sample.date for sample, part in parts for _ in range(sample.rows)]
            years, months = ([int(date[a:b]) for date in dates] for a, b in ((0, 4), (5, 7)))
            for reader, read in readers.LAKE_READERS.items():
                def one():
                    columns = {column.name: column for column in read(lake / data_type)}
                    for name, cells in (("year", years), ("month", months)):
                        if [int(cell) for cell in columns.pop(name).cells] != cells:
                            return f"{name} differs"
                    return difference(list(columns.values()), wanted)

                tally.guard(f"{profile} lake of {data_type} opened by {reader}", one)


def main():
    parser = command_parser(__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--keep", type=pathlib.Path, help="work here and leave the lakes")
    options = parser.parse_args()
    command, tally = Command(options.command), Tally()
    with tempfile.TemporaryDirectory() as temporary:
        scratch = options.keep or pathlib.Path(temporary)
        lakes = {profile: scratch / "lakes" / profile for profile in PROFILES}
        tables = {profile: [] for profile in PROFILES}
        for number, sample in enumerate(samples(scratch / "inputs", options.quick)):
            started = time.monotonic()
            medium = sample.rows > 100_000
            places = lakes if not medium else {p: scratch / "medium" / p for p in PROFILES}
            for profile in PROFILES:
                wanted = check_sample(tally, command, sample, profile, places, scratch)
                if not medium:
                    tables[profile].append((sample, wanted))
                    check_embedded(tally, command, sample, profile, scratch)
            print(f"{sample.name}: {sample.rows} rows, {time.monotonic() - started:.1f} s",
                  flush=True)
        check_lakes(tally, tables, lakes)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
