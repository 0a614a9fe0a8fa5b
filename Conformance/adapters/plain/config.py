"""Reads the configuration: the places of its options and their values (CONF-1)."""

from dataclasses import dataclass, field
from typing import Any

import columns
from refusal import argument

COUNTS = ("chunk_size", "threads")
SWITCHES = ("strict_dates", "strict_bars", "embed_partition_columns")
CHOICES = {
    "profile": ("portable", "classic"),
    "partitioning": ("date", "symbol"),
    "on_existing": ("skip", "overwrite", "error"),
    "fractional_volume": ("error", "round"),
}


@dataclass
class Options:
    data_type: str
    partitioning: str
    chunk_size: int = 100_000
    threads: int = 1  # checked, and otherwise unused
    profile: str = "portable"
    on_existing: str = "skip"
    fractional_volume: str = "error"
    strict_dates: bool = False
    strict_bars: bool = False
    embed_partition_columns: bool = False
    extra_columns: dict[str, str] = field(default_factory=dict)


def read_options(data_type: str, config: dict[str, Any]) -> Options:
    if data_type not in columns.DATA_TYPES:
        raise argument("unknown_data_type", data_type, "no data type")
    options = Options(data_type, "date" if columns.is_daily(data_type) else "symbol")
    for name in (*COUNTS, *SWITCHES, *CHOICES, "extra_columns"):
        value = given(name, config)
        if value is None:
            continue
        fit = extra_columns(value, data_type) if name == "extra_columns" else value
        if fit is None or (name != "extra_columns" and not fits(name, value, data_type)):
            raise argument("invalid_argument", value, f"{name} has a wrong type or value")
        setattr(options, name, fit)
    return options


def given(name: str, config: dict[str, Any]) -> Any:
    """The value in force, among the places where an option may be given (CONF-1.18, CONF-1.19)."""
    nested = config.get("ingest")
    if isinstance(nested, dict) and name in nested:
        return nested[name]
    return config.get(f"ingest.{name}", config.get(name))


def fits(name: str, value: Any, data_type: str) -> bool:
    if name in COUNTS:
        return type(value) is int and value >= 1
    if name in SWITCHES:
        return type(value) is bool
    if name == "partitioning" and value == "symbol" and columns.is_daily(data_type):
        return False
    return type(value) is str and value in CHOICES[name]


def extra_columns(value: Any, data_type: str) -> dict[str, str] | None:
    """CONF-1.9: the columns of a text in its order, or of a dictionary sorted by the names' bytes; None if
    wrong.
    """
    if isinstance(value, str):
        pairs = [part.rpartition(":")[::2] for part in value.split(",")] if value else []
    elif isinstance(value, dict):
        pairs = [(name, value[name]) for name in sorted(value, key=str.encode)]
    else:
        return None
    found: dict[str, str] = {}
    for name, kind in pairs:
        name = columns.folded(name)
        if type(kind) is not str or kind not in columns.EXTRA_TYPES:
            return None
        if name in found or not columns.may_be_extra(name, data_type):
            return None
        found[name] = kind
    return found
