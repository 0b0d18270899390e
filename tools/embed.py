#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Puts the files of a folder into the program.

    embed.py [--make SCRIPT] DIR out.c out.h

--make first runs `node SCRIPT DIR`, which fills DIR; the old content of DIR is removed before.

Each file is there as it is and, when that is smaller, gzipped. The URL carries a hash of the whole
set, /a/<hash10>/css/app.css, so that a file may be cached for ever and its relative references to
other files (fonts, pictures) stay inside the set. The bytes go into one blob beside out.c, which the
assembler takes in with .incbin: nothing is faster to compile. out.c holds the table of places in
it, and the hash, so that it changes whenever the blob does.
"""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys

from genlib import c_string, generated, run, write

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
}

HEADER = """\
#ifndef GEN_ASSETS_H
#define GEN_ASSETS_H

#include <stddef.h>

/* A file for the browser. All of it lives as long as the program. */
struct asset {
\tconst char *name; /* "css/app.css" */
\tconst char *url;  /* "/a/0123456789/css/app.css" */
\tconst char *type; /* Content-Type */
\tconst unsigned char *raw;
\tsize_t raw_n;
\tconst unsigned char *gzip; /* NULL when it would not be smaller */
\tsize_t gzip_n;
};

/* All, in the order of their names. */
extern const struct asset assets[];
extern const size_t assets_n;

/* The file at a URL's path, or NULL: also for the hash of another version. */
const struct asset *asset_find(const char *url_path);
/* The URL of a file by its name. A name that does not exist is a bug. */
const char *asset_url(const char *name);

#endif
"""

FIND = """
static int asset_compare(const void *name, const void *asset)
{
\treturn strcmp(name, ((const struct asset *)asset)->name);
}

static const struct asset *asset_by_name(const char *name)
{
\treturn assets_n == 0 ? NULL : bsearch(name, assets, assets_n, sizeof *assets, asset_compare);
}

const struct asset *asset_find(const char *url_path)
{
\tsize_t len = strlen(prefix);
\treturn strncmp(url_path, prefix, len) == 0 ? asset_by_name(url_path + len) : NULL;
}

const char *asset_url(const char *name)
{
\tconst struct asset *asset = asset_by_name(name);
\tassert(asset && "an asset that is not in assets/");
\treturn asset ? asset->url : "";
}
"""


def read_files(directory):
    """[(name, bytes)] in the order of the names' bytes, which is strcmp's."""
    files = []
    for place, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                files.append((os.path.relpath(path, directory), file.read()))
    return sorted(files, key=lambda item: item[0].encode())


def set_hash(files):
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:10]


def content_type(name):
    ending = os.path.splitext(name)[1]
    return TYPES.get(ending, "application/octet-stream")


class Blob:
    """The bytes of all files, one after the other."""

    def __init__(self):
        self.content = bytearray()

    def add(self, content):
        """Returns the C expressions (where, how many)."""
        at = len(self.content)
        self.content += content
        return f"asset_bytes + {at}", len(content)


def table(files, prefix, blob):
    rows = []
    for name, content in files:
        raw, raw_n = blob.add(content)
        packed = gzip.compress(content, 9, mtime=0)
        small, small_n = blob.add(packed) if len(packed) < len(content) else ("NULL", 0)
        rows.append(
            f"\t{{ {c_string(name)}, {c_string(prefix + name)}, {c_string(content_type(name))},\n"
            f"\t  {raw}, {raw_n}, {small}, {small_n} }},\n"
        )
    return "".join(rows)


def source(files, blob_path, blob):
    prefix = f"/a/{set_hash(files)}/"
    rows = table(files, prefix, blob)
    return (
        generated("assets/")
        + '#include "gen/assets.h"\n\n#include <assert.h>\n#include <stdlib.h>\n#include <string.h>\n\n'
        + "extern const unsigned char asset_bytes[] __attribute__((visibility(\"hidden\")));\n"
        + '__asm__(".pushsection .rodata\\n"\n'
        + '\t".global asset_bytes\\n.hidden asset_bytes\\nasset_bytes:\\n"\n'
        + f'\t".incbin \\"{blob_path}\\"\\n.byte 0\\n.popsection\\n");\n\n'
        + f"static const char prefix[] = {c_string(prefix)};\n\n"
        + f"const struct asset assets[] = {{\n{rows}\t{{ 0 }},\n}};\n"
        + f"const size_t assets_n = {len(files)};\n"
        + FIND
    )


def make(script, directory):
    """Runs the script that makes the files; its own message is the error."""
    shutil.rmtree(directory, ignore_errors=True)
    top = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if not os.path.isdir(os.path.join(top, "node_modules")):
        sys.exit("error: node_modules is missing: run script/bootstrap")
    if subprocess.run(["node", script, directory], check=False).returncode != 0:
        sys.exit(f"error: node {script} failed")


def main(args):
    script = None
    if args[0] == "--make":
        script, args = args[1], args[2:]
    directory, out_c, out_h = args
    if script:
        make(script, directory)
    blob, blob_path = Blob(), os.path.abspath(os.path.splitext(out_c)[0] + ".bin")
    text = source(read_files(directory), blob_path, blob)
    write(out_c, text)
    with open(blob_path, "wb") as file:
        file.write(blob.content)
    write(out_h, generated("assets/") + HEADER)


if __name__ == "__main__":
    run(main)
