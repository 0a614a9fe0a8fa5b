"""The `config` dictionary: CONF-1, MEM-1. A key is nested under `ingest`, dotted, or on top."""

import shapes
from problem import Problem, shown_bytes

DATA_TYPES = ("stocks_daily", "stocks_minute", "options_daily", "options_minute")
EXTRA_TYPES = ("bool", "int64", "double", "date", "timestamp", "string")


class Options:
    """A checked configuration; a value that does not fit is `invalid_argument`."""

    def __init__(self, config, data_type):
        self.chunk_size = count(config, "chunk_size", 100_000)
        self.threads = count(config, "threads", None)
        self.profile = choice(config, "profile", ("portable", "classic"))
        self.partitioning = choice(config, "partitioning", ("date",))
        self.on_existing = choice(config, "on_existing", ("skip", "overwrite", "error"))
        self.fractional_volume = choice(config, "fractional_volume", ("error", "round"))
        self.strict_dates = switch(config, "strict_dates")
        self.embed = switch(config, "embed_partition_columns")
        self.extra_columns = extra_columns(find(config, "ingest", "extra_columns"), data_type)
        self.memory_gb = memory(config)

    def fixed(self):
        """What SCHEMA-8 fixes for all days of a data type."""
        return self.profile, self.partitioning, self.embed, tuple(self.extra_columns)


def as_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def wrong(value):
    return Problem("invalid_argument", token=shown_bytes(as_text(value).encode()))


def find(config, *path):
    """The value at the path, nested or joined by dots; what is under `ingest` also at the top."""
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
    if value is None:
        return allowed[0]
    if value not in allowed:
        raise wrong(value)
    return value


def switch(config, name):
    value = find(config, "ingest", name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise wrong(value)
    return value


def extra_columns(value, data_type):
    """[(name, type)], names as stored; a dictionary is ordered by its names."""
    if value is None:
        return []
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode())
    elif isinstance(value, str):
        pairs = [tuple(part.split(":")) for part in value.split(",")]
    else:
        raise wrong(value)
    taken = shapes.names_taken(data_type)
    chosen = []
    for pair in pairs:
        name = pair[0].strip(" \t").lower()
        if len(pair) != 2 or pair[1] not in EXTRA_TYPES or name in taken:
            raise wrong(value if isinstance(value, str) else pair[-1])
        taken.add(name)
        chosen.append((name, pair[1]))
    return chosen


def memory(config):
    for path in (
        ("resource_limits", "max_memory_gb"),
        ("system_profile", "resource_limits", "max_memory_gb"),
    ):
        value = find(config, *path)
        if value is not None:
            if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
                raise wrong(value)
            return value
    return 14.0
