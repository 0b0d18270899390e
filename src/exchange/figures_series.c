/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is only seen when all rows of a file are there: shares that together are more than the whole, where a
 * curve crosses the goal, holes in a series, and series that stop before the others.
 */
#include "exchange/figures.h"

#include "gen/msg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SUM_MOST      100.5 /* four shares rounded to one decimal */
#define GOAL_SHARE    90.0
#define REMARKS_SHOWN 20

static const char *words_of(enum lang lang, struct arena *a, const char *indicator) {
    const char *words = msg_by_key(lang, arena_fmt(a, "goal.indicator.%s", indicator));
    return words ? words : indicator;
}

static int by_place(const void *left, const void *right) {
    const struct official *l = *(const struct official *const *)left,
                          *r = *(const struct official *const *)right;
    int order = strcmp(l->area, r->area);
    return order                  ? order
           : l->order != r->order ? (l->order > r->order) - (l->order < r->order)
                                  : strcmp(l->indicator, r->indicator);
}

static int by_series(const void *left, const void *right) {
    const struct official *l = *(const struct official *const *)left,
                          *r = *(const struct official *const *)right;
    int order = strcmp(l->indicator, r->indicator);
    if (!order) order = strcmp(l->area, r->area);
    return order ? order : (l->order > r->order) - (l->order < r->order);
}

static struct official **sorted(struct reading *r, const struct figure_file *file,
                                int (*by)(const void *, const void *)) {
    struct official **v = arena_array(r->arena, file->n + 1, sizeof *v);
    for (size_t i = 0; i < file->n; i++) v[i] = &file->v[i];
    qsort(v, file->n, sizeof *v, by);
    return v;
}

/* ---- applications ---- */

/* One place and year: together no more than all; and where FGU is told apart, "others" are without it. */
static void check_year(struct reading *r, struct official **v, size_t n) {
    struct official *other = NULL;
    double sum = 0;
    bool fgu = false;
    for (size_t i = 0; i < n; i++) {
        sum += v[i]->value;
        if (!strcmp(v[i]->indicator, "fgu_application_share")) fgu = true;
        if (!strcmp(v[i]->indicator, "other_application_share")) other = v[i];
    }
    if (fgu && other) other->indicator = "other_application_share_without_fgu";
    if (sum <= SUM_MOST) return;
    r->number = v[n - 1]->row;
    r->last_rejected = -1;
    reading_reject(r, "andel_pct",
                   msg_exchange_figures_sum(r->row, r->lang, v[0]->area, v[0]->period));
}

bool soegetal_finish(struct reading *r, struct figure_file *file, struct err *err) {
    struct official **v = sorted(r, file, by_place);
    (void)err;
    for (size_t i = 0, next; i < file->n; i = next) {
        for (next = i;
             next < file->n && !strcmp(v[next]->area, v[i]->area) && v[next]->order == v[i]->order;)
            next++;
        check_year(r, v + i, next - i);
    }
    return true;
}

/* ---- the profile model ---- */

static int age_of(const struct official *o) {
    return (int)strtol(strrchr(o->indicator, '_') + 1, NULL, 10);
}

/* The ages of one cohort, ascending: the first at which 90 % have one, if the age before is there too. */
static const struct official *crossing_of(struct official *const *v, size_t n) {
    for (size_t i = 1; i < n; i++) {
        if (v[i]->value < GOAL_SHARE || v[i - 1]->value >= GOAL_SHARE) continue;
        return age_of(v[i]) == age_of(v[i - 1]) + 1 ? v[i] : NULL; /* else somewhere between */
    }
    return NULL;
}

bool profile_finish(struct reading *r, struct figure_file *file, struct err *err) {
    struct official **v =
        sorted(r, file, by_place); /* keys end in two digits: in the order of ages */
    struct official *found = arena_array(r->arena, file->n + 1, sizeof *found);
    size_t found_n = 0;
    (void)err;
    for (size_t i = 0, next; i < file->n; i = next) {
        for (next = i;
             next < file->n && !strcmp(v[next]->area, v[i]->area) && v[next]->order == v[i]->order;)
            next++;
        const struct official *crossing = crossing_of(v + i, next - i);
        if (crossing) found[found_n++] = *crossing;
    }
    for (size_t i = 0; i < found_n; i++) {
        found[i].value = age_of(&found[i]);
        found[i].indicator = "youth_education_projected_age_for_90";
        found[i].unit = "years";
        *figure_add(r, file) = found[i];
    }
    return true;
}

/* ---- series ---- */

struct remarks {
    struct reading *r;
    size_t n;
};

static void tell(struct remarks *t, const struct official *o, const char *sentence) {
    if (!t->r->remark || t->n++ > REMARKS_SHOWN) return;
    t->r->remark(t->r->ctx, o->row, words_of(t->r->lang, t->r->row, o->indicator),
                 t->n > REMARKS_SHOWN ? msg_exchange_figures_more_remarks(t->r->lang) : sentence);
}

/* v: one place, in order. `last`: the newest period of the indicator in the file. */
static void look_at(struct remarks *t, struct official **v, size_t n, int last) {
    struct reading *r = t->r;
    for (size_t i = 1; i < n; i++)
        if (v[i]->order > v[i - 1]->order + 1)
            tell(t, v[i],
                 msg_exchange_figures_hole(r->row, r->lang, v[i]->area, v[i - 1]->period,
                                           v[i]->period));
    if (v[n - 1]->order < last)
        tell(t, v[n - 1],
             msg_exchange_figures_stops(r->row, r->lang, v[n - 1]->area, v[n - 1]->period));
}

void figures_series(struct reading *r, const struct figure_file *file) {
    struct official **v = sorted(r, file, by_series);
    struct remarks t = {r, 0};
    if (!file->kind->steady) return;
    for (size_t i = 0, next; i < file->n; i = next) {
        int last = INT32_MIN;
        for (next = i; next < file->n && !strcmp(v[next]->indicator, v[i]->indicator); next++)
            if (v[next]->order > last) last = v[next]->order;
        for (size_t j = i, k; j < next; j = k) {
            for (k = j; k < next && !strcmp(v[k]->area, v[j]->area);) k++;
            arena_reset(r->row);
            look_at(&t, v + j, k - j, last);
        }
    }
}
