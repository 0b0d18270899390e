/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat NAME: the estimators on a CSV file. Everything is in stat/command.h; it reads its own
 * options, since each estimator has others.
 */
#include "cli.h"

#include "stat/command.h"

int command_stat(struct cli *cli) {
    return stat_main(cli->arena, cli->lang, cli->args, cli->args_n, stdout, stderr);
}
