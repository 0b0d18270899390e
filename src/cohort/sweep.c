/* SPDX-License-Identifier: EUPL-1.2
 *
 * Status on many days in one pass. A spell covers a range of the days asked for, found by two looks
 * into a table; where it begins and ends, a difference is noted. Neighbours in the order of persons
 * who are of the same age on each of the days (born between two of the days' dates) share the
 * differences; then these are added up along the days, each into the row of the age on that day.
 */
#include "cohort/status.h"

#include <string.h>

#define DAYS_AT_ONCE 120 /* in one pass; the tallies of so many fit in memory for the country */

struct sweep {
    const struct cohort *c;
    const struct cohort_status *query;
    const int32_t *days;
    size_t days_n;
    const uint16_t *from_day; /* per day of the columns: the first of the days at or behind it */
    struct tally *tallies;    /* one a day, side by side */
    uint32_t *diff; /* [day][kind], wrapping; one day more, for what ends behind the last */
    /* Births whose ages are the same on each of the days, oldest first, the same in all groups: the
     * last of them, and per day where their row is in the group's part of the tallies. */
    int32_t *until;
    uint32_t *rows;
    size_t classes_n;
};

static const uint16_t *make_from_day(struct arena *a, const int32_t *days, size_t n) {
    uint16_t *table = arena_array(a, 65536, sizeof *table);
    size_t at = 0;
    for (int32_t offset = 0; offset < COHORT_NEVER; offset++) {
        while (at < n && days[at] < offset + COHORT_EPOCH) at++;
        table[offset] = (uint16_t)at;
    }
    table[COHORT_NEVER] = (uint16_t)n;
    return table;
}

#define NOT_BORN UINT32_MAX

/* The class of those born on `birth`. */
static void make_class(struct sweep *s, int32_t birth) {
    int32_t *until = &s->until[s->classes_n];
    uint32_t *rows = s->rows + s->classes_n++ * s->days_n;
    const struct tally *t = s->tallies;
    *until = INT32_MAX;
    for (size_t d = 0; d < s->days_n; d++) {
        int age = cohort_age_at(s->query->age, birth, s->days[d]);
        rows[d] = NOT_BORN;
        if (age < 0) continue;
        size_t row = (size_t)(age - t->age_low) * t->step + d * t->stride;
        rows[d] = (uint32_t)row;
        int32_t latest = cohort_latest_birth(s->query->age, s->days[d], age);
        if (latest < *until) *until = latest;
    }
}

static void make_classes(struct arena *a, struct sweep *s) {
    const struct cohort *c = s->c;
    uint16_t low = COHORT_NEVER, high = 0;
    for (size_t g = 0; g < c->groups_n; g++) {
        uint16_t oldest = c->birth[c->groups[g].first], youngest = c->birth[c->groups[g].end - 1];
        if (oldest < low) low = oldest;
        if (youngest > high) high = youngest;
    }
    size_t births = high >= low ? (size_t)(high - low) + 1 : 0;
    s->until = arena_array(a, births, sizeof *s->until);
    s->rows = arena_array(a, births * s->days_n, sizeof *s->rows);
    for (int32_t birth = cohort_day(low); births && birth <= cohort_day(high);) {
        make_class(s, birth);
        int32_t until = s->until[s->classes_n - 1];
        if (until >= cohort_day(high)) break;
        birth = until + 1;
    }
}

/* Spells first..end-1. One that covers none of the days adds and takes away at the same place. */
static void note_spells(const struct sweep *s, size_t first, size_t end) {
    const uint16_t *from_day = s->from_day, *start = s->c->start, *stop = s->c->end;
    const uint8_t *kind = s->c->kind;
    uint32_t *diff = s->diff;
    size_t stride = s->tallies->stride;
    for (size_t i = first; i < end; i++) {
        uint32_t *column = diff + kind[i];
        column[from_day[start[i]] * stride]++;
        column[from_day[stop[i]] * stride]--;
    }
}

/* The same for who is asked whether they live here; they also count as persons. */
static void note_resident(const struct sweep *s, size_t p) {
    const struct cohort *c = s->c;
    size_t stride = s->tallies->stride;
    unsigned born = s->from_day[c->birth[p]], came = s->from_day[c->from[p]];
    unsigned first = came > born ? came : born, gone = s->from_day[c->to[p]];
    if (first >= gone) return;
    s->diff[first * stride + c->kinds_n]++;
    s->diff[gone * stride + c->kinds_n]--;
    for (size_t i = c->first[p]; i < c->first[p + 1]; i++) {
        unsigned from = s->from_day[c->start[i]], to = s->from_day[c->end[i]];
        if (from < first) from = first;
        if (to > gone) to = gone;
        if (from >= to) continue;
        s->diff[from * stride + c->kind[i]]++;
        s->diff[to * stride + c->kind[i]]--;
    }
}

/* Adds the differences up along the days, into each day's row, and clears them. */
FOR_NEWER_PROCESSORS static void add_up(const struct sweep *s, uint32_t *group,
                                        const uint32_t *rows) {
    size_t stride = s->tallies->stride;
    for (size_t k = 0; k < stride; k += 8) {
        counts8 sums = {0};
        for (size_t d = 0; d < s->days_n; d++) {
            counts8 *diff = (counts8 *)(s->diff + d * stride + k);
            sums += *diff;
            *diff = (counts8){0};
            if (rows[d] != NOT_BORN) *(counts8 *)(group + rows[d] + k) += sums;
        }
        *(counts8 *)(s->diff + s->days_n * stride + k) = (counts8){0};
    }
}

static void sweep_group(const struct sweep *s, size_t g) {
    const struct cohort *c = s->c;
    uint32_t p = c->groups[g].first, end = c->groups[g].end;
    uint32_t *group = tally_row(s->tallies, g, s->tallies->age_low);
    for (size_t class = 0; p < end; class ++) {
        uint32_t first = p;
        while (p < end && cohort_day(c->birth[p]) <= s->until[class]) p++;
        if (p == first) continue;
        for (uint32_t i = first; s->query->residents && i < p; i++) note_resident(s, i);
        if (!s->query->residents) {
            s->diff[c->kinds_n] += p - first;
            note_spells(s, c->first[first], c->first[p]);
        }
        add_up(s, group, s->rows + class * s->days_n);
    }
    if (!s->query->everybody) return;
    for (size_t d = 0; d < s->days_n; d++) /* those in no spell are the rest of all */
        for (int i = 0; i < s->tallies[d].ages_n; i++) {
            uint32_t *row = tally_row(&s->tallies[d], g, s->tallies[d].age_low + i);
            for (size_t k = 0; k < c->kinds_n; k++) row[c->kinds_n] -= row[k];
        }
}

static void sweep_days(struct arena *a, const struct cohort *c, const struct cohort_status *query,
                       const int32_t *days, size_t n, struct cohort_cells *ret) {
    struct arena *scratch ARENA_AUTO = arena_new();
    struct sweep s = {.c = c, .query = query, .days = days, .days_n = n};
    s.tallies = arena_array(scratch, n, sizeof *s.tallies);
    tally_init(scratch, c, query->age, days, n, s.tallies);
    s.from_day = make_from_day(scratch, days, n);
    s.diff = arena_array(scratch, (n + 1) * s.tallies->stride, sizeof *s.diff);
    make_classes(scratch, &s);
    for (size_t g = 0; g < c->groups_n; g++) sweep_group(&s, g);
    for (size_t d = 0; d < n; d++) tally_cells(a, c, query, &s.tallies[d], &ret[d]);
}

static bool is_within(int32_t day) {
    return day >= COHORT_EPOCH && day < COHORT_EPOCH + COHORT_NEVER;
}

void cohort_sweep(struct arena *a, const struct cohort *c, const struct cohort_status *query,
                  const int32_t *days, size_t days_n, struct cohort_cells *ret) {
    size_t at = 0;
    while (at < days_n) {
        size_t n = days_n - at < DAYS_AT_ONCE ? days_n - at : DAYS_AT_ONCE;
        bool one_by_one = n == 1 || query->by & COHORT_BY_SCHOOL || !is_within(days[at]) ||
                          !is_within(days[at + n - 1]);
        if (one_by_one) n = 1;
        if (one_by_one)
            cohort_status(a, c, query, days[at], &ret[at]);
        else
            sweep_days(a, c, query, days + at, n, ret + at);
        at += n;
    }
}
