/* SPDX-License-Identifier: EUPL-1.2
 *
 * A document on paper: a first page with what it is and the contents, then chapter by chapter, each
 * beginning a page unless much of one is left.
 */
#include "report/document.h"

#include "gen/msg.h"
#include "report/paper_table.h"

#include <string.h>

#define CHAPTER_ROOM 380.0 /* points: with less left, a chapter begins a page */

struct chapter {
    const struct document_block *block;
    int page; /* known after the first walk */
};
struct work {
    const struct document *document;
    struct chapter *chapters;
    size_t chapters_n;
    const struct document_block *open; /* first of the list or facts that are being drawn */
    struct err *err;
    bool failed;
};

static const char *place_name(struct arena *a, const struct document *d,
                              const struct document_block *block) {
    return arena_fmt(a, "kapitel-%td", block - d->blocks);
}

/* ---- the edge of a page ---- */

/* One line; what does not fit `width` is cut with three dots. */
static void edge_line(struct paper *paper, double y, PangoAlignment align, double width,
                      const char *text) {
    paper_set(paper, paper->small, PAPER_SMALL, width, text);
    pango_layout_set_ellipsize(paper->small, PANGO_ELLIPSIZE_END);
    pango_layout_set_alignment(paper->small, align);
    cairo_move_to(paper->cr, PAPER_LEFT, y);
    pango_cairo_show_layout(paper->cr, paper->small);
}

static void edge(struct paper *paper, void *ctx) {
    const struct work *work = ctx;
    const struct document *d = work->document;
    double foot = PAPER_HEIGHT - PAPER_BOTTOM + 32;
    const char *page =
        msg_report_page(paper->arena, d->lang, fmt_int(paper->arena, d->lang, paper->page),
                        fmt_int(paper->arena, d->lang, paper->pages));
    edge_line(paper, foot, PANGO_ALIGN_RIGHT, PAPER_MEASURE, page);
    if (paper->page > 1) edge_line(paper, foot, PANGO_ALIGN_LEFT, PAPER_MEASURE - 90, d->title);
    if (!d->mark) return;
    cairo_save(paper->cr);
    cairo_set_source_rgb(paper->cr, 0.702, 0.098, 0.165);
    edge_line(paper, PAPER_TOP - 38, PANGO_ALIGN_LEFT, PAPER_MEASURE, d->mark);
    cairo_restore(paper->cr);
}

/* ---- the first page ---- */

static void contents_line(struct paper *paper, const struct document *d,
                          const struct chapter *chapter) {
    struct arena *a = paper->arena;
    const double page_width = 30;
    const char *link = paper_link(a, place_name(a, d, chapter->block), true);
    const char *page = fmt_int(a, d->lang, chapter->page);
    paper_tag(paper, "TOCI");
    double y = paper->y;
    paper_set(paper, paper->layout, PAPER_TEXT, PAPER_MEASURE - page_width, chapter->block->text);
    paper_lines(paper, PAPER_LEFT, CAIRO_TAG_LINK, link);
    if (paper->pages) {
        paper_tag(paper, "Lbl");
        edge_line(paper, y, PANGO_ALIGN_RIGHT, PAPER_MEASURE, page);
        paper_tag_end(paper, "Lbl");
    }
    paper_tag_end(paper, "TOCI");
    paper->y += 4;
}

static void first_page(struct paper *paper, const struct work *work) {
    const struct document *d = work->document;
    paper_piece(paper, PAPER_TEXT, "P", 0, 0, d->author);
    paper->y += 90;
    paper_piece(paper, PAPER_COVER, "H1", 0, 0, d->title);
    if (d->subtitle) paper_piece(paper, PAPER_TEXT, "P", 0, 0, d->subtitle);
    paper_piece(paper, PAPER_TEXT, "P", 0, 0, fmt_day_long(paper->arena, d->lang, d->day));
    if (d->mark) paper_piece(paper, PAPER_HEADING, "P", 0, 0, d->mark);
    if (!work->chapters_n) return;
    paper->y += 40;
    paper_piece(paper, PAPER_HEADING, "H2", 0, 0, msg_report_contents(d->lang));
    paper->y += 4;
    paper_tag(paper, "TOC");
    for (size_t i = 0; i < work->chapters_n; i++) contents_line(paper, d, &work->chapters[i]);
    paper_tag_end(paper, "TOC");
}

/* ---- chapters ---- */

static void chapter_note(struct paper *paper, struct work *work,
                         const struct document_block *block) {
    for (struct chapter *c = work->chapters; c < work->chapters + work->chapters_n; c++)
        if (c->block == block) c->page = paper->page;
    if (!paper->pages) return;
    const struct document *d = work->document;
    const char *link = paper_link(paper->arena, place_name(paper->arena, d, block), true);
    cairo_pdf_surface_add_outline(paper->surface, CAIRO_PDF_OUTLINE_ROOT, block->text, link,
                                  CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

static void heading(struct paper *paper, struct work *work, const struct document_block *block) {
    if (block->level > 2) {
        bool sub = block->level > 3;
        paper_piece(paper, sub ? PAPER_SUBHEADING : PAPER_HEADING, sub ? "H4" : "H3", 0, 84,
                    block->text);
        return;
    }
    if (paper->page == 1 || paper_room(paper) < CHAPTER_ROOM)
        paper_turn(paper);
    else
        paper->y += paper_space(PAPER_CHAPTER);
    chapter_note(paper, work, block);
    struct arena *a = paper->arena;
    if (paper->pages)
        cairo_tag_begin(paper->cr, CAIRO_TAG_DEST,
                        arena_fmt(a, "name='%s'", place_name(a, work->document, block)));
    paper_set(paper, paper->layout, PAPER_CHAPTER, PAPER_MEASURE, block->text);
    paper_lines(paper, PAPER_LEFT, "H2", NULL);
    paper_tag_end(paper, CAIRO_TAG_DEST);
    paper->y += 4;
}

static void paragraph(struct paper *paper, const struct document_block *block,
                      enum paper_style style) {
    if (!block->href) {
        paper_piece(paper, style, "P", 0, 0, block->text);
        return;
    }
    paper->y += paper_space(style);
    paper_set(paper, paper->layout, style, PAPER_MEASURE, block->text);
    paper_tag(paper, "P");
    paper_lines(paper, PAPER_LEFT, CAIRO_TAG_LINK, paper_link(paper->arena, block->href, false));
    paper_tag_end(paper, "P");
}

static void small(struct paper *paper, const char *text) {
    if (!text || !*text) return;
    paper->y += 5;
    paper_piece(paper, PAPER_SMALL, "P", 0, 0, text);
}

static void figure(struct paper *paper, struct work *work, const struct document_figure *figure) {
    double drawing = paper_drawing_height(figure->svg) + 60;
    paper_piece(paper, PAPER_HEADING, "H3", 0, drawing, figure->title);
    if (figure->subtitle) paper_piece(paper, PAPER_SMALL, "P", 0, drawing - 20, figure->subtitle);
    paper->y += 6;
    if (!paper_drawing(paper, figure->svg, figure->alternative, 0, work->err)) work->failed = true;
    small(paper, figure->source);
    paper->y += 8;
    if (figure->table && figure->table->rows_n)
        paper_table(paper, work->document->lang, figure->table);
}

static void facts(struct paper *paper, const struct document_block *block, size_t n) {
    struct paper_fact *list = arena_array(paper->arena, n, sizeof *list);
    for (size_t i = 0; i < n; i++) list[i] = (struct paper_fact){block[i].label, block[i].text};
    paper->y += 8;
    paper_facts(paper, list, n);
}

static void items(struct paper *paper, const struct document_block *block, size_t n) {
    paper->y += paper_space(PAPER_TEXT);
    paper_tag(paper, "L");
    for (size_t i = 0; i < n; i++) paper_item(paper, block[i].text, block[i].href);
    paper_tag_end(paper, "L");
}

/* How many neighbours from block i on are of its kind. */
static size_t run_of(const struct document *d, size_t i) {
    size_t n = 1;
    while (i + n < d->n && d->blocks[i + n].kind == d->blocks[i].kind) n++;
    return n;
}

static void table(struct paper *paper, const struct document *d,
                  const struct document_block *block) {
    if (block->text) paper_piece(paper, PAPER_HEADING, "H3", 0, 60, block->text);
    paper->y += 6;
    paper_table(paper, d->lang, block->table);
}

/* Draws the block, or the neighbours that make one element with it; returns how many. */
static size_t block_draw(struct paper *paper, struct work *work, size_t i) {
    const struct document *d = work->document;
    const struct document_block *block = &d->blocks[i];
    switch (block->kind) {
    case DOCUMENT_HEADING:
        heading(paper, work, block);
        return 1;
    case DOCUMENT_LEAD:
    case DOCUMENT_TEXT:
        paragraph(paper, block, PAPER_TEXT);
        return 1;
    case DOCUMENT_NOTE:
        paper->y += 5;
        paragraph(paper, block, PAPER_SMALL);
        return 1;
    case DOCUMENT_ITEM:
        items(paper, block, run_of(d, i));
        return run_of(d, i);
    case DOCUMENT_FACT:
        facts(paper, block, run_of(d, i));
        return run_of(d, i);
    case DOCUMENT_TABLE:
        table(paper, d, block);
        return 1;
    case DOCUMENT_FIGURE:
        figure(paper, work, block->figure);
        return 1;
    }
    return 1;
}

static void draw(struct paper *paper, void *ctx) {
    struct work *work = ctx;
    first_page(paper, work);
    for (size_t i = 0; i < work->document->n && !work->failed;) i += block_draw(paper, work, i);
}

bool document_pdf(const struct document *document, struct blob *ret_pdf, struct err *err) {
    struct arena *a = document->arena;
    struct work work = {.document = document, .err = err};
    work.chapters = arena_array(a, document->n, sizeof *work.chapters);
    for (const struct document_block *b = document->blocks; b < document->blocks + document->n; b++)
        if (b->kind == DOCUMENT_HEADING && b->level == 2)
            work.chapters[work.chapters_n++].block = b;
    struct paper_work paper = {.title = document->title,
                               .author = document->author,
                               .language = document->lang == LANG_EN ? "en-GB" : "da-DK",
                               .day = document->day,
                               .draw = draw,
                               .edge = edge,
                               .ctx = &work};
    return paper_pdf(a, &paper, ret_pdf, err) && !work.failed;
}
