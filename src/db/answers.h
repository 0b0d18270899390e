/* SPDX-License-Identifier: EUPL-1.2
 *
 * Private to db: what a connection has answered in the snapshot that it has open or keeps.
 *
 * In one snapshot the same question has the same answer. A snapshot is kept for up to a second while
 * nothing changes (db.c), and a page is mostly asked for again within that time: somebody works from
 * the worklist, a list is opened from the page of a person and left again. So the answers to what
 * db_run_together() asks stand by the connection until its next snapshot. An answer is copied in and
 * out: what one thread holds in its hand does not live with the connection.
 */
#ifndef VEJVISER_DB_ANSWERS_H
#define VEJVISER_DB_ANSWERS_H

#include "db/engine.h"

struct answers;

/* `in` and the answer live in `a`. False: not asked before in this snapshot. */
bool answers_find(const struct answers *answers, const struct db_statement *statement,
                  const void *in, struct arena *a, struct db_rows *ret);
/* *answers: NULL at first. Nothing is kept when there are enough. */
void answers_keep(struct answers **answers, const struct db_statement *statement, const void *in,
                  const struct db_rows *rows);
/* The snapshot is over. NULL is fine. */
void answers_forget(struct answers **answers);

#endif
