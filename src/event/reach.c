/* SPDX-License-Identifier: EUPL-1.2
 *
 * How many the events of a school year reached, by school and grade: numbers of people, for staff and
 * management, on the page and as a file.
 */
#include "event/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/event.html.h"
#include "gen/msg.h"
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#define YEARS 10

static const char *const grades[] = {EVENT_GRADES};

/* The school year asked for; this one when none, or one that is none. */
static int year_of(const struct request *rq) {
    const char *typed = request_query(rq, "aar");
    int now = school_year_of(clock_today());
    int year = typed ? (int)strtol(typed, NULL, 10) : now;
    return year <= now && year > now - YEARS ? year : now;
}

static bool reach_read(struct request *rq, int year, struct event_reach *ret, struct err *err) {
    int32_t last = school_year_last_day(year),
            today = clock_today(); /* what has been, not what will */
    return event_reach(rq->db, rq->arena, school_year_first_day(year), last < today ? last : today,
                       ret, err);
}

static const struct table_model *table_of(struct request *rq, const struct event_reach *reach) {
    struct arena *a = rq->arena;
    size_t columns_n = EVENT_GRADES_N + 2;
    struct table_column *columns = arena_array(a, columns_n, sizeof *columns);
    struct table_cell *cells = arena_array(a, (reach->lines_n + 1) * columns_n, sizeof *cells);
    columns[0].label = msg_event_school(rq->lang);
    for (size_t g = 0; g < EVENT_GRADES_N; g++)
        columns[g + 1] = (struct table_column){.label = event_grade_words(a, rq->lang, grades[g]),
                                               .numeric = true};
    columns[columns_n - 1] =
        (struct table_column){.label = msg_event_together(rq->lang), .numeric = true};
    struct table_cell *sum = &cells[reach->lines_n * columns_n];
    sum[0].text = msg_event_all_schools(rq->lang);
    for (size_t i = 0; i < reach->lines_n; i++) {
        const struct event_reach_line *line = &reach->lines[i];
        struct table_cell *row = &cells[i * columns_n];
        row[0].text = line->school ? line->school : msg_event_other_school(rq->lang);
        for (size_t g = 0; g < EVENT_GRADES_N; g++) {
            row[g + 1].number = (double)line->n[g];
            sum[g + 1].number += (double)line->n[g];
        }
        row[columns_n - 1].number = (double)line->all;
        sum[columns_n - 1].number += (double)line->all;
    }
    struct table_model *table = arena_alloc(a, sizeof *table);
    *table = (struct table_model){.caption = msg_event_reach(rq->lang),
                                  .columns = columns,
                                  .columns_n = columns_n,
                                  .cells = cells,
                                  .rows_n = reach->lines_n + 1};
    return table;
}

void reach_get(struct request *rq) {
    struct event_reach reach;
    struct err err = {0};
    int year = year_of(rq), now = school_year_of(clock_today());
    if (!reach_read(rq, year, &reach, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct event_choice *years = arena_array(rq->arena, YEARS, sizeof *years);
    for (int i = 0; i < YEARS; i++)
        years[i] = (struct event_choice){arena_fmt(rq->arena, "%d", now - i),
                                         school_year_text(rq->arena, now - i), "", now - i == year};
    struct text table;
    text_init(&table, rq->arena);
    if (reach.lines_n) table_html(&table, rq->lang, table_of(rq, &reach));
    const char *text = school_year_text(rq->arena, year);
    struct reach_page page = {
        .said = reach.events ? msg_event_reach_said(rq->arena, rq->lang, text, reach.events,
                                                    reach.counted, reach.people)
                             : msg_event_reach_none(rq->arena, rq->lang, text),
        .table = text_str(&table),
        .csv = arena_fmt(rq->arena, "/arrangementer/raekkevidde/data.csv?aar=%d", year),
        .years = years,
        .years_n = YEARS};
    struct page shell = {.title = msg_event_reach(rq->lang), .section = "/arrangementer"};
    reply_page(rq, &shell, reach_page, &page);
}

void reach_csv_get(struct request *rq) {
    struct event_reach reach;
    struct err err = {0};
    int year = year_of(rq);
    if (!reach_read(rq, year, &reach, &err)) {
        reply_error(rq, &err);
        return;
    }
    reply_download(rq, "text/csv; charset=utf-8", arena_fmt(rq->arena, "raekkevidde-%d.csv", year));
    table_csv(&rq->reply.body, rq->lang, table_of(rq, &reach));
}
