"""Checks the order of the system calls of a commit, in traces of strace."""

import dataclasses
import errno
import re
import subprocess

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


def out_of_order(scenario, options=()):
    lake = scenario.lake()
    log, output = f"{lake}.strace", f"{lake}.out"
    with open(output, "w") as standard_output:
        subprocess.run(["strace", "-f", "-y", "-o", log, *options, *scenario.words(lake)],
                       stdin=subprocess.DEVNULL, stdout=standard_output, check=True, timeout=60)
    with open(log) as lines:
        problem = Order(events(lines, str(lake)), output, str(lake)).problem()
    scenario.bench.discard(lake)
    return problem


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
    """The order of the calls of one commit."""

    def __init__(self, found, output, lake):
        self.lake = lake
        self.events = found
        self.report = next(e for e in found if e.name == "write" and output in e.paths)
        moves = [(event, *event.paths) for event in found if event.name in RENAMES]
        self.published = [move for move in moves if move[2].endswith(".parquet")]
        self.manifest = next(move for move in moves if move[2] == lakes.MANIFEST)
        self.intent = next(move for move in moves if move[2] == lakes.INTENT)

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
        if not self.published:
            return "nothing was published"
        manifest = self.manifest[0].begun
        first = min(event.begun for event, _, _ in self.published)
        if not self.synced(lakes.INTENT.rpartition("/")[0], self.intent[0].ended, first):
            return "the list of files was not on the disk when the first was published"
        for event, source, target in (*self.published, self.intent, self.manifest):
            if not self.synced(source, self.last_write(source), event.begun):
                return f"{target} was published before its content was synced"
        for event, _, target in self.published:
            if event.ended > manifest:
                return f"{target} was published after the manifest"
        changes = [(event, event.paths[-1]) for event in self.events
                   if event.name in CHANGES]
        changes += [(event, target) for event, _, target in self.published]
        for event, path in changes:
            if path.startswith((".barlake/staging/", ".barlake/locks/")) or path == lakes.INTENT:
                continue
            folder = path.rpartition("/")[0] or self.lake
            if any(later.name == "rmdir" and later.paths[-1] == folder and later.begun > event.ended
                   for later in self.events):
                # The entries of a removed folder are removed with it, so the folder above must be
                # synced.
                continue
            limit = self.report.begun if path.startswith(".barlake") else manifest
            if not self.synced(folder, event.ended, limit):
                return f"{event.name} of {path}: its folder was not synced in time"
        event, _, target = self.manifest
        if not self.synced(target.rpartition("/")[0], event.ended, self.report.begun):
            return "success was reported before the manifest's folder was synced"
        return self.removed_too_late()

    def removed_too_late(self):
        """Checks that an old manifest is removed from the disk before the first file is
        published.
        """
        for event in self.events:
            if event.name == "unlink" and event.paths[-1] == lakes.MANIFEST:
                first = min(begun.begun for begun, _, _ in self.published)
                if not self.synced(lakes.MANIFEST.rpartition("/")[0], event.ended, first):
                    return "files were published before the old manifest was gone from the disk"
        return ""
