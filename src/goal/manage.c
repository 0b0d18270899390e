/* SPDX-License-Identifier: EUPL-1.2
 *
 * /team/kvalitet/maal: the team leader adds, changes and retires goals, and sets sub-targets. Each change is one
 * more version, in force from a day that has not passed: what was in force before stays as it was.
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

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define BASE GOAL_MANAGE

static const char *const ways[] = {"more", "less", NULL};
static const char *const holds[] = {"yes", "no", NULL};

struct goal_values {
    const char *name, *name_en, *text, *text_en, *owner, *login, *horizon, *horizon_en, *basis,
        *basis_en, *way, *measure, *source, *holds, *why;
    int32_t from;
    int64_t version;
};
#define AT(member_) offsetof(struct goal_values, member_)
static const struct field fields[] = {
    GOAL_TEXT("navn", name, true, 120),
    GOAL_TEXT("navn_en", name_en, true, 120),
    GOAL_LONG("tekst", text, true),
    GOAL_LONG("tekst_en", text_en, true),
    GOAL_TEXT("ejer", owner, true, 120),
    GOAL_TEXT("bruger", login, false, 60),
    GOAL_TEXT("horisont", horizon, false, 200),
    GOAL_TEXT("horisont_en", horizon_en, false, 200),
    GOAL_LONG("grundlag", basis, false),
    GOAL_LONG("grundlag_en", basis_en, false),
    GOAL_TEXT("maalt", measure, true, 60),
    GOAL_CHOICE("retning", way, ways),
    GOAL_TEXT("kilde", source, true, 200),
    GOAL_CHOICE("gaelder", holds, holds),
    GOAL_DAY("fra", from, true),
    GOAL_TEXT("hvorfor", why, true, 300),
    GOAL_VERSION(version),
};
#undef AT
static const struct form_kind goal_kind = GOAL_FORM("maal", fields);
static const struct form_kind new_kind = GOAL_FORM("nyt", fields);
#define FIELDS_N (sizeof fields / sizeof *fields)

struct target_values {
    const char *year, *source, *why;
    double value;
    int64_t version;
};
#define AT(member_) offsetof(struct target_values, member_)
static const struct field target_fields[] = {
    GOAL_TEXT("aar", year, true, 4),
    {.name = "vaerdi",
     .kind = FIELD_NUMBER,
     .offset = AT(value),
     .min = -1000000,
     .max = 1000000,
     .label = "goal.field.vaerdi"},
    GOAL_TEXT("delmaal_kilde", source, true, 200),
    GOAL_TEXT("delmaal_hvorfor", why, true, 300),
    GOAL_VERSION(version),
};
#undef AT
static const struct form_kind target_kind = GOAL_FORM("delmaal", target_fields);

/* ---- one goal ---- */

struct editing {
    struct request *rq;
    int number; /* 0: a new one */
    bool known; /* there is such a goal */
    struct q_goal_edit_row row;
};

static bool edit_read(struct db *db, struct editing *e, struct err *err) {
    struct q_goal_edit_rows rows;
    if (!e->number) return true;
    if (!q_goal_edit(db, e->rq->arena, (struct q_goal_edit_in){e->number}, &rows, err))
        return false;
    e->known = rows.n > 0;
    if (rows.n) e->row = rows.v[0];
    return true;
}

static const char *measure_choice(const struct editing *e) {
    if (!e->known || !*e->row.measure) return "none";
    size_t own = strlen(GOAL_OWN);
    return strncmp(e->row.measure, GOAL_OWN, own) == 0 ? e->row.measure + own : "keep";
}

/* In the order of the fields. */
static const char *const *stored_of(const struct editing *e) {
    struct request *rq = e->rq;
    const struct q_goal_edit_row *r = &e->row;
    int32_t today = clock_today();
    const char *from = fmt_day_table(rq->arena, rq->lang, today);
    if (e->known && r->from_day != DAY_NONE && r->from_day > today)
        from = fmt_day_table(rq->arena, rq->lang, r->from_day);
    const char *const values[] = {r->name_da,
                                  r->name_en,
                                  r->text_da,
                                  r->text_en,
                                  r->owner,
                                  r->login,
                                  r->horizon_da,
                                  r->horizon_en,
                                  r->basis_da,
                                  r->basis_en,
                                  measure_choice(e),
                                  e->known && r->direction < 0 ? "less" : "more",
                                  r->source,
                                  r->retired ? "no" : "yes",
                                  from,
                                  "",
                                  NULL};
    const char **stored = arena_array(rq->arena, FIELDS_N, sizeof *stored);
    for (size_t i = 0; i < FIELDS_N; i++) stored[i] = values[i] ? values[i] : "";
    return stored;
}

static struct form_page form_of(const struct editing *e, const struct form *form,
                                const char *theirs) {
    struct request *rq = e->rq;
    struct goal_showing showing = {
        .rq = rq,
        .kind = e->number ? &goal_kind : &new_kind,
        .form = form,
        .stored = stored_of(e),
        .version = e->known ? e->row.id : 0,
        .theirs = theirs,
        .action = e->number ? arena_fmt(rq->arena, BASE "/%d", e->number) : BASE "/nyt",
        .back = BASE,
        .back_label = msg_goal_manage_title(rq->lang),
    };
    struct form_page page = goal_form_page(&showing);
    const struct input_choice *choices;
    const char *chosen = form ? form_typed(form, "maalt") : measure_choice(e);
    bool keep = e->known && strcmp(measure_choice(e), "keep") == 0;
    size_t n = goal_measures(rq, chosen, keep, &choices);
    goal_form_choices(rq->arena, &page, "maalt", choices, n);
    return page;
}

static struct form_page target_form_of(const struct editing *e, const struct form *form,
                                       int64_t version, const char *theirs) {
    struct request *rq = e->rq;
    static const char *const empty[5] = {"", "", "", "", ""};
    struct goal_showing showing = {
        .rq = rq,
        .kind = &target_kind,
        .form = form,
        .stored = empty,
        .version = version,
        .theirs = theirs,
        .action = arena_fmt(rq->arena, BASE "/%d/delmaal", e->number),
        .back = arena_fmt(rq->arena, BASE "/%d", e->number),
        .back_label = msg_goal_manage_title(rq->lang),
    };
    return goal_form_page(&showing);
}

/* Everything that was ever set for the goal, with who and why; the newest version of it is the form's. */
struct target_rows {
    struct q_goal_targets_rows rows;
    int64_t newest;
};

static bool targets_of(struct db *db, struct arena *a, int number, struct target_rows *ret,
                       struct err *err) {
    struct q_goal_targets_in in = {INT64_MAX - 1};
    ret->newest = 0;
    if (!q_goal_targets(db, a, in, &ret->rows, err)) return false;
    size_t n = 0;
    for (size_t i = 0; i < ret->rows.n; i++) {
        if (ret->rows.v[i].goal != number) continue;
        if (ret->rows.v[i].at >= ret->newest) ret->newest = ret->rows.v[i].at;
        ret->rows.v[n++] = ret->rows.v[i];
    }
    ret->rows.n = n;
    return true;
}

static const char *who_when(struct reader r, const char *by, int64_t at) {
    if (!by) return msg_goal_history_program(r.lang);
    return msg_goal_history_by(r.arena, r.lang, by,
                               fmt_day_long(r.arena, r.lang, clock_day_of(at)));
}

static void history_of(struct reader r, const struct goal_versions *versions, int number,
                       struct edit_page *page) {
    page->history = arena_array(r.arena, versions->n + 1, sizeof *page->history);
    for (size_t i = versions->n; i-- > 0;) {
        const struct goal *g = &versions->v[i];
        if (g->number != number) continue;
        page->history[page->history_n++] = (struct history_line){
            .what = g->retired ? msg_goal_history_retired(r.arena, r.lang, g->name) : g->name,
            .from = g->from == DAY_NONE ? msg_goal_history_always(r.lang)
                                        : fmt_day_long(r.arena, r.lang, g->from),
            .who = who_when(r, g->by, g->at),
            .why = g->by ? g->why : g->source,
        };
    }
}

static void target_lines(struct reader r, const struct q_goal_targets_rows *rows,
                         struct edit_page *page) {
    page->targets = arena_array(r.arena, rows->n + 1, sizeof *page->targets);
    for (size_t i = 0; i < rows->n; i++) {
        const struct q_goal_targets_row *t = &rows->v[i];
        page->targets[page->targets_n++] = (struct history_line){
            .what = *t->period ? t->period : msg_goal_period_always(r.lang),
            .from = fmt_number(r.arena, r.lang, t->value, t->value == round(t->value) ? 0 : 1),
            .who = who_when(r, t->author_name, t->at),
            .why = t->author_name ? arena_fmt(r.arena, "%s (%s)", t->why, t->source) : t->source,
            .over = t->replaced_at != INT_NONE,
        };
    }
}

struct shown {
    const struct form *form, *target_form; /* what was sent */
    const char *theirs, *target_theirs;
};

static void show(struct editing *e, const struct shown *s) {
    struct request *rq = e->rq;
    struct reader r = {rq->arena, rq->lang};
    struct err err = {0};
    struct goal_versions versions;
    struct target_rows targets;
    bool ok = edit_read(rq->db, e, &err) &&
              goal_versions_read(rq->db, rq->arena, rq->lang, clock_now(), &versions, &err) &&
              targets_of(rq->db, rq->arena, e->number, &targets, &err);
    if (!ok || !e->known) {
        if (ok)
            reply_status(rq, 404);
        else
            reply_error(rq, &err);
        return;
    }
    struct form_page form = form_of(e, s->form, s->theirs);
    struct form_page target = target_form_of(e, s->target_form, targets.newest, s->target_theirs);
    struct edit_page page = {.form = &form,
                             .target = &target,
                             .back = BASE,
                             .public_href = arena_fmt(rq->arena, "/maal/%d", e->number),
                             .title = msg_goal_short(rq->arena, rq->lang, e->number)};
    history_of(r, &versions, e->number, &page);
    target_lines(r, &targets.rows, &page);
    const struct form *sent = s->form ? s->form : s->target_form;
    struct page shell = {.title = page.title,
                         .section = "/team/kvalitet",
                         .has_errors = sent && !sent->ok,
                         .wide = false};
    reply_page(rq, &shell, goal_edit, &page);
}

static struct editing editing_of(struct request *rq) {
    const char *n = request_segment(rq, "n");
    return (struct editing){.rq = rq, .number = goal_number_of(n) ? goal_number_of(n) : -1};
}

void goal_edit_get(struct request *rq) {
    struct editing e = editing_of(rq);
    show(&e, &(struct shown){0});
}

static void show_new(struct editing *e, const struct form *form) {
    struct form_page form_page = form_of(e, form, NULL);
    struct edit_page page = {.form = &form_page, .back = BASE, .title = form_page.title};
    struct page shell = {
        .title = page.title, .section = "/team/kvalitet", .has_errors = form && !form->ok};
    reply_page(e->rq, &shell, goal_edit, &page);
}

void goal_new_get(struct request *rq) {
    struct editing e = {.rq = rq};
    show_new(&e, NULL);
}

/* ---- saving ---- */

struct save {
    struct editing *e;
    const struct goal_values *v;
    int64_t account, author;
    const char *theirs; /* somebody else saved since the form was made: nothing was written */
};

static const char *text(const char *typed) { return typed ? typed : ""; }

/* What is measured, and what follows from it: a measure that is kept keeps its way of counting. */
static void put_measure(struct arena *a, const struct save *s, struct q_goal_version_add_in *in) {
    const struct q_goal_edit_row *r = &s->e->row;
    bool keep = strcmp(s->v->measure, "keep") == 0, none = strcmp(s->v->measure, "none") == 0;
    const char *series = arena_fmt(a, "goal_%lld_target", (long long)in->number);
    in->series = s->e->known ? r->series : series;
    in->measure = keep && s->e->known ? r->measure
                  : none              ? ""
                                      : arena_fmt(a, "%s%s", GOAL_OWN, s->v->measure);
    in->definition = keep && s->e->known ? r->definition : "";
    const struct indicator *indicator = indicator_find(s->v->measure);
    bool per_100 = indicator && indicator->unit == UNIT_PER_100;
    in->unit = keep && s->e->known ? r->unit : per_100 ? "per-100" : "percent";
    in->indicators = s->e->known ? r->indicators : "";
    const char *own = keep || none ? "" : s->v->measure;
    if (*own && !strstr(arena_fmt(a, " %s ", in->indicators), arena_fmt(a, " %s ", own)))
        in->indicators = arena_fmt(a, "%s%s%s", in->indicators, *in->indicators ? " " : "", own);
}

static bool save_write(struct db *w, void *ctx, struct err *err) {
    struct save *s = ctx;
    const struct goal_values *v = s->v;
    struct arena *a = s->e->rq->arena;
    struct q_goal_next_number_rows next;
    if (!edit_read(w, s->e, err) || !q_goal_next_number(w, a, &next, err)) return false;
    if (s->e->known && s->e->row.id != v->version) {
        s->theirs = s->e->row.author_name ? s->e->row.author_name : "";
        return true;
    }
    struct q_goal_version_add_in in = {
        .id = id_next(),
        .number = s->e->number ? s->e->number : next.v[0].number,
        .name_da = v->name,
        .name_en = v->name_en,
        .text_da = v->text,
        .text_en = v->text_en,
        .owner = v->owner,
        .account = s->account,
        .horizon_da = text(v->horizon),
        .horizon_en = text(v->horizon_en),
        .basis_da = text(v->basis),
        .basis_en = text(v->basis_en),
        .direction = strcmp(v->way, "less") == 0 ? -1 : 1,
        .source = v->source,
        .from_day = v->from,
        .retired = strcmp(v->holds, "no") == 0,
        .why = v->why,
        .author = s->author,
        .at = clock_now(),
        .changes = s->e->known ? s->e->row.id : INT_NONE,
    };
    put_measure(a, s, &in);
    return q_goal_version_add(w, in, NULL, err);
}

static void check(struct request *rq, const struct editing *e, const struct goal_values *v,
                  struct form *form) {
    if (v->from != DAY_NONE && v->from < clock_today())
        form_fail(form, "fra", msg_goal_error_past(rq->lang));
    goal_owner_check(rq, form, "ejer", v->owner);
    if (!v->measure) return;
    bool keep = e->number && strcmp(v->measure, "keep") == 0;
    if (!keep && strcmp(v->measure, "none") != 0 && !indicator_find(v->measure))
        form_fail(form, "maalt", msg_goal_error_measure(rq->lang));
}

static void save(struct request *rq, struct editing *e) {
    struct goal_values v = {.from = DAY_NONE};
    struct form form;
    struct err err = {0};
    struct save s = {.e = e, .v = &v, .author = rq->visitor.user_id};
    form_read(rq, fields, FIELDS_N, &form, &v);
    check(rq, e, &v, &form);
    bool ok = goal_account(rq, &form, "bruger", v.login, &s.account, &err) &&
              (!form.ok || store_write(rq->store, save_write, &s, &err));
    if (!ok) {
        reply_error(rq, &err);
    } else if (!form.ok || s.theirs) {
        if (e->number)
            show(e, &(struct shown){.form = &form, .theirs = s.theirs});
        else
            show_new(e, &form);
    } else {
        reply_redirect_notice(rq, BASE, msg_goal_saved(rq->lang), NULL);
    }
}

void goal_new_post(struct request *rq) {
    struct editing e = {.rq = rq};
    save(rq, &e);
}

void goal_edit_post(struct request *rq) {
    struct editing e = editing_of(rq);
    struct err err = {0};
    if (!edit_read(rq->db, &e, &err))
        reply_error(rq, &err);
    else if (!e.known)
        reply_status(rq, 404);
    else
        save(rq, &e);
}

/* ---- targets ---- */

struct target_save {
    struct request *rq;
    int number;
    const struct target_values *v;
    const char *theirs;
};

static bool target_write(struct db *w, void *ctx, struct err *err) {
    struct target_save *s = ctx;
    struct target_rows now;
    int64_t at = clock_now();
    if (!targets_of(w, s->rq->arena, s->number, &now, err)) return false;
    if (now.newest != s->v->version) {
        const struct q_goal_targets_row *last = NULL;
        for (size_t i = 0; i < now.rows.n; i++)
            if (now.rows.v[i].at == now.newest) last = &now.rows.v[i];
        s->theirs = last && last->author_name ? last->author_name : "";
        return true;
    }
    struct q_goal_target_replace_in over = {s->number, s->v->year, at};
    if (!q_goal_target_replace(w, over, NULL, err)) return false;
    if (isnan(s->v->value)) return true;
    struct q_goal_target_add_in in = {.id = id_next(),
                                      .goal = s->number,
                                      .period = s->v->year,
                                      .value = s->v->value,
                                      .source = s->v->source,
                                      .why = s->v->why,
                                      .author = s->rq->visitor.user_id,
                                      .at = at};
    return q_goal_target_add(w, in, NULL, err);
}

static void check_target(struct request *rq, const struct editing *e, const struct target_values *v,
                         struct form *form) {
    int this_year, month, day;
    day_to_ymd(clock_today(), &this_year, &month, &day);
    if (strncmp(e->row.measure, GOAL_OWN, strlen(GOAL_OWN)) == 0)
        this_year = school_year_of(clock_today());
    long year = v->year ? strtol(v->year, NULL, 10) : 0;
    if (v->year && (strlen(v->year) != 4 || year < 2000 || year > 2100))
        form_fail(form, "aar", msg_goal_error_year(rq->lang));
    else if (v->year && year < this_year)
        form_fail(form, "aar", msg_goal_error_year_past(rq->lang));
    bool share = strcmp(e->row.unit, "percent") == 0;
    if (share && !isnan(v->value) && (v->value < 0 || v->value > 100))
        form_fail(form, "vaerdi", msg_goal_error_percent(rq->lang));
}

void goal_target_post(struct request *rq) {
    struct editing e = editing_of(rq);
    struct err err = {0};
    if (!edit_read(rq->db, &e, &err) || !e.known) {
        if (err.kind != ERR_NONE)
            reply_error(rq, &err);
        else
            reply_status(rq, 404);
        return;
    }
    struct target_values v = {.value = NAN};
    struct form form;
    struct target_save s = {.rq = rq, .number = e.number, .v = &v};
    form_read(rq, target_fields, sizeof target_fields / sizeof *target_fields, &form, &v);
    check_target(rq, &e, &v, &form);
    if (form.ok && !store_write(rq->store, target_write, &s, &err))
        reply_error(rq, &err);
    else if (!form.ok || s.theirs)
        show(&e, &(struct shown){.target_form = &form, .target_theirs = s.theirs});
    else
        reply_redirect_notice(rq, arena_fmt(rq->arena, BASE "/%d", e.number),
                              msg_goal_target_saved(rq->lang), NULL);
}
