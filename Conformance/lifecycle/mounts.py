"""File systems of one check alone: a tmpfs, mounted in a namespace of its own."""

import json
import subprocess
import sys

# As root, and as anybody who may have a user namespace.
NAMESPACES = (("unshare", "-m"), ("unshare", "-rm"))


def namespace():
    """The words that make a namespace in which a tmpfs can be mounted."""
    for words in NAMESPACES:
        trial = [*words, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        if subprocess.run(trial, capture_output=True).returncode == 0:
            return words
    raise SystemExit("neither `unshare -m` nor `unshare -rm` can mount a tmpfs here")


def run_script(bench, words, script, calls):
    """Runs `script FOLDER CALLS` in the namespace that `words` make, on a new folder; its problem, or
    nothing. CALLS is JSON."""
    folder = bench.place()
    folder.mkdir()
    done = bench.run([*words, sys.executable, script, str(folder), json.dumps(calls)])
    bench.discard(folder)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def call(words, lake):
    """Runs a command line in which `{lake}` stands for the lake."""
    words = [word.replace("{lake}", str(lake)) for word in words]
    return subprocess.run(words, capture_output=True, text=True)


def mount(folder, options):
    """Mounts a tmpfs, or with `remount` among the options changes the one that is there."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
