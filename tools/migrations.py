#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Embeds migrations/NNNN-name.sql with their checksums.

    migrations.py out.h out.c NNNN-name.sql...

They are numbered from 0001 without gaps. A released file is never changed: the database remembers
the SHA-256 of each one it has run.

SQLite is given the same tables in the shape it stores best. A key that is `bigint` would be an index
beside a hidden row number: as `integer primary key` it is that number. A table with a key of several
columns would be stored twice, by row number and by key: `without rowid` stores it by its key alone.
(Not so a table of long rows with one text as its key: too few of them fit on a page of such a tree.)
A check of a text against a list is written as one comparison after the other: for a list SQLite builds
a table anew for each row that is written.
"""

import hashlib
import os
import re

from genlib import Refusal, c_lines, c_string, generated, run, write

HEADER = """\
#ifndef GEN_MIGRATIONS_H
#define GEN_MIGRATIONS_H

#include <stddef.h>

struct migration {
\tint number;         /* 1, 2, 3 ... */
\tconst char *name;   /* "0001-house" */
\tconst char *sql;    /* several statements */
\tconst char *sha256; /* of the file, 64 lower-case hex digits */
\tconst char *sqlite; /* the statements for SQLite; NULL: the same */
};

extern const struct migration migrations[];
extern const size_t migrations_n;

#endif
"""


TABLE = re.compile(r"^create table \w+ \(\n.*?^\)(?=;)", re.MULTILINE | re.DOTALL)
ROW_NUMBER = re.compile(r"^(\s+\w+) bigint not null primary key", re.MULTILINE)
LONG_KEY = re.compile(r"^\s+primary key \(", re.MULTILINE)
LIST_CHECK = re.compile(r"\bcheck \((\w+) in \(([^()]*)\)\)")


def check_for_sqlite(match):
    name, values = match[1], match[2].split(",")
    return "check (" + " or ".join(f"{name} = {value.strip()}" for value in values) + ")"


def table_for_sqlite(match):
    table = ROW_NUMBER.sub(r"\1 integer not null primary key", match[0])
    table = LIST_CHECK.sub(check_for_sqlite, table)
    return table + " without rowid" if LONG_KEY.search(table) else table


def for_sqlite(sql):
    return TABLE.sub(table_for_sqlite, sql)


def row(number, path):
    base = os.path.basename(path)
    match = re.fullmatch(r"(\d{4})-[a-z0-9-]+\.sql", base)
    if not match:
        raise Refusal(path, 1, "a migration is called NNNN-name.sql")
    if int(match[1]) != number:
        raise Refusal(path, 1, f"migration {number:04} is missing or there twice")
    with open(path, "rb") as file:
        content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    return (
        f"\t{{ {number}, {c_string(base[:-4])},\n\t\t{c_lines(content.decode())},\n"
        f"\t\t{c_string(digest)},\n\t\t{c_lines(for_sqlite(content.decode()))} }},\n"
    )


def main(args):
    out_h, out_c, *paths = args
    paths.sort(key=os.path.basename)
    rows = "".join(row(number, path) for number, path in enumerate(paths, 1))
    head = generated("migrations/")
    write(out_h, head + HEADER)
    write(out_c, head + '#include "gen/migrations.h"\n\n'
          f"const struct migration migrations[] = {{\n{rows}\t{{ 0, NULL, NULL, NULL, NULL }},\n}};\n"
          f"const size_t migrations_n = {len(paths)};\n")


if __name__ == "__main__":
    run(main)
