"""The adapter. It reads one request per line from standard input and writes one reply per line.

The protocol is docs/adapter-protocol.md, the rules are docs/spec.md. `ingest.py` does the work.
"""

import gc
import json
import platform
import sys
from typing import Any

import columns
from ingest import Ingestor
from refusal import Refusal

SUPPORTS = [
    *columns.DATA_TYPES, "gzip", "filter", "portable", "classic", "symbol-partitions", "lazy", "streaming",
    "batch", "statistics", "schema", "counts", "extra-columns",
]
ingestors: dict[str, Ingestor] = {}


def ready(request: dict[str, Any]) -> dict[str, Any]:
    if 1 not in request["protocol"]:
        sys.exit(f"this adapter speaks version 1 of the protocol, not {request['protocol']}")
    return {
        "type": "ready", "protocol": 1, "supports": SUPPORTS,
        "adapter": {"name": "plain", "version": "1.0"},
        "engine": {"name": "plain Python", "version": platform.python_version()},
    }


def reply(request: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"id": request["id"], "status": "success", **answer(request["op"], request)}
    except Refusal as refusal:
        return {"id": request["id"], "status": "error", **refusal.members}
    except Exception as error:  # a bug in this adapter, not a rejection of the input
        message = f"{type(error).__name__}: {error}"
        return {"id": request["id"], "status": "error", "code": "internal", "message": message}


def answer(operation: str, request: dict[str, Any]) -> dict[str, Any]:
    """Does what the request asks for, and returns the members of the reply."""
    if operation in ("settle", "bye"):
        gc.collect()
    elif operation == "schema":
        return {"columns": schema(request["data_type"], request["profile"], request["full"])}
    elif operation == "open":
        members = (request[name] for name in ("kind", "data_type", "out", "config"))
        ingestors[request["ingestor"]] = Ingestor(*members)
    elif operation == "close":
        del ingestors[request["ingestor"]]
    else:
        return answer_of(ingestors[request["ingestor"]], operation, request)
    return {}


def answer_of(ingestor: Ingestor, operation: str, request: dict[str, Any]) -> dict[str, Any]:
    if operation == "ingest":
        lazy = request["entry"] == "ingest_lazy"
        return {"result": ingestor.ingest(request["date"], request["input"], request["symbols"], lazy)}
    if operation == "ingest_batch":
        return {"results": ingestor.ingest_batch(request["dates"], request["data"], request["symbols"])}
    if operation == "statistics":
        return {"statistics": ingestor.statistics}
    if operation == "reset_statistics":
        ingestor.reset_statistics()
        return {}
    raise ValueError(f"no operation {operation}")


def schema(data_type: str, profile: str, full: bool) -> list[dict[str, Any]]:
    """The raw schema, or the full one (SCHEMA-1 and SCHEMA-2)."""
    types = columns.schema(data_type, profile, {})
    for name in columns.ENRICHMENT[data_type].split() if full else []:
        types[name] = "int16" if name == "days_to_expiry" else "float32"
    keys = ("symbol", "ticker", "timestamp", "date")  # hold no nulls (SCHEMA-7.2)
    return [{"name": name, "type": kind, "nullable": name not in keys} for name, kind in types.items()]


def main() -> None:
    for line in sys.stdin.buffer:
        request = json.loads(line)
        message = ready(request) if request.get("type") == "hello" else reply(request)
        # Escapes keep every text intact in ASCII, whatever the locale is.
        sys.stdout.buffer.write(json.dumps(message).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()
        if request.get("op") == "bye":
            return


if __name__ == "__main__":
    main()
