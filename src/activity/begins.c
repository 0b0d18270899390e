/* SPDX-License-Identifier: EUPL-1.2
 *
 * A spell can be written days before it begins ("from the 1st she has nothing"). What it means for the
 * duty of the 15-17-year-olds counts from the day it begins, so that is asked once a day.
 */
#include "activity/views.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/activity.sql.h"

#include <string.h>

#define CATCH_UP 31 /* days that are gone through when the program did not run */

struct begins {
    struct arena *a;
    int32_t after, today; /* the days after `after` until today */
};

/* What began on the day and was known before the day before it. */
static bool tell_day(struct db *w, struct arena *a, int32_t day, struct err *err) {
    struct q_activity_begun_rows rows;
    struct q_activity_begun_in in = {day, clock_at(day - 1, 0, 0)};
    if (!q_activity_begun(w, a, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_activity_begun_row *r = &rows.v[i];
        struct spell spell = {.youth_id = r->youth,
                              .kind = r->kind,
                              .hours = r->hours,
                              .from = day,
                              .source = r->source};
        if (!activity_tell_start(w, a, &spell, r->id, day, r->known_by, err)) return false;
    }
    return true;
}

static bool tell_days(struct db *w, void *ctx, struct err *err) {
    struct begins *b = ctx;
    char iso[11];
    for (int32_t day = b->after + 1; day <= b->today; day++)
        if (!tell_day(w, b->a, day, err)) return false;
    day_iso(iso, b->today);
    return q_activity_begun_put(w, (struct q_activity_begun_put_in){iso}, NULL, err);
}

/* DAY_NONE: never. */
static bool last_run(struct db *db, struct arena *a, int32_t *ret_day, struct err *err) {
    struct q_activity_begun_until_rows rows;
    if (!q_activity_begun_until(db, a, &rows, err)) return false;
    *ret_day = rows.n ? day_parse_iso(rows.v[0].value) : DAY_NONE;
    return true;
}

bool activity_begins_run(struct job_context *jc, struct err *err) {
    struct begins b = {.a = jc->arena, .today = clock_today()};
    if (!last_run(jc->db, jc->arena, &b.after, err)) return false;
    if (b.after == DAY_NONE || b.after < b.today - CATCH_UP) b.after = b.today - CATCH_UP;
    return store_write(jc->store, tell_days, &b, err);
}

bool activity_begins_due(struct db *db, struct arena *a, bool *ret_due, struct err *err) {
    int32_t until;
    if (!last_run(db, a, &until, err)) return false;
    *ret_due = until == DAY_NONE || until < clock_today();
    return true;
}
