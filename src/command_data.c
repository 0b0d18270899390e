/* SPDX-License-Identifier: EUPL-1.2
 *
 * Commands that fill and show: demo, import, goals, rules.
 */
#include "cli.h"

#include "base/clock.h"
#include "base/date.h"
#include "demo/demo.h"
#include "exchange/exchange.h"
#include "gen/msg.h"
#include "indicator/indicator.h"
#include "rule/rule.h"

#include <jansson.h>
#include <string.h>

#define DEMO_YOUTH 20000 /* the size of Viborg */
#define DEMO_SEED  791

static void print_logins(const struct cli *cli, const struct demo_login *logins, size_t n) {
    if (!cli->json) {
        puts(msg_cli_demo_logins(cli->lang));
        for (size_t i = 0; i < n; i++)
            printf("  %-14s %-20s %s\n", logins[i].role, logins[i].user, logins[i].password);
        return;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:s,s:s,s:s}", "role", logins[i].role, "user",
                                              logins[i].user, "password", logins[i].password));
    json_dumpf(list, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(list);
}

/* Brings an empty database to the newest schema first, so that `demo` alone is enough. */
int command_demo(struct cli *cli) {
    if (cli->args_n) return cli_usage(cli, "cli.help.demo");
    struct store *store = cli_open(cli, true, false);
    if (!store) return EXIT_NOT_DONE;
    struct demo_options options = {
        .youth = cli->youth == INT_NONE ? DEMO_YOUTH : cli->youth,
        .seed = (uint64_t)(cli->seed == INT_NONE ? DEMO_SEED : cli->seed),
        .date = clock_today(),
        .heavy = cli->heavy,
    };
    struct audit_entry entry = {.act = "demo",
                                .route = "cli demo",
                                .purpose = "cli.purpose",
                                .user_id = INT_NONE,
                                .role = "system"};
    struct demo_login *logins = NULL;
    size_t n = 0;
    int applied;
    struct err err = {0};
    bool ok = cli_migrate(store, &applied, &err) &&
              demo_fill(store, &options, &logins, &n, cli->arena, &err) &&
              audit_write(store, &entry, &err);
    if (ok)
        print_logins(cli, logins, n);
    else if (err.kind == ERR_CONFLICT)
        cli_fail(cli, msg_cli_demo_full(cli->lang));
    else
        cli_fail_err(cli, &err);
    store_close(store);
    return ok ? EXIT_DONE : EXIT_NOT_DONE;
}

int command_import(struct cli *cli) {
    if (cli->args_n != 2 ||
        (strcmp(cli->args[0], "institutions") != 0 && strcmp(cli->args[0], "pupils") != 0 &&
         strcmp(cli->args[0], "figures") != 0))
        return cli_usage(cli, "cli.help.import");
    struct store *store = cli_open(cli, false, true);
    if (!store) return EXIT_NOT_DONE;
    int code = EXIT_NOT_DONE;
    struct err err = {0};
    if (!import_command(store, cli->args[0], cli->as, cli->args[1], cli->dry_run, cli->json,
                        cli->lang, stdout, stderr, &code, &err))
        code = cli_fail_err(cli, &err);
    store_close(store);
    return code;
}

int command_goals(struct cli *cli) {
    if (cli->args_n) return cli_usage(cli, "cli.help.goals");
    int32_t as_of = cli->as_of == DAY_NONE ? clock_today() : cli->as_of;
    if (as_of > clock_today()) return cli_fail(cli, msg_cli_as_of_ahead(cli->lang));
    struct store *store = cli_open(cli, false, true);
    if (!store) return EXIT_NOT_DONE;
    struct err err = {0};
    struct db *db = store_connect(store, &err);
    bool ok = db && indicator_command(db, cli->lang, as_of, cli->json, stdout, &err);
    if (!ok) cli_fail_err(cli, &err);
    db_close(db);
    store_close(store);
    return ok ? EXIT_DONE : EXIT_NOT_DONE;
}

int command_rules(struct cli *cli) {
    if (cli->args_n) return cli_usage(cli, "cli.help.rules");
    struct store *store = cli_open(cli, false, true);
    if (!store) return EXIT_NOT_DONE;
    struct err err = {0};
    struct db *db = store_connect(store, &err);
    bool ok = db && rules_command(db, cli->lang, clock_today(), cli->json, stdout, &err);
    if (!ok) cli_fail_err(cli, &err);
    db_close(db);
    store_close(store);
    return ok ? EXIT_DONE : EXIT_NOT_DONE;
}
