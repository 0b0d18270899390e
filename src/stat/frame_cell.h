/* SPDX-License-Identifier: EUPL-1.2
 *
 * One cell of a CSV file; private to frame. Each kind of cell has two readers. The fast one knows
 * only the plain form and gives NULL for everything else (quotes, spaces, signs, a wrong cell); the
 * slow one takes a cell that has been cut out, and is the only one to say what is wrong.
 */
#ifndef VEJVISER_FRAME_CELL_H
#define VEJVISER_FRAME_CELL_H

#include "stat/frame.h"

enum frame_fault {
    CELL_FINE,
    CELL_NUMBER,     /* text for a number */
    CELL_WHOLE,      /* not a whole number */
    CELL_DAY,        /* not a date */
    CELL_FINITE,     /* NaN or infinity */
    CELL_MISSING,    /* empty or NA */
    CELL_RANGE,      /* outside what is allowed */
    CELL_UTF8,       /* no UTF-8 */
    CELL_QUOTE_OPEN, /* the file ended inside quotation marks */
    CELL_QUOTE_TEXT, /* text after the closing quotation mark */
    ROW_SHORT,       /* fewer cells than the header */
    ROW_WIDE,        /* more */
    ROW_LONG,        /* more than FRAME_ROW_MAX bytes */
    FILE_EMPTY,      /* no header */
    FILE_NO_ROWS,
    FILE_NO_COLUMN,    /* a wanted column is missing */
    FILE_COLUMN_TWICE, /* a name twice in the header */
    FILE_COLUMNS,      /* more than FRAME_COLUMNS_MAX */
    FILE_UNREADABLE,   /* the disk said no; errno says why */
};

/* The days on which the months of 1800-2199 begin: a look-up is faster than the calendar's formula. */
#define MONTHS_YEAR  1800
#define MONTHS_YEARS 400
struct months {
    int32_t first[MONTHS_YEARS * 12 + 1];
};
void months_fill(struct months *months);

/* ---- slow ---- */

struct cell {
    const char *ptr; /* without quotation marks and surrounding spaces */
    size_t len;
    bool quoted;
};

/* Cuts out the cell at p, which ends at the separator or the line end before `limit`; limit[-1] is a
 * line end. `scratch` (room for limit - p bytes) takes text with doubled quotation marks. Gives where
 * the separator, CR or LF stands, or NULL with *ret_fault. */
const char *cell_cut(const char *p, const char *limit, char separator, char *scratch,
                     struct cell *ret, enum frame_fault *ret_fault);
bool cell_is_missing(struct cell cell);
enum frame_fault cell_double(struct cell cell, char decimal, double *ret);
enum frame_fault cell_int(struct cell cell, int64_t *ret);
enum frame_fault cell_day(struct cell cell, int32_t *ret);

/* ---- fast: each gives where the cell ends, or NULL ---- */

static inline const char *fast_int(const char *p, int64_t *ret) {
    uint64_t value = (uint64_t)(unsigned char)*p - '0';
    if (value > 9) return NULL;
    const char *start = p;
    for (uint64_t digit; (digit = (uint64_t)(unsigned char)*++p - '0') <= 9;)
        value = value * 10 + digit;
    *ret = (int64_t)value;
    return p - start <= 18 ? p : NULL;
}

/* At most 15 digits: such a number and a power of ten up to 1e15 are exact, and one division of two
 * exact doubles is the nearest double (Clinger 1990). */
static inline const char *fast_double(const char *p, char decimal, double *ret) {
    static const double powers[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    bool negative = *p == '-';
    p += negative;
    const char *start = p;
    uint64_t value = 0;
    for (uint64_t digit; (digit = (uint64_t)(unsigned char)*p - '0') <= 9; p++)
        value = value * 10 + digit;
    ptrdiff_t digits = p - start, behind = 0;
    if (*p == decimal && decimal) {
        const char *point = p;
        for (uint64_t digit; (digit = (uint64_t)(unsigned char)*++p - '0') <= 9;)
            value = value * 10 + digit;
        behind = p - point - 1;
    }
    if (digits == 0 || digits + behind > 15) return NULL;
    double x = (double)value / powers[behind];
    *ret = negative ? -x : x;
    return p;
}

/* Eight bytes at once: `YYYY-MM-` xor its own zeros leaves digits 0-9 and dashes 0. Reads 10 bytes. */
static inline const char *fast_day(const char *p, const struct months *months, int32_t *ret) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    word = __builtin_bswap64(word) ^ 0x303030302D30302DU;
    uint64_t over = (word + 0x767676767F76767FU) | word;
    uint32_t tens = (uint32_t)(unsigned char)p[8] - '0', ones = (uint32_t)(unsigned char)p[9] - '0';
    if ((over & 0x8080808080808080U) || tens > 3 || ones > 9) return NULL;
    uint64_t pairs = (word >> 8) * 10 + (word & 0x00FFFFFFFFFFFFFFU);
    uint32_t year = (uint32_t)(pairs >> 48 & 0xFF) * 100 + (uint32_t)(pairs >> 32 & 0xFF);
    uint32_t month = (uint32_t)(pairs >> 8 & 0xFF), day = tens * 10 + ones - 1;
    if (year - MONTHS_YEAR >= MONTHS_YEARS || month - 1 >= 12) return NULL;
    const int32_t *first = &months->first[(year - MONTHS_YEAR) * 12 + month - 1];
    if (day >= (uint32_t)(first[1] - first[0])) return NULL;
    *ret = first[0] + (int32_t)day;
    return p + 10;
}

#endif
