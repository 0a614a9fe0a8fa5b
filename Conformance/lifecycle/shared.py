"""Lets two users of one group write to one lake, in turns.

    shared.py FOLDER CALLS

runs as root in a namespace. CALLS are command lines as JSON, in which `{lake}` is the path of the lake.
Each is a call of one user; the next one is the other's.
"""

import itertools
import json
import os
import pathlib
import stat
import sys

import days
import mounts
import scenarios

GROUP = 61000
USERS = (61001, 61002)


def lake_of_a_group(bench, wants):
    """Checks that a lake in a folder that the group may write to, with its set-group-ID bit, is
    continued by a second user, whatever the masks of both users are: other dates, the same date
    again, and other data types. Everything made has the rights of the folder.
    """
    if not wants("shared"):
        return
    # The users look for the flat files and the lake below it.
    bench.scratch.chmod(0o755)
    namespace = mounts.namespace()
    for partitioning in scenarios.PARTITIONINGS:
        for engine in ("polars", "streaming"):
            for mask in ("022", "077"):
                name = f"shared/{partitioning}/{engine}/{mask}"
                yield name, lambda p=partitioning, e=engine, m=mask: in_namespace(
                    bench, namespace, p, e, m)
    if wants("shared/private"):
        yield "shared/private", lambda: in_namespace(bench, namespace, "date", "polars", "027", "0750")


def in_namespace(bench, namespace, partitioning, engine, mask, mode="2770"):
    ingest = mounts.ingests(bench, partitioning, engine)
    calls = [
        ingest(days.DATE),
        ingest("2024-01-03"),
        ingest(days.DATE, "--on-existing", "overwrite"),
        ingest("2024-02-01"),
        ingest("2024-01-03", "--on-existing", "overwrite"),
        *mounts.looks(bench),
    ]
    return mounts.run_script(bench, namespace, __file__, [mask, mode, *calls])


def main(folder, calls):
    """Returns a problem, or nothing."""
    folder, (mask, mode, *calls) = pathlib.Path(folder), json.loads(calls)
    mounts.mount(folder, "size=64m,mode=755")
    lake = folder / "lake"
    lake.mkdir()
    is_shared = int(mode, 8) & 0o020 != 0
    os.chown(lake, USERS[0], GROUP)
    os.chmod(lake, int(mode, 8))
    for words, user in zip(calls, itertools.cycle(USERS if is_shared else USERS[:1])):
        script = f"umask {mask} && exec \"$@\""
        done = mounts.call(["setpriv", f"--reuid={user}", f"--regid={user}", f"--groups={GROUP}",
                            "--inh-caps=-all", "sh", "-c", script, "sh", *words], lake)
        if done.returncode != 0:
            return f"{words} of {user}: status {done.returncode}, {done.stdout}{done.stderr}"
    for path in lake.rglob("*"):
        found, is_folder = stat.S_IMODE(path.lstat().st_mode), path.is_dir()
        wanted = (0o070 if is_folder else 0o060) if is_shared else 0
        more = int(mask, 8) & ~wanted | (0 if is_folder else 0o011)
        if found & wanted != wanted or found & more:
            return f"{path.relative_to(lake)} has the permissions {found:o}"
        if is_shared and path.lstat().st_gid != GROUP:
            return f"{path.relative_to(lake)} is of the group {path.lstat().st_gid}"
    return ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or 0)
