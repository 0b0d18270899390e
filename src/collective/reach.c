/* SPDX-License-Identifier: EUPL-1.2
 *
 * /kollektiv: how many pupils the collective guidance has reached in a school year, by school and grade; and
 * /kollektiv/mangler: who has been to nothing. A group of fewer than five pupils is not shown as a share.
 */
#include "collective/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/collective.html.h"
#include "gen/collective.sql.h"
#include "gen/msg.h"

#include <stdlib.h>
#include <string.h>

#define GROUP_LEAST  5
#define MISSING_MOST 500
#define GRADES       4 /* 7 to 10; then all */

int32_t collective_count_day(int school_year, int32_t today) {
    if (school_year_of(today) == school_year) return today;
    return day_from_ymd(school_year + 1, 6, 15);
}

bool collective_reach(struct db *db, struct arena *a, int school_year, int64_t account, int32_t day,
                      struct collective_reach **ret, size_t *ret_n, struct err *err) {
    struct q_collective_reach_all_rows all = {0};
    struct q_collective_reach_of_rows own = {0};
    int32_t from = school_year_first_day(school_year), to = collective_count_day(school_year, day);
    struct q_collective_reach_all_in all_in = {school_year, from, to};
    struct q_collective_reach_of_in own_in = {account, day, school_year, from, to};
    bool ok = account == INT_NONE ? q_collective_reach_all(db, a, all_in, &all, err)
                                  : q_collective_reach_of(db, a, own_in, &own, err);
    if (!ok) return false;
    struct collective_reach *list = arena_array(a, all.n + own.n + 1, sizeof *list);
    for (size_t i = 0; i < all.n; i++)
        list[i] = (struct collective_reach){all.v[i].institution, all.v[i].school, all.v[i].grade,
                                            all.v[i].pupils, all.v[i].reached};
    for (size_t i = 0; i < own.n; i++)
        list[i] = (struct collective_reach){own.v[i].institution, own.v[i].school, own.v[i].grade,
                                            own.v[i].pupils, own.v[i].reached};
    *ret = list;
    *ret_n = all.n + own.n;
    return true;
}

/* ---- the table ---- */

struct tally {
    int64_t pupils, reached;
};

static const char *tally_words(struct request *rq, struct tally t) {
    if (!t.pupils) return "–";
    if (t.pupils < GROUP_LEAST) return msg_collective_reach_few(rq->lang);
    double share = 100.0 * (double)t.reached / (double)t.pupils;
    return msg_collective_reach_cell(rq->arena, rq->lang, t.reached, t.pupils,
                                     fmt_percent(rq->arena, rq->lang, share, 0));
}

static void row_fill(struct request *rq, const struct tally tallies[GRADES + 1],
                     struct reach_row *row) {
    for (int g = 0; g <= GRADES; g++) row->cells[g].text = tally_words(rq, tallies[g]);
}

static void tally_add(struct tally tallies[GRADES + 1], const struct collective_reach *r) {
    int g = (int)strtol(r->grade, NULL, 10) - 7;
    tallies[g].pupils += r->pupils;
    tallies[g].reached += r->reached;
    tallies[GRADES].pupils += r->pupils;
    tallies[GRADES].reached += r->reached;
}

static void rows_of(struct request *rq, const struct collective_reach *list, size_t n, int year,
                    struct collective_reach_page *page, struct tally all[GRADES + 1]) {
    bool guides = rq->visitor.role & ROLE_GUIDANCE;
    bool now = year == school_year_of(clock_today());
    struct reach_row *rows = arena_array(rq->arena, n + 1, sizeof *rows);
    for (size_t i = 0; i < n;) {
        struct tally own[GRADES + 1] = {0};
        const struct collective_reach *first = &list[i];
        for (; i < n && strcmp(list[i].institution, first->institution) == 0; i++) {
            tally_add(own, &list[i]);
            tally_add(all, &list[i]);
        }
        struct reach_row *row = &rows[page->rows_n++];
        row->name = first->school;
        row_fill(rq, own, row);
        if (guides)
            row->plan = arena_fmt(rq->arena, "/kollektiv/%s?aar=%d", first->institution, year);
        if (guides && now)
            row->missing = arena_fmt(rq->arena, "/kollektiv/mangler?skole=%s", first->institution);
    }
    page->rows = rows;
    row_fill(rq, all, &page->total);
}

static bool themes_held(struct request *rq, int year, struct collective_reach_page *page,
                        struct err *err) {
    struct q_collective_themes_held_rows rows;
    struct q_collective_themes_held_in in = {school_year_first_day(year),
                                             collective_count_day(year, clock_today())};
    struct themes themes;
    if (!q_collective_themes_held(rq->db, rq->arena, in, &rows, err) ||
        !themes_read(rq, &themes, err))
        return false;
    struct theme_count *list = arena_array(rq->arena, themes.n + 1, sizeof *list);
    for (size_t t = 0; t < themes.n; t++)
        for (size_t i = 0; i < rows.n; i++)
            if (strcmp(themes.v[t].id, rows.v[i].theme) == 0)
                list[page->themes_n++] =
                    (struct theme_count){themes.v[t].name, rows.v[i].sessions, rows.v[i].present};
    page->themes = list;
    return true;
}

/* "8. klasse 62 %, 9. klasse 88 %": the shares of the whole, from the grades that have pupils. */
static const char *said_of(struct request *rq, const struct tally all[GRADES + 1]) {
    struct tally t = {0};
    for (int g = 1; g < GRADES; g++) { /* the 8th to the 10th: where the choice is made */
        t.pupils += all[g].pupils;
        t.reached += all[g].reached;
    }
    if (t.pupils < GROUP_LEAST) return msg_collective_reach_none(rq->lang);
    double share = 100.0 * (double)t.reached / (double)t.pupils;
    return msg_collective_reach_said(rq->arena, rq->lang, t.reached, t.pupils,
                                     fmt_percent(rq->arena, rq->lang, share, 0));
}

void collective_reach_get(struct request *rq) {
    int32_t today = clock_today();
    int now = school_year_of(today);
    const char *asked = request_query(rq, "aar");
    int year = asked ? (int)strtol(asked, NULL, 10) : now;
    if (year < now - 8 || year > now) year = now;
    bool own = rq->visitor.role == ROLE_COUNSELLOR;
    struct collective_reach *list;
    size_t n;
    struct err err = {0};
    struct collective_reach_page page = {
        .year = school_year_text(rq->arena, year),
        .year_before = arena_fmt(rq->arena, "/kollektiv?aar=%d", year - 1),
        .year_after = year < now ? arena_fmt(rq->arena, "/kollektiv?aar=%d", year + 1) : NULL,
        .may_decide = rq->visitor.role == ROLE_TEAM_LEADER};
    if (!collective_reach(rq->db, rq->arena, year, own ? rq->visitor.user_id : INT_NONE, today,
                          &list, &n, &err) ||
        (!own && !themes_held(rq, year, &page, &err))) {
        reply_error(rq, &err);
        return;
    }
    struct tally all[GRADES + 1] = {0};
    rows_of(rq, list, n, year, &page, all);
    page.said = said_of(rq, all);
    page.note = msg_collective_reach_note(rq->arena, rq->lang, collective_count_day(year, today));
    struct page shell = {
        .title = msg_collective_title(rq->lang), .section = "/kollektiv", .wide = true};
    reply_page(rq, &shell, collective_reach_page, &page);
}

/* ---- who has been to nothing ---- */

static bool school_choices(struct request *rq, const char *chosen,
                           struct collective_missing_page *page, struct err *err) {
    struct school_option *options;
    size_t n;
    int64_t account = rq->visitor.role == ROLE_TEAM_LEADER ? INT_NONE : rq->visitor.user_id;
    if (!school_options(rq->db, rq->arena, account, clock_today(), &options, &n, err)) return false;
    struct collective_choice *list = arena_array(rq->arena, n + 1, sizeof *list);
    list[page->schools_n++] =
        (struct collective_choice){"", msg_collective_year_choose(rq->lang), !*chosen};
    for (size_t i = 0; i < n; i++) {
        bool is_chosen = strcmp(options[i].number, chosen) == 0;
        list[page->schools_n++] =
            (struct collective_choice){options[i].number, options[i].name, is_chosen};
        if (is_chosen) page->school_name = options[i].name;
    }
    page->schools = list;
    return true;
}

/* The grades for which a theme of today is usual: others are to have nothing. "8, 9, 10" */
static bool is_usual(const struct themes *themes, const char *grade) {
    for (size_t i = 0; i < themes->n; i++)
        if (theme_holds(&themes->v[i], clock_today()) && theme_is_for(&themes->v[i], grade))
            return true;
    return false;
}

static const char *grades_of(struct request *rq, const struct themes *themes) {
    static const char *const grades[] = {"7", "8", "9", "10"};
    struct text t;
    text_init(&t, rq->arena);
    for (size_t g = 0; g < sizeof grades / sizeof *grades; g++)
        if (is_usual(themes, grades[g])) text_addf(&t, "%s%s", t.len ? ", " : "", grades[g]);
    return text_str(&t);
}

static bool groups_of(struct request *rq, const char *school, struct collective_missing_page *page,
                      struct err *err) {
    int32_t today = clock_today();
    int year = school_year_of(today);
    struct q_collective_missing_rows rows;
    struct q_collective_missing_in in = {school, year, school_year_first_day(year), today,
                                         MISSING_MOST};
    struct themes themes;
    size_t n = 0;
    if (!q_collective_missing(rq->db, rq->arena, in, &rows, err) || !themes_read(rq, &themes, err))
        return false;
    struct missing_line *lines = arena_array(rq->arena, rows.n + 1, sizeof *lines);
    struct missing_group *groups = arena_array(rq->arena, rows.n + 1, sizeof *groups);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_collective_missing_row *r = &rows.v[i];
        if (!is_usual(&themes, r->grade)) continue;
        lines[n] = (struct missing_line){
            r->id, r->name,
            r->absent ? msg_collective_missing_absent(rq->arena, rq->lang, r->absent) : NULL,
            r->guarded};
        if (!page->groups_n || groups[page->groups_n - 1].class != r->class)
            groups[page->groups_n++] =
                (struct missing_group){r->class, r->class_name, &lines[n], 0};
        groups[page->groups_n - 1].lines_n++;
        n++;
    }
    page->groups = groups;
    const char *said =
        rows.n == MISSING_MOST
            ? msg_collective_missing_many(rq->arena, rq->lang, (int64_t)n)
            : msg_collective_missing_said(rq->arena, rq->lang, (int64_t)n, page->school_name,
                                          school_year_text(rq->arena, year));
    page->said =
        arena_fmt(rq->arena, "%s %s", said,
                  msg_collective_missing_grades(rq->arena, rq->lang, grades_of(rq, &themes)));
    return true;
}

void collective_missing_get(struct request *rq) {
    const char *asked = request_query(rq, "skole");
    struct collective_missing_page page = {0};
    struct err err = {0};
    if (!school_choices(rq, asked ? asked : "", &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (asked && *asked && !page.school_name) {
        reply_status(rq, 403);
        return;
    }
    page.must_choose = !page.school_name;
    if (!page.must_choose && !groups_of(rq, asked, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct page shell = {.title = msg_collective_missing_title(rq->lang), .section = "/kollektiv"};
    reply_page(rq, &shell, collective_missing_page, &page);
}
