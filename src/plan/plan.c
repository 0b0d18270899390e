/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of versions: one draft at a time, which stands still while somebody has agreed to it, and
 * is fixed when all have.
 */
#include "plan/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/plan.sql.h"

#include <string.h>

struct blob plan_seal(struct arena *a, const char *table, int64_t row, const char *column,
                      const char *plain) {
    const char *key = arena_fmt(a, "%lld", (long long)row);
    return seal_text(a, table, key, column, plain && *plain ? plain : NULL);
}

const char *plan_open(struct arena *a, const char *table, int64_t row, const char *column,
                      struct blob sealed) {
    if (!sealed.ptr) return NULL;
    return open_text(a, table, arena_fmt(a, "%lld", (long long)row), column, sealed);
}

bool plan_current(struct db *db, struct arena *a, const char *youth_id, int32_t day,
                  struct plan_now *ret, struct err *err) {
    struct q_plan_current_on_rows rows;
    struct q_plan_draft_rows draft;
    if (!q_plan_current_on(db, a, (struct q_plan_current_on_in){youth_id, day}, &rows, err) ||
        !q_plan_draft(db, a, (struct q_plan_draft_in){youth_id}, &draft, err))
        return false;
    *ret = (struct plan_now){.agreed = DAY_NONE, .has_draft = draft.n > 0};
    if (!rows.n) return true;
    const struct q_plan_current_on_row *r = &rows.v[0];
    ret->exists = true;
    ret->id = r->id;
    ret->number = r->number;
    ret->agreed = r->agreed_day;
    ret->duty = r->duty;
    ret->hours = r->hours;
    return true;
}

static bool is_locked(struct db *db, struct arena *a, const char *youth_id, int64_t plan,
                      bool *ret_locked, struct err *err) {
    struct q_plan_agreements_rows rows;
    if (!q_plan_agreements(db, a, (struct q_plan_agreements_in){youth_id}, &rows, err))
        return false;
    *ret_locked = false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].plan == plan && rows.v[i].withdrawn_at == INT_NONE) *ret_locked = true;
    return true;
}

bool plan_state_read(struct db *db, struct arena *a, const char *youth_id, struct plan_state *ret,
                     struct err *err) {
    struct q_plan_versions_rows rows;
    if (!q_plan_versions(db, a, (struct q_plan_versions_in){youth_id}, &rows, err)) return false;
    *ret = (struct plan_state){.draft = INT_NONE, .draft_number = INT_NONE};
    for (size_t i = rows.n; i-- > 0;) { /* the newest last */
        const struct q_plan_versions_row *r = &rows.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        if (r->agreed_day != DAY_NONE) {
            ret->agreed = r->number;
            continue;
        }
        ret->draft = r->id;
        ret->draft_number = r->number;
        ret->draft_version = r->version;
    }
    return ret->draft == INT_NONE || is_locked(db, a, youth_id, ret->draft, &ret->locked, err);
}

static bool begin(struct db *w, struct arena *a, const char *youth_id, int64_t number,
                  const struct plan_text *text, int64_t account, struct err *err) {
    int64_t id = id_next();
    struct q_plan_add_in in = {
        .id = id,
        .youth = youth_id,
        .number = number,
        .situation = plan_seal(a, "plan", id, "situation", text->situation),
        .aim = plan_seal(a, "plan", id, "aim", text->aim),
        .duty = text->duty,
        .hours = text->hours,
        .duty_text = plan_seal(a, "plan", id, "duty_text", text->duty_text),
        .author = account,
        .created_at = clock_now(),
    };
    return q_plan_add(w, in, NULL, err);
}

bool plan_write(struct db *w, struct arena *a, const char *youth_id, int64_t version,
                const struct plan_text *text, int64_t account, struct err *err) {
    struct plan_state state;
    if (!plan_state_read(w, a, youth_id, &state, err)) return false;
    if (state.draft == INT_NONE) {
        if (version) return err_set(err, ERR_CONFLICT, "the draft is agreed or given up meanwhile");
        return begin(w, a, youth_id, state.agreed + 1, text, account, err);
    }
    if (state.locked) return err_set(err, ERR_REFUSED, "somebody has agreed to this draft");
    int64_t id = state.draft, changed = 0;
    struct q_plan_write_in in = {
        .id = id,
        .version = version,
        .situation = plan_seal(a, "plan", id, "situation", text->situation),
        .aim = plan_seal(a, "plan", id, "aim", text->aim),
        .duty = text->duty,
        .hours = text->hours,
        .duty_text = plan_seal(a, "plan", id, "duty_text", text->duty_text),
        .edited_by = account,
        .edited_at = clock_now(),
    };
    if (!q_plan_write(w, in, &changed, err)) return false;
    return changed ? true : err_set(err, ERR_CONFLICT, "somebody else wrote the draft meanwhile");
}

bool plan_drop(struct db *w, struct arena *a, const char *youth_id, int64_t account,
               struct err *err) {
    struct plan_state s;
    int64_t now = clock_now();
    if (!plan_state_read(w, a, youth_id, &s, err)) return false;
    if (s.draft == INT_NONE || s.locked)
        return err_set(err, ERR_NOT_FOUND, "no draft that can be given up");
    struct q_plan_drop_in drop = {s.draft, youth_id, account, now};
    struct q_plan_steps_drop_in own = {s.draft, youth_id, account, now};
    struct q_plan_steps_keep_in left_out = {youth_id, s.draft_number};
    return q_plan_drop(w, drop, NULL, err) && q_plan_steps_drop(w, own, NULL, err) &&
           q_plan_steps_keep(w, left_out, NULL, err);
}

/* Who has agreed to a version, and the day of the last of them. */
struct parties {
    bool youth, guardian;
    int32_t last;
};
static bool parties_of(struct db *w, struct arena *a, const char *youth_id, int64_t plan,
                       struct parties *ret, struct err *err) {
    struct q_plan_agreements_rows rows;
    if (!q_plan_agreements(w, a, (struct q_plan_agreements_in){youth_id}, &rows, err)) return false;
    *ret = (struct parties){.last = DAY_NONE};
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_agreements_row *r = &rows.v[i];
        if (r->plan != plan || r->withdrawn_at != INT_NONE) continue;
        if (strcmp(r->party, "youth") == 0)
            ret->youth = true;
        else
            ret->guardian = true;
        if (ret->last == DAY_NONE || r->day > ret->last) ret->last = r->day;
    }
    return true;
}

bool plan_agree(struct db *w, struct arena *a, const struct party_new *agreement, bool adult,
                int64_t *ret_id, bool *ret_agreed, struct err *err) {
    struct plan_state s;
    struct parties before, after;
    const char *youth = agreement->youth_id;
    if (!plan_state_read(w, a, youth, &s, err)) return false;
    if (s.draft == INT_NONE) return err_set(err, ERR_NOT_FOUND, "there is no draft to agree to");
    if (!parties_of(w, a, youth, s.draft, &before, err)) return false;
    bool own = strcmp(agreement->party, "youth") == 0;
    if (own ? before.youth : before.guardian)
        return err_set(err, ERR_CONFLICT, "that party has agreed to this draft already");
    *ret_id = id_next();
    struct q_plan_agreement_add_in in = {.id = *ret_id,
                                         .plan = s.draft,
                                         .youth = youth,
                                         .party = agreement->party,
                                         .name = agreement->name,
                                         .how = agreement->how,
                                         .day = agreement->day,
                                         .author = agreement->author,
                                         .at = clock_now()};
    if (!q_plan_agreement_add(w, in, NULL, err) || !parties_of(w, a, youth, s.draft, &after, err))
        return false;
    *ret_agreed = after.youth && (adult || after.guardian);
    if (!*ret_agreed) return true;
    struct q_plan_agree_in agree = {s.draft, after.last, clock_now()};
    return q_plan_agree(w, agree, NULL, err);
}

bool plan_unagree(struct db *w, struct arena *a, const char *youth_id, int64_t agreement_id,
                  int64_t account, struct err *err) {
    struct plan_state s;
    struct q_plan_agreements_rows rows;
    if (!plan_state_read(w, a, youth_id, &s, err) ||
        !q_plan_agreements(w, a, (struct q_plan_agreements_in){youth_id}, &rows, err))
        return false;
    const struct q_plan_agreements_row *r = NULL;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id == agreement_id && rows.v[i].withdrawn_at == INT_NONE) r = &rows.v[i];
    if (!r) return err_set(err, ERR_NOT_FOUND, "no agreement of that number");
    int64_t now = clock_now();
    if (r->plan != s.draft) {
        bool newest = r->number == s.agreed && s.draft == INT_NONE;
        if (!newest || r->author != account || now - r->at > UNDO_US)
            return err_set(err, ERR_REFUSED, "an agreed version stands");
        if (!q_plan_reopen(w, (struct q_plan_reopen_in){r->plan}, NULL, err)) return false;
    }
    struct q_plan_agreement_withdraw_in in = {agreement_id, youth_id, account, now};
    return q_plan_agreement_withdraw(w, in, NULL, err);
}

bool plan_benefit_notice(struct db *db, struct arena *a, const char *youth_id, int32_t day,
                         struct benefit_notice *ret, struct err *err) {
    struct q_plan_notices_rows rows;
    if (!q_plan_notices(db, a, (struct q_plan_notices_in){youth_id}, &rows, err)) return false;
    *ret = (struct benefit_notice){.youth = DAY_NONE, .guardian = DAY_NONE};
    for (size_t i = 0; i < rows.n; i++) { /* oldest first */
        const struct q_plan_notices_row *r = &rows.v[i];
        if (r->withdrawn_at != INT_NONE || r->day > day) continue;
        if (strcmp(r->party, "youth") == 0) {
            ret->youth = r->day;
        } else {
            ret->guardian = r->day;
            ret->guardian_name = r->name;
        }
    }
    ret->complete = ret->youth != DAY_NONE && ret->guardian != DAY_NONE;
    return true;
}

bool plan_answers_count(struct db *db, struct arena *a, int32_t from, int32_t to,
                        struct plan_answers *ret, struct err *err) {
    struct q_plan_answer_counts_rows rows;
    struct q_plan_agreed_count_rows agreed;
    if (!q_plan_answer_counts(db, a, (struct q_plan_answer_counts_in){from, to}, &rows, err) ||
        !q_plan_agreed_count(db, a, (struct q_plan_agreed_count_in){from, to}, &agreed, err))
        return false;
    *ret = (struct plan_answers){.agreed = agreed.v[0].n};
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_answer_counts_row *r = &rows.v[i];
        ret->persons += r->n;
        if (r->motivating != INT_NONE) ret->motivating[r->motivating - 1] += r->n;
        if (r->realistic != INT_NONE) ret->realistic[r->realistic - 1] += r->n;
    }
    return true;
}
