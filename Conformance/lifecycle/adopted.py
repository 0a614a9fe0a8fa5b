"""Kills `barlake adopt` before its system calls on the lake, lets these calls fail, and lets it adopt
the lakes that other programs wrote.
"""

import errno
import shutil

import duckdb
import polars
import pyarrow.parquet

import days
import disturbed
import lakes
import scenarios

PARTITIONINGS = ("symbol", "date")


def adopted(bench, wants):
    yield from adoptions_killed(bench, wants)
    yield from lakes_of_other_programs(bench, wants)


def adoptions_killed(bench, wants):
    """Checks a copy of a lake without `.barlake` after SIGKILL.

    No data file has changed. The same adoption makes both dates done, with the tree of one that was
    not disturbed, and `verify` finds nothing. The same holds where a call fails with ENOSPC or EIO,
    which is reported.
    """
    for partitioning in PARTITIONINGS:
        if not wants(f"adopted/{partitioning}"):
            continue
        adoption = Adoption(bench, partitioning)
        numbers = adoption.changing_calls
        print(f"  adopted/{partitioning}: {len(numbers)} calls that change something", flush=True)
        for number in bench.sample(numbers, 3):
            yield f"adopted/{partitioning}/{number}", lambda a=adoption, n=number: a.killed(n)
            for error in (errno.ENOSPC, errno.EIO):
                yield (f"adopted/{partitioning}/{number}/{errno.errorcode[error]}",
                       lambda a=adoption, n=number, e=error: a.failed(n, e))


class Adoption(disturbed.DisturbedCall):
    """The adoption of a lake of two dates that lost its own folder."""

    # Calls that change the lake, or wait for the disk. Which of the calls between them, which read,
    # comes first is decided by threads.
    CHANGES = ("mkdir", "open", "openat", "rename", "renameat", "renameat2", "link", "linkat",
               "unlink", "unlinkat", "fsync", "syncfs", "write")

    def __init__(self, bench, partitioning):
        super().__init__(bench)
        plain = ("--partition-by", partitioning, "--engine", "streaming")
        self.template = bench.place()
        for name, date in (("other", days.OTHER_DATE), ("new", days.DATE)):
            bench.ingest(self.template, scenarios.inputs(bench)[name], date, *plain)
        shutil.rmtree(self.template / ".barlake")
        self.before = lakes.tree(self.template)

    def words(self, lake):
        return [*self.bench.command, "adopt", str(lake), "--json"]

    def new_lake(self):
        return scenarios.copy(self.template, self.bench.place())

    def check_undisturbed(self, run, after):
        if run.status != 0 or lakes.MANIFEST not in after:
            raise AssertionError(f"the date is not adopted: {run.stdout}")

    @property
    def changing_calls(self):
        """The numbers of the calls that touch the lake's own folder and change it."""
        return [number for number, call in enumerate(self.calls, 1)
                if call.name in self.CHANGES and call.path.startswith(".barlake")]

    def shown(self, files):
        return lakes.without_own_folders(files)

    def not_completed(self, lake):
        problem = lakes.difference(lakes.visible(lakes.tree(lake)), lakes.visible(self.before))
        done = self.bench.run(self.words(lake))
        if not problem and done.returncode != 0:
            problem = f"the next adoption fails: {done.stdout}{done.stderr}"
        found = {path: data for path, data in lakes.without_own_folders(lakes.tree(lake)).items()
                 if not path.startswith(".barlake/staging/")}
        problem = problem or lakes.difference(found, lakes.without_own_folders(self.after))
        # What is staged is a finding until it is cleaned.
        self.bench.run([*self.bench.command, "clean", str(lake)])
        problem = problem or self.bench.verify(lake)
        if not problem:
            self.bench.discard(lake)
        return problem


def lakes_of_other_programs(bench, wants):
    """Checks that a lake whose files pyarrow, Polars or DuckDB wrote is adopted with its profile,
    verified, continued and overwritten.
    """
    for name, (write, profiles) in WRITERS.items():
        for profile in profiles:
            check = f"adopted/{name}/{profile}"
            if wants(check):
                yield check, lambda w=write, p=profile: foreign(bench, w, p)


def foreign(bench, write, profile):
    lake = bench.place()
    inputs = scenarios.inputs(bench)
    plain = ("--partition-by", "date", "--profile", profile)
    bench.ingest(lake, inputs["new"], days.DATE, *plain)
    for path in lake.glob("stocks_minute/**/*.parquet"):
        # Without the metadata of BarLake, which pyarrow would keep.
        write(pyarrow.parquet.ParquetFile(path).read().replace_schema_metadata(None), path)
    shutil.rmtree(lake / ".barlake")
    refused = bench.run([*bench.command, "adopt", str(lake), "--json"])
    if refused.returncode != 1:
        return f"adopted without a profile: {refused.stdout}"
    done = bench.run([*bench.command, "adopt", str(lake), "--profile", profile, "--json"])
    if done.returncode != 0:
        return f"not adopted: {done.stdout}{done.stderr}"
    if problem := bench.verify(lake):
        return problem
    if bench.ingest(lake, inputs["new"], days.DATE)["status"] != "skipped":
        return "the adopted date is ingested again"
    bench.ingest(lake, inputs["other"], days.OTHER_DATE)
    bench.ingest(lake, inputs["old"], days.DATE, "--on-existing", "overwrite")
    problem = bench.verify(lake)
    if not problem:
        bench.discard(lake)
    return problem


def write_by_pyarrow(table, path):
    pyarrow.parquet.write_table(table, path, row_group_size=7, write_page_index=True)


def write_by_polars(table, path):
    polars.from_arrow(table).write_parquet(path, compression="zstd", row_group_size=7)


def write_by_duckdb(table, path):
    connection = duckdb.connect()
    connection.register("bars", table)
    connection.execute(f"copy (select * from bars) to '{path}' (format parquet)")


# DuckDB has no timestamps with a zone that count nanoseconds, as the profile classic has them.
WRITERS = {
    "pyarrow": (write_by_pyarrow, ("portable", "classic")),
    "polars": (write_by_polars, ("portable", "classic")),
    "duckdb": (write_by_duckdb, ("portable",)),
}
