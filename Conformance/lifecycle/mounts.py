"""File systems of one check alone: a tmpfs, mounted in a namespace of its own."""

import subprocess

# As root, and as anybody who may have a user namespace.
NAMESPACES = (("unshare", "-m"), ("unshare", "-rm"))


def namespace():
    """The words that make a namespace in which a tmpfs can be mounted."""
    for words in NAMESPACES:
        trial = [*words, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        if subprocess.run(trial, capture_output=True).returncode == 0:
            return words
    raise SystemExit("neither `unshare -m` nor `unshare -rm` can mount a tmpfs here")


def mount(folder, options):
    """Mounts a tmpfs, or with `remount` among the options changes the one that is there."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
