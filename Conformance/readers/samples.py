"""The sample flat files, and how their tables are compared."""

import gzip

import flatfile
from command import FIXTURES

PROFILES = ("portable", "classic")
DATA_TYPES = ("stocks_daily", "stocks_minute", "options_daily", "options_minute")


class Sample:
    """A flat file, plain and as gzip, with names that begin with its date."""

    def __init__(self, data_type, source, folder):
        self.data_type = data_type
        self.date = source.name[:10]
        self.data = flatfile.read_plain(source)
        self.rows = len(self.data.splitlines()) - 1
        self.fractional = self.date >= "2026-02-23"
        self.name = f"{data_type} {self.date}"
        folder = folder / data_type
        folder.mkdir(parents=True, exist_ok=True)
        self.inputs = {"plain": folder / f"{self.date}.csv", "gzip": folder / f"{self.date}.csv.gz"}
        self.inputs["plain"].write_bytes(self.data)
        self.inputs["gzip"].write_bytes(gzip.compress(self.data, 6, mtime=0))

    @property
    def stored(self):
        """The path of its data file in a lake that is partitioned by date."""
        year, month, _ = self.date.split("-")
        return f"{self.data_type}/year={year}/month={month}/date={self.date}.parquet"


def sample_files():
    """Yields the data type and the path of every sample."""
    for data_type in DATA_TYPES:
        for folder in (FIXTURES / "raw" / data_type, FIXTURES / "raw/odd" / data_type):
            for path in sorted(folder.glob("*.csv*")):
                yield data_type, path


def difference(found, wanted):
    """The first difference between two tables as text; None if they are equal."""
    names = [column.name for column in found]
    if names != [column.name for column in wanted]:
        return f"columns {names}"
    for have, want in zip(found, wanted):
        if have.kind != want.kind:
            return f"{have.name} is {have.kind}, expected {want.kind}"
        if have.cells != want.cells:
            if len(have.cells) != len(want.cells):
                return f"{have.name} has {len(have.cells)} rows, expected {len(want.cells)}"
            row = next(i for i, (a, b) in enumerate(zip(have.cells, want.cells)) if a != b)
            return f"{have.name}, row {row}: {have.cells[row]!r}, expected {want.cells[row]!r}"
    return None


def options_for(sample, profile, partitioning):
    """The arguments for a lake that can hold the sample."""
    rounding = ["--fractional-volume", "round"]
    needed = profile == "classic" and sample.fractional
    return ["--profile", profile, "--partition-by", partitioning, *(rounding if needed else [])]
