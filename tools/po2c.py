#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Compiles the catalogues of messages to typed C functions.

    po2c.py out.h out.c da.po... -- en.po...
    po2c.py --check da.po... -- en.po...

msgid is the key, the same in both languages; several files of a language are merged. Placeholders
are {name} (text), {n:int}, {d:day} (long date) and {p:percent1}; a plural is chosen by n. The order
of a function's parameters is the order in which they first appear in the Danish text.

Refused: a key or file twice, a key in one language only, other placeholders or types in the other
language, an empty or missing text, a plural in one language only, braces that are no placeholder.

The generated table holds the texts with the placeholders numbered, `{0} opgaver`, so that filling
them in is a walk over the text.
"""

import re

import polib

from genlib import Refusal, c_string, generated, run, write

KEY = r"[a-z][a-z0-9_-]*(?:\.[a-z0-9][a-z0-9_-]*)*"
PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)(?::([a-z0-9_]+))?\}|([{}])")
# type -> (C parameter, expression that makes it a text)
TYPES = {
    "text": ("const char *{}", "{}"),
    "int": ("int64_t {}", "fmt_int(a, lang, {})"),
    "day": ("int32_t {}", "fmt_day_long(a, lang, {})"),
    "percent1": ("double {}", "fmt_percent(a, lang, {}, 1)"),
}


class Message:
    def __init__(self, file, entry):
        self.file, self.line, self.key = file, entry.linenum, entry.msgid
        self.plural = bool(entry.msgid_plural)
        forms = entry.msgstr_plural
        self.texts = [forms.get(0, ""), forms.get(1, "")] if self.plural else [entry.msgstr]
        self.check(entry)
        self.parameters = self.read_parameters()

    def refuse(self, message):
        raise Refusal(self.file, self.line, f"'{self.key}': {message}")

    def check(self, entry):
        if not re.fullmatch(KEY, self.key):
            self.refuse("a key is lower-case words joined by dots")
        if self.plural and (entry.msgid_plural != self.key or set(entry.msgstr_plural) != {0, 1}):
            self.refuse("a plural has msgid_plural equal to msgid, msgstr[0] and msgstr[1]")
        if "fuzzy" in entry.flags:
            self.refuse("is marked fuzzy")
        if not all(text.strip() for text in self.texts):
            self.refuse("an empty msgstr")

    def read_parameters(self):
        """[(name, type)] in order of appearance. The plural's forms may leave some out."""
        found = {}
        for text in self.texts[::-1]:
            for name, kind, stray in PLACEHOLDER.findall(text):
                if stray:
                    self.refuse(f"'{stray}' that is no placeholder")
                kind = kind or "text"
                if kind not in TYPES:
                    self.refuse(f"unknown type '{kind}' of '{name}'")
                if found.setdefault(name, kind) != kind:
                    self.refuse(f"'{name}' is both {found[name]} and {kind}")
                if name in ("a", "lang"):
                    self.refuse(f"a placeholder cannot be called '{name}'")
        if self.plural and found.get("n") != "int":
            self.refuse("a plural is chosen by {n:int}, which it lacks")
        return list(found.items())

    def numbered(self, names):
        """The texts with {name:type} as {0}, {1} ... by position in `names`."""
        return [
            PLACEHOLDER.sub(lambda match: f"{{{names.index(match[1])}}}", text) for text in self.texts
        ]


def read_language(paths):
    """{key: Message} of all files of one language."""
    messages = {}
    for path in paths:
        try:
            catalogue = polib.pofile(path, encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            where = re.search(r"\(line (\d+)\)", str(error))
            raise Refusal(path, where[1] if where else 1, str(error)) from error
        for entry in catalogue:
            if entry.obsolete:
                continue
            message = Message(path, entry)
            if message.key in messages:
                first = messages[message.key]
                message.refuse(f"is already in {first.file}:{first.line}")
            messages[message.key] = message
    check_names(messages)
    return messages


def check_names(messages):
    names = {}
    for message in messages.values():
        other = names.setdefault(function_name(message.key), message)
        if other is not message:
            message.refuse(f"makes the same C name as '{other.key}'")


def check_pair(danish, english):
    """Both languages say the same things with the same placeholders."""
    for key, message in danish.items():
        if key not in english:
            message.refuse("is not in English")
        other = english[key]
        if other.plural != message.plural:
            other.refuse("is a plural in one language only")
        if dict(other.parameters) != dict(message.parameters):
            other.refuse(
                f"placeholders differ: {show(message.parameters)} in Danish, {show(other.parameters)} here"
            )
    for key, message in english.items():
        if key not in danish:
            message.refuse("is not in Danish")


def show(parameters):
    return " ".join(f"{{{name}:{kind}}}" for name, kind in sorted(parameters)) or "none"


def function_name(key):
    return "msg_" + re.sub(r"[.-]", "_", key)


def prototype(message):
    if not message.parameters:
        return f"const char *{function_name(message.key)}(enum lang lang)"
    parameters = [TYPES[kind][0].format(name) for name, kind in message.parameters]
    return (
        f"const char *{function_name(message.key)}(struct arena *a, enum lang lang, "
        f"{', '.join(parameters)})"
    )


def header(danish):
    out = [generated("po/"), "#ifndef GEN_MSG_H\n#define GEN_MSG_H\n\n#include \"base/format.h\"\n\n"]
    for message in danish.values():
        out.append(f"/* {message.texts[-1].replace('*/', '* /')} */\n".replace("\n", " ").rstrip() + "\n")
        out.append(prototype(message) + ";\n")
    out.append(
        "\n/* The message of a key that is held in data; NULL when there is no such key without\n"
        " * placeholders. */\n"
        "const char *msg_by_key(enum lang lang, const char *key);\n\n"
        "/* Every such key in order, for tests. */\n"
        "extern const char *const msg_keys[];\nextern const size_t msg_keys_n;\n\n#endif\n"
    )
    return "".join(out)


FILL = """
/* `text` with {0}, {1} ... replaced by values; NULL is written as nothing. */
static const char *fill(struct arena *a, const char *text, const char *const *values)
{
    struct text out;
    text_init(&out, a);
    for (const char *mark; (mark = strchr(text, '{')); text = strchr(mark, '}') + 1) {
        text_add_n(&out, text, (size_t)(mark - text));
        text_add(&out, values[strtol(mark + 1, NULL, 10)]);
    }
    text_add(&out, text);
    return text_str(&out);
}
"""

BY_KEY = """
static int plain_compare(const void *key, const void *entry)
{
    return strcmp(key, *(const char *const *)entry);
}

const char *msg_by_key(enum lang lang, const char *key)
{
    const char *const *found = NULL;
    if (key && msg_keys_n)
        found = bsearch(key, msg_keys, msg_keys_n, sizeof *msg_keys, plain_compare);
    return found ? plain[found - msg_keys][lang] : NULL;
}
"""


def function(message, english):
    names = [name for name, _ in message.parameters]
    forms = ", ".join(
        "{ " + ", ".join(map(c_string, m.numbered(names))) + " }" for m in (message, english)
    )
    values = ", ".join(TYPES[kind][1].format(name) for name, kind in message.parameters)
    count, form = (2, "n == 1 ? 0 : 1") if message.plural else (1, "0")
    return (
        f"\n{prototype(message)}\n{{\n"
        f"\tstatic const char *const texts[2][{count}] = {{ {forms} }};\n"
        f"\tconst char *const values[] = {{ {values} }};\n"
        f"\treturn fill(a, texts[lang][{form}], values);\n}}\n"
    )


def source(danish, english):
    plain = sorted(key for key, message in danish.items() if not message.parameters)
    out = [generated("po/"), '#include "gen/msg.h"\n\n#include "base/text.h"\n\n'
           "#include <stdlib.h>\n#include <string.h>\n\n"]
    out.append("/* By key; the languages in the order of enum lang. */\n")
    out.append("const char *const msg_keys[] = {\n")
    out += [f"\t{c_string(key)},\n" for key in plain]
    out.append(f"\tNULL,\n}};\nconst size_t msg_keys_n = {len(plain)};\n\n")
    out.append("static const char *const plain[][2] = {\n")
    for key in plain:
        out.append(f"\t{{ {c_string(danish[key].texts[0])},\n\t  {c_string(english[key].texts[0])} }},\n")
    out.append("\t{ NULL, NULL },\n};\n")
    out.append(BY_KEY)
    for index, key in enumerate(plain):
        out.append(f"\n{prototype(danish[key])}\n{{\n\treturn plain[{index}][lang];\n}}\n")
    filled = [message for message in danish.values() if message.parameters]
    if filled:
        out.append(FILL)
    out += [function(message, english[message.key]) for message in filled]
    return "".join(out)


def main(args):
    check = args[0] == "--check"
    rest = args[1:] if check else args[2:]
    middle = rest.index("--")
    danish, english = read_language(rest[:middle]), read_language(rest[middle + 1:])
    check_pair(danish, english)
    if not check:
        write(args[0], header(danish))
        write(args[1], source(danish, english))


if __name__ == "__main__":
    run(main)
