/* SPDX-License-Identifier: EUPL-1.2
 *
 * Numbers, periods and places as Danish publishers write them.
 */
#include "exchange/figures.h"

#include "base/collate.h"
#include "exchange/seen.h"
#include "gen/rules.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS      "0123456789"
#define DIGITS_MAX  15
#define YEAR_FIRST  1950
#define YEAR_LAST   2100
#define CODE_NONE   98 /* StatBank: grade school in no known municipality */
#define REGION_LONG 1000

/* ---- numbers ---- */

/* Without spaces of any kind, and without a percent sign at the end; false when it is too long. */
static bool squeeze(const char *text, char *out, size_t size) {
    size_t n = 0;
    for (const char *p = text; *p; p++) {
        if (*p == ' ' || *p == '\t') continue;
        if (!strncmp(p, "\xc2\xa0", 2)) { /* no-break space */
            p++;
            continue;
        }
        if (n + 1 == size) return false;
        out[n++] = *p;
    }
    if (n && out[n - 1] == '%') n--;
    out[n] = '\0';
    return true;
}

static bool is_absent(const char *text) {
    static const char *const marks[] = {"", "..", ".", "-", "*", "x", "X", "\xe2\x80\x93"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (!strcmp(text, marks[i])) return true;
    return false;
}

/* 1.234.567 or 1234567: how much of the text is such a whole number; 0 when it begins with none. */
static size_t whole_part(const char *text) {
    size_t n = strspn(text, DIGITS);
    if (n == 0 || n > 3) return n;
    while (text[n] == '.' && strspn(text + n + 1, DIGITS) == 3) n += 4;
    return n;
}

static bool has_foreign_point(const char *text) {
    const char *point = strchr(text, '.'), *comma = strchr(text, ',');
    return strspn(text, DIGITS ".,") == strlen(text) &&
           (point || (comma && strchr(comma + 1, ',')));
}

enum cell_number figure_number(const char *text, double *ret_x) {
    char clean[64], digits[64];
    if (!text) return NUMBER_ABSENT;
    if (!squeeze(text, clean, sizeof clean)) return NUMBER_BAD;
    if (is_absent(clean)) return NUMBER_ABSENT;
    bool negative = *clean == '-';
    const char *p = clean + negative;
    size_t whole = whole_part(p), n = 0;
    bool ends = p[whole] == '\0';
    bool decimals =
        p[whole] == ',' && p[whole + 1] && strspn(p + whole + 1, DIGITS) == strlen(p + whole + 1);
    if (!whole || !(ends || decimals)) return has_foreign_point(p) ? NUMBER_POINT : NUMBER_BAD;
    for (; *p; p++)
        if (*p != '.') digits[n++] = *p == ',' ? '.' : *p;
    digits[n] = '\0';
    if (n > DIGITS_MAX + 1) return NUMBER_BAD;
    double x = strtod(digits, NULL);
    *ret_x = negative ? -x : x;
    return NUMBER_GOOD;
}

/* ---- periods ---- */

static bool read_digits(const char **p, size_t n, int *ret) {
    if (strspn(*p, DIGITS) != n) return false;
    int x = 0;
    for (size_t i = 0; i < n; i++) x = 10 * x + (*(*p)++ - '0');
    *ret = x;
    return true;
}

/* "/25" or "/2025" behind 2024. */
static bool is_next_year(const char *p, int year) {
    int next;
    if (*p != '/' && *p != '-') return false;
    p++;
    size_t n = strspn(p, DIGITS);
    if ((n != 2 && n != 4) || !read_digits(&p, n, &next) || *p) return false;
    return next == (n == 2 ? (year + 1) % 100 : year + 1);
}

static bool read_month(const char *p, int *ret_month) {
    if (*p != 'M' && *p != 'm' && *p != '-') return false;
    p++;
    return read_digits(&p, 2, ret_month) && !*p && *ret_month >= 1 && *ret_month <= 12;
}

enum cell_period figure_period_read(struct arena *a, const char *text, enum figure_every every,
                                    const char **ret_period, int *ret_at, int *ret_order) {
    int year, month = 0;
    const char *p = text ? text : "";
    while (*p == ' ') p++;
    if (!read_digits(&p, 4, &year) || year < YEAR_FIRST || year > YEAR_LAST) return PERIOD_BAD;
    if (!strncmp(p, "QMAT", 4) || !strncmp(p, "MAT", 3) || !strncmp(p, "YMAT", 4))
        return PERIOD_RUNNING;
    enum figure_every is;
    if (!*p)
        is = EVERY_YEAR;
    else if (is_next_year(p, year))
        is = EVERY_SCHOOL_YEAR;
    else if (read_month(p, &month))
        is = EVERY_MONTH;
    else
        return *p == 'Q' || *p == 'K' ? PERIOD_OTHER : PERIOD_BAD;
    if (is != every) return PERIOD_OTHER;
    *ret_at = year * 100 + month;
    *ret_order = is == EVERY_MONTH ? year * 12 + month : year;
    *ret_period = is == EVERY_YEAR          ? arena_fmt(a, "%d", year)
                  : is == EVERY_SCHOOL_YEAR ? arena_fmt(a, "%d/%02d", year, (year + 1) % 100)
                                            : arena_fmt(a, "%d-%02d", year, month);
    return PERIOD_GOOD;
}

/* ---- places ---- */

struct areas {
    struct seen *by_word; /* folded name or code -> place in names */
    const char **names;
    int64_t n;
};

static void area_put(struct arena *a, struct areas *areas, const char *word) {
    int64_t ignored;
    if (*word) seen_add(areas->by_word, fold(a, word), areas->n, &ignored);
}

/* code;name;also|also */
static void area_line(struct arena *a, struct areas *areas, char *line) {
    char *name = strchr(line, ';'), *also = name ? strchr(name + 1, ';') : NULL, *save;
    if (!also) return;
    *name++ = '\0';
    *also++ = '\0';
    areas->names[areas->n] = name;
    area_put(a, areas, line);
    area_put(a, areas, name);
    for (char *word = strtok_r(also, "|", &save); word; word = strtok_r(NULL, "|", &save))
        area_put(a, areas, word);
    areas->n++;
}

struct areas *areas_new(struct arena *a) {
    struct areas *areas = arena_alloc(a, sizeof *areas);
    char *text = arena_dup(a, rules_areas), *save;
    size_t lines = 0;
    for (const char *p = text; *p; p++) lines += *p == '\n';
    *areas = (struct areas){.by_word = seen_new(a),
                            .names = arena_array(a, lines, sizeof *areas->names)};
    strtok_r(text, "\n", &save); /* the heading */
    for (char *line; (line = strtok_r(NULL, "\n", &save));) area_line(a, areas, line);
    return areas;
}

static const char *area_by_word(const struct areas *areas, const char *word) {
    int64_t place;
    return seen_find(areas->by_word, word, &place) ? areas->names[place] : NULL;
}

/* 0 and 000 the country, 81, 081 and 1081 a region, 791 and 0791 a municipality. */
static const char *area_by_code(struct arena *a, const struct areas *areas, long code) {
    if (code > REGION_LONG + 80 && code < REGION_LONG + 86) code -= REGION_LONG;
    return area_by_word(areas, arena_fmt(a, "%03ld", code));
}

const char *area_find(struct arena *a, const struct areas *areas, const char *text,
                      bool *ret_none) {
    const char *p = text ? text : "";
    while (*p == ' ') p++;
    size_t digits = strspn(p, DIGITS);
    *ret_none = false;
    if (digits && digits <= 4 && (p[digits] == '\0' || p[digits] == ' ')) {
        long code = strtol(p, NULL, 10);
        *ret_none = code == CODE_NONE;
        return area_by_code(a, areas, code);
    }
    char *word = arena_dup(a, fold(a, p));
    size_t len = strlen(word);
    static const char *const tails[] = {" regionskommune", " kommune"};
    for (size_t i = 0; i < 2; i++) {
        size_t tail = strlen(tails[i]);
        if (len > tail && !strcmp(word + len - tail, tails[i])) word[len -= tail] = '\0';
    }
    *ret_none = !strncmp(word, "uoplyst", 7) || !strncmp(word, "ukendt", 6);
    return area_by_word(areas, word);
}
