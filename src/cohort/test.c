/* SPDX-License-Identifier: EUPL-1.2
 *
 * Columns against a loop over plain rows, on random populations.
 */
#include "base/test.h"

#include "cohort/testing.h"

static const struct cohort *read_people(struct arena *a, const struct test_people *t,
                                        bool shuffled) {
    const struct cohort *c;
    struct err err = {0};
    const char *dir = test_people_write(a, t, shuffled);
    bool ok = cohort_read(a, dir, t->snapshot, LANG_EN, &c, &err);
    test_people_remove(a, dir);
    if (!ok) fail_msg("%s", err.message);
    return c;
}

/* ---- status ---- */

/* A population's table, in a way that shares nothing with status.c: counts in a large array. */
#define AGES 40
static uint32_t naive[5][AGES][11][5][3];

static int naive_age(const struct test_person *p, int32_t day, enum cohort_age rule) {
    return rule == COHORT_AGE_DAYS ? (day - p->birth) * 4 / 1461 : day_age(p->birth, day);
}

static void naive_status(const struct test_people *t, const struct cohort_status *q, int32_t day) {
    memset(naive, 0, sizeof naive);
    for (int i = 0; i < t->n; i++) {
        const struct test_person *p = &t->v[i];
        const struct test_spell *s = test_spell_at(p, day);
        if (p->birth > day || (!s && !q->everybody)) continue;
        if (q->residents && (day < p->from || (p->to != DAY_NONE && day >= p->to))) continue;
        int kom = q->by & COHORT_BY_MUNICIPALITY ? p->kom - 101 : 0;
        int age = q->by & COHORT_BY_AGE ? naive_age(p, day, q->age) : 0;
        int kind = q->by & COHORT_BY_KIND ? (s ? s->kind : 9) : 0;
        int school = q->by & COHORT_BY_SCHOOL && s && s->school && t->schools ? s->school : 0;
        int sex = q->by & COHORT_BY_SEX ? p->sex : 0;
        naive[kom][age][kind][school][sex]++;
    }
}

static void compare_status(const struct cohort *c, const struct cohort_status *q,
                           const struct cohort_cells *cells) {
    uint64_t before = 0;
    for (size_t i = 0; i < cells->n; i++) {
        const struct cohort_cell *cell = &cells->v[i];
        int kom = q->by & COHORT_BY_MUNICIPALITY
                      ? (int)strtol(c->municipalities[cell->municipality], NULL, 10) - 101
                      : 0;
        int kind = cell->kind == COHORT_NO_KIND ? 9 : cell->kind;
        int school = cell->school == COHORT_NO_SCHOOL
                         ? 0
                         : (int)strtol(c->schools[cell->school] + 6, NULL, 10);
        uint32_t *n = &naive[kom][cell->age][kind][school][cell->sex];
        assert_int_equal(cell->n, *n);
        *n = 0; /* seen */
        uint64_t key = (uint64_t)cell->municipality << 48 | (uint64_t)cell->age << 32 |
                       (uint64_t)cell->kind << 24 | (uint64_t)cell->school << 8 | cell->sex;
        if (i) assert_true(key > before); /* ordered, none twice */
        before = key;
    }
    const uint32_t *all = &naive[0][0][0][0][0];
    for (size_t i = 0; i < sizeof naive / sizeof *all; i++) assert_int_equal(all[i], 0);
}

static void status_is_the_loop(void **state) {
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct test_people t;
        test_people_make(*state, &t, 700, seed);
        const struct cohort *c = read_people(*state, &t, seed % 3 == 0);
        int32_t days[] = {5000,  8999,  14061, 15034, 16526, 18685,
                          18686, 18687, 18901, 19000, 19300};
        for (unsigned by = 0; by < 32; by++)
            for (unsigned flags = 0; flags < 8; flags++) {
                struct cohort_status q = {.by = by,
                                          .age = flags & 1 ? COHORT_AGE_DAYS : COHORT_AGE_BIRTHDAY,
                                          .residents = flags & 2,
                                          .everybody = flags & 4};
                struct cohort_cells at[11];
                cohort_sweep(*state, c, &q, days, 11, at);
                for (size_t d = 0; d < 11; d++) {
                    struct cohort_cells cells;
                    cohort_status(*state, c, &q, days[d], &cells);
                    naive_status(&t, &q, days[d]);
                    compare_status(c, &q, &cells);
                    assert_int_equal(at[d].n, cells.n);
                    assert_memory_equal(at[d].v, cells.v, cells.n * sizeof *cells.v);
                }
            }
    }
}

/* Runs longer than a chunk, and more days than one pass takes. */
static void large_groups_and_many_days(void **state) {
    struct test_people t;
    test_people_make(*state, &t, 30000, 8);
    for (int i = 0; i < t.n; i++) {
        t.v[i].kom = 101;
        t.v[i].sex = 1;
        t.v[i].birth = 12000; /* one run */
        if (t.v[i].from < 12000) t.v[i].from = 12000;
        if (t.v[i].to != DAY_NONE && t.v[i].to <= t.v[i].from) t.v[i].to = DAY_NONE;
        while (t.v[i].spells_n && t.v[i].spells[0].start < 12000) t.v[i].spells_n = 0;
    }
    const struct cohort *c = read_people(*state, &t, false);
    struct cohort_status q = {.by = COHORT_BY_KIND | COHORT_BY_AGE};
    int32_t days[150];
    for (int i = 0; i < 150; i++) days[i] = 17000 + 15 * i;
    struct cohort_cells at[150];
    cohort_sweep(*state, c, &q, days, 150, at);
    for (int i = 0; i < 150; i++) {
        naive_status(&t, &q, days[i]);
        compare_status(c, &q, &at[i]);
    }
}

static void latest_birth_agrees_with_age(void **state) {
    (void)state;
    for (int32_t day = day_from_ymd(2019, 12, 1); day < day_from_ymd(2024, 4, 1); day++)
        for (int age = 0; age < 30; age += 7)
            for (int rule = 0; rule < 2; rule++) {
                int32_t latest = cohort_latest_birth((enum cohort_age)rule, day, age);
                struct test_person p = {.birth = latest}, q = {.birth = latest + 1};
                assert_true(naive_age(&p, day, (enum cohort_age)rule) >= age);
                if (latest < day) assert_true(naive_age(&q, day, (enum cohort_age)rule) < age);
            }
}

/* ---- attained ---- */

static int naive_event(const struct test_people *t, const struct test_person *p, int32_t *ret_day) {
    for (int i = 0; i < p->spells_n; i++) {
        const struct test_spell *s = &p->spells[i];
        bool counts = s->kind == 3 || s->kind == 5 || s->kind == 8;
        if (!counts || s->outcome != 1 || s->end > t->snapshot) continue;
        *ret_day = s->end;
        return s->kind == 3 ? 1 : s->kind == 5 ? 2 : 3;
    }
    return 0;
}

static void following_is_the_loop(void **state) {
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct test_people t;
        test_people_make(*state, &t, 2000, seed);
        const struct cohort *c = read_people(*state, &t, false);
        struct cohort_rows rows;
        cohort_follow(*state, c, &rows);
        uint64_t expected = 0, found = 0;
        size_t n = 0;
        for (int i = 0; i < t.n; i++) {
            const struct test_person *p = &t.v[i];
            int32_t entry = p->birth + 5478, exit = t.snapshot, day = DAY_NONE;
            if (p->from > entry) entry = p->from;
            if (p->to != DAY_NONE && p->to < exit) exit = p->to;
            int event = naive_event(&t, p, &day);
            if (event && day <= exit)
                exit = day;
            else
                event = 0;
            if (exit <= entry) continue;
            n++; /* rows are compared as a sum of hashes: the order is the columns' own */
            expected += (uint64_t)(entry - p->birth) * 1000003 + (uint64_t)(exit - p->birth) * 97 +
                        (uint64_t)event * 7 + (uint64_t)p->birth * (uint64_t)exit;
        }
        assert_int_equal(rows.n, n);
        assert_int_equal(rows.n + rows.had_before + rows.never, t.n);
        for (size_t i = 0; i < rows.n; i++) {
            int32_t birth = cohort_day(c->birth[rows.person[i]]);
            found += (uint64_t)rows.entry[i] * 1000003 + (uint64_t)rows.exit[i] * 97 +
                     (uint64_t)rows.event[i] * 7 +
                     (uint64_t)birth * (uint64_t)(rows.exit[i] + birth);
        }
        assert_true(found == expected);
    }
}

/* ---- flows ---- */

static void flows_are_the_loop(void **state) {
    static const int months[] = {3, 12, 24};
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct test_people t;
        test_people_make(*state, &t, 3000, seed);
        const struct cohort *c = read_people(*state, &t, false);
        struct cohort_flow q = {.since = 16000,
                                .until = 18500,
                                .months = months,
                                .months_n = 3,
                                .by = COHORT_BY_SEX | COHORT_BY_MUNICIPALITY};
        struct cohort_flows flows;
        cohort_flows(*state, c, &q, &flows);
        uint32_t(*n)[3][2][3][COHORT_TO_N] = arena_array(*state, 4, sizeof *n);
        for (int i = 0; i < t.n; i++)
            for (int k = 0; k < t.v[i].spells_n; k++) {
                const struct test_person *p = &t.v[i];
                const struct test_spell *s = &p->spells[k];
                if ((s->kind != 1 && s->kind != 2) || s->end == DAY_NONE) continue;
                if (k + 1 < p->spells_n && s[1].kind == s->kind) continue;
                int32_t last = s->end - 1;
                if (last < q.since || last > q.until || last < p->from) continue;
                if (p->to != DAY_NONE && last >= p->to) continue;
                for (int m = 0; m < 3; m++) {
                    int32_t day = day_add_months(s->end, months[m]);
                    const struct test_spell *then = test_spell_at(p, day);
                    int to = day >= t.snapshot                   ? COHORT_TO_NOT_YET
                             : p->to != DAY_NONE && day >= p->to ? COHORT_TO_MOVED
                             : then                              ? then->kind
                                                                 : COHORT_TO_NO_SPELL;
                    n[p->kom - 101][p->sex][s->kind - 1][m][to]++;
                }
            }
        for (size_t i = 0; i < flows.n; i++) {
            const struct cohort_flow_cell *cell = &flows.v[i];
            uint32_t *expected = n[cell->municipality][cell->sex][cell->from - 9][cell->month];
            uint32_t known = 0;
            for (int to = 0; to < COHORT_TO_N; to++) {
                assert_int_equal(cell->n[to], expected[to]);
                if (to <= COHORT_TO_NO_SPELL) known += expected[to];
                expected[to] = 0;
            }
            assert_int_equal(cell->known, known);
        }
        const uint32_t *all = (const uint32_t *)n;
        for (size_t i = 0; i < 4 * sizeof *n / sizeof *all; i++) assert_int_equal(all[i], 0);
    }
}

/* ---- whole ways ---- */

static int32_t attained_day(const struct test_people *t, const struct test_person *p) {
    for (int k = 0; k < p->spells_n; k++) {
        const struct test_spell *s = &p->spells[k];
        bool counts = s->kind == 3 || s->kind == 5 || s->kind == 8;
        if (counts && s->outcome == 1 && s->end != DAY_NONE && s->end <= t->snapshot) return s->end;
    }
    return INT32_MAX;
}

/* What p does on a day; 100: moved, or not come yet. */
static int way_then(const struct test_people *t, const struct test_person *p, int32_t day) {
    if (day >= t->snapshot || (p->to != DAY_NONE && day >= p->to)) return 100;
    if (attained_day(t, p) <= day) return COHORT_WAY_ATTAINED;
    const struct test_spell *then = test_spell_at(p, day);
    return then ? then->kind : COHORT_WAY_NO_SPELL; /* kinds of the file are numbered as classes */
}

static void ways_are_the_loop(void **state) {
    static const int months[] = {3, 12, 24};
    struct test_people t;
    test_people_make(*state, &t, 3000, 7);
    const struct cohort *c = read_people(*state, &t, false);
    struct cohort_flow q = {.since = 14000, .until = 19000, .months = months, .months_n = 3};
    struct cohort_ways ways;
    cohort_ways(*state, c, &q, &ways);
    uint32_t(*n)[COHORT_WAY_N][COHORT_WAY_N][COHORT_WAY_N] = arena_array(*state, 2, sizeof *n);
    uint32_t known = 0, lost = 0;
    for (int i = 0; i < t.n; i++)
        for (int k = 0; k < t.v[i].spells_n; k++) {
            const struct test_person *p = &t.v[i];
            const struct test_spell *s = &p->spells[k];
            if ((s->kind != 1 && s->kind != 2) || s->end == DAY_NONE) continue;
            if (k + 1 < p->spells_n && s[1].kind == s->kind) continue;
            int32_t last = s->end - 1;
            if (last < q.since || last > q.until || last < p->from) continue;
            if (p->to != DAY_NONE && last >= p->to) continue;
            int to[3];
            for (int m = 0; m < 3; m++) to[m] = way_then(&t, p, day_add_months(s->end, months[m]));
            if (to[0] == 100 || to[1] == 100 || to[2] == 100) {
                lost++;
                continue;
            }
            n[s->kind - 1][to[0]][to[1]][to[2]]++;
            known++;
        }
    if (known < 50 || lost < 20) fail_msg("only %u and %u", known, lost);
    assert_int_equal(ways.known, known);
    assert_int_equal(ways.moved + ways.not_yet, lost);
    for (size_t i = 0; i < ways.n; i++) {
        const struct cohort_way *w = &ways.v[i];
        assert_int_equal(w->n, n[w->from - 9][w->to[0]][w->to[1]][w->to[2]]);
        known -= w->n;
    }
    assert_int_equal(known, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(status_is_the_loop),           TEST(large_groups_and_many_days),
        TEST(latest_birth_agrees_with_age), TEST(following_is_the_loop),
        TEST(flows_are_the_loop),           TEST(ways_are_the_loop),
    };
    return RUN(tests);
}
