#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Compiles a room's named queries to typed C functions.

    sql2c.py ROOM in.sql out.h out.c       one .sql file
    sql2c.py --all out.h out.c in.sql...   the list of every query, for the test that prepares all

A query in the .sql file:

    -- query youth_by_id: the identity on top of a young person's page
    -- in: id text
    -- out: id text, name text, born day
    select id, name, born from youth where id = $id;

The comment may run over several lines; a list that ends with a comma goes on in the next line.
Without `out:` it is a statement that changes things. The generated code is data: per query two
tables of columns and a struct db_statement, and thin typed functions over db_run, db_each and
db_exec. SQLite keeps `$name` (it is bound by name); PostgreSQL gets $1..$n in the order of `in:`.
"""

import os
import re
import textwrap

from genlib import Refusal, c_lines, c_string, generated, run, source_name, write

TYPES = {
    "text": ("const char *", "DB_TEXT"),
    "int": ("int64_t ", "DB_INT"),
    "day": ("int32_t ", "DB_DAY"),
    "time": ("int64_t ", "DB_TIME"),
    "bool": ("bool ", "DB_BOOL"),
    "real": ("double ", "DB_REAL"),
    "blob": ("struct blob ", "DB_BLOB"),
}

HEADER = re.compile(r"--\s*query\b\s*(\S*?)\s*(?::\s*(.*))?$")
COLUMNS = re.compile(r"--\s*(in|out):\s*(.*)$")
COMMENT = re.compile(r"--\s*(.*)$")
TOKEN = re.compile(
    r"(?P<comment>--[^\n]*|/\*.*?\*/)"
    r"|(?P<string>'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")"
    r"|\$(?P<name>\w*)"
    r"|(?P<foreign>::|\?)"
    r"|(?P<end>;)",
    re.S,
)


class Query:
    def __init__(self, file, line, name, what):
        self.file, self.line, self.name, self.what = file, line, name, what
        self.columns = {"in": [], "out": []}
        self.has_out = False
        self.body = ""
        self.body_line = line
        self.sqlite = self.postgres = ""

    def refuse(self, message, line=None):
        raise Refusal(self.file, line or self.line, f"{self.name}: {message}")


def read_columns(query, kind, text, line):
    for item in filter(None, (part.strip() for part in text.split(","))):
        match = re.fullmatch(r"([a-z_][a-z0-9_]*)\s+(\w+)", item)
        if not match:
            query.refuse(f"'{item}' is not NAME TYPE", line)
        name, kind_name = match.groups()
        if kind_name not in TYPES:
            query.refuse(f"unknown type '{kind_name}' of '{name}'", line)
        if name in (known for known, _ in query.columns[kind]):
            query.refuse(f"'{name}' is twice in {kind}:", line)
        query.columns[kind].append((name, kind_name))


def parse(room, path):
    """All queries of a file, checked. Raises Refusal."""
    queries, current, open_list = [], None, None
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    for number, line in enumerate(lines, 1):
        text = line.strip()
        header = HEADER.match(text)
        if header:
            current, open_list = read_header(room, path, number, header), None
            if current.name in (query.name for query in queries):
                current.refuse("this query is defined twice")
            queries.append(current)
            continue
        if current is None:
            if text and not text.startswith("--"):
                raise Refusal(path, number, "SQL before the first '-- query NAME: what it answers'")
            continue
        open_list = read_line(current, open_list, line, text, number)
    for query in queries:
        finish(query)
    return queries


def read_header(room, path, number, header):
    name, what = header.groups()
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise Refusal(path, number, f"'{name}' is not a query name")
    if name != room and not name.startswith(room + "_"):
        raise Refusal(path, number, f"'{name}' does not start with the room's name '{room}_'")
    if not what:
        raise Refusal(path, number, f"{name}: no comment on what the query answers")
    return Query(path, number, name, what)


def read_line(query, open_list, line, text, number):
    """One line below a header. Returns the list ("in", "out") the next line goes on with."""
    columns = COLUMNS.match(text)
    comment = COMMENT.match(text)
    if query.body.strip() or not comment:
        if not query.body:
            query.body_line = number
        query.body += line + "\n"
        return None
    if columns:
        kind, items = columns.groups()
        query.has_out |= kind == "out"
    elif open_list:
        kind, items = open_list, comment.group(1)
    elif query.columns["in"] or query.has_out:
        return None
    else:
        query.what += " " + comment.group(1)
        return None
    read_columns(query, kind, items, number)
    return kind if items.rstrip().endswith(",") else None


def finish(query):
    """Turns the body into the texts for both engines and checks its parameters."""
    order = [name for name, _ in query.columns["in"]]
    used, sqlite, postgres, at, ended = set(), [], [], 0, False
    for match in TOKEN.finditer(query.body):
        line = query.body_line + query.body.count("\n", 0, match.start())
        plain = query.body[at:match.start()]
        at = match.end()
        if ended and plain.strip():
            query.refuse("text after the ';' that ends the query", line)
        lite = post = match.group(0)
        if match["comment"]:
            lite = post = ""
        elif match["end"]:
            lite = post = ""
            ended = True
        elif match["foreign"]:
            query.refuse(f"'{match['foreign']}' is not in the common dialect", line)
        elif match["name"] is not None:
            name = match["name"]
            if name not in order:
                query.refuse(f"${name} is not in in:", line)
            used.add(name)
            post = f"${order.index(name) + 1}"
        sqlite += [plain, lite]
        postgres += [plain, post]
    if query.body[at:].strip():
        query.refuse("text after the ';'" if ended else "no ';' at the end of the query")
    if not ended:
        query.refuse("no SQL, or no ';' at its end")
    query.sqlite, query.postgres = tidy(sqlite), tidy(postgres)
    if not query.sqlite:
        query.refuse("no SQL")
    for name in order:
        if name not in used:
            query.refuse(f"'{name}' is in in: but never used")
    if query.has_out and not query.columns["out"]:
        query.refuse("out: without columns")


def tidy(parts):
    lines = (line.rstrip() for line in "".join(parts).splitlines())
    return textwrap.dedent("\n".join(line for line in lines if line.strip())).strip()


def struct(name, columns):
    fields = "".join(f"\t{TYPES[kind][0]}{field};\n" for field, kind in columns)
    return f"struct {name} {{\n{fields}}};\n"


def prototypes(query):
    """The generated functions' heads, without a semicolon: (run or exec, each or None)."""
    q = "q_" + query.name
    taken = f", struct {q}_in in" if query.columns["in"] else ""
    if not query.has_out:
        return f"bool {q}(struct db *db{taken}, int64_t *ret_changed, struct err *err)", None
    return (
        f"bool {q}(struct db *db, struct arena *a{taken}, struct {q}_rows *ret_rows,\n"
        f"\tstruct err *err)",
        f"bool {q}_each(struct db *db{taken},\n"
        f"\tbool (*row)(void *ctx, const struct {q}_row *row), void *ctx, struct err *err)",
    )


def header(stem, path, queries):
    guard = f"GEN_{stem.upper()}_SQL_H"
    out = [generated(source_name(path)), f"#ifndef {guard}\n#define {guard}\n\n#include \"db/db.h\"\n"]
    for query in queries:
        q = "q_" + query.name
        out.append(f"\n/* {comment(query.what)} */\n")
        if query.columns["in"]:
            out.append(struct(q + "_in", query.columns["in"]))
        if query.has_out:
            out.append(struct(q + "_row", query.columns["out"]))
            out.append(f"struct {q}_rows {{\n\tsize_t n;\n\tstruct {q}_row *v;\n}};\n")
        out += [head + ";\n" for head in prototypes(query) if head]
        out.append(f"extern const struct db_statement statement_{query.name};\n")
    out.append(f"\nextern const struct db_statement *const queries_{stem}[];\n")
    out.append(f"extern const size_t queries_{stem}_n;\n\n#endif\n")
    return "".join(out)


def comment(text):
    return text.replace("*/", "* /")


def column_table(query, kind, type_name):
    columns = query.columns[kind]
    if not columns:
        return "", "NULL"
    name = f"{query.name}_{kind}"
    rows = "".join(
        f"\t{{ {c_string(field)}, {TYPES[t][1]}, offsetof(struct {type_name}, {field}) }},\n"
        for field, t in columns
    )
    return f"static const struct db_column {name}[] = {{\n{rows}}};\n\n", name


def statement(query):
    q = "q_" + query.name
    in_table, in_name = column_table(query, "in", q + "_in")
    out_table, out_name = column_table(query, "out", q + "_row")
    fields = {
        "name": c_string(query.name),
        "what": c_string(query.what),
        "sqlite": c_lines(query.sqlite),
        "postgres": c_lines(query.postgres),
        "in": in_name,
        "in_n": len(query.columns["in"]),
        "out": out_name,
        "out_n": len(query.columns["out"]),
        "in_size": f"sizeof(struct {q}_in)" if query.columns["in"] else 0,
        "row_size": f"sizeof(struct {q}_row)" if query.has_out else 0,
        "file": c_string(source_name(query.file)),
        "line": query.line,
    }
    body = "".join(f"\t.{name} = {value},\n" for name, value in fields.items())
    head = f"const struct db_statement statement_{query.name} = {{\n{body}}};\n\n"
    return in_table + out_table + head


def functions(query):
    q = "q_" + query.name
    taken = "&in" if query.columns["in"] else "NULL"
    run_head, each_head = prototypes(query)
    if not query.has_out:
        return (
            f"{run_head}\n{{\n"
            f"\treturn db_exec(db, &statement_{query.name}, {taken}, ret_changed, err);\n}}\n\n"
        )
    return (
        f"{run_head}\n{{\n"
        f"\treturn db_run(db, &statement_{query.name}, {taken}, a, ret_rows, err);\n}}\n\n"
        f"struct {q}_call {{\n\tbool (*row)(void *, const struct {q}_row *);\n\tvoid *ctx;\n}};\n\n"
        f"static bool {q}_call_row(void *ctx, const void *row)\n{{\n"
        f"\tconst struct {q}_call *call = ctx;\n\treturn call->row(call->ctx, row);\n}}\n\n"
        f"{each_head}\n{{\n\tstruct {q}_call call = {{ row, ctx }};\n"
        f"\treturn db_each(db, &statement_{query.name}, {taken}, {q}_call_row, &call, err);\n}}\n\n"
    )


def table(stem, queries):
    """A list of statements; a file without queries still has its (empty) list."""
    rows = "".join(f"\t&statement_{query.name},\n" for query in queries)
    return (
        f"const struct db_statement *const queries_{stem}[] = {{\n{rows}\tNULL,\n}};\n"
        f"const size_t queries_{stem}_n = {len(queries)};\n"
    )


def compile_file(room, path, out_h, out_c):
    queries = parse(room, path)
    stem = os.path.splitext(os.path.basename(path))[0]
    write(out_h, header(stem, path, queries))
    parts = [generated(source_name(path)), f'#include "gen/{stem}.sql.h"\n\n#include <stddef.h>\n\n']
    for query in queries:
        parts += [statement(query), functions(query)]
    write(out_c, "".join(parts) + table(stem, queries))


def compile_all(out_h, out_c, paths):
    """Every statement of the program in one list; the same name in two files is refused."""
    queries, seen = [], {}
    for path in paths:
        room = os.path.basename(os.path.dirname(os.path.abspath(path)))
        for query in parse(room, path):
            if query.name in seen:
                query.refuse(f"is already in {seen[query.name]}")
            seen[query.name] = source_name(path)
            queries.append(query)
    stems = sorted(os.path.splitext(os.path.basename(path))[0] for path in paths)
    write(out_h, generated("every .sql file") + (
        "#ifndef GEN_QUERIES_ALL_H\n#define GEN_QUERIES_ALL_H\n\n#include \"db/db.h\"\n\n"
        "/* Every named query of the program, room by room. */\n"
        "extern const struct db_statement *const queries_all[];\n"
        "extern const size_t queries_all_n;\n\n#endif\n"
    ))
    includes = "".join(f'#include "gen/{stem}.sql.h"\n' for stem in stems)
    write(out_c, generated("every .sql file") +
          f'#include "gen/queries_all.h"\n\n{includes}\n' + table("all", queries))


def main(args):
    if args[0] == "--all":
        compile_all(args[1], args[2], args[3:])
    else:
        compile_file(*args)


if __name__ == "__main__":
    run(main)
