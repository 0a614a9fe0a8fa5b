"""Mounts another file system in a lake, in place of a year.

    mounted.py FOLDER CALLS

runs in a namespace. CALLS are command lines as JSON, in which `{lake}` is the path of the lake.
"""

import errno
import json
import pathlib
import shutil
import sys

import days
import lakes
import mounts


def year_on_another_disk(bench, wants):
    """Checks that a year that is mounted is read, that its dates are skipped, and that neither an
    overwrite nor a new date of it nor a removal changes anything: `io_error` with errno 18.
    """
    def calls(ingest, _):
        return [
            ingest(days.DATE),
            (ingest(days.DATE), "skipped"),
            (ingest(days.DATE, "--on-existing", "overwrite"), "io_error"),
            (ingest("2024-01-03"), "io_error"),
            ([*bench.command, "remove", "{lake}", "--type", "stocks_minute", "--date", days.DATE,
              "--json"], "io_error"),
            *((words, 0) for words in mounts.looks(bench)),
        ]

    yield from mounts.for_each_engine(bench, wants, "mounted", __file__, calls)


def main(folder, calls):
    """Returns a problem, or nothing."""
    folder, (first, *calls) = pathlib.Path(folder), json.loads(calls)
    lake, aside = folder / "lake", folder / "aside"
    mounts.call(first, lake).check_returncode()
    year = lake / "stocks_minute" / f"year={days.DATE[:4]}"
    shutil.copytree(year, aside)
    mounts.mount(year, "size=64m")
    shutil.copytree(aside, year, dirs_exist_ok=True)
    before = lakes.visible(lakes.tree(lake))
    for words, expected in calls:
        if problem := mounts.wrong_answer(words, expected, lake, errno.EXDEV):
            return problem
    return lakes.difference(lakes.visible(lakes.tree(lake)), before)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or 0)
