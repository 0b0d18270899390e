/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside report only: the two things all of its markup needs. Elsewhere HTML is written in .html
 * views; here it is computed, since a chart is arithmetic with a few words on it.
 */
#ifndef VEJVISER_REPORT_MARKUP_H
#define VEJVISER_REPORT_MARKUP_H

#include "base/text.h"

/* Text escaped for HTML and SVG, in text and in quoted attributes; NULL adds nothing. */
void markup_text(struct text *out, const char *text);
/* A coordinate rounded to 0.1 without needless zeros: 12, 12.5, -3; never "-0". Independent of the
 * locale. `x` must be finite; its size is limited to what no drawing exceeds (1e7). */
void markup_coord(struct text *out, double x);
/* ` name="12.5"` */
void markup_attr(struct text *out, const char *name, double x);

#endif
