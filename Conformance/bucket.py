"""Buckets of an S3 service on this machine, for checks: they list objects, and answer for ranges of them.

Nothing asks who the caller is, so no signature is verified. A list has one page. The service is `with serving(buckets)`.
"""

import contextlib
import dataclasses
import http.server
import re
import threading
import time
import urllib.parse
import xml.sax.saxutils


@dataclasses.dataclass
class Object:
    """What is under a key, and what is wrong with it."""

    content: bytes
    etag: str = '"1"'
    # The tag of the answers, if the object was replaced since it was listed.
    replaced_by: str | None = None
    is_forbidden: bool = False
    # The seconds for which the bytes from a position on are held back.
    seconds: float = 0
    held_from: int = 0


Buckets = dict[str, dict[str, Object]]


class Answers(http.server.BaseHTTPRequestHandler):
    buckets: Buckets

    def do_GET(self) -> None:
        address = urllib.parse.urlsplit(self.path)
        name, _, key = urllib.parse.unquote(address.path).removeprefix("/").partition("/")
        query = dict(urllib.parse.parse_qsl(address.query))
        if name not in self.buckets:
            self.refuse(404, "NoSuchBucket")
        elif "list-type" in query:
            self.list(name, query.get("prefix", ""))
        elif key not in self.buckets[name]:
            self.refuse(404, "NoSuchKey")
        else:
            self.get(self.buckets[name][key])

    def list(self, name: str, prefix: str) -> None:
        found = {key: value for key, value in sorted(self.buckets[name].items()) if key.startswith(prefix)}
        entries = "".join(
            f"<Contents><Key>{escaped(key)}</Key><LastModified>2024-01-03T16:00:00.000Z</LastModified>"
            f"<ETag>{escaped(value.etag)}</ETag><Size>{len(value.content)}</Size></Contents>"
            for key, value in found.items())
        text = (f"<ListBucketResult><Name>{escaped(name)}</Name><Prefix>{escaped(prefix)}</Prefix>"
                f"<KeyCount>{len(found)}</KeyCount><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>")
        self.answer(200, text.encode(), {"Content-Type": "application/xml"})

    def get(self, value: Object) -> None:
        etag = value.replaced_by or value.etag
        length = len(value.content)
        span = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        first, last = map(int, span.groups()) if span else (0, length - 1)
        if value.is_forbidden:
            self.refuse(403, "AccessDenied")
        elif self.headers.get("If-Match", etag) != etag:
            self.refuse(412, "PreconditionFailed")
        elif span and first >= length:
            self.refuse(416, "InvalidRange")
        else:
            last = min(last, length - 1)
            if last >= value.held_from:
                time.sleep(value.seconds)
            headers = {"Content-Range": f"bytes {first}-{last}/{length}"} if span else {}
            self.answer(206 if span else 200, value.content[first:last + 1], {"ETag": etag, **headers})

    def refuse(self, status: int, code: str) -> None:
        self.answer(status, f"<Error><Code>{code}</Code></Error>".encode(), {"Content-Type": "application/xml"})

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        # A client that was stopped, or that wants another version, does not wait for the rest.
        with contextlib.suppress(ConnectionError):
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def escaped(text: str) -> str:
    return xml.sax.saxutils.escape(text, {'"': "&quot;"})


@contextlib.contextmanager
def serving(buckets: Buckets):
    """The URL of a service with these buckets, which may be changed meanwhile."""
    answers = type("AnswersOfBuckets", (Answers,), {"buckets": buckets})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
