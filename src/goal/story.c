/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is said about each goal. One function per goal picks its figures and chooses among sentences
 * by comparing them; figures that are missing choose the sentence that says so. Nothing here knows
 * how the numbers turned out.
 */
#include "goal/internal.h"
#include "goal/words.h"

#include "gen/msg.h"

#include <math.h>
#include <string.h>

#define COUNTRY "Denmark"

struct teller {
    struct reader r;
    struct figures figures;
    struct standing standing;
    struct goal_story story;
    const struct figure *used[8]; /* for the sources */
    size_t used_n;
};

static const struct figure *use(struct teller *t, const struct figure *figure) {
    if (figure && t->used_n < sizeof t->used / sizeof *t->used) t->used[t->used_n++] = figure;
    return figure;
}

static const struct figure *use_find(struct teller *t, const char *indicator, const char *area) {
    return use(t, figure_find(t->figures, indicator, area, NULL));
}

static const char *value_of(const struct teller *t, const struct figure *figure) {
    return figure_value(t->r, t->figures, figure);
}

static void kpi(struct teller *t, const char *label, const char *value) {
    t->story.kpis[t->story.kpis_n++] = (struct goal_kpi){label, value};
}

static void kpi_figure(struct teller *t, const struct figure *figure, const char *label) {
    if (figure) kpi(t, label, value_of(t, figure));
}

/* "−7,0 procentpoint" since the figure before. */
static void kpi_change(struct teller *t, const struct figure *from, const struct figure *to) {
    struct reader r = t->r;
    const char *sign = to->value < from->value ? "−" : to->value > from->value ? "+" : "";
    const char *points = points_text(r, to->value - from->value);
    kpi(t, msg_goal_kpi_change(r.arena, r.lang, from->period),
        msg_goal_points(r.arena, r.lang, arena_fmt(r.arena, "%s%s", sign, points)));
}

const char *goal_badge(enum lang lang, enum goal_status status) {
    switch (status) {
    case GOAL_BEHIND:
        return msg_goal_status_behind(lang);
    case GOAL_ON_TRACK:
        return msg_goal_status_on_track(lang);
    case GOAL_REACHED:
        return msg_goal_status_reached(lang);
    case GOAL_UNKNOWN:
        break;
    }
    return msg_goal_status_unknown(lang);
}

/* ---- 1: 90 % before 25 ---- */

static const char *years(struct teller *t, double n) {
    return msg_goal_years(t->r.arena, t->r.lang, (int64_t)llround(n));
}

static void tell_age(struct teller *t) {
    struct reader r = t->r;
    const struct figure *age = use(t, t->standing.latest), *limit = use(t, t->standing.target);
    const struct figure *share = use_find(t, "youth_education_target", goal_area());
    const struct figure *at_30 = use_find(t, "youth_education_projected_at_30", goal_area());
    if (!age || !limit || !share) return;
    const char *wanted = value_of(t, share), *gap = years(t, fabs(t->standing.gap));
    bool late = t->standing.status == GOAL_BEHIND;
    t->story.line = msg_goal_1_line(r.arena, r.lang, wanted, age->period, years(t, age->value),
                                    years(t, limit->value));
    t->story.finding =
        late ? msg_goal_1_finding_late(r.arena, r.lang, wanted, years(t, age->value), gap)
             : msg_goal_1_finding_met(r.arena, r.lang, wanted, years(t, age->value));
    t->story.verdict =
        late ? msg_goal_1_verdict_late(r.arena, r.lang, gap) : msg_goal_1_verdict_met(r.lang);
    kpi(t, msg_goal_1_kpi_age(r.arena, r.lang, wanted),
        msg_goal_about(r.arena, r.lang, years(t, age->value)));
    kpi(t, msg_goal_kpi_target(r.lang), years(t, limit->value));
    kpi_figure(t, at_30, msg_goal_1_kpi_at_30(r.lang));
}

/* ---- 2: applications ---- */

static const struct figure *first_target(const struct teller *t) {
    const struct figure *first = t->standing.target, *before;
    while (first && (before = figure_before(t->figures, first))) first = before;
    return first;
}

static const char *application_verdict(struct teller *t) {
    struct reader r = t->r;
    const struct standing *s = &t->standing;
    if (s->reason == REASON_BREAK) return msg_goal_2_verdict_break(r.lang);
    if (s->status == GOAL_UNKNOWN)
        return msg_goal_2_verdict_unknown(r.arena, r.lang, first_target(t)->period,
                                          s->target->period);
    const char *year = s->judged->period, *wanted = value_of(t, s->against);
    if (s->status == GOAL_BEHIND)
        return msg_goal_2_verdict_behind(
            r.arena, r.lang, year, points_text(r, s->against->value - s->judged->value), wanted);
    return s->status == GOAL_REACHED
               ? msg_goal_2_verdict_reached(r.arena, r.lang, year, value_of(t, s->target))
               : msg_goal_2_verdict_on_track(r.arena, r.lang, year, wanted);
}

static void tell_applications(struct teller *t) {
    struct reader r = t->r;
    const struct figure *now = use(t, t->standing.latest), *last = use(t, t->standing.target);
    if (!now || !last) return;
    const struct figure *country =
        use(t, figure_find(t->figures, "eud_application_share", COUNTRY, now->period));
    const char *value = value_of(t, now), *wanted = value_of(t, last);
    const char *gap = points_text(r, t->standing.gap);
    bool missing = t->standing.gap > 0;
    t->story.line = msg_goal_2_line(r.arena, r.lang, value, now->period, last->period, wanted);
    t->story.finding =
        missing ? msg_goal_2_finding_missing(r.arena, r.lang, value, now->period, gap, last->period)
                : msg_goal_2_finding_met(r.arena, r.lang, value, now->period, last->period);
    t->story.verdict = application_verdict(t);
    kpi(t, msg_goal_kpi_latest(r.arena, r.lang, now->period), value);
    kpi(t, msg_goal_kpi_subtarget(r.arena, r.lang, last->period), wanted);
    if (missing) kpi(t, msg_goal_kpi_missing(r.lang), msg_goal_points(r.arena, r.lang, gap));
    if (country) kpi_figure(t, country, msg_goal_kpi_country(r.arena, r.lang, country->period));
}

/* ---- 3 and 4: a series that rises or falls ---- */

typedef const char *change_fn(struct arena *a, enum lang lang, const char *from,
                              const char *from_period, const char *to, const char *to_period);

struct change_words {
    change_fn *rise, *fall, *same, *open;
};
/* The sentence for a rise, a fall, no more than chance, or nobody knows. */
static const char *change_text(struct teller *t, const struct figure *from, const struct figure *to,
                               const struct change_words *words) {
    change_fn *const say[] = {[FIGURE_CHANGE_UNKNOWN] = words->open,
                              [FIGURE_CHANGE_NONE] = words->same,
                              [FIGURE_CHANGE_UP] = words->rise,
                              [FIGURE_CHANGE_DOWN] = words->fall};
    return say[figure_change(from, to)](t->r.arena, t->r.lang, value_of(t, from), from->period,
                                        value_of(t, to), to->period);
}

static void tell_loneliness(struct teller *t) {
    struct reader r = t->r;
    const struct figure *now = use_find(t, "severe_loneliness", COUNTRY);
    const struct figure *before = now ? use(t, figure_before(t->figures, now)) : NULL;
    const struct figure *own = use(t, t->standing.latest);
    t->story.verdict = own ? msg_goal_3_verdict_no_target(r.lang) : msg_goal_3_verdict_none(r.lang);
    kpi(t, goal_area_name(r.lang), own ? value_of(t, own) : msg_goal_no_number(r.lang));
    if (!now) return;
    kpi_figure(t, now, msg_goal_3_kpi_country(r.arena, r.lang, now->period));
    if (!before) return;
    static const struct change_words line = {msg_goal_3_line_rise, msg_goal_3_line_fall,
                                             msg_goal_3_line_same, msg_goal_3_line_open};
    static const struct change_words finding = {msg_goal_3_finding_rise, msg_goal_3_finding_fall,
                                                msg_goal_3_finding_same, msg_goal_3_finding_open};
    t->story.line = change_text(t, before, now, &line);
    t->story.finding = change_text(t, before, now, &finding);
    kpi_change(t, before, now);
    if (!own) t->story.as_of = msg_goal_as_of_country(r.arena, r.lang, now->period);
}

static void tell_readiness(struct teller *t) {
    struct reader r = t->r;
    const struct figure *now = use(t, t->standing.latest);
    const struct figure *before = now ? use(t, figure_before(t->figures, now)) : NULL;
    const struct figure *ready = use_find(t, "ready_9th", goal_area());
    t->story.verdict = msg_goal_4_verdict(r.lang);
    if (!now || !before) return;
    static const struct change_words line = {msg_goal_4_line_rise, msg_goal_4_line_fall,
                                             msg_goal_4_line_same, msg_goal_4_line_open};
    static const struct change_words finding = {msg_goal_4_finding_rise, msg_goal_4_finding_fall,
                                                msg_goal_4_finding_same, msg_goal_4_finding_open};
    t->story.line = change_text(t, before, now, &line);
    t->story.finding = change_text(t, before, now, &finding);
    kpi_figure(t, now, msg_goal_4_kpi_not_ready(r.arena, r.lang, now->period));
    kpi_change(t, before, now);
    if (ready) kpi_figure(t, ready, msg_goal_4_kpi_ready(r.arena, r.lang, ready->period));
}

/* ---- any other goal ---- */

static const char *plain_verdict(struct teller *t) {
    struct reader r = t->r;
    const struct standing *s = &t->standing;
    switch (s->reason) {
    case REASON_NO_VALUE:
        return msg_goal_any_verdict_no_value(r.lang);
    case REASON_NO_TARGET:
        return msg_goal_3_verdict_no_target(r.lang);
    case REASON_NO_YEAR:
        return msg_goal_any_verdict_no_year(r.lang);
    case REASON_BREAK:
        return msg_goal_2_verdict_break(r.lang);
    case REASON_NONE:
        break;
    }
    const char *wanted = value_of(t, s->against), *period = figure_period(r, s->judged);
    if (s->status == GOAL_BEHIND)
        return msg_goal_any_verdict_behind(r.arena, r.lang, period, wanted);
    return s->status == GOAL_REACHED
               ? msg_goal_any_verdict_reached(r.arena, r.lang, period, wanted)
               : msg_goal_any_verdict_on_track(r.arena, r.lang, period, wanted);
}

static void tell_plain(struct teller *t) {
    struct reader r = t->r;
    const struct figure *now = use(t, t->standing.latest), *last = use(t, t->standing.target);
    t->story.verdict = plain_verdict(t);
    if (last) kpi_figure(t, last, msg_goal_kpi_target(r.lang));
    if (!now) return;
    const char *value = value_of(t, now), *name = figure_name(r, now);
    t->story.finding = msg_goal_any_line(r.arena, r.lang, name, value, figure_period(r, now));
    t->story.line = t->story.finding;
    kpi_figure(t, now, msg_goal_kpi_latest(r.arena, r.lang, figure_period(r, now)));
    const struct figure *before = use(t, figure_before(t->figures, now));
    if (!before) return;
    static const struct since_words since = {msg_goal_any_rise, msg_goal_any_fall,
                                             msg_goal_any_same, msg_goal_any_open};
    t->story.line = arena_fmt(r.arena, "%s %s", t->story.finding,
                              since_text(r, t->figures, before, now, &since));
    if (strcmp(now->unit, "percent") == 0) kpi_change(t, before, now);
}

/* ---- what is said of every goal ---- */

/* To this year's target; nothing when the figures are counted in another way than it was set for. */
static const char *distance_text(struct teller *t, const struct goal *goal) {
    struct reader r = t->r;
    const struct standing *s = &t->standing;
    if (!s->this_year || !*s->this_year->period || !s->latest) return NULL;
    if (*goal->definition && strcmp(s->latest->definition, goal->definition) != 0) return NULL;
    const char *wanted = value_of(t, s->this_year), *year = s->this_year->period;
    const char *period = figure_period(r, s->latest);
    bool share = strcmp(s->latest->unit, "percent") == 0;
    if (s->gap_year > 0 && !share)
        return msg_goal_distance_missing_other(
            r.arena, r.lang, period, fmt_number(r.arena, r.lang, s->gap_year, 1), year, wanted);
    if (s->gap_year > 0)
        return msg_goal_distance_missing(r.arena, r.lang, period, points_text(r, s->gap_year), year,
                                         wanted);
    return msg_goal_distance_met(r.arena, r.lang, period, year, wanted);
}

static const char *outlook_text(struct reader r, const struct goal *goal,
                                const struct goal_outlook *o) {
    switch (o->why) {
    case OUTLOOK_NO_FIGURE:
    case OUTLOOK_NO_SHARE:
        return NULL;
    case OUTLOOK_NO_COUNTS:
        return msg_goal_outlook_no_counts(r.lang);
    case OUTLOOK_FEW_YEARS:
        return msg_goal_outlook_few(r.lang);
    case OUTLOOK_GOOD:
        break;
    }
    const struct outlook_year *last = &o->years[o->n - 1];
    const char *share = fmt_percent(r.arena, r.lang, last->share, 1);
    const char *low = fmt_number(r.arena, r.lang, last->lower95, 1);
    const char *high = fmt_percent(r.arena, r.lang, last->upper95, 1);
    const char *way = msg_goal_outlook_way(r.arena, r.lang, year_text(r, goal, o->first),
                                           year_text(r, goal, o->latest), share,
                                           year_text(r, goal, last->year), low, high);
    if (!o->target) return way;
    const char *wanted = fmt_percent(r.arena, r.lang, o->target->value, 1);
    const char *end =
        o->expectation == EXPECT_REACHED  ? msg_goal_outlook_reached(r.arena, r.lang, wanted)
        : o->expectation == EXPECT_MISSED ? msg_goal_outlook_missed(r.arena, r.lang, wanted)
                                          : msg_goal_outlook_open(r.arena, r.lang, wanted);
    return arena_fmt(r.arena, "%s %s", way, end);
}

typedef void tell_fn(struct teller *);

/* The four of the policy document are told each in its own way, as long as they are judged by the figures they
 * came with. */
static tell_fn *tell_of(const struct goal *goal) {
    static const struct {
        const char *measure;
        tell_fn *tell;
    } own_way[] = {
        {"youth_education_projected_age_for_90", tell_age},
        {"eud_application_share", tell_applications},
        {"severe_loneliness_16_24", tell_loneliness},
        {"not_ready_relative_to_wish_9th", tell_readiness},
    };
    for (size_t i = 0; i < sizeof own_way / sizeof *own_way; i++)
        if (strcmp(own_way[i].measure, goal->measure) == 0) return own_way[i].tell;
    return tell_plain;
}

struct goal_story goal_tell(struct reader r, const struct goals *goals, int number) {
    const struct goal *goal = goal_find(goals, number);
    struct teller t = {.r = r, .figures = goals->figures, .standing = goal_standing(goals, goal)};
    t.story.status = t.standing.status;
    t.story.badge = goal_badge(r.lang, t.story.status);
    t.story.line = t.story.finding = t.story.verdict = msg_goal_no_figures(r.lang);
    t.story.as_of = t.standing.latest
                        ? msg_goal_as_of(r.arena, r.lang, figure_period(r, t.standing.latest))
                        : msg_goal_no_figures(r.lang);
    tell_of(goal)(&t);
    struct goal_outlook outlook = goal_outlook(r.arena, goals, goal);
    t.story.outlook = outlook_text(r, goal, &outlook);
    t.story.distance = distance_text(&t, goal);
    t.story.source = t.used_n ? sources_text(r, t.used, t.used_n) : goal->source;
    return t.story;
}
