/* SPDX-License-Identifier: EUPL-1.2 */
#include "outreach/views.h"

#include "activity/activity.h"
#include "gen/msg.h"

#include <math.h>

const char *outreach_status_key(enum outreach_status status) {
    static const char *const keys[OUTREACH_STATUSES] = {[OUTREACH_NOTHING] = "nothing",
                                                        [OUTREACH_UNKNOWN] = "unknown",
                                                        [OUTREACH_EXPIRED] = "expired",
                                                        [OUTREACH_OTHER] = "other",
                                                        [OUTREACH_WORKING] = "working"};
    return keys[status];
}

const char *outreach_status_word(enum lang lang, enum outreach_status status) {
    static const char *const keys[OUTREACH_STATUSES] = {
        [OUTREACH_NOTHING] = "outreach.status.nothing",
        [OUTREACH_UNKNOWN] = "outreach.status.unknown",
        [OUTREACH_EXPIRED] = "outreach.status.expired",
        [OUTREACH_OTHER] = "outreach.status.other",
        [OUTREACH_WORKING] = "outreach.status.working"};
    return msg_by_key(lang, keys[status]);
}

const char *outreach_status_css(enum outreach_status status) {
    switch (status) {
    case OUTREACH_NOTHING:
    case OUTREACH_UNKNOWN:
    case OUTREACH_EXPIRED:
        return "badge-warning";
    default:
        return "badge-info";
    }
}

const char *outreach_doing(struct arena *a, enum lang lang, const char *kind, const char *programme,
                           const char *place, double hours) {
    if (!kind) return msg_outreach_nothing_known(lang);
    const char *words = activity_words(a, lang, kind, programme, NULL, place);
    if (isnan(hours)) return words;
    return msg_outreach_with_hours(a, lang, words,
                                   fmt_number(a, lang, hours, hours == floor(hours) ? 0 : 1));
}

const char *outreach_obstacle_words(struct request *rq, enum fgu_obstacle obstacle) {
    switch (obstacle) {
    case FGU_MAY:
        return NULL;
    case FGU_NO_RULE:
        return msg_outreach_obstacle_no_rule(rq->lang);
    case FGU_AGE:
        return msg_outreach_obstacle_age(rq->lang);
    case FGU_COMPULSORY:
        return msg_outreach_obstacle_compulsory(rq->lang);
    case FGU_COMPLETED:
        return msg_outreach_obstacle_completed(rq->lang);
    default:
        return msg_outreach_obstacle_work(rq->lang);
    }
}
