/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser cohort NAME: the population in files or in the database. Everything is in cohort/command.h; it
 * reads its own options. No key is needed: nothing that is sealed is read.
 */
#include "cli.h"

#include "cohort/cohort.h"
#include "gen/msg.h"

static bool take(void *ctx, struct arena *a, const char *url, int32_t snapshot,
                 const struct cohort **ret, struct err *err) {
    const struct cli *cli = ctx;
    if (!url) url = cli->url;
    if (!url) return err_set(err, ERR_INPUT, "%s", msg_cli_no_db(cli->lang));
    struct store *store = store_open(url, false, err);
    if (!store) return false;
    struct db *db = store_schema_ok(store, NULL, err) ? store_connect(store, err) : NULL;
    bool ok = db && cohort_take(db, a, snapshot, ret, err);
    db_close(db);
    store_close(store);
    return ok;
}

int command_cohort(struct cli *cli) {
    struct cohort_door door = {.ctx = cli, .take = take};
    return cohort_main(cli->arena, cli->lang, &door, cli->args, cli->args_n, stdout, stderr);
}
