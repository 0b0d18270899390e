/* SPDX-License-Identifier: EUPL-1.2
 *
 * Calendar files: read again by the library, and looked at as bytes.
 */
#include "base/date.h"
#include "base/test.h"
#include "report/ics.h"

#include <libical/ical.h>
#include <string.h>

static const struct ics_event evening = {
    .uid = "abc@vejviser",
    .sequence = 3,
    .changed = INT64_C(1795773600000000), /* 27 November 2026, 10.00 UTC */
    .from = 17 * 60,
    .to = 19 * 60 + 30,
    .summary = "Uddannelsesaften; 8. og 9. klasse, Ærø",
    .place = "Skole A, aulaen",
    .text = "Kl. 17: velkommen\nEND:VEVENT\nBEGIN:VALARM",
    .url = "https://example.com/arrangementer/abc",
};

static const char *one(struct arena *a, struct ics_event event) {
    struct ics_calendar calendar = {.name = "Karriereuger", .events = &event, .n = 1};
    return ics_text(a, &calendar);
}

static struct ics_event on(int32_t day) {
    struct ics_event event = evening;
    event.day = day;
    return event;
}

static void an_event_is_read_again_as_it_was(void **state) {
    const char *text = one(*state, on(day_from_ymd(2026, 11, 12)));
    icalcomponent *c = icalparser_parse_string(text);
    assert_non_null(c);
    assert_int_equal(0, icalcomponent_count_errors(c));
    icalcomponent *e = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
    assert_string_equal(evening.summary, icalcomponent_get_summary(e));
    assert_string_equal(evening.place, icalcomponent_get_location(e));
    assert_string_equal(evening.text, icalcomponent_get_description(e));
    assert_string_equal(evening.uid, icalcomponent_get_uid(e));
    assert_int_equal(3, icalcomponent_get_sequence(e));
    assert_int_equal(1, icalcomponent_count_components(c, ICAL_VEVENT_COMPONENT));
    assert_int_equal(0, icalcomponent_count_components(e, ICAL_VALARM_COMPONENT));
    icalcomponent_free(c);
}

/* The zone in the file decides, not a table of the machine: winter is an hour from UTC, summer two. */
static void hours_are_danish_in_summer_and_winter(void **state) {
    static const struct {
        int month, day;
        time_t hour; /* UTC */
    } days[] = {{1, 15, 16}, {3, 27, 16}, {3, 29, 15}, {7, 1, 15}, {10, 24, 15}, {10, 25, 16}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        int32_t day = day_from_ymd(2026, days[i].month, days[i].day);
        icalcomponent *c = icalparser_parse_string(one(*state, on(day)));
        icalcomponent *e = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
        icaltimezone *zone = icalcomponent_get_timezone(c, "Europe/Copenhagen");
        assert_non_null(zone);
        icaltimetype start = icalcomponent_get_dtstart(e);
        assert_int_equal(17, start.hour);
        assert_int_equal((time_t)day * 86400 + days[i].hour * 3600,
                         icaltime_as_timet_with_zone(start, zone));
        icalcomponent_free(c);
    }
}

static void lines_are_short_and_end_as_they_must(void **state) {
    struct ics_event event = on(day_from_ymd(2026, 11, 12));
    event.summary = "æøå ÆØÅ æøå ÆØÅ æøå ÆØÅ æøå ÆØÅ æøå ÆØÅ æøå ÆØÅ æøå ÆØÅ æøå ÆØÅ æøå";
    const char *text = one(*state, event);
    for (const char *line = text; *line;) {
        const char *end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_true(end - line <= 75);
        assert_null(memchr(line, '\n', (size_t)(end - line)));
        assert_true(((unsigned char)*line & 0xc0) != 0x80); /* no letter is cut in two */
        line = end + 2;
    }
}

static void cancelled_and_whole_days(void **state) {
    struct ics_event event = on(day_from_ymd(2026, 11, 12));
    event.cancelled = true;
    event.from = -1;
    const char *text = one(*state, event);
    assert_non_null(strstr(text, "STATUS:CANCELLED\r\n"));
    assert_non_null(strstr(text, "DTSTART;VALUE=DATE:20261112\r\n"));
    assert_non_null(strstr(text, "TRANSP:TRANSPARENT\r\n"));
    assert_null(strstr(text, "DTEND"));
}

static void nothing_is_a_calendar_too(void **state) {
    struct ics_event none = on(DAY_NONE);
    struct ics_calendar calendar = {.events = &none, .n = 1, .subscribed = true};
    const char *text = ics_text(*state, &calendar);
    assert_non_null(strstr(text, "END:VCALENDAR"));
    assert_non_null(strstr(text, "X-PUBLISHED-TTL:PT4H"));
    assert_null(strstr(text, "VEVENT"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_event_is_read_again_as_it_was),
        TEST(hours_are_danish_in_summer_and_winter),
        TEST(lines_are_short_and_end_as_they_must),
        TEST(cancelled_and_whole_days),
        TEST(nothing_is_a_calendar_too),
    };
    return RUN(tests);
}
