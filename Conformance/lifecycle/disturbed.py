"""A call that changes a lake, killed at one of its system calls on it, or met there by an error."""

import functools
import json
import os
import signal

import lakes


class DisturbedCall:
    """The call `words(lake)` on a lake that `new_lake()` makes.

    A subclass has both, `check_undisturbed(run, after)`, which raises an error if the call does not do
    what it should, and `not_completed(lake)`, the problem with a disturbed lake or with the call that
    follows, if there is one.
    """

    def __init__(self, bench):
        self.bench = bench

    def run(self, *options):
        """The call, disturbed by the options of `intercept`, and its lake."""
        lake = self.new_lake()
        return self.bench.interception.run(self.words(lake), lake, *options), lake

    @functools.cached_property
    def undisturbed(self):
        """The undisturbed run, and the tree after it."""
        run, lake = self.run()
        after = lakes.tree(lake)
        self.check_undisturbed(run, after)
        if problem := self.bench.verify(lake):
            raise AssertionError(problem)
        self.bench.discard(lake)
        return run, after

    @property
    def calls(self):
        return self.undisturbed[0].calls

    @property
    def after(self):
        return self.undisturbed[1]

    def killed(self, number, *ending):
        run, lake = self.run("-s", f"{number}:{signal.SIGKILL.value}")
        if run.status != -signal.SIGKILL or len(run.calls) < number:
            return f"not killed: status {run.status} after {len(run.calls)} calls"
        problem = self.not_completed(lake, *ending)
        return problem and f"killed before {run.calls[number - 1]}: {problem}"

    def failed(self, number, error, *ending):
        run, lake = self.run("-f", f"{number}:{error}")
        if len(run.calls) < number:
            return f"only {len(run.calls)} calls were made, status {run.status}"
        self.bench.note(f"exit status {run.status}")
        files = lakes.tree(lake) if lake.exists() else {}
        if run.status == 0:
            problem = lakes.difference(self.shown(files), self.shown(self.after))
        elif run.status != 1 or not (json.loads(run.stdout) and f"(errno {error})" in run.stdout):
            problem = f"status {run.status}, {run.stdout}{run.stderr}"
        else:
            problem = self.not_taken_back(files)
        problem = problem or self.not_completed(lake, *ending)
        return problem and f"{os.strerror(error)} at {run.calls[number - 1]}: {problem}"

    def shown(self, files):
        """The part of a tree that a call with the status 0 has made as it should."""
        return lakes.visible(files)

    def not_taken_back(self, files):
        """The problem with the tree after an error that was reported, if there is one."""
        return ""
