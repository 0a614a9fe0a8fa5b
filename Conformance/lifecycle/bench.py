"""What every check of this folder needs: the command, a place for lakes, a way to run checks."""

import collections
import concurrent.futures
import itertools
import json
import os
import pathlib
import shutil
import sys
import threading
import time

import days
from interception import Interception

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "readers"))
from command import Command, Tally, completed  # noqa: E402


class Bench:
    """The command under test and a scratch folder in memory."""

    def __init__(self, command, scratch, is_full):
        self.command = Command(command).words
        self.command[0] = str(pathlib.Path(shutil.which(self.command[0])).resolve())
        self.scratch = pathlib.Path(scratch)
        self.is_full = is_full
        self.interception = Interception(self.scratch)
        self.numbers = itertools.count()
        self.lock = threading.Lock()
        self.notes = collections.Counter()

    def place(self):
        """A path where nothing is yet."""
        with self.lock:
            return self.scratch / f"lake{next(self.numbers)}"

    def note(self, what):
        """Counts something for the line that a group ends with."""
        with self.lock:
            self.notes[what] += 1

    def discard(self, folder):
        """Removes a lake or another folder that no check needs any longer."""
        shutil.rmtree(folder, ignore_errors=True)

    def flat_file(self, name, *arguments, **options):
        """A flat file of invented bars (`days.bars`)."""
        return days.write(self.scratch / name, days.bars(*arguments, **options))

    def ingest_words(self, lake, source, date=days.DATE, *arguments, json=True):
        return [*self.command, "ingest", *(["--json"] if json else []), "--type", "stocks_minute",
                "--lake", str(lake), "--date", date, *arguments, str(source)]

    def run(self, words):
        return completed(words, timeout=600)

    def ingest(self, lake, source, date=days.DATE, *arguments):
        """The result of an ingest that has to succeed."""
        done = self.run(self.ingest_words(lake, source, date, *arguments))
        if done.returncode != 0:
            raise AssertionError(f"exit status {done.returncode}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def verify(self, lake):
        """What `barlake verify` finds; empty where it finds nothing."""
        done = self.run([*self.command, "verify", str(lake)])
        return f"verify: {done.stdout}{done.stderr}" if done.returncode else ""

    def sample(self, numbers, step):
        """All numbers in the full form, else each `step`-th, with the last."""
        numbers = list(numbers)
        return numbers if self.is_full else numbers[step // 2::step] + numbers[-1:]


class Checks(Tally):
    """Runs the checks of groups, counts them, and prints those that fail."""

    def __init__(self, bench, pattern, repeat):
        super().__init__()
        self.bench = bench
        self.pattern = pattern
        self.repeat = repeat

    def wants(self, name):
        """Whether `name`, or some check whose name begins with it, was asked for."""
        return name.startswith(self.pattern) or self.pattern.startswith(name)

    def one(self, check):
        """Runs a check, a name and a function that returns a problem or nothing."""
        name, action = check
        return name, self.problem(action)

    def guarded(self, group, checks):
        """The checks of a group; what goes wrong while they are prepared is one that fails."""
        try:
            yield from checks
        except Exception as error:  # whatever prepares a check may raise anything
            yield group, lambda error=error: f"{type(error).__name__}: {error}"

    def told(self, name, problem):
        """With the words that repeat the check."""
        return f"{super().told(name, problem)}\n  again: {self.repeat} --only '{name}'"

    def run(self, group, checks):
        """Runs the checks of a group, as many at a time as there are processors."""
        started, count = time.monotonic(), self.passed + self.failed
        wanted = (check for check in self.guarded(group, checks) if self.wants(check[0]))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            try:
                for name, problem in pool.map(self.one, wanted):
                    self.check(name, problem)
            except KeyboardInterrupt:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        count = self.passed + self.failed - count
        notes = ", ".join(f"{what}: {times}" for what, times in sorted(self.bench.notes.items()))
        self.bench.notes.clear()
        print(f"{group}: {count} checks, {time.monotonic() - started:.1f} s"
              f"{f' ({notes})' if notes else ''}", flush=True)
