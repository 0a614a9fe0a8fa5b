"""The two commands, linked so that they need nothing of Swift and no libsnappy or zlib of the machine.

The objects are those of the ordinary release build, which the tests try; only the link differs.
"""

import pathlib
import re
import subprocess

import contents

OUTPUT = contents.ROOT / ".build-package"
# The command, and the target that has its `main`.
MAIN_TARGETS = {"barlake": "BarLakeTool", "barlake-conform": "ConformanceTool"}
# Linked from these archives. `-lsnappy` takes the shared library where there are both, so a folder that has only these
# is searched first.
ARCHIVES = ("libsnappy.a", "libz.a")
# What every Linux with glibc and a C++ compiler's runtime has.
ALLOWED = re.compile(r"(libc|libm|libdl|libpthread|librt|libstdc\+\+|libgcc_s|ld-linux[-\w]*)\.so\.\d+")


def build() -> pathlib.Path:
    """Builds both commands, and returns the folder that has them, without their symbols."""
    words = ["swift", "build", "--package-path", str(contents.ROOT), "-c", "release"]
    for name in contents.COMMANDS:
        subprocess.run([*words, "--product", name], check=True)
    objects = pathlib.Path(output(*words, "--show-bin-path").strip())
    commands = OUTPUT / "commands"
    commands.mkdir(parents=True, exist_ok=True)
    # An object says which libraries its imports need. Those of the build say it for Swift's shared libraries; the
    # archives have parts more, which an object that was compiled for them names.
    source, imports = OUTPUT / "imports.swift", OUTPUT / "imports.o"
    source.write_text("import Foundation\n", "utf-8")
    subprocess.run(
        ["swiftc", "-static-stdlib", "-parse-as-library", "-module-name", "imports", "-c", str(source), "-o",
         str(imports)], check=True)
    for name in contents.COMMANDS:
        linked = OUTPUT / f"{name}.linked"
        link([f"@{objects}/{name}.product/Objects.LinkFileList", str(imports)], MAIN_TARGETS[name], linked)
        subprocess.run(["strip", "--strip-all", "-o", str(commands / name), str(linked)], check=True)
    return commands


def link(objects: list[str], main: str, linked: pathlib.Path) -> None:
    """Links the objects of a command whose target is `main`."""
    folder = OUTPUT / "archives"
    folder.mkdir(exist_ok=True)
    for name in ARCHIVES:
        path = pathlib.Path(output("cc", f"-print-file-name={name}").strip())
        if not path.is_absolute():
            raise SystemExit(f"there is no {name}; .ci/setup installs it")
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(path.resolve())
    subprocess.run(
        ["swiftc", "-static-stdlib", "-emit-executable", "-o", str(linked), "-module-name", main, "-Xlinker",
         "--gc-sections", "-Xlinker", "--defsym", "-Xlinker", f"main={main}_main", *objects, f"-L{folder}", "-lsnappy",
         "-lz", "-lstdc++", "-ldl"], check=True)


def check_libraries(command: pathlib.Path) -> list[str]:
    """The shared libraries that the command asks for; ends the script if one of them may be missing elsewhere."""
    dynamic = output("readelf", "--dynamic", "--wide", str(command))
    needed = re.findall(r"\(NEEDED\).*\[(.+)\]", dynamic)
    more = [name for name in needed if not ALLOWED.fullmatch(name)]
    if not needed or more:
        raise SystemExit(f"{command} needs {', '.join(more) or 'no library, which cannot be'}")
    if "RUNPATH" in dynamic or "RPATH" in dynamic:
        raise SystemExit(f"{command} searches libraries in a folder of its own")
    # And what those need in turn.
    for line in output("ldd", str(command)).splitlines():
        name = line.split()[0].rpartition("/")[2]
        if "not found" in line or not (name.startswith("linux-vdso") or ALLOWED.fullmatch(name)):
            raise SystemExit(f"{command} needs {line.strip()}")
    return needed


def output(*words: str) -> str:
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout
