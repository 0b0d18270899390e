#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Lists the sources of the house for meson, one path a line, so that a new file or room needs no
line in meson.build.

    sources.py rooms            the folders under src/, lower layers first
    sources.py ROOM c           src/ROOM/*.c without tests (ROOM `.`: src/*.c without main.c)
    sources.py ROOM sql|html    the room's queries, its views
    sources.py ROOM test        src/ROOM/test*.c
    sources.py po da|en         the catalogues of a language
    sources.py migrations
    sources.py rules            the files of rules/ that go into the program
    sources.py assets           what the browser's files are made from
    sources.py far-tests        the rooms' tests that need the whole program, not only the rooms below
    sources.py fuzz|tests       tests/fuzz/*.c; tests/*.c
"""

import re
import sys
from pathlib import Path

import layers

TOP = Path(__file__).resolve().parent.parent


def rooms():
    """Every folder under src/ with something in it."""
    found = {path.name for path in (TOP / "src").iterdir() if path.is_dir() and any(path.iterdir())}
    return [room for room in layers.HOUSE if room in found] + sorted(found - set(layers.HOUSE))


def glob(pattern, keep=lambda path: True):
    return [path for path in sorted(TOP.glob(pattern)) if path.is_file() and keep(path)]


def is_test(path):
    """testing.c is no test, but what tests use: it may lie in the library, where nobody else asks for it."""
    return path.stem == "test" or path.stem.startswith("test_")


def sql(room):
    """gen/FILE.sql.h is found by the file's name alone, so the name carries the room's."""
    files = glob(f"src/{room}/*.sql")
    for path in files:
        if path.stem != room and not path.stem.startswith(room + "_"):
            sys.exit(f"{path}: call it {room}.sql or {room}_something.sql")
    return files


def needs_whole(path):
    """Whether a test includes something that its room may not include."""
    included = re.findall(r'^#\s*include "([^"]+)"', path.read_text(encoding="utf-8"), re.M)
    room = path.parent.name
    own = {"", "gen", room, *layers.allowed(room)}
    return room not in layers.HOUSE or any(
        name.rpartition("/")[0] not in own or name == "gen/queries_all.h" for name in included
    )


def sources(args):
    match args:
        case ["rooms"]:
            return rooms()
        case ["po", lang]:
            return glob(f"po/{lang}.po") + glob(f"po/*.{lang}.po")
        case ["migrations"]:
            return glob("migrations/*.sql")
        case ["rules"]:
            return glob("rules/*.csv")
        case ["assets"]:
            return glob("assets/**/*") + glob("tools/assets.mjs") + glob("package-lock.json")
        case ["far-tests"]:
            return glob("src/*/test*.c", needs_whole)
        case ["fuzz"]:
            return glob("tests/fuzz/*.c")
        case ["tests"]:
            return glob("tests/*.c")
        case [".", "c"]:
            return glob("src/*.c", lambda path: path.name != "main.c")
        case [room, "c"]:
            return glob(f"src/{room}/*.c", lambda path: not is_test(path))
        case [room, "test"]:
            return glob(f"src/{room}/test*.c", is_test)
        case [room, "sql"]:
            return sql(room)
        case [room, "html"]:
            return glob(f"src/{room}/*.html")
    sys.exit(__doc__)


def main(args):
    for item in sources(args):
        print(item.relative_to(TOP) if isinstance(item, Path) else item)


if __name__ == "__main__":
    main(sys.argv[1:])
