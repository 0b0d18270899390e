/* SPDX-License-Identifier: EUPL-1.2
 *
 * Insight and erasure, over all slices.
 *
 * A person's rows go slice by slice in the order of app.c, each batch of persons in one change. The
 * identity is tried for afterwards, one change a person: the database refuses it as long as any row of
 * any room points to it, and that refusal is the rule.
 */
#include "privacy/privacy.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/privacy.sql.h"
#include "slice/insight.h"
#include "youth/youth.h"

#include <jansson.h>
#include <string.h>

#define BATCH     200
#define FIRST_AGE 18 /* no room deletes anything about somebody younger */
#define LAST_AGE  30 /* nobody's identity is deleted before (rules_case_over) */

/* ---- insight */

static bool look_ups(struct db *db, struct arena *a, const char *youth_id, json_t *out,
                     struct err *err) {
    struct q_privacy_look_ups_rows rows;
    if (!q_privacy_look_ups(db, a, (struct q_privacy_look_ups_in){youth_id}, &rows, err))
        return false;
    json_t *list = insight_list(out, "look_ups");
    for (size_t i = 0; i < rows.n; i++) {
        json_t *row = insight_row(list);
        insight_moment(row, "day", rows.v[i].at);
        insight_text(row, "act", rows.v[i].act);
        insight_text(row, "purpose", rows.v[i].purpose);
    }
    return true;
}

bool privacy_insight(struct db *db, struct arena *a, const char *youth_id, json_t **ret,
                     struct err *err) {
    json_t *out = json_object();
    bool ok = true;
    for (size_t i = 0; ok && i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        if (s->insight) ok = s->insight(db, a, youth_id, out, err);
    }
    ok = ok && look_ups(db, a, youth_id, out, err);
    if (!ok) {
        json_decref(out);
        out = NULL;
    }
    *ret = out;
    return ok;
}

/* ---- erasure */

struct batch {
    const struct q_privacy_candidates_row *persons;
    size_t n;
    int32_t day;
};

static bool erase_rooms(struct db *w, void *ctx, struct err *err) {
    const struct batch *batch = ctx;
    for (size_t p = 0; p < batch->n; p++)
        for (size_t i = 0; i < slices_count(); i++) {
            const struct slice *s = slices_at(i);
            if (!s->erase || s == &youth_slice) continue;
            if (!s->erase(w, batch->persons[p].id, batch->day, err)) return false;
        }
    return true;
}

struct one {
    const char *id;
    int32_t day;
    bool gone;
};

static bool erase_identity(struct db *w, void *ctx, struct err *err) {
    struct one *one = ctx;
    struct arena *a ARENA_AUTO = arena_new();
    struct youth_head head;
    bool found;
    if (!youth_slice.erase(w, one->id, one->day, err) ||
        !youth_head(w, a, one->id, one->day, &head, &found, err))
        return false;
    one->gone = !found;
    return found ||
           q_privacy_reasons_erase(w, (struct q_privacy_reasons_erase_in){one->id}, NULL, err);
}

static bool erase_identities(struct store *store, const struct batch *batch, int64_t *gone,
                             struct err *err) {
    for (size_t p = 0; p < batch->n; p++) {
        if (day_age(batch->persons[p].born, batch->day) < LAST_AGE) continue;
        struct one one = {batch->persons[p].id, batch->day, false};
        struct err refused = {0};
        if (store_write(store, erase_identity, &one, &refused))
            *gone += one.gone;
        else if (refused.kind != ERR_CONFLICT)
            return err_set(err, refused.kind, "%s", refused.message);
    }
    return true;
}

bool privacy_erase(struct store *store, struct db *db, int32_t day, int64_t *ret_gone,
                   struct err *err) {
    struct arena *ids ARENA_AUTO = arena_new();
    const char *after = "";
    *ret_gone = 0;
    for (;;) {
        struct arena *a ARENA_AUTO = arena_new();
        struct q_privacy_candidates_rows rows;
        struct q_privacy_candidates_in in = {after, day_add_months(day, -12 * FIRST_AGE), BATCH};
        if (!q_privacy_candidates(db, a, in, &rows, err)) return false;
        if (!rows.n) return true;
        struct batch batch = {rows.v, rows.n, day};
        if (!store_write(store, erase_rooms, &batch, err) ||
            !erase_identities(store, &batch, ret_gone, err))
            return false;
        after = arena_dup(ids, rows.v[rows.n - 1].id);
    }
}
