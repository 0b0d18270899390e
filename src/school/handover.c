/* SPDX-License-Identifier: EUPL-1.2
 *
 * A counsellor's schools, when a colleague covers for a while or takes over for good.
 *
 * What was fixed stays in the rows: a post that goes to another ends the day before, and the other's begins.
 * A row that never came to anything ends before it begins; no question about a day finds it.
 */
#include "school/views.h"

#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"

#include <stdlib.h>
#include <string.h>

static bool overlaps(struct db *db, struct arena *a, int64_t account, const char *institution,
                     int32_t from, int32_t to, bool *ret_overlaps, struct err *err) {
    struct q_school_fix_overlap_rows rows;
    struct q_school_fix_overlap_in in = {account, institution, from, to};
    if (!q_school_fix_overlap(db, a, in, &rows, err)) return false;
    *ret_overlaps = rows.n > 0;
    return true;
}

/* ---- cover ---- */

bool school_cover(struct db *w, struct arena *a, const struct school_cover_new *cover,
                  int64_t *ret_schools, struct err *err) {
    struct q_school_posts_rows posts;
    *ret_schools = 0;
    if (!q_school_posts(w, a, (struct q_school_posts_in){cover->account, cover->from}, &posts, err))
        return false;
    for (size_t i = 0; i < posts.n; i++) {
        const struct q_school_posts_row *p = &posts.v[i];
        bool there;
        if (p->account != cover->account || p->cover_for != INT_NONE || p->from_day > cover->to)
            continue;
        int32_t from = p->from_day > cover->from ? p->from_day : cover->from;
        int32_t to = p->to_day != DAY_NONE && p->to_day < cover->to ? p->to_day : cover->to;
        if (!overlaps(w, a, cover->cover, p->institution, from, to, &there, err)) return false;
        if (there) continue;
        struct q_school_cover_add_in in = {id_next(), cover->cover,   p->institution, from,
                                           to,        cover->account, cover->absence};
        if (!q_school_cover_add(w, in, NULL, err)) return false;
        ++*ret_schools;
    }
    return true;
}

bool school_cover_end(struct db *w, int64_t absence, int32_t last, struct err *err) {
    return q_school_cover_end(w, (struct q_school_cover_end_in){absence, last}, NULL, err);
}

/* ---- handing over ---- */

bool school_handover_preview(struct request *rq, const struct handover *h,
                             struct handover_lines *out, struct err *err) {
    struct q_school_posts_rows posts;
    struct handover_line schools = {msg_school_handover_schools(rq->lang), 0, NULL};
    struct handover_line covers = {msg_school_handover_covers(rq->lang), 0, NULL};
    if (!q_school_posts(rq->db, rq->arena, (struct q_school_posts_in){h->from, h->day}, &posts,
                        err))
        return false;
    for (size_t i = 0; i < posts.n; i++) {
        const struct q_school_posts_row *p = &posts.v[i];
        if (p->account == h->from && p->cover_for == INT_NONE) schools.n++;
        if (p->account == h->from && p->cover_for != INT_NONE) covers.n++;
    }
    *handover_add(out) = schools;
    if (covers.n) *handover_add(out) = covers;
    return true;
}

static bool item(struct db *w, const struct handover *h, struct arena *a, const char *what,
                 int64_t post, int32_t before, struct err *err) {
    char *iso = arena_alloc(a, 11);
    const char *key = arena_fmt(a, "%lld", (long long)post);
    struct q_school_item_add_in in = {h->id, what, key, day_iso(iso, before)};
    return q_school_item_add(w, in, NULL, err);
}

static bool end_post(struct db *w, struct arena *a, const struct handover *h,
                     const struct q_school_posts_row *p, struct err *err) {
    struct q_school_post_end_in in = {p->id, p->from_day < h->day ? h->day - 1 : p->from_day - 1};
    return item(w, h, a, "school.ended", p->id, p->to_day, err) &&
           q_school_post_end(w, in, NULL, err);
}

/* The taker has the school already: then the post only ends. So does one in which somebody covered. */
static bool move_post(struct db *w, struct arena *a, const struct handover *h,
                      const struct q_school_posts_row *p, struct err *err) {
    int32_t from = p->from_day > h->day ? p->from_day : h->day;
    bool there = p->account != h->from || p->cover_for == h->to;
    if (!there && !overlaps(w, a, h->to, p->institution, from, p->to_day, &there, err))
        return false;
    if (there) return end_post(w, a, h, p, err);
    if (p->from_day >= h->day) {
        struct q_school_post_give_in give = {p->id, h->from, h->to};
        return item(w, h, a, "school.given", p->id, DAY_NONE, err) &&
               q_school_post_give(w, give, NULL, err);
    }
    int64_t id = id_next();
    struct q_school_fix_in in = {id, h->to, p->institution, from, p->to_day, p->cover_for};
    return end_post(w, a, h, p, err) && item(w, h, a, "school.new", id, DAY_NONE, err) &&
           q_school_fix(w, in, NULL, err);
}

/* Those in which others cover end first: the taker may be one of them. */
bool school_handover_move(struct db *w, struct arena *a, const struct handover *h,
                          struct err *err) {
    struct q_school_posts_rows posts;
    if (!q_school_posts(w, a, (struct q_school_posts_in){h->from, h->day}, &posts, err))
        return false;
    for (size_t i = 0; i < posts.n; i++)
        if (posts.v[i].account != h->from && !move_post(w, a, h, &posts.v[i], err)) return false;
    for (size_t i = 0; i < posts.n; i++)
        if (posts.v[i].account == h->from && !move_post(w, a, h, &posts.v[i], err)) return false;
    return true;
}

bool school_handover_back(struct db *w, struct arena *a, const struct handover *h,
                          struct err *err) {
    struct q_school_items_rows items;
    if (!q_school_items(w, a, (struct q_school_items_in){h->id}, &items, err)) return false;
    for (size_t i = 0; i < items.n; i++) {
        const struct q_school_items_row *r = &items.v[i];
        int64_t post = strtoll(r->row_key, NULL, 10);
        bool ended = strcmp(r->what, "school.ended") == 0;
        struct q_school_post_end_in end = {post,
                                           ended ? day_parse_iso(r->before_text) : h->day - 1};
        struct q_school_post_give_in give = {post, h->to, h->from};
        bool ok = strcmp(r->what, "school.given") == 0 ? q_school_post_give(w, give, NULL, err)
                                                       : q_school_post_end(w, end, NULL, err);
        if (!ok) return false;
    }
    return true;
}
