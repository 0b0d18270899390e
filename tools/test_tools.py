#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Tests of the build tools: small inputs with what must come out, and every refusal with its place.

Each case runs the tool's main in a folder of its own. Generated C is also given to the
compiler, with all our warnings, so that "a misspelt name does not build" is a test and no promise.
"""

import hashlib
import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import types
import unittest

import genlib

TOOLS = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(TOOLS)
WARNINGS = "-std=gnu17 -Wall -Wextra -Werror -Wconversion -Wsign-conversion -Wshadow -Wmissing-prototypes " \
    "-Wstrict-prototypes -Wcast-qual -Wwrite-strings -Wundef -Wvla".split()


class ToolCase(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.dir)

    def put(self, name, text):
        path = os.path.join(self.dir, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(text).lstrip("\n"))
        return name

    def get(self, name):
        with open(os.path.join(self.dir, name), encoding="utf-8") as file:
            return file.read()

    def call(self, command):
        return subprocess.run(command, cwd=self.dir, capture_output=True, text=True, check=False)

    def tool(self, name, *args):
        """Runs a tool's main in self.dir; the result looks like that of a process."""
        before = os.getcwd()
        os.chdir(self.dir)
        try:
            importlib.import_module(name).main(list(args))
        except (genlib.Refusal, SystemExit) as end:
            return types.SimpleNamespace(returncode=1, stderr=str(end))
        finally:
            os.chdir(before)
        return types.SimpleNamespace(returncode=0, stderr="")

    def passes(self, result):
        self.assertEqual(result.returncode, 0, result.stderr)

    def refuses(self, result, *messages):
        self.assertEqual(result.returncode, 1, "it was accepted")
        for message in messages:
            self.assertIn(message, result.stderr)

    def compile(self, *files, output=None):
        what = ["-o", output, "-lm"] if output else ["-fsyntax-only"]
        include = ["-I.", "-I" + os.path.join(TOP, "src")]
        return self.call([os.environ.get("CC", "cc"), *WARNINGS, *include, *files, *what])


class Sql(ToolCase):
    GOOD = """
        -- SPDX-License-Identifier: EUPL-1.2

        -- query youth_by_id: the identity on top
        -- of the page
        -- in: id text, day day,
        --     limit int
        -- out: id text, born day, seen time, guarded bool, weight real, raw blob, n int
        select id, born, seen, guarded, weight, raw, n -- not $this, nor ; that
        from youth /* nor $this */
        where id = $id and x <> '$day; ''$it' and born > $day and id <> $id limit $limit;

        -- query youth_touch: a change
        update youth set a = 1;
        """

    def compile_sql(self, text, room="youth"):
        self.put("youth.sql", text)
        return self.tool("sql2c", room, "youth.sql", "gen/youth.sql.h", "gen/youth.sql.c")

    def test_parameters_are_numbered_for_postgres_and_kept_for_sqlite(self):
        self.passes(self.compile_sql(self.GOOD))
        code = self.get("gen/youth.sql.c")
        self.assertIn("where id = $id and x <> '$day; ''$it' and born > $day and id <> $id limit $limit\"", code)
        self.assertIn("where id = $1 and x <> '$day; ''$it' and born > $2 and id <> $1 limit $3\"", code)
        self.assertNotIn("$this", code)
        self.assertIn('.what = "the identity on top of the page"', code)
        self.assertIn(".line = 3,", code)

    def test_types_and_functions(self):
        self.passes(self.compile_sql(self.GOOD))
        head = " ".join(self.get("gen/youth.sql.h").split())
        self.assertIn(
            "struct q_youth_by_id_row { const char *id; int32_t born; int64_t seen; bool guarded; double weight; "
            "struct blob raw; int64_t n; };", head)
        self.assertIn("struct q_youth_by_id_in { const char *id; int32_t day; int64_t limit; };", head)
        self.assertIn("struct q_youth_by_id_rows { size_t n; struct q_youth_by_id_row *v; };", head)
        self.assertIn("bool q_youth_touch(struct db *db, int64_t *ret_changed, struct err *err);", head)
        self.assertNotIn("q_youth_touch_in", head)

    def test_generated_code_compiles_and_a_misspelt_field_does_not(self):
        self.passes(self.compile_sql(self.GOOD))
        self.passes(self.compile("gen/youth.sql.c"))
        self.passes(self.tool("sql2c", "--all", "gen/queries_all.h", "gen/queries_all.c", self.put(
            "youth/youth.sql", self.GOOD)))
        self.passes(self.compile("gen/queries_all.c"))
        use = '#include "gen/youth.sql.h"\nint32_t x(struct q_youth_by_id_row r);\n' \
              "int32_t x(struct q_youth_by_id_row r) {{ return r.{}; }}\n"
        self.put("good.c", use.format("born"))
        self.put("bad.c", use.format("bron"))
        self.passes(self.compile("good.c"))
        self.refuses(self.compile("bad.c"), "no member named 'bron'" if "clang" in os.environ.get("CC", "") else "bron")

    def test_an_empty_file_has_an_empty_list(self):
        self.passes(self.compile_sql("-- SPDX-License-Identifier: EUPL-1.2\n"))
        self.passes(self.compile("gen/youth.sql.c"))

    def test_refusals(self):
        query = "-- query youth_x: what\n"
        cases = [
            (query + "-- in: id uuid\nselect $id;", "youth.sql:2: error: youth_x: unknown type 'uuid'"),
            (query + "-- in: id\nselect $id;", "youth.sql:2: error: youth_x: 'id' is not NAME TYPE"),
            (query + "-- in: id text, id text\nselect $id;", "youth.sql:2: error: youth_x: 'id' is twice"),
            (query + "-- in: id text\nselect\n $ide;", "youth.sql:4: error: youth_x: $ide is not in in:"),
            (query + "-- in: id text, b int\nselect $id;", "youth.sql:1: error: youth_x: 'b' is in in: but never used"),
            (query + "-- out:\nselect 1;", "youth.sql:1: error: youth_x: out: without columns"),
            ("-- query youth_x:\nselect 1;", "youth.sql:1: error: youth_x: no comment"),
            ("-- query youth_x\nselect 1;", "youth.sql:1: error: youth_x: no comment"),
            (query + "select 1;\n" + query + "select 2;", "youth.sql:3: error: youth_x: this query is defined twice"),
            ("-- query school_x: what\nselect 1;", "youth.sql:1: error: 'school_x' does not start with"),
            ("-- query youthful: what\nselect 1;", "youth.sql:1: error: 'youthful' does not start with"),
            ("-- query Youth: what\nselect 1;", "youth.sql:1: error: 'Youth' is not a query name"),
            (query + "select 1", "youth.sql:1: error: youth_x: no ';'"),
            (query, "youth.sql:1: error: youth_x: no SQL"),
            (query + ";", "youth.sql:1: error: youth_x: no SQL"),
            (query + "select 1; select 2;", "youth.sql:2: error: youth_x: text after the ';'"),
            (query + "select a::int;", "youth.sql:2: error: youth_x: '::' is not in the common dialect"),
            (query + "select ?;", "youth.sql:2: error: youth_x: '?' is not in the common dialect"),
            (query + "select $1;", "youth.sql:2: error: youth_x: $1 is not in in:"),
            ("select 1;", "youth.sql:1: error: SQL before the first"),
        ]
        for text, message in cases:
            with self.subTest(message):
                self.refuses(self.compile_sql(text + "\n"), message)

    def test_a_name_in_two_files_is_refused(self):
        one = self.put("youth/youth.sql", "-- query youth_x: what\nselect 1;\n")
        two = self.put("youth/youth_more.sql", "-- query youth_x: what\nselect 1;\n")
        self.refuses(self.tool("sql2c", "--all", "a.h", "a.c", one, two), "youth_x: is already in")


class Html(ToolCase):
    HEADER = """
        #include "base/types.h"
        struct row { const char *id; int32_t day; int64_t n; double x; };
        struct page { const char *name, *url; int32_t day; size_t count; double x;
            const struct row *rows; size_t rows_n; const char *const *names; size_t names_n;
            struct { size_t n; const struct row *v; } found; };
        """
    DA = """
        msgid ""
        msgstr "Content-Type: text/plain; charset=UTF-8\\n"

        msgid "a.plain"
        msgstr "Ja"

        msgid "a.count"
        msgstr "{who}: {n:int}"
        """
    HEAD = '{{include "page.h"}}\n'

    def setUp(self):
        super().setUp()
        self.put("youth/page.h", self.HEADER)
        self.put("da.po", self.DA)
        self.put("icons.txt", "# icons\nstudent\narrow-back west\n")

    def compile_html(self, text):
        with open(os.path.join(self.dir, "youth/page.html"), "w", encoding="utf-8") as file:
            file.write(text)
        return self.tool("html2c", "--po", "da.po", "--icons", "icons.txt", "youth", "gen/youth.html.h",
                         "gen/youth.html.c", "youth/page.html")

    def view(self, body):
        """The statements of a view with this body, without #line and indentation."""
        self.passes(self.compile_html(self.HEAD + "{{view page(struct page *v)}}\n" + body))
        code = self.get("gen/youth.html.c")
        code = code[code.index("(void)v;") + 8:code.index("\n}\n")]
        return [line.strip() for line in code.split("\n") if line.strip() and not line.startswith("#line")]

    def test_expressions_and_formatters(self):
        cases = {
            "{{v->name}}": "html_put(out, v->name);",
            "{{ v->count }}": "html_put(out, v->count);",
            "{{v->count == 1 ? v->name : v->url}}": "html_put(out, v->count == 1 ? v->name : v->url);",
            "{{day_long v->day}}": "html_day_long(out, v->day);",
            "{{day_short v->day}}": "html_day_short(out, v->day);",
            "{{day_table v->day}}": "html_day_table(out, v->day);",
            "{{iso v->day}}": "html_iso(out, v->day);",
            "{{number v->x + 1 2}}": "html_number(out, v->x + 1, 2);",
            "{{percent v->x 1}}": "html_percent(out, v->x, 1);",
            "{{int v->count}}": "html_count(out, (int64_t)((v->count) * 1));",
            "{{t a.plain}}": "html_text(out, msg_a_plain(out->lang));",
            "{{t a.count n=v->count who=v->name}}":
                "html_text(out, msg_a_count(out->arena, out->lang, v->name, (int64_t)((v->count) * 1)));",
            "{{use page v}}": "view_page(out, v);",
            "{{body}}": "html_body(out);",
            "{{csrf}}": "html_csrf(out);",
            "{{icon student}}": 'html_icon(out, "student");',
            "{{icon arrow-back}}": 'html_icon(out, "arrow-back");',
            "{{icon v->name}}": "html_icon(out, v->name);",
            "{{raw v->name}}": "html_markup(out, v->name);",
            '{{"}}"}}': 'html_put(out, "}}");',
            "{{# a comment with 'quotes }}": None,
        }
        for text, expected in cases.items():
            with self.subTest(text):
                self.assertEqual(self.view(text), [expected] if expected else [])

    def test_blocks(self):
        lines = self.view("{{if v->count > 1}}a{{elif v->name}}b{{else}}c{{end}}")
        self.assertEqual(lines, [
            "if (v->count > 1) {", 'html_raw(out, "a", 1);', "} else if (v->name) {", 'html_raw(out, "b", 1);',
            "} else {", 'html_raw(out, "c", 1);', "}"])
        loops = {
            "struct row *r in v->rows": "for (size_t r_i = 0; r_i < v->rows_n; r_i++) { "
                                        "const struct row *r = &v->rows[r_i]; (void)r;",
            "const char *s in v->names": "for (size_t s_i = 0; s_i < v->names_n; s_i++) { "
                                         "const char *s = v->names[s_i]; (void)s;",
            "struct row *r in v->found.v": "for (size_t r_i = 0; r_i < v->found.n; r_i++) { "
                                           "const struct row *r = &v->found.v[r_i]; (void)r;",
        }
        for text, expected in loops.items():
            with self.subTest(text):
                self.assertEqual(self.view("{{for " + text + "}}x{{end}}")[0], expected)

    def test_white_space(self):
        cases = {
            "<p>\n\n   <b>a  b</b>\n</p>\n": '"<p>\\n" "<b>a  b</b>\\n" "</p>\\n"',
            "<pre>\n  a\n\n  b</pre>": '"<pre>\\n" "  a\\n" "\\n" "  b</pre>"',
            "<input\n   type=\"text\"\n   name='x y'>": '"<input\\n" "type=\\"text\\"\\n" "name=\'x y\'>"',
            "<p title=\"a\n  b\">": '"<p title=\\"a\\n" "  b\\">"',
            "<a>{{# c }}\n\n{{# d }}\n<b>": '"<a>\\n" "<b>"',
        }
        for text, expected in cases.items():
            with self.subTest(text):
                literal = " ".join(self.view(text)).removeprefix("html_raw(out, ")
                self.assertEqual(re.sub(r", \d+\);$", "", literal), expected)

    def test_lines_with_only_a_directive_leave_nothing(self):
        lines = self.view("<ul>\n  {{for struct row *r in v->rows}}\n  <li>{{r->id}}</li>\n  {{end}}\n</ul>\n")
        self.assertEqual([line for line in lines if line.startswith("html_raw")], [
            'html_raw(out, "<ul>\\n", 5);', 'html_raw(out, "  <li>", 6);', 'html_raw(out, "</li>\\n", 6);',
            'html_raw(out, "</ul>\\n", 6);'])

    def test_lengths_are_bytes(self):
        self.assertEqual(self.view("<b>\u00b7</b>"), ['html_raw(out, "<b>\\302\\267</b>", 9);'])

    def test_urls(self):
        cases = {
            '<a href="{{v->url}}">': "html_url(out, v->url);",
            '<a href="/unge/{{v->name}}">': "html_put_url_part(out, v->name);",
            '<a href="?q={{v->name}}">': "html_put_url_part(out, v->name);",
            '<a href="/soeg?{{v->name}}">': "html_put_url_rest(out, v->name);",
            '<a href="tel:{{v->name}}">': "html_put_url_rest(out, v->name);",
            '<a title="/{{v->name}}">': "html_put(out, v->name);",
            '<link href="{{asset css/app.css}}">': 'html_asset(out, "css/app.css");',
            '<a href="?d={{iso v->day}}">': "html_iso(out, v->day);",
            '<button formaction="{{v->url}}">': "html_url(out, v->url);",
            "<FORM ACTION='{{v->url}}'>": "html_url(out, v->url);",
        }
        for text, expected in cases.items():
            with self.subTest(text):
                self.assertIn(expected, self.view(text))
        lines = self.view('<a href="{{if v->name}}/a{{else}}{{v->url}}{{end}}{{v->name}}">')
        self.assertIn("html_url(out, v->url);", lines)
        self.assertIn("html_put_url_rest(out, v->name);", lines)
        lines = self.view('<a href="{{v->url}}{{v->name}}">')
        self.assertEqual([line for line in lines if "raw" not in line],
                         ["html_url(out, v->url);", "html_put_url_rest(out, v->name);"])

    def test_refusals(self):
        cases = [
            ("<script>{{v->name}}</script>", 3, "inline <script>"),
            ('<script src="/x">{{v->name}}</script>', 3, "an expression in <script>"),
            ('<script src="/x">\nalert(1)</script>', 4, "inline <script>"),
            ("<script>alert(1)</script>", 3, "inline <script>"),
            ("<style>p { color: {{v->name}} }</style>", 3, "inline <style>"),
            ("<p\nclass={{v->name}}>", 4, "an expression in an attribute without quotes"),
            ("<p class=a{{v->name}}>", 3, "an expression in an attribute without quotes"),
            ("<p {{v->name}}=\"x\">", 3, "an expression in a tag"),
            ("<p data-{{v->name}}=\"x\">", 3, "an expression in a tag"),
            ("<{{v->name}}>", 3, "an expression in a tag name"),
            ("</{{v->name}}>", 3, "an expression in a tag name"),
            ("<h{{v->count}}>", 3, "an expression in a tag name"),
            ('<p onclick="{{v->name}}">', 3, "an inline event handler (onclick)"),
            ('<p\n\nOnClick="x()">', 5, "an inline event handler (onclick)"),
            ('<p style="{{v->name}}">', 3, "a style attribute"),
            ('<p style="color:red">', 3, "a style attribute"),
            ("<!-- {{v->name}} -->", 3, "an expression in an HTML comment"),
            ("a\n{{if v->name}}b", 4, "{{if}} without {{end}}"),
            ("{{if v->name}}a{{else}}b", 3, "{{else}} without {{end}}"),
            ("{{for struct row *r in v->rows}}a", 3, "{{for}} without {{end}}"),
            ("{{end}}", 3, "{{end}} without"),
            ("{{else}}", 3, "{{else}} without"),
            ("{{elif v->x}}", 3, "{{elif}} without"),
            ("{{if v->x}}{{else}}{{else}}{{end}}", 3, "{{else}} after {{else}}"),
            ("{{if v->x}}{{else}}{{elif v->x}}{{end}}", 3, "{{elif}} after {{else}}"),
            ("{{for struct row *r in v->rows}}{{else}}{{end}}", 3, "{{else}} after {{for}}"),
            ("{{if}}{{end}}", 3, "{{if}} without an expression"),
            ("{{for r}}{{end}}", 3, "{{for struct row *r in v->rows}}"),
            ("{{if v->x}}<p class=\"{{end}}\">", 3, "begins and ends in different places"),
            ("<p{{if v->x}}>{{end}}>", 3, "begins and ends in different places"),
            ("{{if v->x}}<textarea>{{end}}", 3, "begins and ends in different places"),
            ("<p class=\"x", 3, "ends inside a tag"),
            ("{{bold v->name}}", 3, "unknown directive 'bold'"),
            ("{{number v->x}}", 3, "{{number x DECIMALS}}"),
            ("{{}}", 3, "an empty {{}}"),
            ("{{v->name", 3, "'{{' without '}}'"),
            ("{{t a.missing}}", 3, "message 'a.missing' is not in po/"),
            ("{{t a.count n=1}}", 3, "message 'a.count' needs who="),
            ("{{t a.plain n=1}}", 3, "message 'a.plain' has no parameter 'n'"),
            ("{{t a.count v->n}}", 3, "parameters of a message are named"),
            ("{{icon studnet}}", 3, "icon 'studnet' is not in assets/icons.txt"),
            ('<a href="javascript:x()">', 3, "href must start with one of"),
            ('<a href="{{t a.plain}}">', 3, "{{t}} in the URL of href"),
            ('<a href="{{if v->x}}/a{{end}}{{v->url}}">', 3, "the URL may begin"),
            ('<p title="{{raw v->name}}">', 3, "{{raw}} in an attribute"),
            ('<p title="{{csrf}}">', 3, "{{csrf}} in an attribute"),
            ('{{include "x.h"}}', 3, "stands before the first view"),
            ("{{view page(struct page *v)}}", 3, "view 'page' is defined twice"),
        ]
        for body, line, message in cases:
            with self.subTest(body):
                text = self.HEAD + "{{view page(struct page *v)}}\n" + body
                result = self.compile_html(text)
                self.refuses(result, f"youth/page.html:{line}: error: ", message)
        self.refuses(self.compile_html("<p>\n"), "youth/page.html:1: error: text before the first {{view}}")

    def test_generated_code_compiles_and_errors_point_at_the_view(self):
        view = self.HEAD + textwrap.dedent("""\
            {{view page(struct page *v)}}
            <h1>{{v->name}}</h1>
            {{if v->count > 1}}
              <a href="/x/{{v->count}}?q={{v->name}}">{{t a.count n=v->count who=v->name}}</a>
            {{end}}
            {{for struct row *r in v->rows}}
              <li{{if r_i == 0}} class="first"{{end}}>{{use row r}}</li>
            {{end}}
            {{view row(struct row *r)}}
            <p>{{r->id}} {{FIELD}}</p>
            {{view nothing}}
            """)
        self.put("gen/msg.h", "#include \"base/format.h\"\nconst char *msg_a_count(struct arena *a, enum lang lang, "
                              "const char *who, int64_t n);\n")
        self.passes(self.compile_html(view.replace("FIELD", "day_table r->day")))
        self.passes(self.compile("gen/youth.html.c"))
        cases = {"r->dya": "dya", "int r->id": "invalid operands", "r->x": "_Generic"}
        for field, message in cases.items():
            with self.subTest(field):
                self.passes(self.compile_html(view.replace("FIELD", field)))
                self.refuses(self.compile("gen/youth.html.c"), "youth/page.html:11:", message)

    def test_a_page_is_handed_on_with_its_type(self):
        self.passes(self.compile_html(self.HEAD + "{{view page(struct page *v)}}\n<p>\n"))
        self.put("gen/msg.h", "")
        use = '#include "gen/youth.html.h"\nconst void *x(const struct {0} *p);\n' \
              "const void *x(const struct {0} *p) {{ return view_page_data(p); }}\n"
        self.put("good.c", use.format("page"))
        self.put("bad.c", use.format("row"))
        self.passes(self.compile("good.c"))
        self.refuses(self.compile("bad.c"), "incompatible pointer")


class Po(ToolCase):
    HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    DA = 'msgid "a.title"\nmsgstr "Én \\"dør\\""\n\n' \
         'msgid "a.count"\nmsgid_plural "a.count"\nmsgstr[0] "én opgave til {who}"\n' \
         'msgstr[1] "{n:int} opgaver til {who} den {d:day}: {p:percent1}"\n'
    EN = DA.replace("Én", "One").replace("opgaver", "tasks").replace("dør", "door").replace("opgave", "task")

    def run_po(self, danish, english, *args):
        self.put("da.po", self.HEAD + danish)
        self.put("en.po", self.HEAD + english)
        return self.tool("po2c", *(args or ("gen/msg.h", "gen/msg.c")), "da.po", "--", "en.po")

    def test_functions_have_the_danish_order_and_real_types(self):
        self.passes(self.run_po(self.DA, self.EN))
        head = " ".join(self.get("gen/msg.h").split())
        self.assertIn("const char *msg_a_title(enum lang lang);", head)
        self.assertIn("const char *msg_a_count(struct arena *a, enum lang lang, int64_t n, const char *who, "
                      "int32_t d, double p);", head)

    def test_messages_say_what_they_should(self):
        danish = self.DA + '\nmsgid "b.only-text"\nmsgstr "{a1} og {b1} og {a1}"\n'
        self.passes(self.run_po(danish, self.EN + '\nmsgid "b.only-text"\nmsgstr "{a1} and {b1} and {a1}"\n'))
        self.put("main.c", """
            #include "gen/msg.h"
            #include <assert.h>
            #include <math.h>
            #include <stdio.h>
            int main(void)
            {
                struct arena *a = arena_new();
                puts(msg_a_title(LANG_DA));
                puts(msg_a_count(a, LANG_DA, 1, "Åse", 0, 1.5));
                puts(msg_a_count(a, LANG_DA, 1200, "{0}", 0, 26.4));
                puts(msg_a_count(a, LANG_EN, 0, NULL, INT32_MIN, 26.4));
                puts(msg_b_only_text(a, LANG_EN, "x", "y"));
                puts(msg_by_key(LANG_EN, "a.title"));
                assert(!msg_by_key(LANG_DA, "a.titl") && !msg_by_key(LANG_DA, "a.count"));
                assert(!msg_by_key(LANG_DA, NULL) && msg_keys_n == 1);
                arena_free(a);
            }
            """)
        # base/format.c needs ICU; what it writes is its own test's business
        self.put("format.c", """
            #include "base/format.h"
            const char *fmt_int(struct arena *a, enum lang l, int64_t n)
            { return arena_fmt(a, "int%d:%ld", (int)l, (long)n); }
            const char *fmt_day_long(struct arena *a, enum lang l, int32_t d)
            { return arena_fmt(a, "day%d:%d", (int)l, d); }
            const char *fmt_percent(struct arena *a, enum lang l, double x, int n)
            { return arena_fmt(a, "percent%d:%.*f", (int)l, n, x); }
            """)
        base = [os.path.join(TOP, "src/base", name) for name in ("arena.c", "text.c")]
        self.passes(self.compile("main.c", "format.c", "gen/msg.c", *base, output="main"))
        result = self.call(["./main"])
        self.assertEqual(result.stdout.split("\n"), [
            'Én "dør"', "én opgave til Åse", "int0:1200 opgaver til {0} den day0:0: percent0:26.4",
            "int1:0 tasks til  den day1:-2147483648: percent1:26.4", "x and y and x", 'One "door"', ""],
            result.stderr)

    def test_several_files_of_a_language_are_one(self):
        self.put("b.da.po", self.HEAD + 'msgid "b"\nmsgstr "B"\n')
        self.put("a.po", self.HEAD + self.DA)
        self.passes(self.tool("po2c", "--check", "a.po", "b.da.po", "--", "b.da.po", "a.po"))
        self.refuses(self.tool("po2c", "--check", "a.po", "b.da.po", "--", "a.po"), "b.da.po:4: error: 'b': is not in English")
        self.refuses(self.tool("po2c", "--check", "a.po", "a.po", "--", "a.po"), "is already in a.po:4")

    def test_no_files_at_all(self):
        self.passes(self.tool("po2c", "gen/msg.h", "gen/msg.c", "--"))
        self.passes(self.compile("gen/msg.c"))

    def test_a_refusal_is_one_line_and_status_1(self):
        """The same through a process, as the build sees it."""
        self.put("a.po", self.HEAD + 'msgid "a"\nmsgstr ""\n')
        result = self.call([sys.executable, os.path.join(TOOLS, "po2c.py"), "--check", "a.po", "--"])
        self.assertEqual((result.returncode, result.stderr), (1, "a.po:4: error: 'a': an empty msgstr\n"))

    def test_check_writes_nothing(self):
        self.passes(self.run_po(self.DA, self.EN, "--check"))
        self.assertFalse(os.path.exists(os.path.join(self.dir, "gen")))

    def test_refusals(self):
        def entry(text, key="a"):
            return f'msgid "{key}"\nmsgstr "{text}"\n'

        plural = 'msgid "a"\nmsgid_plural "a"\nmsgstr[0] "x"\nmsgstr[1] "{n:int}"\n'
        cases = [
            (entry("x"), "", "da.po:4: error: 'a': is not in English"),
            ("", entry("x"), "en.po:4: error: 'a': is not in Danish"),
            (entry("x") + "\n" + entry("y"), entry("x"), "da.po:7: error: 'a': is already in da.po:4"),
            (entry(""), entry("x"), "da.po:4: error: 'a': an empty msgstr"),
            (entry("x"), entry(" "), "en.po:4: error: 'a': an empty msgstr"),
            (entry("{n:int}"), entry("{n}"), "en.po:4: error: 'a': placeholders differ"),
            (entry("{n:int}"), entry("x"), "en.po:4: error: 'a': placeholders differ"),
            (entry("{n:float}"), entry("x"), "unknown type 'float' of 'n'"),
            (entry("{n:int} {n}"), entry("x"), "'n' is both int and text"),
            (entry("{n"), entry("x"), "'{' that is no placeholder"),
            (entry("{lang}"), entry("x"), "a placeholder cannot be called 'lang'"),
            (plural, entry("{n:int}"), "is a plural in one language only"),
            (plural.replace('msgstr[0] "x"\n', ""), plural, "a plural has msgid_plural"),
            (plural.replace("{n:int}", "x"), plural, "a plural is chosen by {n:int}"),
            (plural.replace('msgid_plural "a"', 'msgid_plural "b"'), plural, "a plural has msgid_plural"),
            (entry("x", "A b"), entry("x", "A b"), "a key is lower-case words"),
            (entry("x", "a.b") + "\n" + entry("x", "a-b"), "", "makes the same C name as 'a.b'"),
            ("#, fuzzy\n" + entry("x"), entry("x"), "is marked fuzzy"),
            ('msgid "a"\nmsgstr', "", "da.po:"),
        ]
        for danish, english, message in cases:
            with self.subTest(message):
                self.refuses(self.run_po(danish, english, "--check"), message)


class Embed(ToolCase):
    def test_assets_are_found_and_the_hash_follows_the_content(self):
        self.put("files/css/app.css", "body{}" * 100)
        self.put("files/a.bin", "x")
        self.put("main.c", """
            #include "gen/assets.h"
            #include <stdio.h>
            int main(int n, char **v)
            {
                const struct asset *a = asset_find(asset_url(v[1]));
                if (n == 3)
                    return asset_find(v[2]) ? 0 : 1;
                printf("%s %s %zu %d ", a->url, a->type, a->raw_n, a->gzip != NULL);
                fwrite(a->raw, 1, a->raw_n, stdout);
                return 0;
            }
            """)
        digest = self.build()
        self.assertEqual(
            self.call(["./main", "css/app.css"]).stdout,
            f"/a/{digest}/css/app.css text/css; charset=utf-8 600 1 " + "body{}" * 100)
        self.assertEqual(self.call(["./main", "a.bin"]).stdout,
                         f"/a/{digest}/a.bin application/octet-stream 1 0 x")
        for url in ("/a/0000000000/a.bin", f"/a/{digest}/", f"/a/{digest}/b", "", "/"):
            self.assertEqual(self.call(["./main", "a.bin", url]).returncode, 1, url)
        self.put("files/a.bin", "y")
        self.assertNotEqual(self.build(), digest)

    def build(self):
        self.passes(self.tool("embed", "files", "gen/assets.c", "gen/assets.h"))
        self.passes(self.compile("main.c", "gen/assets.c", output="main"))
        return re.search(r'prefix\[\] = "/a/([0-9a-f]{10})/"', self.get("gen/assets.c"))[1]

    def test_no_files_at_all(self):
        os.mkdir(os.path.join(self.dir, "files"))
        self.passes(self.tool("embed", "files", "gen/assets.c", "gen/assets.h"))
        self.passes(self.compile("gen/assets.c"))

    def test_a_failing_script_fails_the_build(self):
        script = self.put("make.mjs", "process.exit(3);\n")
        self.refuses(self.tool("embed", "--make", script, "files", "gen/assets.c", "gen/assets.h"), "error: node")


class Law(ToolCase):
    UNITS = "unit;kind;choices\ndays;whole;\naverage;decimal;\nyes-no;choice;yes no\nmonth-day;month-day;\ndate;date;\n"
    HEAD = "rule;grade;category;value;unit;from;to;scope;confidence;source\n"

    def law(self, *rows):
        self.put("units.csv", self.UNITS)
        self.put("law.csv", self.HEAD + "".join(row + "\n" for row in rows))
        return self.tool("rules", "gen/rules.h", "gen/rules.c", "law.csv", "units.csv")

    def test_names_become_macros_and_periods_may_follow_each_other(self):
        self.passes(self.law(
            "duty_days;;;5;days;;2019-12-31;law;L;A", "duty_days;;;6;days;2020-01-01;;law;F;B",
            "duty_days;9;;;days;2020-01-01;2020-12-31;law;F;no rule", "duty_days;9;;7;days;2021-01-01;;law;F;B",
            "mark_least;8;eud;4,945;average;;;municipality;X;C",
            "end_on;;;06-15;month-day;;2019-07-31;law;F;D", "end_on;;;2020-09-30;date;2019-08-01;;law;F;D"))
        self.assertEqual(self.get("gen/rules.h").count('#define RULE_DUTY_DAYS "duty_days"'), 1)
        self.assertIn("const char rules_law[] =", self.get("gen/rules.c"))

    def test_overlaps_and_gaps_are_refused(self):
        first = "duty_days;;;5;days;;2019-12-31;law;L;A"
        self.refuses(self.law(first, "duty_days;;;6;days;2019-12-31;;law;F;B"), "law.csv:3: error: overlaps line 2")
        self.refuses(self.law(first, "duty_days;;;6;days;;;law;F;B"), "overlaps line 2")
        self.refuses(self.law(first.replace("2019-12-31", ""), "duty_days;;;6;days;2020-01-01;;law;F;B"), "overlaps line 2")
        self.refuses(self.law(first, "duty_days;;;6;days;2020-01-02;;law;F;B"), "law.csv:3: error: a gap after line 2")
        self.refuses(self.law("duty_days;;;5;days;2020-01-02;2020-01-01;law;L;A"), "ends before it begins")
        self.passes(self.law(first, "duty_days;9;;6;days;2015-01-01;;law;F;B"))

    def test_values_units_and_sources_are_checked(self):
        for row, message in (
                ("duty_days;;;five;days;;;law;F;A", "'five' is no value of days"),
                ("duty_days;;;4.5;average;;;law;F;A", "'4.5' is no value of average"),
                ("duty_days;;;4,9451;average;;;law;F;A", "no value of average"),
                ("duty_days;;;maybe;yes-no;;;law;F;A", "'maybe' is no value of yes-no"),
                ("duty_days;;;02-29;month-day;;;law;F;A", "no value of month-day"),
                ("duty_days;;;2020-13-01;date;;;law;F;A", "no value of date"),
                ("duty_days;;;5;parsecs;;;law;F;A", "unknown unit 'parsecs'"),
                ("duty_days;;;5;days;2020-02-30;;law;F;A", "'2020-02-30' is no date"),
                ("duty_days;;;5;days;;;nobody;F;A", "law or municipality"),
                ("duty_days;;;5;days;;;law;Q;A", "how sure"),
                ("duty_days;;;5;days;;;law;F;", "no source"),
                ("Duty;;;5;days;;;law;F;A", "'Duty' is not SUBJECT_NAME"),
                ("duty_days;;;5;days;;;law;F", "not 10 cells")):
            self.refuses(self.law(row), "law.csv:2: error:", message)
        self.refuses(self.law("duty_days;;;5;days;;;law;F;A", "duty_days;9;;4,5;average;;;law;F;A"), "in days elsewhere")
        self.refuses(self.law("duty_days;;;5;days;;2019-12-31;law;F;A", "duty_days;;;5;days;2020-01-01;;municipality;F;A"),
                     "another unit or scope")
        self.refuses(self.tool("rules", "gen/rules.h", "gen/rules.c", "law.csv"), "units.csv is missing")


class Migrations(ToolCase):
    def test_text_and_checksum(self):
        text = "create table \"a\" (x text); -- \\?\n"
        path = self.put("0001-house.sql", text)
        self.passes(self.tool("migrations", "gen/migrations.h", "gen/migrations.c", path))
        code = self.get("gen/migrations.c")
        self.assertIn('{ 1, "0001-house",', code)
        self.assertIn('"create table \\"a\\" (x text); -- \\\\\\?\\n"', code)
        self.assertIn(hashlib.sha256(text.encode()).hexdigest(), code)
        self.passes(self.compile("gen/migrations.c"))

    def test_shape_for_sqlite(self):
        text = ("create table a (\n    id bigint not null primary key,\n    b bigint not null\n);\n"
                "create table c (\n    d text not null primary key -- (x)\n);\n"
                "create table e (\n    f text,\n    g text,\n    primary key (f, g)\n);\n"
                "create table h (\n    i text\n);\n")
        path = self.put("0001-house.sql", text)
        self.passes(self.tool("migrations", "gen/migrations.h", "gen/migrations.c", path))
        code = self.get("gen/migrations.c")
        for line in text.splitlines():
            self.assertIn(f'"{line}\\n"', code)
        self.assertIn("id integer not null primary key,", code)
        self.assertIn("b bigint not null", code)
        self.assertEqual(code.count(") without rowid;"), 1)
        self.assertEqual(code.count("integer not null"), 1)

    def test_list_checks_for_sqlite(self):
        text = ("create table a (\n    b text check (b in ('x','y', 'z')),\n"
                "    c bigint not null check (c in (0,1)),\n    check (c in (0,1) or b is null)\n);\n")
        path = self.put("0001-house.sql", text)
        self.passes(self.tool("migrations", "gen/migrations.h", "gen/migrations.c", path))
        code = self.get("gen/migrations.c")
        self.assertIn("b text check (b in ('x','y', 'z')),", code)
        self.assertIn("b text check (b = 'x' or b = 'y' or b = 'z'),", code)
        self.assertIn("not null check (c = 0 or c = 1),", code)
        self.assertEqual(code.count("check (c in (0,1) or b is null)"), 2)

    def test_refusals(self):
        cases = {("0002-b.sql",): "migration 0001 is missing", ("0001-a.sql", "0003-c.sql"): "migration 0002 is missing",
                 ("0001-a.sql", "0001-b.sql"): "migration 0002 is missing or there twice", ("1-a.sql",): "NNNN-name.sql"}
        for names, message in cases.items():
            with self.subTest(names):
                paths = [self.put(name, "x") for name in names]
                self.refuses(self.tool("migrations", "m.h", "m.c", *paths), message)


class Checks(ToolCase):
    """layers.py and bans.py on a small house."""

    def one(self, tool, path, text):
        for room in ("base", "db", "web", "slice", "youth", "school"):
            self.put(f"src/{room}/{room}.h", "")
        self.put("src/web/internal.h", "")
        self.put("src/school/inner.h", "")
        self.put(path, text)
        result = self.tool(tool, "--top", ".", "stamp")
        os.remove(os.path.join(self.dir, path))
        return result

    def test_layers(self):
        good = {
            "src/base/a.c": ["base.h", "base/base.h"],
            "src/db/a.c": ["db.h", "base/base.h", "gen/db.sql.h", "gen/migrations.h"],
            "src/web/a.c": ["internal.h", "db/db.h", "gen/web.html.h", "gen/assets.h", "gen/msg.h"],
            "src/slice/a.c": ["web/web.h"],
            "src/youth/a.c": ["youth.h", "web/web.h", "slice/slice.h", "school/school.h", "gen/youth.sql.h",
                              "gen/youth_more.sql.h", "gen/web.html.h"],
            "src/base/test.c": ["youth/youth.h", "gen/queries_all.h"],
            "src/main.c": ["app.h", "youth/youth.h"],
        }
        bad = {
            "src/base/a.c": ["db/db.h", "gen/msg.h", "youth/youth.h", "nowhere.h"],
            "src/db/a.h": ["web/web.h", "gen/web.html.h", "gen/queries_all.h", "gen/base.sql.h"],
            "src/web/a.c": ["slice/slice.h", "youth/youth.h", "gen/migrations.h"],
            "src/slice/a.c": ["youth/youth.h", "app.h"],
            "src/youth/a.c": ["school/inner.h", "gen/school.sql.h", "gen/school.html.h", "gen/youthful.sql.h",
                              "gen/assets.h"],
        }
        for path, names in good.items():
            for name in names:
                with self.subTest(path=path, name=name):
                    self.passes(self.one("layers", path, f'#include "{name}"\n'))
        for path, names in bad.items():
            for name in names:
                with self.subTest(path=path, name=name):
                    self.refuses(self.one("layers", path, f'/* x */\n#include "{name}"\n'), f"{path}:2: error: includes {name}")

    def test_comments_and_strings_include_nothing(self):
        self.passes(self.one("layers", "src/base/a.c", '/*\n#include "db/db.h"\n*/\n// #include "db/db.h"\n'))

    def test_bans(self):
        good = [
            ("src/web/a.c", "/* strcpy(a, b) <p> select x from y æ */ // gets(x)\n"),
            ("src/web/a.c", 'int time; const char *s = "please select one <file>";\n'),
            ("src/web/a.c", "void *p = malloc(1);\n"),
            ("src/base/a.c", 'long t = time(NULL); const char *s = "æ";\n'),
            ("src/report/a.c", 'const char *s = "<svg>";\n'),
            ("src/web/html.c", 'const char *s = "<svg>";\n'),
            ("src/db/sqlite.c", 'const char *s = "select 1 from sqlite_schema";\n'),
            ("src/youth/test.c", 'const char *s = "<p>å select x from y"; free(p);\n'),
            ("src/demo/a.c", 'const char *s = "Åse";\n'),
            ("src/youth/a.html", "{{# æøå }}<p>·</p>\n"),
        ]
        bad = [
            ("src/web/a.c", "strcpy(a, b);", "strcpy() is banned"),
            ("src/web/test.c", "sprintf (a, b);", "sprintf() is banned"),
            ("src/web/a.h", "localtime(t);", "localtime() is banned"),
            ("src/web/a.c", "time(NULL);", "time(): the one clock"),
            ("src/youth/a.c", "malloc(1);", "malloc(): a slice uses arenas"),
            ("src/youth/a.c", "free(p);", "free(): a slice uses arenas"),
            ("src/youth/a.c", 's = "select a from b";', "SQL in a string"),
            ("src/youth/a.c", 's = "SELECT " X;', "SQL in a string"),
            ("src/youth/a.c", 's = "sel" "ect a from b";', "SQL in a string"),
            ("src/youth/a.c", 's = "insert into b";', "SQL in a string"),
            ("src/youth/a.c", 's = "update b set x = 1";', "SQL in a string"),
            ("src/youth/a.c", 's = "delete from b";', "SQL in a string"),
            ("src/web/a.c", 's = "<p class=x>";', "markup in a string"),
            ("src/web/a.c", 's = "</div>";', "markup in a string"),
            ("src/youth/a.c", 's = "på";', "Danish in a string"),
            ("src/youth/a.html", "<p>På</p>", "Danish in a view"),
        ]
        for path, text in good:
            with self.subTest(text):
                self.passes(self.one("bans", path, text))
        for path, text, message in bad:
            with self.subTest(text):
                self.refuses(self.one("bans", path, "\n" + text + "\n"), message)

    def test_the_compiler_knows_the_ban_too(self):
        self.put("a.c", '#include "base/banned.h"\nvoid f(char *p);\nvoid f(char *p)\n{\n    strcpy(p, "");\n}\n')
        self.refuses(self.compile("a.c"), "poisoned")


if __name__ == "__main__":
    unittest.main()
