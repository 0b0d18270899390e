/* SPDX-License-Identifier: EUPL-1.2
 *
 * The table of templates, and how one becomes a letter. The words are messages, so that they are
 * versioned with the program; test.c proves that every slot of a template has somebody who fills it.
 */
#include "letter/internal.h"

#include "gen/msg.h"

#include <string.h>

const struct template letter_templates[] = {
    /* rules.md 1.6: who is told what about readiness (UPV), in writing, with reasons and what follows */
    {"readiness-8", {"resultat", "begrundelse", "forloeb"}},
    {"readiness-not-ready", {"resultat", "begrundelse", "forloeb"}},
    {"readiness-rejudged", {"resultat", "begrundelse", "forloeb"}},
    /* rules.md 2: a sanction needs this notice first; then hearing, reasons, complaint guidance */
    {"duty-notice", {"plan"}},
    {"duty-hearing", {"sag", "frist"}},
    {"duty-decision", {"afgoerelse", "begrundelse", "regler", "fra", "klage_til", "klagefrist"}},
    {"duty-kept", {"begrundelse"}},
    {"duty-resumed", {"begrundelse", "fra"}},
    {"duty-exempt", {"varighed", "grund", "begrundelse"}}, /* § 2 a(2) */
    {"fgu-yes", {"begrundelse", "spor", "periode"}},       /* § 2 k */
    {"fgu-no", {"begrundelse", "klage_til", "klagefrist"}},
    {"plan-agreed", {"maal", "trin", "opfoelgning"}},
};
const size_t letter_templates_n = sizeof letter_templates / sizeof *letter_templates;

const struct template *template_find(const char *name) {
    for (size_t i = 0; i < letter_templates_n; i++)
        if (strcmp(letter_templates[i].name, name) == 0) return &letter_templates[i];
    return NULL;
}

static const struct letter_value *find(const struct letter_value *values, size_t n,
                                       const char *slot, size_t len) {
    for (size_t i = 0; i < n; i++)
        if (strncmp(values[i].slot, slot, len) == 0 && !values[i].slot[len]) return &values[i];
    return NULL;
}

/* The text with its slots filled. *ret_empty: one of them has nothing to say. */
static const char *fill(struct arena *a, const char *text, const struct slot_values *values,
                        bool *ret_empty, struct err *err) {
    struct text out;
    text_init(&out, a);
    *ret_empty = false;
    for (const char *p = text; *p;) {
        size_t plain = strcspn(p, "[");
        text_add_n(&out, p, plain);
        p += plain;
        if (!*p) break;
        size_t len = strcspn(p + 1, "]");
        const struct letter_value *v = find(values->common, values->common_n, p + 1, len);
        if (!v) v = find(values->own, values->own_n, p + 1, len);
        if (!v) {
            err_set(err, ERR_INPUT, "a letter's slot '%.*s' has no value", (int)len, p + 1);
            return NULL;
        }
        if (!v->text || !*v->text) *ret_empty = true;
        text_add(&out, v->text);
        p += 1 + len + (p[1 + len] == ']');
    }
    return text_str(&out);
}

/* A line of a filled paragraph; blank ones say nothing. */
static void block_add(struct arena *a, struct sheet *sheet, const char *line, size_t len) {
    while (len && (line[0] == ' ' || line[0] == '\r')) line++, len--;
    while (len && (line[len - 1] == ' ' || line[len - 1] == '\r')) len--;
    if (!len) return;
    struct block block = {BLOCK_TEXT, NULL};
    if (len > 2 && line[1] == ' ' && (line[0] == '#' || line[0] == '-')) {
        block.kind = line[0] == '#' ? BLOCK_HEADING : BLOCK_ITEM;
        line += 2;
        len -= 2;
    }
    block.text = arena_dup_n(a, line, len);
    sheet->blocks = arena_grow(a, sheet->blocks, sheet->blocks_n * sizeof block,
                               (sheet->blocks_n + 1) * sizeof block);
    sheet->blocks[sheet->blocks_n++] = block;
}

static void paragraph_add(struct arena *a, struct sheet *sheet, const char *text) {
    for (const char *p = text;;) {
        size_t len = strcspn(p, "\n");
        block_add(a, sheet, p, len);
        if (!p[len]) return;
        p += len + 1;
    }
}

bool template_fill(struct arena *a, const char *name, const struct slot_values *values,
                   struct sheet *sheet, struct err *err) {
    bool empty;
    const char *subject = msg_by_key(LANG_DA, arena_fmt(a, "letter.%s.subject", name));
    if (subject && !(sheet->subject = fill(a, subject, values, &empty, err))) return false;
    for (int i = 1;; i++) {
        const char *text = msg_by_key(LANG_DA, arena_fmt(a, "letter.%s.%d", name, i));
        if (!text) return true;
        const char *filled = fill(a, text, values, &empty, err);
        if (!filled) return false;
        if (!empty) paragraph_add(a, sheet, filled);
    }
}

/* ---- what is sealed ---- */

static void part(struct text *out, char kind, const char *text) {
    text_addc(out, kind);
    for (const char *p = text; *p; p++)
        text_addc(out, (unsigned char)*p < ' ' ? ' ' : *p); /* XML has no control characters */
    text_addc(out, '\n');
}

const char *sheet_write(struct arena *a, const struct sheet *sheet) {
    struct text out;
    text_init(&out, a);
    part(&out, 'M', sheet->municipality);
    part(&out, 'T', sheet->to);
    part(&out, 'S', sheet->subject);
    for (size_t i = 0; i < sheet->blocks_n; i++)
        part(&out, (char)sheet->blocks[i].kind, sheet->blocks[i].text);
    return text_str(&out);
}

bool sheet_read(struct arena *a, const char *text, struct sheet *ret_sheet) {
    size_t lines = 0;
    for (const char *p = text; *p; p++) lines += *p == '\n';
    struct sheet s = {.day = DAY_NONE, .blocks = arena_array(a, lines, sizeof *s.blocks)};
    for (const char *p = text; *p;) {
        size_t len = strcspn(p, "\n");
        const char *words = len ? arena_dup_n(a, p + 1, len - 1) : "";
        if (*p == 'M')
            s.municipality = words;
        else if (*p == 'T')
            s.to = words;
        else if (*p == 'S')
            s.subject = words;
        else if (*p == BLOCK_TEXT || *p == BLOCK_HEADING || *p == BLOCK_ITEM)
            s.blocks[s.blocks_n++] = (struct block){(enum block_kind) * p, words};
        p += len + (p[len] == '\n');
    }
    *ret_sheet = s;
    return s.municipality && s.to && s.subject;
}
