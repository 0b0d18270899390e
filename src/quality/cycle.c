/* SPDX-License-Identifier: EUPL-1.2
 *
 * The page of a meeting and the page of a decision, each with its earlier versions.
 */
#include "quality/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/quality.html.h"
#include "gen/quality.sql.h"

#include <stdlib.h>
#include <string.h>

const char *quality_when_written(struct arena *a, enum lang lang, int64_t number, int64_t at,
                                 const char *by) {
    int hour, minute;
    clock_local(at, &hour, &minute);
    return msg_quality_version(a, lang, number, fmt_day_short(a, lang, clock_day_of(at)),
                               fmt_time(a, lang, hour, minute), by);
}

struct quality_decision_line quality_decision_line(struct arena *a, enum lang lang,
                                                   const struct quality_decided *d) {
    bool done = d->done_day != DAY_NONE, late = !done && d->due < clock_today();
    const char *goal = quality_goal_words(a, lang, d->goal);
    return (struct quality_decision_line){
        .href = arena_fmt(a, "/team/kvalitet/beslutning/%lld", (long long)d->id),
        .what = d->what,
        .about = d->initiative ? arena_fmt(a, "%s · %s · %s", d->owner_name, goal, d->initiative)
                               : arena_fmt(a, "%s · %s", d->owner_name, goal),
        .due = done ? msg_quality_done_on(a, lang, fmt_day_short(a, lang, d->done_day))
                    : msg_quality_due_on(a, lang, fmt_day_short(a, lang, d->due)),
        .badge = done   ? msg_quality_badge_done(lang)
                 : late ? msg_quality_badge_late(lang)
                        : NULL,
        .badge_css = done ? "badge-success" : "badge-error"};
}

static bool leads(const struct request *rq) { return rq->visitor.role == ROLE_TEAM_LEADER; }

/* ---- a meeting ---- */

static void older_notes(struct request *rq, const struct q_quality_versions_rows *rows,
                        struct quality_meeting_page *page) {
    struct arena *a = rq->arena;
    struct quality_version *older = arena_array(a, rows->n + 1, sizeof *older);
    for (size_t i = 1; i < rows->n; i++) {
        const struct q_quality_versions_row *r = &rows->v[i];
        older[page->older_n++] = (struct quality_version){
            quality_when_written(a, rq->lang, r->number, r->at, r->author_name),
            arena_fmt(a, "%s · %s", fmt_day_short(a, rq->lang, r->day), r->title),
            quality_open(a, r->id, r->note)};
    }
    page->older = older;
}

static const char *meeting_about(struct request *rq, const struct q_quality_versions_row *r) {
    struct arena *a = rq->arena;
    const char *kind = strcmp(r->kind, "evaluation") == 0 ? msg_quality_kind_evaluation(rq->lang)
                                                          : msg_quality_kind_meeting(rq->lang);
    return arena_fmt(a, "%s · %s · %s · %s", kind, fmt_day_long(a, rq->lang, r->day),
                     quality_goal_words(a, rq->lang, r->goal),
                     quality_when_written(a, rq->lang, r->number, r->at, r->author_name));
}

void quality_meeting_get(struct request *rq) {
    struct err err = {0};
    struct q_quality_versions_rows rows;
    struct q_quality_decisions_of_rows decisions;
    int64_t id = strtoll(request_segment(rq, "moede"), NULL, 10);
    if (!q_quality_versions(rq->db, rq->arena, (struct q_quality_versions_in){id}, &rows, &err) ||
        !q_quality_decisions_of(rq->db, rq->arena, (struct q_quality_decisions_of_in){id},
                                &decisions, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!rows.n || rows.v[0].withdrawn_at != INT_NONE) {
        reply_status(rq, 404);
        return;
    }
    const struct q_quality_versions_row *now = &rows.v[0];
    struct quality_decision_line *lines = arena_array(rq->arena, decisions.n + 1, sizeof *lines);
    for (size_t i = 0; i < decisions.n; i++) {
        const struct q_quality_decisions_of_row *d = &decisions.v[i];
        struct quality_decided decided = {d->id,         d->goal, d->what,    d->initiative,
                                          d->owner_name, d->due,  d->done_day};
        lines[i] = quality_decision_line(rq->arena, rq->lang, &decided);
    }
    const char *path = arena_fmt(rq->arena, "/team/kvalitet/moede/%lld", (long long)id);
    struct quality_meeting_page page = {
        .title = now->title,
        .about = meeting_about(rq, now),
        .note = quality_open(rq->arena, now->id, now->note),
        .back = arena_fmt(rq->arena, "/team/kvalitet?aar=%d", school_year_of(now->day)),
        .edit = leads(rq) ? arena_fmt(rq->arena, "%s/ret", path) : NULL,
        .decide = leads(rq) ? arena_fmt(rq->arena, "%s/beslutning", path) : NULL,
        .decisions = lines,
        .decisions_n = decisions.n};
    older_notes(rq, &rows, &page);
    struct page shell = {.title = page.title, .section = "/team/kvalitet"};
    reply_page(rq, &shell, quality_meeting_page, &page);
}

/* ---- a decision ---- */

static void older_decisions(struct request *rq, const struct q_quality_decision_versions_rows *rows,
                            struct quality_decision_page *page) {
    struct arena *a = rq->arena;
    struct quality_version *older = arena_array(a, rows->n + 1, sizeof *older);
    for (size_t i = 1; i < rows->n; i++) {
        const struct q_quality_decision_versions_row *r = &rows->v[i];
        older[page->older_n++] = (struct quality_version){
            quality_when_written(a, rq->lang, r->number, r->at, r->author_name), r->what,
            msg_quality_owned(a, rq->lang, r->owner_name, fmt_day_short(a, rq->lang, r->due))};
    }
    page->older = older;
}

void quality_decision_get(struct request *rq) {
    struct err err = {0};
    struct q_quality_decision_versions_rows rows;
    struct arena *a = rq->arena;
    int64_t id = strtoll(request_segment(rq, "beslutning"), NULL, 10);
    if (!q_quality_decision_versions(rq->db, a, (struct q_quality_decision_versions_in){id}, &rows,
                                     &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!rows.n || rows.v[0].withdrawn_at != INT_NONE) {
        reply_status(rq, 404);
        return;
    }
    const struct q_quality_decision_versions_row *now = &rows.v[0];
    bool done = now->done_day != DAY_NONE, mine = now->owner == rq->visitor.user_id;
    const char *path = arena_fmt(a, "/team/kvalitet/beslutning/%lld", (long long)id);
    struct quality_decided decided = {
        id, now->goal, now->what, now->initiative, now->owner_name, now->due, now->done_day};
    struct quality_decision_line line = quality_decision_line(a, rq->lang, &decided);
    struct quality_decision_page page = {
        .title = now->what,
        .about = arena_fmt(a, "%s · %s", line.about, line.due),
        .back = arena_fmt(a, "/team/kvalitet/moede/%lld", (long long)now->meeting),
        .done = done ? msg_quality_done_by(a, rq->lang, fmt_day_long(a, rq->lang, now->done_day),
                                           now->done_name)
                     : NULL,
        .result = now->result,
        .edit = leads(rq) && !done ? arena_fmt(a, "%s/ret", path) : NULL,
        .do_it = (leads(rq) || mine) && !done ? arena_fmt(a, "%s/udfoert", path) : NULL,
        .reopen = (leads(rq) || mine) && done ? arena_fmt(a, "%s/genaabn", path) : NULL};
    older_decisions(rq, &rows, &page);
    struct page shell = {.title = msg_quality_decision(rq->lang), .section = "/team/kvalitet"};
    reply_page(rq, &shell, quality_decision_page, &page);
}
