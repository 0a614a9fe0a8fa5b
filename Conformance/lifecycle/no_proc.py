"""Runs the command without /proc, in its own namespace.

    no_proc.py FOLDER CALLS

runs in the namespace. CALLS are command lines as JSON, in which `{lake}` is the path of the lake.
"""

import json
import pathlib
import sys

import mounts
import scenarios


def arguments_that_cannot_be_read(bench, wants):
    """Checks that each call fails and reports the reason, because Swift reads its arguments from
    /proc.

    No call may be taken for one without arguments, which prints the help and succeeds.
    """
    if wants("no-proc"):
        yield "no-proc", lambda: in_namespace(bench)


def in_namespace(bench):
    source = scenarios.inputs(bench)["old"]
    calls = [
        bench.ingest_words("{lake}", source),
        [*bench.command, "status", "{lake}"],
        [*bench.command, "verify", "--json", "{lake}"],
        [*bench.command],
    ]
    return mounts.run_script(bench, mounts.namespace(), __file__, calls)


def main(folder, calls):
    """Returns a problem, or nothing."""
    lake = pathlib.Path(folder) / "lake"
    mounts.mount("/proc", "size=4k")
    for words in json.loads(calls):
        done = mounts.call(words, lake)
        if done.returncode != 1 or done.stdout or "/proc" not in done.stderr:
            return f"{words}: status {done.returncode}, {done.stdout!r}, {done.stderr!r}"
        if lake.exists():
            return f"{words} made the lake"
    return ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or 0)
