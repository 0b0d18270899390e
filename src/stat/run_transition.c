/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat transitions, project, simulate: how a cohort moves between states.
 */
#include "gen/msg.h"
#include "stat/commands.h"
#include "stat/transition.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define AGES_MAX  200
#define CELLS_MAX 1e7 /* numbers in the table of transitions */

#define WHO                                                                                        \
    {"sex", STAT_COLUMN, FRAME_FACTOR, .standard = "sex"},                                         \
        {"origin", STAT_COLUMN, FRAME_FACTOR, .standard = "origin"},                               \
        {"age",          STAT_COLUMN, FRAME_INT,       .standard = "age",                          \
         .ranged = true, .low = 0,    .high = AGES_MAX},                                           \
    {                                                                                              \
        "state", STAT_COLUMN, FRAME_FACTOR, .standard = "state"                                    \
    }
#define YEARS                                                                                      \
    .as = FRAME_INT, .standard = "years_in_state", .ranged = true, .low = 0, .high = AGES_MAX

static const struct stat_option transitions_options[] = {
    WHO,
    {"years", STAT_COLUMN, YEARS, .unless = "id"},
    {"to", STAT_COLUMN, FRAME_FACTOR, .standard = "to", .unless = "id"},
    {"id", STAT_COLUMN, FRAME_FACTOR},
    {"n", STAT_COLUMN, FRAME_DOUBLE, .ranged = true, .low = 0, .high = 1e12},
    {"least", STAT_NUMBER, .standard = "20", .ranged = true, .low = 0, .high = 1e12},
    {"band", STAT_WHOLE, .standard = "3", .ranged = true, .low = 1, .high = AGES_MAX},
    {"most-years", STAT_WHOLE, .standard = "7", .ranged = true, .low = 0, .high = AGES_MAX},
    {0},
};
#define MODEL                                                                                      \
    WHO, {"years", STAT_COLUMN, YEARS}, {"to", STAT_COLUMN, FRAME_FACTOR, .standard = "to"},       \
        {"p", STAT_COLUMN, FRAME_DOUBLE, .standard = "p", .ranged = true, .low = 0, .high = 1},    \
        {"groups", STAT_FILE}, {"start", STAT_FILE, .required = true}, {                           \
        "attained", STAT_TEXT                                                                      \
    }

static const struct stat_option project_options[] = {MODEL, {0}};
static const struct stat_option simulate_options[] = {
    MODEL,
    {"persons", STAT_WHOLE, .standard = "100000", .ranged = true, .low = 1, .high = 1e10},
    {"seed", STAT_WHOLE, .standard = "1", .ranged = true, .low = 0, .high = 9e18},
    {"threads", STAT_WHOLE, .standard = "2", .ranged = true, .low = 1, .high = 256},
    {0},
};

/* ---- the space that a file spans ---- */

struct span {
    struct stat_call *call;
    struct frame_column *sex, *origin, *age, *state, *to, *years;
    const char **states; /* of both columns, in order of name */
    size_t *of_state, *of_to;
    int64_t first_age;
    struct transition_space space;
};

static size_t state_place(struct span *s, const char *name) {
    for (size_t i = 0; i < s->space.states; i++)
        if (strcmp(s->states[i], name) == 0) return i;
    s->states[s->space.states] = name;
    return s->space.states++;
}

static void states_place(struct span *s) {
    struct arena *a = s->call->arena;
    size_t to_n = s->to ? s->to->levels_n : 0;
    s->states = arena_array(a, s->state->levels_n + to_n, sizeof *s->states);
    s->of_state = arena_array(a, s->state->levels_n, sizeof *s->of_state);
    s->of_to = arena_array(a, to_n, sizeof *s->of_to);
    for (size_t i = 0; i < s->state->levels_n; i++)
        s->of_state[i] = state_place(s, s->state->levels[i]);
    for (size_t i = 0; i < to_n; i++) s->of_to[i] = state_place(s, s->to->levels[i]);
}

static bool span_read(struct span *s, struct stat_call *call, int64_t most_years, struct err *err) {
    *s = (struct span){.call = call,
                       .sex = stat_column(call, "sex"),
                       .origin = stat_column(call, "origin"),
                       .age = stat_column(call, "age"),
                       .state = stat_column(call, "state"),
                       .to = stat_column(call, "to"),
                       .years = stat_column(call, "years")};
    size_t n = call->frame.n;
    struct frame_column *factors[] = {s->sex, s->origin, s->state, s->to};
    for (size_t i = 0; i < 4; i++)
        if (factors[i]) frame_sort_levels(call->arena, factors[i], n);
    if (s->state->levels_n + (s->to ? s->to->levels_n : 0) > 2 * TRANSITION_STATES_MAX)
        return err_set(err, ERR_INPUT, "%s", msg_stat_too_many_states(call->lang));
    states_place(s);
    int64_t low = INT64_MAX, high = 0, longest = s->years ? 0 : most_years;
    for (size_t i = 0; i < n; i++) {
        low = s->age->i[i] < low ? s->age->i[i] : low;
        high = s->age->i[i] > high ? s->age->i[i] : high;
        if (s->years && s->years->i[i] > longest) longest = s->years->i[i];
    }
    s->first_age = low;
    s->space.sexes = s->sex->levels_n;
    s->space.origins = s->origin->levels_n;
    s->space.ages = (size_t)(high - low) + 1;
    s->space.years = (size_t)(longest < most_years ? longest : most_years) + 1;
    double numbers = (double)transition_cells(&s->space) * (double)s->space.states;
    if (s->space.states > TRANSITION_STATES_MAX || numbers > CELLS_MAX ||
        transition_stays(&s->space) > TRANSITION_STAYS_MAX)
        return err_set(err, ERR_INPUT, "%s", msg_stat_too_many_states(call->lang));
    return true;
}

static size_t cell_at(const struct span *s, size_t i, size_t years) {
    size_t group = s->sex->level[i] * s->space.origins + s->origin->level[i];
    return transition_cell(&s->space, group, (size_t)(s->age->i[i] - s->first_age),
                           s->of_state[s->state->level[i]], years);
}

/* ---- transitions ---- */

struct person_year {
    uint32_t id;
    uint32_t row;
    int64_t age;
};

static int by_person(const void *x, const void *y) {
    const struct person_year *a = x, *b = y;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    return a->age < b->age ? -1 : a->age > b->age;
}

/* One row a person and year: next year's state is that of the row a year older, and the years in
 * the state are those seen before it without a break. A last year has no next and counts nothing. */
static bool count_by_id(const struct span *s, double *counts, struct err *err) {
    struct stat_call *call = s->call;
    const struct frame_column *id = stat_column(call, "id"), *weight = stat_column(call, "n");
    size_t n = call->frame.n;
    struct person_year *rows = arena_array(call->arena, n, sizeof *rows);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct person_year){id->level[i], (uint32_t)i, s->age->i[i]};
    qsort(rows, n, sizeof *rows, by_person);
    size_t years = 0;
    for (size_t k = 0; k + 1 < n; k++) {
        const struct person_year *now = &rows[k], *next = &rows[k + 1];
        if (now->id != next->id) {
            years = 0;
            continue;
        }
        if (now->age == next->age)
            return stat_refuse(call, s->age, next->row, msg_stat_year_twice(call->lang), err);
        size_t state = s->of_state[s->state->level[now->row]];
        size_t to = s->of_state[s->state->level[next->row]];
        bool follows = next->age == now->age + 1;
        if (follows)
            counts[cell_at(s, now->row, years) * s->space.states + to] +=
                weight ? weight->x[now->row] : 1;
        years = follows && to == state ? years + 1 : 0;
    }
    return true;
}

static void count_by_row(const struct span *s, double *counts) {
    const struct frame_column *weight = stat_column(s->call, "n");
    for (size_t i = 0; i < s->call->frame.n; i++) {
        size_t to = s->of_to[s->to->level[i]];
        counts[cell_at(s, i, (size_t)s->years->i[i]) * s->space.states + to] +=
            weight ? weight->x[i] : 1;
    }
}

static const char *const level_words[] = {"own", "origin", "sex", "age", "years", "none"};

static void transitions_note(struct stat_call *call, const uint8_t *level, size_t cells) {
    int64_t n[TRANSITION_LEVELS] = {0};
    for (size_t c = 0; c < cells; c++) n[level[c]]++;
    stat_note(call, msg_stat_pooled(call->arena, call->lang, n[TRANSITION_OWN],
                                    n[TRANSITION_ORIGIN], n[TRANSITION_SEX], n[TRANSITION_AGE],
                                    n[TRANSITION_YEARS], n[TRANSITION_NONE]));
}

static void cell_put(const struct span *s, size_t cell, const double *p, const double *counts,
                     uint8_t level) {
    const struct transition_space *sp = &s->space;
    struct out *out = s->call->out;
    size_t year = cell % sp->years, state = cell / sp->years % sp->states;
    size_t age = cell / transition_stays(sp) % sp->ages;
    size_t group = cell / transition_stays(sp) / sp->ages;
    double n = 0;
    for (size_t to = 0; to < sp->states; to++) n += counts[cell * sp->states + to];
    for (size_t to = 0; to < sp->states; to++) {
        if (p[cell * sp->states + to] <= 0) continue;
        out_text(out, s->sex->levels[group / sp->origins]);
        out_text(out, s->origin->levels[group % sp->origins]);
        out_whole(out, s->first_age + (int64_t)age);
        out_text(out, s->states[state]);
        out_whole(out, (int64_t)year);
        out_text(out, s->states[to]);
        out_real(out, p[cell * sp->states + to]);
        out_real(out, n);
        out_text(out, level_words[level]);
    }
}

static bool transitions_run(struct stat_call *call, struct err *err) {
    struct span s;
    if (!span_read(&s, call, stat_whole(call, "most-years"), err)) return false;
    size_t cells = transition_cells(&s.space);
    double *counts = arena_array(call->arena, cells * s.space.states, sizeof *counts);
    double *p = arena_array(call->arena, cells * s.space.states, sizeof *p);
    uint8_t *level = arena_array(call->arena, cells, 1);
    if (!stat_given(call, "id"))
        count_by_row(&s, counts);
    else if (!count_by_id(&s, counts, err))
        return false;
    transition_pool(call->arena, &s.space, counts, stat_number(call, "least"),
                    (size_t)stat_whole(call, "band"), p, level, NULL);
    out_begin(call->out, "sex,origin,age,state,years_in_state,to,p,n,pooled");
    for (size_t c = 0; c < cells; c++) cell_put(&s, c, p, counts, level[c]);
    transitions_note(call, level, cells);
    return true;
}

/* ---- the model that project and simulate read ---- */

struct model {
    struct span span;
    double *p, *start, *share; /* share: of each group */
    bool *target;
};

/* A state without rows is one that nobody leaves. A year in a state without rows is as the one
 * before it. */
static bool model_fill(struct model *m, struct err *err) {
    const struct transition_space *sp = &m->span.space;
    struct stat_call *call = m->span.call;
    for (size_t c = 0; c < transition_cells(sp); c++) {
        double sum = 0, *row = &m->p[c * sp->states];
        for (size_t to = 0; to < sp->states; to++) sum += row[to];
        if (fabs(sum - 1) < 1e-9) continue;
        size_t state = c / sp->years % sp->states, year = c % sp->years;
        if (sum > 0) {
            const char *text = arena_fmt(call->arena, "%.15g", sum);
            int64_t age = m->span.first_age + (int64_t)(c / transition_stays(sp) % sp->ages);
            return err_set(err, ERR_INPUT, "%s",
                           msg_stat_not_one(call->arena, call->lang, m->span.states[state], age,
                                            (int64_t)year, text));
        }
        if (year)
            memcpy(row, row - sp->states, sp->states * sizeof *row);
        else
            row[state] = 1;
    }
    return true;
}

static bool model_p(struct model *m, struct err *err) {
    struct span *s = &m->span;
    struct stat_call *call = s->call;
    const struct frame_column *p = stat_column(call, "p");
    size_t cells = transition_cells(&s->space);
    m->p = arena_array(call->arena, cells * s->space.states, sizeof *m->p);
    bool *seen = arena_array(call->arena, cells * s->space.states, sizeof *seen);
    for (size_t i = 0; i < call->frame.n; i++) {
        size_t at =
            cell_at(s, i, (size_t)s->years->i[i]) * s->space.states + s->of_to[s->to->level[i]];
        if (seen[at]) return stat_refuse(call, s->to, i, msg_stat_cell_twice(call->lang), err);
        seen[at] = true;
        m->p[at] = p->x[i];
    }
    return model_fill(m, err);
}

static bool share_file(struct model *m, const char *option, const struct frame_want *wants,
                       size_t wants_n, struct frame *ret, struct err *err) {
    struct stat_call *call = m->span.call;
    struct frame_source source = {.path = stat_text(call, option)};
    return frame_read(call->arena, &source, wants, wants_n, call->lang, ret, err);
}

#define SHARE                                                                                      \
    { "share", FRAME_DOUBLE, .ranged = true, .low = 0, .high = 1e12 }

static bool start_read(struct model *m, struct err *err) {
    struct stat_call *call = m->span.call;
    const struct frame_want wants[] = {{"state", FRAME_FACTOR}, SHARE};
    struct frame f;
    double sum = 0;
    if (!share_file(m, "start", wants, 2, &f, err)) return false;
    m->start = arena_array(call->arena, m->span.space.states, sizeof *m->start);
    for (size_t i = 0; i < f.n; i++) {
        size_t state = 0;
        while (state < m->span.space.states &&
               strcmp(m->span.states[state], f.columns[0].levels[f.columns[0].level[i]]) != 0)
            state++;
        if (state == m->span.space.states)
            return frame_refuse(&f, i, 0, call->lang, msg_stat_no_such_state(call->lang), err);
        m->start[state] += f.columns[1].x[i];
        sum += f.columns[1].x[i];
    }
    if (sum <= 0) return stat_refuse_option(call, "start", msg_stat_no_share(call->lang), err);
    for (size_t i = 0; i < m->span.space.states; i++) m->start[i] /= sum;
    return true;
}

/* Without --groups, all are alike in size. */
static bool groups_read(struct model *m, struct err *err) {
    struct span *s = &m->span;
    struct stat_call *call = s->call;
    size_t groups = transition_groups(&s->space);
    const struct frame_want wants[] = {{"sex", FRAME_FACTOR}, {"origin", FRAME_FACTOR}, SHARE};
    struct frame f;
    double sum = 0;
    m->share = arena_array(call->arena, groups, sizeof *m->share);
    for (size_t g = 0; g < groups; g++) m->share[g] = 1 / (double)groups;
    if (!stat_given(call, "groups")) return true;
    if (!share_file(m, "groups", wants, 3, &f, err)) return false;
    memset(m->share, 0, groups * sizeof *m->share);
    for (size_t i = 0; i < f.n; i++) {
        uint32_t sex = frame_level(s->sex, f.columns[0].levels[f.columns[0].level[i]]);
        uint32_t origin = frame_level(s->origin, f.columns[1].levels[f.columns[1].level[i]]);
        if (sex == FRAME_NO_LEVEL || origin == FRAME_NO_LEVEL)
            return frame_refuse(&f, i, sex == FRAME_NO_LEVEL ? 0 : 1, call->lang,
                                msg_stat_no_such_group(call->lang), err);
        m->share[sex * s->space.origins + origin] += f.columns[2].x[i];
        sum += f.columns[2].x[i];
    }
    if (sum <= 0) return stat_refuse_option(call, "groups", msg_stat_no_share(call->lang), err);
    for (size_t g = 0; g < groups; g++) m->share[g] /= sum;
    return true;
}

/* --attained: states joined by commas. */
static bool target_read(struct model *m, struct err *err) {
    struct stat_call *call = m->span.call;
    const char *names = stat_text(call, "attained");
    if (!names) return true;
    m->target = arena_array(call->arena, m->span.space.states, sizeof *m->target);
    for (const char *at = names;; at++) {
        size_t len = strcspn(at, ","), state = 0;
        while (state < m->span.space.states && (strlen(m->span.states[state]) != len ||
                                                memcmp(m->span.states[state], at, len) != 0))
            state++;
        if (state == m->span.space.states)
            return stat_refuse_option(call, "attained", msg_stat_no_such_state(call->lang), err);
        m->target[state] = true;
        at += len;
        if (!*at) return true;
    }
}

static bool model_read(struct model *m, struct stat_call *call, struct err *err) {
    *m = (struct model){0};
    return span_read(&m->span, call, AGES_MAX, err) && model_p(m, err) && start_read(m, err) &&
           groups_read(m, err) && target_read(m, err);
}

/* ---- the answer ---- */

struct point {
    const char *sex, *origin;
    const double *state; /* shares */
    double attained;
};

static void point_put(const struct model *m, size_t age, const struct point *point) {
    struct out *out = m->span.call->out;
    for (size_t state = 0; state < m->span.space.states; state++) {
        out_text(out, point->sex);
        out_text(out, point->origin);
        out_whole(out, m->span.first_age + (int64_t)age);
        out_text(out, m->span.states[state]);
        out_real(out, point->state[state]);
        out_real(out, m->target ? point->attained : (double)NAN);
    }
}

/* Each group, then all of them by their shares. */
static void answer_put(const struct model *m, const double *state, const double *attained) {
    const struct transition_space *sp = &m->span.space;
    size_t points = sp->ages + 1;
    double *all = arena_array(m->span.call->arena, sp->states, sizeof *all);
    out_begin(m->span.call->out, "sex,origin,age,state,p,attained");
    for (size_t g = 0; g < transition_groups(sp); g++)
        for (size_t age = 0; age < points && m->share[g] > 0; age++) {
            struct point point = {
                m->span.sex->levels[g / sp->origins], m->span.origin->levels[g % sp->origins],
                &state[(g * points + age) * sp->states], attained[g * points + age]};
            point_put(m, age, &point);
        }
    for (size_t age = 0; age < points; age++) {
        struct point point = {"", "", all, 0};
        memset(all, 0, sp->states * sizeof *all);
        for (size_t g = 0; g < transition_groups(sp); g++) {
            for (size_t k = 0; k < sp->states; k++)
                all[k] += m->share[g] * state[(g * points + age) * sp->states + k];
            point.attained += m->share[g] * attained[g * points + age];
        }
        point_put(m, age, &point);
    }
}

static struct transition_plan plan_of(const struct model *m) {
    return (struct transition_plan){m->span.space, m->p, m->start, m->target};
}

static bool project_run(struct stat_call *call, struct err *err) {
    struct model m;
    if (!model_read(&m, call, err)) return false;
    struct transition_plan plan = plan_of(&m);
    size_t points = transition_groups(&plan.space) * (plan.space.ages + 1);
    double *state = arena_array(call->arena, points * plan.space.states, sizeof *state);
    double *attained = arena_array(call->arena, points, sizeof *attained);
    transition_project(call->arena, &plan, state, attained);
    answer_put(&m, state, attained);
    return true;
}

static bool simulate_run(struct stat_call *call, struct err *err) {
    struct model m;
    if (!model_read(&m, call, err)) return false;
    struct transition_plan plan = plan_of(&m);
    struct arena *a = call->arena;
    size_t groups = transition_groups(&plan.space), per = plan.space.ages + 1;
    size_t points = groups * per, states = plan.space.states;
    int64_t *persons = arena_array(a, groups, sizeof *persons);
    transition_divide(stat_whole(call, "persons"), m.share, groups, persons);
    struct transition_sample sample = {persons, (uint64_t)stat_whole(call, "seed"),
                                       (unsigned)stat_whole(call, "threads")};
    int64_t *state_n = arena_array(a, points * states, sizeof *state_n);
    int64_t *attained_n = arena_array(a, points, sizeof *attained_n);
    transition_simulate(a, &plan, &sample, state_n, attained_n);
    double *state = arena_array(a, points * states, sizeof *state);
    double *attained = arena_array(a, points, sizeof *attained), n = 0;
    for (size_t g = 0; g < groups; g++) n += (double)persons[g];
    for (size_t i = 0; i < points; i++) {
        double of = persons[i / per] ? (double)persons[i / per] : 1;
        for (size_t k = 0; k < states; k++)
            state[i * states + k] = (double)state_n[i * states + k] / of;
        attained[i] = (double)attained_n[i] / of;
    }
    for (size_t g = 0; g < groups; g++) m.share[g] = (double)persons[g] / n;
    answer_put(&m, state, attained);
    return true;
}

const struct stat_command stat_transitions = {"transitions", "stat.help.transitions",
                                              transitions_options, transitions_run};
const struct stat_command stat_project = {"project", "stat.help.project", project_options,
                                          project_run};
const struct stat_command stat_simulate = {"simulate", "stat.help.simulate", simulate_options,
                                           simulate_run};
