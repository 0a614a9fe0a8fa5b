#!/usr/bin/env python3
"""The manual pages of both commands, made from their help: `manual.py COMMAND` prints one.

One page has all subcommands. There is no text in it but that of `COMMAND help`.

Source: groff_man(7), man-pages(7).
"""

import json
import pathlib
import subprocess
import sys

import contents


def pages(folder: pathlib.Path) -> list[contents.File]:
    """`share/man/man1/…`, from the folder that has the two commands."""
    return [contents.File(f"share/man/man1/{name}.1", page(folder / name).encode("ascii")) for name in contents.COMMANDS]


def page(command: pathlib.Path) -> str:
    done = subprocess.run([command, "--experimental-dump-help"], check=True, stdout=subprocess.PIPE)
    root = json.loads(done.stdout)["command"]
    name = root["commandName"]
    others = ", ".join(f"\\fB{_text(other)}\\fR(1)" for other in contents.COMMANDS if other != name)
    lines = [
        f'.TH {_text(name.upper())} 1 "" "BarLake {contents.version()}" "User Commands"',
        ".SH NAME", f"{_text(name)} \\- {_text(root['abstract'].rstrip('.'))}",
        ".SH SYNOPSIS", f".B {_text(name)}", ".I subcommand", "\\&...",
        *_paragraphs(root.get("discussion", ""), ".SH DESCRIPTION"),
        ".SH OPTIONS", *_arguments(root["arguments"]),
        ".SH SUBCOMMANDS",
    ]
    common = root["arguments"]
    for words, subcommand in _subcommands(root, (name,)):
        arguments = [argument for argument in subcommand.get("arguments", []) if argument not in common]
        lines += [
            f'.SS "{_text(" ".join(words))}"', _text(subcommand["abstract"]),
            *_paragraphs(subcommand.get("discussion", ""), ".PP"),
            ".PP", f"\\fB{_text(' '.join(words))}\\fR {_usage(arguments)}".rstrip(), *_arguments(arguments),
        ]
    return "\n".join([*lines, ".SH SEE ALSO", others]) + "\n"


def _subcommands(command: dict, path: tuple[str, ...]):
    """The commands that do something, with their words; one that others have is told by them."""
    for subcommand in command.get("subcommands", []):
        words = (*path, subcommand["commandName"])
        # `help` is the argument parser's own; it prints what this page has.
        if subcommand["shouldDisplay"] and words[1:] != ("help",):
            if subcommand.get("subcommands"):
                yield from _subcommands(subcommand, words)
            else:
                yield words, subcommand


def _usage(arguments: list[dict]) -> str:
    """The arguments that must be given; all others are `options`."""
    words = [] if all(_is_needed(argument) for argument in arguments) else ["[\\fIoptions\\fR]"]
    for argument in sorted(filter(_is_needed, arguments), key=lambda argument: argument["kind"] == "positional"):
        words.append(_names(argument) + (" \\&..." if argument["isRepeating"] else ""))
    return " ".join(words)


def _is_needed(argument: dict) -> bool:
    return argument["shouldDisplay"] and not argument["isOptional"]


def _arguments(arguments: list[dict]) -> list[str]:
    lines = []
    last = None
    for argument in filter(lambda argument: argument["shouldDisplay"], arguments):
        if argument["kind"] == "flag" and argument["abstract"] == last:
            # The two sides of a flag have one text.
            lines[-2] += f", {_names(argument)}"
            continue
        last = argument["abstract"]
        notes = [f"values: {', '.join(argument['allValues'])}"] if argument.get("allValues") else []
        notes += [f"default: {argument['defaultValue']}"] if argument.get("defaultValue") else []
        text = argument["abstract"] + (f" ({'; '.join(notes)})" if notes else "")
        lines += [".TP", _names(argument), _text(text)]
    return lines


def _names(argument: dict) -> str:
    value = f"\\fI{_text(argument['valueName'])}\\fR"
    if argument["kind"] == "positional":
        return value
    dashes = {"short": "-", "long": "--", "longWithSingleDash": "-"}
    names = ", ".join(f"\\fB{_text(dashes[name['kind']] + name['name'])}\\fR" for name in argument["names"])
    return names if argument["kind"] == "flag" else f"{names} {value}"


def _paragraphs(text: str, first: str) -> list[str]:
    """Paragraphs that blank lines divide, the first one after the request `first`; those with indented lines stay as
    they are."""
    lines = []
    for number, paragraph in enumerate(part for part in text.split("\n\n") if part.strip()):
        lines.append(".PP" if number else first)
        if any(line.startswith(" ") for line in paragraph.splitlines()):
            lines += [".nf", *map(_text, paragraph.splitlines()), ".fi"]
        else:
            lines += map(_text, paragraph.splitlines())
    return lines


def _text(text: str) -> str:
    """Text for a line of its own, or a part of one."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("'", "\\(aq")
    escaped = escaped.replace("`", "\\(ga").replace("^", "\\(ha").replace("~", "\\(ti")
    escaped = "".join(letter if letter.isascii() else f"\\[u{ord(letter):04X}]" for letter in escaped)
    return f"\\&{escaped}" if escaped.startswith(".") else escaped


if __name__ == "__main__":
    sys.stdout.write(page(pathlib.Path(sys.argv[1]).resolve()))
