"""Fills a file system: a tmpfs of 1 MiB, mounted in its own namespace.

    full_disk.py FOLDER CALLS

runs in the namespace. CALLS are command lines as JSON, in which `{lake}` is the path of the lake.
All but the last are ingests. The last ingest fails on the tmpfs, and succeeds after the tmpfs has
got more room. The last call is `verify`.
"""

import json
import pathlib
import sys

import days
import lakes
import mounts
import scenarios


def day_larger_than_the_disk(bench, wants):
    """Checks that the error is ENOSPC and names the operation and the path, and that nothing new is
    left.

    With more room the same call completes the date, both a new one and one that is overwritten; the
    latter is unchanged after the error.
    """
    if not wants("full-disk"):
        return
    namespace = mounts.namespace()
    large = bench.flat_file("full-disk.csv", days.DATE, [f"S{number}" for number in range(40)], 900)
    for partitioning in scenarios.PARTITIONINGS:
        for engine in scenarios.ENGINES:
            for is_over in (False, True):
                name = f"full-disk/{partitioning}/{engine}/{'overwrite' if is_over else 'fresh'}"
                yield name, lambda p=partitioning, e=engine, o=is_over: in_namespace(
                    bench, namespace, large, p, e, o)


def in_namespace(bench, namespace, large, partitioning, engine, is_over):
    arguments = ("--partition-by", partitioning, *scenarios.ENGINES[engine])
    words = [bench.ingest_words("{lake}", scenarios.inputs(bench)["old"], days.DATE, *arguments)]
    words += [bench.ingest_words("{lake}", large, days.DATE, "--on-existing", "overwrite",
                                 *arguments)]
    words += [[*bench.command, "verify", "{lake}"]]
    return mounts.run_script(bench, namespace, __file__, words if is_over else words[1:])


def main(folder, calls):
    """Returns a problem, or nothing."""
    folder, (*earlier, call, verify) = pathlib.Path(folder), json.loads(calls)
    mounts.mount(folder, "size=1m")
    lake = folder / "lake"
    for words in earlier:
        mounts.call(words, lake).check_returncode()
    before = lakes.tree(lake)
    done = mounts.call(call, lake)
    result = json.loads(done.stdout)
    if done.returncode != 1 or result.get("code") != "io_error":
        return f"status {done.returncode}, {result}"
    operation, path, *_ = result["message"].split(" ")
    if operation not in ("write", "mkdir", "open") or "(errno 28)" not in result["message"]:
        return f"reported as {result['message']}"
    if not path.startswith(".barlake/staging/"):
        return f"the path is reported as {path}"
    left = lakes.difference(lakes.without_own_folders(lakes.tree(lake)),
                            lakes.without_own_folders(before))
    if left:
        return f"after the error: {left}"
    mounts.mount(folder, "remount,size=64m")
    done = mounts.call(call, lake)
    if done.returncode != 0:
        return f"with more room: {done.stdout}{done.stderr}"
    rows = sum(map(lakes.row_count, lakes.visible(lakes.tree(lake)).values()))
    if rows != json.loads(done.stdout)["records"]:
        return f"pyarrow reads {rows} rows: {done.stdout}"
    done = mounts.call(verify, lake)
    return done.stdout if done.returncode else ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or 0)
