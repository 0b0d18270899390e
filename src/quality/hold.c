/* SPDX-License-Identifier: EUPL-1.2
 *
 * Figures kept between requests. Counting a year of a large municipality takes most of a second, so a program
 * that serves counts beforehand: the newest years when it starts and when a day begins, by a job, and again
 * behind whoever got an older answer. Who must wait waits for two years at a time, each counted on a thread of
 * its own. An answer holds no person, only sums.
 */
#include "quality/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"

#include <malloc.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>

#define PLACES   24
#define BESIDE   2                /* years that are counted at the same time */
#define QUIETLY  5                /* of 19 */
#define REST     30               /* counting takes at most this part of the time */
#define OTHERS   (60LL * 1000000) /* until another program's changes are seen */
#define PATIENCE (5 * OTHERS) /* so old an answer is given after changes while it is counted anew */
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

/* Counts behind those who got an older answer; only in a program that serves. Under `lock`. */
static struct {
    bool serves, is_there, is_done;
    pthread_t thread;
    struct store *store;
    struct indicator_ask asks[QUALITY_YEARS];
    size_t n;
} behind;
static int32_t warmed = DAY_NONE; /* the day that was counted beforehand; under `lock` */

void quality_serve(bool serves) {
    pthread_mutex_lock(&lock);
    behind.serves = serves;
    warmed = DAY_NONE;
    pthread_mutex_unlock(&lock);
}

/* Only one thread of those that start them ends them, and no request runs any more. */
static void behind_end(void) {
    pthread_mutex_lock(&lock);
    bool is_there = behind.is_there;
    behind.is_there = false;
    pthread_mutex_unlock(&lock);
    if (is_there) pthread_join(behind.thread, NULL);
}

void quality_forget(void) {
    behind_end();
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

/* On a thread of its own (see above). */
static bool count(struct store *store, struct arena *a, const struct indicator_ask *ask,
                  const struct quality_year **ret, struct err *err) {
    struct arena *work ARENA_AUTO = arena_new();
    struct indicator_data data;
    struct reading r = {.store = store, .arena = work, .ask = ask, .data = &data};
    read_apart(&r);
    if (!r.ok) return err_set(err, r.err.kind, "%s", r.err.message);
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

/* Old, but good enough while it is counted anew: nothing has changed here since, or a moment ago. */
static bool is_good(const struct place *p, const struct store *store) {
    return p->changes == store_changes(store) || clock_ticks() - p->made < PATIENCE;
}

enum quality_age { AGE_NONE, AGE_OLD, AGE_GOOD, AGE_FRESH };

/* What is kept, copied; NULL when nothing is. */
static const struct quality_year *kept(struct store *store, struct arena *a,
                                       const struct indicator_ask *ask, enum quality_age *ret) {
    pthread_mutex_lock(&lock);
    struct place *p = place_of(store, ask);
    const struct quality_year *year = p ? copy_of(a, p->year) : NULL;
    *ret = !p ? AGE_NONE : is_fresh(p, store) ? AGE_FRESH : is_good(p, store) ? AGE_GOOD : AGE_OLD;
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

/* ---- making ---- */

struct making {
    struct store *store;
    struct indicator_ask ask;
    struct place place; /* made; place.arena NULL: it failed */
    struct err err;
    pthread_t thread;
    bool is_there;
};

static void *make_apart(void *ctx) {
    struct making *m = ctx;
    struct place p = {.arena = arena_new(), .store = m->store, .changes = store_changes(m->store)};
    int64_t start = clock_ticks();
    if (!count(m->store, p.arena, &m->ask, &p.year, &m->err)) {
        arena_free(p.arena);
        return NULL;
    }
    p.made = p.used = clock_ticks();
    p.cost = p.made - start;
    m->place = p;
    return NULL;
}

/* Some beside each other; each holds all people meanwhile, so not many. */
static void make_some(struct making *m, size_t n) {
    for (size_t i = 0; i < n; i++)
        m[i].is_there = pthread_create(&m[i].thread, NULL, make_apart, &m[i]) == 0;
    for (size_t i = 0; i < n; i++)
        if (m[i].is_there) pthread_join(m[i].thread, NULL);
}

static bool make_all(struct making *m, size_t n, struct arena *a, const struct quality_year **rets,
                     const size_t *places_of, struct err *err) {
    bool ok = true;
    db_wait_begin();
    for (size_t i = 0; i < n; i += BESIDE) make_some(&m[i], n - i < BESIDE ? n - i : BESIDE);
    db_wait_end();
    for (size_t i = 0; i < n; i++) {
        if (!m[i].place.arena) {
            ok = m[i].is_there ? err_set(err, m[i].err.kind, "%s", m[i].err.message)
                               : err_set(err, ERR_BUSY, "no thread to count on");
            continue;
        }
        rets[places_of[i]] = copy_of(a, m[i].place.year);
        keep(&m[i].place);
    }
    return ok;
}

/* ---- beforehand, and behind ---- */

/* Nobody waits for it: requests go first (on Linux the priority is this thread's alone). */
static void *make_quietly(void *ctx) {
    setpriority(PRIO_PROCESS, 0, QUIETLY);
    return make_apart(ctx);
}

/* All people of a year were in memory, which is given back: as much again would stay for no use. */
static bool make_one(struct store *store, const struct indicator_ask *ask, struct err *err) {
    struct making m = {.store = store, .ask = *ask};
    pthread_mutex_lock(&counting);
    m.is_there = pthread_create(&m.thread, NULL, make_quietly, &m) == 0;
    if (m.is_there) pthread_join(m.thread, NULL);
    if (m.place.arena) keep(&m.place);
    pthread_mutex_unlock(&counting);
    malloc_trim(0);
    if (!m.is_there) return err_set(err, ERR_BUSY, "no thread to count on");
    return m.place.arena || err_set(err, m.err.kind, "%s", m.err.message);
}

static void *behind_main(void *ctx) {
    (void)ctx;
    for (size_t i = 0; i < behind.n; i++) {
        struct err err = {0};
        if (!make_one(behind.store, &behind.asks[i], &err))
            log_error("figures cannot be counted: %s", err.message);
    }
    pthread_mutex_lock(&lock);
    behind.is_done = true;
    pthread_mutex_unlock(&lock);
    return NULL;
}

/* Counts them anew while whoever asked goes on; false: nobody serves here, or no thread is to be had. */
static bool behind_start(struct store *store, const struct indicator_ask *asks, size_t n) {
    pthread_mutex_lock(&lock);
    bool starts = behind.serves && (!behind.is_there || behind.is_done), ok = behind.serves;
    if (starts && behind.is_there) pthread_join(behind.thread, NULL); /* it has ended */
    if (starts) {
        behind.store = store;
        behind.n = n < QUALITY_YEARS ? n : QUALITY_YEARS;
        memcpy(behind.asks, asks, behind.n * sizeof *asks);
        behind.is_done = false;
        ok = behind.is_there = pthread_create(&behind.thread, NULL, behind_main, NULL) == 0;
    }
    pthread_mutex_unlock(&lock);
    return ok;
}

bool quality_warm_due(struct db *db, struct arena *a, bool *ret_due, struct err *err) {
    (void)db, (void)a, (void)err;
    int32_t today = clock_today();
    pthread_mutex_lock(&lock);
    *ret_due = behind.serves && warmed != today;
    if (*ret_due) warmed = today;
    pthread_mutex_unlock(&lock);
    return true;
}

/* The years that the pages show when nothing else is asked for. */
bool quality_warm_run(struct job_context *jc, struct err *err) {
    int32_t today = clock_today();
    struct indicator_ask ask = indicator_ask_of(school_year_of(today), today);
    for (int64_t y = 0; y < QUALITY_YEARS; y++) {
        if (!job_progress(jc, y, QUALITY_YEARS))
            return err_set(err, ERR_CANCELLED, "the program stops");
        if (!make_one(jc->store, &ask, err)) return false;
        ask = indicator_ask_before(&ask);
    }
    return true;
}

/* ---- asking ---- */

/* Of those that are wanted again; false: somebody must wait for one. */
static bool may_be_old(const enum quality_age *ages, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (ages[i] < AGE_GOOD) return false;
    return true;
}

static size_t wanted(struct store *store, struct arena *a, const struct indicator_ask *asks,
                     size_t n, const struct quality_year **rets, enum quality_age *ages) {
    size_t stale = 0;
    for (size_t i = 0; i < n; i++) {
        rets[i] = kept(store, a, &asks[i], &ages[i]);
        stale += ages[i] != AGE_FRESH;
    }
    return stale;
}

static bool count_wanted(struct store *store, struct arena *a, const struct indicator_ask *asks,
                         size_t n, const struct quality_year **rets, const enum quality_age *ages,
                         struct err *err) {
    struct making *m = arena_array(a, n, sizeof *m);
    size_t *places_of = arena_array(a, n, sizeof *places_of), m_n = 0;
    for (size_t i = 0; i < n; i++) {
        if (ages[i] == AGE_FRESH) continue;
        m[m_n] = (struct making){.store = store, .ask = asks[i]};
        places_of[m_n++] = i;
    }
    return make_all(m, m_n, a, rets, places_of, err);
}

static bool all_are_there(const struct quality_year *const *rets, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!rets[i]) return false;
    return true;
}

bool quality_years(struct store *store, struct arena *a, const struct indicator_ask *asks, size_t n,
                   const struct quality_year **rets, struct err *err) {
    enum quality_age *ages = arena_array(a, n, sizeof *ages);
    bool ok = true;
    if (!wanted(store, a, asks, n, rets, ages)) return true;
    if (may_be_old(ages, n) && behind_start(store, asks, n)) return true;
    if (!all_are_there(rets, n))
        pthread_mutex_lock(&counting);
    else if (pthread_mutex_trylock(&counting) != 0)
        return true;                           /* old is better than waiting */
    if (wanted(store, a, asks, n, rets, ages)) /* nobody has made them meanwhile */
        ok = count_wanted(store, a, asks, n, rets, ages, err);
    pthread_mutex_unlock(&counting);
    return ok;
}

bool quality_year(struct store *store, struct arena *a, const struct indicator_ask *ask,
                  const struct quality_year **ret, struct err *err) {
    return quality_years(store, a, ask, 1, ret, err);
}
