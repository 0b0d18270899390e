/* SPDX-License-Identifier: EUPL-1.2
 *
 * document: a report as a model (title, headings, paragraphs, lists, facts, tables, figures), and the same model
 * as a page that stands alone (HTML), as a tagged PDF, and as a workbook (XLSX).
 *
 * Whoever fills it in writes each text and number once; the three forms cannot differ. Texts and numbers are
 * in the reader's language as everywhere in report. A document bears its own date: the same model gives the
 * same bytes.
 */
#ifndef VEJVISER_REPORT_DOCUMENT_H
#define VEJVISER_REPORT_DOCUMENT_H

#include "base/err.h"
#include "report/report.h"

#include <stdint.h>

enum document_kind {
    DOCUMENT_HEADING, /* level 2: a chapter; 3, 4: inside it. Level 1 is the title */
    DOCUMENT_LEAD,    /* a paragraph that says what the chapter is about */
    DOCUMENT_TEXT,
    DOCUMENT_NOTE, /* small: how to read what stands above */
    DOCUMENT_ITEM, /* neighbours are one list */
    DOCUMENT_FACT, /* a label and what it says; neighbours are one table of two columns */
    DOCUMENT_TABLE,
    DOCUMENT_FIGURE,
};

/* Any picture that report draws: `html` is the whole of it as on a page (figure and its table), `svg` the wide
 * drawing alone, with the look of the classes in app.css. */
struct document_figure {
    const char *id; /* unique in the document */
    const char *title, *subtitle, *source;
    const char *alternative; /* the picture in words */
    const char *html, *svg;
    const struct table_model *table;
    const struct chart_model *chart; /* then a workbook has it as a chart of its own; or NULL */
};

struct document_block {
    enum document_kind kind;
    int level;
    const char *text;  /* of a table: its heading, or NULL */
    const char *label; /* of a fact */
    const char *href;  /* of a text or item: where it leads, a whole address; or NULL */
    const struct table_model *table;
    const struct document_figure *figure;
};

struct document {
    struct arena *arena;
    enum lang lang;
    const char *title, *subtitle;
    const char *author; /* who publishes it */
    const char *mark;   /* stands on every page, such as that it is a draft; or NULL */
    int32_t day;        /* that it bears */
    struct document_block *blocks;
    size_t n, cap;
};

/* ---- filling in; texts must live as long as the document, empty and NULL ones are left out ---- */
void document_init(struct document *document, struct arena *a, enum lang lang);
void document_heading(struct document *document, int level, const char *text);
void document_text(struct document *document, enum document_kind kind, const char *text);
void document_link(struct document *document, enum document_kind kind, const char *text,
                   const char *href);
void document_fact(struct document *document, const char *label, const char *text);
/* A text that somebody has written: paragraphs are lines, "- ..." is an item, "# ..." a heading of `level`, and a
 * line that ends in an address leads there. */
void document_written(struct document *document, int level, const char *text);
void document_table(struct document *document, const char *heading,
                    const struct table_model *table);
void document_chart(struct document *document, const struct chart_model *chart);
void document_funnel(struct document *document, const struct funnel_model *funnel);
void document_flow(struct document *document, const struct flow_model *flow);
void document_figure(struct document *document, const struct document_figure *figure);

/* ---- the three forms ---- */
#define DOCUMENT_HTML "text/html; charset=utf-8"
#define DOCUMENT_PDF  "application/pdf"
#define DOCUMENT_XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* The contents and what stands between the title and the end, for a page of ours; headings begin one level below
 * h1. Long tables and the numbers of figures are folded. */
void document_html_body(const struct document *document, struct text *out);
/* A whole file without scripts, nothing in it is fetched; printed it has the mark on every page. */
void document_html(const struct document *document, struct text *out);
/* A4, tagged, with contents and outline. ERR_IO, ERR_INPUT as paper_pdf(). */
bool document_pdf(const struct document *document, struct blob *ret_pdf, struct err *err);
/* A sheet with the text, and one for each table and figure: a real table, and a chart that can be worked on.
 * Text is text there, also when it looks like a number. ERR_IO. */
bool document_xlsx(const struct document *document, struct blob *ret_xlsx, struct err *err);

#endif
