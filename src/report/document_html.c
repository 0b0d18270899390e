/* SPDX-License-Identifier: EUPL-1.2
 *
 * A document as HTML: inside a page of ours, or as a file that stands alone and prints well.
 */
#include "report/document.h"

#include "gen/msg.h"
#include "gen/paper_css.h"
#include "report/markup.h"

#include <string.h>

#define FOLDED 10 /* rows from which a table of a page is shown when it is asked for */

static void element(struct text *out, const char *open, const char *text, const char *close) {
    text_add(out, open);
    markup_text(out, text);
    text_add(out, close);
}

/* The text of a paragraph or item, as a link when it leads somewhere. */
static void words(struct text *out, const struct document_block *block) {
    if (!block->href) {
        markup_text(out, block->text);
        return;
    }
    element(out, "<a href=\"", block->href, "\">");
    element(out, "", block->text, "</a>");
}

static const char *chapter_id(const struct document *d, const struct document_block *block) {
    return arena_fmt(d->arena, "kapitel-%td", block - d->blocks);
}

static void heading(const struct document *d, struct text *out,
                    const struct document_block *block) {
    if (block->level == 2)
        text_addf(out, "<h2 id=\"%s\">", chapter_id(d, block));
    else
        text_addf(out, "<h%d>", block->level);
    markup_text(out, block->text);
    text_addf(out, "</h%d>\n", block->level);
}

static void fact(struct text *out, const struct document_block *block) {
    element(out, "<tr><th scope=\"row\">", block->label, "</th><td>");
    element(out, "", block->text, "</td></tr>\n");
}

/* Alone, the numbers of a figure are open: paper has nothing to press on. */
static void figure(struct text *out, const char *html, bool alone) {
    if (!alone) {
        text_add(out, html);
        return;
    }
    static const char closed[] = "<details class=\"details fig__tbl\">";
    static const char open[] = "<details class=\"details fig__tbl\" open>";
    for (const char *at; (at = strstr(html, closed)); html = at + sizeof closed - 1) {
        text_add_n(out, html, (size_t)(at - html));
        text_add(out, open);
    }
    text_add(out, html);
}

static void paragraph(struct text *out, const struct document_block *block, const char *open) {
    text_add(out, open);
    words(out, block);
    text_add(out, "</p>\n");
}

static void table(const struct document *d, struct text *out, const struct document_block *block,
                  bool alone) {
    bool folded = !alone && block->table->rows_n > FOLDED;
    if (block->text) element(out, "<h4>", block->text, "</h4>\n");
    if (folded) {
        text_add(out, "<details class=\"details fig__tbl\"><summary class=\"details-summary\">");
        const char *rows = fmt_int(d->arena, d->lang, (int64_t)block->table->rows_n);
        markup_text(out, msg_report_table_rows(d->arena, d->lang, rows));
        element(out, "<span class=\"sr-only\">: ", block->table->caption, "</span></summary>");
        text_add(out, "<div class=\"details-text\">\n");
    }
    element(out, "<section class=\"scroll\" tabindex=\"0\" aria-label=\"", block->table->caption,
            "\">");
    table_html(out, d->lang, block->table);
    text_add(out, "</section>\n");
    if (folded) text_add(out, "</div></details>\n");
}

static void block_html(const struct document *d, struct text *out,
                       const struct document_block *block, bool alone) {
    switch (block->kind) {
    case DOCUMENT_HEADING:
        heading(d, out, block);
        return;
    case DOCUMENT_LEAD:
        paragraph(out, block, "<p class=\"lead\">");
        return;
    case DOCUMENT_TEXT:
        paragraph(out, block, "<p>");
        return;
    case DOCUMENT_NOTE:
        paragraph(out, block, "<p class=\"note small quiet\">");
        return;
    case DOCUMENT_ITEM:
        text_add(out, "<li>");
        words(out, block);
        text_add(out, "</li>\n");
        return;
    case DOCUMENT_FACT:
        fact(out, block);
        return;
    case DOCUMENT_TABLE:
        table(d, out, block, alone);
        return;
    case DOCUMENT_FIGURE:
        figure(out, block->figure->html, alone);
        return;
    }
}

/* Where neighbours of one kind are one element. */
static const char *around(enum document_kind kind, bool end) {
    if (kind == DOCUMENT_ITEM) return end ? "</ul>\n" : "<ul>\n";
    if (kind == DOCUMENT_FACT)
        return end ? "</tbody></table>\n" : "<table class=\"facts facts--wide\"><tbody>\n";
    return "";
}

static void blocks(const struct document *d, struct text *out, bool alone) {
    for (size_t i = 0; i < d->n; i++) {
        enum document_kind kind = d->blocks[i].kind;
        if (!i || d->blocks[i - 1].kind != kind) text_add(out, around(kind, false));
        block_html(d, out, &d->blocks[i], alone);
        if (i + 1 == d->n || d->blocks[i + 1].kind != kind) text_add(out, around(kind, true));
    }
}

static void contents(const struct document *d, struct text *out) {
    element(out, "<nav aria-labelledby=\"indhold-h\"><h3 id=\"indhold-h\">",
            msg_report_contents(d->lang), "</h3>\n<ol>\n");
    for (const struct document_block *b = d->blocks; b < d->blocks + d->n; b++) {
        if (b->kind != DOCUMENT_HEADING || b->level != 2) continue;
        text_addf(out, "<li><a href=\"#%s\">", chapter_id(d, b));
        element(out, "", b->text, "</a></li>\n");
    }
    text_add(out, "</ol></nav>\n");
}

void document_html_body(const struct document *document, struct text *out) {
    contents(document, out);
    blocks(document, out, false);
}

void document_html(const struct document *document, struct text *out) {
    const struct document *d = document;
    text_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">\n",
              d->lang == LANG_EN ? "en" : "da");
    text_add(out,
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
             "'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, "
             "initial-scale=1\">\n<meta name=\"generator\" content=\"Vejviser\">\n");
    element(out, "<title>", d->title, "</title>\n<style>\n");
    text_add(out, paper_css_document);
    text_add(out, paper_css_charts);
    text_addf(out, "</style></head>\n<body%s>\n", d->mark ? " class=\"marked\"" : "");
    if (d->mark) element(out, "<p class=\"mark\">", d->mark, "</p>\n");
    element(out, "<main>\n<p class=\"sub\">", d->author, "</p>\n");
    element(out, "<h1>", d->title, "</h1>\n");
    if (d->subtitle) element(out, "<p class=\"lead\">", d->subtitle, "</p>\n");
    element(out, "<p class=\"sub\">", fmt_day_long(d->arena, d->lang, d->day), "</p>\n");
    contents(d, out);
    blocks(d, out, true);
    text_add(out, "</main>\n</body></html>\n");
}
