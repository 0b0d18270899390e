/* SPDX-License-Identifier: EUPL-1.2
 *
 * paper: A4 pages as a tagged PDF, drawn with pango on cairo's surface. What letters and documents
 * share: the styles, a piece of text that breaks over pages, a list, a picture with words for those who
 * do not see it, headings as the reader's outline, and what cairo cannot say itself (pdf_after.h).
 *
 * Everything is drawn twice: the first time only to count the pages, since each page says how many
 * there are. A paragraph stays whole where it can, so that it is one element of the document's
 * structure; one that must break is one element on each page. The same text gives the same bytes.
 */
#ifndef VEJVISER_REPORT_PAPER_H
#define VEJVISER_REPORT_PAPER_H

#include "base/arena.h"
#include "base/err.h"
#include "report/pdf_after.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* glib's own header about alloca(), which this house bans (base/banned.h): nothing here needs it. */
#define __G_ALLOCA_H__

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define PAPER_WIDTH   595.276 /* A4 in points */
#define PAPER_HEIGHT  841.89
#define PAPER_LEFT    71.0
#define PAPER_RIGHT   71.0
#define PAPER_TOP     71.0
#define PAPER_BOTTOM  85.0
#define PAPER_MEASURE (PAPER_WIDTH - PAPER_LEFT - PAPER_RIGHT)
#define PAPER_INDENT  14.0

enum paper_style {
    PAPER_TEXT,
    PAPER_TITLE,
    PAPER_HEADING,
    PAPER_SMALL,
    PAPER_COVER, /* the title of a document of many pages, */
    PAPER_CHAPTER,
    PAPER_SUBHEADING,
    PAPER_CELL, /* and its tables */
    PAPER_CELL_HEAD,
    PAPER_TIGHT, /* tables of many columns */
    PAPER_TIGHT_HEAD,
    PAPER_STYLES
};

struct paper {
    struct arena *arena;
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoLayout *layout,
        *small; /* the text's; the page's edge, which is drawn in the midst of it */
    PangoFontDescription *fonts[PAPER_STYLES];
    double y;
    int page, pages; /* pages 0: counting, nothing is drawn */
    struct pdf_after after;
    const struct paper_work *work;
};

/* What is to be put on paper. */
struct paper_work {
    const char *title, *author;
    const char *language; /* "da-DK" */
    int32_t day;          /* the document's date, not the moment of printing */
    void (*draw)(struct paper *paper, void *ctx);
    void (*edge)(struct paper *paper, void *ctx); /* beside the text of a page; no part of it */
    void *ctx;
};
/* ERR_IO when cairo has no memory; ERR_INPUT when a text is no UTF-8. Any thread. */
bool paper_pdf(struct arena *a, const struct paper_work *work, struct blob *ret_pdf,
               struct err *err);

/* ---- inside draw() ---- */
void paper_tag(struct paper *paper, const char *element);
void paper_tag_end(struct paper *paper, const char *element);
void paper_turn(struct paper *paper);         /* to the next page */
double paper_room(const struct paper *paper); /* points left on this page */
double paper_space(enum paper_style style);   /* points above a text of this style */
static inline double paper_points(int units) { return (double)units / PANGO_SCALE; }

/* Sets the text of a layout, `width` points wide. */
void paper_set(struct paper *paper, PangoLayout *layout, enum paper_style style, double width,
               const char *text);
/* The layout's lines from x on; a new element begins on each page. `attributes` as cairo's tags have
 * them, or NULL. */
void paper_lines(struct paper *paper, double x, const char *element, const char *attributes);
/* A paragraph or heading. `after`: points that must have room below, so that a heading does not end
 * a page. */
void paper_piece(struct paper *paper, enum paper_style style, const char *element, double indent,
                 double after, const char *text);
/* One item of a list, between paper_tag("L") and its end; `href` makes it a link, or NULL. */
void paper_item(struct paper *paper, const char *text, const char *href);
/* Attributes of a link to a whole address, or (`inside`) to a place in the document. */
const char *paper_link(struct arena *a, const char *where, bool inside);

#endif
