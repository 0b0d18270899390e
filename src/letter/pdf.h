/* SPDX-License-Identifier: EUPL-1.2
 *
 * pdf: a letter as a tagged PDF: headings, paragraphs and lists in reading order, title and language,
 * fonts embedded. The same letter gives the same bytes. Private to src/letter.
 */
#ifndef VEJVISER_LETTER_PDF_H
#define VEJVISER_LETTER_PDF_H

#include "letter/internal.h"

/* A4. ERR_IO when cairo has no memory; ERR_INPUT when the text is no UTF-8. Any thread. */
bool pdf_make(struct arena *a, const struct sheet *sheet, struct blob *ret_pdf, struct err *err);

#endif
