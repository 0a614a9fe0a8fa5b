"""Kills and stops `barlake sync` with files from a bucket, and lets it and `run-task` race."""

import json
import random
import signal
import time

import syncs  # first: it makes the modules of `readers` known
import lakes
import synced_faults
from synced_service import Service

SEED = 20240704


def from_a_bucket(bench, wants):
    """Checks what becomes of a lake whose files come from a SeaweedFS."""
    if not wants("synced/"):
        return
    service = Service(bench)
    for number in range(20 if bench.is_full else 4):
        yield f"synced/killed/{number}", lambda n=number: killed(service, n)
    checks = {
        "same-files": same_files, "two": two, "shards": shards,
        "stopped/SIGINT": lambda service: stopped(service, signal.SIGINT),
        "stopped/SIGTERM": lambda service: stopped(service, signal.SIGTERM),
        **synced_faults.CHECKS}
    if bench.is_full:
        checks["server-killed"] = synced_faults.server_killed
    for name, check in checks.items():
        yield f"synced/{name}", lambda c=check: c(service)


def killed(service, number):
    """Kills a call, and the same call again, at random moments; then it runs to its end."""
    chance = random.Random(f"{SEED}/{number}")
    source, after = service.unchanged
    with service.proxy() as counter:
        near = source.through(counter)
        words = near.words(lake := service.bench.place())
        # Beside other checks, as those that are killed.
        near.expected()
        started = time.monotonic()
        near.expected()
        seconds = time.monotonic() - started
        for moment in (chance.uniform(0.1, 0.9), chance.uniform(0.1, 0.9), None):
            done = syncs.done_keys(lake)
            counter.forget()
            if moment is None:
                if problem := near.call(lake).unlike(0, lake):
                    return problem
            else:
                syncs.kill(service.bench, words, moment * seconds)
            fetched = counter.fetched()
            if again := sorted(done & fetched.keys()):
                return f"fetched again: {again}"
        if missing := near.keys - done - fetched.keys():
            return f"neither done before nor fetched: {missing}"
    return service.right(lake, after)


def same_files(service):
    """Readers see the files that ingests of the same flat files make."""
    lake, root = service.bench.place(), syncs.FolderSource(service.bench).fill().root
    for data_type in syncs.SHAPES:
        done = service.bench.run(service.bench.implementation.ingest_words(
            data_type, lake, "--quiet", root))
        if done.returncode:
            return done.stderr
    return lakes.difference(lakes.visible(syncs.tree(lake)), lakes.visible(service.unchanged[1]))


def stopped(service, number):
    """A signal ends a call with its status, and what is done by then is not fetched again."""
    source, after = service.unchanged
    lake = service.bench.place()
    with service.proxy(slowly) as counter:
        near = source.through(counter)
        call = syncs.begun(near.words(lake))
        syncs.wait_for_dates(lake, 1)
        done = call(number)
        kept = syncs.done_keys(lake)
        problem = done.unlike(128 + number, lake) or service.bench.verify(lake)
        if not problem and not (done.summary["not_started"] and set(done.ingested) == kept):
            problem = f"{sorted(kept)} are done: {done}"
        counter.forget()
        problem = problem or near.call(lake).unlike(0, lake)
        if again := sorted(kept & counter.fetched().keys()):
            return f"fetched again: {again}"
    return problem or service.right(lake, after)


def slowly(key, number):
    """What disturbs each object, so that calls at once are at work on one date."""
    time.sleep(0.02)


def two(service):
    """Two calls at once do each date once, and fetch each object once."""
    source, after = service.unchanged
    lake = service.bench.place()
    with service.proxy(slowly) as counter:
        answers = syncs.at_once([source.through(counter).words(lake)] * 2)
        fetched = counter.fetched()
    return (each_once(source, answers, "success", "skipped")
            or fetched_once(source, fetched) or service.right(lake, after))


def each_once(source, answers, *outcomes):
    """The problem if calls at once have not ingested each date once, and ended with 0."""
    for answer in answers:
        if problem := answer.unlike(0, None):
            return problem
    keys = sorted(key for answer in answers for key in answer.ingested)
    if keys != sorted(source.keys):
        return f"ingested by the calls together: {keys}"
    found = {line["status"] for answer in answers for line in answer.of_kind("date")}
    return "" if found == set(outcomes) else f"the calls did not meet: {found}"


def not_told(answers, events):
    """The problem if calls have not told of each of their dates in a file of events."""
    lines = [json.loads(line) for line in events.read_text().splitlines()]
    tasks = sorted(line["task"] for answer in answers for line in answer.of_kind("date"))
    for event in ("started", "committed"):
        told = sorted(line["task"] for line in lines if line["event"] == event)
        if told != tasks:
            return f"{len(told)} of {len(tasks)} tasks have {event}, by the events"
    return ""


def fetched_once(source, fetched):
    """The problem if an object was not fetched exactly once."""
    wrong = {key: fetched.get(key) for key in source.keys if fetched.get(key) != 1}
    return f"not fetched once: {wrong}" if wrong else ""


def shards(service):
    """Four parts of a plan at once, one of them twice, make the lake of one `sync`. The plan stays
    as it is, and the events of all are in one file.
    """
    source, after = service.unchanged
    lake, plan, events = (service.bench.place() for _ in range(3))
    with service.proxy(slowly) as counter:
        near = source.through(counter)
        done = service.bench.run(near.words(lake, command="plan", json=False))
        if done.returncode or lake.exists():
            return f"plan: status {done.returncode}, {done.stderr}, a lake: {lake.exists()}"
        plan.write_text(done.stdout)
        plan.chmod(0o444)
        before = plan.stat()
        answers = syncs.at_once([
            [*service.bench.command, "run-task", "--plan", str(plan), "--shard", f"{part}/4",
             "--config-dir", str(service.config), "--endpoint", near.endpoint,
             "--bucket", near.name, "--events", str(events), "--json"]
            for part in (1, 2, 3, 4, 2)])
        fetched = counter.fetched()
    now = plan.stat()
    if plan.read_text() != done.stdout or now.st_mtime_ns != before.st_mtime_ns:
        return "the plan was written to"
    return (each_once(source, answers, "success", "skipped") or not_told(answers, events)
            or fetched_once(source, fetched) or service.right(lake, after))
