/* SPDX-License-Identifier: EUPL-1.2
 *
 * The same drawing as in the browser, as vectors on paper: librsvg reads the SVG that report wrote, with the
 * rules of app.css that are about charts (tools/paper_css.py).
 */
#include "gen/paper_css.h"
#include "report/paper_table.h"

#include <librsvg/rsvg.h>
#include <stdlib.h>
#include <string.h>

#define WIDE 760.0 /* of chart_svg()'s wide drawing, when it does not say */
#define HIGH 380.0

/* width and height of its viewBox. */
static void view_box(const char *svg, double *ret_width, double *ret_height) {
    double box[4] = {0, 0, WIDE, HIGH};
    const char *at = strstr(svg, "viewBox=\"");
    char *end = NULL;
    if (at) at += strlen("viewBox=\"");
    for (int i = 0; at && i < 4; i++, at = end) {
        double x = strtod(at, &end);
        if (end == at) break;
        box[i] = x;
    }
    *ret_width = box[2] > 0 ? box[2] : WIDE;
    *ret_height = box[3] > 0 ? box[3] : HIGH;
}

double paper_drawing_height(const char *svg) {
    double width, height;
    view_box(svg, &width, &height);
    return height * PAPER_MEASURE / width;
}

/* In a page of HTML an <svg> needs no name space; alone it does. */
static RsvgHandle *svg_open(struct arena *a, const char *svg, GError **error) {
    static const char open[] = "<svg ";
    if (strncmp(svg, open, sizeof open - 1) != 0) return NULL;
    const char *alone = arena_fmt(
        a,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"Liberation Sans, sans-serif\" %s",
        svg + sizeof open - 1);
    RsvgHandle *handle = rsvg_handle_new_from_data((const guint8 *)alone, strlen(alone), error);
    const char *css = paper_css_charts;
    if (handle && !rsvg_handle_set_stylesheet(handle, (const guint8 *)css, strlen(css), error)) {
        g_object_unref(handle);
        return NULL;
    }
    return handle;
}

static bool svg_draw(struct paper *paper, const char *svg, double height, struct err *err) {
    GError *error = NULL;
    RsvgHandle *handle = svg_open(paper->arena, svg, &error);
    RsvgRectangle at = {PAPER_LEFT, paper->y, PAPER_MEASURE, height};
    cairo_save(paper->cr);
    bool ok = handle && rsvg_handle_render_document(handle, paper->cr, &at, &error);
    cairo_restore(paper->cr);
    if (!ok)
        err_set(err, ERR_IO, "a chart cannot be printed: %s", error ? error->message : "no SVG");
    g_clear_error(&error);
    if (handle) g_object_unref(handle);
    return ok;
}

bool paper_drawing(struct paper *paper, const char *svg, const char *alternative, double room,
                   struct err *err) {
    bool ok = true;
    double height = paper_drawing_height(svg);
    if (height + room > paper_room(paper)) paper_turn(paper);
    if (paper->pages) {
        pdf_after_figure(&paper->after, alternative);
        paper_tag(paper, "Figure");
        ok = svg_draw(paper, svg, height, err);
        paper_tag_end(paper, "Figure");
    }
    paper->y += height;
    return ok;
}
