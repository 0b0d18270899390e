/* SPDX-License-Identifier: EUPL-1.2
 *
 * Attackers who have read everything that was published, and nothing else, against random small
 * municipalities: a first publication each, and three corrections of it. They share no code with the disclosure
 * control: each asks GLPK anew. A test that fails tells the municipality; TOWN_SEED=NUMBER makes another.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "publication/testing_attack.h"

#include <stdio.h>

/* ---- one publication ---- */

static size_t attack_all(struct house_test *h, const struct truth *t, int64_t id) {
    struct published_figures figures;
    struct err err = {0};
    size_t attacked = 0;
    assert_true(publication_figures(h->db, h->arena, id, NULL, NULL, &figures, &err));
    struct attacker a;
    attacker_read(&a, figures, glp_create_prob());
    for (size_t i = 0; i < figures.n; i++) {
        const struct published_figure *f = &figures.v[i];
        const struct indicator *indicator = indicator_find(f->indicator);
        int64_t least = indicator->class == CLASS_WELLBEING ? 20 : 5;
        struct indicator_tally tally = true_tally(t, f);
        const int64_t real[3] = {tally.yes, tally.no, tally.unknown};
        for (int p = YES; p <= UNKNOWN; p++) {
            if (real[p] < 1 || real[p] >= least) continue;
            if (part_of(f, p) != INT_NONE)
                fail_msg("%s %s %s: %lld is told", f->indicator, f->by, f->value,
                         (long long)real[p]);
            double low = end_of(&a, column(&a, i, p), 0, GLP_MIN),
                   high = end_of(&a, column(&a, i, p), 0, GLP_MAX);
            if (low > 1 + 1e-6 || high < (double)least - 1 - 1e-6)
                fail_msg("%s %s '%s' part %d: %lld lies in [%g, %g]", f->indicator, f->by, f->value,
                         p, (long long)real[p], low, high);
            attacked++;
        }
        bool extreme = !f->per_100 && f->base != INT_NONE && f->yes != INT_NONE && f->base < 10 &&
                       f->base > 0 && (f->yes == 0 || f->yes == f->base);
        assert_false(extreme);
        /* a share tells nothing that its numbers do not */
        bool both = f->yes != INT_NONE && (f->per_100 ? f->no : f->base) != INT_NONE;
        assert_true(both || isnan(published_share(f).estimate));
    }
    attacker_close(&a);
    return attacked;
}

/* ---- the version before beside it ---- */

static bool is_few(int64_t n) { return n > -5 && n < 5 && n != 0; }

/* Whoever subtracts: cell by cell, and what the told cells of a breakdown leave of the whole. */
static void subtract(struct house_test *h, int64_t before_id, int64_t now_id) {
    struct published_figures before, now;
    struct err err = {0};
    assert_true(publication_figures(h->db, h->arena, before_id, NULL, NULL, &before, &err));
    assert_true(publication_figures(h->db, h->arena, now_id, NULL, NULL, &now, &err));
    struct attacker old = {.figures = before};
    static const char *const by[] = {"school", "grade", "sex", "mentor"};
    for (size_t i = 0; i < now.n; i++) {
        const struct published_figure *f = &now.v[i];
        size_t was = figure_at(&old, f->indicator, f->by, f->value);
        for (int p = 0; p < PARTS_N; p++) {
            int64_t told = part_of(f, p);
            int64_t then = was == SIZE_MAX ? 0 : part_of(&before.v[was], p);
            if (told == INT_NONE || then == INT_NONE || indicator_find(f->indicator)->class)
                continue;
            if (is_few(told - then))
                fail_msg("%s %s '%s' part %d: %lld then %lld", f->indicator, f->by, f->value, p,
                         (long long)then, (long long)told);
        }
        for (int b = 0; strcmp(f->by, "all") == 0 && was != SIZE_MAX && b < 4; b++)
            for (int p = 0; p < PARTS_N; p++) {
                if (part_of(f, p) == INT_NONE || part_of(&before.v[was], p) == INT_NONE) continue;
                int64_t left = part_of(f, p) - part_of(&before.v[was], p);
                bool hidden = false;
                for (size_t k = 0; k < now.n; k++) {
                    const struct published_figure *g = &now.v[k];
                    if (strcmp(g->indicator, f->indicator) != 0 || strcmp(g->by, by[b]) != 0)
                        continue;
                    size_t at = figure_at(&old, g->indicator, g->by, g->value);
                    int64_t then = at == SIZE_MAX ? 0 : part_of(&before.v[at], p);
                    /* what was hidden before must not be told now */
                    if (then == INT_NONE) assert_int_equal(part_of(g, p), INT_NONE);
                    if (part_of(g, p) == INT_NONE || then == INT_NONE)
                        hidden = true;
                    else
                        left -= part_of(g, p) - then;
                }
                if (hidden && is_few(left))
                    fail_msg("%s by %s part %d: %lld left", f->indicator, by[b], p,
                             (long long)left);
            }
    }
}

/* ---- well-being: few are fewer than 20, and a zero is as small as a one ---- */

/* Three of four pupils have answered; two of five of them agree. */
static void town_answers(struct town *t) {
    const long long vera = (long long)t->h->vera,
                    noon = (long long)clock_at(day_from_ymd(2025, 11, 5), 12, 0);
    TOWN_SQL(
        t,
        "insert into plan (id, youth, number, author, created_at, edited_by, edited_at, "
        "agreed_day, agreed_at) select id, youth, 1, %lld, 0, %lld, 0, '2025-11-04', %lld from "
        "youth_class where id > 1000000 and id %% 4 > 0",
        vera, vera, noon);
    TOWN_SQL(
        t,
        "insert into plan_answer (id, youth, plan, day, motivating, realistic, said_by, author, "
        "at) select id, youth, id, '2025-11-05', id %% 5 + 1, (id + 2) %% 5 + 1, 'youth', %lld, "
        "%lld from plan where id > 1000000",
        vera, noon);
    TOWN_SQL(t,
             "update plan_answer set motivating = 1 where youth in (select youth from youth_class "
             "where class in (1010, 1020))"); /* nobody of grade 10 agrees */
}

static void answers_of_few_are_told_nowhere(void **state) {
    struct house_test *h = *state;
    struct truth t;
    struct town town;
    struct published_figures figures;
    struct err err = {0};
    size_t hidden = 0, told = 0;
    const int32_t as_of = day_from_ymd(2026, 9, 30);
    town_make(&town, h, 5, 260);
    town_answers(&town);
    int64_t id = town_publish(h, as_of, NULL);
    truth_read(h, as_of, &t);
    attack_all(h, &t, id);
    assert_true(publication_figures(h->db, h->arena, id, NULL, NULL, &figures, &err));
    for (size_t i = 0; i < figures.n; i++) {
        const struct published_figure *f = &figures.v[i];
        if (indicator_find(f->indicator)->class != CLASS_WELLBEING) continue;
        struct indicator_tally tally = true_tally(&t, f);
        const int64_t real[] = {tally.yes, tally.no};
        for (int p = YES; p <= NO; p++) {
            if (real[p] < 20) assert_int_equal(part_of(f, p), INT_NONE);
            hidden += part_of(f, p) == INT_NONE;
            told += part_of(f, p) != INT_NONE;
        }
    }
    assert_true(hidden > 10 && told >= 4);
}

/* ---- and one program over both ---- */

struct version {
    int64_t id;
    struct truth truth;
    struct published_figures figures;
};

/* Narrower than a small number, and it may be few who came or left. */
static bool tells_few(double low, double high) {
    bool none = fabs(low) < 1e-6 && fabs(high) < 1e-6;
    return high - low < 3 - 1e-6 && !none && low < 5 - 1e-6 && high > 1e-6 - 5;
}

static void change_attack(struct attacker *now, int col, int less, const char *what,
                          const char *group) {
    double low = end_of(now, col, less, GLP_MIN), high = end_of(now, col, less, GLP_MAX);
    if (tells_few(low, high)) fail_msg("%s '%s' changes by [%g, %g]", what, group, low, high);
}

static int64_t true_part(const struct version *v, const struct published_figure *f, int p) {
    struct indicator_tally t = true_tally(&v->truth, f);
    const int64_t parts[PARTS_N] = {t.yes, t.no, t.unknown, t.yes + t.no};
    return parts[p];
}

/* A group that the older one has not is nobody there. */
static int nobody_of(struct attacker *a) {
    int col = glp_add_cols(a->lp, 1);
    glp_set_col_bnds(a->lp, col, GLP_FX, 0, 0);
    return col;
}

/* Left as it was in that version or before: there is nothing to subtract. */
static bool is_left(const struct published_figure *f, int64_t version) {
    return f->carried != INT_NONE && f->carried <= version;
}

static size_t rests_attack(struct attacker *now, const struct attacker *then, int64_t version) {
    size_t n = 0;
    for (size_t i = 0; i < now->rests_n; i++)
        for (size_t k = 0; k < then->rests_n; k++) {
            const struct rest *r = &now->rests[i], *o = &then->rests[k];
            if (is_left(&now->figures.v[r->figure], version)) continue;
            if (r->relation != o->relation || strcmp(r->by, o->by) != 0 ||
                strcmp(r->value, o->value) != 0)
                continue;
            change_attack(now, r->column, o->column, known[r->relation][0], r->value);
            n++;
        }
    return n;
}

/* All or none of fewer than ten newcomers. */
static void newcomers_attack(struct attacker *now, const struct attacker *then, size_t i,
                             size_t was) {
    const struct published_figure *f = &now->figures.v[i], *o = &then->figures.v[was];
    if (f->per_100 || f->base == INT_NONE || o->base == INT_NONE || f->base == o->base) return;
    int64_t came = f->base > o->base ? f->base - o->base : o->base - f->base;
    if (came >= 10 || f->yes == INT_NONE || o->yes == INT_NONE) return;
    if (f->yes == o->yes || f->no == o->no)
        fail_msg("%s %s '%s': all of %lld newcomers", f->indicator, f->by, f->value,
                 (long long)came);
}

static size_t both_attack(const struct version *then, const struct version *now, int64_t version,
                          struct arena *a) {
    struct attacker *old = arena_alloc(a, sizeof *old), *new = arena_alloc(a, sizeof *new);
    size_t n = 0;
    attacker_read(old, then->figures, glp_create_prob());
    attacker_read(new, now->figures, old->lp);
    int nobody = nobody_of(new);
    for (size_t i = 0; i < now->figures.n; i++) {
        const struct published_figure *f = &now->figures.v[i];
        size_t was = figure_at(old, f->indicator, f->by, f->value);
        if (indicator_find(f->indicator)->class == CLASS_WELLBEING) continue;
        if (was != SIZE_MAX) newcomers_attack(new, old, i, was);
        for (int p = 0; p < PARTS_N; p++) {
            int64_t change = true_part(now, f, p) - true_part(then, f, p);
            if (!is_few(change) || is_left(f, version) || (f->per_100 && p == BASE)) continue;
            change_attack(new, column(new, i, p), was == SIZE_MAX ? nobody : column(old, was, p),
                          arena_fmt(a, "%s.%d by %s", f->indicator, p, f->by), f->value);
            n++;
        }
    }
    n += rests_attack(new, old, version);
    attacker_close(new);
    return n;
}

/* ---- the municipalities ---- */

#define VERSIONS 4
#define TOWNS    20

static uint64_t seeds[TOWNS], seed;
static size_t small_attacked, changes_attacked, carried, counted_anew;

static int town_setup(void **state) {
    seed = *(uint64_t *)*state;
    return house_setup(state);
}

/* What is left as it was says of which version, also when it is left twice. */
static void carried_count(const struct version *v) {
    for (size_t i = 0; i < v->figures.n; i++) {
        carried += v->figures.v[i].carried != INT_NONE;
        counted_anew += v->figures.v[i].carried == INT_NONE;
    }
}

/* Some of what was written turns out to be of another: talks that are not told of any more. */
static void town_withdraw(struct town *t, int every) {
    TOWN_SQL(t,
             "update contact set withdrawn_at = at, withdrawn_by = author where kind = 'talk' and "
             "id > 1000000 and id %% %d = %d and withdrawn_at is null",
             every, town_below(t, every));
}

/* Few more, some more, and many more and some fewer. */
static void town_change(struct town *t, int version) {
    int more = version == 1 ? 1 + town_below(t, 3) : version == 2 ? 3 + town_below(t, 12) : 60;
    town_gather(t);
    for (int i = 0; i < more; i++) town_person(t);
    town_write(t);
    if (version == 3) town_withdraw(t, 2 + town_below(t, 12));
}

static void nobody_finds_few(void **state) {
    struct house_test *h = *state;
    struct version v[VERSIONS] = {0};
    struct town town;
    struct err err = {0};
    town_make(&town, h, seed, 120 + (int)(seed * 37 % 140));
    for (int i = 0; i < VERSIONS; i++) {
        int32_t as_of = day_from_ymd(2026, 9, 30) + 5 * i;
        if (i) town_change(&town, i);
        v[i].id = town_publish(h, as_of, i ? "Nogle elever manglede" : NULL);
        truth_read(h, as_of, &v[i].truth);
        assert_true(publication_figures(h->db, h->arena, v[i].id, NULL, NULL, &v[i].figures, &err));
        if (i == 0) small_attacked += attack_all(h, &v[i].truth, v[i].id);
        if (i) carried_count(&v[i]);
        for (int k = 0; k < i; k++) {
            subtract(h, v[k].id, v[i].id);
            changes_attacked += both_attack(&v[k], &v[i], k + 1, h->arena);
        }
    }
}

static void there_was_something_to_find(void **state) {
    (void)state;
    print_message("%zu small numbers and %zu changes attacked; %zu rows kept, %zu counted anew\n",
                  small_attacked, changes_attacked, carried, counted_anew);
    assert_true(small_attacked > 20 * TOWNS && changes_attacked > 100 * TOWNS);
    assert_true(carried > 0 && counted_anew > 0);
}

int main(void) {
    const char *only = getenv("TOWN_SEED");
    struct CMUnitTest tests[TOWNS + 2] = {HOUSE_TEST(answers_of_few_are_told_nowhere)};
    char names[TOWNS][40];
    size_t n = 1, towns = only ? 1 : TOWNS;
    glp_term_out(GLP_OFF);
    for (size_t i = 0; i < towns; i++) {
        seeds[i] = only ? strtoull(only, NULL, 10) : i + 1;
        (void)snprintf(names[i], sizeof names[i], "nobody_finds_few (TOWN_SEED=%llu)",
                       (unsigned long long)seeds[i]);
        tests[n++] =
            (struct CMUnitTest){names[i], nobody_finds_few, town_setup, house_teardown, &seeds[i]};
    }
    if (!only) tests[n++] = (struct CMUnitTest)cmocka_unit_test(there_was_something_to_find);
    return _cmocka_run_group_tests("attack", tests, n, NULL, NULL);
}
