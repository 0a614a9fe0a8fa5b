"""Lets each system call of a call for several dates fail, or asks the call to stop there."""

import errno
import os
import signal

import batches
import failed
import lakes
from ordered import RENAMES, SYNCS, WRITES

STOPS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


def failed_in_groups(bench, wants):
    """Checks a call for several dates in which one system call fails, for every one that it makes.

    Each date is reported once. An error names operation, path and errno, and nothing new is left of
    its date; a date that succeeds is done. A group that fails is published date by date, so several
    dates may fail, one or none. The same call completes all.
    """
    for batch in filter(lambda one: wants(f"grouped-failed/{one.name}"), batches.every(bench)):
        print(f"  grouped-failed/{batch.name}: {len(batch.calls)} calls", flush=True)
        # What has failed to reach the disk is what may be lost.
        for number in sorted({*batch.sample(211), *batch.sample(13, "fsync")}):
            for error in failed.NUMBERS:
                yield (f"grouped-failed/{batch.name}/{number}/{errno.errorcode[error]}",
                       lambda b=batch, n=number, e=error: fail(b, n, e))


def fail(batch, number, error):
    is_json = (number + (error == errno.EIO)) % 2 == 0
    run, lake = batch.disturbed("-f", f"{number}:{error}", json=is_json)
    if len(run.calls) < number and not batch.is_counted:
        return batch.not_undisturbed(run, lake)
    if len(run.calls) < number:
        return f"only {len(run.calls)} calls were made, status {run.status}"
    call = run.calls[number - 1]
    reports = batches.reported(run, is_json)
    done = [date for date, problem in reports if not problem]
    batch.bench.note(f"{len(done)} of {len(batch.dates)} dates done")
    problem = (not_reported(batch, run, reports, failed.messages(call, lake, error))
               or wrongly_done(run, number, done)
               or batch.not_taken_back(lakes.tree(lake), done, run.calls[:number - 1])
               or batch.not_completed(lake))
    return problem and f"{os.strerror(error)} at {call}: {problem}"


def not_reported(batch, run, reports, messages):
    """The problem with what a run reports after a call that failed, if there is one."""
    errors = [error for _, error in reports if error]
    if any(error not in [f"io_error: {message}" for message in messages] for error in errors):
        return f"reported as {run.stdout}{run.stderr}"
    if run.status != (1 if errors else 0):
        return f"status {run.status}: {run.stdout}{run.stderr}"
    # Before the first date there may be an error of the lake.
    is_early = [date for date, _ in reports] == [None]
    if not is_early and sorted(date or "" for date, _ in reports) != sorted(batch.dates):
        return f"not each date is reported once: {run.stdout}{run.stderr}"
    return ""


def wrongly_done(run, number, done):
    """The problem with the dates that succeeded although call `number` failed, if there is one.

    What could not be written or synced is not published: a second sync of the same bytes may
    succeed although they are lost. And each manifest is on disk before the failure, or is published
    after it.
    """
    call, later = run.calls[number - 1], run.calls[number:]
    if failed.loses_nothing(run, number):
        return ""
    if call.name in (*SYNCS, *WRITES, "close") and any(
            one.name in RENAMES and one.path == call.path and one.second.endswith(".parquet")
            for one in later):
        return f"{call.path} was published all the same"
    folder = lakes.MANIFEST.rpartition("/")[0]
    for date in done:
        published = max(place for place, one in enumerate(run.calls, 1)
                        if one.name == "rename" and one.second == lakes.manifest_of(date))
        synced = next(place for place, one in enumerate(run.calls, 1) if place > published
                      and (one.name == "syncfs" or one.name in SYNCS and one.path == folder))
        if published <= number <= synced:
            return f"{date} succeeded without its manifest on disk"
    return ""


def failed_again_in_groups(bench, wants):
    """Checks a call for several dates in which a call of the commit fails, and from then on each of
    one kind of call, of which the clean-up and the publication date by date need some.

    Each date is reported once; one that succeeds is done, one that fails is not, and every file is
    complete. The same call completes all.
    """
    for batch in filter(lambda one: wants(f"grouped-hidden/{one.name}"),
                        batches.every(bench, ("streaming-1",), ("fresh", "beside", "leftovers"))):
        begun = next(number for number, call in enumerate(batch.calls, 1)
                     if call.second == lakes.INTENT)
        for number in batch.sample(61, *failed.MAKING):
            for later in (failed.CLEANING, *((name,) for name in failed.CLEANING), RENAMES):
                if number >= begun:
                    yield (f"grouped-hidden/{batch.name}/{number}/{'+'.join(later)}",
                           lambda b=batch, n=number, later=later: fail_twice(b, n, later))


def fail_twice(batch, number, later):
    words = [word for name in later for word in ("-t", f"{name}:{errno.EIO}")]
    run, lake = batch.disturbed("-f", f"{number}:{errno.ENOSPC}", *words)
    files = lakes.tree(lake)
    reports = batches.reported(run, is_json=True)
    problem = lakes.not_whole(files, batch.before, batch.after, batch.dates)
    if not problem and tuple(date for date, _ in reports) != batch.dates:
        problem = f"not each date is reported once: {run.stdout}"
    for date, error in reports:
        if not problem and lakes.is_done(files, date) != (not error):
            problem = f"{date} is done, or not, and reported is {error or 'a success'}"
    problem = problem or batch.not_completed(lake)
    call = run.calls[number - 1]
    return problem and f"no space at {call}, then errors at {', '.join(later)}: {problem}"


def stopped_in_groups(bench, wants):
    """Checks a call for several dates after SIGHUP, SIGINT or SIGTERM, in turns.

    The status is 129, 130 or 143. Each date that was begun is reported: it is done, or an error and
    as before. A call that could not be stopped any more succeeds. The same call completes all.
    """
    for batch in filter(lambda one: wants(f"grouped-stopped/{one.name}"), batches.every(bench)):
        for number in batch.sample(97):
            wanted = STOPS[number % len(STOPS)]
            yield (f"grouped-stopped/{batch.name}/{number}/{wanted.name}",
                   lambda b=batch, n=number, w=wanted: stop(b, n, w))


def stop(batch, number, wanted):
    run, lake = batch.disturbed("-s", f"{number}:{wanted.value}")
    if len(run.calls) < number and not batch.is_counted:
        return batch.not_undisturbed(run, lake)
    batch.bench.note(f"exit status {run.status}")
    files = lakes.tree(lake)
    if run.status == 0:
        problem = lakes.difference(files, batch.after)
    elif run.status != 128 + wanted:
        problem = f"status {run.status}: {run.stdout}{run.stderr}"
    else:
        reports = batches.reported(run, is_json=True)
        done = [date for date, error in reports if not error]
        problem = (not_told(batch, run, reports)
                   or batch.not_taken_back(files, done, run.calls))
    problem = problem or batch.not_completed(lake)
    return problem and f"{wanted.name} before {run.calls[number - 1]}: {problem}"


def not_told(batch, run, reports):
    """The problem with what an interrupted run reports, if there is one."""
    dates = [date for date, _ in reports]
    if dates != [None]:
        left = len(batch.dates) - len(dates)
        if tuple(dates) != batch.dates[:len(dates)]:
            return f"not in order: {run.stdout}"
        if left and f"interrupted: {left} date{'s' * (left > 1)} not started" not in run.stderr:
            return f"{left} dates are not begun: {run.stderr}"
    if any(error not in ("", "io_error: interrupted") for _, error in reports):
        return f"the errors are {run.stdout}"
    return ""
