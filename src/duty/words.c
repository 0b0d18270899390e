/* SPDX-License-Identifier: EUPL-1.2
 *
 * A clock in words: where it stands, and the sum of days that made its deadline.
 */
#include "duty/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <stdlib.h>
#include <string.h>

const char *duty_source_word(struct arena *a, enum lang lang, const char *source) {
    const char *word = msg_by_key(lang, arena_fmt(a, "duty.source.%s", source));
    return word ? word : source;
}

const char *duty_end_words(struct arena *a, enum lang lang, const struct duty_state *state) {
    switch (state->end) {
    case DUTY_BEGAN:
        return msg_duty_end_began(a, lang, state->ended);
    case DUTY_EXEMPT:
        return msg_duty_end_exempt(a, lang, state->ended);
    case DUTY_ADULT:
        return msg_duty_end_adult(a, lang, state->ended);
    case DUTY_MOVED:
        return msg_duty_end_moved(a, lang, state->ended);
    default:
        return NULL;
    }
}

static const char *contact_words(struct arena *a, enum lang lang, const struct duty_clock *c) {
    switch (c->state) {
    case CLOCK_KEPT:
        return msg_duty_contact_kept(a, lang, c->met, c->due);
    case CLOCK_BROKEN:
        return c->met == DAY_NONE ? msg_duty_contact_broken(a, lang, c->due)
                                  : msg_duty_contact_late(a, lang, c->met, c->due);
    case CLOCK_LAPSED:
        return msg_duty_contact_lapsed(lang);
    default:
        return c->due == DAY_NONE ? msg_duty_no_clock(lang)
                                  : msg_duty_contact_runs(a, lang, c->due, c->warn);
    }
}

static const char *activity_words(struct arena *a, enum lang lang, const struct duty_clock *c) {
    switch (c->state) {
    case CLOCK_KEPT:
        return msg_duty_activity_kept(a, lang, c->met, c->due);
    case CLOCK_BROKEN:
        return c->met == DAY_NONE ? msg_duty_activity_broken(a, lang, c->due)
                                  : msg_duty_activity_late(a, lang, c->met, c->due);
    case CLOCK_LAPSED:
        return msg_duty_activity_lapsed(lang);
    case CLOCK_WAITS:
        return msg_duty_activity_waits(lang);
    default:
        return msg_duty_activity_runs(a, lang, c->due, c->warn);
    }
}

const char *duty_clock_words(struct arena *a, enum lang lang, const struct duty_clock *c,
                             bool contact) {
    return contact ? contact_words(a, lang, c) : activity_words(a, lang, c);
}

/* ---- the sum of days ---- */

static const char *holiday_word(enum lang lang, enum holiday holiday) {
    static const char *const keys[] = {
        [HOLIDAY_NEW_YEAR] = "duty.holiday.new-year",
        [HOLIDAY_MAUNDY_THURSDAY] = "duty.holiday.maundy-thursday",
        [HOLIDAY_GOOD_FRIDAY] = "duty.holiday.good-friday",
        [HOLIDAY_EASTER_SUNDAY] = "duty.holiday.easter-sunday",
        [HOLIDAY_EASTER_MONDAY] = "duty.holiday.easter-monday",
        [HOLIDAY_PRAYER_DAY] = "duty.holiday.prayer-day",
        [HOLIDAY_ASCENSION] = "duty.holiday.ascension",
        [HOLIDAY_WHIT_SUNDAY] = "duty.holiday.whit-sunday",
        [HOLIDAY_WHIT_MONDAY] = "duty.holiday.whit-monday",
        [HOLIDAY_CHRISTMAS] = "duty.holiday.christmas",
        [HOLIDAY_BOXING_DAY] = "duty.holiday.boxing-day",
    };
    return msg_by_key(lang, keys[holiday]);
}

static const char *day_said(struct request *rq, const struct clock_day *d) {
    switch (d->skipped) {
    case DAY_COUNTED:
        return msg_duty_day_counted(rq->arena, rq->lang, d->number);
    case DAY_SATURDAY:
        return msg_duty_day_saturday(rq->lang);
    case DAY_SUNDAY:
        return msg_duty_day_sunday(rq->lang);
    case DAY_HOLIDAY:
        return msg_duty_day_holiday(rq->arena, rq->lang, holiday_word(rq->lang, d->holiday));
    case DAY_CLOSED:
        return msg_duty_day_closed(rq->lang);
    default:
        return msg_duty_day_summer(rq->lang);
    }
}

/* "2 lørdage, 2 søndage og 3 helligdage" as a list with commas; NULL: every day counted. */
static const char *skipped_list(struct request *rq, const struct clock_days *days) {
    int64_t n[DAY_SUMMER + 1] = {0};
    for (size_t i = 0; i < days->n; i++) n[days->v[i].skipped]++;
    const char *parts[] = {
        n[DAY_SATURDAY] ? msg_duty_skipped_saturdays(rq->arena, rq->lang, n[DAY_SATURDAY]) : NULL,
        n[DAY_SUNDAY] ? msg_duty_skipped_sundays(rq->arena, rq->lang, n[DAY_SUNDAY]) : NULL,
        n[DAY_HOLIDAY] ? msg_duty_skipped_holidays(rq->arena, rq->lang, n[DAY_HOLIDAY]) : NULL,
        n[DAY_CLOSED] ? msg_duty_skipped_closed(rq->arena, rq->lang, n[DAY_CLOSED]) : NULL,
        n[DAY_SUMMER] ? msg_duty_skipped_summer(rq->arena, rq->lang, n[DAY_SUMMER]) : NULL};
    struct text t;
    text_init(&t, rq->arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i]) text_addf(&t, "%s%s", t.len ? ", " : "", parts[i]);
    return t.len ? text_str(&t) : NULL;
}

static const char *basis_of(struct request *rq, const struct rules *rules, const char *rule,
                            int32_t day) {
    const struct rule_row *row = rules_row(rules, rule, NULL, NULL, day);
    if (!row) return NULL;
    return msg_duty_basis(rq->arena, rq->lang, rule_value_words(rq->arena, rq->lang, row),
                          row->source, rule_sure_words(rq->arena, rq->lang, row->sure));
}

static const char *watch_sum(struct request *rq, const struct duty_rules *rules, bool contact,
                             const struct duty_clock *c, const struct clock_days *days) {
    const char *wanted =
        contact ? rule_days_words(rq->arena, rq->lang, rules->contact_days, rules->contact_type)
                : rule_days_words(rq->arena, rq->lang, rules->activity_days, DAY_CALENDAR);
    const char *start = fmt_day_weekday(rq->arena, rq->lang, c->start);
    const char *due = fmt_day_weekday(rq->arena, rq->lang, c->due);
    const char *skipped = skipped_list(rq, days);
    return skipped ? msg_duty_sum_skipped(rq->arena, rq->lang, wanted, start, due, skipped)
                   : msg_duty_sum_all(rq->arena, rq->lang, wanted, start, due);
}

static void watch_badge(struct request *rq, const struct duty_clock *c, struct duty_watch *w) {
    static const char *const css[] = {
        [CLOCK_WAITS] = "badge-info",    [CLOCK_RUNS] = "badge-info",
        [CLOCK_WARNS] = "badge-warning", [CLOCK_KEPT] = "badge-success",
        [CLOCK_BROKEN] = "badge-error",  [CLOCK_LAPSED] = "badge-info"};
    static const char *const keys[] = {
        [CLOCK_WAITS] = "duty.clock.waits",   [CLOCK_RUNS] = "duty.clock.runs",
        [CLOCK_WARNS] = "duty.clock.warns",   [CLOCK_KEPT] = "duty.clock.kept",
        [CLOCK_BROKEN] = "duty.clock.broken", [CLOCK_LAPSED] = "duty.clock.lapsed"};
    w->css = css[c->state];
    w->badge = msg_by_key(rq->lang, keys[c->state]);
}

struct duty_watch duty_watch_make(struct request *rq, const struct rules *rules,
                                  const struct duty_line *line, bool contact) {
    const struct duty_clock *c = contact ? &line->state.contact : &line->state.activity;
    struct duty_watch w = {.id = contact ? "kontakt" : "aktivitet",
                           .title = contact ? msg_duty_clock_contact(rq->lang)
                                            : msg_duty_clock_activity(rq->lang),
                           .said = duty_clock_words(rq->arena, rq->lang, c, contact)};
    watch_badge(rq, c, &w);
    if (c->due == DAY_NONE) return w;
    struct duty_rules on = rules_duty(rules, c->start);
    struct clock_days days = contact ? duty_contact_days(rq->arena, c->start, &on)
                                     : duty_activity_days(rq->arena, c->start, &on);
    struct duty_day *list = arena_array(rq->arena, days.n, sizeof *list);
    for (size_t i = 0; i < days.n; i++)
        list[i] = (struct duty_day){fmt_day_near(rq->arena, rq->lang, days.v[i].day),
                                    day_said(rq, &days.v[i]), days.v[i].skipped == DAY_COUNTED};
    w.days = list;
    w.days_n = days.n;
    w.sum = watch_sum(rq, &on, contact, c, &days);
    w.basis =
        basis_of(rq, rules, contact ? RULE_DUTY_CONTACT_DAYS : RULE_DUTY_ACTIVITY_DAYS, c->start);
    return w;
}

/* ---- other words ---- */

const char *duty_meets_words(struct request *rq, enum duty_meets meets, int64_t hours) {
    switch (meets) {
    case DUTY_MEETS:
        return msg_duty_meets_yes(rq->lang);
    case DUTY_IDLE:
        return msg_duty_meets_idle(rq->lang);
    case DUTY_UNKNOWN:
        return msg_duty_meets_unknown(rq->lang);
    case DUTY_FEW_HOURS:
        return msg_duty_meets_few_hours(rq->arena, rq->lang, hours);
    case DUTY_HOURS_MISSING:
        return msg_duty_meets_hours_missing(rq->arena, rq->lang, hours);
    default:
        return msg_duty_meets_not_agreed(rq->lang);
    }
}

const char *duty_refusal_words(struct request *rq, enum benefit_refusal refusal,
                               const struct benefit_case *b) {
    switch (refusal) {
    case BENEFIT_MAY:
        return NULL;
    case BENEFIT_NO_CASE:
        return msg_duty_refused_no_case(rq->lang);
    case BENEFIT_AGE:
        return msg_duty_refused_age(rq->lang);
    case BENEFIT_NO_NOTICE:
        return b->notice_youth == DAY_NONE && b->notice_guardian == DAY_NONE
                   ? msg_duty_refused_no_notice(rq->lang)
               : b->notice_youth == DAY_NONE ? msg_duty_refused_no_notice_youth(rq->lang)
                                             : msg_duty_refused_no_notice_guardian(rq->lang);
    case BENEFIT_LATE_NOTICE:
        return msg_duty_refused_late_notice(rq->lang);
    case BENEFIT_NO_HEARING:
        return msg_duty_refused_no_hearing(rq->lang);
    case BENEFIT_HEARING_RUNS:
        return msg_duty_refused_hearing_runs(rq->arena, rq->lang, b->hearing->due);
    case BENEFIT_DECIDED:
        return msg_duty_refused_decided(rq->lang);
    case BENEFIT_HEARD:
        return msg_duty_refused_heard(rq->lang);
    case BENEFIT_NOT_STOPPED:
        return msg_duty_refused_not_stopped(rq->lang);
    case BENEFIT_TOLD:
        return msg_duty_refused_told(rq->lang);
    default:
        return msg_duty_refused_resumed(rq->lang);
    }
}

struct duty_pager duty_pager_make(struct request *rq, const char *href, size_t n, size_t *ret_first,
                                  size_t *ret_n) {
    const char *typed = request_query(rq, "side");
    int64_t pages = n ? (int64_t)((n + DUTY_PAGE - 1) / DUTY_PAGE) : 1;
    int64_t page = typed ? strtoll(typed, NULL, 10) : 1;
    if (page < 1) page = 1;
    if (page > pages) page = pages;
    *ret_first = (size_t)(page - 1) * DUTY_PAGE;
    *ret_n = n - *ret_first < DUTY_PAGE ? n - *ret_first : DUTY_PAGE;
    return (struct duty_pager){
        .page = page,
        .pages = pages,
        .previous = page > 1 ? arena_fmt(rq->arena, "%s%lld", href, (long long)page - 1) : NULL,
        .next = page < pages ? arena_fmt(rq->arena, "%s%lld", href, (long long)page + 1) : NULL};
}
