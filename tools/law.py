# SPDX-License-Identifier: EUPL-1.2
"""Checks rules/law.csv against rules/units.csv, so that the program can trust every row.

Of one rule, grade and category the rows follow each other in time without overlap or gap; a period in
which there is no rule is a row with an empty value. Every value is one of its unit, and every row has
a source and says how sure it is. Returns the names of the rules.
"""

import datetime
import re

from genlib import Refusal

HEADER = "rule;grade;category;value;unit;from;to;scope;confidence;source"
UNITS_HEADER = "unit;kind;choices"
SCOPES = {"law", "municipality"}
CONFIDENCES = set("FLIRX")
DAYS = {"month-day", "date"}  # one rule may have a day of every school year and the date of a single one
ONE_DAY = datetime.timedelta(days=1)


def day_of(text, path, line):
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refusal(path, line, f"'{text}' is no date") from None


def cells(path, text, header):
    lines = text.splitlines()
    if not lines or lines[0] != header:
        raise Refusal(path, 1, f"the heading is not {header}")
    for number, line in enumerate(lines[1:], 2):
        row = line.split(";")
        if len(row) != header.count(";") + 1:
            raise Refusal(path, number, f"not {header.count(';') + 1} cells")
        yield number, row


def read_units(path, text):
    units = {}
    for line, (unit, kind, choices) in cells(path, text, UNITS_HEADER):
        if kind not in {"whole", "decimal", "choice", *DAYS}:
            raise Refusal(path, line, f"unknown kind '{kind}'")
        if unit in units or bool(choices) != (kind == "choice"):
            raise Refusal(path, line, f"'{unit}' is there twice, or has choices where none belong")
        units[unit] = (kind, choices.split())
    return units


def is_month_day(value):
    try:
        return bool(datetime.date.fromisoformat("2001-" + value))
    except ValueError:
        return False


def fits(value, kind, choices):
    match kind:
        case "whole":
            return re.fullmatch(r"0|[1-9][0-9]{0,8}", value)
        case "decimal":
            return re.fullmatch(r"(0|[1-9][0-9]{0,5})(,[0-9]{1,3})?", value)
        case "choice":
            return value in choices
        case "month-day":
            return is_month_day(value)
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) and is_month_day(value[5:])


def check_row(path, line, row, units):
    rule, _, _, value, unit, _, _, scope, confidence, source = row
    if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", rule):
        raise Refusal(path, line, f"'{rule}' is not SUBJECT_NAME")
    if unit not in units:
        raise Refusal(path, line, f"unknown unit '{unit}'")
    if value and not fits(value, *units[unit]):
        raise Refusal(path, line, f"'{value}' is no value of {unit}")
    if scope not in SCOPES or confidence not in CONFIDENCES:
        raise Refusal(path, line, "the scope is law or municipality, and how sure is one of F L I R X")
    if not source:
        raise Refusal(path, line, "no source")


def check_follows(path, line, row, before):
    """`before`: (line, row) of the same rule, grade and category in the line above it; or None."""
    start, end = day_of(row[5], path, line), day_of(row[6], path, line)
    if start and end and end < start:
        raise Refusal(path, line, "ends before it begins")
    if not before:
        return
    other = before[1]
    last = day_of(other[6], path, before[0])
    if last is None or start is None or start <= last:
        raise Refusal(path, line, f"overlaps line {before[0]}")
    if start != last + ONE_DAY:
        raise Refusal(path, line, f"a gap after line {before[0]}: say so with a row without a value")
    if row[7] != other[7] or (row[4] != other[4] and not {row[4], other[4]} <= DAYS):
        raise Refusal(path, line, f"another unit or scope than line {before[0]}")


def check(path, text, units_path, units_text):
    units = read_units(units_path, units_text)
    last, names, unit_of = {}, [], {}
    for line, row in cells(path, text, HEADER):
        check_row(path, line, row, units)
        key = tuple(row[:3])
        check_follows(path, line, row, last.get(key))
        last[key] = (line, row)
        unit = unit_of.setdefault(row[0], row[4])
        if unit != row[4] and not {unit, row[4]} <= DAYS:
            raise Refusal(path, line, f"{row[0]} is in {unit} elsewhere")
        if row[0] not in names:
            names.append(row[0])
    return names
