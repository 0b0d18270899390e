/* SPDX-License-Identifier: EUPL-1.2
 *
 * A PDF may be changed by adding to its end: objects once more with other entries, a table of where
 * they are, and a trailer that points to the old one. cairo writes the elements of the structure in the
 * order in which they were drawn, one object each, uncompressed.
 */
#include "report/pdf_after.h"

#include <stdlib.h>
#include <string.h>

#define ELEMENT "<< /Type /StructElem\n   /S /"

struct change {
    long number;
    const char *body; /* the object's new text */
    size_t at;        /* where it was put */
};
struct changes {
    struct change *v;
    size_t n;
};

void pdf_after_init(struct pdf_after *after, struct arena *a, const char *language) {
    *after = (struct pdf_after){.arena = a, .language = language};
}

static void note(struct pdf_after *after, const char *element, const char *entries) {
    if (after->n == after->cap) {
        size_t more = after->cap ? after->cap * 2 : 32;
        after->notes = arena_grow(after->arena, after->notes, after->cap * sizeof *after->notes,
                                  more * sizeof *after->notes);
        after->cap = more;
    }
    after->notes[after->n++] = (struct pdf_note){element, entries};
}

/* UTF-16 in hexadecimal, which needs no escaping. `text` is UTF-8; what is not becomes U+FFFD. */
static void text_hex(struct text *out, const char *text) {
    text_add(out, "<FEFF");
    for (const unsigned char *s = (const unsigned char *)text; *s;) {
        int more = *s < 0x80 ? 0 : *s >= 0xf0 ? 3 : *s >= 0xe0 ? 2 : *s >= 0xc0 ? 1 : -1;
        unsigned long c = more < 0 ? 0xfffd : more == 0 ? *s : *s & (0x3fu >> more);
        s++;
        for (; more > 0; more--) {
            if ((*s & 0xc0) != 0x80) {
                c = 0xfffd;
                break;
            }
            c = c << 6 | (*s++ & 0x3f);
        }
        if (c < 0x10000)
            text_addf(out, "%04lX", c);
        else
            text_addf(out, "%04lX%04lX", 0xd800 + ((c - 0x10000) >> 10 & 0x3ff),
                      0xdc00 + (c & 0x3ff));
    }
    text_addc(out, '>');
}

void pdf_after_figure(struct pdf_after *after, const char *alternative) {
    struct text entries;
    text_init(&entries, after->arena);
    text_add(&entries, "   /Alt ");
    text_hex(&entries, alternative);
    note(after, "Figure", text_str(&entries));
}

void pdf_after_header(struct pdf_after *after, bool of_row) {
    note(after, "TH",
         of_row ? "   /A << /O /Table /Scope /Row >>" : "   /A << /O /Table /Scope /Column >>");
}

/* What stands after the last `mark`; NULL: there is none. */
static const char *after_last(const struct text *pdf, const char *mark) {
    size_t len = strlen(mark);
    for (const char *p = pdf->ptr + pdf->len - len; p > pdf->ptr; p--)
        if (memcmp(p, mark, len) == 0) return p + len;
    return NULL;
}

/* The text from `from` to "endobj"; NULL: there is no such end. */
static const char *object_text(struct arena *a, const struct text *pdf, const char *from) {
    const char *to = memmem(from, (size_t)(pdf->ptr + pdf->len - from), "endobj", 6);
    return to ? arena_dup_n(a, from, (size_t)(to - from)) : NULL;
}

/* The text of object `number` between "obj" and "endobj". */
static const char *object(struct arena *a, const struct text *pdf, long number) {
    const char *mark = arena_fmt(a, "\n%ld 0 obj\n", number);
    const char *from = memmem(pdf->ptr, pdf->len, mark, strlen(mark));
    return from ? object_text(a, pdf, from + strlen(mark)) : NULL;
}

/* The number in "\n12 0 obj\n" that ends at `end`; 0: something else stands there. */
static long number_before(const struct text *pdf, const char *end) {
    static const char mark[] = " 0 obj\n";
    const char *p = end - (sizeof mark - 1);
    if (p <= pdf->ptr || memcmp(p, mark, sizeof mark - 1) != 0) return 0;
    while (p > pdf->ptr && p[-1] >= '0' && p[-1] <= '9') p--;
    return strtol(p, NULL, 10);
}

/* The catalogue, with the language. */
static bool change_catalogue(const struct pdf_after *after, const struct text *pdf, long number,
                             struct changes *changes) {
    const char *catalogue = object(after->arena, pdf, number);
    if (!catalogue || strncmp(catalogue, "<<", 2) != 0) return false;
    const char *body = arena_fmt(
        after->arena, "<< /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n%s",
        after->language, catalogue + 2);
    changes->v[changes->n++] = (struct change){number, body, 0};
    return true;
}

/* The next note of that element from *i on. */
static const struct pdf_note *next_note(const struct pdf_after *after, const char *element,
                                        size_t *i) {
    while (*i < after->n)
        if (strcmp(after->notes[(*i)++].element, element) == 0) return &after->notes[*i - 1];
    return NULL;
}

/* All elements called `element`, each with its note; false when they are not as many. */
static bool change_elements(const struct pdf_after *after, const struct text *pdf,
                            const char *element, struct changes *changes) {
    const char *mark = arena_fmt(after->arena, ELEMENT "%s\n", element);
    size_t len = strlen(mark), next = 0, left;
    for (const char *p = pdf->ptr;; p += len) {
        left = (size_t)(pdf->ptr + pdf->len - p);
        p = memmem(p, left, mark, len);
        const struct pdf_note *n = next_note(after, element, &next);
        if (!p || !n) return !p && !n;
        const char *old = object_text(after->arena, pdf, p);
        long number = number_before(pdf, p);
        if (!old || !number) return false;
        const char *body = arena_fmt(after->arena, "%s%s\n%s", mark, n->entries, old + len);
        changes->v[changes->n++] = (struct change){number, body, 0};
    }
}

static int change_order(const void *left, const void *right) {
    const struct change *l = left, *r = right;
    return (l->number > r->number) - (l->number < r->number);
}

static void write_changes(struct text *pdf, struct changes *changes, const char *trailer,
                          long previous) {
    qsort(changes->v, changes->n, sizeof *changes->v, change_order);
    for (struct change *c = changes->v; c < changes->v + changes->n; c++) {
        c->at = pdf->len;
        text_addf(pdf, "%ld 0 obj\n%sendobj\n", c->number, c->body);
    }
    size_t table = pdf->len;
    text_add(pdf, "xref\n");
    for (const struct change *c = changes->v; c < changes->v + changes->n; c++)
        text_addf(pdf, "%ld 1\n%010zu 00000 n \n", c->number, c->at);
    text_addf(pdf, "trailer\n%s   /Prev %ld\n>>\nstartxref\n%zu\n%%%%EOF\n", trailer, previous,
              table);
}

bool pdf_after_write(const struct pdf_after *after, struct text *pdf) {
    if (pdf->len < 64) return false;
    const char *start = after_last(pdf, "startxref\n"), *trailer = after_last(pdf, "trailer\n");
    const char *root = trailer ? strstr(trailer, "/Root ") : NULL;
    const char *dictionary_end = trailer ? strstr(trailer, ">>") : NULL;
    if (!start || !root || !dictionary_end) return false;
    long number = strtol(root + 6, NULL, 10), previous = strtol(start, NULL, 10);
    const char *old = arena_dup_n(after->arena, trailer, (size_t)(dictionary_end - trailer));
    struct changes changes = {arena_array(after->arena, after->n + 1, sizeof *changes.v), 0};
    if (!change_catalogue(after, pdf, number, &changes) ||
        !change_elements(after, pdf, "Figure", &changes) ||
        !change_elements(after, pdf, "TH", &changes))
        return false;
    write_changes(pdf, &changes, old, previous);
    return true;
}
