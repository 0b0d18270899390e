/* SPDX-License-Identifier: EUPL-1.2
 *
 * The figure round a chart: the finding as its heading, what is measured, both drawings, the source;
 * and after it (inside, after <figcaption>, would not be valid HTML) the same numbers as a table.
 */
#include "gen/msg.h"
#include "report/drawing.h"
#include "report/markup.h"
#include "report/report.h"

#include <assert.h>

static void element(struct text *out, const char *open, const char *text, const char *close) {
    if (!text) return;
    text_add(out, open);
    markup_text(out, text);
    text_add(out, close);
}

static void figure_table(struct text *out, enum lang lang, const struct figure_model *figure) {
    text_add(out, "<details class=\"details fig__tbl\"><summary class=\"details-summary\">");
    markup_text(out, msg_report_table(lang));
    text_add(out, "</summary><div class=\"details-text\">");
    element(out, "<section class=\"scroll\" tabindex=\"0\" aria-label=\"", figure->table->caption,
            "\">");
    table_html(out, lang, figure->table);
    text_add(out, "</section>");
    if (figure->csv_href) {
        element(out, "<p><a class=\"function-link\" href=\"", figure->csv_href, "\">");
        element(out, "", msg_report_csv(lang), "</a></p>");
    }
    text_add(out, "</div></details>\n");
}

void figure_html(struct text *out, enum lang lang, const struct figure_model *figure,
                 void (*svg)(struct text *out, enum lang lang, const void *model, bool narrow),
                 const void *model) {
    assert(figure->table && figure->table->caption && figure->id);
    text_addf(out,
              "<figure class=\"fig\" aria-labelledby=\"%s-h\"><h3 class=\"fig__head\" id=\"%s-h\">",
              figure->id, figure->id);
    element(out, "", figure->title, "</h3>");
    element(out, "<p class=\"fig__sub\">", figure->subtitle, "</p>\n");
    svg(out, lang, model, false);
    svg(out, lang, model, true);
    element(out, "<figcaption class=\"fig__src\">", figure->source, "</figcaption>");
    text_add(out, "</figure>\n");
    figure_table(out, lang, figure);
}
