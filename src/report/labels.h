/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside report only: where the words go in a chart. Labels stand beside what they name, not in a
 * legend, so each must find a place where it covers neither another label nor a mark.
 *
 * Greedy and simple: a label tries a short list of places round its anchor, nearest first, and then
 * higher and lower ones; the cheapest wins. Leaving the drawing costs most, covering a label or a
 * mark next, covering a line a little. Whatever is chosen is moved inside the drawing, so a label
 * never leaves it.
 */
#ifndef VEJVISER_REPORT_LABELS_H
#define VEJVISER_REPORT_LABELS_H

#include "base/text.h"

#include <stdbool.h>

#define LABEL_SIZE   13.0 /* px, as .chart text in app.css */
#define LABEL_HEIGHT 16.0 /* px from line to line */

struct box {
    double x0, y0, x1, y1;
    double weight; /* what it costs to cover it; of marks */
};
struct labels {
    struct arena *arena;
    double width, height; /* of the drawing */
    struct box *taken;    /* labels placed */
    size_t taken_n, taken_cap;
    struct box *marks; /* what a label had better not cover */
    size_t marks_n, marks_cap;
};
enum label_where {
    LABEL_AROUND,
    LABEL_ABOVE, /* stands on a line: places above it first, starting at the anchor */
    LABEL_LEFT,  /* of the anchor, perhaps higher or lower */
    LABEL_RIGHT,
};
struct label {
    const char *text;
    const char *css;  /* class beside dl, or "" */
    double x, y;      /* the anchor: middle of what it names */
    double max_width; /* longer texts are broken into even lines, at most three */
    enum label_where where;
};

void labels_init(struct labels *labels, struct arena *a, double width, double height);
void labels_mark(struct labels *labels, double x, double y, double radius);
void labels_mark_line(struct labels *labels, double x0, double y0, double x1, double y1);
/* Finds a place and writes the <text>. A NULL or empty text does nothing. */
void labels_put(struct labels *labels, struct text *out, const struct label *label);

/* Estimated width in px at LABEL_SIZE, rather too wide than too narrow. */
double label_width(const char *text);
/* The text, or as much of it as fits with an ellipsis. */
const char *label_shortened(struct arena *a, const char *text, double max);

#endif
