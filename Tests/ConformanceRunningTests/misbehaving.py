#!/usr/bin/env python3
"""An adapter that answers every request with a refusal, but for one fault.

    misbehaving.py FAULT [STAMP]

The fault comes with the first `ingest`, or with `bye`. With STAMP, the path of a file, only the first
process that makes that file has it: those after it behave.
"""

import json
import os
import signal
import sys
import time

FAULT = sys.argv[1]
STAMP = sys.argv[2] if len(sys.argv) > 2 else None


def is_faulty() -> bool:
    if STAMP is None:
        return True
    try:
        os.close(os.open(STAMP, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def send(message: dict) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def linger(leave_group: bool) -> None:
    """Starts a child that holds our standard output and never ends by itself."""
    if os.fork() == 0:
        if leave_group:
            os.setsid()
        time.sleep(600)
        os._exit(0)


def misbehave(request: dict) -> None:
    """Does what the fault says; returns where an answer is still to come."""
    if FAULT == "hang":
        time.sleep(600)
    elif FAULT == "chatter":
        print("working on it", flush=True)
    elif FAULT == "chatter-after":
        refuse(request)
        print("done", flush=True)
        time.sleep(600)
    elif FAULT == "exit":
        sys.exit(0)
    elif FAULT == "signal":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif FAULT == "half-line":
        sys.stdout.write('{"id": "')
        sys.stdout.flush()
        sys.exit(3)
    elif FAULT == "half-line-hang":
        sys.stdout.write('{"id": "')
        sys.stdout.flush()
        time.sleep(600)
    elif FAULT == "long-line":
        chunk = "x" * (1 << 20)
        for _ in range(1024):
            sys.stdout.write(chunk)
        sys.stdout.flush()
        time.sleep(600)
    elif FAULT == "wrong-id":
        refuse(request | {"id": "0000"})
        time.sleep(600)
    elif FAULT == "wrong-code":
        send({"id": request["id"], "status": "error", "code": "oops", "message": "oops"})
    elif FAULT == "unsupported":
        send({"id": request["id"], "status": "unsupported", "feature": "gzip"})
    elif FAULT == "success-without-result":
        send({"id": request["id"], "status": "success"})
    elif FAULT == "lie":
        path = "stocks_daily/year=2024/month=01/date=2024-01-02.parquet"
        result = {"status": "success", "records": 2, "files": [path]}
        send({"id": request["id"], "status": "success", "result": result})
    elif FAULT == "fork":
        linger(leave_group=False)
        sys.exit(1)
    elif FAULT == "fork-leaving":
        linger(leave_group=True)
        sys.exit(1)
    elif FAULT == "change-directory":
        os.chdir("/")
        refuse(request)
    elif FAULT == "delete-inputs":
        os.remove(request["input"])
        refuse(request)
    elif FAULT == "close-output":
        os.close(1)
        time.sleep(600)
    else:
        raise SystemExit(f"no fault {FAULT}")


ANSWERED = {
    "chatter-after", "wrong-code", "unsupported", "success-without-result", "lie",
    "change-directory", "delete-inputs", "wrong-id",
}


def refuse(request: dict) -> None:
    send(
        {
            "id": request["id"],
            "status": "error",
            "code": "empty_input",
            "line": 1,
            "message": "everything is empty to me",
        }
    )


AT_BYE = {"bye-stay", "bye-silent", "bye-status", "bye-signal", "bye-unanswered", "bye-error", "bye-child"}


def say_bye(request: dict) -> None:
    """Ends, as it should or as the fault says."""
    if FAULT == "bye-silent":
        time.sleep(600)
    if FAULT == "bye-unanswered":
        sys.exit(0)
    if FAULT == "bye-error":
        refuse(request)
        sys.exit(0)
    if FAULT == "bye-child":
        linger(leave_group=True)
    send({"id": request["id"], "status": "success"})
    if FAULT == "bye-stay":
        time.sleep(600)
    if FAULT == "bye-signal":
        os.kill(os.getpid(), signal.SIGTERM)
    print("leaving", file=sys.stderr)
    sys.exit(4 if FAULT == "bye-status" else 0)


def main() -> None:
    if FAULT == "hang-at-start":
        time.sleep(600)
    if FAULT == "slow-start":
        time.sleep(1.5)
    if FAULT == "banner":
        print("welcome", flush=True)
    json.loads(sys.stdin.readline())
    program = {"name": "misbehaving", "version": "1"}
    send(
        {
            "type": "ready",
            "protocol": 1,
            "adapter": program,
            "engine": program,
            "supports": ["stocks_daily", "portable", "gzip"],
        }
    )
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "bye":
            say_bye(request)
        elif request["op"] != "ingest":
            send({"id": request["id"], "status": "success"})
        elif FAULT in AT_BYE or FAULT in ("none", "slow-start") or not is_faulty():
            refuse(request)
        else:
            misbehave(request)
            if FAULT not in ANSWERED:
                refuse(request)


main()
