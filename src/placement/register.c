/* SPDX-License-Identifier: EUPL-1.2
 *
 * /praktik: the open placements of one's young people, and pupils of the 10th grade who are short of bridge
 * building. /praktik/virksomheder: the register of work places.
 */
#include "placement/views.h"

#include "base/clock.h"
#include "base/collate.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/placement.html.h"
#include "gen/placement.sql.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define LIST_MOST 500

/* ---- placements ---- */

static const char *amount(struct request *rq, double x) {
    return fmt_number(rq->arena, rq->lang, x, x == floor(x) ? 0 : 1);
}

static struct register_line line_of(struct request *rq, const struct q_placement_mine_row *r,
                                    int32_t today) {
    bool begun = r->started_day != DAY_NONE, practice = strcmp(r->kind, "practice") == 0;
    const char *from = fmt_day_short(rq->arena, rq->lang, r->from_day);
    const char *kind = msg_by_key(rq->lang, arena_fmt(rq->arena, "placement.kind.%s", r->kind));
    return (struct register_line){
        .href = arena_fmt(rq->arena, "/unge/%s/praktik", r->youth),
        .name = r->class_name ? arena_fmt(rq->arena, "%s, %s", r->name, r->class_name) : r->name,
        .what = kind,
        .where = practice ? r->employer_name : r->school,
        .when = r->to_day == DAY_NONE
                    ? msg_placement_from(rq->arena, rq->lang, from)
                    : msg_placement_period(rq->arena, rq->lang, from,
                                           fmt_day_short(rq->arena, rq->lang, r->to_day)),
        .state = begun                  ? msg_placement_state_running(rq->lang)
                 : r->from_day <= today ? msg_placement_state_begin(rq->lang)
                                        : msg_placement_state_agreed(rq->lang),
        .guarded = r->guarded,
        .late = begun ? r->to_day != DAY_NONE && r->to_day < today : r->from_day < today};
}

/* The team leader sees all, a counsellor their own. */
static bool lines_of(struct request *rq, int32_t today, struct register_page *page,
                     struct err *err) {
    struct q_placement_mine_rows mine = {0};
    struct q_placement_all_rows all = {0};
    struct q_placement_mine_in in = {rq->visitor.user_id, today, school_year_of(today)};
    bool leader = rq->visitor.role == ROLE_TEAM_LEADER;
    bool ok = leader ? q_placement_all(rq->db, rq->arena,
                                       (struct q_placement_all_in){today, LIST_MOST}, &all, err)
                     : q_placement_mine(rq->db, rq->arena, in, &mine, err);
    if (!ok) return false;
    struct register_line *lines = arena_array(rq->arena, mine.n + all.n + 1, sizeof *lines);
    for (size_t i = 0; i < mine.n; i++) lines[page->lines_n++] = line_of(rq, &mine.v[i], today);
    for (size_t i = 0; i < all.n; i++) {
        const struct q_placement_all_row *r = &all.v[i];
        struct q_placement_mine_row same = {r->id,     r->youth,         r->name,      r->guarded,
                                            r->kind,   r->employer_name, r->school,    r->from_day,
                                            r->to_day, r->started_day,   r->class_name};
        lines[page->lines_n++] = line_of(rq, &same, today);
    }
    page->lines = lines;
    return true;
}

/* Who is short of the hours that are to be done before the rule's day; from the rules of today. */
static bool tenths_of(struct request *rq, int32_t today, struct register_page *page,
                      struct err *err) {
    const struct rules *rules;
    struct q_placement_tenth_rows rows;
    if (!rules_now(rq->db, &rules, err)) return false;
    int64_t hours = rules_int(rules, RULE_PLACEMENT_BRIDGE_HOURS, "10", NULL, today);
    int64_t more = rules_int(rules, RULE_PLACEMENT_BRIDGE_HOURS, "10", "eud10", today);
    int32_t before = rules_day(rules, RULE_PLACEMENT_BRIDGE_DONE_BEFORE, "10", NULL, today);
    int year = school_year_of(today);
    if (hours == INT_NONE || before == DAY_NONE || rq->visitor.role != ROLE_COUNSELLOR) return true;
    struct q_placement_tenth_in in = {rq->visitor.user_id, today, year, school_year_first_day(year),
                                      before};
    if (!q_placement_tenth(rq->db, rq->arena, in, &rows, err)) return false;
    struct tenth_line *lines = arena_array(rq->arena, rows.n + 1, sizeof *lines);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_tenth_row *r = &rows.v[i];
        double must = (double)(r->eud10 && more != INT_NONE ? more : hours);
        if (r->done_hours >= must) continue;
        lines[page->tenths_n++] = (struct tenth_line){
            .href = arena_fmt(rq->arena, "/unge/%s/praktik", r->youth),
            .name = r->name,
            .where = arena_fmt(rq->arena, "%s, %s", r->school, r->class_name),
            .text = msg_placement_tenth_line(rq->arena, rq->lang, amount(rq, r->done_hours),
                                             amount(rq, must), amount(rq, r->planned_hours)),
            .guarded = r->guarded};
    }
    page->tenths = lines;
    if (rows.n)
        page->tenth_said = msg_placement_tenth_said(rq->arena, rq->lang, (int64_t)page->tenths_n,
                                                    (int64_t)rows.n, before);
    return true;
}

void placement_register_get(struct request *rq) {
    int32_t today = clock_today();
    struct register_page page = {0};
    struct err err = {0};
    if (!lines_of(rq, today, &page, &err) || !tenths_of(rq, today, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    page.said = msg_placement_register_said(rq->arena, rq->lang, (int64_t)page.lines_n);
    struct page shell = {
        .title = msg_placement_register(rq->lang), .section = "/praktik", .wide = true};
    reply_page(rq, &shell, placement_register_page, &page);
}

/* ---- work places ---- */

/* Every word typed begins a word of the name, the trade or the town. */
static bool matches(struct arena *a, const struct q_placement_employers_row *r,
                    const char *const *words, size_t n) {
    size_t all_n;
    const char *all = arena_fmt(a, "%s %s %s", r->name, r->trade, r->town ? r->town : "");
    const char **tokens = fold_tokens(a, all, &all_n);
    for (size_t w = 0; w < n; w++) {
        bool hit = false;
        for (size_t i = 0; i < all_n && !hit; i++)
            hit = strncmp(tokens[i], words[w], strlen(words[w])) == 0;
        if (!hit) return false;
    }
    return true;
}

void placement_employers_get(struct request *rq) {
    struct q_placement_employers_rows rows;
    struct err err = {0};
    int32_t today = clock_today();
    const char *typed = request_query(rq, "ord");
    if (!q_placement_employers(rq->db, rq->arena, (struct q_placement_employers_in){today}, &rows,
                               &err)) {
        reply_error(rq, &err);
        return;
    }
    size_t words_n;
    const char **words = fold_tokens(rq->arena, typed ? typed : "", &words_n);
    struct employer_line *lines = arena_array(rq->arena, rows.n + 1, sizeof *lines);
    struct employers_page page = {.words = typed ? typed : "", .lines = lines};
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_employers_row *r = &rows.v[i];
        if (!matches(rq->arena, r, words, words_n)) continue;
        lines[page.lines_n++] = (struct employer_line){
            .href = arena_fmt(rq->arena, "/praktik/virksomheder/%lld", (long long)r->id),
            .name = r->name,
            .trade = r->trade,
            .town = r->town,
            .contact = r->contact,
            .phone = r->phone ? fmt_phone(rq->arena, r->phone) : NULL,
            .now = r->now,
            .ever = r->ever,
            .places = r->places,
            .closed = r->closed_day != DAY_NONE && r->closed_day <= today};
    }
    page.said =
        msg_placement_employers_said(rq->arena, rq->lang, (int64_t)page.lines_n, (int64_t)rows.n);
    struct page shell = {
        .title = msg_placement_employers(rq->lang), .section = "/praktik", .wide = true};
    reply_page(rq, &shell, placement_employers_page, &page);
}

static void fact(struct placement_theirs *facts, size_t *n, const char *label, const char *text) {
    if (text) facts[(*n)++] = (struct placement_theirs){label, text};
}

static bool answers_said(struct request *rq, int64_t employer, struct employer_page *page,
                         struct err *err) {
    struct q_placement_employer_answers_rows rows;
    struct q_placement_employer_answers_in in = {employer};
    if (!q_placement_employer_answers(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_employer_answers_row *r = &rows.v[i];
        if (strcmp(r->party, "pupil") == 0)
            page->pupils_said =
                msg_placement_pupils_said(rq->arena, rq->lang, r->n, r->again, r->said);
        else
            page->employers_said =
                msg_placement_employers_again(rq->arena, rq->lang, r->n, r->again, r->said);
    }
    return true;
}

void placement_employer_get(struct request *rq) {
    int64_t id = strtoll(request_segment(rq, "virksomhed"), NULL, 10);
    struct q_placement_employer_rows rows;
    struct employer_page page = {0};
    struct err err = {0};
    if (!q_placement_employer(rq->db, rq->arena, (struct q_placement_employer_in){id}, &rows,
                              &err) ||
        !answers_said(rq, id, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!rows.n) {
        reply_status(rq, 404);
        return;
    }
    const struct q_placement_employer_row *r = &rows.v[0];
    struct placement_theirs *facts = arena_array(rq->arena, 8, sizeof *facts);
    enum lang lang = rq->lang;
    fact(facts, &page.facts_n, msg_placement_field_fag(lang), r->trade);
    fact(facts, &page.facts_n, msg_placement_field_by(lang), r->town);
    fact(facts, &page.facts_n, msg_placement_field_kontakt(lang), r->contact);
    fact(facts, &page.facts_n, msg_placement_field_telefon(lang),
         r->phone ? fmt_phone(rq->arena, r->phone) : NULL);
    fact(facts, &page.facts_n, msg_placement_field_email(lang), r->email);
    fact(facts, &page.facts_n, msg_placement_field_pladser(lang),
         r->places == INT_NONE ? NULL : fmt_int(rq->arena, lang, r->places));
    fact(facts, &page.facts_n, msg_placement_field_lukket(lang),
         r->closed_day == DAY_NONE ? NULL : fmt_day_long(rq->arena, lang, r->closed_day));
    page.facts = facts;
    page.name = r->name;
    page.edit = arena_fmt(rq->arena, "/praktik/virksomheder/%lld/ret", (long long)id);
    struct page shell = {.title = r->name, .section = "/praktik"};
    reply_page(rq, &shell, placement_employer_page, &page);
}

/* ---- the form of a work place: a new one, or a change that two may make at once ---- */

struct employer_form {
    const char *name, *trade, *town, *contact, *phone, *email;
    int64_t places, version;
    int32_t closed;
};
#define AT(member_) offsetof(struct employer_form, member_)
#define WORD(name_, member_, max_, required_)                                                      \
    {                                                                                              \
        .name = name_, .kind = FIELD_TEXT, .offset = AT(member_), .required = required_,           \
        .max = max_, .label = "placement.field." name_                                             \
    }
static const struct field fields[] = {
    WORD("navn", name, 120, true),
    WORD("fag", trade, 80, true),
    WORD("by", town, 60, false),
    WORD("kontakt", contact, 80, false),
    WORD("telefon", phone, 20, false),
    WORD("email", email, 120, false),
    {.name = "pladser",
     .kind = FIELD_INT,
     .offset = AT(places),
     .min = 1,
     .max = 200,
     .label = "placement.field.pladser"},
    {.name = "lukket", .kind = FIELD_DAY, .offset = AT(closed), .label = "placement.field.lukket"},
    {.name = "version",
     .kind = FIELD_INT,
     .offset = AT(version),
     .min = 1,
     .max = INT64_MAX,
     .label = "placement.employer"},
};
#undef AT
#define FIELDS_N (sizeof fields / sizeof *fields - 1) /* the version is hidden */

static int64_t employer_id(const struct request *rq) {
    bool is_new = strstr(rq->route->path, "{virksomhed}") == NULL;
    return is_new ? INT_NONE : strtoll(request_segment(rq, "virksomhed"), NULL, 10);
}

static void stored_of(struct request *rq, const struct q_placement_employer_row *r,
                      const char *ret_stored[FIELDS_N]) {
    const char *stored[] = {
        r->name,
        r->trade,
        r->town,
        r->contact,
        r->phone,
        r->email,
        r->places == INT_NONE ? NULL : arena_fmt(rq->arena, "%lld", (long long)r->places),
        r->closed_day == DAY_NONE ? NULL : fmt_day_table(rq->arena, rq->lang, r->closed_day)};
    memcpy(ret_stored, stored, sizeof stored);
}

/* `form` NULL: first time; `conflict`: somebody else saved meanwhile, and both texts are shown. */
static void form_show(struct request *rq, const struct form *form, bool conflict) {
    int64_t id = employer_id(rq);
    struct q_placement_employer_rows rows = {0};
    struct err err = {0};
    const char *stored[FIELDS_N] = {NULL};
    struct q_placement_employer_in in = {id};
    if (id != INT_NONE && !q_placement_employer(rq->db, rq->arena, in, &rows, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (id != INT_NONE && !rows.n) {
        reply_status(rq, 404);
        return;
    }
    if (rows.n) stored_of(rq, &rows.v[0], stored);
    struct placement_input *inputs = arena_array(rq->arena, FIELDS_N, sizeof *inputs);
    struct placement_theirs *theirs = arena_array(rq->arena, FIELDS_N, sizeof *theirs);
    struct placement_form_page page = {.title = rows.n ? rows.v[0].name
                                                       : msg_placement_employer_new(rq->lang),
                                       .lead = msg_placement_employer_lead(rq->lang),
                                       .button = msg_placement_employer_save(rq->lang),
                                       .action = rq->path,
                                       .back = "/praktik/virksomheder",
                                       .back_label = msg_placement_employers(rq->lang),
                                       .form = form,
                                       .inputs = inputs,
                                       .inputs_n = FIELDS_N,
                                       .version = rows.n ? rows.v[0].version : INT_NONE,
                                       .theirs = theirs};
    for (size_t i = 0; i < FIELDS_N; i++) {
        placement_input_make(rq, &fields[i], form, stored[i], &inputs[i]);
        if (conflict && stored[i])
            theirs[page.theirs_n++] = (struct placement_theirs){inputs[i].label, stored[i]};
    }
    if (conflict)
        page.conflict = msg_placement_conflict(rq->arena, rq->lang, rows.v[0].edited_name);
    if (form) rq->reply.status = conflict ? 409 : 422;
    struct page shell = {
        .title = page.title, .section = "/praktik", .has_errors = form && !form->ok};
    reply_page(rq, &shell, placement_form_page, &page);
}

void placement_employer_form_get(struct request *rq) { form_show(rq, NULL, false); }

struct employer_work {
    struct request *rq;
    const struct employer_form *v;
    int64_t id;
    bool conflict;
};

static const char *or_null(const char *text) { return text && *text ? text : NULL; }

static bool add_write(struct db *w, void *ctx, struct err *err) {
    struct employer_work *work = ctx;
    const struct employer_form *v = work->v;
    work->id = id_next();
    struct q_placement_employer_add_in in = {.id = work->id,
                                             .name = v->name,
                                             .sort_key = sort_key(work->rq->arena, v->name),
                                             .trade = v->trade,
                                             .town = or_null(v->town),
                                             .contact = or_null(v->contact),
                                             .phone = or_null(v->phone),
                                             .email = or_null(v->email),
                                             .places = v->places,
                                             .closed_day = v->closed,
                                             .author = work->rq->visitor.user_id,
                                             .at = clock_now()};
    return q_placement_employer_add(w, in, NULL, err);
}

static bool edit_write(struct db *w, void *ctx, struct err *err) {
    struct employer_work *work = ctx;
    const struct employer_form *v = work->v;
    int64_t changed = 0;
    struct q_placement_employer_edit_in in = {.id = work->id,
                                              .version = v->version,
                                              .name = v->name,
                                              .sort_key = sort_key(work->rq->arena, v->name),
                                              .trade = v->trade,
                                              .town = or_null(v->town),
                                              .contact = or_null(v->contact),
                                              .phone = or_null(v->phone),
                                              .email = or_null(v->email),
                                              .places = v->places,
                                              .closed_day = v->closed,
                                              .author = work->rq->visitor.user_id,
                                              .at = clock_now()};
    if (!q_placement_employer_edit(w, in, &changed, err)) return false;
    work->conflict = !changed;
    return changed ? true : err_set(err, ERR_CONFLICT, "somebody else changed it first");
}

void placement_employer_form_post(struct request *rq) {
    struct employer_form v = {.places = INT_NONE, .version = INT_NONE, .closed = DAY_NONE};
    struct form form;
    struct err err = {0};
    struct employer_work work = {.rq = rq, .v = &v, .id = employer_id(rq)};
    if (!form_read(rq, fields, FIELDS_N + 1, &form, &v)) {
        form_show(rq, &form, false);
        return;
    }
    bool is_new = work.id == INT_NONE;
    if (store_write(rq->store, is_new ? add_write : edit_write, &work, &err))
        reply_redirect_notice(
            rq, arena_fmt(rq->arena, "/praktik/virksomheder/%lld", (long long)work.id),
            msg_placement_employer_saved(rq->lang), NULL);
    else if (work.conflict)
        form_show(rq, &form, true);
    else
        reply_error(rq, &err);
}
