/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside report only: a table, and a drawing, on paper (paper.h).
 */
#ifndef VEJVISER_REPORT_PAPER_TABLE_H
#define VEJVISER_REPORT_PAPER_TABLE_H

#include "report/paper.h"
#include "report/report.h"

/* As wide as the text; columns take what their words need. The head stands again on each further page. */
void paper_table(struct paper *paper, enum lang lang, const struct table_model *table);
/* Rows of a label and what it says. */
struct paper_fact {
    const char *label, *text;
};
void paper_facts(struct paper *paper, const struct paper_fact *facts, size_t n);
/* A drawing of chart_svg(), as wide as the text; `alternative` is what it shows in words. `room`: points
 * that must be left below it on its page. False: it is no SVG. */
bool paper_drawing(struct paper *paper, const char *svg, const char *alternative, double room,
                   struct err *err);
double paper_drawing_height(const char *svg);

/* A cell as the HTML table has it: report/table.c. */
const char *table_cell_text(struct arena *a, enum lang lang, const struct table_column *column,
                            const struct table_cell *cell);

#endif
