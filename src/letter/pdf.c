/* SPDX-License-Identifier: EUPL-1.2
 *
 * Draws a letter with pango on cairo's PDF surface. It is laid out twice: the first time to count the
 * pages, since each page says how many there are. A paragraph stays whole where it can, so that it is
 * one element of the document's structure; one that must break is one element on each page.
 */
#include "letter/pdf.h"

#include "base/date.h"
#include "gen/msg.h"

/* glib's own header about alloca(), which this house bans (base/banned.h): nothing here needs it. */
#define __G_ALLOCA_H__

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define WIDTH   595.276 /* A4 in points */
#define HEIGHT  841.89
#define LEFT    71.0
#define RIGHT   71.0
#define TOP     71.0
#define BOTTOM  85.0
#define MEASURE (WIDTH - LEFT - RIGHT)
#define INDENT  14.0

enum style { STYLE_TEXT, STYLE_TITLE, STYLE_HEADING, STYLE_SMALL };
static const struct {
    const char *font;
    double space; /* points above */
} styles[] = {
    [STYLE_TEXT] = {"Liberation Sans, sans-serif 11", 7},
    [STYLE_TITLE] = {"Liberation Sans, sans-serif bold 17", 24},
    [STYLE_HEADING] = {"Liberation Sans, sans-serif bold 12", 16},
    [STYLE_SMALL] = {"Liberation Sans, sans-serif 9.5", 0},
};

struct pen {
    struct arena *a;
    cairo_t *cr;
    PangoLayout *layout, *small; /* the text's; the foot's, which is drawn in the midst of it */
    double y;
    int page, pages; /* pages 0: counting, nothing is drawn */
};

static void set_text(PangoLayout *layout, enum style style, double width, const char *text) {
    PangoFontDescription *font = pango_font_description_from_string(styles[style].font);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_text(layout, text, -1);
}

static double points(int units) { return (double)units / PANGO_SCALE; }

static void tag(struct pen *pen, const char *name) {
    if (pen->pages) cairo_tag_begin(pen->cr, name, NULL);
}
static void tag_end(struct pen *pen, const char *name) {
    if (pen->pages) cairo_tag_end(pen->cr, name);
}

/* The page's foot is no part of the text: it has no tag. */
static void foot(struct pen *pen) {
    if (!pen->pages) return;
    set_text(pen->small, STYLE_SMALL, MEASURE,
             msg_letter_pdf_page(pen->a, LANG_DA, fmt_int(pen->a, LANG_DA, pen->page),
                                 fmt_int(pen->a, LANG_DA, pen->pages)));
    cairo_move_to(pen->cr, LEFT, HEIGHT - BOTTOM + 28);
    pango_cairo_show_layout(pen->cr, pen->small);
}

static void turn(struct pen *pen) {
    foot(pen);
    if (pen->pages) cairo_show_page(pen->cr);
    pen->page++;
    pen->y = TOP;
}

static double room(const struct pen *pen) { return HEIGHT - BOTTOM - pen->y; }

/* The layout's lines from x on; begins a new element on each page. */
static void lines_draw(struct pen *pen, double x, const char *element) {
    PangoLayoutIter *iter = pango_layout_get_iter(pen->layout);
    tag(pen, element);
    do {
        PangoRectangle line;
        int top, bottom; /* with the space between lines, which the extents lack */
        pango_layout_iter_get_line_extents(iter, NULL, &line);
        pango_layout_iter_get_line_yrange(iter, &top, &bottom);
        if (points(bottom - top) > room(pen)) {
            tag_end(pen, element);
            turn(pen);
            tag(pen, element);
        }
        if (pen->pages) {
            int base = pango_layout_iter_get_baseline(iter);
            cairo_move_to(pen->cr, x + points(line.x), pen->y + points(base - top));
            pango_cairo_show_layout_line(pen->cr, pango_layout_iter_get_line_readonly(iter));
        }
        pen->y += points(bottom - top);
    } while (pango_layout_iter_next_line(iter));
    tag_end(pen, element);
    pango_layout_iter_free(iter);
}

/* `after`: points that must have room below, so that a heading does not end a page. */
static void piece(struct pen *pen, enum style style, const char *element, double indent,
                  double after, const char *text) {
    int width, height;
    set_text(pen->layout, style, MEASURE - indent, text);
    pango_layout_get_size(pen->layout, &width, &height);
    double need = points(height) + after;
    if (need > room(pen) - styles[style].space && need < HEIGHT - TOP - BOTTOM)
        turn(pen);
    else
        pen->y += styles[style].space;
    lines_draw(pen, LEFT + indent, element);
}

static void item(struct pen *pen, const char *text) {
    int width, height;
    set_text(pen->layout, STYLE_TEXT, MEASURE - INDENT, text);
    pango_layout_get_size(pen->layout, &width, &height);
    if (points(height) > room(pen) && points(height) < HEIGHT - TOP - BOTTOM) turn(pen);
    tag(pen, "LI");
    if (pen->pages) {
        tag(pen, "Lbl");
        set_text(pen->layout, STYLE_TEXT, INDENT, "•");
        cairo_move_to(pen->cr, LEFT, pen->y);
        pango_cairo_show_layout(pen->cr, pen->layout);
        tag_end(pen, "Lbl");
    }
    set_text(pen->layout, STYLE_TEXT, MEASURE - INDENT, text);
    lines_draw(pen, LEFT + INDENT, "LBody");
    tag_end(pen, "LI");
    pen->y += 2;
}

/* Who from and to, and when; then the subject. */
static void head(struct pen *pen, const struct sheet *sheet) {
    piece(pen, STYLE_SMALL, "P", 0, 0, sheet->municipality);
    pen->y += 28;
    piece(pen, STYLE_TEXT, "P", 0, 0, sheet->to);
    piece(pen, STYLE_TEXT, "P", 0, 0, fmt_day_long(pen->a, LANG_DA, sheet->day));
    piece(pen, STYLE_TITLE, "H1", 0, 0, sheet->subject);
    pen->y += 4;
}

static void letter_draw(struct pen *pen, const struct sheet *sheet) {
    pen->page = 1;
    pen->y = TOP;
    tag(pen, "Document");
    head(pen, sheet);
    for (size_t i = 0; i < sheet->blocks_n; i++) {
        const struct block *b = &sheet->blocks[i];
        bool in_list = i && sheet->blocks[i - 1].kind == BLOCK_ITEM;
        if (b->kind == BLOCK_ITEM) {
            if (!in_list) {
                pen->y += styles[STYLE_TEXT].space;
                tag(pen, "L");
            }
            item(pen, b->text);
            if (i + 1 == sheet->blocks_n || sheet->blocks[i + 1].kind != BLOCK_ITEM)
                tag_end(pen, "L");
        } else if (b->kind == BLOCK_HEADING) {
            piece(pen, STYLE_HEADING, "H2", 0, 48, b->text);
        } else {
            piece(pen, STYLE_TEXT, "P", 0, 0, b->text);
        }
    }
    foot(pen);
    tag_end(pen, "Document");
}

static cairo_status_t collect(void *ctx, const unsigned char *bytes, unsigned len) {
    text_add_n(ctx, (const char *)bytes, len);
    return CAIRO_STATUS_SUCCESS;
}

/* The date is the letter's and not the moment of printing: the bytes must not change. */
static void describe(struct arena *a, cairo_surface_t *surface, const struct sheet *sheet) {
    char iso[11];
    const char *when = arena_fmt(a, "%sT12:00:00Z", day_iso(iso, sheet->day));
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, sheet->subject);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, sheet->municipality);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Vejviser");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
}

bool pdf_make(struct arena *a, const struct sheet *sheet, struct blob *ret_pdf, struct err *err) {
    struct text out;
    text_init(&out, a);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(collect, &out, WIDTH, HEIGHT);
    describe(a, surface, sheet);
    struct pen pen = {.a = a, .cr = cairo_create(surface)};
    pen.layout = pango_cairo_create_layout(pen.cr);
    pango_layout_set_wrap(pen.layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(pen.layout, 1.25f);
    pen.small = pango_cairo_create_layout(pen.cr);
    pango_layout_set_alignment(pen.small, PANGO_ALIGN_RIGHT);
    letter_draw(&pen, sheet);
    pen.pages = pen.page;
    letter_draw(&pen, sheet);
    g_object_unref(pen.small);
    g_object_unref(pen.layout);
    cairo_destroy(pen.cr);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS)
        return err_set(err, ERR_IO, "a letter cannot be printed: %s",
                       cairo_status_to_string(status));
    if (!pdf_add_language(a, &out, "da-DK"))
        return err_set(err, ERR_IO, "a letter cannot be printed: cairo writes another PDF");
    *ret_pdf = (struct blob){out.ptr, out.len};
    return true;
}
