/* SPDX-License-Identifier: EUPL-1.2
 *
 * outreach: those of 18 and more who are out of school without a youth education (lov om kommunal indsats
 * for unge under 25 år; rules.md § 3): who is in nothing, of whom nobody knows, and whose status is too
 * old to be believed; and what helps them on.
 *
 *     status      what somebody does is a spell of src/activity. It holds for so many days (local rule
 *                 outreach_status_days), then somebody must look anew: expired is asked like unknown
 *     assessment  target group of FGU (§ 2 k): agu, pgu or egu, for a period, with a letter; or not
 *     stu         referral to STU, and how it went
 *     effort      what another administration does: who, what, since when
 *     contact     the one contact person (§ 2 j), when so many efforts run at once
 *
 * Never a score or a forecast about a person. Rows stay; undo withdraws them. Texts are sealed.
 *
 * Insight: everything this room holds about one person, texts opened, withdrawn rows too.
 * Erasure: all of it, when rules_case_over() says so (rule.h).
 */
#ifndef VEJVISER_OUTREACH_H
#define VEJVISER_OUTREACH_H

#include "rule/rule.h"
#include "slice/slice.h"

extern const struct slice outreach_slice;

/* outreach_assessment.track; messages outreach.track.NAME */
#define OUTREACH_TRACKS "agu", "pgu", "egu", "none"
/* outreach_effort.side; messages outreach.side.NAME */
#define OUTREACH_SIDES "jobcentre", "social", "health", "school", "other"

/* ---- pure rules ---- */

/* The ages of outreach: the law's to 25, the municipality's own decision to 30; both by date. */
enum outreach_band { BAND_NONE, BAND_YOUNG /* 18-24 */, BAND_OLDER /* 25-29 */ };
enum outreach_band outreach_band(const struct rules *rules, int32_t born, int32_t day);

/* Is that kind of spell (NULL: none is known) something that outreach is about: no education, no FGU or
 * STU? The list's queries name the same kinds. */
bool outreach_concerns(const char *kind);

/* What is known about somebody out of education. */
struct outreach_facts {
    const char *kind; /* of the open spell; NULL: there is none */
    double hours;     /* NaN: not written */
    int32_t known;    /* day on which we came to know of it */
    int32_t checked;  /* last day on which somebody confirmed it; DAY_NONE */
};
enum outreach_status {
    OUTREACH_NOTHING, /* verified: nothing, or leave */
    OUTREACH_UNKNOWN, /* nobody knows */
    OUTREACH_EXPIRED, /* known once, too long ago */
    OUTREACH_OTHER,   /* something that is no education: practice, few hours of work, abroad */
    OUTREACH_WORKING, /* work of so many hours that outreach is not owed */
    OUTREACH_STATUSES
};
/* *ret_expires: the last day on which the status is believed; DAY_NONE: it is unknown, or never ends. */
enum outreach_status outreach_judge(const struct outreach_facts *facts, const struct rules *rules,
                                    int32_t today, int32_t *ret_expires);

/* Who may be in the target group of FGU (§ 2 k(1)-(3)): facts that are counted, not judged. */
struct fgu_facts {
    int32_t born;
    bool compulsory;   /* still in school up to the 9th grade */
    bool completed;    /* a youth education */
    bool stu_done;     /* completed STU, and no other */
    double work_hours; /* NaN: no work */
    bool requested;    /* by the young person */
};
enum fgu_obstacle {
    FGU_MAY,
    FGU_NO_RULE,    /* there was no FGU on that day */
    FGU_AGE,        /* 25 or more when it begins */
    FGU_COMPULSORY, /* under compulsory education */
    FGU_COMPLETED,  /* has a youth education; after STU only when asked for */
    FGU_WORK,       /* at least half-time work; only when asked for */
};
enum fgu_obstacle fgu_judge(const struct fgu_facts *facts, const struct rules *rules, int32_t from);
/* Half of a full week, in hours; INT_NONE: no rule. Thousandths. */
int64_t fgu_half_time(const struct rules *rules, int32_t day);

/* The last day of a period that needs no approval; the last with one (egu may have a further year).
 * DAY_NONE: no rule. */
int32_t fgu_period_usual(const struct rules *rules, int32_t from);
int32_t fgu_period_most(const struct rules *rules, const char *track, int32_t from);

/* Must there be a contact person, with so many efforts running at once? */
bool outreach_needs_contact(const struct rules *rules, int64_t efforts, int32_t day);

#endif
