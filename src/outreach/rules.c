/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of outreach as pure functions: whom it concerns, how long a status is believed, who may be in
 * the target group of FGU and for how long.
 */
#include "outreach/outreach.h"

#include "base/date.h"

#include <math.h>
#include <string.h>

enum outreach_band outreach_band(const struct rules *rules, int32_t born, int32_t day) {
    int64_t age = day_age(born, day);
    int64_t from = rules_int(rules, RULE_DUTY_AGE_TO, NULL, NULL, day);
    int64_t law = rules_int(rules, RULE_OUTREACH_AGE_TO, NULL, NULL, day);
    int64_t own = rules_int(rules, RULE_OUTREACH_GUIDANCE_AGE_TO, NULL, NULL, day);
    if (from == INT_NONE || law == INT_NONE || age < from) return BAND_NONE;
    if (age < law) return BAND_YOUNG;
    return own != INT_NONE && age < own ? BAND_OLDER : BAND_NONE;
}

bool outreach_concerns(const char *kind) {
    static const char *const kinds[] = {"none",
                                        "leave",
                                        "unknown",
                                        "work",
                                        "practice",
                                        "production_school",
                                        "folk_high_school",
                                        "abroad",
                                        "military",
                                        "other",
                                        NULL};
    for (const char *const *k = kinds; kind && *k; k++)
        if (strcmp(*k, kind) == 0) return true;
    return !kind;
}

static bool is(const char *word, const char *other) { return strcmp(word, other) == 0; }

enum outreach_status outreach_judge(const struct outreach_facts *f, const struct rules *rules,
                                    int32_t today, int32_t *ret_expires) {
    *ret_expires = DAY_NONE;
    if (!f->kind || is(f->kind, "unknown")) return OUTREACH_UNKNOWN;
    int32_t since = f->checked > f->known ? f->checked : f->known; /* DAY_NONE is below all days */
    int64_t days = rules_int(rules, RULE_OUTREACH_STATUS_DAYS, NULL, NULL, since);
    if (days != INT_NONE) *ret_expires = since + (int32_t)days;
    if (*ret_expires != DAY_NONE && today > *ret_expires) return OUTREACH_EXPIRED;
    if (is(f->kind, "none") || is(f->kind, "leave")) return OUTREACH_NOTHING;
    if (!is(f->kind, "work")) return OUTREACH_OTHER;
    int64_t hours = rules_int(rules, RULE_OUTREACH_WORK_HOURS, NULL, "18-24", today);
    bool enough = hours != INT_NONE && !isnan(f->hours) && f->hours >= (double)hours;
    return enough ? OUTREACH_WORKING : OUTREACH_OTHER;
}

/* ---- FGU ---- */

int64_t fgu_half_time(const struct rules *rules, int32_t day) {
    int64_t full = rules_int(rules, RULE_FGU_FULL_TIME_HOURS, NULL, NULL, day);
    int64_t share = rules_int(rules, RULE_FGU_WORK_SHARE, NULL, NULL, day);
    return full == INT_NONE || share == INT_NONE ? INT_NONE : full * share * 10;
}

enum fgu_obstacle fgu_judge(const struct fgu_facts *f, const struct rules *rules, int32_t from) {
    int64_t to = rules_int(rules, RULE_FGU_AGE_TO, NULL, NULL, from);
    int64_t half = fgu_half_time(rules, from);
    if (to == INT_NONE) return FGU_NO_RULE;
    if (day_age(f->born, from) >= to) return FGU_AGE;
    if (f->compulsory) return FGU_COMPULSORY;
    if (f->completed && !(f->stu_done && f->requested)) return FGU_COMPLETED;
    bool works = half != INT_NONE && !isnan(f->work_hours) && f->work_hours * 1000 >= (double)half;
    return works && !f->requested ? FGU_WORK : FGU_MAY;
}

static int32_t after_years(int32_t from, int64_t years) {
    return from == DAY_NONE ? DAY_NONE : day_add_months(from, 12 * (int)years) - 1;
}

int32_t fgu_period_usual(const struct rules *rules, int32_t from) {
    int64_t years = rules_int(rules, RULE_FGU_YEARS, NULL, NULL, from);
    return years == INT_NONE ? DAY_NONE : after_years(from, years);
}

/* "Longer needs municipal approval": how much longer only egu is told; a year stands for the others. */
int32_t fgu_period_most(const struct rules *rules, const char *track, int32_t from) {
    int64_t years = rules_int(rules, RULE_FGU_YEARS, NULL, NULL, from);
    int64_t extra = rules_int(rules, RULE_FGU_EXTRA_YEARS, NULL, track, from);
    if (years == INT_NONE) return DAY_NONE;
    return after_years(from, years + (extra == INT_NONE ? 1 : extra));
}

bool outreach_needs_contact(const struct rules *rules, int64_t efforts, int32_t day) {
    int64_t least = rules_int(rules, RULE_OUTREACH_CONTACT_EFFORTS, NULL, NULL, day);
    return least != INT_NONE && efforts >= least;
}
