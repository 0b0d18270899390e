/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (order.h, Insight and Erasure).
 */
#include "order/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/order.sql.h"

#include <jansson.h>

/* Jansson copies what it is given. Nothing is null in JSON. */
static json_t *day_json(int32_t day) {
    char iso[11];
    return day == DAY_NONE ? json_null() : json_string(day_iso(iso, day));
}
static json_t *text_json(const char *text) { return text ? json_string(text) : json_null(); }
static json_t *taken_back(int64_t at) {
    return day_json(at == INT_NONE ? DAY_NONE : clock_day_of(at));
}

static json_t *step_json(const struct order_step *s) {
    json_t *o = json_object();
    json_object_set_new(o, "step", text_json(s->kind));
    json_object_set_new(o, "asked_for", text_json(s->what));
    json_object_set_new(o, "due", day_json(s->due));
    json_object_set_new(o, "waited_for", text_json(s->waits_for));
    json_object_set_new(o, "new_deadline_because", text_json(s->why));
    json_object_set_new(o, "answered", day_json(s->answer_day));
    json_object_set_new(o, "outcome", text_json(s->outcome));
    json_object_set_new(o, "answer", text_json(s->answer));
    json_object_set_new(o, "written_by", text_json(s->author_name));
    json_object_set_new(o, "answer_written_by", text_json(s->answered_name));
    json_object_set_new(o, "withdrawn", taken_back(s->withdrawn_at));
    return o;
}

static json_t *contacts_json(const struct q_order_contacts_rows *rows, int64_t order) {
    json_t *list = json_array();
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->v[i].order_id != order) continue;
        json_t *o = json_object();
        json_object_set_new(o, "name", text_json(rows->v[i].name));
        json_object_set_new(o, "phone", text_json(rows->v[i].phone));
        json_object_set_new(o, "email", text_json(rows->v[i].email));
        json_object_set_new(o, "since", taken_back(rows->v[i].at));
        json_array_append_new(list, o);
    }
    return list;
}

bool order_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                   struct err *err) {
    struct orders all;
    struct q_order_contacts_rows contacts;
    if (!orders_read(db, a, youth_id, &all, err) ||
        !q_order_contacts(db, a, (struct q_order_contacts_in){youth_id}, &contacts, err))
        return false;
    json_object_set_new(out, "education_orders", json_array());
    json_t *list = json_object_get(out, "education_orders");
    for (size_t i = 0; i < all.n; i++) {
        const struct order_line *l = &all.v[i];
        json_t *o = json_object(), *steps = json_array();
        json_object_set_new(o, "given", day_json(l->given));
        json_object_set_new(o, "known", day_json(l->known));
        json_object_set_new(o, "benefit", text_json(l->benefit));
        json_object_set_new(o, "job_centre_says", text_json(l->ready));
        json_object_set_new(o, "note", text_json(l->note));
        json_object_set_new(o, "written_by", text_json(l->author_name));
        json_object_set_new(o, "ended", day_json(l->ended));
        json_object_set_new(o, "end_reason", text_json(l->end_reason));
        json_object_set_new(o, "end_note", text_json(l->end_note));
        json_object_set_new(o, "end_written_by", text_json(l->ended_name));
        json_object_set_new(o, "withdrawn", taken_back(l->withdrawn_at));
        json_object_set_new(o, "contacts", contacts_json(&contacts, l->id));
        for (size_t k = 0; k < all.steps_n; k++)
            if (all.steps[k].order == l->id) json_array_append_new(steps, step_json(&all.steps[k]));
        json_object_set_new(o, "steps", steps);
        json_array_append_new(list, o);
    }
    return true;
}

bool order_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_order_last_act_rows last;
    bool over;
    if (!q_order_last_act(w, a, (struct q_order_last_act_in){youth_id}, &last, err) ||
        !rules_case_over(w, last.n ? last.v[0].born : DAY_NONE, last.n ? last.v[0].last : INT_NONE,
                         day, &over, err))
        return false;
    if (!over) return true;
    return q_order_erase_steps(w, (struct q_order_erase_steps_in){youth_id}, NULL, err) &&
           q_order_erase_contacts(w, (struct q_order_erase_contacts_in){youth_id}, NULL, err) &&
           q_order_erase_orders(w, (struct q_order_erase_orders_in){youth_id}, NULL, err);
}
