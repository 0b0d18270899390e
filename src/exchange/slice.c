/* SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/views.h"

#define WHO (ROLE_ADMIN | ROLE_TEAM_LEADER)

/* The pages name rows, schools and classes, never persons: an administrator has no case access. */
static const struct route routes[] = {
    {"GET", "/import", import_get, WHO, AUDIT_NONE, NULL, 0, NULL},
    {"POST", "/import", import_post, WHO, AUDIT_SYSTEM, "exchange.purpose", ROUTE_UPLOAD, NULL},
    {"GET", "/import/{job}", import_run_get, WHO, AUDIT_NONE, NULL, 0, NULL},
    {"GET", "/import/{job}/status", import_run_json, WHO, AUDIT_NONE, NULL, 0, NULL},
    {"GET", "/import/{job}/afviste", import_run_rejects, WHO, AUDIT_SYSTEM, "exchange.purpose", 0,
     NULL},
    {"POST", "/import/{job}/bekraeft", import_run_confirm, WHO, AUDIT_SYSTEM, "exchange.purpose", 0,
     NULL},
    {"POST", "/import/{job}/annuller", import_run_cancel, WHO, AUDIT_SYSTEM, "exchange.purpose", 0,
     NULL},
};

static const struct job_kind jobs[] = {{IMPORT_JOB, import_job_run, NULL}};

const struct slice exchange_slice = {
    .name = "exchange",
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .jobs = jobs,
    .jobs_n = sizeof jobs / sizeof *jobs,
};
