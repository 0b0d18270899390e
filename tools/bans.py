#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Fails on what must not be in the sources.

    bans.py [--top DIR] [STAMP]

- functions that overflow, are not thread-safe or start a shell; the clock outside base; malloc in slices
- SQL in a string literal: queries live in .sql files, where they are bound, prepared and tested;
  only the two engines speak to their own engine
- markup in a string literal: pages live in .html files, where they are escaped
- Danish letters in literals and views: words live in po/

Comments are free. Tests may hold all but the banned functions. src/base/banned.h bans the same functions
in the compiler, also where a macro would hide them from this check.
"""

import re
import sys

import clex
from layers import HOUSE, run

FUNCTIONS = set(
    "strcpy strcat sprintf vsprintf strtok gets localtime gmtime ctime asctime alloca system popen "
    "rand atoi strncpy stpcpy strncat tmpnam mktemp".split()
)
CLOCK = {"time", "gettimeofday", "ftime"}  # the one clock is src/base/clock.h
HEAP = {"malloc", "calloc", "realloc", "free", "strdup", "strndup", "asprintf"}
SQL = re.compile(
    r"^\s*select\s|^\s*with\s+\w+\s+as\s*\(|\bselect\b.*\bfrom\b|\binsert\s+(or\s+\w+\s+)?into\b"
    r"|\bupdate\s+\S+\s+set\b|\bdelete\s+from\b",
    re.I | re.S,
)
ENGINES = {"sqlite.c", "postgres.c", "together.c"}  # what they ask of their engine itself is in no common dialect
TAGS = (
    "a|abbr|b|body|br|button|caption|code|col|dd|details|dialog|div|dl|dt|em|fieldset|figure|footer|form|"
    "h[1-6]|head|header|hr|html|i|iframe|img|input|label|legend|li|link|main|meta|nav|object|ol|optgroup|"
    "option|p|pre|script|section|select|small|span|strong|style|sub|summary|sup|svg|table|tbody|td|"
    "template|textarea|tfoot|th|thead|time|title|tr|u|ul|use"
)
MARKUP = re.compile(rf"</?({TAGS})[\s>/]", re.I)
DANISH = re.compile(r"[æøåÆØÅ]")


def function_problem(room, is_test, word):
    if word in FUNCTIONS:
        return f"{word}() is banned"
    if word in CLOCK and room != "base":
        return f"{word}(): the one clock is base/clock.h"
    if word in HEAP and room not in HOUSE and room != "src" and not is_test:
        return f"{word}(): a slice uses arenas"
    return None


def literal_problem(room, path, text):
    """The first thing wrong with a string literal of the program, or None."""
    if re.search(SQL, text) and not (room == "db" and path.name in ENGINES):
        return "SQL in a string: put it into a .sql file"
    if re.search(MARKUP, text) and room != "report" and path.name != "html.c":
        return "markup in a string: put it into a .html file"
    if re.search(DANISH, text) and room not in ("base", "demo"):
        return "Danish in a string: put it into po/"
    return None


def check_c(path):
    room, is_test = path.parent.name, path.name.startswith("test")
    items = clex.tokens(path.read_text(encoding="utf-8"))
    for token, following in zip(items, [*items[1:], None]):
        why = None
        if token.kind == "word" and following and following.text == "(":
            why = function_problem(room, is_test, token.text)
        elif token.kind == "string" and not is_test:
            why = literal_problem(room, path, token.text)
        if why:
            yield token.line, why


def check_html(path):
    text = re.sub(r"\{\{#.*?\}\}", lambda m: "\n" * m[0].count("\n"), path.read_text(encoding="utf-8"), flags=re.S)
    for number, line in enumerate(text.split("\n"), 1):
        if re.search(DANISH, line):
            yield number, "Danish in a view: put it into po/"


def check(top):
    found = []
    for pattern, checker in (("**/*.c", check_c), ("**/*.h", check_c), ("**/*.html", check_html)):
        for path in sorted((top / "src").glob(pattern)):
            for line, why in checker(path):
                found.append(f"{path.relative_to(top)}:{line}: error: {why}")
    return found


def main(args):
    run(check, args)


if __name__ == "__main__":
    main(sys.argv[1:])
