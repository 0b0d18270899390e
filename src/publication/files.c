/* SPDX-License-Identifier: EUPL-1.2
 *
 * Published figures as files: CSV for a spreadsheet, JSON for a program, and a catalogue (DCAT 3 as JSON-LD)
 * that a data portal can harvest. What is not told is empty, and a column says so.
 */
#include "publication/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/publication.sql.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 17
#define LICENCE "https://creativecommons.org/licenses/by/4.0/"

/* ---- CSV ---- */

static struct table_cell text_cell(const char *text) {
    return (struct table_cell){text ? text : "", 0, NULL};
}
static struct table_cell whole_cell(int64_t n) {
    return (struct table_cell){NULL, n == INT_NONE ? NAN : (double)n, n == INT_NONE ? "" : NULL};
}
static struct table_cell share_cell(double x) {
    return (struct table_cell){NULL, x, isnan(x) ? "" : NULL};
}

static void csv_row(struct request *rq, const struct publication *p,
                    const struct published_figure *f, struct table_cell *c) {
    char as_of[11], published[11];
    struct interval share = published_share(f);
    size_t n = 0;
    c[n++] = text_cell(school_year_text(rq->arena, p->school_year));
    c[n++] = text_cell(arena_fmt(rq->arena, "%d", p->version));
    c[n++] = text_cell(arena_dup(rq->arena, day_iso(as_of, p->as_of)));
    c[n++] = text_cell(arena_dup(rq->arena, day_iso(published, clock_day_of(p->approved_at))));
    c[n++] = text_cell(f->goal ? arena_fmt(rq->arena, "%d", f->goal) : "");
    c[n++] = text_cell(f->indicator);
    c[n++] = text_cell(publication_name(rq, f->indicator));
    c[n++] = text_cell(f->by);
    c[n++] = text_cell(f->value);
    c[n++] = text_cell(published_group_words(rq->arena, rq->lang, f));
    c[n++] = text_cell(f->per_100 ? "per-100" : "percent");
    c[n++] = share_cell(share.estimate);
    c[n++] = share_cell(share.lower);
    c[n++] = share_cell(share.upper);
    c[n++] = whole_cell(f->yes);
    c[n++] = whole_cell(f->per_100 ? f->no : f->base);
    c[n++] = text_cell(f->why ? msg_publication_not_told(rq->lang) : "");
}

static const struct table_column *csv_columns(struct request *rq) {
    static const char *const keys[COLUMNS] = {
        "year",  "version", "as_of", "published", "goal",  "key",   "name", "by",  "value",
        "group", "unit",    "share", "lower",     "upper", "count", "of",   "note"};
    struct table_column *columns = arena_array(rq->arena, COLUMNS, sizeof *columns);
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i] = (struct table_column){
            .label = msg_by_key(rq->lang, arena_fmt(rq->arena, "publication.csv.%s", keys[i])),
            .numeric = i >= 11 && i <= 15,
            .decimals = i <= 13 ? 1 : 0};
    return columns;
}

struct every {
    struct publication *all;
    size_t n;
    struct q_publication_every_rows rows;
};

/* Every figure of every version, or those of one publication. */
static bool every_read(struct request *rq, int64_t only, struct every *ret, struct err *err) {
    struct q_publication_every_in in = {clock_now(), only};
    return publication_all(rq->db, rq->arena, &ret->all, &ret->n, err) &&
           q_publication_every(rq->db, rq->arena, in, &ret->rows, err);
}

static const struct publication *of_row(const struct every *every, int64_t id) {
    for (size_t i = 0; i < every->n; i++)
        if (every->all[i].id == id) return &every->all[i];
    return NULL;
}

static struct published_figure figure_of(const struct q_publication_every_row *r) {
    return (struct published_figure){.indicator = r->indicator,
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
                                     .carried = r->carried};
}

static void csv_write(struct request *rq, const struct every *every, const char *file) {
    struct table_cell *cells = arena_array(rq->arena, COLUMNS * (every->rows.n + 1), sizeof *cells);
    struct table_model table = {
        .caption = "", .columns = csv_columns(rq), .columns_n = COLUMNS, .cells = cells};
    for (size_t i = 0; i < every->rows.n; i++) {
        const struct publication *p = of_row(every, every->rows.v[i].publication);
        struct published_figure f = figure_of(&every->rows.v[i]);
        if (p) csv_row(rq, p, &f, &cells[COLUMNS * table.rows_n++]);
    }
    reply_download(rq, "text/csv; charset=utf-8", file);
    table_csv(&rq->reply.body, rq->lang, &table);
}

void publication_csv_get(struct request *rq) {
    struct every every;
    struct err err = {0};
    if (!every_read(rq, 0, &every, &err))
        reply_error(rq, &err);
    else
        csv_write(rq, &every, "vejviser-tal.csv");
}

void publication_year_csv_get(struct request *rq) {
    struct every every;
    struct err err = {0};
    char *end;
    long long id = strtoll(request_segment(rq, "id"), &end, 10);
    if (*end || id <= 0) {
        reply_status(rq, 404);
        return;
    }
    if (!every_read(rq, id, &every, &err)) {
        reply_error(rq, &err);
        return;
    }
    const struct publication *p = of_row(&every, id);
    if (p)
        csv_write(rq, &every,
                  arena_fmt(rq->arena, "vejviser-tal-%d-v%d.csv", p->school_year, p->version));
    else
        reply_status(rq, 404);
}

/* ---- JSON ---- */

static json_t *whole(int64_t n) { return n == INT_NONE ? json_null() : json_integer(n); }
static json_t *share(double x) { return isnan(x) ? json_null() : json_real(round(x * 10) / 10); }

static json_t *figure_json(struct request *rq, const struct published_figure *f) {
    struct interval i = published_share(f);
    return json_pack("{s:s, s:i, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o}",
                     "indicator", f->indicator, "goal", f->goal, "name",
                     publication_name(rq, f->indicator), "breakdown", f->by, "value", f->value,
                     "group", published_group_words(rq->arena, rq->lang, f), "unit",
                     f->per_100 ? "per-100" : "percent", "share", share(i.estimate), "lower",
                     share(i.lower), "upper", share(i.upper), "count", whole(f->yes), "of",
                     whole(f->per_100 ? f->no : f->base), "unknown", whole(f->unknown), "complete",
                     f->why == NULL, "unchanged_since_version", whole(f->carried));
}

static json_t *publication_json(struct request *rq, const struct publication *p) {
    char as_of[11], day[11];
    return json_pack("{s:s, s:i, s:s, s:s, s:s, s:s, s:s?, s:o}", "school_year",
                     school_year_text(rq->arena, p->school_year), "version", p->version,
                     "as_known_on", day_iso(as_of, p->as_of), "published",
                     day_iso(day, clock_day_of(p->approved_at)), "prepared_by", p->made_by,
                     "approved_by", p->approved_by, "correction", p->reason, "figures",
                     json_array());
}

static int json_add(const char *text, size_t n, void *out) {
    text_add_n(out, text, n);
    return 0;
}

static void json_write(struct request *rq, json_t *json) {
    bool ok = json && json_dump_callback(json, json_add, &rq->reply.body,
                                         JSON_INDENT(1) | JSON_REAL_PRECISION(12)) == 0;
    json_decref(json);
    if (!ok) reply_status(rq, 500);
}

void publication_json_get(struct request *rq) {
    struct every every;
    struct err err = {0};
    if (!every_read(rq, 0, &every, &err)) {
        reply_error(rq, &err);
        return;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < every.n; i++) {
        json_t *one = publication_json(rq, &every.all[i]);
        json_t *figures = json_object_get(one, "figures");
        for (size_t k = 0; k < every.rows.n; k++) {
            struct published_figure f = figure_of(&every.rows.v[k]);
            if (every.rows.v[k].publication == every.all[i].id)
                json_array_append_new(figures, figure_json(rq, &f));
        }
        json_array_append_new(list, one);
    }
    reply_json(rq);
    json_write(rq, json_pack("{s:s, s:s, s:o}", "publisher", house_get()->name, "license", LICENCE,
                             "publications", list));
}

/* ---- DCAT ---- */

static json_t *distribution(struct request *rq, const char *path, const char *media) {
    return json_pack("{s:s, s:s, s:s, s:s}", "@type", "dcat:Distribution", "dcat:downloadURL",
                     arena_fmt(rq->arena, "%s%s", request_origin(rq), path), "dcat:mediaType",
                     media, "dct:license", LICENCE);
}

static json_t *dataset(struct request *rq, const struct publication *p) {
    char day[11];
    const char *id = arena_fmt(rq->arena, "%s/data/%lld", request_origin(rq), (long long)p->id);
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:[o]}", "@type", "dcat:Dataset", "@id", id,
        "dct:title", publication_version_words(rq, p->school_year, p->version), "dct:description",
        msg_publication_data_lead(rq->lang), "dct:issued",
        day_iso(day, clock_day_of(p->approved_at)), "dcat:version",
        arena_fmt(rq->arena, "%d", p->version), "dct:license", LICENCE, "dcat:landingPage", id,
        "dcat:distribution",
        distribution(rq, arena_fmt(rq->arena, "/data/%lld/tal.csv", (long long)p->id), "text/csv"));
}

/* What stands in two files, as CSV and as JSON. */
static json_t *files(struct request *rq, const char *id, const char *path, const char *title,
                     const char *text) {
    struct arena *a = rq->arena;
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:[o,o]}", "@type", "dcat:Dataset", "@id",
                     arena_fmt(a, "%s%s", request_origin(rq), id), "dct:title", title,
                     "dct:description", text, "dct:license", LICENCE, "dcat:distribution",
                     distribution(rq, arena_fmt(a, "%s.csv", path), "text/csv"),
                     distribution(rq, arena_fmt(a, "%s.json", path), "application/json"));
}

void publication_dcat_get(struct request *rq) {
    struct publication *all;
    size_t n;
    struct err err = {0};
    if (!publication_all(rq->db, rq->arena, &all, &n, &err)) {
        reply_error(rq, &err);
        return;
    }
    json_t *datasets = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(datasets, dataset(rq, &all[i]));
    json_array_append_new(datasets,
                          files(rq, "/data", "/data/tal", msg_publication_data_title(rq->lang),
                                msg_publication_data_lead(rq->lang)));
    json_array_append_new(datasets, files(rq, "/maal", "/data/maal",
                                          msg_publication_data_goal_files(rq->lang),
                                          msg_publication_data_goal_files_text(rq->lang)));
    reply_download(rq, "application/ld+json", "katalog.jsonld");
    json_write(rq, json_pack("{s:{s:s, s:s}, s:s, s:s, s:s, s:{s:s, s:s}, s:s, s:o}", "@context",
                             "dcat", "http://www.w3.org/ns/dcat#", "dct",
                             "http://purl.org/dc/terms/", "@type", "dcat:Catalog", "@id",
                             arena_fmt(rq->arena, "%s/data/katalog.jsonld", request_origin(rq)),
                             "dct:title", msg_publication_data_title(rq->lang), "dct:publisher",
                             "@type", "http://xmlns.com/foaf/0.1/Organization",
                             "http://xmlns.com/foaf/0.1/name", house_get()->name, "dct:license",
                             LICENCE, "dcat:dataset", datasets));
}
