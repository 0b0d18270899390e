/* SPDX-License-Identifier: EUPL-1.2
 *
 * Staff's pages: what is coming and what has been, and one event with what is to be done next.
 */
#include "event/views.h"

#include "access/access.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/event.html.h"
#include "gen/event.sql.h"
#include "gen/event_signup.sql.h"
#include "gen/msg.h"

#include <stdlib.h>
#include <string.h>

#define AHEAD_DAYS 800

static bool is(const struct event_line *event, const char *state) {
    return strcmp(event->state, state) == 0;
}

static bool has_begun(const struct event_line *e) {
    return clock_now() >= clock_at(e->day, (int)(e->from_minute / 60), (int)(e->from_minute % 60));
}

/* ---- what comes next ---- */

static enum event_next next_of(const struct event_line *e, int64_t untold) {
    if (is(e, "cancelled")) return NEXT_NONE;
    if (is(e, "draft")) return e->items || has_begun(e) ? NEXT_PUBLISH : NEXT_PROGRAMME;
    if (untold && !has_begun(e)) return NEXT_TELL;
    if (!has_begun(e)) return e->items ? NEXT_NONE : NEXT_PROGRAMME;
    if (!e->counted) return NEXT_COUNT;
    return e->asked_day == DAY_NONE ? NEXT_ASK : NEXT_NONE;
}

static const char *next_words(struct request *rq, const struct event_line *e, enum event_next next,
                              int64_t untold) {
    switch (next) {
    case NEXT_PROGRAMME:
        return msg_event_next_programme(rq->lang);
    case NEXT_PUBLISH:
        return msg_event_next_publish(rq->lang);
    case NEXT_TELL:
        return msg_event_next_tell(rq->arena, rq->lang, untold);
    case NEXT_COUNT:
        return msg_event_next_count(rq->lang);
    case NEXT_ASK:
        return msg_event_next_ask(rq->lang);
    default:
        break;
    }
    if (is(e, "cancelled")) return msg_event_next_cancelled(rq->lang);
    return has_begun(e) ? msg_event_next_done(rq->lang) : msg_event_next_ready(rq->lang);
}

/* What is missing, in two words for the list. */
static const char *missing_words(struct request *rq, enum event_next next) {
    return next == NEXT_PROGRAMME ? msg_event_miss_programme(rq->lang)
           : next == NEXT_PUBLISH ? msg_event_miss_publish(rq->lang)
           : next == NEXT_COUNT   ? msg_event_miss_count(rq->lang)
           : next == NEXT_ASK     ? msg_event_miss_ask(rq->lang)
                                  : NULL;
}

static const char *state_words(struct request *rq, const struct event_line *e) {
    return msg_by_key(rq->lang, arena_fmt(rq->arena, "event.state.%s", e->state));
}

/* "48 af 120 tilmeldt, 4 på venteliste", "62 kom", "Ingen tilmelding" */
static const char *people_words(struct request *rq, const struct event_line *e) {
    struct arena *a = rq->arena;
    if (e->counted) return msg_event_came(a, rq->lang, e->came);
    if (!e->sign_up) return msg_event_no_sign_up(rq->lang);
    if (e->capacity == INT_NONE) return msg_event_signed_up(a, rq->lang, e->people);
    const char *taken = msg_event_taken(a, rq->lang, e->people, e->capacity);
    return e->waiting ? msg_event_and_waiting(a, rq->lang, taken, e->waiting) : taken;
}

/* ---- the list ---- */

static struct manage_line line_of(struct request *rq, const struct event_line *e) {
    enum event_next next = next_of(e, 0);
    return (struct manage_line){
        .href = arena_fmt(rq->arena, "/arrangementer/ret/%s", e->id),
        .title = e->title,
        .who = arena_fmt(rq->arena, "%s · %s", event_where(rq->arena, e), e->owner_name),
        .day = fmt_day_short(rq->arena, rq->lang, e->day),
        .state = is(e, "published") ? people_words(rq, e) : state_words(rq, e),
        .badge = missing_words(rq, next),
        .badge_css = next == NEXT_PROGRAMME || next == NEXT_COUNT ? "badge-warning" : "badge-info",
    };
}

static bool seasons_of(struct request *rq, struct manage_page *page, struct err *err) {
    struct q_event_seasons_rows rows;
    if (!q_event_seasons(rq->db, rq->arena, &rows, err)) return false;
    struct event_theirs *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++)
        list[i] = (struct event_theirs){
            rows.v[i].name,
            arena_fmt(rq->arena, "/arrangementer/ret/uger/%lld", (long long)rows.v[i].id)};
    page->seasons = list;
    page->seasons_n = rows.n;
    return true;
}

void manage_get(struct request *rq) {
    struct err err = {0};
    struct event_lines lines;
    struct manage_page page = {0};
    int32_t today = clock_today();
    bool all = request_query(rq, "alt") != NULL;
    int32_t since = all ? day_from_ymd(2000, 1, 1) : school_year_first_day(school_year_of(today));
    if (!event_read_between(rq->db, rq->arena, since, today + AHEAD_DAYS, &lines, &err) ||
        !seasons_of(rq, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct manage_line *coming = arena_array(rq->arena, lines.n + 1, sizeof *coming);
    struct manage_line *past = arena_array(rq->arena, lines.n + 1, sizeof *past);
    for (size_t i = 0; i < lines.n; i++)
        if (lines.v[i].day >= today) coming[page.coming_n++] = line_of(rq, &lines.v[i]);
    for (size_t i = lines.n; i-- > 0;) /* the last first */
        if (lines.v[i].day < today) past[page.past_n++] = line_of(rq, &lines.v[i]);
    page.coming = coming;
    page.past = past;
    page.older = all ? NULL : "/arrangementer/ret?alt=1";
    struct page shell = {.title = msg_event_manage(rq->lang), .section = "/arrangementer"};
    reply_page(rq, &shell, manage_page, &page);
}

/* ---- evaluation: nothing under the least number of answers ---- */

static bool answers_of(struct request *rq, const struct event_line *e,
                       struct event_manage_page *page, struct err *err) {
    struct q_event_answers_rows rows;
    int64_t least;
    struct arena *a = rq->arena;
    if (!q_event_answers(rq->db, a, (struct q_event_answers_in){e->id}, &rows, err) ||
        !rule_int(rq->db, RULE_EVENT_ANSWERS_LEAST, NULL, NULL, e->day, &least, err))
        return false;
    int64_t n = (int64_t)rows.n;
    if (least != INT_NONE && n < least) {
        page->answers_said = msg_event_few_answers(a, rq->lang, least);
        return true;
    }
    struct answer_row *list = arena_array(a, 2, sizeof *list);
    struct event_text_line *comments = arena_array(a, rows.n + 1, sizeof *comments);
    int64_t useful = 0, wiser = 0;
    list[0].question = msg_event_field_nytte(rq->lang);
    list[1].question = msg_event_field_klogere(rq->lang);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_event_answers_row *r = &rows.v[i];
        list[0].n[r->useful - 1]++;
        list[1].n[r->wiser - 1]++;
        useful += r->useful >= 4;
        wiser += r->wiser >= 4;
        const char *text =
            r->comment.ptr ? open_text(a, "event_answer", r->id, "comment", r->comment) : NULL;
        if (text) comments[page->comments_n++] = (struct event_text_line){text};
    }
    list[0].said = msg_event_said_useful(a, rq->lang, useful, n);
    list[1].said = msg_event_said_wiser(a, rq->lang, wiser, n);
    page->answers = list;
    page->answers_n = 2;
    page->comments = comments;
    page->answers_said = msg_event_many_answers(a, rq->lang, n);
    return true;
}

/* ---- one event ---- */

static void fact(struct event_manage_page *page, struct event_theirs *list, const char *label,
                 const char *text) {
    list[page->facts_n++] = (struct event_theirs){label, text};
}

static void facts_of(struct request *rq, const struct event_line *e,
                     struct event_manage_page *page) {
    struct event_theirs *list = arena_array(rq->arena, 8, sizeof *list);
    fact(page, list, msg_event_kind(rq->lang), event_kind_words(rq->arena, rq->lang, e->kind));
    if (e->season_name) fact(page, list, msg_event_season(rq->lang), e->season_name);
    fact(page, list, msg_event_owner(rq->lang), e->owner_name);
    fact(page, list, msg_event_people(rq->lang), people_words(rq, e));
    if (e->sign_up && e->sign_up_until != DAY_NONE)
        fact(page, list, msg_event_field_frist(rq->lang),
             fmt_day_long(rq->arena, rq->lang, e->sign_up_until));
    if (e->asked_day != DAY_NONE)
        fact(page, list, msg_event_evaluation(rq->lang),
             msg_event_asked_on(rq->arena, rq->lang, e->asked_day));
    page->facts = list;
}

static bool untold_of(struct request *rq, const struct event_line *e, int64_t *ret,
                      struct err *err) {
    struct q_event_untold_rows rows;
    if (!q_event_untold(rq->db, rq->arena, (struct q_event_untold_in){e->id}, &rows, err))
        return false;
    *ret = rows.v[0].n;
    return true;
}

void event_manage_get(struct request *rq) {
    struct event_line event;
    struct err err = {0};
    int64_t untold;
    if (!event_or_reply(rq, false, &event)) return;
    struct event_manage_page page = {
        .event = &event,
        .base = arena_fmt(rq->arena, "/arrangementer/ret/%s", event.id),
        .public_path = arena_fmt(rq->arena, "/arrangementer/%s", event.id),
        .when = event_when(rq->arena, rq->lang, &event),
        .where = event_where(rq->arena, &event),
        .state = state_words(rq, &event),
        .state_css = is(&event, "published")   ? "badge-success"
                     : is(&event, "cancelled") ? "badge-warning"
                                               : "badge-info",
        .may_edit = !is(&event, "cancelled"),
        .held = is(&event, "published") && has_begun(&event),
        .mine = event.owner == rq->visitor.user_id,
    };
    if (!untold_of(rq, &event, &untold, &err) ||
        !event_points(rq, event.id, &page.points, &page.points_n, &err) ||
        (page.held && !answers_of(rq, &event, &page, &err))) {
        reply_error(rq, &err);
        return;
    }
    page.next = next_of(&event, untold);
    page.next_said = next_words(rq, &event, page.next, untold);
    page.answer_address =
        arena_fmt(rq->arena, "%s%s/evaluering", request_origin(rq), page.public_path);
    facts_of(rq, &event, &page);
    struct page shell = {.title = event.title, .section = "/arrangementer"};
    reply_page(rq, &shell, event_manage_page, &page);
}

/* ---- acts with one button, and their undo ---- */

struct act {
    const char *event, *what;
    int64_t account, row;
};

static bool act_write(struct db *w, void *ctx, struct err *err) {
    const struct act *act = ctx;
    int64_t now = clock_now(), since = now - EVENT_UNDO_US, changed = 0;
    int32_t today = clock_today();
    const char *what = act->what, *event = act->event;
    int64_t account = act->account;
    bool ok;
    if (strcmp(what, "udgiv") == 0)
        ok = q_event_publish(w, (struct q_event_publish_in){event, account, now}, &changed, err);
    else if (strcmp(what, "udgiv-fortryd") == 0)
        ok = q_event_unpublish(w, (struct q_event_unpublish_in){event, account, since}, &changed,
                               err);
    else if (strcmp(what, "overtag") == 0)
        ok = q_event_own(w, (struct q_event_own_in){event, account}, &changed, err);
    else if (strcmp(what, "spurgt") == 0)
        ok = q_event_ask(w, (struct q_event_ask_in){event, account, today}, &changed, err);
    else if (strcmp(what, "spurgt-fortryd") == 0)
        ok = q_event_unask(w, (struct q_event_unask_in){event, account, today}, &changed, err);
    else if (strcmp(what, "ud") == 0)
        ok = q_event_item_withdraw(
            w, (struct q_event_item_withdraw_in){act->row, event, account, now}, &changed, err);
    else
        ok = q_event_item_back(w, (struct q_event_item_back_in){act->row, event, account, since},
                               &changed, err);
    if (ok && !changed) return err_set(err, ERR_NOT_FOUND, "nothing to change");
    return ok;
}

static void act_reply(struct request *rq, struct act *act, const char *notice, const char *undo) {
    struct err err = {0};
    const char *back = arena_fmt(rq->arena, "/arrangementer/ret/%s", act->event);
    if (store_write(rq->store, act_write, act, &err))
        reply_redirect_notice(rq, back, notice, undo);
    else if (err.kind == ERR_NOT_FOUND) /* a colleague was faster, or it is too late to undo */
        reply_redirect_notice(rq, back, msg_event_nothing(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

/* The last segment of the route is the act. */
void event_act_post(struct request *rq) {
    struct event_line event;
    if (!event_or_reply(rq, false, &event)) return;
    struct act act = {event.id, strrchr(rq->route->path, '/') + 1, rq->visitor.user_id, INT_NONE};
    bool undoable = strcmp(act.what, "udgiv") == 0 || strcmp(act.what, "spurgt") == 0;
    const char *undo = undoable ? arena_fmt(rq->arena, "%s-fortryd", rq->path) : NULL;
    act_reply(rq, &act, msg_by_key(rq->lang, arena_fmt(rq->arena, "event.did.%s", act.what)), undo);
}

void item_out_post(struct request *rq) {
    struct event_line event;
    if (!event_or_reply(rq, false, &event)) return;
    struct act act = {event.id, strrchr(rq->route->path, '/') + 1, rq->visitor.user_id,
                      strtoll(request_segment(rq, "punkt"), NULL, 10)};
    bool out = strcmp(act.what, "ud") == 0;
    act_reply(rq, &act, out ? msg_event_did_ud(rq->lang) : msg_event_did_tilbage(rq->lang),
              out ? arena_fmt(rq->arena, "/arrangementer/ret/%s/punkt/%lld/tilbage", event.id,
                              (long long)act.row)
                  : NULL);
}
