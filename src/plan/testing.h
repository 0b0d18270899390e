/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the tests of this room share. Include after <cmocka.h>.
 */
#ifndef VEJVISER_PLAN_TESTING_H
#define VEJVISER_PLAN_TESTING_H

#include "plan/plan.h"
#include "tests/house.h"

#define PLAN "/unge/" ANNA "/plan"
#define TEXT "nu=G%C3%A5r+i+9.+klasse&maal=Blive+t%C3%B8mrer%0AFinde+en+l%C3%A6replads"

BROWSER_UNUSED int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

/* Anna has a draft, written by vera. */
BROWSER_UNUSED struct browser with_draft(struct house_test *h) {
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, PLAN "/skriv", 200);
    browser_post(&b, PLAN "/skriv", "version=0&" TEXT, 303);
    return b;
}

BROWSER_UNUSED void agree(struct browser *b) {
    browser_post(b, PLAN "/aftale", "part=youth&hvordan=meeting&dag=23.11.2026", 303);
    browser_post(b, PLAN "/aftale", "part=guardian&navn=Mette+Berg&hvordan=phone&dag=23.11.2026",
                 303);
}

#endif
