/* SPDX-License-Identifier: EUPL-1.2 */
#include "reason.h"

#include "gen/msg.h"

const char *stat_reason_text(struct arena *a, enum lang lang, enum stat_reason reason) {
    (void)a;
    switch (reason) {
    case STAT_OK:
        return "";
    case STAT_NO_DATA:
        return msg_stat_reason_no_data(lang);
    case STAT_NO_EVENTS:
        return msg_stat_reason_no_events(lang);
    case STAT_ONE_GROUP:
        return msg_stat_reason_one_group(lang);
    case STAT_EMPTY_MARGIN:
        return msg_stat_reason_empty_margin(lang);
    case STAT_ZERO_CELL:
        return msg_stat_reason_zero_cell(lang);
    case STAT_SEPARATION:
        return msg_stat_reason_separation(lang);
    case STAT_MONOTONE:
        return msg_stat_reason_monotone(lang);
    case STAT_COLLINEAR:
        return msg_stat_reason_collinear(lang);
    case STAT_NOT_CONVERGED:
        return msg_stat_reason_not_converged(lang);
    case STAT_FEW_POINTS:
        return msg_stat_reason_few_points(lang);
    case STAT_SINGLE_UNIT:
        return msg_stat_reason_single_unit(lang);
    case STAT_FEW_CLUSTERS:
        return msg_stat_reason_few_clusters(lang);
    case STAT_EMPTY_STRATUM:
        return msg_stat_reason_empty_stratum(lang);
    }
    return "";
}
