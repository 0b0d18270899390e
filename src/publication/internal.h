/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside publication only.
 */
#ifndef VEJVISER_PUBLICATION_INTERNAL_H
#define VEJVISER_PUBLICATION_INTERNAL_H

#include "publication/publication.h"

#define PUBLICATION_JOB     "publication-draft"
#define PUBLICATION_WAITING 4 /* at most so many are shown while they are made */

/* page_wait.c. Queues the draft; *ret_job INT_NONE: another one is being made. Not inside store_write(). */
bool publication_job_add(struct request *rq, int school_year, int32_t as_of, const char *reason,
                         int64_t *ret_job, struct err *err);
bool publication_job_run(struct job_context *jc, struct err *err);

/* schools.c: which schools are laid beside each other. */
#define SCHOOL_PUPILS 10 /* smaller schools are not on the page of schools */
bool publication_is_school(const struct published_figure *figure, const char *indicator);

/* Inside store_write(). */
bool publication_event_add(struct db *w, int64_t publication, const char *kind, int64_t account,
                           int64_t at, const char *comment, struct err *err);

#endif
