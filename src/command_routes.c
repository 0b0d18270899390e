/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser routes: the whole table of what the program answers to, who may, and what is logged.
 */
#include "cli.h"

#include "gen/msg.h"

#include <jansson.h>

static const struct {
    enum role role;
    const char *name;
} roles[] = {
    {ROLE_PUBLIC, "public"},           {ROLE_COUNSELLOR, "counsellor"}, {ROLE_SCHOOL, "school"},
    {ROLE_TEAM_LEADER, "team-leader"}, {ROLE_MANAGEMENT, "management"}, {ROLE_ADMIN, "admin"},
};
#define ROLES_N (sizeof roles / sizeof *roles)

static const char *audit_name(enum audit_kind audit) {
    switch (audit) {
    case AUDIT_PERSON:
        return "person";
    case AUDIT_PERSON_CHANGE:
        return "person-change";
    case AUDIT_LIST:
        return "list";
    case AUDIT_SEARCH:
        return "search";
    case AUDIT_SYSTEM:
        return "system";
    case AUDIT_NONE:
        break;
    }
    return "none";
}

static const char *who_text(struct arena *a, unsigned who) {
    struct text t;
    text_init(&t, a);
    for (size_t i = 0; i < ROLES_N; i++)
        if (who & roles[i].role) text_addf(&t, "%s%s", t.len ? "," : "", roles[i].name);
    return t.len ? text_str(&t) : "nobody";
}

static json_t *route_json(const struct route *route) {
    json_t *who = json_array();
    for (size_t i = 0; i < ROLES_N; i++)
        if (route->who & roles[i].role) json_array_append_new(who, json_string(roles[i].name));
    return json_pack("{s:s,s:s,s:o,s:s,s:s?}", "method", route->method, "path", route->path, "who",
                     who, "audit", audit_name(route->audit), "purpose", route->purpose);
}

int command_routes(struct cli *cli) {
    if (cli->args_n) return cli_usage(cli, "cli.help.routes");
    const struct site *site = app_site(NULL, cli->arena);
    const char *wrong = router_check(site, cli->arena);
    json_t *list = json_array();
    for (size_t t = 0; site->tables[t]; t++)
        for (size_t i = 0; i < site->table_sizes[t]; i++) {
            const struct route *r = &site->tables[t][i];
            if (cli->json)
                json_array_append_new(list, route_json(r));
            else
                printf("%-4s %-44s %-14s %-36s %s\n", r->method, r->path, audit_name(r->audit),
                       who_text(cli->arena, r->who),
                       r->purpose ? msg_by_key(cli->lang, r->purpose) : "");
        }
    if (cli->json) {
        json_dumpf(list, stdout, JSON_INDENT(2));
        putchar('\n');
    }
    json_decref(list);
    return wrong ? cli_fail(cli, wrong) : EXIT_DONE;
}
