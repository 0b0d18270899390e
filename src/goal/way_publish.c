/* SPDX-License-Identifier: EUPL-1.2
 *
 * The way of a year group on its way into a publication, and out of it again: the public sees it as it was
 * published, never as it is this minute.
 */
#include "goal/goal.h"
#include "goal/way.h"
#include "publication/publication.h"

#include <jansson.h>

static int json_add(const char *text, size_t n, void *out) {
    text_add_n(out, text, n);
    return 0;
}

/* Every number in it is rounded to at least WAY_PERSONS persons (way.h), so what was published before needs
 * no look: docs/decisions/0011-publication.md. */
static bool way_make(struct store *store, struct db *db, struct arena *a, int school_year,
                     int32_t as_of, const char *before, const char **ret_json, struct err *err) {
    struct goal_way way;
    bool any;
    (void)school_year;
    (void)before;
    *ret_json = NULL;
    if (!goal_way_now(store, db, as_of, &way, &any, err)) return false;
    if (!any) return true;
    json_t *json = goal_way_json(&way);
    struct text text;
    text_init(&text, a);
    bool ok = json && json_dump_callback(json, json_add, &text, JSON_COMPACT) == 0;
    json_decref(json);
    if (!ok) return err_set(err, ERR_IO, "the way of goal 1 cannot be written as JSON");
    *ret_json = text_str(&text);
    return true;
}

const struct publication_document goal_way_document = {"goal-way", way_make};

bool goal_way_published(struct db *db, struct arena *a, int school_year, struct goal_way *ret,
                        bool *ret_any, struct err *err) {
    struct publication publication;
    const char *text;
    *ret_any = false;
    if (!publication_document(db, a, school_year, goal_way_document.name, &publication, &text, err))
        return false;
    json_t *json = text ? json_loads(text, 0, NULL) : NULL;
    *ret_any = json && goal_way_from_json(json, ret);
    json_decref(json);
    if (text && !*ret_any) return err_set(err, ERR_DB, "a published way of goal 1 cannot be read");
    return true;
}
