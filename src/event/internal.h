/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of the room: pure functions, then what runs inside store_write(). Private to src/event.
 */
#ifndef VEJVISER_EVENT_INTERNAL_H
#define VEJVISER_EVENT_INTERNAL_H

#include "event/event.h"
#include "rule/rule.h"

#define EVENT_UNDO_US   (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */
#define EVENT_TRY_US    (10LL * 60 * 1000000)
#define EVENT_TRIES     40  /* of one sender: a class of 28 sits behind one address */
#define EVENT_TRIES_ALL 400 /* of all senders together, at one event */

/* ---- rules ---- */

enum event_door { /* may one sign up now? */
                  DOOR_OPEN,
                  DOOR_NONE,   /* one just comes */
                  DOOR_LATE,   /* the last day for it has passed, or the event has begun */
                  DOOR_CLOSED, /* not published, or cancelled */
};
struct event_times {
    const char *state;
    bool sign_up;
    int32_t day, until; /* until DAY_NONE: the day itself */
    int64_t from_minute;
};
enum event_door event_door(const struct event_times *event, int64_t now);
/* Guests answer from the beginning of the event on, for some days. */
bool event_may_answer(const char *state, int32_t day, int64_t from_minute, int64_t days,
                      int64_t now);

/* Who moves up: in the order of the list, whoever fits; a larger party that does not fit is passed over
 * and keeps its number. `free` INT_NONE: there is room for all. Returns how many parties move. */
size_t event_move_up(int64_t free, const int64_t *people, size_t n, bool *ret_moves);
/* Places that are left; INT_NONE without a limit, never below 0. */
int64_t event_free(int64_t capacity, int64_t taken);

/* The programme's points lie within the event and end after they begin. */
enum event_time_fault { TIME_OK, TIME_BACKWARDS, TIME_OUTSIDE };
enum event_time_fault event_item_fault(int64_t from, int64_t to, int64_t event_from,
                                       int64_t event_to);

/* From which day on something is overdue, for the worklist. */
struct event_deadlines {
    int32_t programme, attendance, evaluation;
};
struct event_deadlines event_deadlines(const struct rules *rules, int32_t day);

/* ---- one event as pages and changes see it: the columns of view event_line ---- */
struct event_line {
    const char *id;
    int64_t season;
    const char *season_name, *kind, *title, *institution, *school, *place;
    int32_t day;
    int64_t from_minute, to_minute;
    const char *about;
    bool sign_up;
    int64_t capacity;
    int32_t sign_up_until;
    const char *state;
    int64_t published_at, published_by;
    const char *cancelled_text;
    int64_t version, owner;
    const char *owner_name;
    int64_t edited_by;
    const char *edited_name;
    int64_t edited_at;
    int32_t asked_day;
    int64_t people, waiting, items, counted, came, answers;
};
struct event_lines {
    struct event_line *v;
    size_t n;
};
/* *ret_found false when there is none. */
bool event_read(struct db *db, struct arena *a, const char *id, struct event_line *ret,
                bool *ret_found, struct err *err);
bool event_read_between(struct db *db, struct arena *a, int32_t from, int32_t to,
                        struct event_lines *ret, struct err *err);
bool event_read_season(struct db *db, struct arena *a, int64_t season, struct event_lines *ret,
                       struct err *err);
struct event_times event_times(const struct event_line *event);

/* ---- sign-up; all inside store_write() ---- */
struct signup_new {
    const char *event,
        *secret;              /* secret: id_new(), made with the form: a second click is the same */
    const char *name, *email; /* email may be NULL */
    int64_t people;
    const char *institution, *grade; /* or NULL */
    const char *remote;              /* sender's address, for the throttle only */
};
/* ERR_REFUSED: the door is shut; ERR_BUSY: too many tries from there, wait. */
bool signup_add(struct db *w, struct arena *a, const struct signup_new *signup, struct err *err);
/* Gives the place back and lets others move up. ERR_NOT_FOUND. */
bool signup_cancel(struct db *w, struct arena *a, const char *event, int64_t id, struct err *err);
/* After a change of capacity or a place that became free. */
bool signup_move_up(struct db *w, struct arena *a, const char *event, struct err *err);
/* One attempt of a sender; ERR_BUSY when there were too many. */
bool event_try(struct db *w, struct arena *a, const char *event, const char *remote,
               struct err *err);
const char *signup_secret_index(struct arena *a, const char *secret);
struct blob signup_seal(struct arena *a, int64_t id, const char *column, const char *plain);
const char *signup_open(struct arena *a, int64_t id, const char *column, struct blob sealed);

/* The job that deletes what may not be kept any longer, and whether there is something for it. */
bool event_forget_due(struct db *db, struct arena *a, bool *ret_due, struct err *err);
bool event_forget(struct job_context *jc, struct err *err);

#endif
