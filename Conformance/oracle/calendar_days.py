"""Days of the proleptic Gregorian calendar, counted from 1970-01-01."""

MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_since_1970(year, month, day):
    """The number of the day, or None if the day does not exist. Years begin with 1 (PART-1.1)."""
    if year < 1:
        return None
    if not 1 <= month <= 12:
        return None
    length = 29 if month == 2 and is_leap(year) else MONTHS[month - 1]
    if not 1 <= day <= length:
        return None
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    for earlier in range(1, month):
        days += 29 if earlier == 2 and is_leap(year) else MONTHS[earlier - 1]
    return days + day - 1 - 719162


def of_text(text):
    """(year, month, day) of a text `YYYY-MM-DD` (bytes, ASCII digits), or None if it is not a real
    day.
    """
    if len(text) != 10 or text[4:5] != b"-" or text[7:8] != b"-":
        return None
    digits = text[:4] + text[5:7] + text[8:]
    if any(not 0x30 <= byte <= 0x39 for byte in digits):
        return None
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if days_since_1970(year, month, day) is None:
        return None
    return year, month, day


def iso(year, month, day):
    return "%04d-%02d-%02d" % (year, month, day)
