"""Runs `barlake` and counts checks. The scripts of this folder, `lifecycle` and `perf` share it.

Standard library only.
"""

import argparse
import contextlib
import json
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures"


def parser(text):
    """A parser of arguments whose first is the command line that starts the implementation."""
    made = argparse.ArgumentParser(
        description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("command", help="the command line that starts the implementation")
    return made


def completed(words, stdin=subprocess.DEVNULL, timeout=120, folder=None):
    """The exit status and output of a command that has ended. It runs in `folder`."""
    return subprocess.run(
        words, stdin=stdin, capture_output=True, text=True, timeout=timeout, cwd=folder)


def recipe(name):
    """A recipe of `Fixtures/recipes`."""
    return json.loads((FIXTURES / "recipes" / f"{name}.json").read_text())


def generated(name, compressed=False):
    """The path of the flat file of a recipe, which is written if it is missing."""
    words = [sys.executable, FIXTURES / "generate.py", name] + ["--gzip"] * compressed
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return pathlib.Path(done.stdout.strip())


def temporary_folder(byte_count):
    """A temporary folder, in memory if there is a file system in memory with this much room.

    Making ten thousand files on a disk takes minutes, and no check is about that.
    """
    memory = pathlib.Path("/dev/shm")
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > byte_count
    return tempfile.TemporaryDirectory(dir=memory if has_room else None)


class Command:
    """The command line that starts the implementation, such as `.build/release/barlake`."""

    def __init__(self, text):
        self.words = shlex.split(text)

    def run(self, *arguments, stdin=subprocess.DEVNULL):
        return completed(self.words + [str(argument) for argument in arguments], stdin)

    def ingest_words(self, data_type, lake, *arguments):
        """The words of a command line that ingests."""
        return [*self.words, "ingest", "--type", data_type, "--lake", str(lake),
                *map(str, arguments)]

    def ingest(self, data_type, lake, *arguments):
        """The exit status, and the JSON objects of `ingest --json`, one per date."""
        done = completed(self.ingest_words(data_type, lake, "--json", *arguments))
        if done.returncode not in (0, 1):
            raise AssertionError(f"exit status {done.returncode}: {done.stderr.strip()}")
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def published(lake):
    """The paths of the files that a reader of the lake sees, relative to it and sorted."""
    found = []
    for path in pathlib.Path(lake).rglob("*"):
        relative = path.relative_to(lake)
        if path.is_file() and not any(part[0] in "._" for part in relative.parts):
            found.append(str(relative))
    return sorted(found)


def staged(lake):
    """The paths in the staging folder, which is empty after a run has ended."""
    return sorted(str(path) for path in (pathlib.Path(lake) / ".barlake/staging").glob("*"))


class Tally:
    """Counts checks, prints those that fail, and ends with the line that CI reads."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, problem):
        """Counts a check. `problem` is empty or None if it passed."""
        if problem:
            self.failed += 1
            print(self.report(name, problem), flush=True)
        else:
            self.passed += 1

    def guard(self, name, action):
        """Runs `action`, which returns a problem or nothing. An exception is a problem too."""
        self.check(name, self.problem(action))

    def report(self, name, problem):
        """The text that is printed for a check that failed."""
        return f"FAILED {name}: {problem}"

    @contextlib.contextmanager
    def group(self, name):
        """Counts and times the checks of the `with` block; yields a list of notes to be printed."""
        started, count, notes = time.monotonic(), self.passed + self.failed, []
        yield notes
        count = self.passed + self.failed - count
        seconds = f"{time.monotonic() - started:.1f} s"
        print(f"{name}: {count} checks, {seconds}", *([f"({', '.join(notes)})"] if notes else []),
              flush=True)

    @staticmethod
    def problem(action):
        """The problem that `action` returns, or nothing, or the exception that it raises."""
        try:
            return action()
        except Exception as error:  # a reader or parser may raise anything
            return f"{type(error).__name__}: {error}"

    def close(self):
        """Prints the counts and returns the exit status, 1 if a check failed or none was run."""
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0
