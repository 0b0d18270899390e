/* SPDX-License-Identifier: EUPL-1.2
 *
 * The program's table of contents. A new capability is a new folder and one line in `slices`.
 */
#include "app.h"

#include "activity/activity.h"
#include "annual/annual.h"
#include "calendar/calendar.h"
#include "collective/collective.h"
#include "duty/duty.h"
#include "effect/effect.h"
#include "event/event.h"
#include "exchange/exchange.h"
#include "goal/goal.h"
#include "guidance/guidance.h"
#include "letter/letter.h"
#include "order/order.h"
#include "outreach/outreach.h"
#include "placement/placement.h"
#include "plan/plan.h"
#include "privacy/privacy.h"
#include "publication/publication.h"
#include "quality/quality.h"
#include "readiness/readiness.h"
#include "retention/retention.h"
#include "rule/rule.h"
#include "school/school.h"
#include "team/team.h"
#include "whatif/whatif.h"
#include "worklist/worklist.h"
#include "youth/youth.h"

#include <stdlib.h>

/* In the order in which their pieces stand on the page of one young person. */
static const struct slice *const slices[] = {
    &guidance_slice, /* notes and follow-ups:                    /unge/{youth}/noter */
    &activity_slice, /* what the young person does:              /unge/{youth}/aktivitet */
    &plan_slice,     /* wish, education plan, steps, agreement:  /unge/{youth}/plan */
    &readiness_slice, /* what schools report, readiness, efforts: /skole/indberetning, /unge/{youth}/parathed */
    &retention_slice, /* transition mentor, risk, dropout:        /unge/{youth}/overgang, /fastholdelse */
    &duty_slice,      /* the duty of the 15-17-year-olds:         /unge/{youth}/pligt, /pligt */
    &order_slice,     /* education orders of the job centre:      /unge/{youth}/paalaeg, /paalaeg */
    &placement_slice, /* practice, HU, courses, bridge building:  /unge/{youth}/praktik, /praktik */
    &outreach_slice, /* 18 and more out of education, FGU, STU:  /opsoegende, /unge/{youth}/maalgruppe */
    &youth_slice,      /* who the young person is, search:         /unge, /soeg */
    &letter_slice,     /* written notices as they were sent:       /unge/{youth}/breve */
    &privacy_slice,    /* insight and erasure, over all slices:    /unge/{youth}/indsigt */
    &worklist_slice,   /* what I must do:                          /i-dag */
    &calendar_slice,   /* the own week, and as a file:             /kalender */
    &team_slice,       /* workload, absence, handing over:         /team */
    &collective_slice, /* sessions of classes, year plan, reach:  /kollektiv, /klasser/{class}/hold */
    &school_slice,     /* institutions, classes, fixed counsellors: /skoler, /klasser */
    &event_slice,      /* career weeks, evenings, fair, sign-up:   /arrangementer */
    &goal_slice,       /* the goals, for everybody:                /maal */
    &annual_slice,     /* the quality report of a school year:      /rapporter */
    &effect_slice,     /* did an effort work?                      /team/kvalitet/effekt */
    &whatif_slice,     /* the curve if some moved otherwise:       /maal/1/hvad-hvis */
    &quality_slice,    /* the year's wheel, figures as known on a day: /team/kvalitet */
    &publication_slice, /* own figures as published:               /data, /team/kvalitet/udgiv */
    &rule_slice,        /* the law's numbers and the municipality's: /admin/regler */
    &exchange_slice,    /* files from outside:                      /import */
};
#define SLICES_N (sizeof slices / sizeof *slices)

static const struct menu_item menu[] = {
    {"/i-dag", "menu.today", ROLE_GUIDANCE},
    {"/unge", "menu.caseload", ROLE_GUIDANCE},
    {"/pligt", "menu.duty", ROLE_GUIDANCE | ROLE_MANAGEMENT},
    {"/opsoegende", "menu.outreach", ROLE_GUIDANCE, .more = ROLE_GUIDANCE},
    {"/klasser", "menu.classes", ROLE_GUIDANCE | ROLE_SCHOOL},
    {"/skole/indberetning", "menu.reports", ROLE_GUIDANCE | ROLE_SCHOOL, .more = ROLE_GUIDANCE},
    {"/kollektiv", "menu.collective", ROLE_GUIDANCE | ROLE_MANAGEMENT, .more = ROLE_GUIDANCE},
    {"/praktik", "menu.placement", ROLE_GUIDANCE},
    {"/skoler", "menu.schools", ROLE_STAFF},
    {"/paalaeg", "menu.orders", ROLE_GUIDANCE, .more = ROLE_GUIDANCE},
    {"/arrangementer", "menu.events", ROLE_PUBLIC | ROLE_GUIDANCE | ROLE_SCHOOL | ROLE_MANAGEMENT},
    {"/fastholdelse", "menu.retention", ROLE_GUIDANCE | ROLE_MANAGEMENT, .more = ROLE_GUIDANCE},
    {"/maal", "menu.goals", ROLE_PUBLIC | ROLE_STAFF},
    {"/rapporter", "menu.annual", ROLE_PUBLIC | ROLE_TEAM_LEADER | ROLE_MANAGEMENT,
     .more = ROLE_TEAM_LEADER},
    {"/team/kvalitet", "menu.quality", ROLE_GUIDANCE | ROLE_MANAGEMENT, .more = ROLE_GUIDANCE},
    {"/team", "menu.team", ROLE_TEAM_LEADER},
    {"/team/kvalitet/effekt", "menu.effect", ROLE_TEAM_LEADER | ROLE_MANAGEMENT,
     .more = ROLE_TEAM_LEADER},
    {"/team/stikproever", "menu.spot_checks", ROLE_TEAM_LEADER, .more = ROLE_TEAM_LEADER},
    {"/import", "menu.import", ROLE_ADMIN | ROLE_TEAM_LEADER, .more = ROLE_TEAM_LEADER},
    {"/admin/regler", "menu.rules", ROLE_ADMIN | ROLE_TEAM_LEADER, .more = ROLE_TEAM_LEADER},
    {"/admin/brugere", "menu.users", ROLE_ADMIN},
    {0},
};

/* What rooms compute for a publication beside the figures. */
static const struct publication_document *const documents[] = {&goal_way_document, NULL};

void app_init(void) {
    slices_set(slices, SLICES_N);
    publication_documents_set(documents);
}

/* web and access have routes of their own before those of the slices. */
#define TABLES_N (SLICES_N + 2)

const struct site *app_site(struct store *store, struct arena *a) {
    const struct route **tables = arena_array(a, TABLES_N + 1, sizeof *tables);
    size_t *sizes = arena_array(a, TABLES_N, sizeof *sizes);
    tables[0] = web_routes;
    sizes[0] = web_routes_n;
    tables[1] = access_routes;
    sizes[1] = access_routes_n;
    size_t n = 2;
    for (size_t i = 0; i < SLICES_N; i++) {
        if (!slices[i]->routes_n) continue; /* a NULL would end the list */
        tables[n] = slices[i]->routes;
        sizes[n++] = slices[i]->routes_n;
    }
    struct site *site = arena_alloc(a, sizeof *site);
    *site = (struct site){
        .tables = tables,
        .table_sizes = sizes,
        .identify = access_identify,
        .authorize = access_authorize,
        .notice_put = access_notice_put,
        .language_put = access_language_put,
        .menu = menu,
        .store = store,
        .name = house_get()->name,
        .contact = getenv("VEJVISER_CONTACT"),
        .was_url = getenv("VEJVISER_WAS_URL"),
        .demo = house_get()->demo,
    };
    return site;
}

const struct job_kind *const *app_jobs(struct arena *a, size_t *ret_n) {
    size_t n = 0, most = 0;
    for (size_t i = 0; i < SLICES_N; i++) most += slices[i]->jobs_n;
    const struct job_kind **kinds = arena_array(a, most + 1, sizeof *kinds);
    for (size_t i = 0; i < SLICES_N; i++)
        for (size_t k = 0; k < slices[i]->jobs_n; k++) kinds[n++] = &slices[i]->jobs[k];
    *ret_n = n;
    return kinds;
}
