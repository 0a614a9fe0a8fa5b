"""The scenarios in which the checks disturb a run: the state of the lake and the call."""

import dataclasses
import errno
import functools
import itertools
import json
import shutil

import days
import lakes
from interception import count_by_strace

PARTITIONINGS = ("symbol", "date")
ENGINES = {
    "polars": ("--engine", "polars"),
    "polars-1": ("--engine", "polars", "--threads", "1"),
    "streaming": ("--engine", "streaming"),
    "streaming-1": ("--engine", "streaming", "--threads", "1"),
}
SITUATIONS = ("fresh", "beside", "leftovers", "overwrite", "foreign")
# Calls that older kernels or some file systems lack, with the errors that they return.
ABSENT_CALLS = {"syncfs": errno.ENOSYS, "renameat2": errno.EINVAL}
# A file system that knows no hard links either, such as a FUSE mount, SMB or exFAT.
ABSENT_LINKS = {"link": errno.EPERM, "linkat": errno.EPERM}


def without(calls):
    """The options of `intercept` for a system that lacks `calls`."""
    return tuple(word for name, number in calls.items() for word in ("-n", f"{name}:{number}"))


OLD_KERNEL = without(ABSENT_CALLS)
NO_LINKS = without(ABSENT_CALLS | ABSENT_LINKS)


@dataclasses.dataclass(frozen=True)
class Scenario:
    """One run that a check disturbs.

    The `situation` is one of these:

    - `fresh`: the lake does not exist.
    - `beside`: another date is done.
    - `leftovers`: a run with another input was killed after it had published its files.
    - `overwrite`: the date and another one are done. The new input has other bars; one symbol
      is missing and one is new.
    - `foreign`: an overwrite of a date that is not done; the path of its first file holds a
      file of another date.
    - `spilled`: like `fresh`, with so many rows that some wait on disk.
    """

    bench: object
    partitioning: str
    engine: str
    situation: str

    @property
    def name(self):
        return f"{self.partitioning}/{self.engine}/{self.situation}"

    @property
    def dates(self):
        """The dates of the call, in its order."""
        return (days.DATE,)

    @property
    def groups(self):
        """The dates that are committed together, in their order."""
        return [self.dates]

    @property
    def is_counted(self):
        """Whether each undisturbed run makes the same number of calls."""
        return True

    @property
    def arguments(self):
        over = ("--on-existing", "overwrite") if self.situation in ("overwrite", "foreign") else ()
        return ("--partition-by", self.partitioning, *ENGINES[self.engine], *over)

    def words(self, lake, json=True):
        """The command line of the run."""
        source = inputs(self.bench)["long" if self.situation == "spilled" else "new"]
        return self.bench.ingest_words(lake, source, days.DATE, *self.arguments, json=json)

    @functools.cached_property
    def template(self):
        """A lake in the state before the run; the folder does not exist if the lake does not."""
        lake = self.bench.place()
        plain = ("--partition-by", self.partitioning, "--engine", "streaming")
        if self.situation not in ("fresh", "spilled"):
            self.bench.ingest(lake, inputs(self.bench)["other"], days.OTHER_DATE, *plain)
        if self.situation == "overwrite":
            self.bench.ingest(lake, inputs(self.bench)["old"], days.DATE, *plain)
        elif self.situation == "leftovers":
            old = inputs(self.bench)["old"]
            self.die_before_manifest(self.bench.ingest_words(lake, old, days.DATE, *plain), lake)
        elif self.situation == "foreign":
            first = min(lake.rglob(f"date={days.OTHER_DATE}.parquet"))
            shutil.copyfile(first, first.with_name(f"date={days.DATE}.parquet"))
        return lake

    def die_before_manifest(self, words, lake):
        """Kills a run of `words` before it writes its manifest."""
        trial = copy(lake, self.bench.place())
        run = self.bench.interception.run([word.replace(str(lake), str(trial)) for word in words],
                                          trial)
        moment = next(number for number, call in enumerate(run.calls, 1)
                      if call.second == lakes.MANIFEST)
        self.bench.interception.run(words, lake, "-s", f"{moment}:9")

    @functools.cached_property
    def before(self):
        """The tree before the run."""
        return lakes.tree(self.template)

    @functools.cached_property
    def undisturbed(self):
        """The undisturbed run, and the tree after it.

        strace counts its calls a second time, and pyarrow reads every file.
        """
        lake = self.lake()
        count = count_by_strace(self.words(lake), lake)
        after = lakes.tree(lake)
        self.bench.discard(lake)
        run, lake = self.disturbed()
        if run.status != 0 or lakes.difference(lakes.tree(lake), after):
            raise AssertionError(f"{self.name} does not succeed, or not twice alike: {run.stdout}")
        if self.is_counted and len(run.calls) != count:
            raise AssertionError(f"strace counts {count} calls, intercept {len(run.calls)}")
        self.bench.discard(lake)
        if (self.situation == "spilled") != any("/spill-" in call.path for call in run.calls):
            raise AssertionError(f"{self.name}: the rows do not wait where they should")
        rows = sum(lakes.row_count(data) for date in self.dates
                   for data in lakes.of_date(lakes.visible(after), date).values())
        if rows != sum(json.loads(line)["records"] for line in run.stdout.splitlines()):
            raise AssertionError(f"pyarrow reads {rows} rows, the result says {run.stdout}")
        for data in lakes.visible(self.before).values():
            lakes.row_count(data)
        return run, after

    @property
    def after(self):
        return self.undisturbed[1]

    @property
    def calls(self):
        return self.undisturbed[0].calls

    @functools.cache
    def call_count_without(self, absent):
        """The number of calls of the run on a system that lacks some calls, which the options
        `absent` of `intercept` name. The result is the same there.
        """
        run, lake = self.disturbed(*absent)
        if run.status != 0 or lakes.difference(lakes.tree(lake), self.after):
            raise AssertionError(f"{self.name} is not the same without {absent}: {run.stdout}")
        has_link = any(call.name in ("link", "linkat") for call in run.calls)
        if self.situation == "fresh" and not has_link:
            raise AssertionError(f"{self.name} tries to publish nothing by a link")
        self.bench.discard(lake)
        return len(run.calls)

    def sample(self, step, *names):
        """The numbers of the run's calls, or of those with one of `names`.

        The short form takes each `step`-th, and fewer of a long run.
        """
        numbers = [number for number, call in enumerate(self.calls, 1)
                   if not names or call.name in names]
        return self.bench.sample(numbers, 10 * step if self.situation == "spilled" else step)

    def lake(self):
        """A separate lake in the state before the run."""
        return copy(self.template, self.bench.place())

    def disturbed(self, *options, json=True):
        """The run, disturbed by the options of `intercept`, and its lake."""
        lake = self.lake()
        return self.bench.interception.run(self.words(lake, json), lake, *options), lake

    def not_in_turn(self, files):
        """The problem with a tree in which a date was changed before its turn, if there is one."""
        return ""

    def not_completed(self, lake):
        """The problem with the same call after a disturbed run, if there is one.

        There is none if it completes the date and nothing shows that there was another run. Removes
        the lake if there is no problem.
        """
        done = self.bench.run(self.words(lake))
        if done.returncode != 0:
            return f"the next run fails: {done.stdout}{done.stderr}"
        problem = (lakes.difference(lakes.tree(lake), self.after) or self.bench.verify(lake))
        self.bench.discard(lake)
        return f"after the next run: {problem}" if problem else ""


def copy(template, lake):
    """Makes `lake` a copy of the lake `template`, which may not exist, and returns it."""
    if template.exists():
        shutil.copytree(template, lake)
    else:
        lake.parent.mkdir(exist_ok=True)
    return lake


def every(bench, engines=tuple(ENGINES), situations=SITUATIONS):
    """The scenarios of both partitionings.

    If all situations are requested, `spilled` is included for the partitioning by symbol.
    """
    for partitioning, engine, situation in itertools.product(PARTITIONINGS, engines, situations):
        yield Scenario(bench, partitioning, engine, situation)
    if situations is SITUATIONS:
        for engine in engines:
            if engine.startswith("streaming"):
                yield Scenario(bench, "symbol", engine, "spilled")


@functools.cache
def inputs(bench):
    """The flat files: one of another date, the old and the new one of the date, with few symbols
    and bars, and one of the date with many bars.
    """
    return {
        "other": bench.flat_file("other.csv", days.OTHER_DATE, ("AAPL", "MSFT"), 4, seed=1),
        "old": bench.flat_file("old.csv", days.DATE, ("AAPL", "BRK.B", "MSFT"), 4, seed=2),
        "new": bench.flat_file("new.csv", days.DATE, ("AAPL", "MSFT", "abc"), 5, seed=3),
        "long": bench.flat_file("long.csv", days.DATE, tuple("ABCDEF"), 40_000, seed=6),
    }
