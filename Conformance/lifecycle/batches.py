"""Scenarios of calls for three dates, which are staged at the same time and committed in groups."""

import dataclasses
import functools
import itertools
import json
import re

import days
import lakes
import scenarios

# Two threads are two lanes: so many dates are staged at the same time.
ENGINES = {**scenarios.ENGINES, "polars": (*scenarios.ENGINES["polars"], "--threads", "2")}
SITUATIONS = ("fresh", "beside", "leftovers", "overwrite")
# The date of the situation `overwrite` that is done.
DONE = days.GROUP[1]
# Lines of the output for people: a date that is done, and an error.
SUCCESS = re.compile(r"(\d{4}-\d\d-\d\d)  success  ")
ERROR = re.compile(r"(?:(\d{4}-\d\d-\d\d)  )?([a-z]+_[a-z_]+: .*)")


@dataclasses.dataclass(frozen=True)
class Batch(scenarios.Scenario):
    """One call for the dates of `days.GROUP`, which a check disturbs.

    The situations are those of a single date, with this difference: in `overwrite` the second of
    the three dates is done, and another one. It is a group of its own, and so are those around it.
    In the other situations the three dates are one group.
    """

    @property
    def dates(self):
        return days.GROUP

    @property
    def groups(self):
        return [[date] for date in self.dates] if self.situation == "overwrite" else [self.dates]

    @property
    def is_counted(self):
        # Lanes that make the same folders find them made or not.
        return self.engine != "polars" and self.situation != "overwrite"

    @property
    def arguments(self):
        over = ("--on-existing", "overwrite") if self.situation == "overwrite" else ()
        return ("--partition-by", self.partitioning, *ENGINES[self.engine], *over)

    def words(self, lake, json=True, order=days.GROUP):
        return self.call(lake, "new", order, *self.arguments, *(["--json"] if json else []))

    def call(self, lake, kind, order, *arguments):
        """The command line of an ingest of the flat files of a kind."""
        sources = [inputs(self.bench)[kind, date] for date in order]
        return self.bench.implementation.ingest_words("stocks_minute", lake, *arguments, *sources)

    @functools.cached_property
    def template(self):
        lake = self.bench.place()
        plain = ("--partition-by", self.partitioning, "--engine", "streaming")
        if self.situation != "fresh":
            other = scenarios.inputs(self.bench)["other"]
            self.bench.ingest(lake, other, days.OTHER_DATE, *plain)
        if self.situation == "overwrite":
            self.bench.ingest(lake, inputs(self.bench)["old", DONE], DONE, *plain)
        elif self.situation == "leftovers":
            self.die_before_manifest(self.call(lake, "old", self.dates, *plain), lake)
            for date in self.dates:
                if not lakes.of_date(lakes.tree(lake), date):
                    raise AssertionError(f"{self.name}: the run that died left nothing of {date}")
        return lake

    def not_in_turn(self, files):
        def differs(date, state):
            return (files.get(lakes.manifest_of(date)) != state.get(lakes.manifest_of(date))
                    or lakes.of_date(files, date) != lakes.of_date(state, date))
        for group, later in itertools.combinations(self.groups, 2):
            late = [date for date in group if differs(date, self.after)]
            early = [date for date in later if differs(date, self.before)]
            if late and early:
                return f"{', '.join(early)} changed before {', '.join(late)} was done"
        return ""

    def not_undisturbed(self, run, lake):
        """The problem with a run that ended before its disturbance, if there is one."""
        self.bench.note("ended undisturbed")
        if run.status != 0:
            return f"status {run.status}: {run.stdout}{run.stderr}"
        return lakes.difference(lakes.tree(lake), self.after) or self.not_completed(lake)

    def not_taken_back(self, files, done, calls):
        """The problem with the lake after a run of which only the dates `done` succeeded, if there
        is one. `calls` are those with which it may have begun to replace a date that was done.
        """
        problem = lakes.not_whole(files, self.before, self.after, self.dates)
        for date in self.dates:
            problem = problem or (self.not_done(files, date) if date in done
                                  else self.not_as_before(files, date, calls))
        settings = (self.after if done else self.before).get(lakes.SETTINGS)
        if not problem and files.get(lakes.SETTINGS) != settings:
            return "the settings are not those of the dates that are done"
        # In the other situations folders of an earlier run may be gone or not.
        if not problem and self.situation in ("fresh", "beside"):
            seen, old = (folders(lakes.without_own_folders(tree)) for tree in (files, self.before))
            above = {folder for path in lakes.visible(files) for folder in parents(path)}
            if seen != above | old:
                return f"folders without files, or none: {', '.join(sorted(seen ^ (above | old)))}"
        return problem

    def not_done(self, files, date):
        path = lakes.manifest_of(date)
        if files.get(path) != self.after[path] or not lakes.is_done(files, date):
            return f"{date} was reported as a success and is not done"
        return ""

    def not_as_before(self, files, date, calls):
        """The problem with a date that failed, if something new is left of it."""
        path = lakes.manifest_of(date)
        staged = lakes.staged(other for other in files.keys() - self.before.keys() if date in other)
        if staged:
            return f"{date} failed, and staged are {staged}"
        if self.situation == "leftovers":
            # What the run that died has left is no existing file, and may be gone.
            old = lakes.of_date(self.before, date)
            new = {one for one, data in lakes.of_date(files, date).items() if data != old.get(one)}
            return f"{date} failed, and new are {', '.join(new)}" if new or path in files else ""
        if any(call.name == "unlink" and call.path == path for call in calls):
            return f"{date} failed and is done" if lakes.is_done(files, date) else ""
        seen, old = ({one: data for one, data in lakes.without_own_folders(tree).items()
                      if date in one} for tree in (files, self.before))
        problem = lakes.difference(seen, old)
        return problem and f"{date} failed: {problem}"


def folders(files):
    """The paths of the folders of a tree."""
    return {path for path, data in files.items() if data is None}


def parents(path):
    """The folders above a path, relative to the lake."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def reported(run, is_json):
    """What a run says of its dates, in its order: pairs of a date and its error, which is empty for
    a date that succeeded. An error that comes before all dates has None for its date.
    """
    if is_json:
        results = map(json.loads, run.stdout.splitlines())
        return [(result.get("date"), "" if result["status"] == "success" else
                 f"{result.get('code')}: {result.get('message')}") for result in results]
    done = [(match[1], "") for match in map(SUCCESS.match, run.stdout.splitlines()) if match]
    errors = map(ERROR.fullmatch, run.stderr.splitlines())
    return done + [match.groups() for match in errors if match]


@functools.cache
def batch(bench, *arguments):
    """A scenario, which all groups of checks share: its undisturbed runs take their time."""
    return Batch(bench, *arguments)


def every(bench, engines=("polars", "streaming"), situations=SITUATIONS):
    """The scenarios of both partitionings."""
    for arguments in itertools.product(scenarios.PARTITIONINGS, engines, situations):
        yield batch(bench, *arguments)


@functools.cache
def inputs(bench):
    """The flat files, by kind and date. In each new one a symbol of the old one is missing."""
    found = {}
    for number, date in enumerate(days.GROUP):
        for seed, (kind, symbols) in enumerate({"old": ("AAPL", "BRK.B", f"OLD{number}"),
                                                "new": ("AAPL", "BRK.B", f"N{number}")}.items()):
            found[kind, date] = bench.flat_file(
                f"{date}.{kind}.csv", date, symbols, 3 + number, seed=10 + 2 * number + seed)
    return found
