/* SPDX-License-Identifier: EUPL-1.2
 *
 * CSV that a spreadsheet may open without harm. A spreadsheet runs a cell that begins like a
 * formula, and several skip characters nobody can see before they look at the first one: so we skip
 * the same ones, and more, before we judge. A harmless apostrophe in a name's way is a fair price.
 * Quoting guards every separator, not only the file's own, since Excel in another language splits
 * the same file at another character and would make a new "first" cell out of the middle of one.
 */
#include "report/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* One character of UTF-8 (lenient: a broken byte is itself). */
static unsigned next_char(const char **text) {
    const unsigned char *s = (const unsigned char *)*text;
    int more = s[0] >= 0xf0 ? 3 : s[0] >= 0xe0 ? 2 : s[0] >= 0xc0 ? 1 : 0;
    unsigned c = more ? s[0] & (0x3fU >> more) : s[0];
    int i = 1;
    for (; i <= more && (s[i] & 0xc0) == 0x80; i++) c = c << 6 | (s[i] & 0x3fU);
    *text += i;
    return c;
}

static bool is_invisible(unsigned c) {
    return c <= 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad || c == 0x34f || c == 0x61c ||
           c == 0x1680 || (c >= 0x180b && c <= 0x180e) || (c >= 0x2000 && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202f) || (c >= 0x205f && c <= 0x206f) || c == 0x3000 ||
           (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff || (c >= 0xe0000 && c <= 0xe01ef);
}

/* = + - @ and their full-width and typographic cousins, which some programs normalise. */
static bool starts_formula(unsigned c) {
    return c == '=' || c == '+' || c == '-' || c == '@' || c == 0x2212 || c == 0xff1d ||
           c == 0xff0b || c == 0xff0d || c == 0xff20 || c == 0xfe62 || c == 0xfe63 || c == 0xfe66 ||
           c == 0xfe6b;
}

static bool is_dangerous(const char *text) {
    if (*text == '\t' || *text == '\r' || *text == '\n') return true;
    while (*text) {
        unsigned c = next_char(&text);
        if (!is_invisible(c)) return starts_formula(c);
    }
    return false;
}

static bool needs_quotes(const char *text, char separator) {
    size_t len = strlen(text);
    return strpbrk(text, ",;\t\"\r\n") || strchr(text, separator) ||
           (len && (text[0] == ' ' || text[len - 1] == ' '));
}

void csv_cell(struct text *out, const char *text, char separator) {
    text = text ? text : "";
    const char *guard = is_dangerous(text) ? "'" : "";
    if (!needs_quotes(text, separator)) {
        text_addf(out, "%s%s", guard, text);
        return;
    }
    text_addf(out, "\"%s", guard);
    for (const char *s = text; *s; s++) text_add_n(out, *s == '"' ? "\"\"" : s, *s == '"' ? 2 : 1);
    text_addc(out, '"');
}

/* A bare number: the language's decimal mark, no thousands mark, no unit; never "-0". */
static void csv_number(struct text *out, enum lang lang, double x, int decimals) {
    char digits[400];
    snprintf(digits, sizeof digits, "%.*f", decimals, x);
    const char *start = digits;
    if (*start == '-' && !strpbrk(start, "123456789")) start++;
    for (const char *s = start; *s; s++) {
        bool mark = *s == '.' || *s == ',';
        text_addc(out, mark ? (lang == LANG_DA ? ',' : '.') : *s);
    }
}

static void csv_header(struct text *out, const struct table_model *table) {
    for (size_t c = 0; c < table->columns_n; c++) {
        const struct table_column *column = &table->columns[c];
        const char *label = column->label;
        if (column->unit) label = arena_fmt(out->arena, "%s (%s)", label, column->unit);
        if (c) text_addc(out, ';');
        csv_cell(out, label, ';');
    }
    text_add(out, "\r\n");
}

void table_csv(struct text *out, enum lang lang, const struct table_model *table) {
    text_add(out, "\xef\xbb\xbf");
    csv_header(out, table);
    for (size_t i = 0; i < table->rows_n * table->columns_n; i++) {
        const struct table_cell *cell = &table->cells[i];
        size_t c = i % table->columns_n;
        if (cell->why || cell->text)
            csv_cell(out, cell->why ? cell->why : cell->text, ';');
        else if (isfinite(cell->number))
            csv_number(out, lang, cell->number, table->columns[c].decimals);
        text_add(out, c + 1 == table->columns_n ? "\r\n" : ";");
    }
}
