/* SPDX-License-Identifier: EUPL-1.2
 *
 * From starts in a youth education to rows: who had a mentor on the first day, and who dropped out.
 */
#include "effect/effect.h"

#include "base/date.h"

#include <string.h>

const int effect_horizons[EFFECT_HORIZONS] = {90, 180, 365};

struct names { /* institutions as clusters */
    const char **v;
    size_t n;
};

static uint32_t cluster_of(struct names *names, const char *name) {
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->v[i], name) == 0) return (uint32_t)i;
    names->v[names->n] = name;
    return (uint32_t)names->n++;
}

static int age_group(const struct retention_start *s) {
    int age = day_age(s->born, s->day);
    return age <= 16 ? 0 : age <= 18 ? 1 : 2;
}

static bool dropped_by(const struct retention_start *s, int32_t day) {
    return s->how == LEAVE_DROPOUT && s->left != DAY_NONE && s->left <= day;
}

/* Whether it can be told what had become of the start by `day`. */
static bool is_known(const struct retention_start *s, int32_t day, int32_t today) {
    if (day > today) return false;
    bool moved = s->moved_out != DAY_NONE && s->moved_out <= day;
    return !moved || (s->left != DAY_NONE && s->left < s->moved_out);
}

/* Until dropout, or another end, or the end of the time. */
static double seen_for(const struct retention_start *s, int32_t until, bool *ret_event) {
    int32_t last = until;
    *ret_event = dropped_by(s, until);
    if (s->left != DAY_NONE && s->left < last) last = s->left;
    if (s->completed != DAY_NONE && s->completed < last && !*ret_event) last = s->completed;
    return last > s->day ? last - s->day : 0.5; /* left on the first day */
}

static struct effect_row row_of(const struct retention_start *s, int32_t until,
                                struct names *names) {
    struct effect_row row = {
        .treated = s->mentored,
        .y = dropped_by(s, until),
        .stratum =
            (uint32_t)(((s->vocational * 2 + s->man) * 3 + age_group(s)) * 2 + s->dropped_before),
        .cluster = cluster_of(names, s->institution),
    };
    row.x[EFFECT_KIND] = s->vocational;
    row.x[EFFECT_MAN] = s->man;
    row.x[EFFECT_AGE] = day_age(s->born, s->day);
    row.x[EFFECT_BEFORE] = s->dropped_before;
    row.x[EFFECT_YEAR] = school_year_of(s->day);
    row.time = seen_for(s, until, &row.event);
    return row;
}

void effect_mentor(struct arena *a, const struct retention_start *starts, size_t n, int days,
                   int32_t today, struct effect_mentor *ret) {
    struct effect_row *rows = arena_array(a, n, sizeof *rows);
    struct names names = {arena_array(a, n + 1, sizeof *names.v), 0};
    struct effect_input in = {
        .rows = rows, .x_n = EFFECT_MENTOR_X, .strata_n = 2 * 2 * 3 * 2, .is_timed = true};
    *ret = (struct effect_mentor){.days = days};
    for (size_t i = 0; i < n; i++) {
        const struct retention_start *s = &starts[i];
        int32_t until = s->day + days;
        if (!is_known(s, until, today)) {
            ret->not_known++;
            continue;
        }
        rows[in.n] = row_of(s, until, &names);
        ret->late += s->mentored_late;
        ret->may_resume += rows[in.n].y && s->may_resume;
        in.n++;
    }
    in.clusters_n = ret->institutions = (uint32_t)names.n;
    effect_estimate(a, &in, &ret->effect);
}
