/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat multistate: the share in each state.
 */
#include "gen/msg.h"
#include "stat/commands.h"
#include "stat/multistate.h"
#include "stat/run_surv.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#define START "(s0)" /* the state before the first move, when --from is not given */

static const struct stat_option options[] = {
    {"entry", STAT_COLUMN, FRAME_DOUBLE, .required = true},
    STAT_EXIT,
    {"from", STAT_COLUMN, FRAME_FACTOR},
    {"to", STAT_COLUMN, FRAME_FACTOR, .missing = true, .required = true},
    STAT_CENSOR,
    STAT_ID,
    STAT_CLUSTER,
    STAT_BY,
    STAT_START,
    STAT_AT,
    {"se", STAT_CHOICE, .standard = "ij", .choices = "none|ij"},
    STAT_CONF_TYPE,
    STAT_CONF,
    {0},
};

struct states {
    unsigned n;
    const char *names[MULTISTATE_MAX];
};

struct stays {
    struct stat_call *call;
    struct states states;
    struct multistate_rows rows;
    uint8_t *from, *to;
    double *entry, *exit;
    uint32_t *group, *cluster;
};

/* ---- states ---- */

static int state_of(struct states *states, const char *name) {
    for (unsigned i = 0; i < states->n; i++)
        if (strcmp(states->names[i], name) == 0) return (int)i;
    if (states->n == MULTISTATE_MAX) return -1;
    states->names[states->n] = name;
    return (int)states->n++;
}

static bool is_censored(const struct stat_call *call, const char *level) {
    static const char *const words[] = {"0",        "cens",      "censor",
                                        "censored", "censoring", "censureret"};
    const char *name = stat_text(call, "censor");
    if (name) return strcmp(level, name) == 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(level, words[i]) == 0) return true;
    return false;
}

/* Each level's state, in one list for both columns: those of --from first, each in order. */
static bool levels_map(struct stays *s, struct frame_column *column, bool may_end, uint8_t *map,
                       struct err *err) {
    frame_sort_levels(s->call->arena, column, s->call->frame.n);
    for (size_t i = 0; i < column->levels_n; i++) {
        int state = MULTISTATE_STAYS;
        if (!(may_end && is_censored(s->call, column->levels[i])))
            state = state_of(&s->states, column->levels[i]);
        if (state < 0)
            return stat_refuse_option(s->call, may_end ? "to" : "from",
                                      msg_stat_many_states(s->call->lang), err);
        map[i] = (uint8_t)state;
    }
    return true;
}

static bool states_read(struct stays *s, struct err *err) {
    struct frame_column *from = stat_column(s->call, "from"), *to = stat_column(s->call, "to");
    struct arena *a = s->call->arena;
    size_t n = s->call->frame.n;
    uint8_t *from_map = arena_array(a, from ? from->levels_n : 1, 1);
    uint8_t *to_map = arena_array(a, to->levels_n + 1, 1);
    if (from && !levels_map(s, from, false, from_map, err)) return false;
    if (!from) state_of(&s->states, START);
    if (!levels_map(s, to, true, to_map, err)) return false;
    for (size_t i = 0; i < n; i++) {
        s->from[i] = from ? from_map[from->level[i]] : 0;
        s->to[i] = to->level[i] == FRAME_NO_LEVEL ? MULTISTATE_STAYS : to_map[to->level[i]];
    }
    return true;
}

/* ---- persons ---- */

struct stay {
    double entry;
    uint32_t person, row;
};

static int compare_stays(const void *left, const void *right) {
    const struct stay *l = left, *r = right;
    if (l->person != r->person) return l->person < r->person ? -1 : 1;
    if (l->entry < r->entry || l->entry > r->entry) return l->entry < r->entry ? -1 : 1;
    return l->row < r->row ? -1 : l->row > r->row;
}

/* What is wrong with a row after the one before of the same person, or NULL. */
static const char *stay_fault(const struct stays *s, uint32_t before, uint32_t row, bool stated) {
    const double *entry = stat_column(s->call, "entry")->x, *exit = stat_column(s->call, "exit")->x;
    uint8_t now = s->to[before] == MULTISTATE_STAYS ? s->from[before] : s->to[before];
    if (exit[before] > entry[row]) return msg_stat_overlap(s->call->lang);
    if (!stated) {
        s->from[row] = now;
        return NULL;
    }
    bool at_once = !(exit[before] < entry[row]);
    return at_once && s->from[row] != now ? msg_stat_leap(s->call->lang) : NULL;
}

/* A stay that goes on at once in the next row of the same group, without a move. */
static bool goes_on(const struct stays *s, const struct stat_groups *groups, uint32_t before,
                    uint32_t row) {
    const double *entry = stat_column(s->call, "entry")->x, *exit = stat_column(s->call, "exit")->x;
    return groups->of_row[before] == groups->of_row[row] && s->to[before] == MULTISTATE_STAYS &&
           !(exit[before] < entry[row]);
}

static bool stays_read(struct stays *s, const struct stat_groups *groups, struct err *err) {
    const struct frame_column *id = stat_column(s->call, "id");
    const struct frame_column *cluster = stat_column(s->call, "cluster");
    const double *entry = stat_column(s->call, "entry")->x, *exit = stat_column(s->call, "exit")->x;
    struct arena *a = s->call->arena;
    size_t n = s->call->frame.n, kept = 0;
    struct stay *stays = arena_array(a, n, sizeof *stays);
    uint8_t *from = arena_array(a, n, 1), *to = arena_array(a, n, 1);
    for (size_t i = 0; i < n; i++) {
        stays[i] = (struct stay){entry[i], id ? id->level[i] : (uint32_t)i, (uint32_t)i};
        if (entry[i] >= exit[i]) return run_surv_fault(s->call, SURV_ORDER, i, err);
    }
    qsort(stays, n, sizeof *stays, compare_stays);
    for (size_t i = 0; i < n; i++) {
        uint32_t row = stays[i].row, before = i ? stays[i - 1].row : 0;
        bool again = i && stays[i].person == stays[i - 1].person;
        const char *fault = again ? stay_fault(s, before, row, stat_given(s->call, "from")) : NULL;
        if (fault) return stat_refuse(s->call, id, row, fault, err);
        if (!(again && goes_on(s, groups, before, row))) {
            s->entry[kept] = entry[row];
            from[kept++] = s->from[row];
        }
        s->exit[kept - 1] = exit[row];
        to[kept - 1] = s->to[row];
        s->group[kept - 1] = groups->of_row[row];
        s->cluster[kept - 1] = cluster ? cluster->level[row] : stays[i].person;
    }
    size_t clusters_n = cluster ? cluster->levels_n : id ? id->levels_n : n;
    s->rows = (struct multistate_rows){
        kept,       s->states.n,         s->entry, s->exit, from, to, s->group, (uint32_t)groups->n,
        s->cluster, (uint32_t)clusters_n};
    return true;
}

/* ---- the table ---- */

struct table {
    struct stays *stays;
    struct stat_groups groups;
    enum surv_scale scale;
    double conf, start;
    size_t at_n; /* times of --at; 0: each time of the curve */
    const double *at;
    const uint32_t *at_risk; /* at_risk[(group * at_n + i) * states + state] */
    bool edge, outside;
};

/* At risk at the times of --at: entry < t <= exit. */
static void at_read(struct table *t) {
    const struct multistate_rows *rows = &t->stays->rows;
    size_t states = rows->states_n;
    t->at = run_times_at(t->stays->call, &t->at_n);
    uint32_t *n =
        arena_array(t->stays->call->arena, rows->groups_n * t->at_n * states + 1, sizeof *n);
    for (size_t i = 0; i < rows->n; i++) {
        size_t to = run_times_until(t->at, t->at_n, rows->exit[i]);
        for (size_t k = run_times_until(t->at, t->at_n, rows->entry[i]); k < to; k++)
            n[(rows->group[i] * t->at_n + k) * states + rows->from[i]]++;
    }
    t->at_risk = n;
}

/* A line of the table: what the curve says at a time, and what has happened since the line before. */
struct line {
    double time;
    const double *p, *se; /* of each state; NULL: nothing is known */
    const uint32_t *n_risk;
    const uint32_t *n_event; /* [k * states]: of the curve's lines k < n_event_n */
    size_t n_event_n;
};

static void row_put(struct table *t, const struct multistate_curve *c, const struct line *line,
                    size_t state) {
    struct out *out = t->stays->call->out;
    double none = (double)NAN, lower, upper;
    double p = line->p ? line->p[state] : none, se = line->se ? line->se[state] : none;
    int64_t n_event = 0;
    for (size_t k = 0; k < line->n_event_n; k++) n_event += line->n_event[k * c->states_n + state];
    surv_interval(t->scale, t->conf, p, se, &lower, &upper);
    t->edge |= line->se && isnan(lower);
    t->outside |= !line->p;
    out_text(out, t->groups.names[c->group]);
    out_real(out, line->time);
    out_text(out, t->stays->states.names[state]);
    out_whole(out, line->n_risk[state]);
    out_whole(out, n_event);
    out_real(out, p);
    out_real(out, se);
    out_real(out, lower);
    out_real(out, upper);
}

/* Before the first time the shares are those of the beginning, which are taken as they are: no error. */
static struct line line_at(const struct table *t, const struct multistate_curve *c, size_t i) {
    static const double no_error[MULTISTATE_MAX] = {0};
    double time = t->at[i];
    size_t from = i ? run_times_until(c->time, c->n, t->at[i - 1]) : 0;
    size_t to = run_times_until(c->time, c->n, time), s = c->states_n;
    struct line line = {.time = time,
                        .n_risk = t->at_risk + (c->group * t->at_n + i) * s,
                        .n_event = c->n_event + from * s,
                        .n_event_n = to - from};
    if (!c->n || time < t->start || time > c->time[c->n - 1]) return line;
    line.p = to ? c->p + (to - 1) * s : c->begin;
    if (c->se) line.se = to ? c->se + (to - 1) * s : no_error;
    return line;
}

static struct line line_whole(const struct multistate_curve *c, size_t i) {
    size_t at = i * c->states_n;
    return (struct line){c->time[i],     c->p + at,       c->se ? c->se + at : NULL,
                         c->n_risk + at, c->n_event + at, 1};
}

static bool put(void *ctx, const struct multistate_curve *c) {
    struct table *t = ctx;
    struct stat_call *call = t->stays->call;
    for (size_t i = 0; i < (t->at_n ? t->at_n : c->n); i++) {
        struct line line = t->at_n ? line_at(t, c, i) : line_whole(c, i);
        for (size_t state = 0; state < c->states_n; state++) row_put(t, c, &line, state);
    }
    const char *lead = run_group_lead(call, &t->groups, c->group);
    if (!c->n) stat_note(call, msg_stat_empty_group(call->arena, call->lang, lead));
    if (!isnan(c->gap))
        stat_note(call, msg_stat_state_gap(call->arena, call->lang, lead, run_time(call, c->gap),
                                           t->stays->states.names[c->gap_state]));
    return true;
}

static bool run(struct stat_call *call, struct err *err) {
    struct arena *a = call->arena;
    size_t n = call->frame.n;
    struct stays stays = {.call = call,
                          .from = arena_array(a, n, 1),
                          .to = arena_array(a, n, 1),
                          .entry = arena_array(a, n, sizeof(double)),
                          .exit = arena_array(a, n, sizeof(double)),
                          .group = arena_array(a, n, sizeof(uint32_t)),
                          .cluster = arena_array(a, n, sizeof(uint32_t))};
    struct table table = {.stays = &stays,
                          .scale = (enum surv_scale)stat_choice(call, "conf-type"),
                          .conf = stat_number(call, "conf"),
                          .start = stat_number(call, "start")};
    if (!stat_given(call, "from") && !stat_given(call, "id"))
        return stat_refuse_option(call, "from", msg_stat_from_or_id(call->lang), err);
    stat_groups(call, "by", &table.groups);
    if (!states_read(&stays, err) || !stays_read(&stays, &table.groups, err)) return false;
    at_read(&table);
    out_begin(call->out, "stratum,time,state,n_risk,n_event,est,se,lower,upper");
    multistate_curves(a, &stays.rows, table.start, stat_choice(call, "se") == 1, put, &table);
    run_surv_empty(call, table.edge, table.outside);
    return true;
}

const struct stat_command stat_multistate = {"multistate", "stat.help.multistate", options, run};
