"""A server between `barlake` and a bucket, that counts what is fetched, and disturbs that if asked.

Signatures stay right, since the header `Host` is passed on as it is.
"""

import collections
import http.client
import http.server
import socket
import threading
import urllib.parse

REFUSAL = (b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           b"<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>")
# These are of one connection, and not of what is passed on.
OF_CONNECTION = ("connection", "keep-alive", "transfer-encoding", "content-length")


class Proxy:
    """Passes requests on to the server at `port`, while the `with` block lasts.

    `disturb(key, number)` is called before the request for an object with that number, from 1, is
    passed on. It returns nothing, or an action: `refuse`, or one that `cut_after` makes.
    """

    def __init__(self, port, disturb=lambda key, number: None):
        self.origin = port
        self.disturb = disturb
        self.lock = threading.Lock()
        self.counts = collections.Counter()
        self.connections = set()
        self.port = 0
        self.server = None

    def __enter__(self):
        self.open()
        return self

    def __exit__(self, *_):
        self.die()

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    def open(self):
        """Begins to listen, after `die` at the port of before."""
        handler = type("Handler", (PassingHandler,), {"proxy": self})
        self.server = Listener(("127.0.0.1", self.port), handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def die(self):
        """Ends all connections at once, and listens no longer."""
        with self.lock:
            server, self.server = self.server, None
        if not server:
            return
        server.shutdown()
        server.server_close()
        with self.lock:
            for connection in self.connections:
                # The other thread may have ended it.
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def count(self, path):
        """Counts a request: the key and the request's number for it, or None for a listing."""
        name = urllib.parse.unquote(urllib.parse.urlsplit(path).path).split("/", 2)[2:]
        if not name or not name[0]:
            return None
        with self.lock:
            self.counts[name[0]] += 1
            return name[0], self.counts[name[0]]

    def forget(self):
        """Counts from the beginning."""
        with self.lock:
            self.counts.clear()

    def fetched(self):
        """How often each key was asked for."""
        with self.lock:
            return dict(self.counts)


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, address):
        """Connections end in all ways here, as it is meant."""


def refuse(handler, answer, body):
    """The action that answers 403 to a request for an object."""
    handler.answer(403, [("Content-Type", "application/xml")], REFUSAL)


def cut_after(byte_count, meanwhile=lambda: None):
    """An action that sends the first bytes of an answer only, does `meanwhile`, and ends the
    connection.
    """
    def cut(handler, answer, body):
        handler.answer(answer.status, answer.getheaders(), body, byte_count)
        meanwhile()
        handler.close_connection = True
    return cut


class PassingHandler(http.server.BaseHTTPRequestHandler):
    """Passes on the requests of one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    proxy = None

    def setup(self):
        super().setup()
        with self.proxy.lock:
            self.proxy.connections.add(self.connection)
        self.origin = http.client.HTTPConnection("127.0.0.1", self.proxy.origin)

    def finish(self):
        with self.proxy.lock:
            self.proxy.connections.discard(self.connection)
        self.origin.close()
        super().finish()

    def do_GET(self):
        counted = self.proxy.count(self.path)
        action = counted and self.proxy.disturb(*counted)
        self.origin.putrequest(
            self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in OF_CONNECTION:
                self.origin.putheader(name, value)
        self.origin.endheaders()
        answer = self.origin.getresponse()
        body = answer.read()
        if action:
            action(self, answer, body)
        else:
            self.answer(answer.status, answer.getheaders(), body)

    def answer(self, status, headers, body, sent=None):
        """Answers with the body, or with so many bytes of it."""
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in OF_CONNECTION:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:sent])

    def log_message(self, *_):
        """Says nothing."""
