/* SPDX-License-Identifier: EUPL-1.2
 *
 * Classes. A counsellor sees those of the own schools, school staff those of the own school, a team
 * leader all; whoever asks for another gets 403, not a list without names.
 */
#include "school/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/school.html.h"

#include <stdlib.h>
#include <string.h>

/* Lines come ordered by school: cut them into groups. */
static void group_classes(struct arena *a, const struct class_line *lines, size_t n,
                          struct classes_page *page) {
    struct school_group *groups = arena_array(a, n + 1, sizeof *groups);
    size_t groups_n = 0;
    for (size_t i = 0; i < n; i++) {
        bool same = groups_n && !strcmp(groups[groups_n - 1].number, lines[i].institution);
        if (!same)
            groups[groups_n++] =
                (struct school_group){lines[i].institution, lines[i].school, &lines[i], 0};
        groups[groups_n - 1].classes_n++;
    }
    page->groups = groups;
    page->groups_n = groups_n;
}

void classes_get(struct request *rq) {
    const struct visitor *visitor = &rq->visitor;
    int32_t today = clock_today();
    bool leads = visitor->role == ROLE_TEAM_LEADER;
    const char *school = leads ? request_query(rq, "skole") : NULL;
    const char *of = visitor->role == ROLE_SCHOOL ? visitor->institution : school;
    int64_t account = visitor->role == ROLE_COUNSELLOR ? visitor->user_id : INT_NONE;
    struct classes_page page = {
        .school = school ? school : "",
        .school_year = school_year_text(rq->arena, school_year_of(today)),
        .is_own = visitor->role == ROLE_COUNSELLOR,
    };
    struct class_line *lines;
    struct school_option *options;
    size_t n;
    struct err err = {0};
    if (!school_classes(rq->db, rq->arena, account, of && *of ? of : NULL, today, &lines, &n,
                        &err) ||
        (leads &&
         !school_options(rq->db, rq->arena, INT_NONE, today, &options, &page.schools_n, &err))) {
        reply_error(rq, &err);
        return;
    }
    if (leads) page.schools = options;
    group_classes(rq->arena, lines, n, &page);
    struct page shell = {.title = msg_school_classes_title(rq->lang), .section = "/klasser"};
    reply_page(rq, &shell, classes_page, &page);
}

/* ---- one class ---- */

static bool note_found(void *ctx, const struct q_school_counsellor_has_row *row) {
    (void)row;
    *(bool *)ctx = true;
    return false;
}

bool school_may_see(struct request *rq, const char *institution, bool *ret_may, struct err *err) {
    const struct visitor *visitor = &rq->visitor;
    *ret_may = visitor->role == ROLE_TEAM_LEADER;
    if (visitor->role == ROLE_SCHOOL)
        *ret_may = visitor->institution && !strcmp(visitor->institution, institution);
    if (visitor->role != ROLE_COUNSELLOR) return true;
    struct q_school_counsellor_has_in in = {visitor->user_id, institution, clock_today()};
    return q_school_counsellor_has_each(rq->db, in, note_found, ret_may, err);
}

static int by_youth_id(const void *left, const void *right) {
    const struct caseload_row *l = left, *r = right;
    return strcmp(l->youth_id, r->youth_id);
}

/* What the pupils do, as the slices tell it to the counsellor of the school. */
static bool ask_slices(struct request *rq, const struct class_line *class,
                       struct pupil_line *pupils, size_t n, struct err *err) {
    int32_t today = clock_today();
    struct caseload caseload = {.arena = rq->arena, .n = n};
    struct worklist_query query = {rq->visitor.user_id, today, today};
    if (rq->visitor.role == ROLE_TEAM_LEADER &&
        !school_counsellor(rq->db, class->institution, today, &query.user_id, err))
        return false;
    caseload.rows = arena_array(rq->arena, n + 1, sizeof *caseload.rows);
    for (size_t i = 0; i < n; i++)
        caseload.rows[i] = (struct caseload_row){.youth_id = pupils[i].youth_id,
                                                 .name = pupils[i].name,
                                                 .born = pupils[i].born,
                                                 .status_since = DAY_NONE,
                                                 .last_contact = DAY_NONE,
                                                 .next_due = DAY_NONE};
    qsort(caseload.rows, n, sizeof *caseload.rows, by_youth_id);
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *slice = slices_at(i);
        if (slice->caseload && !slice->caseload(rq, &query, &caseload, err)) return false;
    }
    for (size_t i = 0; i < n; i++)
        pupils[i].status = caseload_find(&caseload, pupils[i].youth_id)->status;
    return true;
}

static bool list_pupils(struct request *rq, const struct class_line *class, struct class_page *page,
                        struct err *err) {
    int32_t today = clock_today();
    struct class_pupil *found;
    if (!school_class_pupils(rq->db, rq->arena, class->id, today, &found, &page->pupils_n, err))
        return false;
    struct pupil_line *lines = arena_array(rq->arena, page->pupils_n + 1, sizeof *lines);
    for (size_t i = 0; i < page->pupils_n; i++)
        lines[i] = (struct pupil_line){.youth_id = found[i].youth_id,
                                       .name = found[i].name,
                                       .born = found[i].born,
                                       .age = day_age(found[i].born, today),
                                       .guarded = found[i].guarded};
    page->pupils = lines;
    return !page->may_guide || ask_slices(rq, class, lines, page->pupils_n, err);
}

void class_get(struct request *rq) {
    struct class_line class = {0};
    struct err err = {0};
    bool found = false, may = false;
    int64_t id = strtoll(request_segment(rq, "class"), NULL, 10);
    if (!school_class_by_id(rq->db, rq->arena, id, clock_today(), &class, &found, &err) ||
        (found && !school_may_see(rq, class.institution, &may, &err))) {
        reply_error(rq, &err);
        return;
    }
    if (!found || !may) {
        reply_status(rq, found ? 403 : 404);
        return;
    }
    struct class_page page = {
        .class = &class,
        .school_year = school_year_text(rq->arena, (int)class.school_year),
        .may_guide = (rq->visitor.role & ROLE_GUIDANCE) != 0,
    };
    if (!list_pupils(rq, &class, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct page shell = {.title =
                             msg_school_class_title(rq->arena, rq->lang, class.name, class.school),
                         .section = "/klasser",
                         .printable = true};
    reply_page(rq, &shell, class_page, &page);
}
