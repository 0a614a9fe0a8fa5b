"""Mounts file systems in a namespace of their own, for one check."""

import json
import subprocess
import sys

import scenarios

# The first works for root, the second for users who may create user namespaces.
NAMESPACES = (("unshare", "-m"), ("unshare", "-rm"))


def namespace():
    """The words of a command that makes a namespace in which a tmpfs can be mounted."""
    for words in NAMESPACES:
        trial = [*words, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        if subprocess.run(trial, capture_output=True).returncode == 0:
            return words
    raise SystemExit("neither `unshare -m` nor `unshare -rm` can mount a tmpfs here")


def run_script(bench, words, script, calls):
    """Runs `script FOLDER CALLS` in the namespace that `words` make, with a new folder.

    CALLS is JSON. Returns the problem, or nothing.
    """
    folder = bench.place()
    folder.mkdir()
    done = bench.run([*words, sys.executable, script, str(folder), json.dumps(calls)])
    bench.discard(folder)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def for_each_engine(bench, wants, group, script, calls):
    """The checks of a group: `script` in a namespace, for each partitioning and engine.

    `calls` gets a function that makes the command lines of ingests, and the name of the engine.
    """
    if not wants(group):
        return
    words = namespace()
    for partitioning in scenarios.PARTITIONINGS:
        for engine in scenarios.ENGINES:
            yield (f"{group}/{partitioning}/{engine}",
                   lambda p=partitioning, e=engine: run_script(
                       bench, words, script, calls(ingests(bench, p, e), e)))


def ingests(bench, partitioning, engine):
    """A function that makes the command line of an ingest of a date into `{lake}`."""
    def ingest(date, *arguments, source="old"):
        return bench.ingest_words(
            "{lake}", scenarios.inputs(bench)[source], date, "--partition-by", partitioning,
            *scenarios.ENGINES[engine], *arguments)
    return ingest


def looks(bench):
    """The command lines that read `{lake}` and change nothing."""
    return [[*bench.command, look, "--json", "{lake}"] for look in ("status", "verify")]


def wrong_answer(words, expected, lake, number):
    """The problem with the answer of a call, if there is one.

    `expected` is 0, the status `skipped` of a result, or the code of an error; of an `io_error`,
    `number` is the errno.
    """
    done = call(words, lake)
    answer = json.loads(done.stdout)
    if expected in (0, "skipped"):
        problem = done.returncode != 0 or expected and answer["status"] != expected
    else:
        problem = done.returncode != 1 or answer["code"] != expected
    if not problem and expected == "io_error":
        problem = f"(errno {number})" not in answer["message"]
    return f"{words}: status {done.returncode}, {answer}{done.stderr}" if problem else ""


def call(words, lake):
    """Runs a command line in which `{lake}` is the path of the lake."""
    words = [word.replace("{lake}", str(lake)) for word in words]
    return subprocess.run(words, capture_output=True, text=True)


def mount(folder, options):
    """Mounts a tmpfs. With `remount` among the options, changes the mounted one."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
