/* SPDX-License-Identifier: EUPL-1.2
 *
 * One line a command; each is in run_NAME.c, or with its family.
 */
#ifndef VEJVISER_STAT_COMMANDS_H
#define VEJVISER_STAT_COMMANDS_H

#include "stat/command.h"

extern const struct stat_command stat_km;
extern const struct stat_command stat_aj;
extern const struct stat_command stat_multistate;
extern const struct stat_command stat_logrank;
extern const struct stat_command stat_gray;
extern const struct stat_command stat_suppress;
extern const struct stat_command stat_audit;
extern const struct stat_command stat_transitions;
extern const struct stat_command stat_project;
extern const struct stat_command stat_simulate;
extern const struct stat_command stat_proportion;
extern const struct stat_command stat_difference;
extern const struct stat_command stat_funnel;
extern const struct stat_command stat_mh;
extern const struct stat_command stat_logit;
extern const struct stat_command stat_cox;
extern const struct stat_command stat_did;
extern const struct stat_command stat_match;
extern const struct stat_command stat_survey;
extern const struct stat_command stat_trend;

#endif
