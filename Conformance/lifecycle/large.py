"""Kills an ingest of 10,500 symbols at random moments."""

import random
import signal
import subprocess
import time

import days
import lakes
import scenarios

SEED = 20240702
SYMBOL_COUNT = 10_500


def killed_at_random_moments(bench, wants):
    """Checks like `killed`, at moments from a fixed seed, in turn with a new date and with one that
    is done. Every visible file is compared as a whole.
    """
    if not wants("large"):
        return
    day = LargeDay(bench)
    chance = random.Random(SEED)
    for number in range(200 if bench.is_full else 5):
        engine = chance.choice(("polars", "streaming"))
        moment = chance.random()
        yield (f"large/{number}", lambda n=number, e=engine, m=moment: day.kill(n % 2 == 1, e, m))


class LargeDay:
    """The lake before and after the ingest, and the time that the ingest takes."""

    def __init__(self, bench):
        self.bench = bench
        names = [f"S{number}" for number in range(SYMBOL_COUNT + 100)]
        self.old = bench.flat_file("large-old.csv", days.DATE, names[:SYMBOL_COUNT], 2, seed=4)
        self.new = bench.flat_file("large-new.csv", days.DATE, names[100:], 2, seed=5)
        self.templates = {False: bench.place(), True: bench.place()}
        bench.ingest(self.templates[True], self.old)
        self.before, self.after, self.seconds = {}, {}, {}
        for is_over in (False, True):
            lake = scenarios.copy(self.templates[is_over], bench.place())
            self.before[is_over] = lakes.tree(lake) if is_over else {}
            started = time.monotonic()
            bench.run(self.words(lake, is_over, "streaming"))
            self.seconds[is_over] = time.monotonic() - started
            self.after[is_over] = lakes.tree(lake)
            bench.discard(lake)
        count = len(lakes.visible(self.after[True]))
        print(f"  large: {count} files, {self.seconds[False]:.2f} s, over a done day "
              f"{self.seconds[True]:.2f} s", flush=True)

    def words(self, lake, is_over, engine):
        over = ("--on-existing", "overwrite") if is_over else ()
        return self.bench.ingest_words(lake, self.new, days.DATE, "--engine", engine, *over)

    def kill(self, is_over, engine, moment):
        """Kills a run after the fraction `moment` of its time, or earlier if it has ended by
        then.
        """
        def new_lake():
            return scenarios.copy(self.templates[is_over], self.bench.place())

        status, lake = killed(self.bench, new_lake, lambda lake: self.words(lake, is_over, engine),
                              moment * self.seconds[is_over])
        if status != -signal.SIGKILL:
            return f"status {status}"
        files = lakes.tree(lake)
        self.bench.note(self.stage(files, is_over))
        problem = lakes.not_whole(files, self.before[is_over], self.after[is_over])
        if not problem:
            done = self.bench.run(self.words(lake, is_over, engine))
            problem = f"the next run fails: {done.stdout}" if done.returncode else ""
        problem = problem or lakes.difference(lakes.tree(lake), self.after[is_over])
        problem = problem or self.bench.verify(lake)
        self.bench.discard(lake)
        return problem and f"{engine} killed after {moment:.3f} of its time: {problem}"

    def stage(self, files, is_over):
        """The progress of a run that was killed."""
        seen, new = lakes.visible(files), lakes.visible(self.after[is_over])
        count = sum(data == new.get(path) for path, data in seen.items())
        if count == 0:
            return "killed before publishing"
        return f"killed {'in the midst of' if count < len(new) else 'after'} publishing"


def killed(bench, new_lake, words, seconds):
    """Kills a run after `seconds`, or earlier if it has ended by then: its status, and its lake."""
    while True:
        lake = new_lake()
        child = subprocess.Popen(words(lake), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        status = child.wait()
        if status != 0:
            return status, lake
        bench.discard(lake)
        seconds *= 0.8
