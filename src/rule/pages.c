/* SPDX-License-Identifier: EUPL-1.2
 *
 * /admin/regler: all rules of a day, by subject. A subject is the first word of the rules' names.
 */
#include "rule/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/rule.html.h"
#include "rule/views.h"

#include <string.h>

static struct rule_line line_of(struct request *rq, const struct rule_key *key,
                                const struct rule_row *row) {
    struct rule_line line = {
        .href = arena_fmt(rq->arena, "/admin/regler/%s", key->rule),
        .name = rule_name_words(rq->lang, key->rule),
        .who = rule_who_words(rq->arena, rq->lang, key->grade, key->category),
    };
    if (!row) return line;
    line.value = rule_value_words(rq->arena, rq->lang, row);
    line.valid = rule_valid_table(rq->arena, rq->lang, row->from, row->to);
    line.source = row->source;
    line.sure = rule_sure_words(rq->arena, rq->lang, row->sure);
    line.decided_here = row->version != 0;
    line.made_later = row->made_later;
    if (row->version)
        line.decided =
            msg_rule_decided(rq->arena, rq->lang, clock_day_of(row->known_at), row->by, row->why);
    return line;
}

/* The day asked for; today, with a sentence in the page, when it is none. */
static int32_t day_asked(struct request *rq, struct rules_page *page) {
    const char *typed = request_query(rq, "dato");
    int32_t day = typed ? day_parse_any(typed) : clock_today();
    page->date = typed ? typed : "";
    if (day == DAY_NONE && *page->date) page->date_error = msg_rule_date_bad(rq->lang);
    return day == DAY_NONE ? clock_today() : day;
}

static bool same_subject(const char *left, const char *right) {
    size_t n = strcspn(left, "_");
    return n == strcspn(right, "_") && memcmp(left, right, n) == 0;
}

static void group_fill(struct request *rq, const struct rules *rules, const struct rule_key *keys,
                       size_t n, int32_t day, struct rule_group *group) {
    group->lines = arena_array(rq->arena, n, sizeof *group->lines);
    group->absent = arena_array(rq->arena, n, sizeof *group->absent);
    for (size_t i = 0; i < n; i++) {
        const struct rule_key *key = &keys[i];
        const struct rule_row *row = rules_row(rules, key->rule, key->grade, key->category, day);
        bool own = row && !strcmp(row->grade, key->grade) && !strcmp(row->category, key->category);
        struct rule_line line = line_of(rq, key, own ? row : NULL);
        if (own)
            group->lines[group->lines_n++] = line;
        else
            group->absent[group->absent_n++] = line;
    }
}

void rules_get(struct request *rq) {
    struct err err = {0};
    const struct rules *rules;
    if (!rules_now(rq->db, &rules, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct rules_page page = {0};
    page.day = day_asked(rq, &page);
    const struct rule_key *keys;
    size_t n = rules_keys(rules, &keys);
    page.groups = arena_array(rq->arena, n, sizeof *page.groups);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && same_subject(keys[i].rule, keys[end].rule);) end++;
        struct rule_group *group = &page.groups[page.groups_n++];
        size_t len = strcspn(keys[i].rule, "_");
        group->key = arena_dup_n(rq->arena, keys[i].rule, len);
        group->heading = msg_by_key(rq->lang, arena_fmt(rq->arena, "rule.subject.%s", group->key));
        group_fill(rq, rules, keys + i, end - i, page.day, group);
    }
    struct page shell = {.title = msg_rule_title(rq->lang),
                         .section = "/admin/regler",
                         .wide = true,
                         .has_errors = page.date_error != NULL};
    reply_page(rq, &shell, rules_page, &page);
}

static const struct route routes[] = {
    {"GET", "/admin/regler", rules_get, ROLE_ADMIN | ROLE_TEAM_LEADER, AUDIT_NONE, NULL,
     .flags = 0},
    {"GET", "/admin/regler/{rule}", rule_get, ROLE_ADMIN | ROLE_TEAM_LEADER, AUDIT_NONE, NULL,
     .flags = 0},
    {"POST", "/admin/regler/{rule}", rule_post, ROLE_ADMIN, AUDIT_SYSTEM, "rule.purpose",
     .flags = 0},
};

const struct slice rule_slice = {
    .name = "rule",
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
};
