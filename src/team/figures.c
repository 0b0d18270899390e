/* SPDX-License-Identifier: EUPL-1.2
 *
 * Counting the work of all counsellors. It walks through everybody who has a counsellor, which takes a tenth
 * of a second in a large municipality; so the answer is kept for a minute. One request counts, others get
 * the older answer meanwhile.
 */
#include "team/team.h"

#include "base/clock.h"
#include "base/collate.h"
#include "base/date.h"
#include "gen/team.sql.h"
#include "plan/plan.h"
#include "rule/rule.h"
#include "team/views.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define FRESH_US (60LL * 1000000)

/* ---- counting ---- */

static int by_name(const void *left, const void *right) {
    const struct team_load *l = left, *r = right;
    return sort_compare(l->name, r->name);
}

static struct team_load *load_of(struct team_figures *f, int64_t account) {
    for (size_t i = 0; i < f->loads_n; i++)
        if (f->loads[i].account == account) return &f->loads[i];
    return NULL;
}

bool team_people(struct db *db, struct arena *a, struct team_people *ret, struct err *err) {
    struct q_team_accounts_rows rows;
    if (!q_team_accounts(db, a, (struct q_team_accounts_in){clock_today()}, &rows, err))
        return false;
    struct team_load *list = arena_array(a, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++)
        list[i] = (struct team_load){.account = rows.v[i].id,
                                     .name = rows.v[i].name,
                                     .is_counsellor = rows.v[i].counsellor,
                                     .is_closed = rows.v[i].closed};
    if (rows.n) qsort(list, rows.n, sizeof *list, by_name);
    *ret = (struct team_people){list, rows.n};
    return true;
}

static bool accounts(struct db *db, struct arena *a, struct team_figures *f, struct err *err) {
    struct team_people people;
    if (!team_people(db, a, &people, err)) return false;
    f->loads = arena_array(a, people.n + 1, sizeof *f->loads);
    if (people.n) memcpy(f->loads, people.v, people.n * sizeof *f->loads);
    f->loads_n = people.n;
    return true;
}

static bool young(struct db *db, struct arena *a, int32_t today, struct team_figures *f,
                  struct err *err) {
    struct q_team_young_rows rows;
    struct q_team_young_in in = {today, today - TEAM_QUIET_DAYS};
    if (!q_team_young(db, a, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        struct team_load *load = load_of(f, rows.v[i].account);
        f->young += rows.v[i].young;
        f->quiet += rows.v[i].quiet;
        if (!load) continue;
        load->young = rows.v[i].young;
        load->pupils = rows.v[i].pupils;
        load->quiet = rows.v[i].quiet;
    }
    return true;
}

static bool tasks(struct db *db, struct arena *a, int32_t today, struct team_figures *f,
                  struct err *err) {
    struct q_team_follow_ups_rows rows;
    struct plan_load *steps;
    size_t steps_n;
    if (!q_team_follow_ups(db, a, (struct q_team_follow_ups_in){today}, &rows, err) ||
        !plan_steps_load(db, a, today + 365, today, &steps, &steps_n, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        struct team_load *load = load_of(f, rows.v[i].account);
        f->late += rows.v[i].late_n;
        if (!load) continue;
        load->open += rows.v[i].open_n;
        load->late += rows.v[i].late_n;
    }
    for (size_t i = 0; i < steps_n; i++) {
        struct team_load *load = load_of(f, steps[i].account);
        f->late += steps[i].late;
        if (!load) continue;
        load->open += steps[i].due;
        load->late += steps[i].late;
    }
    return true;
}

static bool posts(struct db *db, struct arena *a, int32_t today, struct team_figures *f,
                  struct err *err) {
    struct q_team_posts_rows rows;
    if (!q_team_posts(db, a, (struct q_team_posts_in){today}, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        struct team_load *load = load_of(f, rows.v[i].account);
        if (!load) continue;
        load->schools = rows.v[i].schools;
        load->covers = rows.v[i].covers;
    }
    return true;
}

/* Who has a right to a plan is who must have a counsellor; before there was that right, the duty's ages. */
bool team_ages(struct db *db, int32_t day, int32_t *ret_born_after, int32_t *ret_born_until,
               struct err *err) {
    const struct rules *rules;
    if (!rules_now(db, &rules, err)) return false;
    int64_t from = rules_int(rules, RULE_DUTY_AGE_FROM, NULL, NULL, day);
    int64_t to = rules_int(rules, RULE_OUTREACH_PLAN_AGE_TO, NULL, NULL, day);
    if (to == INT_NONE) to = rules_int(rules, RULE_DUTY_AGE_TO, NULL, NULL, day);
    if (from == INT_NONE || to == INT_NONE) from = to = 0;
    *ret_born_after = day_add_months(day, -12 * (int)to);
    *ret_born_until = day_add_months(day, -12 * (int)from);
    return true;
}

static bool without(struct db *db, struct arena *a, int32_t today, struct team_figures *f,
                    struct err *err) {
    struct q_team_without_count_rows rows;
    struct q_team_without_count_in in = {.day = today,
                                         .school_year = school_year_of(today),
                                         .pupils_after = TEAM_PUPILS_AFTER(today)};
    struct q_team_changes_rows changes;
    struct q_team_changes_in since = {day_add_months(today, -TEAM_CHANGE_MONTHS)};
    if (!team_ages(db, today, &in.born_after, &in.born_until, err) ||
        !q_team_without_count(db, a, in, &rows, err) ||
        !q_team_changes(db, a, since, &changes, err))
        return false;
    f->pupils_without = rows.v[0].pupils;
    f->out_without = rows.v[0].out_n;
    f->changed = changes.v[0].persons;
    f->changed_often = changes.v[0].often;
    return true;
}

static bool count(struct db *db, struct arena *a, int32_t today, struct team_figures *ret,
                  struct err *err) {
    *ret = (struct team_figures){.at = clock_now()};
    return accounts(db, a, ret, err) && young(db, a, today, ret, err) &&
           tasks(db, a, today, ret, err) && posts(db, a, today, ret, err) &&
           without(db, a, today, ret, err);
}

/* ---- keeping ---- */

static struct {
    pthread_mutex_t lock;
    const struct store *store;
    int32_t day;
    int64_t ticks; /* when it was counted */
    bool counting;
    uint64_t forgotten;
    struct arena *arena;
    struct team_figures figures;
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void copy(struct arena *a, const struct team_figures *from, struct team_figures *ret) {
    *ret = *from;
    ret->loads = arena_array(a, from->loads_n + 1, sizeof *ret->loads);
    for (size_t i = 0; i < from->loads_n; i++) {
        ret->loads[i] = from->loads[i];
        ret->loads[i].name = arena_dup(a, from->loads[i].name);
    }
}

static void keep(const struct store *store, int32_t day, uint64_t forgotten,
                 const struct team_figures *figures) {
    pthread_mutex_lock(&kept.lock);
    if (forgotten == kept.forgotten) {
        arena_free(kept.arena);
        kept.arena = arena_new();
        copy(kept.arena, figures, &kept.figures);
        kept.store = store;
        kept.day = day;
        kept.ticks = clock_ticks();
    }
    kept.counting = false;
    pthread_mutex_unlock(&kept.lock);
}

void team_figures_forget(void) {
    pthread_mutex_lock(&kept.lock);
    arena_free(kept.arena);
    kept.arena = NULL;
    kept.forgotten++;
    pthread_mutex_unlock(&kept.lock);
}

bool team_figures(struct store *store, struct db *db, struct arena *a, struct team_figures *ret,
                  struct err *err) {
    int32_t today = clock_today();
    pthread_mutex_lock(&kept.lock);
    bool ours = kept.arena && kept.store == store && kept.day == today;
    bool fresh = ours && clock_ticks() - kept.ticks < FRESH_US;
    uint64_t forgotten = kept.forgotten;
    if (fresh || (ours && kept.counting)) {
        copy(a, &kept.figures, ret);
        pthread_mutex_unlock(&kept.lock);
        return true;
    }
    kept.counting = true;
    pthread_mutex_unlock(&kept.lock);
    if (count(db, a, today, ret, err)) {
        keep(store, today, forgotten, ret);
        return true;
    }
    pthread_mutex_lock(&kept.lock);
    kept.counting = false;
    pthread_mutex_unlock(&kept.lock);
    return false;
}
