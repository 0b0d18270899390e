/* SPDX-License-Identifier: EUPL-1.2
 *
 * What each form does when its fields are in order: the rules that need more than one field, the
 * change, and the words after it.
 */
#include "duty/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <string.h>

static const char *or_null(const char *text) { return text && *text ? text : NULL; }

static const char *undo_path(struct duty_save *s, const char *what, int64_t id) {
    return arena_fmt(s->rq->arena, "/unge/%s/pligt/%s/%lld/fortryd", s->head->id, what,
                     (long long)id);
}

/* Facts have happened. */
static void past(struct duty_save *s, const char *field, int32_t day) {
    if (day > clock_today()) form_fail(s->form, field, msg_duty_day_future(s->rq->lang));
}

/* One change on its way to the writer; each form uses what it needs. */
struct work {
    struct arena *arena;
    struct duty_told told;
    struct offer_new offer;
    struct exemption_new exemption;
    struct benefit_new step;
    int64_t id;
};

/* ---- awareness ---- */

static bool case_write(struct db *w, void *ctx, struct err *err) {
    struct work *k = ctx;
    return duty_tell(w, k->arena, &k->told, &k->id, err);
}

bool duty_save_case(struct duty_save *s, struct err *err) {
    const struct duty_values *v = s->v;
    const struct rules *rules;
    if (!rules_now(s->rq->db, &rules, err)) return false;
    past(s, "vidst", v->day);
    if (v->from > v->day) form_fail(s->form, "fra", msg_duty_from_after(s->rq->lang));
    if (!duty_is_age(rules, s->head->born, v->day))
        form_fail(s->form, "vidst",
                  msg_duty_not_bound(s->rq->arena, s->rq->lang, s->head->first_name));
    struct work k = {.arena = s->rq->arena,
                     .told = {.youth_id = s->head->id,
                              .source = v->source,
                              .note = or_null(v->note),
                              .spell = INT_NONE,
                              .from = v->from,
                              .aware = v->day,
                              .author = s->rq->visitor.user_id}};
    if (!s->form->ok || !store_write(s->rq->store, case_write, &k, err)) return false;
    if (k.id == INT_NONE) {
        form_fail(s->form, NULL, msg_duty_open_already(s->rq->lang));
        return false;
    }
    s->notice = msg_duty_saved_case(s->rq->lang);
    s->undo = undo_path(s, "brud", k.id);
    return true;
}

/* ---- offer ---- */

static bool offer_write(struct db *w, void *ctx, struct err *err) {
    struct work *k = ctx;
    return duty_offer_put(w, k->arena, &k->offer, &k->id, err);
}

bool duty_save_offer(struct duty_save *s, struct err *err) {
    const struct duty_values *v = s->v;
    struct duty_lines lines;
    if (!duty_cases_of(s->rq->db, s->rq->arena, s->head->id, clock_today(), &lines, err))
        return false;
    const struct duty_line *line = duty_open(&lines);
    past(s, "dag", v->day);
    if (!line)
        form_fail(s->form, NULL, msg_duty_no_open(s->rq->lang));
    else if (v->day < line->facts.aware)
        form_fail(s->form, "dag",
                  msg_duty_offer_early(s->rq->arena, s->rq->lang, line->facts.aware));
    if (v->start != DAY_NONE && (v->start < v->day || v->start > v->day + 400))
        form_fail(s->form, "start", msg_duty_start_early(s->rq->lang));
    if (!s->form->ok) return false;
    struct work k = {.arena = s->rq->arena,
                     .offer = {.youth_id = s->head->id,
                               .kind = v->kind,
                               .what = v->what,
                               .duty_case = line->id,
                               .author = s->rq->visitor.user_id,
                               .day = v->day,
                               .start = v->start}};
    if (!store_write(s->rq->store, offer_write, &k, err)) return false;
    s->notice = msg_duty_saved_offer(s->rq->lang);
    s->undo = undo_path(s, "tilbud", k.id);
    return true;
}

/* ---- exemption ---- */

static bool exemption_write(struct db *w, void *ctx, struct err *err) {
    struct work *k = ctx;
    return duty_exempt_put(w, k->arena, &k->exemption, &k->id, err);
}

bool duty_save_exemption(struct duty_save *s, struct err *err) {
    const struct duty_values *v = s->v;
    const struct rules *rules;
    enum lang lang = s->rq->lang;
    if (!rules_now(s->rq->db, &rules, err)) return false;
    bool for_good = strcmp(v->length, "permanent") == 0;
    past(s, "hoert_dag", v->heard_day);
    if (!duty_is_age(rules, s->head->born, v->from))
        form_fail(s->form, "fritaget_fra",
                  msg_duty_not_bound(s->rq->arena, lang, s->head->first_name));
    if (!for_good && v->to == DAY_NONE)
        form_fail(s->form, "fritaget_til", msg_duty_exempt_to_missing(lang));
    if (for_good && v->to != DAY_NONE)
        form_fail(s->form, "fritaget_til", msg_duty_exempt_to_given(lang));
    if (v->to != DAY_NONE && v->to < v->from)
        form_fail(s->form, "fritaget_til", msg_duty_exempt_order(lang));
    if (!s->form->ok) return false;
    struct work k = {.arena = s->rq->arena,
                     .exemption = {.youth_id = s->head->id,
                                   .ground = v->ground,
                                   .heard = v->heard,
                                   .reasons = v->reasons,
                                   .from = v->from,
                                   .to = v->to,
                                   .heard_day = v->heard_day,
                                   .author = s->rq->visitor.user_id}};
    if (!store_write(s->rq->store, exemption_write, &k, err)) return false;
    s->notice = msg_duty_saved_exemption(lang);
    s->undo = undo_path(s, "fritagelse", k.id);
    return true;
}

/* ---- the case about the child benefit ---- */

/* Where it stands; a refusal becomes an error of the form, and what a colleague decided meanwhile is
 * shown beside what was typed. False: refused, or *err. */
static bool step_allowed(struct duty_save *s, const char *kind, const struct duty_line **ret_line,
                         struct benefit_case *ret, struct err *err) {
    struct request *rq = s->rq;
    const struct rules *rules;
    struct duty_lines *lines = arena_alloc(rq->arena, sizeof *lines);
    struct benefit_rows rows;
    int32_t today = clock_today();
    if (!rules_now(rq->db, &rules, err) ||
        !duty_cases_of(rq->db, rq->arena, s->head->id, today, lines, err))
        return false;
    const struct duty_line *line = *ret_line = lines->n ? &lines->v[lines->n - 1] : NULL;
    if (!benefit_load(rq, s->head->id, line, &rows, ret, err)) return false;
    enum benefit_refusal why = benefit_refused(rules, line, ret, kind, today);
    if (why == BENEFIT_DECIDED) s->theirs = ret->decision;
    if (why == BENEFIT_HEARD) s->theirs = ret->hearing;
    if (why != BENEFIT_MAY) form_fail(s->form, NULL, duty_refusal_words(rq, why, ret));
    return s->form->ok;
}

static bool step_write(struct db *w, void *ctx, struct err *err) {
    struct work *k = ctx;
    return benefit_put(w, k->arena, &k->step, &k->id, err);
}

/* A colleague who was faster between the question and the change: ask again, and it says who. */
static bool step_save(struct duty_save *s, const struct duty_line *line, struct benefit_new step,
                      const char *notice, struct err *err) {
    step.youth_id = s->head->id;
    step.duty_case = line->id;
    step.author = s->rq->visitor.user_id;
    struct work k = {.arena = s->rq->arena, .step = step};
    if (!store_write(s->rq->store, step_write, &k, err)) {
        struct benefit_case now;
        if (err->kind != ERR_CONFLICT) return false;
        *err = (struct err){0};
        step_allowed(s, step.kind, &line, &now, err);
        return false;
    }
    s->notice = notice;
    s->undo = undo_path(s, "ydelse", k.id);
    return true;
}

bool duty_save_hearing(struct duty_save *s, struct err *err) {
    const struct duty_line *line;
    struct benefit_case b;
    int32_t today = clock_today();
    if (s->v->due <= today || s->v->due > today + 100)
        form_fail(s->form, "svarfrist", msg_duty_due_far(s->rq->lang));
    if (!s->form->ok || !step_allowed(s, "hearing", &line, &b, err)) return false;
    struct benefit_new step = {
        .kind = "hearing", .body = s->v->text, .day = today, .due = s->v->due, .from = DAY_NONE};
    return step_save(s, line, step, msg_duty_saved_hearing(s->rq->lang), err);
}

bool duty_save_answer(struct duty_save *s, struct err *err) {
    const struct duty_line *line;
    struct benefit_case b;
    past(s, "dag", s->v->day);
    if (!s->form->ok || !step_allowed(s, "answer", &line, &b, err)) return false;
    if (s->v->day < b.hearing->day) {
        form_fail(s->form, "dag", msg_duty_answer_early(s->rq->arena, s->rq->lang, b.hearing->day));
        return false;
    }
    struct benefit_new step = {.kind = "answer",
                               .party = s->v->party,
                               .body = s->v->text,
                               .day = s->v->day,
                               .due = DAY_NONE,
                               .from = DAY_NONE};
    return step_save(s, line, step, msg_duty_saved_answer(s->rq->lang), err);
}

/* To stop it takes rules, a day, and where to complain until when. */
static void stop_complete(struct duty_save *s) {
    const struct duty_values *v = s->v;
    enum lang lang = s->rq->lang;
    int32_t today = clock_today();
    if (!or_null(v->rules)) form_fail(s->form, "regler", msg_duty_rules_missing(lang));
    if (v->from == DAY_NONE) form_fail(s->form, "stop_fra", msg_duty_stop_missing(lang));
    if (v->from != DAY_NONE && v->from < today - 31)
        form_fail(s->form, "stop_fra", msg_duty_stop_early(lang));
    if (!or_null(v->complain_to)) form_fail(s->form, "klage_til", msg_duty_complain_missing(lang));
    if (v->due == DAY_NONE || v->due <= today)
        form_fail(s->form, "klagefrist", msg_duty_complain_due(lang));
}

bool duty_save_decision(struct duty_save *s, struct err *err) {
    const struct duty_line *line;
    struct benefit_case b;
    const struct duty_values *v = s->v;
    bool stop = strcmp(v->outcome, "stop") == 0;
    if (stop) stop_complete(s);
    if (!s->form->ok || !step_allowed(s, v->outcome, &line, &b, err)) return false;
    struct benefit_new step = {.kind = v->outcome,
                               .body = v->reasons,
                               .rules = stop ? v->rules : NULL,
                               .complain_to = stop ? v->complain_to : NULL,
                               .day = clock_today(),
                               .due = stop ? v->due : DAY_NONE,
                               .from = stop ? v->from : DAY_NONE};
    return step_save(s, line, step,
                     stop ? msg_duty_saved_stop(s->rq->lang) : msg_duty_saved_kept(s->rq->lang),
                     err);
}

bool duty_save_told(struct duty_save *s, struct err *err) {
    const struct duty_line *line;
    struct benefit_case b;
    past(s, "dag", s->v->day);
    if (!s->form->ok || !step_allowed(s, "told", &line, &b, err)) return false;
    struct benefit_new step = {.kind = "told", .day = s->v->day, .due = DAY_NONE, .from = DAY_NONE};
    return step_save(s, line, step, msg_duty_saved_told(s->rq->lang), err);
}

bool duty_save_complaint(struct duty_save *s, struct err *err) {
    const struct duty_line *line;
    struct benefit_case b;
    past(s, "dag", s->v->day);
    if (!s->form->ok || !step_allowed(s, "complaint", &line, &b, err)) return false;
    struct benefit_new step = {.kind = "complaint",
                               .body = s->v->text,
                               .day = s->v->day,
                               .due = DAY_NONE,
                               .from = DAY_NONE};
    return step_save(s, line, step, msg_duty_saved_complaint(s->rq->lang), err);
}

bool duty_save_resume(struct duty_save *s, struct err *err) {
    const struct duty_line *line;
    struct benefit_case b;
    if (!step_allowed(s, "resume", &line, &b, err)) return false;
    if (s->v->from < b.decision->from) {
        form_fail(s->form, "igen_fra",
                  msg_duty_resume_early(s->rq->arena, s->rq->lang, b.decision->from));
        return false;
    }
    struct benefit_new step = {.kind = "resume",
                               .body = s->v->reasons,
                               .day = clock_today(),
                               .due = DAY_NONE,
                               .from = s->v->from};
    return step_save(s, line, step, msg_duty_saved_resume(s->rq->lang), err);
}
