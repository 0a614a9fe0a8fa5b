"""Jobs that `barlake` and its peers do, and their measured runs. The scripts of this folder share it."""

import dataclasses
import os
import pathlib
import sys

import benchmark
from benchmark import command
from volumes import Volumes


@dataclasses.dataclass(frozen=True)
class Job:
    """A flat file, or a folder with one for each date, that is to become a lake or a file."""

    data_type: str
    source: pathlib.Path
    date: str | None = None  # None: the source is a folder
    profile: str = "classic"
    partition: str = "date"
    symbols: str = ""  # the only ones, separated by commas
    threads: int | None = None

    def own_words(self, barlake, engine, folder):
        arguments = ["--engine", engine, "--profile", self.profile,
                     "--partition-by", self.partition, "--quiet"]
        for flag, value in (("--date", self.date), ("--symbols", self.symbols),
                            ("--threads", self.threads)):
            arguments += [flag, value] if value else []
        return command.Command(barlake).ingest_words(
            self.data_type, folder / "lake", *arguments, self.source)

    def peer_words(self, peer, folder):
        if self.date is None:
            output = [folder]
        elif self.partition == "symbol":
            output = [folder / "out", "symbol"]
        else:
            output = [folder / "out.parquet", *(["", self.symbols] if self.symbols else [])]
        threads = ["env", f"POLARS_MAX_THREADS={self.threads}"] if self.threads else []
        return [*threads, sys.executable, benchmark.HERE / "peers.py", peer, self.data_type,
                self.profile, self.date or "each", self.source, *output]


class Bench:
    """Measures programs, each run on a new file system in `folder`, until it is closed."""

    def __init__(self, barlake, folder):
        self.barlake = barlake
        self.launcher = benchmark.Launcher()
        self.volumes = Volumes(folder)

    def run(self, program, job, look=None):
        """The figures of one run, and as `look` what that function finds in the folder."""
        with self.volumes.fresh() as folder:
            words = (job.own_words(self.barlake, program, folder) if program in benchmark.OURS
                     else job.peer_words(program, folder))
            os.sync()  # otherwise the next sync also waits for the writes of the previous run
            run = self.measured(words)
            return run | {"look": look(folder)} if look else run

    def measured(self, words):
        """The figures of a command, which must succeed."""
        run = self.launcher.measure(words)
        if run["status"]:
            sys.exit(f"{' '.join(map(str, words))} ended with {run['status']}")
        return run

    def close(self):
        self.volumes.close()
        self.launcher.close()
