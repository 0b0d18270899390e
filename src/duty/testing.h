/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the tests of this room share: Carl is 16, his plan is not followed since Thursday 12 November
 * 2026 (house.h), and he has a mother with custody. Include after <cmocka.h>.
 */
#ifndef VEJVISER_DUTY_TESTING_H
#define VEJVISER_DUTY_TESTING_H

#include "duty/internal.h"
#include "tests/house.h"

#define DUTY "/unge/" CARL "/pligt"

BROWSER_UNUSED int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

BROWSER_UNUSED void with_mother(struct house_test *h) {
    test_sql(h->store, "insert into guardian (id, youth, name, relation, custody) values "
                       "(71, '" CARL "', 'Mor Egholm', 'mother', 1)");
}

/* What a broken plan means for the child benefit was told to both on a day. */
BROWSER_UNUSED void with_notice(struct house_test *h, const char *day) {
    test_sql(h->store,
             arena_fmt(h->arena,
                       "insert into plan_notice (id, youth, party, name, how, day, author, "
                       "at) values (81, '" CARL "', 'youth', null, 'meeting', '%s', %lld, "
                       "1), (82, '" CARL "', 'guardian', 'Mor', 'meeting', '%s', %lld, 1)",
                       day, (long long)h->vera, day, (long long)h->vera));
}

BROWSER_UNUSED struct browser with_hearing(struct house_test *h) {
    struct browser b = house_browser(h, h->vera);
    with_mother(h);
    with_notice(h, "2026-09-01");
    browser_get(&b, DUTY "/hoering", 200);
    browser_post(&b, DUTY "/hoering", "sag=Du+er+stoppet+p%C3%A5+GF1.&svarfrist=7.12.2026", 303);
    return b;
}

#endif
