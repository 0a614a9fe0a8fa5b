"""Mounts another file system in a lake, in place of a year.

    mounted.py FOLDER CALLS

runs in a namespace. CALLS are command lines as JSON, in which `{lake}` is the path of the lake.
"""

import json
import pathlib
import shutil
import sys

import days
import lakes
import mounts
import scenarios


def year_on_another_disk(bench, wants):
    """Checks that a year that is mounted is read, that its dates are skipped, and that neither an
    overwrite nor a new date of it replaces anything: `io_error` with errno 18.
    """
    if not wants("mounted"):
        return
    namespace = mounts.namespace()
    for partitioning in scenarios.PARTITIONINGS:
        for engine in scenarios.ENGINES:
            yield (f"mounted/{partitioning}/{engine}",
                   lambda p=partitioning, e=engine: in_namespace(bench, namespace, p, e))


def in_namespace(bench, namespace, partitioning, engine):
    source = scenarios.inputs(bench)["old"]

    def ingest(date, *arguments):
        return bench.ingest_words("{lake}", source, date, "--partition-by", partitioning,
                                  *scenarios.ENGINES[engine], *arguments)

    calls = [
        (ingest(days.DATE), "skipped"),
        (ingest(days.DATE, "--on-existing", "overwrite"), "io_error"),
        (ingest("2024-01-03"), "io_error"),
        ([*bench.command, "status", "--json", "{lake}"], 0),
        ([*bench.command, "verify", "--json", "{lake}"], 0),
    ]
    return mounts.run_script(bench, namespace, __file__, [ingest(days.DATE), *calls])


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
        done = mounts.call(words, lake)
        answer = json.loads(done.stdout)
        if expected in (0, "skipped"):
            problem = done.returncode != 0 or expected and answer["status"] != expected
        else:
            problem = done.returncode != 1 or answer["code"] != expected
            problem = problem or "(errno 18)" not in answer["message"]
        if problem:
            return f"{words}: status {done.returncode}, {answer}{done.stderr}"
    return lakes.difference(lakes.visible(lakes.tree(lake)), before)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or 0)
