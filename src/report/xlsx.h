/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside report only: a workbook while it is being written.
 */
#ifndef VEJVISER_REPORT_XLSX_H
#define VEJVISER_REPORT_XLSX_H

#include "base/utf8.h"
#include "report/document.h"

#include <xlsxwriter.h>

#define XLSX_FORMATS 32

struct xlsx_format {
    const char *code;
    lxw_format *format;
};
struct xlsx {
    struct arena *arena;
    const struct document *document;
    lxw_workbook *book;
    lxw_worksheet *first; /* with the text */
    const char *text_sheet;
    lxw_row_t row; /* next of `first` */
    size_t sheets_n;
    lxw_format *title, *chapter, *heading, *text, *small, *mark, *link;
    lxw_format *chapter_line, *line, *small_line, *link_line; /* do not wrap */
    struct xlsx_format numbers[XLSX_FORMATS];
    size_t numbers_n;
    bool failed;
};

lxw_worksheet *xlsx_sheet(struct xlsx *x, const char *name); /* NULL: the name is refused */
lxw_format *xlsx_number_format(struct xlsx *x, const struct table_column *column);
void xlsx_text(struct xlsx *x, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
               const char *text, lxw_format *format);
/* The table from that row on; returns the first row below it. */
lxw_row_t xlsx_table(struct xlsx *x, lxw_worksheet *sheet, lxw_row_t row,
                     const struct table_model *table);

/* A chart of the workbook's own at row `at`; the points that it shows are written from row `points` on. */
void xlsx_chart(struct xlsx *x, lxw_worksheet *sheet, const char *name, lxw_row_t at,
                lxw_row_t points, const struct document_figure *figure);
/* The first row below a chart at row `at`. */
lxw_row_t xlsx_chart_room(lxw_row_t at);

#endif
