"""Checks a lake on a read-only file system: a tmpfs that is mounted again as read-only.

    read_only.py FOLDER CALLS

runs in a namespace. CALLS are command lines as JSON, in which `{lake}` is the path of the lake. The
first is an ingest, which makes a date done. The others, each with its expected result, run on the
read-only lake.
"""

import errno
import json
import pathlib
import sys

import days
import lakes
import mounts
import scenarios


def lake_for_readers(bench, wants):
    """Checks that a read-only lake can be read, and that nothing changes.

    A date that is done is skipped or a conflict, as elsewhere. `status` and `verify` work. A call
    that must write is an error that names the system call.
    """
    def calls(ingest, engine):
        def other_type(data_type):
            """An ingest of a data type that the lake does not have, so even its folders are missing."""
            words = ingest(days.DATE, "--partition-by", "date")
            place = words.index("--type") + 1
            return [*words[:place], data_type, *words[place + 1:]]

        source = scenarios.inputs(bench)["old"]
        return [
            ingest(days.DATE),
            (ingest(days.DATE), "skipped"),
            # Without an argument the partitioning is the lake's.
            (bench.ingest_words("{lake}", source, days.DATE, *scenarios.ENGINES[engine]), "skipped"),
            (ingest(days.DATE, "--on-existing", "error"), "output_conflict"),
            (ingest(days.DATE, "--profile", "classic"), "output_conflict"),
            (ingest(days.DATE, "--on-existing", "overwrite"), "io_error"),
            (ingest("2024-07-03"), "io_error"),
            (other_type("stocks_daily"), "io_error"),
            (other_type("options_minute"), "io_error"),
            *((words, 0) for words in mounts.looks(bench)),
        ]

    yield from mounts.for_each_engine(bench, wants, "read-only", __file__, calls)


def main(folder, calls):
    """Returns a problem, or nothing."""
    folder, (first, *calls) = pathlib.Path(folder), json.loads(calls)
    mounts.mount(folder, "size=64m")
    lake = folder / "lake"
    mounts.call(first, lake).check_returncode()
    before = lakes.tree(lake)
    mounts.mount(folder, "remount,ro")
    for words, expected in calls:
        if problem := mounts.wrong_answer(words, expected, lake, errno.EROFS):
            return problem
    return lakes.difference(lakes.tree(lake), before)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or 0)
