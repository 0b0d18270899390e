/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sums of what declared.c says, by breakdown; what is hidden; what is called a change.
 */
#include "indicator/internal.h"

#include <math.h>
#include <string.h>

#define SIDE_LEAST 5 /* persons on either side of a share */

struct counting {
    const struct indicator *indicator;
    const struct indicator_data *data;
    struct indicator_figure *figure;
    struct indicator_group *schools, *grades, *sexes, *mentors;
};

static void add(struct indicator_tally *t, enum indicator_says says) {
    t->yes += says == SAYS_YES;
    t->no += says == SAYS_NO;
    t->unknown += says == SAYS_UNKNOWN;
}

static struct indicator_group *groups_of(struct counting *c, enum indicator_by by, int first,
                                         int n) {
    if (!(c->indicator->by & by)) return NULL;
    struct indicator_group *groups = &c->figure->groups[c->figure->groups_n];
    for (int i = 0; i < n; i++) groups[i] = (struct indicator_group){.by = by, .value = first + i};
    c->figure->groups_n += (size_t)n;
    return groups;
}

static void count_one(struct counting *c, const struct indicator_person *p,
                      const struct indicator_start *start, const void *subject) {
    enum indicator_says says = c->indicator->says(c->data, p, subject);
    if (says == SAYS_OUT) return;
    add(&c->figure->all, says);
    if (c->schools && p->school >= 0) add(&c->schools[p->school].tally, says);
    if (c->grades && p->grade) add(&c->grades[p->grade - 7].tally, says);
    if (c->sexes && p->sex) add(&c->sexes[p->sex == 'M'].tally, says);
    if (c->mentors && start) add(&c->mentors[start->mentored].tally, says);
}

static void add_level(struct indicator_tally *t, const struct indicator_level *l) {
    t->yes += l->guests;
    t->no += l->pupils;
}

static void count_levels(struct counting *c) {
    for (size_t i = 0; i < c->data->levels_n; i++) {
        const struct indicator_level *l = &c->data->levels[i];
        if (!l->grade) continue;
        add_level(&c->figure->all, l);
        if (c->schools && l->school >= 0) add_level(&c->schools[l->school].tally, l);
        if (c->grades) add_level(&c->grades[l->grade - 7].tally, l);
    }
}

/* Groups that nobody is in are none. */
static void drop_empty(struct indicator_figure *figure) {
    size_t n = 0;
    for (size_t i = 0; i < figure->groups_n; i++) {
        const struct indicator_tally *t = &figure->groups[i].tally;
        if (t->yes || t->no || t->unknown) figure->groups[n++] = figure->groups[i];
    }
    figure->groups_n = n;
}

void indicator_count(struct arena *a, const struct indicator *indicator,
                     const struct indicator_data *data, struct indicator_figure *ret) {
    *ret = (struct indicator_figure){.indicator = indicator};
    ret->groups = arena_array(a, data->schools_n + 16, sizeof *ret->groups);
    struct counting c = {.indicator = indicator, .data = data, .figure = ret};
    c.schools = groups_of(&c, BY_SCHOOL, 0, (int)data->schools_n);
    c.grades = groups_of(&c, BY_GRADE, 7, 4);
    c.sexes = groups_of(&c, BY_SEX, 0, 2);
    c.mentors = groups_of(&c, BY_MENTOR, 0, 2);
    switch (indicator->subject) {
    case OF_PERSON:
        for (size_t i = 0; i < data->people_n; i++)
            count_one(&c, &data->people[i], NULL, &data->people[i]);
        break;
    case OF_START:
        for (size_t i = 0; i < data->starts_n; i++)
            count_one(&c, &data->people[data->starts[i].person], &data->starts[i],
                      &data->starts[i]);
        break;
    case OF_CASE:
        for (size_t i = 0; i < data->cases_n; i++)
            count_one(&c, &data->people[data->cases[i].person], NULL, &data->cases[i]);
        break;
    case OF_LEVEL:
        count_levels(&c);
        break;
    }
    drop_empty(ret);
}

/* ---- disclosure ---- */

int64_t indicator_least(enum indicator_class class) { return class == CLASS_WELLBEING ? 20 : 5; }

static bool is_small(const struct indicator *indicator, struct indicator_tally t) {
    if (indicator->unit == UNIT_PER_100) return t.no < SIDE_LEAST;
    return t.yes + t.no < indicator_least(indicator->class) || (t.yes && t.yes < SIDE_LEAST) ||
           (t.no && t.no < SIDE_LEAST) || (t.unknown && t.unknown < SIDE_LEAST);
}

/* What somebody finds who takes the shown groups from the whole. */
static bool is_found(const struct indicator_figure *f, enum indicator_by by, size_t *ret_hidden) {
    struct indicator_tally hidden = {0};
    *ret_hidden = 0;
    for (size_t i = 0; i < f->groups_n; i++) {
        const struct indicator_group *g = &f->groups[i];
        if (g->by != by || !g->hidden) continue;
        hidden.yes += g->tally.yes;
        hidden.no += g->tally.no;
        hidden.unknown += g->tally.unknown;
        ++*ret_hidden;
    }
    return *ret_hidden && (*ret_hidden == 1 || is_small(f->indicator, hidden));
}

static struct indicator_group *smallest_shown(struct indicator_figure *f, enum indicator_by by) {
    struct indicator_group *least = NULL;
    for (size_t i = 0; i < f->groups_n; i++) {
        struct indicator_group *g = &f->groups[i];
        if (g->by != by || g->hidden) continue;
        if (!least || g->tally.yes + g->tally.no < least->tally.yes + least->tally.no) least = g;
    }
    return least;
}

void groups_hide(struct indicator_figure *figure) {
    static const enum indicator_by all[] = {BY_SCHOOL, BY_GRADE, BY_SEX, BY_MENTOR};
    for (size_t i = 0; i < figure->groups_n; i++)
        figure->groups[i].hidden = is_small(figure->indicator, figure->groups[i].tally);
    for (size_t b = 0; b < sizeof all / sizeof *all; b++) {
        size_t hidden;
        while (is_found(figure, all[b], &hidden)) {
            struct indicator_group *next = smallest_shown(figure, all[b]);
            if (!next) break;
            next->hidden = true;
        }
    }
}

/* ---- figures ---- */

struct interval indicator_share(const struct indicator *indicator, struct indicator_tally t) {
    if (indicator->unit == UNIT_PER_100) {
        double rate = t.no ? 100.0 * (double)t.yes / (double)t.no : NAN;
        return (struct interval){rate, NAN, NAN, STAT_OK};
    }
    struct interval i = proportion_wilson((double)t.yes, (double)(t.yes + t.no), 0.95);
    i.estimate *= 100;
    i.lower *= 100;
    i.upper *= 100;
    return i;
}

enum indicator_change indicator_change(const struct indicator *indicator,
                                       struct indicator_tally now, struct indicator_tally before) {
    if (indicator->unit == UNIT_PER_100) return CHANGE_UNKNOWN;
    struct interval d =
        proportion_difference((double)now.yes, (double)(now.yes + now.no), (double)before.yes,
                              (double)(before.yes + before.no), 0.95);
    if (isnan(d.lower) || isnan(d.upper)) return CHANGE_UNKNOWN;
    return d.lower > 0 ? CHANGE_UP : d.upper < 0 ? CHANGE_DOWN : CHANGE_NONE;
}
