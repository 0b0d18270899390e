/* SPDX-License-Identifier: EUPL-1.2
 *
 * /fastholdelse: of those who began a youth education, how many had a mentor, dropped out, switched and
 * took it up again, by the school year they began in. Counts of persons, no names; a count of one to
 * four is not told. Only who began long enough ago is counted for a period: the first day is day zero.
 */
#include "retention/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/retention.html.h"

#include <string.h>

#define YEARS      5
#define FEW        5  /* fewer are not told */
#define COMPARE    30 /* in each group, before the two are set side by side */
#define SPELLS_MAX 32

struct cell {
    int64_t n, of;
};
struct cohort {
    struct cell mentored, dropped_3, dropped_12, switched_3, switched_12, resumed;
};
struct counting {
    struct arena *arena;
    int32_t day;
    int first_year, resume;
    struct cohort years[YEARS];
    struct cell with, without; /* dropouts within 12 months, by whether there was a mentor */
    char youth[64];
    struct course_spell spells[SPELLS_MAX];
    bool mentored[SPELLS_MAX];
    size_t n;
};

static void count(struct cell *cell, bool is, bool observed) {
    if (!observed) return;
    cell->of++;
    cell->n += is;
}

static void count_start(struct counting *c, const struct course_start *s) {
    int year = school_year_of(s->day) - c->first_year;
    if (year < 0 || year >= YEARS) return;
    struct cohort *cohort = &c->years[year];
    bool after_3 = day_add_months(s->day, 3) <= c->day,
         after_12 = day_add_months(s->day, 12) <= c->day;
    bool mentor = c->mentored[s->first];
    bool dropped_12 = course_left_within(s, LEAVE_DROPOUT, 12);
    count(&cohort->mentored, mentor, true);
    count(&cohort->dropped_3, course_left_within(s, LEAVE_DROPOUT, 3), after_3);
    count(&cohort->dropped_12, dropped_12, after_12);
    count(&cohort->switched_3, course_left_within(s, LEAVE_SWITCH, 3), after_3);
    count(&cohort->switched_12, course_left_within(s, LEAVE_SWITCH, 12), after_12);
    count(&cohort->resumed, s->resumed, after_12);
    count(mentor ? &c->with : &c->without, dropped_12, after_12);
}

static void count_person(struct counting *c) {
    struct course_start starts[SPELLS_MAX];
    size_t n = course_starts(c->spells, c->n, c->day, c->resume, starts);
    for (size_t i = 0; i < n; i++) count_start(c, &starts[i]);
    c->n = 0;
}

static const char *keep(struct counting *c, const char *text) {
    return text ? arena_dup(c->arena, text) : NULL;
}

static bool spell_row(void *ctx, const struct q_retention_all_row *r) {
    struct counting *c = ctx;
    if (strcmp(r->youth, c->youth) != 0) {
        count_person(c);
        size_t len = strlen(r->youth);
        if (len >= sizeof c->youth) len = sizeof c->youth - 1;
        memcpy(c->youth, r->youth, len);
        c->youth[len] = 0;
    }
    if (c->n == SPELLS_MAX) return true;
    c->mentored[c->n] = r->mentored;
    c->spells[c->n++] = (struct course_spell){.kind = keep(c, r->kind),
                                              .programme = keep(c, r->programme),
                                              .from = r->from_day,
                                              .to = r->to_day,
                                              .outcome = keep(c, r->outcome)};
    return true;
}

/* ---- words ---- */

static const char *share(struct request *rq, const struct cell *cell) {
    if (!cell->of) return "–";
    if (cell->of < FEW || (cell->n && cell->n < FEW)) return msg_retention_few(rq->lang);
    return fmt_percent(rq->arena, rq->lang, 100.0 * (double)cell->n / (double)cell->of, 1);
}

static const char *compare(struct request *rq, const struct counting *c) {
    const struct cell *with = &c->with, *without = &c->without;
    if (with->of < COMPARE || without->of < COMPARE || with->n < FEW || without->n < FEW)
        return NULL;
    return msg_retention_compare(rq->arena, rq->lang, share(rq, with), share(rq, without));
}

static const char *said(struct request *rq, const struct counting *c) {
    for (int y = YEARS; y-- > 0;) { /* the newest year group that has been there for a year */
        const struct cohort *cohort = &c->years[y];
        if (cohort->dropped_12.n < FEW) continue;
        return msg_retention_figures_said(
            rq->arena, rq->lang, school_year_text(rq->arena, c->first_year + y),
            share(rq, &cohort->dropped_12), share(rq, &cohort->switched_12));
    }
    return msg_retention_figures_none(rq->lang);
}

void retention_figures_get(struct request *rq) {
    struct err err = {0};
    const struct rules *rules;
    int32_t today = clock_today();
    struct counting *c = arena_alloc(rq->arena, sizeof *c);
    *c = (struct counting){
        .arena = rq->arena, .day = today, .first_year = school_year_of(today) - YEARS + 1};
    struct q_retention_all_in in = {school_year_first_day(c->first_year), today};
    bool ok = rules_now(rq->db, &rules, &err);
    if (ok) {
        int64_t months = rules_int(rules, RULE_RETENTION_RESUME_MONTHS, NULL, NULL, today);
        c->resume = months == INT_NONE ? 15 : (int)months;
        ok = q_retention_all_each(rq->db, in, spell_row, c, &err);
    }
    if (!ok) {
        reply_error(rq, &err);
        return;
    }
    count_person(c);
    struct figure_row *rows = arena_array(rq->arena, YEARS, sizeof *rows);
    struct figures_page page = {
        .said = said(rq, c),
        .rows = rows,
        .compare = compare(rq, c),
        .source = msg_retention_source(rq->arena, rq->lang, today, (int64_t)c->resume)};
    for (int y = YEARS; y-- > 0;) {
        const struct cohort *k = &c->years[y];
        if (!k->mentored.of) continue;
        rows[page.rows_n++] = (struct figure_row){
            .year = school_year_text(rq->arena, c->first_year + y),
            .starts = k->mentored.of < FEW ? msg_retention_few(rq->lang)
                                           : fmt_int(rq->arena, rq->lang, k->mentored.of),
            .mentored = share(rq, &k->mentored),
            .dropped_3 = share(rq, &k->dropped_3),
            .dropped_12 = share(rq, &k->dropped_12),
            .switched_3 = share(rq, &k->switched_3),
            .switched_12 = share(rq, &k->switched_12),
            .resumed = share(rq, &k->resumed)};
    }
    struct page shell = {.title = msg_retention_figures_title(rq->lang),
                         .section = "/fastholdelse"};
    reply_page(rq, &shell, retention_figures_page, &page);
}
