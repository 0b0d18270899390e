/* SPDX-License-Identifier: EUPL-1.2
 *
 * What everybody did: where they were on the day, whether they have completed an education, and their starts
 * in youth educations, which room retention's rules tell apart (course.h).
 */
#include "indicator/internal.h"

#include "activity/activity.h"
#include "base/date.h"
#include "gen/indicator.sql.h"
#include "retention/retention.h"
#include "rule/rule.h"

#include <stdlib.h>
#include <string.h>

#define SPELLS_MAX 32

struct line { /* a spell of a youth education */
    uint32_t person;
    struct course_spell spell;
};
struct guide { /* a mentor's time */
    uint32_t person;
    int32_t since, until;
};
struct lives {
    struct arena *arena;
    const struct index *people;
    struct indicator_data *data;
    int32_t *doing_from; /* of the spell that tells what somebody does on the day */
    struct line *lines;
    size_t n, cap;
    struct guide *guides;
    size_t guides_n, guides_cap;
    struct index words; /* programmes: the same text once */
    char last[40];      /* whose spell came before this one, */
    size_t last_place;  /* and their place: spells of one person often follow each other */
};

static size_t place_of(struct lives *l, const char *youth) {
    if (strcmp(l->last, youth) == 0) return l->last_place;
    l->last_place = index_find(l->people, youth);
    size_t len = strlen(youth);
    l->last[0] = '\0';
    if (len < sizeof l->last) memcpy(l->last, youth, len + 1);
    return l->last_place;
}

static const char *kept(struct lives *l, const char *text) {
    if (!text) return NULL;
    size_t place = index_find(&l->words, text);
    if (place != SIZE_MAX) return l->words.keys[place];
    const char *copy = arena_dup(l->arena, text);
    if (l->words.n < l->words.mask / 2) index_put(&l->words, copy);
    return copy;
}

static void line_add(struct lives *l, size_t person, const struct q_indicator_spells_row *row) {
    if (l->n == l->cap) {
        size_t cap = l->cap ? 2 * l->cap : 4096;
        l->lines =
            arena_grow(l->arena, l->lines, l->cap * sizeof *l->lines, cap * sizeof *l->lines);
        l->cap = cap;
    }
    l->lines[l->n++] = (struct line){.person = (uint32_t)person,
                                     .spell = {.kind = kept(l, row->kind),
                                               .programme = kept(l, row->programme),
                                               .from = row->from_day,
                                               .to = row->to_day,
                                               .outcome = kept(l, row->outcome)}};
}

/* A basic course is a part, never a whole education. */
static bool is_whole(const char *kind) {
    return strcmp(kind, "eud_gf1") != 0 && strcmp(kind, "eud_gf2") != 0 &&
           (activity_is_youth_education(kind) || strcmp(kind, "higher_education") == 0);
}

static bool spell_row(void *ctx, const struct q_indicator_spells_row *row) {
    struct lives *l = ctx;
    size_t place = place_of(l, row->youth);
    if (place == SIZE_MAX) return true;
    struct indicator_person *p = &l->data->people[place];
    int32_t day = l->data->ask.day;
    bool holds = row->from_day <= day && (row->to_day == DAY_NONE || row->to_day >= day);
    if (holds && (l->doing_from[place] == DAY_NONE || l->doing_from[place] <= row->from_day)) {
        l->doing_from[place] = row->from_day;
        p->doing = strcmp(row->kind, "unknown") == 0 ? DOING_UNKNOWN
                   : activity_is_occupied(row->kind) ? DOING_SOMETHING
                                                     : DOING_NOTHING;
    }
    bool completed = row->outcome && strcmp(row->outcome, "completed") == 0 && is_whole(row->kind);
    if (completed && row->to_day != DAY_NONE &&
        (p->attained == DAY_NONE || row->to_day < p->attained))
        p->attained = row->to_day;
    if (activity_is_youth_education(row->kind)) line_add(l, place, row);
    return true;
}

static bool mentor_row(void *ctx, const struct q_indicator_mentors_row *row) {
    struct lives *l = ctx;
    size_t place = index_find(l->people, row->youth);
    if (place == SIZE_MAX) return true;
    if (l->guides_n == l->guides_cap) {
        size_t cap = l->guides_cap ? 2 * l->guides_cap : 256, size = sizeof *l->guides;
        l->guides = arena_grow(l->arena, l->guides, l->guides_cap * size, cap * size);
        l->guides_cap = cap;
    }
    l->guides[l->guides_n++] = (struct guide){(uint32_t)place, row->since, row->outcome_day};
    return true;
}

/* ---- starts ---- */

static int by_person(const void *left, const void *right) {
    const struct line *l = left, *r = right;
    if (l->person != r->person) return l->person < r->person ? -1 : 1;
    return (l->spell.from > r->spell.from) - (l->spell.from < r->spell.from);
}
static int by_guided(const void *left, const void *right) {
    const struct guide *l = left, *r = right;
    return (l->person > r->person) - (l->person < r->person);
}

static bool is_mentored(const struct lives *l, size_t *at, uint32_t person, int32_t day) {
    while (*at < l->guides_n && l->guides[*at].person < person) ++*at;
    for (size_t i = *at; i < l->guides_n && l->guides[i].person == person; i++)
        if (l->guides[i].since <= day &&
            (l->guides[i].until == DAY_NONE || l->guides[i].until >= day))
            return true;
    return false;
}

/* Those that can be counted: begun in the school year, or twelve months before it at most. */
static void starts_of(struct lives *l, size_t first, size_t n, int resume, size_t *guide) {
    struct course_spell spells[SPELLS_MAX];
    struct course_start starts[SPELLS_MAX];
    struct indicator_data *data = l->data;
    if (n > SPELLS_MAX) n = SPELLS_MAX;
    for (size_t i = 0; i < n; i++) spells[i] = l->lines[first + i].spell;
    size_t found = course_starts(spells, n, data->ask.to, resume, starts);
    for (size_t i = 0; i < found; i++) {
        const struct course_start *s = &starts[i];
        if (s->day < day_add_months(data->ask.from, -13) || s->day > data->ask.to) continue;
        uint32_t person = l->lines[first].person;
        data->starts[data->starts_n++] =
            (struct indicator_start){.person = person,
                                     .day = s->day,
                                     .left = s->how == LEAVE_NOT ? DAY_NONE : s->left,
                                     .switched = s->how == LEAVE_SWITCH,
                                     .mentored = is_mentored(l, guide, person, s->day)};
    }
}

static bool make_starts(struct lives *l, struct db *db, struct err *err) {
    const struct rules *rules;
    if (!rules_now(db, &rules, err)) return false;
    int64_t months = rules_int(rules, RULE_RETENTION_RESUME_MONTHS, NULL, NULL, l->data->ask.to);
    int resume = months == INT_NONE ? 15 : (int)months;
    if (l->n) qsort(l->lines, l->n, sizeof *l->lines, by_person);
    if (l->guides_n) qsort(l->guides, l->guides_n, sizeof *l->guides, by_guided);
    l->data->starts = arena_array(l->arena, l->n + 1, sizeof *l->data->starts);
    size_t guide = 0;
    for (size_t i = 0, next; i < l->n; i = next) {
        for (next = i; next < l->n && l->lines[next].person == l->lines[i].person;) next++;
        starts_of(l, i, next - i, resume, &guide);
    }
    return true;
}

bool indicator_read_lives(struct db *db, struct arena *a, const struct index *people,
                          struct indicator_data *data, struct err *err) {
    struct lives l = {.arena = a, .people = people, .data = data};
    int32_t until = data->ask.day > data->ask.to ? data->ask.day : data->ask.to;
    int32_t covers = data->ask.day < data->ask.to ? data->ask.day : data->ask.to;
    l.doing_from = arena_array(a, data->people_n + 1, sizeof *l.doing_from);
    for (size_t i = 0; i < data->people_n; i++) l.doing_from[i] = DAY_NONE;
    index_init(a, &l.words, 512);
    struct q_indicator_spells_in in = {until, covers, data->ask.known};
    return q_indicator_spells_each(db, in, spell_row, &l, err) &&
           q_indicator_mentors_each(db, (struct q_indicator_mentors_in){data->ask.known},
                                    mentor_row, &l, err) &&
           make_starts(&l, db, err);
}
