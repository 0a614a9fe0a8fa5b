"""Starts commands and measures each: wall time, CPU time and peak memory of the process.

Reads one JSON object per line, with the `words` of a command and the file for its `output`, and
writes one per command. It runs in a separate Python without imports: a new process inherits the
peak memory of its parent (`ru_maxrss` outlives exec), so the parent must be small.
"""

import json
import os
import sys
import time

null = os.open(os.devnull, os.O_RDWR)
for line in sys.stdin:
    command = json.loads(line)
    words = command["words"]
    actions = [
        (os.POSIX_SPAWN_DUP2, null, 0),
        (os.POSIX_SPAWN_OPEN, 1, command["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)]
    started = time.perf_counter()
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    print(json.dumps({
        "status": os.waitstatus_to_exitcode(status),
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak_kib": usage.ru_maxrss,
    }), flush=True)
