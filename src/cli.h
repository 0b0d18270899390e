/* SPDX-License-Identifier: EUPL-1.2
 *
 * The command line: what main.c has read, and one function a command.
 *
 * Exit codes everywhere: 0 done, 1 it could not be done (the reason is on stderr), 2 wrong usage.
 * Messages are in Danish or English by LANG; --json goes to stdout and nothing else does.
 */
#ifndef VEJVISER_CLI_H
#define VEJVISER_CLI_H

#include "app.h"

#include <stdio.h>

enum { EXIT_DONE = 0, EXIT_NOT_DONE = 1, EXIT_USAGE = 2 };

struct cli {
    struct arena *arena; /* lives as long as the program */
    enum lang lang;
    const char *url;   /* of the database */
    const char **args; /* what stands after the command's name */
    size_t args_n;
    bool json, dry_run, heavy;
    const char *listen, *origin, *spool, *outbox;
    const char *role, *name, *institution;
    const char *year, *out; /* report, in its own language: Danish unless asked otherwise */
    enum lang report_lang;
    int64_t youth, seed, workers; /* INT_NONE: not given */
    int32_t date;                 /* DAY_NONE: the real clock */
    const char *as;               /* import figures: which table of which publisher */
    int32_t as_of;                /* goals: DAY_NONE is today */
};

struct command {
    const char *name;
    const char *help; /* message key: usage and what it does */
    int (*run)(struct cli *cli);
};

int command_serve(struct cli *cli);
int command_migrate(struct cli *cli);
int command_check(struct cli *cli);
int command_demo(struct cli *cli);
int command_import(struct cli *cli);
int command_user(struct cli *cli);
int command_routes(struct cli *cli);
int command_goals(struct cli *cli);
int command_rules(struct cli *cli);
int command_stat(struct cli *cli);
int command_cohort(struct cli *cli);
int command_report(struct cli *cli);

/* Opens the database and loads keys and the house's name. `create`: make a missing file and key;
 * `current`: the schema must be this program's. Prints the reason and returns NULL when it cannot. */
struct store *cli_open(struct cli *cli, bool create, bool current);
/* Brings the schema to the newest version, and the published facts to those of this program. */
bool cli_migrate(struct store *store, int *ret_applied, struct err *err);
/* "vejviser: MESSAGE" on stderr; returns EXIT_NOT_DONE. */
int cli_fail(const struct cli *cli, const char *message);
int cli_fail_err(const struct cli *cli, const struct err *err);
/* Prints the command's help on stderr; returns EXIT_USAGE. */
int cli_usage(const struct cli *cli, const char *help);

#endif
