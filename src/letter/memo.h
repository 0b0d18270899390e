/* SPDX-License-Identifier: EUPL-1.2
 *
 * memo: one letter as a MeMo 1.2 message (KOMBIT SF1601 KombiPostAfsend takes them). Private to
 * src/letter.
 */
#ifndef VEJVISER_LETTER_MEMO_H
#define VEJVISER_LETTER_MEMO_H

#include "letter/internal.h"

struct memo {
    const char *uuid;
    const char *label;                     /* what the reader's inbox shows: the subject */
    const char *sender_cvr, *sender;       /* eight digits, name */
    const char *recipient_cpr, *recipient; /* ten digits, name */
    int64_t created;                       /* microseconds */
    const char *filename;                  /* of the PDF */
    struct blob pdf;
};
/* The XML document in `a`, UTF-8. ERR_INPUT when it cannot be written. */
bool memo_write(struct arena *a, const struct memo *memo, struct text *ret_xml, struct err *err);

#endif
