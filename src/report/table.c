/* SPDX-License-Identifier: EUPL-1.2
 *
 * A table of figures as HTML, after docs/ui-kit.md: on a phone it becomes cards, for which each cell
 * carries its column's label. A hidden number is replaced here by the reason, so that no caller
 * can print it by mistake.
 */
#include "report/markup.h"
#include "report/paper_table.h"
#include "report/report.h"

#include <math.h>

static const char *number_text(struct arena *a, enum lang lang, const struct table_column *column,
                               double number) {
    if (!isfinite(number)) return "–";
    if (column->unit && column->unit[0] == '%' && !column->unit[1])
        return fmt_percent(a, lang, number, column->decimals);
    const char *digits = fmt_number(a, lang, number, column->decimals);
    if (digits[0] == '-') digits = arena_fmt(a, "−%s", digits + 1);
    return column->unit ? arena_fmt(a, "%s\u00a0%s", digits, column->unit) : digits;
}

const char *table_cell_text(struct arena *a, enum lang lang, const struct table_column *column,
                            const struct table_cell *cell) {
    if (cell->why) return cell->why;
    return cell->text ? cell->text : number_text(a, lang, column, cell->number);
}

static void table_head(struct text *out, const struct table_model *table) {
    text_add(out, "<thead><tr>");
    for (size_t c = 0; c < table->columns_n; c++) {
        text_addf(out, "<th scope=\"col\"%s>", table->columns[c].numeric ? " class=\"num\"" : "");
        markup_text(out, table->columns[c].label);
        text_add(out, "</th>");
    }
    text_add(out, "</tr></thead>");
}

static void table_data(struct text *out, enum lang lang, const struct table_column *column,
                       const struct table_cell *cell) {
    text_addf(out, "<td%s data-title=\"", column->numeric ? " class=\"num\"" : "");
    markup_text(out, column->label);
    text_add(out, "\">");
    markup_text(out, table_cell_text(out->arena, lang, column, cell));
    text_add(out, "</td>");
}

static void table_row(struct text *out, enum lang lang, const struct table_model *table,
                      size_t row) {
    const struct table_cell *cells = &table->cells[row * table->columns_n];
    text_add(out, "<tr><th scope=\"row\">");
    markup_text(out, table_cell_text(out->arena, lang, &table->columns[0], &cells[0]));
    text_add(out, "</th>");
    for (size_t c = 1; c < table->columns_n; c++)
        table_data(out, lang, &table->columns[c], &cells[c]);
    text_add(out, "</tr>\n");
}

void table_html(struct text *out, enum lang lang, const struct table_model *table) {
    text_add(out, "<table class=\"table table--compact table--cards\"><caption class=\"sr-only\">");
    markup_text(out, table->caption);
    text_add(out, "</caption>");
    table_head(out, table);
    text_add(out, "<tbody>\n");
    for (size_t row = 0; row < table->rows_n; row++) table_row(out, lang, table, row);
    text_add(out, "</tbody></table>\n");
}
