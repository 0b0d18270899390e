/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is kept about one person's orders, with the texts opened.
 */
#include "order/views.h"

#include "access/access.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/order.sql.h"

#include <string.h>

struct blob order_seal(struct arena *a, const char *table, int64_t row, const char *column,
                       const char *plain) {
    if (!plain || !*plain) return (struct blob){0};
    return seal_text(a, table, arena_fmt(a, "%lld", (long long)row), column, plain);
}

const char *order_open(struct arena *a, const char *table, int64_t row, const char *column,
                       struct blob sealed) {
    if (!sealed.ptr) return NULL;
    return open_text(a, table, arena_fmt(a, "%lld", (long long)row), column, sealed);
}

static struct order_line line_of(struct arena *a, const struct q_order_all_row *r) {
    return (struct order_line){.id = r->id,
                               .given = r->given_day,
                               .known = r->known_day,
                               .benefit = r->benefit,
                               .ready = r->ready,
                               .note = order_open(a, "education_order", r->id, "note", r->note),
                               .author = r->author,
                               .at = r->at,
                               .author_name = r->author_name,
                               .ended = r->ended_day,
                               .end_reason = r->end_reason,
                               .end_note =
                                   order_open(a, "education_order", r->id, "end_note", r->end_note),
                               .ended_at = r->ended_at,
                               .ended_by = r->ended_by,
                               .withdrawn_at = r->withdrawn_at,
                               .ended_name = r->ended_name,
                               .contact = r->contact,
                               .phone = r->phone,
                               .email = r->email};
}

static struct order_step step_of(struct arena *a, const struct q_order_steps_row *r) {
    return (struct order_step){
        .id = r->id,
        .order = r->order_id,
        .kind = r->kind,
        .what = order_open(a, "education_order_step", r->id, "what", r->what),
        .waits_for = r->waits_for,
        .why = order_open(a, "education_order_step", r->id, "why", r->why),
        .due = r->due,
        .author = r->author,
        .at = r->at,
        .author_name = r->author_name,
        .answer_day = r->answer_day,
        .outcome = r->outcome,
        .answer = order_open(a, "education_order_step", r->id, "answer", r->answer),
        .answered_at = r->answered_at,
        .answered_by = r->answered_by,
        .withdrawn_at = r->withdrawn_at,
        .answered_name = r->answered_name};
}

bool orders_read(struct db *db, struct arena *a, const char *youth_id, struct orders *ret,
                 struct err *err) {
    struct q_order_all_rows rows;
    struct q_order_steps_rows steps = {0};
    if (!q_order_all(db, a, (struct q_order_all_in){youth_id}, &rows, err)) return false;
    if (rows.n && !q_order_steps(db, a, (struct q_order_steps_in){youth_id}, &steps, err))
        return false;
    *ret = (struct orders){.v = arena_array(a, rows.n + 1, sizeof *ret->v),
                           .n = rows.n,
                           .steps = arena_array(a, steps.n + 1, sizeof *ret->steps),
                           .steps_n = steps.n};
    for (size_t i = 0; i < rows.n; i++) ret->v[i] = line_of(a, &rows.v[i]);
    for (size_t i = 0; i < steps.n; i++) ret->steps[i] = step_of(a, &steps.v[i]);
    return true;
}

bool order_now_read(struct request *rq, const char *youth, struct order_now *ret, struct err *err) {
    *ret = (struct order_now){0};
    if (!rules_now(rq->db, &ret->rules, err) ||
        !orders_read(rq->db, rq->arena, youth, &ret->all, err))
        return false;
    for (size_t i = 0; i < ret->all.n; i++)
        if (ret->all.v[i].withdrawn_at == INT_NONE && ret->all.v[i].ended == DAY_NONE)
            ret->open = &ret->all.v[i];
    if (!ret->open) return true;
    ret->law = order_law(ret->rules, ret->open->given);
    struct order_state *states = arena_array(rq->arena, ret->all.steps_n + 1, sizeof *states);
    size_t n = 0;
    for (size_t i = 0; i < ret->all.steps_n; i++) {
        const struct order_step *s = &ret->all.steps[i];
        if (s->order != ret->open->id || s->withdrawn_at != INT_NONE) continue;
        states[n++] = (struct order_state){s->kind, s->outcome};
        if (!s->outcome)
            ret->step = s;
        else if (strcmp(s->kind, "start") == 0 && strcmp(s->outcome, "not_met") != 0)
            ret->started = true;
    }
    if (ret->law == ORDER_LAW_FULL) ret->next = order_next(states, n);
    return true;
}

/* ---- words ---- */

const char *order_word(struct arena *a, enum lang lang, const char *group, const char *name) {
    const char *word = msg_by_key(lang, arena_fmt(a, "order.%s.%s", group, name));
    return word ? word : name;
}

const char *order_step_words(struct arena *a, enum lang lang, enum order_law law,
                             const char *kind) {
    const char *word = order_word(a, lang, "step", kind);
    int number = order_number(kind);
    return law == ORDER_LAW_FULL && number ? msg_order_step_number(a, lang, number, word) : word;
}
