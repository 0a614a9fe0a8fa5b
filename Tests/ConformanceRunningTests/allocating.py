#!/usr/bin/env python3
"""An adapter that ingests nothing and takes memory, as the input says: a number of bytes and how.

- `here`: in this process, until the reply.
- `half`: half of that.
- `keep`: in this process, until it is asked to settle.
- `child`: in a process of its own, until `bye`.
- `passing`: in a process of its own that has ended before the reply.
"""

import json
import subprocess
import sys

CHILD = "import sys\nblock = b'x' * int(sys.argv[1])\nprint(flush=True)\nsys.stdin.readline()\n"
kept = []
children = []


def take(count: int, how: str) -> None:
    if how in ("here", "half"):
        block = b"x" * (count if how == "here" else count // 2)
        del block
    elif how == "keep":
        kept.append(b"x" * count)
    else:
        words = [sys.executable, "-c", CHILD, str(count)]
        child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        child.stdout.readline()
        children.append(child)
        if how == "passing":
            # As a helper that works for a while: it is looked at fifty times a second.
            try:
                child.wait(0.3)
            except subprocess.TimeoutExpired:
                child.communicate(b"\n")


for line in sys.stdin:
    request = json.loads(line)
    reply = {"id": request.get("id"), "status": "success"}
    if request.get("type") == "hello":
        program = {"name": "allocating", "version": "1"}
        reply = {"type": "ready", "protocol": 1, "adapter": program, "engine": program,
                 "supports": ["stocks_minute", "portable", "streaming", "bounded-memory"]}
    elif request["op"] == "ingest":
        with open(request["input"]) as file:
            text = file.read(100)
        # What is no number is a flat file, which nobody asked us to read.
        count, _, how = text.partition(" ")
        if count.isdigit():
            take(int(count), how or "here")
        reply["result"] = {"status": "success", "records": 0, "files": []}
    elif request["op"] == "settle":
        kept.clear()
    print(json.dumps(reply), flush=True)
    if request.get("op") == "bye":
        break
