/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the files of this room share. Private to src/letter.
 */
#ifndef VEJVISER_LETTER_INTERNAL_H
#define VEJVISER_LETTER_INTERNAL_H

#include "letter/letter.h"

/* ---- a finished letter: what is sealed, shown, printed and sent ---- */
enum block_kind { BLOCK_TEXT = 'P', BLOCK_HEADING = 'H', BLOCK_ITEM = 'I' };
struct block {
    enum block_kind kind;
    const char *text;
};
struct sheet {
    const char *municipality, *to, *subject;
    int32_t day;
    struct block *blocks;
    size_t blocks_n;
};
/* One line a part, with a letter in front that says what it is: this is what is sealed. */
const char *sheet_write(struct arena *a, const struct sheet *sheet);
/* False: `text` is no letter. */
bool sheet_read(struct arena *a, const char *text, struct sheet *ret_sheet);

/* ---- templates ---- */
#define LETTER_SLOTS_MOST 8
struct template {
    const char *name;
    const char *slots[LETTER_SLOTS_MOST]; /* that the caller fills, NULL-terminated */
};
extern const struct template letter_templates[];
extern const size_t letter_templates_n;
const struct template *template_find(const char *name); /* NULL: none */

/* A value by its slot; NULL: no such slot. */
struct slot_values {
    const struct letter_value *common, *own;
    size_t common_n, own_n;
};
/* Adds the paragraphs letter.NAME.1, .2 ... and the subject (when `name` has one) to the sheet.
 * ERR_INPUT names a slot without a value. */
bool template_fill(struct arena *a, const char *name, const struct slot_values *values,
                   struct sheet *sheet, struct err *err);

/* A stored letter. */
struct letter_full {
    struct letter_line line;
    struct sheet sheet;
    int64_t attempts;
    bool handed; /* sent by hand */
};
bool letter_find(struct db *db, struct arena *a, const char *youth_id, int64_t id,
                 struct letter_full *ret_letter, bool *ret_found, struct err *err);
/* "mor", "den unge" */
const char *letter_to_word(enum lang lang, const char *recipient);
/* The row key that a letter is sealed with. */
const char *letter_row(struct arena *a, int64_t id);
enum letter_state letter_state_of(const char *name);

/* ---- handlers ---- */
void letter_list_get(struct request *rq); /* GET  /unge/{youth}/breve */
void letter_page_get(struct request *rq); /* GET  /unge/{youth}/breve/{letter} */
void letter_act_post(struct request *rq); /* POST /unge/{youth}/breve/{letter} */
void letter_pdf_get(struct request *rq);  /* GET  /unge/{youth}/breve/{letter}/pdf */

/* ---- the outbox's job ---- */
bool outbox_run(struct job_context *jc, struct err *err);
bool outbox_due(struct db *db, struct arena *a, bool *ret_due, struct err *err);

#endif
