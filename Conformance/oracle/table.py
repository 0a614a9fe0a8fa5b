"""Reads a flat file into the tables of a date, or finds its first error.

The rules are CSV, TYPE, PART-3, PART-4 and ERR-3.
"""

import calendar_days
import doubts
import gunzip
import scan
import shapes
import values
from problem import Mismatch, Problem, shown_bytes

ALIASES = {b"symbol": "ticker", b"timestamp": "window_start", b"datetime": "window_start"}
DAY = 86_400 * 10**9
ROW_GROUP = 100_000  # PARQ-3.1
DICTIONARY_BYTES = 4 << 20  # PARQ-2.6
LATE = 5 * 3_600 * 10**9


class Table:
    """One file: columns as (name, type), rows as lists of cells, and the counts of PARQ-6.4."""

    def __init__(self, columns):
        self.columns = columns
        self.rows = []
        self.rounded_volumes = 0

    def long_dictionaries(self, index):
        """The number of row groups (PARQ-3.1) whose distinct texts in a column are too long for a
        dictionary.
        """
        count = 0
        for start in range(0, len(self.rows), ROW_GROUP):
            texts = {row[index] for row in self.rows[start : start + ROW_GROUP]} - {None}
            count += sum(4 + len(text.encode()) for text in texts) > DICTIONARY_BYTES
        return count


class Content:
    """The content of a date: one table per symbol or underlying, or one for None, and the counts of
    API-5.
    """

    def __init__(self):
        self.tables = {}
        self.rows_read = 0
        self.ignored_columns = []
        self.missing_extra_columns = []
        self.unmatched_symbols = []
        self.date_mismatch_rows = 0
        self.unparsed_contracts = 0
        self.doubts = dict.fromkeys(doubts.KEYS, 0)

    def records(self):
        return sum(len(table.rows) for table in self.tables.values())

    def rounded_volumes(self):
        return sum(table.rounded_volumes for table in self.tables.values())


class Header:
    """Assigns each field to a column: `ticker`, …, ("extra", index), or None if it is ignored."""

    def __init__(self, record, data_type, options):
        self.line = record.line
        self.spellings = [field.decode() for field in record.fields]
        self.bindings = []
        known = {name.encode(): name for name in shapes.VENDOR_ORDER}
        known.update(ALIASES)
        if shapes.is_option(data_type):
            known.update({name.encode(): name for name in shapes.CONTRACT})
        for index, (name, _) in enumerate(options.extra_columns):
            known[name.encode()] = ("extra", index)
        for field, spelling in zip(record.fields, self.spellings):
            binding = known.get(lowered(field))
            if binding is not None and binding in self.bindings:
                raise Problem("duplicate_column", line=self.line, column=spelling)
            self.bindings.append(binding)
        missing = [name for name in shapes.VENDOR_ORDER if name not in self.bindings]
        if missing:
            raise Problem("missing_column", line=self.line, token=",".join(missing))

    def ignored(self):
        return [s for s, binding in zip(self.spellings, self.bindings) if binding is None]

    def missing_extra(self, names):
        """CSV-9.15."""
        return [name for index, name in enumerate(names) if ("extra", index) not in self.bindings]


def lowered(name):
    return values.trimmed(name).lower()


class Reader:
    """Reads one input for one date, with the filter and the options of the call."""

    def __init__(self, data_type, date, options, symbols, is_lazy):
        self.data_type = data_type
        self.is_option = shapes.is_option(data_type)
        self.options = options
        self.symbols = {symbol.encode() for symbol in symbols} if symbols else None
        self.matched = set()
        self.is_lazy = is_lazy
        year, month, day = calendar_days.of_text(date.encode())
        self.constants = {"year": str(year), "month": str(month), "date": date}
        self.day_start = calendar_days.days_since_1970(year, month, day) * DAY
        self.columns = shapes.stored(data_type, options)
        self.content = Content()
        self.doubts = doubts.Doubts(data_type)
        self.types = dict(self.columns)
        self.extra_names = [name for name, _ in options.extra_columns]

    def read(self, data):
        if gunzip.is_gzip(data):
            data = gunzip.inflate(data)
        header = None
        for record in scan.records(data):
            if header is None:
                scan.check(record, data, None)
                header = Header(record, self.data_type, self.options)
                self.content.ignored_columns = header.ignored()
                self.content.missing_extra_columns = header.missing_extra(self.extra_names)
                continue
            scan.check(record, data, len(header.bindings))
            self.content.rows_read += 1
            self.row(record, header)
        if self.options.strict_bars:
            self.doubts.check()
        self.content.doubts = self.doubts.total()
        unmatched = (self.symbols or set()) - self.matched
        self.content.unmatched_symbols = [symbol.decode() for symbol in sorted(unmatched)]
        return self.content

    def row(self, record, header):
        """Checks every field from left to right, and keeps the row if the filter does."""
        fields = {b: f for b, f in zip(header.bindings, record.fields) if b is not None}
        key, key_field = self.partition_value(fields)
        is_wanted = self.matches(fields, key)
        is_unread = self.is_lazy and not is_wanted
        cells = {}
        for binding, spelling, text in zip(header.bindings, header.spellings, record.fields):
            if binding is None or (is_unread and binding != "ticker"):
                continue
            try:
                self.field(binding, text, cells)
                if binding == key_field and not (is_unread or self.has_place(key)):
                    raise Mismatch("out_of_range")
            except Mismatch as misfit:
                token = shown_bytes(text)
                raise Problem(misfit.code, record.line, spelling, token) from None
        if is_unread:
            return
        is_other_day = not self.day_start <= cells["instant"] < self.day_start + DAY + LATE
        if is_other_day and self.options.strict_dates:
            spelling = header.spellings[header.bindings.index("window_start")]
            token = shown_bytes(fields["window_start"])
            raise Problem("date_mismatch", record.line, spelling, token)
        if is_wanted:
            self.matched |= {fields["ticker"], key}
            prices = [cells[name] for name in shapes.PRICES]
            is_doubtful = self.doubts.add(cells["ticker"], cells["instant"], prices)
            if is_doubtful and self.options.strict_bars:
                spelling = header.spellings[header.bindings.index("ticker")]
                token = shown_bytes(fields["ticker"])
                raise Problem("doubtful_bar", record.line, spelling, token)
            self.keep(cells, key, is_other_day)

    def partition_value(self, fields):
        """The symbol or the underlying, and the field from which it comes: TYPE-14, PART-4.6."""
        if not self.is_option:
            return fields["ticker"], "ticker"
        if fields.get("underlying", b"") != b"":
            return fields["underlying"], "underlying"
        parsed = values.contract(fields["ticker"])
        return parsed[0].encode() if parsed else fields["ticker"], "ticker"

    def has_place(self, key):
        is_by_symbol = self.options.partitioning == "symbol"
        return not is_by_symbol or shapes.folder_name(self.data_type, key.decode()) is not None

    def matches(self, fields, key):
        """API-11: compares the symbol, or for an option its ticker and its underlying."""
        return self.symbols is None or fields["ticker"] in self.symbols or key in self.symbols

    def field(self, binding, text, cells):
        if isinstance(binding, tuple):
            index = binding[1]
            name, kind = self.extra_names[index], self.options.extra_columns[index][1]
            cells[binding] = values.extra(text, kind, self.types[name])
        elif binding == "ticker":
            if text == b"":
                raise Mismatch("null_key")
            cells["ticker"] = text.decode()
        elif binding == "window_start":
            cells["instant"] = values.window_start(text)
            cells["timestamp"] = values.stamp_cell(cells["instant"], self.types["timestamp"])
            if cells["timestamp"] is None:
                raise Mismatch("bad_timestamp")
        elif binding in ("volume", "transactions"):
            rounds = binding == "volume" and self.options.fractional_volume == "round"
            cells[binding], is_rounded = values.amount(text, self.types[binding], rounds)
            cells["is_rounded"] = cells.get("is_rounded", False) or is_rounded
        elif binding in shapes.PRICES:
            cells[binding] = values.price(text, self.types[binding])
        else:
            cells[binding] = self.contract_field(binding, text)

    def contract_field(self, binding, text):
        """The value of a contract's column in the input; None if it is empty: TYPE-13."""
        if binding == "underlying":
            return text.decode() or None
        if binding == "strike_price":
            return values.price(text, self.types["strike_price"])
        if values.trimmed(text) == b"":
            return None
        return values.day_cell(text) if binding == "expiration_date" else values.contract_kind(text)

    def keep(self, cells, key, is_other_day):
        if self.is_option:
            self.complete_contract(cells)
        else:
            cells["symbol"] = cells["ticker"]
        cells.update(self.constants)
        value = key.decode() if self.options.partitioning == "symbol" else None
        table = self.content.tables.setdefault(value, Table(self.columns))
        self.content.date_mismatch_rows += is_other_day
        table.rounded_volumes += cells["is_rounded"]
        extra_count = len(self.extra_names)
        own = self.columns[: len(self.columns) - extra_count]
        row = [cells[name] for name, _ in own]
        row += [cells.get(("extra", index)) for index in range(extra_count)]
        table.rows.append(row)

    def complete_contract(self, cells):
        """Adds the values that the input lacks from the contract's ticker: TYPE-14."""
        absent = [name for name in shapes.CONTRACT if cells.get(name) is None]
        if not absent:
            return
        parsed = values.contract(cells["ticker"].encode())
        if parsed is None:
            found = {"underlying": cells["ticker"]}
            self.content.unparsed_contracts += 1
        else:
            found = dict(zip(shapes.CONTRACT, parsed))
            found["strike_price"] = values.floating(parsed[3], self.types["strike_price"])
        for name in absent:
            cells[name] = found.get(name)
