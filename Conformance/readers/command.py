"""Runs `barlake` and looks at what it left, for the checks of this folder and of `lifecycle`."""

import json
import pathlib
import shlex
import subprocess

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures"


def completed(words, stdin=subprocess.DEVNULL, timeout=120):
    """A command's exit status and output, once it has ended."""
    return subprocess.run(words, stdin=stdin, capture_output=True, text=True, timeout=timeout)


class Command:
    """The command line that starts the implementation, such as `.build/release/barlake`."""

    def __init__(self, text):
        self.words = shlex.split(text)

    def run(self, *arguments, stdin=subprocess.DEVNULL):
        return completed(self.words + [str(argument) for argument in arguments], stdin)

    def ingest(self, data_type, lake, *arguments):
        """Exit status, and the JSON objects of `ingest --json`, one a date."""
        done = self.run("ingest", "--json", "--type", data_type, "--lake", lake, *arguments)
        if done.returncode not in (0, 1):
            raise AssertionError(f"exit status {done.returncode}: {done.stderr.strip()}")
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def published(lake):
    """Paths of the files that a reader of the lake sees, relative and sorted."""
    found = []
    for path in pathlib.Path(lake).rglob("*"):
        relative = path.relative_to(lake)
        if path.is_file() and not any(part[0] in "._" for part in relative.parts):
            found.append(str(relative))
    return sorted(found)


def staged(lake):
    """Whatever stands in the staging folder: nothing may, after a run has ended."""
    return sorted(str(path) for path in (pathlib.Path(lake) / ".barlake/staging").glob("*"))


class Tally:
    """Counts checks, prints those that fail, and closes with the line that CI reads."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, problem):
        """`problem` is empty or None when the check is good."""
        if problem:
            self.failed += 1
            print(self.told(name, problem), flush=True)
        else:
            self.passed += 1

    def guard(self, name, action):
        """Runs `action`, which returns a problem or nothing; an exception is a problem too."""
        self.check(name, self.problem(action))

    def told(self, name, problem):
        """What is printed of a check that failed."""
        return f"FAILED {name}: {problem}"

    @staticmethod
    def problem(action):
        """What `action` returns, a problem or nothing, or the exception that it raises."""
        try:
            return action()
        except Exception as error:  # any reader or parser may raise anything: it is a finding
            return f"{type(error).__name__}: {error}"

    def close(self):
        """The exit status; where nothing was checked, something is missing that should have been."""
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0
