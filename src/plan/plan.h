/* SPDX-License-Identifier: EUPL-1.2
 *
 * plan: the coordinated education and job plan of one young person (vejledningsloven § 2 c; rules.md
 * §§ 2, 3), and what it is made of:
 *
 *     wish       what the young person wants, dated, apart from the versions; never changed
 *     plan       versions 1, 2, 3 ...: written as a draft, agreed, then fixed; a new one starts from the old
 *     step       what, who, until when, done when. Holds in the versions from..to; one that is agreed
 *                between two versions holds at once and goes into the next
 *     course     introduction courses, bridge building: purpose, place, hours, days (§ 10 a(6))
 *     agreement  by the young person and, under 18, a custody holder: a version is agreed when all
 *                who must have agreed
 *     notice     of what a broken plan means for the child benefit, to both (§ 2 a(4)): a dated fact
 *     answer     the young person's own: motivating? realistic? 1-5, about one version
 *
 * Undo is an event: rows are withdrawn and stay. Texts about a person are sealed.
 *
 * Insight: everything this room holds about one person, texts opened, withdrawn rows too.
 * Erasure: all of it, when rules_case_over() says so (rule.h).
 */
#ifndef VEJVISER_PLAN_H
#define VEJVISER_PLAN_H

#include "slice/slice.h"

extern const struct slice plan_slice;

/* wish.kind; messages plan.wish.NAME. The three youth educations first. */
#define WISH_KINDS                                                                                 \
    "eud", "eux", "stx", "hhx", "htx", "hf", "tenth_grade", "boarding_school", "fgu", "stu",       \
        "work", "practice", "folk_high_school", "other", "undecided"
/* plan_step.owner; messages plan.owner.NAME */
#define STEP_OWNERS "youth", "guardian", "counsellor", "school", "other"
/* plan.duty: how the duty of the 15-17-year-olds is met; messages plan.duty.NAME */
#define PLAN_DUTIES "education", "work", "activity", "exempt"

/* ---- for other rooms ---- */

/* The agreed version that held on a day. */
struct plan_now {
    bool exists;
    int64_t id, number;
    int32_t agreed;   /* day */
    const char *duty; /* one of PLAN_DUTIES, or NULL */
    double hours;     /* a week; NaN */
    bool has_draft;   /* a newer one is being written, today */
};
bool plan_current(struct db *db, struct arena *a, const char *youth_id, int32_t day,
                  struct plan_now *ret, struct err *err);

/* When they were told what a broken plan means for the child benefit, on or before `day`; DAY_NONE:
 * not told. A decision about the benefit needs both (rules.md § 2, advance notice). */
struct benefit_notice {
    int32_t youth, guardian;   /* day of the last notice to each */
    const char *guardian_name; /* or NULL */
    bool complete;             /* both have been told */
};
bool plan_benefit_notice(struct db *db, struct arena *a, const char *youth_id, int32_t day,
                         struct benefit_notice *ret, struct err *err);

/* The steps that hold today and are not done, by due day (none last). */
struct plan_step {
    int64_t id;
    const char *what, *owner, *owner_name;
    int32_t due, done; /* DAY_NONE */
    int64_t from, to;  /* numbers of versions; to INT_NONE */
    int64_t at, author, done_at, done_by;
    int64_t plan;  /* the draft it was written in; INT_NONE */
    int32_t added; /* day */
};
struct plan_steps {
    struct plan_step *v;
    size_t n;
};
bool plan_steps_open(struct db *db, struct arena *a, const char *youth_id, struct plan_steps *ret,
                     struct err *err);

/* A step that is agreed outside the writing of a version: it holds at once. Inside store_write(). */
struct plan_step_new {
    const char *youth_id, *what, *owner, *owner_name;
    int32_t due; /* DAY_NONE: none */
    int64_t author;
};
bool plan_add_step(struct db *w, struct arena *a, const struct plan_step_new *step, int64_t *ret_id,
                   struct err *err);
/* Takes back what plan_add_step() added, within ten minutes by its author. ERR_REFUSED, ERR_NOT_FOUND. */
bool plan_withdraw_step(struct db *w, struct arena *a, const char *youth_id, int64_t step_id,
                        int64_t account, struct err *err);

/* A course that was attended, written into the plan with purpose and length (§ 10 a(6)). Inside
 * store_write(). kind: introduction, bridge, practice, other. */
struct plan_course_new {
    const char *youth_id, *kind, *institution, *place, *purpose; /* institution or place */
    double hours;                                                /* in all */
    int32_t from, to;
    int64_t author;
};
bool plan_add_course(struct db *w, struct arena *a, const struct plan_course_new *course,
                     int64_t *ret_id, struct err *err);
/* Within ten minutes by its author; nothing when it is too late. */
bool plan_withdraw_course(struct db *w, const char *youth_id, int64_t course, int64_t account,
                          struct err *err);

/* The counsellors' own open steps that are due by `until`, by whose young people they are about; `late`
 * of them before `day`. */
struct plan_load {
    int64_t account, due, late;
};
bool plan_steps_load(struct db *db, struct arena *a, int32_t until, int32_t day,
                     struct plan_load **ret, size_t *ret_n, struct err *err);

/* Goal 4: the young people's own answers in a period (both days included), the last of each person.
 * Counts only; whoever shows them suppresses small ones. Index 0 is the answer 1. */
struct plan_answers {
    int64_t motivating[5], realistic[5];
    int64_t persons; /* who answered */
    int64_t agreed;  /* persons with a version agreed in the period: who could have answered */
};
bool plan_answers_count(struct db *db, struct arena *a, int32_t from, int32_t to,
                        struct plan_answers *ret, struct err *err);

#endif
