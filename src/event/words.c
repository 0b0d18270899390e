/* SPDX-License-Identifier: EUPL-1.2
 *
 * How an event is told: when, where, whether one can still sign up.
 */
#include "event/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <string.h>

const char *event_hours(struct arena *a, enum lang lang, int64_t from, int64_t to) {
    const char *begin = fmt_time(a, lang, (int)(from / 60), (int)(from % 60));
    if (to == INT_NONE) return begin;
    const char *end = fmt_time_table(a, lang, (int)(to / 60), (int)(to % 60));
    return arena_fmt(a, "%s–%s", begin, *end == '0' ? end + 1 : end);
}

const char *event_when(struct arena *a, enum lang lang, const struct event_line *event) {
    return msg_event_when(a, lang, fmt_day_weekday(a, lang, event->day),
                          event_hours(a, lang, event->from_minute, event->to_minute));
}

const char *event_where(struct arena *a, const struct event_line *event) {
    if (!event->school || strstr(event->place, event->school)) return event->place;
    return arena_fmt(a, "%s, %s", event->place, event->school);
}

const char *event_kind_words(struct arena *a, enum lang lang, const char *kind) {
    return msg_by_key(lang, arena_fmt(a, "event.kind.%s", kind));
}

const char *event_grade_words(struct arena *a, enum lang lang, const char *grade) {
    return msg_by_key(lang, arena_fmt(a, "event.grade.%s", grade));
}

const char *event_door_words(struct request *rq, const struct event_line *event) {
    struct event_times times = event_times(event);
    int64_t free = event_free(event->capacity, event->people);
    switch (event_door(&times, clock_now())) {
    case DOOR_NONE:
        return msg_event_door_none(rq->lang);
    case DOOR_LATE:
        return msg_event_door_late(rq->lang);
    case DOOR_CLOSED:
        return msg_event_door_closed(rq->lang);
    default:
        break;
    }
    const char *until = fmt_day_long(
        rq->arena, rq->lang, event->sign_up_until == DAY_NONE ? event->day : event->sign_up_until);
    if (free == INT_NONE) return msg_event_door_open(rq->arena, rq->lang, until);
    if (!free || event->waiting) return msg_event_door_full(rq->arena, rq->lang, until);
    return msg_event_door_free(rq->arena, rq->lang, free, until);
}
