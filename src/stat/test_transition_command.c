/* SPDX-License-Identifier: EUPL-1.2 */
/* vejviser stat transitions, project and simulate, through the command line */
#include "base/test.h"
#include "stat/testing.h"

#include <string.h>
#include <sys/stat.h>

static char folder[] = "/tmp/vejviser-project-XXXXXX";

#define ASK(code_, ...) test_stat_words(*state, code_, (const char *const[]){__VA_ARGS__, NULL})

#define HEADER "sex,origin,age,state,years_in_state,to,p\n"
#define MODEL                                                                                      \
    HEADER "1,0,15,a,0,a,0.5\n1,0,15,a,0,b,0.5\n1,0,16,a,0,b,1\n1,0,16,a,1,a,0.25\n1,0,16,a,1,b,"  \
           "0.75\n2,0,15,a,0,b,1\n"

static void transitions_from_lives(void **state) {
    const char *in =
        test_stat_file(*state, folder, "lives.csv",
                       "who,sex,origin,age,state\np,1,0,15,a\np,1,0,16,a\np,1,0,17,b\nq,1,0,15,"
                       "a\nq,1,0,16,b\nr,1,0,17,b\nr,1,0,15,a\n");
    const char *out = ASK(0, "transitions", "--in", in, "--id", "who", "--least", "1");
    assert_non_null(strstr(out, "sex,origin,age,state,years_in_state,to,p,n,pooled\n"
                                "1,0,15,a,0,a,0.5,2,own\n1,0,15,a,0,b,0.5,2,own\n"));
    assert_non_null(strstr(out, "1,0,16,a,1,b,1,1,own\n")); /* p, in the second year of a */
    assert_non_null(strstr(out, "1,0,16,b,0,b,1,0,none\n"));
}

static void transitions_from_rows_read_by_project(void **state) {
    const char *in =
        test_stat_file(*state, folder, "rows.csv",
                       "sex,origin,age,state,years_in_state,to,n\n1,0,15,a,0,a,30\n1,0,15,a,0,b,"
                       "10\n1,0,16,a,1,b,25\n");
    const char *out = ASK(0, "transitions", "--in", in, "--n", "n");
    assert_non_null(strstr(out, "1,0,15,a,0,b,0.25,40,own\n"));
    const char *model = test_stat_file(*state, folder, "made.csv", out);
    const char *start = test_stat_file(*state, folder, "made-start.csv", "state,share\na,7\n");
    out = ASK(0, "project", "--in", model, "--start", start, "--attained", "b");
    assert_non_null(strstr(out, "1,0,16,a,0.75,0.25\n"));
    assert_non_null(strstr(out, ",,17,b,1,1\n"));
}

static void projected_by_groups(void **state) {
    const char *in = test_stat_file(*state, folder, "model.csv", MODEL);
    const char *start = test_stat_file(*state, folder, "start.csv", "state,share\na,1\n");
    const char *groups =
        test_stat_file(*state, folder, "groups.csv", "sex,origin,share\n1,0,3\n2,0,1\n");
    const char *out =
        ASK(0, "project", "--in", in, "--start", start, "--groups", groups, "--attained", "b");
    assert_non_null(strstr(out, "sex,origin,age,state,p,attained\n1,0,15,a,1,0\n"));
    assert_non_null(strstr(out, "1,0,17,a,0.125,0.875\n"));
    assert_non_null(strstr(out, "2,0,16,a,0,1\n"));
    assert_non_null(strstr(out, ",,17,a,0.09375,0.90625\n")); /* 3/4 of 0.125 */
}

static void simulated_alike_on_any_threads(void **state) {
    const char *in = test_stat_file(*state, folder, "model.csv", MODEL);
    const char *start = test_stat_file(*state, folder, "start.csv", "state,share\na,1\n");
    const char *one = ASK(0, "simulate", "--in", in, "--start", start, "--threads", "1");
    assert_string_equal(ASK(0, "simulate", "--in", in, "--start", start, "--threads", "5"), one);
    assert_non_null(strstr(one, "\n2,0,16,b,1,\n"));
}

static void bad_input_is_refused(void **state) {
    const char *start = test_stat_file(*state, folder, "start.csv", "state,share\na,1\n");
    const char *in = test_stat_file(*state, folder, "half.csv", HEADER "1,0,15,a,0,a,0.5\n");
    assert_non_null(strstr(ASK(2, "project", "--in", in, "--start", start),
                           "from state a at age 15 in year 0 the probabilities sum to 0.5"));
    in = test_stat_file(*state, folder, "twice.csv", HEADER "1,0,15,a,0,a,0.5\n1,0,15,a,0,a,0.5\n");
    assert_non_null(strstr(ASK(2, "project", "--in", in, "--start", start), "row 3, column to"));
    in = test_stat_file(*state, folder, "more.csv", HEADER "1,0,15,a,0,a,1.5\n");
    assert_non_null(strstr(ASK(2, "project", "--in", in, "--start", start), "row 2, column p"));
    in = test_stat_file(*state, folder, "model.csv", MODEL);
    start = test_stat_file(*state, folder, "bad-start.csv", "state,share\nc,1\n");
    assert_non_null(strstr(ASK(2, "project", "--in", in, "--start", start), "no such state"));
    start = test_stat_file(*state, folder, "no-start.csv", "state,share\na,0\n");
    assert_non_null(strstr(ASK(2, "project", "--in", in, "--start", start), "--start"));
    start = test_stat_file(*state, folder, "start.csv", "state,share\na,1\n");
    const char *groups =
        test_stat_file(*state, folder, "bad-groups.csv", "sex,origin,share\n3,0,1\n");
    assert_non_null(strstr(ASK(2, "project", "--in", in, "--start", start, "--groups", groups),
                           "row 2, column sex: there is no such group"));
    assert_non_null(
        strstr(ASK(2, "project", "--in", in, "--start", start, "--attained", "a,z"), "--attained"));
    assert_non_null(strstr(ASK(2, "project", "--in", in), "--start"));
    in = test_stat_file(*state, folder, "lives-twice.csv",
                        "who,sex,origin,age,state\np,1,0,15,a\np,1,0,15,b\n");
    assert_non_null(strstr(ASK(2, "transitions", "--in", in, "--id", "who"), "row 3, column age"));
    in = test_stat_file(*state, folder, "no-to.csv", "sex,origin,age,state\n1,0,15,a\n");
    ASK(2, "transitions", "--in", in);
}

/* The lines that end with `ending`, without their last cell, below the header without its last name. */
static const char *lines_ending(struct arena *a, const char *csv, const char *ending) {
    const char *kept = "";
    for (const char *line = csv; *line; line += strcspn(line, "\n") + 1) {
        size_t n = strcspn(line, "\n"), last = n;
        while (line[last - 1] != ',') last--;
        if (line == csv ||
            (n - last == strlen(ending) && memcmp(line + last, ending, n - last) == 0))
            kept = arena_fmt(a, "%s%.*s\n", kept, (int)last - 1, line);
    }
    return kept;
}

#define R "tests/reference/transition/"

static void frequencies_are_as_in_r(void **state) {
    static const struct {
        const char *years, *want;
    } cases[] = {{"0", "transition/lives-msm"}, {"2", "transition/lives-years"}};
    for (size_t i = 0; i < 2; i++) {
        const char *out = ASK(0, "transitions", "--in", R "lives.csv", "--id", "id", "--least", "1",
                              "--most-years", cases[i].years);
        test_same_table(*state, lines_ending(*state, out, "own"), cases[i].want, 1e-14);
    }
}

static void projections_are_as_in_r(void **state) {
    test_same_as_r(*state,
                   "project --in " R "model.csv --start " R "start.csv --groups " R
                   "groups.csv --attained done",
                   "transition/model-project", 1e-13);
    const char *made = arena_fmt(*state, "%s/men.csv", folder);
    ASK(0, "transitions", "--in", R "men.csv", "--id", "id", "--least", "1", "--most-years", "0",
        "--out", made);
    const char *start = test_stat_file(*state, folder, "school.csv", "state,share\nschool,1\n");
    const char *out = ASK(0, "project", "--in", made, "--start", start);
    const char *mine = "age,state,p\n", *line = strstr(out, "\n1,0,16,");
    for (line++; strncmp(line, "1,0,23", 6) != 0; line = strchr(line, '\n') + 1)
        mine = arena_fmt(*state, "%s%.*s\n", mine, (int)strcspn(line, "\n") - 5, line + 4);
    test_same_table(*state, mine, "transition/men-etm", 1e-13);
}

int main(void) {
    if (!mkdtemp(folder)) return 1;
    const struct CMUnitTest tests[] = {
        TEST(transitions_from_lives),  TEST(transitions_from_rows_read_by_project),
        TEST(projected_by_groups),     TEST(simulated_alike_on_any_threads),
        TEST(bad_input_is_refused),    TEST(frequencies_are_as_in_r),
        TEST(projections_are_as_in_r),
    };
    return RUN(tests);
}
