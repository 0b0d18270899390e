/* SPDX-License-Identifier: EUPL-1.2
 *
 * Each indicator counted again from the facts of random municipalities, in another way than the room does:
 * in all and by every breakdown, as known on several days.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/house.h"

#include "indicator/testing.h"

static void compare(const char *key, struct indicator_tally want, struct indicator_tally got,
                    int32_t as_of) {
    if (want.yes == got.yes && want.no == got.no && want.unknown == got.unknown) return;
    print_error("%s on %d: %lld %lld %lld, not %lld %lld %lld\n", key, as_of, (long long)got.yes,
                (long long)got.no, (long long)got.unknown, (long long)want.yes, (long long)want.no,
                (long long)want.unknown);
    fail();
}

/* ---- counting them again ---- */

static bool lives(const struct person *p, int32_t day) { return !p->moved || p->moved > day; }
static bool pupil(const struct person *p, const struct indicator_ask *q, int from) {
    return p->grade >= from && p->grade && lives(p, q->day);
}
static bool within(const struct happening *f, int32_t from, int32_t to, int32_t k) {
    return holds(f, k) && f->day >= from && f->day <= to;
}

/* -1 out, 0 no, 1 yes, 2 unknown */
static int doing(const struct person *p, int32_t day, int32_t k) {
    int32_t from = INT32_MIN;
    int what = 2;
    const struct happening *edu[] = {&p->edu, &p->again};
    if (holds(&p->now, k) && p->now.day <= day) {
        from = p->now.day;
        what = p->now.value == 0 ? 1 : p->now.value == 1 ? 0 : 2;
    }
    for (int i = 0; i < 2; i++) {
        const struct happening *f = edu[i];
        int32_t end = i == 0 ? (int32_t)f->value : 0;
        if (holds(f, k) && f->day <= day && (!end || end >= day) && f->day > from) {
            from = f->day;
            what = 0;
        }
    }
    int32_t begun = p->done.day - 1000;
    struct happening done = p->done;
    done.known.at -= 1000;
    bool over = p->done.value2 <= k;
    if (holds(&done, k) && begun <= day && (!over || p->done.day >= day) && begun > from) what = 0;
    return what;
}

static int aged(const struct person *p, const struct indicator_ask *q, int from, int to) {
    int age = day_age(p->born, q->day);
    return age >= from && age <= to && lives(p, q->day);
}

static int wished(const struct person *p, const struct indicator_ask *q, int32_t k, unsigned bits) {
    if (!pupil(p, q, 9)) return -1;
    if (!within(&p->wish, q->from, q->day, k) || p->wish.value == 5) return 2;
    if (p->wish.value == 4) return p->grade == 9 ? -1 : 2;
    return bits >> p->wish.value & 1;
}

static int left(const struct person *p, const struct indicator_ask *q, int32_t k, int months,
                int how) {
    if (!holds(&p->edu, k)) return -1;
    int32_t mark = day_add_months(p->edu.day, months), end = (int32_t)p->edu.value;
    if (mark < q->from || mark > q->to) return -1;
    bool back =
        holds(&p->again, k) && p->again.day <= q->to && p->again.day <= day_add_months(end, 15);
    return p->edu.value2 == how && end < mark && end <= q->to && !back;
}

static int attained(const struct person *p, const struct indicator_ask *q, int32_t k) {
    int32_t day = day_add_months(p->born, 300);
    if (day_age(p->born, day) < 25) day++;
    if (day < q->from || day > q->to || !lives(p, day)) return -1;
    struct happening begun = p->done;
    begun.known.at -= 1000;
    if (holds(&begun, k) && p->done.value2 <= k && p->done.day < day && p->done.day - 1000 <= q->to)
        return 1;
    return doing(p, q->day, k) == 2 ? 2 : 0;
}

static int follows(const struct person *p, const struct indicator_ask *q, int32_t k) {
    bool had = p->had;
    if (holds(&p->change, k)) had = p->change.day <= q->day || p->change.value;
    return had && lives(p, q->day);
}

static int mentored(const struct person *p, const struct indicator_ask *q, int32_t k) {
    if (!holds(&p->edu, k) || p->edu.day < q->from || p->edu.day > q->to) return -1;
    return holds(&p->mentor, k) && p->mentor.day <= p->edu.day;
}

/* What was said of the three kinds, with the municipality's own judgement; false: nothing. */
static bool said(const struct town *t, const struct person *p, const struct indicator_ask *q,
                 int32_t k, int *ret) {
    const struct happening *report = p->grade ? &t->report[p->school][p->grade - 7] : NULL;
    if (!report || !holds(report, k) || report->day > q->day || !p->row.is) return false;
    for (int i = 0; i < 3; i++) ret[i] = p->said[i];
    if (ret[0] < 0 && ret[1] < 0 && ret[2] < 0) return false;
    if (holds(&p->judged, k) && p->judged.day <= q->day)
        ret[p->judged.value2] = (int)p->judged.value;
    return true;
}

static int ready(const char *key, const struct town *t, const struct person *p,
                 const struct indicator_ask *q, int32_t k) {
    int of[3], wish = within(&p->wish, q->from, q->day, k) ? (int)p->wish.value : 5;
    if (!pupil(p, q, 8) || !said(t, p, q, k, of)) return -1;
    bool any = of[0] == 0 || of[1] == 0 || of[2] == 0;
    if (strcmp(key, "not_ready_any") == 0) return any;
    if (strcmp(key, "talk_ready") == 0) return any ? -1 : within(&p->talk, q->from, q->to, k);
    if (strcmp(key, "talk_not_ready") == 0) return any ? within(&p->talk, q->from, q->to, k) : -1;
    if (wish == 5) return 2;
    if (wish > 2) return -1;
    int kind = wish == 0 ? of[0] : wish == 1 ? of[2] : of[1];
    return kind < 0 ? 2 : !kind;
}

/* n days on, Saturdays and Sundays not counted: the cases are of weeks without holidays. */
static int32_t weekdays_on(int32_t day, int n) {
    while (n) n -= day_weekday(++day) < 6;
    return day;
}
static int in_time(bool happened, int32_t met, int32_t due, int32_t today) {
    if (happened && met <= today) return met <= due;
    return today > due ? 0 : 2;
}

static int dutied(const char *key, const struct person *p, const struct indicator_ask *q,
                  int32_t k) {
    if (!holds(&p->told, k) || p->told.day < q->from || p->told.day > q->to) return -1;
    bool talked = holds(&p->talk, k) && p->talk.day >= p->told.day;
    if (strcmp(key, "duty_contact") == 0)
        return in_time(talked, p->talk.day, weekdays_on(p->told.day, 5), q->to);
    if (!talked || p->talk.day > q->to) return 2; /* the second clock has not started */
    return in_time(holds(&p->offer, k), p->offer.day, p->talk.day + 30, q->to);
}

static int again(const char *key, const struct town *t, const struct person *p,
                 const struct indicator_ask *q, int32_t k) {
#define IS(key_) (strcmp(key, key_) == 0)
    int what = doing(p, q->day, k);
    int idle = what == 2 ? 2 : what;
    if (IS("attained_25")) return attained(p, q, k);
    if (IS("nothing_15_17")) return aged(p, q, 15, 17) ? idle : -1;
    if (IS("nothing_15_24")) return aged(p, q, 15, 24) ? idle : -1;
    if (IS("unknown_15_17")) return aged(p, q, 15, 17) ? what == 2 : -1;
    if (IS("unknown_15_24")) return aged(p, q, 15, 24) ? what == 2 : -1;
    if (IS("wish_eud")) return wished(p, q, k, 1);
    if (IS("wish_gym")) return wished(p, q, k, 2 | 4);
    if (IS("wish_other")) return wished(p, q, k, 8);
    if (IS("dropout_3")) return left(p, q, k, 3, 1);
    if (IS("dropout_12")) return left(p, q, k, 12, 1);
    if (IS("switch_3")) return left(p, q, k, 3, 2);
    if (IS("switch_12")) return left(p, q, k, 12, 2);
    if (IS("mentored")) return mentored(p, q, k);
    if (IS("talk_all")) return pupil(p, q, 8) ? within(&p->talk, q->from, q->to, k) : -1;
    if (IS("collective")) return pupil(p, q, 7) ? within(&p->session, q->from, q->to, k) : -1;
    if (IS("practice")) return pupil(p, q, 8) ? within(&p->practice, q->from, q->to, k) : -1;
    if (IS("plan_in_time")) {
        int32_t by = q->day < DAY(2026, 3, 1) ? q->day : DAY(2026, 3, 1);
        return pupil(p, q, 9) ? within(&p->plan, INT32_MIN, by, k) : -1;
    }
    bool answered = within(&p->answer, q->from, q->to, k);
    if (IS("plan_motivating")) return answered ? p->answer.value > 3 : -1;
    if (IS("plan_realistic")) return answered ? p->answer.value2 > 3 : -1;
    if (IS("quiet")) {
        int32_t since = q->day - 60;
        return follows(p, q, k)
                   ? !within(&p->talk, since, q->day, k) && !within(&p->session, since, q->day, k)
                   : -1;
    }
    if (IS("changed"))
        return follows(p, q, k) ? within(&p->change, day_add_months(q->day, -12) + 1, q->day, k) &&
                                      p->change.value
                                : -1;
    if (IS("duty_contact") || IS("duty_activity")) return dutied(key, p, q, k);
    if (IS("not_ready_wish") || IS("not_ready_any") || IS("talk_ready") || IS("talk_not_ready"))
        return ready(key, t, p, q, k);
    return -2; /* no subject: career_week */
}

/* ---- by every breakdown ---- */

static bool in_group(const struct person *p, const struct indicator_group *g,
                     const struct indicator_data *data, int32_t k) {
    switch (g->by) {
    case BY_SCHOOL:
        return p->grade && data->schools[g->value].number[5] == '1' + p->school;
    case BY_GRADE:
        return p->grade == g->value;
    case BY_SEX:
        return p->sex == (g->value ? 'M' : 'K');
    case BY_MENTOR:
        return (holds(&p->mentor, k) && p->mentor.day <= p->edu.day) == (g->value == 1);
    }
    return false;
}

static struct indicator_tally plain(const struct town *t, const struct indicator *i,
                                    const struct indicator_group *group,
                                    const struct indicator_data *data, int32_t k) {
    struct indicator_tally want = {0};
    for (int p = 0; p < PEOPLE; p++) {
        if (group && !in_group(&t->p[p], group, data, k)) continue;
        int says = again(i->key, t, &t->p[p], &data->ask, k);
        want.yes += says == 1;
        want.no += says == 0;
        want.unknown += says == 2;
    }
    return want;
}

/* Guests and pupils: yes and no. */
static struct indicator_tally guests(const struct town *t, const struct indicator_group *group,
                                     const struct indicator_data *data, int32_t k) {
    struct indicator_tally want = {0};
    for (int s = 0; s < 2; s++)
        for (int grade = 7; grade <= 10; grade++) {
            if (group && group->by == BY_GRADE && group->value != grade) continue;
            if (group && group->by == BY_SCHOOL && data->schools[group->value].number[5] != '1' + s)
                continue;
            for (int p = 0; p < PEOPLE; p++)
                want.no +=
                    t->p[p].grade == grade && t->p[p].school == s && lives(&t->p[p], data->ask.day);
            for (int e = 0; e < EVENTS; e++) {
                const struct gathering *g = &t->events[e];
                const struct happening *n = &g->count[s][grade - 7];
                if (g->published && within(n, data->ask.from, data->ask.to, k))
                    want.yes += n->value;
            }
        }
    return want;
}

static void check_indicator(struct arena *a, const struct town *t, const struct indicator *i,
                            const struct indicator_data *data, int32_t k) {
    struct indicator_figure figure;
    bool per_100 = i->unit == UNIT_PER_100;
    indicator_count(a, i, data, &figure);
    compare(i->key, per_100 ? guests(t, NULL, data, k) : plain(t, i, NULL, data, k), figure.all, k);
    unsigned seen = 0;
    for (size_t g = 0; g < figure.groups_n; g++) {
        const struct indicator_group *group = &figure.groups[g];
        seen |= (unsigned)group->by;
        compare(arena_fmt(a, "%s by %d: %d", i->key, (int)group->by, group->value),
                per_100 ? guests(t, group, data, k) : plain(t, i, group, data, k), group->tally, k);
    }
    assert_int_equal(0, seen & ~i->by); /* none that is not declared */
}

static void check_town(struct town *t, int32_t as_of) {
    struct arena *a ARENA_AUTO = arena_new();
    struct indicator_ask q = indicator_ask_of(2025, as_of);
    struct indicator_data data;
    struct err err = {0};
    assert_true(indicator_read(t->h->db, a, &q, false, &data, &err));
    for (size_t i = 0; i < indicators_n; i++) check_indicator(a, t, &indicators[i], &data, as_of);
}

static void check_of(struct house_test *h, uint64_t seed) {
    test_sql(h->store, "delete from duty_case; delete from spell; delete from youth_class; "
                       "delete from youth_word; delete from youth");
    struct town *t = calloc(1, sizeof *t);
    t->h = h;
    town_make(t, seed);
    check_town(t, DAY(2026, 7, 31));
    check_town(t, DAY(2026, 11, 23));
    check_town(t, DAY(2026, 2, 1));
    check_town(t, DAY(2025, 10, 7));
    free(t);
}

static void each_is_what_a_plain_count_says(void **state) { check_of(*state, 791); }
static void and_in_another_municipality(void **state) { check_of(*state, 2022); }
static void and_in_a_third(void **state) { check_of(*state, 7); }

static void and_in_a_fourth(void **state) { check_of(*state, 1848); }
static void and_in_a_fifth(void **state) { check_of(*state, 20261128); }

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(each_is_what_a_plain_count_says),
        HOUSE_TEST(and_in_another_municipality),
        HOUSE_TEST(and_in_a_third),
        HOUSE_TEST(and_in_a_fourth),
        HOUSE_TEST(and_in_a_fifth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
