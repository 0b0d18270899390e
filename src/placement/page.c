/* SPDX-License-Identifier: EUPL-1.2
 *
 * /unge/{youth}/praktik: practice and full-time teaching, what was said about it, and the courses of the
 * school year beside what the rules of the grade say.
 */
#include "placement/views.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/placement.html.h"
#include "gen/placement.sql.h"
#include "school/school.h"

#include <math.h>
#include <string.h>

bool placement_head_or_reply(struct request *rq, struct youth_head *ret_head) {
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

/* Everything about one person, in four queries. */
struct placement_all {
    struct q_placement_of_rows placements;
    struct q_placement_answers_rows answers;
    struct q_placement_courses_rows courses;
    const char *grade; /* of the class today; NULL: in none */
};

static bool read_all(struct request *rq, const struct youth_head *head, struct placement_all *all,
                     struct err *err) {
    struct db *db = rq->db;
    struct arena *a = rq->arena;
    struct class_line class;
    bool found = false;
    if (!q_placement_of(db, a, (struct q_placement_of_in){head->id}, &all->placements, err) ||
        !q_placement_answers(db, a, (struct q_placement_answers_in){head->id}, &all->answers,
                             err) ||
        !q_placement_courses(db, a, (struct q_placement_courses_in){head->id}, &all->courses, err))
        return false;
    if (!head->class_name) return true;
    if (!school_class_by_id(db, a, head->class_id, clock_today(), &class, &found, err))
        return false;
    all->grade = found ? class.grade : NULL;
    return true;
}

/* ---- placements ---- */

static const char *amount(struct request *rq, double x) {
    return fmt_number(rq->arena, rq->lang, x, x == floor(x) ? 0 : 1);
}

static const char *period(struct request *rq, int32_t from, int32_t to) {
    const char *first = fmt_day_short(rq->arena, rq->lang, from);
    if (to == from) return first;
    if (to == DAY_NONE) return msg_placement_from(rq->arena, rq->lang, first);
    return msg_placement_period(rq->arena, rq->lang, first, fmt_day_short(rq->arena, rq->lang, to));
}

static const char *state_of(struct request *rq, const struct q_placement_of_row *r) {
    if (r->ended_day != DAY_NONE) {
        const char *key = arena_fmt(rq->arena, "placement.ended_as.%s", r->outcome);
        return arena_fmt(rq->arena, "%s %s", msg_by_key(rq->lang, key),
                         fmt_day_short(rq->arena, rq->lang, r->ended_day));
    }
    if (r->started_day != DAY_NONE) return msg_placement_state_running(rq->lang);
    return r->from_day <= clock_today() ? msg_placement_state_begin(rq->lang)
                                        : msg_placement_state_agreed(rq->lang);
}

static const char *answer_words(struct request *rq, const struct q_placement_answers_row *r) {
    struct text t;
    text_init(&t, rq->arena);
    if (r->useful != INT_NONE)
        text_addf(&t, "%s ",
                  msg_placement_said_useful(
                      rq->arena, rq->lang,
                      msg_by_key(rq->lang, arena_fmt(rq->arena, "placement.scale.%lld",
                                                     (long long)r->useful))));
    if (r->again != INT_NONE) {
        const char *key =
            arena_fmt(rq->arena, "placement.said_%s.%lld", r->party, (long long)r->again);
        text_addf(&t, "%s ", msg_by_key(rq->lang, key));
    }
    const char *body = placement_open(rq->arena, "placement_answer", r->id, "body", r->body);
    text_add(&t, body);
    return text_str(&t);
}

static void answers_of(struct request *rq, const struct youth_head *head,
                       const struct placement_all *all, int64_t placement,
                       struct placement_line *line, bool ret_said[2]) {
    struct placement_answer_line *list = arena_array(rq->arena, all->answers.n + 1, sizeof *list);
    for (size_t i = 0; i < all->answers.n; i++) {
        const struct q_placement_answers_row *r = &all->answers.v[i];
        if (r->placement != placement || r->withdrawn_at != INT_NONE) continue;
        bool pupil = strcmp(r->party, "pupil") == 0;
        ret_said[pupil ? 0 : 1] = true;
        const char *who = pupil ? head->first_name : msg_placement_party_employer(rq->lang);
        list[line->answers_n++] = (struct placement_answer_line){
            arena_fmt(rq->arena, "%s, %s", who, fmt_day_short(rq->arena, rq->lang, r->day)),
            answer_words(rq, r)};
    }
    line->answers = list;
}

static struct placement_line line_of(struct request *rq, const struct youth_head *head,
                                     const struct placement_all *all,
                                     const struct q_placement_of_row *r) {
    struct arena *a = rq->arena;
    bool practice = strcmp(r->kind, "practice") == 0, said[2] = {false, false};
    const char *base = arena_fmt(a, "/unge/%s/praktik/%lld", head->id, (long long)r->id);
    const char *where = practice ? r->employer_name : r->school;
    const char *kind = msg_by_key(rq->lang, arena_fmt(a, "placement.kind.%s", r->kind));
    const char *purpose = placement_open(a, "placement", r->id, "purpose", r->purpose);
    struct placement_line line = {
        .title = arena_fmt(a, "%s: %s", kind, where ? where : ""),
        .when = period(rq, r->from_day, r->to_day),
        .detail = r->agreed_with ? msg_placement_agreed_line(a, rq->lang, r->agreed_with,
                                                             purpose ? purpose : "")
                                 : purpose,
        .state = state_of(rq, r)};
    answers_of(rq, head, all, r->id, &line, said);
    bool open = r->ended_day == DAY_NONE, begun = r->started_day != DAY_NONE;
    if (open && !begun) line.cancel = arena_fmt(a, "%s/aflys", base);
    if (open && !begun && r->from_day <= clock_today())
        line.start = arena_fmt(a, "%s/begyndt", base);
    if (open && begun) line.end = arena_fmt(a, "%s/slut", base);
    if (begun && !said[0]) line.ask_pupil = arena_fmt(a, "%s/elev", base);
    if (begun && practice && !said[1]) line.ask_employer = arena_fmt(a, "%s/arbejdsplads", base);
    return line;
}

static void placements_of(struct request *rq, const struct youth_head *head,
                          const struct placement_all *all, struct placement_page *page) {
    struct placement_line *lines = arena_array(rq->arena, all->placements.n + 1, sizeof *lines);
    for (size_t i = 0; i < all->placements.n; i++)
        if (all->placements.v[i].withdrawn_at == INT_NONE)
            lines[page->placements_n++] = line_of(rq, head, all, &all->placements.v[i]);
    page->placements = lines;
}

/* ---- courses and rules ---- */

static void courses_of(struct request *rq, const struct youth_head *head,
                       const struct placement_all *all, struct placement_page *page) {
    struct course_line *lines = arena_array(rq->arena, all->courses.n + 1, sizeof *lines);
    struct arena *a = rq->arena;
    for (size_t i = 0; i < all->courses.n; i++) {
        const struct q_placement_courses_row *r = &all->courses.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        const char *base = arena_fmt(a, "/unge/%s/praktik/kursus/%lld", head->id, (long long)r->id);
        const char *kind = msg_by_key(rq->lang, arena_fmt(a, "placement.course.%s", r->kind));
        const char *category =
            msg_by_key(rq->lang, arena_fmt(a, "placement.category.%s", r->category));
        const char *where = r->school ? r->school : r->place;
        const char *purpose = placement_open(a, "placement_course", r->id, "purpose", r->purpose);
        struct course_line *line = &lines[page->courses_n++];
        *line = (struct course_line){
            .title = arena_fmt(a, "%s: %s", kind, where ? where : ""),
            .when = period(rq, r->from_day, r->to_day),
            .detail = msg_placement_course_line(a, rq->lang, r->days, amount(rq, r->hours),
                                                category, purpose ? purpose : ""),
            .state = r->done == INT_NONE ? msg_placement_course_planned(rq->lang)
                     : r->done           ? msg_placement_course_done(rq->lang)
                                         : msg_placement_course_missed(rq->lang)};
        if (r->done != INT_NONE) continue;
        line->cancel = arena_fmt(a, "%s/aflys", base);
        if (r->from_day > clock_today()) continue;
        line->done = arena_fmt(a, "%s/gennemfoert", base);
        line->missed = arena_fmt(a, "%s/udeblevet", base);
    }
    page->courses = lines;
}

/* The courses and the practice of the present school year, as the rules see them. */
static size_t facts_of(struct request *rq, const struct placement_all *all,
                       struct placement_fact **ret) {
    int32_t first = school_year_first_day(school_year_of(clock_today()));
    size_t n = 0;
    struct placement_fact *facts =
        arena_array(rq->arena, all->courses.n + all->placements.n + 1, sizeof *facts);
    for (size_t i = 0; i < all->courses.n; i++) {
        const struct q_placement_courses_row *r = &all->courses.v[i];
        if (r->withdrawn_at != INT_NONE || r->from_day < first || r->done == 0) continue;
        facts[n++] = (struct placement_fact){r->kind,  r->category, r->days,
                                             r->hours, r->to_day,   r->done == 1};
    }
    for (size_t i = 0; i < all->placements.n; i++) {
        const struct q_placement_of_row *r = &all->placements.v[i];
        if (r->withdrawn_at != INT_NONE || r->from_day < first || !r->pupil) continue;
        int32_t to = r->ended_day != DAY_NONE ? r->ended_day : r->to_day;
        if (to == DAY_NONE) to = r->from_day;
        int64_t days = workdays_between(r->from_day - 1, to, NULL);
        facts[n++] =
            (struct placement_fact){"practice", "other", days, 0, to, r->ended_day != DAY_NONE};
    }
    *ret = facts;
    return n;
}

static const char *need_text(struct request *rq, const struct placement_need *need) {
    static const char *const names[NEEDS] = {
        "intro_days",         "intro_vocational", "bridge_min_days",   "bridge_max_days",
        "bridge_max_special", "bridge_hours",     "bridge_vocational", "bridge_extra",
        "bridge_extra_gym",   "practice_days"};
    const char *what =
        msg_by_key(rq->lang, arena_fmt(rq->arena, "placement.need.%s", names[need->kind]));
    const char *much = amount(rq, need->amount);
    if (need->is_limit) return msg_placement_need_most(rq->arena, rq->lang, what, much);
    if (need->before == DAY_NONE) return msg_placement_need_least(rq->arena, rq->lang, what, much);
    return msg_placement_need_before(rq->arena, rq->lang, what, much, need->before);
}

static void needs_of(struct request *rq, const struct placement_all *all, const struct rules *rules,
                     struct placement_page *page) {
    struct placement_fact *facts;
    struct placement_need needs[NEEDS];
    int32_t today = clock_today();
    size_t facts_n = facts_of(rq, all, &facts);
    size_t n = placement_needs(rules, all->grade, today, facts, facts_n, needs);
    struct need_line *lines = arena_array(rq->arena, NEEDS, sizeof *lines);
    for (size_t i = 0; i < n; i++)
        lines[i] = (struct need_line){
            .text = need_text(rq, &needs[i]),
            .state = msg_placement_need_state(rq->arena, rq->lang, amount(rq, needs[i].done),
                                              amount(rq, needs[i].planned)),
            .met = needs[i].met,
            .is_limit = needs[i].is_limit,
            .is_planned = needs[i].done + needs[i].planned >= needs[i].amount};
    page->needs = lines;
    page->needs_n = n;
    page->needs_head = msg_placement_needs(rq->arena, rq->lang, all->grade,
                                           school_year_text(rq->arena, school_year_of(today)));
}

static const char *said_of(struct request *rq, const struct placement_all *all) {
    int64_t now = 0, coming = 0;
    for (size_t i = 0; i < all->placements.n; i++) {
        const struct q_placement_of_row *r = &all->placements.v[i];
        if (r->withdrawn_at != INT_NONE || r->ended_day != DAY_NONE) continue;
        now += r->started_day != DAY_NONE;
        coming += r->started_day == DAY_NONE;
    }
    return msg_placement_said(rq->arena, rq->lang, now, coming);
}

void placement_page_get(struct request *rq) {
    struct youth_head head;
    struct placement_all all = {0};
    struct err err = {0};
    const struct rules *rules;
    if (!placement_head_or_reply(rq, &head)) return;
    if (!rules_now(rq->db, &rules, &err) || !read_all(rq, &head, &all, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct placement_page page = {.head = &head,
                                  .base = arena_fmt(rq->arena, "/unge/%s/praktik", head.id),
                                  .said = said_of(rq, &all)};
    placements_of(rq, &head, &all, &page);
    courses_of(rq, &head, &all, &page);
    if (all.grade) needs_of(rq, &all, rules, &page);
    struct page shell = {.title = msg_placement_of(rq->arena, rq->lang, head.first_name),
                         .section = "/unge",
                         .printable = true};
    reply_page(rq, &shell, placement_page, &page);
}
