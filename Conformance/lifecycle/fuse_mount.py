"""Mounts a folder through FUSE as an object store is: without hard links and rename flags.

    fuse_mount.py FOLDER CALLS

runs as root in a namespace. CALLS are command lines as JSON, in which `{lake}` is the path of the lake.
`fuse_mount.py --serve BELOW MOUNTED` serves the file system, in a process of its own.
"""

import errno
import json
import os
import pathlib
import subprocess
import sys
import time

import days
import lakes
import mounts


def lake_on_a_mounted_store(bench, wants):
    """Checks that a lake on such a mount is written, skipped, overwritten and verified, and that it
    is the lake that a run on a disk makes.
    """
    def calls(ingest, _):
        return [
            (ingest(days.DATE), "success"),
            (ingest(days.DATE), "skipped"),
            (ingest(days.DATE, "--on-existing", "overwrite", source="new"), "success"),
            *((words, None) for words in mounts.looks(bench)),
        ]

    yield from mounts.for_each_engine(bench, wants, "fuse", __file__, calls)


def main(folder, calls):
    """Returns a problem, or nothing."""
    folder, calls = pathlib.Path(folder), json.loads(calls)
    below, mounted, plain = (folder / name for name in ("below", "mounted", "plain"))
    below.mkdir()
    mounted.mkdir()
    server = subprocess.Popen([sys.executable, __file__, "--serve", str(below), str(mounted)])
    try:
        wait_until_mounted(server, mounted)
        return checked(calls, mounted, plain)
    finally:
        subprocess.run(["umount", "-l", str(mounted)], check=True)
        server.wait(timeout=60)


def wait_until_mounted(server, mounted):
    for _ in range(600):
        if os.path.ismount(mounted):
            return
        if server.poll() is not None:
            raise AssertionError(f"the file system ended with status {server.returncode}")
        time.sleep(0.05)
    raise AssertionError("the file system is not mounted")


def checked(calls, mounted, plain):
    # The mount is what the check takes it for.
    trial = mounted / "trial"
    trial.touch()
    try:
        os.link(trial, mounted / "linked")
        return "the mount makes hard links, which it must not"
    except OSError as error:
        if error.errno != errno.EPERM:
            return f"a hard link fails with {error}"
    trial.unlink()
    for words, expected in calls:
        for lake in (mounted / "lake", plain):
            done = mounts.call(words, lake)
            if done.returncode != 0:
                return f"{words}: status {done.returncode}, {done.stdout}{done.stderr}"
            if expected and json.loads(done.stdout)["status"] != expected:
                return f"{words}: {done.stdout}"
    return lakes.difference(lakes.tree(mounted / "lake"), lakes.tree(plain))


def serve(below, mounted):
    """Passes all calls on to the folder `below`, except those that such a store does not have."""
    import fuse

    class Store(fuse.Operations):
        """libfuse 2 itself answers a rename with flags by EINVAL."""

        def path(self, path):
            return below + path

        def access(self, path, mode):
            if not os.access(self.path(path), mode):
                raise fuse.FuseOSError(errno.EACCES)

        def chmod(self, path, mode):
            os.chmod(self.path(path), mode)

        def chown(self, path, uid, gid):
            os.chown(self.path(path), uid, gid)

        def create(self, path, mode, info=None):
            return os.open(self.path(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

        def flush(self, path, handle):
            return 0

        def fsync(self, path, datasync, handle):
            os.fsync(handle)
            return 0

        def getattr(self, path, handle=None):
            found = os.lstat(self.path(path))
            return {name: getattr(found, name) for name in (
                "st_atime", "st_ctime", "st_mtime", "st_gid", "st_uid", "st_mode", "st_nlink",
                "st_size")}

        def link(self, target, source):
            raise fuse.FuseOSError(errno.EPERM)

        def mkdir(self, path, mode):
            os.mkdir(self.path(path), mode)

        def open(self, path, flags):
            return os.open(self.path(path), flags)

        def read(self, path, size, offset, handle):
            return os.pread(handle, size, offset)

        def readdir(self, path, handle):
            return [".", "..", *os.listdir(self.path(path))]

        def release(self, path, handle):
            os.close(handle)
            return 0

        def rename(self, old, new):
            os.rename(self.path(old), self.path(new))

        def rmdir(self, path):
            os.rmdir(self.path(path))

        def statfs(self, path):
            found = os.statvfs(self.path(path))
            return {name: getattr(found, name) for name in (
                "f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_favail", "f_ffree", "f_files",
                "f_flag", "f_frsize", "f_namemax")}

        def truncate(self, path, length, handle=None):
            os.truncate(self.path(path), length)

        def unlink(self, path):
            os.unlink(self.path(path))

        def utimens(self, path, times=None):
            os.utime(self.path(path), times)

        def write(self, path, data, offset, handle):
            return os.pwrite(handle, data, offset)

    fuse.FUSE(Store(), mounted, foreground=True, nothreads=True)


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        sys.exit(serve(*sys.argv[2:]))
    sys.exit(main(*sys.argv[1:]) or 0)
