/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (readiness.h).
 */
#include "readiness/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "rule/rule.h"
#include "slice/insight.h"

#include <jansson.h>

static struct json_t *yes_no_json(int64_t n) {
    return n == INT_NONE ? json_null() : json_boolean(n != 0);
}
static struct json_t *set_json(int64_t bits) {
    if (bits == INT_NONE) return json_null();
    struct json_t *list = json_array();
    for (int t = 0; t < TYPES; t++)
        if (bits >> t & 1) json_array_append_new(list, json_string(readiness_types[t]));
    return list;
}
static struct json_t *focus_json(int64_t focus) {
    struct json_t *list = json_array();
    for (int i = 0; i < FOCUS; i++)
        if (focus >> i & 1)
            json_array_append_new(list, json_string(i < PERSONAL ? readiness_personal[i]
                                                                 : readiness_social[i - PERSONAL]));
    return list;
}

static void sent_json(struct arena *a, const struct q_readiness_of_row *r, struct json_t *o) {
    insight_text(o, "class", r->class_name);
    insight_text(o, "school", r->school);
    insight_text(o, "grade", r->grade);
    insight_text(o, "round", r->round);
    insight_number(o, "version", r->number);
    insight_day(o, "day", r->day);
    insight_text(o, "rules", r->rules);
    insight_text(o, "sent_by", r->sent_name);
    insight_moment(o, "replaced", r->replaced_at);
    insight_text(o, "marks", r->marks);
    insight_text(o, "exempt", r->exempt);
    json_object_set_new(o, "academic", set_json(r->academic));
    json_object_set_new(o, "personal", set_json(r->personal));
    json_object_set_new(o, "social", set_json(r->social));
    json_object_set_new(o, "points_to_work_on", focus_json(r->focus));
    insight_text(o, "practical", r->practical);
    insight_text(o, "reason", readiness_open(a, "readiness_row", r->id, "reason", r->reason));
    insight_yes(o, "targeted_effort", r->effort);
    insight_text(o, "plan", readiness_open(a, "readiness_row", r->id, "plan", r->plan));
    json_object_set_new(o, "eud", yes_no_json(r->eud));
    json_object_set_new(o, "hf", yes_no_json(r->hf));
    json_object_set_new(o, "gym", yes_no_json(r->gym));
    insight_text(o, "letter", r->letter);
}

static bool reports(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                    struct err *err) {
    struct q_readiness_of_rows rows;
    struct q_readiness_drafts_of_rows drafts;
    if (!q_readiness_of(db, a, (struct q_readiness_of_in){youth}, &rows, err) ||
        !q_readiness_drafts_of(db, a, (struct q_readiness_drafts_of_in){youth}, &drafts, err))
        return false;
    struct json_t *list = insight_list(out, "assessments");
    for (size_t i = 0; i < rows.n; i++) {
        struct json_t *o = insight_row(list);
        sent_json(a, &rows.v[i], o);
    }
    list = insight_list(out, "drafts");
    for (size_t i = 0; i < drafts.n; i++) {
        const struct q_readiness_drafts_of_row *r = &drafts.v[i];
        struct json_t *o = insight_row(list);
        insight_text(o, "round", r->round);
        insight_text(o, "marks", r->marks);
        json_object_set_new(o, "personal", set_json(r->personal));
        json_object_set_new(o, "social", set_json(r->social));
        json_object_set_new(o, "points_to_work_on", focus_json(r->focus));
        insight_text(o, "practical", r->practical);
        insight_text(o, "reason", readiness_open(a, "readiness_row", r->id, "reason", r->reason));
        insight_yes(o, "targeted_effort", r->effort);
        insight_text(o, "plan", readiness_open(a, "readiness_row", r->id, "plan", r->plan));
    }
    return true;
}

static bool judgements(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                       struct err *err) {
    struct q_readiness_judgements_rows rows;
    if (!q_readiness_judgements(db, a, (struct q_readiness_judgements_in){youth}, &rows, err))
        return false;
    struct json_t *list = insight_list(out, "judgements");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_readiness_judgements_row *r = &rows.v[i];
        const char *reason = readiness_open(a, "readiness_judgement", r->id, "reason", r->reason);
        struct json_t *o = insight_row(list);
        insight_text(o, "education", r->type);
        insight_yes(o, "ready", r->answer);
        insight_text(o, "reason", reason);
        insight_day(o, "day", r->day);
        insight_text(o, "written_by", r->author_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

static bool efforts(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                    struct err *err) {
    struct q_readiness_efforts_rows rows;
    if (!q_readiness_efforts(db, a, (struct q_readiness_efforts_in){youth}, &rows, err))
        return false;
    struct json_t *list = insight_list(out, "targeted_efforts");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_readiness_efforts_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_day(o, "day", r->day);
        insight_text(o, "reason",
                     readiness_open(a, "readiness_effort", r->id, "reason", r->reason));
        insight_text(o, "plan", readiness_open(a, "readiness_effort", r->id, "plan", r->plan));
        insight_text(o, "written_by", r->author_name);
        insight_day(o, "ended", r->ended_day);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

bool readiness_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                       struct err *err) {
    struct json_t *o = insight_object(out, "readiness");
    return reports(db, a, youth_id, o, err) && judgements(db, a, youth_id, o, err) &&
           efforts(db, a, youth_id, o, err);
}

bool readiness_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_readiness_last_act_rows last;
    if (!q_readiness_last_act(w, a, (struct q_readiness_last_act_in){youth_id}, &last, err))
        return false;
    bool over;
    if (!rules_case_over(w, last.n ? last.v[0].born : DAY_NONE, last.n ? last.v[0].last : INT_NONE,
                         day, &over, err))
        return false;
    if (!over) return true;
    struct q_readiness_erase_judgements_in j = {youth_id};
    struct q_readiness_erase_efforts_in f = {youth_id};
    struct q_readiness_erase_rows_in r = {youth_id};
    return q_readiness_erase_judgements(w, j, NULL, err) &&
           q_readiness_erase_efforts(w, f, NULL, err) && q_readiness_erase_rows(w, r, NULL, err);
}
