/* SPDX-License-Identifier: EUPL-1.2 */
/* The frame of the stat commands: options, columns, groups, the table, and that nothing is written
 * when something is wrong. Files are made in a folder of the test's own. */
#include "base/test.h"
#include "stat/testing.h"

#include <string.h>
#include <sys/stat.h>

static char folder[] = "/tmp/vejviser-stat-XXXXXX";

static const char *path_of(struct arena *a, const char *name) {
    return arena_fmt(a, "%s/%s", folder, name);
}

#define DATA "who,in,out,what,sex\na,0,2,1,m\nb,0,3,0,m\nc,1,3,1,k\nd,0,4,1,k\n"

static void test_csv(void **state) {
    const char *in = test_stat_file(*state, folder, "csv.csv", DATA);
    struct answer x =
        test_stat_line(*state, arena_fmt(*state,
                                         "km --in %s --entry in --exit=out --event what --by "
                                         "sex --conf-type plain",
                                         in));
    assert_int_equal(x.code, 0);
    assert_string_equal(x.out, "stratum,time,n_risk,n_event,n_censor,surv,se,lower,upper\n"
                               "sex=k,3,2,1,0,0.5,0.353553390593274,0,1\n"
                               "sex=k,4,1,1,0,0,,,\n"
                               "sex=m,2,2,1,0,0.5,0.353553390593274,0,1\n"
                               "sex=m,3,1,0,1,0.5,0.353553390593274,0,1\n");
    assert_non_null(strstr(x.errors, "no interval can be estimated"));
}

static void test_json(void **state) {
    const char *in = test_stat_file(*state, folder, "json.csv", DATA);
    struct answer x = test_stat_line(
        *state, arena_fmt(*state, "km --in %s --exit out --event what --json --at 4", in));
    assert_int_equal(x.code, 0);
    assert_string_equal(x.out,
                        "{\"columns\": [\"stratum\", \"time\", \"n_risk\", \"n_event\", "
                        "\"n_censor\", \"surv\", \"se\", \"lower\", \"upper\"],\n"
                        "\"rows\": [\n"
                        "{\"stratum\": \"\", \"time\": 4, \"n_risk\": 1, \"n_event\": 3, "
                        "\"n_censor\": 1, \"surv\": 0, \"se\": null, \"lower\": null, \"upper\": "
                        "null}\n"
                        "],\n"
                        "\"notes\": [\n"
                        "\"where the probability is 0 or 1, no interval can be estimated; those "
                        "cells are empty\"]}\n");
}

static void test_groups_of_two_columns(void **state) {
    const char *in = test_stat_file(*state, folder, "groups.csv",
                                    "t,e,b,c\n1,1,10,\"x, \"\"y\"\n1,1,9,z\n1,1,10,z\n1,1,10,z\n");
    struct answer x = test_stat_line(
        *state, arena_fmt(*state, "km --in %s --exit t --event e --by b,c --se none", in));
    assert_int_equal(x.code, 0);
    assert_non_null(strstr(x.out, "\n\"b=9, c=z\",1,1,1,0,0,,,\n"
                                  "\"b=10, c=x, \"\"y\",1,1,1,0,0,,,\n"
                                  "\"b=10, c=z\",1,2,2,0,0,,,\n"));
}

static void test_out_file(void **state) {
    const char *in = test_stat_file(*state, folder, "out.csv", DATA),
               *out = path_of(*state, "out.txt");
    struct answer x = test_stat_line(
        *state, arena_fmt(*state, "km --in %s --exit out --event what --out %s", in, out));
    struct stat st;
    assert_int_equal(x.code, 0);
    assert_string_equal(x.out, "");
    assert_int_equal(stat(out, &st), 0);
    unlink(out);
    /* refused in the last moment: neither the file nor its beginning is left */
    x = test_stat_line(
        *state,
        arena_fmt(*state, "km --in %s --entry out --exit in --event what --out %s", in, out));
    assert_int_equal(x.code, 2);
    assert_int_not_equal(stat(out, &st), 0);
    x = test_stat_line(
        *state, arena_fmt(*state, "km --in %s --exit out --event what --out /no/such/place", in));
    assert_int_equal(x.code, 1);
}

static void test_wrong_usage(void **state) {
    static const struct {
        const char *line, *says;
    } cases[] = {
        {"", "vejviser stat NAME"},
        {"kn", "unknown command kn"},
        {"km", "stat km needs --in"},
        {"km --in FILE --event what", "stat km needs --exit"},
        {"km --in FILE --exit out --event what --x 1", "stat km has no option --x"},
        {"km FILE", "options begin with --"},
        {"km --in", "--in: lacks its value"},
        {"km --json=1", "--json: takes no value"},
        {"km --json --json", "--json: is given twice"},
        {"km --in FILE --exit out --event what --conf 95", "--conf: must be from 0.01 to 0.999999"},
        {"km --in FILE --exit out --event what --conf nan", "--conf: must be a number"},
        {"km --in FILE --exit out --event what --at 1,,2", "--at: must be a number"},
        {"km --in FILE --exit out --event what --se best",
         "--se: must be one of none|greenwood|ij"},
        {"km --in FILE --exit out --event what --by sex,", "--by: a column's name is missing"},
        {"km --in FILE --exit nobody --event what", "column nobody"},
        {"km --in FILE --exit sex --event what", "row 2, column sex"},
        {"km --in FILE --exit out --event sex", "--event: say with --censor"},
        {"km --in FILE --exit out --event sex --censor x", "--censor: no row has that value"},
        {"km --in FILE --entry out --exit in --event what", "row 2, column in: the exit must be"},
        {"km --in /no/such/file --exit out --event what", "file"},
    };
    const char *in = test_stat_file(*state, folder, "wrong.csv", DATA);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *at = strstr(cases[i].line, "FILE");
        const char *line = !at ? cases[i].line
                               : arena_fmt(*state, "%.*s%s%s", (int)(at - cases[i].line),
                                           cases[i].line, in, at + 4);
        struct answer x = test_stat_line(*state, line);
        assert_int_equal(x.code, strstr(cases[i].line, "/no/") ? 1 : 2);
        assert_non_null(strstr(x.errors, cases[i].says));
        assert_string_equal(x.out, "");
    }
}

static void test_help_of_all(void **state) {
    for (size_t i = 0; stat_commands[i]; i++) {
        struct answer x =
            test_stat_line(*state, arena_fmt(*state, "%s --help", stat_commands[i]->name));
        assert_int_equal(x.code, 0);
        assert_non_null(strstr(x.out, "In R: "));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_csv),      TEST(test_json),        TEST(test_groups_of_two_columns),
        TEST(test_out_file), TEST(test_wrong_usage), TEST(test_help_of_all)};
    if (!mkdtemp(folder)) return 1;
    int failed = RUN(tests);
    static const char *const names[] = {"csv.csv", "json.csv", "groups.csv", "out.csv",
                                        "wrong.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
    return failed;
}
