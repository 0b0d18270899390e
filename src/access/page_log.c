/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who has seen or changed a person. Three readers, three depths:
 *
 *     team leader     time, name, role, what, purpose
 *     counsellor      the same without names
 *     young person    the extract: dates and purposes (CJEU C-579/21; Datatilsynet 2024-32-0283).
 *                     Staff names are not in it, and neither is what nobody got to see: refusals and
 *                     the question for a reason.
 */
#include "access/internal.h"

#include "base/clock.h"
#include "gen/access.html.h"
#include "gen/access_audit.sql.h"
#include "gen/msg.h"

#include <string.h>

#define LOG_MOST     100
#define EXTRACT_MOST 10000 /* more than anybody's page has been opened; bounds the memory */

static bool saw_nothing(const char *act) {
    return strcmp(act, "refused") == 0 || strcmp(act, "asked") == 0;
}

static struct log_line line_of(struct request *rq, const struct q_access_audit_of_youth_row *row,
                               bool named) {
    return (struct log_line){
        .day = clock_day_of(row->at),
        .time = time_of_day(rq->arena, rq->lang, row->at),
        .who = named ? (row->name ? row->name : msg_log_system(rq->lang)) : NULL,
        .role = word_of(rq->arena, rq->lang, "role.", row->role),
        .act = word_of(rq->arena, rq->lang, "act.", row->act),
        .purpose = word_of(rq->arena, rq->lang, "", row->purpose),
    };
}

static void log_fill(struct request *rq, struct log_page *v,
                     const struct q_access_audit_of_youth_rows *rows) {
    v->lines = arena_array(rq->arena, rows->n, sizeof *v->lines);
    for (size_t i = 0; i < rows->n; i++)
        if (!v->extract || !saw_nothing(rows->v[i].act))
            v->lines[v->lines_n++] = line_of(rq, &rows->v[i], v->may_name);
    if (!v->extract && rows->n == LOG_MOST)
        v->older = arena_fmt(rq->arena, "/unge/%s/log?foer=%lld", v->youth_id,
                             (long long)rows->v[rows->n - 1].seq);
}

void youth_log_show(struct request *rq) {
    struct err err = {0};
    struct q_access_audit_of_youth_rows rows;
    struct log_page v = {
        .youth_id = request_segment(rq, "youth"),
        .extract = request_query(rq, "udtraek") != NULL,
    };
    int64_t before;
    v.may_name = rq->visitor.role == ROLE_TEAM_LEADER && !v.extract;
    v.is_first = v.extract || !number_of(request_query(rq, "foer"), &before);
    struct q_access_audit_of_youth_in in = {v.youth_id, v.is_first ? INT64_MAX : before,
                                            v.extract ? EXTRACT_MOST : LOG_MOST};
    db_snapshot_renew(rq->db); /* this look-up is in it, too */
    if (!q_access_audit_of_youth(rq->db, rq->arena, in, &rows, &err)) {
        reply_error(rq, &err);
        return;
    }
    log_fill(rq, &v, &rows);
    struct page page = {.title = v.extract ? msg_log_extract_heading(rq->lang)
                                           : msg_log_heading(rq->lang),
                        .section = "/unge",
                        .wide = true,
                        .printable = true};
    reply_page(rq, &page, log_page, &v);
}
