/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a calendar tells, as pure functions (internal.h).
 */
#include "calendar/internal.h"

#include "base/clock.h"
#include "base/date.h"

#include <stdlib.h>
#include <string.h>

enum calendar_kind calendar_kind_of(const char *task_kind) {
    if (strcmp(task_kind, "follow-up") == 0) return CALENDAR_TALKS;
    if (strcmp(task_kind, "collective") == 0) return CALENDAR_SESSIONS;
    return CALENDAR_DEADLINES;
}

static int by_time(const void *left, const void *right) {
    const struct calendar_entry *l = left, *r = right;
    if (l->day != r->day) return l->day < r->day ? -1 : 1;
    if (l->minute != r->minute) return l->minute < r->minute ? -1 : 1;
    if (l->kind != r->kind) return l->kind < r->kind ? -1 : 1;
    return strcmp(l->institution ? l->institution : "", r->institution ? r->institution : "");
}

static int minute_of(int64_t due_time) {
    int hour, minute;
    if (due_time == INT_NONE) return -1;
    clock_local(due_time, &hour, &minute);
    return hour * 60 + minute;
}

size_t calendar_entries(const struct worklist_item *items, size_t n, int32_t today, int32_t last,
                        struct calendar_entry *ret) {
    size_t found = 0, kept = 0;
    for (size_t i = 0; i < n; i++) {
        const struct worklist_item *item = &items[i];
        if (item->due > last || item->due == DAY_NONE) continue;
        enum calendar_kind kind = calendar_kind_of(item->task_kind);
        bool over = item->due < today;
        ret[found++] = (struct calendar_entry){
            .kind = kind,
            .day = over ? today : item->due,
            .minute = over ? -1 : minute_of(item->due_time),
            .institution = kind == CALENDAR_SESSIONS ? item->institution : NULL,
            .n = 1};
    }
    if (found) qsort(ret, found, sizeof *ret, by_time);
    for (size_t i = 0; i < found; i++)
        if (kept && by_time(&ret[kept - 1], &ret[i]) == 0)
            ret[kept - 1].n++;
        else
            ret[kept++] = ret[i];
    return kept;
}
