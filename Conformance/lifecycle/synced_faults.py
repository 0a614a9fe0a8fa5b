"""What goes wrong at a bucket while `barlake sync` fetches from it, and on the lake's disk.

After each fault the next call completes the lake.
"""

import datetime
import gzip
import itertools

import syncs  # first: it makes the modules of `readers` known
import lakes
import mounts
import proxy
import seaweedfs
import synced_full_disk

DAILY = "stocks_daily"
MIDDLE = syncs.DAYS[3]
MIDDLE_KEY = seaweedfs.key(DAILY, MIDDLE)
OTHERS = len(syncs.DAYS) - 1
# A bucket has nothing of this type.
ABSENT = "options_daily"


def hole(service):
    """A day in the midst that is not there is reported, and done when it has come."""
    source, lake = service.source(syncs.ONE_TYPE).fill(), service.bench.place()
    source.remove(DAILY, MIDDLE)
    return (source.call(lake).unlike(0, lake, ingested=OTHERS, not_published=[MIDDLE])
            or syncs.not_as(service.bench, lake, source.expected())
            or source.call(lake).unlike(0, lake, done=OTHERS, not_published=[MIDDLE])
            or source.put(DAILY, MIDDLE, syncs.file(DAILY, MIDDLE))
            or source.not_completed(lake))


def nothing_of_a_type(service):
    """A type of which nothing is there is a failure, and the others are done."""
    source, lake = service.source((DAILY, ABSENT)), service.bench.place()
    for date in syncs.DAYS:
        source.put(DAILY, date, syncs.file(DAILY, date))
    done = source.call(lake)
    missing = {one["data_type"]: one["not_published"] for one in done.summary["types"]}
    if missing != {DAILY: [], ABSENT: list(syncs.DAYS)}:
        return f"not published: {missing}"
    if len(done.ingested) != len(syncs.DAYS):
        return f"ingested: {done.ingested}"
    return (done.unlike(1, lake) or service.bench.verify(lake) or source.fill() and ""
            or source.not_completed(lake, without=set(done.ingested)))


def not_yet_published(service):
    """The last day, which may still come, asks for a later call: the status is 75."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    ends = [today + datetime.timedelta(days=days) for days in (-7, 4)]
    source = service.source(syncs.ONE_TYPE, tuple(end.isoformat() for end in ends))
    empty = syncs.FolderSource(service.bench, source.types, source.days)
    empty.root.mkdir()
    lines = empty.call(service.bench.place(), "--dry-run")
    past, awaited = ([line["date"] for line in lines.of_kind(kind)]
                     for kind in ("not_published", "not_yet_published"))
    if not past or not awaited:
        return f"of no use: {lines}"
    *dates, last = past + awaited
    lake = service.bench.place()
    for date in dates:
        source.put(DAILY, date, syncs.file(DAILY, date))
    return (source.call(lake).unlike(75, lake, ingested=len(dates), not_yet_published=[last])
            or source.call(lake).unlike(75, lake, done=len(dates), not_yet_published=[last])
            or service.bench.verify(lake)
            or source.put(DAILY, last, syncs.file(DAILY, last))
            or source.not_completed(lake))


def forbidden(service):
    """An object that is listed and refused is an error of its date alone, and asked for once."""
    source, lake = service.source(syncs.ONE_TYPE).fill(), service.bench.place()
    with service.proxy(lambda key, _: proxy.refuse if key == MIDDLE_KEY else None) as refusing:
        near = source.through(refusing)
        problem = near.call(lake).unlike(1, lake, ingested=OTHERS, forbidden=[MIDDLE])
        if not problem and (count := refusing.fetched()[MIDDLE_KEY]) != 1:
            problem = f"asked for {count} times"
    return (problem or service.bench.verify(lake)
            or source.not_completed(lake, without=source.keys - {MIDDLE_KEY}))


def credentials(service):
    """A wrong secret is told apart, is not shown, and makes no lake."""
    source, lake = service.source(syncs.ONE_TYPE).fill(), service.bench.place()
    secret = "wrong/" + seaweedfs.SECRET
    right, source.config = source.config, seaweedfs.configuration(service.bench.place(), secret)
    for is_json, beginning in ((True, '{"code":"credentials",'), (False, "credentials: ")):
        done = service.bench.run(source.words(lake, json=is_json))
        text = done.stdout + done.stderr
        if done.returncode != 1 or not text.startswith(beginning):
            return f"status {done.returncode}: {text}"
        if secret in text or seaweedfs.ACCESS_KEY_ID in text:
            return "the secret, or the whole id, is shown"
    source.config = right
    return "a lake was made" if lake.exists() else source.not_completed(lake)


def replaced_and_cut(service):
    """An object that is replaced after its first bytes were sent is ingested anew."""
    source = service.source(syncs.ONE_TYPE).fill()
    new = syncs.file(DAILY, MIDDLE, 2)

    def disturb(key, number):
        if (key, number) == (MIDDLE_KEY, 1):
            return proxy.cut_after(700, lambda: source.put(DAILY, MIDDLE, new))

    return replaced(service, source, disturb)


def replaced_between_parts(service):
    """An object that is replaced between two of its parts is ingested anew."""
    source = service.source(syncs.ONE_TYPE).fill()
    old, new = (seaweedfs.flat_file(DAILY, MIDDLE, seed, 0, symbols=50_000) for seed in (1, 2))
    source.put(DAILY, MIDDLE, old)

    def disturb(key, number):
        if (key, number) == (MIDDLE_KEY, 2):
            source.put(DAILY, MIDDLE, new)

    return replaced(service, source, disturb)


def replaced(service, source, disturb):
    """The problem with a call during which `disturb` replaces an object, if there is one."""
    lake = service.bench.place()
    with service.proxy(disturb) as replacing:
        problem = source.through(replacing).call(lake).unlike(0, lake, ingested=OTHERS + 1)
        if not problem and replacing.fetched()[MIDDLE_KEY] < 3:
            problem = "the object was not asked for again"
    return (problem or syncs.not_as(service.bench, lake, source.expected())
            or source.not_completed(lake, without=source.keys))


def replaced_always(service):
    """An object that is replaced before each request is given up, and the next call does it."""
    source, lake = service.source(syncs.ONE_TYPE).fill(), service.bench.place()

    def disturb(key, number):
        if key == MIDDLE_KEY:
            source.put(DAILY, MIDDLE, syncs.file(DAILY, MIDDLE, 1 + number))

    with service.proxy(disturb) as replacing:
        done = source.through(replacing).call(lake)
        count = replacing.fetched()[MIDDLE_KEY]
    problem = done.unlike(75, lake, ingested=OTHERS, failed=[MIDDLE])
    if not problem and (done.codes != {"object_replaced"} or count != 4):
        problem = f"asked for {count} times, {done}"
    return (problem or service.bench.verify(lake)
            or source.not_completed(lake, without=source.keys - {MIDDLE_KEY}))


def malformed(service):
    """A file that cannot be parsed is an error of its date alone, and its successor is ingested."""
    source, lake = service.source(syncs.ONE_TYPE).fill(), service.bench.place()
    text = gzip.decompress(syncs.file(DAILY, MIDDLE))
    source.put(DAILY, MIDDLE, gzip.compress(text + b"AAPL,1,wrong\n"))
    for call in range(2):
        counts = {"done": OTHERS} if call else {"ingested": OTHERS}
        if problem := source.call(lake).unlike(1, lake, failed=[MIDDLE], **counts):
            return problem
    return (service.bench.verify(lake)
            or source.put(DAILY, MIDDLE, syncs.file(DAILY, MIDDLE))
            or source.not_completed(lake, without=source.keys - {MIDDLE_KEY}))


def full_disk(service):
    """A full disk ends a call after some failures, and with more room the next one goes on."""
    source = synced_full_disk.fill(service.source(syncs.ONE_TYPE, synced_full_disk.DAYS))
    return mounts.run_script(service.bench, mounts.namespace(), synced_full_disk.__file__,
                             synced_full_disk.calls(service.bench, source))


def gone(service):
    """A server that is gone in the midst: after eight failures no further date is begun, and the
    status is 75. What was done is not fetched again when it is back.
    """
    source, after = service.unchanged
    lake, numbers = service.bench.place(), itertools.count(1)

    def disturb(key, number):
        if next(numbers) == 8:
            counter.die()

    with service.proxy(disturb) as counter:
        near = source.through(counter)
        near.config = service.impatient
        done = near.call(lake)
        problem = given_up(service, done, lake, source)
        kept = syncs.done_keys(lake)
        counter.open()
        counter.forget()
        problem = problem or near.call(lake).unlike(0, lake)
        if again := sorted(kept & counter.fetched().keys()):
            return f"fetched again: {again}"
    return problem or service.right(lake, after)


def given_up(service, done, lake, source):
    """The problem with a call whose server has gone, if there is one."""
    problem = done.unlike(75, lake) or service.bench.verify(lake)
    failed = sum(len(one["failed"]) for one in done.summary["types"])
    left = done.summary["not_started"]
    if not problem and not (failed >= 8 and left > 0
                            and len(done.ingested) + failed + left == source.count):
        problem = f"{len(done.ingested)} ingested, {failed} failed, {left} not started"
    return problem or ("" if done.codes == {"connection_failed"} else f"codes {done.codes}")


def server_killed(service):
    """The same with a SeaweedFS that is killed, and started again."""
    server = seaweedfs.SeaweedFS(service.bench.place())
    source = syncs.BucketSource(server, service.impatient, service.bench).fill()
    lake, after = service.bench.place(), source.expected()
    call = syncs.begun(source.words(lake, "--jobs", "1"))
    syncs.wait_for_dates(lake, 3)
    server.kill()
    done = call()
    problem = given_up(service, done, lake, source)
    server.start()
    server.ready()
    problem = problem or source.not_completed(lake, without=set(done.ingested))
    problem = problem or lakes.difference(source.expected(), after)
    server.close()
    return problem


def reissued(source, is_as_long):
    """A file that was replaced by one of another content, of the same length or not, is reported,
    and taken with `--on-existing update` only.
    """
    bench, lake = source.bench, source.bench.place()
    source.fill(level=0)
    old = syncs.file(DAILY, MIDDLE, level=0)
    new = syncs.changed(old) if is_as_long else syncs.file(DAILY, MIDDLE, 2, 0)
    if new == old or (len(new) == len(old)) != is_as_long:
        return f"of no use: {len(old)} and {len(new)} bytes"
    if problem := source.call(lake).unlike(0, lake, ingested=OTHERS + 1):
        return problem
    before = syncs.tree(lake)
    source.put(DAILY, MIDDLE, new)
    # Files of a folder are compared by their lengths alone without `update`.
    is_seen = isinstance(source, syncs.BucketSource) or not is_as_long
    report = {"reissued": [MIDDLE]} if is_seen else {}
    update = ("--on-existing", "update")
    return (source.call(lake).unlike(0, lake, done=OTHERS + 1, **report)
            or syncs.not_as(bench, lake, before)
            or source.call(lake, *update).unlike(
                0, lake, ingested=1, replaced=[MIDDLE], done=OTHERS)
            or syncs.not_as(bench, lake, source.expected())
            or source.call(lake, *update).unlike(0, lake, done=OTHERS + 1)
            or source.not_completed(lake, *update, without=source.keys))


CHECKS = {
    "hole": hole, "nothing-of-a-type": nothing_of_a_type, "not-yet-published": not_yet_published,
    "forbidden": forbidden, "credentials": credentials,
    "reissued/content": lambda service: reissued(service.source(syncs.ONE_TYPE), True),
    "reissued/length": lambda service: reissued(service.source(syncs.ONE_TYPE), False),
    "replaced/cut": replaced_and_cut, "replaced/parts": replaced_between_parts,
    "replaced/always": replaced_always,
    "malformed": malformed, "full-disk": full_disk, "gone": gone,
}
