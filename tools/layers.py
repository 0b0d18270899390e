#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Fails on every #include that goes the wrong way through the house.

    layers.py [--top DIR] [STAMP]

A room may include its own headers and those of the rooms listed for it below. A slice may include
the whole house, but of another slice only NAME/NAME.h: its contract. Generated headers belong to
the room they were made from. The files directly under src/ put it all together and may include
everything, as may tests. The check by #include is doubled by the linker: a house room's tests are
linked with the rooms below it only, unless they include more (meson.build).
"""

import re
import sys
from pathlib import Path

import clex

HOUSE = {
    "base": [],
    "db": ["base"],
    "web": ["base", "db"],
    "stat": ["base"],
    "report": ["base", "stat"],
    "job": ["base", "db"],
    "access": ["base", "db", "web"],
    "slice": ["base", "db", "web", "access", "job", "report", "stat"],
}
SLICE = [*HOUSE]  # what every slice may include

# What reads the casework as it is now. A room that answers the public may not: the public sees own figures
# only as they were published, after disclosure control. These few files make what is published, and are called
# by a draft only.
LIVE = re.compile(r"\b(indicator_(read|count)|cohort_(hold|of|read)|goal_way_now)\b"
                  r"|\"(indicator|cohort)/\w+\.h\"")
MAKERS = {"publication/make.c", "goal/way.c", "goal/way.h", "goal/way_publish.c", "goal/way_show.c"}
# A model that the public may ask: rounded to five persons, never a count (whatif/whatif.h).
MAKERS |= {"whatif/model.c", "whatif/whatif.h"}
# Pages for staff in a room that also answers the public; what they share with each other is in edit.h.
STAFF = {"goal/edit.c", "goal/initiatives.c", "goal/manage.c", "goal/reach.c"}


def allowed(room):
    return HOUSE.get(room, SLICE)


def generated_problem(room, name):
    """Why `room` must not include gen/`name`, or None."""
    stem, kind = name.removesuffix(".h"), ""
    for kind in ("sql", "html"):
        if stem.endswith("." + kind):
            stem = stem.removesuffix("." + kind)
            break
    else:
        kind = ""
    if kind == "sql" and stem != room and not stem.startswith(room + "_"):
        return "the queries of another room"
    if kind == "html" and stem != room and stem not in allowed(room):
        return "the views of another room"
    owners = {"assets": ["web"], "migrations": ["db"], "queries_all": []}
    if stem in owners and room not in owners[stem]:
        return f"belongs to {' '.join(owners[stem]) or 'the tests'}"
    if stem == "msg" and room == "base":
        return "base has no words"
    return None


def problem(top, path, name):
    """Why the file `path` must not include "name", or None."""
    room = path.parent.name
    other, slash, file = name.rpartition("/")
    if not slash:
        return None if (path.parent / name).exists() else "write ROOM/NAME.h"
    if other == "gen":
        return generated_problem(room, file)
    if other == room or other in allowed(room):
        return None
    if room not in HOUSE and (top / "src" / other).is_dir() and other not in HOUSE:
        return None if file == f"{other}.h" else f"of {other} only {other}/{other}.h"
    return f"{room} may use {' '.join(allowed(room)) or 'nothing'}"


def live_problems(top):
    """Rooms with a public route that read live figures outside the files that make publications."""
    found = []
    for room in sorted(path for path in (top / "src").iterdir() if path.is_dir()):
        files = [f for f in sorted(room.glob("*.[ch]")) if not f.name.startswith("test")]
        texts = {f: f.read_text(encoding="utf-8") for f in files}
        if room.name in HOUSE or not any("ROLE_PUBLIC" in text for text in texts.values()):
            continue
        for path, text in texts.items():
            name = f"{room.name}/{path.name}"
            if name in MAKERS:
                continue
            sought = re.compile(r"ROLE_PUBLIC") if name in STAFF else LIVE
            for number, line in enumerate(text.split("\n"), 1):
                hit = sought.search(line)
                if hit:
                    found.append(f"{path.relative_to(top)}:{number}: error: {hit.group()}: the public sees only "
                                 "what is published (publication/publication.h)")
    return found


def check(top):
    found = live_problems(top)
    files = [*top.glob("src/*/*.c"), *top.glob("src/*/*.h")]
    for path in sorted(path for path in files if not path.name.startswith("test")):
        text = path.read_text(encoding="utf-8")
        for token in clex.tokens(text):
            if token.kind == "include" and token.text.startswith('"'):
                why = problem(top, path, token.text[1:])
                if why:
                    place = f"{path.relative_to(top)}:{token.line}"
                    found.append(f"{place}: error: includes {token.text[1:]}: {why}")
    return found


def report(found, stamp):
    """The common end of the checks: problems on stderr and status 1, or a stamp for ninja."""
    if found:
        sys.exit("\n".join(found))
    for path in stamp:
        Path(path).touch()


def run(checker, args):
    top = Path(__file__).resolve().parent.parent
    if args[:1] == ["--top"]:
        top, args = Path(args[1]), args[2:]
    report(checker(top), args)


def main(args):
    run(check, args)


if __name__ == "__main__":
    main(sys.argv[1:])
