"""Kills `barlake sync` with files from a folder, without any network, and lets it race."""

import random
import time

import syncs  # first: it makes the modules of `readers` known
import disturbed
from synced_faults import reissued

SEED = 20240705


def from_a_folder(bench, wants):
    """Checks the same without a network."""
    if not wants("synced-folder"):
        return
    for number in range(20 if bench.is_full else 4):
        yield f"synced-folder/killed/{number}", lambda n=number: killed(bench, n)
    small = SmallSync(bench)
    print(f"  synced-folder: {len(small.calls)} calls", flush=True)
    for number in bench.sample(range(1, len(small.calls) + 1), 12):
        yield f"synced-folder/before/{number}", lambda n=number: small.killed(n)
    yield "synced-folder/two", lambda: two(bench)
    yield "synced-folder/first", lambda: first(bench)
    for is_as_long in (True, False):
        yield (f"synced-folder/reissued/{'content' if is_as_long else 'length'}",
               lambda i=is_as_long: reissued(syncs.FolderSource(bench, syncs.ONE_TYPE), i))


class SmallSync(disturbed.DisturbedCall):
    """A sync of two dates from a folder, of which one is in files of symbols, on one thread."""

    def __init__(self, bench):
        super().__init__(bench)
        self.source = syncs.FolderSource(
            bench, ("stocks_daily", "stocks_minute"), syncs.DAYS[:1]).fill()

    def new_lake(self):
        return self.bench.place()

    def words(self, lake):
        return self.source.words(lake, "--jobs", "1", "--threads", "1")

    def check_undisturbed(self, run, after):
        if run.status:
            raise AssertionError(f"status {run.status}: {run.stdout}{run.stderr}")

    def not_completed(self, lake):
        return self.source.not_completed(lake, without=syncs.done_keys(lake))


def killed(bench, number):
    """Kills a call twice, and lets the same call end. The files of dates that are done are made
    useless, with the same lengths: nobody reads them again.
    """
    chance = random.Random(f"{SEED}/{number}")
    source, lake = syncs.FolderSource(bench).fill(), bench.place()
    source.expected()
    started = time.monotonic()
    after = source.expected()
    seconds = time.monotonic() - started
    for moment in (chance.uniform(0.1, 0.9), chance.uniform(0.1, 0.9)):
        syncs.kill(bench, source.words(lake), moment * seconds)
        for key in syncs.done_keys(lake):
            path = source.root / key
            path.write_bytes(bytes(path.stat().st_size))
    return source.call(lake).unlike(0, lake) or syncs.not_as(bench, lake, after)


def two(bench):
    """Two calls at once ingest each date once."""
    source, lake = syncs.FolderSource(bench).fill(), bench.place()
    after = source.expected()
    answers = syncs.at_once([source.words(lake)] * 2)
    for answer in answers:
        if problem := answer.unlike(0, lake):
            return problem
    keys = sorted(key for answer in answers for key in answer.ingested)
    return (f"ingested: {keys}" if keys != sorted(source.keys) else "") or syncs.not_as(
        bench, lake, after)


def first(bench):
    """The first dates of a lake, several at once in one call, agree about its settings. There is
    nothing to warn of. The calls run under the tool, so that they meet more often.
    """
    source = syncs.FolderSource(bench, syncs.ONE_TYPE, syncs.DAYS[:4]).fill()
    for number in range(200 if bench.is_full else 40):
        lake = bench.place()
        run = bench.interception.run(source.words(lake, "--quiet"), lake)
        if run.status or run.stderr:
            return f"round {number}: status {run.status}, {run.stderr}"
        bench.discard(lake)
    return ""
