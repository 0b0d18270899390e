/* SPDX-License-Identifier: EUPL-1.2
 *
 * Random small municipalities of which the test knows every fact: each indicator is counted again from those,
 * in another way than the room does, as known on several days.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "gen/queries_all.h"
#include "indicator/indicator.h"
#include "tests/house.h"

#include <math.h>

#define PEOPLE          150
#define DAY(y_, m_, d_) day_from_ymd(y_, m_, d_)

/* ---- facts ---- */

struct known { /* when it was written, and withdrawn (0: never): days */
    int32_t at, gone;
};
struct happening {
    bool is;
    int32_t day;
    struct known known;
    int64_t value, value2;
};
struct person {
    int32_t born, moved;
    char sex;
    int school, grade;      /* grade 0: left */
    struct happening now;   /* doing: value 0 none, 1 work, 2 unknown; from day on */
    struct happening done;  /* completed stx; day is the end, value2 when the end was known */
    struct happening edu;   /* hhx from day; value: end or 0; value2: 1 interrupted, 2 switched */
    struct happening again; /* hhx taken up again on day */
    struct happening mentor, talk, session, wish, plan, answer, practice, change;
    struct happening ready; /* value: bits eud hf gym */
    bool had;
};
struct town {
    struct house_test *h;
    struct person p[PEOPLE];
    uint64_t state;
    int64_t row;
};

static uint64_t next(struct town *t) {
    t->state ^= t->state << 13;
    t->state ^= t->state >> 7;
    t->state ^= t->state << 17;
    return t->state;
}
static int below(struct town *t, int n) { return (int)(next(t) % (uint64_t)n); }

static struct happening fact(struct town *t, int percent, int32_t first, int32_t last) {
    struct happening f = {.is = below(t, 100) < percent};
    f.day = first + below(t, last - first + 1);
    f.known.at = f.day + (below(t, 4) ? 0 : below(t, 40));
    f.known.gone = below(t, 8) ? 0 : f.known.at + below(t, 60);
    return f;
}

static bool holds(const struct happening *f, int32_t known) {
    return f->is && f->known.at <= known && (!f->known.gone || f->known.gone > known);
}

static const char *iso(struct town *t, int32_t day) {
    char buf[11];
    return arena_dup(t->h->arena, day_iso(buf, day));
}
static long long noon(int32_t day) { return (long long)clock_at(day, 12, 0); }
static const char *gone(struct town *t, const struct happening *f) {
    return f->known.gone ? arena_fmt(t->h->arena, "%lld", noon(f->known.gone)) : "null";
}
#define SQL(t_, ...) test_sql((t_)->h->store, arena_fmt((t_)->h->arena, __VA_ARGS__))

static const char *id_of(struct town *t, int i) { return arena_fmt(t->h->arena, "p%025d", i); }

/* ---- writing them ---- */

static void write_spell(struct town *t, int i, const char *kind, const struct happening *f,
                        int32_t to, const char *outcome, int32_t end_known) {
    SQL(t,
        "insert into spell (id, youth, kind, from_day, to_day, outcome, known_at, ended_known_at, "
        "withdrawn_at) values (%lld, '%s', '%s', '%s', %s, %s, %lld, %s, %s)",
        (long long)++t->row, id_of(t, i), kind, iso(t, f->day),
        to ? arena_fmt(t->h->arena, "'%s'", iso(t, to)) : "null",
        outcome ? arena_fmt(t->h->arena, "'%s'", outcome) : "null", noon(f->known.at),
        end_known ? arena_fmt(t->h->arena, "%lld", noon(end_known)) : "null", gone(t, f));
}

static void write_contact(struct town *t, int i, const char *kind, const struct happening *f) {
    if (!f->is) return;
    SQL(t,
        "insert into contact (id, youth, kind, at, day, author, withdrawn_at) values (%lld, '%s', "
        "'%s', %lld, '%s', %lld, %s)",
        (long long)++t->row, id_of(t, i), kind, noon(f->known.at), iso(t, f->day),
        (long long)t->h->vera, gone(t, f));
}

static void write_life(struct town *t, int i) {
    static const char *const doing[] = {"none", "work", "unknown"};
    struct person *p = &t->p[i];
    if (p->now.is) write_spell(t, i, doing[p->now.value], &p->now, 0, NULL, 0);
    if (p->done.is) {
        struct happening begun = p->done;
        begun.day -= 1000;
        begun.known.at -= 1000;
        write_spell(t, i, "stx", &begun, p->done.day, "completed", (int32_t)p->done.value2);
    }
    if (p->edu.is)
        write_spell(t, i, "hhx", &p->edu, (int32_t)p->edu.value,
                    p->edu.value2 == 1   ? "interrupted"
                    : p->edu.value2 == 2 ? "switched"
                                         : NULL,
                    0);
    if (p->again.is) write_spell(t, i, "hhx", &p->again, 0, NULL, 0);
}

static void write_told(struct town *t, int i) {
    static const char *const wishes[] = {"eud", "stx", "hf", "fgu", "tenth_grade", "undecided"};
    struct person *p = &t->p[i];
    const char *id = id_of(t, i);
    long long vera = (long long)t->h->vera;
    write_contact(t, i, "talk", &p->talk);
    write_contact(t, i, "collective", &p->session);
    if (p->wish.is)
        SQL(t,
            "insert into wish (id, youth, day, priority, kind, said_by, author, at, withdrawn_at) "
            "values (%lld, '%s', '%s', 1, '%s', 'youth', %lld, %lld, %s)",
            (long long)++t->row, id, iso(t, p->wish.day), wishes[p->wish.value], vera,
            noon(p->wish.known.at), gone(t, &p->wish));
    long long plan = (long long)++t->row;
    if (p->plan.is || p->answer.is)
        SQL(t,
            "insert into plan (id, youth, number, author, created_at, edited_by, edited_at, "
            "agreed_day, agreed_at, withdrawn_at) values (%lld, '%s', 1, %lld, 0, %lld, 0, %s, "
            "%lld, %s)",
            plan, id, vera, vera,
            p->plan.is ? arena_fmt(t->h->arena, "'%s'", iso(t, p->plan.day)) : "null",
            noon(p->plan.known.at), p->plan.is ? gone(t, &p->plan) : "null");
    if (p->answer.is)
        SQL(t,
            "insert into plan_answer (id, youth, plan, day, motivating, realistic, said_by, author, "
            "at, withdrawn_at) values (%lld, '%s', %lld, '%s', %lld, %lld, 'youth', %lld, %lld, %s)",
            (long long)++t->row, id, plan, iso(t, p->answer.day), (long long)p->answer.value,
            (long long)p->answer.value2, vera, noon(p->answer.known.at), gone(t, &p->answer));
    if (p->practice.is)
        SQL(t,
            "insert into placement (id, youth, kind, from_day, pupil, author, at, started_day, "
            "started_at, withdrawn_at) values (%lld, '%s', 'practice', '%s', 1, %lld, 0, '%s', %lld, "
            "%s)",
            (long long)++t->row, id, iso(t, p->practice.day), vera, iso(t, p->practice.day),
            noon(p->practice.known.at), gone(t, &p->practice));
    if (p->mentor.is)
        SQL(t,
            "insert into retention_mentor (id, youth, mentor, since, reason, author, at, "
            "withdrawn_at) values (%lld, '%s', %lld, '%s', %s, %lld, %lld, %s)",
            (long long)++t->row, id, vera, iso(t, p->mentor.day), house_bytes(t->h->arena, "00"),
            vera, noon(p->mentor.known.at), gone(t, &p->mentor));
    if (p->change.is)
        SQL(t,
            "insert into counsellor_change (youth, at, day, from_account, to_account, withdrawn_at) "
            "values ('%s', %lld, '%s', %s, %lld, %s)",
            id, noon(p->change.known.at), iso(t, p->change.day),
            p->change.value ? arena_fmt(t->h->arena, "%lld", (long long)t->h->otto) : "null", vera,
            gone(t, &p->change));
}

static void write_person(struct town *t, int i) {
    struct person *p = &t->p[i];
    const char *key = house_bytes(t->h->arena, "00");
    SQL(t,
        "insert into youth (id, name, first_name, family_name, sort_key, born, sex, counsellor, "
        "moved_out) values ('%s', 'X Y', 'X', 'Y', %s, '%s', '%c', %s, %s)",
        id_of(t, i), key, iso(t, p->born), p->sex,
        p->had ? arena_fmt(t->h->arena, "%lld", (long long)t->h->vera) : "null",
        p->moved ? arena_fmt(t->h->arena, "'%s'", iso(t, p->moved)) : "null");
    if (p->grade)
        SQL(t,
            "insert into youth_class (id, youth, class, from_day) values (%lld, '%s', %d, "
            "'2025-08-01')",
            (long long)++t->row, id_of(t, i), 1000 + p->school * 10 + p->grade);
    write_life(t, i);
    write_told(t, i);
}

/* ---- making them: the school year 2025/26 ---- */

static struct person person_of(struct town *t) {
    int32_t first = DAY(2025, 3, 1), last = DAY(2026, 7, 20);
    struct person p = {.sex = below(t, 2) ? 'M' : 'K', .school = below(t, 2)};
    bool pupil = below(t, 2);
    p.born = pupil ? DAY(2009, 1, 1) + below(t, 1500) : DAY(2000, 8, 1) + below(t, 3000);
    p.grade = pupil ? 7 + below(t, 4) : 0;
    p.moved = below(t, 10) ? 0 : DAY(2025, 8, 1) + below(t, 500);
    p.had = below(t, 3) > 0;
    p.now = fact(t, 80, DAY(2024, 1, 1), DAY(2026, 6, 1));
    p.now.value = below(t, 3);
    p.done = fact(t, pupil ? 0 : 50, DAY(2023, 6, 1), DAY(2026, 6, 1));
    p.done.value2 = p.done.day + below(t, 60);
    if (!p.done.is) {
        p.edu = fact(t, 60, DAY(2024, 2, 1), last);
        p.edu.value2 = below(t, 3);
        p.edu.value = p.edu.value2 ? p.edu.day + below(t, 420) : 0;
        if (p.edu.is && p.edu.value2 == 1 && below(t, 2)) {
            p.again = p.edu;
            p.again.day = (int32_t)p.edu.value + 1 + below(t, 400); /* in time */
            p.again.known.at = p.again.day > p.edu.known.at ? p.again.day : p.edu.known.at;
        }
    }
    p.mentor = fact(t, 40, DAY(2024, 1, 1), last);
    p.talk = fact(t, 40, first, last);
    p.session = fact(t, 40, first, last);
    p.wish = fact(t, 70, first, last);
    p.wish.value = below(t, 6);
    p.plan = fact(t, 50, first, last);
    p.answer = fact(t, 50, first, last);
    p.answer.value = 1 + below(t, 5);
    p.answer.value2 = 1 + below(t, 5);
    p.practice = fact(t, 40, first, last);
    p.change = fact(t, 40, DAY(2024, 9, 1), last);
    p.change.value = below(t, 2);
    if (p.change.is) p.had = true;
    return p;
}

static void town_make(struct town *t, uint64_t seed) {
    *t = (struct town){.h = t->h, .state = seed * 0x9e3779b97f4a7c15U + 1, .row = 1000000};
    for (int s = 0; s < 2; s++)
        for (int g = 7; g <= 10; g++)
            SQL(t,
                "insert into class (id, institution, school_year, grade, name) values (%d, "
                "'99910%d', 2025, '%d', 'x%d')",
                1000 + s * 10 + g, s + 1, g, g);
    for (int i = 0; i < PEOPLE; i++) {
        t->p[i] = person_of(t);
        write_person(t, i);
    }
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

static int again(const char *key, const struct person *p, const struct indicator_ask *q,
                 int32_t k) {
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
    return -2; /* counted again elsewhere */
}

static void compare(const char *key, struct indicator_tally want, struct indicator_tally got,
                    int32_t as_of) {
    if (want.yes == got.yes && want.no == got.no && want.unknown == got.unknown) return;
    print_error("%s on %d: %lld %lld %lld, not %lld %lld %lld\n", key, as_of, (long long)got.yes,
                (long long)got.no, (long long)got.unknown, (long long)want.yes, (long long)want.no,
                (long long)want.unknown);
    fail();
}

static void check_town(struct town *t, int32_t as_of) {
    struct arena *a ARENA_AUTO = arena_new();
    struct indicator_ask q = indicator_ask_of(2025, as_of);
    struct indicator_data data;
    struct err err = {0};
    assert_true(indicator_read(t->h->db, a, &q, false, &data, &err));
    int counted = 0;
    for (size_t i = 0; i < indicators_n; i++) {
        const char *key = indicators[i].key;
        struct indicator_tally want = {0}, girls = {0};
        if (again(key, &t->p[0], &q, as_of) == -2) continue;
        counted++;
        for (int p = 0; p < PEOPLE; p++) {
            int says = again(key, &t->p[p], &q, as_of);
            struct indicator_tally add = {says == 1, says == 0, says == 2};
            want.yes += add.yes, want.no += add.no, want.unknown += add.unknown;
            if (t->p[p].sex == 'K')
                girls.yes += add.yes, girls.no += add.no, girls.unknown += add.unknown;
        }
        struct indicator_figure figure;
        indicator_count(a, &indicators[i], &data, &figure);
        compare(key, want, figure.all, as_of);
        for (size_t g = 0; g < figure.groups_n; g++)
            if (figure.groups[g].by == BY_SEX && figure.groups[g].value == 0)
                compare(key, girls, figure.groups[g].tally, as_of);
    }
    assert_int_equal(21, counted);
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

/* What is written afterwards does not change what was known. */
static void a_day_asked_twice_answers_the_same(void **state) {
    struct house_test *h = *state;
    int32_t day = DAY(2026, 11, 12);
    struct indicator_ask q = indicator_ask_of(2026, day);
    struct indicator_data before, after;
    struct indicator_figure one, two;
    struct err err = {0};
    assert_true(indicator_read(h->db, h->arena, &q, false, &before, &err));
    test_sql(h->store,
             arena_fmt(h->arena,
                       "update spell set withdrawn_at = %lld where id = 4; insert into spell (id, "
                       "youth, kind, from_day, known_at) values (99, '" CARL
                       "', 'work', '2026-11-12', %lld)",
                       (long long)clock_at(day + 3, 9, 0), (long long)clock_at(day + 3, 9, 0)));
    assert_true(indicator_read(h->db, h->arena, &q, false, &after, &err));
    for (size_t i = 0; i < indicators_n; i++) {
        indicator_count(h->arena, &indicators[i], &before, &one);
        indicator_count(h->arena, &indicators[i], &after, &two);
        compare(indicators[i].key, one.all, two.all, day);
    }
    const struct indicator *nothing = indicator_find("nothing_15_17");
    indicator_count(h->arena, nothing, &after, &one);
    assert_int_equal(1, one.all.yes);
    q = indicator_ask_of(2026, day + 3); /* three days later it is known */
    assert_true(indicator_read(h->db, h->arena, &q, false, &after, &err));
    indicator_count(h->arena, nothing, &after, &two);
    assert_int_equal(0, two.all.yes);
}

/* Carl: told on 12 November; nobody has talked with him. Room duty is asked, on both sides of the deadline. */
static void the_duty_is_judged_by_its_room(void **state) {
    struct house_test *h = *state;
    struct indicator_data data;
    struct indicator_figure f;
    struct err err = {0};
    const struct indicator *contact = indicator_find("duty_contact");
    struct indicator_ask q = indicator_ask_of(2026, DAY(2026, 11, 19)); /* the fifth working day */
    assert_true(indicator_read(h->db, h->arena, &q, false, &data, &err));
    indicator_count(h->arena, contact, &data, &f);
    compare("duty_contact", (struct indicator_tally){0, 0, 1}, f.all, q.day);
    q = indicator_ask_of(2026, DAY(2026, 11, 20));
    assert_true(indicator_read(h->db, h->arena, &q, false, &data, &err));
    indicator_count(h->arena, contact, &data, &f);
    compare("duty_contact", (struct indicator_tally){0, 1, 0}, f.all, q.day);
    q = indicator_ask_of(2026, DAY(2026, 11, 11)); /* not told yet */
    assert_true(indicator_read(h->db, h->arena, &q, false, &data, &err));
    indicator_count(h->arena, contact, &data, &f);
    compare("duty_contact", (struct indicator_tally){0, 0, 0}, f.all, q.day);
}

static void declarations_are_whole_and_have_no_counsellors(void **state) {
    struct house_test *h = *state;
    const char *wrong = indicator_check(h->arena, queries_all, queries_all_n);
    if (wrong) print_error("%s\n", wrong);
    assert_null(wrong);
    static const struct db_column column = {"counsellor", DB_INT, 0};
    static const struct db_statement bad = {.name = "indicator_x", .out = &column, .out_n = 1};
    const struct db_statement *const list[] = {&bad};
    assert_non_null(indicator_check(h->arena, list, 1)); /* it can say no */
}

static struct indicator_group group(int value, int64_t yes, int64_t no) {
    return (struct indicator_group){BY_SCHOOL, value, {yes, no, 0}, false};
}

static void few_are_hidden_and_not_found_by_subtraction(void **state) {
    (void)state;
    struct indicator_group groups[] = {group(0, 3, 40), group(1, 20, 30), group(2, 9, 9)};
    struct indicator_figure f = {indicator_find("collective"), {32, 79, 0}, groups, 3};
    groups_hide(&f);
    assert_true(groups[0].hidden && groups[2].hidden && !groups[1].hidden);
    struct indicator_group many[] = {group(0, 30, 40), group(1, 20, 30)};
    f.groups = many;
    f.groups_n = 2;
    groups_hide(&f);
    assert_true(!many[0].hidden && !many[1].hidden);
}

static void a_change_is_larger_than_its_uncertainty(void **state) {
    (void)state;
    const struct indicator *i = indicator_find("collective");
    struct indicator_tally half = {50, 50, 0}, more = {55, 45, 0}, most = {80, 20, 0}, none = {0};
    assert_int_equal(CHANGE_NONE, indicator_change(i, more, half));
    assert_int_equal(CHANGE_UP, indicator_change(i, most, half));
    assert_int_equal(CHANGE_DOWN, indicator_change(i, half, most));
    assert_int_equal(CHANGE_UNKNOWN, indicator_change(i, half, none));
    struct interval s = indicator_share(i, half);
    assert_true(fabs(s.lower - 40.383) < 0.001 && fabs(s.upper - 59.617) < 0.001); /* prop.test */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(each_is_what_a_plain_count_says),
        HOUSE_TEST(and_in_another_municipality),
        HOUSE_TEST(and_in_a_third),
        HOUSE_TEST(a_day_asked_twice_answers_the_same),
        HOUSE_TEST(the_duty_is_judged_by_its_room),
        HOUSE_TEST(declarations_are_whole_and_have_no_counsellors),
        cmocka_unit_test(few_are_hidden_and_not_found_by_subtraction),
        cmocka_unit_test(a_change_is_larger_than_its_uncertainty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
