/* SPDX-License-Identifier: EUPL-1.2
 *
 * From a draft to finished letters, and the reading of them.
 */
#include "letter/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "base/log.h"
#include "gen/letter.sql.h"
#include "gen/msg.h"

#include <sodium.h>
#include <string.h>

const char *letter_row(struct arena *a, int64_t id) { return arena_fmt(a, "%lld", (long long)id); }

static const char *const state_names[] = {[LETTER_WAITING] = "waiting",
                                          [LETTER_HAND] = "hand",
                                          [LETTER_SENT] = "sent",
                                          [LETTER_FAILED] = "failed",
                                          [LETTER_WITHDRAWN] = "withdrawn"};

enum letter_state letter_state_of(const char *name) {
    size_t i = 0;
    while (i < LETTER_WITHDRAWN && strcmp(state_names[i], name) != 0) i++;
    return (enum letter_state)i;
}

const char *letter_state_word(enum lang lang, enum letter_state state) {
    switch (state) {
    case LETTER_WAITING:
        return msg_letter_state_waiting(lang);
    case LETTER_HAND:
        return msg_letter_state_hand(lang);
    case LETTER_SENT:
        return msg_letter_state_sent(lang);
    case LETTER_FAILED:
        return msg_letter_state_failed(lang);
    default:
        return msg_letter_state_withdrawn(lang);
    }
}

/* A random UUID (RFC 9562, version 4). It must not repeat in the world, so it is not made of ids. */
static const char *uuid_new(struct arena *a) {
    unsigned char b[16];
    randombytes_buf(b, sizeof b);
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    struct text out;
    text_init(&out, a);
    for (size_t i = 0; i < sizeof b; i++)
        text_addf(&out, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", b[i]);
    return text_str(&out);
}

struct work {
    struct db *w;
    struct arena *a;
    const struct letter_draft *draft;
    const struct template *template;
    const struct q_letter_person_row *person;
    const char *signer;
    int64_t notice, now;
};

static bool own_slot(const struct template *t, const char *slot) {
    for (size_t i = 0; i < LETTER_SLOTS_MOST && t->slots[i]; i++)
        if (strcmp(t->slots[i], slot) == 0) return true;
    return false;
}

bool letter_text(struct arena *a, const char *template, const struct letter_words *words,
                 const struct letter_value *values, size_t values_n, const char **ret_text,
                 struct err *err) {
    const struct letter_value common[] = {
        {"modtager", words->to},
        {"navn", words->name},
        {"fornavn", words->first_name},
        {"dag", fmt_day_long(a, LANG_DA, words->day)},
        {"kommune", words->municipality},
        {"vejleder", words->counsellor},
        {"telefon", words->phone ? fmt_phone(a, words->phone) : NULL},
        {"afsender", words->signer},
    };
    struct slot_values all = {common, values, sizeof common / sizeof *common, values_n};
    struct sheet sheet = {.municipality = words->municipality, .to = words->to, .day = words->day};
    if (!template_fill(a, words->custody ? "custody" : "youth", &all, &sheet, err) ||
        !template_fill(a, template, &all, &sheet, err) ||
        !template_fill(a, "end", &all, &sheet, err))
        return false;
    *ret_text = sheet_write(a, &sheet);
    return true;
}

static bool put_one(struct work *k, const char *recipient, const char *to, bool has_cpr,
                    struct err *err) {
    const struct letter_words words = {
        .to = to,
        .name = k->person->name,
        .first_name = k->person->first_name,
        .custody = strcmp(recipient, "youth") != 0,
        .municipality = house_get()->name,
        .counsellor = k->person->counsellor_name,
        .phone = k->person->counsellor_phone,
        .signer = k->signer,
        .day = k->draft->day,
    };
    const char *text;
    if (!letter_text(k->a, k->template->name, &words, k->draft->values, k->draft->values_n, &text,
                     err))
        return false;
    int64_t id = id_next();
    if (k->notice == INT_NONE) k->notice = id;
    struct q_letter_add_in in = {
        .id = id,
        .notice = k->notice,
        .youth = k->draft->youth_id,
        .recipient = recipient,
        .template = k->template->name,
        .body = seal_text(k->a, "letter", letter_row(k->a, id), "body", text),
        .about = k->draft->about,
        .account = k->draft->account,
        .day = k->draft->day,
        .at = k->now,
    };
    struct q_letter_outbox_add_in out = {id, uuid_new(k->a), has_cpr ? "waiting" : "hand", k->now};
    return q_letter_add(k->w, in, NULL, err) && q_letter_outbox_add(k->w, out, NULL, err);
}

static bool draft_check(const struct letter_draft *d, const struct template *t, struct err *err) {
    for (size_t i = 0; i < d->values_n; i++)
        if (!own_slot(t, d->values[i].slot))
            return err_set(err, ERR_INPUT, "the letter '%s' has no slot '%s'", t->name,
                           d->values[i].slot);
    return true;
}

static bool put_all(struct work *k, struct err *err) {
    const struct letter_draft *d = k->draft;
    if ((d->to & LETTER_YOUTH) && !put_one(k, "youth", k->person->name, k->person->has_cpr, err))
        return false;
    struct q_letter_custody_rows rows = {0};
    if ((d->to & LETTER_CUSTODY) &&
        !q_letter_custody(k->w, k->a, (struct q_letter_custody_in){d->youth_id}, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (!put_one(k, rows.v[i].relation, rows.v[i].name, rows.v[i].has_cpr, err)) return false;
    return k->notice != INT_NONE || err_set(err, ERR_NOT_FOUND, "a letter with nobody to write to");
}

bool letter_put(struct db *w, struct arena *a, const struct letter_draft *draft,
                int64_t *ret_notice, struct err *err) {
    struct q_letter_person_rows person;
    struct q_letter_signer_rows signer;
    const struct template *template = template_find(draft->template);
    if (!template) return err_set(err, ERR_INPUT, "no letter is called '%s'", draft->template);
    if (!draft_check(draft, template, err) ||
        !q_letter_person(w, a, (struct q_letter_person_in){draft->youth_id}, &person, err) ||
        !q_letter_signer(w, a, (struct q_letter_signer_in){draft->account}, &signer, err))
        return false;
    if (!person.n) return err_set(err, ERR_NOT_FOUND, "a letter to nobody");
    struct work k = {.w = w,
                     .a = a,
                     .draft = draft,
                     .template = template,
                     .person = &person.v[0],
                     .signer = signer.n ? signer.v[0].name : NULL,
                     .notice = INT_NONE,
                     .now = clock_now()};
    if (!put_all(&k, err)) return false;
    if (ret_notice) *ret_notice = k.notice;
    return true;
}

bool letter_withdraw(struct db *w, int64_t notice, int64_t *ret_withdrawn, struct err *err) {
    return q_letter_withdraw(w, (struct q_letter_withdraw_in){notice, clock_now()}, ret_withdrawn,
                             err);
}

bool letter_last_day(struct db *db, struct arena *a, const char *about, const char *template,
                     int32_t *ret_day, struct err *err) {
    struct q_letter_last_rows rows;
    if (!q_letter_last(db, a, (struct q_letter_last_in){about, template}, &rows, err)) return false;
    *ret_day = rows.n ? rows.v[0].day : DAY_NONE;
    return true;
}

static bool row_read(struct arena *a, const char *youth_id, const struct q_letter_of_row *r,
                     struct letter_full *ret, struct err *err) {
    const char *text = open_text(a, "letter", letter_row(a, r->id), "body", r->body);
    if (!text || !sheet_read(a, text, &ret->sheet))
        return err_set(err, ERR_DB, "letter %lld does not open", (long long)r->id);
    ret->sheet.day = r->day;
    ret->line = (struct letter_line){
        .id = r->id,
        .notice = r->notice,
        .template = r->template,
        .about = r->about,
        .recipient = r->recipient,
        .to = ret->sheet.to,
        .subject = ret->sheet.subject,
        .href = arena_fmt(a, "/unge/%s/breve/%lld", youth_id, (long long)r->id),
        .state = letter_state_of(r->state),
        .day = r->day,
        .at = r->at,
        .sent_at = r->sent_at,
        .account_name = r->account_name,
    };
    return true;
}

bool letter_list(struct db *db, struct arena *a, const char *youth_id,
                 struct letter_line **ret_lines, size_t *ret_n, struct err *err) {
    struct q_letter_of_rows rows;
    if (!q_letter_of(db, a, (struct q_letter_of_in){youth_id}, &rows, err)) return false;
    struct letter_line *lines = arena_array(a, rows.n, sizeof *lines);
    for (size_t i = 0; i < rows.n; i++) {
        struct letter_full full;
        if (!row_read(a, youth_id, &rows.v[i], &full, err)) return false;
        lines[i] = full.line;
    }
    *ret_lines = lines;
    *ret_n = rows.n;
    return true;
}

bool letter_find(struct db *db, struct arena *a, const char *youth_id, int64_t id,
                 struct letter_full *ret_letter, bool *ret_found, struct err *err) {
    struct q_letter_by_id_rows rows;
    if (!q_letter_by_id(db, a, (struct q_letter_by_id_in){id, youth_id}, &rows, err)) return false;
    *ret_found = rows.n > 0;
    if (!rows.n) return true;
    const struct q_letter_by_id_row *r = &rows.v[0];
    const struct q_letter_of_row row = {
        r->id,  r->notice, r->recipient,    r->template, r->body,    r->about,
        r->day, r->at,     r->account_name, r->state,    r->sent_at,
    };
    *ret_letter = (struct letter_full){.attempts = r->attempts, .handed = r->handed};
    return row_read(a, youth_id, &row, ret_letter, err);
}
