/* SPDX-License-Identifier: EUPL-1.2
 *
 * The commands as a user calls them, and the curve against a loop over days.
 */
#include "base/test.h"

#include "cohort/testing.h"

#include <math.h>

static bool no_database(void *ctx, struct arena *a, const char *url, int32_t snapshot,
                        const struct cohort **ret, struct err *err) {
    (void)ctx, (void)a, (void)url, (void)snapshot, (void)ret;
    return err_set(err, ERR_IO, "no database here");
}

struct said {
    int code;
    const char *out, *errors;
};

static struct said call(struct arena *a, const char *const *args) {
    struct cohort_door door = {.take = no_database};
    char *text[2];
    size_t len[2], n = 0;
    FILE *out = open_memstream(&text[0], &len[0]), *errors = open_memstream(&text[1], &len[1]);
    while (args[n]) n++;
    struct said said = {.code = cohort_main(a, LANG_EN, &door, args, n, out, errors)};
    (void)fclose(out);
    (void)fclose(errors);
    said.out = arena_dup(a, text[0]);
    said.errors = arena_dup(a, text[1]);
    free(text[0]);
    free(text[1]);
    return said;
}
#define CALL(a_, ...) call(a_, (const char *const[]){__VA_ARGS__, NULL})

static size_t lines(const char *text) {
    size_t n = 0;
    for (; *text; text++) n += *text == '\n';
    return n;
}

static void status_as_csv_and_json(void **state) {
    struct test_people t;
    test_people_make(*state, &t, 50, 2);
    const char *dir = test_people_write(*state, &t, false);
    struct said said =
        CALL(*state, "status", "--csv", dir, "--date", "2019-01-01", "--by", "", "--everybody");
    assert_int_equal(said.code, 0);
    uint32_t born = 0;
    for (int i = 0; i < t.n; i++) born += t.v[i].birth <= day_from_ymd(2019, 1, 1);
    assert_string_equal(said.out, arena_fmt(*state, "date,n\n2019-01-01,%u\n", born));
    said = CALL(*state, "status", "--csv", dir, "--from", "2019-01-31", "--to", "2019-05-01",
                "--by", "sex", "--everybody", "--json");
    assert_int_equal(said.code, 0);
    assert_non_null(strstr(said.out, "\"2019-02-28\""));
    assert_non_null(strstr(said.out, "\"2019-03-31\"")); /* the 31st comes back */
    assert_null(strstr(said.out, "\"2019-05"));
    said = CALL(*state, "status", "--csv", dir, "--date", "2019-01-01");
    assert_memory_equal(said.out, "date,municipality,age,kind,n\n", 29);
    test_people_remove(*state, dir);
}

static void wrong_usage_writes_nothing(void **state) {
    struct test_people t;
    test_people_make(*state, &t, 20, 2);
    const char *dir = test_people_write(*state, &t, false);
    const struct said said[] = {
        CALL(*state, "status", "--csv", dir),
        CALL(*state, "status", "--csv", dir, "--date", "2019-02-29"),
        CALL(*state, "status", "--csv", dir, "--date", "2019-02-02,2019-02-01"),
        CALL(*state, "status", "--csv", dir, "--date", "2019-02-02", "--by", "age,shoe"),
        CALL(*state, "status", "--csv", dir, "--from", "2019-02-02", "--to", "2019-02-01"),
        CALL(*state, "status", "--csv", dir, "--from", "1919-02-02", "--to", "2019-02-01",
             "--every", "day"),
        CALL(*state, "curve", "--csv", dir, "--ages", "20,18"),
        CALL(*state, "curve", "--csv", dir, "--ages", "20,x"),
        CALL(*state, "flow", "--csv", dir, "--months", "3,2.5"),
        CALL(*state, "flow", "--csv", dir, "--snapshot", "tomorrow"),
        CALL(*state, "flow", "--csv", dir, "--db", "sqlite:x"),
        CALL(*state, "walk", "--csv", dir),
        CALL(*state, "flow", "--what", dir),
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        assert_int_equal(said[i].code, 2);
        assert_string_equal(said[i].out, "");
        assert_true(*said[i].errors != '\0');
    }
    assert_string_equal(said[3].errors, "vejviser: --by: must be of these words, joined by commas: "
                                        "municipality, age, kind, school, sex\n");
    test_people_remove(*state, dir);
}

/* A file that is refused leaves no answer behind, not even half of one. */
static void bad_files_write_nothing(void **state) {
    struct test_people t;
    test_people_make(*state, &t, 3000, 2);
    t.v[2999].spells_n = 1;
    t.v[2999].spells[0] =
        (struct test_spell){.kind = 11, .outcome = 1, .start = 18000, .end = 18001};
    const char *dir = test_people_write(*state, &t, false);
    const char *file = arena_fmt(*state, "%s/out.csv", dir);
    struct said said = CALL(*state, "status", "--csv", dir, "--date", "2019-01-01", "--out", file);
    assert_int_equal(said.code, 2);
    assert_string_equal(said.out, "");
    assert_non_null(strstr(said.errors, "column kind: the number is outside what is allowed"));
    assert_int_not_equal(access(file, F_OK), 0);
    said = CALL(*state, "status", "--date", "2019-01-01");
    assert_int_equal(said.code, 1);
    assert_string_equal(said.errors, "vejviser: no database here\n");
    test_people_remove(*state, dir);
}

static void file_put(struct arena *a, const char *dir, const char *name, const char *text) {
    FILE *f = fopen(arena_fmt(a, "%s/%s", dir, name), "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    (void)fclose(f);
}

#define PERSONS "id,birth,sex,origin,kom,movein,moveout\n1,2000-01-01,1,0,791,2000-01-01,\n"
#define SPELLS  "id,kind,start,end,outcome\n1,1,2012-01-01,2016-06-30,1\n"

/* Every command reads the same two files, and says the same of them. */
static void every_command_refuses_bad_files(void **state) {
    static const char *const commands[][3] = {
        {"status", "--date", "2016-01-01"}, {"curve", NULL}, {"flow", NULL}, {"project", NULL},
        {"whatif", "--change", "direct=1"},
    };
    static const struct {
        const char *persons, *spells, *says;
    } files[] = {
        {"", SPELLS, "persons.csv: the file is empty"},
        {PERSONS, "id,kind\n", "spells.csv, row 1, column start: the column is missing"},
        {PERSONS, "id,kind,start,end,outcome\n", "spells.csv: the file has no rows"},
        {PERSONS "2,2000-01-01,9,0,791,2000-01-01,\n", SPELLS, "persons.csv, row 3, column sex"},
        {PERSONS, SPELLS "1,x,2017-01-01,,0\n", "spells.csv, row 3, column kind"},
        {PERSONS, SPELLS "1,NaN,2017-01-01,,0\n", "spells.csv, row 3, column kind"},
        {PERSONS, SPELLS "1,12,2017-01-01,,0\n", "spells.csv, row 3, column kind"},
        {PERSONS, SPELLS "1,3,2017-01-01,2017-01-01,1\n", "spells.csv, row 3, column end"},
        {PERSONS, SPELLS "1,3,2015-01-01,2017-01-01,1\n", "spells.csv, row 3, column start"},
        {PERSONS, SPELLS "7,3,2017-01-01,,0\n", "spells.csv, row 3, column id"},
        {PERSONS, SPELLS "1,3,2017-01-01\n", "spells.csv, row 3"},
        {PERSONS, SPELLS "1,3,\"2017-01-01,,0\n", "spells.csv, row 3"},
    };
    char dir[] = "/tmp/vejviser-cohort-XXXXXX";
    assert_non_null(mkdtemp(dir));
    const char *out = arena_fmt(*state, "%s/out.csv", dir);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        file_put(*state, dir, "persons.csv", files[i].persons);
        file_put(*state, dir, "spells.csv", files[i].spells);
        for (size_t k = 0; k < sizeof commands / sizeof *commands; k++) {
            struct said said = CALL(*state, commands[k][0], "--csv", dir, "--out", out,
                                    commands[k][1], commands[k][2]);
            assert_int_equal(said.code, 2);
            assert_string_equal(said.out, "");
            if (!strstr(said.errors, files[i].says))
                fail_msg("%s: %s, not %s", commands[k][0], said.errors, files[i].says);
            assert_int_not_equal(access(out, F_OK), 0);
        }
    }
    test_people_remove(*state, dir);
}

static void help_is_help(void **state) {
    static const char *const names[] = {"status", "curve", "flow", "project", "whatif"};
    assert_int_equal(CALL(*state, "--help").code, 0);
    for (size_t i = 0; i < 5; i++) {
        struct said said = CALL(*state, names[i], "--help");
        assert_int_equal(said.code, 0);
        assert_true(lines(said.out) > 5);
    }
}

/* ---- the curve, day by day ---- */

static void curve_is_the_loop(void **state) {
    struct test_people t;
    test_people_make(*state, &t, 1500, 5);
    const char *dir = test_people_write(*state, &t, false);
    const struct cohort *c;
    assert_true(cohort_read(*state, dir, t.snapshot, LANG_EN, &c, NULL));
    test_people_remove(*state, dir);
    struct cohort_rows rows;
    cohort_follow(*state, c, &rows);
    int32_t ages[] = {5478, 6500, 7305, 8400, 12500};
    struct cohort_curve_query q = {.by = COHORT_BY_SEX, .ages = ages, .ages_n = 5, .errors = true};
    struct cohort_curves curves;
    cohort_curves(*state, c, &q, &curves);
    assert_int_equal(curves.n, 2);
    for (size_t g = 0; g < 2; g++) {
        const struct cohort_curve *curve = &curves.v[g];
        double s = 1, f[4] = {0};
        uint32_t events[4] = {0}, n = 0;
        size_t point = 0;
        int32_t last = 0;
        for (size_t i = 0; i < rows.n; i++)
            if (c->sex[rows.person[i]] == curve->sex && rows.exit[i] > last) last = rows.exit[i];
        for (int32_t age = 5478; age <= 12500; age++) {
            uint32_t d[4] = {0};
            n = 0;
            for (size_t i = 0; i < rows.n; i++) {
                if (c->sex[rows.person[i]] != curve->sex) continue;
                n += rows.entry[i] < age && age <= rows.exit[i];
                if (rows.exit[i] == age) d[rows.event[i]]++;
            }
            double before = s;
            for (int e = 1; e < 4; e++) {
                if (d[e]) f[e] += before * d[e] / n;
                events[e] += d[e];
            }
            if (n) s = before * (n - (double)(d[1] + d[2] + d[3])) / n;
            if (age != ages[point]) continue;
            const struct cohort_point *p = &curve->points[point++];
            assert_int_equal(p->age, age);
            assert_int_equal(p->n_risk, n);
            if (age > last) { /* nobody is followed so far */
                assert_true(isnan(p->est[0]));
                continue;
            }
            assert_true(fabs(p->est[0] - (1 - s)) < 1e-12);
            assert_true(fabs(p->est[1] + p->est[2] + p->est[3] - p->est[0]) < 1e-12);
            for (int e = 1; e < 4; e++) {
                assert_true(fabs(p->est[e] - f[e]) < 1e-12);
                assert_int_equal(p->n_event[e], events[e]);
            }
        }
        assert_int_equal(point, 5);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(status_as_csv_and_json),  TEST(wrong_usage_writes_nothing),
        TEST(bad_files_write_nothing), TEST(help_is_help),
        TEST(curve_is_the_loop),       TEST(every_command_refuses_bad_files),
    };
    return RUN(tests);
}
