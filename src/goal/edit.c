/* SPDX-License-Identifier: EUPL-1.2 */
#include "goal/edit.h"

#include "gen/goal.sql.h"
#include "gen/msg.h"
#include "gen/slice.html.h"
#include "indicator/indicator.h"

#include <string.h>

const struct look goal_looks[GOAL_LOOKS_N] = {
    {"navn", NULL, INPUT_TEXT, false},
    {"navn_en", NULL, INPUT_TEXT, false},
    {"tekst", NULL, INPUT_LONG, true},
    {"tekst_en", NULL, INPUT_LONG, false},
    {"ejer", NULL, INPUT_TEXT, true},
    {"bruger", NULL, INPUT_SHORT, true},
    {"horisont", NULL, INPUT_TEXT, true},
    {"horisont_en", NULL, INPUT_TEXT, false},
    {"grundlag", NULL, INPUT_LONG, true},
    {"grundlag_en", NULL, INPUT_LONG, false},
    {"retning", "goal.more", INPUT_CHIPS, false},
    {"maalt", "goal.measure", INPUT_SELECT, true},
    {"kilde", NULL, INPUT_TEXT, true},
    {"gaelder", "goal.holds", INPUT_CHIPS, true},
    {"fra", NULL, INPUT_SHORT, true},
    {"hvorfor", NULL, INPUT_TEXT, true},
    {"delmaal_kilde", NULL, INPUT_TEXT, true},
    {"delmaal_hvorfor", NULL, INPUT_TEXT, true},
    {"aar", NULL, INPUT_SHORT, true},
    {"vaerdi", NULL, INPUT_SHORT, true},
    {"taeller", "goal.measure", INPUT_SELECT, true},
    {"naeste", NULL, INPUT_SHORT, true},
    {"maal", "goal.measure", INPUT_SELECT, false},
    {"dag", NULL, INPUT_SHORT, true},
    {"naaet", NULL, INPUT_SHORT, true},
    {"resultat", NULL, INPUT_LONG, true},
};

/* What they saved, where it is not what was typed. */
static void add_theirs(const struct goal_showing *s, struct form_page *page) {
    struct form_theirs *list = arena_array(s->rq->arena, s->kind->n + 1, sizeof *list);
    for (size_t i = 0; i < s->kind->n; i++) {
        const struct field *field = &s->kind->fields[i];
        if (field->kind == FIELD_INT || !s->stored[i] ||
            strcmp(s->stored[i], form_typed(s->form, field->name)) == 0)
            continue;
        list[page->theirs_n++] =
            (struct form_theirs){msg_by_key(s->rq->lang, field->label), s->stored[i]};
    }
    page->theirs = list;
    page->conflict = msg_goal_conflict(s->rq->arena, s->rq->lang, s->theirs);
}

struct form_page goal_form_page(const struct goal_showing *s) {
    struct form_page page = form_page_make(s->rq, s->kind, s->form, s->stored);
    page.action = s->action;
    page.back = s->back;
    page.back_label = s->back_label;
    page.hidden = "version";
    page.hidden_value = arena_fmt(s->rq->arena, "%lld", (long long)s->version);
    if (s->theirs) add_theirs(s, &page);
    if (s->form) s->rq->reply.status = s->theirs ? 409 : 422;
    return page;
}

void goal_form_choices(struct arena *a, struct form_page *page, const char *name,
                       const struct input_choice *choices, size_t n) {
    struct input *inputs = arena_array(a, page->inputs_n + 1, sizeof *inputs);
    memcpy(inputs, page->inputs, page->inputs_n * sizeof *inputs);
    for (size_t i = 0; i < page->inputs_n; i++)
        if (strcmp(inputs[i].name, name) == 0) {
            inputs[i].choices = choices;
            inputs[i].choices_n = n;
        }
    page->inputs = inputs;
}

bool goal_account(struct request *rq, struct form *form, const char *field, const char *login,
                  int64_t *ret, struct err *err) {
    struct q_goal_account_of_rows rows;
    *ret = INT_NONE;
    if (!login || !*login) return true;
    if (!q_goal_account_of(rq->db, rq->arena, (struct q_goal_account_of_in){login}, &rows, err))
        return false;
    if (rows.n)
        *ret = rows.v[0].id;
    else
        form_fail(form, field, msg_goal_account_unknown(rq->lang));
    return true;
}

void goal_owner_check(struct request *rq, struct form *form, const char *field, const char *owner) {
    size_t digits = 0;
    for (const char *p = owner ? owner : ""; *p; p++) digits += *p >= '0' && *p <= '9';
    if (owner && (strchr(owner, '@') || digits >= 8))
        form_fail(form, field, msg_goal_error_contact(rq->lang));
}

int32_t goal_own_break(const char *key) {
    const struct indicator *indicator = indicator_find(key);
    return indicator ? indicator->broken : DAY_NONE;
}

size_t goal_measures(struct request *rq, const char *chosen, bool keep,
                     const struct input_choice **ret) {
    struct input_choice *list = arena_array(rq->arena, indicators_n + 2, sizeof *list);
    size_t n = 0;
    if (keep) list[n++] = (struct input_choice){"keep", msg_goal_measure_keep(rq->lang), "", false};
    list[n++] = (struct input_choice){"none", msg_goal_measure_none(rq->lang), "", false};
    for (size_t i = 0; i < indicators_n; i++) {
        const char *key = indicators[i].key;
        const char *name = msg_by_key(rq->lang, arena_fmt(rq->arena, "indicator.%s.name", key));
        list[n++] = (struct input_choice){key, name, "", false};
    }
    for (size_t i = 0; i < n; i++) list[i].chosen = strcmp(list[i].value, chosen) == 0;
    *ret = list;
    return n;
}
