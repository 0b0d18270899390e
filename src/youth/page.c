/* SPDX-License-Identifier: EUPL-1.2
 *
 * The one-screen page of a young person: /unge/{youth}.
 *
 * This room knows who the young person is; everything else on the page is contributed by the slices
 * through slice.h, so that a new task appears here without a change in this file:
 *
 *     notices   what must be seen first: badges beside the name, alerts under it
 *     panels    something to do: the note box
 *     timeline  what happened, sorted here, newest first, cut into school years
 *     facts     the right column, grouped by their headings
 */
#include "youth/pages.h"

#include "base/clock.h"
#include "base/cpr.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/youth.html.h"
#include "gen/youth.sql.h"
#include "youth/views.h"

#include <stdlib.h>
#include <string.h>

/* So many lines show who somebody is; the rest is a click away. */
#define TIMELINE_FIRST 12

static int by_newest(const void *left, const void *right) {
    const struct timeline_item *l = left, *r = right;
    if (l->day != r->day) return l->day < r->day ? 1 : -1;
    if (l->at != r->at) return l->at < r->at ? 1 : -1;
    return 0;
}

/* Cuts the sorted lines into school years. */
static void timeline_cut(struct arena *a, struct timeline *t, size_t shown,
                         struct youth_page *page) {
    struct timeline_year *years = arena_array(a, shown + 1, sizeof *years);
    size_t n = 0;
    int current = 0;
    for (size_t i = 0; i < shown; i++) {
        int year = school_year_of(t->items[i].day);
        if (!n || year != current) {
            years[n++] = (struct timeline_year){school_year_text(a, year), &t->items[i], 0};
            current = year;
        }
        years[n - 1].items_n++;
    }
    page->years = years;
    page->years_n = n;
}

static bool collect_timeline(struct request *rq, const char *id, bool all, struct youth_page *page,
                             struct err *err) {
    struct timeline t = {.arena = rq->arena};
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        if (s->timeline && !s->timeline(rq, id, &t, err)) return false;
    }
    if (t.n) qsort(t.items, t.n, sizeof *t.items, by_newest);
    page->total = t.n;
    page->shown = all || t.n <= TIMELINE_FIRST ? t.n : TIMELINE_FIRST;
    timeline_cut(rq->arena, &t, page->shown, page);
    return true;
}

static bool collect_notices(struct request *rq, const char *id, struct youth_page *page,
                            struct err *err) {
    struct notices all = {.arena = rq->arena};
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        if (s->notices && !s->notices(rq, id, &all, err)) return false;
    }
    struct notice *badges = arena_array(rq->arena, all.n + 1, sizeof *badges);
    struct notice *alerts = arena_array(rq->arena, all.n + 1, sizeof *alerts);
    for (size_t i = 0; i < all.n; i++) {
        if (all.items[i].text)
            alerts[page->alerts_n++] = all.items[i];
        else
            badges[page->badges_n++] = all.items[i];
    }
    page->badges = badges;
    page->alerts = alerts;
    return true;
}

static bool collect_facts(struct request *rq, const char *id, struct youth_page *page,
                          struct err *err) {
    struct facts all = {.arena = rq->arena};
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        if (s->facts && !s->facts(rq, id, &all, err)) return false;
    }
    struct fact_group *groups = arena_array(rq->arena, all.n + 1, sizeof *groups);
    for (size_t i = 0; i < all.n; i++) {
        if (!page->groups_n || strcmp(groups[page->groups_n - 1].name, all.items[i].group) != 0)
            groups[page->groups_n++] = (struct fact_group){all.items[i].group, &all.items[i], 0};
        groups[page->groups_n - 1].facts_n++;
    }
    page->groups = groups;
    return true;
}

static bool collect_panels(struct request *rq, const char *id, struct youth_page *page,
                           struct err *err) {
    struct text out;
    text_init(&out, rq->arena);
    struct html html = {.out = &out,
                        .arena = rq->arena,
                        .lang = rq->lang,
                        .csrf = rq->visitor.csrf,
                        .path = rq->path};
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        struct panel panel = {0};
        if (!s->panel) continue;
        if (!s->panel(rq, id, &panel, err)) return false;
        if (panel.view) panel.view(&html, panel.data);
    }
    page->panels = text_str(&out);
    return true;
}

/* Renders the page; `cpr` is the full number when this request is the logged act that shows it. */
static void page_show(struct request *rq, const char *cpr) {
    const char *id = request_segment(rq, "youth");
    struct err err = {0};
    struct youth_head *head = arena_alloc(rq->arena, sizeof *head);
    bool found = false;
    bool may_work = (rq->visitor.role & ROLE_GUIDANCE) != 0;
    if ((may_work && !slices_ask(rq, PAGE_PERSON, id, NULL, &err)) ||
        !youth_head(rq->db, rq->arena, id, clock_today(), head, &found, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!found) {
        reply_status(rq, 404);
        return;
    }
    struct youth_page page = {
        .head = head,
        .cpr = cpr,
        .masked = cpr_masked(rq->arena, head->born),
        .may_work = may_work,
        .may_hand_out = rq->visitor.role == ROLE_TEAM_LEADER,
        .back = "/unge",
        .back_label = msg_youth_back(rq->lang),
    };
    bool all = request_query(rq, "alt") != NULL;
    bool ok = collect_notices(rq, id, &page, &err) && collect_facts(rq, id, &page, &err) &&
              (!page.may_work ||
               (collect_panels(rq, id, &page, &err) && collect_timeline(rq, id, all, &page, &err)));
    if (!ok) {
        reply_error(rq, &err);
        return;
    }
    struct page shell = {.title = head->name, .section = "/unge", .wide = true, .printable = true};
    reply_page(rq, &shell, youth_page, &page);
}

void youth_page_get(struct request *rq) { page_show(rq, NULL); }

/* POST, because showing the number is an act of its own in the log; never in a URL. */
void youth_page_cpr(struct request *rq) {
    const char *id = request_segment(rq, "youth");
    struct q_youth_cpr_rows rows;
    struct err err = {0};
    if (!q_youth_cpr(rq->db, rq->arena, (struct q_youth_cpr_in){.id = id}, &rows, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!rows.n || !rows.v[0].cpr.ptr) {
        reply_status(rq, 404);
        return;
    }
    const char *cpr = open_text(rq->arena, "youth", id, "cpr", rows.v[0].cpr);
    if (!cpr) {
        err_set(&err, ERR_DB, "a sealed CPR number does not open");
        reply_error(rq, &err);
        return;
    }
    page_show(rq, arena_fmt(rq->arena, "%.6s-%s", cpr, cpr + 6));
}
