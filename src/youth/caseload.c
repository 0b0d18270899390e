/* SPDX-License-Identifier: EUPL-1.2
 *
 * The caseload, /unge: one line a person. This room says who is in it; what they do, when they were
 * last spoken to and what comes next is filled in by the slices (slice.h, caseload).
 *
 * A counsellor sees the own caseload, or that of a colleague whom they cover that day. A team leader chooses a
 * counsellor: the whole municipality is never the default.
 */
#include "youth/pages.h"

#include "base/clock.h"
#include "base/collate.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/youth.html.h"
#include "gen/youth.sql.h"
#include "school/school.h"
#include "team/team.h"
#include "youth/views.h"

#include <stdlib.h>
#include <string.h>

#define LINES_PER_PAGE 50
#define QUIET_DAYS     60 /* "no contact in 60 days" (security goals 1.1: a plain filter, no score) */

struct filter {
    int64_t owner;     /* whose caseload; INT_NONE: not chosen */
    int32_t until;     /* ... to that day */
    const char *whose; /* the colleague who is covered; NULL: somebody of one's own choice */
    bool chosen;       /* owner is named in the address */
    struct team_covered *covered;
    size_t covered_n;
    const char *school, *status, *age;
    int64_t page;
};

static const char *query_or_empty(struct request *rq, const char *name) {
    const char *value = request_query(rq, name);
    return value ? value : "";
}

/* Whose: one's own; a colleague's on the days on which one covers them, else one's own again. */
static bool owner_read(struct request *rq, struct filter *f, struct err *err) {
    int64_t asked = strtoll(query_or_empty(rq, "vejleder"), NULL, 10);
    if (rq->visitor.role == ROLE_TEAM_LEADER) {
        f->owner = asked > 0 ? asked : INT_NONE;
        f->chosen = asked > 0;
        return true;
    }
    if (!team_covered(rq->db, rq->arena, rq->visitor.user_id, clock_today(), &f->covered,
                      &f->covered_n, err))
        return false;
    for (size_t i = 0; i < f->covered_n; i++) {
        if (f->covered[i].account != asked) continue;
        f->owner = asked;
        f->whose = f->covered[i].name;
        f->until = f->covered[i].until;
        f->chosen = true;
    }
    return true;
}

static bool filter_read(struct request *rq, struct filter *f, struct err *err) {
    *f = (struct filter){.owner = rq->visitor.user_id,
                         .school = query_or_empty(rq, "skole"),
                         .status = query_or_empty(rq, "status"),
                         .age = query_or_empty(rq, "alder"),
                         .page = strtoll(query_or_empty(rq, "side"), NULL, 10)};
    if (f->page < 1) f->page = 1;
    return owner_read(rq, f, err);
}

static bool in_age(const char *filter, int age) {
    if (strcmp(filter, "u15") == 0) return age < 15;
    if (strcmp(filter, "15-17") == 0) return age >= 15 && age <= 17;
    if (strcmp(filter, "18-24") == 0) return age >= 18 && age <= 24;
    if (strcmp(filter, "25") == 0) return age >= 25;
    return true;
}

static bool in_status(const char *filter, const struct caseload_row *row, int32_t today) {
    if (strcmp(filter, "skole") == 0) return row->class_name != NULL;
    if (strcmp(filter, "ude") == 0) return row->class_name == NULL;
    if (strcmp(filter, "ukendt") == 0)
        return !row->status_key || strcmp(row->status_key, "unknown") == 0;
    if (strcmp(filter, "ingen") == 0)
        return row->status_key && strcmp(row->status_key, "none") == 0;
    if (strcmp(filter, "stille") == 0)
        return row->last_contact == DAY_NONE || row->last_contact < today - QUIET_DAYS;
    return true;
}

static bool in_filter(const struct filter *f, const struct caseload_row *row, int32_t today) {
    if (*f->school && (!row->institution || strcmp(row->institution, f->school) != 0)) return false;
    return in_age(f->age, day_age(row->born, today)) && in_status(f->status, row, today);
}

static int by_name(const void *left, const void *right) {
    const struct caseload_row *const *l = left, *const *r = right;
    return sort_compare((*l)->name, (*r)->name);
}

static bool load(struct request *rq, int64_t owner, struct caseload *rows, struct err *err) {
    int32_t today = clock_today();
    struct q_youth_mine_rows mine;
    struct q_youth_mine_in in = {
        .account = owner, .day = today, .school_year = school_year_of(today)};
    struct worklist_query query = {.user_id = owner, .today = today, .until = DAY_NONE};
    if (!slices_ask(rq, PAGE_CASELOAD, NULL, &query, err) ||
        !q_youth_mine(rq->db, rq->arena, in, &mine, err))
        return false;
    rows->rows = arena_array(rq->arena, mine.n + 1, sizeof *rows->rows);
    for (size_t i = 0; i < mine.n; i++) {
        const struct q_youth_mine_row *m = &mine.v[i];
        if (rows->n && strcmp(rows->rows[rows->n - 1].youth_id, m->id) == 0) continue;
        rows->rows[rows->n++] = (struct caseload_row){.youth_id = m->id,
                                                      .name = m->name,
                                                      .born = m->born,
                                                      .guarded = m->guarded,
                                                      .institution = m->institution,
                                                      .school = m->school,
                                                      .class_name = m->class_name,
                                                      .status_since = DAY_NONE,
                                                      .last_contact = DAY_NONE,
                                                      .next_due = DAY_NONE,
                                                      .plan_agreed = DAY_NONE};
    }
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        if (s->caseload && !s->caseload(rq, &query, rows, err)) return false;
    }
    return true;
}

static struct choice choice(const char *value, const char *label, const char *chosen) {
    return (struct choice){value, label, strcmp(value, chosen) == 0};
}

static void choices(struct request *rq, const struct filter *f, struct caseload_page *page) {
    enum lang lang = rq->lang;
    const struct choice states[] = {
        choice("", msg_youth_caseload_all(lang), f->status),
        choice("skole", msg_youth_caseload_in_school(lang), f->status),
        choice("ude", msg_youth_caseload_out(lang), f->status),
        choice("ukendt", msg_youth_caseload_unknown(lang), f->status),
        choice("ingen", msg_youth_caseload_none(lang), f->status),
        choice("stille", msg_youth_caseload_quiet(lang), f->status),
    };
    const struct choice ages[] = {
        choice("", msg_youth_caseload_all_ages(lang), f->age),
        choice("u15", msg_youth_caseload_under_15(lang), f->age),
        choice("15-17", "15–17", f->age),
        choice("18-24", "18–24", f->age),
        choice("25", "25–29", f->age),
    };
    page->states_n = sizeof states / sizeof *states;
    page->states = memcpy(arena_alloc(rq->arena, sizeof states), states, sizeof states);
    page->ages_n = sizeof ages / sizeof *ages;
    page->ages = memcpy(arena_alloc(rq->arena, sizeof ages), ages, sizeof ages);
}

static bool school_choices(struct request *rq, const struct filter *f, struct caseload_page *page,
                           struct err *err) {
    struct school_option *options = NULL;
    size_t n = 0;
    if (f->owner != INT_NONE &&
        !school_options(rq->db, rq->arena, f->owner, clock_today(), &options, &n, err))
        return false;
    struct choice *schools = arena_array(rq->arena, n + 1, sizeof *schools);
    schools[0] = choice("", msg_youth_caseload_all_schools(rq->lang), f->school);
    for (size_t i = 0; i < n; i++)
        schools[i + 1] = choice(options[i].number, options[i].name, f->school);
    page->schools = schools;
    page->schools_n = n + 1;
    return true;
}

/* One's own, and those of whom one covers. */
static void cover_choices(struct request *rq, const struct filter *f, struct caseload_page *page) {
    if (!f->covered_n) return;
    struct choice *owners = arena_array(rq->arena, f->covered_n + 1, sizeof *owners);
    owners[0] = (struct choice){"", msg_youth_caseload_title(rq->lang), !f->chosen};
    for (size_t i = 0; i < f->covered_n; i++) {
        const struct team_covered *c = &f->covered[i];
        owners[i + 1] = (struct choice){arena_fmt(rq->arena, "%lld", (long long)c->account),
                                        msg_youth_caseload_cover(rq->arena, rq->lang, c->name),
                                        c->account == f->owner};
    }
    page->owners = owners;
    page->owners_n = f->covered_n + 1;
}

static bool owner_choices(struct request *rq, const struct filter *f, struct caseload_page *page,
                          struct err *err) {
    if (rq->visitor.role != ROLE_TEAM_LEADER) {
        cover_choices(rq, f, page);
        return true;
    }
    struct q_youth_counsellors_rows rows;
    if (!q_youth_counsellors(rq->db, rq->arena, &rows, err)) return false;
    struct choice *owners = arena_array(rq->arena, rows.n + 1, sizeof *owners);
    owners[0] = (struct choice){"", msg_youth_caseload_choose(rq->lang), f->owner == INT_NONE};
    for (size_t i = 0; i < rows.n; i++)
        owners[i + 1] = (struct choice){arena_fmt(rq->arena, "%lld", (long long)rows.v[i].id),
                                        rows.v[i].name, rows.v[i].id == f->owner};
    page->owners = owners;
    page->owners_n = rows.n + 1;
    return true;
}

static const char *page_href(struct request *rq, const struct filter *f, int64_t number) {
    const char *owner =
        f->chosen ? arena_fmt(rq->arena, "&vejleder=%lld", (long long)f->owner) : "";
    return arena_fmt(rq->arena, "/unge?side=%lld&skole=%.12s&status=%.12s&alder=%.12s%s",
                     (long long)number, f->school, f->status, f->age, owner);
}

static void fill(struct request *rq, const struct filter *f, const struct caseload *rows,
                 struct caseload_page *page) {
    int32_t today = clock_today();
    struct caseload_row **kept = arena_array(rq->arena, rows->n + 1, sizeof *kept);
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++)
        if (in_filter(f, &rows->rows[i], today)) kept[n++] = &rows->rows[i];
    if (n) qsort(kept, n, sizeof *kept, by_name);
    page->pages = (int64_t)((n + LINES_PER_PAGE - 1) / LINES_PER_PAGE);
    page->page = f->page > page->pages && page->pages ? page->pages : f->page;
    size_t first = (size_t)(page->page - 1) * LINES_PER_PAGE;
    struct caseload_line *lines = arena_array(rq->arena, LINES_PER_PAGE, sizeof *lines);
    for (size_t i = first; i < n && i < first + LINES_PER_PAGE; i++) {
        const struct caseload_row *r = kept[i];
        lines[page->lines_n++] = (struct caseload_line){
            .href = arena_fmt(rq->arena, "/unge/%s", r->youth_id),
            .name = r->name,
            .where = r->school ? arena_fmt(rq->arena, "%s, %s", r->school, r->class_name) : NULL,
            .status = r->status ? r->status : msg_youth_caseload_unknown(rq->lang),
            .unknown = !r->status_key || strcmp(r->status_key, "unknown") == 0,
            .age = day_age(r->born, today),
            .guarded = r->guarded,
            .since = r->status_since,
            .last_contact = r->last_contact,
            .next_due = r->next_due,
            .plan_agreed = r->plan_agreed,
        };
    }
    page->lines = lines;
    page->said = n == rows->n ? msg_youth_caseload_count(rq->arena, rq->lang, (int64_t)n)
                              : msg_youth_caseload_count_of(rq->arena, rq->lang, (int64_t)n,
                                                            (int64_t)rows->n);
    if (page->page > 1) page->previous = page_href(rq, f, page->page - 1);
    if (page->page < page->pages) page->next = page_href(rq, f, page->page + 1);
}

void youth_caseload_get(struct request *rq) {
    struct filter f;
    struct caseload rows = {.arena = rq->arena};
    struct caseload_page page = {0};
    struct err err = {0};
    if (!filter_read(rq, &f, &err) || (f.owner != INT_NONE && !load(rq, f.owner, &rows, &err)) ||
        !school_choices(rq, &f, &page, &err) || !owner_choices(rq, &f, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    choices(rq, &f, &page);
    fill(rq, &f, &rows, &page);
    page.must_choose = f.owner == INT_NONE;
    page.title = f.whose ? msg_youth_caseload_of(rq->arena, rq->lang, f.whose)
                         : msg_youth_caseload_title(rq->lang);
    if (f.whose)
        page.said = arena_fmt(rq->arena, "%s %s", page.said,
                              msg_youth_caseload_cover_until(rq->arena, rq->lang, f.until));
    if (page.must_choose) page.said = msg_youth_caseload_choose_why(rq->lang);
    struct page shell = {.title = page.title, .section = "/unge", .wide = true};
    reply_page(rq, &shell, youth_caseload, &page);
}
