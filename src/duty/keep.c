/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (duty.h, Insight and Erasure).
 */
#include "duty/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/duty.sql.h"

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

static json_t *array_in(json_t *out, const char *name) {
    json_object_set_new(out, name, json_array());
    return json_object_get(out, name);
}

static json_t *object_in(json_t *list) {
    json_array_append_new(list, json_object());
    return json_array_get(list, json_array_size(list) - 1);
}

static bool told(struct db *db, struct arena *a, const char *youth, json_t *out, struct err *err) {
    struct q_duty_told_of_rows rows;
    if (!q_duty_told_of(db, a, (struct q_duty_told_of_in){youth}, &rows, err)) return false;
    json_t *list = array_in(out, "cases");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_told_of_row *r = &rows.v[i];
        json_t *o = object_in(list);
        json_object_set_new(o, "not_followed_from", day_json(r->from_day));
        json_object_set_new(o, "known", day_json(r->aware_day));
        json_object_set_new(o, "source", text_json(r->source));
        json_object_set_new(o, "note",
                            text_json(duty_unseal(a, "duty_case", r->id, "note", r->note)));
        json_object_set_new(o, "written_by", text_json(r->author_name));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
    }
    return true;
}

static bool offers(struct db *db, struct arena *a, const char *youth, json_t *out,
                   struct err *err) {
    struct q_duty_offers_rows rows;
    if (!q_duty_offers(db, a, (struct q_duty_offers_in){youth}, &rows, err)) return false;
    json_t *list = array_in(out, "offers");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_offers_row *r = &rows.v[i];
        json_t *o = object_in(list);
        json_object_set_new(o, "day", day_json(r->day));
        json_object_set_new(o, "kind", text_json(r->kind));
        json_object_set_new(o, "what",
                            text_json(duty_unseal(a, "duty_offer", r->id, "what", r->what)));
        json_object_set_new(o, "starts", day_json(r->start_day));
        json_object_set_new(o, "written_by", text_json(r->author_name));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
    }
    return true;
}

static bool exemptions(struct db *db, struct arena *a, const char *youth, json_t *out,
                       struct err *err) {
    struct q_duty_exemptions_rows rows;
    if (!q_duty_exemptions(db, a, (struct q_duty_exemptions_in){youth}, &rows, err)) return false;
    json_t *list = array_in(out, "exemptions");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_exemptions_row *r = &rows.v[i];
        json_t *o = object_in(list);
        json_object_set_new(o, "ground", text_json(r->ground));
        json_object_set_new(o, "from", day_json(r->from_day));
        json_object_set_new(o, "to", day_json(r->to_day));
        json_object_set_new(o, "ended", day_json(r->ended_day));
        json_object_set_new(o, "heard_day", day_json(r->heard_day));
        json_object_set_new(o, "heard",
                            text_json(duty_unseal(a, "duty_exemption", r->id, "heard", r->heard)));
        json_object_set_new(
            o, "reasons",
            text_json(duty_unseal(a, "duty_exemption", r->id, "reasons", r->reasons)));
        json_object_set_new(o, "written_by", text_json(r->author_name));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
    }
    return true;
}

static bool benefits(struct db *db, struct arena *a, const char *youth, json_t *out,
                     struct err *err) {
    struct benefit_rows rows;
    if (!benefit_read(db, a, youth, &rows, err)) return false;
    json_t *list = array_in(out, "benefit");
    for (size_t i = 0; i < rows.n; i++) {
        const struct benefit_row *r = &rows.v[i];
        json_t *o = object_in(list);
        json_object_set_new(o, "step", text_json(r->kind));
        json_object_set_new(o, "day", day_json(r->day));
        json_object_set_new(o, "due", day_json(r->due));
        json_object_set_new(o, "from", day_json(r->from));
        json_object_set_new(o, "party", text_json(r->party));
        json_object_set_new(o, "text", text_json(r->body));
        json_object_set_new(o, "rules", text_json(r->rules));
        json_object_set_new(o, "complain_to", text_json(r->complain_to));
        json_object_set_new(o, "written_by", text_json(r->author_name));
        json_object_set_new(o, "withdrawn", json_boolean(r->withdrawn));
    }
    return true;
}

static bool reviews(struct db *db, struct arena *a, const char *youth, json_t *out,
                    struct err *err) {
    struct q_duty_reviews_rows rows;
    if (!q_duty_reviews(db, a, (struct q_duty_reviews_in){youth}, &rows, err)) return false;
    json_t *list = array_in(out, "reviews");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_reviews_row *r = &rows.v[i];
        json_t *o = object_in(list);
        json_object_set_new(o, "day", day_json(r->day));
        json_object_set_new(o, "by", text_json(r->account_name));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
    }
    return true;
}

bool duty_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                  struct err *err) {
    json_object_set_new(out, "duty", json_object());
    json_t *duty = json_object_get(out, "duty");
    return told(db, a, youth_id, duty, err) && offers(db, a, youth_id, duty, err) &&
           exemptions(db, a, youth_id, duty, err) && benefits(db, a, youth_id, duty, err) &&
           reviews(db, a, youth_id, duty, err);
}

bool duty_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_duty_last_act_rows last;
    bool over;
    if (!q_duty_last_act(w, a, (struct q_duty_last_act_in){youth_id}, &last, err) ||
        !rules_case_over(w, last.n ? last.v[0].born : DAY_NONE, last.n ? last.v[0].last : INT_NONE,
                         day, &over, err))
        return false;
    if (!over) return true;
    return q_duty_erase_review(w, (struct q_duty_erase_review_in){youth_id}, NULL, err) &&
           q_duty_erase_benefit(w, (struct q_duty_erase_benefit_in){youth_id}, NULL, err) &&
           q_duty_erase_offer(w, (struct q_duty_erase_offer_in){youth_id}, NULL, err) &&
           q_duty_erase_exemption(w, (struct q_duty_erase_exemption_in){youth_id}, NULL, err) &&
           q_duty_erase_case(w, (struct q_duty_erase_case_in){youth_id}, NULL, err);
}
