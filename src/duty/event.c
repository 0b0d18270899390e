/* SPDX-License-Identifier: EUPL-1.2
 *
 * The events of the duty, written inside store_write(): awareness, offers, exemptions.
 */
#include "duty/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/duty.sql.h"
#include "gen/msg.h"

#include <string.h>

struct blob duty_seal(struct arena *a, const char *table, int64_t row, const char *column,
                      const char *plain) {
    const char *key = arena_fmt(a, "%lld", (long long)row);
    return seal_text(a, table, key, column, plain && *plain ? plain : NULL);
}

const char *duty_unseal(struct arena *a, const char *table, int64_t row, const char *column,
                        struct blob sealed) {
    if (!sealed.ptr) return NULL;
    return open_text(a, table, arena_fmt(a, "%lld", (long long)row), column, sealed);
}

/* Whom the duty binds on that day, and about whom nothing is told yet. */
static bool is_news(struct db *w, struct arena *a, const struct duty_told *told, bool *ret_news,
                    struct err *err) {
    const struct rules *rules;
    struct q_duty_person_rows person;
    struct duty_lines lines;
    *ret_news = false;
    if (!rules_now(w, &rules, err) ||
        !q_duty_person(w, a, (struct q_duty_person_in){told->youth_id, told->aware}, &person, err))
        return false;
    if (!person.n) return err_set(err, ERR_NOT_FOUND, "the duty of nobody");
    const struct q_duty_person_row *p = &person.v[0];
    if (p->exempt || p->moved_out != DAY_NONE || !duty_is_age(rules, p->born, told->aware))
        return true;
    if (!duty_cases_of(w, a, told->youth_id, told->aware, &lines, err)) return false;
    *ret_news = !duty_open(&lines);
    return true;
}

bool duty_tell(struct db *w, struct arena *a, const struct duty_told *told, int64_t *ret_id,
               struct err *err) {
    bool news;
    if (ret_id) *ret_id = INT_NONE;
    if (!is_news(w, a, told, &news, err)) return false;
    if (!news) return true;
    int64_t id = id_next();
    struct q_duty_case_add_in in = {.id = id,
                                    .youth = told->youth_id,
                                    .spell = told->spell,
                                    .from_day = told->from,
                                    .aware_day = told->aware,
                                    .source = told->source,
                                    .note = duty_seal(a, "duty_case", id, "note", told->note),
                                    .author = told->author,
                                    .at = clock_now()};
    if (ret_id) *ret_id = id;
    return q_duty_case_add(w, in, NULL, err);
}

bool duty_untell(struct db *w, int64_t spell, int64_t account, struct err *err) {
    return q_duty_case_untell(w, (struct q_duty_case_untell_in){spell, account, clock_now()}, NULL,
                              err);
}

bool duty_offer_put(struct db *w, struct arena *a, const struct offer_new *offer, int64_t *ret_id,
                    struct err *err) {
    int64_t id = *ret_id = id_next();
    struct q_duty_offer_add_in in = {.id = id,
                                     .duty_case = offer->duty_case,
                                     .youth = offer->youth_id,
                                     .kind = offer->kind,
                                     .what = duty_seal(a, "duty_offer", id, "what", offer->what),
                                     .day = offer->day,
                                     .start_day = offer->start,
                                     .author = offer->author,
                                     .at = clock_now()};
    return q_duty_offer_add(w, in, NULL, err);
}

/* ---- exemption ---- */

struct duty_letter duty_exempt_letter(struct arena *a, const char *ground, int32_t from_day,
                                      int32_t to, const char *reasons) {
    const char *from = fmt_day_long(a, LANG_DA, from_day);
    const char *length =
        to == DAY_NONE ? msg_duty_letter_for_good(a, LANG_DA, from)
                       : msg_duty_letter_until(a, LANG_DA, from, fmt_day_long(a, LANG_DA, to));
    const char *why = msg_by_key(LANG_DA, arena_fmt(a, "duty.letter.ground.%s", ground));
    return (struct duty_letter){
        "duty-exempt", {{"varighed", length}, {"grund", why}, {"begrundelse", reasons}}, 3};
}

static bool exempt_letter(struct db *w, struct arena *a, const struct exemption_new *e, int64_t id,
                          int64_t *ret_notice, struct err *err) {
    struct duty_letter letter = duty_exempt_letter(a, e->ground, e->from, e->to, e->reasons);
    struct letter_draft draft = {.template = letter.template,
                                 .youth_id = e->youth_id,
                                 .to = LETTER_YOUTH | LETTER_CUSTODY,
                                 .values = letter.values,
                                 .values_n = letter.n,
                                 .account = e->author,
                                 .day = clock_today(),
                                 .about = arena_fmt(a, "exempt:%lld", (long long)id)};
    return letter_put(w, a, &draft, ret_notice, err);
}

bool duty_exempt_put(struct db *w, struct arena *a, const struct exemption_new *e, int64_t *ret_id,
                     struct err *err) {
    int64_t id = *ret_id = id_next(), notice;
    if (!exempt_letter(w, a, e, id, &notice, err)) return false;
    struct q_duty_exemption_add_in in = {
        .id = id,
        .youth = e->youth_id,
        .ground = e->ground,
        .from_day = e->from,
        .to_day = e->to,
        .heard = duty_seal(a, "duty_exemption", id, "heard", e->heard),
        .heard_day = e->heard_day,
        .reasons = duty_seal(a, "duty_exemption", id, "reasons", e->reasons),
        .notice = notice,
        .author = e->author,
        .at = clock_now()};
    return q_duty_exemption_add(w, in, NULL, err);
}
