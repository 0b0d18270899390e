/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the files of this room share. Private to src/outreach.
 */
#ifndef VEJVISER_OUTREACH_INTERNAL_H
#define VEJVISER_OUTREACH_INTERNAL_H

#include "outreach/outreach.h"

#define UNDO_US (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */

/* Sealed texts of the room, by column of the row they stand in. NULL stays nothing. */
struct blob outreach_seal(struct arena *a, const char *table, int64_t row, const char *column,
                          const char *plain);
const char *outreach_open(struct arena *a, const char *table, int64_t row, const char *column,
                          struct blob sealed);

/* An assessment, opened. */
struct assessment {
    int64_t id, notice, author, at;
    const char *track, *academic, *social, *personal, *options, *reasons, *approval, *complain_to,
        *author_name;
    int32_t day, from, to, due;
    bool requested, withdrawn;
};
struct assessments {
    struct assessment *v; /* newest first */
    size_t n;
};
bool assessments_read(struct db *db, struct arena *a, const char *youth_id, struct assessments *ret,
                      struct err *err);
/* The newest that was not taken back; NULL: none. */
const struct assessment *assessment_newest(const struct assessments *all);

struct assessment_new {
    const char *youth_id, *track, *academic, *social, *personal, *options, *reasons, *approval,
        *complain_to;
    int64_t before, author; /* before INT_NONE: the first */
    int32_t from, to, due;
    bool requested, minor; /* minor: custody holders get the letter, too */
};
/* Inside store_write(), with its letters. ERR_CONFLICT: a colleague wrote one after the same. */
bool assessment_put(struct db *w, struct arena *a, const struct assessment_new *assessment,
                    int64_t *ret_id, struct err *err);

/* keep.c */
bool outreach_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                      struct err *err);
bool outreach_erase(struct db *w, const char *youth_id, int32_t day, struct err *err);

#endif
