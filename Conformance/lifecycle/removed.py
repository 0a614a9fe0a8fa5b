"""Kills `barlake remove` before each of its system calls on the lake, and lets each of them fail."""

import errno
import shutil

import days
import disturbed
import lakes
import scenarios

PARTITIONINGS = ("symbol", "date")
# What completes a removal that was killed.
ENDINGS = ("remove", "clean", "ingest")


def removals_killed(bench, wants):
    """Checks the lake after SIGKILL.

    Each file of the date is complete or gone, the date is done only as it was before, and other
    dates keep their bytes. The same removal, a cleaning, or an ingest of the date leaves a lake in
    which nothing shows the removal that died. The same holds where a call fails with ENOSPC or EIO,
    which is reported.
    """
    for partitioning in PARTITIONINGS:
        if not wants(f"removed/{partitioning}"):
            continue
        removal = Removal(bench, partitioning)
        print(f"  removed/{partitioning}: {len(removal.calls)} calls", flush=True)
        yield f"removed/{partitioning}/order", removal.not_in_order
        for number in bench.sample(range(1, len(removal.calls) + 1), 3):
            for ending in ENDINGS:
                yield (f"removed/{partitioning}/{number}/{ending}",
                       lambda r=removal, n=number, e=ending: r.killed(n, e))
            for error in (errno.ENOSPC, errno.EIO):
                yield (f"removed/{partitioning}/{number}/{errno.errorcode[error]}",
                       lambda r=removal, n=number, e=error: r.failed(n, e, "remove"))


class Removal(disturbed.DisturbedCall):
    """The removal of one of the two dates of a lake."""

    def __init__(self, bench, partitioning):
        super().__init__(bench)
        self.plain = ("--partition-by", partitioning, "--engine", "streaming")
        self.template = bench.place()
        for name, date in (("other", days.OTHER_DATE), ("new", days.DATE)):
            bench.ingest(self.template, scenarios.inputs(bench)[name], date, *self.plain)
        self.before = lakes.tree(self.template)

    def words(self, lake):
        return [*self.bench.command, "remove", str(lake), "--type", "stocks_minute", "--date",
                days.DATE, "--json"]

    def new_lake(self):
        return scenarios.copy(self.template, self.bench.place())

    def check_undisturbed(self, run, after):
        if run.status != 0 or lakes.of_date(lakes.visible(after)) or lakes.MANIFEST in after:
            raise AssertionError(f"the date is not removed: {run.stdout}")

    def not_in_order(self):
        """The first step that comes before one that has to be on disk by then, if there is one."""
        run, lake = self.run()
        self.bench.discard(lake)
        folder = lakes.MANIFEST.rpartition("/")[0]
        data = [number for number, call in enumerate(run.calls)
                if call.name.startswith("unlink") and call.path.endswith(".parquet")]

        def after(start, wanted):
            return next((number for number, call in enumerate(run.calls)
                         if number > start and wanted(call)), len(run.calls))

        def is_synced(call):
            return call.name == "fsync" and call.path == folder or call.name == "syncfs"

        listed = after(-1, lambda call: call.second == lakes.INTENT)
        unmade = after(-1, lambda call: call.path == lakes.MANIFEST and "unlink" in call.name)
        unlisted = after(-1, lambda call: call.path == lakes.INTENT and "unlink" in call.name)
        gone = after(data[-1], lambda call: call.name in ("fsync", "syncfs")
                     and not call.path.startswith(".barlake"))
        steps = [("the list", listed), ("its folder's sync", after(listed, is_synced)),
                 ("the manifest", unmade), ("its folder's sync", after(unmade, is_synced)),
                 ("the first file", data[0]), ("the last file", data[-1]),
                 ("the folders' sync", gone), ("the list's end", unlisted),
                 ("its folder's sync", after(unlisted, is_synced))]
        for (first, one), (second, other) in zip(steps, steps[1:]):
            if one > other or other == len(run.calls):
                return f"{second} does not follow on {first}: {list(map(str, run.calls))}"
        return ""

    def not_completed(self, lake, ending):
        files = lakes.tree(lake)
        problem = lakes.not_whole(files, self.before, self.after)
        problem = problem or self.not_completed_by(ending, lake, lakes.is_done(files))
        if not problem:
            self.bench.discard(lake)
        return problem

    def not_completed_by(self, ending, lake, is_done):
        """The problem after the call that follows the disturbed one, if there is one."""
        if ending == "remove":
            done = self.bench.run(self.words(lake))
            # The date may be gone already, which the removal reports as an error.
            if done.returncode != 0 and "invalid_argument" not in done.stdout:
                return f"the next removal fails: {done.stdout}{done.stderr}"
            wanted = self.after
        elif ending == "clean":
            done = self.bench.run([*self.bench.command, "clean", str(lake), "--json"])
            if done.returncode != 0:
                return f"the cleaning fails: {done.stdout}{done.stderr}"
            wanted = self.before if is_done else self.after
        else:
            self.bench.ingest(lake, scenarios.inputs(self.bench)["new"], days.DATE, *self.plain)
            wanted = self.before
        found = lakes.without_own_folders(lakes.tree(lake))
        # A staging folder is the next ingest's, or the cleaning's.
        if ending == "remove":
            found = {path: data for path, data in found.items()
                     if not path.startswith(".barlake/staging/")}
        problem = lakes.difference(found, lakes.without_own_folders(wanted))
        if not problem and ending != "remove":
            problem = self.bench.verify(lake)
        return f"after {ending}: {problem}" if problem else ""
