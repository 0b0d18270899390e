/* SPDX-License-Identifier: EUPL-1.2
 *
 * What both pages are made of.
 */
#include "effect/internal.h"

#include "gen/msg.h"

#include <math.h>

const char *effect_points(struct arena *a, enum lang lang, double share) {
    return fmt_number(a, lang, fabs(100 * share), 1);
}

const char *effect_count_text(struct arena *a, enum lang lang, int64_t n) {
    return n && n < EFFECT_LEAST ? msg_effect_under(a, lang, EFFECT_LEAST) : fmt_int(a, lang, n);
}

void effect_warn(struct effect_page *page, const char *warning) {
    if (page->warnings_n < EFFECT_WARNINGS_MAX) page->warnings[page->warnings_n++] = warning;
}

struct table_cell effect_number(double x) {
    return (struct table_cell){.number = x};
}

struct table_cell effect_text(const char *text) {
    return (struct table_cell){.text = text};
}

const char *effect_table(struct arena *a, enum lang lang, const struct table_model *table) {
    struct text html;
    text_init(&html, a);
    table_html(&html, lang, table);
    return text_str(&html);
}
