/* SPDX-License-Identifier: EUPL-1.2
 *
 * For the tests of this room: who has read everything that was published and asks GLPK what it leaves open, and
 * what was true. Shares no code with the disclosure control. Include after <cmocka.h>.
 */
#ifndef VEJVISER_PUBLICATION_TESTING_ATTACK_H
#define VEJVISER_PUBLICATION_TESTING_ATTACK_H

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

struct rest { /* whoever a relation leaves over in a group */
    size_t relation;
    const char *by, *value;
    int column;
    size_t figure; /* of the whole */
};
struct attacker {
    struct published_figures figures;
    glp_prob *lp;
    int first; /* column before the own ones: an older publication has its columns in the same program */
    struct rest rests[200];
    size_t rests_n;
    int index[400];
    double value[400];
    int terms;
};

static int column(const struct attacker *a, size_t figure, int part) {
    return a->first + (int)figure * PARTS_N + part + 1;
}

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
            term(a, column(a, i, YES), 1);
            term(a, column(a, i, NO), 1);
            term(a, column(a, i, BASE), -1);
            sum_is_zero(a);
        }
        for (int b = 0; strcmp(f->by, "all") == 0 && b < 4; b++)
            for (int p = 0; p < PARTS_N; p++) {
                for (size_t k = 0; k < a->figures.n; k++)
                    if (strcmp(a->figures.v[k].indicator, f->indicator) == 0 &&
                        strcmp(a->figures.v[k].by, by[b]) == 0)
                        term(a, column(a, k, p), 1);
                if (!a->terms) continue;
                term(a, column(a, i, p), -1);
                sum_is_zero(a);
            }
    }
}

/* A relation holds in each group; a row that was not printed is nobody. */
static void relation_adds_up(struct attacker *a, const char *const *relation, size_t figure) {
    const char *by = a->figures.v[figure].by, *value = a->figures.v[figure].value;
    for (int t = 0; relation[t] && t < 6; t++) {
        if (relation[t][0] == '~') {
            int rest = glp_add_cols(a->lp, 1);
            glp_set_col_bnds(a->lp, rest, GLP_LO, 0, 0);
            assert_true(a->rests_n < sizeof a->rests / sizeof *a->rests);
            a->rests[a->rests_n++] = (struct rest){.by = by,
                                                   .value = value,
                                                   .column = rest,
                                                   .figure = figure,
                                                   .relation = (size_t)(relation - known[0]) / 6};
            term(a, rest, -1);
            continue;
        }
        const char *dot = strrchr(relation[t], '.');
        char key[40] = {0};
        memcpy(key, relation[t], (size_t)(dot - relation[t]));
        size_t at = figure_at(a, key, by, value);
        if (at != SIZE_MAX) term(a, column(a, at, dot[1] - '0'), t ? -1 : 1);
    }
    if (a->terms) sum_is_zero(a);
}

static void attacker_read(struct attacker *a, struct published_figures figures, glp_prob *lp) {
    *a = (struct attacker){.figures = figures, .lp = lp, .first = glp_get_num_cols(lp)};
    glp_add_cols(a->lp, (int)figures.n * PARTS_N);
    for (size_t i = 0; i < figures.n; i++)
        for (int p = 0; p < PARTS_N; p++) {
            int64_t told = part_of(&figures.v[i], p);
            if (figures.v[i].per_100 && p == BASE) told = 0;
            if (told == INT_NONE)
                glp_set_col_bnds(a->lp, column(a, i, p), GLP_LO, 0, 0);
            else
                glp_set_col_bnds(a->lp, column(a, i, p), GLP_FX, (double)told, (double)told);
        }
    rows_add_up(a);
    for (size_t i = 0; i < figures.n; i++)
        for (size_t k = 0; k < KNOWN_N; k++) {
            size_t len = strlen(figures.v[i].indicator);
            if (strncmp(known[k][0], figures.v[i].indicator, len) == 0 && known[k][0][len] == '.')
                relation_adds_up(a, known[k], i);
        }
}

/* The end of a number, or of one less another (column 0: nothing). */
static double end_of(struct attacker *a, int col, int less, int direction) {
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    glp_set_obj_dir(a->lp, direction);
    glp_set_obj_coef(a->lp, col, 1);
    if (less) glp_set_obj_coef(a->lp, less, -1);
    int rc = glp_simplex(a->lp, &how);
    if (rc) {
        glp_std_basis(a->lp);
        rc = glp_simplex(a->lp, &how);
    }
    assert_int_equal(rc, 0);
    int status = glp_get_status(a->lp);
    double end = glp_get_obj_val(a->lp);
    glp_set_obj_coef(a->lp, col, 0);
    if (less) glp_set_obj_coef(a->lp, less, 0);
    if (status == GLP_UNBND) return direction == GLP_MIN ? -INFINITY : INFINITY;
    assert_int_equal(status, GLP_OPT); /* what is published agrees with itself */
    return end;
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

#endif
