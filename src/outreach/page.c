/* SPDX-License-Identifier: EUPL-1.2
 *
 * /unge/{youth}/maalgruppe: how sure the status is, the target group of FGU with its criteria, STU, what
 * other administrations do, and the contact person.
 */
#include "outreach/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/outreach.html.h"
#include "gen/outreach.sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool outreach_head_or_reply(struct request *rq, struct youth_head *ret_head) {
    struct err err = {0};
    bool found = false;
    if (!youth_head(rq->db, rq->arena, request_segment(rq, "youth"), clock_today(), ret_head,
                    &found, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (!found) reply_status(rq, 404);
    return found;
}

bool outreach_person_read(struct request *rq, const struct youth_head *head,
                          struct outreach_person *ret, struct err *err) {
    struct q_outreach_now_rows rows;
    struct q_outreach_now_in in = {head->id, clock_today()};
    if (!q_outreach_now(rq->db, rq->arena, in, &rows, err)) return false;
    const struct q_outreach_now_row *r = &rows.v[0]; /* the person exists */
    bool works = r->kind && strcmp(r->kind, "work") == 0;
    bool in_grades = r->grade && strtol(r->grade, NULL, 10) <= 9;
    *ret = (struct outreach_person){
        .facts = {r->kind, r->hours, clock_day_of(r->known_at), r->checked},
        .fgu = {.born = head->born,
                .compulsory = in_grades,
                .completed = r->completed,
                .stu_done = r->stu_done,
                .work_hours = works ? r->hours : NAN},
        .spell = r->spell,
        .doing = outreach_doing(rq->arena, rq->lang, r->kind, r->programme, r->place, r->hours),
        .since = r->from_day};
    return true;
}

struct all {
    const struct rules *rules;
    const struct youth_head *head;
    const char *base;
    struct outreach_person person;
    struct assessments assessments;
    struct q_outreach_stus_rows stus;
    struct q_outreach_efforts_rows efforts;
    struct q_outreach_contacts_rows contacts;
};

static bool read_all(struct request *rq, struct all *all, struct err *err) {
    struct db *db = rq->db;
    struct arena *a = rq->arena;
    const char *id = all->head->id;
    return rules_now(db, &all->rules, err) &&
           outreach_person_read(rq, all->head, &all->person, err) &&
           assessments_read(db, a, id, &all->assessments, err) &&
           q_outreach_stus(db, a, (struct q_outreach_stus_in){id}, &all->stus, err) &&
           q_outreach_efforts(db, a, (struct q_outreach_efforts_in){id}, &all->efforts, err) &&
           q_outreach_contacts(db, a, (struct q_outreach_contacts_in){id}, &all->contacts, err);
}

static const char *undo_of(struct request *rq, const struct all *all, const char *what, int64_t id,
                           int64_t author, int64_t at) {
    if (author != rq->visitor.user_id || clock_now() - at >= UNDO_US) return NULL;
    return arena_fmt(rq->arena, "%s/%s/%lld/fortryd", all->base, what, (long long)id);
}

/* ---- status ---- */

static void status_of(struct request *rq, const struct all *all, struct outreach_page *page) {
    int32_t expires, today = clock_today();
    if (outreach_band(all->rules, all->head->born, today) == BAND_NONE) return;
    if (!outreach_concerns(all->person.facts.kind) || all->person.fgu.completed) return;
    enum outreach_status status = outreach_judge(&all->person.facts, all->rules, today, &expires);
    page->now_badge = outreach_status_word(rq->lang, status);
    page->now_css = outreach_status_css(status);
    page->now = status == OUTREACH_EXPIRED
                    ? msg_outreach_now_expired(rq->arena, rq->lang, all->person.doing, expires)
                : expires == DAY_NONE
                    ? all->person.doing
                    : msg_outreach_now_until(rq->arena, rq->lang, all->person.doing, expires);
    if (status != OUTREACH_UNKNOWN && all->person.spell != INT_NONE)
        page->confirm = arena_fmt(rq->arena, "%s/bekraeft", all->base);
}

/* ---- criteria: facts that are counted ---- */

/* 25, 18,5 */
static const char *hours_words(struct request *rq, double hours) {
    return fmt_number(rq->arena, rq->lang, hours, hours == floor(hours) ? 0 : 1);
}

static void criterion(struct outreach_page *page, struct outreach_fact *list, const char *head,
                      const char *text, bool good) {
    list[page->criteria_n++] = (struct outreach_fact){head, text, good};
}

static void criteria_of(struct request *rq, const struct all *all, struct outreach_page *page) {
    int32_t today = clock_today();
    const struct fgu_facts *f = &all->person.fgu;
    enum lang lang = rq->lang;
    int64_t to = rules_int(all->rules, RULE_FGU_AGE_TO, NULL, NULL, today);
    int64_t half = fgu_half_time(all->rules, today);
    struct outreach_fact *list = arena_array(rq->arena, 4, sizeof *list);
    enum fgu_obstacle obstacle = fgu_judge(f, all->rules, today);
    page->obstacle = outreach_obstacle_words(rq, obstacle);
    if (to == INT_NONE) return;
    criterion(page, list, msg_outreach_criterion_age(rq->arena, lang, to),
              msg_outreach_years(rq->arena, lang, day_age(f->born, today)),
              day_age(f->born, today) < to);
    criterion(page, list, msg_outreach_criterion_school(lang),
              f->compulsory ? msg_outreach_is_compulsory(lang) : msg_outreach_is_not(lang),
              !f->compulsory);
    criterion(page, list, msg_outreach_criterion_completed(lang),
              f->stu_done    ? msg_outreach_has_stu(lang)
              : f->completed ? msg_outreach_has_completed(lang)
                             : msg_outreach_has_not(lang),
              !f->completed);
    if (half != INT_NONE)
        criterion(
            page, list,
            msg_outreach_criterion_work(rq->arena, lang, hours_words(rq, (double)half / 1000)),
            isnan(f->work_hours)
                ? msg_outreach_works_not(lang)
                : msg_outreach_works(rq->arena, lang, hours_words(rq, f->work_hours)),
            isnan(f->work_hours) || f->work_hours * 1000 < (double)half);
    page->criteria = list;
}

static const char *rules_words(struct request *rq, const struct rules *rules) {
    int32_t today = clock_today();
    const struct rule_row *intake = rules_row(rules, RULE_FGU_INTAKE, NULL, NULL, today);
    int64_t years = rules_int(rules, RULE_FGU_YEARS, NULL, NULL, today);
    int64_t hours = rules_int(rules, RULE_FGU_HOURS, NULL, NULL, today);
    int64_t weeks = rules_int(rules, RULE_FGU_SEARCH_WEEKS, NULL, NULL, today);
    if (!intake || years == INT_NONE || hours == INT_NONE || weeks == INT_NONE) return NULL;
    return msg_outreach_fgu_rules(rq->arena, rq->lang, years, hours, weeks,
                                  rule_value_words(rq->arena, rq->lang, intake));
}

/* ---- assessments ---- */

static const char *assessment_words(struct request *rq, const struct assessment *q) {
    const char *track = msg_by_key(rq->lang, arena_fmt(rq->arena, "outreach.track.%s", q->track));
    if (strcmp(q->track, "none") == 0) return track;
    return msg_outreach_track_period(rq->arena, rq->lang, track,
                                     fmt_day_long(rq->arena, rq->lang, q->from),
                                     fmt_day_long(rq->arena, rq->lang, q->to));
}

static void assessments_of(struct request *rq, const struct all *all, struct outreach_page *page) {
    struct outreach_entry *list = arena_array(rq->arena, all->assessments.n + 1, sizeof *list);
    for (size_t i = 0; i < all->assessments.n; i++) {
        const struct assessment *q = &all->assessments.v[i];
        if (q->withdrawn) continue;
        list[page->assessments_n++] = (struct outreach_entry){
            .id = q->id,
            .day = q->day,
            .what = assessment_words(rq, q),
            .text = q->reasons,
            .more = msg_outreach_assessment_text(rq->arena, rq->lang, q->academic, q->social,
                                                 q->personal, q->options),
            .actor = q->author_name,
            .undo = undo_of(rq, all, "vurdering", q->id, q->author, q->at)};
    }
    page->assessments = list;
    const struct assessment *newest = assessment_newest(&all->assessments);
    int32_t today = clock_today();
    page->said =
        !newest                              ? msg_outreach_assessed_not(rq->lang)
        : strcmp(newest->track, "none") == 0 ? msg_outreach_assessed_no(rq->lang)
        : newest->to != DAY_NONE && newest->to < today
            ? msg_outreach_assessed_over(rq->arena, rq->lang, newest->to)
            : msg_outreach_assessed_yes(
                  rq->arena, rq->lang,
                  msg_by_key(rq->lang, arena_fmt(rq->arena, "outreach.track.%s", newest->track)),
                  newest->to);
}

/* ---- STU, efforts, contact person ---- */

static void stus_of(struct request *rq, const struct all *all, struct outreach_page *page) {
    struct outreach_entry *list = arena_array(rq->arena, all->stus.n + 1, sizeof *list);
    int32_t today = clock_today();
    const char *newest = NULL;
    for (size_t i = 0; i < all->stus.n; i++) {
        const struct q_outreach_stus_row *r = &all->stus.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        if (!newest) newest = r->kind;
        list[page->stus_n++] = (struct outreach_entry){
            .id = r->id,
            .day = r->day,
            .what = msg_by_key(rq->lang, arena_fmt(rq->arena, "outreach.stu.%s", r->kind)),
            .text = outreach_open(rq->arena, "outreach_stu", r->id, "body", r->body),
            .more = outreach_open(rq->arena, "outreach_stu", r->id, "places", r->places),
            .actor = r->author_name,
            .undo = undo_of(rq, all, "stu", r->id, r->author, r->at)};
    }
    page->stus = list;
    int64_t to = rules_int(all->rules, RULE_STU_AGE_TO, NULL, NULL, today);
    int64_t years = rules_int(all->rules, RULE_STU_YEARS, NULL, NULL, today);
    int64_t within = rules_int(all->rules, RULE_STU_FINISH_YEARS, NULL, NULL, today);
    bool open = newest && strcmp(newest, "refer") == 0;
    page->may_answer = open;
    page->may_refer = to != INT_NONE && day_age(all->head->born, today) < to && !open &&
                      !(newest && strcmp(newest, "granted") == 0);
    if (to != INT_NONE && years != INT_NONE && within != INT_NONE)
        page->stu_said = msg_outreach_stu_rules(rq->arena, rq->lang, to, years, within);
}

static void efforts_of(struct request *rq, const struct all *all, struct outreach_page *page) {
    struct arena *a = rq->arena;
    struct outreach_entry *list = arena_array(a, all->efforts.n + 1, sizeof *list);
    int64_t open = 0;
    for (size_t i = 0; i < all->efforts.n; i++) {
        const struct q_outreach_efforts_row *r = &all->efforts.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        const char *side = msg_by_key(rq->lang, arena_fmt(a, "outreach.side.%s", r->side));
        bool over = r->to_day != DAY_NONE;
        open += !over;
        list[page->efforts_n++] = (struct outreach_entry){
            .id = r->id,
            .day = r->from_day,
            .what = over ? msg_outreach_effort_over(a, rq->lang, side, r->to_day)
                         : msg_outreach_effort_now(a, rq->lang, side),
            .text = outreach_open(a, "outreach_effort", r->id, "what", r->what),
            .more = outreach_open(a, "outreach_effort", r->id, "who", r->who),
            .actor = r->author_name,
            .undo = undo_of(rq, all, "indsats", r->id, r->author, r->at),
            .end = over ? NULL : arena_fmt(a, "%s/indsats/%lld/slut", all->base, (long long)r->id)};
    }
    page->efforts = list;
    bool needs = outreach_needs_contact(all->rules, open, clock_today());
    page->contact_said = needs ? msg_outreach_contact_needed(a, rq->lang, open) : NULL;
}

static void contacts_of(struct request *rq, const struct all *all, struct outreach_page *page) {
    struct arena *a = rq->arena;
    struct outreach_entry *list = arena_array(a, all->contacts.n + 1, sizeof *list);
    for (size_t i = 0; i < all->contacts.n; i++) {
        const struct q_outreach_contacts_row *r = &all->contacts.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        bool over = r->to_day != DAY_NONE;
        list[page->contacts_n++] = (struct outreach_entry){
            .id = r->id,
            .day = r->from_day,
            .what = outreach_open(a, "outreach_contact", r->id, "name", r->name),
            .text = over ? msg_outreach_contact_until(a, rq->lang, r->to_day) : NULL,
            .actor = r->author_name,
            .undo = undo_of(rq, all, "kontaktperson", r->id, r->author, r->at)};
        if (!over) page->contact_said = NULL; /* there is one */
    }
    page->contacts = list;
}

void outreach_page_get(struct request *rq) {
    struct youth_head head;
    struct err err = {0};
    if (!outreach_head_or_reply(rq, &head)) return;
    struct all all = {.head = &head, .base = arena_fmt(rq->arena, "/unge/%s/maalgruppe", head.id)};
    struct outreach_page page = {.head = &head, .base = all.base};
    if (!read_all(rq, &all, &err)) {
        reply_error(rq, &err);
        return;
    }
    status_of(rq, &all, &page);
    criteria_of(rq, &all, &page);
    page.rules = rules_words(rq, all.rules);
    assessments_of(rq, &all, &page);
    stus_of(rq, &all, &page);
    efforts_of(rq, &all, &page);
    contacts_of(rq, &all, &page);
    struct page shell = {.title = msg_outreach_of(rq->arena, rq->lang, head.first_name),
                         .section = "/unge",
                         .wide = true,
                         .printable = true};
    reply_page(rq, &shell, outreach_page, &page);
}
