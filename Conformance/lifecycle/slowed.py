"""Interrupts system calls, and lets them transfer fewer bytes than requested."""

import lakes
import days
import scenarios

# The options of the tool, for the calls on the lake and on the input.
MANNERS = {
    "interrupted": ("-i", "3"),
    "always-once": ("-i", "2"),
    "byte-by-byte": ("-b", "1"),
    "both": ("-i", "3", "-b", "1"),
}


def same_bytes_from_a_slow_kernel(bench, wants):
    """Checks that interrupted calls are repeated, and that short reads and writes are continued.

    The lake is byte for byte that of an undisturbed run. A long day is transferred in parts of some
    kilobytes.
    """
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
    """The problem with a run that is disturbed by `options`, if there is one.

    There is none if the lake is that of an undisturbed run.
    """
    trees = []
    for kind in (options, ()):
        # The tool disturbs all calls on paths below this folder, which holds the lake and the
        # input.
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
