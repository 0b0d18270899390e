/* SPDX-License-Identifier: EUPL-1.2
 *
 * A flow as SVG. All columns are as high; bands leave a node in the order of the nodes they lead to and
 * arrive in the order of those they come from, so that none crosses another without need.
 */
#include "report/drawing.h"
#include "report/labels.h"
#include "report/markup.h"
#include "report/report.h"
#include "report/scale.h"

#include <math.h>

#define NODE_WIDTH  12.0
#define GAP         8.0 /* px between the nodes of a column */
#define NODE_LEAST  1.0 /* px: a node with anybody in it is seen */
#define COLUMNS_MAX 8
#define NODES_MAX   24

struct place {
    double top, height, out, in; /* out, in: where the next band leaves and arrives */
};
struct canvas {
    struct text *out;
    struct arena *arena;
    enum lang lang;
    const struct flow_model *flow;
    bool narrow;
    double width, left, right, top, bottom;
    double per_percent; /* px */
    struct place (*places)[NODES_MAX];
    struct labels labels;
};

static bool is_drawable(const struct flow_model *flow) {
    if (flow->columns_n < 2 || flow->columns_n > COLUMNS_MAX) return false;
    for (size_t i = 0; i < flow->columns_n; i++)
        if (flow->columns[i].nodes_n > NODES_MAX) return false;
    return true;
}

static bool link_shows(const struct flow_model *flow, const struct flow_link *link) {
    return link->column + 1 < flow->columns_n && link->from < flow->columns[link->column].nodes_n &&
           link->to < flow->columns[link->column + 1].nodes_n && scale_shows(link->value) &&
           link->value > 0;
}

double flow_share(const struct flow_model *flow, size_t column, size_t node) {
    double in = 0, out = 0;
    for (size_t i = 0; i < flow->links_n; i++) {
        const struct flow_link *link = &flow->links[i];
        if (!link_shows(flow, link)) continue;
        if (link->column == column && link->from == node) out += link->value;
        if (link->column + 1 == column && link->to == node) in += link->value;
    }
    return fmax(in, out);
}

/* ---- where everything lies ---- */

static double column_sum(const struct canvas *c, size_t column, size_t *ret_shown) {
    double sum = 0;
    *ret_shown = 0;
    for (size_t i = 0; i < c->flow->columns[column].nodes_n; i++) {
        double share = flow_share(c->flow, column, i);
        sum += share;
        *ret_shown += share > 0;
    }
    return sum;
}

static const char *node_text(const struct canvas *c, size_t column, size_t node) {
    double share = flow_share(c->flow, column, node);
    return arena_fmt(c->arena, "%s %s", c->flow->columns[column].nodes[node].label,
                     fmt_percent(c->arena, c->lang, share, 0));
}

static double names_width(const struct canvas *c, size_t column) {
    double width = 0;
    for (size_t i = 0; i < c->flow->columns[column].nodes_n; i++)
        if (flow_share(c->flow, column, i) > 0)
            width = fmax(width, label_width(node_text(c, column, i)));
    return fmin(width, c->narrow ? 84 : 170) + 14;
}

/* Returns whether there is anything to draw. */
static bool places_set(struct canvas *c) {
    double most = 0;
    size_t shown, most_shown = 1;
    for (size_t i = 0; i < c->flow->columns_n; i++) {
        most = fmax(most, column_sum(c, i, &shown));
        if (shown > most_shown) most_shown = shown;
    }
    if (!(most > 0)) return false;
    double room = c->bottom - c->top - GAP * (double)(most_shown - 1) - (double)most_shown;
    c->per_percent = fmax(0, room) / most;
    for (size_t i = 0; i < c->flow->columns_n; i++) {
        double y = c->top;
        for (size_t k = 0; k < c->flow->columns[i].nodes_n; k++) {
            double share = flow_share(c->flow, i, k);
            double height = share > 0 ? fmax(NODE_LEAST, share * c->per_percent) : 0;
            c->places[i][k] = (struct place){y, height, y, y};
            if (share > 0) y += height + GAP;
        }
    }
    return true;
}

static double column_x(const struct canvas *c, size_t column) {
    double room = c->right - c->left - NODE_WIDTH;
    return c->left + room * (double)column / (double)(c->flow->columns_n - 1);
}

/* ---- drawing ---- */

static void point(struct canvas *c, const char *before, double x, double y) {
    text_add(c->out, before);
    markup_coord(c->out, x);
    text_addc(c->out, ',');
    markup_coord(c->out, y);
}

static void draw_band(struct canvas *c, const struct flow_link *link, bool action, double y1,
                      double y2) {
    double height = link->value * c->per_percent;
    double x1 = column_x(c, link->column) + NODE_WIDTH, x2 = column_x(c, link->column + 1);
    double middle = (x1 + x2) / 2;
    text_addf(c->out, "<path class=\"fl %s\" d=\"", action ? "flx" : "f2");
    point(c, "M", x1, y1);
    point(c, "C", middle, y1);
    point(c, ",", middle, y2);
    point(c, ",", x2, y2);
    point(c, "L", x2, y2 + height);
    point(c, "C", middle, y2 + height);
    point(c, ",", middle, y1 + height);
    point(c, ",", x1, y1 + height);
    text_add(c->out, "Z\"/>\n");
}

/* Each band takes its room at both ends; those that ask for action, or the others, are drawn. */
static void place_band(struct canvas *c, const struct flow_link *link, bool draw_action) {
    struct place *from = &c->places[link->column][link->from];
    struct place *to = &c->places[link->column + 1][link->to];
    bool action = c->flow->columns[link->column + 1].nodes[link->to].action;
    if (action == draw_action) draw_band(c, link, action, from->out, to->in);
    from->out += link->value * c->per_percent;
    to->in += link->value * c->per_percent;
}

static void places_rewind(struct canvas *c) {
    for (size_t i = 0; i < c->flow->columns_n; i++)
        for (size_t k = 0; k < c->flow->columns[i].nodes_n; k++)
            c->places[i][k].out = c->places[i][k].in = c->places[i][k].top;
}

/* In the order of the nodes at both ends, whatever order the links came in. */
static void draw_bands(struct canvas *c, bool draw_action) {
    places_rewind(c);
    const struct flow_model *flow = c->flow;
    for (size_t column = 0; column + 1 < flow->columns_n; column++)
        for (size_t from = 0; from < flow->columns[column].nodes_n; from++)
            for (size_t to = 0; to < flow->columns[column + 1].nodes_n; to++)
                for (size_t i = 0; i < flow->links_n; i++) {
                    const struct flow_link *link = &flow->links[i];
                    if (link->column == column && link->from == from && link->to == to &&
                        link_shows(flow, link))
                        place_band(c, link, draw_action);
                }
}

static void draw_nodes(struct canvas *c, size_t column) {
    for (size_t i = 0; i < c->flow->columns[column].nodes_n; i++) {
        const struct place *place = &c->places[column][i];
        if (place->height <= 0) continue;
        text_addf(c->out, "<rect class=\"%s\"",
                  c->flow->columns[column].nodes[i].action ? "pout" : "nd");
        markup_attr(c->out, "x", column_x(c, column));
        markup_attr(c->out, "y", place->top);
        markup_attr(c->out, "width", NODE_WIDTH);
        markup_attr(c->out, "height", place->height);
        text_add(c->out, "/>\n");
    }
}

/* Halfway to the neighbours, or to the edge. */
static void draw_heading(struct canvas *c, size_t column) {
    const struct flow_column *of = &c->flow->columns[column];
    const char *heading = c->narrow && of->short_heading ? of->short_heading : of->heading;
    if (!heading) return;
    double each = (c->right - c->left) / (double)(c->flow->columns_n - 1);
    double x = column_x(c, column) + NODE_WIDTH / 2;
    double from = column == 0 ? 2 : x - each / 2 + 3;
    double to = column + 1 == c->flow->columns_n ? c->width - 2 : x + each / 2 - 3;
    const char *text = label_shortened(c->arena, heading, to - from);
    double half = label_width(text) / 2;
    drawing_text(c->out, "lab", fmax(from + half, fmin(x, to - half)), 14, "middle", text);
}

static void label_node(struct canvas *c, size_t column, size_t node) {
    const struct place *place = &c->places[column][node];
    bool first = column == 0, last = column + 1 == c->flow->columns_n;
    bool action = c->flow->columns[column].nodes[node].action;
    if (place->height <= 0 || (!first && !last && !action)) return;
    double x = column_x(c, column);
    const char *text = first || last
                           ? node_text(c, column, node)
                           : fmt_percent(c->arena, c->lang, flow_share(c->flow, column, node), 0);
    struct label label = {.text = text,
                          .css = action ? "t-out" : "",
                          .x = first  ? x + 4
                               : last ? x + NODE_WIDTH - 4
                                      : x + NODE_WIDTH / 2,
                          .y = place->top + place->height / 2 + (first || last ? 0 : 10),
                          .max_width = first ? c->left - 10 : c->width - c->right - 10,
                          .where = first  ? LABEL_LEFT
                                   : last ? LABEL_RIGHT
                                          : LABEL_AROUND};
    labels_put(&c->labels, c->out, &label);
}

static void draw(struct canvas *c) {
    draw_bands(c, false);
    draw_bands(c, true);
    for (size_t i = 0; i < c->flow->columns_n; i++) draw_nodes(c, i);
    for (size_t i = 0; i < c->flow->columns_n; i++) draw_heading(c, i);
    for (size_t i = 0; i < c->flow->columns_n; i++)
        for (size_t k = 0; k < c->flow->columns[i].nodes_n; k++) label_node(c, i, k);
}

void flow_svg(struct text *out, enum lang lang, const struct flow_model *flow, bool narrow) {
    struct place places[COLUMNS_MAX][NODES_MAX] = {0};
    struct canvas c = {.out = out,
                       .arena = out->arena,
                       .lang = lang,
                       .flow = flow,
                       .narrow = narrow,
                       .width = drawing_width(narrow),
                       .top = 26,
                       .bottom = drawing_height(narrow) - 10,
                       .places = places};
    labels_init(&c.labels, out->arena, c.width, drawing_height(narrow));
    drawing_open(out, &flow->figure, narrow);
    bool any = is_drawable(flow);
    if (any) {
        c.left = names_width(&c, 0);
        c.right = c.width - names_width(&c, flow->columns_n - 1);
        any = places_set(&c);
    }
    if (any)
        draw(&c);
    else
        drawing_empty(out, lang, &c.labels, c.width / 2, drawing_height(narrow) / 2);
    text_add(out, "</svg>\n");
}

static void svg(struct text *out, enum lang lang, const void *model, bool narrow) {
    flow_svg(out, lang, model, narrow);
}

void flow_html(struct text *out, enum lang lang, const struct flow_model *flow) {
    figure_html(out, lang, &flow->figure, svg, flow);
}
