/* SPDX-License-Identifier: EUPL-1.2
 *
 * Attackers who have read everything that was published, and nothing else, against random small
 * municipalities. They share no code with the disclosure control: each asks GLPK anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "indicator/indicator.h"
#include "publication/testing.h"

#include <glpk.h>
#include <math.h>
#include <string.h>

enum { YES, NO, UNKNOWN, BASE, PARTS_N };

/* What hangs together, written down apart from the declarations: total, then its parts; ~ is the rest. */
static const char *const known[][6] = {
    {"nothing_15_17.2", "unknown_15_17.0"},
    {"nothing_15_17.3", "unknown_15_17.1"},
    {"nothing_15_24.2", "unknown_15_24.0"},
    {"nothing_15_24.3", "unknown_15_24.1"},
    {"nothing_15_24.0", "nothing_15_17.0", "~"},
    {"nothing_15_24.1", "nothing_15_17.1", "~"},
    {"nothing_15_24.2", "nothing_15_17.2", "~"},
    {"wish_eud.3", "wish_gym.3"},
    {"wish_eud.3", "wish_other.3"},
    {"wish_eud.2", "wish_gym.2"},
    {"wish_eud.2", "wish_other.2"},
    {"wish_eud.3", "wish_eud.0", "wish_gym.0", "wish_other.0"},
    {"talk_all.3", "practice.3"},
    {"dropout_3.3", "switch_3.3"},
    {"dropout_12.3", "switch_12.3"},
};
#define KNOWN_N (sizeof known / sizeof *known)

static int64_t part_of(const struct published_figure *f, int part) {
    const int64_t parts[PARTS_N] = {f->yes, f->no, f->unknown, f->base};
    return parts[part];
}

/* ---- the attacker's linear program: a column for each number of each row, told or not ---- */

struct attacker {
    struct published_figures figures;
    glp_prob *lp;
    int index[400];
    double value[400];
    int terms;
};

static int column(size_t figure, int part) { return (int)figure * PARTS_N + part + 1; }

static size_t figure_at(const struct attacker *a, const char *indicator, const char *by,
                        const char *value) {
    for (size_t i = 0; i < a->figures.n; i++)
        if (strcmp(a->figures.v[i].indicator, indicator) == 0 &&
            strcmp(a->figures.v[i].by, by) == 0 && strcmp(a->figures.v[i].value, value) == 0)
            return i;
    return SIZE_MAX;
}

static void term(struct attacker *a, int col, double x) {
    a->index[++a->terms] = col;
    a->value[a->terms] = x;
}

static void sum_is_zero(struct attacker *a) {
    int row = glp_add_rows(a->lp, 1);
    glp_set_mat_row(a->lp, row, a->terms, a->index, a->value);
    glp_set_row_bnds(a->lp, row, GLP_FX, 0, 0);
    a->terms = 0;
}

static void rows_add_up(struct attacker *a) {
    static const char *const by[] = {"school", "grade", "sex", "mentor"};
    for (size_t i = 0; i < a->figures.n; i++) {
        const struct published_figure *f = &a->figures.v[i];
        if (!f->per_100) {
            term(a, column(i, YES), 1);
            term(a, column(i, NO), 1);
            term(a, column(i, BASE), -1);
            sum_is_zero(a);
        }
        for (int b = 0; strcmp(f->by, "all") == 0 && b < 4; b++)
            for (int p = 0; p < PARTS_N; p++) {
                for (size_t k = 0; k < a->figures.n; k++)
                    if (strcmp(a->figures.v[k].indicator, f->indicator) == 0 &&
                        strcmp(a->figures.v[k].by, by[b]) == 0)
                        term(a, column(k, p), 1);
                if (!a->terms) continue;
                term(a, column(i, p), -1);
                sum_is_zero(a);
            }
    }
}

/* A relation holds in each group; a row that was not printed is nobody. */
static void relation_adds_up(struct attacker *a, const char *const *relation, const char *by,
                             const char *value) {
    for (int t = 0; relation[t] && t < 6; t++) {
        if (relation[t][0] == '~') {
            int rest = glp_add_cols(a->lp, 1);
            glp_set_col_bnds(a->lp, rest, GLP_LO, 0, 0);
            term(a, rest, -1);
            continue;
        }
        const char *dot = strrchr(relation[t], '.');
        char key[40] = {0};
        memcpy(key, relation[t], (size_t)(dot - relation[t]));
        size_t at = figure_at(a, key, by, value);
        if (at != SIZE_MAX) term(a, column(at, dot[1] - '0'), t ? -1 : 1);
    }
    if (a->terms) sum_is_zero(a);
}

static void attacker_open(struct attacker *a, struct published_figures figures) {
    *a = (struct attacker){.figures = figures, .lp = glp_create_prob()};
    glp_add_cols(a->lp, (int)figures.n * PARTS_N);
    for (size_t i = 0; i < figures.n; i++)
        for (int p = 0; p < PARTS_N; p++) {
            int64_t told = part_of(&figures.v[i], p);
            if (figures.v[i].per_100 && p == BASE) told = 0;
            if (told == INT_NONE)
                glp_set_col_bnds(a->lp, column(i, p), GLP_LO, 0, 0);
            else
                glp_set_col_bnds(a->lp, column(i, p), GLP_FX, (double)told, (double)told);
        }
    rows_add_up(a);
    for (size_t i = 0; i < figures.n; i++)
        for (size_t k = 0; k < KNOWN_N; k++) {
            size_t len = strlen(figures.v[i].indicator);
            if (strncmp(known[k][0], figures.v[i].indicator, len) == 0 && known[k][0][len] == '.')
                relation_adds_up(a, known[k], figures.v[i].by, figures.v[i].value);
        }
}

static double end_of(struct attacker *a, int col, int direction) {
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    glp_set_obj_dir(a->lp, direction);
    glp_set_obj_coef(a->lp, col, 1);
    int rc = glp_simplex(a->lp, &how);
    if (rc) {
        glp_std_basis(a->lp);
        rc = glp_simplex(a->lp, &how);
    }
    assert_int_equal(rc, 0);
    int status = glp_get_status(a->lp);
    glp_set_obj_coef(a->lp, col, 0);
    if (status == GLP_UNBND) return INFINITY;
    assert_int_equal(status, GLP_OPT); /* what is published agrees with itself */
    return glp_get_col_prim(a->lp, col);
}

static void attacker_close(struct attacker *a) {
    glp_delete_prob(a->lp);
    glp_free_env();
}

/* ---- what is true, which the attacker does not know ---- */

struct truth {
    struct indicator_data data;
    struct indicator_figure *figures;
};

static void truth_read(struct house_test *h, int32_t as_of, struct truth *t) {
    struct err err = {0};
    struct indicator_ask ask = indicator_ask_of(2025, as_of);
    assert_true(indicator_read(h->db, h->arena, &ask, false, &t->data, &err));
    t->figures = arena_array(h->arena, indicators_n, sizeof *t->figures);
    for (size_t i = 0; i < indicators_n; i++)
        indicator_count(h->arena, &indicators[i], &t->data, &t->figures[i]);
}

static bool is_group(const struct truth *t, const struct indicator_group *g,
                     const struct published_figure *f) {
    static const struct {
        enum indicator_by by;
        const char *name;
    } names[] = {
        {BY_SCHOOL, "school"}, {BY_GRADE, "grade"}, {BY_SEX, "sex"}, {BY_MENTOR, "mentor"}};
    for (int i = 0; i < 4; i++) {
        if (g->by != names[i].by || strcmp(names[i].name, f->by) != 0) continue;
        if (g->by == BY_SCHOOL) return strcmp(t->data.schools[g->value].number, f->value) == 0;
        if (g->by == BY_SEX)
            return (f->value[0] == 'M') == (g->value == 1 || g->value == 'M') && *f->value;
        return *f->value && g->value == strtol(f->value, NULL, 10);
    }
    return false;
}

static struct indicator_tally true_tally(const struct truth *t, const struct published_figure *f) {
    const struct indicator_figure *figure = &t->figures[indicator_find(f->indicator) - indicators];
    struct indicator_tally rest = figure->all;
    if (strcmp(f->by, "all") == 0) return rest;
    for (size_t g = 0; g < figure->groups_n; g++) {
        struct published_figure other = *f;
        if (is_group(t, &figure->groups[g], f)) return figure->groups[g].tally;
        if (*f->value) continue;
        const enum indicator_by bits[] = {BY_SCHOOL, BY_GRADE, BY_SEX, BY_MENTOR};
        const char *const names[] = {"school", "grade", "sex", "mentor"};
        for (int i = 0; i < 4; i++)
            if (figure->groups[g].by == bits[i] && strcmp(other.by, names[i]) == 0) {
                rest.yes -= figure->groups[g].tally.yes;
                rest.no -= figure->groups[g].tally.no;
                rest.unknown -= figure->groups[g].tally.unknown;
            }
    }
    return *f->value ? (struct indicator_tally){0} : rest;
}

/* ---- one publication ---- */

static size_t attack_all(struct house_test *h, const struct truth *t, int64_t id) {
    struct published_figures figures;
    struct err err = {0};
    size_t attacked = 0;
    assert_true(publication_figures(h->db, h->arena, id, NULL, NULL, &figures, &err));
    struct attacker a;
    attacker_open(&a, figures);
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
            double low = end_of(&a, column(i, p), GLP_MIN),
                   high = end_of(&a, column(i, p), GLP_MAX);
            if (low > 1 + 1e-6 || high < (double)least - 1 - 1e-6)
                fail_msg("%s %s '%s' part %d: %lld lies in [%g, %g]", f->indicator, f->by, f->value,
                         p, (long long)real[p], low, high);
            attacked++;
        }
        bool extreme = !f->per_100 && f->base != INT_NONE && f->yes != INT_NONE && f->base < 10 &&
                       f->base > 0 && (f->yes == 0 || f->yes == f->base);
        assert_false(extreme);
    }
    attacker_close(&a);
    return attacked;
}

static void nobody_finds_a_small_number(void **state) {
    struct house_test *h = *state;
    struct truth t;
    struct town town;
    size_t attacked = 0;
    const int32_t as_of = day_from_ymd(2026, 9, 30);
    const char *seed = getenv("TOWN_SEED");
    town_make(&town, h, seed ? strtoull(seed, NULL, 10) : 5, 180);
    int64_t id = town_publish(h, as_of, NULL);
    truth_read(h, as_of, &t);
    attacked = attack_all(h, &t, id);
    print_message("%zu small numbers attacked\n", attacked);
    assert_true(attacked > 20);
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

/* What is left as it was says of which version, also when it is left twice. */
static size_t carried_from(struct house_test *h, int64_t id, int64_t version) {
    struct published_figures figures;
    struct err err = {0};
    size_t n = 0;
    assert_true(publication_figures(h->db, h->arena, id, NULL, NULL, &figures, &err));
    for (size_t i = 0; i < figures.n; i++) n += figures.v[i].carried == version;
    return n;
}

static void subtraction_tells_of_no_few(void **state) {
    struct house_test *h = *state;
    struct town town;
    struct truth t;
    const char *seed = getenv("TOWN_SEED");
    town_make(&town, h, seed ? strtoull(seed, NULL, 10) : 9, 220);
    int64_t first = town_publish(h, day_from_ymd(2026, 9, 30), NULL);
    town_person(&town); /* one more, and then three, and then many */
    int64_t second = town_publish(h, day_from_ymd(2026, 10, 5), "En elev manglede");
    subtract(h, first, second);
    for (int i = 0; i < 3; i++) town_person(&town);
    int64_t third = town_publish(h, day_from_ymd(2026, 10, 6), "Tre elever manglede");
    subtract(h, second, third);
    subtract(h, first, third);
    assert_true(carried_from(h, second, 1) > 0 && carried_from(h, third, 1) > 0);
    for (int i = 0; i < 60; i++) town_person(&town);
    int64_t fourth = town_publish(h, day_from_ymd(2026, 10, 7), "En skole manglede");
    subtract(h, third, fourth);
    truth_read(h, day_from_ymd(2026, 10, 7), &t);
}

int main(void) {
    glp_term_out(GLP_OFF);
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(nobody_finds_a_small_number),
        HOUSE_TEST(answers_of_few_are_told_nowhere),
        HOUSE_TEST(subtraction_tells_of_no_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
