/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rule of what a calendar tells, and the handlers. Private to src/calendar.
 */
#ifndef VEJVISER_CALENDAR_INTERNAL_H
#define VEJVISER_CALENDAR_INTERNAL_H

#include "calendar/calendar.h"

enum calendar_kind { CALENDAR_TALKS, CALENDAR_SESSIONS, CALENDAR_DEADLINES };
/* So many of one kind on a day, or at one time of it. */
struct calendar_entry {
    enum calendar_kind kind;
    int32_t day;
    int minute;              /* of the day; -1: no time */
    const char *institution; /* of sessions; else NULL */
    int64_t n;
};
enum calendar_kind calendar_kind_of(const char *task_kind);
/* Adds the lines up, without anything that tells whom they are about. What is overdue stands on today; what
 * lies after `last` is left out. `ret` has room for n entries; they come by day, time, kind, school. */
size_t calendar_entries(const struct worklist_item *items, size_t n, int32_t today, int32_t last,
                        struct calendar_entry *ret);

/* ---- views ---- */
struct calendar_line {
    const char *time, *task, *who, *about, *href; /* time, about: or NULL */
};
struct calendar_day {
    const char *title;
    bool today;
    const struct calendar_line *lines;
    size_t lines_n;
};
struct calendar_page {
    const char *title, *said, *before, *after; /* paths of the weeks beside */
    const struct calendar_day *days;
    size_t days_n;
    const char *address; /* of the file, or NULL: there is none */
    const char *made, *read;
};

void calendar_get(struct request *rq);          /* GET  /kalender */
void calendar_address_post(struct request *rq); /* POST /kalender/adresse */
void calendar_file_get(struct request *rq);     /* GET  /kalender/{hemmelig}/vejviser.ics */

#endif
