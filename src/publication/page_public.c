/* SPDX-License-Identifier: EUPL-1.2
 *
 * What everybody may see: the index of published figures, each version of a school year, and the schools
 * beside each other. This file knows published figures and nothing else.
 */
#include "publication/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/publication.html.h"
#include "gen/publication.sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GOALS 4

static struct publication_line line_of(struct request *rq, const struct publication *p) {
    return (struct publication_line){
        .href = arena_fmt(rq->arena, "/data/%lld", (long long)p->id),
        .title = publication_version_words(rq, p->school_year, p->version),
        .when = msg_publication_published_by(rq->arena, rq->lang,
                                             publication_moment_words(rq, p->approved_at),
                                             p->made_by, p->approved_by),
        .state = p->reason ? p->reason : ""};
}

/* ---- /data ---- */

static void definitions_of(struct request *rq, struct published_figures figures,
                           struct publication_data_page *page) {
    page->definitions = arena_array(rq->arena, figures.n + 1, sizeof *page->definitions);
    for (size_t i = 0; i < figures.n; i++) {
        const char *key = figures.v[i].indicator;
        const char *formula =
            msg_by_key(rq->lang, arena_fmt(rq->arena, "indicator.%s.formula", key));
        const char *of = msg_by_key(rq->lang, arena_fmt(rq->arena, "indicator.%s.of", key));
        page->definitions[page->definitions_n++] = (struct publication_table){
            .id = key,
            .name = publication_name(rq, key),
            .about = formula ? formula : "",
            .total = of ? msg_publication_total_of(rq->arena, rq->lang, of) : ""};
    }
}

void publication_data_get(struct request *rq) {
    struct publication_data_page page = {0};
    struct publication *all;
    struct published_figures figures = {0};
    size_t n;
    struct err err = {0};
    if (!publication_all(rq->db, rq->arena, &all, &n, &err) ||
        (n && !publication_figures(rq->db, rq->arena, all[0].id, NULL, "all", &figures, &err))) {
        reply_error(rq, &err);
        return;
    }
    page.years = arena_array(rq->arena, n + 1, sizeof *page.years);
    page.older = arena_array(rq->arena, n + 1, sizeof *page.older);
    for (size_t i = 0; i < n; i++)
        if (!i || all[i].school_year != all[i - 1].school_year)
            page.years[page.years_n++] = line_of(rq, &all[i]);
        else
            page.older[page.older_n++] = line_of(rq, &all[i]);
    definitions_of(rq, figures, &page);
    struct page shell = {.title = msg_publication_data_title(rq->lang), .section = "/maal"};
    reply_page(rq, &shell, publication_data_page, &page);
}

/* ---- /data/{id} ---- */

/* NULL after a reply. *ret_newer: the newest version of that school year. */
static const struct publication *published_of(struct request *rq,
                                              const struct publication **ret_newer) {
    struct publication *all;
    size_t n;
    struct err err = {0};
    char *end;
    long long id = strtoll(request_segment(rq, "id"), &end, 10);
    if (!publication_all(rq->db, rq->arena, &all, &n, &err)) {
        reply_error(rq, &err);
        return NULL;
    }
    *ret_newer = NULL;
    for (size_t i = 0; i < n && !*end; i++) {
        if (!i || all[i].school_year != all[i - 1].school_year) *ret_newer = &all[i];
        if (all[i].id == id) return &all[i];
    }
    reply_status(rq, 404);
    return NULL;
}

void publication_year_get(struct request *rq) {
    const struct publication *newer, *p = published_of(rq, &newer);
    struct published_figures figures;
    struct err err = {0};
    if (!p) return;
    if (!publication_figures(rq->db, rq->arena, p->id, NULL, NULL, &figures, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct publication_year_page page = {
        .title = publication_version_words(rq, p->school_year, p->version),
        .lead = msg_publication_year_lead(
            rq->arena, rq->lang, fmt_day_long(rq->arena, rq->lang, p->as_of),
            publication_moment_words(rq, p->approved_at), p->made_by, p->approved_by),
        .csv = arena_fmt(rq->arena, "/data/%lld/tal.csv", (long long)p->id),
        .newer = newer == p ? NULL : arena_fmt(rq->arena, "/data/%lld", (long long)newer->id),
        .note = p->reason ? msg_publication_year_reason(rq->arena, rq->lang, p->reason) : NULL};
    publication_tables_of(rq, figures, false, &page.groups, &page.groups_n);
    struct page shell = {.title = page.title, .section = "/maal"};
    reply_page(rq, &shell, publication_year_page, &page);
}

/* ---- /maal/{n}/skoler ---- */

struct schools {
    struct request *rq;
    int goal;
    struct publication publication; /* of the chosen year */
    struct published_figures figures;
    const char *indicator;
    bool per_100;
    struct publication_schools_page page;
};

static bool years_read(struct schools *s, struct err *err) {
    struct request *rq = s->rq;
    struct publication *all;
    size_t n;
    const char *asked = request_query(rq, "aar");
    int year = asked ? (int)strtol(asked, NULL, 10) : 0;
    if (!publication_all(rq->db, rq->arena, &all, &n, err)) return false;
    s->page.years = arena_array(rq->arena, n + 1, sizeof *s->page.years);
    for (size_t i = 0; i < n; i++) {
        if (i && all[i].school_year == all[i - 1].school_year) continue;
        if (!s->publication.id || all[i].school_year == year) s->publication = all[i];
        s->page.years[s->page.years_n++] =
            (struct publication_choice){arena_fmt(rq->arena, "%d", all[i].school_year),
                                        school_year_text(rq->arena, all[i].school_year), false};
    }
    for (size_t i = 0; i < s->page.years_n; i++)
        s->page.years[i].chosen =
            (int)strtol(s->page.years[i].value, NULL, 10) == s->publication.school_year;
    return true;
}

/* The goal's indicators that are told by school, and of them the one asked for, else the first with
 * something to see. */
static bool indicators_read(struct schools *s, struct err *err) {
    struct request *rq = s->rq;
    const char *asked = request_query(rq, "tal");
    struct publication_choice *c = NULL;
    if (!publication_figures(rq->db, rq->arena, s->publication.id, NULL, "school", &s->figures,
                             err))
        return false;
    c = arena_array(rq->arena, s->figures.n + 1, sizeof *c);
    for (size_t i = 0; i < s->figures.n; i++) {
        const struct published_figure *f = &s->figures.v[i];
        if (f->goal != s->goal || f->per_100) continue;
        if (s->page.indicators_n && strcmp(c[s->page.indicators_n - 1].value, f->indicator) == 0)
            continue;
        c[s->page.indicators_n++] =
            (struct publication_choice){f->indicator, publication_name(rq, f->indicator), false};
    }
    s->page.indicators = c;
    for (size_t i = 0; i < s->page.indicators_n && !s->indicator; i++)
        if (asked ? strcmp(asked, c[i].value) == 0 : published_has_schools(s->figures, c[i].value))
            s->indicator = c[i].value;
    if (!s->indicator && s->page.indicators_n) s->indicator = c[0].value;
    for (size_t i = 0; i < s->page.indicators_n; i++) c[i].chosen = c[i].value == s->indicator;
    return true;
}

static void funnel_make(struct schools *s) {
    struct request *rq = s->rq;
    const struct funnel_model *made =
        published_funnel(rq->arena, rq->lang, &s->publication, s->figures, s->indicator);
    if (!made) {
        s->page.note = msg_publication_schools_few(rq->lang);
        return;
    }
    struct funnel_model funnel = *made;
    funnel.figure.csv_href = s->page.csv;
    struct text html;
    text_init(&html, rq->arena);
    funnel_html(&html, rq->lang, &funnel);
    s->page.funnel = text_str(&html);
    s->page.note = msg_publication_schools_note(rq->lang);
}

/* ---- one small line for each school ---- */

struct point {
    int year;
    double share;
};

static struct publication_spark spark_of(struct schools *s, const struct published_figure *f,
                                         const struct point *points, size_t n, double most,
                                         int first, int last) {
    struct request *rq = s->rq;
    struct text line;
    text_init(&line, rq->arena);
    double x = 4, y = 48;
    for (size_t i = 0; i < n; i++) {
        x = 4 + (last > first ? 152.0 * (points[i].year - first) / (last - first) : 76);
        y = 48 - (most > 0 ? 44 * points[i].share / most : 0);
        text_addf(&line, "%s%.1f,%.1f", i ? " " : "", x, y);
    }
    const char *value =
        n ? msg_publication_schools_value(rq->arena, rq->lang,
                                          fmt_percent(rq->arena, rq->lang, points[n - 1].share, 1),
                                          school_year_text(rq->arena, points[n - 1].year))
          : msg_publication_not_told(rq->lang);
    const char *name = f->name ? f->name : f->value;
    return (struct publication_spark){.name = name,
                                      .value = value,
                                      .points = text_str(&line),
                                      .mark_x = arena_fmt(rq->arena, "%.1f", x),
                                      .mark_y = arena_fmt(rq->arena, "%.1f", y),
                                      .label = arena_fmt(rq->arena, "%s: %s", name, value),
                                      .has_line = n > 0};
}

static bool sparks_make(struct schools *s, struct err *err) {
    struct request *rq = s->rq;
    struct q_publication_schools_rows rows;
    struct q_publication_schools_in in = {s->indicator, SCHOOL_PUPILS, clock_now()};
    if (!q_publication_schools(rq->db, rq->arena, in, &rows, err)) return false;
    double most = 0;
    int first = 9999, last = 0;
    for (size_t i = 0; i < rows.n; i++) {
        double share = 100.0 * (double)rows.v[i].yes / (double)rows.v[i].base;
        if (share > most) most = share;
        if (rows.v[i].school_year < first) first = (int)rows.v[i].school_year;
        if (rows.v[i].school_year > last) last = (int)rows.v[i].school_year;
    }
    s->page.sparks = arena_array(rq->arena, s->figures.n + 1, sizeof *s->page.sparks);
    struct point *points = arena_array(rq->arena, rows.n + 1, sizeof *points);
    for (size_t i = 0; i < s->figures.n; i++) {
        const struct published_figure *f = &s->figures.v[i];
        size_t n = 0;
        if (!publication_is_school(f, s->indicator)) continue;
        for (size_t k = 0; k < rows.n; k++)
            if (strcmp(rows.v[k].value, f->value) == 0)
                points[n++] =
                    (struct point){(int)rows.v[k].school_year,
                                   100.0 * (double)rows.v[k].yes / (double)rows.v[k].base};
        s->page.sparks[s->page.sparks_n++] = spark_of(s, f, points, n, most, first, last);
    }
    return true;
}

void publication_schools_get(struct request *rq) {
    const char *n = request_segment(rq, "n");
    struct err err = {0};
    if (n[0] < '1' || n[0] > '0' + GOALS || n[1]) {
        reply_status(rq, 404);
        return;
    }
    struct schools s = {.rq = rq, .goal = n[0] - '0'};
    s.page.number = s.goal;
    s.page.title = msg_publication_schools_title(rq->arena, rq->lang, s.goal);
    s.page.lead = msg_publication_schools_lead(rq->lang);
    s.page.action = arena_fmt(rq->arena, "/maal/%d/skoler", s.goal);
    if (!years_read(&s, &err) || (s.publication.id && !indicators_read(&s, &err))) {
        reply_error(rq, &err);
        return;
    }
    if (s.indicator) {
        const char *about =
            msg_by_key(rq->lang, arena_fmt(rq->arena, "indicator.%s.formula", s.indicator));
        s.page.definition = about ? about : "";
        s.page.csv = arena_fmt(rq->arena, "/data/%lld/tal.csv", (long long)s.publication.id);
        funnel_make(&s);
        if (!sparks_make(&s, &err)) {
            reply_error(rq, &err);
            return;
        }
    }
    struct page shell = {.title = s.page.title, .section = "/maal"};
    reply_page(rq, &shell, publication_schools_page, &s.page);
}
