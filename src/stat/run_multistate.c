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
    double conf;
    bool edge;
};

static void row_put(struct table *t, const struct multistate_curve *c, size_t line, size_t state) {
    struct out *out = t->stays->call->out;
    size_t at = line * c->states_n + state;
    double p = c->p[at], se = c->se ? c->se[at] : (double)NAN, lower, upper;
    surv_interval(t->scale, t->conf, p, se, &lower, &upper);
    t->edge |= c->se && isnan(lower);
    out_text(out, t->groups.names[c->group]);
    out_real(out, c->time[line]);
    out_text(out, t->stays->states.names[state]);
    out_whole(out, c->n_risk[at]);
    out_whole(out, c->n_event[at]);
    out_real(out, p);
    out_real(out, se);
    out_real(out, lower);
    out_real(out, upper);
}

static bool put(void *ctx, const struct multistate_curve *c) {
    struct table *t = ctx;
    struct stat_call *call = t->stays->call;
    for (size_t line = 0; line < c->n; line++)
        for (size_t state = 0; state < c->states_n; state++) row_put(t, c, line, state);
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
                          .conf = stat_number(call, "conf")};
    if (!stat_given(call, "from") && !stat_given(call, "id"))
        return stat_refuse_option(call, "from", msg_stat_from_or_id(call->lang), err);
    stat_groups(call, "by", &table.groups);
    if (!states_read(&stays, err) || !stays_read(&stays, &table.groups, err)) return false;
    out_begin(call->out, "stratum,time,state,n_risk,n_event,est,se,lower,upper");
    multistate_curves(a, &stays.rows, stat_number(call, "start"), stat_choice(call, "se") == 1, put,
                      &table);
    run_surv_empty(call, table.edge, false);
    return true;
}

const struct stat_command stat_multistate = {"multistate", "stat.help.multistate", options, run};
