/* SPDX-License-Identifier: EUPL-1.2
 *
 * What everybody sees: the list, one event, the programme of the weeks, and the page behind a secret link.
 */
#include "event/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/event.html.h"
#include "gen/event.sql.h"
#include "gen/event_signup.sql.h"
#include "gen/msg.h"
#include "report/ics.h"

#include <stdlib.h>
#include <string.h>

#define AHEAD_DAYS 400

/* ---- what is there for whom ---- */

static bool is_public(const struct event_line *event) {
    return strcmp(event->state, "draft") != 0 && event->published_at != INT_NONE;
}

static bool is_cancelled(const struct event_line *event) {
    return strcmp(event->state, "cancelled") == 0;
}

bool event_or_reply(struct request *rq, bool published, struct event_line *ret) {
    struct err err = {0};
    bool found = false;
    if (!event_read(rq->db, rq->arena, request_segment(rq, "event"), ret, &found, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (found && published && !is_public(ret)) found = false;
    if (!found) reply_status(rq, 404);
    return found;
}

bool event_points(struct request *rq, const char *event, const struct event_point **ret,
                  size_t *ret_n, struct err *err) {
    struct q_event_items_rows rows;
    if (!q_event_items(rq->db, rq->arena, (struct q_event_items_in){event}, &rows, err))
        return false;
    struct event_point *points = arena_array(rq->arena, rows.n + 1, sizeof *points);
    for (size_t i = 0; i < rows.n; i++)
        points[i] = (struct event_point){
            rows.v[i].id,
            event_hours(rq->arena, rq->lang, rows.v[i].from_minute, rows.v[i].to_minute),
            rows.v[i].title, rows.v[i].room, rows.v[i].speaker};
    *ret = points;
    *ret_n = rows.n;
    return true;
}

static struct event_card card_of(struct request *rq, const struct event_line *e) {
    struct event_times times = event_times(e);
    bool off = is_cancelled(e);
    const char *href = arena_fmt(rq->arena, "/arrangementer/%s", e->id);
    bool open = event_door(&times, clock_now()) == DOOR_OPEN;
    return (struct event_card){
        .href = href,
        .title = e->title,
        .when = fmt_day_weekday(rq->arena, rq->lang, e->day),
        .hours = event_hours(rq->arena, rq->lang, e->from_minute, e->to_minute),
        .where = event_where(rq->arena, e),
        .kind = event_kind_words(rq->arena, rq->lang, e->kind),
        .door = off || e->day < clock_today() ? NULL : event_door_words(rq, e),
        .badge = off ? msg_event_is_cancelled(rq->lang) : NULL,
        .sign_up = open ? arena_fmt(rq->arena, "%s/tilmeld", href) : NULL,
        .warn = off,
    };
}

/* ---- the list: season by season, then what belongs to none ---- */

static bool is_of(const struct event_line *e, int64_t season) {
    return is_public(e) && e->season == season;
}

static void group_add(struct request *rq, const struct event_lines *lines, int64_t season,
                      struct event_group *groups, struct events_page *page) {
    struct event_card *cards = arena_array(rq->arena, lines->n + 1, sizeof *cards);
    struct event_group *group = &groups[page->groups_n];
    *group = (struct event_group){.cards = cards};
    for (size_t i = 0; i < lines->n; i++) {
        if (!is_of(&lines->v[i], season)) continue;
        cards[group->cards_n++] = card_of(rq, &lines->v[i]);
        group->title =
            season == INT_NONE ? msg_event_other_events(rq->lang) : lines->v[i].season_name;
    }
    if (season != INT_NONE)
        group->href = arena_fmt(rq->arena, "/arrangementer/uger/%lld", (long long)season);
    if (group->cards_n) page->groups_n++;
}

void events_get(struct request *rq) {
    struct err err = {0};
    struct event_lines lines;
    int32_t today = clock_today();
    if (!event_read_between(rq->db, rq->arena, today, today + AHEAD_DAYS, &lines, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct event_group *groups = arena_array(rq->arena, lines.n + 1, sizeof *groups);
    struct events_page page = {.groups = groups,
                               .staff = (rq->visitor.role & ROLE_GUIDANCE) != 0,
                               .management = rq->visitor.role == ROLE_MANAGEMENT};
    for (size_t i = 0; i < lines.n; i++) { /* seasons in the order of their first event */
        bool first = lines.v[i].season != INT_NONE;
        for (size_t k = 0; k < i; k++) first = first && lines.v[k].season != lines.v[i].season;
        if (first) group_add(rq, &lines, lines.v[i].season, groups, &page);
    }
    group_add(rq, &lines, INT_NONE, groups, &page);
    struct page shell = {.title = msg_event_title(rq->lang), .section = "/arrangementer"};
    reply_page(rq, &shell, events_page, &page);
}

/* ---- one event ---- */

void event_get(struct request *rq) {
    struct event_line event;
    struct err err = {0};
    int64_t days;
    if (!event_or_reply(rq, true, &event)) return;
    struct event_times times = event_times(&event);
    struct event_page page = {.event = &event,
                              .when = event_when(rq->arena, rq->lang, &event),
                              .where = event_where(rq->arena, &event),
                              .kind = event_kind_words(rq->arena, rq->lang, event.kind),
                              .door = event_door_words(rq, &event),
                              .base = arena_fmt(rq->arena, "/arrangementer/%s", event.id),
                              .cancelled = is_cancelled(&event)};
    if (!event_points(rq, event.id, &page.points, &page.points_n, &err) ||
        !rule_int(rq->db, RULE_EVENT_EVALUATION_DAYS, NULL, NULL, clock_today(), &days, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (event_door(&times, clock_now()) == DOOR_OPEN)
        page.sign_up = arena_fmt(rq->arena, "%s/tilmeld", page.base);
    if (event_may_answer(event.state, event.day, event.from_minute, days, clock_now())) {
        page.answer = arena_fmt(rq->arena, "%s/evaluering", page.base);
        page.door = msg_event_tell_us(rq->lang);
    }
    if (rq->visitor.role & ROLE_GUIDANCE)
        page.manage = arena_fmt(rq->arena, "/arrangementer/ret/%s", event.id);
    page.address = arena_fmt(rq->arena, "%s%s", request_origin(rq), page.base);
    struct page shell = {.title = event.title, .section = "/arrangementer"};
    reply_page(rq, &shell, event_page, &page);
}

void thanks_get(struct request *rq) {
    struct event_line event;
    if (!event_or_reply(rq, true, &event)) return;
    struct thanks_page page = {event.title, arena_fmt(rq->arena, "/arrangementer/%s", event.id)};
    struct page shell = {.title = msg_event_thanks(rq->lang), .section = "/arrangementer"};
    reply_page(rq, &shell, thanks_page, &page);
}

/* ---- the programme of the weeks ---- */

static bool season_read(struct request *rq, struct q_event_seasons_row *ret, bool *ret_found,
                        struct err *err) {
    struct q_event_seasons_rows rows;
    int64_t id = strtoll(request_segment(rq, "uger"), NULL, 10);
    *ret_found = false;
    if (!q_event_seasons(rq->db, rq->arena, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id == id) {
            *ret = rows.v[i];
            *ret_found = true;
        }
    return true;
}

/* The points of one event stand together in the rows of the season. */
static void day_points(struct request *rq, const struct q_event_items_of_season_rows *items,
                       const char *event, struct season_day *day) {
    struct event_point *points = arena_array(rq->arena, items->n + 1, sizeof *points);
    for (size_t i = 0; i < items->n; i++) {
        const struct q_event_items_of_season_row *r = &items->v[i];
        if (strcmp(r->event, event) != 0) continue;
        points[day->points_n++] = (struct event_point){
            INT_NONE, event_hours(rq->arena, rq->lang, r->from_minute, INT_NONE), r->title, r->room,
            r->speaker};
    }
    day->points = points;
}

void season_get(struct request *rq) {
    struct q_event_seasons_row season;
    struct q_event_items_of_season_rows items;
    struct event_lines lines;
    struct err err = {0};
    bool found;
    if (!season_read(rq, &season, &found, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!found) {
        reply_status(rq, 404);
        return;
    }
    if (!event_read_season(rq->db, rq->arena, season.id, &lines, &err) ||
        !q_event_items_of_season(rq->db, rq->arena, (struct q_event_items_of_season_in){season.id},
                                 &items, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct season_day *days = arena_array(rq->arena, lines.n + 1, sizeof *days);
    const char *path = arena_fmt(rq->arena, "/arrangementer/uger/%lld", (long long)season.id);
    struct season_page page = {
        .title = season.name,
        .days = msg_event_days(rq->arena, rq->lang, season.from_day, season.to_day),
        .about = season.about,
        .ics = arena_fmt(rq->arena, "%s/kalender.ics", path),
        .address = arena_fmt(rq->arena, "%s%s", request_origin(rq), path),
        .events = days};
    for (size_t i = 0; i < lines.n; i++) {
        if (!is_public(&lines.v[i])) continue;
        struct season_day *day = &days[page.events_n++];
        *day = (struct season_day){.card = card_of(rq, &lines.v[i])};
        day_points(rq, &items, lines.v[i].id, day);
    }
    struct page shell = {.title = season.name, .section = "/arrangementer"};
    reply_page(rq, &shell, season_page, &page);
}

/* ---- calendar files ---- */

static void ics_reply(struct request *rq, const char *name, const struct event_lines *lines) {
    struct ics_event *events = arena_array(rq->arena, lines->n + 1, sizeof *events);
    struct ics_calendar calendar = {.name = name, .events = events, .subscribed = lines->n != 1};
    for (size_t i = 0; i < lines->n; i++) {
        const struct event_line *e = &lines->v[i];
        if (!is_public(e)) continue;
        events[calendar.n++] = (struct ics_event){
            .uid = arena_fmt(rq->arena, "%s@vejviser", e->id),
            .sequence = e->version - 1,
            .changed = e->edited_at,
            .day = e->day,
            .from = (int)e->from_minute,
            .to = (int)e->to_minute,
            .summary = e->title,
            .place = event_where(rq->arena, e),
            .text = e->about,
            .url = arena_fmt(rq->arena, "%s/arrangementer/%s", request_origin(rq), e->id),
            .cancelled = is_cancelled(e),
        };
    }
    const char *text = ics_text(rq->arena, &calendar);
    reply_download(rq, ICS_TYPE, "kalender.ics");
    text_add(&rq->reply.body, text);
}

void event_ics_get(struct request *rq) {
    struct event_line event;
    if (!event_or_reply(rq, true, &event)) return;
    struct event_lines one = {&event, 1};
    ics_reply(rq, event.title, &one);
}

void events_ics_get(struct request *rq) {
    struct event_lines lines;
    struct err err = {0};
    int32_t today = clock_today();
    if (event_read_between(rq->db, rq->arena, today - 60, today + AHEAD_DAYS, &lines, &err))
        ics_reply(rq, msg_event_title(rq->lang), &lines);
    else
        reply_error(rq, &err);
}

void season_ics_get(struct request *rq) {
    struct q_event_seasons_row season;
    struct event_lines lines;
    struct err err = {0};
    bool found;
    if (!season_read(rq, &season, &found, &err) ||
        (found && !event_read_season(rq->db, rq->arena, season.id, &lines, &err)))
        reply_error(rq, &err);
    else if (found)
        ics_reply(rq, season.name, &lines);
    else
        reply_status(rq, 404);
}

/* ---- the page behind the secret link ---- */

struct receipt_work {
    struct request *rq;
    const char *event, *index;
    int64_t id;
};

static bool receipt_read(struct request *rq, struct q_event_signup_by_secret_row *ret,
                         struct event_line *ret_event) {
    struct q_event_signup_by_secret_rows rows = {0};
    const char *secret = request_segment(rq, "hemmelig");
    struct err err = {0};
    bool found = false, ok = true;
    if (id_is_valid(secret)) {
        struct q_event_signup_by_secret_in in = {signup_secret_index(rq->arena, secret)};
        ok = q_event_signup_by_secret(rq->db, rq->arena, in, &rows, &err);
    }
    if (ok && rows.n) {
        *ret = rows.v[0];
        ok = event_read(rq->db, rq->arena, ret->event, ret_event, &found, &err);
    }
    if (!ok)
        reply_error(rq, &err);
    else if (!found)
        reply_status(rq, 404);
    return ok && found;
}

static bool seen_write(struct db *w, void *ctx, struct err *err) {
    const struct receipt_work *work = ctx;
    struct q_event_signup_seen_in in = {work->index, clock_today()};
    return q_event_signup_seen(w, in, NULL, err);
}

/* "9. klasse, Skole A" */
static const char *from_where(struct request *rq, const char *grade, const char *school) {
    const char *word = grade ? event_grade_words(rq->arena, rq->lang, grade) : NULL;
    if (!word || !school) return word ? word : school;
    return arena_fmt(rq->arena, "%s, %s", word, school);
}

void receipt_get(struct request *rq) {
    struct q_event_signup_by_secret_row row;
    struct event_line event;
    struct err err = {0};
    int64_t keep;
    if (!receipt_read(rq, &row, &event)) return;
    bool in = strcmp(row.state, "in") == 0, waiting = strcmp(row.state, "waiting") == 0;
    const char *secret = request_segment(rq, "hemmelig");
    struct receipt_work work = {.rq = rq, .index = signup_secret_index(rq->arena, secret)};
    bool moved = in && row.moved_day != DAY_NONE;
    if ((moved && row.told_day == DAY_NONE && !store_write(rq->store, seen_write, &work, &err)) ||
        !rule_int(rq->db, RULE_EVENT_SIGNUP_KEEP_DAYS, NULL, NULL, event.day, &keep, &err)) {
        reply_error(rq, &err);
        return;
    }
    bool off = is_cancelled(&event);
    struct receipt_page page = {
        .event = &event,
        .when = event_when(rq->arena, rq->lang, &event),
        .where = event_where(rq->arena, &event),
        .name = signup_open(rq->arena, row.id, "name", row.name),
        .people = fmt_int(rq->arena, rq->lang, row.people),
        .from = from_where(rq, row.grade, row.school),
        .state = off       ? RECEIPT_OFF
                 : moved   ? RECEIPT_MOVED
                 : in      ? RECEIPT_IN
                 : waiting ? RECEIPT_WAITING
                           : RECEIPT_CANCELLED,
        .number = row.before + 1,
        .self = arena_fmt(rq->arena, "/tilmelding/%s", secret),
        .base = arena_fmt(rq->arena, "/arrangementer/%s", event.id),
        .address = arena_fmt(rq->arena, "%s/tilmelding/%s", request_origin(rq), secret),
        .may_cancel = !off && (in || waiting) && event.day >= clock_today(),
        .keep_days = keep};
    struct page shell = {.title = msg_event_receipt(rq->lang), .section = "/arrangementer"};
    reply_page(rq, &shell, receipt_page, &page);
}

static bool cancel_write(struct db *w, void *ctx, struct err *err) {
    const struct receipt_work *work = ctx;
    return signup_cancel(w, work->rq->arena, work->event, work->id, err);
}

/* A second click finds it cancelled, which is what was wanted. */
void receipt_cancel_post(struct request *rq) {
    struct q_event_signup_by_secret_row row;
    struct event_line event;
    struct err err = {0};
    if (!receipt_read(rq, &row, &event)) return;
    struct receipt_work work = {.rq = rq, .event = event.id, .id = row.id};
    const char *self = arena_fmt(rq->arena, "/tilmelding/%s", request_segment(rq, "hemmelig"));
    if (event.day < clock_today() || strcmp(row.state, "cancelled") == 0 ||
        store_write(rq->store, cancel_write, &work, &err) || err.kind == ERR_NOT_FOUND)
        reply_redirect(rq, self);
    else
        reply_error(rq, &err);
}
