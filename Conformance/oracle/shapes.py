"""The stored columns of every data type, their types and the paths of files.

The rules are SCHEMA-1, SCHEMA-2 and PART-5 for the columns, PART-3 and PART-4 for the paths. Every
Python script of the project takes the columns and the header of a flat file from here. Standard
library only.
"""

PRICES = ("open", "high", "low", "close")
CONTRACT = ("underlying", "expiration_date", "contract_type", "strike_price")
VENDOR_ORDER = ("ticker", "volume", "open", "close", "high", "low", "window_start", "transactions")
# The header of a flat file, without the end of its line.
HEADER = ",".join(VENDOR_ORDER)
DIRECTORIES = ("year", "month")
UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
NULL_FOLDER = "__HIVE_DEFAULT_PARTITION__"

ORDER = {
    "stocks_daily": "year month symbol date timestamp",
    "stocks_minute": "symbol year month date timestamp",
    "options_daily": "underlying year month ticker date timestamp"
    " expiration_date contract_type strike_price",
    "options_minute": "underlying date ticker timestamp expiration_date contract_type strike_price",
}

PORTABLE = {
    "year": "int32",
    "month": "int32",
    "timestamp": "timestamp[us, UTC]",
    "price": "float64",
    "volume": "float64",
    "transactions": "int32",
}
CLASSIC = {
    "year": "int16",
    "month": "int8",
    "timestamp": "timestamp[ns, UTC]",
    "price": "float32",
    "volume": "uint32",
    "transactions": "uint32",
}
SAME = {
    "symbol": "string",
    "underlying": "string",
    "ticker": "string",
    "contract_type": "string",
    "date": "date32",
    "expiration_date": "date32",
}


def is_option(data_type):
    return data_type.startswith("options_")


def is_minute(data_type):
    return data_type.endswith("_minute")


def partition_name(data_type):
    return "underlying" if is_option(data_type) else "symbol"


def folder_name(data_type, value):
    """The name of the folder of a symbol or underlying; None if the value cannot name one
    (PART-4).
    """
    if value in (".", ".."):
        encoded = value.replace(".", "%2E")
    else:
        encoded = "".join(
            chr(byte) if byte in UNRESERVED else "%%%02X" % byte for byte in value.encode()
        )
    name = "%s=%s" % (partition_name(data_type), encoded)
    return None if len(name) > 255 or value == NULL_FOLDER else name


def path_of(data_type, date, value):
    """The path of a file of a date. With partitioning by date, `value` is None."""
    year, month, _ = date.split("-")
    folder = "" if value is None else folder_name(data_type, value) + "/"
    return "%s/year=%s/month=%s/%sdate=%s.parquet" % (data_type, year, month, folder, date)


def dictionary_columns(data_type):
    """The text columns that have a dictionary in every file that stores them: PARQ-2.5."""
    keys = {"symbol", "ticker"} if is_minute(data_type) else set()
    return keys | {"underlying", "contract_type"}


def column_type(name, data_type, profile):
    if name in SAME:
        return SAME[name]
    if name == "volume" and profile == "classic" and data_type == "stocks_daily":
        return "uint64"
    types = CLASSIC if profile == "classic" else PORTABLE
    return types["price" if name in PRICES or name == "strike_price" else name]


def extra_type(name, profile):
    if name == "timestamp":
        return column_type("timestamp", "stocks_daily", profile)
    return {"double": "float64", "date": "date32"}.get(name, name)


def names_taken(data_type):
    """Names that no extra column may have: those that the header recognises, and those of the
    schema.
    """
    names = set(VENDOR_ORDER) | {"symbol", "timestamp", "datetime", "year", "month"}
    return names | set(ORDER[data_type].split()) | set(CONTRACT if is_option(data_type) else ())


def all_names(data_type, profile):
    """The names of all columns, in order, without extra columns."""
    names = ORDER[data_type].split() + list(PRICES) + ["volume", "transactions"]
    if profile == "classic" and data_type == "stocks_minute":
        names.remove("date")
    return names


def stored(data_type, options):
    names = all_names(data_type, options.profile)
    if not options.embed:
        by_symbol = (partition_name(data_type),) if options.partitioning == "symbol" else ()
        names = [name for name in names if name not in DIRECTORIES + by_symbol]
    columns = [(name, column_type(name, data_type, options.profile)) for name in names]
    return columns + [
        (name, extra_type(kind, options.profile)) for name, kind in options.extra_columns
    ]
