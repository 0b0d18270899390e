/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/paper.h"

#include "base/date.h"
#include "base/text.h"

static const struct {
    const char *font;
    double space; /* points above */
} styles[PAPER_STYLES] = {
    [PAPER_TEXT] = {"Liberation Sans, sans-serif 11", 7},
    [PAPER_TITLE] = {"Liberation Sans, sans-serif bold 17", 24},
    [PAPER_HEADING] = {"Liberation Sans, sans-serif bold 12", 16},
    [PAPER_SMALL] = {"Liberation Sans, sans-serif 9.5", 0},
    [PAPER_COVER] = {"Liberation Sans, sans-serif bold 25", 14},
    [PAPER_CHAPTER] = {"Liberation Sans, sans-serif bold 18", 26},
    [PAPER_SUBHEADING] = {"Liberation Sans, sans-serif bold 11", 8},
    [PAPER_CELL] = {"Liberation Sans, sans-serif 8.5", 0},
    [PAPER_CELL_HEAD] = {"Liberation Sans, sans-serif bold 8.5", 0},
    [PAPER_TIGHT] = {"Liberation Sans, sans-serif 7.5", 0},
    [PAPER_TIGHT_HEAD] = {"Liberation Sans, sans-serif bold 7.5", 0},
};

double paper_space(enum paper_style style) { return styles[style].space; }

void paper_set(struct paper *paper, PangoLayout *layout, enum paper_style style, double width,
               const char *text) {
    if (!paper->fonts[style])
        paper->fonts[style] = pango_font_description_from_string(styles[style].font);
    pango_layout_set_font_description(layout, paper->fonts[style]);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_text(layout, text, -1);
}

static void tag_with(struct paper *paper, const char *element, const char *attributes) {
    if (paper->pages) cairo_tag_begin(paper->cr, element, attributes);
}
void paper_tag(struct paper *paper, const char *element) { tag_with(paper, element, NULL); }
void paper_tag_end(struct paper *paper, const char *element) {
    if (paper->pages) cairo_tag_end(paper->cr, element);
}

/* What stands beside the text is no part of it: it has no tag. */
static void edge(struct paper *paper) {
    if (paper->pages) paper->work->edge(paper, paper->work->ctx);
}

void paper_turn(struct paper *paper) {
    edge(paper);
    if (paper->pages) cairo_show_page(paper->cr);
    paper->page++;
    paper->y = PAPER_TOP;
}

double paper_room(const struct paper *paper) { return PAPER_HEIGHT - PAPER_BOTTOM - paper->y; }

void paper_lines(struct paper *paper, double x, const char *element, const char *attributes) {
    PangoLayoutIter *iter = pango_layout_get_iter(paper->layout);
    tag_with(paper, element, attributes);
    do {
        PangoRectangle line;
        int top, bottom; /* with the space between lines, which the extents lack */
        pango_layout_iter_get_line_extents(iter, NULL, &line);
        pango_layout_iter_get_line_yrange(iter, &top, &bottom);
        if (paper_points(bottom - top) > paper_room(paper)) {
            paper_tag_end(paper, element);
            paper_turn(paper);
            tag_with(paper, element, attributes);
        }
        if (paper->pages) {
            int base = pango_layout_iter_get_baseline(iter);
            cairo_move_to(paper->cr, x + paper_points(line.x), paper->y + paper_points(base - top));
            if (attributes) cairo_set_source_rgb(paper->cr, 0.043, 0.333, 0.388); /* a link */
            pango_cairo_show_layout_line(paper->cr, pango_layout_iter_get_line_readonly(iter));
            if (attributes) cairo_set_source_rgb(paper->cr, 0, 0, 0);
        }
        paper->y += paper_points(bottom - top);
    } while (pango_layout_iter_next_line(iter));
    paper_tag_end(paper, element);
    pango_layout_iter_free(iter);
}

void paper_piece(struct paper *paper, enum paper_style style, const char *element, double indent,
                 double after, const char *text) {
    int width, height;
    paper_set(paper, paper->layout, style, PAPER_MEASURE - indent, text);
    pango_layout_get_size(paper->layout, &width, &height);
    double need = paper_points(height) + after;
    if (need > paper_room(paper) - styles[style].space &&
        need < PAPER_HEIGHT - PAPER_TOP - PAPER_BOTTOM)
        paper_turn(paper);
    else
        paper->y += styles[style].space;
    paper_lines(paper, PAPER_LEFT + indent, element, NULL);
}

const char *paper_link(struct arena *a, const char *where, bool inside) {
    struct text out;
    text_init(&out, a);
    text_add(&out, inside ? "dest='" : "uri='");
    for (const char *s = where; *s; s++) {
        if (*s == '\'' || *s == '\\') text_addc(&out, '\\');
        text_addc(&out, *s);
    }
    text_addc(&out, '\'');
    return text_str(&out);
}

void paper_item(struct paper *paper, const char *text, const char *href) {
    int width, height;
    paper_set(paper, paper->layout, PAPER_TEXT, PAPER_MEASURE - PAPER_INDENT, text);
    pango_layout_get_size(paper->layout, &width, &height);
    if (paper_points(height) > paper_room(paper) &&
        paper_points(height) < PAPER_HEIGHT - PAPER_TOP - PAPER_BOTTOM)
        paper_turn(paper);
    paper_tag(paper, "LI");
    if (paper->pages) {
        paper_tag(paper, "Lbl");
        paper_set(paper, paper->layout, PAPER_TEXT, PAPER_INDENT, "•");
        cairo_move_to(paper->cr, PAPER_LEFT, paper->y);
        pango_cairo_show_layout(paper->cr, paper->layout);
        paper_tag_end(paper, "Lbl");
    }
    paper_set(paper, paper->layout, PAPER_TEXT, PAPER_MEASURE - PAPER_INDENT, text);
    double x = PAPER_LEFT + PAPER_INDENT;
    if (href) {
        paper_tag(paper, "LBody");
        paper_lines(paper, x, CAIRO_TAG_LINK, paper_link(paper->arena, href, false));
        paper_tag_end(paper, "LBody");
    } else {
        paper_lines(paper, x, "LBody", NULL);
    }
    paper_tag_end(paper, "LI");
    paper->y += 2;
}

static void draw(struct paper *paper) {
    paper->page = 1;
    paper->y = PAPER_TOP;
    paper_tag(paper, "Document");
    paper->work->draw(paper, paper->work->ctx);
    edge(paper);
    paper_tag_end(paper, "Document");
}

static cairo_status_t collect(void *ctx, const unsigned char *bytes, unsigned len) {
    text_add_n(ctx, (const char *)bytes, len);
    return CAIRO_STATUS_SUCCESS;
}

static void describe(const struct paper *paper) {
    char iso[11];
    const struct paper_work *work = paper->work;
    const char *when = arena_fmt(paper->arena, "%sT12:00:00Z", day_iso(iso, work->day));
    cairo_surface_t *surface = paper->surface;
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, work->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, work->author);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Vejviser");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
}

static void layouts_open(struct paper *paper) {
    paper->layout = pango_cairo_create_layout(paper->cr);
    pango_layout_set_wrap(paper->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(paper->layout, 1.25f);
    paper->small = pango_cairo_create_layout(paper->cr);
    pango_layout_set_alignment(paper->small, PANGO_ALIGN_RIGHT);
}

static void layouts_close(struct paper *paper) {
    g_object_unref(paper->small);
    g_object_unref(paper->layout);
    for (size_t i = 0; i < PAPER_STYLES; i++)
        if (paper->fonts[i]) pango_font_description_free(paper->fonts[i]);
}

bool paper_pdf(struct arena *a, const struct paper_work *work, struct blob *ret_pdf,
               struct err *err) {
    struct text out;
    text_init(&out, a);
    struct paper paper = {.arena = a, .work = work};
    pdf_after_init(&paper.after, a, work->language);
    paper.surface = cairo_pdf_surface_create_for_stream(collect, &out, PAPER_WIDTH, PAPER_HEIGHT);
    describe(&paper);
    paper.cr = cairo_create(paper.surface);
    layouts_open(&paper);
    draw(&paper);
    paper.pages = paper.page;
    draw(&paper);
    layouts_close(&paper);
    cairo_destroy(paper.cr);
    cairo_surface_finish(paper.surface);
    cairo_status_t status = cairo_surface_status(paper.surface);
    cairo_surface_destroy(paper.surface);
    if (status == CAIRO_STATUS_INVALID_STRING)
        return err_set(err, ERR_INPUT, "a text to be printed is no UTF-8");
    if (status != CAIRO_STATUS_SUCCESS)
        return err_set(err, ERR_IO, "cannot be printed: %s", cairo_status_to_string(status));
    if (!pdf_after_write(&paper.after, &out))
        return err_set(err, ERR_IO, "cannot be printed: cairo writes another PDF");
    *ret_pdf = (struct blob){out.ptr, out.len};
    return true;
}
