/* SPDX-License-Identifier: EUPL-1.2
 *
 * /indsatser: what is done about the goals, by whom, when next, how many took part and what came of it. A list
 * that is not kept says so: an initiative with no next date, or one that has passed, stands with a warning, and
 * on the worklist of its owner.
 */
#include "goal/edit.h"
#include "goal/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/goal.html.h"
#include "gen/goal.sql.h"
#include "gen/msg.h"
#include "indicator/indicator.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define BASE "/indsatser"

static const char *const holds[] = {"yes", "no", NULL};

struct initiative_values {
    const char *goal, *name, *name_en, *text, *text_en, *owner, *login, *counted, *holds, *why;
    int32_t next;
    int64_t version;
};
#define AT(member_) offsetof(struct initiative_values, member_)
#define COMMON                                                                                     \
    GOAL_TEXT("navn", name, true, 120), GOAL_TEXT("navn_en", name_en, true, 120),                  \
        GOAL_LONG("tekst", text, true), GOAL_LONG("tekst_en", text_en, true),                      \
        GOAL_TEXT("ejer", owner, true, 120), GOAL_TEXT("bruger", login, false, 60),                \
        GOAL_TEXT("taeller", counted, true, 60), GOAL_DAY("naeste", next, false),                  \
        GOAL_CHOICE("gaelder", holds, holds), GOAL_TEXT("hvorfor", why, true, 300),                \
        GOAL_VERSION(version)
static const struct field fields[] = {COMMON};
static const struct field new_fields[] = {GOAL_TEXT("maal", goal, true, 3), COMMON};
#undef AT
static const struct form_kind edit_kind = GOAL_FORM("indsats", fields);
static const struct form_kind new_kind = GOAL_FORM("ny", new_fields);

struct result_values {
    int32_t day;
    int64_t reached;
    const char *text, *count;
    int32_t next;
};
static const struct field result_fields[] = {
    {.name = "dag",
     .kind = FIELD_DAY,
     .offset = offsetof(struct result_values, day),
     .required = true,
     .label = "goal.field.dag"},
    {.name = "naaet",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct result_values, count),
     .max = 7,
     .label = "goal.field.naaet"},
    {.name = "resultat",
     .kind = FIELD_LONG,
     .offset = offsetof(struct result_values, text),
     .required = true,
     .max = 2000,
     .label = "goal.field.resultat"},
};
static const struct form_kind result_kind = GOAL_FORM("resultat", result_fields);

/* ---- lines ---- */

static bool is_late(const struct initiative *i) {
    return i->next == DAY_NONE || i->next < clock_today();
}

/* What the number counts: the name of its indicator, unless that is a number of so many per 100. */
static const char *counted_words(const struct reader *r, const char *key) {
    const char *counted = msg_by_key(r->lang, arena_fmt(r->arena, "indicator.%s.counted", key));
    return counted ? counted : msg_by_key(r->lang, arena_fmt(r->arena, "indicator.%s.name", key));
}

static bool reach_words(struct request *rq, const struct initiative *i, const char **ret,
                        struct err *err) {
    struct reader r = {rq->arena, rq->lang};
    struct reach reach = {.yes = INT_NONE};
    if (*i->reach && !goal_reach(rq->store, i->reach, &reach, err)) return false;
    const char *what = *i->reach ? counted_words(&r, i->reach) : NULL;
    if (what && reach.few) {
        *ret = msg_goal_reach_few(r.arena, r.lang, what);
    } else if (what && reach.yes != INT_NONE) {
        *ret = reach.of == INT_NONE ? msg_goal_reach_counted(r.arena, r.lang, what, reach.yes)
                                    : msg_goal_reach_share(r.arena, r.lang, what, reach.yes,
                                                           fmt_int(r.arena, r.lang, reach.of));
    } else {
        *ret = msg_goal_reach_unknown(r.lang);
        for (size_t k = 0; k < i->results_n; k++) {
            const struct initiative_result *x = &i->results[k];
            if (x->reached == INT_NONE) continue;
            *ret = msg_goal_reach_by_hand(r.arena, r.lang, x->reached, x->by,
                                          fmt_day_long(r.arena, r.lang, x->day));
            break;
        }
    }
    return true;
}

static bool line_of(struct request *rq, const struct initiative *i, struct initiative_line *ret,
                    struct err *err) {
    struct reader r = {rq->arena, rq->lang};
    const char *day = i->next == DAY_NONE ? "" : fmt_day_long(r.arena, r.lang, i->next);
    const char *next = i->next == DAY_NONE       ? msg_goal_next_none(r.lang)
                       : i->next < clock_today() ? msg_goal_next_over(r.arena, r.lang, day)
                                                 : day;
    *ret = (struct initiative_line){
        .name = i->name,
        .href = arena_fmt(r.arena, BASE "/%s", i->id),
        .text = i->text,
        .owner =
            i->account_name ? arena_fmt(r.arena, "%s (%s)", i->owner, i->account_name) : i->owner,
        .next = next,
        .next_css = is_late(i) ? "badge-warning" : NULL,
        .result = i->results_n ? i->results[0].result : NULL,
    };
    return reach_words(rq, i, &ret->reach, err);
}

static bool group_of(struct request *rq, const struct goals *goals, const struct goal *goal,
                     struct initiative_group *ret, struct err *err) {
    ret->heading = msg_goal_heading(rq->arena, rq->lang, goal->number, goal->name);
    ret->lines = arena_array(rq->arena, goals->initiatives_n + 1, sizeof *ret->lines);
    for (size_t i = 0; i < goals->initiatives_n; i++) {
        if (goals->initiatives[i].goal != goal->number) continue;
        if (!line_of(rq, &goals->initiatives[i], &ret->lines[ret->lines_n++], err)) return false;
    }
    return true;
}

void initiatives_get(struct request *rq) {
    struct goals goals;
    struct err err = {0};
    bool ok = goals_read(rq->db, rq->arena, rq->lang, &goals, &err);
    struct initiatives_page page = {.may_add = rq->visitor.role == ROLE_TEAM_LEADER};
    if (ok) page.groups = arena_array(rq->arena, goals.n + 1, sizeof *page.groups);
    for (size_t i = 0; ok && i < goals.n; i++)
        ok = group_of(rq, &goals, &goals.v[i], &page.groups[page.groups_n++], &err);
    if (!ok) {
        reply_error(rq, &err);
        return;
    }
    int64_t none = 0, over = 0;
    for (size_t i = 0; i < goals.initiatives_n; i++) {
        none += goals.initiatives[i].next == DAY_NONE;
        over += goals.initiatives[i].next != DAY_NONE && is_late(&goals.initiatives[i]);
    }
    page.said = none + over ? msg_goal_initiatives_late(rq->arena, rq->lang, none,
                                                        fmt_int(rq->arena, rq->lang, over))
                            : msg_goal_initiatives_kept(rq->lang);
    struct page shell = {.title = msg_goal_initiatives_title(rq->lang),
                         .section = "/team/kvalitet"};
    reply_page(rq, &shell, initiatives_page, &page);
}

/* ---- one ---- */

struct editing {
    struct request *rq;
    const char *id; /* NULL: a new one */
    bool known;
    struct q_goal_initiative_edit_row row;
};

static bool edit_read(struct db *db, struct editing *e, struct err *err) {
    struct q_goal_initiative_edit_rows rows;
    if (!e->id) return true;
    struct q_goal_initiative_edit_in in = {e->id};
    if (!q_goal_initiative_edit(db, e->rq->arena, in, &rows, err)) return false;
    e->known = rows.n > 0;
    if (rows.n) e->row = rows.v[0];
    return true;
}

static bool may_report(const struct editing *e) {
    return e->rq->visitor.role == ROLE_TEAM_LEADER || e->row.account == e->rq->visitor.user_id;
}

static struct form_page form_of(const struct editing *e, const struct form *form,
                                const char *theirs) {
    struct request *rq = e->rq;
    const struct q_goal_initiative_edit_row *r = &e->row;
    bool new = !e->id;
    const char *next =
        r->next_day == DAY_NONE || new ? "" : fmt_day_table(rq->arena, rq->lang, r->next_day);
    const char *counted = e->known && *r->reach ? r->reach : "none";
    const char *const values[] = {
        "",       r->name_da, r->name_en, r->text_da, r->text_en,
        r->owner, r->login,   counted,    next,       r->retired ? "no" : "yes",
        "",       NULL};
    size_t n = new ? sizeof new_fields / sizeof *new_fields : sizeof fields / sizeof *fields;
    const char **stored = arena_array(rq->arena, n, sizeof *stored);
    for (size_t i = 0; i < n; i++) stored[i] = values[i + !new] ? values[i + !new] : "";
    struct goal_showing showing = {
        .rq = rq,
        .kind = new ? &new_kind : &edit_kind,
        .form = form,
        .stored = stored,
        .version = e->known ? r->id : 0,
        .theirs = theirs,
        .action = arena_fmt(rq->arena, BASE "/%s", new ? "ny" : e->id),
        .back = BASE,
        .back_label = msg_goal_initiatives_title(rq->lang),
    };
    struct form_page page = goal_form_page(&showing);
    const struct input_choice *choices;
    size_t choices_n =
        goal_measures(rq, form ? form_typed(form, "taeller") : counted, false, &choices);
    goal_form_choices(rq->arena, &page, "taeller", choices, choices_n);
    return page;
}

static struct form_page report_of(const struct editing *e, const struct form *form) {
    struct request *rq = e->rq;
    const char *const stored[] = {fmt_day_table(rq->arena, rq->lang, clock_today()), "", ""};
    struct goal_showing showing = {
        .rq = rq,
        .kind = &result_kind,
        .form = form,
        .stored = stored,
        .action = arena_fmt(rq->arena, BASE "/%s/resultat", e->id),
        .back = BASE,
        .back_label = msg_goal_initiatives_title(rq->lang),
    };
    return goal_form_page(&showing);
}

static void results_of(struct request *rq, const struct initiative *i,
                       struct initiative_page *page) {
    page->results = arena_array(rq->arena, i->results_n + 1, sizeof *page->results);
    for (size_t k = 0; k < i->results_n; k++) {
        const struct initiative_result *x = &i->results[k];
        page->results[page->results_n++] = (struct result_line){
            .day = fmt_day_long(rq->arena, rq->lang, x->day),
            .reached = x->reached == INT_NONE ? NULL : fmt_int(rq->arena, rq->lang, x->reached),
            .result = x->result,
            .who = x->by,
        };
    }
}

struct shown {
    const struct form *form, *report; /* what was sent */
    const char *theirs;
};

static const struct initiative *find(const struct goals *goals, const char *id) {
    for (size_t i = 0; i < goals->initiatives_n; i++)
        if (strcmp(goals->initiatives[i].id, id) == 0) return &goals->initiatives[i];
    return NULL;
}

static void show(struct editing *e, const struct shown *s) {
    struct request *rq = e->rq;
    struct goals goals;
    struct err err = {0};
    struct initiative_line line;
    bool ok = edit_read(rq->db, e, &err) && goals_read(rq->db, rq->arena, rq->lang, &goals, &err);
    const struct initiative *i = ok ? find(&goals, e->id) : NULL;
    if (!ok || (i && !line_of(rq, i, &line, &err))) {
        reply_error(rq, &err);
        return;
    }
    if (!i) {
        reply_status(rq, 404);
        return;
    }
    const struct goal *goal = goal_find(&goals, i->goal);
    struct initiative_page page = {
        .line = &line,
        .goal = msg_goal_heading(rq->arena, rq->lang, goal->number, goal->name),
        .goal_href = arena_fmt(rq->arena, "/maal/%d", goal->number),
        .source = i->source,
    };
    struct form_page form, report;
    if (may_report(e)) {
        report = report_of(e, s->report);
        page.report = &report;
    }
    if (rq->visitor.role == ROLE_TEAM_LEADER) {
        form = form_of(e, s->form, s->theirs);
        page.form = &form;
    }
    results_of(rq, i, &page);
    const struct form *sent = s->form ? s->form : s->report;
    struct page shell = {
        .title = i->name, .section = "/team/kvalitet", .has_errors = sent && !sent->ok};
    reply_page(rq, &shell, initiative_page, &page);
}

void initiative_get(struct request *rq) {
    struct editing e = {.rq = rq, .id = request_segment(rq, "indsats")};
    show(&e, &(struct shown){0});
}

static void show_new(struct editing *e, const struct form *form) {
    struct request *rq = e->rq;
    struct goals goals;
    struct err err = {0};
    if (!goals_read(rq->db, rq->arena, rq->lang, &goals, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct form_page page = form_of(e, form, NULL);
    struct input_choice *list = arena_array(rq->arena, goals.n + 1, sizeof *list);
    for (size_t i = 0; i < goals.n; i++) {
        const char *number = arena_fmt(rq->arena, "%d", goals.v[i].number);
        bool chosen = form && strcmp(form_typed(form, "maal"), number) == 0;
        list[i] = (struct input_choice){
            number, msg_goal_heading(rq->arena, rq->lang, goals.v[i].number, goals.v[i].name), "",
            chosen};
    }
    goal_form_choices(rq->arena, &page, "maal", list, goals.n);
    struct page shell = {
        .title = page.title, .section = "/team/kvalitet", .has_errors = form && !form->ok};
    reply_page(rq, &shell, goal_form, &page);
}

void initiative_new_get(struct request *rq) {
    struct editing e = {.rq = rq};
    show_new(&e, NULL);
}

/* ---- saving ---- */

struct save {
    struct editing *e;
    const struct initiative_values *v;
    int64_t account;
    const char *theirs;
};

static bool save_write(struct db *w, void *ctx, struct err *err) {
    struct save *s = ctx;
    const struct initiative_values *v = s->v;
    struct request *rq = s->e->rq;
    if (!edit_read(w, s->e, err)) return false;
    const struct q_goal_initiative_edit_row *r = &s->e->row;
    if (s->e->known && r->id != v->version) {
        s->theirs = r->author_name ? r->author_name : "";
        return true;
    }
    struct q_goal_initiative_add_in in = {
        .id = id_next(),
        .initiative = s->e->known ? s->e->id : id_new(rq->arena),
        .goal = s->e->known ? r->goal : strtol(v->goal, NULL, 10),
        .place = s->e->known ? r->place : 1000,
        .name_da = v->name,
        .name_en = v->name_en,
        .text_da = v->text,
        .text_en = v->text_en,
        .owner = v->owner,
        .account = s->account,
        .reach = strcmp(v->counted, "none") == 0 ? "" : v->counted,
        .next_day = v->next,
        .retired = strcmp(v->holds, "no") == 0,
        .source = s->e->known ? r->source : "",
        .why = v->why,
        .author = rq->visitor.user_id,
        .at = clock_now(),
    };
    return q_goal_initiative_add(w, in, NULL, err);
}

static bool check(struct request *rq, const struct editing *e, const struct initiative_values *v,
                  struct form *form, struct err *err) {
    if (v->next != DAY_NONE && v->next < clock_today())
        form_fail(form, "naeste", msg_goal_error_past(rq->lang));
    if (v->counted && strcmp(v->counted, "none") != 0 && !indicator_find(v->counted))
        form_fail(form, "taeller", msg_goal_error_measure(rq->lang));
    goal_owner_check(rq, form, "ejer", v->owner);
    if (e->id || !v->goal) return true;
    struct goals goals;
    if (!goals_read(rq->db, rq->arena, rq->lang, &goals, err)) return false;
    if (!goal_find(&goals, goal_number_of(v->goal)))
        form_fail(form, "maal", msg_goal_error_goal(rq->lang));
    return true;
}

static void save(struct request *rq, struct editing *e) {
    struct initiative_values v = {.next = DAY_NONE};
    struct form form;
    struct err err = {0};
    struct save s = {.e = e, .v = &v};
    const struct form_kind *kind = e->id ? &edit_kind : &new_kind;
    form_read(rq, kind->fields, kind->n, &form, &v);
    bool ok = check(rq, e, &v, &form, &err) &&
              goal_account(rq, &form, "bruger", v.login, &s.account, &err) &&
              (!form.ok || store_write(rq->store, save_write, &s, &err));
    if (!ok) {
        reply_error(rq, &err);
    } else if (!form.ok || s.theirs) {
        if (e->id)
            show(e, &(struct shown){.form = &form, .theirs = s.theirs});
        else
            show_new(e, &form);
    } else {
        reply_redirect_notice(rq, BASE, msg_goal_initiative_saved(rq->lang), NULL);
    }
}

void initiative_new_post(struct request *rq) {
    struct editing e = {.rq = rq};
    save(rq, &e);
}

static bool known_or_reply(struct editing *e) {
    struct err err = {0};
    bool ok = edit_read(e->rq->db, e, &err);
    if (!ok)
        reply_error(e->rq, &err);
    else if (!e->known)
        reply_status(e->rq, 404);
    return ok && e->known;
}

void initiative_post(struct request *rq) {
    struct editing e = {.rq = rq, .id = request_segment(rq, "indsats")};
    if (known_or_reply(&e)) save(rq, &e);
}

/* ---- what came of it ---- */

static bool result_write(struct db *w, void *ctx, struct err *err) {
    return q_goal_result_add(w, *(const struct q_goal_result_add_in *)ctx, NULL, err);
}

void initiative_result_post(struct request *rq) {
    struct editing e = {.rq = rq, .id = request_segment(rq, "indsats")};
    if (!known_or_reply(&e)) return;
    if (!may_report(&e)) {
        reply_status(rq, 403);
        return;
    }
    struct result_values v = {.day = DAY_NONE};
    struct form form;
    struct err err = {0};
    form_read(rq, result_fields, sizeof result_fields / sizeof *result_fields, &form, &v);
    if (v.day != DAY_NONE && v.day > clock_today())
        form_fail(&form, "dag", msg_goal_error_future(rq->lang));
    bool counted = v.count && *v.count;
    if (counted && v.count[strspn(v.count, "0123456789")])
        form_fail(&form, "naaet", msg_goal_error_count(rq->lang));
    if (!form.ok) {
        show(&e, &(struct shown){.report = &form});
        return;
    }
    struct q_goal_result_add_in in = {.id = id_next(),
                                      .initiative = e.id,
                                      .day = v.day,
                                      .reached = counted ? strtol(v.count, NULL, 10) : INT_NONE,
                                      .result = v.text,
                                      .author = rq->visitor.user_id,
                                      .at = clock_now()};
    const char *here = arena_fmt(rq->arena, BASE "/%s", e.id);
    if (!store_write(rq->store, result_write, &in, &err))
        reply_error(rq, &err);
    else
        reply_redirect_notice(
            rq, here, msg_goal_result_saved(rq->lang),
            arena_fmt(rq->arena, "%s/resultat/%lld/fortryd", here, (long long)in.id));
}

struct undo {
    struct q_goal_result_withdraw_in in;
    int64_t changed;
};

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct undo *undo = ctx;
    return q_goal_result_withdraw(w, undo->in, &undo->changed, err);
}

void initiative_result_undo_post(struct request *rq) {
    int64_t now = clock_now();
    struct undo undo = {.in = {strtoll(request_segment(rq, "raekke"), NULL, 10),
                               rq->visitor.user_id, now - GOAL_UNDO_US, now}};
    struct err err = {0};
    if (!store_write(rq->store, undo_write, &undo, &err))
        reply_error(rq, &err);
    else if (!undo.changed)
        reply_status(rq, 404);
    else
        reply_redirect_notice(rq, arena_fmt(rq->arena, BASE "/%s", request_segment(rq, "indsats")),
                              msg_goal_result_undone(rq->lang), NULL);
}
