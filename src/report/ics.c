/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/ics.h"

#include "base/date.h"
#include "base/log.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#define ZONE "Europe/Copenhagen"

/* No memory is a crash (docs/decisions/0003), also inside the library. */
static void *got(void *made) {
    if (made) return made;
    log_error("ics: out of memory");
    abort();
}

static void add(icalcomponent *c, icalproperty *property) {
    icalcomponent_add_property(c, got(property));
}

static icaltimetype local(int32_t day, int minutes) {
    int year, month, d;
    day_to_ymd(day, &year, &month, &d);
    icaltimetype t = icaltime_null_time();
    t.year = year;
    t.month = month;
    t.day = d;
    t.is_date = minutes < 0;
    t.hour = minutes < 0 ? 0 : minutes / 60;
    t.minute = minutes < 0 ? 0 : minutes % 60;
    return t;
}

/* ---- the zone ---- */

static void season(icalcomponent *zone, icalcomponent_kind kind, int month, int day, int hour,
                   int from, int to, const char *name) {
    icalcomponent *c = got(icalcomponent_new(kind));
    icaltimetype start = local(day_from_ymd(1996, month, day), hour * 60);
    struct icalrecurrencetype rule;
    icalrecurrencetype_clear(&rule);
    rule.freq = ICAL_YEARLY_RECURRENCE;
    rule.by_month[0] = (short)month;
    /* the last Sunday: libical writes day-of-week and position in one number */
    rule.by_day[0] = (short)-(8 + ICAL_SUNDAY_WEEKDAY);
    add(c, icalproperty_new_dtstart(start));
    add(c, icalproperty_new_tzoffsetfrom(from * 3600));
    add(c, icalproperty_new_tzoffsetto(to * 3600));
    add(c, icalproperty_new_tzname(name));
    add(c, icalproperty_new_rrule(rule));
    icalcomponent_add_component(zone, c);
}

static icalcomponent *zone_make(void) {
    icalcomponent *zone = got(icalcomponent_new(ICAL_VTIMEZONE_COMPONENT));
    add(zone, icalproperty_new_tzid(ZONE));
    season(zone, ICAL_XDAYLIGHT_COMPONENT, 3, 31, 2, 1, 2, "CEST");
    season(zone, ICAL_XSTANDARD_COMPONENT, 10, 27, 3, 2, 1, "CET");
    return zone;
}

/* ---- events ---- */

static void add_time(icalcomponent *c, icalproperty *property, bool all_day) {
    got(property);
    icalparameter *how =
        all_day ? icalparameter_new_value(ICAL_VALUE_DATE) : icalparameter_new_tzid(ZONE);
    icalproperty_add_parameter(property, got(how));
    icalcomponent_add_property(c, property);
}

static icalcomponent *event_make(const struct ics_event *e) {
    icalcomponent *c = got(icalcomponent_new(ICAL_VEVENT_COMPONENT));
    bool all_day = e->from < 0;
    add(c, icalproperty_new_uid(e->uid));
    add(c, icalproperty_new_dtstamp(icaltime_from_timet_with_zone(
               (time_t)(e->changed / 1000000), 0, icaltimezone_get_utc_timezone())));
    add(c, icalproperty_new_sequence((int)e->sequence));
    add_time(c, icalproperty_new_dtstart(local(e->day, e->from)), all_day);
    if (!all_day && e->to > e->from)
        add_time(c, icalproperty_new_dtend(local(e->day, e->to)), false);
    if (all_day) /* a deadline does not make the day a busy one */
        add(c, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    add(c, icalproperty_new_summary(e->summary));
    if (e->place) add(c, icalproperty_new_location(e->place));
    if (e->text) add(c, icalproperty_new_description(e->text));
    if (e->url) add(c, icalproperty_new_url(e->url));
    add(c, icalproperty_new_status(e->cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    return c;
}

static void add_x(icalcomponent *c, const char *name, const char *value) {
    icalproperty *x = got(icalproperty_new_x(value));
    icalproperty_set_x_name(x, name);
    icalcomponent_add_property(c, x);
}

const char *ics_text(struct arena *a, const struct ics_calendar *calendar) {
    icalcomponent *c = got(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
    add(c, icalproperty_new_version("2.0"));
    add(c, icalproperty_new_prodid("-//Vejviser//NONSGML Vejviser//DA"));
    add(c, icalproperty_new_method(ICAL_METHOD_PUBLISH));
    if (calendar->name) add_x(c, "X-WR-CALNAME", calendar->name);
    if (calendar->subscribed) {
        add_x(c, "X-WR-TIMEZONE", ZONE);
        add_x(c, "X-PUBLISHED-TTL", "PT4H");
    }
    icalcomponent_add_component(c, zone_make());
    for (size_t i = 0; i < calendar->n; i++)
        if (calendar->events[i].day != DAY_NONE)
            icalcomponent_add_component(c, event_make(&calendar->events[i]));
    char *made = got(icalcomponent_as_ical_string_r(c));
    const char *text = arena_dup(a, made);
    free(made);
    icalcomponent_free(c);
    return text;
}
