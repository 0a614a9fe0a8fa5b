"""Lets each system call of a run fail."""

import errno
import json
import os

import lakes
import scenarios

NUMBERS = (errno.ENOSPC, errno.EIO)
# The kernel's name of a call, and its name in error messages.
OPERATIONS = {
    "pread64": ("pread",), "pwrite64": ("pwrite",), "link": ("link",), "linkat": ("link",),
    "renameat": ("rename",), "renameat2": ("rename",), "mkdirat": ("mkdir",), "creat": ("open",),
    "openat": ("open", "opendir"), "unlinkat": ("unlink",), "getdents64": ("readdir",),
    "newfstatat": ("stat", "lstat", "fstat", "opendir"), "fstat": ("fstat", "opendir"),
}
# The calls that make the files of a run, and the calls that remove them.
MAKING = ("mkdir", "write", "fsync", "syncfs", "rename", "renameat2")
CLEANING = ("unlink", "unlinkat", "rmdir", "close", "fsync")


def failed_at_every_call(bench, wants):
    """Checks a run in which one system call fails, for every call of the run.

    The error names operation, path and errno, and nothing new is left. If an overwrite had begun to
    publish, every file is complete and the date is not done. The same call then completes the date.
    Each call fails with ENOSPC and with EIO, one reported as JSON and one as text.
    """
    for scenario in filter(lambda one: wants(f"failed/{one.name}"), scenarios.every(bench)):
        print(f"  failed/{scenario.name}: {len(scenario.calls)} calls", flush=True)
        for number in scenario.sample(5):
            for error in NUMBERS:
                yield (f"failed/{scenario.name}/{number}/{errno.errorcode[error]}",
                       lambda s=scenario, n=number, e=error: fail(s, n, e))


def fail(scenario, number, error):
    is_json = (number + (error == errno.EIO)) % 2 == 0
    run, lake = scenario.disturbed("-f", f"{number}:{error}", json=is_json)
    if len(run.calls) < number:
        return f"only {len(run.calls)} calls were made, status {run.status}"
    call = run.calls[number - 1]
    files = lakes.tree(lake)
    scenario.bench.note(f"exit status {run.status}")
    if run.status == 0:
        problem = not_harmless(run, number) or not_finished(files, scenario)
    else:
        problem = (not_reported(run, call, lake, error, is_json)
                   or not_taken_back(files, scenario, run.calls[:number - 1]))
    problem = problem or scenario.not_completed(lake)
    return problem and f"{os.strerror(error)} at {call}: {problem}"


def messages(call, lake, error):
    """The messages with which the failure of a call may be reported."""
    reason = f"{os.strerror(error)} (errno {error})"
    return [f"{operation} {path or lake}: {reason}"
            for operation in OPERATIONS.get(call.name, (call.name,))
            for path in (call.path, call.second or call.path)]


def not_reported(run, call, lake, error, is_json):
    """The problem with the error that a failed run reports, if there is one."""
    wanted = messages(call, lake, error)
    if run.status != 1:
        return f"status {run.status}"
    if is_json:
        result = json.loads(run.stdout)
        if result["code"] != "io_error" or result["message"] not in wanted:
            return f"reported as {result}"
    elif run.stdout or not any(run.stderr.endswith(f"io_error: {text}\n") for text in wanted):
        return f"reported as {run.stdout}{run.stderr}"
    return ""


def has_begun(scenario, calls):
    """Whether a run has removed or replaced something that cannot be restored."""
    if scenario.situation in ("leftovers", "foreign"):
        return any(call.second in scenario.before and call.second.endswith(".parquet")
                   for call in calls)
    return scenario.situation == "overwrite" and any(
        call.name == "unlink" and call.path == lakes.MANIFEST for call in calls)


def not_taken_back(files, scenario, calls):
    """The problem with the lake after a run that failed after `calls`, if there is one."""
    if scenario.situation == "leftovers" and not has_begun(scenario, calls):
        # The staged files of the dead run are removed, and its publishing list may have grown.
        return (lakes.difference(lakes.visible(files), lakes.visible(scenario.before))
                or lakes.staged(files.keys() - scenario.before.keys()))
    if not has_begun(scenario, calls):
        return lakes.difference(lakes.without_own_folders(files),
                                lakes.without_own_folders(scenario.before))
    if lakes.is_done(files):
        return "the date is done"
    if scenario.situation == "foreign" and lakes.visible(files).keys() - scenario.before.keys():
        return "something is visible that was not there before"
    return lakes.staged(files) or lakes.not_whole(files, scenario.before, scenario.after)


def not_harmless(run, number):
    """The problem with a run that succeeded although a call failed, if there is one.

    It may succeed if nothing was lost, or if the manifest was already on disk.
    """
    if loses_nothing(run, number):
        return ""
    synchronized = [place for place, one in enumerate(run.calls, 1)
                    if one.second == lakes.MANIFEST and one.name == "rename"]
    # After the rename the manifest's folder is opened and synced.
    if synchronized and number > synchronized[0] + 2:
        return ""
    return "success is reported"


def loses_nothing(run, number):
    """Whether a call may fail because nothing depends on it.

    It is the close of a file that was only read, or of a spill file, which has no name and whose
    rows have been read back; an fcntl, which has no effect on a regular file; or a sync_file_range,
    which only lets the disk begin with what a sync waits for, and that sync has the error too.
    """
    call = run.calls[number - 1]
    if call.name != "close":
        return call.name in ("fcntl", "sync_file_range")
    opened = [one for one in run.calls[:number - 1]
              if one.path == call.path and one.name in ("open", "openat")]
    is_spill = call.path.rsplit("/", 1)[-1].startswith("spill-")
    return is_spill or not opened[-1].is_new_file


def not_finished(files, scenario):
    """The problem with the lake after a run that succeeded but could not clean up, if there is
    one.
    """
    def tidy(tree):
        return {path: data for path, data in tree.items()
                if path != lakes.INTENT and not path.startswith(".barlake/staging/")}
    return lakes.difference(tidy(files), tidy(scenario.after))


def failed_again_at_the_clean_up(bench, wants):
    """Checks a run in which a call fails and a call of the clean-up fails too.

    The first error is reported, every file is complete, and the same call completes the date. The
    run has one thread, because the error of another thread could be the first.
    """
    for scenario in filter(lambda one: wants(f"hidden/{one.name}"),
                           scenarios.every(bench, ("polars-1", "streaming-1"))):
        for number in scenario.sample(9, *MAKING):
            for cleaning in (CLEANING, *((name,) for name in CLEANING)):
                yield (f"hidden/{scenario.name}/{number}/{'+'.join(cleaning)}",
                       lambda s=scenario, n=number, c=cleaning: fail_twice(s, n, c))


def fail_twice(scenario, number, cleaning):
    later = [word for name in cleaning for word in ("-t", f"{name}:{errno.EIO}")]
    run, lake = scenario.disturbed("-f", f"{number}:{errno.ENOSPC}", *later)
    call = run.calls[number - 1]
    problem = not_reported(run, call, lake, errno.ENOSPC, is_json=True)
    problem = problem or lakes.not_whole(lakes.tree(lake), scenario.before, scenario.after)
    problem = problem or scenario.not_completed(lake)
    return problem and f"no space at {call}, then errors at {', '.join(cleaning)}: {problem}"
