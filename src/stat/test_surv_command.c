/* SPDX-License-Identifier: EUPL-1.2 */
/* Curves and tests of groups through the command line, against R's answers (tests/reference/survival.R),
 * and what is refused or told. */
#include "base/test.h"
#include "stat/testing.h"

#include <math.h>
#include <string.h>

#define DIR    "tests/reference/survival/"
#define WITHIN 1e-11 /* relative; R's own sums differ from ours in the last digits */

/* Takes the next cell of a line without quotation marks. */
static const char *cell_next(struct arena *a, const char **text) {
    size_t n = strcspn(*text, ",\n");
    const char *cell = arena_dup_n(a, *text, n);
    *text += n + ((*text)[n] == ',');
    return cell;
}

static void same_cell(const char *name, size_t row, const char *got, const char *want) {
    char *got_end, *want_end;
    double x = strtod(got, &got_end), y = strtod(want, &want_end);
    bool numbers = *got && *want && !*got_end && !*want_end;
    if (numbers ? fabs(x - y) <= WITHIN * fabs(y) + 1e-15 : strcmp(got, want) == 0) return;
    fail_msg("%s, row %zu: %s, R has %s", name, row, got, want);
}

static void same_table(struct arena *a, const char *name, const char *got, const char *want) {
    size_t row = 1;
    for (; *got && *want; row++, got += *got == '\n', want += *want == '\n')
        while ((*got && *got != '\n') || (*want && *want != '\n')) {
            const char *left = cell_next(a, &got);
            same_cell(name, row, left, cell_next(a, &want));
        }
    if (*got || *want) fail_msg("%s: other number of rows than R, from row %zu", name, row);
}

static void test_as_r(void **state) {
    static const struct {
        const char *name, *line;
    } cases[] = {
        {"lung-km", "km --in lung.csv --exit time --event status --by sex"},
        {"lung-km-90", "km --in lung.csv --exit time --event status --conf-type log --conf 0.9"},
        {"lung-km-at", "km --in lung.csv --exit time --event status --by sex --conf-type plain "
                       "--at 700,100,365.25"},
        {"mgus-km-late", "km --in mgus.csv --entry entry --exit exit --event died --by sex"},
        {"mgus-km-start", "km --in mgus.csv --entry age --exit years --event died --start 50"},
        {"mgus-km-house",
         "km --in mgus.csv --entry entry --exit exit --event died --cluster house --start 600"},
        {"mgus-aj", "aj --in mgus.csv --exit months --event event --by sex --id id"},
        {"mgus-aj-late", "aj --in mgus.csv --entry entry --exit exit --event event --start 600 "
                         "--conf-type log"},
        {"pieces-aj", "aj --in pieces.csv --entry entry --exit exit --event event --id id "
                      "--conf-type plain --start 600"},
        {"lung-logrank", "logrank --in lung.csv --exit time --event status --by ecog"},
        {"lung-logrank-rho", "logrank --in lung.csv --exit time --event status --by ecog --rho 1"},
        {"lung-logrank-strata",
         "logrank --in lung.csv --exit time --event status --by sex --strata ecog"},
        {"mgus-gray", "gray --in mgus.csv --exit months --event event --by band"},
        {"mgus-gray-strata",
         "gray --in gray.csv --exit months --event event --by sex --strata room --rho 1"},
        {"stays-multistate", "multistate --in stays.csv --entry entry --exit exit --from from --to "
                             "to --id id --by side"},
        {"stays-multistate-start", "multistate --in stays.csv --entry entry --exit exit --from "
                                   "from --to to --id id --start 12 --conf-type plain"},
        {"stays-multistate-at", "multistate --in stays.csv --entry entry --exit exit --from from "
                                "--to to --id id --at 31,12,20.5,40"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *line = cases[i].line, *file = strstr(line, "--in ") + 5;
        struct answer x = test_stat_line(
            *state, arena_fmt(*state, "%.*s" DIR "%s", (int)(file - line), line, file));
        if (x.code) fail_msg("%s: %s", cases[i].name, x.errors);
        same_table(*state, cases[i].name, x.out,
                   test_stat_bytes(*state, arena_fmt(*state, DIR "%s.csv", cases[i].name)));
    }
}

/* etm tells only the times at which something happens: time, F and error of both causes. */
static void test_greenwood_as_etm(void **state) {
    static const char *const sexes[] = {"F", "M"};
    for (size_t s = 0; s < 2; s++) {
        const char *want =
            test_stat_bytes(*state, arena_fmt(*state, DIR "mgus-etm-%s.csv", sexes[s]));
        size_t seen = 0;
        for (want = strchr(want, '\n') + 1; *want; want += *want == '\n', seen++) {
            double r[5];
            for (size_t k = 0; k < 5; k++) r[k] = strtod(cell_next(*state, &want), NULL);
            struct answer x = test_stat_line(
                *state, arena_fmt(*state,
                                  "aj --in " DIR "mgus.csv --entry entry --exit exit --event "
                                  "event --by sex --se greenwood --at %.17g",
                                  r[0]));
            const char *at = strstr(x.out, arena_fmt(*state, "sex=%s,", sexes[s]));
            for (size_t k = 0; k < 2; k++, at = strchr(at, '\n') + 1) {
                const char *cells = at, *got[7];
                for (size_t c = 0; c < 7; c++) got[c] = cell_next(*state, &cells);
                same_cell("etm", seen, got[5], arena_fmt(*state, "%.17g", r[1 + k]));
                same_cell("etm", seen, got[6], arena_fmt(*state, "%.17g", r[3 + k]));
            }
            if (seen > 40) break; /* one call a time: enough */
        }
        assert_true(seen > 20);
    }
}

static void test_late_logrank(void **state) {
    const char *want = test_stat_bytes(*state, DIR "mgus-logrank-late.csv");
    struct answer x = test_stat_line(
        *state, "logrank --in " DIR "mgus.csv --entry age --exit years --event died --by band");
    assert_int_equal(x.code, 0);
    const char *line = strchr(x.out, '\n') + 1, *r = strchr(want, '\n') + 1;
    for (size_t c = 0; c < 5; c++) cell_next(*state, &line);
    for (size_t c = 0; c < 3; c++) {
        const char *got = cell_next(*state, &line);
        same_cell("logrank-late", 2, got, cell_next(*state, &r));
    }
}

static char folder[] = "/tmp/vejviser-surv-XXXXXX";

static const char *file(struct arena *a, const char *text) {
    return test_stat_file(a, folder, "in.csv", text);
}

static void test_refused(void **state) {
    static const struct {
        const char *bytes, *line, *says;
    } cases[] = {
        {"a,b,e\n0,1,1\n2,2,0\n", "km --entry a --exit b --event e", "row 3, column b: the exit"},
        {"a,b,e\n0,1,1\n0,2,x\n", "aj --entry a --exit b --event e", "--event: say with --censor"},
        {"b,e\n1,0\n2,1\n2,2\n", "km --exit b --event e", "row 4, column e: there can be only one"},
        {"b,e\n1,0\n2,1\n2,-1\n", "aj --exit b --event e", "row 4, column e: unknown code"},
        {"b,e\n1,0\n2,1.5\n", "aj --exit b --event e", "row 3, column e: unknown code"},
        {"b,e\n1,0\n2,cens\n", "aj --exit b --event e", "row 3, column e: there is another"},
        {"b,e\n1,0\nNaN,1\n", "aj --exit b --event e", "row 3, column b"},
        {"b,e\n1,0\n2,\n", "aj --exit b --event e", "row 3, column e"},
        {"b,e\n", "aj --exit b --event e", "in.csv"},
        {"i,a,b,e\n1,0,5,0\n1,4,6,1\n", "aj --entry a --exit b --event e --id i",
         "row 3, column i: the person's rows overlap"},
        {"i,b,e\n1,5,0\n2,5,1\n1,6,1\n", "aj --exit b --event e --id i",
         "row 4, column i: the person's rows overlap"},
        {"i,a,b,e\n1,0,5,1\n1,5,6,1\n", "aj --entry a --exit b --event e --id i",
         "row 3, column i: the person has a row after"},
        {"a,b,e,g\n0,5,1,1\n0,6,1,2\n", "gray --entry a --exit b --event e --by g",
         "--entry: there is no Gray's test with late entry"},
        {"i,a,b,f,t\n1,0,5,x,y\n1,5,6,x,\n", "multistate --entry a --exit b --from f --to t --id i",
         "row 3, column i: the row begins in another state"},
        {"a,b,t\n0,5,y\n", "multistate --entry a --exit b --to t", "--from: without --id"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *in = file(*state, cases[i].bytes);
        struct answer x =
            test_stat_line(*state, arena_fmt(*state, "%s --in %s", cases[i].line, in));
        if (x.code != 2 || !strstr(x.errors, cases[i].says))
            fail_msg("%s: %d %s", cases[i].line, x.code, x.errors);
        assert_string_equal(x.out, "");
    }
}

/* What cannot be told is empty and said. */
static void test_told(void **state) {
    const char *in = file(*state, "a,b,e\n0,1,1\n2,4,1\n2,5,0\n");
    struct answer x =
        test_stat_line(*state, arena_fmt(*state, "km --entry a --exit b --event e --in %s", in));
    assert_int_equal(x.code, 0);
    assert_string_equal(x.out, "stratum,time,n_risk,n_event,n_censor,surv,se,lower,upper\n"
                               ",1,1,1,0,0,,,\n,4,2,1,0,0,,,\n,5,1,0,1,0,,,\n");
    assert_non_null(strstr(x.errors, "becomes 0 at 1, because all who were at risk had the event, "
                                     "but 2 rows enter later"));
    x = test_stat_line(
        *state,
        arena_fmt(*state, "km --entry a --exit b --event e --start 2 --at 1,3,5,6 --in %s", in));
    assert_string_equal(x.out, "stratum,time,n_risk,n_event,n_censor,surv,se,lower,upper\n"
                               ",1,1,0,0,,,,\n,3,2,0,0,1,0,,\n"
                               ",5,1,1,1,0.5,0.353553390593274,0.00598308763914576,"
                               "0.910410084836737\n,6,0,0,0,,,,\n");
    assert_null(strstr(x.errors, "becomes 0"));
    assert_non_null(strstr(x.errors, "after the last time"));
    in = file(*state, "b,e,g\n1,1,u\n2,0,u\n");
    x = test_stat_line(*state, arena_fmt(*state, "logrank --exit b --event e --by g --in %s", in));
    assert_int_equal(x.code, 0);
    assert_non_null(strstr(x.out, "g=u,2,1,1,0,,,\n"));
    in = file(*state, "a,b,f,t\n0,2,x,\n0,4,y,x\n1,5,y,\n3,6,x,y\n");
    x = test_stat_line(
        *state, arena_fmt(*state, "multistate --entry a --exit b --from f --to t --in %s", in));
    assert_int_equal(x.code, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_as_r), TEST(test_greenwood_as_etm),
                                       TEST(test_late_logrank), TEST(test_refused),
                                       TEST(test_told)};
    if (!mkdtemp(folder)) return 1;
    int failed = RUN(tests);
    char path[64];
    snprintf(path, sizeof path, "%s/in.csv", folder);
    unlink(path);
    rmdir(folder);
    return failed;
}
