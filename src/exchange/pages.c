/* SPDX-License-Identifier: EUPL-1.2
 *
 * Import in the browser: give a file, see what it would do, confirm, see what it did. Every step
 * works without JavaScript: a page that waits says Refresh.
 */
#include "exchange/views.h"

#include "base/clock.h"
#include "base/id.h"
#include "exchange/import.h"
#include "gen/exchange.html.h"
#include "gen/msg.h"

#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RUNS_SHOWN    20
#define REJECTS_SHOWN 50
#define WAIT_SECONDS  3

static const char *const whats[] = {"pupils", "institutions", "figures", NULL};

struct give_form {
    const char *what, *kind;
    int32_t drawn;
};
static const struct field give_fields[] = {
    {.name = "hvad",
     .kind = FIELD_CHOICE,
     .offset = offsetof(struct give_form, what),
     .required = true,
     .choices = whats,
     .label = "exchange.page.what"},
    {.name = "fil",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct give_form, what),
     .label = "exchange.page.file"}, /* for its error; the file itself is an upload */
    {.name = "slags",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct give_form, kind),
     .label = "exchange.page.kind"},
    {.name = "trukket",
     .kind = FIELD_DAY,
     .offset = offsetof(struct give_form, drawn),
     .required = true,
     .label = "exchange.page.drawn"},
};
#define GIVE_FIELDS_N (sizeof give_fields / sizeof *give_fields)

static const char *what_word(enum lang lang, const char *what) {
    if (!strcmp(what, "figures")) return msg_exchange_what_figures(lang);
    return strcmp(what, "pupils") ? msg_exchange_what_institutions(lang)
                                  : msg_exchange_what_pupils(lang);
}

/* ---- giving a file ---- */

static const char *outcome_of(struct request *rq, const struct q_exchange_runs_row *r) {
    if (!strcmp(r->state, "failed")) return msg_exchange_state_failed(rq->lang);
    if (!strcmp(r->state, "cancelled")) return msg_exchange_state_cancelled(rq->lang);
    if (strcmp(r->state, "done") != 0) return msg_exchange_state_waiting(rq->lang);
    if (r->fatal) return msg_exchange_state_refused(rq->lang);
    return r->dry_run ? msg_exchange_state_dry(rq->arena, rq->lang, r->rows_read)
                      : msg_exchange_state_done(rq->arena, rq->lang, r->rows_new, r->rows_changed,
                                                r->rows_rejected);
}

static bool list_runs(struct request *rq, struct import_page *page, struct err *err) {
    struct q_exchange_runs_rows rows;
    if (!q_exchange_runs(rq->db, rq->arena, (struct q_exchange_runs_in){RUNS_SHOWN}, &rows, err))
        return false;
    struct import_line *lines = arena_array(rq->arena, rows.n + 1, sizeof *lines);
    for (size_t i = 0; i < rows.n; i++)
        lines[i] = (struct import_line){rows.v[i].job,
                                        clock_day_of(rows.v[i].created_at),
                                        what_word(rq->lang, rows.v[i].what),
                                        rows.v[i].filename,
                                        outcome_of(rq, &rows.v[i]),
                                        rows.v[i].by_name};
    page->runs = lines;
    page->runs_n = rows.n;
    return true;
}

static void list_kinds(struct request *rq, struct import_page *page) {
    struct kind_line *lines = arena_array(rq->arena, figure_tables_n, sizeof *lines);
    const char *chosen = request_body(rq, "slags");
    for (size_t i = 0; i < figure_tables_n; i++) {
        const struct figure_table *kind = &figure_tables[i];
        lines[i] = (struct kind_line){kind->key, figure_table_words(rq->lang, kind),
                                      chosen && !strcmp(chosen, kind->key)};
    }
    page->kinds = lines;
    page->kinds_n = figure_tables_n;
}

static void show_give(struct request *rq, const struct form *form) {
    struct err err = {0};
    struct import_page page = {
        .form = form,
        .what = form ? form_typed(form, "hvad") : whats[0],
        .drawn =
            form ? form_typed(form, "trukket") : fmt_day_table(rq->arena, rq->lang, clock_today()),
        .what_error = form ? form_error(form, "hvad") : NULL,
        .file_error = form ? form_error(form, "fil") : NULL,
        .drawn_error = form ? form_error(form, "trukket") : NULL,
        .kind_error = form ? form_error(form, "slags") : NULL,
    };
    list_kinds(rq, &page);
    if (!list_runs(rq, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (form) rq->reply.status = 422;
    struct page shell = {.title = msg_exchange_page_title(rq->lang),
                         .section = "/import",
                         .has_errors = form != NULL};
    reply_page(rq, &shell, import_page, &page);
}

void import_get(struct request *rq) { show_give(rq, NULL); }

struct new_run {
    struct q_exchange_run_add_in run;
    int64_t dry_job; /* INT_NONE: this is the dry run */
    bool taken;      /* somebody has confirmed it already, or the file is gone */
    int64_t account;
    enum lang lang;
};

static bool add_run(struct db *w, void *ctx, struct err *err) {
    struct new_run *n = ctx;
    int64_t changed = 1;
    if (!job_add(w, IMPORT_JOB, "{}", n->account, n->lang, &n->run.job, err)) return false;
    if (n->dry_job != INT_NONE) {
        struct q_exchange_run_carry_out_in in = {n->dry_job, n->run.job};
        if (!q_exchange_run_carry_out(w, in, &changed, err)) return false;
    }
    n->taken = changed == 0;
    if (n->taken) return err_set(err, ERR_CONFLICT, "the import was confirmed before");
    return q_exchange_run_add(w, n->run, NULL, err);
}

/* A name of our own beside the spool file: a folder that only we can read. */
static const char *kept_path(struct request *rq, const struct upload *upload) {
    const char *slash = strrchr(upload->path, '/');
    int folder = slash ? (int)(slash - upload->path) : 1;
    return arena_fmt(rq->arena, "%.*s/vejviser-import-%s", folder, slash ? upload->path : ".",
                     id_new(rq->arena));
}

static void start_dry_run(struct request *rq, const struct give_form *values,
                          const struct upload *upload) {
    struct err err = {0};
    const char *path = kept_path(rq, upload);
    const char *name = upload->filename && *upload->filename ? upload->filename : "?";
    struct new_run n = {
        .run = {.what = values->what,
                .kind = strcmp(values->what, "figures") ? NULL : values->kind,
                .filename = name,
                .spool = path,
                .drawn_at = clock_at(values->drawn, 0, 0),
                .dry_run = true,
                .created_at = clock_now()},
        .dry_job = INT_NONE,
        .account = rq->visitor.user_id,
        .lang = rq->lang,
    };
    if (!upload_keep(upload, path, &err)) {
        reply_error(rq, &err);
    } else if (!store_write(rq->store, add_run, &n, &err)) {
        unlink(path);
        reply_error(rq, &err);
    } else {
        reply_redirect(rq, arena_fmt(rq->arena, "/import/%lld", (long long)n.run.job));
    }
}

void import_post(struct request *rq) {
    struct give_form values = {NULL, NULL, DAY_NONE};
    struct form form;
    const struct upload *upload = request_upload(rq, "fil");
    form_read(rq, give_fields, GIVE_FIELDS_N, &form, &values);
    values.what = request_body(rq, "hvad");
    values.kind = request_body(rq, "slags");
    if (values.what && !strcmp(values.what, "figures") && !figure_table_find(values.kind))
        form_fail(&form, "slags", msg_exchange_page_no_kind(rq->lang));
    if (!upload) form_fail(&form, "fil", msg_exchange_page_no_file(rq->lang));
    if (values.drawn != DAY_NONE && values.drawn > clock_today())
        form_fail(&form, "trukket", msg_exchange_page_future(rq->lang));
    if (form.ok)
        start_dry_run(rq, &values, upload);
    else
        show_give(rq, &form);
}

/* ---- a run ---- */

/* The run of the path and its job; makes the reply and returns false when there is none. */
static bool find_run(struct request *rq, struct q_exchange_run_row *ret_run, struct job *ret_job) {
    struct q_exchange_run_rows rows;
    struct err err = {0};
    bool found = false;
    int64_t id = strtoll(request_segment(rq, "job"), NULL, 10);
    if (!q_exchange_run(rq->db, rq->arena, (struct q_exchange_run_in){id}, &rows, &err) ||
        !job_by_id(rq->db, rq->arena, id, ret_job, &found, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (!rows.n || !found) {
        reply_status(rq, 404);
        return false;
    }
    *ret_run = rows.v[0];
    return true;
}

static bool is_waiting(const struct job *job) {
    return job->state == JOB_QUEUED || job->state == JOB_RUNNING;
}

/* Rows when the dry run has counted them, else the part of the file. */
static const char *progress_text(struct request *rq, const struct q_exchange_run_row *run,
                                 const struct job *job) {
    if (job->state == JOB_QUEUED || job->total <= 0) return msg_exchange_run_queued(rq->lang);
    if (run->rows_read > 0)
        return msg_exchange_run_rows(rq->arena, rq->lang, job->progress, job->total);
    return msg_exchange_run_part(rq->arena, rq->lang, job->progress * 100 / job->total);
}

static const char *sentence_of(struct request *rq, const struct q_exchange_run_row *run,
                               const struct job *job) {
    if (is_waiting(job)) return progress_text(rq, run, job);
    if (job->state == JOB_CANCELLED) return msg_exchange_run_cancelled(rq->lang);
    if (job->state == JOB_FAILED)
        return job->message ? job->message : msg_exchange_run_failed(rq->lang);
    if (run->fatal) return run->fatal;
    if (!strcmp(run->what, "figures"))
        return run->dry_run ? msg_exchange_run_figures_would(rq->arena, rq->lang, run->rows_new,
                                                             run->rows_changed)
                            : msg_exchange_run_figures_did(rq->arena, rq->lang, run->rows_new,
                                                           run->rows_changed);
    return run->dry_run ? msg_exchange_run_would(rq->arena, rq->lang, run->rows_new,
                                                 run->rows_changed, run->rows_read)
                        : msg_exchange_run_did(rq->arena, rq->lang, run->rows_new,
                                               run->rows_changed, run->rows_read);
}

static const char *field_word(struct request *rq, const struct q_exchange_changes_row *c) {
    if (c->moves) return msg_exchange_field_class(rq->lang);
    if (!c->field) return NULL;
    return msg_by_key(rq->lang, arena_fmt(rq->arena, "exchange.field.%s", c->field));
}

static bool list_details(struct request *rq, struct run_page *page, struct err *err) {
    struct q_exchange_changes_rows changes;
    struct q_exchange_rejects_rows rejects;
    int64_t job = page->run->job;
    if (!q_exchange_changes(rq->db, rq->arena, (struct q_exchange_changes_in){job}, &changes,
                            err) ||
        !q_exchange_rejects(rq->db, rq->arena, (struct q_exchange_rejects_in){job, REJECTS_SHOWN},
                            &rejects, err))
        return false;
    struct change_line *lines = arena_array(rq->arena, changes.n + 1, sizeof *lines);
    for (size_t i = 0; i < changes.n; i++) {
        const struct q_exchange_changes_row *c = &changes.v[i];
        bool revised = page->is_figures && !strcmp(c->result, "changed");
        const char *key =
            arena_fmt(rq->arena, "exchange.result.%s", revised ? "revised" : c->result);
        lines[i] = (struct change_line){c->line, msg_by_key(rq->lang, key), c->about,
                                        page->is_figures ? c->field : field_word(rq, c)};
    }
    page->changes = lines;
    page->changes_n = changes.n;
    page->rejects = rejects.v;
    page->rejects_n = rejects.n;
    struct q_exchange_remarks_rows remarks;
    if (!q_exchange_remarks(rq->db, rq->arena, (struct q_exchange_remarks_in){job}, &remarks, err))
        return false;
    page->remarks = remarks.v;
    page->remarks_n = remarks.n;
    return true;
}

/* "Elever", or which figures. */
static const char *run_word(enum lang lang, const struct q_exchange_run_row *run) {
    const struct figure_table *kind = figure_table_find(run->kind);
    return kind ? figure_table_words(lang, kind) : what_word(lang, run->what);
}

void import_run_get(struct request *rq) {
    struct q_exchange_run_row run;
    struct job job;
    struct err err = {0};
    if (!find_run(rq, &run, &job)) return;
    bool read = job.state == JOB_DONE && !run.fatal;
    struct run_page page = {
        .run = &run,
        .what = run_word(rq->lang, &run),
        .is_figures = !strcmp(run.what, "figures"),
        .state = (int)job.state,
        .sentence = sentence_of(rq, &run, &job),
        .progress = job.progress,
        .total = job.total > 0 ? job.total : 1,
        .is_waiting = is_waiting(&job),
        .is_bad = !is_waiting(&job) && !read,
        .may_confirm = read && run.dry_run && run.spool,
        .would_write = run.rows_new + run.rows_changed + run.rows_kept > 0,
    };
    if (!page.is_waiting && !list_details(rq, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (page.is_waiting) rq->reply.refresh = WAIT_SECONDS;
    struct page shell = {.title = msg_exchange_run_title(rq->arena, rq->lang, run.filename),
                         .section = "/import"};
    reply_page(rq, &shell, run_page, &page);
}

void import_run_json(struct request *rq) {
    struct q_exchange_run_row run;
    struct job job;
    if (!find_run(rq, &run, &job)) return;
    reply_json(rq);
    /* the sentence of a waiting job is ours and holds no quotation marks */
    text_addf(&rq->reply.body,
              "{\"progress\":%lld,\"total\":%lld,\"text\":\"%s\",\"done\":%s,"
              "\"href\":\"/import/%lld\"}",
              (long long)job.progress, (long long)(job.total > 0 ? job.total : 1),
              is_waiting(&job) ? progress_text(rq, &run, &job) : "",
              is_waiting(&job) ? "false" : "true", (long long)run.job);
}

void import_run_rejects(struct request *rq) {
    struct q_exchange_run_row run;
    struct job job;
    struct q_exchange_rejects_rows rows;
    struct err err = {0};
    if (!find_run(rq, &run, &job)) return;
    struct q_exchange_rejects_in in = {run.job, IMPORT_REJECTS_MAX};
    if (!q_exchange_rejects(rq->db, rq->arena, in, &rows, &err)) {
        reply_error(rq, &err);
        return;
    }
    reply_download(rq, "text/csv; charset=utf-8",
                   arena_fmt(rq->arena, "import-%lld.csv", (long long)run.job));
    struct text *out = &rq->reply.body;
    text_addf(out, "\xef\xbb\xbf%s;%s;%s\r\n", msg_exchange_col_row(rq->lang),
              msg_exchange_col_column(rq->lang), msg_exchange_col_reason(rq->lang));
    for (size_t i = 0; i < rows.n; i++) {
        text_addf(out, "%lld;", (long long)rows.v[i].line);
        csv_cell(out, rows.v[i].field, ';');
        text_addc(out, ';');
        csv_cell(out, rows.v[i].reason, ';');
        text_add(out, "\r\n");
    }
}

void import_run_confirm(struct request *rq) {
    struct q_exchange_run_row run;
    struct job job;
    struct err err = {0};
    if (!find_run(rq, &run, &job)) return;
    if (!run.dry_run || job.state != JOB_DONE || run.fatal) {
        reply_status(rq, 409);
        return;
    }
    struct new_run n = {
        .run = {.what = run.what,
                .kind = run.kind,
                .filename = run.filename,
                .spool = run.spool,
                .drawn_at = run.drawn_at,
                .dry_run = false,
                .rows_read = run.rows_read,
                .created_at = clock_now()},
        .dry_job = run.job,
        .account = rq->visitor.user_id,
        .lang = rq->lang,
    };
    if (!store_write(rq->store, add_run, &n, &err)) {
        if (n.taken)
            reply_status(rq, 409);
        else
            reply_error(rq, &err);
        return;
    }
    reply_redirect(rq, arena_fmt(rq->arena, "/import/%lld", (long long)n.run.job));
}

static bool clear_spool(struct db *w, void *ctx, struct err *err) {
    struct q_exchange_run_spool_clear_in in = {*(const int64_t *)ctx};
    return q_exchange_run_spool_clear(w, in, NULL, err);
}

/* Stops a job that waits or runs; drops the file of a dry run that nobody will confirm. */
void import_run_cancel(struct request *rq) {
    struct q_exchange_run_row run;
    struct job job;
    struct err err = {0};
    if (!find_run(rq, &run, &job)) return;
    bool ok = is_waiting(&job) ? job_cancel(rq->store, run.job, &err)
                               : store_write(rq->store, clear_spool, &run.job, &err);
    if (!ok) {
        reply_error(rq, &err);
        return;
    }
    if (!is_waiting(&job) && run.spool) unlink(run.spool);
    reply_redirect_notice(rq, "/import", msg_exchange_run_dropped(rq->lang), NULL);
}
