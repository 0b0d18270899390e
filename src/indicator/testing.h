/* SPDX-License-Identifier: EUPL-1.2
 *
 * For this room's tests: random small municipalities of which the test knows every fact. Include after
 * tests/house.h.
 */
#ifndef VEJVISER_INDICATOR_TESTING_H
#define VEJVISER_INDICATOR_TESTING_H

#include "indicator/indicator.h"

#include <stdlib.h>

#define PEOPLE          150
#define EVENTS          6
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
    struct happening row;         /* in the report of the class; never withdrawn by itself */
    int said[3];                  /* eud, hf, gym: -1 nothing, 0 no, 1 yes */
    struct happening judged;      /* value: the answer; value2: of which */
    struct happening told, offer; /* the duty */
    bool had;
};
struct gathering {
    int32_t day;
    bool published;
    struct happening count[2][4]; /* value: pupils */
};
struct town {
    struct house_test *h;
    struct person p[PEOPLE];
    struct happening report[2][4]; /* of each class; gone: replaced */
    struct gathering events[EVENTS];
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

static long long report_id(int school, int grade) { return 5000 + school * 10 + grade; }

static void write_report(struct town *t, int school, int grade) {
    const struct happening *r = &t->report[school][grade - 7];
    if (!r->is) return;
    long long vera = (long long)t->h->vera;
    SQL(t,
        "insert into readiness_report (id, class, round, number, day, author, created_at, edited_by, "
        "edited_at, sent_by, sent_at, replaced_at) values (%lld, %d, 'first', 1, '%s', %lld, 0, %lld, "
        "0, %lld, %lld, %s)",
        report_id(school, grade), 1000 + school * 10 + grade, iso(t, r->day), vera, vera, vera,
        noon(r->known.at), gone(t, r));
}

static const char *said_sql(struct town *t, int said) {
    return said < 0 ? "null" : arena_fmt(t->h->arena, "%d", said);
}

static void write_ready(struct town *t, int i) {
    static const char *const types[] = {"eud", "hf", "gym"};
    const struct person *p = &t->p[i];
    if (!p->row.is || !p->grade || !t->report[p->school][p->grade - 7].is) return;
    long long row = (long long)++t->row;
    SQL(t,
        "insert into readiness_row (id, report, youth, eud, hf, gym) values (%lld, %lld, '%s', %s, %s, %s)",
        row, report_id(p->school, p->grade), id_of(t, i), said_sql(t, p->said[0]),
        said_sql(t, p->said[1]), said_sql(t, p->said[2]));
    if (p->judged.is)
        SQL(t,
            "insert into readiness_judgement (id, youth, row, type, answer, reason, day, author, at, "
            "withdrawn_at) values (%lld, '%s', %lld, '%s', %lld, %s, '%s', %lld, %lld, %s)",
            (long long)++t->row, id_of(t, i), row, types[p->judged.value2],
            (long long)p->judged.value, house_bytes(t->h->arena, "00"), iso(t, p->judged.day),
            (long long)t->h->vera, noon(p->judged.known.at), gone(t, &p->judged));
}

static void write_duty(struct town *t, int i) {
    const struct person *p = &t->p[i];
    long long id = (long long)++t->row, vera = (long long)t->h->vera;
    if (!p->told.is) return;
    SQL(t,
        "insert into duty_case (id, youth, from_day, aware_day, source, author, at, withdrawn_at) "
        "values (%lld, '%s', '%s', '%s', 'school', %lld, %lld, %s)",
        id, id_of(t, i), iso(t, p->told.day), iso(t, p->told.day), vera, noon(p->told.known.at),
        gone(t, &p->told));
    if (p->offer.is)
        SQL(t,
            "insert into duty_offer (id, duty_case, youth, kind, what, day, author, at, withdrawn_at) "
            "values (%lld, %lld, '%s', 'work', %s, '%s', %lld, %lld, %s)",
            (long long)++t->row, id, id_of(t, i), house_bytes(t->h->arena, "00"),
            iso(t, p->offer.day), vera, noon(p->offer.known.at), gone(t, &p->offer));
}

static void write_event(struct town *t, int e) {
    const struct gathering *g = &t->events[e];
    long long vera = (long long)t->h->vera;
    SQL(t,
        "insert into event (id, kind, title, place, day, from_minute, to_minute, sign_up, state, owner, "
        "author, at, edited_by, edited_at) values ('e%025d', 'fair', 'x', 'x', '%s', 600, 700, 0, '%s', "
        "%lld, %lld, 0, %lld, 0)",
        e, iso(t, g->day), g->published ? "published" : "draft", vera, vera, vera);
    for (int s = 0; s < 2; s++)
        for (int grade = 7; grade <= 10; grade++) {
            const struct happening *n = &g->count[s][grade - 7];
            if (!n->is) continue;
            SQL(t,
                "insert into event_count (id, event, institution, grade, n, author, at, withdrawn_at) "
                "values (%lld, 'e%025d', '99910%d', '%d', %lld, %lld, %lld, %s)",
                (long long)++t->row, e, s + 1, grade, (long long)n->value, vera, noon(n->known.at),
                gone(t, n));
        }
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
    write_ready(t, i);
    write_duty(t, i);
}

/* ---- making them: the school year 2025/26 ---- */

/* 16 or 17 the whole time, in nothing, told in weeks without holidays. */
static void dutiful(struct town *t, struct person *p) {
    p->born = DAY(2009, 12, 1) + below(t, 180);
    p->moved = 0;
    p->now.is = p->done.is = p->edu.is = p->again.is = false;
    p->told = fact(t, 100, DAY(2025, 9, 1), DAY(2025, 11, 10));
    p->told.known.at = p->told.day;
    p->talk = fact(t, 80, p->told.day - 3, p->told.day + 12);
    p->offer = fact(t, 70, p->told.day, p->told.day + 50);
}

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
    p.row.is = below(t, 10) > 0;
    for (int i = 0; i < 3; i++) p.said[i] = below(t, 6) ? below(t, 2) : -1;
    p.judged = fact(t, 30, DAY(2025, 10, 1), DAY(2026, 6, 1));
    p.judged.value = below(t, 2);
    p.judged.value2 = below(t, 3);
    if (!p.grade && below(t, 3) == 0) dutiful(t, &p);
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
    for (int s = 0; s < 2; s++)
        for (int g = 7; g <= 10; g++) {
            t->report[s][g - 7] = fact(t, 85, DAY(2025, 9, 15), DAY(2026, 1, 20));
            write_report(t, s, g);
        }
    for (int e = 0; e < EVENTS; e++) {
        struct gathering *ev = &t->events[e];
        *ev = (struct gathering){.day = DAY(2025, 7, 1) + below(t, 400),
                                 .published = below(t, 4) > 0};
        for (int s = 0; s < 2; s++)
            for (int g = 0; g < 4; g++) {
                ev->count[s][g] = fact(t, 60, ev->day, ev->day);
                ev->count[s][g].value = 1 + below(t, 30);
            }
        write_event(t, e);
    }
    for (int i = 0; i < PEOPLE; i++) {
        t->p[i] = person_of(t);
        write_person(t, i);
    }
}

#endif
