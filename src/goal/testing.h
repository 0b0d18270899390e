/* SPDX-License-Identifier: EUPL-1.2
 *
 * For tests: a publication written row by row, so that its numbers are known. Include after <cmocka.h>.
 */
#ifndef VEJVISER_GOAL_TESTING_H
#define VEJVISER_GOAL_TESTING_H

#include "goal/testing_scene.h"
#include "tests/house.h"

/* `version` of a school year, approved by mads at noon on a day. */
BROWSER_UNUSED int64_t goal_test_publish(struct house_test *h, int school_year, int version,
                                         int32_t approved) {
    static int64_t next = 500;
    char as_of[11];
    test_sql(h->store,
             arena_fmt(h->arena,
                       "insert into publication (id, school_year, version, as_of, least, "
                       "least_wellbeing, least_extreme, state, reason, made_by, made_at, sent_by, "
                       "sent_at, approved_by, approved_at) values (%lld, %d, %d, '%s', 5, 20, 10, "
                       "'published', %s, %lld, 1, %lld, 2, %lld, %lld)",
                       (long long)++next, school_year, version, day_iso(as_of, approved - 13),
                       version > 1 ? "'Rettet'" : "null", (long long)h->lea, (long long)h->lea,
                       (long long)h->mads, (long long)clock_at(approved, 12, 0)));
    return next;
}

/* A figure of it; yes INT_NONE: too few to be told. */
BROWSER_UNUSED void goal_test_figure(struct house_test *h, int64_t publication, int seq, int goal,
                                     const char *key, const char *by, const char *value,
                                     int64_t yes, int64_t base) {
    const char *told = yes == INT_NONE
                           ? "null, null, null, null, 'few'"
                           : arena_fmt(h->arena, "%lld, %lld, 0, %lld, null", (long long)yes,
                                       (long long)(base - yes), (long long)base);
    const char *name =
        strcmp(by, "school") == 0 && *value ? arena_fmt(h->arena, "'Skole %s'", value) : "null";
    test_sql(h->store, arena_fmt(h->arena,
                                 "insert into publication_figure (publication, seq, indicator, "
                                 "goal, unit, breakdown, value, name, yes, no, unknown, base, why) "
                                 "values (%lld, %d, '%s', %d, 'percent', '%s', '%s', %s, %s)",
                                 (long long)publication, seq, key, goal, by, value, name, told));
}

#endif
