#!/usr/bin/env python3
"""Checks what a lake holds after `barlake` was killed, met errors of the disk, or raced itself.

    check_lifecycle.py ".build/release/barlake" [--full] [--only NAME]

The short form runs a fixed sample, `--full` runs all checks. `--only` runs the checks whose names
begin with NAME, and implies `--full`. README.md lists the checks.
"""

import signal
import sys
import time

from bench import Bench, Checks  # first: it makes the modules of `readers` known

import adopted
import command
import converted
import failed
import full_disk
import fuse_mount
import grouped
import killed
import large
import limited
import mounted
import no_proc
import ordered
import raced
import read_only
import removed
import shared
import slowed
import synced
import synced_folder

GROUPS = {
    "killed": killed.killed_before_every_call,
    "old-kernel": killed.killed_on_an_old_kernel,
    "no-links": killed.killed_without_links,
    "stopped": killed.stopped_before_every_call,
    "failed": failed.failed_at_every_call,
    "hidden": failed.failed_again_at_the_clean_up,
    "full-disk": full_disk.day_larger_than_the_disk,
    "read-only": read_only.lake_for_readers,
    "no-folder-sync": limited.folders_that_cannot_be_synced,
    "no-locks": limited.locks_that_are_not_offered,
    "fuse": fuse_mount.lake_on_a_mounted_store,
    "shared": shared.lake_of_a_group,
    "mounted": mounted.year_on_another_disk,
    "no-proc": no_proc.arguments_that_cannot_be_read,
    "slowed": slowed.same_bytes_from_a_slow_kernel,
    "ordered": ordered.synced_before_published,
    "raced": raced.one_of_four_writers_publishes,
    "first": raced.first_commits_of_several_dates,
    "grouped-killed": killed.killed_in_groups,
    "grouped-failed": grouped.failed_in_groups,
    "grouped-hidden": grouped.failed_again_in_groups,
    "grouped-stopped": grouped.stopped_in_groups,
    "grouped-ordered": ordered.groups_synced_before_published,
    "grouped-raced": raced.groups_in_different_orders,
    "removed": removed.removals_killed,
    "adopted": adopted.adopted,
    "large": large.killed_at_random_moments,
    "converted": converted.another_layout_and_back,
    "synced-folder": synced_folder.from_a_folder,
    "synced": synced.from_a_bucket,
}


def main():
    parser = command.parser(__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", metavar="NAME", default="")
    options = parser.parse_args()
    started = time.monotonic()
    # Children inherit ignored signals, and this script may itself be a background job.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with command.temporary_folder(1 << 30) as folder:
        bench = Bench(options.command, folder, options.full or bool(options.only))
        checks = Checks(bench, options.only, f"{sys.argv[0]} '{options.command}'")
        with bench.ending:
            for name, group in GROUPS.items():
                if checks.wants(name):
                    checks.run(name, group(bench, checks.wants))
    print(f"{time.monotonic() - started:.0f} s")
    return checks.close()


if __name__ == "__main__":
    sys.exit(main())
