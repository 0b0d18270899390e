/* SPDX-License-Identifier: EUPL-1.2
 *
 * /unge/{youth}/plan: the plan on one page, and /unge/{youth}/plan/version/{number}: one version on
 * paper, in words that a 15-year-old reads.
 */
#include "plan/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/plan.html.h"
#include "gen/plan.sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Everything about one person's plan, in eight queries. */
struct plan_all {
    struct q_plan_versions_rows versions;
    struct q_plan_wishes_rows wishes;
    struct q_plan_courses_rows courses;
    struct q_plan_agreements_rows agreements;
    struct q_plan_notices_rows notices;
    struct q_plan_answers_of_rows answers;
    struct plan_steps steps;
    struct plan_state state;
    const struct q_plan_versions_row *now, *draft; /* or NULL */
};

static bool read_all(struct request *rq, const char *youth, struct plan_all *all, struct err *err) {
    struct db *db = rq->db;
    struct arena *a = rq->arena;
    bool ok =
        q_plan_versions(db, a, (struct q_plan_versions_in){youth}, &all->versions, err) &&
        q_plan_wishes(db, a, (struct q_plan_wishes_in){youth}, &all->wishes, err) &&
        q_plan_courses(db, a, (struct q_plan_courses_in){youth}, &all->courses, err) &&
        q_plan_agreements(db, a, (struct q_plan_agreements_in){youth}, &all->agreements, err) &&
        q_plan_notices(db, a, (struct q_plan_notices_in){youth}, &all->notices, err) &&
        q_plan_answers_of(db, a, (struct q_plan_answers_of_in){youth}, &all->answers, err) &&
        plan_steps_read(db, a, youth, &all->steps, err);
    if (!ok) return false;
    all->state = (struct plan_state){.draft = INT_NONE, .draft_number = INT_NONE};
    for (size_t i = 0; i < all->versions.n; i++) {
        const struct q_plan_versions_row *r = &all->versions.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        if (r->agreed_day == DAY_NONE)
            all->draft = r;
        else if (!all->now || r->number > all->now->number)
            all->now = r;
    }
    if (all->now) all->state.agreed = all->now->number;
    if (!all->draft) return true;
    all->state.draft = all->draft->id;
    all->state.draft_number = all->draft->number;
    for (size_t i = 0; i < all->agreements.n; i++)
        if (all->agreements.v[i].plan == all->draft->id &&
            all->agreements.v[i].withdrawn_at == INT_NONE)
            all->state.locked = true;
    return true;
}

/* ---- words ---- */

const char *plan_wish_words(struct arena *a, enum lang lang, const char *kind,
                            const char *programme, const char *school) {
    struct text t;
    const char *word = msg_by_key(lang, arena_fmt(a, "plan.wish.%s", kind));
    text_init(&t, a);
    text_add(&t, word ? word : kind);
    if (programme) text_addf(&t, " – %s", programme);
    if (school) text_addf(&t, ", %s", school);
    return text_str(&t);
}

const char *plan_owner_words(struct arena *a, enum lang lang, const char *owner, const char *name,
                             const char *first_name) {
    if (strcmp(owner, "youth") == 0) return first_name;
    if (strcmp(owner, "other") == 0 && name) return name;
    const char *word = msg_by_key(lang, arena_fmt(a, "plan.owner.%s", owner));
    return name ? arena_fmt(a, "%s (%s)", word, name) : word;
}

const char *plan_duty_words(struct arena *a, enum lang lang, const char *duty, double hours,
                            const char *text) {
    if (!duty) return text;
    const char *word = msg_by_key(lang, arena_fmt(a, "plan.duty.%s", duty));
    if (!isnan(hours)) {
        bool whole = hours == floor(hours);
        word = msg_plan_duty_hours(a, lang, word, fmt_number(a, lang, hours, whole ? 0 : 1));
    }
    return text ? arena_fmt(a, "%s. %s", word, text) : word;
}

static const char *party_words(struct request *rq, const char *party, const char *name,
                               const char *first_name) {
    if (strcmp(party, "youth") == 0) return first_name;
    return name ? name : msg_plan_party_guardian(rq->lang);
}

/* A goal a line; empty lines are none. */
static void goals_cut(struct arena *a, const char *aim, struct plan_body *body) {
    size_t most = 1;
    for (const char *p = aim ? aim : ""; *p; p++) most += *p == '\n';
    struct plan_goal *goals = arena_array(a, most, sizeof *goals);
    for (const char *p = aim ? aim : ""; *p;) {
        size_t len = strcspn(p, "\n");
        if (len) goals[body->goals_n++] = (struct plan_goal){arena_dup_n(a, p, len)};
        p += len + (p[len] == '\n');
    }
    body->goals = goals;
}

static const struct plan_body *body_of(struct request *rq, const struct q_plan_versions_row *r) {
    if (!r) return NULL;
    struct arena *a = rq->arena;
    struct plan_body *body = arena_alloc(a, sizeof *body);
    *body = (struct plan_body){
        .situation = plan_open(a, "plan", r->id, "situation", r->situation),
        .duty = plan_duty_words(a, rq->lang, r->duty, r->hours,
                                plan_open(a, "plan", r->id, "duty_text", r->duty_text))};
    goals_cut(a, plan_open(a, "plan", r->id, "aim", r->aim), body);
    return body;
}

/* ---- the parts ---- */

static void steps_of(struct request *rq, const struct youth_head *head, const struct plan_all *all,
                     struct plan_page *page) {
    const struct plan_state *s = &all->state;
    struct plan_line *lines = arena_array(rq->arena, all->steps.n + 1, sizeof *lines);
    for (size_t i = 0; i < all->steps.n; i++) {
        const struct plan_step *step = &all->steps.v[i];
        bool holds = plan_step_holds(step, s->agreed, s->draft);
        bool drafted = s->draft != INT_NONE && plan_step_in(step, s->draft_number);
        if (!holds && !drafted) continue;
        const char *note = !holds ? msg_plan_step_new(rq->lang)
                           : s->draft != INT_NONE && step->to != INT_NONE
                               ? msg_plan_step_leaves(rq->lang)
                           : all->now && step->from > s->agreed
                               ? msg_plan_step_since(rq->arena, rq->lang, step->added)
                               : NULL;
        bool open = step->done == DAY_NONE;
        bool free = s->draft != INT_NONE ? !s->locked && drafted : step->from > s->agreed;
        lines[page->steps_n++] =
            (struct plan_line){.id = step->id,
                               .what = step->what,
                               .owner = plan_owner_words(rq->arena, rq->lang, step->owner,
                                                         step->owner_name, head->first_name),
                               .note = note,
                               .due = step->due,
                               .done = step->done,
                               .late = open && step->due != DAY_NONE && step->due < clock_today(),
                               .may_do = open && holds,
                               .may_take_out = open && free};
    }
    page->steps = lines;
}

static void wishes_of(struct request *rq, const struct plan_all *all, struct plan_page *page) {
    struct plan_fact_line *lines = arena_array(rq->arena, all->wishes.n + 1, sizeof *lines);
    for (size_t i = 0; i < all->wishes.n; i++) {
        const struct q_plan_wishes_row *r = &all->wishes.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        const char *by = msg_by_key(rq->lang, arena_fmt(rq->arena, "plan.said_by.%s", r->said_by));
        const char *what = plan_wish_words(rq->arena, rq->lang, r->kind, r->programme, r->school);
        lines[page->wishes_n++] = (struct plan_fact_line){
            fmt_day_short(rq->arena, rq->lang, r->day),
            r->priority == 1 ? msg_plan_wish_first(rq->arena, rq->lang, what, by)
                             : msg_plan_wish_second(rq->arena, rq->lang, what, by)};
    }
    page->wishes = lines;
}

static bool is_later(int64_t at, int32_t until) {
    return until != DAY_NONE && clock_day_of(at) > until;
}

/* Those that were known on the day a version was agreed, on paper; else all (`until` DAY_NONE). */
static struct plan_fact_line *courses_of(struct request *rq, const struct plan_all *all,
                                         int32_t until, size_t *ret_n) {
    struct plan_fact_line *lines = arena_array(rq->arena, all->courses.n + 1, sizeof *lines);
    *ret_n = 0;
    for (size_t i = 0; i < all->courses.n; i++) {
        const struct q_plan_courses_row *r = &all->courses.v[i];
        if (r->withdrawn_at != INT_NONE || is_later(r->at, until)) continue;
        const char *kind = msg_by_key(rq->lang, arena_fmt(rq->arena, "plan.course.%s", r->kind));
        const char *where = r->school ? r->school : r->place;
        const char *purpose = plan_open(rq->arena, "plan_course", r->id, "purpose", r->purpose);
        const char *from = fmt_day_short(rq->arena, rq->lang, r->from_day);
        bool whole = r->hours == floor(r->hours);
        lines[(*ret_n)++] = (struct plan_fact_line){
            r->to_day == r->from_day
                ? from
                : msg_plan_period(rq->arena, rq->lang, from,
                                  fmt_day_short(rq->arena, rq->lang, r->to_day)),
            msg_plan_course_line(rq->arena, rq->lang, kind, where ? where : "",
                                 fmt_number(rq->arena, rq->lang, r->hours, whole ? 0 : 1),
                                 purpose ? purpose : "")};
    }
    return lines;
}

static const char *scale_words(struct request *rq, int64_t answer) {
    if (answer == INT_NONE) return msg_plan_not_answered(rq->lang);
    return msg_by_key(rq->lang, arena_fmt(rq->arena, "plan.scale.%lld", (long long)answer));
}

static void answers_of(struct request *rq, const struct plan_all *all, struct plan_page *page) {
    struct plan_fact_line *lines = arena_array(rq->arena, all->answers.n + 1, sizeof *lines);
    for (size_t i = 0; i < all->answers.n; i++) {
        const struct q_plan_answers_of_row *r = &all->answers.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        const char *how = msg_by_key(rq->lang, arena_fmt(rq->arena, "plan.told_by.%s", r->said_by));
        lines[page->answers_n++] = (struct plan_fact_line){
            fmt_day_short(rq->arena, rq->lang, r->day),
            msg_plan_answer_line(rq->arena, rq->lang, scale_words(rq, r->motivating),
                                 scale_words(rq, r->realistic), r->number, how)};
    }
    page->answers = lines;
}

static const char *how_words(struct request *rq, const char *how) {
    return msg_by_key(rq->lang, arena_fmt(rq->arena, "plan.how.%s", how));
}

/* Agreements to one version (INT_NONE: to the one that holds and the draft), and the notices about the
 * child benefit up to a day. */
static struct plan_fact_line *parties_of(struct request *rq, const struct youth_head *head,
                                         const struct plan_all *all, int64_t plan, int32_t until,
                                         size_t *ret_n) {
    size_t most = all->agreements.n + all->notices.n + 1;
    struct plan_fact_line *lines = arena_array(rq->arena, most, sizeof *lines);
    *ret_n = 0;
    for (size_t i = 0; i < all->agreements.n; i++) {
        const struct q_plan_agreements_row *r = &all->agreements.v[i];
        bool wanted = plan != INT_NONE ? r->plan == plan
                                       : (all->now && r->plan == all->now->id) ||
                                             (all->draft && r->plan == all->draft->id);
        if (r->withdrawn_at != INT_NONE || !wanted) continue;
        const char *who = party_words(rq, r->party, r->name, head->first_name);
        lines[(*ret_n)++] = (struct plan_fact_line){
            fmt_day_short(rq->arena, rq->lang, r->day),
            msg_plan_agreed_line(rq->arena, rq->lang, who, r->number, how_words(rq, r->how))};
    }
    for (size_t i = 0; i < all->notices.n; i++) {
        const struct q_plan_notices_row *r = &all->notices.v[i];
        if (r->withdrawn_at != INT_NONE || is_later(r->at, until)) continue;
        const char *who = party_words(rq, r->party, r->name, head->first_name);
        lines[(*ret_n)++] = (struct plan_fact_line){
            fmt_day_short(rq->arena, rq->lang, r->day),
            msg_plan_told_line(rq->arena, rq->lang, who, how_words(rq, r->how), r->author_name)};
    }
    return lines;
}

static void versions_of(struct request *rq, const struct plan_all *all, struct plan_page *page) {
    struct plan_version *list = arena_array(rq->arena, all->versions.n + 1, sizeof *list);
    for (size_t i = 0; i < all->versions.n; i++) {
        const struct q_plan_versions_row *r = &all->versions.v[i];
        if (r->withdrawn_at != INT_NONE || r->agreed_day == DAY_NONE) continue;
        list[page->versions_n++] = (struct plan_version){
            r->number, arena_fmt(rq->arena, "%s/version/%lld", page->base, (long long)r->number),
            msg_plan_version_line(rq->arena, rq->lang, r->agreed_day, r->author_name)};
    }
    page->versions = list;
}

static const char *said_of(struct request *rq, const struct plan_all *all) {
    if (all->now)
        return msg_plan_said_agreed(rq->arena, rq->lang, all->now->number, all->now->agreed_day);
    return all->draft ? msg_plan_said_draft(rq->lang) : msg_plan_said_none(rq->lang);
}

/* Who is missing before the draft is agreed. */
static const char *draft_said(struct request *rq, const struct youth_head *head,
                              const struct plan_all *all) {
    bool youth = false, guardian = head->age >= 18;
    for (size_t i = 0; i < all->agreements.n; i++) {
        const struct q_plan_agreements_row *r = &all->agreements.v[i];
        if (r->plan != all->draft->id || r->withdrawn_at != INT_NONE) continue;
        if (strcmp(r->party, "youth") == 0)
            youth = true;
        else
            guardian = true;
    }
    if (youth) return msg_plan_waits_guardian(rq->lang);
    return guardian ? msg_plan_waits_youth(rq->arena, rq->lang, head->first_name)
                    : msg_plan_waits_both(rq->arena, rq->lang, head->first_name);
}

static bool told_all(const struct plan_all *all) {
    bool youth = false, guardian = false;
    for (size_t i = 0; i < all->notices.n; i++) {
        if (all->notices.v[i].withdrawn_at != INT_NONE) continue;
        if (strcmp(all->notices.v[i].party, "youth") == 0)
            youth = true;
        else
            guardian = true;
    }
    return youth && guardian;
}

void plan_page_get(struct request *rq) {
    struct youth_head head;
    struct err err = {0};
    struct plan_all all = {0};
    if (!plan_head_or_reply(rq, &head)) return;
    if (!read_all(rq, head.id, &all, &err)) {
        reply_error(rq, &err);
        return;
    }
    bool in_duty = head.age >= 15 && head.age < 18;
    struct plan_page page = {.head = &head,
                             .base = arena_fmt(rq->arena, "/unge/%s/plan", head.id),
                             .said = said_of(rq, &all),
                             .now = body_of(rq, all.now),
                             .draft = body_of(rq, all.draft),
                             .now_number = all.now ? all.now->number : 0,
                             .draft_number = all.draft ? all.draft->number : 0,
                             .draft_said = all.draft ? draft_said(rq, &head, &all) : NULL,
                             .locked = all.state.locked,
                             .must_tell = in_duty && (all.now || all.draft) && !told_all(&all)};
    steps_of(rq, &head, &all, &page);
    wishes_of(rq, &all, &page);
    answers_of(rq, &all, &page);
    versions_of(rq, &all, &page);
    page.courses = courses_of(rq, &all, DAY_NONE, &page.courses_n);
    page.parties = parties_of(rq, &head, &all, INT_NONE, DAY_NONE, &page.parties_n);
    if (all.now)
        page.print = arena_fmt(rq->arena, "%s/version/%lld", page.base, (long long)all.now->number);
    struct page shell = {.title = msg_plan_of(rq->arena, rq->lang, head.first_name),
                         .section = "/unge",
                         .wide = true,
                         .printable = true};
    reply_page(rq, &shell, plan_page, &page);
}

/* ---- on paper ---- */

static const struct q_plan_versions_row *version_of(const struct plan_all *all, int64_t number) {
    for (size_t i = 0; i < all->versions.n; i++) {
        const struct q_plan_versions_row *r = &all->versions.v[i];
        if (r->number == number && r->withdrawn_at == INT_NONE && r->agreed_day != DAY_NONE)
            return r;
    }
    return NULL;
}

/* The first priority that was the newest when the version was agreed. */
static const char *wish_then(struct request *rq, const struct plan_all *all, int32_t day) {
    for (size_t i = 0; i < all->wishes.n; i++) { /* newest first, first priority first */
        const struct q_plan_wishes_row *r = &all->wishes.v[i];
        if (r->withdrawn_at == INT_NONE && r->day <= day && r->priority == 1)
            return plan_wish_words(rq->arena, rq->lang, r->kind, r->programme, r->school);
    }
    return NULL;
}

static void paper_steps(struct request *rq, const struct youth_head *head,
                        const struct plan_all *all, int64_t number, struct plan_paper *paper) {
    struct plan_line *lines = arena_array(rq->arena, all->steps.n + 1, sizeof *lines);
    for (size_t i = 0; i < all->steps.n; i++) {
        const struct plan_step *step = &all->steps.v[i];
        if (!plan_step_in(step, number)) continue;
        lines[paper->steps_n++] =
            (struct plan_line){.what = step->what,
                               .owner = plan_owner_words(rq->arena, rq->lang, step->owner,
                                                         step->owner_name, head->first_name),
                               .due = step->due,
                               .done = step->done};
    }
    paper->steps = lines;
}

void plan_version_get(struct request *rq) {
    struct youth_head head;
    struct err err = {0};
    struct plan_all all = {0};
    if (!plan_head_or_reply(rq, &head)) return;
    if (!read_all(rq, head.id, &all, &err)) {
        reply_error(rq, &err);
        return;
    }
    int64_t number = strtoll(request_segment(rq, "nummer"), NULL, 10);
    const struct q_plan_versions_row *r = version_of(&all, number);
    if (!r) {
        reply_status(rq, 404);
        return;
    }
    bool newest = r == all.now;
    struct plan_paper paper = {
        .head = &head,
        .base = arena_fmt(rq->arena, "/unge/%s/plan", head.id),
        .title = msg_plan_paper_title(rq->arena, rq->lang, head.name),
        .lead = newest ? msg_plan_paper_lead(rq->arena, rq->lang, r->agreed_day, number)
                       : msg_plan_paper_old(rq->arena, rq->lang, r->agreed_day, number),
        .body = body_of(rq, r),
        .wish = wish_then(rq, &all, r->agreed_day),
        .counsellor = head.counsellor_name,
        .benefit = day_age(head.born, r->agreed_day) < 18 && all.notices.n > 0};
    paper_steps(rq, &head, &all, number, &paper);
    paper.courses = courses_of(rq, &all, newest ? DAY_NONE : r->agreed_day, &paper.courses_n);
    paper.parties =
        parties_of(rq, &head, &all, r->id, newest ? DAY_NONE : r->agreed_day, &paper.parties_n);
    struct page shell = {.title = paper.title, .section = "/unge", .printable = true};
    reply_page(rq, &shell, plan_paper, &paper);
}
