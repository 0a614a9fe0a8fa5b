"""A kernel that interrupts calls and moves fewer bytes than it is asked to."""

import lakes
import days
import scenarios

# Each says what the tool does to the calls on the lake and the input.
MANNERS = {
    "interrupted": ("-i", "3"),
    "always-once": ("-i", "2"),
    "byte-by-byte": ("-b", "1"),
    "both": ("-i", "3", "-b", "1"),
}


def same_bytes_from_a_slow_kernel(bench, wants):
    """Interrupted calls are made again, short reads and writes continued: the lake is, byte for
    byte, that of an undisturbed run. A long day is moved in pieces of some kilobytes."""
    for scenario in scenarios.every(bench, situations=("fresh", "overwrite")):
        for suffix in ("csv", "csv.gz"):
            for manner, options in MANNERS.items():
                yield (f"slowed/{scenario.name}/{suffix}/{manner}",
                       lambda s=scenario, x=suffix, o=options: slow(s, x, o))
    for partitioning in scenarios.PARTITIONINGS:
        for engine in ("polars", "streaming"):
            yield (f"slowed/{partitioning}/{engine}/long",
                   lambda p=partitioning, e=engine: slow_long(bench, p, e))


def slow(scenario, suffix, options):
    text = scenarios.inputs(scenario.bench)["new"].read_text()
    return compare(scenario.bench, scenario.template, text, suffix, scenario.arguments, options)


def slow_long(bench, partitioning, engine):
    text = days.bars(days.DATE, [f"S{number}" for number in range(300)], 390)
    arguments = ("--partition-by", partitioning, *scenarios.ENGINES[engine])
    return compare(bench, bench.place(), text, "csv", arguments, ("-i", "3", "-b", "4099"))


def compare(bench, template, text, suffix, arguments, options):
    """The problem with a run whose calls are disturbed by `options`; empty if it leaves what an
    undisturbed one does."""
    trees = []
    for kind in (options, ()):
        # The tool disturbs all calls below this folder: on the lake and on the input.
        folder = bench.place()
        lake = scenarios.copy(template, folder / "lake")
        source = days.write(folder / f"{days.DATE}.{suffix}", text)
        run = bench.interception.run(
            bench.ingest_words(lake, source, days.DATE, *arguments), folder, *kind)
        if run.status != 0:
            return f"status {run.status}: {run.stdout}{run.stderr}"
        if "-i" in kind and run.interrupted < 10:
            return f"only {run.interrupted} calls were interrupted"
        if "-b" in kind and run.shortened < 10:
            return f"only {run.shortened} calls were shortened"
        trees.append(lakes.tree(lake))
        bench.discard(folder)
    return lakes.difference(*trees)
