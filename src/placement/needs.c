/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of courses, grade by grade (vejledningsloven §§ 10 a, 10 c, 10 d; rules.md § 3.4): pure functions
 * over the courses of one school year.
 */
#include "placement/placement.h"

#include "base/date.h"

#include <string.h>

enum unit { DAYS, HOURS, COURSES };

/* Which courses count for a need. */
struct pick {
    const char *kind;
    const char *categories; /* with spaces around each; NULL: all */
    const char *not_of;     /* NULL: none left out */
    enum unit unit;
    int64_t days_least; /* only courses of so many days */
    int32_t before;     /* only those over by then; DAY_NONE */
};

static bool one_of(const char *categories, const char *category) {
    size_t len = strlen(category);
    for (const char *p = categories; (p = strstr(p, category)); p += len)
        if (p > categories && p[-1] == ' ' && p[len] == ' ') return true;
    return false;
}

static bool counts(const struct pick *pick, const struct placement_fact *f) {
    if (strcmp(f->kind, pick->kind) != 0 || f->days < pick->days_least) return false;
    if (pick->categories && !one_of(pick->categories, f->category)) return false;
    if (pick->not_of && one_of(pick->not_of, f->category)) return false;
    return pick->before == DAY_NONE || f->to < pick->before;
}

static double amount_of(const struct pick *pick, const struct placement_fact *f) {
    return pick->unit == HOURS ? f->hours : pick->unit == DAYS ? (double)f->days : 1;
}

/* The needs while they are made. */
struct making {
    const struct rules *rules;
    const char *grade;
    int32_t day;
    const struct placement_fact *facts;
    size_t facts_n;
    struct placement_need *needs;
    size_t n;
};

static void need(struct making *m, enum placement_need_kind kind, bool is_limit, double amount,
                 const struct pick *pick) {
    struct placement_need *need = &m->needs[m->n++];
    *need = (struct placement_need){
        .kind = kind, .is_limit = is_limit, .amount = amount, .before = pick->before};
    for (size_t i = 0; i < m->facts_n; i++) {
        if (!counts(pick, &m->facts[i])) continue;
        if (m->facts[i].done)
            need->done += amount_of(pick, &m->facts[i]);
        else
            need->planned += amount_of(pick, &m->facts[i]);
    }
    need->met = is_limit ? need->done + need->planned <= amount : need->done >= amount;
}

static int64_t rule(const struct making *m, const char *name, const char *category) {
    return rules_int(m->rules, name, m->grade, category, m->day);
}

#define VOCATIONAL " eud business "

static void of_8(struct making *m) {
    int64_t days = rule(m, RULE_PLACEMENT_INTRO_DAYS, NULL);
    int64_t vocational = rule(m, RULE_PLACEMENT_INTRO_VOCATIONAL, NULL);
    struct pick all = {"introduction", NULL, NULL, DAYS, 0, DAY_NONE};
    struct pick some = {"introduction", VOCATIONAL, NULL, COURSES, 0, DAY_NONE};
    if (days != INT_NONE) need(m, NEED_INTRO_DAYS, false, (double)days, &all);
    if (vocational != INT_NONE) need(m, NEED_INTRO_VOCATIONAL, false, (double)vocational, &some);
}

/* Bridge building in the 9th grade is an offer: the least amount binds when there is any. */
static void of_9(struct making *m) {
    int64_t least = rule(m, RULE_PLACEMENT_BRIDGE_MIN_DAYS, NULL);
    int64_t most = rule(m, RULE_PLACEMENT_BRIDGE_MAX_DAYS, NULL);
    int64_t weeks = rule(m, RULE_PLACEMENT_BRIDGE_MAX_WEEKS, NULL);
    struct pick ordinary = {"bridge", NULL, " special ", DAYS, 0, DAY_NONE};
    struct pick special = {"bridge", " special ", NULL, DAYS, 0, DAY_NONE};
    bool any = false;
    for (size_t i = 0; i < m->facts_n; i++) any = any || counts(&ordinary, &m->facts[i]);
    if (least != INT_NONE && any) need(m, NEED_BRIDGE_MIN_DAYS, false, (double)least, &ordinary);
    if (most != INT_NONE) need(m, NEED_BRIDGE_MAX_DAYS, true, (double)most, &ordinary);
    if (weeks != INT_NONE)
        need(m, NEED_BRIDGE_MAX_SPECIAL, true, (double)(weeks * PLACEMENT_WEEK), &special);
}

/* Who is in an eud10 has more of it, and it is all vocational. */
static void of_10(struct making *m) {
    const char *category = NULL;
    for (size_t i = 0; i < m->facts_n; i++)
        if (strcmp(m->facts[i].category, "eud10") == 0) category = "eud10";
    int64_t hours = rule(m, RULE_PLACEMENT_BRIDGE_HOURS, category);
    int64_t vocational = rule(m, RULE_PLACEMENT_BRIDGE_VOCATIONAL_DAYS, category);
    int64_t weeks = rule(m, RULE_PLACEMENT_BRIDGE_WEEKS, category);
    int64_t extra = rule(m, RULE_PLACEMENT_BRIDGE_EXTRA_WEEKS, category);
    int64_t gym = rule(m, RULE_PLACEMENT_BRIDGE_EXTRA_WEEKS_GYM, category);
    int32_t before =
        rules_day(m->rules, RULE_PLACEMENT_BRIDGE_DONE_BEFORE, m->grade, category, m->day);
    struct pick timely = {"bridge", NULL, NULL, HOURS, 0, before};
    struct pick trade = {"bridge", " eud business eud10 ", NULL, DAYS, vocational, before};
    struct pick all = {"bridge", NULL, NULL, DAYS, 0, DAY_NONE};
    struct pick upper = {"bridge", " gym ", NULL, DAYS, 0, DAY_NONE};
    if (hours != INT_NONE) need(m, NEED_BRIDGE_HOURS, false, (double)hours, &timely);
    if (vocational != INT_NONE) need(m, NEED_BRIDGE_VOCATIONAL, false, (double)vocational, &trade);
    if (weeks != INT_NONE && extra != INT_NONE)
        need(m, NEED_BRIDGE_EXTRA, true, (double)((weeks + extra) * PLACEMENT_WEEK), &all);
    if (gym != INT_NONE)
        need(m, NEED_BRIDGE_EXTRA_GYM, true, (double)(gym * PLACEMENT_WEEK), &upper);
}

size_t placement_needs(const struct rules *rules, const char *grade, int32_t day,
                       const struct placement_fact *facts, size_t n,
                       struct placement_need ret_needs[NEEDS]) {
    struct making m = {rules, grade, day, facts, n, ret_needs, 0};
    int64_t practice = rule(&m, RULE_PLACEMENT_PRACTICE_DAYS, NULL);
    struct pick days = {"practice", NULL, NULL, DAYS, 0, DAY_NONE};
    if (strcmp(grade, "8") == 0) of_8(&m);
    if (strcmp(grade, "9") == 0) of_9(&m);
    if (strcmp(grade, "10") == 0) of_10(&m);
    if (practice != INT_NONE) need(&m, NEED_PRACTICE_DAYS, false, (double)practice, &days);
    return m.n;
}
