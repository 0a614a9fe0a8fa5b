"""The command where /proc is hidden, in a namespace of its own.

    no_proc.py FOLDER CALLS

is what runs there. CALLS are command lines as JSON, in which `{lake}` stands for the lake.
"""

import json
import pathlib
import sys

import mounts
import scenarios


def arguments_that_cannot_be_read(bench, wants):
    """Swift reads the arguments of a process from /proc. Without it each call fails and says so; no
    call is taken for one without arguments, which prints the help and succeeds."""
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
