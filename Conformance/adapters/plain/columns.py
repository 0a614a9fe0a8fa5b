"""The names of the input's columns, and the columns of a lake's files."""

from __future__ import annotations

from records import BLANKS

DATA_TYPES = ("stocks_daily", "stocks_minute", "options_daily", "options_minute")
VENDOR_ORDER = ("ticker", "volume", "open", "close", "high", "low", "window_start", "transactions")
ALIASES = {"symbol": "ticker", "timestamp": "window_start", "datetime": "window_start"}
CONTRACT = ("underlying", "expiration_date", "contract_type", "strike_price")
PRICES = ("open", "high", "low", "close")

BARS = "timestamp open high low close volume transactions"
OPTION_BARS = BARS.replace("timestamp", "timestamp expiration_date contract_type strike_price")
SCHEMAS = {
    "stocks_daily": f"year month symbol date {BARS}",
    "stocks_minute": f"symbol year month date {BARS}",
    "options_daily": f"underlying year month ticker date {OPTION_BARS}",
    "options_minute": f"underlying date ticker {OPTION_BARS}",
}
FULL = {
    "stocks_daily": {
        "alpha_daily": "float32", "price_range": "float32", "daily_return": "float32", "vwap": "float32",
        "relative_volume": "float32",
    },
    "stocks_minute": {"alpha_minute": "float32", "price_velocity": "float32", "minute_return": "float32"},
    "options_daily": {"moneyness": "float32", "days_to_expiry": "int16", "relative_volume": "float32"},
    "options_minute": {},
}
# Columns of texts that have a dictionary in every file; the others never have one (PARQ-2.5).
DICTIONARIES = {
    "stocks_daily": [],
    "stocks_minute": ["symbol"],
    "options_daily": ["underlying", "contract_type"],
    "options_minute": ["underlying", "ticker", "contract_type"],
}
EXTRA_TYPES = {
    "bool": "bool", "int64": "int64", "double": "float64", "date": "date32", "timestamp": "timestamp",
    "string": "string",
}


def is_stock(data_type: str) -> bool:
    return data_type.startswith("stocks")


def is_daily(data_type: str) -> bool:
    return data_type.endswith("daily")


def name_column(data_type: str) -> str:
    """The column that partitions by symbol."""
    return "symbol" if is_stock(data_type) else "underlying"


def type_of(column: str, data_type: str, profile: str) -> str:
    """SCHEMA-1 and SCHEMA-2."""
    classic = profile == "classic"
    if column in ("date", "expiration_date"):
        return "date32"
    if column == "timestamp":
        return "timestamp[ns, UTC]" if classic else "timestamp[us, UTC]"
    if column in PRICES or column == "strike_price":
        return "float32" if classic else "float64"
    if column == "volume":
        if not classic:
            return "float64"
        return "uint64" if data_type == "stocks_daily" else "uint32"
    if column == "transactions":
        return "uint32" if classic else "int32"
    if column == "year":
        return "int16" if classic else "int32"
    if column == "month":
        return "int8" if classic else "int32"
    return "string"


def schema(data_type: str, profile: str, extras: dict[str, str]) -> dict[str, str]:
    """Every column with its type, before a file leaves out what its folders name."""
    names = SCHEMAS[data_type].split()
    if data_type == "stocks_minute" and profile == "classic":
        names.remove("date")
    columns = {name: type_of(name, data_type, profile) for name in names}
    for name, kind in extras.items():
        columns[name] = EXTRA_TYPES[kind]
        if kind == "timestamp":
            columns[name] = type_of("timestamp", data_type, profile)
    return columns


def folded(name: str) -> str:
    """A name as it is compared: trimmed, and ASCII letters in lower case (CSV-8.1)."""
    return name.strip(BLANKS.decode()).encode().lower().decode()


def role_of(name: str, data_type: str, extras: dict[str, str]) -> str | None:
    """What a column of the input is, None if it is ignored (CSV-8, CSV-9.2, TYPE-13)."""
    name = folded(name)
    name = ALIASES.get(name, name)
    if name in VENDOR_ORDER or name in extras or (name in CONTRACT and not is_stock(data_type)):
        return name
    return None


def may_be_extra(name: str, data_type: str) -> bool:
    """CONF-1.14, for a name that is trimmed and folded."""
    taken = {*VENDOR_ORDER, *ALIASES, *SCHEMAS[data_type].split(), "year", "month"}
    return name != "" and name not in taken
