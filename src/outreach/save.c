/* SPDX-License-Identifier: EUPL-1.2
 *
 * What each form does when its fields are in order: the rules that need more than one field, the
 * change, and the words after it.
 */
#include "outreach/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/outreach.sql.h"

#include <string.h>

static const char *or_null(const char *text) { return text && *text ? text : NULL; }

static const char *undo_path(struct outreach_save *s, const char *what, int64_t id) {
    return arena_fmt(s->rq->arena, "/unge/%s/maalgruppe/%s/%lld/fortryd", s->head->id, what,
                     (long long)id);
}

static void past(struct outreach_save *s, const char *field, int32_t day) {
    if (day > clock_today()) form_fail(s->form, field, msg_outreach_day_future(s->rq->lang));
}

/* ---- the assessment ---- */

struct assess_work {
    struct arena *arena;
    struct assessment_new assessment;
    int64_t id;
};

static bool assess_write(struct db *w, void *ctx, struct err *err) {
    struct assess_work *k = ctx;
    return assessment_put(w, k->arena, &k->assessment, &k->id, err);
}

/* A period of at most two years; longer needs a reason, and ends somewhere. */
static void period_check(struct outreach_save *s, const struct rules *rules) {
    const struct outreach_values *v = s->v;
    enum lang lang = s->rq->lang;
    if (v->from == DAY_NONE) form_fail(s->form, "fra", msg_outreach_from_missing(lang));
    if (v->to == DAY_NONE) form_fail(s->form, "til", msg_outreach_to_missing(lang));
    if (v->from == DAY_NONE || v->to == DAY_NONE) return;
    int32_t usual = fgu_period_usual(rules, v->from);
    int32_t most = fgu_period_most(rules, v->track, v->from);
    if (v->to < v->from) form_fail(s->form, "til", msg_outreach_period_order(lang));
    if (most != DAY_NONE && v->to > most)
        form_fail(s->form, "til", msg_outreach_period_most(s->rq->arena, lang, most));
    else if (usual != DAY_NONE && v->to > usual && !or_null(v->approval))
        form_fail(s->form, "forlaenget", msg_outreach_approval_missing(s->rq->arena, lang, usual));
}

static bool yes_check(struct outreach_save *s, const struct rules *rules, struct err *err) {
    struct outreach_person person;
    if (!outreach_person_read(s->rq, s->head, &person, err)) return false;
    person.fgu.requested = strcmp(s->v->asked, "yes") == 0;
    period_check(s, rules);
    int32_t from = s->v->from == DAY_NONE ? clock_today() : s->v->from;
    enum fgu_obstacle why = fgu_judge(&person.fgu, rules, from);
    if (why != FGU_MAY) form_fail(s->form, "spor", outreach_obstacle_words(s->rq, why));
    return s->form->ok;
}

/* To say no burdens somebody: they must know where to complain. */
static void no_check(struct outreach_save *s) {
    enum lang lang = s->rq->lang;
    if (!or_null(s->v->complain_to))
        form_fail(s->form, "klage_til", msg_outreach_complain_missing(lang));
    if (s->v->due == DAY_NONE || s->v->due <= clock_today())
        form_fail(s->form, "klagefrist", msg_outreach_complain_due(lang));
}

/* A colleague has assessed since the form was made. */
static bool is_first(struct outreach_save *s, struct err *err) {
    struct assessments all;
    if (!assessments_read(s->rq->db, s->rq->arena, s->head->id, &all, err)) return false;
    const struct assessment *newest = assessment_newest(&all);
    if (!newest || newest->id == s->v->before) return true;
    s->theirs = newest;
    form_fail(s->form, NULL, msg_outreach_assessed_meanwhile(s->rq->lang));
    return false;
}

bool outreach_save_assessment(struct outreach_save *s, struct err *err) {
    const struct outreach_values *v = s->v;
    const struct rules *rules;
    bool yes = strcmp(v->track, "none") != 0;
    if (!rules_now(s->rq->db, &rules, err)) return false;
    if (!yes) no_check(s);
    if ((yes && !yes_check(s, rules, err)) || !s->form->ok || !is_first(s, err)) return false;
    struct assess_work k = {.arena = s->rq->arena,
                            .assessment = {.youth_id = s->head->id,
                                           .track = v->track,
                                           .academic = v->academic,
                                           .social = v->social,
                                           .personal = v->personal,
                                           .options = v->options,
                                           .reasons = v->reasons,
                                           .approval = yes ? or_null(v->approval) : NULL,
                                           .complain_to = yes ? NULL : v->complain_to,
                                           .before = v->before,
                                           .author = s->rq->visitor.user_id,
                                           .from = yes ? v->from : DAY_NONE,
                                           .to = yes ? v->to : DAY_NONE,
                                           .due = yes ? DAY_NONE : v->due,
                                           .requested = strcmp(v->asked, "yes") == 0,
                                           .minor = s->head->age < 18}};
    if (!store_write(s->rq->store, assess_write, &k, err)) {
        if (err->kind != ERR_CONFLICT) return false;
        *err = (struct err){0};
        is_first(s, err); /* who was faster */
        return false;
    }
    s->notice = msg_outreach_saved_assessment(s->rq->lang);
    s->undo = undo_path(s, "vurdering", k.id);
    return true;
}

/* ---- STU, efforts, contact person ---- */

struct small_work {
    struct outreach_save *s;
    const char *kind;
    int64_t id;
};

static bool stu_write(struct db *w, void *ctx, struct err *err) {
    struct small_work *k = ctx;
    struct arena *a = k->s->rq->arena;
    const struct outreach_values *v = k->s->v;
    k->id = id_next();
    struct q_outreach_stu_add_in in = {
        .id = k->id,
        .youth = k->s->head->id,
        .kind = k->kind,
        .day = v->day,
        .places = outreach_seal(a, "outreach_stu", k->id, "places", v->places),
        .body = outreach_seal(a, "outreach_stu", k->id, "body", v->body),
        .author = k->s->rq->visitor.user_id,
        .at = clock_now()};
    return q_outreach_stu_add(w, in, NULL, err);
}

/* The newest step towards STU; NULL: none. */
static bool stu_newest(struct outreach_save *s, const char **ret, struct err *err) {
    struct q_outreach_stus_rows rows;
    struct q_outreach_stus_in in = {s->head->id};
    *ret = NULL;
    if (!q_outreach_stus(s->rq->db, s->rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n && !*ret; i++)
        if (rows.v[i].withdrawn_at == INT_NONE) *ret = rows.v[i].kind;
    return true;
}

bool outreach_save_refer(struct outreach_save *s, struct err *err) {
    const struct rules *rules;
    const char *newest;
    enum lang lang = s->rq->lang;
    if (!rules_now(s->rq->db, &rules, err) || !stu_newest(s, &newest, err)) return false;
    past(s, "dag", s->v->day);
    int64_t to = rules_int(rules, RULE_STU_AGE_TO, NULL, NULL, s->v->day);
    if (to == INT_NONE || day_age(s->head->born, s->v->day) >= to)
        form_fail(s->form, "dag", msg_outreach_stu_age(lang));
    if (rules_yes(rules, RULE_STU_CHOICE, NULL, NULL, s->v->day) && !or_null(s->v->places))
        form_fail(s->form, "steder", msg_outreach_places_missing(lang));
    if (newest && (strcmp(newest, "refer") == 0 || strcmp(newest, "granted") == 0))
        form_fail(s->form, NULL, msg_outreach_stu_open(lang));
    struct small_work k = {.s = s, .kind = "refer"};
    if (!s->form->ok || !store_write(s->rq->store, stu_write, &k, err)) return false;
    s->notice = msg_outreach_saved_refer(lang);
    s->undo = undo_path(s, "stu", k.id);
    return true;
}

bool outreach_save_answer(struct outreach_save *s, struct err *err) {
    const char *newest;
    if (!stu_newest(s, &newest, err)) return false;
    past(s, "dag", s->v->day);
    if (!newest || strcmp(newest, "refer") != 0)
        form_fail(s->form, NULL, msg_outreach_stu_none(s->rq->lang));
    struct small_work k = {.s = s, .kind = s->v->kind};
    if (!s->form->ok || !store_write(s->rq->store, stu_write, &k, err)) return false;
    s->notice = msg_outreach_saved_answer(s->rq->lang);
    s->undo = undo_path(s, "stu", k.id);
    return true;
}

static bool effort_write(struct db *w, void *ctx, struct err *err) {
    struct small_work *k = ctx;
    struct arena *a = k->s->rq->arena;
    const struct outreach_values *v = k->s->v;
    k->id = id_next();
    struct q_outreach_effort_add_in in = {
        .id = k->id,
        .youth = k->s->head->id,
        .side = v->side,
        .what = outreach_seal(a, "outreach_effort", k->id, "what", v->what),
        .who = outreach_seal(a, "outreach_effort", k->id, "who", v->who),
        .from_day = v->from,
        .author = k->s->rq->visitor.user_id,
        .at = clock_now()};
    return q_outreach_effort_add(w, in, NULL, err);
}

bool outreach_save_effort(struct outreach_save *s, struct err *err) {
    past(s, "siden", s->v->from);
    struct small_work k = {.s = s};
    if (!s->form->ok || !store_write(s->rq->store, effort_write, &k, err)) return false;
    s->notice = msg_outreach_saved_effort(s->rq->lang);
    s->undo = undo_path(s, "indsats", k.id);
    return true;
}

/* There is one at a time: the one before ends the day before. */
static bool contact_write(struct db *w, void *ctx, struct err *err) {
    struct small_work *k = ctx;
    struct arena *a = k->s->rq->arena;
    const struct outreach_values *v = k->s->v;
    k->id = id_next();
    struct q_outreach_contact_close_in close = {k->s->head->id, v->from - 1};
    struct q_outreach_contact_add_in in = {
        .id = k->id,
        .youth = k->s->head->id,
        .name = outreach_seal(a, "outreach_contact", k->id, "name", v->name),
        .from_day = v->from,
        .author = k->s->rq->visitor.user_id,
        .at = clock_now()};
    return q_outreach_contact_close(w, close, NULL, err) &&
           q_outreach_contact_add(w, in, NULL, err);
}

bool outreach_save_contact(struct outreach_save *s, struct err *err) {
    past(s, "siden", s->v->from);
    struct small_work k = {.s = s};
    if (!s->form->ok || !store_write(s->rq->store, contact_write, &k, err)) return false;
    s->notice = msg_outreach_saved_contact(s->rq->lang);
    s->undo = undo_path(s, "kontaktperson", k.id);
    return true;
}
