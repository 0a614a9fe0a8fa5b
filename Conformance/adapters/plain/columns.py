"""The names of the input's columns, and the columns of the lake's files."""

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
TEXTS = dict.fromkeys(("symbol", "underlying", "ticker", "contract_type"), "string")
DATES = dict.fromkeys(("date", "expiration_date"), "date32")
TYPES = {
    "portable": {
        **TEXTS, **DATES, **dict.fromkeys((*PRICES, "strike_price", "volume"), "float64"),
        "timestamp": "timestamp[us, UTC]", "transactions": "int32", "year": "int32", "month": "int32",
    },
    "classic": {
        **TEXTS, **DATES, **dict.fromkeys((*PRICES, "strike_price"), "float32"), "volume": "uint32",
        "timestamp": "timestamp[ns, UTC]", "transactions": "uint32", "year": "int16", "month": "int8",
    },
}
EXTRA_TYPES = {
    "bool": "bool", "int64": "int64", "double": "float64", "date": "date32", "timestamp": "timestamp",
    "string": "string",
}
# The columns that later stages add, all float32 except `days_to_expiry` (SCHEMA-1.5 to SCHEMA-1.7).
ENRICHMENT = {
    "stocks_daily": "alpha_daily price_range daily_return vwap relative_volume",
    "stocks_minute": "alpha_minute price_velocity minute_return",
    "options_daily": "moneyness days_to_expiry relative_volume",
    "options_minute": "",
}
# Text columns that have a dictionary in every file; other text columns never have one (PARQ-2.5).
DICTIONARIES = {
    "stocks_daily": [],
    "stocks_minute": ["symbol"],
    "options_daily": ["underlying", "contract_type"],
    "options_minute": ["underlying", "ticker", "contract_type"],
}


def is_stock(data_type: str) -> bool:
    return data_type.startswith("stocks")


def is_daily(data_type: str) -> bool:
    return data_type.endswith("daily")


def name_column(data_type: str) -> str:
    """The column that partitions by symbol."""
    return "symbol" if is_stock(data_type) else "underlying"


def schema(data_type: str, profile: str, extras: dict[str, str]) -> dict[str, str]:
    """SCHEMA-1 and SCHEMA-2: every column with its type, including those that a path names."""
    types = dict(TYPES[profile])
    if (data_type, profile) == ("stocks_daily", "classic"):
        types["volume"] = "uint64"
    columns = {name: types[name] for name in SCHEMAS[data_type].split()}
    if (data_type, profile) == ("stocks_minute", "classic"):
        del columns["date"]
    for name, kind in extras.items():
        columns[name] = types["timestamp"] if kind == "timestamp" else EXTRA_TYPES[kind]
    return columns


def folded(name: str) -> str:
    """A name in the form in which names are compared: trimmed, with ASCII letters in lower case (CSV-8.1)."""
    return name.strip(BLANKS.decode()).encode().lower().decode()


def role_of(name: str, data_type: str, extras: dict[str, str]) -> str | None:
    """The role of a column of the input, or None if it is ignored (CSV-8, CSV-9.2, TYPE-13)."""
    name = ALIASES.get(folded(name), folded(name))
    is_contract = name in CONTRACT and not is_stock(data_type)
    return name if name in VENDOR_ORDER or name in extras or is_contract else None


def may_be_extra(name: str, data_type: str) -> bool:
    """CONF-1.14 and CONF-1.16, for a folded name."""
    return name not in {"", *VENDOR_ORDER, *ALIASES, *SCHEMAS[data_type].split(), "year", "month"}
