/* SPDX-License-Identifier: EUPL-1.2
 *
 * /pligt: the service level as numbers of the whole municipality, and for those who work with the young
 * people the cases that are open. All of it is made of the same judged cases, so that it cannot disagree.
 * Management sees the numbers and no name.
 */
#include "duty/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/duty.html.h"
#include "gen/duty.sql.h"
#include "gen/msg.h"
#include "report/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define QUARTERS   8
#define OPEN_YEARS 3 /* nobody is under the duty for longer */
enum { COLUMNS = 7 };

/* ---- counting ---- */

struct quarter {
    int32_t first;
    struct duty_level level;
};
struct numbers {
    struct duty_level now, before;     /* this school year, the one before */
    struct quarter quarters[QUARTERS]; /* of the calendar, oldest first */
    int year;                          /* of this school year */
};

static void quarters_begin(int32_t today, struct numbers *n) {
    int year, month, day;
    day_to_ymd(today, &year, &month, &day);
    int32_t first = day_from_ymd(year, (month - 1) / 3 * 3 + 1, 1);
    for (int i = 0; i < QUARTERS; i++)
        n->quarters[i].first = day_add_months(first, 3 * (i + 1 - QUARTERS));
    n->year = school_year_of(today);
}

static void numbers_count(const struct duty_lines *lines, int32_t today, struct numbers *n) {
    quarters_begin(today, n);
    for (size_t i = 0; i < lines->n; i++) {
        const struct duty_line *l = &lines->v[i];
        int year = school_year_of(l->facts.aware);
        if (year == n->year) duty_count(&n->now, &l->state);
        if (year == n->year - 1) duty_count(&n->before, &l->state);
        for (int q = QUARTERS; q-- > 0;) {
            if (l->facts.aware < n->quarters[q].first) continue;
            duty_count(&n->quarters[q].level, &l->state);
            break;
        }
    }
}

/* ---- the figure ---- */

static const char *quarter_name(struct arena *a, enum lang lang, int32_t first) {
    int year, month, day;
    day_to_ymd(first, &year, &month, &day);
    return msg_duty_quarter(a, lang, (month - 1) / 3 + 1, arena_fmt(a, "%d", year));
}

static struct table_cell number_cell(double x) { return (struct table_cell){.number = x}; }

static struct table_cell share_cell(struct request *rq, const struct duty_counts *c) {
    double share = duty_share(c);
    return (struct table_cell){.number = share,
                               .why = isnan(share) ? msg_duty_none_decided(rq->lang) : NULL};
}

static const struct table_model *table_make(struct request *rq, const struct numbers *n) {
    struct arena *a = rq->arena;
    struct table_model *t = arena_alloc(a, sizeof *t);
    struct table_column *columns = arena_array(a, COLUMNS, sizeof *columns);
    struct table_cell *cells = arena_array(a, QUARTERS * COLUMNS, sizeof *cells);
    columns[0] = (struct table_column){.label = msg_duty_col_quarter(rq->lang)};
    columns[1] = (struct table_column){.label = msg_duty_col_cases(rq->lang), .numeric = true};
    columns[2] = (struct table_column){.label = msg_duty_col_contact(rq->lang), .numeric = true};
    columns[3] =
        (struct table_column){.label = msg_duty_col_contact_late(rq->lang), .numeric = true};
    columns[4] = (struct table_column){
        .label = msg_duty_col_contact_share(rq->lang), .numeric = true, .decimals = 0, .unit = "%"};
    columns[5] = (struct table_column){.label = msg_duty_col_activity(rq->lang), .numeric = true};
    columns[6] = (struct table_column){.label = msg_duty_col_activity_share(rq->lang),
                                       .numeric = true,
                                       .decimals = 0,
                                       .unit = "%"};
    for (int q = 0; q < QUARTERS; q++) {
        const struct quarter *at = &n->quarters[QUARTERS - 1 - q];
        struct table_cell *row = &cells[q * COLUMNS];
        row[0].text = quarter_name(a, rq->lang, at->first);
        row[1] = number_cell((double)at->level.cases);
        row[2] = number_cell((double)at->level.contact.kept);
        row[3] = number_cell((double)at->level.contact.broken);
        row[4] = share_cell(rq, &at->level.contact);
        row[5] = number_cell((double)at->level.activity.kept);
        row[6] = share_cell(rq, &at->level.activity);
    }
    *t = (struct table_model){msg_duty_table(rq->lang), columns, COLUMNS, cells, QUARTERS};
    return t;
}

static double quarter_x(int32_t first) {
    int year, month, day;
    day_to_ymd(first, &year, &month, &day);
    return year + (month - 1) / 12.0;
}

static struct chart_series series_make(struct request *rq, const struct numbers *n, bool contact) {
    struct chart_point *points = arena_array(rq->arena, QUARTERS, sizeof *points);
    for (int q = 0; q < QUARTERS; q++) {
        const struct duty_level *level = &n->quarters[q].level;
        points[q] =
            (struct chart_point){.x = quarter_x(n->quarters[q].first),
                                 .y = duty_share(contact ? &level->contact : &level->activity),
                                 .lower = NAN,
                                 .upper = NAN};
    }
    return (struct chart_series){.name = contact ? msg_duty_series_contact(rq->lang)
                                                 : msg_duty_series_activity(rq->lang),
                                 .mark = contact ? MARK_LINE : MARK_DASHED,
                                 .colour = contact ? 1 : 3,
                                 .points = points,
                                 .n = QUARTERS};
}

static const char *percent(struct request *rq, const struct duty_counts *c) {
    double share = duty_share(c);
    return isnan(share) ? msg_duty_none_decided(rq->lang)
                        : fmt_percent(rq->arena, rq->lang, share, 0);
}

static const char *chart_make(struct request *rq, const struct rules *rules,
                              const struct numbers *n, const struct table_model *table) {
    struct chart_series series[] = {series_make(rq, n, true), series_make(rq, n, false)};
    const char *year = school_year_text(rq->arena, n->year);
    int64_t target = rules_int(rules, RULE_DUTY_TARGET_CONTACT, NULL, NULL, clock_today());
    const char *finding = msg_duty_finding(rq->arena, rq->lang, year, percent(rq, &n->now.contact),
                                           percent(rq, &n->now.activity));
    struct chart_model chart = {
        .id = "pligt",
        .title = finding,
        .subtitle = msg_duty_chart_subtitle(rq->lang),
        .desc = finding,
        .source = msg_duty_chart_source(rq->arena, rq->lang, clock_today()),
        .y_unit = "%",
        .x_whole = true,
        .x_min = NAN,
        .x_max = NAN,
        .y_min = 0,
        .y_max = 100,
        .target = target == INT_NONE ? NAN : (double)target,
        .target_label =
            target == INT_NONE ? NULL : msg_duty_chart_target(rq->arena, rq->lang, target),
        .target_x = NAN,
        .break_x = NAN,
        .series = series,
        .series_n = sizeof series / sizeof *series,
        .csv_href = "/pligt/data.csv",
        .table = table};
    struct text out;
    text_init(&out, rq->arena);
    chart_html(&out, rq->lang, &chart);
    return text_str(&out);
}

/* ---- the sentence ---- */

static const char *said_of(struct request *rq, const struct rules *rules, const struct numbers *n) {
    const struct duty_counts *c = &n->now.contact, *o = &n->now.activity;
    const char *year = school_year_text(rq->arena, n->year);
    int64_t target = rules_int(rules, RULE_DUTY_TARGET_CONTACT, NULL, NULL, clock_today());
    struct text t;
    text_init(&t, rq->arena);
    if (c->kept + c->broken == 0)
        text_add(&t, msg_duty_level_none(rq->arena, rq->lang, year, n->now.cases));
    else
        text_add(&t, msg_duty_level_contact(rq->arena, rq->lang, c->kept + c->broken, year, c->kept,
                                            percent(rq, c)));
    if (o->kept + o->broken)
        text_addf(&t, " %s",
                  msg_duty_level_activity(rq->arena, rq->lang, o->kept + o->broken, o->kept,
                                          percent(rq, o)));
    if (target != INT_NONE)
        text_addf(&t, " %s", msg_duty_level_target(rq->arena, rq->lang, target));
    if (n->before.cases)
        text_addf(&t, " %s",
                  msg_duty_level_before(rq->arena, rq->lang, percent(rq, &n->before.contact),
                                        percent(rq, &n->before.activity)));
    return text_str(&t);
}

/* ---- the open cases ---- */

/* The clock that is asked for now. */
static const struct duty_clock *clock_now_of(const struct duty_line *l) {
    return l->facts.contact == DAY_NONE ? &l->state.contact : &l->state.activity;
}

static bool is_over(const struct duty_line *l) {
    const struct duty_clock *c = clock_now_of(l);
    return c->state == CLOCK_BROKEN && c->met == DAY_NONE;
}

static int by_due(const void *left, const void *right) {
    const struct duty_line *const *l = left, *const *r = right;
    int32_t a = clock_now_of(*l)->due, b = clock_now_of(*r)->due;
    if (a != b) return a < b ? -1 : 1;
    return strcmp((*l)->name, (*r)->name);
}

static void open_count(const struct duty_line *l, struct duty_overview *page) {
    page->open++;
    page->to_contact += l->facts.contact == DAY_NONE;
    page->to_offer += l->facts.contact != DAY_NONE && l->facts.offer == DAY_NONE;
    page->overdue += is_over(l);
}

static struct duty_case_line line_make(struct request *rq, const struct duty_line *l,
                                       int32_t today) {
    bool offered = l->facts.offer != DAY_NONE && l->facts.contact != DAY_NONE;
    const struct duty_clock *c = clock_now_of(l);
    return (struct duty_case_line){
        .href = arena_fmt(rq->arena, "/unge/%s/pligt", l->youth_id),
        .name = l->name,
        .about = msg_duty_case_about(rq->arena, rq->lang, day_age(l->born, today), l->facts.aware,
                                     duty_source_word(rq->arena, rq->lang, l->source)),
        .what = l->facts.contact == DAY_NONE ? msg_duty_todo_contact(rq->lang)
                : offered                    ? msg_duty_todo_begin(rq->lang)
                                             : msg_duty_todo_offer(rq->lang),
        .due = offered ? msg_duty_case_offered(rq->arena, rq->lang, l->facts.offer)
                       : fmt_day_short(rq->arena, rq->lang, c->due),
        .guarded = l->guarded,
        .over = is_over(l)};
}

static void cases_of(struct request *rq, const struct duty_lines *lines, int32_t today,
                     struct duty_overview *page) {
    bool all = rq->visitor.role == ROLE_TEAM_LEADER;
    const struct duty_line **open = arena_array(rq->arena, lines->n + 1, sizeof *open);
    size_t n = 0;
    for (size_t i = 0; i < lines->n; i++) {
        const struct duty_line *l = &lines->v[i];
        if (l->state.end != DUTY_OPEN) continue;
        open_count(l, page);
        if (page->names && (all || l->counsellor == rq->visitor.user_id)) open[n++] = l;
    }
    if (n) qsort(open, n, sizeof *open, by_due);
    size_t first, shown_n;
    page->pager = duty_pager_make(rq, "/pligt?side=", n, &first, &shown_n);
    struct duty_case_line *shown = arena_array(rq->arena, shown_n + 1, sizeof *shown);
    for (size_t i = 0; i < shown_n; i++) shown[i] = line_make(rq, open[first + i], today);
    page->lines = shown;
    page->lines_n = shown_n;
}

/* ---- the review, in one line ---- */

static bool review_said(struct request *rq, const struct rules *rules, int32_t today,
                        const char **ret, struct err *err) {
    struct q_duty_review_total_rows total;
    int32_t first, last;
    int64_t age_from = rules_int(rules, RULE_DUTY_AGE_FROM, NULL, NULL, today);
    int64_t age_to = rules_int(rules, RULE_DUTY_AGE_TO, NULL, NULL, today);
    if (age_from == INT_NONE || age_to == INT_NONE || !duty_period(rules, today, &first, &last))
        return true;
    struct q_duty_review_total_in in = {day_add_months(today, -12 * (int)age_to),
                                        day_add_months(today, -12 * (int)age_from), first};
    if (!q_duty_review_total(rq->db, rq->arena, in, &total, err)) return false;
    *ret = msg_duty_review_line(rq->arena, rq->lang, last, total.v[0].reviewed, total.v[0].n);
    return true;
}

static bool load(struct request *rq, const struct rules **rules, struct duty_lines *lines,
                 struct numbers *n) {
    struct err err = {0};
    int32_t today = clock_today();
    if (!rules_now(rq->db, rules, &err) ||
        !duty_cases(rq->db, rq->arena, day_add_months(today, -12 * OPEN_YEARS), today, lines,
                    &err)) {
        reply_error(rq, &err);
        return false;
    }
    numbers_count(lines, today, n);
    return true;
}

void duty_overview_get(struct request *rq) {
    const struct rules *rules;
    struct duty_lines lines;
    struct numbers n = {0};
    struct err err = {0};
    int32_t today = clock_today();
    struct duty_overview page = {.names = (rq->visitor.role & ROLE_GUIDANCE) != 0};
    if (!load(rq, &rules, &lines, &n)) return;
    if (!review_said(rq, rules, today, &page.review, &err)) {
        reply_error(rq, &err);
        return;
    }
    page.said = said_of(rq, rules, &n);
    page.chart = chart_make(rq, rules, &n, table_make(rq, &n));
    cases_of(rq, &lines, today, &page);
    struct page shell = {.title = msg_duty_overview(rq->lang), .section = "/pligt", .wide = true};
    reply_page(rq, &shell, duty_overview, &page);
}

void duty_data_get(struct request *rq) {
    const struct rules *rules;
    struct duty_lines lines;
    struct numbers n = {0};
    if (!load(rq, &rules, &lines, &n)) return;
    reply_download(rq, "text/csv; charset=utf-8", "pligt.csv");
    table_csv(&rq->reply.body, rq->lang, table_make(rq, &n));
}
