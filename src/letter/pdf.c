/* SPDX-License-Identifier: EUPL-1.2
 *
 * A letter on paper (report/paper.h): who from and to, when, the subject, and the text.
 */
#include "letter/pdf.h"

#include "base/date.h"
#include "gen/msg.h"
#include "report/paper.h"

static void foot(struct paper *paper, void *ctx) {
    (void)ctx;
    struct arena *a = paper->arena;
    const char *text = msg_letter_pdf_page(a, LANG_DA, fmt_int(a, LANG_DA, paper->page),
                                           fmt_int(a, LANG_DA, paper->pages));
    paper_set(paper, paper->small, PAPER_SMALL, PAPER_MEASURE, text);
    cairo_move_to(paper->cr, PAPER_LEFT, PAPER_HEIGHT - PAPER_BOTTOM + 28);
    pango_cairo_show_layout(paper->cr, paper->small);
}

/* Who from and to, and when; then the subject. */
static void head(struct paper *paper, const struct sheet *sheet) {
    paper_piece(paper, PAPER_SMALL, "P", 0, 0, sheet->municipality);
    paper->y += 28;
    paper_piece(paper, PAPER_TEXT, "P", 0, 0, sheet->to);
    paper_piece(paper, PAPER_TEXT, "P", 0, 0, fmt_day_long(paper->arena, LANG_DA, sheet->day));
    paper_piece(paper, PAPER_TITLE, "H1", 0, 0, sheet->subject);
    paper->y += 4;
}

static void draw(struct paper *paper, void *ctx) {
    const struct sheet *sheet = ctx;
    head(paper, sheet);
    for (size_t i = 0; i < sheet->blocks_n; i++) {
        const struct block *b = &sheet->blocks[i];
        bool in_list = i && sheet->blocks[i - 1].kind == BLOCK_ITEM;
        if (b->kind == BLOCK_ITEM) {
            if (!in_list) {
                paper->y += paper_space(PAPER_TEXT);
                paper_tag(paper, "L");
            }
            paper_item(paper, b->text, NULL);
            if (i + 1 == sheet->blocks_n || sheet->blocks[i + 1].kind != BLOCK_ITEM)
                paper_tag_end(paper, "L");
        } else if (b->kind == BLOCK_HEADING) {
            paper_piece(paper, PAPER_HEADING, "H2", 0, 48, b->text);
        } else {
            paper_piece(paper, PAPER_TEXT, "P", 0, 0, b->text);
        }
    }
}

bool pdf_make(struct arena *a, const struct sheet *sheet, struct blob *ret_pdf, struct err *err) {
    struct paper_work work = {.title = sheet->subject,
                              .author = sheet->municipality,
                              .language = "da-DK",
                              .day = sheet->day,
                              .draw = draw,
                              .edge = foot,
                              .ctx = (struct sheet *)(uintptr_t)sheet};
    return paper_pdf(a, &work, ret_pdf, err);
}
