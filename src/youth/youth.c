/* SPDX-License-Identifier: EUPL-1.2 */
#include "youth/youth.h"

#include "base/date.h"
#include "gen/youth.sql.h"

bool youth_head(struct db *db, struct arena *a, const char *youth_id, int32_t day,
                struct youth_head *ret_head, bool *ret_found, struct err *err) {
    struct q_youth_head_rows rows;
    if (!q_youth_head(db, a, (struct q_youth_head_in){.id = youth_id, .day = day}, &rows, err))
        return false;
    *ret_found = rows.n > 0;
    if (!rows.n) return true;
    const struct q_youth_head_row *r = &rows.v[0];
    const char *address = NULL;
    if (r->street && r->post_code && r->town)
        address = arena_fmt(a, "%s, %s %s", r->street, r->post_code, r->town);
    else if (r->town)
        address = r->town;
    *ret_head = (struct youth_head){
        .id = r->id,
        .name = r->name,
        .first_name = r->first_name,
        .born = r->born,
        .age = day_age(r->born, day),
        .sex = r->sex,
        .phone = r->phone,
        .email = r->email,
        .address = address,
        .street = r->street,
        .post_code = r->post_code,
        .town = r->town,
        .guarded = r->guarded,
        .guarded_until = r->guarded_until,
        .has_cpr = r->has_cpr,
        .counsellor = r->counsellor,
        .counsellor_name = r->counsellor_name,
        .counsellor_phone = r->counsellor_phone,
        .class_name = r->class_name,
        .school_name = r->school_name,
        .institution = r->institution,
        .class_id = r->class_id,
        .moved_out = r->moved_out,
        .version = r->version,
    };
    return true;
}
