/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/clock.h"
#include "base/date.h"
#include "cohort/cohort.h"
#include "demo/internal.h"
#include "gen/demo.sql.h"

#include <string.h>

#define YOUTH_MOST 1000000
#define LONG_MOST  50000 /* a larger municipality is there for measuring: it has a short history */
#define FIRST_YEAR 2018  /* the school year from which the rules of readiness are known whole */
#define SHORT      4

void *list_grow(struct arena *a, void *list, size_t *cap, size_t size) {
    size_t more = *cap ? *cap * 2 : 64;
    list = arena_grow(a, list, *cap * size, more * size);
    *cap = more;
    return list;
}

static bool options_ok(const struct demo_options *options, int32_t date, struct err *err) {
    if (options->youth < 1 || options->youth > YOUTH_MOST)
        return err_set(err, ERR_INPUT, "a demo municipality has 1 to %d young people", YOUTH_MOST);
    if (date < day_from_ymd(2012, 1, 1) || date > day_from_ymd(2060, 12, 31))
        return err_set(err, ERR_INPUT, "a demo municipality lies in the years 2012 to 2060");
    return true;
}

static bool is_empty(struct store *store, struct arena *a, struct err *err) {
    struct db *db = store_connect(store, err);
    if (!db) return false;
    struct q_demo_anybody_rows rows;
    bool ok = q_demo_anybody(db, a, &rows, err);
    db_close(db);
    if (ok && (rows.v[0].people || rows.v[0].accounts))
        return err_set(err, ERR_CONFLICT,
                       "the database is in use: a demo municipality needs an empty one");
    return ok;
}

/* A municipality has used the program for years, so that a figure of then is counted from the guidance of then. */
static void history_choose(struct world *world) {
    int years = world->year - FIRST_YEAR + 1;
    bool is_long = world->people_n <= LONG_MOST && years >= SHORT;
    world->history = !is_long ? SHORT : years < HISTORY_MOST ? years : HISTORY_MOST;
    world->care_year = world->year - (is_long ? world->history : 2) + 1;
    world->since = is_long ? school_year_first_day(world->care_year) : world->date - 700;
}

static void world_make(struct world *world) {
    history_choose(world);
    schools_make(world, world->people_n);
    people_make(world);
    people_sort(world);
    for (size_t i = 0; i < world->people_n; i++) life_make(world, &world->people[i]);
    classes_make(world);
    staff_make(world);
    duties_make(world);
    care_make(world);
}

static void tell_logins(const struct world *world, struct arena *a, struct demo_login **ret_logins,
                        size_t *ret_n) {
    size_t n = 0;
    struct demo_login *logins = arena_array(a, world->accounts_n, sizeof *logins);
    for (size_t i = 0; i < world->accounts_n; i++) {
        const struct account *account = &world->accounts[i];
        if (!account->password) continue;
        logins[n++] =
            (struct demo_login){account->role, arena_dup(a, account->login),
                                arena_dup(a, account->password), arena_dup(a, account->name)};
    }
    *ret_logins = logins;
    *ret_n = n;
}

static bool tell_statistics(struct db *w, void *ctx, struct err *err) {
    (void)ctx;
    return cohort_note_change(w, err);
}

bool demo_fill(struct store *store, const struct demo_options *options,
               struct demo_login **ret_logins, size_t *ret_n, struct arena *a, struct err *err) {
    struct arena *arena ARENA_AUTO = arena_new();
    int32_t date = options->date == DAY_NONE ? clock_today() : options->date;
    if (!options_ok(options, date, err) || !is_empty(store, arena, err)) return false;
    struct world world = {.arena = arena,
                          .seed = options->seed,
                          .date = date,
                          .year = school_year_of(date),
                          .heavy = options->heavy,
                          .people_n = (size_t)options->youth};
    world_make(&world);
    if (!world_write(store, &world, err) || !store_write(store, tell_statistics, NULL, err) ||
        !store_settle(store, err))
        return false;
    tell_logins(&world, a, ret_logins, ret_n);
    return true;
}
