/* SPDX-License-Identifier: EUPL-1.2
 *
 * letter: every written notice, from template to outbox.
 *
 *     letter_put()  in the same transaction as what causes it: the finished text, one letter a recipient
 *     the outbox    a job that gives each waiting letter to the sender as MeMo 1.2 with the letter as
 *                   a tagged PDF (outbox.h)
 *     the pages     /unge/{youth}/breve: as sent, also when the words of the program have changed since
 *
 * A template is a row in template.c and messages in a catalogue (po/letter.da.po or the room's own):
 *
 *     letter.NAME.subject     one line
 *     letter.NAME.1, .2 ...   paragraphs; "# ..." is a heading, "- ..." an item of a list
 *
 * A word in square brackets is a slot: one of LETTER_SLOTS_COMMON or a value the caller gives. A
 * paragraph that has an empty value is left out, so an optional remark is a paragraph of its own; a
 * value of several lines becomes several paragraphs. The words address the young person as "du";
 * the greeting is added, and for a custody holder an opening that says so. Letters are always in Danish.
 *
 * No letter has a street address in it: it goes by digital post, or by hand. So there is nothing to
 * leave out for a person whose address is protected.
 */
#ifndef VEJVISER_LETTER_H
#define VEJVISER_LETTER_H

#include "slice/slice.h"

extern const struct slice letter_slice;

/* Slots that every template may use: recipient, the young person's name and first name, the letter's
 * day, municipality, the counsellor's name and telephone number (both empty when there is none), and
 * who signs. */
#define LETTER_SLOTS_COMMON                                                                        \
    "modtager", "navn", "fornavn", "dag", "kommune", "vejleder", "telefon", "afsender"

/* Who gets it: bits of letter_draft.to. Whether the law wants the custody holder is the caller's
 * knowledge (rules.md 1.6, 2); letter_put() does not look at ages. */
enum letter_to {
    LETTER_YOUTH = 1 << 0,
    LETTER_CUSTODY = 1 << 1, /* each guardian with custody */
};

struct letter_value {
    const char *slot, *text; /* text "" or NULL: nothing to say */
};
struct letter_draft {
    const char *template; /* "duty-notice", one of template.c */
    const char *youth_id;
    unsigned to;
    const struct letter_value *values; /* exactly the template's slots, in any order */
    size_t values_n;
    int64_t account;   /* who sends it */
    int32_t day;       /* the date it bears: today, or earlier for letters from paper */
    const char *about; /* "duty:123", for letter_last_day(); never NULL */
};
/* Makes the letters and puts them into the outbox; inside store_write(). *ret_notice (may be NULL) is
 * what these letters share. ERR_INPUT: no such template, or other values than its slots (a bug of the
 * caller, told by name of the slot); ERR_NOT_FOUND: no such person, or nobody to write to (no custody
 * holder is known). Nothing is written then. */
bool letter_put(struct db *w, struct arena *a, const struct letter_draft *draft,
                int64_t *ret_notice, struct err *err);

/* Takes back those letters of a notice that have not left yet, when the event behind it is undone;
 * inside store_write(). *ret_withdrawn (may be NULL): how many. What was sent stays sent. */
bool letter_withdraw(struct db *w, int64_t notice, int64_t *ret_withdrawn, struct err *err);

/* The day on which the newest letter of that template about that thing was dated; DAY_NONE: there is
 * none. Withdrawn letters do not count. So that a decision can be refused without the notice that the
 * law wants before it. */
bool letter_last_day(struct db *db, struct arena *a, const char *about, const char *template,
                     int32_t *ret_day, struct err *err);

/* The finished text as it is sealed in letter.body (row: the letter's id), for whoever writes rows of
 * the past: the demo. letter_put() is made of it. ERR_INPUT as there. */
struct letter_words {
    const char *to, *name, *first_name;                     /* recipient; the young person */
    bool custody;                                           /* the recipient has custody of them */
    const char *municipality, *counsellor, *phone, *signer; /* the last three may be NULL */
    int32_t day;
};
bool letter_text(struct arena *a, const char *template, const struct letter_words *words,
                 const struct letter_value *values, size_t values_n, const char **ret_text,
                 struct err *err);

/* The letters of one person, newest first; for pages of other rooms that show their own. */
enum letter_state { LETTER_WAITING, LETTER_HAND, LETTER_SENT, LETTER_FAILED, LETTER_WITHDRAWN };
struct letter_line {
    int64_t id, notice;
    const char *template, *about;
    const char *recipient; /* "youth", or the guardian's relation as in youth.h */
    const char *to;        /* the recipient's name as written then */
    const char *subject;   /* as sent */
    const char *href;      /* the page of the letter */
    enum letter_state state;
    int32_t day;
    int64_t at, sent_at; /* sent_at INT_NONE: not yet */
    const char *account_name;
};
bool letter_list(struct db *db, struct arena *a, const char *youth_id,
                 struct letter_line **ret_lines, size_t *ret_n, struct err *err);
/* "Sendt", "Skal afleveres" ... in the reader's language. */
const char *letter_state_word(enum lang lang, enum letter_state state);

/* Insight: everything this room holds about one person, texts opened, withdrawn rows too. Erasure:
 * all of it, when rules_case_over() says so. */
bool letter_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                    struct err *err);
bool letter_erase(struct db *w, const char *youth_id, int32_t day, struct err *err);

#endif
