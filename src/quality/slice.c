/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: its routes, own decisions and the law's tasks on the worklist, and
 * open decisions when somebody's work is handed over.
 */
#include "quality/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/quality.sql.h"

static void decisions_put(struct request *rq, const struct q_quality_mine_rows *rows,
                          const struct worklist_query *query, struct worklist *out) {
    struct arena *a = rq->arena;
    for (size_t i = 0; i < rows->n; i++) {
        const struct q_quality_mine_row *d = &rows->v[i];
        if (d->due > query->until) continue;
        struct worklist_item *item = worklist_add(out);
        item->task = msg_quality_task_decision(a, rq->lang, d->what);
        item->task_kind = "quality";
        item->who = quality_goal_words(a, rq->lang, d->goal);
        item->due = d->due;
        item->href = arena_fmt(a, "/team/kvalitet/beslutning/%lld/udfoert", (long long)d->id);
        item->verb = msg_quality_task_decision_verb(rq->lang);
    }
}

static void law_put(struct request *rq, int school_year, enum quality_law law,
                    const struct quality_due *due, const struct worklist_query *query,
                    struct worklist *out) {
    struct arena *a = rq->arena;
    if (due->state != DUE_OPEN || due->due > query->until) return;
    struct worklist_item *item = worklist_add(out);
    item->task = quality_law_words(rq->lang, law);
    item->task_kind = "quality";
    item->who = msg_quality_task_year(a, rq->lang, school_year_text(a, school_year));
    item->due = due->due;
    item->basis = due->basis;
    item->href = law == LAW_EVALUATION
                     ? "/team/kvalitet/moede/ny"
                     : arena_fmt(a, "/team/kvalitet/lov/%s/%d", quality_law_name(law), school_year);
    item->verb = law == LAW_EVALUATION ? msg_quality_task_evaluation_verb(rq->lang)
                                       : msg_quality_task_law_verb(rq->lang);
}

/* The law's tasks are the team leader's own: nobody else sees them, nor on another's list. */
static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    struct q_quality_mine_rows rows;
    const struct rules *rules;
    struct quality_law_facts law;
    struct quality_due dues[LAW_DUTIES];
    int year = school_year_of(query->today);
    if (!q_quality_mine(rq->db, rq->arena, (struct q_quality_mine_in){query->user_id}, &rows, err))
        return false;
    decisions_put(rq, &rows, query, out);
    bool leads = rq->visitor.role == ROLE_TEAM_LEADER && query->user_id == rq->visitor.user_id;
    if (!leads) return true;
    if (!rules_now(rq->db, &rules, err) || !quality_law_read(rq, year, &law, err)) return false;
    quality_dues(rules, year, &law.facts, dues);
    for (int i = 0; i < LAW_DUTIES; i++)
        law_put(rq, year, (enum quality_law)i, &dues[i], query, out);
    return true;
}

#define FIGURES (ROLE_GUIDANCE | ROLE_MANAGEMENT)
#define SEE(path_, handle_, who_)                                                                  \
    { "GET", "/team/kvalitet" path_, handle_, who_, AUDIT_NONE, NULL, .flags = 0 }
#define DO(path_, handle_, who_)                                                                   \
    { "POST", "/team/kvalitet" path_, handle_, who_, AUDIT_SYSTEM, "quality.purpose", .flags = 0 }
#define FORM(path_, who_) SEE(path_, quality_form_get, who_), DO(path_, quality_form_post, who_)
static const struct route routes[] = {
    SEE("", quality_home_get, FIGURES),
    SEE("/tal/{key}", quality_number_get, FIGURES),
    SEE("/tal/{key}/data.csv", quality_number_csv_get, FIGURES),
    {"GET", "/team/kvalitet/tal/{key}/sager", quality_cases_get, ROLE_GUIDANCE, AUDIT_LIST,
     "quality.purpose_cases", .flags = 0},
    SEE("/moede/{moede}", quality_meeting_get, FIGURES),
    SEE("/beslutning/{beslutning}", quality_decision_get, FIGURES),
    FORM("/moede/ny", ROLE_TEAM_LEADER),
    FORM("/moede/{moede}/ret", ROLE_TEAM_LEADER),
    FORM("/moede/{moede}/beslutning", ROLE_TEAM_LEADER),
    DO("/moede/{moede}/fortryd", quality_undo_post, ROLE_TEAM_LEADER),
    FORM("/beslutning/{beslutning}/ret", ROLE_TEAM_LEADER),
    FORM("/beslutning/{beslutning}/udfoert", ROLE_GUIDANCE),
    DO("/beslutning/{beslutning}/fortryd", quality_undo_post, ROLE_TEAM_LEADER),
    DO("/beslutning/{beslutning}/genaabn", quality_reopen_post, ROLE_GUIDANCE),
    FORM("/lov/{lov}/{skoleaar}", ROLE_TEAM_LEADER),
    DO("/lov/{lov}/{skoleaar}/fortryd", quality_unmark_post, ROLE_TEAM_LEADER),
};

static const struct job_kind jobs[] = {{"quality-warm", quality_warm_run, quality_warm_due}};

static const struct db_statement *const worklist_asks[] = {
    &statement_quality_mine, &statement_quality_law, &statement_quality_marks,
    &statement_quality_published, NULL};

const struct slice quality_slice = {
    .name = "quality",
    .asks = {[PAGE_WORKLIST] = worklist_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .worklist = worklist,
    .jobs = jobs,
    .jobs_n = sizeof jobs / sizeof *jobs,
};
