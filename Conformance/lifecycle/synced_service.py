"""The server of the checks of `sync`, and what they share."""

import functools

import syncs  # first: it makes the modules of `readers` known
import proxy
import seaweedfs


class Service:
    """A SeaweedFS for all checks, with a bucket for each of them."""

    def __init__(self, bench):
        self.bench = bench
        self.server = seaweedfs.SeaweedFS(bench.place())
        bench.ending.callback(self.server.close)
        self.config = seaweedfs.configuration(bench.place())
        self.impatient = seaweedfs.configuration(bench.place(), max_retries=0)

    def source(self, types=tuple(syncs.SHAPES), days=syncs.DAYS):
        """A new bucket."""
        return syncs.BucketSource(self.server, self.config, self.bench, types, days)

    def proxy(self, disturb=lambda key, number: None):
        return proxy.Proxy(self.server.ready().port, disturb)

    @functools.cached_property
    def unchanged(self):
        """A bucket that no check changes, and the tree of its lake."""
        source = self.source().fill()
        return source, source.expected()

    def right(self, lake, after):
        """The problem with a lake that must be as after an undisturbed call, if there is one."""
        problem = syncs.not_as(self.bench, lake, after)
        if not problem:
            self.bench.discard(lake)
        return problem
