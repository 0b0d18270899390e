/* SPDX-License-Identifier: EUPL-1.2
 *
 * The routes of the room. The file is for everybody who has its address, and says nothing about anybody.
 */
#include "calendar/internal.h"

static const struct route routes[] = {
    {"GET", "/kalender", calendar_get, ROLE_GUIDANCE, AUDIT_LIST, "calendar.purpose", .flags = 0},
    {"POST", "/kalender/adresse", calendar_address_post, ROLE_GUIDANCE, AUDIT_SYSTEM,
     "calendar.purpose_address", .flags = 0},
    {"GET", "/kalender/{hemmelig}/vejviser.ics", calendar_file_get, ROLE_PUBLIC | ROLE_STAFF,
     AUDIT_NONE, NULL, .flags = 0},
};

const struct slice calendar_slice = {
    .name = "calendar",
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
};
