/* SPDX-License-Identifier: EUPL-1.2
 *
 * For the tests of this room: a small municipality made by chance, small enough for small numbers everywhere.
 * Include after <cmocka.h>.
 */
#ifndef VEJVISER_PUBLICATION_TESTING_H
#define VEJVISER_PUBLICATION_TESTING_H

#include "publication/publication.h"
#include "tests/house.h"

struct town {
    struct house_test *h;
    uint64_t state;
    int64_t row;
    int people;
    bool gathers; /* statements, to be written in one transaction */
    struct text script;
};

BROWSER_UNUSED int town_below(struct town *t, int n) {
    uint64_t z = (t->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (int)((z ^ (z >> 31)) % (uint64_t)n);
}

BROWSER_UNUSED void town_sql(struct town *t, const char *sql) {
    if (!t->gathers)
        test_sql(t->h->store, sql);
    else
        text_addf(&t->script, "%s;\n", sql);
}
#define TOWN_SQL(t_, ...) town_sql((t_), arena_fmt((t_)->h->arena, __VA_ARGS__))

BROWSER_UNUSED void town_gather(struct town *t) {
    t->gathers = true;
    text_init(&t->script, t->h->arena);
}

BROWSER_UNUSED void town_write(struct town *t) {
    t->gathers = false;
    test_sql(t->h->store, text_str(&t->script));
}

/* One more person: a pupil of one of the schools or one who has left, with what they did in 2025/26. */
BROWSER_UNUSED void town_person(struct town *t) {
    static const char *const wishes[] = {"eud", "stx", "hf", "fgu", "tenth_grade", "undecided"};
    static const char *const doing[] = {"none", "work", "unknown", "hhx"};
    struct arena *a = t->h->arena;
    const char *id = arena_fmt(a, "t%025d", ++t->people), *key = house_bytes(a, "00");
    long long vera = (long long)t->h->vera,
              noon = (long long)clock_at(day_from_ymd(2025, 10, 1), 12, 0);
    bool pupil = town_below(t, 2);
    int grade = 7 + town_below(t, 4), school = town_below(t, 3) == 0;
    int32_t born = pupil ? day_from_ymd(2009, 1, 1) + town_below(t, 1500)
                         : day_from_ymd(2000, 8, 1) + town_below(t, 3200);
    char iso[11];
    TOWN_SQL(
        t,
        "insert into youth (id, name, first_name, family_name, sort_key, born, sex, counsellor) "
        "values ('%s', 'X Y', 'X', 'Y', %s, '%s', '%s', %lld)",
        id, key, day_iso(iso, born), town_below(t, 2) ? "M" : "K", vera);
    if (pupil)
        TOWN_SQL(t,
                 "insert into youth_class (id, youth, class, from_day) values (%lld, '%s', %d, "
                 "'2025-08-01')",
                 (long long)++t->row, id, 1000 + school * 10 + grade);
    else
        TOWN_SQL(
            t,
            "insert into spell (id, youth, kind, from_day, known_at) values (%lld, '%s', '%s', "
            "'2025-02-%02d', %lld)",
            (long long)++t->row, id, doing[town_below(t, 4)], 1 + town_below(t, 28), noon);
    if (town_below(t, 3))
        TOWN_SQL(t,
                 "insert into contact (id, youth, kind, at, day, author) values (%lld, '%s', '%s', "
                 "%lld, '2025-11-03', %lld)",
                 (long long)++t->row, id, town_below(t, 2) ? "talk" : "collective", noon, vera);
    if (pupil && town_below(t, 4))
        TOWN_SQL(t,
                 "insert into wish (id, youth, day, priority, kind, said_by, author, at) values "
                 "(%lld, '%s', '2025-11-03', 1, '%s', 'youth', %lld, %lld)",
                 (long long)++t->row, id, wishes[town_below(t, 6)], vera, noon);
}

BROWSER_UNUSED void town_make(struct town *t, struct house_test *h, uint64_t seed, int people) {
    *t = (struct town){.h = h, .state = seed * 77, .row = 1000000};
    town_gather(t);
    for (int s = 0; s < 2; s++)
        for (int g = 7; g <= 10; g++)
            TOWN_SQL(t,
                     "insert into class (id, institution, school_year, grade, name) values (%d, "
                     "'99910%d', 2025, '%d', 'x%d')",
                     1000 + s * 10 + g, s + 1, g, g);
    for (int i = 0; i < people; i++) town_person(t);
    town_write(t);
}

struct town_step {
    int64_t id, account;
    enum publication_step step;
    const char *comment;
};

BROWSER_UNUSED bool town_step_write(struct db *w, void *ctx, struct err *err) {
    const struct town_step *s = ctx;
    return publication_step(w, s->id, s->step, s->account, INT_NONE, s->comment, err);
}

/* False with *err. */
BROWSER_UNUSED bool town_step(struct house_test *h, int64_t id, enum publication_step step,
                              int64_t account, struct err *err) {
    struct town_step s = {id, account, step, step == STEP_RETURN ? "Se på skolerne igen" : NULL};
    return store_write(h->store, town_step_write, &s, err);
}

/* A draft of a school year as known on a day, sent to approval by lea. */
BROWSER_UNUSED int64_t town_send(struct house_test *h, int year, int32_t as_of,
                                 const char *reason) {
    struct err err = {0};
    int64_t id;
    struct publication_new draft = {
        .school_year = year, .as_of = as_of, .reason = reason, .account = h->lea, .at = INT_NONE};
    if (!publication_draft(h->store, h->db, &draft, &id, &err)) fail_msg("%s", err.message);
    if (!town_step(h, id, STEP_SEND, h->lea, &err)) fail_msg("%s", err.message);
    return id;
}

BROWSER_UNUSED void town_approve(struct house_test *h, int64_t id) {
    struct err err = {0};
    if (!town_step(h, id, STEP_APPROVE, h->mads, &err)) fail_msg("%s", err.message);
}

/* A published version of 2025/26 by lea and mads, as known on a day. */
BROWSER_UNUSED int64_t town_publish(struct house_test *h, int32_t as_of, const char *reason) {
    int64_t id = town_send(h, 2025, as_of, reason);
    town_approve(h, id);
    return id;
}

#endif
