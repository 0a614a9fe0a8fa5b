"""Checks the order of the system calls of a commit, in traces of strace."""

import dataclasses
import errno
import itertools
import re
import subprocess

import batches
import lakes
import scenarios

LINE = re.compile(r"^(\d+) +(?:<\.\.\. \w+ resumed>(.*)|(\w+)\((.*))$")
FAILURE = re.compile(r" = -1 E\w+ \(.*\)$")
OPEN_FILE = re.compile(r"^\d+<([^>]*)>")
NAMED = re.compile(r'"([^"]*)"')
OLD_KERNEL = tuple(word for name, number in scenarios.ABSENT_CALLS.items()
                   for word in ("-e", f"inject={name}:error={errno.errorcode[number]}"))
SYNCS = ("fsync", "fdatasync", "syncfs")
WRITES = ("write", "pwrite64", "writev")
RENAMES = ("rename", "renameat", "renameat2", "link", "linkat")
CHANGES = ("mkdir", "unlink", "rmdir")


@dataclasses.dataclass
class Event:
    """A system call: the lines of the trace at which it began and ended, and the paths that it
    names or has open. Paths in the lake are relative to it.
    """

    begun: int
    ended: int
    name: str
    paths: list
    is_success: bool


def synced_before_published(bench, wants):
    """Checks the order of syncs.

    Data is synced before it is published, folders before the manifest is published, and the
    manifest and its folder before success is reported.
    """
    for scenario in filter(lambda one: wants(f"ordered/{one.name}"), scenarios.every(bench)):
        yield f"ordered/{scenario.name}", lambda s=scenario: out_of_order(s)
        yield f"ordered/{scenario.name}/old-kernel", lambda s=scenario: out_of_order(s, OLD_KERNEL)


def groups_synced_before_published(bench, wants):
    """Checks the same for each date of a call for several dates, which wait for the disk together.

    Where dates are a group, their data is published before the first manifest, and with two threads
    they are staged at the same time.
    """
    checks = []
    for batch in filter(lambda one: wants(f"grouped-ordered/{one.name}"), batches.every(bench)):
        name = f"grouped-ordered/{batch.name}"
        checks += [(name, lambda b=batch: out_of_order(b)),
                   (f"{name}/old-kernel", lambda b=batch: out_of_order(b, OLD_KERNEL))]
    yield from bench.sample(checks, 4)
    for partitioning in scenarios.PARTITIONINGS:
        name = f"grouped-ordered/{partitioning}/lanes"
        if wants(name):
            batch = batches.batch(bench, partitioning, "polars", "fresh")
            yield name, lambda b=batch: not_at_once(b)


def not_at_once(batch):
    """The problem if no two dates of a batch are staged at the same time in any of many runs."""
    for _ in range(30):
        run, lake = batch.disturbed()
        batch.bench.discard(lake)
        # The first publishing list begins the commit.
        end = next(number for number, call in enumerate(run.calls)
                   if call.second in map(lakes.intent_of, batch.dates))
        spans = []
        for date in batch.dates:
            writes = [number for number, call in enumerate(run.calls[:end]) if call.name in WRITES
                      and call.path.startswith(f".barlake/staging/stocks_minute.{date}.")]
            spans.append((min(writes), max(writes)))
        if any(one[0] < other[1] and other[0] < one[1]
               for one, other in itertools.combinations(spans, 2)):
            return ""
    return "each date is staged alone"


def out_of_order(scenario, options=()):
    lake = scenario.lake()
    log, output = f"{lake}.strace", f"{lake}.out"
    with open(output, "w") as standard_output:
        subprocess.run(["strace", "-f", "-y", "-o", log, *options, *scenario.words(lake)],
                       stdin=subprocess.DEVNULL, stdout=standard_output, check=True, timeout=60)
    with open(log) as lines:
        found = events(lines, str(lake))
    orders = [Order(found, output, str(lake), date, scenario.dates) for date in scenario.dates]
    scenario.bench.discard(lake)
    problems = [order.problem() for order in orders] + [not_in_groups(orders, scenario.groups)]
    return next(filter(None, problems), "")


def not_in_groups(orders, groups):
    """The problem if the dates of a group are not published together, or before those of an earlier
    one are done.
    """
    done = 0
    for group in groups:
        members = [order for order in orders if order.date in group]
        published = [event.begun for order in members for event, _, _ in order.published]
        manifests = [order.manifest[0] for order in members]
        if not done <= min(published) <= max(published) < min(event.begun for event in manifests):
            return f"{', '.join(group)} are not published as one group, after those before"
        done = max(event.ended for event in manifests)
    return ""


def events(lines, lake):
    """The successful calls of a trace, in the order in which they began."""
    found, unfinished = [], {}
    for number, line in enumerate(lines):
        match = LINE.match(line)
        if not match:
            continue
        thread, rest, name, text = match.groups()
        if name is None:
            event = unfinished.pop(thread)
            event.ended, event.is_success = number, not FAILURE.search(rest)
            continue
        # Written data may contain quotes and brackets, so it is not parsed.
        paths = (NAMED if name in RENAMES + CHANGES else OPEN_FILE).findall(text)
        paths = [path[len(lake) + 1:] if path.startswith(lake + "/") else path for path in paths]
        found.append(Event(number, number, name, paths, not FAILURE.search(text)))
        if text.endswith("<unfinished ...>"):
            unfinished[thread] = found[-1]
    return [event for event in found if event.is_success]


class Order:
    """The order of the calls of the commit of `date`, in the trace of a call for `dates`."""

    def __init__(self, found, output, lake, date, dates):
        self.lake = lake
        self.date = date
        self.events = found
        # Each date has a line, in order.
        reports = [event for event in found if event.name == "write" and output in event.paths]
        self.report = reports[dates.index(date)]
        moves = [(event, *event.paths) for event in found if event.name in RENAMES]
        self.published = [move for move in moves if move[2].endswith(f"date={date}.parquet")]
        self.manifest = next(move for move in moves if move[2] == lakes.manifest_of(date))
        self.intent = next(move for move in moves if move[2] == lakes.intent_of(date))
        # What changes: the event and the path.
        self.changes = [(event, event.paths[-1]) for event in found if event.name in CHANGES]
        self.changes += [(event, target) for event, _, target in moves]
        others = [other for other in dates if other != date]
        self.own = [path for _, path in self.changes if date in path]
        self.others = [path for _, path in self.changes if any(one in path for one in others)]

    def is_anothers(self, path):
        """Whether a path is of another date, or a folder only of others."""
        def is_above(paths):
            return any(path == one or one.startswith(path + "/") for one in paths)
        return is_above(self.others) and not is_above(self.own)

    def synced(self, path, after, before):
        """Whether `path`, or the whole file system, was synced between two places of the trace."""
        return any(event.begun > after and event.ended < before
                   and (event.name == "syncfs" or event.name in SYNCS and path in event.paths)
                   for event in self.events)

    def last_write(self, path):
        """The place of the last write to `path`."""
        return max(event.ended for event in self.events
                   if event.name in WRITES and path in event.paths)

    def problem(self):
        problem = self.out_of_order()
        return problem and f"{self.date}: {problem}"

    def out_of_order(self):
        if not self.published:
            return "nothing was published"
        manifest = self.manifest[0].begun
        folder = lakes.MANIFEST.rpartition("/")[0]
        first = min(event.begun for event, _, _ in self.published)
        if not self.synced(folder, self.intent[0].ended, first):
            return "the list of files was not on the disk when the first was published"
        for event, source, target in (*self.published, self.intent, self.manifest):
            if not self.synced(source, self.last_write(source), event.begun):
                return f"{target} was published before its content was synced"
        for event, _, target in self.published:
            if event.ended > manifest:
                return f"{target} was published after the manifest"
        for event, path in self.changes:
            if (path.startswith((".barlake/staging/", ".barlake/locks/"))
                    or path.endswith(".publishing") or self.is_anothers(path)):
                continue
            above = path.rpartition("/")[0] or self.lake
            if any(later.name == "rmdir" and later.paths[-1] == above and later.begun > event.ended
                   for later in self.events):
                # The entries of a removed folder are removed with it, so the folder above must be
                # synced.
                continue
            limit = self.report.begun if path.startswith(".barlake") else manifest
            if not self.synced(above, event.ended, limit):
                return f"{event.name} of {path}: its folder was not synced in time"
        event = self.manifest[0]
        if not self.synced(folder, event.ended, self.report.begun):
            return "success was reported before the manifest's folder was synced"
        return self.removed_too_late(folder)

    def removed_too_late(self, folder):
        """Checks that an old manifest is removed from the disk before the first file is
        published.
        """
        for event in self.events:
            if event.name == "unlink" and event.paths[-1] == lakes.manifest_of(self.date):
                first = min(begun.begun for begun, _, _ in self.published)
                if not self.synced(folder, event.ended, first):
                    return "files were published before the old manifest was gone from the disk"
        return ""
