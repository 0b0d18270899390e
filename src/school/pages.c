/* SPDX-License-Identifier: EUPL-1.2
 *
 * Schools and their fixed counsellors ("faste og kendte vejledere"): for all staff to read, for the
 * team leader to decide. No young person is shown here.
 */
#include "school/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/school.html.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define OTHERS_MOST 200

/* Schools of the municipality that are not in the list yet, for the team leader to choose from. */
static bool find_others(struct request *rq, struct schools_page *page, struct err *err) {
    struct q_school_by_municipality_rows rows;
    struct q_school_by_municipality_in in = {house_get()->municipality, OTHERS_MOST};
    if (!q_school_by_municipality(rq->db, rq->arena, in, &rows, err)) return false;
    struct q_school_by_municipality_row *others =
        arena_array(rq->arena, rows.n + 1, sizeof *others);
    for (size_t i = 0; i < rows.n; i++) {
        bool listed = false;
        for (size_t j = 0; j < page->schools_n && !listed; j++)
            listed = !strcmp(rows.v[i].number, page->schools[j].number);
        if (!listed) others[page->others_n++] = rows.v[i];
    }
    page->others = others;
    return true;
}

void schools_get(struct request *rq) {
    int32_t today = clock_today();
    struct q_school_list_rows rows;
    struct err err = {0};
    struct schools_page page = {.may_fix = rq->visitor.role == ROLE_TEAM_LEADER};
    struct q_school_list_in in = {school_year_of(today), today};
    bool ok = q_school_list(rq->db, rq->arena, in, &rows, &err);
    if (ok) {
        page.schools = rows.v;
        page.schools_n = rows.n;
    }
    if (!ok || (page.may_fix && !find_others(rq, &page, &err))) {
        reply_error(rq, &err);
        return;
    }
    struct page shell = {.title = msg_school_list_title(rq->lang), .section = "/skoler"};
    reply_page(rq, &shell, schools_page, &page);
}

/* ---- one school ---- */

struct fix_form {
    const char *account, *cover_for; /* ids of accounts */
    int32_t from, to;
};
static const struct field fix_fields[] = {
    {.name = "vejleder",
     .kind = FIELD_ID,
     .offset = offsetof(struct fix_form, account),
     .required = true,
     .label = "school.fix.account"},
    {.name = "fra",
     .kind = FIELD_DAY,
     .offset = offsetof(struct fix_form, from),
     .required = true,
     .label = "school.fix.from"},
    {.name = "til",
     .kind = FIELD_DAY,
     .offset = offsetof(struct fix_form, to),
     .label = "school.fix.to"},
    {.name = "afloeser",
     .kind = FIELD_ID,
     .offset = offsetof(struct fix_form, cover_for),
     .label = "school.fix.cover"},
};
#define FIX_FIELDS_N (sizeof fix_fields / sizeof *fix_fields)

static bool list_accounts(struct request *rq, struct school_page *page, struct err *err) {
    struct q_school_counsellor_accounts_rows rows;
    if (!q_school_counsellor_accounts(rq->db, rq->arena, &rows, err)) return false;
    struct school_choice *accounts = arena_array(rq->arena, rows.n + 1, sizeof *accounts);
    struct school_choice *covered = arena_array(rq->arena, rows.n + 1, sizeof *covered);
    const char *typed = page->form ? form_typed(page->form, "vejleder") : "";
    const char *typed_cover = page->form ? form_typed(page->form, "afloeser") : "";
    for (size_t i = 0; i < rows.n; i++) {
        const char *id = arena_fmt(rq->arena, "%lld", (long long)rows.v[i].id);
        accounts[i] = (struct school_choice){rows.v[i].id, rows.v[i].name, !strcmp(id, typed)};
        covered[i] = (struct school_choice){rows.v[i].id, rows.v[i].name, !strcmp(id, typed_cover)};
    }
    page->accounts = accounts;
    page->covered = covered;
    page->accounts_n = page->covered_n = rows.n;
    return true;
}

/* Everybody sees which classes there are; only those who may open them get links and numbers. */
static bool list_classes(struct request *rq, const char *number, struct school_page *page,
                         struct err *err) {
    struct class_line *lines;
    size_t n;
    bool own = rq->visitor.role & ROLE_GUIDANCE ||
               (rq->visitor.role == ROLE_SCHOOL && rq->visitor.institution &&
                !strcmp(rq->visitor.institution, number));
    if (!own) return true;
    if (!school_classes(rq->db, rq->arena, INT_NONE, number, clock_today(), &lines, &n, err))
        return false;
    struct school_group *group = arena_alloc(rq->arena, sizeof *group);
    *group = (struct school_group){number, n ? lines[0].school : "", lines, n};
    if (n) page->group = group;
    return true;
}

static void fill_form(struct request *rq, struct school_page *page) {
    int32_t today = clock_today();
    page->today = fmt_day_table(rq->arena, rq->lang, today);
    page->from = page->form ? form_typed(page->form, "fra") : page->today;
    page->to = page->form ? form_typed(page->form, "til") : "";
    if (!page->form) return;
    page->account_error = form_error(page->form, "vejleder");
    page->from_error = form_error(page->form, "fra");
    page->to_error = form_error(page->form, "til");
    page->cover_error = form_error(page->form, "afloeser");
}

static void show_school(struct request *rq, const struct form *form) {
    const char *number = request_segment(rq, "school");
    int32_t today = clock_today();
    struct q_school_facts_rows facts;
    struct q_school_counsellors_rows counsellors;
    struct err err = {0};
    struct school_page page = {
        .form = form,
        .may_fix = rq->visitor.role == ROLE_TEAM_LEADER,
        .school_year = school_year_text(rq->arena, school_year_of(today)),
    };
    if (!q_school_facts(rq->db, rq->arena, (struct q_school_facts_in){number}, &facts, &err) ||
        !q_school_counsellors(rq->db, rq->arena, (struct q_school_counsellors_in){number, today},
                              &counsellors, &err) ||
        !list_classes(rq, number, &page, &err) ||
        (page.may_fix && !list_accounts(rq, &page, &err))) {
        reply_error(rq, &err);
        return;
    }
    if (!facts.n) {
        reply_status(rq, 404);
        return;
    }
    page.facts = &facts.v[0];
    page.counsellors = counsellors.v;
    page.counsellors_n = counsellors.n;
    fill_form(rq, &page);
    if (form) rq->reply.status = 422;
    struct page shell = {
        .title = page.facts->name, .section = "/skoler", .has_errors = form != NULL};
    reply_page(rq, &shell, school_page, &page);
}

void school_get(struct request *rq) { show_school(rq, NULL); }

/* ---- fixing a counsellor ---- */

static bool is_counsellor(struct request *rq, int64_t account, bool *ret_is, struct err *err) {
    struct q_school_counsellor_account_rows rows;
    struct q_school_counsellor_account_in in = {account};
    if (!q_school_counsellor_account(rq->db, rq->arena, in, &rows, err)) return false;
    *ret_is = rows.n > 0;
    return true;
}

/* The rules between the fields. */
static bool check_fix(struct request *rq, const struct q_school_fix_in *values, struct form *form,
                      struct err *err) {
    bool known = false, exists = false;
    struct q_school_fix_overlap_rows overlap;
    if (!form->ok) return true;
    if (values->to_day != DAY_NONE && values->to_day < values->from_day)
        form_fail(form, "til", msg_school_fix_to_before(rq->lang));
    if (values->cover_for == values->account)
        form_fail(form, "afloeser", msg_school_fix_cover_self(rq->lang));
    if (!school_exists(rq->db, values->institution, &exists, err) ||
        !is_counsellor(rq, values->account, &known, err))
        return false;
    if (!known || !exists) form_fail(form, "vejleder", msg_school_fix_unknown(rq->lang));
    if (values->cover_for != INT_NONE) {
        if (!is_counsellor(rq, values->cover_for, &known, err)) return false;
        if (!known) form_fail(form, "afloeser", msg_school_fix_unknown(rq->lang));
    }
    struct q_school_fix_overlap_in in = {values->account, values->institution, values->from_day,
                                         values->to_day};
    if (!q_school_fix_overlap(rq->db, rq->arena, in, &overlap, err)) return false;
    if (overlap.n) form_fail(form, "vejleder", msg_school_fix_overlap(rq->lang));
    return true;
}

static bool write_fix(struct db *w, void *ctx, struct err *err) {
    return q_school_fix(w, *(const struct q_school_fix_in *)ctx, NULL, err);
}

static const char *school_path(struct request *rq) {
    return arena_fmt(rq->arena, "/skoler/%s", request_segment(rq, "school"));
}

static int64_t id_of(const char *text) { return text ? strtoll(text, NULL, 10) : INT_NONE; }

void school_fix_post(struct request *rq) {
    struct fix_form values = {NULL, NULL, DAY_NONE, DAY_NONE};
    struct form form;
    struct err err = {0};
    form_read(rq, fix_fields, FIX_FIELDS_N, &form, &values);
    struct q_school_fix_in in = {
        id_next(), id_of(values.account),  request_segment(rq, "school"), values.from,
        values.to, id_of(values.cover_for)};
    if (!check_fix(rq, &in, &form, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!form.ok)
        show_school(rq, &form);
    else if (!store_write(rq->store, write_fix, &in, &err))
        reply_error(rq, &err);
    else
        reply_redirect_notice(rq, school_path(rq), msg_school_fix_done(rq->lang), NULL);
}

struct unfix_work {
    struct q_school_unfix_in in;
    int64_t changed;
};

static bool write_unfix(struct db *w, void *ctx, struct err *err) {
    struct unfix_work *work = ctx;
    return q_school_unfix(w, work->in, &work->changed, err);
}

struct unfix_form {
    int32_t to;
};
static const struct field unfix_fields[] = {
    {.name = "slut",
     .kind = FIELD_DAY,
     .offset = offsetof(struct unfix_form, to),
     .required = true,
     .label = "school.fix.last_day"},
};

void school_unfix_post(struct request *rq) {
    struct unfix_form values = {DAY_NONE};
    struct form form;
    struct err err = {0};
    if (!form_read(rq, unfix_fields, 1, &form, &values)) {
        reply_redirect_notice(rq, school_path(rq), form_error(&form, "slut"), NULL);
        return;
    }
    struct unfix_work work = {
        {strtoll(request_segment(rq, "fix"), NULL, 10), request_segment(rq, "school"), values.to},
        0};
    if (!store_write(rq->store, write_unfix, &work, &err))
        reply_error(rq, &err);
    else
        reply_redirect_notice(rq, school_path(rq),
                              work.changed ? msg_school_fix_ended(rq->lang)
                                           : msg_school_fix_not_ended(rq->lang),
                              NULL);
}
