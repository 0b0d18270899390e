/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of steps. A version is a range of numbers in each step, so that an agreed version keeps its
 * steps whatever is done with them later, and none is copied.
 */
#include "plan/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/plan.sql.h"

bool plan_step_in(const struct plan_step *step, int64_t number) {
    return step->from <= number && (step->to == INT_NONE || step->to >= number);
}

bool plan_step_holds(const struct plan_step *step, int64_t agreed, int64_t draft) {
    if (step->plan != INT_NONE && step->plan == draft) return false;
    return step->to == INT_NONE || step->to >= agreed;
}

bool plan_steps_read(struct db *db, struct arena *a, const char *youth_id, struct plan_steps *ret,
                     struct err *err) {
    struct q_plan_steps_of_rows rows;
    if (!q_plan_steps_of(db, a, (struct q_plan_steps_of_in){youth_id}, &rows, err)) return false;
    ret->v = arena_array(a, rows.n + 1, sizeof *ret->v);
    ret->n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_steps_of_row *r = &rows.v[i];
        const char *what = plan_open(a, "plan_step", r->id, "what", r->what);
        ret->v[i] = (struct plan_step){.id = r->id,
                                       .what = what ? what : "",
                                       .owner = r->owner,
                                       .owner_name = r->owner_name,
                                       .due = r->due,
                                       .done = r->done_day,
                                       .from = r->from_number,
                                       .to = r->to_number,
                                       .at = r->at,
                                       .author = r->author,
                                       .done_at = r->done_at,
                                       .done_by = r->done_by,
                                       .plan = r->plan,
                                       .added = clock_day_of(r->at)};
    }
    return true;
}

bool plan_steps_open(struct db *db, struct arena *a, const char *youth_id, struct plan_steps *ret,
                     struct err *err) {
    struct plan_state s;
    if (!plan_state_read(db, a, youth_id, &s, err) || !plan_steps_read(db, a, youth_id, ret, err))
        return false;
    size_t n = 0;
    for (size_t i = 0; i < ret->n; i++)
        if (ret->v[i].done == DAY_NONE && plan_step_holds(&ret->v[i], s.agreed, s.draft))
            ret->v[n++] = ret->v[i];
    ret->n = n;
    return true;
}

static bool add(struct db *w, struct arena *a, const struct plan_step_new *step, int64_t plan,
                int64_t number, int64_t *ret_id, struct err *err) {
    int64_t id = id_next();
    struct q_plan_step_add_in in = {.id = id,
                                    .youth = step->youth_id,
                                    .plan = plan,
                                    .from_number = number,
                                    .what = plan_seal(a, "plan_step", id, "what", step->what),
                                    .owner = step->owner,
                                    .owner_name = step->owner_name,
                                    .due = step->due,
                                    .author = step->author,
                                    .at = clock_now()};
    *ret_id = id;
    return q_plan_step_add(w, in, NULL, err);
}

/* The version that a new step becomes part of: the draft, or the one after a draft that stands still. */
static int64_t next_number(const struct plan_state *s) {
    if (s->draft == INT_NONE) return s->agreed + 1;
    return s->locked ? s->draft_number + 1 : s->draft_number;
}

bool plan_add_step(struct db *w, struct arena *a, const struct plan_step_new *step, int64_t *ret_id,
                   struct err *err) {
    struct plan_state s;
    return plan_state_read(w, a, step->youth_id, &s, err) &&
           add(w, a, step, INT_NONE, next_number(&s), ret_id, err);
}

bool plan_step_put(struct db *w, struct arena *a, const struct plan_step_new *step, int64_t *ret_id,
                   struct err *err) {
    struct plan_state s;
    if (!plan_state_read(w, a, step->youth_id, &s, err)) return false;
    return add(w, a, step, s.locked ? INT_NONE : s.draft, next_number(&s), ret_id, err);
}

bool plan_withdraw_step(struct db *w, struct arena *a, const char *youth_id, int64_t step_id,
                        int64_t account, struct err *err) {
    struct plan_state s;
    struct plan_steps steps;
    if (!plan_state_read(w, a, youth_id, &s, err) || !plan_steps_read(w, a, youth_id, &steps, err))
        return false;
    int64_t changed = 0, now = clock_now(), agreed = s.locked ? s.draft_number : s.agreed;
    for (size_t i = 0; i < steps.n; i++)
        if (steps.v[i].id == step_id && steps.v[i].from <= agreed)
            return err_set(err, ERR_REFUSED, "the step is part of an agreed version");
    struct q_plan_step_withdraw_in in = {step_id, youth_id, account, now - UNDO_US, now};
    if (!q_plan_step_withdraw(w, in, &changed, err)) return false;
    return changed ? true : err_set(err, ERR_NOT_FOUND, "no step of one's own to take back");
}

bool plan_step_leave(struct db *w, struct arena *a, const char *youth_id, int64_t step_id,
                     int64_t account, struct err *err) {
    struct plan_state s;
    int64_t changed = 0;
    if (!plan_state_read(w, a, youth_id, &s, err)) return false;
    int64_t number = next_number(&s);
    struct q_plan_step_leave_new_in own = {step_id, youth_id, number, account, clock_now()};
    if (!q_plan_step_leave_new(w, own, &changed, err)) return false;
    if (changed) return true;
    if (s.draft == INT_NONE || s.locked)
        return err_set(err, ERR_REFUSED, "the step is part of an agreed version");
    struct q_plan_step_leave_in in = {step_id, youth_id, s.draft_number};
    if (!q_plan_step_leave(w, in, &changed, err)) return false;
    return changed ? true : err_set(err, ERR_NOT_FOUND, "no step of that number");
}

bool plan_steps_load(struct db *db, struct arena *a, int32_t until, int32_t day,
                     struct plan_load **ret, size_t *ret_n, struct err *err) {
    struct q_plan_steps_load_rows rows;
    if (!q_plan_steps_load(db, a, (struct q_plan_steps_load_in){until, day}, &rows, err))
        return false;
    struct plan_load *load = arena_array(a, rows.n + 1, sizeof *load);
    for (size_t i = 0; i < rows.n; i++)
        load[i] = (struct plan_load){rows.v[i].account, rows.v[i].due_n, rows.v[i].late_n};
    *ret = load;
    *ret_n = rows.n;
    return true;
}
