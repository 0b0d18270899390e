/* SPDX-License-Identifier: EUPL-1.2
 *
 * The municipality's own figures of the year, as they were published: share, interval, and of how many. What was not
 * told then is not told here.
 */
#include "annual/internal.h"

#include "base/clock.h"
#include "gen/msg.h"

#include <math.h>

enum { COLUMNS = 6 };

static void columns_of(enum lang lang, struct table_column *columns) {
    columns[0].label = msg_annual_own_figure(lang);
    columns[1] = (struct table_column){msg_annual_own_share(lang), true, 1, "%"};
    columns[2] = (struct table_column){msg_annual_own_lower(lang), true, 1, "%"};
    columns[3] = (struct table_column){msg_annual_own_upper(lang), true, 1, "%"};
    columns[4] = (struct table_column){msg_annual_own_base(lang), true, 0, NULL};
    columns[5] = (struct table_column){msg_annual_own_unknown(lang), true, 0, NULL};
}

static double count_of(int64_t n) { return n == INT_NONE ? (double)NAN : (double)n; }

static void row(struct book *b, const struct published_figure *f, struct table_cell *cell) {
    struct arena *a = b->r.arena;
    struct interval share = published_share(f);
    const char *key = arena_fmt(a, "indicator.%s.name", f->indicator);
    const char *name = msg_by_key(b->r.lang, key);
    cell[0].text = name ? name : f->indicator;
    cell[1].number = share.estimate;
    cell[2].number = f->per_100 ? (double)NAN : share.lower;
    cell[3].number = f->per_100 ? (double)NAN : share.upper;
    cell[4].number = count_of(f->per_100 ? f->no : f->base);
    cell[5].number = f->per_100 ? (double)NAN : count_of(f->unknown);
    if (f->per_100 && isfinite(share.estimate))
        cell[1].text =
            msg_annual_own_per_100(a, b->r.lang, fmt_number(a, b->r.lang, share.estimate, 1));
    if (!isfinite(share.estimate)) cell[1].why = msg_annual_own_hidden(b->r.lang);
}

void book_own(struct book *b, int goal) {
    struct arena *a = b->r.arena;
    enum lang lang = b->r.lang;
    struct table_column *columns = arena_array(a, COLUMNS, sizeof *columns);
    struct table_cell *cells = arena_array(a, COLUMNS * b->own.n + 1, sizeof *cells);
    struct table_model *table = arena_alloc(a, sizeof *table);
    size_t rows = 0;
    columns_of(lang, columns);
    for (size_t i = 0; i < b->own.n; i++)
        if (b->own.v[i].goal == goal) row(b, &b->own.v[i], &cells[COLUMNS * rows++]);
    if (!rows) return;
    const char *heading = goal ? msg_annual_own(lang) : msg_annual_own_law(lang);
    const char *caption = goal ? msg_annual_part_of_goal(a, lang, goal, heading) : heading;
    *table = (struct table_model){caption, columns, COLUMNS, cells, rows};
    if (!goal) document_heading(b->d, 2, heading);
    document_table(b->d, goal ? heading : NULL, table);
    document_text(b->d, DOCUMENT_NOTE,
                  msg_annual_own_note(a, lang, b->publication.version,
                                      fmt_day_long(a, lang, b->publication.as_of)));
}
