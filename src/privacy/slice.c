/* SPDX-License-Identifier: EUPL-1.2
 *
 * The page that hands out insight, and the job that erases.
 */
#include "privacy/privacy.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/privacy.html.h"
#include "gen/privacy.sql.h"
#include "privacy/views.h"

#include <jansson.h>

/* ---- insight ---- */

/* Which rooms hand something out; how much is only looked at when it is handed out. */
static void rooms_of(struct request *rq, struct insight_page *page) {
    page->rooms = arena_array(rq->arena, slices_count(), sizeof *page->rooms);
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        if (!s->insight) continue;
        const char *key = arena_fmt(rq->arena, "insight.room.%s", s->name);
        page->rooms[page->rooms_n++].name = msg_by_key(rq->lang, key);
    }
}

static bool head_or_reply(struct request *rq, struct youth_head *head) {
    struct err err = {0};
    bool found;
    if (!youth_head(rq->db, rq->arena, request_segment(rq, "youth"), clock_today(), head, &found,
                    &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (!found) reply_status(rq, 404);
    return found;
}

static void insight_get(struct request *rq) {
    struct youth_head head;
    struct insight_page page = {.head = &head};
    if (!head_or_reply(rq, &head)) return;
    rooms_of(rq, &page);
    struct page shell = {.title = msg_insight_title(rq->lang), .section = "/unge"};
    reply_page(rq, &shell, insight_page, &page);
}

static int into_body(const char *bytes, size_t len, void *ctx) {
    struct request *rq = ctx;
    text_add_n(&rq->reply.body, bytes, len);
    return 0;
}

/* POST, because handing out everything is an act of its own in the log. */
static void insight_post(struct request *rq) {
    struct err err = {0};
    struct youth_head head;
    json_t *all;
    if (!head_or_reply(rq, &head)) return;
    if (!privacy_insight(rq->db, rq->arena, head.id, &all, &err)) {
        reply_error(rq, &err);
        return;
    }
    reply_download(rq, "application/json", "indsigt.json");
    json_dump_callback(all, into_body, rq, JSON_INDENT(2));
    json_decref(all);
}

/* ---- erasure ---- */

static bool done_write(struct db *w, void *ctx, struct err *err) {
    return q_privacy_done_put(w, (struct q_privacy_done_put_in){ctx}, NULL, err);
}

static bool erase_run(struct job_context *jc, struct err *err) {
    int64_t gone;
    int32_t today = clock_today();
    char iso[11];
    if (!privacy_erase(jc->store, jc->db, today, &gone, err)) return false;
    day_iso(iso, today);
    jc->result = arena_fmt(jc->arena, "{\"gone\":%lld}", (long long)gone);
    return store_write(jc->store, done_write, iso, err);
}

static bool erase_due(struct db *db, struct arena *a, bool *ret_due, struct err *err) {
    struct q_privacy_done_rows rows;
    if (!q_privacy_done(db, a, &rows, err)) return false;
    *ret_due = !rows.n || day_parse_iso(rows.v[0].value) < clock_today();
    return true;
}

static const struct job_kind jobs[] = {{"erase", erase_run, erase_due}};

static const struct route routes[] = {
    {"GET", "/unge/{youth}/indsigt", insight_get, ROLE_TEAM_LEADER, AUDIT_PERSON, "insight.purpose",
     .flags = 0},
    {"POST", "/unge/{youth}/indsigt", insight_post, ROLE_TEAM_LEADER, AUDIT_PERSON_CHANGE,
     "insight.purpose", .flags = 0},
};

const struct slice privacy_slice = {
    .name = "privacy",
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .jobs = jobs,
    .jobs_n = sizeof jobs / sizeof *jobs,
};
