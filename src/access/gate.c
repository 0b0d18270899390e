/* SPDX-License-Identifier: EUPL-1.2
 *
 * The gate: no handler runs, and no byte about a person leaves, before three questions are answered.
 *
 *     role           not in route.who                        -> login page, or 403
 *     need-to-know   {youth} without a relation on this day  -> a reason first (counsellor), or 403
 *     audit          the row is not durable                  -> 503
 *
 * A no is final: nothing below can turn it into a yes, and a role that no question knows is a no.
 * School staff get the same 403 for another school's pupil and for an id that does not exist; to
 * counsellors and team leaders, who may ask about anybody, an unknown id is simply not found.
 */
#include "access/internal.h"

#include "base/clock.h"
#include "base/collate.h"
#include "base/id.h"
#include "base/log.h"
#include "gen/access.sql.h"

#include <string.h>

/* ---- need-to-know ---- */

/* How somebody comes to see a person. */
enum relation { RELATION_NONE, RELATION_OWN, RELATION_REASON };

static bool youth_exists(struct db *db, struct arena *a, const char *youth, bool *ret_exists,
                         struct err *err) {
    struct q_access_youth_exists_rows rows;
    if (!q_access_youth_exists(db, a, (struct q_access_youth_exists_in){youth}, &rows, err))
        return false;
    *ret_exists = rows.n > 0;
    return true;
}

static bool relation_counsellor(struct db *db, struct arena *a, const struct visitor *visitor,
                                const char *youth, enum relation *ret_relation, int64_t *ret_reason,
                                struct err *err) {
    struct q_access_related_counsellor_rows own;
    struct q_access_reason_today_rows reason;
    int32_t today = clock_today();
    struct q_access_related_counsellor_in own_in = {youth, visitor->user_id, today};
    struct q_access_reason_today_in reason_in = {visitor->user_id, youth, today};
    if (!q_access_related_counsellor(db, a, own_in, &own, err)) return false;
    if (own.n && own.v[0].related) {
        *ret_relation = RELATION_OWN;
        return true;
    }
    if (!q_access_reason_today(db, a, reason_in, &reason, err)) return false;
    *ret_relation = reason.n ? RELATION_REASON : RELATION_NONE;
    *ret_reason = reason.n ? reason.v[0].id : INT_NONE;
    return true;
}

static bool relation_school(struct db *db, struct arena *a, const struct visitor *visitor,
                            const char *youth, enum relation *ret_relation, struct err *err) {
    struct q_access_related_school_rows rows;
    struct q_access_related_school_in in = {youth, visitor->institution, clock_today()};
    *ret_relation = RELATION_NONE;
    if (!visitor->institution) return true;
    if (!q_access_related_school(db, a, in, &rows, err)) return false;
    *ret_relation = rows.n && rows.v[0].related ? RELATION_OWN : RELATION_NONE;
    return true;
}

static bool relation_of(struct db *db, struct arena *a, const struct visitor *visitor,
                        const char *youth, enum relation *ret_relation, int64_t *ret_reason,
                        struct err *err) {
    bool exists;
    *ret_relation = RELATION_NONE;
    *ret_reason = INT_NONE;
    if (!id_is_valid(youth)) return true;
    switch (visitor->role) {
    case ROLE_COUNSELLOR:
        return relation_counsellor(db, a, visitor, youth, ret_relation, ret_reason, err);
    case ROLE_SCHOOL:
        return relation_school(db, a, visitor, youth, ret_relation, err);
    case ROLE_TEAM_LEADER:
        if (!youth_exists(db, a, youth, &exists, err)) return false;
        *ret_relation = exists ? RELATION_OWN : RELATION_NONE;
        return true;
    default:
        return true;
    }
}

bool access_related(struct db *db, struct arena *a, const struct visitor *visitor,
                    const char *youth_id, bool *ret_related, struct err *err) {
    enum relation relation;
    int64_t reason;
    if (!relation_of(db, a, visitor, youth_id, &relation, &reason, err)) return false;
    *ret_related = relation != RELATION_NONE;
    return true;
}

bool access_related_without_reason(struct db *db, struct arena *a, const struct visitor *visitor,
                                   const char *youth_id, bool *ret_related, struct err *err) {
    enum relation relation;
    int64_t reason;
    if (!relation_of(db, a, visitor, youth_id, &relation, &reason, err)) return false;
    *ret_related = relation == RELATION_OWN;
    return true;
}

/* ---- audit ---- */

static const char *act_of(const struct route *route) {
    if (route->flags & ROUTE_NO_REASON) return "asked";
    switch (route->audit) {
    case AUDIT_PERSON:
        return "read";
    case AUDIT_PERSON_CHANGE:
        return "change";
    case AUDIT_LIST:
        return "list";
    case AUDIT_SEARCH:
        return "search";
    default:
        return "system";
    }
}

/* What was searched for, so that two rows can be seen to be about the same words, and no more. */
static const char *search_index(const struct request *rq) {
    const char *words = request_query(rq, "q");
    if (!words) words = request_body(rq, "q");
    return words ? blind_index(rq->arena, "search", fold(rq->arena, words)) : NULL;
}

static bool is_person(const struct route *route) {
    return route->audit == AUDIT_PERSON || route->audit == AUDIT_PERSON_CHANGE;
}

struct audit_entry audit_entry_of(const struct request *rq, const char *act) {
    const struct route *route = rq->route;
    return (struct audit_entry){
        .act = act,
        .youth_id = is_person(route) ? request_segment(rq, "youth") : NULL,
        .route = arena_fmt(rq->arena, "%s %s", route->method, route->path),
        .purpose = is_person(route) && rq->visitor.role == ROLE_TEAM_LEADER ? "purpose.supervision"
                                                                            : route->purpose,
        .user_id = rq->visitor.user_id,
        .role = role_name(rq->visitor.role),
    };
}

static bool audit_request(struct request *rq, int64_t reason) {
    struct err err = {0};
    struct audit_entry entry = audit_entry_of(rq, act_of(rq->route));
    if (rq->route->audit == AUDIT_NONE) return true;
    if (rq->route->audit == AUDIT_SEARCH) entry.detail = search_index(rq);
    if (reason != INT_NONE) entry.detail = arena_fmt(rq->arena, "reason:%lld", (long long)reason);
    if (audit_write(rq->store, &entry, &err)) return true;
    log_error("security: no log row, no data: %s", err.message);
    reply_status(rq, 503);
    return false;
}

/* ---- refusals ---- */

/* Nothing was shown, so a row that cannot be written changes nothing for the visitor. */
static void refuse(struct request *rq, int status) {
    struct err err = {0};
    struct audit_entry entry = audit_entry_of(rq, "refused");
    if (entry.youth_id && !id_is_valid(entry.youth_id)) entry.youth_id = NULL;
    if (!audit_write(rq->store, &entry, &err))
        log_error("security: a refusal could not be logged: %s", err.message);
    reply_status(rq, status);
}

static void to_login(struct request *rq) {
    bool get = strcmp(rq->method, "GET") == 0;
    const char *here = local_path(request_here(rq), NULL);
    if (!get || !here) here = "/";
    reply_redirect(rq, strcmp(here, "/") == 0
                           ? "/log-ind"
                           : arena_fmt(rq->arena, "/log-ind?til=%s", path_encode(rq->arena, here)));
}

static void to_reason(struct request *rq, const char *youth) {
    const char *here = strcmp(rq->method, "GET") == 0 ? local_path(request_here(rq), NULL) : NULL;
    const char *page = arena_fmt(rq->arena, "/unge/%s/begrundelse", youth);
    reply_redirect(rq, here ? arena_fmt(rq->arena, "%s?til=%s", page, path_encode(rq->arena, here))
                            : page);
}

/* A counsellor outside the relation is asked why; everybody else is refused. */
static void unrelated(struct request *rq, const char *youth) {
    struct err err = {0};
    bool exists = false;
    if (rq->visitor.role != ROLE_COUNSELLOR && rq->visitor.role != ROLE_TEAM_LEADER) {
        refuse(rq, 403);
        return;
    }
    if (id_is_valid(youth) && !youth_exists(rq->db, rq->arena, youth, &exists, &err))
        reply_error(rq, &err);
    else if (!exists)
        reply_status(rq, 404);
    else
        to_reason(rq, youth);
}

static bool need_to_know(struct request *rq, int64_t *ret_reason) {
    struct err err = {0};
    enum relation relation;
    const char *youth = request_segment(rq, "youth");
    if (rq->route->flags & ROUTE_NO_REASON) {
        bool exists = false;
        if (id_is_valid(youth) && !youth_exists(rq->db, rq->arena, youth, &exists, &err))
            reply_error(rq, &err);
        else if (!exists)
            reply_status(rq, 404);
        return exists;
    }
    if (!relation_of(rq->db, rq->arena, &rq->visitor, youth, &relation, ret_reason, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (relation == RELATION_NONE) unrelated(rq, youth);
    return relation != RELATION_NONE;
}

/* ---- the gate ---- */

bool access_authorize(struct request *rq) {
    const struct route *route = rq->route;
    int64_t reason = INT_NONE;
    if (route->who & ROLE_PUBLIC) return audit_request(rq, INT_NONE);
    if (rq->visitor.role == ROLE_PUBLIC || rq->visitor.user_id == INT_NONE) {
        to_login(rq);
        return false;
    }
    if (!(route->who & rq->visitor.role)) {
        refuse(rq, 403);
        return false;
    }
    if (is_person(route) && !need_to_know(rq, &reason)) return false;
    return audit_request(rq, reason);
}
