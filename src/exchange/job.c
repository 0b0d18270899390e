/* SPDX-License-Identifier: EUPL-1.2
 *
 * The job behind /import. A dry run and the import itself are the same job on two rows of import_run;
 * the second takes over the file of the first. A file holds persons' data, so it is deleted as soon
 * as nobody needs it: after the import, when it cannot be used, or after a day.
 */
#include "exchange/views.h"

#include "base/clock.h"
#include "exchange/import.h"
#include "gen/msg.h"

#include <unistd.h>

#define DAY_US (INT64_C(24) * 3600 * 1000000)

static const char *const result_names[] = {[PUT_NEW] = "new",
                                           [PUT_CHANGED] = "changed",
                                           [PUT_UNCHANGED] = "unchanged",
                                           [PUT_KEPT] = "kept"};

struct outcome {
    int64_t job;
    const struct import_report *report;
    bool delete_file;
};

static bool write_changes(struct db *w, const struct outcome *o, struct err *err) {
    for (size_t i = 0; i < o->report->changes_n; i++) {
        const struct import_change *c = &o->report->changes[i];
        struct q_exchange_change_add_in in = {o->job,   c->row,   result_names[c->result],
                                              c->about, c->field, c->moves};
        if (!q_exchange_change_add(w, in, NULL, err)) return false;
    }
    return true;
}

static bool write_rejects(struct db *w, const struct outcome *o, struct err *err) {
    for (size_t i = 0; i < o->report->rejects_n; i++) {
        const struct import_reject *r = &o->report->rejects[i];
        struct q_exchange_reject_add_in in = {o->job, r->row, r->field, r->reason};
        if (!q_exchange_reject_add(w, in, NULL, err)) return false;
    }
    return true;
}

static bool write_remarks(struct db *w, const struct outcome *o, struct err *err) {
    for (size_t i = 0; i < o->report->remarks_n; i++) {
        const struct import_reject *r = &o->report->remarks[i];
        struct q_exchange_remark_add_in in = {o->job, r->row, r->field, r->reason};
        if (!q_exchange_remark_add(w, in, NULL, err)) return false;
    }
    return true;
}

static bool write_outcome(struct db *w, void *ctx, struct err *err) {
    const struct outcome *o = ctx;
    const struct import_report *r = o->report;
    struct q_exchange_run_result_in in = {o->job,     r->read,      r->fresh,
                                          r->changed, r->unchanged, r->rejected,
                                          r->kept,    r->skipped,   r->fatal};
    struct q_exchange_run_spool_clear_in clear = {o->job};
    return q_exchange_run_result(w, in, NULL, err) && write_changes(w, o, err) &&
           write_rejects(w, o, err) && write_remarks(w, o, err) &&
           (!o->delete_file || q_exchange_run_spool_clear(w, clear, NULL, err));
}

static bool on_progress(void *ctx, int64_t done, int64_t total) {
    return job_progress(ctx, done, total);
}

static const char *role_of(struct job_context *jc, int64_t account) {
    struct q_exchange_role_rows rows;
    struct err ignored; /* the role is a remark in the log; the account is what counts */
    if (account == INT_NONE ||
        !q_exchange_role(jc->db, jc->arena, (struct q_exchange_role_in){account}, &rows, &ignored))
        return "system";
    return rows.n ? rows.v[0].role : "system";
}

static const char *counts_json(struct arena *a, const struct import_report *r) {
    return arena_fmt(a,
                     "{\"read\":%lld,\"new\":%lld,\"changed\":%lld,\"unchanged\":%lld,"
                     "\"rejected\":%lld}",
                     (long long)r->read, (long long)r->fresh, (long long)r->changed,
                     (long long)r->unchanged, (long long)r->rejected);
}

static bool carry_out(struct job_context *jc, const struct q_exchange_run_row *run,
                      struct err *err) {
    struct import_order order = {
        .kind = figure_table_find(run->kind),
        .path = run->spool,
        .file_time = run->drawn_at,
        .dry_run = run->dry_run,
        .lang = jc->lang,
        .user_id = jc->job->created_by,
        .role = role_of(jc, jc->job->created_by),
        .route = "POST /import/{job}/bekraeft",
        .rows_hint = run->rows_read,
        .progress = on_progress,
        .progress_ctx = jc,
    };
    struct import_report report;
    if (!import_what_by_name(run->what, &order.what) ||
        (order.what == IMPORT_FIGURES && !order.kind))
        return err_set(err, ERR_INPUT, "an import of an unknown kind");
    if (!import_run(jc->store, jc->db, jc->arena, &order, &report, err)) return false;
    struct outcome outcome = {jc->job->id, &report, report.fatal || !run->dry_run};
    if (!store_write(jc->store, write_outcome, &outcome, err)) return false;
    if (outcome.delete_file) unlink(run->spool);
    jc->result = counts_json(jc->arena, &report);
    return true;
}

bool import_job_run(struct job_context *jc, struct err *err) {
    struct q_exchange_run_rows rows;
    if (!import_sweep(jc->store, jc->db, jc->arena, err) ||
        !q_exchange_run(jc->db, jc->arena, (struct q_exchange_run_in){jc->job->id}, &rows, err))
        return false;
    if (!rows.n || !rows.v[0].spool || access(rows.v[0].spool, R_OK) != 0) {
        jc->message = msg_exchange_fatal_gone(jc->lang);
        return err_set(err, ERR_NOT_FOUND, "the file of the import is gone");
    }
    return carry_out(jc, &rows.v[0], err);
}

/* ---- files that nobody needs any more ---- */

static bool clear_spools(struct db *w, void *ctx, struct err *err) {
    const struct q_exchange_spools_old_rows *rows = ctx;
    for (size_t i = 0; i < rows->n; i++) {
        struct q_exchange_run_spool_clear_in in = {rows->v[i].job};
        if (!q_exchange_run_spool_clear(w, in, NULL, err)) return false;
    }
    return true;
}

bool import_sweep(struct store *store, struct db *db, struct arena *a, struct err *err) {
    struct q_exchange_spools_old_rows rows;
    struct q_exchange_spools_old_in in = {clock_now() - DAY_US};
    if (!q_exchange_spools_old(db, a, in, &rows, err)) return false;
    if (!rows.n) return true;
    for (size_t i = 0; i < rows.n; i++) unlink(rows.v[i].spool);
    return store_write(store, clear_spools, &rows, err);
}
