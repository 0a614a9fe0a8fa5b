#!/usr/bin/env python3
"""Times the system calls that publish a day of many files, and nothing else.

    floor.py [--files 10500] [--bytes 6300] [--rounds 9] [--image-folder /dev/shm]

A program that stages each file, waits for the disk, makes a folder for each, renames the file into it
and waits again cannot be faster than this, whatever it computes meanwhile. Each round has an ext4 of
its own, as in `years.py`. Prints the medians in milliseconds, on one thread.
"""

import argparse
import contextlib
import ctypes
import os
import pathlib
import statistics
import sys
import time

from volumes import Volumes, add_image_folder

LIBRARY = ctypes.CDLL(None, use_errno=True)


def synchronize(folder):
    """Waits until the file system of a folder is on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if LIBRARY.syncfs(descriptor):
            raise OSError(ctypes.get_errno(), "syncfs")
    finally:
        os.close(descriptor)


def stage(folder, count, content):
    (folder / "staging").mkdir()
    for number in range(count):
        path = f"{folder}/staging/{number}"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        os.write(descriptor, content)
        os.close(descriptor)


def make_folders(folder, count):
    (folder / "month").mkdir()
    for number in range(count):
        os.mkdir(f"{folder}/month/{number}")


def publish(folder, count):
    for number in range(count):
        os.rename(f"{folder}/staging/{number}", f"{folder}/month/{number}/file")


def measure(folder, count, content):
    """The seconds of each step, by its title."""
    steps = {
        "stage": lambda: stage(folder, count, content),
        "sync": lambda: synchronize(folder),
        "folders": lambda: make_folders(folder, count),
        "rename": lambda: publish(folder, count),
        "sync again": lambda: synchronize(folder),
    }
    found = {}
    for title, step in steps.items():
        start = time.perf_counter()
        step()
        found[title] = time.perf_counter() - start
    return found


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_500)
    parser.add_argument("--bytes", type=int, default=6_300)
    parser.add_argument("--rounds", type=int, default=9)
    add_image_folder(parser)
    options = parser.parse_args()
    runs = []
    with contextlib.closing(Volumes(options.image_folder)) as volumes:
        for _ in range(options.rounds):
            with volumes.fresh() as folder:
                runs.append(measure(folder, options.files, os.urandom(options.bytes)))
        print(f"{options.files:,} files of {options.bytes:,} bytes, {options.rounds} rounds; "
              f"{volumes.note}\n")
    titles = [*runs[0], "all"]
    for run in runs:
        run["all"] = sum(run.values())
    print("| " + " | ".join(titles) + " |\n" + "|---" * len(titles) + "|")
    print("| " + " | ".join(
        f"{1000 * statistics.median(run[title] for run in runs):.0f}" for title in titles) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
