/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/labels.h"

#include "base/utf8.h"
#include "report/markup.h"

#include <math.h>
#include <string.h>

#define LINES_MAX 3
#define EDGE      2.0 /* px kept free along the edge of the drawing */

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };
static const char *const anchor_names[] = {"start", "middle", "end"};

struct lines {
    const char *text[LINES_MAX];
    size_t n;
    double width;
    bool cut; /* something did not fit */
};
/* A place to try: where the first line's box touches the anchor. */
struct place {
    enum anchor anchor;
    double dx, dy; /* from the anchor to the text's x, and to the middle of the block of lines */
};

/* ---- how wide ---- */

/* In em, semibold IBM Plex Sans, measured in three groups and rounded up. */
static double char_width(unsigned char c) {
    if (strchr("iljtfrI.,:;'!|()[] ", c)) return 0.38;
    if (strchr("mwMW%@", c)) return 0.95;
    return c >= 'A' && c <= 'Z' ? 0.72 : 0.62;
}

double label_width(const char *text) {
    double em = 0;
    for (const unsigned char *s = (const unsigned char *)text; *s; s++)
        if (*s < 0x80)
            em += char_width(*s);
        else if (*s >= 0xc0)
            em += *s >= 0xe1 && !(*s == 0xe2) ? 1.1 : 0.72;
    return em * LABEL_SIZE;
}

/* The longest beginning of text, in whole characters, that fits; at least one character. */
static size_t fitting_bytes(struct arena *a, const char *text, double max) {
    size_t len = strlen(text);
    while (len > 1 && label_width(arena_dup_n(a, text, len)) > max)
        len = utf8_cut(text, len, len - 1);
    return len ? len : strlen(text);
}

const char *label_shortened(struct arena *a, const char *text, double max) {
    if (label_width(text) <= max) return text;
    size_t len = fitting_bytes(a, text, max - label_width("…"));
    return arena_fmt(a, "%.*s…", (int)len, text);
}

/* Where to break: after the last space whose beginning fits. 0: not at all. */
static size_t break_at(struct arena *a, const char *text, double max) {
    size_t best = 0;
    for (const char *s = strchr(text, ' '); s; s = strchr(s + 1, ' ')) {
        if (label_width(arena_dup_n(a, text, (size_t)(s - text))) > max) break;
        best = (size_t)(s - text);
    }
    return best;
}

static struct lines break_lines_at(struct arena *a, const char *text, double max) {
    struct lines lines = {.n = 0};
    while (*text && lines.n < LINES_MAX) {
        bool last = lines.n + 1 == LINES_MAX || label_width(text) <= max;
        size_t cut = last ? 0 : break_at(a, text, max);
        const char *line = cut ? arena_dup_n(a, text, cut) : label_shortened(a, text, max);
        lines.width = fmax(lines.width, label_width(line));
        lines.cut = lines.cut || (!cut && line != text);
        lines.text[lines.n++] = line;
        text = cut ? text + cut + 1 : "";
    }
    return lines;
}

/* As few lines as fit, and as even as they can be, so that no word stands alone below. */
static struct lines break_lines(struct arena *a, const char *text, double max) {
    struct lines best = break_lines_at(a, text, max);
    for (double narrower = max - 6; best.n > 1 && !best.cut && narrower > max / 3; narrower -= 6) {
        struct lines lines = break_lines_at(a, text, narrower);
        if (lines.n > best.n || lines.cut) break;
        best = lines;
    }
    return best;
}

/* ---- what is in the way ---- */

void labels_init(struct labels *labels, struct arena *a, double width, double height) {
    *labels = (struct labels){.arena = a, .width = width, .height = height};
}

static void box_add(struct arena *a, struct box **boxes, size_t *n, size_t *cap, struct box box) {
    if (*n == *cap) {
        size_t more = *cap ? *cap * 2 : 32;
        *boxes = arena_grow(a, *boxes, *cap * sizeof **boxes, more * sizeof **boxes);
        *cap = more;
    }
    (*boxes)[(*n)++] = box;
}

static void add_mark(struct labels *labels, double x, double y, double radius, double weight) {
    struct box box = {x - radius, y - radius, x + radius, y + radius, weight};
    box_add(labels->arena, &labels->marks, &labels->marks_n, &labels->marks_cap, box);
}

void labels_mark(struct labels *labels, double x, double y, double radius) {
    add_mark(labels, x, y, radius, 400);
}

void labels_mark_line(struct labels *labels, double x0, double y0, double x1, double y1) {
    int steps = (int)fmax(1, ceil(hypot(x1 - x0, y1 - y0) / 8));
    for (int i = 0; i <= steps; i++) {
        double share = (double)i / steps;
        add_mark(labels, x0 + share * (x1 - x0), y0 + share * (y1 - y0), 1, 12);
    }
}

static bool boxes_touch(const struct box *p, const struct box *q) {
    return p->x0 < q->x1 && q->x0 < p->x1 && p->y0 < q->y1 && q->y0 < p->y1;
}

static double touch_area(const struct box *p, const struct box *q) {
    if (!boxes_touch(p, q)) return 0;
    return (fmin(p->x1, q->x1) - fmax(p->x0, q->x0)) * (fmin(p->y1, q->y1) - fmax(p->y0, q->y0));
}

static double outside(const struct labels *labels, const struct box *box) {
    return fmax(0, EDGE - box->x0) + fmax(0, EDGE - box->y0) +
           fmax(0, box->x1 - labels->width + EDGE) + fmax(0, box->y1 - labels->height + EDGE);
}

static double box_cost(const struct labels *labels, const struct box *box) {
    double cost = 1e4 * outside(labels, box);
    for (size_t i = 0; i < labels->taken_n; i++) cost += 100 * touch_area(box, &labels->taken[i]);
    for (size_t i = 0; i < labels->marks_n; i++)
        cost += boxes_touch(box, &labels->marks[i]) ? labels->marks[i].weight : 0;
    return cost;
}

/* ---- finding a place ---- */

static struct box place_box(const struct label *label, const struct lines *lines,
                            const struct place *place) {
    double x = label->x + place->dx, middle = label->y + place->dy;
    double left = place->anchor == ANCHOR_START ? x
                  : place->anchor == ANCHOR_END ? x - lines->width
                                                : x - lines->width / 2;
    double half = (double)lines->n * LABEL_HEIGHT / 2;
    return (struct box){left, middle - half, left + lines->width, middle + half, 0};
}

/* The i-th place to try, nearest and most usual first; false when there are no more. */
static bool place_try(const struct label *label, const struct lines *lines, int i,
                      struct place *ret_place) {
    double block = (double)lines->n * LABEL_HEIGHT / 2, near = block + 5;
    const struct place beside[] = {
        {ANCHOR_START, 10, 0},   {ANCHOR_MIDDLE, 0, -near}, {ANCHOR_MIDDLE, 0, near},
        {ANCHOR_END, -10, 0},    {ANCHOR_START, 6, -near},  {ANCHOR_END, -6, -near},
        {ANCHOR_START, 6, near}, {ANCHOR_END, -6, near},    {ANCHOR_END, 8, -near},
        {ANCHOR_END, 8, near},
    };
    const struct place above[] = {
        {ANCHOR_START, 4, -block - 2},
        {ANCHOR_START, 4, block + 4},
        {ANCHOR_START, 60, -block - 2},
        {ANCHOR_START, 120, -block - 2},
    };
    const struct place left[] = {{ANCHOR_END, -10, 0}}, right[] = {{ANCHOR_START, 10, 0}};
    const struct place *const places[] = {beside, above, left, right};
    const int places_n[] = {10, 4, 1, 1};
    int n = places_n[label->where], ring_n = n == 1 ? 60 : 8;
    if (i >= n * (1 + ring_n)) return false;
    *ret_place = places[label->where][i % n];
    int ring = i / n; /* 0, then +1, -1, +2, -2 ... half lines */
    ret_place->dy += (ring % 2 ? 1 : -1) * (double)((ring + 1) / 2) * LABEL_HEIGHT * 0.75;
    return true;
}

static struct place place_best(const struct labels *labels, const struct label *label,
                               const struct lines *lines) {
    struct place place, best = {ANCHOR_START, 0, 0};
    double best_cost = INFINITY;
    for (int i = 0; place_try(label, lines, i, &place); i++) {
        struct box box = place_box(label, lines, &place);
        double cost = box_cost(labels, &box) + i * 1.5;
        if (cost < best_cost) {
            best_cost = cost;
            best = place;
        }
    }
    return best;
}

/* Moves a box that sticks out back into the drawing; returns how far. */
static void pull_inside(const struct labels *labels, struct box *box, double *ret_dx,
                        double *ret_dy) {
    double dx = fmax(0, EDGE - box->x0) - fmax(0, box->x1 - labels->width + EDGE);
    double dy = fmax(0, EDGE - box->y0) - fmax(0, box->y1 - labels->height + EDGE);
    *box = (struct box){box->x0 + dx, box->y0 + dy, box->x1 + dx, box->y1 + dy, 0};
    *ret_dx = dx;
    *ret_dy = dy;
}

static void write_text(struct text *out, const char *css, enum anchor anchor, double x, double y,
                       const struct lines *lines) {
    text_addf(out, "<text class=\"dl%s%s\"", *css ? " " : "", css);
    markup_attr(out, "x", x);
    markup_attr(out, "y", y);
    text_addf(out, " text-anchor=\"%s\">", anchor_names[anchor]);
    for (size_t i = 0; i < lines->n; i++) {
        if (i) {
            text_add(out, "<tspan");
            markup_attr(out, "x", x);
            markup_attr(out, "dy", LABEL_HEIGHT);
            text_add(out, ">");
        }
        markup_text(out, lines->text[i]);
        if (i) text_add(out, "</tspan>");
    }
    text_add(out, "</text>\n");
}

void labels_put(struct labels *labels, struct text *out, const struct label *label) {
    if (!label->text || !*label->text) return;
    double max = fmin(label->max_width, labels->width - 2 * EDGE);
    struct lines lines = break_lines(labels->arena, label->text, max);
    struct place place = place_best(labels, label, &lines);
    struct box box = place_box(label, &lines, &place);
    double dx, dy;
    pull_inside(labels, &box, &dx, &dy);
    box_add(labels->arena, &labels->taken, &labels->taken_n, &labels->taken_cap, box);
    const double baseline = 12; /* from the top of a line's box */
    write_text(out, label->css, place.anchor, label->x + place.dx + dx, box.y0 + baseline, &lines);
}
