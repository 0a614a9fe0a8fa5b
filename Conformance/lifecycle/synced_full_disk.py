"""Fills the file system of a lake while dates are fetched: a tmpfs, mounted in its own namespace.

    synced_full_disk.py FOLDER CALLS

runs in the namespace. CALLS are command lines as JSON, in which `{lake}` is the path of the lake: a
`sync --json`, which fails on the tmpfs and succeeds after it has got more room, and `verify`.
"""

import itertools
import json
import pathlib
import sys

import lakes  # first: it makes the modules of `readers` known
import mounts
import seaweedfs
import syncs

DAYS = tuple(itertools.islice(seaweedfs.weekdays("2024-08-01"), 20))
# The first dates have room in the first size, and none of the others has.
SMALL_COUNT = 3
ROOMS = ("size=256k", "remount,size=64m")
SMALL, LARGE = 60, 9_000  # symbols
FAILURE_LIMIT = 8


def fill(source):
    """Puts the files of all days, and returns the source."""
    (data_type,) = source.types
    for number, date in enumerate(DAYS):
        symbols = SMALL if number < SMALL_COUNT else LARGE
        source.put(data_type, date, seaweedfs.flat_file(data_type, date, symbols=symbols))
    return source


def calls(bench, source):
    """The command lines. One date is ingested at a time, so that it is known which fails."""
    return [source.words("{lake}", "--jobs", "1"), [*bench.command, "verify", "{lake}"]]


def main(folder, calls):
    """Returns a problem, or nothing."""
    folder, (call, verify) = pathlib.Path(folder), json.loads(calls)
    lake = folder / "lake"
    mounts.mount(folder, ROOMS[0])
    done = answer(call, lake)
    last = SMALL_COUNT + FAILURE_LIMIT
    problem = done.unlike(1, lake, ingested=SMALL_COUNT, failed=list(DAYS[SMALL_COUNT:last]))
    if not problem and done.summary["not_started"] != len(DAYS) - last:
        problem = f"not started: {done}"
    if not problem and (done.codes != {"io_error"} or "(errno 28)" not in str(done)):
        problem = f"not the error of a full disk: {done}"
    if problem := problem or lakes.staged(lakes.tree(lake)) or findings(verify, lake):
        return f"on the full disk: {problem}"
    mounts.mount(folder, ROOMS[1])
    problem = answer(call, lake).unlike(
        0, lake, ingested=len(DAYS) - SMALL_COUNT, done=SMALL_COUNT)
    problem = problem or findings(verify, lake)
    return problem and f"with more room: {problem}"


def answer(words, lake):
    done = mounts.call(words, lake)
    return syncs.Answer.of(done.returncode, done.stdout, done.stderr)


def findings(verify, lake):
    """What `verify` finds, or nothing."""
    done = mounts.call(verify, lake)
    return done.stdout if done.returncode else ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or 0)
