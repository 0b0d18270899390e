/* SPDX-License-Identifier: EUPL-1.2
 *
 * What guidance writes about one person: its own judgement of a kind of education, and a targeted
 * effort. Both can be taken back for ten minutes; a letter that has not left goes with it.
 */
#include "readiness/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "base/text.h"
#include "gen/msg.h"
#include "gen/readiness.html.h"
#include "letter/letter.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* ---- the municipality's judgement ---- */

struct judge_values {
    const char *type, *answer, *reason, *next;
    int32_t day;
    bool applies;
};
static const char *const types[] = {"eud", "hf", "gym", NULL};
static const char *const answers[] = {"ja", "nej", NULL};
#define AT(member) offsetof(struct judge_values, member)
static const struct field judge_fields[] = {
    {.name = "uddannelse",
     .kind = FIELD_CHOICE,
     .offset = AT(type),
     .required = true,
     .choices = types,
     .label = "readiness.field.type"},
    {.name = "soeger",
     .kind = FIELD_CHECK,
     .offset = AT(applies),
     .label = "readiness.field.applies"},
    {.name = "svar",
     .kind = FIELD_CHOICE,
     .offset = AT(answer),
     .required = true,
     .choices = answers,
     .label = "readiness.field.answer"},
    {.name = "hvorfor",
     .kind = FIELD_LONG,
     .offset = AT(reason),
     .required = true,
     .max = 2000,
     .label = "readiness.field.reason"},
    {.name = "videre",
     .kind = FIELD_LONG,
     .offset = AT(next),
     .required = true,
     .max = 1000,
     .label = "readiness.field.next"},
    {.name = "dag",
     .kind = FIELD_DAY,
     .offset = AT(day),
     .required = true,
     .label = "readiness.field.day"},
};
#undef AT

static int type_named(const char *name) {
    for (int t = 0; name && t < TYPES; t++)
        if (strcmp(readiness_types[t], name) == 0) return t;
    return TYPES;
}

static enum rejudge rejudge(const struct newest *n, int type, bool applies) {
    return readiness_rejudge(n->terms.rules, n->terms.grade, n->terms.day, applies,
                             &n->result.of[type]);
}

static bool any_to_judge(const struct newest *n) {
    for (int t = 0; n->exists && !n->pupil.exempt && t < TYPES; t++)
        if (rejudge(n, t, true) == REJUDGE_MAY) return true;
    return false;
}

/* The kinds of the wish: its category in the law's three; -1: none of them. */
static int wished(const char *kind) {
    static const struct {
        const char *kind;
        int type;
    } map[] = {{"eud", TYPE_EUD}, {"eux", TYPE_EUD}, {"hf", TYPE_HF},
               {"stx", TYPE_GYM}, {"hhx", TYPE_GYM}, {"htx", TYPE_GYM}};
    for (size_t i = 0; kind && i < sizeof map / sizeof *map; i++)
        if (strcmp(map[i].kind, kind) == 0) return map[i].type;
    return -1;
}

static bool wish_type(struct request *rq, const char *youth, int *ret_type, struct err *err) {
    struct q_readiness_wish_rows rows;
    struct q_readiness_wish_in in = {youth, clock_today()};
    if (!q_readiness_wish(rq->db, rq->arena, in, &rows, err)) return false;
    *ret_type = rows.n ? wished(rows.v[0].kind) : -1;
    return true;
}

static void judge_choices(struct request *rq, const struct newest *n, const struct form *form,
                          int wish, struct judge_page *page) {
    struct choice *list = arena_array(rq->arena, TYPES, sizeof *list);
    struct choice *yes_no = arena_array(rq->arena, 2, sizeof *yes_no);
    struct text refused;
    text_init(&refused, rq->arena);
    const char *typed = form ? form_typed(form, "uddannelse") : "";
    for (int t = 0; t < TYPES; t++) {
        const char *kind = readiness_type_words(rq->lang, t);
        enum rejudge x = rejudge(n, t, true);
        if (x == REJUDGE_ACADEMIC)
            text_addf(&refused, "%s%s", refused.len ? " " : "",
                      msg_readiness_refused_academic(
                          rq->arena, rq->lang, kind,
                          readiness_academic_words(rq->arena, rq->lang, &n->result.of[t])));
        if (x != REJUDGE_MAY) continue;
        list[page->types_n++] =
            (struct choice){.value = readiness_types[t],
                            .label = kind,
                            .id = arena_fmt(rq->arena, "uddannelse-%s", readiness_types[t]),
                            .chosen = form ? strcmp(typed, readiness_types[t]) == 0 : t == wish};
    }
    const char *answer = form ? form_typed(form, "svar") : "";
    for (int i = 0; i < 2; i++)
        yes_no[i] = (struct choice){.value = answers[i],
                                    .label = i ? msg_readiness_answer_no(rq->lang)
                                               : msg_readiness_answer_yes(rq->lang),
                                    .id = arena_fmt(rq->arena, "svar-%s", answers[i]),
                                    .chosen = strcmp(answer, answers[i]) == 0};
    page->types = list;
    page->answers = yes_no;
    page->answers_n = 2;
    if (refused.len) page->refused = text_str(&refused);
}

static void judge_show(struct request *rq, const struct youth_head *head, const struct newest *n,
                       const struct form *form) {
    struct err err = {0};
    int wish = -1;
    if (!wish_type(rq, head->id, &wish, &err)) {
        reply_error(rq, &err);
        return;
    }
    int32_t due =
        rules_day(n->terms.rules, RULE_DEADLINE_REJUDGEMENT, n->terms.grade, NULL, n->terms.day);
    struct judge_page page = {
        .head = head,
        .base = arena_fmt(rq->arena, "/unge/%s/parathed", head->id),
        .lead = due == DAY_NONE ? msg_readiness_judge_lead(rq->lang)
                                : msg_readiness_judge_lead_due(rq->arena, rq->lang, due),
        .form = form,
        .reason = form ? form_typed(form, "hvorfor") : "",
        .next = form ? form_typed(form, "videre") : msg_readiness_judge_next(rq->lang),
        .day = form ? form_typed(form, "dag") : fmt_day_table(rq->arena, rq->lang, clock_today()),
        .applies = form && *form_typed(form, "soeger"),
    };
    judge_choices(rq, n, form, wish, &page);
    if (form) {
        page.type_error = form_error(form, "uddannelse");
        page.applies_error = form_error(form, "soeger");
        page.answer_error = form_error(form, "svar");
        page.reason_error = form_error(form, "hvorfor");
        page.next_error = form_error(form, "videre");
        page.day_error = form_error(form, "dag");
        rq->reply.status = 422;
    }
    struct page shell = {.title = msg_readiness_judge_title(rq->lang),
                         .section = "/unge",
                         .has_errors = form != NULL};
    reply_page(rq, &shell, readiness_judge_page, &page);
}

/* The newest assessment, when there is something in it to judge anew; makes the reply when not. */
static bool judge_open(struct request *rq, struct youth_head *head, struct newest *n) {
    struct err err = {0};
    if (!readiness_head_or_reply(rq, head)) return false;
    if (!readiness_newest_read(rq, head->id, n, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (any_to_judge(n)) return true;
    reply_redirect_notice(rq, arena_fmt(rq->arena, "/unge/%s/parathed", head->id),
                          msg_readiness_nothing_to_judge(rq->lang), NULL);
    return false;
}

void readiness_judge_get(struct request *rq) {
    struct youth_head head;
    struct newest n;
    if (judge_open(rq, &head, &n)) judge_show(rq, &head, &n, NULL);
}

struct judging {
    struct arena *arena;
    const struct youth_head *head;
    const struct newest *n;
    const struct judge_values *v;
    int64_t account, ret_id;
};

/* What the letter tells: the new answer for the one kind, and why. */
static bool judge_letter(struct db *w, struct judging *j, int64_t *ret_notice, struct err *err) {
    struct arena *a = j->arena;
    bool adult = false, yes = strcmp(j->v->answer, "ja") == 0;
    if (!readiness_is_of_age(w, a, j->head->id, j->v->day, &adult, err)) return false;
    const struct letter_value values[] = {
        {"resultat", readiness_rejudged_words(a, &j->n->result,
                                              (enum readiness_type)type_named(j->v->type), yes)},
        {"begrundelse", j->v->reason},
        {"forloeb", j->v->next}};
    struct letter_draft draft = {.template = "readiness-rejudged",
                                 .youth_id = j->head->id,
                                 .to = adult ? LETTER_YOUTH : LETTER_YOUTH | LETTER_CUSTODY,
                                 .values = values,
                                 .values_n = 3,
                                 .account = j->account,
                                 .day = j->v->day,
                                 .about = arena_fmt(a, "readiness:%lld", (long long)j->n->row->id)};
    return letter_put(w, a, &draft, ret_notice, err);
}

static bool judge_write(struct db *w, void *ctx, struct err *err) {
    struct judging *j = ctx;
    int64_t notice;
    j->ret_id = id_next();
    if (!judge_letter(w, j, &notice, err)) return false;
    struct q_readiness_judgement_add_in in = {
        .id = j->ret_id,
        .youth = j->head->id,
        .row = j->n->row->id,
        .type = j->v->type,
        .answer = strcmp(j->v->answer, "ja") == 0,
        .reason =
            readiness_seal(j->arena, "readiness_judgement", j->ret_id, "reason", j->v->reason),
        .day = j->v->day,
        .author = j->account,
        .at = clock_now(),
        .notice = notice,
    };
    return q_readiness_judgement_add(w, in, NULL, err);
}

static void judge_rules(struct request *rq, const struct newest *n, const struct judge_values *v,
                        struct form *form) {
    int type = type_named(v->type);
    if (type < TYPES) {
        enum rejudge x = rejudge(n, type, v->applies);
        if (x == REJUDGE_ACADEMIC)
            form_fail(form, "uddannelse", msg_readiness_error_academic(rq->lang));
        else if (x == REJUDGE_NOT_APPLIED)
            form_fail(form, "soeger", msg_readiness_error_applies(rq->lang));
        else if (x != REJUDGE_MAY)
            form_fail(form, "uddannelse", msg_readiness_error_no_judgement(rq->lang));
    }
    if (v->day != DAY_NONE && v->day > clock_today())
        form_fail(form, "dag", msg_readiness_error_future(rq->lang));
    else if (v->day != DAY_NONE && v->day < n->row->day)
        form_fail(form, "dag", msg_readiness_error_before(rq->arena, rq->lang, n->row->day));
}

void readiness_judge_post(struct request *rq) {
    struct youth_head head;
    struct newest n;
    struct judge_values v = {.day = DAY_NONE};
    struct form form;
    struct err err = {0};
    if (!judge_open(rq, &head, &n)) return;
    form_read(rq, judge_fields, sizeof judge_fields / sizeof *judge_fields, &form, &v);
    judge_rules(rq, &n, &v, &form);
    if (!form.ok) {
        judge_show(rq, &head, &n, &form);
        return;
    }
    struct judging j = {rq->arena, &head, &n, &v, rq->visitor.user_id, 0};
    const char *base = arena_fmt(rq->arena, "/unge/%s/parathed", head.id);
    if (store_write(rq->store, judge_write, &j, &err))
        reply_redirect_notice(
            rq, base, msg_readiness_judged(rq->lang),
            arena_fmt(rq->arena, "%s/vurdering/%lld/fortryd", base, (long long)j.ret_id));
    else
        reply_error(rq, &err);
}

/* ---- a targeted effort ---- */

struct effort_values {
    const char *reason, *plan;
    int32_t day;
};
static const struct field effort_fields[] = {
    {.name = "hvorfor",
     .kind = FIELD_LONG,
     .offset = offsetof(struct effort_values, reason),
     .required = true,
     .max = 2000,
     .label = "readiness.field.effort_reason"},
    {.name = "plan",
     .kind = FIELD_LONG,
     .offset = offsetof(struct effort_values, plan),
     .required = true,
     .max = 2000,
     .label = "readiness.field.effort_plan"},
    {.name = "dag",
     .kind = FIELD_DAY,
     .offset = offsetof(struct effort_values, day),
     .required = true,
     .label = "readiness.field.day"},
};

static void effort_show(struct request *rq, const struct youth_head *head,
                        const struct form *form) {
    struct effort_page page = {
        .head = head,
        .base = arena_fmt(rq->arena, "/unge/%s/parathed", head->id),
        .form = form,
        .reason = form ? form_typed(form, "hvorfor") : "",
        .plan = form ? form_typed(form, "plan") : "",
        .day = form ? form_typed(form, "dag") : fmt_day_table(rq->arena, rq->lang, clock_today()),
    };
    if (form) {
        page.reason_error = form_error(form, "hvorfor");
        page.plan_error = form_error(form, "plan");
        page.day_error = form_error(form, "dag");
        rq->reply.status = 422;
    }
    struct page shell = {.title = msg_readiness_effort_title(rq->lang),
                         .section = "/unge",
                         .has_errors = form != NULL};
    reply_page(rq, &shell, readiness_effort_page, &page);
}

void readiness_effort_get(struct request *rq) {
    struct youth_head head;
    if (readiness_head_or_reply(rq, &head)) effort_show(rq, &head, NULL);
}

struct act {
    struct arena *arena;
    const char *youth, *what;
    int64_t id, account;
    const struct effort_values *v;
};

static bool effort_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    struct q_readiness_effort_open_rows open;
    struct q_readiness_effort_open_in of = {act->youth};
    if (!q_readiness_effort_open(w, act->arena, of, &open, err)) return false;
    if (open.n) return err_set(err, ERR_CONFLICT, "an effort goes on already");
    struct q_readiness_effort_add_in in = {
        .id = act->id,
        .youth = act->youth,
        .row = INT_NONE,
        .day = act->v->day,
        .reason = readiness_seal(act->arena, "readiness_effort", act->id, "reason", act->v->reason),
        .plan = readiness_seal(act->arena, "readiness_effort", act->id, "plan", act->v->plan),
        .author = act->account,
        .at = clock_now(),
    };
    return q_readiness_effort_add(w, in, NULL, err);
}

void readiness_effort_post(struct request *rq) {
    struct youth_head head;
    struct effort_values v = {.day = DAY_NONE};
    struct form form;
    struct err err = {0};
    const struct rules *rules;
    if (!readiness_head_or_reply(rq, &head)) return;
    form_read(rq, effort_fields, 3, &form, &v);
    if (!rules_now(rq->db, &rules, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (v.day != DAY_NONE && v.day > clock_today())
        form_fail(&form, "dag", msg_readiness_error_future(rq->lang));
    else if (v.day != DAY_NONE &&
             !rules_yes(rules, RULE_READINESS_TARGETED_EFFORT, NULL, NULL, v.day))
        form_fail(&form, "dag", msg_readiness_error_effort_day(rq->lang));
    struct act act = {.arena = rq->arena,
                      .youth = head.id,
                      .id = id_next(),
                      .account = rq->visitor.user_id,
                      .v = &v};
    const char *base = arena_fmt(rq->arena, "/unge/%s/parathed", head.id);
    if (form.ok && store_write(rq->store, effort_write, &act, &err)) {
        reply_redirect_notice(
            rq, base, msg_readiness_effort_saved(rq->lang),
            arena_fmt(rq->arena, "%s/indsats/%lld/fortryd", base, (long long)act.id));
        return;
    }
    if (err.kind == ERR_CONFLICT) form_fail(&form, NULL, msg_readiness_effort_is_open(rq->lang));
    if (err.kind && err.kind != ERR_CONFLICT)
        reply_error(rq, &err);
    else
        effort_show(rq, &head, &form);
}

/* ---- what is done with one button ---- */

static bool found(int64_t changed, struct err *err) {
    return changed ? true : err_set(err, ERR_NOT_FOUND, "nothing of that number to change");
}

static void act_reply(struct request *rq, struct act *act, db_write_fn *fn, const char *notice) {
    struct err err = {0};
    const char *base = arena_fmt(rq->arena, "/unge/%s/parathed", act->youth);
    if (store_write(rq->store, fn, act, &err))
        reply_redirect_notice(rq, base, notice, NULL);
    else if (err.kind == ERR_NOT_FOUND)
        reply_redirect_notice(rq, base, msg_readiness_too_late(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

static struct act act_of(struct request *rq, const char *what) {
    return (struct act){.arena = rq->arena,
                        .youth = request_segment(rq, "youth"),
                        .what = what,
                        .id = strtoll(request_segment(rq, "row"), NULL, 10),
                        .account = rq->visitor.user_id};
}

static bool end_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    int64_t changed = 0;
    struct q_readiness_effort_end_in in = {act->id, act->youth, clock_today(), act->account,
                                           clock_now()};
    return q_readiness_effort_end(w, in, &changed, err) && found(changed, err);
}

void readiness_effort_end_post(struct request *rq) {
    struct act act = act_of(rq, "indsats");
    act_reply(rq, &act, end_write, msg_readiness_effort_is_ended(rq->lang));
}

static bool unjudge(struct db *w, struct act *act, int64_t since, struct err *err) {
    struct q_readiness_judgement_find_rows rows;
    struct q_readiness_judgement_find_in in = {act->id, act->youth, act->account, since};
    int64_t changed = 0;
    struct q_readiness_judgement_withdraw_in take = {act->id, act->youth, act->account, since,
                                                     clock_now()};
    if (!q_readiness_judgement_find(w, act->arena, in, &rows, err)) return false;
    if (rows.n && rows.v[0].notice != INT_NONE && !letter_withdraw(w, rows.v[0].notice, NULL, err))
        return false;
    return q_readiness_judgement_withdraw(w, take, &changed, err) && found(changed, err);
}

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    int64_t now = clock_now(), since = now - UNDO_US, changed = 0;
    if (strcmp(act->what, "vurdering") == 0) return unjudge(w, act, since, err);
    if (strcmp(act->what, "indsats") != 0) return found(0, err);
    struct q_readiness_effort_withdraw_in in = {act->id, act->youth, act->account, since, now};
    return q_readiness_effort_withdraw(w, in, &changed, err) && found(changed, err);
}

void readiness_undo_post(struct request *rq) {
    struct act act = act_of(rq, request_segment(rq, "what"));
    act_reply(rq, &act, undo_write, msg_readiness_undone(rq->lang));
}
