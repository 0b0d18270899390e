/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reports in the database: one draft at a time for each class and round, fixed when it is sent.
 */
#include "readiness/internal.h"

#include "base/clock.h"
#include "base/id.h"
#include "school/school.h"

#include <string.h>

struct blob readiness_seal(struct arena *a, const char *table, int64_t row, const char *column,
                           const char *plain) {
    const char *key = arena_fmt(a, "%lld", (long long)row);
    return seal_text(a, table, key, column, plain && *plain ? plain : NULL);
}

const char *readiness_open(struct arena *a, const char *table, int64_t row, const char *column,
                           struct blob sealed) {
    if (!sealed.ptr) return NULL;
    return open_text(a, table, arena_fmt(a, "%lld", (long long)row), column, sealed);
}

/* ---- reading ---- */

static struct report report_of(const struct q_readiness_reports_row *r) {
    return (struct report){.id = r->id,
                           .number = r->number,
                           .edit = {r->marks_edit, r->traits_edit, r->practical_edit},
                           .without_marks = r->without_marks,
                           .day = r->day,
                           .sent = r->sent_at != INT_NONE,
                           .sent_at = r->sent_at,
                           .edited_at = r->edited_at,
                           .sent_name = r->sent_name,
                           .edited_name = r->edited_name};
}

bool reports_read(struct db *db, struct arena *a, int64_t class, int round, struct reports *ret,
                  struct err *err) {
    *ret = (struct reports){.draft = {.id = INT_NONE, .number = 1, .day = DAY_NONE},
                            .sent = {.id = INT_NONE, .day = DAY_NONE}};
    struct q_readiness_reports_in in = {class, readiness_rounds[round]};
    if (!q_readiness_reports(db, a, in, &ret->all, err)) return false;
    for (size_t i = 0; i < ret->all.n; i++) {
        const struct q_readiness_reports_row *r = &ret->all.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        if (r->sent_at == INT_NONE)
            ret->draft = report_of(r);
        else if (ret->sent.id == INT_NONE)
            ret->sent = report_of(r); /* the newest comes first */
    }
    return true;
}

static enum readiness_answer answer_of(int64_t stored) {
    return stored == INT_NONE ? ANSWER_NONE : stored ? ANSWER_YES : ANSWER_NO;
}

static struct pupil pupil_of(struct arena *a, const struct q_readiness_rows_row *r) {
    struct pupil p = pupil_blank(r->youth, r->name);
    p.id = r->id;
    p.guarded = r->guarded;
    p.exempt = r->exempt;
    p.academic = r->academic == INT_NONE ? -1 : (int)r->academic;
    p.personal = r->personal == INT_NONE ? -1 : (int)r->personal;
    p.social = r->social == INT_NONE ? -1 : (int)r->social;
    p.focus = (unsigned)r->focus;
    if (r->practical && strlen(r->practical) == PRACTICAL)
        memcpy(p.practical, r->practical, PRACTICAL);
    p.reason = readiness_open(a, "readiness_row", r->id, "reason", r->reason);
    p.plan = readiness_open(a, "readiness_row", r->id, "plan", r->plan);
    p.effort = r->effort;
    p.result[TYPE_EUD] = answer_of(r->eud);
    p.result[TYPE_HF] = answer_of(r->hf);
    p.result[TYPE_GYM] = answer_of(r->gym);
    p.letter = r->letter;
    p.notice = r->notice;
    marks_load(a, r->marks, p.marks);
    return p;
}

bool report_rows(struct db *db, struct arena *a, struct report *report, int32_t day,
                 struct err *err) {
    struct q_readiness_rows_rows rows = {0};
    if (report->id != INT_NONE &&
        !q_readiness_rows(db, a, (struct q_readiness_rows_in){report->id, day}, &rows, err))
        return false;
    report->pupils = arena_array(a, rows.n + 1, sizeof *report->pupils);
    report->pupils_n = rows.n;
    for (size_t i = 0; i < rows.n; i++) report->pupils[i] = pupil_of(a, &rows.v[i]);
    return true;
}

static struct pupil *find(struct report *report, const char *youth) {
    for (size_t i = 0; i < report->pupils_n; i++)
        if (strcmp(report->pupils[i].youth, youth) == 0) return &report->pupils[i];
    return NULL;
}

bool report_roster(struct db *db, struct arena *a, int64_t class, int32_t day,
                   struct report *report, struct err *err) {
    struct class_pupil *now;
    size_t n, out = 0;
    if (!school_class_pupils(db, a, class, day, &now, &n, err) ||
        !report_rows(db, a, report, day, err))
        return false;
    struct pupil *list = arena_array(a, n + report->pupils_n + 1, sizeof *list);
    for (size_t i = 0; i < report->pupils_n; i++) report->pupils[i].present = false;
    for (size_t i = 0; i < n; i++) {
        struct pupil *written = find(report, now[i].youth_id);
        if (written) written->present = true;
        list[out] = written ? *written : pupil_blank(now[i].youth_id, now[i].name);
        list[out++].guarded = now[i].guarded;
    }
    for (size_t i = 0; i < report->pupils_n; i++)
        if (!report->pupils[i].present) list[out++] = report->pupils[i];
    report->pupils = list;
    report->pupils_n = out;
    return true;
}

/* ---- a draft ---- */

static int64_t stored(int said) { return said < 0 ? INT_NONE : said; }

static bool row_put(struct db *w, struct arena *a, int64_t report, const struct pupil *p,
                    struct err *err) {
    int64_t id = p->id == INT_NONE ? id_next() : p->id;
    struct q_readiness_row_put_in in = {
        .id = id,
        .report = report,
        .youth = p->youth,
        .marks = marks_store(a, p->marks),
        .exempt = p->exempt,
        .academic = stored(p->academic),
        .personal = stored(p->personal),
        .social = stored(p->social),
        .focus = p->focus,
        .practical = arena_dup_n(a, p->practical, PRACTICAL),
        .reason = readiness_seal(a, "readiness_row", id, "reason", p->reason),
        .effort = p->effort,
        .plan = readiness_seal(a, "readiness_row", id, "plan", p->plan),
    };
    return q_readiness_row_put(w, in, NULL, err);
}

/* What the part holds, onto what is stored of the others. */
static void lay_over(struct pupil *p, const struct pupil *typed, enum part part) {
    switch (part) {
    case PART_MARKS:
        memcpy(p->marks, typed->marks, sizeof p->marks);
        p->academic = typed->academic;
        break;
    case PART_TRAITS:
        p->exempt = typed->exempt;
        p->personal = typed->personal;
        p->social = typed->social;
        p->focus = typed->focus;
        p->reason = typed->reason;
        p->effort = typed->effort;
        p->plan = typed->plan;
        break;
    case PART_PRACTICAL:
        memcpy(p->practical, typed->practical, sizeof p->practical);
        break;
    case PARTS:
        break;
    }
}

static bool begin(struct db *w, int64_t class, int round, int64_t number, bool without_marks,
                  int32_t day, int64_t account, int64_t *ret_id, struct err *err) {
    *ret_id = id_next();
    struct q_readiness_report_add_in in = {.id = *ret_id,
                                           .class = class,
                                           .round = readiness_rounds[round],
                                           .number = number,
                                           .without_marks = without_marks,
                                           .day = day,
                                           .account = account,
                                           .at = clock_now()};
    return q_readiness_report_add(w, in, NULL, err);
}

bool report_save(struct db *w, const struct report_save *save, struct err *err) {
    struct reports r;
    int64_t changed = 0;
    if (!reports_read(w, save->arena, save->class, save->round, &r, err)) return false;
    if (r.draft.id == INT_NONE) {
        if (r.sent.id != INT_NONE) return err_set(err, ERR_REFUSED, "the report is sent");
        if (save->edit) return err_set(err, ERR_CONFLICT, "the draft was given up meanwhile");
        if (!begin(w, save->class, save->round, 1, save->without_marks, DAY_NONE, save->account,
                   &r.draft.id, err))
            return false;
    }
    struct q_readiness_report_touch_in touch = {
        .id = r.draft.id,
        .part = save->part,
        .edit = save->edit,
        .without_marks = save->part == PART_MARKS ? save->without_marks : r.draft.without_marks,
        .account = save->account,
        .at = clock_now()};
    if (!q_readiness_report_touch(w, touch, &changed, err)) return false;
    if (!changed) return err_set(err, ERR_CONFLICT, "somebody else wrote this part meanwhile");
    if (!report_rows(w, save->arena, &r.draft, save->day, err)) return false;
    for (size_t i = 0; i < save->pupils_n; i++) {
        const struct pupil *typed = &save->pupils[i];
        const struct pupil *old = find(&r.draft, typed->youth);
        struct pupil p = old ? *old : pupil_blank(typed->youth, typed->name);
        lay_over(&p, typed, save->part);
        if (!row_put(w, save->arena, r.draft.id, &p, err)) return false;
    }
    return true;
}

bool report_correct(struct db *w, struct arena *a, int64_t class, int round, int64_t account,
                    struct err *err) {
    struct reports r;
    int64_t id;
    if (!reports_read(w, a, class, round, &r, err)) return false;
    if (r.draft.id != INT_NONE) return err_set(err, ERR_CONFLICT, "a correction is begun already");
    if (r.sent.id == INT_NONE) return err_set(err, ERR_NOT_FOUND, "nothing is sent");
    if (!begin(w, class, round, r.sent.number + 1, r.sent.without_marks, r.sent.day, account, &id,
               err) ||
        !report_rows(w, a, &r.sent, r.sent.day, err))
        return false;
    for (size_t i = 0; i < r.sent.pupils_n; i++) {
        struct pupil p = r.sent.pupils[i];
        p.id = INT_NONE;
        if (!row_put(w, a, id, &p, err)) return false;
    }
    return true;
}

bool report_drop(struct db *w, struct arena *a, int64_t class, int round, int64_t account,
                 struct err *err) {
    struct reports r;
    if (!reports_read(w, a, class, round, &r, err)) return false;
    if (r.draft.id == INT_NONE) return err_set(err, ERR_NOT_FOUND, "no draft");
    struct q_readiness_report_drop_in in = {r.draft.id, account, clock_now()};
    return q_readiness_report_drop(w, in, NULL, err);
}

/* ---- sending ---- */

static int64_t result_stored(const struct readiness_result *result, int type) {
    enum readiness_answer x = result->of[type].result;
    return x == ANSWER_NONE ? INT_NONE : x == ANSWER_YES;
}

/* Who was told the same before is not told again. */
static bool owed(struct db *w, const struct report_send *send, const struct report *report,
                 const struct pupil *p, const struct q_readiness_row_result_in *now,
                 const char **letter, struct err *err) {
    struct q_readiness_told_before_rows rows;
    struct q_readiness_told_before_in in = {send->class, readiness_rounds[send->round], p->youth,
                                            report->number};
    if (report->number == 1 || !*letter) return true;
    if (!q_readiness_told_before(w, send->arena, in, &rows, err)) return false;
    if (rows.n && rows.v[0].notice != INT_NONE && rows.v[0].eud == now->eud &&
        rows.v[0].hf == now->hf && rows.v[0].gym == now->gym)
        *letter = NULL;
    return true;
}

/* What the school found needed is an effort from now on, unless one goes on. */
static bool effort_begin(struct db *w, const struct report_send *send, const struct terms *terms,
                         const struct pupil *p, struct err *err) {
    struct q_readiness_effort_open_rows open;
    struct q_readiness_effort_open_in of = {p->youth};
    if (!terms->marks_only || !p->effort) return true;
    if (!q_readiness_effort_open(w, send->arena, of, &open, err)) return false;
    if (open.n) return true;
    int64_t id = id_next();
    struct q_readiness_effort_add_in in = {
        .id = id,
        .youth = p->youth,
        .row = p->id,
        .day = terms->day,
        .reason = readiness_seal(send->arena, "readiness_effort", id, "reason", p->reason),
        .plan = readiness_seal(send->arena, "readiness_effort", id, "plan", p->plan),
        .author = send->account,
        .at = clock_now(),
    };
    return q_readiness_effort_add(w, in, NULL, err);
}

static bool row_send(struct db *w, struct report_send *send, const struct terms *terms,
                     const struct report *report, const struct pupil *p, struct err *err) {
    struct readiness_result result = pupil_assess(terms, p, report->without_marks);
    bool complete = pupil_complete(terms, p, report->without_marks, &result);
    struct q_readiness_row_result_in in = {
        .id = p->id, .academic_met = INT_NONE, .eud = INT_NONE, .hf = INT_NONE, .gym = INT_NONE};
    if (complete && !p->exempt && result.assessed) {
        const char *letter =
            readiness_letter(terms->rules, terms->grade, terms->day, send->round == 0, &result);
        in.academic_met = 0;
        for (int t = 0; t < TYPES; t++)
            if (result.of[t].academic == ANSWER_YES) in.academic_met |= 1 << t;
        in.eud = result_stored(&result, TYPE_EUD);
        in.hf = result_stored(&result, TYPE_HF);
        in.gym = result_stored(&result, TYPE_GYM);
        if (!owed(w, send, report, p, &in, &letter, err)) return false;
        in.letter = letter;
    }
    send->ret_judged += complete;
    send->ret_letters += in.letter != NULL;
    return q_readiness_row_result(w, in, NULL, err) && effort_begin(w, send, terms, p, err);
}

bool report_send(struct db *w, struct report_send *send, struct err *err) {
    struct reports r;
    int64_t changed = 0, now = clock_now();
    int32_t day = readiness_day(send->school_year, clock_today());
    send->ret_judged = send->ret_letters = 0;
    if (!reports_read(w, send->arena, send->class, send->round, &r, err)) return false;
    struct report *draft = &r.draft;
    if (draft->id == INT_NONE) return err_set(err, ERR_NOT_FOUND, "no draft to send");
    if (draft->day == DAY_NONE) draft->day = day; /* a correction has the day of what it corrects */
    if (!report_roster(w, send->arena, send->class, day, draft, err)) return false;
    struct terms terms =
        readiness_terms(send->rules, send->grade, draft->day, draft->without_marks);
    const char *set = rules_text(send->rules, RULE_READINESS_RULES, NULL, NULL, draft->day);
    struct q_readiness_report_send_in in = {draft->id, send->edits,   draft->day,
                                            set,       send->account, now};
    if (!q_readiness_report_send(w, in, &changed, err)) return false;
    if (!changed) return err_set(err, ERR_CONFLICT, "the draft was written to meanwhile");
    for (size_t i = 0; i < draft->pupils_n; i++) {
        struct pupil *p = &draft->pupils[i];
        if (p->id == INT_NONE) continue;
        struct q_readiness_row_leave_in leave = {p->id};
        bool stays = p->present || draft->number > 1;
        if (stays ? !row_send(w, send, &terms, draft, p, err)
                  : !q_readiness_row_leave(w, leave, NULL, err))
            return false;
    }
    if (!send->ret_judged) return err_set(err, ERR_NOT_FOUND, "nobody in the report is complete");
    struct q_readiness_report_replace_in older = {send->class, readiness_rounds[send->round],
                                                  draft->number, now};
    return q_readiness_report_replace(w, older, NULL, err);
}
