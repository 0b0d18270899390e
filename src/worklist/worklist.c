/* SPDX-License-Identifier: EUPL-1.2
 *
 * The worklist: collect from the slices, sort by deadline, cut into three groups, show.
 *
 * Overdue lines are never hidden, whatever the filter of time; later ones are a click away. A team
 * leader sees the lines that have nobody (slices give those for user_id INT_NONE).
 *
 * ?for=ACCOUNT shows a colleague's: to who covers for them that day, and to the team leader. Nothing is done
 * in bulk there; what is done is done on the pages, in one's own name.
 */
#include "worklist/worklist.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/worklist.html.h"
#include "rule/rule.h"
#include "school/school.h"
#include "team/team.h"
#include "worklist/views.h"

#include <stdlib.h>
#include <string.h>

#define SOON_WORKDAYS 5
#define FAR_DAYS      400
enum { OVERDUE, TODAY, SOON, GROUPS };

static int by_due(const void *left, const void *right) {
    const struct worklist_item *l = left, *r = right;
    if (l->due != r->due) return l->due < r->due ? -1 : 1;
    if (l->due_time != r->due_time) return l->due_time < r->due_time ? -1 : 1;
    int order = strcmp(l->who ? l->who : "", r->who ? r->who : "");
    return order ? order : strcmp(l->task, r->task);
}

static bool collect(struct request *rq, int64_t whose, int32_t today, struct worklist *list,
                    struct err *err) {
    struct worklist_query query = {.user_id = whose, .today = today, .until = today + FAR_DAYS};
    if (!slices_ask(rq, PAGE_WORKLIST, NULL, &query, err)) return false;
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        if (s->worklist && !s->worklist(rq, &query, list, err)) return false;
    }
    if (list->n) qsort(list->items, list->n, sizeof *list->items, by_due);
    for (size_t i = 0; whose != rq->visitor.user_id && i < list->n; i++) list->items[i].key = NULL;
    return true;
}

/* How far away, in the days that the deadline is counted in when it has passed: working days. */
static const char *relative(struct request *rq, int32_t due, int32_t today,
                            const struct calendar_rules *calendar) {
    if (due == today) return msg_worklist_today(rq->lang);
    if (due > today) return msg_worklist_in_days(rq->arena, rq->lang, due - today);
    int over = workdays_between(due, today, calendar);
    if (over < 1) over = 1;
    return msg_worklist_over(rq->arena, rq->lang, over);
}

static const char *date_text(struct request *rq, const struct worklist_item *item) {
    const char *day = fmt_day_short(rq->arena, rq->lang, item->due);
    return item->basis ? msg_worklist_due_basis(rq->arena, rq->lang, day, item->basis)
                       : msg_worklist_due(rq->arena, rq->lang, day);
}

static bool wanted(const struct worklist_item *item, const char *school, const char *kind) {
    if (*kind && strcmp(item->task_kind, kind) != 0) return false;
    return !*school || (item->institution && strcmp(item->institution, school) == 0);
}

static int group_of(int32_t due, int32_t today, int32_t soon) {
    if (due < today) return OVERDUE;
    if (due == today) return TODAY;
    return due <= soon ? SOON : GROUPS;
}

static void cut(struct request *rq, const struct worklist *list, int32_t today,
                const struct calendar_rules *calendar, struct worklist_page *page) {
    const char *school = request_query(rq, "skole"), *kind = request_query(rq, "type");
    bool all = request_query(rq, "alt") != NULL;
    int32_t soon = workdays_add(today, SOON_WORKDAYS, calendar);
    struct worklist_group *groups = arena_array(rq->arena, GROUPS, sizeof *groups);
    const char *names[GROUPS] = {
        msg_worklist_group_over(rq->lang), msg_worklist_group_today(rq->lang),
        all ? msg_worklist_group_later(rq->lang) : msg_worklist_group_soon(rq->lang)};
    const char *keys[GROUPS] = {"over", "nu", "snart"};
    struct worklist_line *lines[GROUPS];
    for (int g = 0; g < GROUPS; g++)
        lines[g] = arena_array(rq->arena, list->n + 1, sizeof *lines[g]);
    int64_t later = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct worklist_item *item = &list->items[i];
        if (!wanted(item, school ? school : "", kind ? kind : "")) continue;
        int g = group_of(item->due, today, soon);
        if (g == GROUPS) {
            later++;
            if (!all) continue;
            g = SOON;
        }
        lines[g][groups[g].lines_n++] =
            (struct worklist_line){item, relative(rq, item->due, today, calendar),
                                   date_text(rq, item), arena_fmt(rq->arena, "r%zu", i)};
        page->lines++;
        if (item->key) page->bulk = true;
    }
    for (int g = 0; g < GROUPS; g++) {
        groups[g].name = names[g];
        groups[g].key = keys[g];
        groups[g].lines = lines[g];
    }
    page->groups = groups;
    page->groups_n = GROUPS;
    if (later && !all) page->hidden_later = msg_worklist_later(rq->arena, rq->lang, later);
    int64_t now = (int64_t)(groups[OVERDUE].lines_n + groups[TODAY].lines_n);
    const char *first = page->whose ? msg_worklist_count_of(rq->arena, rq->lang, now)
                                    : msg_worklist_count(rq->arena, rq->lang, now);
    page->said = groups[OVERDUE].lines_n
                     ? arena_fmt(rq->arena, "%s %s", first,
                                 msg_worklist_count_over(rq->arena, rq->lang,
                                                         (int64_t)groups[OVERDUE].lines_n))
                     : first;
}

static struct worklist_choice choice(const char *value, const char *label, const char *chosen) {
    return (struct worklist_choice){value, label, chosen && strcmp(value, chosen) == 0};
}

/* The kinds that are in the list, each once, in the order they come. */
static void kind_choices(struct request *rq, const struct worklist *list,
                         struct worklist_page *page) {
    const char *chosen = request_query(rq, "type");
    struct worklist_choice *kinds = arena_array(rq->arena, list->n + 1, sizeof *kinds);
    size_t n = 0;
    kinds[n++] = choice("", msg_worklist_all_kinds(rq->lang), chosen);
    for (size_t i = 0; i < list->n; i++) {
        size_t k = 1;
        while (k < n && strcmp(kinds[k].value, list->items[i].task_kind) != 0) k++;
        if (k < n) continue;
        const char *key = arena_fmt(rq->arena, "worklist.kind.%s", list->items[i].task_kind);
        kinds[n++] = choice(list->items[i].task_kind, msg_by_key(rq->lang, key), chosen);
    }
    page->kinds = kinds;
    page->kinds_n = n;
}

static bool school_choices(struct request *rq, int64_t whose, struct worklist_page *page,
                           struct err *err) {
    struct school_option *options;
    size_t n;
    const char *chosen = request_query(rq, "skole");
    if (!school_options(rq->db, rq->arena, whose, clock_today(), &options, &n, err)) return false;
    struct worklist_choice *schools = arena_array(rq->arena, n + 1, sizeof *schools);
    schools[0] = choice("", msg_worklist_all_schools(rq->lang), chosen);
    for (size_t i = 0; i < n; i++)
        schools[i + 1] = choice(options[i].number, options[i].name, chosen);
    page->schools = schools;
    page->schools_n = n + 1;
    return true;
}

/* The figures at the side are counted from the lines themselves, so that they cannot disagree. */
static void figures(struct request *rq, const struct worklist *list, struct worklist_page *page) {
    static const char *const kinds[] = {"duty", "unknown", "follow-up"};
    const char *labels[] = {msg_worklist_kind_duty(rq->lang), msg_worklist_kind_unknown(rq->lang),
                            msg_worklist_kind_follow_up(rq->lang)};
    struct worklist_figure *f = arena_array(rq->arena, 3, sizeof *f);
    for (size_t k = 0; k < 3; k++) {
        f[k].label = labels[k];
        f[k].href = arena_fmt(rq->arena, "/i-dag?alt=1&type=%s%s", kinds[k], page->whose_query);
        for (size_t i = 0; i < list->n; i++)
            if (strcmp(list->items[i].task_kind, kinds[k]) == 0) f[k].n++;
    }
    page->figures = f;
    page->figures_n = 3;
}

static bool covers(struct request *rq, int32_t today, struct worklist_page *page, struct err *err) {
    struct team_covered *covered;
    size_t n;
    if (!team_covered(rq->db, rq->arena, rq->visitor.user_id, today, &covered, &n, err))
        return false;
    struct worklist_cover *list = arena_array(rq->arena, n + 1, sizeof *list);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct worklist_cover){covered[i].account, covered[i].name, covered[i].until};
    page->covers = list;
    page->covers_n = n;
    return true;
}

/* Whose worklist it is; *ret INT_NONE: not this visitor's to see. */
static bool whose(struct request *rq, struct worklist_page *page, int64_t *ret, struct err *err) {
    const char *asked = request_query(rq, "for");
    int64_t account = asked ? strtoll(asked, NULL, 10) : rq->visitor.user_id;
    *ret = account;
    page->whose_query = "";
    if (account == rq->visitor.user_id) return true;
    *ret = INT_NONE;
    if (!covers(rq, clock_today(), page, err)) return false;
    for (size_t i = 0; i < page->covers_n; i++)
        if (page->covers[i].account == account) page->whose = page->covers[i].name;
    if (!page->whose && rq->visitor.role == ROLE_TEAM_LEADER &&
        !team_account_name(rq->db, rq->arena, account, &page->whose, err))
        return false;
    if (!page->whose) return true;
    *ret = account;
    page->whose_id = account;
    page->whose_query = arena_fmt(rq->arena, "&for=%lld", (long long)account);
    return true;
}

static void worklist_get(struct request *rq) {
    int32_t today = clock_today();
    struct worklist list = {.arena = rq->arena};
    struct worklist_page page = {.shortcuts = rq->visitor.shortcuts, .query = rq->query};
    struct err err = {0};
    const struct rules *rules;
    int64_t account = INT_NONE;
    bool ok = whose(rq, &page, &account, &err);
    if (ok && account == INT_NONE) {
        reply_status(rq, 403);
        return;
    }
    if (!ok || !rules_now(rq->db, &rules, &err) || !collect(rq, account, today, &list, &err) ||
        !school_choices(rq, account, &page, &err) ||
        (!page.whose && !covers(rq, today, &page, &err))) {
        reply_error(rq, &err);
        return;
    }
    const char *day = fmt_day_near(rq->arena, rq->lang, today);
    page.heading = page.whose ? msg_worklist_heading_of(rq->arena, rq->lang, page.whose)
                              : msg_worklist_heading(rq->arena, rq->lang, day);
    struct calendar_rules calendar = rules_calendar(rules, today);
    cut(rq, &list, today, &calendar, &page);
    kind_choices(rq, &list, &page);
    figures(rq, &list, &page);
    struct page shell = {.title = msg_worklist_title(rq->lang), .section = "/i-dag", .wide = true};
    reply_page(rq, &shell, worklist_page, &page);
}

static const struct route routes[] = {
    {"GET", "/i-dag", worklist_get, ROLE_GUIDANCE, AUDIT_LIST, "worklist.purpose", .flags = 0},
    {"POST", "/i-dag", worklist_post, ROLE_GUIDANCE, AUDIT_LIST, "worklist.purpose",
     .lists = "valgt"},
    {"POST", "/i-dag/{bulk}/fortryd", worklist_undo_post, ROLE_GUIDANCE, AUDIT_LIST,
     "worklist.purpose", .flags = 0},
};

const struct slice worklist_slice = {
    .name = "worklist",
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
};
