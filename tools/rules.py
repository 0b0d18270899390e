#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Puts the text files of rules/ into the program, as `const char rules_NAME[]`.

    rules.py out.h out.c file.csv...

law.csv is checked (law.py), and the names of its rules become macros, RULE_DUTY_CONTACT_DAYS, so that
a misspelt rule does not build.
"""

import os
import re

import law
from genlib import Refusal, c_lines, generated, run, write


def name_of(path):
    return "rules_" + re.sub(r"\W", "_", os.path.basename(path).rsplit(".", 1)[0])


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    if "\r" in text or "\0" in text or not text.endswith("\n"):
        raise Refusal(path, 1, "must be lines that end with LF")
    return text


def macros(texts):
    """The names of the rules in law.csv, for C."""
    named = {os.path.basename(path): path for path in texts}
    if "law.csv" not in named:
        return []
    paths = named["law.csv"], named.get("units.csv")
    if not paths[1]:
        raise Refusal(paths[0], 1, "units.csv is missing beside it")
    names = law.check(paths[0], texts[paths[0]], paths[1], texts[paths[1]])
    return ["\n"] + [f'#define RULE_{name.upper()} "{name}"\n' for name in names]


def main(args):
    header, source, files = args[0], args[1], args[2:]
    out = [generated("rules/"), '#include "gen/rules.h"\n']
    declared = [generated("rules/"), "#ifndef GEN_RULES_H\n#define GEN_RULES_H\n\n"]
    texts = {path: read(path) for path in files}
    for path, text in texts.items():
        declared.append(f"extern const char {name_of(path)}[];\n")
        out.append(f"\nconst char {name_of(path)}[] =\n\t\t{c_lines(text)};\n")
    declared += macros(texts)
    write(header, "".join(declared) + "\n#endif\n")
    write(source, "".join(out))


if __name__ == "__main__":
    run(main)
