/* SPDX-License-Identifier: EUPL-1.2
 *
 * The municipality's own figures as they were published, among those of others: which belong to a goal, and how
 * such a figure looks when a goal is judged by it.
 */
#include "goal/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <math.h>
#include <string.h>

bool goal_is_own(const struct goal *goal) {
    return strncmp(goal->measure, GOAL_OWN, strlen(GOAL_OWN)) == 0;
}

bool goal_has_own(const struct goal *goal, const char *indicator) {
    if (goal_is_own(goal) && strcmp(goal->measure + strlen(GOAL_OWN), indicator) == 0) return true;
    for (size_t i = 0; i < goal->indicators_n; i++)
        if (strcmp(goal->indicators[i], indicator) == 0) return true;
    return false;
}

bool own_read(struct db *db, struct arena *a, int64_t published, int last, struct goals *goals,
              struct err *err) {
    const struct published_total *all;
    size_t n;
    if (!publication_totals(db, a, published, &all, &n, err)) return false;
    while (n && all[n - 1].publication.school_year > last) n--; /* the oldest year is first */
    goals->own = all;
    goals->own_n = n;
    return true;
}

/* A year before the day on which it began to be counted in another way has a definition of its own. */
static const char *definition_of(struct arena *a, const struct published_total *t) {
    int32_t since = goal_own_break(t->figure.indicator);
    bool before = since != DAY_NONE && school_year_last_day(t->publication.school_year) < since;
    return arena_fmt(a, GOAL_OWN "%s%s", t->figure.indicator, before ? ":before" : "");
}

bool own_is_told_of(const struct published_total *t, const char *key) {
    const struct published_figure *f = &t->figure;
    return strcmp(f->indicator, key) == 0 && (f->per_100 ? f->no : f->base) != 0;
}

struct figure own_figure(struct arena *a, enum lang lang, const struct published_total *t) {
    const struct publication *p = &t->publication;
    const struct published_figure *f = &t->figure;
    struct interval share = published_share(f);
    bool known = isfinite(share.estimate);
    return (struct figure){
        .indicator = arena_fmt(a, GOAL_OWN "%s", f->indicator),
        .area = goal_area(),
        .period = school_year_text(a, p->school_year),
        .value = share.estimate,
        .unit = f->per_100 ? "per-100" : "percent",
        .definition = definition_of(a, t),
        .source = msg_goal_own_source(a, lang, house_get()->name),
        .n = known && !f->per_100 ? f->base : INT_NONE,
        .lower = NAN,
        .upper = NAN,
        .published = clock_day_of(p->approved_at),
        .retrieved = p->as_of,
        .hidden = !known,
        .was = NAN,
        .revised = DAY_NONE,
    };
}

void own_put(struct arena *a, enum lang lang, const struct goals *goals, const struct goal *goal,
             struct figure *list, size_t *n) {
    if (!goal_is_own(goal)) return;
    const char *key = goal->measure + strlen(GOAL_OWN);
    for (size_t i = 0; i < goals->own_n; i++) {
        if (!own_is_told_of(&goals->own[i], key)) continue;
        list[*n] = own_figure(a, lang, &goals->own[i]);
        list[(*n)++].goal = goal->number;
    }
}
