"""Converts lakes to another layout, kills conversions before their system calls, of 10,500 symbols at
random moments, and lets these calls fail.
"""

import errno
import json
import random
import shutil
import signal
import time

import days
import disturbed
import lakes
import large
import scenarios

SEED = 20240703


def another_layout_and_back(bench, wants):
    """Checks that a converted lake has the bytes that an ingest of the flat file makes, and, after
    SIGKILL, that every file is whole, that the same call completes the date, and that nothing was
    changed in the lake that is read. The same holds where a call fails with ENOSPC or EIO, which is
    reported.
    """
    if not wants("converted"):
        return
    for target in scenarios.PARTITIONINGS:
        small = SmallLake(bench, target)
        print(f"  converted/{target}: {len(small.calls)} calls", flush=True)
        for number in bench.sample(range(1, len(small.calls) + 1), 9):
            yield (f"converted/{target}/before/{number}", lambda s=small, n=number: s.killed(n))
            for error in (errno.ENOSPC, errno.EIO):
                yield (f"converted/{target}/before/{number}/{errno.errorcode[error]}",
                       lambda s=small, n=number, e=error: s.failed(n, e))
    lake = LargeLake(bench)
    for target in scenarios.PARTITIONINGS:
        yield f"converted/{target}/same", lambda t=target: lake.same(t)
    chance = random.Random(SEED)
    for number in range(100 if bench.is_full else 20):
        target = scenarios.PARTITIONINGS[number % 2]
        # Two run at once, each slower than the one that was timed; one that ends is killed earlier.
        # The files of symbols are published in the last part of the time.
        moment = chance.uniform(0.2 if target == "date" else 0.8, 1.5)
        yield (f"converted/{target}/{number}", lambda t=target, m=moment: lake.kill(t, m))


class LargeLake:
    """Lakes of one day in both layouts, and the time that a conversion to each takes."""

    def __init__(self, bench):
        self.bench = bench
        names = [f"S{number:05}" for number in range(large.SYMBOL_COUNT)]
        source = bench.flat_file("converted.csv", days.DATE, names, 2, seed=6)
        self.lakes, self.trees, self.seconds, self.converted = {}, {}, {}, {}
        for partitioning in scenarios.PARTITIONINGS:
            self.lakes[partitioning] = bench.place()
            bench.ingest(self.lakes[partitioning], source, days.DATE,
                         "--partition-by", partitioning)
            self.trees[partitioning] = lakes.tree(self.lakes[partitioning])
        for target in scenarios.PARTITIONINGS:
            lake = bench.place()
            started = time.monotonic()
            self.converted[target] = lake, bench.run(self.words(target, lake))
            self.seconds[target] = time.monotonic() - started

    def words(self, target, lake):
        source = next(self.lakes[one] for one in self.lakes if one != target)
        return [*self.bench.command, "convert", "--json", "--partition-by", target,
                str(source), str(lake)]

    def same(self, target):
        lake, done = self.converted[target]
        if done.returncode:
            return f"status {done.returncode}: {done.stdout}{done.stderr}"
        problem = lakes.difference(lakes.tree(lake), self.trees[target])
        if not problem:
            again = self.bench.run(self.words(target, lake))
            if again.returncode or json.loads(again.stdout)["status"] != "skipped":
                problem = f"a second call is not skipped: {again.stdout}{again.stderr}"
        shutil.rmtree(lake)
        return problem or self.changed(target)

    def kill(self, target, moment):
        """Kills a conversion after the fraction `moment` of its time."""
        status, lake = large.killed(self.bench, self.bench.place,
                                    lambda lake: self.words(target, lake),
                                    moment * self.seconds[target])
        if status != -signal.SIGKILL:
            return f"status {status}"
        files = lakes.tree(lake) if lake.exists() else {}
        self.bench.note("killed " + ("in the midst of" if lakes.visible(files) else "before")
                        + " publishing")
        problem = lakes.not_whole(files, {}, self.trees[target])
        if not problem:
            done = self.bench.run(self.words(target, lake))
            problem = f"the next run fails: {done.stdout}" if done.returncode else ""
        problem = problem or lakes.difference(lakes.tree(lake), self.trees[target])
        problem = problem or self.bench.verify(lake) or self.changed(target)
        self.bench.discard(lake)
        return problem and f"killed after {moment:.3f} of its time: {problem}"

    def changed(self, target):
        """What has changed in the lake that is read for `target`, if anything."""
        source = next(one for one in self.lakes if one != target)
        return lakes.difference(lakes.tree(self.lakes[source]), self.trees[source])


class SmallLake(disturbed.DisturbedCall):
    """The conversion of a day of three symbols, on one thread, so that its calls have an order."""

    def __init__(self, bench, target):
        super().__init__(bench)
        self.target = target
        self.source = bench.place()
        bench.ingest(self.source, scenarios.inputs(bench)["new"], days.DATE, "--partition-by",
                     next(one for one in scenarios.PARTITIONINGS if one != target))
        self.before = lakes.tree(self.source)

    def words(self, lake):
        return [*self.bench.command, "convert", "--json", "--threads", "1", "--partition-by",
                self.target, str(self.source), str(lake)]

    def new_lake(self):
        return self.bench.place()

    def check_undisturbed(self, run, after):
        if run.status != 0 or not lakes.is_done(after):
            raise AssertionError(f"the date is not converted: {run.stdout}")

    def not_taken_back(self, files):
        left = lakes.visible(files)
        return f"files are left: {', '.join(left)}" if left else ""

    def not_completed(self, lake):
        files = lakes.tree(lake) if lake.exists() else {}
        problem = lakes.not_whole(files, {}, self.after)
        done = self.bench.run(self.words(lake))
        if not problem and done.returncode:
            problem = f"the next run fails: {done.stdout}{done.stderr}"
        problem = problem or lakes.difference(lakes.tree(lake), self.after)
        problem = problem or self.bench.verify(lake)
        problem = problem or lakes.difference(lakes.tree(self.source), self.before)
        if not problem:
            self.bench.discard(lake)
        return problem
