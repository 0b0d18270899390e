/* SPDX-License-Identifier: EUPL-1.2
 *
 * The public pages about the goals. A page is: read the figures, let the rules and words of this
 * room speak, render.
 */
#include "base/clock.h"
#include "gen/goal.html.h"
#include "gen/msg.h"
#include "goal/edit.h"
#include "goal/views.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct reader reader_of(const struct request *rq) {
    return (struct reader){rq->arena, rq->lang};
}

/* Yellow for behind, green for what is well, blue for what nobody knows; red is for deadlines. */
static const char *badge_css(enum goal_status status) {
    switch (status) {
    case GOAL_BEHIND:
        return "badge-warning";
    case GOAL_ON_TRACK:
    case GOAL_REACHED:
        return "badge-success";
    case GOAL_UNKNOWN:
        break;
    }
    return "badge-info";
}

static struct goal_card card_of(struct reader r, const struct goals *goals, int number) {
    struct goal_story story = goal_tell(r, goals, number);
    return (struct goal_card){
        .number = number,
        .heading = msg_goal_heading(r.arena, r.lang, number, goal_find(goals, number)->name),
        .href = arena_fmt(r.arena, "/maal/%d", number),
        .badge = story.badge,
        .badge_css = badge_css(story.status),
        .story = story,
    };
}

void goals_get(struct request *rq) {
    struct goals goals;
    struct err err;
    if (!goals_read(rq->db, rq->arena, rq->lang, &goals, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct goals_page page = {.cards = arena_array(rq->arena, goals.n + 1, sizeof *page.cards)};
    for (size_t i = 0; i < goals.n; i++)
        page.cards[page.cards_n++] = card_of(reader_of(rq), &goals, goals.v[i].number);
    struct page head = {.title = msg_goal_title(rq->lang), .section = "/maal"};
    reply_page(rq, &head, goals, &page);
}

int goal_number_of(const char *text) {
    size_t len = strspn(text, "0123456789");
    return len && len <= 3 && !text[len] && text[0] != '0' ? (int)strtol(text, NULL, 10) : 0;
}

/* The goal that the path names, or 0 after having replied. */
static int goal_of(struct request *rq, struct goals *goals) {
    int number = goal_number_of(request_segment(rq, "n"));
    struct err err;
    if (number && !goals_read(rq->db, rq->arena, rq->lang, goals, &err)) {
        reply_error(rq, &err);
        return 0;
    }
    if (!number || !goal_find(goals, number)) {
        reply_status(rq, 404);
        return 0;
    }
    return number;
}

static const struct initiative *initiatives_of(const struct goals *goals, int number,
                                               size_t *ret_n) {
    const struct initiative *first = NULL;
    *ret_n = 0;
    for (size_t i = 0; i < goals->initiatives_n; i++) {
        if (goals->initiatives[i].goal != number) continue;
        if (!first) first = &goals->initiatives[i];
        ++*ret_n;
    }
    return first;
}

static bool add_way(struct request *rq, struct reader r, struct figures figures,
                    struct goal_page *page, struct err *err) {
    struct goal_way way;
    bool any;
    if (!goal_way_published(rq->db, rq->arena, 0, &way, &any, err)) return false;
    const char *calibrated = request_query(rq, "tilpasset");
    if (any)
        page->way = goal_way_show(r, &way, figures, calibrated && strcmp(calibrated, "1") == 0);
    return true;
}

void goal_get(struct request *rq) {
    struct goals goals;
    int number = goal_of(rq, &goals);
    if (!number) return;
    struct reader r = reader_of(rq);
    struct text chart;
    text_init(&chart, rq->arena);
    chart_html(&chart, rq->lang, goal_chart(r, &goals, number));
    struct goal_page page = {.card = card_of(r, &goals, number),
                             .goal = goal_find(&goals, number),
                             .chart = text_str(&chart)};
    page.own = goal_own_show(r, &goals, page.goal);
    page.initiatives = initiatives_of(&goals, number, &page.initiatives_n);
    struct err err;
    if (number == 1 && !add_way(rq, r, goals.figures, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct page head = {.title = page.card.heading, .section = "/maal"};
    reply_page(rq, &head, goal, &page);
}

void goal_csv_get(struct request *rq) {
    struct goals goals;
    int number = goal_of(rq, &goals);
    if (!number) return;
    reply_download(rq, "text/csv; charset=utf-8", arena_fmt(rq->arena, "maal-%d.csv", number));
    const struct goal *goal = goal_find(&goals, number);
    struct goal_outlook outlook = goal_outlook(rq->arena, &goals, goal);
    struct figures shown = figures_with_outlook(reader_of(rq), goals.figures, goal, &outlook);
    table_csv(&rq->reply.body, rq->lang, goal_table(reader_of(rq), shown, number, true));
}

/* ---- how the figures are made ---- */

static bool is_same_group(const struct figure *f, const struct figure *g) {
    return f->goal == g->goal && strcmp(f->definition, g->definition) == 0;
}

/* Whether an earlier figure was counted in the same way, and explained it. */
static bool is_explained(struct figures figures, const struct figure *figure) {
    for (const struct figure *f = figures.v; f < figure; f++)
        if (is_same_group(f, figure)) return true;
    return false;
}

static void add_name(struct method_definition *definition, const char *name) {
    for (size_t i = 0; i < definition->names_n; i++)
        if (strcmp(definition->names[i], name) == 0) return;
    definition->names[definition->names_n++] = name;
}

static struct method_definition definition_of(struct reader r, struct figures figures,
                                              const struct figure *figure) {
    const struct figure **same = arena_array(r.arena, figures.n, sizeof(const struct figure *));
    size_t n = 0;
    struct method_definition definition = {
        .names = arena_array(r.arena, figures.n, sizeof *definition.names),
        .text = figure_definition(r, figure),
    };
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++)
        if (is_same_group(f, figure)) {
            same[n++] = f;
            add_name(&definition, figure_name(r, f));
        }
    definition.source = sources_text(r, same, n);
    return definition;
}

static struct method_group group_of(struct reader r, const struct goals *goals, int number) {
    struct figures figures = goals->figures;
    struct method_group group = {
        .heading = number
                       ? msg_goal_heading(r.arena, r.lang, number, goal_find(goals, number)->name)
                       : msg_goal_table_other(r.lang),
        .definitions = arena_array(r.arena, figures.n, sizeof *group.definitions),
    };
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++)
        if (f->goal == number && !is_explained(figures, f))
            group.definitions[group.definitions_n++] = definition_of(r, figures, f);
    return group;
}

/* A break: the first figure of a series whose definition is not that of the newest before it. */
static void find_breaks(struct reader r, struct figures figures, struct method_page *page) {
    page->breaks = arena_array(r.arena, figures.n, sizeof *page->breaks);
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++) {
        const struct figure *before = NULL;
        for (const struct figure *g = figures.v; g < figures.v + figures.n; g++)
            if (strcmp(g->indicator, f->indicator) == 0 && strcmp(g->area, f->area) == 0 &&
                figure_year(g) < figure_year(f) &&
                (!before || figure_year(g) > figure_year(before)))
                before = g;
        if (before && strcmp(before->definition, f->definition) != 0)
            page->breaks[page->breaks_n++] = msg_goal_method_break(
                r.arena, r.lang, figure_name(r, f), figure_area(r, f), f->period);
    }
}

void method_get(struct request *rq) {
    struct goals goals;
    struct err err;
    if (!goals_read(rq->db, rq->arena, rq->lang, &goals, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct reader r = reader_of(rq);
    struct method_page page = {.groups = arena_array(rq->arena, goals.n + 1, sizeof *page.groups)};
    for (size_t i = 0; i <= goals.n; i++) { /* those of none last */
        struct method_group group = group_of(r, &goals, i < goals.n ? goals.v[i].number : 0);
        if (group.definitions_n) page.groups[page.groups_n++] = group;
    }
    find_breaks(r, goals.figures, &page);
    struct text other;
    text_init(&other, rq->arena);
    table_html(&other, rq->lang, goal_table(r, goals.figures, 0, false));
    page.other = text_str(&other);
    struct page head = {.title = msg_goal_method(rq->lang), .section = "/maal"};
    reply_page(rq, &head, goal_method, &page);
}
