/* SPDX-License-Identifier: EUPL-1.2
 *
 * The figure round a chart: the finding as its heading, what is measured, both drawings, the source;
 * and after it (inside, after <figcaption>, would not be valid HTML) the same numbers as a table.
 */
#include "gen/msg.h"
#include "report/markup.h"
#include "report/report.h"

#include <assert.h>

static void element(struct text *out, const char *open, const char *text, const char *close) {
    if (!text) return;
    text_add(out, open);
    markup_text(out, text);
    text_add(out, close);
}

static void figure_table(struct text *out, enum lang lang, const struct chart_model *chart) {
    text_add(out, "<details class=\"details fig__tbl\"><summary class=\"details-summary\">");
    markup_text(out, msg_report_table(lang));
    text_add(out, "</summary><div class=\"details-text\">");
    element(out, "<section class=\"scroll\" tabindex=\"0\" aria-label=\"", chart->table->caption,
            "\">");
    table_html(out, lang, chart->table);
    text_add(out, "</section>");
    if (chart->csv_href) {
        element(out, "<p><a class=\"function-link\" href=\"", chart->csv_href, "\">");
        element(out, "", msg_report_csv(lang), "</a></p>");
    }
    text_add(out, "</div></details>\n");
}

void chart_html(struct text *out, enum lang lang, const struct chart_model *chart) {
    assert(chart->table && chart->table->caption && chart->id);
    text_addf(out,
              "<figure class=\"fig\" aria-labelledby=\"%s-h\"><h3 class=\"fig__head\" id=\"%s-h\">",
              chart->id, chart->id);
    element(out, "", chart->title, "</h3>");
    element(out, "<p class=\"fig__sub\">", chart->subtitle, "</p>\n");
    chart_svg(out, lang, chart, false);
    chart_svg(out, lang, chart, true);
    element(out, "<figcaption class=\"fig__src\">", chart->source, "</figcaption>");
    text_add(out, "</figure>\n");
    figure_table(out, lang, chart);
}
