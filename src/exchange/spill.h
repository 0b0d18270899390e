/* SPDX-License-Identifier: EUPL-1.2
 *
 * Records that wait to be written, in a nameless temporary file: so that an import of any size is
 * read once, in bounded memory. One thread adds, another may take what is there at the same time.
 *
 * The file has no name from the moment it is made, so nobody else can open it and it is gone with
 * the process. One function per kind passes the fields both ways, so that what is read is what was
 * written.
 */
#ifndef VEJVISER_SPILL_H
#define VEJVISER_SPILL_H

#include "school/school.h"
#include "youth/youth.h"

struct spill;
/* NULL and ERR_IO when there is no temporary file to be had. Closed with spill_close(). */
struct spill *spill_new(struct arena *a, struct err *err);
void spill_close(struct spill *spill);
int64_t spill_count(const struct spill *spill); /* added so far; for the thread that adds */

/* Adds a record, whose row in the file is `row`. ERR_IO when the disk is full. */
bool spill_add_pupil(struct spill *spill, int64_t row, struct youth_record *record,
                     struct err *err);
bool spill_add_institution(struct spill *spill, int64_t row, struct institution *record,
                           struct err *err);
/* No more is added. `whole`: all that there is to write has been; else nothing may be. */
bool spill_end(struct spill *spill, bool whole, struct err *err);

/* The thread that takes: back to the first record. */
bool spill_rewind(struct spill *spill, struct err *err);
/* Waits for the next record. SPILL_END: there is none, and all is there, *ret_n records. */
enum spill_state { SPILL_RECORD, SPILL_END, SPILL_BROKEN };
enum spill_state spill_wait(struct spill *spill, int64_t *ret_n);
/* The record that was waited for, its texts in `a`. */
bool spill_next_pupil(struct spill *spill, struct arena *a, int64_t *ret_row,
                      struct youth_record *ret_record, struct err *err);
bool spill_next_institution(struct spill *spill, struct arena *a, int64_t *ret_row,
                            struct institution *ret_record, struct err *err);

#endif
