/* SPDX-License-Identifier: EUPL-1.2 */
#include "cohort/cohort.h"
#include "cohort/status.h"

#include "base/date.h"

#include <string.h>

/* ---- attained ---- */

static enum cohort_attained attained_by(enum cohort_class class) {
    switch (class) {
    case COHORT_GENERAL:
        return COHORT_ATTAINED_GENERAL;
    case COHORT_MAIN:
        return COHORT_ATTAINED_MAIN;
    case COHORT_HIGHER:
        return COHORT_ATTAINED_HIGHER;
    default:
        return COHORT_NOT_YET;
    }
}

/* By kind, so that the look at a spell is a look into a table. */
static void attained_table(const struct cohort *c, uint8_t table[COHORT_KINDS_MAX]) {
    memset(table, 0, COHORT_KINDS_MAX);
    for (size_t k = 0; k < c->kinds_n; k++) table[k] = (uint8_t)attained_by(c->kinds[k].class);
}

static enum cohort_attained first_attained(const struct cohort *c, size_t p,
                                           const uint8_t table[COHORT_KINDS_MAX],
                                           uint16_t *ret_day) {
    for (size_t s = c->first[p]; s < c->first[p + 1]; s++) {
        enum cohort_attained attained = table[c->kind[s]];
        if (!attained || c->outcome[s] != COHORT_COMPLETED) continue;
        if (c->end[s] == COHORT_NEVER || cohort_day(c->end[s]) > c->snapshot) continue;
        *ret_day = c->end[s];
        return attained;
    }
    *ret_day = COHORT_NEVER;
    return COHORT_NOT_YET;
}

enum cohort_attained cohort_attained(const struct cohort *c, size_t p, uint16_t *ret_day) {
    uint8_t table[COHORT_KINDS_MAX];
    attained_table(c, table);
    return first_attained(c, p, table, ret_day);
}

/* The day on which we lose sight of a person who has not attained. */
static int32_t lost_sight(const struct cohort *c, size_t p) {
    int32_t day = c->snapshot;
    if (c->to[p] != COHORT_NEVER && cohort_day(c->to[p]) < day) day = cohort_day(c->to[p]);
    if (c->first[p] == c->first[p + 1]) return day;
    size_t last = c->first[p + 1] - 1;
    bool unknown = c->kinds[c->kind[last]].class == COHORT_UNKNOWN;
    bool open = c->end[last] == COHORT_NEVER || cohort_day(c->end[last]) > c->snapshot;
    if (unknown && open && cohort_day(c->start[last]) < day) day = cohort_day(c->start[last]);
    return day;
}

void cohort_follow(struct arena *a, const struct cohort *c, struct cohort_rows *ret) {
    uint8_t table[COHORT_KINDS_MAX];
    attained_table(c, table);
    *ret = (struct cohort_rows){.entry = arena_array(a, c->persons_n, sizeof *ret->entry),
                                .exit = arena_array(a, c->persons_n, sizeof *ret->exit),
                                .event = arena_alloc(a, c->persons_n),
                                .person = arena_array(a, c->persons_n, sizeof *ret->person)};
    for (size_t p = 0; p < c->persons_n; p++) {
        int32_t birth = cohort_day(c->birth[p]), entry = birth + COHORT_START_AGE;
        if (cohort_day(c->from[p]) > entry) entry = cohort_day(c->from[p]);
        int32_t exit = lost_sight(c, p);
        uint16_t day;
        enum cohort_attained event = first_attained(c, p, table, &day);
        if (event && cohort_day(day) <= exit)
            exit = cohort_day(day); /* on the day of moving out it still counts */
        else
            event = COHORT_NOT_YET;
        if (exit <= entry) {
            if (event)
                ret->had_before++;
            else
                ret->never++;
            continue;
        }
        size_t i = ret->n++;
        ret->entry[i] = entry - birth;
        ret->exit[i] = exit - birth;
        ret->event[i] = (uint8_t)event;
        ret->person[i] = (uint32_t)p;
    }
}

/* ---- flows ---- */

/* 9 or 10 when the person left that school with spell s, else 0. */
static int left_school(const struct cohort *c, size_t p, size_t s) {
    enum cohort_class class = c->kinds[c->kind[s]].class;
    if ((class != COHORT_SCHOOL && class != COHORT_TENTH) || c->end[s] == COHORT_NEVER) return 0;
    bool goes_on = s + 1 < c->first[p + 1] && c->kinds[c->kind[s + 1]].class == class;
    if (goes_on) return 0; /* the same, at another school */
    return class == COHORT_SCHOOL ? 9 : 10;
}

static unsigned where_to(const struct cohort *c, size_t p, int32_t day) {
    if (day >= c->snapshot) return COHORT_TO_NOT_YET;
    if (c->to[p] != COHORT_NEVER && cohort_day(c->to[p]) <= day) return COHORT_TO_MOVED;
    size_t s = cohort_spell_at(c, p, day);
    return s == SIZE_MAX ? COHORT_TO_NO_SPELL : c->kind[s];
}

struct flowing {
    const struct cohort *c;
    const struct cohort_flow *query;
    struct cohort_flow_cell *cells; /* [municipality][sex][9, 10][month] */
    size_t sexes, municipalities;
};

/* Whether the person left school with spell s, living here, in the time that is asked about. */
static int leaver(const struct cohort *c, size_t p, size_t s, const struct cohort_flow *query) {
    int from = left_school(c, p, s);
    int32_t last = cohort_day(c->end[s]) - 1;
    if (!from || last + 1 > c->snapshot || last < query->since || last > query->until) return 0;
    return is_resident(c, p, last) ? from : 0;
}

static void flow_person(const struct flowing *f, size_t p) {
    const struct cohort *c = f->c;
    for (size_t s = c->first[p]; s < c->first[p + 1]; s++) {
        int from = leaver(c, p, s, f->query);
        if (!from) continue;
        int32_t left = cohort_day(c->end[s]);
        size_t m = f->municipalities > 1 ? c->municipality[p] : 0;
        size_t x = f->sexes > 1 ? c->sex[p] : 0;
        size_t at = ((m * f->sexes + x) * 2 + (from == 10)) * f->query->months_n;
        for (size_t i = 0; i < f->query->months_n; i++) {
            unsigned to = where_to(c, p, day_add_months(left, f->query->months[i]));
            f->cells[at + i].n[to]++;
            if (to != COHORT_TO_MOVED && to != COHORT_TO_NOT_YET) f->cells[at + i].known++;
        }
    }
}

static bool is_empty(const struct cohort_flow_cell *cell) {
    return !cell->known && !cell->n[COHORT_TO_MOVED] && !cell->n[COHORT_TO_NOT_YET];
}

void cohort_flows(struct arena *a, const struct cohort *c, const struct cohort_flow *query,
                  struct cohort_flows *ret) {
    struct flowing f = {
        .c = c,
        .query = query,
        .municipalities = query->by & COHORT_BY_MUNICIPALITY ? c->municipalities_n : 1,
        .sexes = query->by & COHORT_BY_SEX ? 3 : 1,
    };
    size_t all = f.municipalities * f.sexes * 2 * query->months_n, n = 0;
    f.cells = arena_array(a, all, sizeof *f.cells);
    for (size_t p = 0; p < c->persons_n; p++) flow_person(&f, p);
    for (size_t i = 0; i < all; i++) {
        if (is_empty(&f.cells[i])) continue;
        struct cohort_flow_cell cell = f.cells[i];
        size_t rest = i / query->months_n;
        cell.month = (uint8_t)(i % query->months_n);
        cell.from = rest % 2 ? 10 : 9;
        cell.sex = (uint8_t)(rest / 2 % f.sexes);
        cell.municipality = (uint8_t)(rest / 2 / f.sexes);
        f.cells[n++] = cell;
    }
    *ret = (struct cohort_flows){n, f.cells};
}

/* ---- whole ways ---- */

#define WAYS (2 * COHORT_WAY_N * COHORT_WAY_N * COHORT_WAY_N)

/* What somebody does on a day of the way, or COHORT_TO_MOVED, COHORT_TO_NOT_YET. */
static unsigned way_at(const struct cohort *c, size_t p, int32_t day, uint16_t attained) {
    unsigned to = where_to(c, p, day);
    if (to == COHORT_TO_MOVED || to == COHORT_TO_NOT_YET) return to;
    if (attained != COHORT_NEVER && cohort_day(attained) <= day) return COHORT_WAY_ATTAINED;
    return to == COHORT_TO_NO_SPELL ? (unsigned)COHORT_WAY_NO_SPELL : (unsigned)c->kinds[to].class;
}

static void way_count(const struct cohort *c, size_t p, size_t s, const struct cohort_flow *query,
                      uint32_t *counts, struct cohort_ways *ret) {
    int from = leaver(c, p, s, query);
    if (!from) return;
    size_t at = from == 10;
    uint16_t attained;
    cohort_attained(c, p, &attained);
    for (size_t i = 0; i < COHORT_WAY_MONTHS; i++) {
        int32_t day = day_add_months(cohort_day(c->end[s]), query->months[i]);
        unsigned to = way_at(c, p, day, attained);
        if (to == COHORT_TO_MOVED) ret->moved++;
        if (to == COHORT_TO_NOT_YET) ret->not_yet++;
        if (to == COHORT_TO_MOVED || to == COHORT_TO_NOT_YET) return;
        at = at * COHORT_WAY_N + to;
    }
    counts[at]++;
    ret->known++;
}

void cohort_ways(struct arena *a, const struct cohort *c, const struct cohort_flow *query,
                 struct cohort_ways *ret) {
    struct arena *scratch ARENA_AUTO = arena_new();
    uint32_t *counts = arena_array(scratch, WAYS, sizeof *counts);
    *ret = (struct cohort_ways){0};
    for (size_t p = 0; p < c->persons_n; p++)
        for (size_t s = c->first[p]; s < c->first[p + 1]; s++)
            way_count(c, p, s, query, counts, ret);
    struct cohort_way *ways = arena_array(a, WAYS, sizeof *ways);
    for (size_t i = 0; i < WAYS; i++) {
        if (!counts[i]) continue;
        ways[ret->n++] = (struct cohort_way){
            .from = i / (COHORT_WAY_N * COHORT_WAY_N * COHORT_WAY_N) ? 10 : 9,
            .to = {(uint8_t)(i / (COHORT_WAY_N * COHORT_WAY_N) % COHORT_WAY_N),
                   (uint8_t)(i / COHORT_WAY_N % COHORT_WAY_N), (uint8_t)(i % COHORT_WAY_N)},
            .n = counts[i]};
    }
    ret->v = ways;
}
