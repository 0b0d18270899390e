/* SPDX-License-Identifier: EUPL-1.2
 *
 * event: the career weeks with their evenings at the schools and the fair, and single meetings
 * (policy document 2021/22, Mål 1: "3 uger i efteråret med bl.a. lokale uddannelsesaftner på
 * grundskolerne samt en erhvervs- og uddannelsesmesse").
 *
 *     season   weeks that belong together
 *     event    when, where, what; a draft until it is published; cancelled, never removed
 *     item     a point of the programme; a changed one is a new row, the old one is withdrawn
 *     sign-up  one name for some people, without login; undone by whoever has its secret link
 *     count    who came, by school and grade; numbers, never names
 *     answer   an anonymous evaluation
 *
 * Who signs up is seldom in our register, and is not looked up there: nothing here hangs on a young
 * person, so the room has no part in insight and erasure by person. Instead it forgets by itself: name,
 * e-mail and link are deleted event_signup_keep_days after the event and what guests wrote freely
 * event_comment_keep_months after it (rules of the municipality; no law names a period). Whoever did not come
 * leaves nothing. Forgetting happens when somebody opens the list of events, of the public or of staff.
 *
 * Answers are shown when there are event_answers_least of them, and never how a single person answered.
 */
#ifndef VEJVISER_EVENT_H
#define VEJVISER_EVENT_H

#include "slice/slice.h"

extern const struct slice event_slice;

/* event.kind; messages event.kind.NAME */
#define EVENT_KINDS "evening", "fair", "meeting"
/* Of those who sign up and of those who came; messages event.grade.NAME */
#define EVENT_GRADES   "7", "8", "9", "10", "other", "adult"
#define EVENT_GRADES_N 6

/* ---- for other rooms: how far the events reached; numbers of people, both days included ---- */
struct event_reach_line {
    const char *institution, *school; /* NULL: guests of no school of ours */
    int64_t n[EVENT_GRADES_N];        /* in the order of EVENT_GRADES */
    int64_t all;
};
struct event_reach {
    int64_t events, counted; /* published events, and those whose guests were counted */
    int64_t people, answers;
    struct event_reach_line *lines; /* by school, guests of none last */
    size_t lines_n;
};
bool event_reach(struct db *db, struct arena *a, int32_t from, int32_t to, struct event_reach *ret,
                 struct err *err);

#endif
