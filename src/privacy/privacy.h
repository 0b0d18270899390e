/* SPDX-License-Identifier: EUPL-1.2
 *
 * privacy: what the municipality owes those it keeps data about. Insight (GDPR article 15) and erasure
 * (articles 5(1)(e) and 17), put together from what each slice hands out and deletes.
 *
 * Insight: one file with everything about one person, made by the team leader when the person asks.
 * The answer is due within one month (article 12(3)). The look-ups are in it with their dates and
 * purposes and without the employees' names (CJEU C-579/21; Datatilsynet 2024-32-0283).
 *
 * Erasure: a job goes through everybody who is old enough once a day, in the order of their ids, some
 * hundred in each change. Each slice decides by its own rule (NAME.h); the identity goes last, when no
 * room keeps anything any more. What is deleted is gone: SQLite overwrites it (secure_delete).
 */
#ifndef VEJVISER_PRIVACY_H
#define VEJVISER_PRIVACY_H

#include "slice/slice.h"

extern const struct slice privacy_slice;

/* Everything about one person as a JSON object, one member a room, and "look_ups". Free *ret with
 * json_decref(). */
bool privacy_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t **ret,
                     struct err *err);

/* Deletes what may not be kept on a day, about everybody; *ret_gone: persons of whom nothing is left.
 * Never inside store_write(). */
bool privacy_erase(struct store *store, struct db *db, int32_t day, int64_t *ret_gone,
                   struct err *err);

#endif
