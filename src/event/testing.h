/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the tests of this room share. Include after <cmocka.h>.
 */
#ifndef VEJVISER_EVENT_TESTING_H
#define VEJVISER_EVENT_TESTING_H

#include "event/internal.h"
#include "tests/house.h"

#include <string.h>

#define RET   "/arrangementer/ret"
#define EVENT "titel=Aften+i+Skole+A&slags=evening&skole=999101&sted=Aulaen&fra=17.00&til=19.30"

BROWSER_UNUSED int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

/* The id in the address that a POST leads to: "/arrangementer/ret/ID". */
BROWSER_UNUSED const char *led_to_id(struct house_test *h, const struct browser *b) {
    const char *slash = strrchr(b->reply.location, '/');
    return arena_dup(h->arena, slash + 1);
}

/* An evening on a day, made by this browser's user: 10 places, with a programme, published. */
BROWSER_UNUSED const char *with_event(struct house_test *h, struct browser *b, const char *day,
                                      int places) {
    browser_get(b, RET "/ny", 200);
    browser_post(b, RET "/ny",
                 arena_fmt(h->arena, EVENT "&dag=%s&tilmelding=yes&pladser=%d", day, places), 303);
    const char *id = led_to_id(h, b);
    const char *base = arena_fmt(h->arena, RET "/%s", id);
    browser_get(b, arena_fmt(h->arena, "%s/punkt", base), 200);
    browser_post(b, arena_fmt(h->arena, "%s/punkt", base),
                 "fra=17.00&til=17.30&punkt=Velkommen&oplaeg=Skolelederen&lokale=Aulaen", 303);
    browser_post(b, arena_fmt(h->arena, "%s/udgiv", base), "", 303);
    return id;
}

/* Somebody signs up; the secret of their page. */
BROWSER_UNUSED const char *sign_up(struct house_test *h, struct browser *b, const char *id,
                                   const char *name, int people) {
    const char *form = arena_fmt(h->arena, "/arrangementer/%s/tilmeld", id);
    browser_get(b, form, 200);
    const char *key = strstr(text_str(&b->reply.body), "name=\"noegle\" value=\"");
    assert_non_null(key);
    const char *secret =
        arena_dup_n(h->arena, strchr(key, '=') + strlen("\"noegle\" value=\"") + 1, 26);
    browser_post(b, form,
                 arena_fmt(h->arena, "noegle=%s&navn=%s&antal=%d&skole=999101&klasse=9&email=",
                           secret, name, people),
                 303);
    browser_led_to(b, arena_fmt(h->arena, "/tilmelding/%s", secret));
    return secret;
}

BROWSER_UNUSED void run_sql(struct house_test *h, const char *sql) { test_sql(h->store, sql); }

#endif
