/* SPDX-License-Identifier: EUPL-1.2 */
/* What is wrong with a file is told by row and column, with exit code 2 and nothing written, by every command:
 * each has a good example in tests/fuzz/corpus/stat, which is spoilt here in every way. */
#include "base/test.h"
#include "stat/testing.h"

#include <string.h>
#include <sys/stat.h>

static char folder[] = "/tmp/vejviser-bad-XXXXXX";

/* Which of its example's columns must be numbers, and which may be words but never NaN. */
static const struct {
    const char *command, *numbers, *values;
} rules[] = {
    {"km", "in,out", ""},
    {"aj", "out", ""},
    {"multistate", "in,out", ""},
    {"logrank", "out", ""},
    {"gray", "out", ""},
    {"proportion", "x,n", ""},
    {"difference", "a,b,c,d", ""},
    {"funnel", "x,n", ""},
    {"trend", "year,x,n", ""},
    {"mh", "", "y,x"},
    {"logit", "", "y,x"},
    {"cox", "in,out", "e,x"},
    {"did", "", "y,t,p"},
    {"match", "", "y,t,x"},
    {"survey", "w", "y"},
    {"transitions", "age", ""},
    {"project", "age,years_in_state,p", ""},
    {"simulate", "age,years_in_state,p", ""},
    {"suppress", "value", ""},
    {"audit", "value", ""},
};

struct example {
    const char *name, *line, *csv, *second;
};

static struct example example_of(struct arena *a, const char *command) {
    char *text =
        arena_dup(a, test_stat_bytes(a, arena_fmt(a, "tests/fuzz/corpus/stat/%s", command)));
    struct example e = {.name = command, .line = text, .second = ""};
    char *end = strchr(text, '\n'), *part;
    *end = '\0';
    e.csv = end + 1;
    if ((part = strstr(end + 1, "\n---\n"))) {
        part[1] = '\0';
        e.second = part + 5;
    }
    return e;
}

/* The example's line with `csv` in the place of its file. */
static struct answer ask(struct arena *a, const struct example *e, const char *csv,
                         const char *out) {
    const char *args[48], *in = test_stat_file(a, folder, "in.csv", csv);
    const char *second = test_stat_file(a, folder, "second.csv", e->second);
    size_t n = 0;
    for (const char *s = e->line; *s; s += strcspn(s, " "), s += *s == ' ') {
        args[n] = arena_dup_n(a, s, strcspn(s, " "));
        if (strcmp(args[n], "@") == 0) args[n] = in;
        if (strcmp(args[n], "@@") == 0) args[n] = second;
        n++;
    }
    args[n++] = "--out";
    args[n++] = out;
    return test_stat(a, args, n);
}

static void refuse(struct arena *a, const struct example *e, const char *csv, const char *says) {
    const char *out = arena_fmt(a, "%s/out.csv", folder);
    struct answer x = ask(a, e, csv, out);
    if (x.code != 2) fail_msg("%s gave %d for\n%s(%s)", e->name, x.code, csv, x.errors);
    if (!strstr(x.errors, says))
        fail_msg("%s says \"%s\", not %s, of\n%s", e->name, x.errors, says, csv);
    assert_string_equal(x.out, "");
    assert_int_not_equal(access(out, F_OK), 0);
}

/* Cell `column` of line `line` (0: the header) becomes `cell`; NULL: one cell more. */
static const char *spoil(struct arena *a, const char *csv, size_t line, size_t column,
                         const char *cell) {
    const char *at = csv;
    for (size_t i = 0; i < line; i++) at = strchr(at, '\n') + 1;
    if (!cell) {
        const char *end = strchr(at, '\n');
        return arena_fmt(a, "%.*s,7%s", (int)(end - csv), csv, end);
    }
    for (size_t i = 0; i < column; i++) at += strcspn(at, ",") + 1;
    return arena_fmt(a, "%.*s%s%s", (int)(at - csv), csv, cell, at + strcspn(at, ",\n"));
}

/* The columns of the header, joined by commas. */
static const char *header_of(struct arena *a, const char *csv) {
    return arena_dup_n(a, csv, strcspn(csv, "\n"));
}

static bool is_in(const char *name, const char *list) {
    for (const char *s = list; *s; s += strcspn(s, ","), s += *s == ',')
        if (strcspn(s, ",") == strlen(name) && strncmp(s, name, strlen(name)) == 0) return true;
    return false;
}

/* Counts may be given in other ways, so what is missing is an option. */
static bool is_optional(const struct example *e, const char *name) {
    return (strcmp(e->name, "proportion") == 0 && strcmp(name, "g") != 0) ||
           (strcmp(e->name, "funnel") == 0 && strcmp(name, "x") == 0) ||
           (strcmp(e->name, "trend") == 0 && strcmp(name, "n") != 0);
}

static void spoil_columns(struct arena *a, const struct example *e, const char *numbers,
                          const char *values) {
    static const char *const no_numbers[] = {"x1", "1;5", "0x10", "1e999", "--1"};
    static const char *const no_values[] = {"NaN", "nan", "Inf", "-inf", "Infinity"};
    const char *header = header_of(a, e->csv);
    size_t column = 0;
    for (const char *s = header; *s; s += strcspn(s, ","), s += *s == ',', column++) {
        const char *name = arena_dup_n(a, s, strcspn(s, ","));
        const char *second = arena_fmt(a, "row 3, column %s", name);
        refuse(a, e, spoil(a, e->csv, 0, column, "gone"),
               is_optional(e, name) ? arena_fmt(a, "--%s: names no column", name)
                                    : arena_fmt(a, "column %s: the column is missing", name));
        for (size_t i = 0; i < 5 && is_in(name, numbers); i++)
            refuse(a, e, spoil(a, e->csv, 2, column, no_numbers[i]), second);
        for (size_t i = 0; i < 5 && (is_in(name, numbers) || is_in(name, values)); i++)
            refuse(a, e, spoil(a, e->csv, 2, column, no_values[i]), second);
    }
}

static void every_command_names_what_is_wrong(void **state) {
    for (size_t i = 0; stat_commands[i]; i++) {
        struct arena *a ARENA_AUTO = arena_new();
        assert_true(i < sizeof rules / sizeof *rules);
        assert_string_equal(rules[i].command, stat_commands[i]->name);
        struct example e = example_of(a, rules[i].command);
        const char *out = arena_fmt(a, "%s/out.csv", folder);
        struct answer good = ask(a, &e, e.csv, out);
        if (good.code) fail_msg("%s: %s", e.name, good.errors);
        assert_int_equal(unlink(out), 0);
        refuse(a, &e, "", "in.csv: the file is empty");
        refuse(a, &e, arena_fmt(a, "%s\n", header_of(a, e.csv)), "in.csv: the file has no rows");
        refuse(a, &e, spoil(a, e.csv, 2, 0, NULL), "row 3");
        refuse(a, &e, spoil(a, e.csv, 1, 0, "\"a"), "row 2");
        refuse(a, &e, arena_fmt(a, "%s%s", "\xff\xfe", e.csv), "column");
        spoil_columns(a, &e, rules[i].numbers, rules[i].values);
    }
    (void)state;
}

/* What a file can say that no column says alone. */
static void what_cannot_be_is_refused(void **state) {
    static const struct {
        const char *command, *line, *csv, *says;
    } cases[] = {
        {"km", "km --in @ --entry in --exit out --event what", "in,out,what\n0,1,1\n3,3,1\n",
         "row 3, column out: the exit must be after the entry"},
        {"aj", "aj --in @ --entry in --exit out --event what", "in,out,what\n0,1,1\n3,2,1\n",
         "row 3, column out: the exit must be after the entry"},
        {"multistate", "multistate --in @ --entry in --exit out --from a --to b",
         "in,out,a,b\n0,1,x,y\n2,2,x,y\n", "row 3, column out: the exit must be after the entry"},
        {"logrank", "logrank --in @ --entry in --exit out --event e --by g",
         "in,out,e,g\n0,1,1,a\n3,2,1,b\n", "row 3, column out: the exit must be after the entry"},
        {"cox", "cox --in @ --entry in --exit out --event e --x x",
         "in,out,e,x\n0,1,1,1\n3,2,1,2\n", "row 3, column out: the exit must be after the entry"},
        {"km", "km --in @ --entry in --exit out --event what --id who",
         "who,in,out,what\n1,0,5,0\n2,0,3,1\n1,4,9,1\n", "row 4, column who"},
        {"aj", "aj --in @ --entry in --exit out --event what --id who",
         "who,in,out,what\n1,0,5,0\n2,0,3,1\n1,4,9,2\n", "row 4, column who"},
        {"multistate", "multistate --in @ --entry in --exit out --to b --id who",
         "who,in,out,b\n1,0,5,x\n1,4,9,y\n", "row 3, column who"},
        {"transitions", "transitions --in @ --id who",
         "who,sex,origin,age,state\n1,1,0,15,a\n1,1,0,15,b\n", "row 3, column age"},
        {"km", "km --in @ --exit out --event what", "out,what\n1,0\n2,1\n3,maybe\n", "column what"},
        {"cox", "cox --in @ --exit out --event e --x x", "out,e,x\n1,0,1\n2,1,2\n3,3,3\n",
         "row 4, column e"},
        {"logit", "logit --in @ --y y --x x", "y,x\n0,1\n1,2\n7,3\n", "row 4, column y"},
        {"mh", "mh --in @ --y y --x x", "y,x\n0,a\n1,b\n0,c\n", "--x"},
        {"did", "did --in @ --y y --treat t --post p", "y,t,p\n1,0,0\n2,0,1\n3,2,0\n4,1,1\n",
         "row 4, column t"},
        {"match", "match --in @ --y y --treat t --x x", "y,t,x\n0,0,1\n1,1,2\n1,5,2\n",
         "row 4, column t"},
        {"proportion", "proportion --in @", "x,n\n1,2\n3,2\n", "row 3, column x"},
        {"difference", "difference --in @", "x1,n1,x2,n2\n1,2,1,2\n1,2,3,2\n", "row 3, column x2"},
        {"funnel", "funnel --in @", "x,n\n1,2\n-1,2\n", "row 3, column x"},
        {"trend", "trend --in @", "year,x,n\n2020,1,2\n2021,3,2\n", "row 3, column x"},
        {"survey", "survey --in @ --y y --weight w", "y,w\n1,2\n0,-1\n", "row 3, column w"},
        {"project", "project --in @ --start @@",
         "sex,origin,age,state,years_in_state,to,p\n1,0,15,a,0,a,1\n1,0,16,a,0,b,1.5\n",
         "row 3, column p"},
        {"simulate", "simulate --in @ --start @@",
         "sex,origin,age,state,years_in_state,to,p\n1,0,15,a,0,a,1\n1,0,-1,a,0,b,1\n",
         "row 3, column age"},
        {"suppress", "suppress --in @", "row,col,value\na,x,3\na,x,4\n", "row 3"},
        {"suppress", "suppress --in @", "row,col,value\na,x,3\na,y,-4\n", "row 3, column value"},
        {"audit", "audit --in @", "row,col,value,status\na,x,3,shown\na,x,4,shown\n", "row 3"},
        {"gray", "gray --in @ --exit out --event what --by g --id who", "who,out,what,g\n1,2,1,a\n",
         "--id"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a ARENA_AUTO = arena_new();
        struct example e = {cases[i].command, cases[i].line, "", "state,share\na,1\n"};
        refuse(a, &e, cases[i].csv, cases[i].says);
    }
    (void)state;
}

/* The files that stand beside --in. */
static void second_files_are_checked_too(void **state) {
    static const struct {
        const char *command, *second, *says;
    } cases[] = {
        {"survey", "", "second.csv: the file is empty"},
        {"survey", "g,total\nu,10\nv,x\n", "row 3, column total"},
        {"survey", "g,totals\nu,10\nv,12\n", "column total"},
        {"project", "", "second.csv: the file is empty"},
        {"project", "state,share\na,NaN\n", "row 2, column share"},
        {"project", "state\na\n", "column share"},
        {"simulate", "state,share\na,1\nz,1\n", "row 3, column state"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a ARENA_AUTO = arena_new();
        struct example e = example_of(a, cases[i].command);
        e.second = cases[i].second;
        refuse(a, &e, e.csv, cases[i].says);
    }
    (void)state;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_command_names_what_is_wrong),
        TEST(what_cannot_be_is_refused),
        TEST(second_files_are_checked_too),
    };
    if (!mkdtemp(folder)) return 1;
    int failed = RUN(tests);
    char path[64];
    snprintf(path, sizeof path, "%s/in.csv", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/second.csv", folder);
    unlink(path);
    rmdir(folder);
    return failed;
}
