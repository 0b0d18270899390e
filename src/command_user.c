/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser user add|list|disable. The password comes on standard input, never as an argument, where
 * every user of the machine could read it.
 */
#include "cli.h"

#include "gen/msg.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

static bool read_password(char *buf, size_t size) {
    if (!fgets(buf, (int)size, stdin)) return false;
    buf[strcspn(buf, "\r\n")] = '\0';
    return true;
}

struct user_work {
    struct user_new user;
    const char *hash;
    const char *route;
    bool disable;
};

static bool user_write(struct db *w, void *ctx, struct err *err) {
    struct user_work *work = ctx;
    struct audit_entry entry = {.act = "user",
                                .route = work->route,
                                .purpose = "cli.purpose",
                                .detail = work->user.login,
                                .user_id = INT_NONE,
                                .role = "system"};
    bool ok = work->disable ? user_disable(w, work->user.login, err)
                            : user_add(w, &work->user, work->hash, NULL, err);
    return ok && audit_append(w, &entry, err);
}

static int user_change(struct cli *cli, struct user_work *work, const char *done) {
    struct store *store = cli_open(cli, false, true);
    if (!store) return EXIT_NOT_DONE;
    struct err err = {0};
    bool ok = store_write(store, user_write, work, &err);
    if (ok)
        puts(done);
    else if (err.kind == ERR_CONFLICT)
        cli_fail(cli, msg_cli_user_taken(cli->arena, cli->lang, work->user.login));
    else if (err.kind == ERR_NOT_FOUND)
        cli_fail(cli, msg_cli_user_unknown(cli->arena, cli->lang, work->user.login));
    else
        cli_fail_err(cli, &err);
    store_close(store);
    return ok ? EXIT_DONE : EXIT_NOT_DONE;
}

static int user_new(struct cli *cli, const char *login) {
    enum role role = cli->role ? role_by_name(cli->role) : ROLE_NONE;
    if (role == ROLE_NONE || !cli->name) return cli_usage(cli, "cli.help.user");
    char password[1024], hash[128];
    struct err err = {0};
    if (!read_password(password, sizeof password))
        return cli_fail(cli, msg_cli_user_no_password(cli->lang));
    bool hashed = password_hash(password, hash, &err);
    sodium_memzero(password, sizeof password);
    if (!hashed)
        return err.kind == ERR_INPUT ? cli_fail(cli, msg_cli_user_short_password(cli->lang))
                                     : cli_fail_err(cli, &err);
    struct user_work work = {
        .user = {.login = login, .name = cli->name, .role = role, .institution = cli->institution},
        .hash = hash,
        .route = "cli user add"};
    return user_change(cli, &work, msg_cli_user_added(cli->arena, cli->lang, login));
}

static int user_list_print(struct cli *cli) {
    struct store *store = cli_open(cli, false, true);
    if (!store) return EXIT_NOT_DONE;
    struct err err = {0};
    struct account_line *lines = NULL;
    size_t n = 0;
    struct db *db = store_connect(store, &err);
    bool ok = db && account_list(db, cli->arena, &lines, &n, &err);
    if (!ok) {
        cli_fail_err(cli, &err);
    } else if (cli->json) {
        json_t *list = json_array();
        for (size_t i = 0; i < n; i++)
            json_array_append_new(list, json_pack("{s:s,s:s,s:s,s:s?,s:b}", "user", lines[i].login,
                                                  "name", lines[i].name, "role", lines[i].role,
                                                  "institution", lines[i].institution, "disabled",
                                                  lines[i].disabled));
        json_dumpf(list, stdout, JSON_INDENT(2));
        putchar('\n');
        json_decref(list);
    } else {
        for (size_t i = 0; i < n; i++)
            printf("%-20s %-12s %s%s\n", lines[i].login, lines[i].role, lines[i].name,
                   lines[i].disabled ? msg_cli_user_is_disabled(cli->lang) : "");
    }
    db_close(db);
    store_close(store);
    return ok ? EXIT_DONE : EXIT_NOT_DONE;
}

int command_user(struct cli *cli) {
    const char *verb = cli->args_n ? cli->args[0] : "";
    if (strcmp(verb, "list") == 0 && cli->args_n == 1) return user_list_print(cli);
    if (strcmp(verb, "add") == 0 && cli->args_n == 2) return user_new(cli, cli->args[1]);
    if (strcmp(verb, "disable") == 0 && cli->args_n == 2) {
        struct user_work work = {
            .user = {.login = cli->args[1]}, .disable = true, .route = "cli user disable"};
        return user_change(cli, &work, msg_cli_user_disabled(cli->arena, cli->lang, cli->args[1]));
    }
    return cli_usage(cli, "cli.help.user");
}
