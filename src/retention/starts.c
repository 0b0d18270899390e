/* SPDX-License-Identifier: EUPL-1.2
 *
 * All starts in a youth education, for rooms that make figures of many. No name, no id.
 */
#include "retention/retention.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/retention.sql.h"
#include "rule/rule.h"

#include <string.h>

#define SPELLS_MAX 32

struct person {
    char youth[64];
    int32_t born, moved_out;
    bool man;
    struct course_spell spells[SPELLS_MAX];
    int64_t mentor_at[SPELLS_MAX];
    const char *institution[SPELLS_MAX];
    size_t n;
};
struct reading {
    struct arena *arena;
    int32_t day;
    int resume;
    struct person person;
    struct retention_start *v;
    size_t n, cap;
};

static struct retention_start *start_add(struct reading *r) {
    if (r->n == r->cap) {
        size_t more = r->cap ? r->cap * 2 : 256;
        r->v = arena_grow(r->arena, r->v, r->cap * sizeof *r->v, more * sizeof *r->v);
        r->cap = more;
    }
    return &r->v[r->n++];
}

static bool is_vocational(const char *kind) { return strncmp(kind, "eu", 2) == 0; }

/* The day the education was completed: of the last of its spells before the next start. */
static int32_t completed_on(const struct person *p, size_t first, size_t end, int32_t day) {
    for (size_t i = end; i-- > first;) {
        const struct course_spell *s = &p->spells[i];
        bool whole = strcmp(s->kind, "eud_gf1") != 0 && strcmp(s->kind, "eud_gf2") != 0;
        if (whole && s->outcome && strcmp(s->outcome, "completed") == 0 && s->to <= day)
            return s->to;
    }
    return DAY_NONE;
}

static void person_end(struct reading *r) {
    struct person *p = &r->person;
    struct course_start starts[SPELLS_MAX];
    size_t n = course_starts(p->spells, p->n, r->day, r->resume, starts);
    for (size_t i = 0; i < n; i++) {
        const struct course_start *s = &starts[i];
        size_t end = i + 1 < n ? starts[i + 1].first : p->n;
        int64_t at = p->mentor_at[s->first];
        bool late = at != INT_NONE && clock_day_of(at) > s->day;
        *start_add(r) =
            (struct retention_start){.day = s->day,
                                     .left = s->left,
                                     .how = s->how,
                                     .completed = completed_on(p, s->first, end, r->day),
                                     .may_resume = s->may_resume,
                                     .mentored = at != INT_NONE && !late,
                                     .mentored_late = late,
                                     .vocational = is_vocational(p->spells[s->first].kind),
                                     .dropped_before = i && starts[i - 1].how == LEAVE_DROPOUT,
                                     .born = p->born,
                                     .moved_out = p->moved_out,
                                     .man = p->man,
                                     .institution = p->institution[s->first]};
    }
    p->n = 0;
}

static const char *keep(struct reading *r, const char *text) {
    return text ? arena_dup(r->arena, text) : NULL;
}

static bool take_row(void *ctx, const struct q_retention_begun_row *row) {
    struct reading *r = ctx;
    struct person *p = &r->person;
    if (strcmp(row->youth, p->youth) != 0) {
        person_end(r);
        size_t len = strlen(row->youth);
        if (len >= sizeof p->youth) len = sizeof p->youth - 1;
        memcpy(p->youth, row->youth, len);
        p->youth[len] = 0;
        p->born = row->born;
        p->moved_out = row->moved_out;
        p->man = row->sex && row->sex[0] == 'M';
    }
    if (p->n == SPELLS_MAX) return true;
    p->mentor_at[p->n] = row->mentor_at;
    p->institution[p->n] = row->institution ? keep(r, row->institution) : "";
    p->spells[p->n++] = (struct course_spell){.kind = keep(r, row->kind),
                                              .programme = keep(r, row->programme),
                                              .from = row->from_day,
                                              .to = row->to_day,
                                              .outcome = keep(r, row->outcome)};
    return true;
}

bool retention_starts(struct db *db, struct arena *a, int32_t since, int32_t today,
                      struct retention_start **ret, size_t *ret_n, struct err *err) {
    const struct rules *rules;
    struct reading *r = arena_alloc(a, sizeof *r);
    *r = (struct reading){.arena = a, .day = today};
    if (!rules_now(db, &rules, err)) return false;
    int64_t months = rules_int(rules, RULE_RETENTION_RESUME_MONTHS, NULL, NULL, today);
    r->resume = months == INT_NONE ? 15 : (int)months;
    struct q_retention_begun_in in = {since, today};
    if (!q_retention_begun_each(db, in, take_row, r, err)) return false;
    person_end(r);
    *ret = r->v;
    *ret_n = r->n;
    return true;
}
