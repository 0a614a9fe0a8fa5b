"""Races four writers of one date while a reader reads, and four first commits of a data type."""

import collections
import json
import multiprocessing
import subprocess

import batches
import days
import lakes
import scenarios

WRITERS = ("polars", "streaming", "polars-1", "streaming")
# The delay before each file is published, in microseconds.
GAP = 3000


def one_of_four_writers_publishes(bench, wants):
    """Checks that one of four writers of a date publishes and three report `skipped`.

    A reader reads meanwhile, and every file that it sees must be complete. No writer touches the
    staged files of another.
    """
    for partitioning in scenarios.PARTITIONINGS:
        if wants(f"raced/{partitioning}"):
            yield f"raced/{partitioning}", lambda p=partitioning: race(bench, p)


def race(bench, partitioning):
    round_count = 300 if bench.is_full else 20
    folder = bench.place()
    folder.mkdir()
    # Spawn, not fork, because other threads run in this process.
    processes = multiprocessing.get_context("spawn")
    is_over, reports = processes.Event(), processes.Queue()
    reader = processes.Process(target=read_on, args=(folder, is_over, reports))
    reader.start()
    reports.get()
    outcomes, problems = collections.Counter(), []
    for number in range(round_count):
        lake = folder / f"lake{number:03}"
        problems += [f"round {number}: {problem}"
                     for problem in one_round(bench, partitioning, lake, outcomes)]
    is_over.set()
    look_count, partial_count, unreadable = reports.get()
    reader.join()
    partial = f", {partial_count} looks at one or two of three" if partitioning == "symbol" else ""
    print(f"  raced/{partitioning}: {round_count} rounds, {dict(sorted(outcomes.items()))}; "
          f"meanwhile {look_count} files read{partial}", flush=True)
    problems += unreadable
    if outcomes != {"success": round_count, "skipped": 3 * round_count}:
        problems.append(str(dict(outcomes)))
    if not look_count or partitioning == "symbol" and not partial_count:
        problems.append(f"the reader saw {look_count} files, and {partial_count} times some")
    bench.discard(folder)
    return "; ".join(problems[:4])


def one_round(bench, partitioning, lake, outcomes):
    """Runs four writers at once, counts their outcomes, and returns the problem of the round."""
    source = scenarios.inputs(bench)["new"]
    logs = [f"{lake}.{number}.log" for number in range(len(WRITERS))]
    children = []
    for log, engine in zip(logs, WRITERS):
        words = bench.ingest_words(lake, source, days.DATE, "--partition-by", partitioning,
                                   *scenarios.ENGINES[engine])
        children.append(subprocess.Popen(
            bench.interception.words(words, lake, log, "-d", f"renameat2:{GAP}"),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True))
    for child in children:
        outcomes[json.loads(child.communicate(timeout=60)[0])["status"]] += 1
    found = [problem for log in logs
             if (problem := foreign_staging(bench.interception.read(log, lake).calls))]
    return found + list(filter(None, [
        lakes.staged(lakes.tree(lake)), bench.verify(lake)]))


def foreign_staging(calls):
    """The first call on a staged file of another process as text, empty if there is none."""
    own = {call.path for call in calls if call.name == "mkdir"}
    for call in calls:
        parts = call.path.split("/")
        if parts[:2] == [".barlake", "staging"] and len(parts) > 2:
            if "/".join(parts[:3]) not in own:
                return f"{call} is another's"
    return ""


def read_on(folder, is_over, reports):
    """Reads every visible file of the newest lakes below `folder` until it is asked to stop.

    It first reports that it is ready. At the end it reports how many files it has read, how often
    it saw only some files of a date, and the files that it could not read.
    """
    read_count, partial_count, problems = 0, 0, []
    reports.put("ready")
    while not is_over.is_set():
        for lake in sorted(folder.glob("lake???"))[-2:]:
            paths = list(lake.glob("stocks_minute/**/*.parquet"))
            partial_count += len(paths) in (1, 2)
            for path in paths:
                try:
                    lakes.row_count(path.read_bytes())
                    read_count += 1
                except Exception as error:  # any exception means that the file was not complete
                    problems.append(f"{path.relative_to(folder)}: {type(error).__name__}: {error}")
    reports.put((read_count, partial_count, problems[:4]))


def groups_in_different_orders(bench, wants):
    """Checks two or four calls of the same dates at once, in different orders.

    Each date is done by one of them and skipped by the others, and no call waits for ever.
    """
    for partitioning in scenarios.PARTITIONINGS:
        for orders in (days.GROUP, days.GROUP[::-1]), (*rotations(days.GROUP), days.GROUP[::-1]):
            name = f"grouped-raced/{partitioning}/{len(orders)}"
            if wants(name):
                yield name, lambda p=partitioning, o=orders: race_in_groups(bench, p, o)


def rotations(dates):
    return [dates[place:] + dates[:place] for place in range(len(dates))]


def race_in_groups(bench, partitioning, orders):
    round_count = 100 if bench.is_full else 6
    outcomes, problems = collections.Counter(), []
    for number in range(round_count):
        lake = bench.place()
        found = round_of_groups(bench, partitioning, orders, lake, number, outcomes)
        problems += [f"round {number}: {problem}" for problem in found]
        if not found:
            bench.discard(lake)
    print(f"  grouped-raced/{partitioning}/{len(orders)}: {round_count} rounds, calls by the number "
          f"of dates that they made: {dict(sorted(outcomes.items()))}", flush=True)
    return "; ".join(problems[:4])


def round_of_groups(bench, partitioning, orders, lake, number, outcomes):
    """Runs a call for each of the `orders` of dates at once, and returns the problems."""
    children = []
    for place, order in enumerate(orders):
        engine = ("polars", "streaming")[(number + place) % 2]
        words = batches.batch(bench, partitioning, engine, "fresh").words(lake, order=order)
        log = f"{lake}.{place}.log"
        children.append((order, log, subprocess.Popen(
            bench.interception.words(words, lake, log, "-d", f"renameat2:{GAP}"),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)))
    problems, done = [], collections.Counter()
    for order, log, child in children:
        try:
            output = child.communicate(timeout=60)[0]
        except subprocess.TimeoutExpired:
            for _, _, other in children:
                other.kill()
            return ["the calls wait for each other"]
        results = [json.loads(line) for line in output.splitlines()]
        if child.returncode != 0 or tuple(result["date"] for result in results) != order:
            problems.append(f"status {child.returncode}: {results}")
        made = [result["date"] for result in results if result["status"] == "success"]
        done.update(made)
        outcomes[len(made)] += 1
        problems.append(foreign_staging(bench.interception.read(log, lake).calls))
    if done != dict.fromkeys(days.GROUP, 1):
        problems.append(f"dates by the number of calls that made them: {dict(done)}")
    wanted = batches.batch(bench, partitioning, "streaming", "fresh").after
    problems += [lakes.difference(lakes.tree(lake), wanted), bench.verify(lake)]
    return list(filter(None, problems))


# The settings that the writers of one round give. One of them fixes the settings of the type.
GIVEN = ((), ("--profile", "classic"), (), ("--partition-by", "date"))


def first_commits_of_several_dates(bench, wants):
    """Checks first commits of a data type at the same time, each of another date.

    The first one fixes the settings. A call that did not give other settings can be repeated.
    """
    if wants("first"):
        yield "first", lambda: first_commits(bench)


def first_commits(bench):
    round_count = 60 if bench.is_full else 12
    folder = bench.place()
    folder.mkdir()
    outcomes, problems = collections.Counter(), []
    for number in range(round_count):
        problems += [f"round {number}: {problem}" for problem in
                     first_round(bench, folder / f"lake{number:03}", number, outcomes)]
    print(f"  first: {round_count} rounds, {dict(sorted(outcomes.items()))}", flush=True)
    if not outcomes["again"]:
        problems.append("no message said that the call can be made again")
    bench.discard(folder)
    return "; ".join(problems[:4])


def first_round(bench, lake, number, outcomes):
    """Runs four writers of four dates in a new lake, and returns the problem of the round."""
    source = scenarios.inputs(bench)["new"]
    engines = tuple(scenarios.ENGINES.values())
    calls = []
    for place, given in enumerate(GIVEN):
        engine = engines[(number + place) % len(engines)]
        words = bench.ingest_words(lake, source, f"2024-07-{place + 1:02}", *given, *engine)
        log = f"{lake}.{place}.log"
        # Each writer waits before it publishes, so that all of them have read the lake without
        # settings.
        held = bench.interception.words(words, lake, log, "-d", f"renameat2:{GAP * (place + 1)}")
        calls.append((given, words, subprocess.Popen(
            held, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True)))
    problems, is_done = [], 0
    for given, words, child in calls:
        answer = json.loads(child.communicate(timeout=60)[0])
        if answer["status"] == "success":
            outcomes["success"] += 1
            is_done += 1
            continue
        if answer["code"] != "output_conflict":
            problems.append(str(answer))
            continue
        is_again = "can be made again" in answer["message"]
        outcomes["again" if is_again else "conflict"] += 1
        again = json.loads(bench.run(words).stdout)
        if is_again and again["status"] != "success":
            problems.append(f"{given} can be made again by its message, and is: {again}")
        if not is_again and (not given or again["status"] != "error"
                             or "--" not in again["message"]):
            problems.append(f"{given} conflicts by what it gave, and again: {again}")
    if not is_done:
        problems.append("no first commit succeeded")
    return problems + list(filter(None, [lakes.staged(lakes.tree(lake)), bench.verify(lake)]))
