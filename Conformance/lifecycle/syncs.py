"""Calls of `barlake sync`, `plan` and `run-task` on invented flat files, and what they leave."""

import dataclasses
import functools
import gzip
import itertools
import json
import os
import signal
import subprocess
import time

import lakes  # first: it makes the modules of `readers` known
import seaweedfs

DAYS = ("2024-07-01", "2024-07-02", "2024-07-03", "2024-07-05",
        "2024-07-08", "2024-07-09", "2024-07-10", "2024-07-11")
SHAPES = {
    "stocks_daily": {"symbols": 60},
    "stocks_minute": {"symbols": 41, "tickers": ["AAPL", "F", "SPY"], "minutes": 60},
    "options_daily": {"symbols": 41, "spread": 2},
}
ONE_TYPE = ("stocks_daily",)
# What both a summary and the record of a lake say.
RECORDED = ("ingested", "replaced", "reissued", "not_published", "not_yet_published", "forbidden",
            "failed")
NUMBERS = itertools.count()


@functools.cache
def file(data_type, date, seed=1, level=6):
    """The compressed bytes of a day."""
    return seaweedfs.flat_file(data_type, date, seed, level, **SHAPES[data_type])


def changed(data):
    """A file of the same length with another content: one more or one fewer transaction."""
    text = bytearray(gzip.decompress(data))
    text[-2] ^= 1  # the last digit before the last line feed
    return gzip.compress(bytes(text), 0, mtime=0)


@dataclasses.dataclass
class Answer:
    """What a call with `--json` has answered."""

    status: int
    lines: list
    errors: str

    @classmethod
    def of(cls, status, output, errors):
        return cls(status, [json.loads(line) for line in output.splitlines()], errors)

    def __str__(self):
        failures = [line for line in self.lines if line.get("kind") not in ("date", "summary")]
        return f"status {self.status}, {failures[:3]}, {self.summary}, {self.errors}"

    def of_kind(self, kind):
        """The lines of a kind. The error of a call as a whole has none."""
        return [line for line in self.lines if line.get("kind") == kind]

    @property
    def ingested(self):
        """The keys of the dates that it has ingested."""
        return [line["key"] for line in self.of_kind("date") if line["status"] == "success"]

    @property
    def summary(self):
        """What it says of all dates; empty if it says nothing."""
        return next(iter(self.of_kind("summary")), {})

    @property
    def codes(self):
        return {line["code"] for line in self.lines if "code" in line}

    def unlike(self, status, lake, types=None, **expected):
        """The problem with the answer, if there is one.

        The exit status must be `status`. With `expected`, the summary of each of the data types has
        these values, and nothing but zeros and empty lists besides, and the record that is in the
        lake says the same.
        """
        if self.status != status:
            return f"not the status {status}: {self}"
        if not expected:
            return ""
        found = {one["data_type"]: one for one in self.summary["types"]}
        if found.keys() != set(types or ONE_TYPE):
            return f"a summary of {sorted(found)}"
        for data_type, one in found.items():
            for name, value in one.items():
                wanted = expected.get(name, [] if isinstance(value, list) else 0)
                if name != "data_type" and value != wanted:
                    return f"{data_type}: {name} is {value}, and not {wanted}: {self}"
            record = json.loads((lake / f".barlake/syncs/{data_type}.json").read_text())
            for name in RECORDED:
                if record[name] != one[name]:
                    return f"{data_type}: the record's {name} is {record[name]}: {self}"
        return ""


class Source:
    """Flat files in a bucket or in a folder, and calls that bring them into lakes."""

    def __init__(self, bench, types=tuple(SHAPES), days=DAYS):
        self.bench = bench
        self.types = types
        self.days = days

    def fill(self, seed=1, level=6):
        """Puts a file for each date, and returns itself."""
        for data_type, date in itertools.product(self.types, self.days):
            self.put(data_type, date, file(data_type, date, seed, level))
        return self

    @property
    def count(self):
        return len(self.types) * len(self.days)

    @property
    def keys(self):
        return {seaweedfs.key(*one) for one in itertools.product(self.types, self.days)}

    def words(self, lake, *more, command="sync", json=True):
        """The command line of a call."""
        return [*self.bench.command, command, "--type", ",".join(self.types), "--lake", str(lake),
                "--since", self.days[0], "--until", self.days[-1], *self.place(),
                *(["--json"] if json else []), *more]

    def call(self, lake, *more):
        """The answer of a `sync`."""
        return answer(self.bench, self.words(lake, *more))

    def expected(self):
        """The tree that an undisturbed `sync` makes of what is there now."""
        lake = self.bench.place()
        done = self.call(lake)
        if done.status:
            raise AssertionError(f"an undisturbed call: {done}")
        files = tree(lake)
        self.bench.discard(lake)
        return files

    def not_completed(self, lake, *more, without=frozenset()):
        """The problem with the call that follows others, if there is one.

        It must succeed, leave the lake that one undisturbed call makes of what is there now, and do
        nothing for dates of the keys `without`. Removes the lake if there is no problem.
        """
        done = self.call(lake, *more)
        problem = done.unlike(0, lake)
        if not problem and (again := without & set(done.ingested)):
            problem = f"done again: {sorted(again)}"
        problem = problem or not_as(self.bench, lake, self.expected())
        if not problem:
            self.bench.discard(lake)
        return problem and f"the next call: {problem}"


class BucketSource(Source):
    """A bucket of a SeaweedFS."""

    def __init__(self, server, config, bench, *arguments):
        super().__init__(bench, *arguments)
        self.server = server
        self.config = config
        self.endpoint = server.endpoint
        self.name = f"flatfiles-{next(NUMBERS)}"

    def put(self, data_type, date, data):
        self.server.put(self.name, seaweedfs.key(data_type, date), data)

    def remove(self, data_type, date):
        self.server.remove(self.name, seaweedfs.key(data_type, date))

    def place(self):
        return ["--config-dir", str(self.config), "--endpoint", self.endpoint,
                "--bucket", self.name]

    def through(self, proxy):
        """The same bucket through a proxy."""
        other = BucketSource(self.server, self.config, self.bench, self.types, self.days)
        other.name, other.endpoint = self.name, proxy.endpoint
        return other


class FolderSource(Source):
    """A folder with the vendor's keys."""

    def __init__(self, bench, *arguments):
        super().__init__(bench, *arguments)
        self.root = bench.place()

    def put(self, data_type, date, data):
        path = self.root / seaweedfs.key(data_type, date)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def place(self):
        return ["--source", str(self.root)]


def answer(bench, words):
    """The answer of a command line."""
    done = bench.run(words)
    return Answer.of(done.returncode, done.stdout, done.stderr)


def begun(words):
    """Begins a call; returns a function that waits for its end and returns the answer. The function
    may be given a signal to send.
    """
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True)

    def end(number=None):
        if number:
            child.send_signal(number)
        output = child.communicate(timeout=120)
        return Answer.of(child.returncode, *output)
    return end


def at_once(calls):
    """The answers of command lines that run at once."""
    return [end() for end in [begun(words) for words in calls]]


def kill(bench, words, seconds):
    """Begins a call, and kills its processes after so many seconds, if it has not ended by then."""
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(seconds)
    os.killpg(child.pid, signal.SIGKILL)
    bench.note("killed" if child.wait() == -signal.SIGKILL else "ended before its kill")


def wait_for_dates(lake, count):
    """Waits until so many dates are done, but not for ever."""
    deadline = time.monotonic() + 60
    while len(done_keys(lake)) < count and time.monotonic() < deadline:
        time.sleep(0.001)


def tree(lake):
    """The tree of a lake without what says when and by whom it was made: locks and records."""
    return {path: data for path, data in lakes.tree(lake).items()
            if not path.startswith((".barlake/locks/", ".barlake/syncs"))}


def done_keys(lake):
    """The keys of the dates that have a manifest."""
    return {seaweedfs.key(path.parent.name, path.stem)
            for path in (lake / ".barlake/manifests").glob("*/*.json")}


def not_as(bench, lake, expected):
    """The problem with a lake that must have a tree, and be whole, if there is one."""
    files = tree(lake)
    return (lakes.staged(files) and f"staged: {lakes.staged(files)}"
            or lakes.difference(files, expected) or bench.verify(lake))
