"""A process that is killed, or told to stop, before any one of its system calls on the lake."""

import signal

import lakes
import scenarios


def killed_before_every_call(bench, wants):
    """After SIGKILL every visible file is whole, old or new; other dates are as they were; the date
    is done only if all of it is there; the same call completes it and leaves what one call does."""
    for scenario in filter(lambda one: wants(f"killed/{one.name}"), scenarios.every(bench)):
        print(f"  killed/{scenario.name}: {len(scenario.calls)} calls", flush=True)
        for number in scenario.sample(5):
            yield (f"killed/{scenario.name}/{number}",
                   lambda scenario=scenario, number=number: kill(scenario, number))


def kill(scenario, number, *options):
    run, lake = scenario.disturbed(*options, "-s", f"{number}:{signal.SIGKILL.value}")
    if run.status != -signal.SIGKILL or len(run.calls) < number:
        return f"not killed: status {run.status} after {len(run.calls)} calls"
    problem = lakes.not_whole(lakes.tree(lake), scenario.before, scenario.after)
    problem = problem or scenario.not_completed(lake)
    return problem and f"killed before {run.calls[number - 1]}: {problem}"


def killed_on_an_old_kernel(bench, wants):
    """The same where files are synced one by one and published by links: two names of one file."""
    for scenario in filter(
            lambda one: wants(f"old-kernel/{one.name}"),
            scenarios.every(bench, ("polars-1", "streaming"), ("fresh", "leftovers", "overwrite"))):
        numbers = range(1, scenario.call_count_on_old_kernel + 1)
        print(f"  old-kernel/{scenario.name}: {len(numbers)} calls", flush=True)
        for number in bench.sample(list(numbers), 7):
            yield (f"old-kernel/{scenario.name}/{number}",
                   lambda s=scenario, n=number: kill(s, n, *scenarios.OLD_KERNEL))


def stopped_before_every_call(bench, wants):
    """After SIGINT or SIGTERM a run ends with status 130 or 143 and leaves what a failed one does,
    or it was too late to stop and it succeeds."""
    for scenario in filter(
            lambda one: wants(f"stopped/{one.name}"),
            scenarios.every(bench, ("polars", "streaming"), ("fresh", "overwrite"))):
        for number in scenario.sample(13):
            for wanted in (signal.SIGINT, signal.SIGTERM):
                yield (f"stopped/{scenario.name}/{number}/{wanted.name}",
                       lambda s=scenario, n=number, w=wanted: stop(s, n, w))


def stop(scenario, number, wanted):
    run, lake = scenario.disturbed("-s", f"{number}:{wanted.value}")
    files = lakes.tree(lake)
    scenario.bench.note(f"exit status {run.status}")
    if run.status == 0:
        problem = lakes.difference(files, scenario.after)
    elif run.status == 128 + wanted:
        problem = lakes.difference(lakes.without_own_folders(files),
                                   lakes.without_own_folders(scenario.before))
    else:
        problem = f"status {run.status}"
    problem = problem or scenario.not_completed(lake)
    return problem and f"{wanted.name} before {run.calls[number - 1]}: {problem}"
