/* SPDX-License-Identifier: EUPL-1.2
 *
 * /unge/{youth}/breve: the letters of one person, one as it was sent, and as PDF; and what somebody
 * does about one that has not left.
 */
#include "letter/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/letter.html.h"
#include "gen/letter.sql.h"
#include "gen/msg.h"
#include "letter/pdf.h"
#include "youth/youth.h"

#include <stdlib.h>
#include <string.h>

const char *letter_to_word(enum lang lang, const char *recipient) {
    if (strcmp(recipient, "youth") == 0) return msg_letter_to_youth(lang);
    if (strcmp(recipient, "mother") == 0) return msg_letter_to_mother(lang);
    if (strcmp(recipient, "father") == 0) return msg_letter_to_father(lang);
    if (strcmp(recipient, "official") == 0) return msg_letter_to_official(lang);
    return msg_letter_to_other(lang);
}

static const char *badge_of(enum letter_state state) {
    switch (state) {
    case LETTER_SENT:
        return "badge-success";
    case LETTER_FAILED:
        return "badge-error";
    case LETTER_HAND:
        return "badge-warning";
    default:
        return "badge-info";
    }
}

static const char *to_line(struct request *rq, const struct letter_line *line) {
    return msg_letter_to_line(rq->arena, rq->lang, line->to,
                              letter_to_word(rq->lang, line->recipient));
}

/* The head of the person; makes the reply itself when there is none. */
static bool head_read(struct request *rq, const char *youth_id, struct youth_head *head) {
    struct err err = {0};
    bool found = false;
    if (!youth_head(rq->db, rq->arena, youth_id, clock_today(), head, &found, &err))
        reply_error(rq, &err);
    else if (!found)
        reply_status(rq, 404);
    return found;
}

void letter_list_get(struct request *rq) {
    const char *youth_id = request_segment(rq, "youth");
    struct youth_head head;
    struct letter_line *lines;
    size_t n;
    struct err err = {0};
    if (!head_read(rq, youth_id, &head)) return;
    if (!letter_list(rq->db, rq->arena, youth_id, &lines, &n, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct letter_list_line *shown = arena_array(rq->arena, n, sizeof *shown);
    for (size_t i = 0; i < n; i++)
        shown[i] = (struct letter_list_line){&lines[i], to_line(rq, &lines[i]),
                                             letter_state_word(rq->lang, lines[i].state),
                                             badge_of(lines[i].state)};
    struct letter_list_page page = {youth_id, head.name, shown, n};
    struct page shell = {.title = msg_letter_title(rq->arena, rq->lang, head.name),
                         .section = "/unge",
                         .printable = true};
    reply_page(rq, &shell, letter_list_page, &page);
}

/* The letter that the path names; makes the reply itself when there is none. */
static bool letter_read(struct request *rq, struct letter_full *letter) {
    struct err err = {0};
    bool found = false;
    int64_t id = strtoll(request_segment(rq, "letter"), NULL, 10);
    if (!letter_find(rq->db, rq->arena, request_segment(rq, "youth"), id, letter, &found, &err))
        reply_error(rq, &err);
    else if (!found)
        reply_status(rq, 404);
    return found;
}

/* Items that follow each other are one list. */
static void parts_make(struct arena *a, const struct sheet *sheet, struct letter_page *page) {
    struct letter_part *parts = arena_array(a, sheet->blocks_n, sizeof *parts);
    struct letter_item *items = arena_array(a, sheet->blocks_n, sizeof *items);
    size_t n = 0;
    for (size_t i = 0; i < sheet->blocks_n; i++) {
        const struct block *b = &sheet->blocks[i];
        items[i].text = b->text;
        if (b->kind == BLOCK_HEADING)
            parts[n++].heading = b->text;
        else if (b->kind == BLOCK_TEXT)
            parts[n++].paragraph = b->text;
        else if (i && sheet->blocks[i - 1].kind == BLOCK_ITEM)
            parts[n - 1].items_n++;
        else
            parts[n++] = (struct letter_part){.items = &items[i], .items_n = 1};
    }
    page->parts = parts;
    page->parts_n = n;
}

void letter_page_get(struct request *rq) {
    const char *youth_id = request_segment(rq, "youth");
    struct youth_head head;
    struct letter_full letter;
    if (!head_read(rq, youth_id, &head) || !letter_read(rq, &letter)) return;
    enum letter_state state = letter.line.state;
    struct letter_page page = {
        .youth_id = youth_id,
        .name = head.name,
        .letter = &letter,
        .to = letter.line.to,
        .state = letter_state_word(rq->lang, state),
        .badge = badge_of(state),
        .sent_day = clock_day_of(letter.line.sent_at),
        .sent = state == LETTER_SENT,
        .handed = letter.handed,
        .hand = state == LETTER_HAND,
        .failed = state == LETTER_FAILED,
        .can_withdraw = state == LETTER_WAITING || state == LETTER_HAND || state == LETTER_FAILED,
    };
    parts_make(rq->arena, &letter.sheet, &page);
    struct page shell = {.title = letter.line.subject, .section = "/unge", .printable = true};
    reply_page(rq, &shell, letter_page, &page);
}

void letter_pdf_get(struct request *rq) {
    struct letter_full letter;
    struct blob pdf;
    struct err err = {0};
    char iso[11];
    if (!letter_read(rq, &letter)) return;
    if (!pdf_make(rq->arena, &letter.sheet, &pdf, &err)) {
        reply_error(rq, &err);
        return;
    }
    reply_download(rq, "application/pdf",
                   msg_letter_pdf_name(rq->arena, rq->lang, day_iso(iso, letter.line.day)));
    text_add_n(&rq->reply.body, pdf.ptr, pdf.len);
}

/* ---- what somebody does about a letter ---- */

static const char *const acts[] = {"afleveret", "igen", "tilbage", NULL};
enum act { ACT_HANDED, ACT_AGAIN, ACT_TAKE_BACK };
struct act_form {
    const char *act;
};
static const struct field act_fields[] = {
    {.name = "handling",
     .kind = FIELD_CHOICE,
     .offset = offsetof(struct act_form, act),
     .required = true,
     .choices = acts,
     .label = "letter.column.state"},
};

struct act_work {
    enum act act;
    int64_t letter, account, changed;
};

static bool act_write(struct db *w, void *ctx, struct err *err) {
    struct act_work *k = ctx;
    int64_t now = clock_now();
    switch (k->act) {
    case ACT_HANDED:
        return q_letter_hand_over(w, (struct q_letter_hand_over_in){k->letter, now, k->account},
                                  &k->changed, err);
    case ACT_AGAIN:
        return q_letter_again(w, (struct q_letter_again_in){k->letter, now}, &k->changed, err);
    default:
        return q_letter_take_back(w, (struct q_letter_take_back_in){k->letter, now}, &k->changed,
                                  err);
    }
}

void letter_act_post(struct request *rq) {
    struct letter_full letter;
    struct act_form values = {0};
    struct form form;
    struct err err = {0};
    if (!letter_read(rq, &letter)) return;
    if (!form_read(rq, act_fields, 1, &form, &values)) {
        reply_status(rq, 400); /* the buttons are the only way to here */
        return;
    }
    struct act_work k = {.letter = letter.line.id, .account = rq->visitor.user_id};
    while (strcmp(acts[k.act], values.act) != 0) k.act++;
    if (!store_write(rq->store, act_write, &k, &err)) {
        reply_error(rq, &err);
        return;
    }
    const char *said[] = {msg_letter_done_handed(rq->lang), msg_letter_done_again(rq->lang),
                          msg_letter_done_withdrawn(rq->lang)};
    reply_redirect_notice(rq, letter.line.href,
                          k.changed ? said[k.act] : msg_letter_done_late(rq->lang), NULL);
}
