"""Kills a process, or sends it a request to stop, before each of its system calls on the lake."""

import signal

import batches
import lakes
import scenarios


def killed_before_every_call(bench, wants):
    """Checks the lake after SIGKILL.

    Every visible file is complete, either old or new. Other dates are unchanged. The date is done
    only if all its files exist. The same call completes the date, and the lake is then as after a
    single call.
    """
    for scenario in filter(lambda one: wants(f"killed/{one.name}"), scenarios.every(bench)):
        print(f"  killed/{scenario.name}: {len(scenario.calls)} calls", flush=True)
        for number in scenario.sample(5):
            yield (f"killed/{scenario.name}/{number}",
                   lambda scenario=scenario, number=number: kill(scenario, number))


def kill(scenario, number, *options):
    run, lake = scenario.disturbed(*options, "-s", f"{number}:{signal.SIGKILL.value}")
    if len(run.calls) < number and not scenario.is_counted:
        return scenario.not_undisturbed(run, lake)
    if run.status != -signal.SIGKILL or len(run.calls) < number:
        return f"not killed: status {run.status} after {len(run.calls)} calls"
    files = lakes.tree(lake)
    problem = lakes.not_whole(files, scenario.before, scenario.after, scenario.dates)
    problem = problem or scenario.not_in_turn(files) or scenario.not_completed(lake)
    return problem and f"killed before {run.calls[number - 1]}: {problem}"


def killed_in_groups(bench, wants):
    """The same in a call for several dates, which are committed in their order: nothing of a date
    is changed before all dates are done that come before its group.
    """
    for batch in filter(lambda one: wants(f"grouped-killed/{one.name}"), batches.every(bench)):
        print(f"  grouped-killed/{batch.name}: {len(batch.calls)} calls", flush=True)
        for number in batch.sample(97):
            yield (f"grouped-killed/{batch.name}/{number}",
                   lambda batch=batch, number=number: kill(batch, number))


def killed_on_an_old_kernel(bench, wants):
    """The same on a kernel on which files are synced one by one and published with links."""
    yield from killed_without("old-kernel", scenarios.OLD_KERNEL, bench, wants)


def killed_without_links(bench, wants):
    """The same on a file system that knows no hard links either."""
    yield from killed_without("no-links", scenarios.NO_LINKS, bench, wants)


def killed_without(group, absent, bench, wants):
    for scenario in filter(
            lambda one: wants(f"{group}/{one.name}"),
            scenarios.every(bench, ("polars-1", "streaming"), ("fresh", "leftovers", "overwrite"))):
        numbers = range(1, scenario.call_count_without(absent) + 1)
        print(f"  {group}/{scenario.name}: {len(numbers)} calls", flush=True)
        for number in bench.sample(list(numbers), 7):
            yield (f"{group}/{scenario.name}/{number}",
                   lambda s=scenario, n=number: kill(s, n, *absent))


def stopped_before_every_call(bench, wants):
    """Checks the lake after SIGHUP, SIGINT or SIGTERM.

    The run ends with status 129, 130 or 143, and the lake is as after a failed run. If it was too late
    to stop, the run succeeds.
    """
    for scenario in filter(
            lambda one: wants(f"stopped/{one.name}"),
            scenarios.every(bench, ("polars", "streaming"), ("fresh", "overwrite"))):
        for number in scenario.sample(13):
            for wanted in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
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
