"""The adapter: one request a line from standard input, one reply a line to standard output.

The protocol is docs/adapter-protocol.md, the rules are docs/spec.md. `ingest.py` does the work.
"""

from __future__ import annotations

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


class Session:
    def __init__(self) -> None:
        self.ingestors: dict[str, Ingestor] = {}

    def hello(self, request: dict[str, Any]) -> dict[str, Any]:
        if 1 not in request["protocol"]:
            sys.exit(f"this adapter speaks version 1 of the protocol, not {request['protocol']}")
        return {
            "type": "ready",
            "protocol": 1,
            "adapter": {"name": "plain", "version": "1.0"},
            "engine": {"name": "plain Python", "version": platform.python_version()},
            "supports": SUPPORTS,
        }

    def reply(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            members = self.answer(request["op"], request)
        except Refusal as refusal:
            return {"id": request["id"], "status": "error", **refusal.members}
        except Exception as error:  # a fault of ours, and no rejection of the input
            message = f"{type(error).__name__}: {error}"
            return {"id": request["id"], "status": "error", "code": "internal", "message": message}
        return {"id": request["id"], "status": "success", **members}

    def answer(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        if operation == "open":
            self.ingestors[request["ingestor"]] = Ingestor(
                request["kind"], request["data_type"], request["out"], request["config"]
            )
            return {}
        if operation == "schema":
            return {"columns": schema(request["data_type"], request["profile"], request["full"])}
        if operation in ("settle", "bye"):
            gc.collect()
            return {}
        ingestor = self.ingestors[request["ingestor"]]
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
        if operation == "close":
            del self.ingestors[request["ingestor"]]
            return {}
        raise ValueError(f"no operation {operation}")


def schema(data_type: str, profile: str, full: bool) -> list[dict[str, Any]]:
    """`full` adds what a later enrichment computes (SCHEMA-1.5 to SCHEMA-1.7)."""
    names = columns.schema(data_type, profile, {})
    added = columns.FULL[data_type] if full else {}
    keys = ("symbol", "ticker", "timestamp", "date")
    return [
        {"name": name, "type": kind, "nullable": name not in keys} for name, kind in (names | added).items()
    ]


def main() -> None:
    session = Session()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        reply = session.hello(request) if request.get("type") == "hello" else session.reply(request)
        # The escapes of ASCII JSON keep every text whole, whatever the locale is.
        sys.stdout.buffer.write(json.dumps(reply).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()
        if request.get("op") == "bye":
            return


if __name__ == "__main__":
    main()
