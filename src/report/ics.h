/* SPDX-License-Identifier: EUPL-1.2
 *
 * Calendar files (RFC 5545), written by libical: it escapes, folds and orders.
 *
 * Times are Danish wall-clock times with the zone Europe/Copenhagen, whose two rules (EU summer time,
 * unchanged since 1996) stand in every file, so that a reader without a table of zones shows the right hour.
 * A calendar travels to phones and to foreign servers: whoever fills one in puts no name of a person,
 * no number and no case into it.
 */
#ifndef VEJVISER_REPORT_ICS_H
#define VEJVISER_REPORT_ICS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ICS_TYPE "text/calendar; charset=utf-8"

struct ics_event {
    const char *uid;  /* the same as long as it is the same event; with "@" and a host */
    int64_t sequence; /* grows with every change that readers should take over */
    int64_t changed;  /* microseconds */
    int32_t day;      /* DAY_NONE is no event and is left out */
    int from, to;     /* minutes of the day; from < 0: all day; to <= from: no end is known */
    const char *summary;
    const char *place, *text; /* or NULL */
    const char *url;          /* whole address, or NULL */
    bool cancelled;
};
struct ics_calendar {
    const char *name; /* what a subscriber sees; or NULL */
    const struct ics_event *events;
    size_t n;
    bool subscribed; /* asks readers to look again after a few hours */
};
/* The whole file; lives in `a`. */
const char *ics_text(struct arena *a, const struct ics_calendar *calendar);

#endif
