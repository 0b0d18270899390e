/* SPDX-License-Identifier: EUPL-1.2
 *
 * Between the files of the stat commands' frame only: command.c reads the options, main.c what they
 * name, and runs the command.
 */
#ifndef VEJVISER_STAT_COMMAND_PRIVATE_H
#define VEJVISER_STAT_COMMAND_PRIVATE_H

#include "stat/command.h"

struct stat_given {
    bool given;
    const char *text;
    double *numbers;
    const char **names; /* of columns */
    size_t n;           /* of numbers or names; of a choice its place */
    int64_t whole;
};

/* Column `column` of the frame is part `part` of an option. */
struct stat_read {
    size_t option, part, column;
};

/* The options all commands have come first. */
size_t stat_options_n(const struct stat_command *command);
const struct stat_option *stat_option_at(const struct stat_command *command, size_t i);

/* "stat" */
static inline const char *stat_program_of(const struct stat_command *command) {
    return command->program ? command->program : "stat";
}

bool stat_options_read(struct stat_call *call, const char *const *args, size_t args_n,
                       bool *ret_help, struct err *err);

#endif
