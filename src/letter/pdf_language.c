/* SPDX-License-Identifier: EUPL-1.2
 *
 * The language of a PDF. cairo says it from 1.18 on; Debian 12 has 1.16. A PDF may be changed by adding
 * to its end: the catalogue once more with the new entries, a table of where it is, and a trailer that
 * points to the old one.
 */
#include "letter/pdf.h"

#include <stdlib.h>
#include <string.h>

/* What stands after the last `mark`; NULL: there is none. */
static const char *after_last(const struct text *pdf, const char *mark) {
    size_t len = strlen(mark);
    for (const char *p = pdf->ptr + pdf->len - len; p > pdf->ptr; p--)
        if (memcmp(p, mark, len) == 0) return p + len;
    return NULL;
}

/* The text of object `number` between "obj" and "endobj". */
static const char *object(struct arena *a, const struct text *pdf, long number) {
    const char *mark = arena_fmt(a, "\n%ld 0 obj\n", number);
    const char *from = memmem(pdf->ptr, pdf->len, mark, strlen(mark));
    if (!from) return NULL;
    from += strlen(mark);
    const char *to = memmem(from, (size_t)(pdf->ptr + pdf->len - from), "endobj", 6);
    return to ? arena_dup_n(a, from, (size_t)(to - from)) : NULL;
}

bool pdf_add_language(struct arena *a, struct text *pdf, const char *language) {
    if (pdf->len < 64) return false;
    const char *start = after_last(pdf, "startxref\n"), *trailer = after_last(pdf, "trailer\n");
    const char *root = trailer ? strstr(trailer, "/Root ") : NULL;
    const char *dictionary_end = trailer ? strstr(trailer, ">>") : NULL;
    if (!start || !root || !dictionary_end) return false;
    long number = strtol(root + 6, NULL, 10), previous = strtol(start, NULL, 10);
    const char *catalogue = object(a, pdf, number);
    if (!catalogue || strncmp(catalogue, "<<", 2) != 0) return false;
    const char *old_trailer = arena_dup_n(a, trailer, (size_t)(dictionary_end - trailer));
    size_t at = pdf->len;
    text_addf(pdf,
              "%ld 0 obj\n<< /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n%s"
              "endobj\n",
              number, language, catalogue + 2);
    size_t table = pdf->len;
    text_addf(
        pdf, "xref\n%ld 1\n%010zu 00000 n \ntrailer\n%s   /Prev %ld\n>>\nstartxref\n%zu\n%%%%EOF\n",
        number, at, old_trailer, previous, table);
    return true;
}
