/* SPDX-License-Identifier: EUPL-1.2
 *
 * Figures kept between requests. Counting a large municipality takes most of a second, so one request counts
 * and others get the older answer meanwhile. An answer holds no person, only sums.
 */
#include "quality/quality.h"

#include "base/clock.h"

#include <pthread.h>
#include <string.h>

#define PLACES   24
#define REST     30                    /* counting takes at most this part of the time */
#define OTHERS   (60LL * 1000000)      /* until another program's changes are seen */
#define FINISHED (60LL * 60 * 1000000) /* knowledge of a day that is over */

struct place {
    struct arena *arena; /* NULL: free */
    const struct store *store;
    const struct quality_year *year;
    uint64_t changes;
    int64_t made, cost, used; /* ticks */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static struct place places[PLACES];

void quality_forget(void) {
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < PLACES; i++) {
        arena_free(places[i].arena);
        places[i] = (struct place){0};
    }
    pthread_mutex_unlock(&lock);
}

const struct indicator_figure *quality_figure(const struct quality_year *year,
                                              const struct indicator *indicator) {
    return &year->figures[indicator - indicators];
}

/* ---- copies: what a request holds does not lie where it can be thrown away ---- */

static const struct quality_year *copy_of(struct arena *a, const struct quality_year *year) {
    struct quality_year *copy = arena_alloc(a, sizeof *copy);
    struct indicator_figure *figures = arena_array(a, indicators_n, sizeof *figures);
    struct indicator_school *schools = arena_array(a, year->schools_n + 1, sizeof *schools);
    *copy = *year;
    for (size_t i = 0; i < indicators_n; i++) {
        const struct indicator_figure *f = &year->figures[i];
        figures[i] = *f;
        figures[i].groups = arena_array(a, f->groups_n + 1, sizeof *f->groups);
        if (f->groups_n) memcpy(figures[i].groups, f->groups, f->groups_n * sizeof *f->groups);
    }
    for (size_t i = 0; i < year->schools_n; i++)
        schools[i] = (struct indicator_school){arena_dup(a, year->schools[i].number),
                                               arena_dup(a, year->schools[i].name)};
    copy->figures = figures;
    copy->schools = schools;
    return copy;
}

/* ---- counting ---- */

static void add_answer(struct quality_answers answers[ANSWER_GROUPS], int64_t answer, int grade) {
    if (answer < 1 || answer > ANSWER_STEPS) return;
    answers[0].n[answer - 1]++;
    if (grade >= 7 && grade <= 10) answers[grade - 6].n[answer - 1]++;
}

/* Reading asks some fifteen times, of which a page has twelve: it is done on a thread and a connection of its
 * own, in one snapshot, while this one waits. */
struct reading {
    struct store *store;
    struct arena *arena;
    const struct indicator_ask *ask;
    struct indicator_data *data;
    struct err err;
    bool with_names, ok;
};

static void *read_apart(void *ctx) {
    struct reading *r = ctx;
    struct db *db = store_connect(r->store, &r->err);
    if (!db) return NULL;
    if (db_snapshot_begin(db, &r->err)) {
        r->ok = indicator_read(db, r->arena, r->ask, r->with_names, r->data, &r->err);
        db_snapshot_end(db);
    }
    db_close(db);
    return NULL;
}

bool quality_read(struct store *store, struct arena *a, const struct indicator_ask *ask,
                  bool with_names, struct indicator_data *ret, struct err *err) {
    struct reading r = {
        .store = store, .arena = a, .ask = ask, .data = ret, .with_names = with_names};
    pthread_t thread;
    if (pthread_create(&thread, NULL, read_apart, &r) != 0)
        return err_set(err, ERR_BUSY, "no thread to count on");
    db_wait_begin();
    pthread_join(thread, NULL);
    db_wait_end();
    return r.ok || err_set(err, r.err.kind, "%s", r.err.message);
}

static bool count(struct store *store, struct arena *a, const struct indicator_ask *ask,
                  const struct quality_year **ret, struct err *err) {
    struct arena *work ARENA_AUTO = arena_new();
    struct indicator_data data;
    if (!quality_read(store, work, ask, false, &data, err)) return false;
    struct quality_year year = {.ask = *ask, .schools = data.schools, .schools_n = data.schools_n};
    struct indicator_figure *figures = arena_array(work, indicators_n, sizeof *figures);
    for (size_t i = 0; i < indicators_n; i++) {
        indicator_count(work, &indicators[i], &data, &figures[i]);
        groups_hide(&figures[i]);
    }
    for (size_t i = 0; i < data.people_n; i++) {
        const struct indicator_person *p = &data.people[i];
        add_answer(year.answers[ANSWER_MOTIVATING], p->motivating, p->grade);
        add_answer(year.answers[ANSWER_REALISTIC], p->realistic, p->grade);
    }
    year.figures = figures;
    year.at = clock_now();
    *ret = copy_of(a, &year);
    return true;
}

/* ---- places ---- */

static bool is_same(const struct indicator_ask *l, const struct indicator_ask *r) {
    return l->school_year == r->school_year && l->from == r->from && l->to == r->to &&
           l->day == r->day && l->known == r->known;
}

static struct place *place_of(const struct store *store, const struct indicator_ask *ask) {
    for (size_t i = 0; i < PLACES; i++)
        if (places[i].arena && places[i].store == store && is_same(&places[i].year->ask, ask))
            return &places[i];
    return NULL;
}

static bool is_fresh(const struct place *p, const struct store *store) {
    int64_t age = clock_ticks() - p->made;
    if (p->year->ask.known < clock_at(clock_today(), 0, 0)) return age < FINISHED;
    if (age < p->cost * REST) return true;
    return p->changes == store_changes(store) && age < OTHERS;
}

/* What is kept, copied; NULL when nothing is. */
static const struct quality_year *kept(struct store *store, struct arena *a,
                                       const struct indicator_ask *ask, bool *ret_fresh) {
    pthread_mutex_lock(&lock);
    struct place *p = place_of(store, ask);
    const struct quality_year *year = p ? copy_of(a, p->year) : NULL;
    *ret_fresh = p && is_fresh(p, store);
    if (p) p->used = clock_ticks();
    pthread_mutex_unlock(&lock);
    return year;
}

static void keep(const struct place *made) {
    pthread_mutex_lock(&lock);
    struct place *p = place_of(made->store, &made->year->ask);
    if (!p) {
        p = &places[0];
        for (size_t i = 1; i < PLACES; i++)
            if (places[i].used < p->used) p = &places[i]; /* a free one was never used */
    }
    arena_free(p->arena);
    *p = *made;
    pthread_mutex_unlock(&lock);
}

static bool make(struct store *store, struct arena *a, const struct indicator_ask *ask,
                 const struct quality_year **ret, struct err *err) {
    struct place p = {.arena = arena_new(), .store = store, .changes = store_changes(store)};
    int64_t start = clock_ticks();
    if (!count(store, p.arena, ask, &p.year, err)) {
        arena_free(p.arena);
        return false;
    }
    p.made = p.used = clock_ticks();
    p.cost = p.made - start;
    *ret = copy_of(a, p.year);
    keep(&p);
    return true;
}

bool quality_year(struct store *store, struct arena *a, const struct indicator_ask *ask,
                  const struct quality_year **ret, struct err *err) {
    bool fresh, ok = true;
    *ret = kept(store, a, ask, &fresh);
    if (fresh) return true;
    if (!*ret)
        pthread_mutex_lock(&counting);
    else if (pthread_mutex_trylock(&counting) != 0)
        return true;                                                /* old is better than waiting */
    const struct quality_year *other = kept(store, a, ask, &fresh); /* made meanwhile */
    if (fresh)
        *ret = other;
    else
        ok = make(store, a, ask, ret, err);
    pthread_mutex_unlock(&counting);
    return ok;
}
