"""The command, the scratch folder and the runner of checks, for every script of this folder."""

import collections
import concurrent.futures
import contextlib
import itertools
import json
import os
import pathlib
import shutil
import threading

import days  # first: it makes the modules of `readers` known
from command import Command, Tally, completed
from interception import Interception


class Bench:
    """The command under test and a scratch folder in memory."""

    def __init__(self, command, scratch, is_full):
        self.implementation = Command(command)
        self.command = self.implementation.words
        self.command[0] = str(pathlib.Path(shutil.which(self.command[0])).resolve())
        self.scratch = pathlib.Path(scratch)
        self.is_full = is_full
        self.interception = Interception(self.scratch)
        self.numbers = itertools.count()
        self.lock = threading.Lock()
        self.notes = collections.Counter()
        # What is to be ended after the last check.
        self.ending = contextlib.ExitStack()

    def place(self):
        """A path where nothing exists yet."""
        with self.lock:
            return self.scratch / f"lake{next(self.numbers)}"

    def note(self, what):
        """Counts an event, for the line that ends a group."""
        with self.lock:
            self.notes[what] += 1

    def discard(self, folder):
        """Removes a lake or another folder that no check needs any longer."""
        shutil.rmtree(folder, ignore_errors=True)

    def flat_file(self, name, *arguments, **options):
        """A flat file of invented bars (`days.bars`)."""
        return days.write(self.scratch / name, days.bars(*arguments, **options))

    def ingest_words(self, lake, source, date=days.DATE, *arguments, json=True):
        arguments = [*(["--json"] if json else []), "--date", date, *arguments]
        return self.implementation.ingest_words("stocks_minute", lake, *arguments, source)

    def run(self, words):
        return completed(words, timeout=600)

    def ingest(self, lake, source, date=days.DATE, *arguments):
        """The result of an ingest that has to succeed."""
        done = self.run(self.ingest_words(lake, source, date, *arguments))
        if done.returncode != 0:
            raise AssertionError(f"exit status {done.returncode}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def verify(self, lake):
        """The findings of `barlake verify`, empty if there are none."""
        done = self.run([*self.command, "verify", str(lake)])
        return f"verify: {done.stdout}{done.stderr}" if done.returncode else ""

    def sample(self, numbers, step):
        """All numbers in the full form, otherwise each `step`-th and the last."""
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
        """The name of a check and its problem, if it has one."""
        name, action = check
        return name, self.problem(action)

    def guarded(self, group, checks):
        """The checks of a group. An error while they are prepared is a check that fails."""
        try:
            yield from checks
        except Exception as error:  # any step of the preparation may raise anything
            yield group, lambda error=error: f"{type(error).__name__}: {error}"

    def report(self, name, problem):
        """The text for a check that failed, with the command that repeats it."""
        return f"{super().report(name, problem)}\n  again: {self.repeat} --only '{name}'"

    def run(self, group, checks):
        """Runs the checks of a group in parallel, one per processor."""
        wanted = (check for check in self.guarded(group, checks) if self.wants(check[0]))
        with self.group(group) as notes:
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                try:
                    for name, problem in pool.map(self.one, wanted):
                        self.check(name, problem)
                except KeyboardInterrupt:
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
            notes += (f"{what}: {times}" for what, times in sorted(self.bench.notes.items()))
            self.bench.notes.clear()
