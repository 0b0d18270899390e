# SPDX-License-Identifier: EUPL-1.2
"""Cuts C into what the checks look at: words, string literals and #includes, without comments."""

import re
from typing import NamedTuple

SCAN = re.compile(
    r"(?P<comment>/\*.*?\*/|//[^\n]*)"
    r"|(?P<include>^[ \t]*\#[ \t]*include[ \t]*[<\"][^>\"\n]+[>\"])"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*\")"
    r"|(?P<char>'(?:[^'\\\n]|\\.)*')"
    r"|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign>[^\s\w])",
    re.S | re.M,
)


class Token(NamedTuple):
    kind: str  # include, string, char, word, sign
    text: str  # a string without its quotes; an include with its < or "
    line: int


def tokens(text):
    """Every token; string literals that follow each other are one, as for the compiler."""
    found, line, at = [], 1, 0
    for match in SCAN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        kind = match.lastgroup
        if kind == "comment":
            continue
        if kind == "string" and found and found[-1].kind == "string":
            last = found[-1]
            found[-1] = last._replace(text=last.text + match[0][1:-1])
        elif kind == "string":
            found.append(Token(kind, match[0][1:-1], line))
        elif kind == "include":
            found.append(Token(kind, re.search(r"[<\"][^>\"]+", match[0])[0], line))
        else:
            found.append(Token(kind, match[0], line))
    return found
