"""The archive for everybody: unpack it anywhere and call `bin/barlake-conform`."""

import gzip
import io
import pathlib
import tarfile

import contents


def write(folder: pathlib.Path, files: list[contents.File], machine: str) -> pathlib.Path:
    top = f"barlake-{contents.version()}-linux-{machine}"
    path = folder / f"{top}.tar.gz"
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        with tarfile.open(mode="w", fileobj=packed, format=tarfile.PAX_FORMAT) as archive:
            for file in sorted(files, key=lambda file: file.path):
                member = tarfile.TarInfo(f"{top}/{file.path}")
                member.size, member.mode, member.mtime = len(file.content), file.mode, contents.MODIFIED
                member.uname = member.gname = "root"
                archive.addfile(member, io.BytesIO(file.content))
    return path
