/* SPDX-License-Identifier: EUPL-1.2
 *
 * Assessments: read with their texts opened, written with the letter of decision.
 */
#include "outreach/internal.h"

#include "base/clock.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/outreach.sql.h"
#include "letter/letter.h"

#include <string.h>

#define TABLE "outreach_assessment"

struct blob outreach_seal(struct arena *a, const char *table, int64_t row, const char *column,
                          const char *plain) {
    const char *key = arena_fmt(a, "%lld", (long long)row);
    return seal_text(a, table, key, column, plain && *plain ? plain : NULL);
}

const char *outreach_open(struct arena *a, const char *table, int64_t row, const char *column,
                          struct blob sealed) {
    if (!sealed.ptr) return NULL;
    return open_text(a, table, arena_fmt(a, "%lld", (long long)row), column, sealed);
}

bool assessments_read(struct db *db, struct arena *a, const char *youth_id, struct assessments *ret,
                      struct err *err) {
    struct q_outreach_assessments_rows rows;
    if (!q_outreach_assessments(db, a, (struct q_outreach_assessments_in){youth_id}, &rows, err))
        return false;
    ret->v = arena_array(a, rows.n + 1, sizeof *ret->v);
    ret->n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_outreach_assessments_row *r = &rows.v[i];
        ret->v[i] =
            (struct assessment){.id = r->id,
                                .notice = r->notice,
                                .author = r->author,
                                .at = r->at,
                                .track = r->track,
                                .academic = outreach_open(a, TABLE, r->id, "academic", r->academic),
                                .social = outreach_open(a, TABLE, r->id, "social", r->social),
                                .personal = outreach_open(a, TABLE, r->id, "personal", r->personal),
                                .options = outreach_open(a, TABLE, r->id, "options", r->options),
                                .reasons = outreach_open(a, TABLE, r->id, "reasons", r->reasons),
                                .approval = outreach_open(a, TABLE, r->id, "approval", r->approval),
                                .complain_to = r->complain_to,
                                .author_name = r->author_name,
                                .day = r->day,
                                .from = r->from_day,
                                .to = r->to_day,
                                .due = r->due,
                                .requested = r->requested,
                                .withdrawn = r->withdrawn_at != INT_NONE};
    }
    return true;
}

const struct assessment *assessment_newest(const struct assessments *all) {
    for (size_t i = 0; i < all->n; i++)
        if (!all->v[i].withdrawn) return &all->v[i];
    return NULL;
}

static bool letter_send(struct db *w, struct arena *a, const struct assessment_new *q, int64_t id,
                        int64_t *ret_notice, struct err *err) {
    bool yes = strcmp(q->track, "none") != 0;
    const char *due = fmt_day_long(a, LANG_DA, q->due);
    struct letter_value values[4] = {{"begrundelse", q->reasons}};
    if (yes) {
        const char *track = arena_fmt(a, "outreach.letter.%s", q->track);
        values[1] = (struct letter_value){"spor", msg_by_key(LANG_DA, track)};
        values[2] = (struct letter_value){
            "periode", msg_outreach_letter_period(a, LANG_DA, fmt_day_long(a, LANG_DA, q->from),
                                                  fmt_day_long(a, LANG_DA, q->to))};
    } else {
        values[1] = (struct letter_value){"klage_til", q->complain_to};
        values[2] = (struct letter_value){"klagefrist", due};
    }
    struct letter_draft draft = {.template = yes ? "fgu-yes" : "fgu-no",
                                 .youth_id = q->youth_id,
                                 .to = LETTER_YOUTH | (q->minor ? LETTER_CUSTODY : 0U),
                                 .values = values,
                                 .values_n = 3,
                                 .account = q->author,
                                 .day = clock_today(),
                                 .about = arena_fmt(a, "assessment:%lld", (long long)id)};
    return letter_put(w, a, &draft, ret_notice, err);
}

bool assessment_put(struct db *w, struct arena *a, const struct assessment_new *q, int64_t *ret_id,
                    struct err *err) {
    int64_t id = *ret_id = id_next(), notice;
    if (!letter_send(w, a, q, id, &notice, err)) return false;
    struct q_outreach_assessment_add_in in = {
        .id = id,
        .youth = q->youth_id,
        .before = q->before,
        .track = q->track,
        .day = clock_today(),
        .from_day = q->from,
        .to_day = q->to,
        .requested = q->requested,
        .academic = outreach_seal(a, TABLE, id, "academic", q->academic),
        .social = outreach_seal(a, TABLE, id, "social", q->social),
        .personal = outreach_seal(a, TABLE, id, "personal", q->personal),
        .options = outreach_seal(a, TABLE, id, "options", q->options),
        .reasons = outreach_seal(a, TABLE, id, "reasons", q->reasons),
        .approval = outreach_seal(a, TABLE, id, "approval", q->approval),
        .complain_to = q->complain_to,
        .due = q->due,
        .notice = notice,
        .author = q->author,
        .at = clock_now()};
    return q_outreach_assessment_add(w, in, NULL, err);
}
