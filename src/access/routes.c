/* SPDX-License-Identifier: EUPL-1.2
 *
 * The pages of this room.
 */
#include "access/internal.h"

/* /log-ind and /log-af are open to all: who cannot prove who they are must reach the first, and the
 * second must work when the log cannot be written. Both write to the log themselves. */
const struct route access_routes[] = {
    {.method = "GET", .path = "/log-ind", .handle = login_show, .who = ROLE_PUBLIC},
    {.method = "POST", .path = "/log-ind", .handle = login_post, .who = ROLE_PUBLIC},
    {.method = "POST", .path = "/log-ind/ny-kode", .handle = login_renew, .who = ROLE_PUBLIC},
    {.method = "POST", .path = "/log-af", .handle = logout_post, .who = ROLE_PUBLIC},
    {.method = "GET", .path = "/min-konto", .handle = my_account_show, .who = ROLE_STAFF},
    {.method = "POST", .path = "/min-konto", .handle = my_account_post, .who = ROLE_STAFF,
     .audit = AUDIT_SYSTEM, .purpose = "purpose.account"},
    {.method = "POST", .path = "/min-konto/kode", .handle = my_password_post, .who = ROLE_STAFF,
     .audit = AUDIT_SYSTEM, .purpose = "purpose.account"},
    {.method = "GET", .path = "/unge/{youth}/begrundelse", .handle = reason_show,
     .who = ROLE_COUNSELLOR, .audit = AUDIT_PERSON, .purpose = "purpose.reason",
     .flags = ROUTE_NO_REASON},
    {.method = "POST", .path = "/unge/{youth}/begrundelse", .handle = reason_post,
     .who = ROLE_COUNSELLOR, .audit = AUDIT_PERSON_CHANGE, .purpose = "purpose.reason",
     .flags = ROUTE_NO_REASON},
    {.method = "GET", .path = "/unge/{youth}/log", .handle = youth_log_show,
     .who = ROLE_GUIDANCE, .audit = AUDIT_PERSON, .purpose = "purpose.insight"},
    {.method = "GET", .path = "/team/stikproever", .handle = spot_check_show,
     .who = ROLE_TEAM_LEADER, .audit = AUDIT_LIST, .purpose = "purpose.supervision"},
    {.method = "POST", .path = "/team/stikproever/{reason}", .handle = spot_check_post,
     .who = ROLE_TEAM_LEADER, .audit = AUDIT_SYSTEM, .purpose = "purpose.supervision"},
    {.method = "GET", .path = "/admin/brugere", .handle = users_show, .who = ROLE_ADMIN,
     .audit = AUDIT_SYSTEM, .purpose = "purpose.users"},
    {.method = "GET", .path = "/admin/brugere/ny", .handle = users_add_show, .who = ROLE_ADMIN},
    {.method = "POST", .path = "/admin/brugere/ny", .handle = users_add_post, .who = ROLE_ADMIN,
     .audit = AUDIT_SYSTEM, .purpose = "purpose.users"},
    {.method = "GET", .path = "/admin/brugere/{user}", .handle = users_edit_show,
     .who = ROLE_ADMIN, .audit = AUDIT_SYSTEM, .purpose = "purpose.users"},
    {.method = "POST", .path = "/admin/brugere/{user}/slutdato", .handle = users_until_post,
     .who = ROLE_ADMIN, .audit = AUDIT_SYSTEM, .purpose = "purpose.users"},
    {.method = "POST", .path = "/admin/brugere/{user}/spaer", .handle = users_disable_post,
     .who = ROLE_ADMIN, .audit = AUDIT_SYSTEM, .purpose = "purpose.users"},
};
const size_t access_routes_n = sizeof access_routes / sizeof *access_routes;
