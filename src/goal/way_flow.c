/* SPDX-License-Identifier: EUPL-1.2
 *
 * Where the leavers of a school year are after 3, 12 and 24 months, as a flow. Shares are of the rounded
 * counts, so that they tell no more than those.
 */
#include "goal/views.h"

#include "base/date.h"
#include "gen/msg.h"

#include <math.h>

static const int months[WAY_MONTHS] = {3, 12, 24};

static const char *state_name(enum lang lang, enum way_state state) {
    switch (state) {
    case WAY_GENERAL:
        return msg_goal_way_state_general(lang);
    case WAY_EUD:
        return msg_goal_way_state_eud(lang);
    case WAY_SCHOOL:
        return msg_goal_way_state_school(lang);
    case WAY_FGU:
        return msg_goal_way_state_fgu(lang);
    case WAY_WORK:
        return msg_goal_way_state_work(lang);
    case WAY_NOTHING:
    case WAY_STATES:
        break;
    }
    return msg_goal_way_state_nothing(lang);
}

static double percent_of(const struct goal_way *way, int32_t n) {
    return 100.0 * n / way_leavers(way);
}

static const struct table_model *flow_table(struct reader r, const struct goal_way *way) {
    enum { COLUMNS = WAY_MONTHS + 1 };
    struct table_model *table = arena_alloc(r.arena, sizeof *table);
    struct table_column *columns = arena_array(r.arena, COLUMNS, sizeof *columns);
    struct table_cell *cells = arena_array(r.arena, WAY_STATES * COLUMNS, sizeof *cells);
    columns[0].label = msg_goal_way_flow_where(r.lang);
    for (int m = 0; m < WAY_MONTHS; m++)
        columns[m + 1] = (struct table_column){msg_goal_way_flow_after(r.arena, r.lang, months[m]),
                                               true, 0, "%"};
    for (int s = 0; s < WAY_STATES; s++) {
        struct table_cell *row = cells + s * COLUMNS;
        row[0].text = state_name(r.lang, (enum way_state)s);
        for (int m = 0; m < WAY_MONTHS; m++)
            row[m + 1].number = percent_of(way, way_count(way, m, (enum way_state)s));
    }
    *table =
        (struct table_model){msg_goal_way_flow_table(r.lang), columns, COLUMNS, cells, WAY_STATES};
    return table;
}

static const struct flow_column *columns_of(struct reader r) {
    struct flow_column *columns = arena_array(r.arena, WAY_MONTHS + 1, sizeof *columns);
    struct flow_node *from = arena_array(r.arena, 2, sizeof *from);
    struct flow_node *nodes = arena_array(r.arena, WAY_STATES, sizeof *nodes);
    from[0].label = msg_goal_way_from_9(r.lang);
    from[1].label = msg_goal_way_from_10(r.lang);
    for (int s = 0; s < WAY_STATES; s++)
        nodes[s] = (struct flow_node){state_name(r.lang, (enum way_state)s), s == WAY_NOTHING};
    columns[0] = (struct flow_column){msg_goal_way_flow_from(r.lang), NULL, from, 2};
    for (int m = 0; m < WAY_MONTHS; m++)
        columns[m + 1] = (struct flow_column){
            msg_goal_way_flow_after(r.arena, r.lang, months[m]),
            msg_goal_way_flow_after_short(r.arena, r.lang, months[m]), nodes, WAY_STATES};
    return columns;
}

static const struct flow_link *links_of(struct reader r, const struct goal_way *way,
                                        size_t *ret_n) {
    enum { MOST = 2 * WAY_STATES + (WAY_MONTHS - 1) * WAY_STATES * WAY_STATES };
    struct flow_link *links = arena_array(r.arena, MOST, sizeof *links);
    size_t n = 0;
    for (size_t from = 0; from < 2; from++)
        for (size_t to = 0; to < WAY_STATES; to++)
            links[n++] =
                (struct flow_link){0, from, to, percent_of(way, way->flow_first[from][to])};
    for (size_t m = 0; m < WAY_MONTHS - 1; m++)
        for (size_t from = 0; from < WAY_STATES; from++)
            for (size_t to = 0; to < WAY_STATES; to++)
                links[n++] = (struct flow_link){m + 1, from, to,
                                                percent_of(way, way->flow_then[m][from][to])};
    *ret_n = n;
    return links;
}

static const char *describe(struct reader r, const struct goal_way *way) {
    struct text desc;
    text_init(&desc, r.arena);
    for (int m = 0; m < WAY_MONTHS; m++) {
        text_addf(&desc, "%s%s: ", m ? " " : "",
                  msg_goal_way_flow_after(r.arena, r.lang, months[m]));
        for (int s = 0; s < WAY_STATES; s++)
            text_addf(&desc, "%s%s %s", s ? ", " : "", state_name(r.lang, (enum way_state)s),
                      fmt_percent(r.arena, r.lang,
                                  percent_of(way, way_count(way, m, (enum way_state)s)), 0));
        text_addc(&desc, '.');
    }
    return text_str(&desc);
}

const struct flow_model *goal_way_flow(struct reader r, const struct goal_way *way) {
    if (way->left_until == DAY_NONE || way_leavers(way) <= 0) return NULL;
    long without = lrint(percent_of(way, way_count(way, 1, WAY_NOTHING)));
    struct flow_model *flow = arena_alloc(r.arena, sizeof *flow);
    *flow = (struct flow_model){
        .figure = {.id = "goal-flow",
                   .title = without ? msg_goal_way_flow_finding(r.arena, r.lang, without)
                                    : msg_goal_way_flow_none(r.lang),
                   .subtitle = msg_goal_way_flow_subtitle(
                       r.arena, r.lang, school_year_text(r.arena, school_year_of(way->left_since))),
                   .desc = describe(r, way),
                   .source = msg_goal_way_flow_source(r.arena, r.lang, way->day, WAY_PERSONS),
                   .table = flow_table(r, way)},
        .columns = columns_of(r),
        .columns_n = WAY_MONTHS + 1,
    };
    flow->links = links_of(r, way, &flow->links_n);
    return flow;
}

const char *goal_flow_show(struct reader r, const struct goal_way *way) {
    const struct flow_model *flow = goal_way_flow(r, way);
    if (!flow) return NULL;
    struct text html;
    text_init(&html, r.arena);
    flow_html(&html, r.lang, flow);
    return text_str(&html);
}
