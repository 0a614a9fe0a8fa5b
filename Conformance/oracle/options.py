"""Reads the `config` dictionary: CONF-1, MEM-1. A key is nested below `ingest`, dotted, or at the
top.
"""

import copy
import re

import shapes
from problem import Problem, shown_bytes

DATA_TYPES = ("stocks_daily", "stocks_minute", "options_daily", "options_minute")
EXTRA_TYPES = ("bool", "int64", "double", "date", "timestamp", "string")


class Options:
    """A checked configuration. A value that does not fit is `invalid_argument`.

    The settings of SCHEMA-8 are None if they are not given, until `resolved` returns their values.
    """

    def __init__(self, config, data_type):
        self.chunk_size = count(config, "chunk_size", 100_000)
        self.threads = count(config, "threads", None)
        self.profile = choice(config, "profile", ("portable", "classic"))
        partitionings = ("symbol", "date") if shapes.is_minute(data_type) else ("date",)
        self.partitioning = choice(config, "partitioning", partitionings)
        self.on_existing = choice(config, "on_existing", ("skip", "overwrite", "error")) or "skip"
        self.fractional_volume = choice(config, "fractional_volume", ("error", "round")) or "error"
        self.strict_dates = bool(switch(config, "strict_dates"))
        self.strict_bars = bool(switch(config, "strict_bars"))
        self.embed = switch(config, "embed_partition_columns")
        self.extra_columns = extra_columns(find(config, "ingest", "extra_columns"), data_type)
        self.memory_gb = memory(config)
        self.defaults = ("portable", partitionings[0], False, ())

    def fixed(self):
        """The settings of SCHEMA-8 for all days of a data type; None for those that are not
        given.
        """
        extra = self.extra_columns
        return self.profile, self.partitioning, self.embed, None if extra is None else tuple(extra)

    def resolved(self, settings):
        """These options with values for the settings that are not given: the lake's, or the
        defaults where the lake has None (CONF-1.2).

        A given value that differs from the lake's is `output_conflict` (SCHEMA-8.2).
        """
        chosen = []
        for given, default, kept in zip(self.fixed(), self.defaults, settings or (None,) * 4):
            if None not in (given, kept) and given != kept:
                raise Problem("output_conflict")
            chosen.append(next(each for each in (given, kept, default) if each is not None))
        options = copy.copy(self)
        options.profile, options.partitioning, options.embed, options.extra_columns = chosen
        return options


def as_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda pair: pair[0].encode())
        return "{%s}" % ",".join("%s:%s" % (name, as_text(each)) for name, each in members)
    return str(value)


def wrong(value):
    return Problem("invalid_argument", token=shown_bytes(as_text(value).encode()))


def find(config, *path):
    """The value at the path, nested or joined by dots. A key below `ingest` may also be at the
    top.
    """
    name = path[-1]
    nested = config
    for part in path[:-1]:
        nested = nested.get(part, {}) if isinstance(nested, dict) else {}
    if isinstance(nested, dict) and name in nested:
        return nested[name]
    if ".".join(path) in config:
        return config[".".join(path)]
    return config.get(name) if path[0] == "ingest" else None


def count(config, name, default):
    value = find(config, "ingest", name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise wrong(value)
    return value


def choice(config, name, allowed):
    value = find(config, "ingest", name)
    if value is not None and value not in allowed:
        raise wrong(value)
    return value


def switch(config, name):
    value = find(config, "ingest", name)
    if value is not None and not isinstance(value, bool):
        raise wrong(value)
    return value


def extra_columns(value, data_type):
    """[(name, type)] with names as stored. A dictionary is sorted by name."""
    if value is None:
        return None
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode())
    elif isinstance(value, str):
        pairs = [divided(part) for part in value.split(",")] if value else []
    else:
        raise wrong(value)
    taken = shapes.names_taken(data_type)
    chosen = []
    for name, kind in pairs:
        name = re.sub("[A-Z]", lambda match: match[0].lower(), name.strip(" \t"))
        if kind not in EXTRA_TYPES or name in taken or name == "":
            raise wrong(value)
        taken.add(name)
        chosen.append((name, kind))
    return chosen


def divided(part):
    """(name, type) of `NAME:TYPE`. A part without a colon has no type."""
    name, colon, kind = part.rpartition(":")
    return (name, kind) if colon else (part, None)


def memory(config):
    limits = []
    for path in (
        ("resource_limits", "max_memory_gb"),
        ("system_profile", "resource_limits", "max_memory_gb"),
    ):
        value = find(config, *path)
        if value is not None:
            if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
                raise wrong(value)
            limits.append(value)
    return limits[0] if limits else 14.0
