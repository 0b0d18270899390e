/* SPDX-License-Identifier: EUPL-1.2 */
/* cohort, projected: cohorts worked out by hand, and a plain re-computation of a random one */
#include "base/test.h"

#include <math.h>
#include <string.h>

#include "cohort/project.h"
#include "cohort/testing.h"

#define assert_near(x_, y_, by_) assert_true(fabs((x_) - (y_)) <= (by_))

static const struct projection_query usual = {
    .municipality = -1, .window = 3, .least = 20, .conf = 0.95, .seed = 1};

/* Writes and reads the people as files. */
static const struct cohort *people_read(struct arena *a, const struct test_people *t) {
    const struct cohort *c;
    struct err err;
    const char *dir = test_people_write(a, t, false);
    bool done = cohort_read(a, dir, t->snapshot, LANG_EN, &c, &err);
    test_people_remove(a, dir);
    if (!done) fail_msg("%s", err.message);
    return c;
}

static int32_t birthday_of(const struct test_person *p, int age) {
    return p->birth + age * 1461 / 4;
}

static void spell_add(struct test_person *p, int kind, int outcome, int32_t start, int32_t end) {
    p->spells[p->spells_n++] =
        (struct test_spell){.kind = kind, .outcome = outcome, .start = start, .end = end};
}

/* Born 100 a year; at school until 16.5, then general education to 19.5, which `share` of 100
 * complete; the rest drop out on that day into nothing. */
static struct test_people alike(struct arena *a, int share) {
    struct test_people t = {.n = 1500, .snapshot = 19236};
    t.v = arena_array(a, (size_t)t.n, sizeof *t.v);
    for (int i = 0; i < t.n; i++) {
        struct test_person *p = &t.v[i];
        *p = (struct test_person){.id = i + 1, .sex = 1 + i % 2, .kom = 101, .to = DAY_NONE};
        p->birth = p->from = t.snapshot - 16 * 365 - 100 - i / 100 * 365 - i % 100;
        int32_t school = birthday_of(p, 16) + 180, general = birthday_of(p, 19) + 180;
        bool completes = i * 37 % 100 < share;
        if (school >= t.snapshot) {
            spell_add(p, 1, 0, birthday_of(p, 14), DAY_NONE);
            continue;
        }
        spell_add(p, 1, 1, birthday_of(p, 14), school);
        if (general >= t.snapshot) {
            spell_add(p, 3, 0, school, DAY_NONE);
            continue;
        }
        spell_add(p, 3, completes ? 1 : 2, school, general);
        if (!completes) spell_add(p, 0, 0, general, DAY_NONE);
    }
    return t;
}

static void all_attain_at_nineteen(void **state) {
    struct test_people t = alike(*state, 100);
    struct projection p;
    cohort_project(*state, people_read(*state, &t), &usual, &p);
    assert_int_equal(p.fault, PROJECTION_FINE);
    for (int i = 0; i <= PROJECTION_AGES; i++)
        assert_near(p.now.share[i], 15 + i < 20 ? 0 : 1, 1e-12);
    assert_int_equal(p.now.age_90, 20);
    assert_int_equal(p.now.age_90_low, 0); /* no replicates, no interval */
    assert_true(isnan(p.now.low[5]));
    assert_near(p.persons, 200 / 3.0, 1e-9); /* two years of 100 in three */
}

static void some_never_do(void **state) {
    struct test_people t = alike(*state, 60);
    struct projection_query query = usual;
    struct projection p;
    query.replicates = 400;
    cohort_project(*state, people_read(*state, &t), &query, &p);
    assert_near(p.now.share[4], 0, 1e-12);
    assert_near(p.now.share[5], 0.6, 0.02);
    assert_near(p.now.share[25], p.now.share[5], 1e-12);
    assert_int_equal(p.now.age_90, 0);
    /* one step decides it, seen on 200 persons: the binomial's own error */
    double width = p.now.high[5] - p.now.low[5];
    assert_near(width, 2 * 1.96 * sqrt(0.6 * 0.4 / 200), 0.2 * width);
    assert_true(p.now.low[5] < 0.6 && p.now.high[5] > 0.6);
}

static void half_the_dropout(void **state) {
    struct test_people t = alike(*state, 60);
    const struct projection_change_at change = {CHANGE_DROPOUT_GENERAL, 0.5, 15, 40};
    struct projection_query query = usual;
    struct projection p, same;
    query.replicates = 50;
    query.changes = &change;
    query.changes_n = 1;
    cohort_project(*state, people_read(*state, &t), &query, &p);
    double drop = 1 - p.now.share[5];
    assert_near(p.changed.share[5], 1 - drop / 2, 1e-12);
    assert_near(p.difference.share[5], drop / 2, 1e-12);
    assert_true(p.difference.low[5] > 0 && p.difference.low[5] < drop / 2 &&
                p.difference.high[5] > drop / 2);
    /* the difference is known better than either curve */
    assert_true(p.difference.high[5] - p.difference.low[5] < p.now.high[5] - p.now.low[5]);
    /* at other ages, nothing */
    const struct projection_change_at none = {CHANGE_DROPOUT_GENERAL, 0.5, 25, 40};
    query.changes = &none;
    cohort_project(*state, people_read(*state, &t), &query, &same);
    for (int i = 0; i <= PROJECTION_AGES; i++) {
        assert_near(same.difference.share[i], 0, 0);
        assert_near(same.difference.low[i], 0, 0);
        assert_near(same.now.share[i], p.now.share[i], 0);
        assert_near(same.now.low[i], p.now.low[i], 0); /* the same draws */
    }
}

static void every_change_keeps_a_curve_a_curve(void **state) {
    struct test_people t;
    test_people_make(*state, &t, 4000, 5);
    const struct cohort *c = people_read(*state, &t);
    for (int what = 0; what < PROJECTION_CHANGES; what++)
        for (double factor = 0; factor <= 10; factor += 2.5) {
            const struct projection_change_at change = {(enum projection_change)what, factor, 15,
                                                        40};
            struct projection_query query = usual;
            struct projection p;
            query.changes = &change;
            query.changes_n = 1;
            query.replicates = 3;
            cohort_project(*state, c, &query, &p);
            assert_int_equal(p.fault, PROJECTION_FINE);
            for (int i = 0; i <= PROJECTION_AGES; i++) {
                assert_true(p.changed.share[i] >= -1e-12 && p.changed.share[i] <= 1 + 1e-12);
                assert_true(i == 0 || p.changed.share[i] >= p.changed.share[i - 1] - 1e-12);
                assert_true(p.now.low[i] <= p.now.high[i]);
            }
        }
}

/* An answer leaves the model as it was: asked again in another order, each is the same to the bit; and no
 * change is the curve as it is. */
static void a_model_answers_many_questions(void **state) {
    struct test_people t;
    test_people_make(*state, &t, 4000, 5);
    struct projection_query query = usual;
    query.replicates = 20;
    const struct cohort *c = people_read(*state, &t);
    const struct projection_model *m = projection_prepare(*state, c, &query);
    struct projection first[PROJECTION_CHANGES], again, none;
    struct projection_change_at change = {CHANGE_HU, 3, 15, 17};
    for (int what = 0; what < PROJECTION_CHANGES; what++) {
        change.what = (enum projection_change)what;
        projection_answer(m, &change, 1, &first[what]);
    }
    for (int what = PROJECTION_CHANGES; what-- > 0;) {
        change.what = (enum projection_change)what;
        projection_answer(m, &change, 1, &again);
        assert_memory_equal(&again, &first[what], sizeof again);
        query.changes = &change;
        query.changes_n = 1;
        cohort_project(*state, c, &query, &again);
        assert_memory_equal(&again, &first[what], sizeof again);
    }
    projection_answer(m, NULL, 0, &none);
    assert_memory_equal(&none.now, &first[0].now, sizeof none.now);
    assert_true(none.changed.share[10] == 0);
}

/* ---- plainly ---- */

static int plain_state(const struct test_people *t, const struct test_person *p, int32_t day) {
    static const int of_kind[] = {PROJECTION_NONE,    PROJECTION_SCHOOL, PROJECTION_TENTH,
                                  PROJECTION_GENERAL, PROJECTION_BASIC,  PROJECTION_MAIN,
                                  PROJECTION_FGU,     PROJECTION_WORK,   PROJECTION_HIGHER};
    if (day < p->from || day >= t->snapshot || (p->to != DAY_NONE && day >= p->to)) return -1;
    for (int i = 0; i < p->spells_n; i++) {
        const struct test_spell *s = &p->spells[i];
        bool youth = s->kind == 3 || s->kind == 5 || s->kind == 8;
        if (youth && s->outcome == 1 && s->end <= day) return PROJECTION_ATTAINED;
    }
    for (int i = 0; i < p->spells_n; i++) {
        const struct test_spell *s = &p->spells[i];
        if (s->start <= day && (s->end == DAY_NONE || day < s->end)) return of_kind[s->kind];
    }
    return -1;
}

/* Only the counts, which everything else follows from: of all who had not attained. */
static void the_same_person_years_as_a_plain_count(void **state) {
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct test_people t;
        test_people_make(*state, &t, 3000, seed);
        struct projection p;
        cohort_project(*state, people_read(*state, &t), &usual, &p);
        int64_t n = 0, start = 0;
        for (int i = 0; i < t.n; i++)
            for (int age = 15; age < 40; age++) {
                int32_t day = birthday_of(&t.v[i], age);
                int s = plain_state(&t, &t.v[i], day);
                if (day < t.snapshot - 3 * 1461 / 4 || s < 0 || s == PROJECTION_ATTAINED) continue;
                start += age == 15;
                n += plain_state(&t, &t.v[i], birthday_of(&t.v[i], age + 1)) >= 0;
            }
        assert_int_equal(p.person_years, n);
        assert_near(p.persons * 3, (double)start, 1e-9);
    }
}

static void too_few_say_nothing(void **state) {
    struct test_people t = alike(*state, 60);
    struct projection_query query = usual;
    struct projection p;
    query.least = 201; /* 200 became 15 */
    cohort_project(*state, people_read(*state, &t), &query, &p);
    assert_int_equal(p.fault, PROJECTION_FEW_START);
    t.n = 10;
    cohort_project(*state, people_read(*state, &t), &usual, &p);
    assert_int_equal(p.fault, PROJECTION_FEW_START);
    query = usual;
    query.municipality = 7; /* nobody's */
    cohort_project(*state, people_read(*state, &t), &query, &p);
    assert_int_equal(p.fault, PROJECTION_FEW_START);
}

static void calibrated_to_an_official_figure(void **state) {
    struct test_people t = alike(*state, 60);
    struct projection p;
    double share[PROJECTION_AGES + 1];
    cohort_project(*state, people_read(*state, &t), &usual, &p);
    const struct projection_point one = {25, 0.8}, two[] = {{19, 0.1}, {30, 0.7}};
    projection_calibrate(&p.now, &one, 1, share);
    assert_near(share[10], 0.8, 1e-12);
    assert_near(share[0], 0, 1e-12);
    assert_near(share[25], 0.8, 1e-12); /* it was as high at 25 as at 40 */
    for (int i = 0; i <= PROJECTION_AGES; i++) p.now.share[i] = 1 - exp(-i / 8.0);
    projection_calibrate(&p.now, two, 2, share);
    assert_near(share[4], 0.1, 1e-12);
    assert_near(share[15], 0.7, 1e-12);
    for (int i = 1; i <= PROJECTION_AGES; i++) assert_true(share[i] > share[i - 1]);
    double before = log(share[2] / (1 - share[2])) - log(p.now.share[2] / (1 - p.now.share[2]));
    double at = log(share[4] / (1 - share[4])) - log(p.now.share[4] / (1 - p.now.share[4]));
    assert_near(before, at, 1e-12); /* moved as far as at the first of them */
    projection_calibrate(&p.now, NULL, 0, share);
    assert_near(share[9], p.now.share[9], 1e-12);
}

/* ---- the commands ---- */

#define PUBLISHED                                                                                  \
    "goal;indicator;area;period;value;unit;definition;source\n"                                    \
    "1;youth_education_projected_age_for_90;101;2018;27;years;profile-model;old\n"                 \
    "1;youth_education_projected_age_for_90;101;2019;28;years;profile-model;x\n"                   \
    "1;youth_education_projected_at_30;101;2019;91,1;percent;profile-model;x\n"                    \
    "1;youth_education_projected_before_25;101;;61,5;percent;projected-before-25;x\n"              \
    "1;youth_education_projected_at_30;102;2019;95;percent;profile-model;x\n"                      \
    "1;youth_education_completed_at_25;101;2019;55;percent;status-at-25;no projection\n"

static bool no_database(void *ctx, struct arena *a, const char *url, int32_t snapshot,
                        const struct cohort **ret, struct err *err) {
    (void)ctx, (void)a, (void)url, (void)snapshot, (void)ret;
    return err_set(err, ERR_IO, "no database here");
}

/* What it wrote, or its error when it fails. */
static const char *ask(struct arena *a, int code, const char *const *args) {
    struct cohort_door door = {.take = no_database};
    char *text[2];
    size_t len[2], n = 0;
    FILE *out = open_memstream(&text[0], &len[0]), *errors = open_memstream(&text[1], &len[1]);
    while (args[n]) n++;
    assert_int_equal(cohort_main(a, LANG_EN, &door, args, n, out, errors), code);
    (void)fclose(out);
    (void)fclose(errors);
    const char *answer = arena_dup(a, text[code ? 1 : 0]);
    if (code) assert_string_equal(text[0], "");
    free(text[0]);
    free(text[1]);
    return answer;
}
#define ASK(code_, ...) ask(*state, code_, (const char *const[]){__VA_ARGS__, NULL})

static void official_figures_stand_beside(void **state) {
    struct test_people t = alike(*state, 60);
    const char *dir = test_people_write(*state, &t, false);
    const char *file = arena_fmt(*state, "%s/figures.csv", dir);
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    assert_true(fputs(PUBLISHED, f) >= 0);
    (void)fclose(f);
    const char *out = ASK(0, "project", "--csv", dir, "--official", file, "--municipality", "101",
                          "--replicates", "0");
    assert_non_null(strstr(out, "\n101,25,0.6,,,observed,0.615,0.615,"));
    assert_non_null(strstr(out, "\n101,26,0.6,,,observed,0.615,,"));
    assert_non_null(strstr(out, "\n101,27,0.6,,,observed,0.615,,")); /* 2018's has been replaced */
    assert_non_null(strstr(out, "\n101,28,0.6,,,observed,0.9,0.9,"));
    assert_non_null(strstr(out, "\n101,30,0.6,,,observed,0.911,0.911,"));
    assert_non_null(strstr(out, "\n101,40,0.6,,,assumed,0.911,,"));
    out = ASK(0, "project", "--csv", dir, "--official", file, "--area", "102", "--replicates", "0");
    assert_non_null(strstr(out, "\n,30,0.6,,,observed,0.95,0.95,"));
    out = ASK(0, "project", "--csv", dir, "--official", file, "--replicates", "0");
    assert_non_null(strstr(out, "\n,30,0.6,,,observed,,,")); /* none for everybody */
    f = fopen(file, "a");
    assert_true(fputs("1;x_projected_at_90;101;2019;91;percent;profile-model;x\n", f) >= 0);
    (void)fclose(f);
    assert_non_null(strstr(ASK(2, "project", "--csv", dir, "--official", file),
                           "figures.csv, row 8, column value: an age from 16 to 40"));
    ASK(1, "project", "--csv", dir, "--official", "/no/such/file");
    assert_int_equal(unlink(file), 0);
    test_people_remove(*state, dir);
}

static void projected_from_files(void **state) {
    struct test_people t = alike(*state, 60);
    const char *dir = test_people_write(*state, &t, false);
    const char *out = ASK(0, "project", "--csv", dir, "--official", "25:80");
    assert_non_null(strstr(out, "municipality,age,attained,lower,upper,basis,calibrated,official,"
                                "age_90,age_90_lower,age_90_upper\n,15,0,0,0,observed,0,,,,\n"));
    assert_non_null(strstr(out, ",0.8,0.8,,,\n")); /* never 90 % */
    out = ASK(0, "whatif", "--csv", dir, "--change", "dropout-general=0.5:19-19,eud=2", "--each");
    assert_non_null(strstr(out, "\n101,20,0.6,0.8,0.2,"));
    const char *const wrong[] = {
        "",        "x=1",         "eud",        "eud=",     "eud=-1",       "eud=11",
        "eud=nan", "eud=1:20-18", "eud=1:9-18", "eud=1:15", "eud=1:15-20x", "eud=1,,eud=1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_non_null(strstr(ASK(2, "whatif", "--csv", dir, "--change", wrong[i]), "--change"));
    assert_non_null(strstr(ASK(2, "project", "--csv", dir, "--official", "25:100"), "--official"));
    assert_non_null(strstr(ASK(2, "project", "--csv", dir, "--municipality", "9"), "no such"));
    assert_non_null(strstr(ASK(2, "whatif", "--csv", dir), "--change"));
    test_people_remove(*state, dir);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(all_attain_at_nineteen),
        TEST(some_never_do),
        TEST(half_the_dropout),
        TEST(every_change_keeps_a_curve_a_curve),
        TEST(a_model_answers_many_questions),
        TEST(the_same_person_years_as_a_plain_count),
        TEST(too_few_say_nothing),
        TEST(calibrated_to_an_official_figure),
        TEST(official_figures_stand_beside),
        TEST(projected_from_files),
    };
    return RUN(tests);
}
