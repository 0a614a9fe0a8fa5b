"""A file system that is really full: a tmpfs of 1 MiB, mounted in a namespace of its own.

    full_disk.py FOLDER INGESTS COMMAND

is what runs there. INGESTS and COMMAND are command lines as JSON, in which `{lake}` stands for the
lake. The last ingest first fails on the tmpfs, and succeeds after it has been given more room.
"""

import json
import pathlib
import subprocess
import sys

import days
import lakes
import mounts
import scenarios


def day_larger_than_the_disk(bench, wants):
    """The error is ENOSPC and names the operation and the path, nothing new is left, and with more
    room the same call completes the date: fresh, and over a done date, which stays as it was."""
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
    folder = bench.place()
    folder.mkdir()
    arguments = ("--partition-by", partitioning, *scenarios.ENGINES[engine])
    words = [bench.ingest_words("{lake}", scenarios.inputs(bench)["old"], days.DATE, *arguments)]
    words += [bench.ingest_words("{lake}", large, days.DATE, "--on-existing", "overwrite",
                                 *arguments)]
    done = bench.run([*namespace, sys.executable, __file__, str(folder),
                      json.dumps(words if is_over else words[1:]), json.dumps(bench.command)])
    bench.discard(folder)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def main(folder, calls, command):
    """Returns a problem, or nothing."""
    folder, (*earlier, call) = pathlib.Path(folder), json.loads(calls)
    mounts.mount(folder, "size=1m")
    lake = folder / "lake"

    def ingest(words):
        words = [word.replace("{lake}", str(lake)) for word in words]
        return subprocess.run(words, capture_output=True, text=True)

    for words in earlier:
        ingest(words).check_returncode()
    before = lakes.tree(lake)
    done = ingest(call)
    result = json.loads(done.stdout)
    if done.returncode != 1 or result.get("code") != "io_error":
        return f"status {done.returncode}, {result}"
    operation, path, *_ = result["message"].split(" ")
    if operation not in ("write", "mkdir", "open") or "(errno 28)" not in result["message"]:
        return f"told as {result['message']}"
    if not path.startswith(".barlake/staging/"):
        return f"the path is told as {path}"
    left = lakes.difference(lakes.without_own_folders(lakes.tree(lake)),
                            lakes.without_own_folders(before))
    if left:
        return f"after the error: {left}"
    mounts.mount(folder, "remount,size=64m")
    done = ingest(call)
    if done.returncode != 0:
        return f"with more room: {done.stdout}{done.stderr}"
    rows = sum(map(lakes.row_count, lakes.visible(lakes.tree(lake)).values()))
    if rows != json.loads(done.stdout)["records"]:
        return f"pyarrow reads {rows} rows: {done.stdout}"
    done = subprocess.run([*json.loads(command), "verify", lake], capture_output=True, text=True)
    return done.stdout if done.returncode else ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or 0)
