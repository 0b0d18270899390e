#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Compiles a room's .html views to C functions.

    html2c.py [--po FILE]... [--icons FILE] ROOM out.h out.c file.html...

A view is HTML with {{...}} in it:

    {{include "youth.h"}}                       header the structs come from, before the first view
    {{view youth_head(struct youth_head *v)}}   starts a view, up to the next one or the end of the file
    {{v->name}}                                 any C expression, escaped by its type
    {{day_long d}} {{day_short d}} {{day_table d}} {{iso d}} {{number x 1}} {{percent x 1}} {{int n}}
    {{t login.title}} {{t worklist.count n=v->n}}
    {{if c}} {{elif c}} {{else}} {{end}}        {{for struct row *r in v->rows}} {{end}}
    {{use row r}} {{body}} {{csrf}} {{icon student}} {{asset css/app.css}} {{raw expr}} {{# comment}}

How it works: the file is cut into literals and directives; the literals drive a small HTML state
machine (`Context`), so that each directive knows where it stands: in text, in a tag, in which
quoted attribute. Where it stands decides what is allowed and how it is escaped. Inline scripts,
styles and event handlers are refused altogether, since the pages' CSP would refuse them too.
Branches of {{if}} must begin and end in the same place.

URLs (href, src, action, formaction ...): an expression that is the whole beginning of the value is
checked at run time by html_url; after a literal `/` or `=` it is one part and percent-encoded; in
other places only what cannot stand in a URL is encoded.

Loops: `rows` is a pointer with its count beside it, `rows_n`; of a query's rows, whose fields are
called v and n, write `in q.v`. A `struct X *r` walks the elements by address, any other type takes
their values. `r_i` is the index.

With --po the messages' keys and parameters are checked here and put in the right order; with
--icons the names of icons are checked.

For each view NAME with at most one parameter, a pointer to a struct, there are also NAME_any and
NAME_data, by which a view is handed on as the body of a page without losing the type check.
"""

import os
import re
import sys

import po2c
from genlib import Refusal, c_lines, c_string, generated, run, source_name, split_outside, write

URL_ATTRIBUTES = {"href", "src", "action", "formaction", "cite", "poster", "data", "ping", "xlink:href"}
URL_STARTS = ("/", "#", "?", "https:", "tel:", "mailto:")
NAME = r"[a-z](?:[\w./]|-(?!>))*"
WORD = re.compile(r"([a-z_]+)(?:\s+(.*))?$", re.S)
FORMATTERS = {"day_long", "day_short", "day_table", "iso", "int", "number", "percent"}
DECIMALS = {"number", "percent"}
BLOCKS = {"if", "elif", "else", "for", "end", "view", "include"}
MARKUP = {"use", "body", "csrf", "icon", "raw"}
DIRECTIVES = FORMATTERS | BLOCKS | MARKUP | {"t", "asset"}
IN_TAG = {"tag-name", "in-tag", "attribute-name", "after-attribute-name"}


class Context:
    """Where in the HTML we are. feed() takes literal markup; the state is plain attributes."""

    def __init__(self, refuse_at):
        self.refuse_at, self.line = refuse_at, 0
        self.state = "text"
        self.tag = self.attribute = self.value = self.quote = ""
        self.attributes = set()
        self.keeps_space = False
        self.last = ""  # the last character printed, "" when a value or a branch came after it

    def refuse(self, message):
        self.refuse_at(self.line, message)

    def snapshot(self):
        """What must be equal at both ends of a branch."""
        state = "in-tag" if self.state in IN_TAG else self.state
        tag = self.tag if state != "text" else ""
        return state, tag, self.quote and self.attribute, self.quote, self.keeps_space

    def in_url(self):
        return self.state == "value" and self.attribute in URL_ATTRIBUTES

    def feed(self, text, line):
        """Walks over literal markup; returns it without needless white space."""
        out, run, self.line = [], "", line
        for index, char in enumerate(text):
            self.line += char in "\n" + DROPPED
            if char == DROPPED:
                continue
            shrinks = char.isspace() and self.state in ("text", "in-tag", "raw") and not self.keeps_space
            getattr(self, "on_" + self.state.replace("-", "_"))(char, text, index)
            if shrinks:
                run += char
            else:
                out += [self.squeeze(run), char]
                run, self.last = "", char
        return "".join(out) + self.squeeze(run)

    def squeeze(self, run):
        """White space with a newline in it becomes one newline, also across a comment."""
        if not run or ("\n" not in run and self.last != "\n"):
            return run
        mark = "" if self.last == "\n" else "\n"
        self.last = "\n"
        return mark

    def on_text(self, char, text, index):
        following = text[index + 1:index + 4]
        if char == "<" and following == "!--":
            self.state = "comment"
        elif char == "<" and (not following or re.match(r"[A-Za-z/!]", following)):
            self.state, self.tag, self.attributes = "tag-name", "", set()

    def on_comment(self, char, text, index):
        if char == ">" and text[max(0, index - 2):index] == "--":
            self.state = "text"

    def on_tag_name(self, char, _text, _index):
        if char == ">":
            self.close_tag()
        elif char.isspace() or (char == "/" and self.tag):
            self.state = "in-tag"
        else:
            self.tag += char.lower()

    def on_in_tag(self, char, text, index):
        if char == ">":
            self.close_tag()
        elif not char.isspace() and char != "/":
            self.state, self.attribute = "attribute-name", ""
            self.on_attribute_name(char, text, index)

    def on_attribute_name(self, char, _text, _index):
        if char in "=>/" or char.isspace():
            self.check_attribute()
        if char == "=":
            self.state = "before-value"
        elif char == ">":
            self.close_tag()
        elif char == "/":
            self.state = "in-tag"
        elif char.isspace():
            self.state = "after-attribute-name"
        else:
            self.attribute += char.lower()

    def on_after_attribute_name(self, char, text, index):
        if char == "=":
            self.state = "before-value"
        else:
            self.state = "in-tag"
            self.on_in_tag(char, text, index)

    def on_before_value(self, char, _text, _index):
        if char in "\"'":
            self.state, self.quote, self.value = "value", char, ""
        elif char == ">":
            self.refuse("an attribute without a value")
        elif not char.isspace():
            self.state = "unquoted"

    def on_value(self, char, _text, _index):
        if char == self.quote:
            self.check_url()
            self.state, self.quote = "in-tag", ""
        else:
            self.value += char

    def on_unquoted(self, char, _text, _index):
        if char == ">":
            self.close_tag()
        elif char.isspace():
            self.state = "in-tag"

    def on_raw(self, char, text, index):
        """In <script>: only its end may come."""
        if text[index:index + 8].lower() == "</script":
            self.on_text(char, text, index)
        elif not char.isspace():
            self.refuse("inline <script>: put it into assets/")

    def check_attribute(self):
        name = self.attribute
        self.attributes.add(name)
        if name == "style":
            self.refuse("a style attribute: use a class")
        if name.startswith("on"):
            self.refuse(f"an inline event handler ({name}): put it into assets/")

    def check_url(self):
        """The literal start of a URL obeys the rule that html_url keeps at run time."""
        known = self.value.split("\0", 1)[0]
        if self.attribute in URL_ATTRIBUTES and known and not known.startswith(URL_STARTS):
            self.refuse(f"{self.attribute} must start with one of {' '.join(URL_STARTS)}")

    def close_tag(self):
        name = self.tag
        self.state = "text"
        if name == "style":
            self.refuse("inline <style>: put it into assets/")
        if name == "script":
            if "src" not in self.attributes:
                self.refuse("inline <script>: put it into assets/")
            self.state = "raw"
        if name in ("pre", "textarea"):
            self.keeps_space = True
        elif name in ("/pre", "/textarea"):
            self.keeps_space = False


class Writer:
    """The lines of the .c file; knows its own line number, for #line."""

    def __init__(self, name):
        self.name, self.lines = name, []

    def add(self, text):
        self.lines += text.split("\n")

    def add_from(self, source, line, text):
        """Code with the author's expressions in it: errors are reported in the .html."""
        self.add(f"#line {line} {c_string(source)}")
        self.add(text)
        self.add(f"#line {len(self.lines) + 2} {c_string(self.name)}")

    def text(self):
        return "\n".join(self.lines) + "\n"


class View:
    def __init__(self, name, parameters, file, line):
        self.name, self.parameters, self.file, self.line = name, parameters, file, line

    def head(self):
        return f"void view_{self.name}({', '.join(['struct html *out', *self.parameters])})"

    def data_type(self):
        """The type a page hands over as data, or None when the view takes something else."""
        if not self.parameters:
            return "void"
        match = re.fullmatch(r"const (struct \w+) \*\w+", self.parameters[0])
        return match.group(1) if match and len(self.parameters) == 1 else None


def directives(text, refuse_at):
    """Cuts a file into (kind, content, offset): "html" and "code" pieces in turn."""
    at = 0
    while True:
        start = text.find("{{", at)
        if start < 0:
            yield "html", text[at:], at
            return
        yield "html", text[at:start], at
        end = directive_end(text, start + 2)
        if end < 0:
            refuse_at(start, "'{{' without '}}'")
        yield "code", text[start + 2:end].strip(), start
        at = end + 2


def directive_end(text, at):
    if text.startswith("#", at):
        return text.find("}}", at)
    quote = ""
    while at < len(text):
        if quote:
            if text[at] == "\\":
                at += 1
            elif text[at] == quote:
                quote = ""
        elif text[at] in "\"'":
            quote = text[at]
        elif text.startswith("}}", at):
            return at
        at += 1
    return -1


LONE_LINE = re.compile(
    r"^[ \t]*(\{\{(?:#.*?|(?:if|elif|else|end|for|view|include)\b[^{}\n]*)\}\})[ \t]*\n", re.M
)
DROPPED = "\v"


def drop_lone_lines(text):
    """A line that holds nothing but a block directive leaves no empty line in the page: its newline
    becomes DROPPED, which counts as a line and is not printed."""
    return LONE_LINE.sub(lambda match: match[1] + DROPPED, text)


class Compiler:
    def __init__(self, room, out_h, out_c, catalogue=None, icons=None):
        self.room, self.icons = room, icons
        self.out_h, self.out_c = out_h, out_c
        self.catalogue = catalogue
        self.code = Writer(out_c)
        self.views, self.includes, self.problems = [], [], []
        self.pending, self.blocks, self.view = "", [], None

    # ---- files

    def compile_file(self, path):
        with open(path, encoding="utf-8") as file:
            self.text = drop_lone_lines(file.read())
        self.path = os.path.normpath(path)
        self.view = None
        self.line = 1
        for kind, content, offset in directives(self.text, lambda at, message: self.refuse_at(self.line_of(at), message)):
            self.line = self.line_of(offset)
            if kind == "html":
                self.literal(content)
            else:
                self.directive(content)
        self.end_view()

    def line_of(self, offset):
        return 1 + sum(self.text.count(mark, 0, offset) for mark in "\n" + DROPPED)

    def refuse_at(self, line, message):
        raise Refusal(self.path, line, message)

    def refuse(self, message):
        self.refuse_at(self.line, message)

    def problem(self, message):
        """A mistake that leaves the rest readable: all of them are reported together."""
        self.problems.append(str(Refusal(self.path, self.line, message)))

    # ---- output

    def literal(self, text):
        if self.view is not None:
            self.pending += self.context.feed(text, self.line)
        elif text.strip():
            self.refuse("text before the first {{view}}")

    def flush(self):
        if self.view is not None:
            self.context.last = ""
        if self.pending:
            size = len(self.pending.encode())
            self.code.add(f"\thtml_raw(out, {c_lines(self.pending)}, {size});")
            self.pending = ""

    def emit(self, text):
        self.flush()
        self.code.add_from(self.path, self.line, text)

    # ---- directives

    def directive(self, content):
        if content.startswith("#"):
            return
        if not content:
            self.refuse("an empty {{}}")
        word, rest = self.split(content)
        if word not in {"view", "include"} and self.view is None:
            self.refuse(f"{{{{{word or content}}}}} before the first {{{{view}}}}")
        if word in BLOCKS:
            getattr(self, "do_" + word)(rest)
        elif word is None:
            self.expression(content)
        else:
            self.output(word, rest)

    def split(self, content):
        """(directive, its text), or (None, "") for a C expression."""
        content = re.sub(r"\s+", " ", content)
        match = WORD.match(content)
        if not match:
            return None, ""
        word, rest = match.group(1), (match.group(2) or "").strip()
        if word in DIRECTIVES:
            return word, rest
        if rest and re.match(r"[\w\"(]", rest) and word != "sizeof":
            self.refuse(f"unknown directive '{word}'")
        return None, ""

    def do_include(self, rest):
        match = re.fullmatch(r'"([^"]+)"', rest)
        if not match or self.view is not None:
            self.refuse('{{include "header.h"}} stands before the first view')
        name = match.group(1)
        if os.path.exists(os.path.join(os.path.dirname(self.path), name)):
            name = f"{self.room}/{name}"
        if name not in self.includes:
            self.includes.append(name)

    def do_view(self, rest):
        match = re.fullmatch(r"([a-z][a-z0-9_]*)\s*(?:\((.*)\))?", rest)
        if not match:
            self.refuse("{{view name(struct x *v)}}")
        self.end_view()
        parameters = [constant(p) for p in split_outside(match.group(2) or "")]
        self.view = View(match.group(1), parameters, self.path, self.line)
        if self.view.name in (view.name for view in self.views):
            self.refuse(f"view '{self.view.name}' is defined twice")
        self.views.append(self.view)
        self.context = Context(self.refuse_at)
        self.code.add(f"\n{self.view.head()}\n{{")
        for parameter in ["out", *parameters]:
            self.code.add(f"\t(void){re.split('[ *]', parameter)[-1]};")

    def end_view(self):
        if self.view is None:
            return
        if self.blocks:
            kind, line = self.blocks[-1][:2]
            raise Refusal(self.path, line, f"{{{{{kind}}}}} without {{{{end}}}}")
        if self.context.state != "text":
            self.context.refuse(f"view '{self.view.name}' ends inside a tag, comment or script")
        self.flush()
        self.code.add("}")
        self.view = None

    # A block is [word, line, snapshot, value at its start, values at the ends of its branches].

    def open_block(self, word):
        self.blocks.append([word, self.line, self.context.snapshot(), self.context.value, []])

    def end_branch(self, word):
        """The branch that ends here began in the same place of the HTML."""
        if not self.blocks:
            self.refuse(f"{{{{{word}}}}} without {{{{if}}}} or {{{{for}}}}")
        kind, line, start, value, values = self.blocks[-1]
        if self.context.snapshot() != start:
            self.refuse(f"the {kind} of line {line} begins and ends in different places of the HTML")
        if word != "end" and kind not in ("if", "elif"):
            self.refuse(f"{{{{{word}}}}} after {{{{{kind}}}}}")
        values.append(self.context.value)
        self.context.value = value
        self.flush()

    def do_if(self, rest):
        self.need(rest, "if")
        self.open_block("if")
        self.emit(f"\tif ({rest}) {{")

    def do_elif(self, rest):
        self.need(rest, "elif")
        self.end_branch("elif")
        self.blocks[-1][0] = "elif"
        self.emit(f"\t}} else if ({rest}) {{")

    def do_else(self, rest):
        if rest:
            self.refuse("{{else}} takes nothing; use {{elif condition}}")
        self.end_branch("else")
        self.blocks[-1][0] = "else"
        self.code.add("\t} else {")

    def do_end(self, rest):
        if rest:
            self.refuse("{{end}} takes nothing")
        self.end_branch("end")
        kind, _line, _start, value, values = self.blocks.pop()
        if kind != "else":
            values.append(value)
        if self.context.in_url() and len(set(map(bool, values))) == 2:
            self.refuse("the URL may begin here or after {{end}}: begin it in every branch, or before")
        self.context.value = max(values, key=len)
        self.code.add("\t}")

    def do_for(self, rest):
        match = re.fullmatch(r"(.+?[\s*])(\w+) in (.+)", rest)
        if not match:
            self.refuse("{{for struct row *r in v->rows}}")
        kind, name, array = (part.strip() for part in match.groups())
        count = re.sub(r"(\.|->)v$", r"\1n", array)
        count = count if count != array else array + "_n"
        element = f"&{array}" if re.match(r"(const )?(struct|union)\b", kind) else array
        self.open_block("for")
        self.emit(
            f"\tfor (size_t {name}_i = 0; {name}_i < {count}; {name}_i++) {{ "
            f"{constant(f'{kind} {name}')} = {element}[{name}_i]; (void){name};"
        )

    def need(self, rest, word):
        if not rest:
            self.refuse(f"{{{{{word}}}}} without an expression")

    # ---- what prints something

    def place(self, what):
        """Refuses output where no value may stand. Returns "text", "value" or "url"."""
        context = self.context
        if context.state == "raw":
            self.refuse(f"{what} in <{context.tag}>")
        if context.state == "comment":
            self.refuse(f"{what} in an HTML comment: use {{{{# }}}}")
        if context.state == "tag-name":
            self.refuse(f"{what} in a tag name")
        if context.state in IN_TAG:
            self.refuse(f"{what} in a tag, where an attribute's name stands")
        if context.state in ("before-value", "unquoted"):
            self.refuse(f"{what} in an attribute without quotes")
        if context.state == "value":
            return "url" if context.attribute in URL_ATTRIBUTES else "value"
        return "text"

    def expression(self, content):
        place = self.place("an expression")
        content = re.sub(r"\s+", " ", content)
        function = self.url_function() if place == "url" else "html_put"
        self.printed(f"{function}(out, {content})")

    def url_function(self):
        before = self.context.value
        if not before:
            return "html_url"
        return "html_put_url_part" if before[-1] in "/=" else "html_put_url_rest"

    def printed(self, call):
        """Emits the call; the context remembers that a value stands here."""
        if self.context.state == "value":
            self.context.value += "\0"
        self.emit(f"\t{call};")

    def output(self, word, rest):
        place = self.place(f"{{{{{word}}}}}")
        if word in MARKUP and place != "text":
            self.refuse(f"{{{{{word}}}}} in an attribute")
        if place == "url" and not (word == "asset" or word in ("int", "iso") and self.context.value):
            self.refuse(f"{{{{{word}}}}} in the URL of {self.context.attribute}")
        if word in ("body", "csrf"):
            if rest:
                self.refuse(f"{{{{{word}}}}} takes nothing")
        else:
            self.need(rest, word)
        self.printed(getattr(self, "call_" + word, lambda r: self.call_formatter(word, r))(rest))

    def call_formatter(self, word, rest):
        function = "html_count" if word == "int" else "html_" + word
        if word not in DECIMALS:
            return f"{function}(out, {integer(rest) if word == 'int' else rest})"
        match = re.fullmatch(r"(.+) (\d)", rest)
        if not match:
            self.refuse(f"{{{{{word} x DECIMALS}}}}")
        return f"{function}(out, {match.group(1)}, {match.group(2)})"

    def call_body(self, _rest):
        return "html_body(out)"

    def call_csrf(self, _rest):
        return "html_csrf(out)"

    def call_raw(self, rest):
        return f"html_markup(out, {rest})"

    def call_icon(self, rest):
        if self.icons is not None and re.fullmatch(NAME, rest) and rest not in self.icons:
            self.problem(f"icon '{rest}' is not in assets/icons.txt")
        return f"html_icon(out, {self.name(rest)})"

    def call_asset(self, rest):
        return f"html_asset(out, {self.name(rest)})"

    @staticmethod
    def name(rest):
        """A bare name (student, css/app.css) is itself; all else is an expression: (r->icon)."""
        return c_string(rest) if re.fullmatch(NAME, rest) else rest

    def call_use(self, rest):
        name, _, arguments = rest.partition(" ")
        match = re.fullmatch(r"(\w+)\s*\((.*)\)", rest)
        if match:
            name, arguments = match.groups()
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            self.refuse("{{use view argument}}")
        return f"view_{name}({', '.join(filter(None, ['out', arguments.strip()]))})"

    # ---- messages

    def call_t(self, rest):
        key, _, text = rest.partition(" ")
        if not re.fullmatch(po2c.KEY, key):
            self.refuse(f"'{key}' is not a message key")
        given = self.arguments(text)
        wanted = self.parameters(key, given)
        function = po2c.function_name(key)
        if not wanted:
            return f"html_text(out, {function}(out->lang))"
        values = [integer(given[n]) if kind == "int" else given[n] for n, kind in wanted]
        return f"html_text(out, {function}(out->arena, out->lang, {', '.join(values)}))"

    def arguments(self, text):
        """n=v->n who=v->name -> a dict in the order written."""
        marks = list(re.finditer(r"(?:^|\s)([a-z_]\w*)=(?!=)", text))
        if text and (not marks or marks[0].start() > 0):
            self.refuse("parameters of a message are named: {{t key name=expression}}")
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        return {mark[1]: text[mark.end():end].strip() for mark, end in zip(marks, ends)}

    def parameters(self, key, given):
        if self.catalogue is None:
            return [(name, "text") for name in given]
        if key not in self.catalogue:
            self.problem(f"message '{key}' is not in po/")
            return []
        wanted = self.catalogue[key].parameters
        for name in given:
            if name not in (known for known, _ in wanted):
                self.problem(f"message '{key}' has no parameter '{name}'")
        for name, _ in wanted:
            if not given.get(name):
                self.problem(f"message '{key}' needs {name}=")
                given[name] = "0"
        return wanted

    # ---- result

    def finish(self, sources):
        names = ", ".join(source_name(path) for path in sources)
        guard = f"GEN_{self.room.upper()}_HTML_H"
        out = [generated(names), f"#ifndef {guard}\n#define {guard}\n\n#include \"web/html.h\"\n"]
        out += [f'#include "{name}"\n' for name in self.includes]
        body = self.code.text()
        for view in self.views:
            out.append(f"\n{view.head()};\n")
            if kind := view.data_type():
                out.append(
                    f"void view_{view.name}_any(struct html *out, const void *data);\n"
                    f"static inline const void *view_{view.name}_data(const {kind} *data)\n"
                    f"{{\n\treturn data;\n}}\n"
                )
                body += any_view(view)
        write(self.out_h, "".join(out) + "\n#endif\n")
        write(self.out_c, body)


def any_view(view):
    argument = ", data" if view.parameters else ""
    unused = "" if view.parameters else "\t(void)data;\n"
    return (
        f"\nvoid view_{view.name}_any(struct html *out, const void *data)\n"
        f"{{\n{unused}\tview_{view.name}(out{argument});\n}}\n"
    )


def constant(parameter):
    """Views only read: `struct x *v` is handed over as const."""
    text = re.sub(r"\s*\*\s*", " *", parameter.strip())
    return f"const {text}" if re.match(r"(struct|union|char)\b.*\*", text) else text


def integer(expression):
    """Any integer as int64_t; the product keeps a pointer from being printed as a number."""
    return f"(int64_t)(({expression}) * 1)"


def read_icons(path):
    """The first word of each line that is no comment."""
    with open(path, encoding="utf-8") as file:
        return {line.split()[0] for line in file if line.strip() and not line.startswith("#")}


def main(args):
    po, icons = [], None
    while args and args[0] in ("--po", "--icons"):
        if args[0] == "--po":
            po.append(args[1])
        else:
            icons = read_icons(args[1])
        args = args[2:]
    room, out_h, out_c, *files = args
    compiler = Compiler(room, out_h, out_c, po2c.read_language(po) if po else None, icons)
    compiler.code.add(generated(", ".join(map(source_name, files))).rstrip("\n"))
    compiler.code.add(f'#include "gen/{room}.html.h"\n#include "gen/msg.h"')
    for path in files:
        compiler.compile_file(path)
    if compiler.problems:
        sys.exit("\n".join(compiler.problems))
    compiler.finish(files)


if __name__ == "__main__":
    run(main)
