/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser cohort project, whatif: the curve to come if nothing changes, and if something does.
 */
#include "cohort/command.h"
#include "cohort/official.h"

#include "gen/msg.h"

#include <math.h>
#include <string.h>

#define CHANGES_MAX 20
#define LAST_AGE    (PROJECTION_FIRST_AGE + PROJECTION_AGES)

#define POPULATION                                                                                 \
    COHORT_OPTIONS, {"municipality", STAT_TEXT}, {"each", STAT_FLAG},                              \
        {"window", STAT_WHOLE, .standard = "3", .ranged = true, .low = 1, .high = 20},             \
        {"least", STAT_NUMBER, .standard = "20", .ranged = true, .low = 1, .high = 1e6},           \
        {"replicates", STAT_WHOLE, .standard = "200", .ranged = true, .low = 0, .high = 10000},    \
        {"seed", STAT_WHOLE, .standard = "1", .ranged = true, .low = 0, .high = 9e18}, STAT_CONF

static const struct stat_option project_options[] = {
    POPULATION, {"official", STAT_TEXT}, {"area", STAT_TEXT}, {0}};
static const struct stat_option whatif_options[] = {
    POPULATION, {"change", STAT_TEXT, .required = true}, {0}};

struct ask {
    struct stat_call *call;
    const struct cohort *cohort;
    struct projection_query query;
    int municipality; /* -1: not chosen */
    struct official official;
    struct projection_change_at changes[CHANGES_MAX];
};

/* ---- what is asked ---- */

static const char *const change_names[PROJECTION_CHANGES] = {
    "dropout-eud", "dropout-general", "direct", "return", "eud", "tenth", "fgu", "hu"};

/* NAME=FACTOR or NAME=FACTOR:FROM-TO */
static bool change_read(const char *text, size_t len, struct projection_change_at *ret) {
    char copy[64], end;
    size_t name = strcspn(text, "=");
    if (len >= sizeof copy || name >= len) return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    *ret = (struct projection_change_at){PROJECTION_CHANGES, 0, PROJECTION_FIRST_AGE, LAST_AGE};
    for (int k = 0; k < PROJECTION_CHANGES; k++)
        if (strlen(change_names[k]) == name && memcmp(copy, change_names[k], name) == 0)
            ret->what = (enum projection_change)k;
    const char *value = copy + name + 1;
    if (!strchr("0123456789.", *value) || ret->what == PROJECTION_CHANGES) return false;
    int n = sscanf(value, "%lf:%d-%d%c", &ret->factor, &ret->age_from, &ret->age_to, &end);
    bool whole = (n == 1 && strspn(value, "0123456789.") == strlen(value)) || n == 3;
    return whole && ret->factor >= 0 && ret->factor <= 10 &&
           ret->age_from >= PROJECTION_FIRST_AGE && ret->age_from <= ret->age_to &&
           ret->age_to <= LAST_AGE;
}

static bool changes_read(struct ask *ask, struct err *err) {
    struct stat_call *call = ask->call;
    for (const char *at = stat_text(call, "change"); *at;) {
        size_t len = strcspn(at, ",");
        if (ask->query.changes_n == CHANGES_MAX ||
            !change_read(at, len, &ask->changes[ask->query.changes_n++]))
            return stat_refuse_option(call, "change", msg_cohort_no_change(call->lang), err);
        at += len + (at[len] == ',');
    }
    ask->query.changes = ask->changes;
    return ask->query.changes_n > 0 ||
           stat_refuse_option(call, "change", msg_cohort_no_change(call->lang), err);
}

static bool municipality_read(struct ask *ask, struct err *err) {
    struct stat_call *call = ask->call;
    const char *name = stat_text(call, "municipality");
    ask->municipality = -1;
    for (size_t i = 0; name && i < ask->cohort->municipalities_n; i++)
        if (strcmp(ask->cohort->municipalities[i], name) == 0) ask->municipality = (int)i;
    if (!name || ask->municipality >= 0) return true;
    return stat_refuse_option(call, "municipality", msg_cohort_no_municipality(call->lang), err);
}

static bool ask_read(struct ask *ask, struct stat_call *call, struct err *err) {
    ask->call = call;
    ask->query = (struct projection_query){.window = (int)stat_whole(call, "window"),
                                           .least = stat_number(call, "least"),
                                           .replicates = (int)stat_whole(call, "replicates"),
                                           .conf = stat_number(call, "conf"),
                                           .seed = (uint64_t)stat_whole(call, "seed")};
    return command_population(call, &ask->cohort, err) && municipality_read(ask, err);
}

/* ---- what is answered ---- */

/* For notes. */
static const char *title_of(const struct ask *ask) {
    int i = ask->query.municipality;
    return i < 0 ? "-" : ask->cohort->municipalities[i];
}

static const char *name_of(const struct ask *ask) {
    int i = ask->query.municipality;
    return i < 0 ? "" : ask->cohort->municipalities[i];
}

static void notes(const struct ask *ask, const struct projection *p) {
    struct stat_call *call = ask->call;
    struct arena *a = call->arena;
    stat_note(call, msg_cohort_not_official(call->lang));
    if (p->fault) {
        stat_note(call, p->fault == PROJECTION_FEW_START
                            ? msg_cohort_few_start(a, call->lang, title_of(ask))
                            : msg_cohort_few_years(a, call->lang, title_of(ask)));
        return;
    }
    if (p->assumed_from <= LAST_AGE)
        stat_note(call, msg_cohort_assumed(a, call->lang, title_of(ask), p->assumed_from));
    int64_t wide = (int64_t)(p->level[3] + p->level[4]);
    stat_note(call,
              msg_cohort_pooled(a, call->lang, title_of(ask), p->person_years, (int64_t)p->level[0],
                                (int64_t)(p->level[1] + p->level[2]), wide, (int64_t)p->level[5]));
}

static void age_put(struct out *out, int age) {
    if (age)
        out_whole(out, age);
    else
        out_none(out);
}

/* In the file of official figures. */
static const char *area_of(const struct ask *ask) {
    const char *area = stat_text(ask->call, "area");
    return area ? area : name_of(ask);
}

static void curve_put(const struct ask *ask, const struct projection *p) {
    struct out *out = ask->call->out;
    double calibrated[PROJECTION_AGES + 1];
    struct projection_point points[PROJECTION_AGES];
    size_t n = official_points(&ask->official, area_of(ask), points), next = 0;
    if (n) projection_calibrate(&p->now, points, n, calibrated);
    if (!n && ask->official.is_file)
        stat_note(ask->call, msg_cohort_no_area(ask->call->arena, ask->call->lang, title_of(ask)));
    for (int i = 0; i <= PROJECTION_AGES; i++) {
        int age = PROJECTION_FIRST_AGE + i;
        out_text(out, name_of(ask));
        out_whole(out, age);
        out_real(out, p->now.share[i]);
        out_real(out, p->now.low[i]);
        out_real(out, p->now.high[i]);
        out_text(out, age > p->assumed_from ? "assumed" : "observed");
        bool here = next < n && points[next].age == age;
        out_real(out, n ? calibrated[i] : (double)NAN);
        out_real(out, here ? points[next++].share : (double)NAN);
        age_put(out, p->now.age_90);
        age_put(out, p->now.age_90_low);
        age_put(out, p->now.age_90_high);
    }
}

static void change_put(const struct ask *ask, const struct projection *p) {
    struct out *out = ask->call->out;
    for (int i = 0; i <= PROJECTION_AGES; i++) {
        out_text(out, name_of(ask));
        out_whole(out, PROJECTION_FIRST_AGE + i);
        out_real(out, p->now.share[i]);
        out_real(out, p->changed.share[i]);
        out_real(out, p->difference.share[i]);
        out_real(out, p->difference.low[i]);
        out_real(out, p->difference.high[i]);
        out_real(out, p->difference.share[i] * p->persons);
        age_put(out, p->now.age_90);
        age_put(out, p->changed.age_90);
    }
}

static void answer(struct ask *ask,
                   void (*put)(const struct ask *ask, const struct projection *p)) {
    bool each = stat_flag(ask->call, "each");
    int from = each ? 0 : ask->municipality;
    int to = each ? (int)ask->cohort->municipalities_n - 1 : ask->municipality;
    struct arena *scratch ARENA_AUTO = arena_new();
    for (int i = from; i <= to; i++) {
        struct projection p;
        ask->query.municipality = i;
        cohort_project(scratch, ask->cohort, &ask->query, &p);
        if (!p.fault) put(ask, &p);
        notes(ask, &p);
        arena_reset(scratch);
    }
}

static bool project_run(struct stat_call *call, struct err *err) {
    struct ask ask = {0};
    if (!ask_read(&ask, call, err) || !official_read(call, &ask.official, err)) return false;
    out_begin(call->out, "municipality,age,attained,lower,upper,basis,calibrated,"
                         "official,age_90,"
                         "age_90_lower,age_90_upper");
    answer(&ask, curve_put);
    return true;
}

static bool whatif_run(struct stat_call *call, struct err *err) {
    struct ask ask = {0};
    if (!ask_read(&ask, call, err) || !changes_read(&ask, err)) return false;
    out_begin(call->out, "municipality,age,attained,changed,difference,lower,upper,persons,age_90,"
                         "age_90_changed");
    answer(&ask, change_put);
    return true;
}

const struct stat_command cohort_command_project = {
    .name = "project",
    .help = "cohort.help.project",
    .options = project_options,
    .run = project_run,
    .program = "cohort",
};

const struct stat_command cohort_command_whatif = {
    .name = "whatif",
    .help = "cohort.help.whatif",
    .options = whatif_options,
    .run = whatif_run,
    .program = "cohort",
};
