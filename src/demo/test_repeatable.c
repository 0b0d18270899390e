/* SPDX-License-Identifier: EUPL-1.2
 *
 * The demo municipality again: the same seed, number and date give the same rows.
 */
#include "demo/testing.h"

#include "demo/rng.h"

#include <stdlib.h>
#include <string.h>

static bool hash_line(void *ctx, const void *row) {
    uint64_t *hash = ctx;
    for (const char *p = ((const struct line *)row)->text; *p; p++)
        *hash = (*hash ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
    return true;
}

#define C(column_) "coalesce(cast(" column_ " as text), '-') || '|' || "
/* Every table; without salts, nonces and blind indexes. */
static uint64_t hash_of(struct store *store) {
    static const char *const tables[] = {
        "select " C("name") "value from setting order by name",
        "select " C("id") C("login") C("name") C("role") C("institution") C("phone")
            C("created_at") "email from account order by id",
        "select " C("number") C("name") C("town") C("type_code")
            C("municipality") "address from institution order by number",
        "select " C("id") C("institution") C("school_year")
            C("grade") "name from class order by id",
        "select " C("id") C("account") C("institution") C("from_day") C("to_day")
            C("cover_for") "'' from counsellor_school order by id",
        "select " C("id") C("name") C("born") C("sex") C("phone") C("email") C("street") C("town")
            C("guarded") C("guarded_until") C("counsellor") C("external_id") C("moved_out")
                C("imported_at") "'' from youth order by id",
        "select " C("w.youth") C("length(word)") "'' from youth_word w order by w.youth, word",
        "select " C("id") C("youth") C("name") C("relation") C("custody") C("phone") C("email")
            C("street") C("guarded") "'' from guardian order by id",
        "select " C("id") C("youth") C("class") C("from_day")
            C("to_day") "'' from youth_class order by id",
        "select " C("id") C("youth") C("kind") C("programme") C("institution") C("place")
            C("from_day") C("to_day") C("outcome") C("cause") C("source") C("known_at")
                C("known_by") C("ended_known_at") "'' from spell order by id",
        "select " C("id") C("youth") C("session") C("kind") C("at") C("day") C("author")
            C("length(body)") C("restricted") C("attended")
                C("withdrawn_at") "'' from contact order by id",
        "select " C("id") C("youth") C("contact") C("owner") C("due") C("what")
            C("done_at") "'' from follow_up order by id",
        "select " C("id") C("class") C("theme") C("day") C("author") C("length(note)")
            C("at") "'' from collective_session order by id",
        "select " C("l.id") C("notice") C("youth") C("recipient") C("template") C("length(body)")
            C("about") C("account") C("day") C("uuid") C("state") C("attempts")
                C("sent_at") "'' from letter l join outbox o on o.letter = l.id order by l.id",
        "select " C("id") C("youth") C("day") C("kind") C("programme")
            C("institution") "said_by from wish order by id",
        "select " C("id") C("youth") C("number") C("length(aim)") C("duty")
            C("agreed_day") "'' from plan order by id",
        "select " C("id") C("youth") C("plan") C("length(what)") C("due")
            C("done_day") "owner from plan_step order by id",
        "select " C("id") C("youth") C("kind") C("institution") C("hours")
            C("from_day") "to_day from plan_course order by id",
        "select " C("id") C("plan") C("party") C("name") "day from plan_agreement order by id",
        "select " C("id") C("youth") C("party") C("name") "day from plan_notice order by id",
        "select " C("id") C("plan") C("motivating")
            C("realistic") "day from plan_answer order by id",
        "select " C("id") C("class") C("theme") C("day") "author from collective_plan order by id",
        "select " C("id") C("name") C("trade") "town from employer order by id",
        "select " C("id") C("youth") C("kind") C("employer") C("from_day") C("to_day")
            C("ended_day") C("spell") "'' from placement order by id",
        "select " C("id") C("placement") C("party") C("useful")
            C("again") "'' from placement_answer order by id",
        "select " C("id") C("youth") C("kind") C("days") C("from_day")
            C("done") "'' from placement_course order by id",
        "select " C("id") C("account") C("cover") C("from_day") "to_day from absence order by id",
        "select " C("id") C("from_account") C("to_account")
            C("day") "young from handover order by id",
        "select " C("youth") C("at") C("from_account")
            C("to_account") "day from counsellor_change order by youth, at",
        "select " C("id") C("youth") C("from_day") C("aware_day")
            C("source") "author from duty_case order by id",
        "select " C("id") C("youth") C("spell") "day from outreach_check order by id",
        "select " C("id") C("youth") C("track")
            C("from_day") "to_day from outreach_assessment order by id",
        "select " C("id") C("youth") C("to_day")
            C("from_day") "side from outreach_effort order by id",
        "select " C("id") C("duty_case") C("kind") C("day") "start_day from duty_offer order by id",
        "select " C("id") C("youth") C("period") "day from duty_review order by id",
    };
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    struct err err = {0};
    struct db *db = store_connect(store, &err);
    /* a connection knows its statements by their address, so each has its own */
    struct db_statement statements[sizeof tables / sizeof *tables];
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        statements[i] = lines_of(tables[i]);
        uint64_t before = hash;
        if (!db_each(db, &statements[i], NULL, hash_line, &hash, &err)) fail_msg("%s", err.message);
        assert_true(hash != before); /* no table is empty */
    }
    db_close(db);
    return hash;
}

/* ---- repeatable */

static void the_same_seed_gives_the_same_rows(void **state) {
    struct arena *a = *state;
    struct filled one = fill(a, 250, 5, DATE), two = fill(a, 250, 5, DATE),
                  other = fill(a, 250, 6, DATE);
    uint64_t hash = hash_of(one.store);
    assert_true(hash == hash_of(two.store));
    assert_true(hash != hash_of(other.store));
    assert_int_equal(one.logins_n, two.logins_n);
    for (size_t i = 0; i < one.logins_n; i++)
        assert_string_equal(one.logins[i].password, two.logins[i].password);
    test_store_drop(one.store);
    test_store_drop(two.store);
    test_store_drop(other.store);
}

struct same {
    struct store *store;
    size_t n;
};

static bool is_there_too(void *ctx, const void *row) {
    struct same *same = ctx;
    struct arena *a ARENA_AUTO = arena_new();
    const char *sql = arena_fmt(a, "select count(*) from youth where name || born || sex = '%s'",
                                ((const struct line *)row)->text);
    assert_int_equal(1, test_sql_number(same->store, sql));
    return ++same->n < 40;
}

static void a_larger_municipality_has_the_same_first_people(void **state) {
    struct arena *a = *state;
    struct filled small = fill(a, 40, 1, DATE);
    struct same same = {.store = town.store};
    struct db_statement statement = lines_of("select name || born || sex as line from youth");
    struct db *db = store_connect(small.store, NULL);
    assert_true(db_each(db, &statement, NULL, is_there_too, &same, NULL));
    db_close(db);
    assert_int_equal(40, same.n);
    test_store_drop(small.store);
}

static void streams_of_chance_are_apart_and_even(void **state) {
    (void)state;
    struct rng one = rng_make(1, STREAM_LIFE, 1), again = one;
    struct rng stream = rng_make(1, STREAM_NAME, 1), next = rng_make(1, STREAM_LIFE, 2);
    uint64_t first = rng_next(&one);
    assert_true(first == rng_next(&again));
    assert_true(first != rng_next(&stream));
    assert_true(first != rng_next(&next));
    int counts[6] = {0};
    double sum = 0;
    for (int i = 0; i < 60000; i++) {
        counts[rng_between(&one, 0, 5)]++;
        sum += rng_unit(&one);
    }
    for (int i = 0; i < 6; i++) assert_in_range(counts[i], 9600, 10400);
    assert_true(sum / 60000 > 0.49 && sum / 60000 < 0.51);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_same_seed_gives_the_same_rows),
        TEST(a_larger_municipality_has_the_same_first_people),
        TEST(streams_of_chance_are_apart_and_even),
    };
    return cmocka_run_group_tests(tests, open_town, close_town);
}
