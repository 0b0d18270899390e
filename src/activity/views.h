/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's view shows, and its handlers. Private to src/activity.
 */
#ifndef VEJVISER_ACTIVITY_VIEWS_H
#define VEJVISER_ACTIVITY_VIEWS_H

#include "activity/activity.h"
#include "youth/youth.h"

struct activity_choice {
    const char *value, *label;
    bool chosen;
};
struct activity_error {
    const char *field, *sentence;
};
struct activity_page {
    const struct youth_head *head;
    const char *now; /* what the person does now, in words; NULL: nothing is known */
    int32_t now_from;
    bool now_open; /* there is an open spell that can be ended */
    int64_t now_id;
    const struct activity_choice *kinds, *outcomes, *schools;
    size_t kinds_n, outcomes_n, schools_n;
    const char *programme, *place, *hours, *from, *to, *cause;
    const struct activity_error *errors;
    size_t errors_n;
    const char *error_kind, *error_from, *error_to, *error_outcome, *error_hours;
};

void activity_page_get(struct request *rq);   /* GET  /unge/{youth}/aktivitet */
void activity_start_post(struct request *rq); /* POST /unge/{youth}/aktivitet */
void activity_end_post(struct request *rq);   /* POST /unge/{youth}/aktivitet/slut */
void activity_undo_post(struct request *rq);  /* POST /unge/{youth}/aktivitet/{spell}/fortryd */

/* Tells the duty when a spell leaves somebody with nothing to do, or too little; inside store_write().
 * `aware`: since when we know, or the first day when that is later. */
bool activity_tell_start(struct db *w, struct arena *a, const struct spell *spell, int64_t id,
                         int32_t aware, int64_t account, struct err *err);
/* The job that does so for what was written ahead, once a day (begins.c). */
bool activity_begins_run(struct job_context *jc, struct err *err);
bool activity_begins_due(struct db *db, struct arena *a, bool *ret_due, struct err *err);

const char *activity_kind_word(struct arena *a, enum lang lang, const char *kind);

#endif
