/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (duty.h, Insight and Erasure).
 */
#include "duty/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/duty.sql.h"
#include "rule/rule.h"
#include "slice/insight.h"

static bool told(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                 struct err *err) {
    struct q_duty_told_of_rows rows;
    if (!q_duty_told_of(db, a, (struct q_duty_told_of_in){youth}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "cases");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_told_of_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_day(o, "not_followed_from", r->from_day);
        insight_day(o, "known", r->aware_day);
        insight_text(o, "source", r->source);
        insight_text(o, "note", duty_unseal(a, "duty_case", r->id, "note", r->note));
        insight_text(o, "written_by", r->author_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

static bool offers(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                   struct err *err) {
    struct q_duty_offers_rows rows;
    if (!q_duty_offers(db, a, (struct q_duty_offers_in){youth}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "offers");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_offers_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_day(o, "day", r->day);
        insight_text(o, "kind", r->kind);
        insight_text(o, "what", duty_unseal(a, "duty_offer", r->id, "what", r->what));
        insight_day(o, "starts", r->start_day);
        insight_text(o, "written_by", r->author_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

static bool exemptions(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                       struct err *err) {
    struct q_duty_exemptions_rows rows;
    if (!q_duty_exemptions(db, a, (struct q_duty_exemptions_in){youth}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "exemptions");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_exemptions_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_text(o, "ground", r->ground);
        insight_day(o, "from", r->from_day);
        insight_day(o, "to", r->to_day);
        insight_day(o, "ended", r->ended_day);
        insight_day(o, "heard_day", r->heard_day);
        insight_text(o, "heard", duty_unseal(a, "duty_exemption", r->id, "heard", r->heard));
        insight_text(o, "reasons", duty_unseal(a, "duty_exemption", r->id, "reasons", r->reasons));
        insight_text(o, "written_by", r->author_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

static bool benefits(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                     struct err *err) {
    struct benefit_rows rows;
    if (!benefit_read(db, a, youth, &rows, err)) return false;
    struct json_t *list = insight_list(out, "benefit");
    for (size_t i = 0; i < rows.n; i++) {
        const struct benefit_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_text(o, "step", r->kind);
        insight_day(o, "day", r->day);
        insight_day(o, "due", r->due);
        insight_day(o, "from", r->from);
        insight_text(o, "party", r->party);
        insight_text(o, "text", r->body);
        insight_text(o, "rules", r->rules);
        insight_text(o, "complain_to", r->complain_to);
        insight_text(o, "written_by", r->author_name);
        insight_yes(o, "withdrawn", r->withdrawn);
    }
    return true;
}

static bool reviews(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                    struct err *err) {
    struct q_duty_reviews_rows rows;
    if (!q_duty_reviews(db, a, (struct q_duty_reviews_in){youth}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "reviews");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_reviews_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_day(o, "day", r->day);
        insight_text(o, "by", r->account_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

bool duty_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                  struct err *err) {
    struct json_t *duty = insight_object(out, "duty");
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
