# SPDX-License-Identifier: EUPL-1.2
"""What the small build tools share: refusals with file and line, C literals, files that are
written only when they change."""

import os
import sys


class Refusal(Exception):
    """The input is wrong; str() is `file:line: message`, as compilers say it."""

    def __init__(self, file, line, message):
        super().__init__(f"{file}:{line}: error: {message}")


def run(main):
    """Runs a tool's main; a refusal becomes one line on stderr and exit status 1."""
    try:
        main(sys.argv[1:])
    except Refusal as refusal:
        sys.exit(str(refusal))


_ESCAPES = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\", "?": "\\?"}


def c_string(text):
    """One C string literal for `text`. Octal escapes end after three digits, unlike \\x."""
    out = []
    for char in text:
        if char in _ESCAPES:
            out.append(_ESCAPES[char])
        elif " " <= char <= "~":
            out.append(char)
        else:
            out.extend(f"\\{byte:03o}" for byte in char.encode())
    return '"' + "".join(out) + '"'


def c_lines(text, indent="\t\t"):
    """A C string literal written as one piece per line of `text`, for people who read it."""
    pieces = text.splitlines(keepends=True) or [""]
    return ("\n" + indent).join(c_string(piece) for piece in pieces)


def split_outside(text, separator=","):
    """Splits C-like text at `separator` outside brackets and string literals."""
    parts, depth, quote, start, i = [], 0, "", 0, 0
    while i < len(text):
        char = text[i]
        if quote:
            if char == "\\":
                i += 1
            elif char == quote:
                quote = ""
        elif char in "\"'":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == separator and depth == 0:
            parts.append(text[start:i].strip())
            start = i + 1
        i += 1
    last = text[start:].strip()
    return parts + [last] if last or parts else []


def write(path, text):
    """Writes C text (tabs become the house's four spaces); an equal file is left alone."""
    text = text.replace("\t", "    ")
    try:
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    except OSError:
        pass
    directory = os.path.dirname(path)
    if directory:
        os.makedirs(directory, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def generated(source):
    return f"/* SPDX-License-Identifier: EUPL-1.2\n * Made from {source} by the build; edit that. */\n"


def source_name(path):
    """The path as a reader of the repository knows it: from the top of the tree."""
    top = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    name = os.path.relpath(path, top)
    return os.path.basename(path) if name.startswith("..") else name
