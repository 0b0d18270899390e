/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser cohort status: how many are in each kind of spell, on one day or many.
 */
#include "cohort/command.h"

#include "base/date.h"
#include "base/text.h"
#include "gen/msg.h"

#include <string.h>

#define DAYS_MAX 4000

enum { EVERY_DAY, EVERY_WEEK, EVERY_MONTH, EVERY_YEAR };

static const struct stat_option options[] = {
    COHORT_OPTIONS,
    {"date", STAT_TEXT},
    {"from", STAT_TEXT},
    {"to", STAT_TEXT},
    {"every", STAT_CHOICE, .standard = "month", .choices = "day|week|month|year"},
    {"by", STAT_TEXT, .standard = "municipality,age,kind"},
    {"age", STAT_CHOICE, .standard = "auto", .choices = "auto|birthday|days"},
    {"residents", STAT_FLAG},
    {"everybody", STAT_FLAG},
    {0},
};

/* ---- which days ---- */

struct days {
    int32_t v[DAYS_MAX];
    size_t n;
};

static bool add_day(struct stat_call *call, struct days *days, int32_t day, struct err *err) {
    if (days->n == DAYS_MAX)
        return stat_refuse_option(call, "to", msg_cohort_many_days(call->lang), err);
    days->v[days->n++] = day;
    return true;
}

static bool days_listed(struct stat_call *call, struct days *days, struct err *err) {
    for (const char *text = stat_text(call, "date"); *text;) {
        size_t len = strcspn(text, ",");
        int32_t day = day_parse_iso(arena_dup_n(call->arena, text, len));
        if (day == DAY_NONE || (days->n && day <= days->v[days->n - 1]))
            return stat_refuse_option(call, "date", msg_cohort_no_days(call->lang), err);
        if (!add_day(call, days, day, err)) return false;
        text += len + (text[len] == ',');
    }
    return days->n > 0 || stat_refuse_option(call, "date", msg_cohort_no_days(call->lang), err);
}

static bool days_ranged(struct stat_call *call, struct days *days, struct err *err) {
    int32_t from, to;
    if (!command_day(call, "from", &from, err) || !command_day(call, "to", &to, err)) return false;
    if (from == DAY_NONE || to == DAY_NONE || to < from)
        return stat_refuse_option(call, "from", msg_cohort_from_to(call->lang), err);
    size_t every = stat_choice(call, "every");
    for (int step = 0;; step++) { /* from the first, so that the 31st comes back */
        int32_t day = every == EVERY_DAY ? from + step
                      : every == EVERY_WEEK
                          ? from + 7 * step
                          : day_add_months(from, step * (every == EVERY_YEAR ? 12 : 1));
        if (day > to) return true;
        if (!add_day(call, days, day, err)) return false;
    }
}

/* ---- the table ---- */

static const char *const by_names[] = {"municipality", "age", "kind", "school", "sex", NULL};
static const unsigned by_bits[] = {COHORT_BY_MUNICIPALITY, COHORT_BY_AGE, COHORT_BY_KIND,
                                   COHORT_BY_SCHOOL, COHORT_BY_SEX};

static void write_cell(struct out *out, const struct cohort *c, unsigned by, int32_t day,
                       const struct cohort_cell *cell) {
    char iso[11];
    out_text(out, day_iso(iso, day));
    if (by & COHORT_BY_MUNICIPALITY) out_text(out, c->municipalities[cell->municipality]);
    if (by & COHORT_BY_AGE) out_whole(out, cell->age);
    if (by & COHORT_BY_KIND)
        out_text(out, cell->kind == COHORT_NO_KIND ? "no_spell" : c->kinds[cell->kind].name);
    if (by & COHORT_BY_SCHOOL)
        out_text(out, cell->school == COHORT_NO_SCHOOL ? "" : c->schools[cell->school]);
    if (by & COHORT_BY_SEX) out_whole(out, cell->sex);
    out_whole(out, cell->n);
}

static void write_all(struct stat_call *call, const struct cohort *c,
                      const struct cohort_status *query, const struct days *days) {
    struct text columns;
    text_init(&columns, call->arena);
    text_add(&columns, "date");
    for (size_t i = 0; by_names[i]; i++)
        if (query->by & by_bits[i]) text_addf(&columns, ",%s", by_names[i]);
    text_add(&columns, ",n");
    out_begin(call->out, text_str(&columns));
    struct cohort_cells *cells = arena_array(call->arena, days->n, sizeof *cells);
    cohort_sweep(call->arena, c, query, days->v, days->n, cells);
    for (size_t d = 0; d < days->n; d++)
        for (size_t i = 0; i < cells[d].n; i++)
            write_cell(call->out, c, query->by, days->v[d], &cells[d].v[i]);
}

static bool run(struct stat_call *call, struct err *err) {
    static const enum cohort_age ages[] = {COHORT_AGE_BIRTHDAY, COHORT_AGE_BIRTHDAY,
                                           COHORT_AGE_DAYS};
    struct days *days = arena_alloc(call->arena, sizeof *days);
    size_t age = stat_choice(call, "age");
    struct cohort_status query = {.residents = stat_flag(call, "residents"),
                                  .everybody = stat_flag(call, "everybody"),
                                  .age = ages[age]};
    /* a file's population is counted in days, as its curves are; a municipality goes by birthdays */
    if (age == 0 && stat_given(call, "csv")) query.age = COHORT_AGE_DAYS;
    bool listed = stat_given(call, "date");
    if (!command_words(call, "by", by_names, by_bits, &query.by, err)) return false;
    if (listed ? !days_listed(call, days, err) : !days_ranged(call, days, err)) return false;
    const struct cohort *c;
    if (!command_population(call, &c, err)) return false;
    write_all(call, c, &query, days);
    return true;
}

const struct stat_command cohort_command_status = {
    .name = "status",
    .help = "cohort.help.status",
    .options = options,
    .run = run,
    .program = "cohort",
};
