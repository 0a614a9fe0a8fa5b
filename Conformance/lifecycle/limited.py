"""Runs the command on file systems that offer less: no sync of folders, no locks.

`killed.py` has those without hard links.
"""

import errno
import json

import days
import lakes
import scenarios

NOT_OFFERED = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
ENGINES = ("polars", "streaming-1")


def folders_that_cannot_be_synced(bench, wants):
    """Checks that a date is done all the same, that its result says `synced: false`, and that one
    warning says so for all dates of a call. EIO stays an error.
    """
    for scenario in scenarios.every(bench, ENGINES, ("fresh", "overwrite")):
        for number in NOT_OFFERED:
            name = f"no-folder-sync/{scenario.name}/{errno.errorcode[number]}"
            if wants(name):
                yield name, lambda s=scenario, n=number: done_without_sync(s, n)
        name = f"no-folder-sync/{scenario.name}/EIO"
        if wants(name):
            yield name, lambda s=scenario: failed_by_sync(s)
    if wants("no-folder-sync/batch"):
        yield "no-folder-sync/batch", lambda: warned_once(bench)


def done_without_sync(scenario, number):
    run, lake = scenario.disturbed("-n", f"syncfs:{number}", "-o", f"fsync:{number}")
    if run.status != 0:
        return f"status {run.status}: {run.stdout}{run.stderr}"
    problem = lakes.difference(lakes.tree(lake), scenario.after)
    if not problem and json.loads(run.stdout).get("synced") is not False:
        problem = f"the result is {run.stdout}"
    if not problem and run.stderr.count("does not offer to wait") != 1:
        problem = f"the warnings are {run.stderr!r}"
    scenario.bench.discard(lake)
    # Only `syncfs` is missing: files and folders are synced one by one, and nothing is lost.
    run, lake = scenario.disturbed("-n", f"syncfs:{number}")
    if not problem and (run.status != 0 or "synced" in run.stdout or run.stderr):
        problem = f"without syncfs alone: status {run.status}, {run.stdout}{run.stderr}"
    scenario.bench.discard(lake)
    return problem


def failed_by_sync(scenario):
    run, lake = scenario.disturbed("-n", f"syncfs:{errno.ENOSYS}", "-o", f"fsync:{errno.EIO}")
    answer = json.loads(run.stdout)
    problem = ""
    if run.status != 1 or answer.get("code") != "io_error" or "(errno 5)" not in answer["message"]:
        problem = f"status {run.status}: {run.stdout}{run.stderr}"
    return problem or scenario.not_completed(lake)


def warned_once(bench):
    lake = bench.place()
    dates = (days.DATE, days.OTHER_DATE)
    inputs = [bench.flat_file(f"{date}.csv", date, ("AAPL",), 3) for date in dates]
    words = bench.implementation.ingest_words("stocks_minute", lake, "--json", *inputs)
    run = bench.interception.run(words, lake, "-n", f"syncfs:{errno.EINVAL}",
                                 "-o", f"fsync:{errno.EINVAL}")
    results = [json.loads(line) for line in run.stdout.splitlines()]
    bench.discard(lake)
    if run.status != 0 or [result.get("synced") for result in results] != [False, False]:
        return f"status {run.status}: {run.stdout}{run.stderr}"
    return "" if run.stderr.count("does not offer to wait") == 1 else f"warned of: {run.stderr!r}"


def locks_that_are_not_offered(bench, wants):
    """Checks that the error names `--without-locks`, that nothing is made, and that the date is
    done with the option, as an undisturbed run does it. `status` and `verify` need no lock.
    """
    for scenario in scenarios.every(bench, ENGINES, ("fresh", "overwrite")):
        for number in (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP):
            name = f"no-locks/{scenario.name}/{errno.errorcode[number]}"
            if wants(name):
                yield name, lambda s=scenario, n=number: promised(s, n)


def promised(scenario, number):
    absent = ("-n", f"flock:{number}")
    run, lake = scenario.disturbed(*absent)
    answer = json.loads(run.stdout)
    if (run.status != 1 or answer.get("code") != "io_error"
            or not answer["message"].startswith("flock .barlake/locks/")
            or "--without-locks" not in answer["message"]):
        return f"status {run.status}: {run.stdout}{run.stderr}"
    problem = lakes.difference(lakes.without_own_folders(lakes.tree(lake)),
                               lakes.without_own_folders(scenario.before))
    if problem:
        return problem
    bench = scenario.bench
    words = [*scenario.words(lake), "--without-locks"]
    run = bench.interception.run(words, lake, *absent)
    if run.status != 0 or run.stderr:
        return f"with the promise: status {run.status}: {run.stdout}{run.stderr}"
    problem = lakes.difference(lakes.tree(lake), scenario.after)
    for look in ("status", "verify"):
        run = bench.interception.run([*bench.command, look, str(lake)], lake, *absent)
        if not problem and run.status != 0:
            problem = f"{look}: status {run.status}: {run.stdout}{run.stderr}"
    bench.discard(lake)
    return problem
