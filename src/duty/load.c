/* SPDX-License-Identifier: EUPL-1.2
 *
 * From rows to judged cases. A query gives one row for each spell that may have ended a case; the first
 * that meets the duty did. All cases of a municipality are one query and one walk.
 */
#include "duty/internal.h"

#include "base/date.h"
#include "gen/duty.sql.h"

#include <string.h>

struct reading {
    const struct rules *rules;
    int32_t today;
    struct duty_lines *lines;
};

static void case_begin(struct reading *r, const struct q_duty_since_row *row) {
    r->lines->v[r->lines->n++] = (struct duty_line){
        .id = row->id,
        .youth_id = row->youth,
        .name = row->name,
        .source = row->source,
        .born = row->born,
        .guarded = row->guarded,
        .counsellor = row->counsellor,
        .offer_start = row->offer_start,
        .facts = {.from = row->from_day,
                  .aware = row->aware_day,
                  .contact = row->contact,
                  .offer = row->offer,
                  .began = DAY_NONE,
                  .exempt = row->exempt,
                  .adult = duty_last_birthday(r->rules, row->born, row->aware_day),
                  .moved = row->moved_out},
    };
}

static void case_row(struct reading *r, const struct q_duty_since_row *row) {
    struct duty_lines *lines = r->lines;
    if (!lines->n || lines->v[lines->n - 1].id != row->id) case_begin(r, row);
    struct duty_facts *facts = &lines->v[lines->n - 1].facts;
    if (!row->kind || facts->began != DAY_NONE) return;
    int64_t hours = rules_int(r->rules, RULE_DUTY_WORK_HOURS, NULL, NULL, row->began);
    if (duty_meets(row->kind, row->hours, hours, row->agreed) == DUTY_MEETS)
        facts->began = row->began;
}

/* The four queries answer with the same columns. */
#define READ_ALL(reading_, rows_)                                                                  \
    do {                                                                                           \
        (reading_).lines->v = arena_array(a, (rows_).n + 1, sizeof *(reading_).lines->v);          \
        (reading_).lines->n = 0;                                                                   \
        for (size_t i = 0; i < (rows_).n; i++) {                                                   \
            struct q_duty_since_row row = {                                                        \
                (rows_).v[i].id,          (rows_).v[i].youth,     (rows_).v[i].name,               \
                (rows_).v[i].born,        (rows_).v[i].moved_out, (rows_).v[i].guarded,            \
                (rows_).v[i].counsellor,  (rows_).v[i].from_day,  (rows_).v[i].aware_day,          \
                (rows_).v[i].source,      (rows_).v[i].contact,   (rows_).v[i].offer,              \
                (rows_).v[i].offer_start, (rows_).v[i].exempt,    (rows_).v[i].agreed,             \
                (rows_).v[i].kind,        (rows_).v[i].hours,     (rows_).v[i].began};             \
            case_row(&(reading_), &row);                                                           \
        }                                                                                          \
        judge_all(&(reading_));                                                                    \
    } while (0)

static void judge_all(struct reading *r) {
    for (size_t i = 0; i < r->lines->n; i++)
        duty_judge(&r->lines->v[i].facts, r->rules, r->today, &r->lines->v[i].state);
}

bool duty_cases(struct db *db, struct arena *a, int32_t since, int32_t today,
                struct duty_lines *ret, struct err *err) {
    struct q_duty_since_rows rows;
    struct reading reading = {.today = today, .lines = ret};
    if (!rules_now(db, &reading.rules, err) ||
        !q_duty_since(db, a, (struct q_duty_since_in){since, today}, &rows, err))
        return false;
    READ_ALL(reading, rows);
    return true;
}

bool duty_cases_known(struct db *db, struct arena *a, int32_t since, int32_t today, int64_t known,
                      struct duty_lines *ret, struct err *err) {
    struct q_duty_known_rows rows;
    struct reading reading = {.today = today, .lines = ret};
    if (!rules_now(db, &reading.rules, err) ||
        !q_duty_known(db, a, (struct q_duty_known_in){since, today, known}, &rows, err))
        return false;
    READ_ALL(reading, rows);
    return true;
}

bool duty_cases_mine(struct db *db, struct arena *a, const struct worklist_query *query,
                     struct duty_lines *ret, struct err *err) {
    struct q_duty_mine_rows rows;
    struct q_duty_mine_in in = {query->user_id, query->today, worklist_of_18(query)};
    struct reading reading = {.today = query->today, .lines = ret};
    if (!rules_now(db, &reading.rules, err)) return false;
    if (!q_duty_mine(db, a, in, &rows, err)) return false;
    READ_ALL(reading, rows);
    return true;
}

bool duty_cases_of(struct db *db, struct arena *a, const char *youth_id, int32_t today,
                   struct duty_lines *ret, struct err *err) {
    struct q_duty_of_rows rows;
    struct reading reading = {.today = today, .lines = ret};
    if (!rules_now(db, &reading.rules, err) ||
        !q_duty_of(db, a, (struct q_duty_of_in){youth_id, today}, &rows, err))
        return false;
    READ_ALL(reading, rows);
    return true;
}

const struct duty_line *duty_open(const struct duty_lines *lines) {
    for (size_t i = lines->n; i-- > 0;)
        if (lines->v[i].state.end == DUTY_OPEN) return &lines->v[i];
    return NULL;
}
