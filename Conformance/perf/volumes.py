"""A file system of its own for each run that is measured. The scripts of this folder share it."""

import contextlib
import pathlib
import shutil
import subprocess
import tempfile

MEMORY = pathlib.Path("/dev/shm")
BYTES = 16 << 30  # of an image, which takes only what is written to it
MANY = 1_000  # files


def add_image_folder(parser):
    """The argument of a script that names the folder of its `Volumes`."""
    parser.add_argument("--image-folder", type=pathlib.Path,
                        default=MEMORY if MEMORY.is_dir() else tempfile.gettempdir())


class Volumes:
    """New folders, each on an ext4 that has just been made, in an image in `folder`.

    An ext4 passes over inodes that were freed lately, one by one, so a run that makes thousands of
    files would pay for the removal of those of the run before. Where the machine does not let an
    image be mounted, the folders are in `folder` itself; `note` says so.
    """

    def __init__(self, folder):
        self.root = pathlib.Path(tempfile.mkdtemp(dir=folder))
        self.image, self.mounted = self.root / "image", self.root / "mounted"
        self.mounted.mkdir()
        self.note = f"each run on a new ext4 in an image in {folder}"
        self.has_images = True
        try:
            with self.fresh():
                pass
        except (OSError, subprocess.CalledProcessError) as error:
            self.has_images = False
            reason = (getattr(error, "stderr", None) or str(error)).strip()
            self.note = (f"NO FILE SYSTEM OF ITS OWN COULD BE MOUNTED ({reason}): each run in a new "
                         f"folder in {folder}")

    @contextlib.contextmanager
    def fresh(self):
        """A new and empty folder, which is gone at the end of the block."""
        if not self.has_images:
            yield from self.folder()
            return
        with self.image.open("wb") as file:
            file.truncate(BYTES)
        try:
            # All tables are made now: otherwise the kernel makes them while a run is measured.
            self.call("mkfs.ext4", "-q", "-F", "-m", "0",
                      "-E", "lazy_itable_init=0,lazy_journal_init=0", self.image)
            self.call("mount", "-o", "loop", self.image, self.mounted)
            try:
                yield self.mounted
            finally:
                self.call("umount", self.mounted)
        finally:
            self.image.unlink()

    def folder(self):
        """A new folder. One with many files stays until `close`."""
        made = pathlib.Path(tempfile.mkdtemp(dir=self.root))
        yield made
        if sum(1 for _ in made.rglob("*")) < MANY:
            shutil.rmtree(made)

    def call(self, *words):
        subprocess.run(words, check=True, capture_output=True, text=True)

    def close(self):
        shutil.rmtree(self.root)
