/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the tests of this room share. Include after <cmocka.h>.
 */
#ifndef VEJVISER_ANNUAL_TESTING_H
#define VEJVISER_ANNUAL_TESTING_H

#include "annual/internal.h"
#include "goal/testing.h"
#include "tests/house.h"

#include <ctype.h>

BROWSER_UNUSED void goals(struct house_test *h) {
    struct err err = {0};
    if (!store_write(h->store, goal_test_load, NULL, &err)) fail_msg("%s", err.message);
}

BROWSER_UNUSED struct document report(struct house_test *h, int year) {
    struct annual_ask ask = {.school_year = year, .lang = LANG_DA, .day = DAY_NONE};
    struct document d;
    struct err err = {0};
    if (!annual_document(h->db, h->arena, &ask, &d, &err)) fail_msg("%s", err.message);
    return d;
}

BROWSER_UNUSED const char *html_of(const struct document *d) {
    struct text out;
    text_init(&out, d->arena);
    document_html(d, &out);
    return text_str(&out);
}

/* All numbers of the text between two marks, in order, with their decimals. */
BROWSER_UNUSED const char *numbers_in(struct arena *a, const char *html, const char *from,
                                      const char *to) {
    const char *begin = strstr(html, from);
    if (!begin) fail_msg("no %s", from);
    const char *end = strstr(begin + strlen(from), to);
    if (!end) fail_msg("no %s after %s", to, from);
    struct text out;
    text_init(&out, a);
    bool in_tag = false;
    for (const char *s = begin; s < end; s++) {
        if (*s == '<') in_tag = true;
        if (!in_tag && (isdigit((unsigned char)*s) || ((*s == ',' || *s == '.') && out.len)))
            text_addc(&out, *s);
        else if (out.len && out.ptr[out.len - 1] != ' ')
            text_addc(&out, ' ');
        if (*s == '>') in_tag = false;
    }
    return text_str(&out);
}

#endif
