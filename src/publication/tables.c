/* SPDX-License-Identifier: EUPL-1.2
 *
 * A publication's figures as tables.
 */
#include "publication/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <math.h>
#include <string.h>

#define COLUMNS 6

const char *publication_name(struct request *rq, const char *indicator) {
    const char *name = msg_by_key(rq->lang, arena_fmt(rq->arena, "indicator.%s.name", indicator));
    return name ? name : indicator; /* published once, and not counted any more */
}

const char *publication_version_words(struct request *rq, int64_t school_year, int64_t version) {
    return msg_publication_version(rq->arena, rq->lang,
                                   school_year_text(rq->arena, (int)school_year), version);
}

const char *publication_moment_words(struct request *rq, int64_t at) {
    return fmt_day_long(rq->arena, rq->lang, clock_day_of(at));
}

/* ---- cells ---- */

static const char *why_words(const struct request *rq, const char *why, bool reasons) {
    if (!reasons) return msg_publication_not_told(rq->lang);
    if (!why || strcmp(why, "few") == 0) return msg_publication_why_few(rq->lang);
    if (strcmp(why, "protects") == 0) return msg_publication_why_protects(rq->lang);
    if (strcmp(why, "silent") == 0) return msg_publication_why_silent(rq->lang);
    return msg_publication_why_refused(rq->lang);
}

static struct table_cell count_cell(const char *why, int64_t n) {
    if (n == INT_NONE) return (struct table_cell){NULL, NAN, why};
    return (struct table_cell){NULL, (double)n, NULL};
}

static bool is_empty(const struct published_figure *f) {
    return f->per_100 ? f->no == 0 : f->base == 0;
}

static struct table_cell share_cell(const struct published_figure *f, const char *why,
                                    const char *nobody, double share) {
    if (is_empty(f)) return (struct table_cell){NULL, NAN, nobody};
    return (struct table_cell){NULL, share, isnan(share) ? why : NULL};
}

static void row_fill(struct request *rq, const struct published_figure *f, bool reasons,
                     struct table_cell *cells) {
    const char *why = why_words(rq, f->why, reasons), *nobody = msg_publication_nobody(rq->lang);
    struct interval share = published_share(f);
    size_t n = 0;
    cells[n++] = (struct table_cell){published_group_words(rq->arena, rq->lang, f), 0, NULL};
    cells[n++] = share_cell(f, why, nobody, share.estimate);
    cells[n++] = count_cell(why, f->yes);
    if (f->per_100) {
        cells[n++] = count_cell(why, f->no);
        return;
    }
    cells[n++] = count_cell(why, f->base);
    cells[n++] = count_cell(why, f->unknown);
}

static const struct table_column *columns_of(struct request *rq, bool per_100, size_t *ret_n) {
    struct table_column *c = arena_array(rq->arena, COLUMNS, sizeof *c);
    size_t n = 0;
    c[n++] = (struct table_column){.label = msg_publication_col_group(rq->lang)};
    c[n++] = (struct table_column){.label = per_100 ? msg_publication_col_rate(rq->lang)
                                                    : msg_publication_col_share(rq->lang),
                                   .numeric = true,
                                   .decimals = 1,
                                   .unit = per_100 ? NULL : "%"};
    c[n++] = (struct table_column){.label = per_100 ? msg_publication_col_guests(rq->lang)
                                                    : msg_publication_col_yes(rq->lang),
                                   .numeric = true};
    c[n++] = (struct table_column){.label = per_100 ? msg_publication_col_pupils(rq->lang)
                                                    : msg_publication_col_base(rq->lang),
                                   .numeric = true};
    if (!per_100)
        c[n++] =
            (struct table_column){.label = msg_publication_col_unknown(rq->lang), .numeric = true};
    *ret_n = n;
    return c;
}

static const char *total_words(struct request *rq, const struct published_figure *f, bool reasons) {
    struct interval share = published_share(f);
    if (is_empty(f)) return msg_publication_total_nobody(rq->lang);
    if (isnan(share.estimate) && reasons)
        return msg_publication_total_why(rq->arena, rq->lang, why_words(rq, f->why, true));
    if (isnan(share.estimate)) return msg_publication_total_not_told(rq->lang);
    if (f->per_100)
        return msg_publication_total_rate(rq->arena, rq->lang,
                                          fmt_number(rq->arena, rq->lang, share.estimate, 1));
    return msg_publication_total(
        rq->arena, rq->lang, fmt_percent(rq->arena, rq->lang, share.estimate, 1), f->yes, f->base);
}

/* The rows of one indicator, which follow each other. */
static struct publication_table table_of(struct request *rq, const struct published_figure *f,
                                         size_t n, bool reasons) {
    size_t columns;
    struct table_model model = {.caption = publication_name(rq, f->indicator),
                                .columns = columns_of(rq, f->per_100, &columns),
                                .rows_n = n};
    struct table_cell *cells = arena_array(rq->arena, n * columns, sizeof *cells);
    for (size_t i = 0; i < n; i++) row_fill(rq, &f[i], reasons, &cells[i * columns]);
    model.columns_n = columns;
    model.cells = cells;
    struct text html;
    text_init(&html, rq->arena);
    table_html(&html, rq->lang, &model);
    const char *about =
        msg_by_key(rq->lang, arena_fmt(rq->arena, "indicator.%s.formula", f->indicator));
    return (struct publication_table){
        .id = f->indicator,
        .name = publication_name(rq, f->indicator),
        .about = about ? about : "",
        .total = total_words(rq, f, reasons),
        .html = text_str(&html),
        .kept =
            f->carried == INT_NONE ? NULL : msg_publication_kept(rq->arena, rq->lang, f->carried)};
}

void publication_tables_of(struct request *rq, struct published_figures figures, bool reasons,
                           struct publication_tables **ret, size_t *ret_n) {
    struct publication_tables *groups = arena_array(rq->arena, figures.n + 1, sizeof *groups);
    size_t n = 0;
    for (size_t i = 0, to; i < figures.n; i = to) {
        const struct published_figure *f = &figures.v[i];
        for (to = i; to < figures.n && strcmp(figures.v[to].indicator, f->indicator) == 0;) to++;
        if (!n || f->goal != figures.v[i - 1].goal)
            groups[n++] = (struct publication_tables){
                .heading = f->goal ? msg_publication_goal(rq->arena, rq->lang, f->goal)
                                   : msg_publication_no_goal(rq->lang),
                .tables = arena_array(rq->arena, figures.n - i, sizeof *groups->tables)};
        struct publication_tables *group = &groups[n - 1];
        group->tables[group->tables_n++] = table_of(rq, f, to - i, reasons);
    }
    *ret = groups;
    *ret_n = n;
}
