/* SPDX-License-Identifier: EUPL-1.2 */
/* The queue: order, progress, cancelling, failing, a program that died, the runner's threads. */
#include "base/test.h"

#include "db/testing.h"
#include "job/internal.h"

#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

struct app {
    atomic_int runs;
    char order[200]; /* params of the jobs as they ran */
    sem_t begun;     /* a slow job has begun */
};

static struct store *store;
static struct app app;
static struct err err;

/* ---- kinds ---- */

static bool run_good(struct job_context *jc, struct err *e) {
    (void)e;
    size_t len = strlen(jc->app->order);
    snprintf(jc->app->order + len, sizeof jc->app->order - len, "%s;", jc->job->params);
    jc->app->runs++;
    job_progress(jc, 7, 10);
    jc->result = "{\"read\":7}";
    jc->message = jc->lang == LANG_EN ? "seven" : "syv";
    return true;
}

/* Due until it has run as often as the test wants. */
static bool due_twice(struct db *db, struct arena *a, bool *ret_due, struct err *e) {
    (void)db, (void)a, (void)e;
    *ret_due = app.runs < 2;
    return true;
}

static bool run_bad(struct job_context *jc, struct err *e) {
    jc->app->runs++;
    return err_set(e, ERR_INPUT, "line 7 is no line");
}

static bool run_bad_and_says_why(struct job_context *jc, struct err *e) {
    jc->message = "linje 7 er ikke en linje";
    return err_set(e, ERR_INPUT, "line 7 is no line");
}

/* Until it is told to stop; gives up after ten seconds, so that a broken test ends. */
static bool run_slow(struct job_context *jc, struct err *e) {
    int64_t n = 0;
    sem_post(&jc->app->begun);
    while (job_progress(jc, ++n, 1000) && n < 1000)
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    return n >= 1000 || err_set(e, ERR_CANCELLED, "asked to stop");
}

/* Works and tells its progress inside the one transaction, as an import does. */
static bool slow_write(struct db *w, void *ctx, struct err *e) {
    (void)w;
    return run_slow(ctx, e);
}

static bool run_slow_in_writer(struct job_context *jc, struct err *e) {
    return store_write(jc->store, slow_write, jc, e);
}

static const struct job_kind kind_good = {"good", run_good}, kind_bad = {"bad", run_bad},
                             kind_why = {"why", run_bad_and_says_why},
                             kind_slow = {"slow", run_slow},
                             kind_finder = {"finder", run_good, due_twice},
                             kind_writer = {"writer", run_slow_in_writer};
static const struct job_kind *const kinds[] = {&kind_good, &kind_bad, &kind_why, &kind_slow,
                                               &kind_writer};
#define KINDS (sizeof kinds / sizeof *kinds)

static const struct job_kind *const finders[] = {&kind_good, &kind_finder};

/* ---- steps ---- */

struct add {
    const char *kind, *params;
    enum lang lang;
    int64_t id;
};

static bool add_write(struct db *w, void *ctx, struct err *e) {
    struct add *add = ctx;
    return job_add(w, add->kind, add->params, 1, add->lang, &add->id, e);
}

static int64_t add(const char *kind, const char *params, enum lang lang) {
    struct add call = {kind, params, lang, 0};
    if (!store_write(store, add_write, &call, &err)) fail_msg("%s", err.message);
    return call.id;
}

static struct job look(struct arena *a, int64_t id) {
    struct job job = {0};
    bool found = false;
    struct db *db = store_connect(store, &err);
    assert_non_null(db);
    assert_true(job_by_id(db, a, id, &job, &found, &err));
    assert_true(found);
    db_close(db);
    return job;
}

static void run_all(void) {
    if (!job_run_all(store, kinds, KINDS, &app, &err)) fail_msg("%s", err.message);
}

/* Waits until the job has ended; the runner works on its own threads. */
static struct job wait_end(struct arena *a, int64_t id) {
    for (int i = 0; i < 1000; i++) {
        struct job job = look(a, id);
        if (job.state != JOB_QUEUED && job.state != JOB_RUNNING) return job;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    fail_msg("the job did not end");
    return (struct job){0};
}

static int set_up(void **state) {
    *state = arena_new();
    store = test_store();
    memset(&app, 0, sizeof app);
    sem_init(&app.begun, 0, 0);
    err = (struct err){0};
    return 0;
}

static int tear_down(void **state) {
    test_store_drop(store);
    sem_destroy(&app.begun);
    arena_free(*state);
    return 0;
}

/* ---- tests ---- */

static void test_jobs_run_in_order(void **state) {
    struct arena *a = *state;
    int64_t one = add("good", "1", LANG_DA), two = add("good", "2", LANG_EN);
    add("good", "3", LANG_DA);
    assert_int_equal(look(a, one).state, JOB_QUEUED);
    run_all();
    assert_string_equal(app.order, "1;2;3;");
    struct job job = look(a, one);
    assert_int_equal(job.state, JOB_DONE);
    assert_int_equal(job.progress, 7);
    assert_int_equal(job.total, 10);
    assert_string_equal(job.result, "{\"read\":7}");
    assert_string_equal(job.message, "syv");
    assert_string_equal(look(a, two).message, "seven");
    run_all();
    assert_int_equal(app.runs, 3); /* once each */
}

static void test_failure_stops_nobody_else(void **state) {
    struct arena *a = *state;
    int64_t bad = add("bad", "", LANG_DA), why = add("why", "", LANG_DA);
    int64_t unknown = add("no-such-kind", "", LANG_DA), good = add("good", "", LANG_DA);
    run_all();
    assert_int_equal(look(a, bad).state, JOB_FAILED);
    assert_null(
        strstr(look(a, bad).message, "line 7")); /* the operator's words are not the user's */
    assert_string_equal(look(a, why).message, "linje 7 er ikke en linje");
    assert_int_equal(look(a, unknown).state, JOB_FAILED);
    assert_int_equal(look(a, good).state, JOB_DONE);
}

static void test_queued_job_is_cancelled_at_once(void **state) {
    struct arena *a = *state;
    int64_t id = add("good", "", LANG_DA);
    assert_true(job_cancel(store, id, &err));
    assert_int_equal(look(a, id).state, JOB_CANCELLED);
    run_all();
    assert_int_equal(app.runs, 0);
    assert_true(job_cancel(store, 4711, &err)); /* there is none: nothing happens */
}

static void test_ended_job_stays_as_it_ended(void **state) {
    struct arena *a = *state;
    int64_t id = add("good", "", LANG_DA);
    run_all();
    assert_true(job_cancel(store, id, &err));
    assert_int_equal(look(a, id).state, JOB_DONE);
}

static void test_unknown_job_is_not_found(void **state) {
    struct job job;
    bool found = true;
    struct db *db = store_connect(store, &err);
    assert_true(job_by_id(db, *state, 4711, &job, &found, &err));
    assert_false(found);
    db_close(db);
}

static struct job_runner *start(void) {
    struct job_runner *runner = job_runner_start(store, kinds, KINDS, &app, &err);
    if (!runner) fail_msg("%s", err.message);
    return runner;
}

static void test_runner_wakes(void **state) {
    struct job_runner *runner = start();
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL); /* it sleeps */
    int64_t id = add("good", "", LANG_DA);
    job_runner_wake(runner);
    assert_int_equal(wait_end(*state, id).state, JOB_DONE);
    job_runner_stop(runner);
}

/* Nobody wakes it: a job that was added in this program begins before the next look for others' jobs. */
static void test_a_job_added_here_begins_soon(void **state) {
    struct job_runner *runner = start();
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL); /* it sleeps */
    int64_t id = add("good", "", LANG_DA);
    for (int i = 0; i < 30 && look(*state, id).state != JOB_DONE; i++)
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    assert_int_equal(look(*state, id).state, JOB_DONE);
    job_runner_stop(runner);
}

static void cancel_running(struct arena *a, const char *kind) {
    struct job_runner *runner = start();
    int64_t id = add(kind, "", LANG_DA), next = add("good", "", LANG_DA);
    job_runner_wake(runner);
    sem_wait(&app.begun);
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    struct job job = look(a, id);
    assert_int_equal(job.state, JOB_RUNNING);
    assert_int_equal(job.total, 1000);
    assert_true(job.progress > 0); /* from memory: the table may be locked by the job itself */
    assert_true(job_cancel(store, id, &err));
    job = wait_end(a, id);
    assert_int_equal(job.state, JOB_CANCELLED);
    assert_string_equal(job.message, "Annulleret. Intet er ændret.");
    assert_int_equal(wait_end(a, next).state, JOB_DONE);
    job_runner_stop(runner);
}

static void test_running_job_is_cancelled(void **state) { cancel_running(*state, "slow"); }

static void test_job_that_holds_the_writer_is_cancelled(void **state) {
    cancel_running(*state, "writer");
}

/* Another program writes its wish to the table; the watcher finds it there. */
static void test_cancel_from_another_program(void **state) {
    struct job_runner *runner = start();
    int64_t id = add("slow", "", LANG_DA);
    job_runner_wake(runner);
    sem_wait(&app.begun);
    test_sql(store, "update job set cancel = 1 where state = 'running'");
    assert_int_equal(wait_end(*state, id).state, JOB_CANCELLED);
    job_runner_stop(runner);
}

static void test_progress_reaches_the_table(void **state) {
    (void)state;
    struct job_runner *runner = start();
    int64_t id = add("slow", "", LANG_DA), written = 0;
    job_runner_wake(runner);
    sem_wait(&app.begun);
    for (int i = 0; i < 300 && written == 0; i++) {
        written = test_sql_number(store, "select progress from job");
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    assert_true(written > 0);
    assert_true(job_cancel(store, id, &err));
    job_runner_stop(runner);
}

static void test_stopping_the_runner_stops_its_job(void **state) {
    struct job_runner *runner = start();
    int64_t id = add("slow", "", LANG_DA), next = add("good", "", LANG_DA);
    job_runner_wake(runner);
    sem_wait(&app.begun);
    job_runner_stop(runner);
    struct job job = look(*state, id);
    assert_int_equal(job.state, JOB_FAILED);
    assert_non_null(strstr(job.message, "programmet blev lukket"));
    assert_int_equal(look(*state, next).state, JOB_QUEUED); /* it waits for the next start */
    runner = start();
    assert_int_equal(wait_end(*state, next).state, JOB_DONE);
    job_runner_stop(runner);
}

static void test_a_kind_finds_its_own_work(void **state) {
    (void)state;
    assert_true(job_run_all(store, finders, 2, &app, &err));
    assert_int_equal(app.runs, 1);
    add("finder", "", LANG_DA); /* waits already: no second one is queued */
    assert_true(job_run_all(store, finders, 2, &app, &err));
    assert_int_equal(app.runs, 2);
    assert_true(job_run_all(store, finders, 2, &app, &err));
    assert_int_equal(app.runs, 2);
}

static void test_the_runner_finds_what_is_due(void **state) {
    (void)state;
    struct job_runner *runner = job_runner_start(store, finders, 2, &app, &err);
    assert_non_null(runner);
    for (int i = 0; i < 1000 && app.runs < 1; i++)
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    job_runner_stop(runner);
    assert_int_equal(app.runs, 1);
}

/* What was running when the program died is failed, in its user's language; what waited runs. */
static void test_restart_after_a_crash(void **state) {
    int64_t da = add("good", "1", LANG_DA), en = add("good", "2", LANG_EN);
    test_sql(store, "update job set state = 'running'");
    int64_t waiting = add("good", "3", LANG_DA);
    struct job_runner *runner = start();
    assert_int_equal(look(*state, da).state, JOB_FAILED);
    assert_non_null(strstr(look(*state, da).message, "programmet stoppede"));
    assert_non_null(strstr(look(*state, en).message, "the program stopped"));
    assert_int_equal(wait_end(*state, waiting).state, JOB_DONE);
    job_runner_stop(runner);
    assert_string_equal(app.order, "3;");
}

#define WITH_QUEUE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_QUEUE(test_jobs_run_in_order),
        WITH_QUEUE(test_failure_stops_nobody_else),
        WITH_QUEUE(test_queued_job_is_cancelled_at_once),
        WITH_QUEUE(test_ended_job_stays_as_it_ended),
        WITH_QUEUE(test_unknown_job_is_not_found),
        WITH_QUEUE(test_runner_wakes),
        WITH_QUEUE(test_a_job_added_here_begins_soon),
        WITH_QUEUE(test_running_job_is_cancelled),
        WITH_QUEUE(test_job_that_holds_the_writer_is_cancelled),
        WITH_QUEUE(test_cancel_from_another_program),
        WITH_QUEUE(test_progress_reaches_the_table),
        WITH_QUEUE(test_stopping_the_runner_stops_its_job),
        WITH_QUEUE(test_restart_after_a_crash),
        WITH_QUEUE(test_a_kind_finds_its_own_work),
        WITH_QUEUE(test_the_runner_finds_what_is_due),
    };
    return cmocka_run_group_tests_name("job", tests, NULL, NULL);
}
