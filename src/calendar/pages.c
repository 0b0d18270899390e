/* SPDX-License-Identifier: EUPL-1.2
 *
 * The week on a page, its secret address, and the file that lies there.
 */
#include "calendar/internal.h"

#include "access/access.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/calendar.html.h"
#include "gen/calendar.sql.h"
#include "gen/msg.h"
#include "report/ics.h"
#include "school/school.h"

#include <stdlib.h>
#include <string.h>

#define FILE_DAYS 60 /* how far ahead the file looks */

static int by_due(const void *left, const void *right) {
    const struct worklist_item *l = left, *r = right;
    if (l->due != r->due) return l->due < r->due ? -1 : 1;
    return l->due_time == r->due_time ? 0 : l->due_time < r->due_time ? -1 : 1;
}

/* The lines of all slices up to a day, of whoever `rq` says is asking. */
static bool collect(struct request *rq, int32_t until, struct worklist *list, struct err *err) {
    struct worklist_query query = {
        .user_id = rq->visitor.user_id, .today = clock_today(), .until = until};
    *list = (struct worklist){.arena = rq->arena};
    if (!slices_ask(rq, PAGE_WORKLIST, NULL, &query, err)) return false;
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        if (s->worklist && !s->worklist(rq, &query, list, err)) return false;
    }
    if (list->n) qsort(list->items, list->n, sizeof *list->items, by_due);
    return true;
}

static const char *secret_index(struct arena *a, const char *secret) {
    return blind_index(a, "calendar", secret);
}

static const char *feed_row(struct arena *a, int64_t id) {
    return arena_fmt(a, "%lld", (long long)id);
}

/* ---- the page ---- */

/* The Monday of the week asked for; of this one when none. */
static int32_t monday_of(struct request *rq) {
    const char *typed = request_query(rq, "fra");
    int32_t day = typed ? day_parse_iso(typed) : clock_today();
    if (day == DAY_NONE) day = clock_today();
    return day - (day_weekday(day) - 1);
}

static const char *week_path(struct request *rq, int32_t monday) {
    char iso[11];
    return arena_fmt(rq->arena, "/kalender?fra=%s", day_iso(iso, monday));
}

static const char *time_of(struct request *rq, int64_t due_time) {
    int hour, minute;
    if (due_time == INT_NONE) return NULL;
    clock_local(due_time, &hour, &minute);
    return fmt_time(rq->arena, rq->lang, hour, minute);
}

static void day_of(struct request *rq, const struct worklist *list, int32_t day,
                   struct calendar_page *page, struct calendar_day *days) {
    struct calendar_line *lines = arena_array(rq->arena, list->n + 1, sizeof *lines);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct worklist_item *item = &list->items[i];
        if (item->due == day)
            lines[n++] = (struct calendar_line){time_of(rq, item->due_time), item->task, item->who,
                                                item->about, item->href};
    }
    if (!n && day_weekday(day) > 5) return; /* an empty weekend */
    days[page->days_n++] = (struct calendar_day){fmt_day_near(rq->arena, rq->lang, day),
                                                 day == clock_today(), lines, n};
}

static bool address_of(struct request *rq, struct calendar_page *page, struct err *err) {
    struct q_calendar_feed_rows rows;
    struct q_calendar_feed_in in = {rq->visitor.user_id};
    if (!q_calendar_feed(rq->db, rq->arena, in, &rows, err)) return false;
    if (!rows.n) return true;
    const char *secret = open_text(rq->arena, "calendar_feed", feed_row(rq->arena, rows.v[0].id),
                                   "secret", rows.v[0].secret);
    if (!secret) return true; /* open_text() has logged it; a new address can be made */
    page->address = arena_fmt(rq->arena, "%s/kalender/%s/vejviser.ics", request_origin(rq), secret);
    page->made = msg_calendar_made(rq->arena, rq->lang, clock_day_of(rows.v[0].made_at));
    page->read = rows.v[0].read_day == DAY_NONE
                     ? msg_calendar_unread(rq->lang)
                     : msg_calendar_read(rq->arena, rq->lang, rows.v[0].read_day);
    return true;
}

void calendar_get(struct request *rq) {
    struct worklist list;
    struct err err = {0};
    int32_t monday = monday_of(rq), today = clock_today();
    int year, week;
    day_iso_week(monday, &year, &week);
    struct calendar_day *days = arena_array(rq->arena, 7, sizeof *days);
    struct calendar_page page = {.title = msg_calendar_week(rq->arena, rq->lang, week),
                                 .before = week_path(rq, monday - 7),
                                 .after = week_path(rq, monday + 7),
                                 .days = days};
    if (!collect(rq, monday + 6, &list, &err) || !address_of(rq, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    for (int i = 0; i < 7; i++) day_of(rq, &list, monday + i, &page, days);
    int64_t over = 0;
    for (size_t i = 0; i < list.n; i++) over += list.items[i].due < today;
    page.said = msg_calendar_said(rq->arena, rq->lang, fmt_day_long(rq->arena, rq->lang, monday),
                                  fmt_day_long(rq->arena, rq->lang, monday + 6));
    if (over && monday <= today && today < monday + 7)
        page.said =
            arena_fmt(rq->arena, "%s %s", page.said, msg_calendar_over(rq->arena, rq->lang, over));
    struct page shell = {
        .title = msg_calendar_title(rq->lang), .section = "/i-dag", .printable = true};
    reply_page(rq, &shell, calendar_page, &page);
}

/* ---- the address ---- */

struct address_work {
    struct arena *arena;
    int64_t account;
    bool stop;
};

static bool address_write(struct db *w, void *ctx, struct err *err) {
    const struct address_work *work = ctx;
    int64_t now = clock_now(), id = id_next();
    const char *secret = id_new(work->arena);
    if (!q_calendar_feed_end(w, (struct q_calendar_feed_end_in){work->account, now}, NULL, err))
        return false;
    if (work->stop) return true;
    struct q_calendar_feed_add_in in = {
        .id = id,
        .account = work->account,
        .secret_index = secret_index(work->arena, secret),
        .secret =
            seal_text(work->arena, "calendar_feed", feed_row(work->arena, id), "secret", secret),
        .at = now};
    return q_calendar_feed_add(w, in, NULL, err);
}

void calendar_address_post(struct request *rq) {
    const char *what = request_body(rq, "handling");
    struct err err = {0};
    bool stop = what && strcmp(what, "stop") == 0;
    if (!stop && (!what || strcmp(what, "ny") != 0)) {
        reply_status(rq, 400);
        return;
    }
    struct address_work work = {rq->arena, rq->visitor.user_id, stop};
    if (store_write(rq->store, address_write, &work, &err))
        reply_redirect_notice(
            rq, "/kalender#adresse",
            stop ? msg_calendar_stopped(rq->lang) : msg_calendar_renewed(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

/* ---- the file ---- */

static const char *summary_of(struct request *rq, const struct calendar_entry *e) {
    switch (e->kind) {
    case CALENDAR_TALKS:
        return msg_calendar_talks(rq->arena, rq->lang, e->n);
    case CALENDAR_SESSIONS:
        return msg_calendar_sessions(rq->arena, rq->lang, e->n);
    default:
        return msg_calendar_deadlines(rq->arena, rq->lang, e->n);
    }
}

static const char *school_name(const struct school_option *schools, size_t n, const char *number) {
    for (size_t i = 0; number && i < n; i++)
        if (strcmp(schools[i].number, number) == 0) return schools[i].name;
    return NULL;
}

static bool file_make(struct request *rq, int64_t account, struct err *err) {
    static const char *const names[] = {"talks", "sessions", "deadlines"};
    struct arena *a = rq->arena;
    int32_t today = clock_today();
    struct worklist list;
    struct school_option *schools;
    size_t schools_n;
    if (!collect(rq, today + FILE_DAYS, &list, err) ||
        !school_options(rq->db, a, INT_NONE, today, &schools, &schools_n, err))
        return false;
    struct calendar_entry *entries = arena_array(a, list.n + 1, sizeof *entries);
    size_t n = calendar_entries(list.items, list.n, today, today + FILE_DAYS, entries);
    struct ics_event *events = arena_array(a, n + 1, sizeof *events);
    const char *owner = blind_index(a, "calendar owner", feed_row(a, account));
    for (size_t i = 0; i < n; i++) {
        const struct calendar_entry *e = &entries[i];
        events[i] = (struct ics_event){
            .uid = arena_fmt(a, "%d-%d-%s-%s-%.16s@vejviser", e->day, e->minute, names[e->kind],
                             e->institution ? e->institution : "0", owner),
            .changed = clock_now(),
            .day = e->day,
            .from = e->minute,
            .to = e->minute < 0 ? 0 : e->minute + 30,
            .summary = summary_of(rq, e),
            .place = school_name(schools, schools_n, e->institution),
            .text = msg_calendar_open(rq->lang),
            .url = arena_fmt(a, "%s/kalender", request_origin(rq))};
    }
    struct ics_calendar calendar = {
        .name = msg_calendar_name(rq->lang), .events = events, .n = n, .subscribed = true};
    const char *text = ics_text(a, &calendar);
    reply_download(rq, ICS_TYPE, "vejviser.ics");
    text_add(&rq->reply.body, text);
    return true;
}

static bool read_write(struct db *w, void *ctx, struct err *err) {
    const int64_t *id = ctx;
    return q_calendar_read(w, (struct q_calendar_read_in){*id, clock_today()}, NULL, err);
}

/* Asked without login: the request that the slices see is one of the owner's, and ends with the file. */
void calendar_file_get(struct request *rq) {
    struct q_calendar_owner_rows rows = {0};
    struct err err = {0};
    const char *secret = request_segment(rq, "hemmelig");
    struct q_calendar_owner_in in = {secret_index(rq->arena, secret), clock_today()};
    if (id_is_valid(secret) && !q_calendar_owner(rq->db, rq->arena, in, &rows, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!rows.n) {
        reply_status(rq, 404);
        return;
    }
    struct request as = *rq;
    as.lang = strcmp(rows.v[0].lang, "en") == 0 ? LANG_EN : LANG_DA;
    as.visitor = (struct visitor){.user_id = rows.v[0].account,
                                  .role = role_by_name(rows.v[0].role),
                                  .lang = as.lang,
                                  .expires = INT_NONE};
    bool ok = rows.v[0].read_day == clock_today() ||
              store_write(rq->store, read_write, &rows.v[0].id, &err);
    if (ok && file_make(&as, rows.v[0].account, &err))
        rq->reply = as.reply;
    else
        reply_error(rq, &err);
}
