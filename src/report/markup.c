/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/markup.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *entity(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void markup_text(struct text *out, const char *text) {
    while (text && *text) {
        size_t plain = strcspn(text, "&<>\"'");
        text_add_n(out, text, plain);
        text += plain;
        if (*text) text_add(out, entity(*text++));
    }
}

void markup_coord(struct text *out, double x) {
    assert(isfinite(x));
    long tenths = lround(fmax(-1e7, fmin(1e7, x)) * 10);
    text_addf(out, "%s%ld", tenths < 0 ? "-" : "", labs(tenths) / 10);
    if (tenths % 10) text_addf(out, ".%ld", labs(tenths) % 10);
}

void markup_attr(struct text *out, const char *name, double x) {
    text_addf(out, " %s=\"", name);
    markup_coord(out, x);
    text_addc(out, '"');
}
