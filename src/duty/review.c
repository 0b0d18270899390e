/* SPDX-License-Identifier: EUPL-1.2
 *
 * /pligt/gennemgang: everyone between 15 and 17, school by school, once a period (quarter). A counsellor
 * opens the own schools and the own young people out of school; a team leader all.
 */
#include "duty/views.h"

#include "activity/activity.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/duty.html.h"
#include "gen/duty.sql.h"
#include "gen/msg.h"
#include "school/school.h"

#include <stdlib.h>
#include <string.h>

#define OUT "uden" /* the list of those in no class */

struct review {
    struct request *rq;
    const struct rules *rules;
    int32_t today, first, last, born_after, born_until;
    bool everyone;
};

/* False: there is no such rule today, or *err. */
static bool review_begin(struct request *rq, struct review *r, struct err *err) {
    *r = (struct review){.rq = rq, .today = clock_today()};
    r->everyone = rq->visitor.role == ROLE_TEAM_LEADER;
    if (!rules_now(rq->db, &r->rules, err)) return false;
    int64_t from = rules_int(r->rules, RULE_DUTY_AGE_FROM, NULL, NULL, r->today);
    int64_t to = rules_int(r->rules, RULE_DUTY_AGE_TO, NULL, NULL, r->today);
    if (from == INT_NONE || to == INT_NONE) return false;
    r->born_after = day_add_months(r->today, -12 * (int)to);
    r->born_until = day_add_months(r->today, -12 * (int)from);
    return duty_period(r->rules, r->today, &r->first, &r->last);
}

/* The schools of this visitor, as numbers; all of them for a team leader. */
static bool is_mine(const struct review *r, const struct school_option *own, size_t own_n,
                    const char *number) {
    if (r->everyone) return true;
    for (size_t i = 0; i < own_n; i++)
        if (strcmp(own[i].number, number) == 0) return true;
    return false;
}

static bool own_schools(const struct review *r, struct school_option **ret, size_t *ret_n,
                        struct err *err) {
    *ret_n = 0;
    if (r->everyone) return true;
    return school_options(r->rq->db, r->rq->arena, r->rq->visitor.user_id, r->today, ret, ret_n,
                          err);
}

/* ---- the list of one school ---- */

static struct duty_review_line line_make(const struct review *r,
                                         const struct q_duty_review_out_row *p) {
    struct request *rq = r->rq;
    int64_t hours = rules_int(r->rules, RULE_DUTY_WORK_HOURS, NULL, NULL, r->today);
    enum duty_meets meets = duty_meets(p->kind, p->hours, hours, p->agreed);
    const char *years = msg_duty_years(rq->arena, rq->lang, day_age(p->born, r->today));
    return (struct duty_review_line){
        .id = p->id,
        .href = arena_fmt(rq->arena, "/unge/%s/pligt", p->id),
        .name = p->name,
        .about = p->class_name ? arena_fmt(rq->arena, "%s · %s", p->class_name, years) : years,
        .doing = p->kind ? activity_words(rq->arena, rq->lang, p->kind, p->programme, NULL,
                                          p->class_name ? NULL : p->place)
                         : msg_duty_now_nothing(rq->lang),
        .badge = p->exempt               ? msg_duty_badge_exempt(rq->lang)
                 : meets == DUTY_MEETS   ? NULL
                 : meets == DUTY_UNKNOWN ? msg_duty_badge_unknown(rq->lang)
                                         : msg_duty_badge_not_met(rq->lang),
        .reviewed = p->reviewed == DAY_NONE
                        ? NULL
                        : msg_duty_reviewed(rq->arena, rq->lang, p->reviewed, p->reviewer),
        .guarded = p->guarded};
}

static void line_add(const struct review *r, const struct q_duty_review_out_row *row,
                     struct duty_review_line *lines, size_t *n) {
    lines[(*n)++] = line_make(r, row);
}

/* Who is on a list: of a school, with those who go there without a class (a youth education) for a team
 * leader; or those who go nowhere, for a counsellor all the own ones in no class. */
static bool list_read(const struct review *r, const char *key, struct duty_review_line **ret,
                      size_t *ret_n, struct err *err) {
    struct request *rq = r->rq;
    bool nowhere = strcmp(key, OUT) == 0;
    struct q_duty_review_out_rows out = {0};
    struct q_duty_review_school_rows in_school = {0};
    struct q_duty_review_out_in outside = {rq->visitor.user_id,
                                           r->everyone,
                                           nowhere ? "" : key,
                                           r->born_after,
                                           r->born_until,
                                           r->today,
                                           r->first};
    struct q_duty_review_school_in inside = {key,      r->born_after, r->born_until,
                                             r->today, r->first,      school_year_of(r->today)};
    if (!nowhere && !q_duty_review_school(rq->db, rq->arena, inside, &in_school, err)) return false;
    if ((nowhere || r->everyone) && !q_duty_review_out(rq->db, rq->arena, outside, &out, err))
        return false;
    *ret = arena_array(rq->arena, in_school.n + out.n + 1, sizeof **ret);
    *ret_n = 0;
    for (size_t i = 0; i < in_school.n; i++) {
        const struct q_duty_review_school_row *p = &in_school.v[i];
        struct q_duty_review_out_row row = {
            p->id,    p->name,  p->born,     p->guarded,  p->class_name, p->kind,  p->programme,
            p->hours, p->place, p->reviewed, p->reviewer, p->agreed,     p->exempt};
        line_add(r, &row, *ret, ret_n);
    }
    for (size_t i = 0; i < out.n; i++) line_add(r, &out.v[i], *ret, ret_n);
    return true;
}

/* ---- the overview ---- */

static void school_add(struct request *rq, const struct q_duty_review_counts_row *c,
                       struct duty_school_line *list, size_t *n) {
    list[(*n)++] = (struct duty_school_line){
        arena_fmt(rq->arena, "/pligt/gennemgang?skole=%s", c->institution), c->school, c->n,
        c->reviewed, c->n - c->reviewed};
}

static void out_add(struct request *rq, int64_t n, int64_t reviewed, struct duty_school_line *list,
                    size_t *lines_n) {
    if (n)
        list[(*lines_n)++] =
            (struct duty_school_line){"/pligt/gennemgang?skole=" OUT, msg_duty_review_out(rq->lang),
                                      n, reviewed, n - reviewed};
}

static bool schools_all(const struct review *r, struct duty_school_line **ret, size_t *ret_n,
                        struct err *err) {
    struct request *rq = r->rq;
    struct q_duty_review_counts_rows rows;
    struct q_duty_review_counts_in in = {r->born_after, r->born_until, r->today, r->first};
    if (!q_duty_review_counts(rq->db, rq->arena, in, &rows, err)) return false;
    struct duty_school_line *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    int64_t out = 0, out_reviewed = 0;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_review_counts_row *c = &rows.v[i];
        if (c->institution) {
            school_add(rq, c, list, ret_n);
        } else {
            out += c->n;
            out_reviewed += c->reviewed;
        }
    }
    out_add(rq, out, out_reviewed, list, ret_n);
    *ret = list;
    return true;
}

static bool schools_own(const struct review *r, struct duty_school_line **ret, size_t *ret_n,
                        struct err *err) {
    struct request *rq = r->rq;
    struct q_duty_review_own_rows rows;
    struct q_duty_review_own_in in = {
        rq->visitor.user_id,     r->born_after, r->born_until, r->today, r->first,
        school_year_of(r->today)};
    struct duty_review_line *out;
    size_t out_n;
    if (!q_duty_review_own(rq->db, rq->arena, in, &rows, err) ||
        !list_read(r, OUT, &out, &out_n, err))
        return false;
    struct duty_school_line *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_review_own_row *o = &rows.v[i];
        school_add(rq,
                   &(struct q_duty_review_counts_row){o->institution, o->school, o->n, o->reviewed},
                   list, ret_n);
    }
    int64_t done = 0;
    for (size_t i = 0; i < out_n; i++) done += out[i].reviewed != NULL;
    out_add(rq, (int64_t)out_n, done, list, ret_n);
    *ret = list;
    return true;
}

static bool schools_of(const struct review *r, struct duty_review_page *page, struct err *err) {
    struct duty_school_line *list = NULL;
    bool ok = r->everyone ? schools_all(r, &list, &page->schools_n, err)
                          : schools_own(r, &list, &page->schools_n, err);
    if (!ok) return false;
    page->schools = list;
    int64_t n = 0, missing = 0;
    for (size_t i = 0; i < page->schools_n; i++) {
        n += list[i].n;
        missing += list[i].missing;
    }
    page->said = msg_duty_review_said(r->rq->arena, r->rq->lang, missing, n);
    return true;
}

static bool school_of(const struct review *r, const char *key, struct duty_review_page *page,
                      bool *ret_mine, struct err *err) {
    struct request *rq = r->rq;
    struct school_option *own = NULL;
    size_t own_n;
    struct duty_review_line *lines;
    if (!own_schools(r, &own, &own_n, err)) return false;
    *ret_mine = strcmp(key, OUT) == 0 || is_mine(r, own, own_n, key);
    if (!*ret_mine) return true;
    if (!list_read(r, key, &lines, &page->lines_n, err)) return false;
    page->lines = lines;
    page->school_key = key;
    page->school = strcmp(key, OUT) == 0 ? msg_duty_review_out(rq->lang) : NULL;
    for (size_t i = 0; i < own_n && !page->school; i++)
        if (strcmp(own[i].number, key) == 0) page->school = own[i].name;
    struct q_duty_school_name_rows name;
    if (!page->school) {
        if (!q_duty_school_name(rq->db, rq->arena, (struct q_duty_school_name_in){key}, &name, err))
            return false;
        page->school = name.n ? name.v[0].name : key;
    }
    int64_t missing = 0;
    for (size_t i = 0; i < page->lines_n; i++) missing += lines[i].reviewed == NULL;
    page->said = msg_duty_review_said(rq->arena, rq->lang, missing, (int64_t)page->lines_n);
    return true;
}

/* What a page shows of the list; what was chosen is looked for in all of it. */
static void page_cut(struct request *rq, struct duty_review_page *page) {
    size_t first;
    const char *href = arena_fmt(rq->arena, "/pligt/gennemgang?skole=%s&side=", page->school_key);
    page->pager = duty_pager_make(rq, href, page->lines_n, &first, &page->lines_n);
    page->lines += first;
    for (size_t i = 0; i < page->lines_n; i++) page->any_left |= page->lines[i].reviewed == NULL;
}

void duty_review_get(struct request *rq) {
    struct review r;
    struct err err = {0};
    struct duty_review_page page = {0};
    const char *key = request_query(rq, "skole");
    bool ruled = review_begin(rq, &r, &err), mine = true;
    page.no_rule = !ruled;
    if (ruled) {
        page.period =
            msg_duty_review_period(rq->arena, rq->lang, fmt_day_long(rq->arena, rq->lang, r.first),
                                   fmt_day_long(rq->arena, rq->lang, r.last));
        if (key && *key) {
            if (school_of(&r, key, &page, &mine, &err) && mine) page_cut(rq, &page);
        } else {
            (void)schools_of(&r, &page, &err);
        }
    }
    if (err.kind != ERR_NONE) {
        reply_error(rq, &err);
        return;
    }
    if (!mine) {
        reply_status(rq, 403);
        return;
    }
    struct page shell = {.title = msg_duty_review(rq->lang),
                         .section = "/pligt",
                         .wide = true,
                         .printable = page.school != NULL};
    reply_page(rq, &shell, duty_review, &page);
}

/* ---- one press, or the chosen ones ---- */

struct press {
    const struct review *r;
    const struct duty_review_line *lines;
    size_t lines_n;
    const char **chosen;
    size_t chosen_n;
    int64_t written;
};

static bool is_on_list(const struct press *p, const char *id) {
    for (size_t i = 0; i < p->lines_n; i++)
        if (strcmp(p->lines[i].id, id) == 0) return true;
    return false;
}

static bool press_write(struct db *w, void *ctx, struct err *err) {
    struct press *p = ctx;
    p->written = 0;
    for (size_t i = 0; i < p->chosen_n; i++) {
        int64_t changed = 0;
        if (!is_on_list(p, p->chosen[i])) return err_set(err, ERR_INPUT, "not on this list");
        struct q_duty_review_add_in in = {
            id_next(),  p->chosen[i], p->r->first, p->r->today, p->r->rq->visitor.user_id,
            clock_now()};
        if (!q_duty_review_add(w, in, &changed, err)) return false;
        p->written += changed;
    }
    return true;
}

void duty_review_post(struct request *rq) {
    struct review r;
    struct err err = {0};
    struct duty_review_page page = {0};
    bool mine = false;
    const char *key = request_body(rq, "skole"), *one = request_body(rq, "en");
    if (!review_begin(rq, &r, &err) || !key || !*key || !school_of(&r, key, &page, &mine, &err) ||
        !mine) {
        if (err.kind != ERR_NONE)
            reply_error(rq, &err);
        else
            reply_status(rq, key && *key && !mine ? 403 : 400);
        return;
    }
    struct press p = {.r = &r, .lines = page.lines, .lines_n = page.lines_n};
    p.chosen_n = request_body_all(rq, "valgt", &p.chosen);
    if (one && *one) { /* the button of a row: that one only */
        p.chosen = &one;
        p.chosen_n = 1;
    }
    const char *side = request_body(rq, "side");
    const char *back = arena_fmt(rq->arena, "/pligt/gennemgang?skole=%s&side=%lld", key,
                                 side ? strtoll(side, NULL, 10) : 1LL);
    if (!p.chosen_n)
        reply_redirect_notice(rq, back, msg_duty_review_nothing(rq->lang), NULL);
    else if (store_write(rq->store, press_write, &p, &err))
        reply_redirect_notice(rq, back, msg_duty_review_done(rq->arena, rq->lang, p.written), NULL);
    else
        reply_error(rq, &err);
}
