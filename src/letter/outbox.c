/* SPDX-License-Identifier: EUPL-1.2
 *
 * The job that empties the outbox. It opens CPR numbers, one letter at a time; they stand in the
 * message and nowhere else.
 *
 * A letter that cannot be sent waits longer each time (a minute, then four times as long up to a day)
 * and is given up after eight tries, about two days later; then it is a line in the worklist. One
 * letter that fails holds up no other.
 */
#include "letter/outbox.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "gen/letter_outbox.sql.h"
#include "gen/msg.h"
#include "letter/memo.h"
#include "letter/pdf.h"

#include <string.h>

#define TRIES_MOST 8
#define MINUTE_US  INT64_C(60000000)
#define PAUSE_MOST (24 * 60 * MINUTE_US)
#define AT_ONCE    100

static const struct sender file_writer = {outbox_write_file, "var/outbox"};
static const struct sender *sender_now = &file_writer;

void outbox_use(const struct sender *sender) { sender_now = sender ? sender : &file_writer; }

bool outbox_due(struct db *db, struct arena *a, bool *ret_due, struct err *err) {
    struct q_letter_outbox_due_rows rows;
    if (!q_letter_outbox_due(db, a, (struct q_letter_outbox_due_in){clock_now()}, &rows, err))
        return false;
    *ret_due = rows.n > 0;
    return true;
}

enum outcome { SENT, LATER, BY_HAND };
struct mark {
    const struct q_letter_outbox_next_row *row;
    enum outcome outcome;
};

static int64_t pause_after(int64_t tries) {
    int64_t pause = MINUTE_US;
    for (int64_t i = 1; i < tries && pause < PAUSE_MOST; i++) pause *= 4;
    return pause < PAUSE_MOST ? pause : PAUSE_MOST;
}

static bool mark_write(struct db *w, void *ctx, struct err *err) {
    const struct mark *mark = ctx;
    const struct q_letter_outbox_next_row *row = mark->row;
    int64_t now = clock_now(), tries = row->attempts + 1;
    struct q_letter_outbox_sent_in sent = {row->letter, now, row->uuid};
    struct q_letter_outbox_later_in later = {.letter = row->letter,
                                             .state = tries < TRIES_MOST ? "waiting" : "failed",
                                             .attempts = tries,
                                             .next_at = now + pause_after(tries),
                                             .at = now};
    if (mark->outcome == BY_HAND) {
        later.state = "hand";
        later.attempts = row->attempts;
    }
    return mark->outcome == SENT ? q_letter_outbox_sent(w, sent, NULL, err)
                                 : q_letter_outbox_later(w, later, NULL, err);
}

/* *ret_cpr NULL: the recipient has none, or is no custody holder any more. */
static bool cpr_find(struct job_context *jc, const struct q_letter_outbox_next_row *row,
                     const char *name, const char **ret_cpr, struct err *err) {
    struct q_letter_outbox_custody_rows rows;
    struct q_letter_outbox_custody_in in = {row->youth, row->recipient, name};
    *ret_cpr = NULL;
    if (strcmp(row->recipient, "youth") == 0) {
        if (row->cpr.ptr) *ret_cpr = open_text(jc->arena, "youth", row->youth, "cpr", row->cpr);
        return !row->cpr.ptr || *ret_cpr ||
               err_set(err, ERR_DB, "a sealed CPR number does not open");
    }
    if (!q_letter_outbox_custody(jc->db, jc->arena, in, &rows, err)) return false;
    if (!rows.n) return true;
    *ret_cpr =
        open_text(jc->arena, "guardian", letter_row(jc->arena, rows.v[0].id), "cpr", rows.v[0].cpr);
    return *ret_cpr || err_set(err, ERR_DB, "a sealed CPR number does not open");
}

static bool setting(struct job_context *jc, const char *name, const char **ret_value,
                    struct err *err) {
    struct q_letter_outbox_setting_rows rows;
    struct q_letter_outbox_setting_in in = {name};
    if (!q_letter_outbox_setting(jc->db, jc->arena, in, &rows, err)) return false;
    if (!rows.n) return err_set(err, ERR_NOT_FOUND, "the setting '%s' is missing", name);
    *ret_value = rows.v[0].value;
    return true;
}

static bool message_make(struct job_context *jc, const struct q_letter_outbox_next_row *row,
                         const struct sheet *sheet, const char *cpr, struct text *ret_xml,
                         struct err *err) {
    char iso[11];
    struct memo memo = {
        .uuid = row->uuid,
        .label = sheet->subject,
        .sender = sheet->municipality,
        .recipient_cpr = cpr,
        .recipient = sheet->to,
        .created = row->at,
        .filename = msg_letter_pdf_name(jc->arena, LANG_DA, day_iso(iso, row->day)),
    };
    return setting(jc, "municipality_cvr", &memo.sender_cvr, err) &&
           pdf_make(jc->arena, sheet, &memo.pdf, err) && memo_write(jc->arena, &memo, ret_xml, err);
}

static bool send_one(struct job_context *jc, const struct q_letter_outbox_next_row *row,
                     enum outcome *ret_outcome, struct err *err) {
    struct sheet sheet;
    const char *cpr, *key = letter_row(jc->arena, row->letter);
    const char *text = open_text(jc->arena, "letter", key, "body", row->body);
    if (!text || !sheet_read(jc->arena, text, &sheet))
        return err_set(err, ERR_DB, "the letter does not open");
    sheet.day = row->day;
    struct text xml;
    *ret_outcome = BY_HAND;
    if (!cpr_find(jc, row, sheet.to, &cpr, err)) return false;
    if (!cpr) return true;
    if (!message_make(jc, row, &sheet, cpr, &xml, err)) return false;
    struct envelope envelope = {row->uuid, text_str(&xml), xml.len};
    *ret_outcome = SENT;
    return sender_now->send(sender_now, &envelope, err);
}

struct tally {
    int64_t sent, by_hand, failed;
};

static bool empty_some(struct job_context *jc, const struct q_letter_outbox_next_rows *rows,
                       struct tally *tally, struct err *err) {
    for (size_t i = 0; i < rows->n; i++) {
        struct mark mark = {&rows->v[i], LATER};
        struct err failure = {0};
        struct arena *a ARENA_AUTO = arena_new(); /* thousands of letters may leave in one run */
        struct job_context one = *jc;
        one.arena = a;
        if (!job_progress(jc, tally->sent, 0)) return err_set(err, ERR_CANCELLED, "asked to stop");
        if (!send_one(&one, mark.row, &mark.outcome, &failure)) {
            mark.outcome = LATER;
            log_warn("letter %lld did not leave: %s", (long long)mark.row->letter, failure.message);
        }
        if (!store_write(jc->store, mark_write, &mark, err)) return false;
        tally->sent += mark.outcome == SENT;
        tally->by_hand += mark.outcome == BY_HAND;
        tally->failed += mark.outcome == LATER;
    }
    return true;
}

/* Every letter gets another state or a later time, so this ends. */
bool outbox_run(struct job_context *jc, struct err *err) {
    struct tally tally = {0};
    struct q_letter_outbox_next_rows rows;
    struct q_letter_outbox_next_in in = {clock_now(), AT_ONCE};
    do {
        if (!q_letter_outbox_next(jc->db, jc->arena, in, &rows, err) ||
            !empty_some(jc, &rows, &tally, err))
            return false;
    } while (rows.n == AT_ONCE);
    jc->result =
        arena_fmt(jc->arena, "{\"sent\":%lld,\"by_hand\":%lld,\"failed\":%lld}",
                  (long long)tally.sent, (long long)tally.by_hand, (long long)tally.failed);
    return true;
}
