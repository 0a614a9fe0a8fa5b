"""Mounts a tmpfs in its own namespace, for one check."""

import json
import subprocess
import sys

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


def call(words, lake):
    """Runs a command line in which `{lake}` is the path of the lake."""
    words = [word.replace("{lake}", str(lake)) for word in words]
    return subprocess.run(words, capture_output=True, text=True)


def mount(folder, options):
    """Mounts a tmpfs. With `remount` among the options, changes the mounted one."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
