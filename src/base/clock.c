/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The program's time is the machine's plus an offset that clock_fix sets.
 *
 * Danish time: ICU is asked once for every change of Denmark's offset from 1900 to 2100 (some
 * 260), and from then on a binary search in that table answers. So there is no calendar object per
 * thread, no lock, and a page can convert hundreds of moments at no cost. Outside the table the
 * nearest offset holds.
 */
#include "clock.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unicode/ucal.h>

#include "date.h"

#define SECOND      1000000LL
#define MINUTE      (60 * SECOND)
#define HOUR        (60 * MINUTE)
#define DAY         (24 * HOUR)
#define MAX_CHANGES 512

struct change {
    int64_t from;   /* the moment it begins, us */
    int64_t offset; /* local minus UTC from then on, us */
};

static struct change changes[MAX_CHANGES]; /* ascending; the first holds for all time before it */
static size_t changes_n;
static pthread_once_t changes_once = PTHREAD_ONCE_INIT;

static _Atomic int64_t fixed_offset; /* program time minus machine time, us */

static int64_t read_clock(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * SECOND + t.tv_nsec / 1000;
}

int64_t clock_real(void) { return read_clock(CLOCK_REALTIME); }

int64_t clock_ticks(void) { return read_clock(CLOCK_MONOTONIC); }

int64_t clock_now(void) { return clock_real() + atomic_load(&fixed_offset); }

static void add_change(UCalendar *calendar, double at_ms, UErrorCode *status) {
    ucal_setMillis(calendar, at_ms, status);
    int32_t offset_ms =
        ucal_get(calendar, UCAL_ZONE_OFFSET, status) + ucal_get(calendar, UCAL_DST_OFFSET, status);
    changes[changes_n++] =
        (struct change){.from = (int64_t)at_ms * 1000, .offset = (int64_t)offset_ms * 1000};
}

/* Runs once, under pthread_once. Without Danish time no deadline is right, so failure stops the
 * program. */
static void load_changes(void) {
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(u"Europe/Copenhagen", -1, "en", UCAL_GREGORIAN, &status);
    if (U_FAILURE(status)) abort();
    const double start = -2208988800000.0; /* 1900-01-01 */
    const double end = 4102444800000.0;    /* 2100-01-01 */
    add_change(calendar, start, &status);
    UDate next;
    while (changes_n < MAX_CHANGES && U_SUCCESS(status) &&
           ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &next, &status) &&
           next < end)
        add_change(calendar, next, &status);
    ucal_close(calendar);
    if (U_FAILURE(status) || changes_n < 100) abort();
}

/* Local minus UTC at a moment. */
static int64_t offset_at(int64_t us) {
    pthread_once(&changes_once, load_changes);
    size_t low = 0, high = changes_n;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (changes[middle].from <= us)
            low = middle;
        else
            high = middle;
    }
    return changes[low].offset;
}

static int64_t floor_div(int64_t n, int64_t by) { return n / by - (n % by < 0); }

int32_t clock_day_of(int64_t us) {
    return us == INT_NONE ? DAY_NONE : (int32_t)floor_div(us + offset_at(us), DAY);
}

void clock_local(int64_t us, int *ret_hour, int *ret_minute) {
    int64_t local = us + offset_at(us);
    int64_t in_day = local - floor_div(local, DAY) * DAY;
    *ret_hour = (int)(in_day / HOUR);
    *ret_minute = (int)(in_day / MINUTE % 60);
}

/* The offset before the day's change (if any) is tried first; where that gives a moment after the
 * change, the other. */
int64_t clock_at(int32_t day, int hour, int minute) {
    int64_t local = day * DAY + hour * HOUR + minute * MINUTE;
    int64_t early = offset_at(local - 4 * HOUR);
    if (offset_at(local - early) == early) return local - early;
    int64_t late = offset_at(local + 4 * HOUR);
    return offset_at(local - late) == late ? local - late : local - early;
}

int32_t clock_today(void) { return clock_day_of(clock_now()); }

void clock_fix(int32_t day) {
    atomic_store(&fixed_offset, day == DAY_NONE ? 0 : clock_at(day, 9, 0) - clock_real());
}
