/* SPDX-License-Identifier: EUPL-1.2 */
/* the models through the command line: R's results on R's data, what is refused, what is told */
#include "base/test.h"
#include "stat/testing.h"

#include <math.h>
#include <string.h>

#define AT    "tests/reference/"
#define COLON " --in " AT "regression/colon.csv --x rx,sex,age,obstruct,nodes"

#define STRAT AT "survey/strat.csv"
#define CLUS  AT "survey/clus.csv"
#define MATCH " --x age,sex,nodes,differ,extent,rx --in " AT "effect/colon.csv"

static void models_are_as_in_r(void **state) {
    static const struct {
        const char *line, *want;
        double within;
    } cases[] = {
        {"difference --in " AT "proportion/difference.csv", "proportion/difference", 1e-12},
        {"logit --y status" COLON, "regression/colon-logit", 1e-8},
        {"logit --y status --cluster id" COLON, "regression/colon-logit-cluster", 1e-8},
        {"logit --y ncases --n total --x agegp,alcgp,tobgp --in " AT "regression/esoph.csv",
         "regression/esoph-logit", 1e-8},
        {"logit --y dead --x age,edema,bili,albumin,stage,sex,year --factor stage --in " AT
         "regression/pbc.csv",
         "regression/pbc-logit-year", 1e-8},
        {"logit --y dead --x age,bili,sex --weight w --in " AT "regression/pbc.csv",
         "regression/pbc-logit-weight", 1e-8},
        {"cox --exit time --event status --x age,sex,ph.ecog,wt.loss --in " AT
         "regression/lung.csv",
         "regression/lung-cox", 1e-8},
        {"cox --exit time --event status --x age,sex,ph.ecog,wt.loss --weight w --in " AT
         "regression/lung.csv",
         "regression/lung-cox-weight", 1e-8},
        {"cox --exit time --event status --x age --factor ph.ecog --strata sex --in " AT
         "regression/lung.csv",
         "regression/lung-cox-factor", 1e-8},
        {"cox --exit time --event status --strata etype --cluster id" COLON, "regression/colon-cox",
         1e-8},
        {"cox --exit time --event status --strata etype --id id --ties breslow" COLON,
         "regression/colon-cox-breslow", 1e-8},
        {"cox --entry tstart --exit tstop --event status --x treat,inherit,age,steroids --strata "
         "hos.cat --cluster id --in " AT "regression/cgd.csv",
         "regression/cgd-cox", 1e-8},
        {"cox --entry start --exit stop --event event --x age,year,surgery,transplant --cluster id "
         "--in " AT "regression/heart.csv",
         "regression/heart-cox", 1e-8},
        {"cox --zph km --exit time --event status --strata etype" COLON, "regression/colon-zph",
         1e-8},
        {"cox --zph rank --exit time --event status --strata etype --ties breslow" COLON,
         "regression/colon-zph-breslow", 1e-8},
        {"cox --zph log --exit time --event status --x age,sex,ph.ecog,wt.loss --weight w --in " AT
         "regression/lung.csv",
         "regression/lung-zph-weight", 1e-8},
        {"cox --zph identity --exit time --event status --x age --factor ph.ecog --strata sex "
         "--in " AT "regression/lung.csv",
         "regression/lung-zph-factor", 1e-8},
        {"cox --zph km --entry tstart --exit tstop --event status --x treat,inherit,age,steroids "
         "--strata hos.cat --in " AT "regression/cgd.csv",
         "regression/cgd-zph", 1e-8},
        {"cox --zph rank --entry start --exit stop --event event --x age,year,surgery,transplant "
         "--in " AT "regression/heart.csv",
         "regression/heart-zph", 1e-8},
        {"mh --y Admit --x Gender --strata Dept --weight Freq --in " AT "tables/ucb.csv",
         "tables/ucb-mh", 1e-10},
        {"mh --y Admit --x Gender --strata Dept --n Freq --conf 0.9 --correct no --in " AT
         "tables/ucb.csv",
         "tables/ucb-mh-plain", 1e-10},
        {"mh --y status --x obstruct --by rx,etype --in " AT "tables/colon.csv", "tables/colon-mh",
         1e-10},
        {"trend --at 1970,1985,1995,2005 --in " AT "tables/mgus.csv", "tables/mgus-trend", 1e-10},
        {"trend --at 2015,2016,2017,2018,2019,2020,2021,2022,2030 --in " AT "tables/wild.csv",
         "tables/wild-trend", 1e-10},
        {"trend --y x --x year --conf 0.9 --at 2023,2025 --in " AT "tables/wild.csv",
         "tables/wild-trend-90", 1e-10},
        {"did --y weight --treat group --post late --cluster chick --in " AT "effect/chick.csv",
         "effect/chick-did", 1e-10},
        {"did --y weight --treat group --post late --in " AT "effect/chick.csv",
         "effect/chick-did-hc1", 1e-10},
        {"did --y weight --treat group --post late --x hatch --cluster chick --in " AT
         "effect/chick.csv",
         "effect/chick-did-x", 1e-10},
        {"did --y weight --treat on --id chick --time day --in " AT "effect/chick.csv",
         "effect/chick-twoway", 1e-9},
        {"did --y weight --treat one --id chick --time day --leads --in " AT "effect/chick.csv",
         "effect/chick-leads", 1e-9},
        {"match --y status --treat obstruct" MATCH, "effect/colon-match", 1e-9},
        {"match --caliper 0.1 --y status --treat obstruct" MATCH, "effect/colon-match-caliper",
         1e-9},
        {"match --caliper 0.1 --pairs --y status --treat obstruct" MATCH, "effect/colon-pairs",
         1e-8},
        {"match --method weight --y status --treat obstruct" MATCH, "effect/colon-ipw", 1e-9},
        {"survey --y met --weight pw --strata stype --in " STRAT, "survey/strat-met", 1e-9},
        {"survey --y api --weight pw --strata stype --in " STRAT, "survey/strat-api", 1e-9},
        {"survey --y met --weight pw --strata stype --by stype --in " STRAT, "survey/strat-met-by",
         1e-9},
        {"survey --y met --weight pw --cluster dnum --in " CLUS, "survey/clus-met", 1e-9},
        {"survey --y met --weight pw --cluster dnum --post stype --totals " AT
         "survey/types.csv --in " CLUS,
         "survey/clus-met-post", 1e-9},
        {"survey --y api --weight pw --cluster dnum --post stype --totals " AT
         "survey/types.csv --in " CLUS,
         "survey/clus-api-post", 1e-9},
        {"survey --y met --weight pw --cluster dnum --post stype --by stype --totals " AT
         "survey/types.csv --in " CLUS,
         "survey/clus-met-post-by", 1e-9},
        {"survey --y met --weight pw --cluster dnum --rake stype,wide --totals " AT
         "survey/margins.csv --in " CLUS,
         "survey/clus-met-rake", 1e-8},
        {"survey --y api --weight pw --cluster dnum --rake stype,wide --totals " AT
         "survey/margins.csv --in " CLUS,
         "survey/clus-api-rake", 1e-8},
        {"survey --y api --weight pw --strata stype --post wide --totals " AT
         "survey/wide.csv --in " STRAT,
         "survey/strat-api-post", 1e-9},
        {"survey --y met --weight pw --strata stype --rake stype,wide --totals " AT
         "survey/margins.csv --in " STRAT,
         "survey/strat-met-rake", 1e-8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        test_same_as_r(*state, cases[i].line, cases[i].want, cases[i].within);
}

static char folder[] = "/tmp/vejviser-models-XXXXXX";

static const char *file(struct arena *a, const char *text) {
    return test_stat_file(a, folder, "in.csv", text);
}

/* Files whose rows have a level of their own: the part with that level is asked for. */
static void limits_at_each_level_are_as_in_r(void **state) {
    struct arena *a = *state;
    struct frame r = test_table(a, "wilson", test_stat_bytes(a, AT "proportion/wilson.csv"));
    struct frame f = test_table(a, "funnel", test_stat_bytes(a, AT "proportion/funnel.csv"));
    for (size_t i = 0; i < r.n + f.n; i++) {
        bool is_funnel = i >= r.n;
        const struct frame_column *c = is_funnel ? f.columns : r.columns;
        size_t row = is_funnel ? i - r.n : i;
        const char *csv = is_funnel
                              ? arena_fmt(a, "theta,n\n%.17g,%.0f\n", c[0].x[row], c[1].x[row])
                              : arena_fmt(a, "x,n\n%.0f,%.0f\n", c[0].x[row], c[1].x[row]);
        struct answer x = test_stat_line(a, arena_fmt(a, "%s --in %s --conf %.17g",
                                                      is_funnel ? "funnel" : "proportion",
                                                      file(a, csv), c[2].x[row]));
        if (x.code != 0) fail_msg("%s", x.errors);
        struct frame got = test_table(a, "got", x.out);
        for (size_t k = is_funnel ? 3 : 4, at = 3; k <= (is_funnel ? 4u : 5u); k++, at++)
            test_same_cell(
                is_funnel ? "funnel" : "wilson",
                &(struct frame_column){.kind = FRAME_DOUBLE, .x = got.columns[at].x},
                &(struct frame_column){.name = c[k].name, .kind = FRAME_DOUBLE, .x = c[k].x + row},
                0, 1e-9);
    }
}

static void what_is_wrong_is_named(void **state) {
    struct arena *a = *state;
    static const struct {
        const char *csv, *line, *says;
    } cases[] = {
        {"x,n\n3,2\n", "proportion", "row 2, column x: is more than"},
        {"x,n\n1,2\n-1,2\n", "proportion", "row 3, column x"},
        {"x,n\n1.5,2\n", "proportion", "row 2, column x"},
        {"a,n\n1,2\n", "proportion", "--x: names no column"},
        {"a,b\n1,2\n", "proportion --x a --n c", "column c"},
        {"x,n\n1,2\n", "proportion --conf 2", "--conf"},
        {"x1,n1,x2\n1,2,1\n", "difference", "--n2: names no column"},
        {"x,n,g\n1,2,a\n1,2,b\n1,2,c\n", "difference --by g", "exactly two values"},
        {"x,m\n1,2\n", "funnel", "column n"},
        {"x,n\n1,2\n", "trend", "--year: names no column"},
        {"year,x,n\n2020,3,2\n", "trend", "row 2, column x"},
        {"y,x\n0,1\n2,1\n", "logit --y y --x x", "row 3, column y: must be 0 or 1"},
        {"y,x\na,1\nb,1\nc,1\n", "logit --y y --x x", "--y: must have exactly two values"},
        {"y,x,n\n3,1,2\n", "logit --y y --x x --n n", "row 2, column y: must be a count"},
        {"y,x\n0,1\n", "logit --y y --x z", "column z"},
        {"y,x\n0,1\n", "logit --x x", "needs --y"},
        {"y,x,w\n0,1,-1\n", "logit --y y --x x --weight w", "row 2, column w"},
        {"t,e,x\n1,1,1\n0,1,2\n", "cox --exit t --event e --x x --zph log",
         "row 3, column t: the time must be above 0"},
        {"t,e,x\n1,1,nan\n", "cox --exit t --event e --x x", "row 2"},
        {"s,t,e,x\n0,1,1,1\n2,2,1,1\n", "cox --entry s --exit t --event e --x x",
         "row 3, column t: the exit must be after"},
        {"t,e,x\n1,7,1\n", "cox --exit t --event e --x x", "row 2, column e: must be 0 or 1"},
        {"t,e,x\n1,1,1\n", "cox --exit t --event e --x x --ties exact", "efron|breslow"},
        {"y,x,s\n0,1,a\n3,1,a\n2,0,b\n", "mh --y y --x x --strata s", "column y: must be 0 or 1"},
        {"y,t,p\n1,0,2\n2,1,0\n", "did --y y --treat t --post p",
         "row 2, column p: must be 0 or 1"},
        {"y,t\n1,0\n2,1\n", "did --y y --treat t", "--post: is missing"},
        {"y,t,u\n1,0,a\n2,1,b\n", "did --y y --treat t --id u", "--post: is missing"},
        {"y,t,x\n1,0,2\n2,3,0\n", "match --y y --treat t --x x", "row 3, column t"},
        {"y,t,x\n1,0,2\n2,1,0\n", "match --y y --treat t --x x --caliper -1", "--caliper"},
        {"y,w\n1,1\n0,\n", "survey --y y --weight w", "row 3, column w"},
        {"y,g\n1,a\n0,b\n", "survey --y y --post g", "--totals"},
        {"y,g\n1,a\n0,b\n", "survey --y y --post g --rake g", "--rake"},
        {"", "logit --y y --x x", "in.csv"},
        {"y,x\n", "logit --y y --x x", "in.csv"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *in = file(a, cases[i].csv);
        struct answer x = test_stat_line(a, arena_fmt(a, "%s --in %s", cases[i].line, in));
        if (x.code != 2 || *x.out || !strstr(x.errors, cases[i].says))
            fail_msg("%s: %d, %s, %s", cases[i].line, x.code, x.out, x.errors);
    }
}

static void what_cannot_be_told_says_why(void **state) {
    struct arena *a = *state;
    static const struct {
        const char *csv, *line, *out, *says;
    } cases[] = {
        {"x,n\n0,0\n", "proportion", "x,n,estimate,lower,upper\n0,0,,,\n", "nobody to count"},
        {"y,x\n0,1\n0,2\n1,3\n1,4\n", "logit --y y --x x",
         "term,coef,se,robust_se\n(Intercept),,,\nx,,,\n", "x: A covariate tells"},
        {"y,x\n0,1\n0,2\n", "logit --y y --x x", "term,coef,se,robust_se\n(Intercept),,,\nx,,,\n",
         "to nobody or to everybody"},
        {"t,e,x\n1,1,1\n2,1,1\n3,0,0\n4,0,0\n", "cox --exit t --event e --x x",
         "term,coef,se,robust_se\nx,,,\n", "x: The events all lie"},
        {"t,e,x,z\n1,1,1,5\n2,1,,5\n3,0,0,5\n4,1,0,5\n", "cox --exit t --event e --x z",
         "term,coef,se,robust_se\nz,,,\n", "z: The column says no more"},
        {"y,x\n1,1\n1,1\n0,1\n", "mh --y y --x x",
         "measure,estimate,lower,upper,p\nOR,,,,\nRR,,,,\nRD,,,,\n", "OR: There is only one group"},
        {"y,t,x\n1,0,2\n2,0,1\n", "match --y y --treat t --x x --pairs",
         "treated,control,distance\n", "att: There is only one group"},
        {"y,t,p\n1,0,0\n2,1,0\n3,0,1\n4,1,1\n", "did --y y --treat t --post p",
         "term,coef,se,robust_se\n(Intercept),1,,\nt,1,,\np,2,,\nt:p,0,,\n", "fewer observations"},
        {"y,s\n1,a\n0,a\n1,b\n", "survey --y y --strata s",
         "n,weight,estimate,se,lower,upper\n3,3,0.666666666666667,,,\n", "one unit only"},
        {"y\n1\n1\n", "survey --y y", "n,weight,estimate,se,lower,upper\n2,2,1,,,\n",
         "to nobody or to everybody"},
        {"year,x,n\n2020,1,9\n", "trend", "year,fit,lower,upper\n2020,,,\n", "fewer observations"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *in = file(a, cases[i].csv);
        struct answer x = test_stat_line(a, arena_fmt(a, "%s --in %s", cases[i].line, in));
        if (x.code != 0 || strcmp(x.out, cases[i].out) != 0 || !strstr(x.errors, cases[i].says))
            fail_msg("%s: %d, %s, %s", cases[i].line, x.code, x.out, x.errors);
    }
}

static void totals_must_fit_the_sample(void **state) {
    struct arena *a = *state;
    static const char sample[] = "y,g,h\n1,a,u\n0,a,v\n1,b,u\n0,b,v\n1,b,v\n";
    static const struct {
        const char *totals, *line;
        int code;
        const char *says;
    } cases[] = {
        {"g,total\na,10\nb,30\n", "--post g", 0, "5,40,"},
        {"g,total\na,10\nb,30\nc,0\n", "--post g", 0, "5,40,"},
        {"g,total\na,10\nb,30\nc,5\n", "--post g", 2, "totals.csv, row 4, column total: A group"},
        {"g,total\na,10\n", "--post g", 2, "has no total for g=b"},
        {"g,total\na,10\na,20\nb,1\n", "--post g", 2, "row 3, column total: the cell has"},
        {"g,totals\na,10\nb,30\n", "--post g", 2, "column total"},
        {"g,total\na,-1\nb,30\n", "--post g", 2, "row 2, column total"},
        {"variable,level,total\ng,a,10\ng,b,30\nh,u,25\nh,v,15\nz,q,3\n", "--rake g,h", 0, "5,40,"},
        {"variable,level,total\ng,a,10\ng,b,30\nh,u,25\nh,v,16\n", "--rake g,h", 2, "contradict"},
        {"variable,level,total\ng,a,10\ng,b,30\nh,u,25\n", "--rake g,h", 2, "has no total for h=v"},
    };
    const char *in = file(a, sample);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *totals = test_stat_file(a, folder, "totals.csv", cases[i].totals);
        struct answer x = test_stat_line(
            a, arena_fmt(a, "survey --y y %s --totals %s --in %s", cases[i].line, totals, in));
        if (x.code != cases[i].code || !strstr(x.code ? x.errors : x.out, cases[i].says))
            fail_msg("%zu: %d, %s, %s", i, x.code, x.out, x.errors);
        unlink(totals);
    }
}

static void rows_left_out_are_counted(void **state) {
    struct arena *a = *state;
    const char *in = file(a, "t,e,x\n1,1,1\n2,1,NA\n3,0,\n4,1,0\n5,1,1\n6,1,0\n");
    struct answer x = test_stat_line(a, arena_fmt(a, "cox --exit t --event e --x x --in %s", in));
    assert_int_equal(x.code, 0);
    assert_non_null(strstr(x.errors, "2 rows with an empty cell are left out"));
    in = file(a, "y,x,s\n1,1,1\n0,1,1\n0,0,1\n1,0,1\n1,,1\n1,1,2\n");
    x = test_stat_line(a, arena_fmt(a, "mh --y y --x x --strata s --correct no --in %s", in));
    assert_int_equal(x.code, 0);
    assert_non_null(strstr(x.errors, "1 row with an empty cell is left out"));
    assert_non_null(strstr(x.errors, "1 stratum lacks a group"));
    assert_non_null(strstr(x.errors, "p is without the correction"));
    in = file(a, "y,x,g\n1,1,a\n0,1,a\n1,2,a\n0,2,b\n1,3,b\n0,3,b\n");
    x = test_stat_line(a, arena_fmt(a, "logit --y y --x x --cluster g --in %s", in));
    assert_non_null(strstr(x.errors, "only 2 clusters"));
}

static int open_folder(void **state) {
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int close_folder(void **state) {
    (void)state;
    char path[64];
    snprintf(path, sizeof path, "%s/in.csv", folder);
    unlink(path);
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(models_are_as_in_r),         TEST(limits_at_each_level_are_as_in_r),
        TEST(what_is_wrong_is_named),     TEST(what_cannot_be_told_says_why),
        TEST(totals_must_fit_the_sample), TEST(rows_left_out_are_counted),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
