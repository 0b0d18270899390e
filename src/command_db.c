/* SPDX-License-Identifier: EUPL-1.2
 *
 * Commands about the database itself: migrate, check; and how every command opens it.
 */
#include "cli.h"

#include "base/text.h"
#include "gen/msg.h"
#include "goal/goal.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct store *cli_open(struct cli *cli, bool create, bool current) {
    struct err err = {0};
    if (!cli->url) {
        cli_fail(cli, msg_cli_no_db(cli->lang));
        return NULL;
    }
    struct store *store = store_open(cli->url, create, &err);
    if (!store) {
        cli_fail(cli, msg_cli_db_not_opened(cli->arena, cli->lang, err.message));
        return NULL;
    }
    if (current && !store_schema_ok(store, NULL, &err)) {
        cli_fail(cli, msg_cli_db_schema(cli->arena, cli->lang, err.message));
        store_close(store);
        return NULL;
    }
    if (!keys_load(cli->url, create, &err)) {
        cli_fail(cli, msg_cli_no_key(cli->arena, cli->lang, err.message));
        store_close(store);
        return NULL;
    }
    struct db *db = current ? store_connect(store, &err) : NULL;
    if (current && (!db || !house_load(db, cli->arena, &err))) {
        cli_fail_err(cli, &err);
        db_close(db);
        store_close(store);
        return NULL;
    }
    db_close(db);
    return store;
}

static bool load_goals(struct db *w, void *ctx, struct err *err) {
    (void)ctx;
    return goal_load(w, err);
}

bool cli_migrate(struct store *store, int *ret_applied, struct err *err) {
    return store_migrate(store, ret_applied, err) && store_write(store, load_goals, NULL, err);
}

int command_migrate(struct cli *cli) {
    if (cli->args_n) return cli_usage(cli, "cli.help.migrate");
    struct store *store = cli_open(cli, true, false);
    if (!store) return EXIT_NOT_DONE;
    struct err err = {0};
    int applied = 0;
    struct audit_entry entry = {.act = "migrate",
                                .route = "cli migrate",
                                .purpose = "cli.purpose",
                                .user_id = INT_NONE,
                                .role = "system"};
    bool ok = cli_migrate(store, &applied, &err) && (!applied || audit_write(store, &entry, &err));
    if (ok)
        puts(msg_cli_migrated(cli->arena, cli->lang, applied));
    else
        cli_fail_err(cli, &err);
    store_close(store);
    return ok ? EXIT_DONE : EXIT_NOT_DONE;
}

/* ---- check: every reason why this installation cannot be trusted, not only the first ---- */

struct finding {
    const char *what;   /* short name, for --json */
    const char *reason; /* NULL: good */
};
struct findings {
    struct finding list[16];
    size_t n, bad;
};

static void found(struct findings *f, const char *what, const char *reason) {
    if (f->n < 16) f->list[f->n++] = (struct finding){what, reason};
    if (reason) f->bad++;
}

static void check_audit(struct cli *cli, struct store *store, struct findings *f) {
    struct err err = {0};
    int64_t rows = 0, bad = 0;
    struct db *db = store_connect(store, &err);
    if (db && audit_verify(db, &rows, &bad, &err)) {
        found(f, "audit", NULL);
    } else if (bad) {
        found(f, "audit", msg_cli_check_audit(cli->arena, cli->lang, bad));
    } else {
        found(f, "audit", arena_dup(cli->arena, err.message));
    }
    db_close(db);
}

static void check_database(struct cli *cli, struct store *store, struct findings *f) {
    struct err err = {0};
    bool schema = store_schema_ok(store, NULL, &err);
    found(f, "schema", schema ? NULL : arena_dup(cli->arena, err.message));
    found(f, "database",
          store_integrity_ok(store, &err) ? NULL : arena_dup(cli->arena, err.message));
    found(f, "key", keys_load(cli->url, false, &err) ? NULL : arena_dup(cli->arena, err.message));
    if (schema) check_audit(cli, store, f);
}

static void print_findings(const struct cli *cli, const struct findings *f) {
    if (cli->json) {
        json_t *list = json_array();
        for (size_t i = 0; i < f->n; i++)
            json_array_append_new(list, json_pack("{s:s,s:b,s:s?}", "check", f->list[i].what, "ok",
                                                  !f->list[i].reason, "reason", f->list[i].reason));
        json_t *all = json_pack("{s:b,s:o}", "ok", !f->bad, "checks", list);
        json_dumpf(all, stdout, JSON_INDENT(2));
        putchar('\n');
        json_decref(all);
        return;
    }
    for (size_t i = 0; i < f->n; i++)
        printf("%-10s %s\n", f->list[i].what,
               f->list[i].reason ? f->list[i].reason : msg_cli_check_good(cli->lang));
}

int command_check(struct cli *cli) {
    if (cli->args_n) return cli_usage(cli, "cli.help.check");
    if (!cli->url) return cli_fail(cli, msg_cli_no_db(cli->lang));
    struct findings f = {0};
    struct err err = {0};
    struct store *store = store_open(cli->url, false, &err);
    if (store)
        check_database(cli, store, &f);
    else
        found(&f, "database", err.message);
    found(&f, "routes", router_check(app_site(store, cli->arena), cli->arena));
    print_findings(cli, &f);
    store_close(store);
    return f.bad ? EXIT_NOT_DONE : EXIT_DONE;
}
