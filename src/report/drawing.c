/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/drawing.h"

#include "gen/msg.h"
#include "report/labels.h"
#include "report/markup.h"

#include <math.h>

double drawing_width(bool narrow) { return narrow ? 360 : 760; }
double drawing_height(bool narrow) { return narrow ? 320 : 380; }

void drawing_open(struct text *out, const struct figure_model *figure, bool narrow) {
    drawing_open_low(out, figure, narrow, drawing_height(narrow));
}

void drawing_open_low(struct text *out, const struct figure_model *figure, bool narrow,
                      double height) {
    const char *id = figure->id;
    char size = narrow ? 'n' : 'w';
    text_addf(out, "<svg class=\"chart chart--%c\" viewBox=\"0 0 %.0f %.0f\" role=\"img\"", size,
              drawing_width(narrow), height);
    text_addf(out, " aria-labelledby=\"%s%c-t %s%c-d\"><title id=\"%s%c-t\">", id, size, id, size,
              id, size);
    markup_text(out, figure->title);
    text_addf(out, "</title><desc id=\"%s%c-d\">", id, size);
    markup_text(out, figure->desc);
    text_add(out, "</desc>\n");
}

void drawing_line(struct text *out, const char *css, double x1, double y1, double x2, double y2) {
    text_addf(out, "<line class=\"%s\"", css);
    markup_attr(out, "x1", x1);
    markup_attr(out, "y1", y1);
    markup_attr(out, "x2", x2);
    markup_attr(out, "y2", y2);
    text_add(out, "/>\n");
}

void drawing_text(struct text *out, const char *css, double x, double y, const char *anchor,
                  const char *text) {
    text_addf(out, "<text class=\"%s\"", css);
    markup_attr(out, "x", x);
    markup_attr(out, "y", y);
    text_addf(out, " text-anchor=\"%s\">", anchor);
    bool negative = text[0] == '-' && text[1] >= '0' && text[1] <= '9';
    if (negative) text_add(out, "−");
    markup_text(out, text + negative);
    text_add(out, "</text>\n");
}

void drawing_y_axis(struct text *out, const struct scale *y, double left, double right,
                    const char *const *texts) {
    for (size_t i = 0; i < scale_ticks(y); i++) {
        double at = scale_at(y, scale_tick(y, i));
        drawing_line(out, "grid", left, at, right, at);
        drawing_text(out, "lab", left - 6, at + 4, "end", texts[i]);
    }
}

/* The middle of a number below the axis: it never stands outside the drawing. */
static double number_inside(const struct scale *x, double width, const char *const *texts,
                            size_t i) {
    double half = label_width(texts[i]) / 2;
    return fmax(half + 1, fmin(scale_at(x, scale_tick(x, i)), width - half - 1));
}

/* The last number has the unit and may be wide: one that would stand under it is left out. */
void drawing_x_axis(struct text *out, const struct scale *x, double bottom, double width,
                    const char *const *texts) {
    size_t n = scale_ticks(x);
    double last = n ? number_inside(x, width, texts, n - 1) - label_width(texts[n - 1]) / 2 : 0;
    for (size_t i = 0; i < n; i++) {
        double at = scale_at(x, scale_tick(x, i));
        double inside = number_inside(x, width, texts, i);
        drawing_line(out, "tick", at, bottom, at, bottom + 5);
        if (i + 1 == n || inside + label_width(texts[i]) / 2 < last)
            drawing_text(out, "lab", inside, bottom + 20, "middle", texts[i]);
    }
    drawing_line(out, "axis", x->at_lo, bottom, x->at_hi, bottom);
}

void drawing_empty(struct text *out, enum lang lang, struct labels *labels, double x, double y) {
    struct label label = {.text = msg_report_empty(lang),
                          .css = "",
                          .x = x,
                          .y = y + 13,
                          .max_width = labels->width * 0.8};
    labels_put(labels, out, &label);
}
