/* SPDX-License-Identifier: EUPL-1.2
 *
 * Meetings and decisions written: a version more, never one changed. And what the law's facts are.
 */
#include "quality/views.h"

#include "access/access.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/quality.sql.h"
#include "rule/rule.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const law_names[LAW_DUTIES] = {"evaluation", "publish", "action-plan"};

const char *quality_law_name(enum quality_law law) { return law_names[law]; }

const char *quality_law_words(enum lang lang, enum quality_law law) {
    return law == LAW_EVALUATION ? msg_quality_law_evaluation(lang)
           : law == LAW_PUBLISH  ? msg_quality_law_publish(lang)
                                 : msg_quality_law_action_plan(lang);
}

struct blob quality_seal(struct arena *a, int64_t version, const char *note) {
    const char *row = arena_fmt(a, "%lld", (long long)version);
    return seal_text(a, "quality_meeting_version", row, "note", note);
}

const char *quality_open(struct arena *a, int64_t version, struct blob note) {
    const char *row = arena_fmt(a, "%lld", (long long)version);
    return open_text(a, "quality_meeting_version", row, "note", note);
}

static int64_t goal_of(const char *typed) {
    int64_t number = typed ? strtoll(typed, NULL, 10) : 0;
    return number > 0 ? number : INT_NONE;
}

static const char *or_null(const char *text) { return text && *text ? text : NULL; }

bool quality_meeting_put(struct db *w, struct arena *a, const struct quality_values *v,
                         int64_t account, int64_t *row, struct err *err) {
    int64_t now = clock_now(), number = 1, version = id_next(), changed = 1;
    if (*row) {
        struct q_quality_meeting_next_in next = {*row, v->version};
        if (!q_quality_meeting_next(w, next, &changed, err)) return false;
        number = v->version + 1;
    } else {
        *row = id_next();
        struct q_quality_meeting_add_in add = {*row, v->kind, account, now};
        if (!q_quality_meeting_add(w, add, NULL, err)) return false;
    }
    if (!changed) return err_set(err, ERR_CONFLICT, "somebody wrote the meeting meanwhile");
    struct q_quality_version_add_in in = {.id = version,
                                          .meeting = *row,
                                          .number = number,
                                          .day = v->day,
                                          .title = v->title,
                                          .goal = goal_of(v->goal),
                                          .note = quality_seal(a, version, v->note),
                                          .author = account,
                                          .at = now};
    return q_quality_version_add(w, in, NULL, err);
}

bool quality_decision_put(struct db *w, const struct quality_values *v, int64_t meeting,
                          int64_t account, int64_t *row, struct err *err) {
    int64_t now = clock_now(), number = 1, changed = 1;
    if (*row) {
        struct q_quality_decision_next_in next = {*row, v->version};
        if (!q_quality_decision_next(w, next, &changed, err)) return false;
        number = v->version + 1;
    } else {
        *row = id_next();
        struct q_quality_decision_add_in add = {*row, meeting, account, now};
        if (!q_quality_decision_add(w, add, NULL, err)) return false;
    }
    if (!changed) return err_set(err, ERR_CONFLICT, "somebody wrote the decision meanwhile");
    struct q_quality_decision_version_add_in in = {.id = id_next(),
                                                   .decision = *row,
                                                   .number = number,
                                                   .what = v->what,
                                                   .goal = goal_of(v->goal),
                                                   .initiative = or_null(v->initiative),
                                                   .owner = strtoll(v->owner, NULL, 10),
                                                   .due = v->due,
                                                   .author = account,
                                                   .at = now};
    return q_quality_decision_version_add(w, in, NULL, err);
}

/* ---- what the law's tasks stand on ---- */

/* The first that was approved by now and counts. */
static void published_find(const struct q_quality_published_rows *rows, const struct rules *rules,
                           int school_year, struct quality_law_facts *ret) {
    for (size_t i = 0; i < rows->n && ret->facts.published == DAY_NONE; i++) {
        const struct q_quality_published_row *p = &rows->v[i];
        if (clock_day_of(p->approved_at) > clock_today() ||
            !quality_publication_counts(rules, school_year, p->as_of))
            continue;
        ret->facts.published = clock_day_of(p->approved_at);
        ret->published_version = p->version;
        ret->published_made = p->made_by;
        ret->published_approved = p->approved_by;
    }
}

bool quality_law_read(struct request *rq, int school_year, struct quality_law_facts *ret,
                      struct err *err) {
    struct q_quality_law_rows law;
    struct q_quality_marks_rows marks;
    struct q_quality_published_rows published;
    const struct rules *rules;
    int32_t last = school_year_last_day(school_year), today = clock_today();
    struct q_quality_law_in in = {last < today ? last : today, house_get()->area};
    if (!rules_now(rq->db, &rules, err) || !q_quality_law(rq->db, rq->arena, in, &law, err) ||
        !q_quality_published(rq->db, rq->arena, (struct q_quality_published_in){school_year},
                             &published, err) ||
        !q_quality_marks(rq->db, rq->arena, (struct q_quality_marks_in){school_year}, &marks, err))
        return false;
    *ret = (struct quality_law_facts){
        .facts = {.evaluated = DAY_NONE, .published = DAY_NONE, .eud = NAN}};
    published_find(&published, rules, school_year, ret);
    if (law.n) {
        ret->facts.evaluated = law.v[0].evaluated;
        ret->facts.eud = law.v[0].eud;
        ret->eud_period = law.v[0].eud_period;
    }
    for (int d = 0; d < LAW_DUTIES; d++) {
        ret->facts.marked[d] = DAY_NONE;
        for (size_t i = 0; i < marks.n; i++) {
            if (strcmp(marks.v[i].duty, law_names[d]) != 0) continue;
            ret->facts.marked[d] = marks.v[i].day;
            ret->marked_by[d] = marks.v[i].author_name;
            ret->marked_note[d] = marks.v[i].note;
            ret->marked_author[d] = marks.v[i].author;
        }
    }
    return true;
}
