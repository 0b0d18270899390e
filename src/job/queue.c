/* SPDX-License-Identifier: EUPL-1.2
 *
 * The queue in the table `job`: adding, looking, cancelling, and running one.
 */
#include "job/internal.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "gen/job.sql.h"
#include "gen/msg.h"

#include <string.h>

static const char *const states[] = {
    [JOB_QUEUED] = "queued", [JOB_RUNNING] = "running",     [JOB_DONE] = "done",
    [JOB_FAILED] = "failed", [JOB_CANCELLED] = "cancelled",
};

static enum job_state state_of(const char *name) {
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(states[i], name) == 0) return (enum job_state)i;
    return JOB_FAILED;
}

static enum lang lang_of(const char *name) { return strcmp(name, "en") == 0 ? LANG_EN : LANG_DA; }

/* ---- adding, looking, cancelling ---- */

bool job_add(struct db *w, const char *kind, const char *params, int64_t created_by, enum lang lang,
             int64_t *ret_id, struct err *err) {
    struct q_job_add_in in = {id_next(),  kind,       params, lang == LANG_EN ? "en" : "da",
                              created_by, clock_now()};
    if (!q_job_add(w, in, NULL, err)) return false;
    live_added();
    *ret_id = in.id;
    return true;
}

bool job_by_id(struct db *db, struct arena *a, int64_t id, struct job *ret_job, bool *ret_found,
               struct err *err) {
    struct q_job_by_id_rows rows;
    if (!q_job_by_id(db, a, (struct q_job_by_id_in){id}, &rows, err)) return false;
    *ret_found = rows.n > 0;
    if (!rows.n) return true;
    const struct q_job_by_id_row *r = &rows.v[0];
    *ret_job = (struct job){r->id,         r->kind,       r->params,  state_of(r->state),
                            r->progress,   r->total,      r->message, r->result,
                            r->created_by, r->created_at, r->cancel};
    struct live now = live_get();
    if (now.id == id && ret_job->state == JOB_RUNNING) {
        ret_job->progress = now.progress;
        ret_job->total = now.total;
        ret_job->cancel |= now.cancel;
    }
    return true;
}

static bool cancel_write(struct db *w, void *ctx, struct err *err) {
    int64_t id = *(const int64_t *)ctx, changed = 0;
    struct q_job_cancel_queued_in in = {id, clock_now()};
    if (!q_job_cancel_queued(w, in, &changed, err)) return false;
    return changed || q_job_cancel_running(w, (struct q_job_cancel_running_in){id}, NULL, err);
}

/* Memory first: the running job may hold the writer, and then it must hear of it before we can write. */
bool job_cancel(struct store *store, int64_t id, struct err *err) {
    live_cancel(id);
    return store_write(store, cancel_write, &id, err);
}

/* ---- running ---- */

struct claim {
    int64_t id;
    bool mine;
};

static bool claim_write(struct db *w, void *ctx, struct err *err) {
    struct claim *claim = ctx;
    int64_t changed = 0;
    if (!q_job_claim(w, (struct q_job_claim_in){claim->id, clock_now()}, &changed, err))
        return false;
    claim->mine = changed == 1;
    return true;
}

static bool end_write(struct db *w, void *ctx, struct err *err) {
    return q_job_end(w, *(struct q_job_end_in *)ctx, NULL, err);
}

static const struct job_kind *kind_find(const struct job_kind *const *kinds, size_t n,
                                        const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(kinds[i]->name, name) == 0) return kinds[i];
    return NULL;
}

/* The job's own sentence for the user goes first; ours says no more than that it went wrong. */
static struct q_job_end_in ending_of(const struct job_context *jc, bool ok, const struct err *err) {
    struct live last = live_end();
    struct q_job_end_in end = {
        .id = jc->job->id,
        .state = states[JOB_DONE],
        .progress = last.progress,
        .total = last.total,
        .message = jc->message,
        .result = jc->result,
        .at = clock_now(),
    };
    if (ok) return end;
    bool cancelled = err->kind == ERR_CANCELLED;
    end.state = states[cancelled && !last.stop ? JOB_CANCELLED : JOB_FAILED];
    if (cancelled)
        end.message = last.stop ? msg_job_stopped(jc->lang) : msg_job_cancelled(jc->lang);
    else if (!end.message)
        end.message = msg_job_failed(jc->lang);
    return end;
}

static bool job_run(struct job_context *jc, const struct job_kind *kind, struct err *err) {
    struct err failure = {0};
    live_begin(jc->job->id);
    bool ok = kind ? kind->run(jc, &failure)
                   : err_set(&failure, ERR_NOT_FOUND, "this program knows no such kind of job");
    if (!ok && failure.kind != ERR_CANCELLED)
        log_error("job %lld (%s) failed: %s", (long long)jc->job->id, jc->job->kind,
                  failure.message);
    struct q_job_end_in end = ending_of(jc, ok, &failure);
    return store_write(jc->store, end_write, &end, err);
}

bool job_run_next(struct store *store, struct db *db, struct arena *a,
                  const struct job_kind *const *kinds, size_t n, struct app *app, bool *ret_ran,
                  struct err *err) {
    struct q_job_next_rows rows;
    *ret_ran = false;
    if (!q_job_next(db, a, &rows, err)) return false;
    if (!rows.n) return true;
    struct claim claim = {.id = rows.v[0].id};
    if (!store_write(store, claim_write, &claim, err)) return false;
    *ret_ran = true;
    if (!claim.mine) return true; /* somebody else was faster: look again */
    struct job job = {.id = rows.v[0].id,
                      .kind = rows.v[0].kind,
                      .params = rows.v[0].params,
                      .state = JOB_RUNNING,
                      .created_by = rows.v[0].created_by,
                      .created_at = rows.v[0].created_at};
    struct job_context jc = {.job = &job,
                             .store = store,
                             .db = db,
                             .arena = a,
                             .lang = lang_of(rows.v[0].lang),
                             .app = app};
    return job_run(&jc, kind_find(kinds, n, job.kind), err);
}

/* ---- kinds that find their own work ---- */

static bool due_write(struct db *w, void *ctx, struct err *err) {
    const struct job_kind *kind = ctx;
    struct arena *a ARENA_AUTO = arena_new();
    struct q_job_waits_rows rows;
    int64_t id;
    if (!q_job_waits(w, a, (struct q_job_waits_in){kind->name}, &rows, err)) return false;
    return rows.n || job_add(w, kind->name, "{}", INT_NONE, LANG_DA, &id, err);
}

bool job_queue_due(struct store *store, struct db *db, struct arena *a,
                   const struct job_kind *const *kinds, size_t n, struct err *err) {
    for (size_t i = 0; i < n; i++) {
        struct job_kind kind = *kinds[i];
        bool due = false;
        if (kind.due && !kind.due(db, a, &due, err)) return false;
        if (due && !store_write(store, due_write, &kind, err)) return false;
    }
    return true;
}

bool job_run_all(struct store *store, const struct job_kind *const *kinds, size_t n,
                 struct app *app, struct err *err) {
    struct db *db = store_connect(store, err);
    if (!db) return false;
    struct arena *a = arena_new();
    bool ok = job_queue_due(store, db, a, kinds, n, err), ran = true;
    while (ok && ran) {
        arena_reset(a);
        ok = job_run_next(store, db, a, kinds, n, app, &ran, err);
    }
    arena_free(a);
    db_close(db);
    return ok;
}

/* ---- after a crash ---- */

static bool orphans_write(struct db *w, void *ctx, struct err *err) {
    const struct q_job_orphans_rows *rows = ctx;
    for (size_t i = 0; i < rows->n; i++) {
        struct q_job_orphan_fail_in in = {
            rows->v[i].id, msg_job_interrupted(lang_of(rows->v[i].lang)), clock_now()};
        if (!q_job_orphan_fail(w, in, NULL, err)) return false;
    }
    return true;
}

bool job_fail_orphans(struct store *store, struct db *db, struct arena *a, struct err *err) {
    struct q_job_orphans_rows rows;
    if (!q_job_orphans(db, a, &rows, err)) return false;
    return rows.n == 0 || store_write(store, orphans_write, &rows, err);
}
