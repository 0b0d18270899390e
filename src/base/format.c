/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * ICU knows the words and the symbols, this file the layout (ui guide 2.1). The names of months
 * and weekdays are read from ICU once per program; after that a date is put together from them,
 * which needs no ICU object, no lock and well under a microsecond. Numbers go through ICU's number
 * formatters, one per language and number of decimals, made on first use: they are immutable, so
 * all threads share them and nothing is freed per thread.
 */
#include "format.h"

#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#include "date.h"

#define LANGS        2
#define MAX_DECIMALS 6
#define NBSP         "\xc2\xa0"
#define MINUS_SIGN   "\xe2\x88\x92"

struct words {
    char month[12][24];
    char month_short[12][24];
    char weekday[8][24]; /* [1] Monday ... [7] Sunday */
    UNumberFormatter *number[MAX_DECIMALS + 1];
};

static const char *const locales[LANGS] = {[LANG_DA] = "da_DK", [LANG_EN] = "en_GB"};
static struct words words_of[LANGS];
static pthread_once_t words_once = PTHREAD_ONCE_INIT;

/* Without ICU's tables every page would be wrong, so failing to load them stops the program. */
static void must(UErrorCode status) {
    if (U_FAILURE(status)) {
        fprintf(stderr, "error ICU: %s\n", u_errorName(status));
        abort();
    }
}

static void load_symbol(const UDateFormat *f, UDateFormatSymbolType type, int index,
                        char ret[static 24]) {
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[24];
    int32_t len = udat_getSymbols(f, type, index, wide, 24, &status);
    u_strToUTF8(ret, 24, NULL, wide, len, &status);
    must(status);
}

static void load_names(struct words *w, const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *f = udat_open(UDAT_NONE, UDAT_LONG, locale, u"UTC", -1, NULL, 0, &status);
    must(status);
    for (int i = 0; i < 12; i++) {
        load_symbol(f, UDAT_MONTHS, i, w->month[i]);
        load_symbol(f, UDAT_SHORT_MONTHS, i, w->month_short[i]);
    }
    for (int i = 1; i <= 7; i++)
        load_symbol(f, UDAT_WEEKDAYS, i % 7 + 1, w->weekday[i]); /* ICU: 1 = Sunday */
    udat_close(f);
}

/* ICU compiles a formatter on its third use. Doing that here, before anybody shares it, means that
 * threads only ever read it (and lets the thread sanitizer, which does not see into ICU, check
 * that). */
static void warm_up(const UNumberFormatter *f) {
    UErrorCode status = U_ZERO_ERROR;
    UFormattedNumber *formatted = unumf_openResult(&status);
    for (int i = 0; i < 5; i++) unumf_formatDouble(f, 1.5, formatted, &status);
    unumf_closeResult(formatted);
    must(status);
}

static UNumberFormatter *open_number(const char *locale, int decimals) {
    UChar skeleton[64];
    char ascii[64];
    snprintf(ascii, sizeof ascii, "rounding-mode-half-up %s%.*s",
             decimals == 0 ? "precision-integer" : ".", decimals, "000000");
    u_uastrcpy(skeleton, ascii);
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormatter *f = unumf_openForSkeletonAndLocale(skeleton, -1, locale, &status);
    must(status);
    warm_up(f);
    return f;
}

static void load_words(void) {
    for (int lang = 0; lang < LANGS; lang++) {
        load_names(&words_of[lang], locales[lang]);
        for (int d = 0; d <= MAX_DECIMALS; d++)
            words_of[lang].number[d] = open_number(locales[lang], d);
    }
}

static const struct words *words(enum lang lang) {
    assert(lang == LANG_DA || lang == LANG_EN);
    pthread_once(&words_once, load_words);
    return &words_of[lang];
}

enum lang lang_from_locale(const char *locale) {
    if (locale == NULL) return LANG_DA;
    bool english = strncmp(locale, "en", 2) == 0 && !isalpha((unsigned char)locale[2]);
    bool plain =
        strcmp(locale, "C") == 0 || strncmp(locale, "C.", 2) == 0 || strcmp(locale, "POSIX") == 0;
    return english || plain ? LANG_EN : LANG_DA;
}

/* Numbers */

static const char *number_text(struct arena *a, UFormattedNumber *formatted, UErrorCode *status) {
    const UChar *wide;
    int32_t wide_len = 0, len = 0;
    wide = ufmtval_getString(unumf_resultAsValue(formatted, status), &wide_len, status);
    must(*status);
    size_t cap = (size_t)wide_len * 3 + 1;
    char *text = arena_alloc(a, cap);
    u_strToUTF8(text, (int32_t)cap, &len, wide, wide_len, status);
    must(*status);
    return text;
}

const char *fmt_int(struct arena *a, enum lang lang, int64_t n) {
    if (n == INT_NONE) return "";
    if (n >= 0 && n < 1000) return arena_fmt(a, "%d", (int)n); /* no marks: the same everywhere */
    UErrorCode status = U_ZERO_ERROR;
    UFormattedNumber *formatted = unumf_openResult(&status);
    unumf_formatInt(words(lang)->number[0], n, formatted, &status);
    const char *text = number_text(a, formatted, &status);
    unumf_closeResult(formatted);
    return text;
}

/* -0,0 would be read as a number below nothing. */
static double without_negative_zero(double x, int decimals) {
    return fabs(x) < 0.5 * pow(10, -decimals) ? 0 : x;
}

const char *fmt_number(struct arena *a, enum lang lang, double x, int decimals) {
    assert(decimals >= 0 && decimals <= MAX_DECIMALS);
    if (isnan(x)) return "";
    UErrorCode status = U_ZERO_ERROR;
    UFormattedNumber *formatted = unumf_openResult(&status);
    unumf_formatDouble(words(lang)->number[decimals], without_negative_zero(x, decimals), formatted,
                       &status);
    const char *text = number_text(a, formatted, &status);
    unumf_closeResult(formatted);
    return text;
}

const char *fmt_percent(struct arena *a, enum lang lang, double x, int decimals) {
    if (isnan(x)) return "";
    return arena_fmt(a, lang == LANG_DA ? "%s" NBSP "%%" : "%s%%",
                     fmt_number(a, lang, x, decimals));
}

/* Dates */

struct parts {
    int year, month, day;
    const char *month_name, *month_short, *weekday;
};

static struct parts parts_of(enum lang lang, int32_t day) {
    struct parts p;
    day_to_ymd(day, &p.year, &p.month, &p.day);
    const struct words *w = words(lang);
    p.month_name = w->month[p.month - 1];
    p.month_short = w->month_short[p.month - 1];
    p.weekday = w->weekday[day_weekday(day)];
    return p;
}

const char *fmt_day_long(struct arena *a, enum lang lang, int32_t day) {
    if (day == DAY_NONE) return "";
    struct parts p = parts_of(lang, day);
    return arena_fmt(a, lang == LANG_DA ? "%d. %s %d" : "%d %s %d", p.day, p.month_name, p.year);
}

const char *fmt_day_short(struct arena *a, enum lang lang, int32_t day) {
    if (day == DAY_NONE) return "";
    struct parts p = parts_of(lang, day);
    return arena_fmt(a, lang == LANG_DA ? "%d. %s %d" : "%d %s %d", p.day, p.month_short, p.year);
}

const char *fmt_day_table(struct arena *a, enum lang lang, int32_t day) {
    if (day == DAY_NONE) return "";
    struct parts p = parts_of(lang, day);
    return arena_fmt(a, lang == LANG_DA ? "%02d.%02d.%d" : "%02d/%02d/%d", p.day, p.month, p.year);
}

const char *fmt_day_weekday(struct arena *a, enum lang lang, int32_t day) {
    if (day == DAY_NONE) return "";
    struct parts p = parts_of(lang, day);
    return arena_fmt(a, lang == LANG_DA ? "%s den %d. %s %d" : "%s %d %s %d", p.weekday, p.day,
                     p.month_name, p.year);
}

const char *fmt_day_near(struct arena *a, enum lang lang, int32_t day) {
    if (day == DAY_NONE) return "";
    struct parts p = parts_of(lang, day);
    return arena_fmt(a, lang == LANG_DA ? "%s den %d. %s" : "%s %d %s", p.weekday, p.day,
                     p.month_name);
}

const char *fmt_time(struct arena *a, enum lang lang, int hour, int minute) {
    return arena_fmt(a, lang == LANG_DA ? "kl. %d.%02d" : "%d:%02d", hour, minute);
}

const char *fmt_time_table(struct arena *a, enum lang lang, int hour, int minute) {
    return arena_fmt(a, lang == LANG_DA ? "%02d.%02d" : "%02d:%02d", hour, minute);
}

const char *fmt_phone(struct arena *a, const char *phone) {
    if (phone == NULL) return "";
    const char *p = strncmp(phone, "+45", 3) == 0    ? phone + 3
                    : strncmp(phone, "0045", 4) == 0 ? phone + 4
                                                     : phone;
    char d[8];
    int n = 0;
    for (; *p != '\0'; p++) {
        if (*p == ' ') continue;
        if (!isdigit((unsigned char)*p) || n == 8) return arena_dup(a, phone);
        d[n++] = *p;
    }
    if (n != 8) return arena_dup(a, phone);
    return arena_fmt(a, "%.2s" NBSP "%.2s" NBSP "%.2s" NBSP "%.2s", d, d + 2, d + 4, d + 6);
}

/* Reading */

/* What a number is made of, once the outside is stripped: digits with `,` and `.`; thousands'
 * spaces are dropped. */
struct typed_number {
    bool negative;
    char digits[32]; /* 1.238,5 */
};

static bool skip_prefix(const char **p, const char *prefix) {
    size_t len = strlen(prefix);
    if (strncmp(*p, prefix, len) != 0) return false;
    *p += len;
    return true;
}

static void skip_spaces(const char **p) {
    while (skip_prefix(p, " ") || skip_prefix(p, NBSP)) continue;
}

/* The next three characters are a group of thousands, and the number goes on or ends after them. */
static bool is_thousands(const char *p) { return strspn(p, "0123456789") == 3; }

static bool read_typed(const char *p, struct typed_number *ret) {
    struct typed_number t = {0};
    size_t n = 0;
    skip_spaces(&p);
    t.negative = skip_prefix(&p, "-") || skip_prefix(&p, MINUS_SIGN);
    while (*p != '\0') {
        if (isdigit((unsigned char)*p) || *p == ',' || *p == '.') {
            if (n + 1 >= sizeof t.digits) return false;
            t.digits[n++] = *p++;
            continue;
        }
        const char *gap = p;
        skip_spaces(&p);
        if (p == gap) return false;
        if (*p != '\0' && (n == 0 || !is_thousands(p))) return false;
    }
    *ret = t;
    return n > 0;
}

static size_t count_char(const char *s, char c) {
    size_t n = 0;
    for (; *s != '\0'; s++) n += *s == c;
    return n;
}

/* Points as thousands: one to three digits, then groups of three, up to the comma or the end. */
static bool points_group_thousands(const char *s) {
    size_t head = strspn(s, "0123456789");
    if (head < 1 || head > 3 || s[0] == '0') return false;
    for (s += head; *s == '.'; s += 4)
        if (!is_thousands(s + 1)) return false;
    return *s == ',' || *s == '\0';
}

static bool is_ambiguous(const char *s) {
    return count_char(s, '.') == 1 && count_char(s, ',') == 0 && points_group_thousands(s);
}

bool number_is_ambiguous(const char *text) {
    struct typed_number t;
    return text != NULL && read_typed(text, &t) && is_ambiguous(t.digits);
}

/* Digits with at most one decimal mark, both sides present. strtod() would ask the locale which
 * mark that is. */
static bool read_decimal(const char *s, char mark, double *ret_x) {
    double whole = 0, fraction = 0, scale = 1;
    if (!isdigit((unsigned char)*s)) return false;
    for (; *s != '\0' && *s != mark; s++)
        if (isdigit((unsigned char)*s)) whole = whole * 10 + (*s - '0');
    if (*s == mark) {
        s++;
        if (!isdigit((unsigned char)*s)) return false;
        for (; isdigit((unsigned char)*s); s++, scale *= 10) fraction = fraction * 10 + (*s - '0');
    }
    *ret_x = (whole * scale + fraction) / scale;
    return *s == '\0';
}

bool number_parse(const char *text, double *ret_x) {
    struct typed_number t;
    double x;
    if (text == NULL || !read_typed(text, &t)) return false;
    size_t points = count_char(t.digits, '.'), commas = count_char(t.digits, ',');
    if (commas > 1 || is_ambiguous(t.digits)) return false;
    bool grouped = points > 0 && points_group_thousands(t.digits);
    bool point_is_decimal = points == 1 && commas == 0;
    if (points > 0 && !grouped && !point_is_decimal) return false;
    if (!read_decimal(t.digits, point_is_decimal ? '.' : ',', &x)) return false;
    *ret_x = t.negative ? -x : x;
    return true;
}

bool time_parse(const char *text, int *ret_hour, int *ret_minute) {
    if (text == NULL) return false;
    const char *p = text;
    skip_spaces(&p);
    if (skip_prefix(&p, "kl.")) skip_spaces(&p);
    size_t n = strspn(p, "0123456789");
    char d[5] = {0};
    if (n < 1 || n > 4) return false;
    memcpy(d, p, n);
    p += n;
    int first = 0, minute = 0;
    for (size_t i = 0; i < n; i++) first = first * 10 + (d[i] - '0');
    int hour = n <= 2 ? first : first / 100;
    if (n > 2) minute = first % 100;
    if (n <= 2 && (*p == '.' || *p == ':')) {
        if (strspn(p + 1, "0123456789") != 2) return false;
        minute = (p[1] - '0') * 10 + (p[2] - '0');
        p += 3;
    }
    skip_spaces(&p);
    if (*p != '\0' || hour > 23 || minute > 59) return false;
    *ret_hour = hour;
    *ret_minute = minute;
    return true;
}
