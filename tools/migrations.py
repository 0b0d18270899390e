#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Embeds migrations/NNNN-name.sql with their checksums.

    migrations.py out.h out.c NNNN-name.sql...

They are numbered from 0001 without gaps. A released file is never changed: the database remembers
the SHA-256 of each one it has run.
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
};

extern const struct migration migrations[];
extern const size_t migrations_n;

#endif
"""


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
        f"\t\t{c_string(digest)} }},\n"
    )


def main(args):
    out_h, out_c, *paths = args
    paths.sort(key=os.path.basename)
    rows = "".join(row(number, path) for number, path in enumerate(paths, 1))
    head = generated("migrations/")
    write(out_h, head + HEADER)
    write(out_c, head + '#include "gen/migrations.h"\n\n'
          f"const struct migration migrations[] = {{\n{rows}\t{{ 0, NULL, NULL, NULL }},\n}};\n"
          f"const size_t migrations_n = {len(paths)};\n")


if __name__ == "__main__":
    run(main)
