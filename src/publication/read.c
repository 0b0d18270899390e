/* SPDX-License-Identifier: EUPL-1.2
 *
 * What was published, read back. Nothing that is no more than a draft comes out of here.
 */
#include "publication/publication.h"

#include "base/clock.h"
#include "gen/msg.h"
#include "gen/publication.sql.h"

#include <math.h>
#include <string.h>

bool publication_all(struct db *db, struct arena *a, struct publication **ret, size_t *ret_n,
                     struct err *err) {
    struct q_publication_published_rows rows;
    struct q_publication_published_in in = {clock_now()};
    if (!q_publication_published(db, a, in, &rows, err)) return false;
    struct publication *list = arena_array(a, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_publication_published_row *r = &rows.v[i];
        list[i] = (struct publication){
            .id = r->id,
            .school_year = (int)r->school_year,
            .version = (int)r->version,
            .as_of = r->as_of,
            .least = r->least,
            .least_wellbeing = r->least_wellbeing,
            .least_extreme = r->least_extreme,
            .state = "published",
            .reason = r->reason,
            .made_by = r->made_by,
            .approved_by = r->approved_by,
            .made_at = r->made_at,
            .sent_at = r->sent_at,
            .approved_at = r->approved_at,
        };
    }
    *ret = list;
    *ret_n = rows.n;
    return true;
}

bool publication_waiting_since(struct db *db, struct arena *a, int school_year, int64_t *ret_sent,
                               struct err *err) {
    struct q_publication_open_rows rows;
    *ret_sent = INT_NONE;
    if (!q_publication_open(db, a, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].school_year == school_year && strcmp(rows.v[i].state, "sent") == 0)
            *ret_sent = rows.v[i].sent_at;
    return true;
}

bool publication_latest(struct db *db, struct arena *a, int school_year, struct publication *ret,
                        struct err *err) {
    struct publication *all;
    size_t n;
    *ret = (struct publication){0};
    if (!publication_all(db, a, &all, &n, err)) return false;
    for (size_t i = 0; i < n && !ret->id; i++)
        if (!school_year || all[i].school_year == school_year) *ret = all[i];
    return true;
}

bool publication_figures(struct db *db, struct arena *a, int64_t publication, const char *indicator,
                         const char *by, struct published_figures *ret, struct err *err) {
    struct q_publication_figures_rows rows;
    struct q_publication_figures_in in = {publication, indicator, by};
    if (!q_publication_figures(db, a, in, &rows, err)) return false;
    struct published_figure *list = arena_array(a, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_publication_figures_row *r = &rows.v[i];
        list[i] = (struct published_figure){
            .indicator = r->indicator,
            .goal = (int)r->goal,
            .per_100 = strcmp(r->unit, "per-100") == 0,
            .by = r->breakdown,
            .value = r->value,
            .name = r->name,
            .yes = r->yes,
            .no = r->no,
            .unknown = r->unknown,
            .base = r->base,
            .why = r->why,
            .carried = r->carried,
        };
    }
    *ret = (struct published_figures){list, rows.n};
    return true;
}

static struct published_total total_of(const struct q_publication_totals_row *r) {
    return (struct published_total){
        .publication = {.id = r->id,
                        .school_year = (int)r->school_year,
                        .version = (int)r->version,
                        .as_of = r->as_of,
                        .state = "published",
                        .made_by = r->made_by,
                        .approved_by = r->approved_by,
                        .sent_at = r->sent_at,
                        .approved_at = r->approved_at},
        .figure = {.indicator = r->indicator,
                   .goal = (int)r->goal,
                   .per_100 = strcmp(r->unit, "per-100") == 0,
                   .by = "all",
                   .value = "",
                   .yes = r->yes,
                   .no = r->no,
                   .unknown = r->unknown,
                   .base = r->base,
                   .why = r->why,
                   .carried = r->carried},
    };
}

bool publication_totals(struct db *db, struct arena *a, int64_t at,
                        const struct published_total **ret, size_t *ret_n, struct err *err) {
    struct q_publication_totals_rows rows;
    if (!q_publication_totals(db, a, (struct q_publication_totals_in){at}, &rows, err))
        return false;
    struct published_total *list = arena_array(a, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) list[i] = total_of(&rows.v[i]);
    *ret = list;
    *ret_n = rows.n;
    return true;
}

bool publication_document(struct db *db, struct arena *a, int school_year, const char *name,
                          struct publication *ret, const char **ret_json, struct err *err) {
    struct q_publication_document_of_rows rows;
    struct q_publication_document_of_in in = {name, school_year, clock_now()};
    *ret = (struct publication){0};
    *ret_json = NULL;
    if (!q_publication_document_of(db, a, in, &rows, err)) return false;
    if (!rows.n) return true;
    *ret = (struct publication){.id = rows.v[0].id,
                                .school_year = (int)rows.v[0].school_year,
                                .version = (int)rows.v[0].version,
                                .as_of = rows.v[0].as_of,
                                .state = "published",
                                .approved_at = rows.v[0].approved_at};
    *ret_json = rows.v[0].body;
    return true;
}

struct interval published_share(const struct published_figure *f) {
    struct interval none = {NAN, NAN, NAN, STAT_NO_DATA};
    if (f->yes == INT_NONE) return none;
    if (f->per_100) {
        if (f->no == INT_NONE || !f->no) return none;
        return (struct interval){100.0 * (double)f->yes / (double)f->no, NAN, NAN, STAT_OK};
    }
    if (f->base == INT_NONE || !f->base) return none;
    struct interval i = proportion_wilson((double)f->yes, (double)f->base, 0.95);
    i.estimate *= 100;
    i.lower *= 100;
    i.upper *= 100;
    return i;
}

const char *published_group_words(struct arena *a, enum lang lang,
                                  const struct published_figure *f) {
    if (strcmp(f->by, "all") == 0) return msg_publication_group_all(lang);
    if (!*f->value) return msg_publication_group_rest(lang);
    if (strcmp(f->by, "school") == 0) return f->name ? f->name : f->value;
    if (strcmp(f->by, "grade") == 0) return msg_publication_group_grade(a, lang, f->value);
    if (strcmp(f->by, "sex") == 0)
        return f->value[0] == 'K' ? msg_publication_group_girls(lang)
                                  : msg_publication_group_boys(lang);
    return f->value[0] == '1' ? msg_publication_group_mentor(lang)
                              : msg_publication_group_no_mentor(lang);
}
