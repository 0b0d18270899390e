/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser cohort curve: the share that has a youth education at each age.
 */
#include "cohort/command.h"

#include "base/text.h"
#include "gen/msg.h"
#include "stat/surv.h"

#include <math.h>

#define AGES_MAX 200

static const struct stat_option options[] = {
    COHORT_OPTIONS,
    {"ages", STAT_NUMBERS, .ranged = true, .low = 15, .high = 100},
    {"daily", STAT_FLAG},
    {"by", STAT_TEXT, .standard = ""},
    {"causes", STAT_FLAG},
    STAT_CONF,
    {0},
};

static const char *const by_names[] = {"municipality", "sex", "origin", NULL};
static const unsigned by_bits[] = {COHORT_BY_MUNICIPALITY, COHORT_BY_SEX, COHORT_BY_ORIGIN};
static const char *const causes[] = {"any", "general", "vocational", "higher"};

static const char *stratum_of(struct arena *a, const struct cohort *c, unsigned by,
                              const struct cohort_curve *curve) {
    struct text t;
    text_init(&t, a);
    if (by & COHORT_BY_MUNICIPALITY)
        text_addf(&t, "municipality=%s", c->municipalities[curve->municipality]);
    if (by & COHORT_BY_SEX) text_addf(&t, "%ssex=%d", t.len ? ", " : "", curve->sex);
    if (by & COHORT_BY_ORIGIN) text_addf(&t, "%sorigin=%d", t.len ? ", " : "", curve->origin);
    return text_str(&t);
}

static void write_point(struct stat_call *call, const char *stratum, const struct cohort_point *p,
                        int cause) {
    struct out *out = call->out;
    double lower, upper;
    surv_interval(SURV_LOGLOG, stat_number(call, "conf"), p->est[cause], p->se[cause], &lower,
                  &upper);
    out_text(out, stratum);
    out_real(out, p->age / 365.25);
    out_whole(out, p->age);
    out_text(out, causes[cause]);
    out_whole(out, p->n_risk);
    out_whole(out, p->n_event[cause]);
    out_real(out, p->est[cause]);
    out_real(out, p->se[cause]);
    out_real(out, lower);
    out_real(out, upper);
}

static void write_curve(struct stat_call *call, const struct cohort *c, unsigned by,
                        const struct cohort_curve *curve) {
    const char *stratum = stratum_of(call->arena, c, by, curve);
    int last = stat_flag(call, "causes") ? COHORT_ATTAINED_N : 0;
    for (size_t i = 0; i < curve->points_n; i++)
        for (int cause = 0; cause <= last; cause++)
            write_point(call, stratum, &curve->points[i], cause);
    if (isnan(curve->emptied)) return;
    const char *age = arena_fmt(call->arena, "%.1f", curve->emptied / 365.25);
    stat_note(call, msg_cohort_emptied(call->arena, call->lang, *stratum ? stratum : "-", age));
}

/* The years asked for, as days; without --ages each year from 16 to 35. */
static bool ages_read(struct stat_call *call, int32_t *ages, size_t *ret_n, struct err *err) {
    size_t n;
    const double *years = stat_numbers(call, "ages", &n);
    if (!n)
        for (*ret_n = 0; *ret_n < 20; (*ret_n)++)
            ages[*ret_n] = (int32_t)lrint(((double)*ret_n + 16) * 365.25);
    if (!n) return true;
    for (size_t i = 0; i < n; i++) {
        if (i == AGES_MAX || (i && years[i] <= years[i - 1]))
            return stat_refuse_option(call, "ages", msg_cohort_no_ages(call->lang), err);
        ages[i] = (int32_t)lrint(years[i] * 365.25);
    }
    *ret_n = n;
    return true;
}

static bool run(struct stat_call *call, struct err *err) {
    int32_t ages[AGES_MAX];
    struct cohort_curve_query query = {.errors = true};
    const struct cohort *c;
    if (!command_words(call, "by", by_names, by_bits, &query.by, err) ||
        !ages_read(call, ages, &query.ages_n, err) || !command_population(call, &c, err))
        return false;
    if (!stat_flag(call, "daily")) query.ages = ages;
    struct cohort_curves curves;
    cohort_curves(call->arena, c, &query, &curves);
    out_begin(call->out, "stratum,age,time,cause,n_risk,n_event,est,se,lower,upper");
    for (size_t i = 0; i < curves.n; i++) write_curve(call, c, query.by, &curves.v[i]);
    return true;
}

const struct stat_command cohort_command_curve = {
    .name = "curve",
    .help = "cohort.help.curve",
    .options = options,
    .run = run,
    .program = "cohort",
};
