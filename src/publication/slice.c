/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house. It holds nothing about one person.
 */
#include "publication/views.h"

#include "base/clock.h"
#include "gen/msg.h"
#include "gen/publication.sql.h"

#define EVERYBODY (ROLE_PUBLIC | ROLE_STAFF)
#define DECIDES   (ROLE_TEAM_LEADER | ROLE_MANAGEMENT)

static const struct db_statement *const worklist_asks[] = {&statement_publication_waiting,
                                                           &statement_publication_returned, NULL};

static void item_add(struct request *rq, struct worklist *out, int64_t id, int64_t year,
                     int64_t version, int32_t due, bool approve) {
    struct worklist_item *item = worklist_add(out);
    item->task =
        approve ? msg_publication_task_approve(rq->lang) : msg_publication_task_returned(rq->lang);
    item->task_kind = "publication";
    item->who = publication_version_words(rq, year, version);
    item->about = "";
    item->due = due;
    item->due_time = INT_NONE;
    item->href = arena_fmt(rq->arena, "/team/kvalitet/udgiv/%lld", (long long)id);
    item->verb = msg_publication_task_verb(rq->lang);
}

/* A week to look at what waits. Only the team leader has a worklist that can hold it: others' lists are of their
 * own young people; management sees it on the page. */
static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    struct q_publication_waiting_rows waiting;
    struct q_publication_returned_rows returned;
    if (!q_publication_waiting(rq->db, rq->arena, (struct q_publication_waiting_in){query->user_id},
                               &waiting, err) ||
        !q_publication_returned(rq->db, rq->arena,
                                (struct q_publication_returned_in){query->user_id}, &returned, err))
        return false;
    if (rq->visitor.role != ROLE_TEAM_LEADER) return true;
    for (size_t i = 0; i < waiting.n; i++)
        item_add(rq, out, waiting.v[i].id, waiting.v[i].school_year, waiting.v[i].version,
                 clock_day_of(waiting.v[i].sent_at) + 7, true);
    for (size_t i = 0; i < returned.n; i++)
        item_add(rq, out, returned.v[i].id, returned.v[i].school_year, returned.v[i].version,
                 clock_day_of(returned.v[i].sent_at) + 7, false);
    return true;
}

static const struct route routes[] = {
    {"GET", "/team/kvalitet/udgiv", publication_team_get, DECIDES, AUDIT_NONE, NULL, .flags = 0},
    {"POST", "/team/kvalitet/udgiv", publication_team_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "publication.purpose", .flags = 0},
    {"GET", "/team/kvalitet/udgiv/kladde/{job}", publication_wait_get, DECIDES, AUDIT_NONE, NULL,
     .flags = 0},
    {"GET", "/team/kvalitet/udgiv/kladde/{job}/status", publication_wait_json, DECIDES, AUDIT_NONE,
     NULL, .flags = 0},
    {"POST", "/team/kvalitet/udgiv/kladde/{job}/annuller", publication_wait_cancel,
     ROLE_TEAM_LEADER, AUDIT_SYSTEM, "publication.purpose", .flags = 0},
    {"GET", "/team/kvalitet/udgiv/{id}", publication_draft_get, DECIDES, AUDIT_NONE, NULL,
     .flags = 0},
    {"POST", "/team/kvalitet/udgiv/{id}/send", publication_send_post, ROLE_TEAM_LEADER,
     AUDIT_SYSTEM, "publication.purpose", .flags = 0},
    {"POST", "/team/kvalitet/udgiv/{id}/godkend", publication_approve_post, DECIDES, AUDIT_SYSTEM,
     "publication.purpose", .flags = 0},
    {"POST", "/team/kvalitet/udgiv/{id}/retur", publication_return_post, DECIDES, AUDIT_SYSTEM,
     "publication.purpose", .flags = 0},
    {"POST", "/team/kvalitet/udgiv/{id}/kasser", publication_discard_post, ROLE_TEAM_LEADER,
     AUDIT_SYSTEM, "publication.purpose", .flags = 0},
    {"GET", "/maal/{n}/skoler", publication_schools_get, EVERYBODY, AUDIT_NONE, NULL,
     ROUTE_CACHEABLE},
    {"GET", "/data", publication_data_get, EVERYBODY, AUDIT_NONE, NULL, ROUTE_CACHEABLE},
    {"GET", "/data/tal.csv", publication_csv_get, EVERYBODY, AUDIT_NONE, NULL, ROUTE_CACHEABLE},
    {"GET", "/data/tal.json", publication_json_get, EVERYBODY, AUDIT_NONE, NULL, ROUTE_CACHEABLE},
    {"GET", "/data/katalog.jsonld", publication_dcat_get, EVERYBODY, AUDIT_NONE, NULL,
     ROUTE_CACHEABLE},
    {"GET", "/data/{id}", publication_year_get, EVERYBODY, AUDIT_NONE, NULL, ROUTE_CACHEABLE},
    {"GET", "/data/{id}/tal.csv", publication_year_csv_get, EVERYBODY, AUDIT_NONE, NULL,
     ROUTE_CACHEABLE},
};

static const struct job_kind jobs[] = {{PUBLICATION_JOB, publication_job_run, NULL}};

const struct slice publication_slice = {.name = "publication",
                                        .routes = routes,
                                        .routes_n = sizeof routes / sizeof *routes,
                                        .jobs = jobs,
                                        .jobs_n = sizeof jobs / sizeof *jobs,
                                        .asks = {[PAGE_WORKLIST] = worklist_asks},
                                        .worklist = worklist};
