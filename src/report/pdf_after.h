/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside report only: what cairo 1.16 cannot say in a tagged PDF. It is said afterwards, at the end of
 * the file (an incremental update, PDF 1.4 reference 3.4.5): the language of the document, that a
 * reader's window shows the title, what a figure shows in words, and whether a header cell heads a
 * column or a row.
 */
#ifndef VEJVISER_REPORT_PDF_AFTER_H
#define VEJVISER_REPORT_PDF_AFTER_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct pdf_after {
    struct arena *arena;
    const char *language;
    struct pdf_note {
        const char *element; /* "Figure", "TH" */
        const char *entries; /* what stands in the element's dictionary besides */
    } * notes;
    size_t n, cap;
};
void pdf_after_init(struct pdf_after *after, struct arena *a, const char *language);
/* Both for the next element of that name, in the order in which they are drawn; a document that says
 * it of one says it of all. */
void pdf_after_figure(struct pdf_after *after, const char *alternative);
void pdf_after_header(struct pdf_after *after, bool of_row);
/* Adds it to a finished PDF. False: `pdf` is not cairo's, or has other figures and headers. */
bool pdf_after_write(const struct pdf_after *after, struct text *pdf);

#endif
