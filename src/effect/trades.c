/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which schools have begun, which can be compared, and whether there are enough.
 */
#include "effect/trades.h"

#include <math.h>
#include <string.h>

bool effect_is_known(const struct effect_pupil *p) {
    return p->choice == CHOICE_EUD || p->choice == CHOICE_OTHER;
}

static const struct effect_school *school_of(const struct effect_panel *panel, size_t i) {
    return &panel->schools[panel->school_of[i]];
}

bool effect_is_after(const struct effect_panel *panel, size_t i) {
    const struct effect_school *s = school_of(panel, i);
    int start = s->side == SIDE_BEGUN ? s->start : panel->earliest;
    return panel->pupils[i].year >= start;
}

/* ---- schools and when they began ---- */

static uint32_t find_school(struct effect_panel *panel, const char *number) {
    for (uint32_t s = 0; s < panel->schools_n; s++)
        if (strcmp(panel->schools[s].number, number) == 0) return s;
    panel->schools[panel->schools_n].number = number;
    return panel->schools_n++;
}

static void count_schools(struct effect_panel *panel) {
    panel->schools = arena_array(panel->arena, panel->n + 1, sizeof *panel->schools);
    panel->school_of = arena_array(panel->arena, panel->n + 1, sizeof *panel->school_of);
    for (size_t i = 0; i < panel->n; i++) {
        const struct effect_pupil *p = &panel->pupils[i];
        panel->school_of[i] = find_school(panel, p->school);
        struct effect_school *s = &panel->schools[panel->school_of[i]];
        s->all[p->year - panel->first]++;
        s->had[p->year - panel->first] += p->had;
        s->known[p->year - panel->first] += effect_is_known(p);
    }
}

static bool is_reached(const struct effect_school *s, int at) {
    return s->all[at] > 0 && 2 * s->had[at] >= s->all[at];
}

static void find_start(const struct effect_panel *panel, struct effect_school *s,
                       struct effect_trades *ret) {
    s->start = EFFECT_NEVER;
    for (int year = panel->first; year <= panel->last; year++) {
        int at = year - panel->first;
        if (s->start == EFFECT_NEVER && is_reached(s, at)) s->start = year;
        ret->school_years_part += s->start == EFFECT_NEVER && s->had[at] > 0;
        ret->school_years_stopped += s->start < year && s->all[at] > 0 && !is_reached(s, at);
    }
    s->side = s->start == EFFECT_NEVER ? SIDE_OTHERS : SIDE_BEGUN;
}

/* Years before and from the start with known wishes; of a school that has not begun: all years. */
static void years_of(const struct effect_panel *panel, const struct effect_school *s,
                     int *ret_before, int *ret_after) {
    *ret_before = *ret_after = 0;
    for (int year = panel->first; year <= panel->last; year++)
        if (s->known[year - panel->first]) *(year < s->start ? ret_before : ret_after) += 1;
}

static void choose(struct effect_panel *panel, struct effect_trades *ret) {
    panel->earliest = EFFECT_NEVER;
    for (uint32_t i = 0; i < panel->schools_n; i++) {
        struct effect_school *s = &panel->schools[i];
        int before, after;
        find_start(panel, s, ret);
        years_of(panel, s, &before, &after);
        if (s->start == panel->first) {
            ret->always++;
            continue;
        }
        s->is_used = s->side == SIDE_BEGUN ? before > 0 && after > 0 : before > 1;
        if (!s->is_used) {
            ret->unused++;
            continue;
        }
        s->place = panel->used_n++;
        ret->schools[s->side]++;
        if (s->start < panel->earliest) panel->earliest = s->start;
    }
}

/* ---- pupils ---- */

static void count_pupils(const struct effect_panel *panel, struct effect_trades *ret) {
    for (size_t i = 0; i < panel->n; i++) {
        const struct effect_pupil *p = &panel->pupils[i];
        const struct effect_school *s = school_of(panel, i);
        if (!s->is_used) continue;
        ret->unknown += p->choice == CHOICE_UNKNOWN;
        if (!effect_is_known(p)) continue;
        struct effect_part *of[] = {&ret->years[p->year - panel->first][s->side],
                                    &ret->parts[s->side][effect_is_after(panel, i)]};
        for (int k = 0; k < 2; k++) {
            of[k]->n++;
            of[k]->eud += p->choice == CHOICE_EUD;
        }
    }
}

/* ---- enough? ---- */

static bool is_few(const struct effect_trades *t) {
    int64_t n = 0, eud = 0;
    for (int side = 0; side < SIDES; side++)
        for (int after = 0; after < 2; after++) {
            const struct effect_part *part = &t->parts[side][after];
            if (part->n < EFFECT_FEWEST) return true;
            n += part->n, eud += part->eud;
        }
    return eud < EFFECT_EVENTS || n - eud < EFFECT_EVENTS;
}

static bool can_fit(const struct effect_panel *panel, struct effect_trades *t) {
    uint32_t begun = 0, others = 0;
    for (uint32_t i = 0; i < panel->schools_n; i++)
        *(panel->schools[i].side == SIDE_BEGUN ? &begun : &others) += 1;
    if (!begun)
        t->verdict = TRADES_NOT_BEGUN;
    else if (!others)
        t->verdict = TRADES_NO_OTHERS;
    else if (begun == t->always)
        t->verdict = TRADES_NO_BEFORE;
    else if (t->schools[SIDE_BEGUN] < EFFECT_SCHOOLS || t->schools[SIDE_OTHERS] < EFFECT_SCHOOLS)
        t->verdict = TRADES_FEW_SCHOOLS;
    else if (is_few(t))
        t->verdict = TRADES_FEW_PUPILS;
    else
        return true;
    return false;
}

static enum effect_trades_verdict verdict_of(const struct effect_trades *t) {
    if (t->adjusted.why != STAT_OK) return TRADES_NOT_ALIKE;
    if (t->adjusted.lower > 0) return TRADES_MORE;
    if (t->adjusted.upper < 0) return TRADES_LESS;
    const struct interval *crude = &t->effect.crude;
    return crude->lower > 0 || crude->upper < 0 ? TRADES_CRUDE_ONLY : TRADES_NOT_TOLD;
}

/* The first year of which there is anybody: classes are kept from some year on. */
static int first_seen(const struct effect_pupil *pupils, size_t n, int first, int last) {
    int seen = n ? last : first;
    for (size_t i = 0; i < n; i++)
        if (pupils[i].year < seen) seen = pupils[i].year;
    return seen;
}

bool effect_trades_told(enum effect_trades_verdict verdict) { return verdict >= TRADES_MORE; }

void effect_trades(struct arena *a, const struct effect_pupil *pupils, size_t n, int first,
                   int last, struct effect_trades *ret) {
    first = first_seen(pupils, n, first, last);
    struct effect_panel panel = {
        .arena = a, .pupils = pupils, .n = n, .first = first, .last = last};
    *ret = (struct effect_trades){.first = first, .last = last};
    count_schools(&panel);
    choose(&panel, ret);
    count_pupils(&panel, ret);
    if (!can_fit(&panel, ret)) return;
    effect_trades_fit(&panel, ret);
    ret->verdict = verdict_of(ret);
}
