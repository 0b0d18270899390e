/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: timeline, worklist, facts.
 *
 * Worklist lines of a counsellor: a class of the own schools that has not reported, from 14 days before
 * its day; notices that nobody has sent; an own pupil who is not ready for what they want and with whom
 * nobody has spoken since; a new judgement before its day; a targeted effort without a talk. Who has
 * no wish we know of is followed up for any no: a right is not lost by a missing row.
 */
#include "readiness/views.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <string.h>

#define AHEAD_DAYS  14  /* a class shows up so long before its day */
#define FOLLOW_YEAR 365 /* an assessment older than this is not followed up any more */

/* ---- for other rooms ---- */

static enum readiness_answer answer_of(int64_t stored) {
    return stored == INT_NONE ? ANSWER_NONE : stored ? ANSWER_YES : ANSWER_NO;
}

bool readiness_current(struct db *db, struct arena *a, const char *youth_id, int32_t day,
                       struct readiness_now *ret, struct err *err) {
    struct q_readiness_of_rows rows;
    struct q_readiness_judgements_rows judged;
    *ret = (struct readiness_now){.day = DAY_NONE};
    if (!q_readiness_of(db, a, (struct q_readiness_of_in){youth_id}, &rows, err) ||
        !q_readiness_judgements(db, a, (struct q_readiness_judgements_in){youth_id}, &judged, err))
        return false;
    const struct q_readiness_of_row *r = NULL;
    for (size_t i = 0; i < rows.n && !r; i++) /* newest first, also of the versions of a day */
        if (clock_day_of(rows.v[i].sent_at) <= day && rows.v[i].rules) r = &rows.v[i];
    if (!r) return true;
    *ret = (struct readiness_now){
        true, r->grade, r->round, r->day, {answer_of(r->eud), answer_of(r->hf), answer_of(r->gym)}};
    for (size_t i = judged.n; i-- > 0;) {
        const struct q_readiness_judgements_row *j = &judged.v[i];
        if (j->row != r->id || j->day > day || j->withdrawn_at != INT_NONE) continue;
        for (int t = 0; t < TYPES; t++)
            if (strcmp(readiness_types[t], j->type) == 0)
                ret->of[t] = j->answer ? ANSWER_YES : ANSWER_NO;
    }
    return true;
}

/* ---- timeline ---- */

static const char *ready_words(struct request *rq, int64_t eud, int64_t hf, int64_t gym) {
    int64_t of[TYPES] = {eud, hf, gym};
    int yes = 0, known = 0;
    struct text out;
    text_init(&out, rq->arena);
    for (int t = 0; t < TYPES; t++) {
        known += of[t] != INT_NONE;
        if (of[t] != 1) continue;
        text_addf(&out, "%s%s", yes++ ? ", " : "", readiness_type_words(rq->lang, t));
    }
    if (!known) return msg_readiness_event_none(rq->lang);
    if (yes == TYPES) return msg_readiness_event_all(rq->lang);
    return yes ? msg_readiness_event_some(rq->arena, rq->lang, text_str(&out))
               : msg_readiness_event_no(rq->lang);
}

/* A report of marks alone, from 2024/25: no assessment. */
static bool is_marks(const char *what, const char *rules) {
    return strcmp(what, "report") == 0 && rules && strncmp(rules, "upv-", 4) != 0;
}

static const char *event_text(struct request *rq, const struct q_readiness_events_row *r) {
    if (strcmp(r->what, "effort") == 0) return NULL;
    if (strcmp(r->what, "judgement") == 0) {
        for (int t = 0; t < TYPES; t++)
            if (strcmp(readiness_types[t], r->detail) == 0)
                return r->eud ? msg_readiness_event_judged_yes(rq->arena, rq->lang,
                                                               readiness_type_words(rq->lang, t))
                              : msg_readiness_event_judged_no(rq->arena, rq->lang,
                                                              readiness_type_words(rq->lang, t));
        return NULL;
    }
    if (is_marks(r->what, r->rules)) return msg_readiness_event_marks(rq->lang);
    int round = strcmp(r->detail, readiness_rounds[1]) == 0;
    return arena_fmt(rq->arena, "%s. %s",
                     readiness_round_words(rq->arena, rq->lang, r->more, round),
                     ready_words(rq, r->eud, r->hf, r->gym));
}

static bool timeline(struct request *rq, const char *youth_id, struct timeline *out,
                     struct err *err) {
    struct q_readiness_events_rows rows;
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    if (!q_readiness_events(rq->db, rq->arena, (struct q_readiness_events_in){youth_id}, &rows,
                            err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_readiness_events_row *r = &rows.v[i];
        struct timeline_item *item = timeline_add(out);
        item->day = r->day;
        item->at = clock_day_of(r->at) == r->day ? r->at : INT_NONE;
        item->icon = "assignment";
        item->kind =
            is_marks(r->what, r->rules)
                ? msg_readiness_event_reported(rq->lang)
                : msg_by_key(rq->lang, arena_fmt(rq->arena, "readiness.event.%s", r->what));
        item->actor = r->actor;
        item->text = event_text(rq, r);
    }
    return true;
}

/* ---- worklist: classes ---- */

static void class_line(struct request *rq, const struct worklist_query *query, int32_t due,
                       const struct q_readiness_open_classes_row *r, int round,
                       struct worklist *out) {
    if (due == DAY_NONE || query->today < due - AHEAD_DAYS || (round ? r->second : r->first))
        return;
    struct worklist_item *item = worklist_add(out);
    item->task = round ? msg_readiness_work_second(rq->lang) : msg_readiness_work_first(rq->lang);
    item->task_kind = "readiness-class";
    item->who = r->name;
    item->about = r->school;
    item->institution = r->institution;
    item->due = due;
    item->basis = msg_readiness_work_class_basis(rq->lang);
    item->href = arena_fmt(rq->arena, REPORTS "/%lld/%d", (long long)r->id, round + 1);
    item->verb = msg_readiness_work_class_verb(rq->lang);
}

/* 8th grade of 2019/20 had until 30 September 2020: the only day so far that lies in the next year. */
static bool last_year_due(struct request *rq, const struct rules *rules,
                          const struct worklist_query *query, struct worklist *out,
                          struct err *err) {
    static const char *const grades[] = {"8", "9", "10"};
    int year = school_year_of(query->today) - 1;
    int32_t last = school_year_last_day(year);
    bool any = false;
    struct q_readiness_open_last_rows rows;
    struct q_readiness_open_last_in in = {query->user_id, year, query->today, last};
    for (int i = 0; i < 3; i++) {
        int32_t due = readiness_due(rules, grades[i], last, 1);
        any = any || (due != DAY_NONE && due > last && query->today <= due + FOLLOW_YEAR / 4);
    }
    if (!any) return true;
    if (!q_readiness_open_last(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_readiness_open_last_row *r = &rows.v[i];
        struct q_readiness_open_classes_row line = {r->id,     r->name,  r->grade, r->institution,
                                                    r->school, r->first, r->second};
        int32_t due = readiness_due(rules, r->grade, last, 1);
        if (due > last) class_line(rq, query, due, &line, 1, out);
    }
    return true;
}

static bool classes_due(struct request *rq, const struct rules *rules,
                        const struct worklist_query *query, struct worklist *out, struct err *err) {
    struct q_readiness_open_classes_rows rows;
    struct q_readiness_open_classes_in in = {query->user_id, school_year_of(query->today),
                                             query->today};
    if (!q_readiness_open_classes(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++)
        for (int round = 0; round < ROUNDS; round++)
            class_line(rq, query, readiness_due(rules, rows.v[i].grade, query->today, round),
                       &rows.v[i], round, out);
    return last_year_due(rq, rules, query, out, err);
}

static bool letters_due(struct request *rq, const struct worklist_query *query,
                        struct worklist *out, struct err *err) {
    struct q_readiness_letters_due_rows rows;
    struct q_readiness_letters_due_in in = {query->user_id, school_year_of(query->today),
                                            query->today};
    if (!q_readiness_letters_due(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_readiness_letters_due_row *r = &rows.v[i];
        struct worklist_item *item = worklist_add(out);
        item->task = msg_readiness_work_letters(rq->arena, rq->lang, r->letters);
        item->task_kind = "readiness-letters";
        item->who = r->name;
        item->about = r->school;
        item->institution = r->institution;
        item->due = workdays_add(clock_day_of(r->sent_at), 5, NULL);
        item->basis = msg_readiness_work_letters_basis(rq->lang);
        item->href = arena_fmt(rq->arena, REPORTS "/%lld/%d", (long long)r->class,
                               strcmp(r->round, readiness_rounds[1]) == 0 ? 2 : 1);
        item->verb = msg_readiness_work_letters_verb(rq->lang);
    }
    return true;
}

/* ---- worklist: persons ---- */

/* Bits of the kinds that the wish counts as; all when none is known, none when it is no youth
 * education. */
static unsigned wanted(const char *wish) {
    if (!wish || strcmp(wish, "undecided") == 0) return TYPES_ALL;
    if (strncmp(wish, "eu", 2) == 0) return 1u << TYPE_EUD;
    if (strcmp(wish, "hf") == 0) return 1u << TYPE_HF;
    bool gym = strcmp(wish, "stx") == 0 || strcmp(wish, "hhx") == 0 || strcmp(wish, "htx") == 0;
    return gym ? 1u << TYPE_GYM : 0;
}

static const char *about(struct request *rq, int32_t born, int32_t today, const char *school,
                         const char *class_name) {
    const char *years = msg_readiness_years(rq->arena, rq->lang, day_age(born, today));
    return school ? arena_fmt(rq->arena, "%s · %s, %s", years, school, class_name) : years;
}

static void follow_line(struct request *rq, const struct q_readiness_to_follow_row *r,
                        const struct worklist_query *query, const struct rules *rules, bool judge,
                        struct worklist *out) {
    int64_t days = rules_int(rules, RULE_READINESS_FOLLOW_DAYS, NULL, NULL, r->day);
    struct worklist_item *item = worklist_add(out);
    item->task = judge ? msg_readiness_work_judge(rq->lang) : msg_readiness_work_follow(rq->lang);
    item->task_kind = judge ? "readiness-judge" : "readiness-follow";
    item->youth_id = r->youth;
    item->who = r->name;
    item->about = about(rq, r->born, query->today, r->school, r->class_name);
    item->institution = r->institution;
    item->due = judge ? rules_day(rules, RULE_DEADLINE_REJUDGEMENT, r->grade, NULL, r->day)
                      : r->day + (int32_t)(days == INT_NONE ? 14 : days);
    item->basis = judge ? msg_readiness_work_judge_basis(rq->lang)
                        : msg_readiness_work_follow_basis(rq->lang);
    item->href = judge ? arena_fmt(rq->arena, "/unge/%s/parathed/vurdering", r->youth)
                       : arena_fmt(rq->arena, "/unge/%s/parathed", r->youth);
    item->verb =
        judge ? msg_readiness_work_judge_verb(rq->lang) : msg_readiness_work_follow_verb(rq->lang);
}

static bool pupils_due(struct request *rq, const struct rules *rules,
                       const struct worklist_query *query, struct worklist *out, struct err *err) {
    struct q_readiness_to_follow_rows rows;
    struct q_readiness_to_follow_in in = {query->user_id, query->today - FOLLOW_YEAR};
    if (!q_readiness_to_follow(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_readiness_to_follow_row *r = &rows.v[i];
        int64_t of[TYPES] = {r->eud, r->hf, r->gym};
        bool lacks = false, judge = false;
        for (int t = 0; t < TYPES; t++) {
            if (of[t] != 0 || !(wanted(r->wish) >> t & 1)) continue;
            lacks = true;
            if (r->wish && r->academic_met >> t & 1) judge = true;
        }
        if (!lacks) continue;
        judge = judge && !r->judged &&
                rules_yes(rules, RULE_READINESS_REJUDGED, r->grade, NULL, r->day) &&
                rules_day(rules, RULE_DEADLINE_REJUDGEMENT, r->grade, NULL, r->day) >= r->day;
        if (judge) follow_line(rq, r, query, rules, true, out);
        if (!r->talked) follow_line(rq, r, query, rules, false, out);
    }
    return true;
}

static bool efforts_due(struct request *rq, const struct rules *rules,
                        const struct worklist_query *query, struct worklist *out, struct err *err) {
    struct q_readiness_efforts_to_follow_rows rows;
    struct q_readiness_efforts_to_follow_in in = {query->user_id};
    if (!q_readiness_efforts_to_follow(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_readiness_efforts_to_follow_row *r = &rows.v[i];
        int64_t days = rules_int(rules, RULE_READINESS_FOLLOW_DAYS, NULL, NULL, r->day);
        if (r->talked != DAY_NONE) continue;
        struct worklist_item *item = worklist_add(out);
        item->task = msg_readiness_work_effort(rq->lang);
        item->task_kind = "readiness-effort";
        item->youth_id = r->youth;
        item->who = r->name;
        item->about = about(rq, r->born, query->today, NULL, NULL);
        item->due = r->day + (int32_t)(days == INT_NONE ? 14 : days);
        item->basis = msg_readiness_work_effort_basis(rq->lang);
        item->href = arena_fmt(rq->arena, "/unge/%s/parathed", r->youth);
        item->verb = msg_readiness_work_follow_verb(rq->lang);
    }
    return true;
}

static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    const struct rules *rules;
    if (!rules_now(rq->db, &rules, err)) return false;
    bool assessed = !readiness_marks_only(rules, query->today - FOLLOW_YEAR);
    bool efforts = rules_yes(rules, RULE_READINESS_TARGETED_EFFORT, NULL, NULL, query->today);
    return classes_due(rq, rules, query, out, err) &&
           (!assessed ||
            (letters_due(rq, query, out, err) && pupils_due(rq, rules, query, out, err))) &&
           (!efforts || efforts_due(rq, rules, query, out, err));
}

/* ---- facts ---- */

static bool facts(struct request *rq, const char *youth_id, struct facts *out, struct err *err) {
    struct q_readiness_glance_rows rows;
    struct arena *a = rq->arena;
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    struct q_readiness_glance_in in = {youth_id, clock_today()};
    if (!q_readiness_glance(rq->db, a, in, &rows, err)) return false;
    const struct q_readiness_glance_row *r = rows.n ? &rows.v[0] : NULL;
    if (!r || (!r->grade && r->effort == DAY_NONE && !r->pupil)) return true;
    const char *href = arena_fmt(a, "/unge/%s/parathed", youth_id);
    const struct rules *rules;
    if (!rules_now(rq->db, &rules, err)) return false;
    bool assessed = r->grade && (!r->rules || strncmp(r->rules, "upv-", 4) == 0);
    const char *group = assessed || !readiness_marks_only(rules, clock_today())
                            ? msg_readiness_fact_group(rq->lang)
                            : msg_readiness_fact_group_marks(rq->lang);
    if (!r->grade && r->effort == DAY_NONE)
        *facts_add(out) = (struct fact){group, msg_readiness_fact_label(rq->lang),
                                        msg_readiness_fact_nothing(rq->lang), href};
    if (assessed) {
        int64_t eud = r->judged_eud == INT_NONE ? r->eud : r->judged_eud;
        int64_t hf = r->judged_hf == INT_NONE ? r->hf : r->judged_hf;
        int64_t gym = r->judged_gym == INT_NONE ? r->gym : r->judged_gym;
        int round = strcmp(r->round, readiness_rounds[1]) == 0;
        *facts_add(out) = (struct fact){group, readiness_round_words(a, rq->lang, r->grade, round),
                                        ready_words(rq, eud, hf, gym), href};
    } else if (r->grade)
        *facts_add(out) = (struct fact){group, msg_readiness_fact_marks(rq->lang),
                                        fmt_day_short(a, rq->lang, r->day), href};
    if (r->effort != DAY_NONE)
        *facts_add(out) = (struct fact){
            group, msg_readiness_fact_effort(rq->lang),
            msg_readiness_fact_since(a, rq->lang, fmt_day_short(a, rq->lang, r->effort)), href};
    return true;
}

/* ---- routes ---- */

#define CLASS  REPORTS "/{class}/{round}"
#define SEES   (ROLE_SCHOOL | ROLE_GUIDANCE)
#define PERSON "/unge/{youth}/parathed"
#define READ(path_, handle_)                                                                       \
    { "GET", PERSON path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON, "readiness.purpose", .flags = 0 }
#define CHANGE(path_, handle_)                                                                     \
    {                                                                                              \
        "POST", PERSON path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE, "readiness.purpose",    \
            .flags = 0                                                                             \
    }
#define LIST(method_, path_, handle_, who_)                                                        \
    { method_, path_, handle_, who_, AUDIT_LIST, "readiness.purpose_class", .flags = 0 }
static const struct route routes[] = {
    {"GET", REPORTS, readiness_list_get, SEES, AUDIT_NONE, NULL, .flags = 0},
    LIST("GET", CLASS, readiness_report_get, SEES),
    {"POST", CLASS, readiness_grid_post, ROLE_SCHOOL, AUDIT_LIST, "readiness.purpose_class",
     .lists = "elev"},
    LIST("GET", CLASS "/send", readiness_review_get, ROLE_SCHOOL),
    LIST("POST", CLASS "/send", readiness_send_post, ROLE_SCHOOL),
    LIST("POST", CLASS "/ret", readiness_correct_post, ROLE_SCHOOL),
    LIST("POST", CLASS "/opgiv", readiness_drop_post, ROLE_SCHOOL),
    LIST("GET", CLASS "/version/{number}", readiness_version_get, SEES),
    LIST("POST", CLASS "/breve", readiness_letters_post, SEES),
    READ("", readiness_person_get),
    READ("/vurdering", readiness_judge_get),
    CHANGE("/vurdering", readiness_judge_post),
    READ("/indsats", readiness_effort_get),
    CHANGE("/indsats", readiness_effort_post),
    CHANGE("/indsats/{row}/slut", readiness_effort_end_post),
    CHANGE("/{what}/{row}/fortryd", readiness_undo_post),
};

static const struct db_statement *const person_asks[] = {&statement_readiness_glance,
                                                         &statement_readiness_events, NULL};
static const struct db_statement *const worklist_asks[] = {
    &statement_readiness_open_classes, &statement_readiness_efforts_to_follow, NULL};

const struct slice readiness_slice = {
    .name = "readiness",
    .asks = {[PAGE_PERSON] = person_asks, [PAGE_WORKLIST] = worklist_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .timeline = timeline,
    .worklist = worklist,
    .facts = facts,
    .insight = readiness_insight,
    .erase = readiness_erase,
};
