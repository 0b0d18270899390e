/* SPDX-License-Identifier: EUPL-1.2
 *
 * A draft while it is made. In a large municipality that takes many times longer than a request may, so it is
 * a job: it survives its page and a restart, tells how far it is, and can be stopped. Works without JavaScript:
 * a page that waits says Refresh.
 */
#include "publication/views.h"

#include "base/date.h"
#include "gen/msg.h"
#include "gen/publication.html.h"
#include "gen/publication.sql.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define BASE         "/team/kvalitet/udgiv"
#define WAIT_SECONDS 2

/* ---- the job ---- */

struct draft_add {
    const char *params;
    int64_t account, id;
    enum lang lang;
    bool busy;
};

static bool draft_add(struct db *w, void *ctx, struct err *err) {
    struct draft_add *add = ctx;
    struct arena *a ARENA_AUTO = arena_new();
    struct q_publication_jobs_rows rows;
    if (!q_publication_jobs(w, a, &rows, err)) return false;
    add->busy = rows.n > 0;
    return add->busy ||
           job_add(w, PUBLICATION_JOB, add->params, add->account, add->lang, &add->id, err);
}

bool publication_job_add(struct request *rq, int school_year, int32_t as_of, const char *reason,
                         int64_t *ret_job, struct err *err) {
    json_t *json = json_pack("{s:i, s:i, s:s?}", "year", school_year, "as_of", as_of, "reason",
                             reason && *reason ? reason : NULL);
    size_t n = json_dumpb(json, NULL, 0, JSON_COMPACT | JSON_SORT_KEYS);
    char *params = arena_alloc(rq->arena, n + 1);
    json_dumpb(json, params, n, JSON_COMPACT | JSON_SORT_KEYS);
    struct draft_add add = {.params = params, .account = rq->visitor.user_id, .lang = rq->lang};
    bool ok = store_write(rq->store, draft_add, &add, err);
    json_decref(json);
    *ret_job = add.busy ? INT_NONE : add.id;
    return ok;
}

static bool progress(void *ctx, int64_t done, int64_t total) {
    return job_progress(ctx, done, total);
}

bool publication_job_run(struct job_context *jc, struct err *err) {
    json_t *json = json_loads(jc->job->params, 0, NULL);
    int64_t id;
    struct publication_new draft = {
        .school_year = (int)json_integer_value(json_object_get(json, "year")),
        .as_of = (int32_t)json_integer_value(json_object_get(json, "as_of")),
        .reason = json_string_value(json_object_get(json, "reason")),
        .account = jc->job->created_by,
        .at = INT_NONE,
        .progress = progress,
        .progress_ctx = jc};
    bool ok = publication_draft(jc->store, jc->db, &draft, &id, err);
    if (ok) jc->result = arena_fmt(jc->arena, "{\"publication\":%lld}", (long long)id);
    if (!ok && err->kind == ERR_CONFLICT) jc->message = msg_publication_error_open(jc->lang);
    json_decref(json);
    return ok;
}

/* ---- its page ---- */

/* The job of the path; false after a reply. */
static bool job_of(struct request *rq, struct job *ret) {
    struct err err = {0};
    bool found = false;
    int64_t id = strtoll(request_segment(rq, "job"), NULL, 10);
    if (!job_by_id(rq->db, rq->arena, id, ret, &found, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (found && strcmp(ret->kind, PUBLICATION_JOB) == 0) return true;
    reply_status(rq, 404);
    return false;
}

static bool is_waiting(const struct job *job) {
    return job->state == JOB_QUEUED || job->state == JOB_RUNNING;
}

static const char *path_of(struct request *rq, const struct job *job) {
    if (job->state != JOB_DONE)
        return arena_fmt(rq->arena, BASE "/kladde/%lld", (long long)job->id);
    json_t *json = json_loads(job->result, 0, NULL);
    long long id = json_integer_value(json_object_get(json, "publication"));
    json_decref(json);
    return arena_fmt(rq->arena, BASE "/%lld", id);
}

static const char *sentence_of(struct request *rq, const struct job *job) {
    if (job->state == JOB_QUEUED || (job->state == JOB_RUNNING && job->total <= 0))
        return msg_publication_wait_queued(rq->lang);
    if (job->state == JOB_RUNNING)
        return msg_publication_wait_part(rq->arena, rq->lang, job->progress * 100 / job->total);
    if (job->state == JOB_CANCELLED) return msg_publication_wait_cancelled(rq->lang);
    return job->message ? job->message : msg_publication_wait_failed(rq->lang);
}

void publication_wait_get(struct request *rq) {
    struct job job;
    if (!job_of(rq, &job)) return;
    if (job.state == JOB_DONE) {
        reply_redirect_notice(rq, path_of(rq, &job), msg_publication_drafted(rq->lang), NULL);
        return;
    }
    const char *path = path_of(rq, &job);
    struct publication_wait_page page = {.sentence = sentence_of(rq, &job),
                                         .status = arena_fmt(rq->arena, "%s/status", path),
                                         .cancel = rq->visitor.role == ROLE_TEAM_LEADER
                                                       ? arena_fmt(rq->arena, "%s/annuller", path)
                                                       : NULL,
                                         .is_waiting = is_waiting(&job),
                                         .progress = job.progress,
                                         .total = job.total > 0 ? job.total : 1};
    if (page.is_waiting) rq->reply.refresh = WAIT_SECONDS;
    struct page shell = {.title = msg_publication_wait_title(rq->lang),
                         .section = "/team/kvalitet"};
    reply_page(rq, &shell, publication_wait_page, &page);
}

void publication_wait_json(struct request *rq) {
    struct job job;
    if (!job_of(rq, &job)) return;
    reply_json(rq);
    /* the sentence of a waiting job is ours and holds no quotation marks */
    text_addf(&rq->reply.body,
              "{\"progress\":%lld,\"total\":%lld,\"text\":\"%s\",\"done\":%s,\"href\":\"%s\"}",
              (long long)job.progress, (long long)(job.total > 0 ? job.total : 1),
              is_waiting(&job) ? sentence_of(rq, &job) : "", is_waiting(&job) ? "false" : "true",
              arena_fmt(rq->arena, BASE "/kladde/%lld", (long long)job.id));
}

void publication_wait_cancel(struct request *rq) {
    struct job job;
    struct err err = {0};
    if (!job_of(rq, &job)) return;
    if (is_waiting(&job) && !job_cancel(rq->store, job.id, &err)) {
        reply_error(rq, &err);
        return;
    }
    reply_redirect_notice(rq, BASE, msg_publication_wait_cancelled(rq->lang), NULL);
}

/* Those that are being made, above the open ones. */
bool publication_wait_lines(struct request *rq, struct publication_line *lines, size_t *n,
                            struct err *err) {
    struct q_publication_jobs_rows rows;
    if (!q_publication_jobs(rq->db, rq->arena, &rows, err)) return false;
    for (size_t i = 0; i < rows.n && i < PUBLICATION_WAITING; i++) {
        json_t *json = json_loads(rows.v[i].params, 0, NULL);
        int year = (int)json_integer_value(json_object_get(json, "year"));
        json_decref(json);
        lines[(*n)++] = (struct publication_line){
            .href = arena_fmt(rq->arena, BASE "/kladde/%lld", (long long)rows.v[i].id),
            .title =
                msg_publication_wait_year(rq->arena, rq->lang, school_year_text(rq->arena, year)),
            .when = publication_moment_words(rq, rows.v[i].created_at),
            .state = msg_publication_wait_state(rq->lang)};
    }
    return true;
}
