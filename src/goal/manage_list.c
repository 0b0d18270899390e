/* SPDX-License-Identifier: EUPL-1.2 */
#include "goal/edit.h"
#include "goal/views.h"

#include "base/clock.h"
#include "gen/goal.html.h"
#include "gen/msg.h"

static const char *measure_name(struct reader r, const struct goal *goal) {
    if (!*goal->measure) return msg_goal_measure_none(r.lang);
    struct figure figure = {.indicator = goal->measure};
    return figure_name(r, &figure);
}

static struct manage_line line_of(struct reader r, const struct goal_versions *versions,
                                  const struct goal *newest) {
    const struct goal *now = goal_in_force(versions, newest->number, clock_today());
    const char *state =
        !now || newest->version != now->version
            ? msg_goal_manage_from(r.arena, r.lang, fmt_day_long(r.arena, r.lang, newest->from))
        : newest->retired ? msg_goal_manage_retired(r.lang)
                          : msg_goal_manage_holds(r.lang);
    return (struct manage_line){
        .name = msg_goal_heading(r.arena, r.lang, newest->number, newest->name),
        .href = arena_fmt(r.arena, GOAL_MANAGE "/%d", newest->number),
        .owner = newest->account_name
                     ? arena_fmt(r.arena, "%s (%s)", newest->owner, newest->account_name)
                     : newest->owner,
        .measure = measure_name(r, newest),
        .state = state,
    };
}

void goal_list_get(struct request *rq) {
    struct reader r = {rq->arena, rq->lang};
    struct goal_versions versions;
    struct err err = {0};
    if (!goal_versions_read(rq->db, rq->arena, rq->lang, clock_now(), &versions, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct manage_page page = {.lines = arena_array(rq->arena, versions.n + 1, sizeof *page.lines)};
    for (size_t i = 0; i < versions.n; i++) {
        int number = versions.v[i].number;
        if (i && versions.v[i - 1].number == number) continue;
        page.lines[page.lines_n++] = line_of(r, &versions, goal_newest(&versions, number));
    }
    struct page shell = {.title = msg_goal_manage_title(rq->lang), .section = "/team/kvalitet"};
    reply_page(rq, &shell, goal_manage, &page);
}
