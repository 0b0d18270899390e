/* SPDX-License-Identifier: EUPL-1.2
 *
 * What each form does when its fields are in order: the rules that need more than one field, the change, and
 * the words after it.
 */
#include "placement/views.h"

#include "activity/activity.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/placement.sql.h"
#include "school/school.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FAR_DAYS 400

struct blob placement_seal(struct arena *a, const char *table, int64_t row, const char *column,
                           const char *plain) {
    const char *key = arena_fmt(a, "%lld", (long long)row);
    return seal_text(a, table, key, column, plain && *plain ? plain : NULL);
}

const char *placement_open(struct arena *a, const char *table, int64_t row, const char *column,
                           struct blob sealed) {
    if (!sealed.ptr) return NULL;
    return open_text(a, table, arena_fmt(a, "%lld", (long long)row), column, sealed);
}

/* One change on its way to the writer; each form uses what it needs. */
struct work {
    struct request *rq;
    const struct youth_head *head;
    const struct placement_values *v;
    const char *grade;
    int64_t row, id;
};

static const char *or_null(const char *text) { return text && *text ? text : NULL; }

static const char *undo_path(const struct work *work, const char *what) {
    return arena_fmt(work->rq->arena, "/unge/%s/praktik/fortryd/%s/%lld", work->head->id, what,
                     (long long)work->id);
}

static void days_check(struct request *rq, const struct placement_values *v, struct form *form) {
    int32_t today = clock_today();
    if (v->to != DAY_NONE && v->to < v->from) form_fail(form, "til", msg_placement_order(rq->lang));
    if (v->from > today + FAR_DAYS || v->from < today - 5 * 366)
        form_fail(form, "fra", msg_placement_far(rq->lang));
}

/* ---- practice and full-time teaching ---- */

static bool placement_write(struct db *w, void *ctx, struct err *err) {
    struct work *work = ctx;
    const struct placement_values *v = work->v;
    const char *employer = or_null(v->employer);
    work->id = id_next();
    struct q_placement_add_in in = {
        .id = work->id,
        .youth = work->head->id,
        .kind = employer ? "practice" : "full_time_teaching",
        .employer = employer ? strtoll(employer, NULL, 10) : INT_NONE,
        .institution = or_null(v->school),
        .from_day = v->from,
        .to_day = v->to,
        .hours = employer ? v->hours : NAN,
        .agreed_with = or_null(v->with),
        .purpose = placement_seal(work->rq->arena, "placement", work->id, "purpose", v->purpose),
        .pupil = employer && work->head->class_name,
        .author = work->rq->visitor.user_id,
        .at = clock_now()};
    return q_placement_add(w, in, NULL, err);
}

bool placement_save_practice(struct request *rq, const struct youth_head *head, int64_t row,
                             const struct placement_values *v, struct form *form,
                             struct placement_saved *ret, struct err *err) {
    struct work work = {.rq = rq, .head = head, .v = v, .row = row};
    struct q_placement_employer_rows rows;
    struct q_placement_employer_in in = {strtoll(v->employer, NULL, 10)};
    days_check(rq, v, form);
    if (!q_placement_employer(rq->db, rq->arena, in, &rows, err)) return false;
    if (!rows.n || (rows.v[0].closed_day != DAY_NONE && rows.v[0].closed_day <= v->from))
        form_fail(form, "virksomhed", msg_placement_employer_closed(rq->lang));
    if (!form->ok || !store_write(rq->store, placement_write, &work, err)) return false;
    *ret = (struct placement_saved){msg_placement_saved_practice(rq->lang),
                                    undo_path(&work, "aftale")};
    return true;
}

bool placement_save_hu(struct request *rq, const struct youth_head *head, int64_t row,
                       const struct placement_values *v, struct form *form,
                       struct placement_saved *ret, struct err *err) {
    struct work work = {.rq = rq, .head = head, .v = v, .row = row};
    bool exists = false;
    days_check(rq, v, form);
    if (!school_exists(rq->db, v->school, &exists, err)) return false;
    if (!exists) form_fail(form, "skole", msg_placement_school_unknown(rq->lang));
    if (!form->ok || !store_write(rq->store, placement_write, &work, err)) return false;
    *ret = (struct placement_saved){msg_placement_saved_hu(rq->lang), undo_path(&work, "aftale")};
    return true;
}

/* ---- courses ---- */

static bool course_write(struct db *w, void *ctx, struct err *err) {
    struct work *work = ctx;
    const struct placement_values *v = work->v;
    struct arena *a = work->rq->arena;
    work->id = id_next();
    struct q_placement_course_add_in in = {
        .id = work->id,
        .youth = work->head->id,
        .kind = v->kind,
        .category = v->category,
        .grade = work->grade,
        .institution = or_null(v->school),
        .place = or_null(v->place),
        .days = v->days,
        .hours = v->hours,
        .from_day = v->from,
        .to_day = v->to,
        .purpose = placement_seal(a, "placement_course", work->id, "purpose", v->purpose),
        .author = work->rq->visitor.user_id,
        .at = clock_now()};
    return q_placement_course_add(w, in, NULL, err);
}

bool placement_save_course(struct request *rq, const struct youth_head *head, int64_t row,
                           const struct placement_values *v, struct form *form,
                           struct placement_saved *ret, struct err *err) {
    struct work work = {.rq = rq, .head = head, .v = v, .row = row};
    struct class_line class;
    bool found = false, exists = true;
    days_check(rq, v, form);
    if (v->days > v->to - v->from + 1 && v->to >= v->from)
        form_fail(form, "dage", msg_placement_course_days(rq->lang));
    if (!or_null(v->school) && !or_null(v->place))
        form_fail(form, "sted", msg_placement_course_where(rq->lang));
    if (!head->class_name)
        form_fail(form, "slags",
                  msg_placement_course_no_class(rq->arena, rq->lang, head->first_name));
    if (or_null(v->school) && !school_exists(rq->db, v->school, &exists, err)) return false;
    if (!exists) form_fail(form, "uddannelsessted", msg_placement_school_unknown(rq->lang));
    if (!form->ok) return false;
    if (!school_class_by_id(rq->db, rq->arena, head->class_id, clock_today(), &class, &found, err))
        return false;
    work.grade = found ? class.grade : "";
    if (!store_write(rq->store, course_write, &work, err)) return false;
    *ret =
        (struct placement_saved){msg_placement_saved_course(rq->lang), undo_path(&work, "kursus")};
    return true;
}

/* ---- the end ---- */

/* The row, when it is this person's and stands. */
static bool find(struct request *rq, const char *youth, int64_t row, struct q_placement_of_row *ret,
                 struct err *err) {
    struct q_placement_of_rows rows;
    if (!q_placement_of(rq->db, rq->arena, (struct q_placement_of_in){youth}, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id == row && rows.v[i].withdrawn_at == INT_NONE) {
            *ret = rows.v[i];
            return true;
        }
    return err_set(err, ERR_NOT_FOUND, "no placement of that number");
}

struct end_work {
    struct work work;
    const struct q_placement_of_row *placement;
};

/* The spell that began with it ends with it; when somebody has ended that already, it stays as it is. */
static bool end_write(struct db *w, void *ctx, struct err *err) {
    struct end_work *end = ctx;
    const struct placement_values *v = end->work.v;
    const struct q_placement_of_row *p = end->placement;
    int64_t account = end->work.rq->visitor.user_id, changed = 0;
    struct q_placement_end_in in = {p->id,   end->work.head->id, v->day, v->outcome,
                                    account, clock_now()};
    if (!q_placement_end(w, in, &changed, err)) return false;
    if (!changed) return err_set(err, ERR_NOT_FOUND, "it has not begun, or is over");
    if (p->spell == INT_NONE) return true;
    struct err told = {0};
    if (activity_end(w, end->work.rq->arena, end->work.head->id, p->spell, v->day, v->outcome, NULL,
                     account, &told) ||
        told.kind == ERR_NOT_FOUND)
        return true;
    *err = told;
    return false;
}

bool placement_save_end(struct request *rq, const struct youth_head *head, int64_t row,
                        const struct placement_values *v, struct form *form,
                        struct placement_saved *ret, struct err *err) {
    struct q_placement_of_row p;
    if (!find(rq, head->id, row, &p, err)) return false;
    struct end_work end = {.work = {.rq = rq, .head = head, .v = v, .row = row}, .placement = &p};
    if (v->day > clock_today()) form_fail(form, "dag", msg_placement_future(rq->lang));
    if (p.started_day != DAY_NONE && v->day < p.started_day)
        form_fail(form, "dag", msg_placement_before_start(rq->lang));
    if (!form->ok || !store_write(rq->store, end_write, &end, err)) return false;
    *ret = (struct placement_saved){p.spell == INT_NONE ? msg_placement_ended(rq->lang)
                                                        : msg_placement_ended_told(rq->lang),
                                    NULL};
    return true;
}

/* ---- what they say ---- */

struct answer_work {
    struct work work;
    const char *party;
};

static bool answer_write(struct db *w, void *ctx, struct err *err) {
    struct answer_work *answer = ctx;
    struct work *work = &answer->work;
    const struct placement_values *v = work->v;
    work->id = id_next();
    struct q_placement_answer_add_in in = {
        .id = work->id,
        .placement = work->row,
        .youth = work->head->id,
        .party = answer->party,
        .day = v->day,
        .useful = or_null(v->useful) ? v->useful[0] - '0' : INT_NONE,
        .again = or_null(v->again) ? v->again[0] - '0' : INT_NONE,
        .body = placement_seal(work->rq->arena, "placement_answer", work->id, "body", v->text),
        .author = work->rq->visitor.user_id,
        .at = clock_now()};
    return q_placement_answer_add(w, in, NULL, err);
}

static bool save_answer(struct answer_work *answer, struct form *form, const char *first,
                        struct placement_saved *ret, struct err *err) {
    struct request *rq = answer->work.rq;
    const struct placement_values *v = answer->work.v;
    struct q_placement_of_row p;
    if (!find(rq, answer->work.head->id, answer->work.row, &p, err)) return false;
    if (!or_null(v->useful) && !or_null(v->again) && !or_null(v->text))
        form_fail(form, first, msg_placement_answer_missing(rq->lang));
    if (v->day > clock_today()) form_fail(form, "dag", msg_placement_future(rq->lang));
    if (p.started_day == DAY_NONE || v->day < p.started_day)
        form_fail(form, "dag", msg_placement_not_begun(rq->lang));
    if (!form->ok || !store_write(rq->store, answer_write, answer, err)) return false;
    *ret = (struct placement_saved){msg_placement_saved_answer(rq->lang),
                                    undo_path(&answer->work, "svar")};
    return true;
}

bool placement_save_pupil(struct request *rq, const struct youth_head *head, int64_t row,
                          const struct placement_values *v, struct form *form,
                          struct placement_saved *ret, struct err *err) {
    struct answer_work answer = {{.rq = rq, .head = head, .v = v, .row = row}, "pupil"};
    return save_answer(&answer, form, "nytte", ret, err);
}

bool placement_save_employer(struct request *rq, const struct youth_head *head, int64_t row,
                             const struct placement_values *v, struct form *form,
                             struct placement_saved *ret, struct err *err) {
    struct answer_work answer = {{.rq = rq, .head = head, .v = v, .row = row}, "employer"};
    return save_answer(&answer, form, "igen", ret, err);
}
