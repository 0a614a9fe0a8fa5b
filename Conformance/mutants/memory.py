#!/usr/bin/env python3
"""An adapter that is another one but for one fault of memory.

    memory.py FAULT COMMAND…

Starts the adapter COMMAND and hands on each line. FAULT is one of these:

- `none`: nothing. That an adapter passes with it shows that the wrapper is not at fault.
- `leak`: keeps 256 KiB after each ingest.
- `whole-file`: has the whole input in memory while the ingest runs, as it lies on the disk if that
  is gzip.
- `tenth`: has a tenth of the input in memory while the ingest runs.

Standard library only. The memory is that of this process, so what is found is the meter's.
"""

import json
import os
import subprocess
import sys

LEAK = 256 << 10
FAULTS = {"none": 0.0, "leak": 0.0, "whole-file": 1.0, "tenth": 0.1}


def held(share: float, path: str) -> bytes:
    """The first part of the file."""
    if not share or not os.path.isfile(path):
        return b""
    with open(path, "rb") as file:
        return file.read(int(os.path.getsize(path) * share))


def main() -> int:
    if len(sys.argv) < 3 or sys.argv[1] not in FAULTS:
        sys.exit(__doc__)
    fault, command = sys.argv[1], sys.argv[2:]
    left = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as adapter:
        for line in sys.stdin.buffer:
            request = json.loads(line)
            is_ingest = request.get("op") == "ingest"
            block = held(FAULTS[fault], request["input"]) if is_ingest else b""
            adapter.stdin.write(line)
            adapter.stdin.flush()
            reply = adapter.stdout.readline()
            del block
            if is_ingest and fault == "leak":
                left.append(b"\xff" * LEAK)
            sys.stdout.buffer.write(reply)
            sys.stdout.buffer.flush()
            if request.get("op") == "bye":
                adapter.stdin.close()
                return adapter.wait()
    return 1


if __name__ == "__main__":
    sys.exit(main())
