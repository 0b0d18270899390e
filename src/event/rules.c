/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of the room as pure functions (internal.h).
 */
#include "event/internal.h"

#include "base/clock.h"
#include "base/date.h"

#include <string.h>

static int64_t begins(int32_t day, int64_t minute) {
    return clock_at(day, (int)(minute / 60), (int)(minute % 60));
}

enum event_door event_door(const struct event_times *event, int64_t now) {
    if (strcmp(event->state, "published") != 0) return DOOR_CLOSED;
    if (!event->sign_up) return DOOR_NONE;
    if (now >= begins(event->day, event->from_minute)) return DOOR_LATE;
    if (event->until != DAY_NONE && clock_day_of(now) > event->until) return DOOR_LATE;
    return DOOR_OPEN;
}

bool event_may_answer(const char *state, int32_t day, int64_t from_minute, int64_t days,
                      int64_t now) {
    return strcmp(state, "published") == 0 && now >= begins(day, from_minute) &&
           clock_day_of(now) <= day + (days == INT_NONE ? 0 : days);
}

int64_t event_free(int64_t capacity, int64_t taken) {
    if (capacity == INT_NONE) return INT_NONE;
    return capacity > taken ? capacity - taken : 0;
}

size_t event_move_up(int64_t free, const int64_t *people, size_t n, bool *ret_moves) {
    size_t moved = 0;
    for (size_t i = 0; i < n; i++) {
        ret_moves[i] = free == INT_NONE || people[i] <= free;
        if (!ret_moves[i]) continue;
        moved++;
        if (free != INT_NONE) free -= people[i];
    }
    return moved;
}

enum event_time_fault event_item_fault(int64_t from, int64_t to, int64_t event_from,
                                       int64_t event_to) {
    if (to != INT_NONE && to <= from) return TIME_BACKWARDS;
    if (from < event_from || from >= event_to || (to != INT_NONE && to > event_to))
        return TIME_OUTSIDE;
    return TIME_OK;
}

static int32_t days_of(const struct rules *rules, const char *rule, int32_t day) {
    int64_t days = rules_int(rules, rule, NULL, NULL, day);
    return days == INT_NONE ? 0 : (int32_t)days;
}

struct event_deadlines event_deadlines(const struct rules *rules, int32_t day) {
    return (struct event_deadlines){
        .programme = day - days_of(rules, RULE_EVENT_PROGRAMME_DAYS, day),
        .attendance = deadline_roll(day + days_of(rules, RULE_EVENT_ATTENDANCE_DAYS, day)),
        .evaluation = deadline_roll(day + 1)};
}
