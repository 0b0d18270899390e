/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser cohort NAME: what the columns tell, as CSV or JSON. The commands are like those of
 * `vejviser stat` (stat/command.h): a row of options and a function; a new one is a file command_NAME.c
 * and its line in command.c. For the files of the commands only.
 */
#ifndef VEJVISER_COHORT_COMMAND_H
#define VEJVISER_COHORT_COMMAND_H

#include "cohort/cohort.h"
#include "stat/command.h"

/* Options that every command takes. */
#define COHORT_OPTIONS                                                                             \
    {"db", STAT_TEXT}, { "snapshot", STAT_TEXT }

/* The population that --csv or --db names, as known before --snapshot. */
bool command_population(struct stat_call *call, const struct cohort **ret, struct err *err);

/* The value of an option as a day; DAY_NONE when it was not given. False: it is no day. */
bool command_day(struct stat_call *call, const char *name, int32_t *ret, struct err *err);

/* Words joined by commas -> or-ed bits; false when one is not among `names` (ended by NULL; names[i]
 * is bit bits[i]). */
bool command_words(struct stat_call *call, const char *option, const char *const *names,
                   const unsigned *bits, unsigned *ret, struct err *err);

extern const struct stat_command cohort_command_status, cohort_command_curve, cohort_command_flow;
extern const struct stat_command cohort_command_project, cohort_command_whatif;

#endif
