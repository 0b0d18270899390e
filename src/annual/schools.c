/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is published of goal 1's year group, and of each goal by school: drawn and told by the same functions as on
 * the public pages. Schools stand in the order of their names and beside what chance can do, never in a rank.
 */
#include "annual/internal.h"

#include "gen/msg.h"

#include <string.h>

#define COLUMNS_MAX 4 /* of shares, that a page of paper holds */

void book_way(struct book *b) {
    if (!b->has_way) return;
    struct document *d = b->d;
    enum lang lang = b->r.lang;
    const char *const *sentences;
    size_t n;
    const struct chart_model *curve =
        goal_way_chart(b->r, &b->way, b->goals.figures, &sentences, &n);
    const struct flow_model *flow = goal_way_flow(b->r, &b->way);
    if (!curve && !flow) return;
    document_heading(d, 3, msg_goal_way(lang));
    document_text(d, DOCUMENT_TEXT, msg_goal_way_lead(lang));
    if (curve) document_chart(d, curve);
    for (size_t i = 0; i < n; i++) document_text(d, DOCUMENT_ITEM, sentences[i]);
    if (flow) document_flow(d, flow);
}

/* The goal's indicators that have schools, in their order; those with too few to lay beside each other go into
 * *ret_few as one text. */
static size_t indicators_of(struct book *b, int goal, const char **keys, const char **ret_few) {
    struct arena *a = b->r.arena;
    struct published_figures f = b->by_school;
    struct text few;
    size_t n = 0;
    text_init(&few, a);
    for (size_t i = 0; i < f.n; i++) {
        const char *key = f.v[i].indicator;
        bool first = !i || strcmp(f.v[i - 1].indicator, key) != 0;
        if (!first || f.v[i].goal != goal || f.v[i].per_100) continue;
        if (published_has_schools(f, key)) {
            keys[n++] = key;
            continue;
        }
        const char *name = msg_by_key(b->r.lang, arena_fmt(a, "indicator.%s.name", key));
        text_addf(&few, "%s%s", few.len ? "; " : "", name ? name : key);
    }
    *ret_few = few.len ? text_str(&few) : NULL;
    return n;
}

static const struct funnel_model *funnel_of(struct book *b, const char *key) {
    return published_funnel(b->r.arena, b->r.lang, &b->publication, b->by_school, key);
}

/* The first that tells of somebody is drawn, else the first; it leaves the list. */
static void draw_one(struct book *b, int goal, const char **keys, size_t *n) {
    const struct funnel_model *made = NULL;
    size_t drawn = 0;
    if (!*n) return;
    for (size_t i = 0; i < *n && !made; i++) {
        const struct funnel_model *one = funnel_of(b, keys[i]);
        if (!(funnel_theta(one) > 0)) continue;
        made = one;
        drawn = i;
    }
    struct funnel_model funnel = made ? *made : *funnel_of(b, keys[0]);
    funnel.figure.id = arena_fmt(b->r.arena, "skoler-%d", goal);
    document_funnel(b->d, &funnel);
    for (size_t i = drawn + 1; i < *n; i++) keys[i - 1] = keys[i];
    --*n;
}

void book_schools(struct book *b, int goal) {
    struct document *d = b->d;
    struct arena *a = b->r.arena;
    enum lang lang = b->r.lang;
    const char **keys = arena_array(a, b->by_school.n + 1, sizeof *keys), *few;
    size_t n = indicators_of(b, goal, keys, &few);
    if (!n && !few) return;
    document_heading(d, 3, msg_annual_schools(lang));
    document_text(d, DOCUMENT_TEXT, msg_annual_schools_text(lang));
    draw_one(b, goal, keys, &n);
    for (size_t i = 0; i < n; i += COLUMNS_MAX) {
        size_t some = n - i < COLUMNS_MAX ? n - i : COLUMNS_MAX;
        const struct table_model *made =
            published_schools_table(a, lang, b->by_school, keys + i, some);
        struct table_model *table = arena_alloc(a, sizeof *table);
        *table = *made;
        table->caption = msg_annual_part_of_goal(
            a, lang, goal, msg_annual_schools_table(a, lang, (int64_t)(1 + i / COLUMNS_MAX)));
        document_table(d, NULL, table);
    }
    if (few) document_text(d, DOCUMENT_NOTE, msg_annual_schools_few(a, lang, few));
}
