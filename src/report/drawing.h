/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside report only: what every kind of drawing is made of. A drawing comes in two sizes, of which
 * the style sheet shows one; round it stands its figure.
 */
#ifndef VEJVISER_REPORT_DRAWING_H
#define VEJVISER_REPORT_DRAWING_H

#include "report/report.h"
#include "report/scale.h"

double drawing_width(bool narrow);  /* 760, on phones 360 */
double drawing_height(bool narrow); /* 380, on phones 320 */

/* <svg> with its <title> and <desc>; the caller closes it. */
void drawing_open(struct text *out, const struct figure_model *figure, bool narrow);
/* One that is lower than others. */
void drawing_open_low(struct text *out, const struct figure_model *figure, bool narrow,
                      double height);
void drawing_line(struct text *out, const char *css, double x1, double y1, double x2, double y2);
/* anchor: "start", "middle", "end" */
void drawing_text(struct text *out, const char *css, double x, double y, const char *anchor,
                  const char *text);
/* Lines across the plot with their numbers left of it; texts[i] belongs to tick i. */
void drawing_y_axis(struct text *out, const struct scale *y, double left, double right,
                    const char *const *texts);
/* The bottom line with ticks; `width` of the drawing keeps the numbers inside it. */
void drawing_x_axis(struct text *out, const struct scale *x, double bottom, double width,
                    const char *const *texts);

/* "There are no numbers to show yet", in the middle of the plot. */
struct labels;
void drawing_empty(struct text *out, enum lang lang, struct labels *labels, double x, double y);

/* <figure> with both sizes drawn by `svg`, then <details> with the table. */
void figure_html(struct text *out, enum lang lang, const struct figure_model *figure,
                 void (*svg)(struct text *out, enum lang lang, const void *model, bool narrow),
                 const void *model);

#endif
