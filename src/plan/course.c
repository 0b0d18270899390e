/* SPDX-License-Identifier: EUPL-1.2
 *
 * Courses of the plan: dated facts, with purpose and length.
 */
#include "plan/internal.h"

#include "base/clock.h"
#include "base/id.h"
#include "gen/plan.sql.h"

bool plan_add_course(struct db *w, struct arena *a, const struct plan_course_new *course,
                     int64_t *ret_id, struct err *err) {
    int64_t id = id_next();
    struct q_plan_course_add_in in = {
        .id = id,
        .youth = course->youth_id,
        .kind = course->kind,
        .institution = course->institution,
        .place = course->place,
        .purpose = plan_seal(a, "plan_course", id, "purpose", course->purpose),
        .hours = course->hours,
        .from_day = course->from,
        .to_day = course->to,
        .author = course->author,
        .at = clock_now()};
    *ret_id = id;
    return q_plan_course_add(w, in, NULL, err);
}

bool plan_withdraw_course(struct db *w, const char *youth_id, int64_t course, int64_t account,
                          struct err *err) {
    int64_t now = clock_now();
    struct q_plan_course_withdraw_in in = {course, youth_id, account, now - UNDO_US, now};
    return q_plan_course_withdraw(w, in, NULL, err);
}
