/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a compiled view writes to. Views are `.html` files; tools/html2c.py turns each into a C
 * function `void view_NAME(struct html *, const struct NAME *)` that calls the functions below.
 * Handlers never write HTML: they fill a struct and name a view.
 */
#ifndef VEJVISER_HTML_H
#define VEJVISER_HTML_H

#include "base/arena.h"
#include "base/format.h"
#include "base/text.h"

#include <stdint.h>

struct html {
    struct text *out;
    struct arena *arena;
    enum lang lang;
    const char *csrf; /* the token of this session; NULL on pages without forms */
    const char *path; /* the path of this page, for "go back here" fields */
    void (*body)(struct html *out, const void *data); /* the page's own view, for the layout */
    const void *body_data;
};

void html_raw(struct html *out, const char *literal, size_t len);
void html_raw_text(struct html *out, const char *trusted); /* trusted markup; NULL prints nothing */
void html_raw_buffer(struct html *out, const struct text *trusted); /* the same */
void html_text(struct html *out, const char *text); /* escapes; NULL prints nothing */
void html_int(struct html *out, int64_t n);         /* plain digits, for ids and attributes */
void html_url(struct html *out,
              const char *url); /* only / # ? https: tel: mailto: pass; else "#" */
void html_url_part(struct html *out,
                   const char *part); /* percent-encodes all but letters, digits, -._~ */
void html_url_rest(struct html *out, const char *rest); /* encodes only what no URL may hold */
void html_day_long(struct html *out, int32_t day);
void html_day_short(struct html *out, int32_t day);
void html_day_table(struct html *out, int32_t day);
void html_iso(struct html *out, int32_t day);
void html_number(struct html *out, double x, int decimals);
void html_percent(struct html *out, double x, int decimals);
void html_count(struct html *out, int64_t n); /* {{int n}}: with the language's thousands mark */
void html_icon(struct html *out, const char *name);
void html_asset(struct html *out, const char *name); /* the hashed URL of an asset */
void html_csrf(struct html *out);
void html_body(struct html *out);

/* Chooses by type; an expression of any other type does not compile. */
#define html_put(out, x)                                                                           \
    _Generic((x), char *: html_text, const char *: html_text, int: html_int, short: html_int,     \
        long: html_int, long long: html_int, unsigned: html_int, unsigned short: html_int,        \
        unsigned char: html_int, size_t: html_put_size)(out, x)
/* The same inside a URL whose beginning is settled: digits need no encoding. */
#define html_put_url_part(out, x)                                                                  \
    _Generic((x), char *: html_url_part, const char *: html_url_part, int: html_int,              \
        short: html_int, long: html_int, long long: html_int, unsigned: html_int,                 \
        unsigned short: html_int, unsigned char: html_int, size_t: html_put_size)(out, x)
#define html_put_url_rest(out, x)                                                                  \
    _Generic((x), char *: html_url_rest, const char *: html_url_rest, int: html_int,              \
        short: html_int, long: html_int, long long: html_int, unsigned: html_int,                 \
        unsigned short: html_int, unsigned char: html_int, size_t: html_put_size)(out, x)
/* {{raw x}} */
#define html_markup(out, x)                                                                        \
    _Generic((x), char *: html_raw_text, const char *: html_raw_text,                             \
        struct text *: html_raw_buffer, const struct text *: html_raw_buffer)(out, x)
static inline void html_put_size(struct html *out, size_t n) { html_int(out, (int64_t)n); }

#endif
