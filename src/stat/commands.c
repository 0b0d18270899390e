/* SPDX-License-Identifier: EUPL-1.2
 *
 * The estimators that `vejviser stat` has, in the order in which they are shown.
 */
#include "stat/commands.h"

/* One a line, so that two who each add one do not collide. */
/* clang-format off */
const struct stat_command *const stat_commands[] = {
    &stat_km,
    &stat_aj,
    &stat_multistate,
    &stat_logrank,
    &stat_gray,
    &stat_proportion,
    &stat_difference,
    &stat_funnel,
    &stat_trend,
    &stat_mh,
    &stat_logit,
    &stat_cox,
    &stat_did,
    &stat_match,
    &stat_survey,
    &stat_transitions,
    &stat_project,
    &stat_simulate,
    &stat_suppress,
    &stat_audit,
    NULL,
};
