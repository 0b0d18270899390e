/* SPDX-License-Identifier: EUPL-1.2 */
#include "gen/school.sql.h"
#include "school/views.h"

static const struct route routes[] = {
    {"GET", "/skoler", schools_get, ROLE_STAFF, AUDIT_NONE, NULL, 0, NULL},
    {"GET", "/skoler/{school}", school_get, ROLE_STAFF, AUDIT_NONE, NULL, 0, NULL},
    {"POST", "/skoler/{school}/vejleder", school_fix_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "school.purpose.fix", 0, NULL},
    {"POST", "/skoler/{school}/vejleder/{fix}", school_unfix_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "school.purpose.fix", 0, NULL},
    {"GET", "/klasser", classes_get, ROLE_GUIDANCE | ROLE_SCHOOL, AUDIT_NONE, NULL, 0, NULL},
    {"GET", "/klasser/{class}", class_get, ROLE_GUIDANCE | ROLE_SCHOOL, AUDIT_LIST,
     "school.purpose.class", 0, NULL},
};

static const struct db_statement *const worklist_asks[] = {&statement_school_options_of, NULL};
static const struct db_statement *const caseload_asks[] = {&statement_school_options_of, NULL};

static const struct db_statement *const handover_asks[] = {&statement_school_posts, NULL};

const struct slice school_slice = {
    .name = "school",
    .asks = {[PAGE_WORKLIST] = worklist_asks,
             [PAGE_CASELOAD] = caseload_asks,
             [PAGE_HANDOVER] = handover_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .handover_preview = school_handover_preview,
    .handover_move = school_handover_move,
    .handover_back = school_handover_back,
};
