/* SPDX-License-Identifier: EUPL-1.2
 *
 * From a draft to what the public reads, and never back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "publication/testing.h"

#include <math.h>
#include <string.h>

static const struct published_figure *figure(struct published_figures f, const char *indicator,
                                             const char *by, const char *value) {
    for (size_t i = 0; i < f.n; i++)
        if (strcmp(f.v[i].indicator, indicator) == 0 && strcmp(f.v[i].by, by) == 0 &&
            strcmp(f.v[i].value, value) == 0)
            return &f.v[i];
    return NULL;
}

static void published_by_two_and_kept(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct town t;
    struct publication p;
    struct published_figures figures, later;
    town_make(&t, h, 1, 260);
    assert_true(publication_latest(h->db, h->arena, 0, &p, &err));
    assert_int_equal(p.id, 0);

    int64_t id;
    struct publication_new draft = {
        .school_year = 2025, .as_of = day_from_ymd(2026, 9, 30), .account = h->lea, .at = INT_NONE};
    assert_true(publication_draft(h->store, h->db, &draft, &id, &err));
    assert_false(publication_draft(h->store, h->db, &draft, &id, &err)); /* one at a time */
    assert_int_equal(err.kind, ERR_CONFLICT);
    assert_false(town_step(h, id, STEP_APPROVE, h->mads, &err)); /* not sent yet */
    assert_true(town_step(h, id, STEP_SEND, h->lea, &err));
    assert_false(town_step(h, id, STEP_APPROVE, h->lea, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_true(publication_latest(h->db, h->arena, 0, &p, &err));
    assert_int_equal(p.id, 0); /* nobody reads it yet */
    assert_true(town_step(h, id, STEP_RETURN, h->mads, &err));
    assert_true(town_step(h, id, STEP_SEND, h->lea, &err));
    assert_true(town_step(h, id, STEP_APPROVE, h->mads, &err));

    assert_true(publication_latest(h->db, h->arena, 2025, &p, &err));
    assert_int_equal(p.version, 1);
    assert_string_equal(p.made_by, "lea");
    assert_string_equal(p.approved_by, "mads");
    assert_true(publication_figures(h->db, h->arena, p.id, NULL, NULL, &figures, &err));
    const struct published_figure *talk = figure(figures, "talk_all", "all", "");
    assert_non_null(talk);
    assert_int_equal(talk->yes + talk->no, talk->base);
    assert_true(published_share(talk).estimate > 0);

    /* the casework goes on, the published figures do not */
    for (int i = 0; i < 40; i++) town_person(&t);
    assert_true(publication_figures(h->db, h->arena, p.id, NULL, NULL, &later, &err));
    assert_int_equal(figures.n, later.n);
    for (size_t i = 0; i < figures.n; i++) assert_int_equal(figures.v[i].yes, later.v[i].yes);
    assert_false(town_step(h, id, STEP_DISCARD, h->lea, &err));
    assert_int_equal(err.kind, ERR_CONFLICT);
    assert_false(town_step(h, id, STEP_RETURN, h->mads, &err));
    assert_int_equal(err.kind, ERR_CONFLICT);
}

/* Of two team leaders one made it and the other sent it: neither publishes it, and nothing is written. */
static void neither_who_made_nor_who_sent_publishes(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    int64_t id, lis = test_user(h->store, "lis", ROLE_TEAM_LEADER, NULL);
    struct publication_new draft = {
        .school_year = 2025, .as_of = day_from_ymd(2026, 9, 30), .account = h->lea, .at = INT_NONE};
    assert_true(publication_draft(h->store, h->db, &draft, &id, &err));
    assert_true(town_step(h, id, STEP_SEND, lis, &err));
    const int64_t own[] = {h->lea, lis};
    for (int i = 0; i < 2; i++) {
        assert_false(town_step(h, id, STEP_APPROVE, own[i], &err));
        assert_int_equal(err.kind, ERR_REFUSED);
    }
    assert_int_equal(test_sql_number(h->store, "select count(*) from publication_event"), 2);
    assert_true(town_step(h, id, STEP_APPROVE, h->mads, &err));
}

/* What was published on a day is not there on the day before, whichever way it is asked for. */
static void nobody_reads_it_before_its_day(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct town t;
    struct publication p;
    const char *json;
    town_make(&t, h, 6, 120);
    int64_t id = town_publish(h, day_from_ymd(2026, 9, 30), NULL);
    TOWN_SQL(&t,
             "insert into publication_document (publication, name, body) values (%lld, 'x', '{}')",
             (long long)id);
    for (int before = 0; before < 2; before++) {
        clock_fix(before ? HOUSE_TODAY - 1 : HOUSE_TODAY + 1);
        assert_true(publication_latest(h->db, h->arena, 0, &p, &err));
        assert_int_equal(p.id, before ? 0 : id);
        assert_true(publication_document(h->db, h->arena, 0, "x", &p, &json, &err));
        assert_int_equal(json != NULL, !before);
    }
}

static void a_day_outside_the_year_is_refused(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    int64_t id;
    const int32_t days[] = {day_from_ymd(2025, 7, 31), HOUSE_TODAY + 1};
    for (int i = 0; i < 2; i++) {
        struct publication_new draft = {
            .school_year = 2025, .as_of = days[i], .account = h->lea, .at = INT_NONE};
        assert_false(publication_draft(h->store, h->db, &draft, &id, &err));
        assert_int_equal(err.kind, ERR_INPUT);
    }
}

static void limits_lie_round_the_share(void **state) {
    (void)state;
    struct published_figure f = {.yes = 20, .no = 60, .unknown = 0, .base = 80};
    struct interval share = published_share(&f);
    assert_true(fabs(share.estimate - 25) < 1e-9);
    assert_true(share.lower > 16 && share.lower < 18 && share.upper > 35 && share.upper < 36);
    f.base = INT_NONE;
    assert_true(isnan(published_share(&f).estimate));
    f.per_100 = true;
    assert_true(fabs(published_share(&f).estimate - 100.0 / 3) < 1e-9);
}

static void a_correction_has_a_reason(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct town t;
    struct publication *all;
    struct publication latest;
    size_t n;
    int64_t id;
    town_make(&t, h, 2, 200);
    town_publish(h, day_from_ymd(2026, 9, 30), NULL);
    struct publication_new draft = {.school_year = 2025,
                                    .as_of = day_from_ymd(2026, 10, 30),
                                    .account = h->lea,
                                    .at = INT_NONE};
    assert_false(publication_draft(h->store, h->db, &draft, &id, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    for (int i = 0; i < 60; i++) town_person(&t);
    town_publish(h, day_from_ymd(2026, 10, 30), "En skole kom for sent med tal");
    assert_true(publication_all(h->db, h->arena, &all, &n, &err));
    assert_int_equal(n, 2);
    assert_int_equal(all[0].version, 2);
    assert_string_equal(all[0].reason, "En skole kom for sent med tal");
    assert_true(publication_latest(h->db, h->arena, 2025, &latest, &err));
    assert_int_equal(latest.version, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(published_by_two_and_kept),
        HOUSE_TEST(neither_who_made_nor_who_sent_publishes),
        HOUSE_TEST(nobody_reads_it_before_its_day),
        HOUSE_TEST(a_day_outside_the_year_is_refused),
        cmocka_unit_test(limits_lie_round_the_share),
        HOUSE_TEST(a_correction_has_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
