/* SPDX-License-Identifier: EUPL-1.2
 *
 * A funnel as SVG: the size of a unit along the bottom, its share upwards, and round the common
 * share the limits that chance alone keeps within. Drawn from the back to the front: axes, limits,
 * units inside, units outside, and then the words, each in a free place (labels.h).
 */
#include "stat/funnel.h"
#include "report/drawing.h"
#include "report/labels.h"
#include "report/markup.h"
#include "report/report.h"
#include "report/scale.h"

#include <math.h>

#define STEP   4.0 /* px from one number to the next that a limit is reckoned for */
#define RADIUS 7   /* of a unit, with the air round it */

static const double levels[] = {0.95, 0.998};
static const char *const level_css[] = {"lim95", "lim998"};

struct canvas {
    struct text *out;
    struct arena *arena;
    enum lang lang;
    const struct funnel_model *funnel;
    bool narrow;
    double theta;
    double width, left, right, top, bottom;
    struct scale x, y; /* number, percent */
    const char **y_texts;
    struct labels labels;
};

static bool is_counted(const struct funnel_unit *unit) {
    return !unit->hidden && unit->n > 0 && unit->n <= INT32_MAX && unit->x >= 0 &&
           unit->x <= unit->n;
}

static bool is_drawn(const struct funnel_unit *unit) {
    return is_counted(unit) && unit->n >= FUNNEL_LEAST_N;
}

static double percent_of(const struct funnel_unit *unit) {
    return 100 * (double)unit->x / (double)unit->n;
}

double funnel_theta(const struct funnel_model *funnel) {
    if (!isnan(funnel->theta))
        return funnel->theta >= 0 && funnel->theta <= 1 ? funnel->theta : NAN;
    int64_t x = 0, n = 0;
    for (size_t i = 0; i < funnel->units_n; i++)
        if (is_counted(&funnel->units[i])) x += funnel->units[i].x, n += funnel->units[i].n;
    return n ? (double)x / (double)n : NAN;
}

enum funnel_side funnel_side(double theta, const struct funnel_unit *unit) {
    if (!is_drawn(unit)) return FUNNEL_NOT_SHOWN;
    struct funnel_limits near = funnel_exact(theta, unit->n, levels[0]);
    struct funnel_limits far = funnel_exact(theta, unit->n, levels[1]);
    if (near.why != STAT_OK || far.why != STAT_OK) return FUNNEL_NOT_SHOWN;
    double share = (double)unit->x / (double)unit->n;
    if (share < far.lower) return FUNNEL_BELOW_998;
    if (share > far.upper) return FUNNEL_ABOVE_998;
    if (share < near.lower) return FUNNEL_BELOW_95;
    return share > near.upper ? FUNNEL_ABOVE_95 : FUNNEL_INSIDE;
}

/* ---- axes ---- */

static int64_t largest_n(const struct funnel_model *funnel) {
    int64_t most = 0;
    for (size_t i = 0; i < funnel->units_n; i++)
        if (is_drawn(&funnel->units[i]) && funnel->units[i].n > most) most = funnel->units[i].n;
    return most;
}

static void take_limits(const struct canvas *c, int64_t n, double *lo, double *hi) {
    struct funnel_limits limits = funnel_exact(c->theta, n, levels[1]);
    if (limits.why != STAT_OK) return;
    scale_take(lo, hi, 100 * limits.lower);
    scale_take(lo, hi, 100 * limits.upper);
}

/* The unit stands at the top number only. Returns the widest. */
static double y_texts_set(struct canvas *c) {
    size_t n = scale_ticks(&c->y);
    double width = 0;
    c->y_texts = arena_array(c->arena, n + 1, sizeof *c->y_texts);
    for (size_t i = 0; i < n; i++) {
        double tick = scale_tick(&c->y, i);
        c->y_texts[i] = i + 1 < n ? fmt_number(c->arena, c->lang, tick, c->y.decimals)
                                  : fmt_percent(c->arena, c->lang, tick, c->y.decimals);
        width = fmax(width, label_width(c->y_texts[i]));
    }
    return width;
}

/* Holds all units, and the limits at the right three quarters: nearer the left they take all there is. */
static void axes_set(struct canvas *c) {
    double lo = NAN, hi = NAN;
    int64_t most = largest_n(c->funnel);
    for (size_t i = 0; i < c->funnel->units_n; i++)
        if (is_drawn(&c->funnel->units[i])) scale_take(&lo, &hi, percent_of(&c->funnel->units[i]));
    if (most) take_limits(c, most / 4 + FUNNEL_LEAST_N, &lo, &hi);
    c->y = scale_numbers(lo, hi, NAN, NAN, c->narrow ? 4 : 5, true);
    c->x = scale_numbers(0, most ? (double)most : 100, 0, NAN, c->narrow ? 4 : 8, false);
    c->left = fmax(34, y_texts_set(c) + 10);
    c->right = c->width - (c->narrow ? 44 : 84);
    c->top = 24;
    c->bottom = drawing_height(c->narrow) - 52; /* the numbers, and below them what they count */
    c->x.at_lo = c->left;
    c->x.at_hi = c->right;
    c->y.at_lo = c->bottom;
    c->y.at_hi = c->top;
}

static void draw_n_label(struct canvas *c) {
    if (!c->funnel->n_label) return;
    const double margin = 4;
    const char *text = label_shortened(c->arena, c->funnel->n_label, c->width - 2 * margin);
    double half = label_width(text) / 2 + margin;
    double x = fmax(half, fmin((c->left + c->right) / 2, c->width - half));
    drawing_text(c->out, "lab", x, c->bottom + 40, "middle", text);
}

static void draw_axes(struct canvas *c) {
    drawing_y_axis(c->out, &c->y, c->left, c->right, c->y_texts);
    size_t n = scale_ticks(&c->x);
    const char **texts = arena_array(c->arena, n + 1, sizeof *texts);
    for (size_t i = 0; i < n; i++)
        texts[i] = fmt_number(c->arena, c->lang, scale_tick(&c->x, i), c->x.decimals);
    drawing_x_axis(c->out, &c->x, c->bottom, c->width, texts);
    draw_n_label(c);
    labels_mark_line(&c->labels, c->left, c->bottom + 14, c->right, c->bottom + 14);
    labels_mark_line(&c->labels, c->left, c->bottom + 36, c->right, c->bottom + 36);
}

/* ---- limits ---- */

static double limit_at(const struct canvas *c, int64_t n, double level, bool upper) {
    struct funnel_limits limits = funnel_exact(c->theta, n, level);
    return 100 * (upper ? limits.upper : limits.lower);
}

/* One limit from the left to the right, as far as it lies inside the plot; returns its last height. */
static double draw_limit(struct canvas *c, size_t level, bool upper) {
    double last_y = NAN, last_x = NAN;
    bool open = false;
    int64_t end = (int64_t)c->x.hi;
    int64_t step = (int64_t)fmax(1, STEP * c->x.hi / (c->right - c->left));
    for (int64_t n = FUNNEL_LEAST_N; n <= end; n = n < end && n + step > end ? end : n + step) {
        double percent = limit_at(c, n, levels[level], upper);
        double x = scale_at(&c->x, (double)n), y = scale_at(&c->y, percent);
        if (!(percent >= c->y.lo && percent <= c->y.hi)) continue;
        text_addf(c->out, open ? "L" : "<path class=\"%s\" d=\"M", level_css[level]);
        markup_coord(c->out, x);
        text_addc(c->out, ',');
        markup_coord(c->out, y);
        if (open) labels_mark_line(&c->labels, last_x, last_y, x, y);
        open = true;
        last_x = x;
        last_y = y;
    }
    if (open) text_add(c->out, "\"/>\n");
    return last_y;
}

static void label_limit(struct canvas *c, size_t level, double y) {
    if (isnan(y)) return;
    const char *text = fmt_percent(c->arena, c->lang, 100 * levels[level], level ? 1 : 0);
    struct label label = {.text = text, .css = "t2b", .x = c->right - 4, .y = y, .max_width = 70};
    labels_put(&c->labels, c->out, &label);
}

static void draw_limits(struct canvas *c, double *ends) {
    if (!(c->theta >= 0)) return;
    double y = scale_at(&c->y, 100 * c->theta);
    drawing_line(c->out, "mean", c->left, y, c->right, y);
    labels_mark_line(&c->labels, c->left, y, c->right, y);
    for (size_t level = 0; level < 2; level++) {
        draw_limit(c, level, false);
        ends[level] = draw_limit(c, level, true);
    }
}

/* ---- units ---- */

static void draw_unit(struct canvas *c, enum funnel_side side, double x, double y) {
    bool far = side == FUNNEL_BELOW_998 || side == FUNNEL_ABOVE_998;
    if (side == FUNNEL_INSIDE) {
        text_add(c->out, "<circle class=\"pin\"");
        markup_attr(c->out, "cx", x);
        markup_attr(c->out, "cy", y);
        text_add(c->out, " r=\"5\"/>\n");
        return;
    }
    text_addf(c->out, "<path class=\"%s\" d=\"M", far ? "pout" : "p2");
    markup_coord(c->out, far ? x - 6 : x);
    text_addc(c->out, ',');
    markup_coord(c->out, far ? y - 6 : y - 7);
    text_add(c->out, far ? "h12v12h-12Z\"/>\n" : "l7,7l-7,7l-7,-7Z\"/>\n");
}

static void draw_units(struct canvas *c, bool outside) {
    for (size_t i = 0; i < c->funnel->units_n; i++) {
        const struct funnel_unit *unit = &c->funnel->units[i];
        enum funnel_side side = funnel_side(c->theta, unit);
        if (side == FUNNEL_NOT_SHOWN || (side != FUNNEL_INSIDE) != outside) continue;
        double x = scale_at(&c->x, (double)unit->n), y = scale_at(&c->y, percent_of(unit));
        draw_unit(c, side, x, y);
        labels_mark(&c->labels, x, y, RADIUS);
    }
}

static void label_units(struct canvas *c) {
    for (size_t i = 0; i < c->funnel->units_n; i++) {
        const struct funnel_unit *unit = &c->funnel->units[i];
        enum funnel_side side = funnel_side(c->theta, unit);
        if (side == FUNNEL_NOT_SHOWN || side == FUNNEL_INSIDE) continue;
        bool far = side == FUNNEL_BELOW_998 || side == FUNNEL_ABOVE_998;
        struct label label = {.text = unit->name,
                              .css = far ? "t-out" : "t2",
                              .x = scale_at(&c->x, (double)unit->n),
                              .y = scale_at(&c->y, percent_of(unit)),
                              .max_width = c->narrow ? 120 : 170};
        labels_put(&c->labels, c->out, &label);
    }
}

static bool covers_a_unit(const struct canvas *c, struct box box) {
    for (size_t i = 0; i < c->funnel->units_n; i++) {
        const struct funnel_unit *unit = &c->funnel->units[i];
        double x = scale_at(&c->x, (double)unit->n), y = scale_at(&c->y, percent_of(unit));
        if (is_drawn(unit) && x + RADIUS > box.x0 && x - RADIUS < box.x1 && y + RADIUS > box.y0 &&
            y - RADIUS < box.y1)
            return true;
    }
    return false;
}

/* Where on the line its name covers no unit: as far to the left as may be, or at the left when there is none. */
static double theta_x(const struct canvas *c, double y) {
    double width = label_width(c->funnel->theta_label);
    for (double x = c->left; x + width <= c->right; x += RADIUS)
        if (!covers_a_unit(c, (struct box){x, y - LABEL_HEIGHT - 4, x + width, y, 0})) return x;
    return c->left;
}

static void label_theta(struct canvas *c) {
    if (!(c->theta >= 0) || !c->funnel->theta_label) return;
    double y = scale_at(&c->y, 100 * c->theta);
    struct label label = {.text = c->funnel->theta_label,
                          .css = "",
                          .x = theta_x(c, y),
                          .y = y,
                          .max_width = (c->right - c->left) * 0.6,
                          .where = LABEL_ABOVE};
    labels_put(&c->labels, c->out, &label);
}

void funnel_svg(struct text *out, enum lang lang, const struct funnel_model *funnel, bool narrow) {
    struct canvas c = {.out = out,
                       .arena = out->arena,
                       .lang = lang,
                       .funnel = funnel,
                       .narrow = narrow,
                       .theta = funnel_theta(funnel),
                       .width = drawing_width(narrow)};
    double ends[] = {NAN, NAN};
    labels_init(&c.labels, out->arena, c.width, drawing_height(narrow));
    axes_set(&c);
    drawing_open(out, &funnel->figure, narrow);
    draw_axes(&c);
    if (largest_n(funnel) == 0) {
        drawing_empty(out, lang, &c.labels, (c.left + c.right) / 2, (c.top + c.bottom) / 2);
    } else {
        draw_limits(&c, ends);
        draw_units(&c, false);
        draw_units(&c, true);
        for (size_t level = 0; level < 2; level++) label_limit(&c, level, ends[level]);
        label_units(&c);
        label_theta(&c);
    }
    text_add(out, "</svg>\n");
}

static void svg(struct text *out, enum lang lang, const void *model, bool narrow) {
    funnel_svg(out, lang, model, narrow);
}

void funnel_html(struct text *out, enum lang lang, const struct funnel_model *funnel) {
    figure_html(out, lang, &funnel->figure, svg, funnel);
}
