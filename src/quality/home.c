/* SPDX-License-Identifier: EUPL-1.2
 *
 * /team/kvalitet: the year's wheel, what the law asks for, the goals with their figures, meetings and
 * decisions. Every sentence is made of what stands on the page.
 */
#include "quality/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/quality.html.h"
#include "gen/quality.sql.h"
#include "goal/goal.h"

#include <string.h>

struct home {
    struct request *rq;
    struct quality_when when;
    const struct quality_year *now, *before;
    struct quality_law_facts law;
    struct quality_due dues[LAW_DUTIES];
    struct q_quality_meetings_rows meetings;
    struct q_quality_decisions_rows decisions;
    struct goals goals;
};

static bool home_read(struct home *h, struct err *err) {
    struct request *rq = h->rq;
    const struct rules *rules;
    int year = h->when.school_year;
    int32_t first = school_year_first_day(year), last = school_year_last_day(year);
    const struct indicator_ask asks[] = {h->when.ask, indicator_ask_before(&h->when.ask)};
    const struct quality_year *years[2];
    if (!rules_now(rq->db, &rules, err) ||
        !quality_years(rq->store, rq->arena, asks, 2, years, err) ||
        !quality_law_read(rq, year, &h->law, err) ||
        !q_quality_meetings(rq->db, rq->arena, (struct q_quality_meetings_in){first, last},
                            &h->meetings, err) ||
        !q_quality_decisions(rq->db, rq->arena, (struct q_quality_decisions_in){first, last},
                             &h->decisions, err) ||
        !goals_read_on(rq->db, rq->arena, rq->lang, h->when.as_of, &h->goals, err))
        return false;
    h->now = years[0];
    h->before = years[1];
    quality_dues(rules, year, &h->law.facts, h->dues);
    return true;
}

/* ---- the goals and their figures ---- */

static struct quality_line line_of(const struct home *h, const struct indicator *i) {
    struct arena *a = h->rq->arena;
    enum lang lang = h->rq->lang;
    return (struct quality_line){.name = quality_name(lang, a, i),
                                 .href =
                                     arena_fmt(a, "/team/kvalitet/tal/%s%s", i->key, h->when.query),
                                 .figure = quality_figure_words(a, lang, h->now, i),
                                 .interval = quality_interval_words(a, lang, h->now, i),
                                 .unknown = quality_unknown_words(a, lang, h->now, i),
                                 .before = quality_figure_words(a, lang, h->before, i),
                                 .change = quality_change_words(lang, i, h->now, h->before),
                                 .direction = quality_direction(lang, i)};
}

static const char *badge_css(enum goal_status status) {
    return status == GOAL_BEHIND                               ? "badge-warning"
           : status == GOAL_ON_TRACK || status == GOAL_REACHED ? "badge-success"
                                                               : "badge-info";
}

static bool is_of(const struct goal *goal, const struct indicator *i) {
    for (size_t k = 0; k < goal->indicators_n; k++)
        if (strcmp(goal->indicators[k], i->key) == 0) return true;
    return false;
}

static bool is_of_any(const struct goals *goals, const struct indicator *i) {
    for (size_t g = 0; g < goals->n; g++)
        if (is_of(&goals->v[g], i)) return true;
    return false;
}

/* `goal` NULL: the figures that no goal has. */
static struct quality_group group_of(const struct home *h, const struct goal *goal) {
    struct arena *a = h->rq->arena;
    struct quality_line *lines = arena_array(a, indicators_n, sizeof *lines);
    struct quality_group g = {.lines = lines,
                              .id = arena_fmt(a, "maal-%d", goal ? goal->number : 0)};
    for (size_t i = 0; i < indicators_n; i++)
        if (goal ? is_of(goal, &indicators[i]) : !is_of_any(&h->goals, &indicators[i]))
            lines[g.lines_n++] = line_of(h, &indicators[i]);
    g.heading = msg_quality_group_law(h->rq->lang);
    if (!goal) return g;
    struct goal_story story = goal_tell((struct reader){a, h->rq->lang}, &h->goals, goal->number);
    g.heading = msg_goal_heading(a, h->rq->lang, goal->number, goal->name);
    g.href = arena_fmt(a, "/maal/%d", goal->number);
    g.badge = story.badge;
    g.badge_css = badge_css(story.status);
    g.verdict = story.verdict;
    return g;
}

static void groups_of(const struct home *h, struct quality_home *page) {
    struct quality_group *groups = arena_array(h->rq->arena, h->goals.n + 1, sizeof *groups);
    for (size_t g = 0; g < h->goals.n; g++) groups[page->groups_n++] = group_of(h, &h->goals.v[g]);
    groups[page->groups_n] = group_of(h, NULL);
    if (groups[page->groups_n].lines_n) page->groups_n++;
    page->groups = groups;
}

/* ---- the law ---- */

static const char *law_state(const struct home *h, enum quality_law law,
                             struct quality_law_line *l) {
    struct arena *a = h->rq->arena;
    enum lang lang = h->rq->lang;
    const struct quality_due *d = &h->dues[law];
    bool late = d->state == DUE_OPEN && d->due < h->when.today;
    l->badge_css = d->state == DUE_DONE ? "badge-success" : late ? "badge-error" : "badge-info";
    switch (d->state) {
    case DUE_DONE:
        return msg_quality_law_done(a, lang, fmt_day_short(a, lang, d->done));
    case DUE_OPEN:
        return late ? msg_quality_law_late(lang) : msg_quality_law_open(lang);
    case DUE_NOT_NEEDED:
        return msg_quality_law_not_needed(lang);
    case DUE_NOT_KNOWN:
        return msg_quality_law_not_known(lang);
    case DUE_NO_RULE:
        break;
    }
    return msg_quality_law_no_rule(lang);
}

static const char *law_note(const struct home *h, enum quality_law law) {
    struct arena *a = h->rq->arena;
    const struct quality_law_facts *f = &h->law;
    const struct quality_due *d = &h->dues[law];
    if (f->marked_by[law])
        return f->marked_note[law]
                   ? msg_quality_law_by_note(a, h->rq->lang, f->marked_by[law], f->marked_note[law])
                   : msg_quality_law_by_name(a, h->rq->lang, f->marked_by[law]);
    if (law == LAW_PUBLISH && f->published_approved)
        return msg_quality_law_published(a, h->rq->lang, school_year_text(a, h->when.school_year),
                                         f->published_version, f->published_made,
                                         f->published_approved);
    if (law == LAW_ACTION_PLAN && f->eud_period && d->state != DUE_NO_RULE)
        return msg_quality_law_share(a, h->rq->lang, fmt_percent(a, h->rq->lang, f->facts.eud, 1),
                                     f->eud_period, d->limit);
    return NULL;
}

static void laws_of(const struct home *h, struct quality_home *page) {
    struct arena *a = h->rq->arena;
    bool leads = h->rq->visitor.role == ROLE_TEAM_LEADER;
    for (int law = 0; law < LAW_DUTIES; law++) {
        const struct quality_due *d = &h->dues[law];
        struct quality_law_line *l = &page->laws[page->laws_n++];
        const char *path = arena_fmt(a, "/team/kvalitet/lov/%s/%d",
                                     quality_law_name((enum quality_law)law), h->when.school_year);
        bool marked = h->law.facts.marked[law] != DAY_NONE;
        *l =
            (struct quality_law_line){.what = quality_law_words(h->rq->lang, (enum quality_law)law),
                                      .by = fmt_day_short(a, h->rq->lang, d->due),
                                      .basis = d->basis,
                                      .note = law_note(h, (enum quality_law)law)};
        l->state = law_state(h, (enum quality_law)law, l);
        if (leads && !marked && (d->state == DUE_OPEN || d->state == DUE_NOT_KNOWN)) l->mark = path;
        if (leads && marked) l->undo = arena_fmt(a, "%s/fortryd", path);
    }
}

/* ---- the wheel ---- */

/* Figures that changed by more than their uncertainty: the right way, and the wrong way. */
static void changes_count(const struct home *h, int64_t *ret_changed, int64_t *ret_wrong) {
    *ret_changed = *ret_wrong = 0;
    for (size_t i = 0; i < indicators_n; i++) {
        enum indicator_change c = quality_change(&indicators[i], h->now, h->before);
        int way = c == CHANGE_UP ? 1 : c == CHANGE_DOWN ? -1 : 0;
        *ret_changed += way != 0;
        *ret_wrong += way * indicators[i].direction < 0;
    }
}

static const char *due_words(const struct home *h, enum quality_law law) {
    const struct quality_due *d = &h->dues[law];
    if (d->state != DUE_OPEN) return NULL;
    const char *day = fmt_day_long(h->rq->arena, h->rq->lang, d->due);
    return msg_quality_step_by(h->rq->arena, h->rq->lang, quality_law_words(h->rq->lang, law), day);
}

static struct quality_step figures_step(const struct home *h) {
    struct arena *a = h->rq->arena;
    enum lang lang = h->rq->lang;
    int64_t changed, wrong;
    changes_count(h, &changed, &wrong);
    const char *said = arena_fmt(a, "%s %s", msg_quality_step_changed(a, lang, changed),
                                 changed ? msg_quality_step_wrong(a, lang, wrong) : "");
    return (struct quality_step){msg_quality_step_figures(lang), said, due_words(h, LAW_PUBLISH)};
}

static struct quality_step meeting_step(const struct home *h) {
    struct arena *a = h->rq->arena;
    enum lang lang = h->rq->lang;
    const struct q_quality_meetings_row *m = h->meetings.n ? &h->meetings.v[0] : NULL;
    const char *said = m ? msg_quality_step_met(a, lang, (int64_t)h->meetings.n,
                                                fmt_day_long(a, lang, m->day), m->title)
                         : msg_quality_step_not_met(lang);
    return (struct quality_step){msg_quality_step_meeting(lang), said,
                                 due_words(h, LAW_EVALUATION)};
}

static const struct q_quality_decisions_row *next_open(const struct home *h) {
    for (size_t i = 0; i < h->decisions.n; i++)
        if (h->decisions.v[i].done_day == DAY_NONE) return &h->decisions.v[i];
    return NULL;
}

static struct quality_step decision_step(const struct home *h) {
    struct arena *a = h->rq->arena;
    enum lang lang = h->rq->lang;
    int64_t open = 0, late = 0;
    for (size_t i = 0; i < h->decisions.n; i++) {
        open += h->decisions.v[i].done_day == DAY_NONE;
        late += h->decisions.v[i].done_day == DAY_NONE && h->decisions.v[i].due < h->when.today;
    }
    const struct q_quality_decisions_row *next = next_open(h);
    const char *said = arena_fmt(
        a, "%s %s", msg_quality_step_open(a, lang, open),
        open ? late ? msg_quality_step_late(a, lang, late) : msg_quality_step_in_time(lang) : "");
    return (struct quality_step){
        msg_quality_step_decision(lang), said,
        next ? msg_quality_step_by(a, lang, next->what, fmt_day_long(a, lang, next->due)) : NULL};
}

static struct quality_step effort_step(const struct home *h) {
    struct arena *a = h->rq->arena;
    enum lang lang = h->rq->lang;
    const struct q_quality_decisions_row *last = NULL;
    int64_t done = 0;
    for (size_t i = 0; i < h->decisions.n; i++) {
        const struct q_quality_decisions_row *d = &h->decisions.v[i];
        if (d->done_day == DAY_NONE) continue;
        done++;
        if (!last || d->done_day > last->done_day) last = d;
    }
    return (struct quality_step){
        msg_quality_step_effort(lang), msg_quality_step_done(a, lang, done),
        last ? msg_quality_step_last_done(a, lang, fmt_day_long(a, lang, last->done_day),
                                          last->result ? last->result : last->what)
             : NULL};
}

/* What comes first of all that is open. */
static const char *said_of(const struct home *h) {
    struct arena *a = h->rq->arena;
    enum lang lang = h->rq->lang;
    const struct q_quality_decisions_row *next = next_open(h);
    const char *what = next ? next->what : NULL;
    int32_t due = next ? next->due : INT32_MAX;
    for (int law = 0; law < LAW_DUTIES; law++)
        if (h->dues[law].state == DUE_OPEN && h->dues[law].due < due) {
            due = h->dues[law].due;
            what = quality_law_words(lang, (enum quality_law)law);
        }
    if (!what) return msg_quality_said_nothing(lang);
    const char *day = fmt_day_long(a, lang, due);
    return due < h->when.today ? msg_quality_said_late(a, lang, what, day)
                               : msg_quality_said_next(a, lang, what, day);
}

/* ---- lists ---- */

static void meetings_of(const struct home *h, struct quality_home *page) {
    struct arena *a = h->rq->arena;
    enum lang lang = h->rq->lang;
    struct quality_meeting_line *lines = arena_array(a, h->meetings.n + 1, sizeof *lines);
    for (size_t i = 0; i < h->meetings.n; i++) {
        const struct q_quality_meetings_row *m = &h->meetings.v[i];
        bool evaluation = strcmp(m->kind, "evaluation") == 0;
        lines[i] = (struct quality_meeting_line){
            .href = arena_fmt(a, "/team/kvalitet/moede/%lld", (long long)m->id),
            .title = m->title,
            .about = arena_fmt(a, "%s · %s",
                               evaluation ? msg_quality_kind_evaluation(lang)
                                          : msg_quality_kind_meeting(lang),
                               quality_goal_words(a, lang, m->goal)),
            .decisions = msg_quality_decisions_n(a, lang, m->decisions),
            .day = fmt_day_short(a, lang, m->day)};
    }
    page->meetings = lines;
    page->meetings_n = h->meetings.n;
}

static void decisions_of(const struct home *h, struct quality_home *page) {
    struct arena *a = h->rq->arena;
    struct quality_decision_line *lines = arena_array(a, h->decisions.n + 1, sizeof *lines);
    for (size_t i = 0; i < h->decisions.n; i++) {
        const struct q_quality_decisions_row *d = &h->decisions.v[i];
        struct quality_decided decided = {d->id,         d->goal, d->what,    d->initiative,
                                          d->owner_name, d->due,  d->done_day};
        lines[i] = quality_decision_line(a, h->rq->lang, &decided);
    }
    page->decisions = lines;
    page->decisions_n = h->decisions.n;
}

void quality_home_get(struct request *rq) {
    struct err err = {0};
    struct home h = {.rq = rq};
    int hour, minute;
    quality_when_read(rq, "/team/kvalitet", &h.when);
    if (!home_read(&h, &err)) {
        reply_error(rq, &err);
        return;
    }
    clock_local(h.now->at, &hour, &minute);
    struct quality_home page = {
        .when = &h.when,
        .said = said_of(&h),
        .counted =
            msg_quality_counted(rq->arena, rq->lang, fmt_time(rq->arena, rq->lang, hour, minute)),
        .leads = (rq->visitor.role & (ROLE_TEAM_LEADER | ROLE_MANAGEMENT)) != 0,
        .write = rq->visitor.role == ROLE_TEAM_LEADER ? "/team/kvalitet/moede/ny" : NULL,
        .steps = {figures_step(&h), meeting_step(&h), decision_step(&h), effort_step(&h)},
        .steps_n = 4};
    laws_of(&h, &page);
    groups_of(&h, &page);
    meetings_of(&h, &page);
    decisions_of(&h, &page);
    struct page shell = {.title = msg_quality_title(rq->lang),
                         .section = "/team/kvalitet",
                         .wide = true,
                         .has_errors = h.when.error != NULL};
    reply_page(rq, &shell, quality_home, &page);
}
