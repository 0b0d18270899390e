#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Puts the text files of rules/ into the program, as `const char rules_NAME[]`.

    rules.py out.h out.c file.csv...
"""

import os
import re

from genlib import Refusal, c_lines, generated, run, write


def name_of(path):
    return "rules_" + re.sub(r"\W", "_", os.path.basename(path).rsplit(".", 1)[0])


def main(args):
    header, source, files = args[0], args[1], args[2:]
    out = [generated("rules/"), '#include "gen/rules.h"\n']
    declared = [generated("rules/"), "#ifndef GEN_RULES_H\n#define GEN_RULES_H\n\n"]
    for path in files:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        if "\r" in text or "\0" in text or not text.endswith("\n"):
            raise Refusal(path, 1, "must be lines that end with LF")
        declared.append(f"extern const char {name_of(path)}[];\n")
        out.append(f"\nconst char {name_of(path)}[] =\n\t\t{c_lines(text)};\n")
    write(header, "".join(declared) + "\n#endif\n")
    write(source, "".join(out))


if __name__ == "__main__":
    run(main)
