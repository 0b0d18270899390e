/* SPDX-License-Identifier: EUPL-1.2 */
#include "stat/frame_cell.h"

#include "base/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void months_fill(struct months *months) {
    for (int i = 0; i <= MONTHS_YEARS * 12; i++)
        months->first[i] = day_from_ymd(MONTHS_YEAR + i / 12, 1 + i % 12, 1);
}

/* ---- cutting out ---- */

static bool is_space(char c) { return c == ' ' || c == '\t'; }

/* Where the line end at p begins: before a CR that belongs to it. */
static const char *before_cr(const char *start, const char *p) {
    return p > start && *p == '\n' && p[-1] == '\r' ? p - 1 : p;
}

static const char *cut_plain(const char *p, char separator, struct cell *ret) {
    const char *start = p;
    while (*p != separator && *p != '\n') p++;
    const char *end = before_cr(start, p), *last = end;
    while (start < last && is_space(*start)) start++;
    while (start < last && is_space(last[-1])) last--;
    *ret = (struct cell){.ptr = start, .len = (size_t)(last - start)};
    return end;
}

static const char *cut_quoted(const char *p, const char *limit, char separator, char *scratch,
                              struct cell *ret, enum frame_fault *ret_fault) {
    size_t len = 0;
    for (p++; p < limit; p++) {
        if (*p == '"' && *++p != '"') {
            *ret = (struct cell){.ptr = scratch, .len = len, .quoted = true};
            if (p < limit && (*p == separator || *p == '\n' || (*p == '\r' && p[1] == '\n')))
                return p;
            *ret_fault = p < limit ? CELL_QUOTE_TEXT : CELL_QUOTE_OPEN;
            return NULL;
        }
        scratch[len++] = *p;
    }
    *ret_fault = CELL_QUOTE_OPEN;
    return NULL;
}

const char *cell_cut(const char *p, const char *limit, char separator, char *scratch,
                     struct cell *ret, enum frame_fault *ret_fault) {
    if (*p == '"') return cut_quoted(p, limit, separator, scratch, ret, ret_fault);
    return cut_plain(p, separator, ret);
}

/* ---- reading ---- */

bool cell_is_missing(struct cell cell) {
    if (cell.quoted && cell.len > 0) return false; /* "NA" in quotes is a text */
    return cell.len == 0 || (cell.len == 2 && memcmp(cell.ptr, "NA", 2) == 0);
}

static bool spells(struct cell cell, const char *word) {
    return cell.len == strlen(word) && strncasecmp(cell.ptr, word, cell.len) == 0;
}

static bool says_infinite(struct cell cell) {
    if (cell.len && (*cell.ptr == '-' || *cell.ptr == '+')) {
        cell.ptr++;
        cell.len--;
    }
    return spells(cell, "nan") || spells(cell, "inf") || spells(cell, "infinity");
}

enum frame_fault cell_double(struct cell cell, char decimal, double *ret) {
    char text[64]; /* longer numbers are nobody's */
    if (says_infinite(cell)) return CELL_FINITE;
    if (cell.len == 0 || cell.len >= sizeof text) return CELL_NUMBER;
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i] == decimal ? '.' : cell.ptr[i];
        if (!strchr("0123456789+-.eE", c) || c == '\0') return CELL_NUMBER;
        text[i] = c;
    }
    text[cell.len] = '\0';
    char *end;
    double x = strtod(text, &end); /* the program's locale for numbers is C: nobody sets another */
    if (*end || end == text) return CELL_NUMBER;
    if (!isfinite(x)) return CELL_FINITE;
    *ret = x;
    return CELL_FINE;
}

static size_t count_digits(const char *p, const char *end) {
    size_t n = 0;
    while (p + n < end && p[n] >= '0' && p[n] <= '9') n++;
    return n;
}

enum frame_fault cell_int(struct cell cell, int64_t *ret) {
    const char *p = cell.ptr, *end = p + cell.len;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    while (end - p > 1 && *p == '0') p++;
    int64_t value = 0;
    size_t digits = count_digits(p, end);
    if (digits == 0 || digits > 18 || p + digits < end) {
        double x;
        enum frame_fault fault = cell_double(cell, '.', &x);
        return fault == CELL_FINE ? CELL_WHOLE : fault;
    }
    for (; p < end; p++) value = value * 10 + (*p - '0');
    *ret = negative ? -value : value;
    return CELL_FINE;
}

enum frame_fault cell_day(struct cell cell, int32_t *ret) {
    char text[11];
    if (cell.len != 10 || memchr(cell.ptr, '\0', 10)) return CELL_DAY;
    memcpy(text, cell.ptr, 10);
    text[10] = '\0';
    *ret = day_parse_iso(text);
    return *ret == DAY_NONE ? CELL_DAY : CELL_FINE;
}
