/* SPDX-License-Identifier: EUPL-1.2
 *
 * Events read, people signed up and moved up, names forgotten.
 */
#include "event/internal.h"

#include "access/access.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/event.sql.h"
#include "gen/event_signup.sql.h"

#include <string.h>

/* ---- events: three queries give the same columns ---- */

#define LINE_OF(r)                                                                                 \
    (struct event_line) {                                                                          \
        .id = (r)->id, .season = (r)->season, .season_name = (r)->season_name, .kind = (r)->kind,  \
        .title = (r)->title, .institution = (r)->institution, .school = (r)->school,               \
        .place = (r)->place, .day = (r)->day, .from_minute = (r)->from_minute,                     \
        .to_minute = (r)->to_minute, .about = (r)->about, .sign_up = (r)->sign_up,                 \
        .capacity = (r)->capacity, .sign_up_until = (r)->sign_up_until, .state = (r)->state,       \
        .published_at = (r)->published_at, .published_by = (r)->published_by,                      \
        .cancelled_text = (r)->cancelled_text, .version = (r)->version, .owner = (r)->owner,       \
        .owner_name = (r)->owner_name, .edited_by = (r)->edited_by,                                \
        .edited_name = (r)->edited_name, .edited_at = (r)->edited_at, .asked_day = (r)->asked_day, \
        .people = (r)->people, .waiting = (r)->waiting, .items = (r)->items,                       \
        .counted = (r)->counted, .came = (r)->came, .answers = (r)->answers                        \
    }

#define LINES_OF(rows, a, ret)                                                                     \
    do {                                                                                           \
        (ret)->v = arena_array(a, (rows).n + 1, sizeof *(ret)->v);                                 \
        (ret)->n = (rows).n;                                                                       \
        for (size_t i_ = 0; i_ < (rows).n; i_++) (ret)->v[i_] = LINE_OF(&(rows).v[i_]);            \
    } while (0)

bool event_read(struct db *db, struct arena *a, const char *id, struct event_line *ret,
                bool *ret_found, struct err *err) {
    struct q_event_by_id_rows rows;
    if (!q_event_by_id(db, a, (struct q_event_by_id_in){id}, &rows, err)) return false;
    *ret_found = rows.n > 0;
    if (rows.n) *ret = LINE_OF(&rows.v[0]);
    return true;
}

bool event_read_between(struct db *db, struct arena *a, int32_t from, int32_t to,
                        struct event_lines *ret, struct err *err) {
    struct q_event_between_rows rows;
    if (!q_event_between(db, a, (struct q_event_between_in){from, to}, &rows, err)) return false;
    LINES_OF(rows, a, ret);
    return true;
}

bool event_read_season(struct db *db, struct arena *a, int64_t season, struct event_lines *ret,
                       struct err *err) {
    struct q_event_of_season_rows rows;
    if (!q_event_of_season(db, a, (struct q_event_of_season_in){season}, &rows, err)) return false;
    LINES_OF(rows, a, ret);
    return true;
}

struct event_times event_times(const struct event_line *event) {
    return (struct event_times){.state = event->state,
                                .sign_up = event->sign_up,
                                .day = event->day,
                                .until = event->sign_up_until,
                                .from_minute = event->from_minute};
}

/* ---- what is secret ---- */

const char *signup_secret_index(struct arena *a, const char *secret) {
    return blind_index(a, "event sign-up", secret);
}

struct blob signup_seal(struct arena *a, int64_t id, const char *column, const char *plain) {
    if (!plain || !*plain) return (struct blob){0};
    return seal_text(a, "event_signup", arena_fmt(a, "%lld", (long long)id), column, plain);
}

const char *signup_open(struct arena *a, int64_t id, const char *column, struct blob sealed) {
    if (!sealed.ptr) return NULL;
    return open_text(a, "event_signup", arena_fmt(a, "%lld", (long long)id), column, sealed);
}

/* ---- throttle ---- */

static bool too_many(struct db *w, struct arena *a, const char *subject, int64_t most, int64_t now,
                     bool *ret, struct err *err) {
    struct q_event_tries_rows rows;
    struct q_event_tries_in in = {subject, now - EVENT_TRY_US, most - 1};
    if (!q_event_tries(w, a, in, &rows, err)) return false;
    *ret = rows.n > 0;
    return true;
}

/* What is stored is a blind index: the table tells neither who nor, after ten minutes, that. */
bool event_try(struct db *w, struct arena *a, const char *event, const char *remote,
               struct err *err) {
    const char *sender = blind_index(a, "event sender", remote ? remote : "");
    const char *all = blind_index(a, "event", event);
    int64_t now = clock_real();
    bool one, many;
    if (!q_event_try_purge(w, (struct q_event_try_purge_in){now - EVENT_TRY_US}, NULL, err) ||
        !too_many(w, a, sender, EVENT_TRIES, now, &one, err) ||
        !too_many(w, a, all, EVENT_TRIES_ALL, now, &many, err))
        return false;
    if (one || many) return err_set(err, ERR_BUSY, "too many sign-ups at once");
    return q_event_try_add(w, (struct q_event_try_add_in){sender, now}, NULL, err) &&
           q_event_try_add(w, (struct q_event_try_add_in){all, now}, NULL, err);
}

/* ---- sign-up ---- */

bool signup_add(struct db *w, struct arena *a, const struct signup_new *signup, struct err *err) {
    struct event_line event;
    bool found;
    if (!event_try(w, a, signup->event, signup->remote, err) ||
        !event_read(w, a, signup->event, &event, &found, err))
        return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "no event of that id");
    struct event_times times = event_times(&event);
    if (event_door(&times, clock_now()) != DOOR_OPEN)
        return err_set(err, ERR_REFUSED, "the event takes no sign-ups now");
    int64_t free = event_free(event.capacity, event.people), id = id_next();
    bool fits = free == INT_NONE || signup->people <= free;
    struct q_event_signup_add_in in = {
        .id = id,
        .event = signup->event,
        .secret = signup_secret_index(a, signup->secret),
        .name = signup_seal(a, id, "name", signup->name),
        .email = signup_seal(a, id, "email", signup->email),
        .people = signup->people,
        .institution = signup->institution,
        .grade = signup->grade,
        .state = fits ? "in" : "waiting",
        .day = clock_today(),
    };
    return q_event_signup_add(w, in, NULL, err);
}

bool signup_move_up(struct db *w, struct arena *a, const char *event_id, struct err *err) {
    struct event_line event;
    struct q_event_waiting_rows rows;
    bool found;
    if (!event_read(w, a, event_id, &event, &found, err) || !found) return found;
    if (!q_event_waiting(w, a, (struct q_event_waiting_in){event_id}, &rows, err)) return false;
    if (!rows.n || strcmp(event.state, "published") != 0) return true;
    int64_t *people = arena_array(a, rows.n, sizeof *people);
    bool *moves = arena_array(a, rows.n, sizeof *moves);
    for (size_t i = 0; i < rows.n; i++) people[i] = rows.v[i].people;
    event_move_up(event_free(event.capacity, event.people), people, rows.n, moves);
    for (size_t i = 0; i < rows.n; i++) {
        struct q_event_signup_move_in in = {rows.v[i].id, clock_today()};
        if (moves[i] && !q_event_signup_move(w, in, NULL, err)) return false;
    }
    return true;
}

bool signup_cancel(struct db *w, struct arena *a, const char *event, int64_t id, struct err *err) {
    int64_t changed = 0;
    struct q_event_signup_cancel_in in = {id, event};
    if (!q_event_signup_cancel(w, in, &changed, err)) return false;
    if (!changed) return err_set(err, ERR_NOT_FOUND, "no sign-up of that number to cancel");
    return signup_move_up(w, a, event, err);
}

/* ---- forgetting ---- */

struct forget_work {
    int32_t today, names, comments;
};

static bool forget_write(struct db *w, void *ctx, struct err *err) {
    const struct forget_work *work = ctx;
    return q_event_forget_cancelled(w, (struct q_event_forget_cancelled_in){work->names}, NULL,
                                    err) &&
           q_event_forget(w, (struct q_event_forget_in){work->names, work->today}, NULL, err) &&
           q_event_forget_comments(w, (struct q_event_forget_comments_in){work->comments}, NULL,
                                   err);
}

static bool forget_what(struct db *db, struct arena *a, struct forget_work *ret, bool *ret_due,
                        struct err *err) {
    const struct rules *rules;
    struct q_event_forget_due_rows due;
    int32_t today = clock_today();
    if (!rules_now(db, &rules, err)) return false;
    int64_t days = rules_int(rules, RULE_EVENT_SIGNUP_KEEP_DAYS, NULL, NULL, today);
    int64_t months = rules_int(rules, RULE_EVENT_COMMENT_KEEP_MONTHS, NULL, NULL, today);
    *ret = (struct forget_work){.today = today,
                                .names = today - (days == INT_NONE ? 0 : (int32_t)days),
                                .comments =
                                    day_add_months(today, months == INT_NONE ? 0 : -(int)months)};
    struct q_event_forget_due_in in = {ret->names, ret->comments};
    if (!q_event_forget_due(db, a, in, &due, err)) return false;
    *ret_due = due.v[0].n > 0;
    return true;
}

bool event_forget_due(struct db *db, struct arena *a, bool *ret_due, struct err *err) {
    struct forget_work work;
    return forget_what(db, a, &work, ret_due, err);
}

bool event_forget(struct job_context *jc, struct err *err) {
    struct forget_work work;
    bool due;
    return forget_what(jc->db, jc->arena, &work, &due, err) &&
           (!due || store_write(jc->store, forget_write, &work, err));
}

/* ---- reach ---- */

static const char *const grades[] = {EVENT_GRADES};

bool event_reach(struct db *db, struct arena *a, int32_t from, int32_t to, struct event_reach *ret,
                 struct err *err) {
    struct q_event_reach_rows rows;
    struct q_event_reach_sums_rows sums;
    if (!q_event_reach(db, a, (struct q_event_reach_in){from, to}, &rows, err) ||
        !q_event_reach_sums(db, a, (struct q_event_reach_sums_in){from, to}, &sums, err))
        return false;
    *ret = (struct event_reach){.events = sums.v[0].events,
                                .counted = sums.v[0].counted,
                                .people = sums.v[0].people,
                                .answers = sums.v[0].answers,
                                .lines = arena_array(a, rows.n + 1, sizeof *ret->lines)};
    struct event_reach_line none = {0};
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_event_reach_row *r = &rows.v[i];
        struct event_reach_line *last = ret->lines_n ? &ret->lines[ret->lines_n - 1] : NULL;
        struct event_reach_line *line = r->institution ? last : &none;
        if (r->institution && (!last || strcmp(last->institution, r->institution) != 0)) {
            line = &ret->lines[ret->lines_n++];
            *line = (struct event_reach_line){.institution = r->institution, .school = r->school};
        }
        for (size_t g = 0; g < EVENT_GRADES_N; g++)
            if (strcmp(grades[g], r->grade) == 0) line->n[g] += r->n;
        line->all += r->n;
    }
    if (none.all) ret->lines[ret->lines_n++] = none;
    return true;
}
