/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which school year is looked at, and with the knowledge of which day; and the words of its figures.
 */
#include "quality/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define YEARS_BACK 9

int quality_year_typed(const char *text) {
    bool four = text && strlen(text) == 4 && strspn(text, "0123456789") == 4;
    return four ? (int)strtol(text, NULL, 10) : 0;
}

/* The school year typed; that of today when none, or none that can be. */
static int year_typed(struct request *rq, int this_year, bool *ret_typed) {
    const char *typed = request_query(rq, "aar");
    int year = quality_year_typed(typed);
    *ret_typed = year >= this_year - YEARS_BACK && year <= this_year;
    return *ret_typed ? year : this_year;
}

static const char *day_fault(enum lang lang, struct arena *a, int32_t day, int school_year,
                             int32_t today) {
    if (day == DAY_NONE) return msg_quality_when_no_day(lang);
    if (day > today) return msg_quality_when_future(lang);
    if (day < school_year_first_day(school_year))
        return msg_quality_when_early(a, lang,
                                      fmt_day_long(a, lang, school_year_first_day(school_year)));
    return NULL;
}

static void years_of(struct request *rq, struct quality_when *when) {
    struct quality_choice *years = arena_array(rq->arena, YEARS_BACK + 1, sizeof *years);
    for (int back = 0; back <= YEARS_BACK; back++) {
        int year = when->this_year - back;
        years[back] = (struct quality_choice){.value = arena_fmt(rq->arena, "%d", year),
                                              .label = school_year_text(rq->arena, year),
                                              .chosen = year == when->school_year};
    }
    when->years = years;
    when->years_n = YEARS_BACK + 1;
}

void quality_when_read(struct request *rq, const char *action, struct quality_when *ret) {
    struct arena *a = rq->arena;
    int32_t today = clock_today();
    const char *typed = request_query(rq, "dag");
    bool year_given, day_given = typed && *typed;
    *ret = (struct quality_when){.today = today,
                                 .this_year = school_year_of(today),
                                 .as_of = today,
                                 .day = typed ? typed : "",
                                 .action = action};
    ret->school_year = year_typed(rq, ret->this_year, &year_given);
    int32_t day = day_given ? day_parse_any(typed) : DAY_NONE;
    if (day_given && day != DAY_NONE && day <= today && !year_given)
        ret->school_year = school_year_of(day);
    if (day_given) ret->error = day_fault(rq->lang, a, day, ret->school_year, today);
    if (day_given && !ret->error) ret->as_of = day;
    ret->ask = indicator_ask_of(ret->school_year, ret->as_of);
    char iso[11];
    ret->query =
        arena_fmt(a, "?aar=%d%s%s", ret->school_year, day_given && !ret->error ? "&dag=" : "",
                  day_given && !ret->error ? day_iso(iso, day) : "");
    ret->said = msg_quality_when_said(a, rq->lang, school_year_text(a, ret->school_year),
                                      fmt_day_long(a, rq->lang, ret->ask.to),
                                      fmt_day_long(a, rq->lang, ret->as_of));
    years_of(rq, ret);
    if (ret->error) rq->reply.status = 422;
}

/* ---- words ---- */

const char *quality_name(enum lang lang, struct arena *a, const struct indicator *indicator) {
    return msg_by_key(lang, arena_fmt(a, "indicator.%s.name", indicator->key));
}

const char *quality_direction(enum lang lang, const struct indicator *indicator) {
    return indicator->direction > 0   ? msg_quality_direction_up(lang)
           : indicator->direction < 0 ? msg_quality_direction_down(lang)
                                      : msg_quality_direction_none(lang);
}

const char *quality_goal_words(struct arena *a, enum lang lang, int64_t goal) {
    return goal == INT_NONE || goal == 0 ? msg_quality_goal_all(lang)
                                         : msg_quality_goal_one(a, lang, goal);
}

bool quality_shows(const struct indicator *indicator, struct indicator_tally t) {
    return indicator->class != CLASS_WELLBEING || t.yes + t.no >= indicator_least(CLASS_WELLBEING);
}

static struct indicator_tally whole(const struct quality_year *year,
                                    const struct indicator *indicator) {
    return quality_figure(year, indicator)->all;
}

static const char *few(struct arena *a, enum lang lang, const struct indicator *indicator) {
    return msg_quality_few(a, lang, indicator_least(indicator->class));
}

static bool is_few(const struct indicator *indicator, struct indicator_tally t) {
    return t.yes + t.no > 0 && !quality_shows(indicator, t);
}

const char *quality_figure_words(struct arena *a, enum lang lang, const struct quality_year *year,
                                 const struct indicator *indicator) {
    struct indicator_tally t = whole(year, indicator);
    return is_few(indicator, t) ? few(a, lang, indicator)
                                : indicator_figure_words(a, lang, indicator, t, year->ask.day);
}

const char *quality_interval_words(struct arena *a, enum lang lang, const struct quality_year *year,
                                   const struct indicator *indicator) {
    struct indicator_tally t = whole(year, indicator);
    if (is_few(indicator, t)) t = (struct indicator_tally){0};
    return indicator_interval_words(a, lang, indicator, t, year->ask.day);
}

const char *quality_unknown_words(struct arena *a, enum lang lang, const struct quality_year *year,
                                  const struct indicator *indicator) {
    if (indicator->unit == UNIT_PER_100 || !indicator_holds(indicator, year->ask.day))
        return msg_indicator_command_none(lang);
    return fmt_int(a, lang, whole(year, indicator).unknown);
}

static struct indicator_tally shown(const struct quality_year *year,
                                    const struct indicator *indicator) {
    struct indicator_tally t = whole(year, indicator);
    return is_few(indicator, t) ? (struct indicator_tally){0} : t;
}

enum indicator_change quality_change(const struct indicator *indicator,
                                     const struct quality_year *now,
                                     const struct quality_year *before) {
    return indicator_compare(indicator, now->ask.day, before->ask.day, shown(now, indicator),
                             shown(before, indicator));
}

const char *quality_change_words(enum lang lang, const struct indicator *indicator,
                                 const struct quality_year *now,
                                 const struct quality_year *before) {
    if (!indicator_holds(indicator, now->ask.day)) return msg_quality_not_counted_line(lang);
    return indicator_change_words(lang, indicator, now->ask.day, before->ask.day,
                                  shown(now, indicator), shown(before, indicator));
}
