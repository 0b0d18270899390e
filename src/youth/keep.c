/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes it (youth.h).
 */
#include "youth/pages.h"
#include "youth/youth.h"

#include "gen/youth.sql.h"
#include "rule/rule.h"
#include "slice/insight.h"

static void identity(struct arena *a, const char *id, const struct q_youth_all_about_row *r,
                     struct json_t *out) {
    insight_text(out, "name", r->name);
    insight_day(out, "born", r->born);
    insight_text(out, "cpr", r->cpr.ptr ? open_text(a, "youth", id, "cpr", r->cpr) : NULL);
    insight_text(out, "sex", r->sex);
    insight_text(out, "phone", r->phone);
    insight_text(out, "email", r->email);
    insight_text(out, "street", r->street);
    insight_text(out, "post_code", r->post_code);
    insight_text(out, "town", r->town);
    insight_text(out, "municipality", r->municipality);
    insight_yes(out, "protected", r->guarded);
    insight_day(out, "protected_until", r->guarded_until);
    insight_text(out, "uni_login", r->external_id);
    insight_day(out, "moved_out", r->moved_out);
    insight_moment(out, "imported", r->imported_at);
    insight_moment(out, "edited", r->edited_at);
}

static bool classes(struct db *db, struct arena *a, const char *id, struct json_t *out,
                    struct err *err) {
    struct q_youth_classes_of_rows rows;
    if (!q_youth_classes_of(db, a, (struct q_youth_classes_of_in){id}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "classes");
    for (size_t i = 0; i < rows.n; i++) {
        struct json_t *row = insight_row(list);
        insight_text(row, "school", rows.v[i].school);
        insight_text(row, "class", rows.v[i].class_name);
        insight_day(row, "from", rows.v[i].from_day);
        insight_day(row, "to", rows.v[i].to_day);
    }
    return true;
}

bool youth_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                   struct err *err) {
    struct q_youth_all_about_rows rows;
    struct q_youth_guardians_rows guardians;
    if (!q_youth_all_about(db, a, (struct q_youth_all_about_in){youth_id}, &rows, err) ||
        !q_youth_guardians(db, a, (struct q_youth_guardians_in){youth_id}, &guardians, err))
        return false;
    if (!rows.n) return true;
    struct json_t *room = insight_object(out, "youth");
    identity(a, youth_id, &rows.v[0], room);
    struct json_t *list = insight_list(room, "guardians");
    for (size_t i = 0; i < guardians.n; i++) {
        struct json_t *row = insight_row(list);
        insight_text(row, "name", guardians.v[i].name);
        insight_text(row, "relation", guardians.v[i].relation);
        insight_yes(row, "custody", guardians.v[i].custody);
    }
    return classes(db, a, youth_id, room, err);
}

bool youth_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_youth_all_about_rows rows;
    if (!q_youth_all_about(w, a, (struct q_youth_all_about_in){youth_id}, &rows, err)) return false;
    if (!rows.n) return true;
    const struct q_youth_all_about_row *r = &rows.v[0];
    int64_t last = r->edited_at > r->imported_at ? r->edited_at : r->imported_at;
    bool over;
    if (!rules_case_over(w, r->born, last, day, &over, err)) return false;
    return !over ||
           (q_youth_erase_words(w, (struct q_youth_erase_words_in){youth_id}, NULL, err) &&
            q_youth_erase_guardians(w, (struct q_youth_erase_guardians_in){youth_id}, NULL, err) &&
            q_youth_erase_classes(w, (struct q_youth_erase_classes_in){youth_id}, NULL, err) &&
            q_youth_erase(w, (struct q_youth_erase_in){youth_id}, NULL, err));
}
