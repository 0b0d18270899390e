/* SPDX-License-Identifier: EUPL-1.2 */
/* vejviser stat suppress and audit, through the command line */
#include "base/test.h"
#include "stat/testing.h"

#include <string.h>
#include <sys/stat.h>

static char folder[] = "/tmp/vejviser-suppress-XXXXXX";

#define ASK(code_, ...) test_stat_words(*state, code_, (const char *const[]){__VA_ARGS__, NULL})

#define CELLS                                                                                      \
    "row,col,value\nn,a,3\nn,b,30\nn,c,40\ns,a,50\ns,b,10\ns,c,60\nv,a,70\nv,b,80\nv,c,0\n"

static void suppressed_and_audited(void **state) {
    const char *in = test_stat_file(*state, folder, "in.csv", CELLS);
    const char *out = ASK(0, "suppress", "--in", in);
    assert_non_null(strstr(out, "n,a,,primary,1,4\n"));
    assert_non_null(strstr(out, "s,b,,secondary,8,11\n"));
    assert_non_null(strstr(out, "total,total,343,shown,343,343\n"));
    const char *published = test_stat_file(*state, folder, "published.csv", out);
    assert_string_equal(ASK(0, "audit", "--in", published), out);
    assert_string_equal(ASK(0, "suppress", "--in", in, "--before", published), out);
}

static void one_more_in_a_later_publication(void **state) {
    const char *before = test_stat_file(*state, folder, "before.csv", CELLS);
    const char *in =
        test_stat_file(*state, folder, "now.csv",
                       "row,col,value\nn,a,13\nn,b,30\nn,c,40\ns,a,52\ns,b,10\ns,c,60\nv,a,70\n"
                       "v,b,80\nv,c,0\n");
    const char *out = ASK(0, "suppress", "--in", in, "--before", before);
    assert_non_null(strstr(out, "s,a,,primary,")); /* 52 after 50: two have come */
    assert_non_null(strstr(out, "s,b,10,shown,"));
}

static void tables_with_one_total_row(void **state) {
    const char *in =
        test_stat_file(*state, folder, "tables.csv",
                       "table,row,col,value\nskole,A,ja,3\nskole,A,nej,20\nskole,B,ja,14\nskole,"
                       "B,nej,30\nsex,M,ja,9\nsex,M,nej,26\nsex,K,ja,8\nsex,K,nej,24\n");
    const char *out = ASK(0, "suppress", "--in", in, "--table", "table");
    assert_non_null(strstr(out, "skole,A,ja,,primary,1,4\n"));
    assert_non_null(strstr(out, "sex,total,ja,17,shown,17,17\n"));
    const char *published = test_stat_file(*state, folder, "tables-out.csv", out);
    assert_string_equal(ASK(0, "audit", "--table", "table", "--in", published), out);
    in = test_stat_file(
        *state, folder, "tables-2.csv",
        "table,row,col,value\nskole,A,ja,3\nskole,A,nej,20\nsex,M,ja,4\nsex,M,nej,20\n");
    assert_non_null(strstr(ASK(2, "suppress", "--in", in, "--table", "table"), "its total row"));
}

static void levels_by_within(void **state) {
    const char *in =
        test_stat_file(*state, folder, "within.csv",
                       "row,col,value,up\nA,x,3,Nord\nA,y,20,Nord\nB,x,14,Nord\nB,y,30,Nord\n"
                       "C,x,40,\nC,y,50,\nNord,x,17,\n");
    const char *out = ASK(0, "suppress", "--in", in, "--within", "up");
    assert_non_null(strstr(out, "Nord,y,50,shown,50,50\n"));
    assert_non_null(strstr(out, "total,x,57,shown,57,57\n"));
    assert_non_null(strstr(out, "B,y,,secondary,"));
}

static void bad_input_is_refused(void **state) {
    const char *in = test_stat_file(*state, folder, "twice.csv", "row,col,value\nn,a,3\nn,a,4\n");
    assert_non_null(
        strstr(ASK(2, "suppress", "--in", in), "row 3, column row: the row and column"));
    in = test_stat_file(*state, folder, "sum.csv", "row,col,value\nn,a,3\nn,b,4\nn,total,8\n");
    assert_non_null(strstr(ASK(2, "suppress", "--in", in), "row 4, column value: the parts are 7"));
    in = test_stat_file(*state, folder, "minus.csv", "row,col,value\nn,a,-3\n");
    assert_non_null(strstr(ASK(2, "suppress", "--in", in), "row 2, column value"));
    in = test_stat_file(*state, folder, "none.csv", "row,col,value\n");
    ASK(2, "suppress", "--in", in);
    in = test_stat_file(*state, folder, "up.csv", "row,col,value,up\nA,x,3,B\nB,x,3,A\n");
    assert_non_null(strstr(ASK(2, "suppress", "--in", in, "--within", "up"), "part of itself"));
    in = test_stat_file(*state, folder, "cannot.csv",
                        "row,col,value,status\nn,a,50,primary\nn,total,50,shown\n");
    assert_non_null(strstr(ASK(2, "audit", "--in", in), "no values of the hidden cells"));
    in = test_stat_file(*state, folder, "amounts.csv", CELLS);
    assert_non_null(strstr(ASK(2, "suppress", "--in", in, "--percent", "10"), "--first"));
    in = test_stat_file(*state, folder, "few.csv", "row,col,value\nn,a,2\nn,b,71\n");
    assert_non_null(
        strstr(ASK(1, "suppress", "--in", in, "--before",
                   test_stat_file(*state, folder, "b.csv", "row,col,value\nn,b,71\nn,total,73\n")),
               "cannot be protected"));
}

static void an_audit_takes_what_is_absent_as_hidden(void **state) {
    const char *in =
        test_stat_file(*state, folder, "absent.csv",
                       "row,col,value,status\nn,b,30,shown\nn,total,37,\ns,a,,\ns,b,8,shown\n"
                       "s,total,58,shown\ntotal,a,57,shown\ntotal,b,38,shown\n");
    assert_non_null(strstr(ASK(0, "audit", "--in", in), "s,a,,hidden,50,50\n"));
}

int main(void) {
    if (!mkdtemp(folder)) return 1;
    const struct CMUnitTest tests[] = {
        TEST(suppressed_and_audited),    TEST(one_more_in_a_later_publication),
        TEST(tables_with_one_total_row), TEST(levels_by_within),
        TEST(bad_input_is_refused),      TEST(an_audit_takes_what_is_absent_as_hidden),
    };
    return RUN(tests);
}
