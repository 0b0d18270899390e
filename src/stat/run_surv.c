/* SPDX-License-Identifier: EUPL-1.2 */
#include "stat/run_surv.h"

#include "gen/msg.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* ---- what happened ---- */

static bool is_one_of(const char *text, const char *const *words) {
    for (; *words; words++)
        if (strcasecmp(text, *words) == 0) return true;
    return false;
}

/* A level that is a whole number from 0 on, or -1. */
static int code_of(const char *level) {
    char *end;
    double x = strtod(level, &end);
    bool number = *level && !*end && x >= 0 && x < 1e6 && floor(x) == x;
    return number ? (int)x : -1;
}

static bool all_numbers(const struct frame_column *column) {
    for (size_t i = 0; i < column->levels_n; i++) {
        char *end;
        strtod(column->levels[i], &end);
        if (!*column->levels[i] || *end) return false;
    }
    return true;
}

static size_t row_with_level(const struct frame *frame, const struct frame_column *column,
                             uint32_t level) {
    size_t i = 0;
    while (i < frame->n && column->level[i] != level) i++;
    return i;
}

/* Which level means censored; FRAME_NO_LEVEL: none does. */
static bool censor_find(struct stat_call *call, const struct frame_column *column, bool one_cause,
                        uint32_t *ret, struct err *err) {
    static const char *const words[] = {"0",        "false",     "f",          "cens", "censor",
                                        "censored", "censoring", "censureret", NULL};
    const char *name = stat_text(call, "censor");
    *ret = FRAME_NO_LEVEL;
    if (name) {
        *ret = frame_level(column, name);
        if (*ret != FRAME_NO_LEVEL) return true;
        return stat_refuse_option(call, "censor", msg_stat_no_such_level(call->lang), err);
    }
    for (uint32_t i = 0; i < column->levels_n; i++)
        if (is_one_of(column->levels[i], words) || code_of(column->levels[i]) == 0) {
            if (*ret != FRAME_NO_LEVEL)
                return stat_refuse(call, column, row_with_level(&call->frame, column, i),
                                   msg_stat_two_censors(call->lang), err);
            *ret = i;
        }
    bool numbers = all_numbers(column);
    bool one_two = one_cause && column->levels_n == 2 && code_of(column->levels[0]) == 1 &&
                   code_of(column->levels[1]) == 2;
    if (one_two) *ret = 0;
    bool logical = column->levels_n == 1 &&
                   (!strcasecmp(column->levels[0], "true") || !strcasecmp(column->levels[0], "t"));
    if (*ret != FRAME_NO_LEVEL || numbers || logical) return true;
    return stat_refuse_option(call, "event", msg_stat_which_censor(call->lang), err);
}

static bool events_read(struct stat_call *call, unsigned causes_most, struct run_surv *ret,
                        struct err *err) {
    struct frame_column *column = stat_column(call, "event");
    struct arena *a = call->arena;
    size_t n = call->frame.n;
    uint32_t censor;
    frame_sort_levels(a, column, n);
    if (!censor_find(call, column, causes_most == 1, &censor, err)) return false;
    bool numbers = all_numbers(column);
    uint8_t *code = arena_array(a, column->levels_n, sizeof *code);
    const char **causes = arena_array(a, SURV_CAUSES_MAX, sizeof *causes);
    unsigned causes_n = 0;
    for (uint32_t i = 0; i < column->levels_n; i++) {
        if (i == censor) continue;
        bool unknown = numbers && code_of(column->levels[i]) < 0;
        if (unknown || causes_n == causes_most) {
            const char *what = causes_most == 1 && !unknown ? msg_stat_one_event(call->lang)
                                                            : msg_stat_unknown_code(call->lang);
            return stat_refuse(call, column, row_with_level(&call->frame, column, i), what, err);
        }
        causes[causes_n] = column->levels[i];
        code[i] = (uint8_t)++causes_n;
    }
    uint8_t *event = arena_array(a, n, sizeof *event);
    for (size_t i = 0; i < n; i++) event[i] = code[column->level[i]];
    ret->causes = causes;
    ret->rows.event = event;
    ret->rows.causes_n = causes_n ? causes_n : 1;
    if (!causes_n) causes[0] = "1";
    return true;
}

bool run_surv_rows(struct stat_call *call, unsigned causes_most, struct run_surv *ret,
                   struct err *err) {
    const struct frame_column *entry = stat_column(call, "entry");
    const struct frame_column *exit = stat_column(call, "exit");
    *ret = (struct run_surv){.rows = {.n = call->frame.n, .exit = exit->x, .groups_n = 1}};
    if (entry) ret->rows.entry = entry->x;
    for (size_t i = 0; entry && i < call->frame.n; i++)
        if (entry->x[i] >= exit->x[i]) return run_surv_fault(call, SURV_ORDER, i, err);
    return events_read(call, causes_most, ret, err);
}

/* ---- persons ---- */

struct person_row {
    uint32_t person, row;
    double entry;
};

static int compare_persons(const void *left, const void *right) {
    const struct person_row *l = left, *r = right;
    if (l->person != r->person) return l->person < r->person ? -1 : 1;
    if (l->entry < r->entry || l->entry > r->entry) return l->entry < r->entry ? -1 : 1;
    return l->row < r->row ? -1 : l->row > r->row;
}

static bool joins(const struct surv_rows *rows, uint32_t left, uint32_t right) {
    bool same_group = !rows->group || rows->group[left] == rows->group[right];
    return same_group && !(rows->exit[left] < rows->entry[right]); /* no event: else refused */
}

/* Rows in the order of persons and time, joined, as new arrays. */
static bool persons_join(struct stat_call *call, struct surv_rows *rows, const struct person_row *p,
                         struct err *err) {
    struct arena *a = call->arena;
    double *entry = arena_array(a, rows->n, sizeof *entry);
    double *exit = arena_array(a, rows->n, sizeof *exit);
    uint8_t *event = arena_array(a, rows->n, sizeof *event);
    uint32_t *group = arena_array(a, rows->n, sizeof *group);
    uint32_t *cluster = arena_array(a, rows->n, sizeof *cluster);
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++) {
        uint32_t row = p[i].row, before = i ? p[i - 1].row : 0;
        bool again = i && p[i].person == p[i - 1].person;
        if (again && rows->exit[before] > rows->entry[row])
            return stat_refuse(call, stat_column(call, "id"), row, msg_stat_overlap(call->lang),
                               err);
        if (again && rows->event[before])
            return stat_refuse(call, stat_column(call, "id"), row, msg_stat_after_event(call->lang),
                               err);
        if (!(again && joins(rows, before, row))) entry[n++] = rows->entry[row];
        exit[n - 1] = rows->exit[row];
        event[n - 1] = rows->event[row];
        group[n - 1] = rows->group ? rows->group[row] : 0;
        cluster[n - 1] = rows->cluster ? rows->cluster[row] : p[i].person;
    }
    rows->n = n;
    rows->entry = entry;
    rows->exit = exit;
    rows->event = event;
    rows->cluster = cluster;
    if (rows->group) rows->group = group;
    return true;
}

bool run_surv_persons(struct stat_call *call, struct surv_rows *rows, struct err *err) {
    const struct frame_column *id = stat_column(call, "id");
    const struct frame_column *cluster = stat_column(call, "cluster");
    if (cluster) {
        rows->cluster = cluster->level;
        rows->clusters_n = (uint32_t)cluster->levels_n;
    }
    if (!id || id->levels_n == rows->n) return true;
    if (!cluster) rows->clusters_n = (uint32_t)id->levels_n;
    if (!rows->entry) {
        size_t second = 1;
        while (id->level[second] >= second) second++; /* the first level that was there before */
        return stat_refuse(call, id, second, msg_stat_overlap(call->lang), err);
    }
    struct person_row *p = arena_array(call->arena, rows->n, sizeof *p);
    for (size_t i = 0; i < rows->n; i++)
        p[i] = (struct person_row){id->level[i], (uint32_t)i, rows->entry[i]};
    qsort(p, rows->n, sizeof *p, compare_persons);
    return persons_join(call, rows, p, err);
}

/* ---- words ---- */

bool run_surv_fault(const struct stat_call *call, enum surv_fault fault, size_t row,
                    struct err *err) {
    switch (fault) {
    case SURV_ORDER:
        return stat_refuse(call, stat_column(call, "exit"), row, msg_stat_order(call->lang), err);
    case SURV_NOT_FINITE:
    case SURV_CODE:
        return stat_refuse(call, stat_column(call, "event"), row, msg_stat_unknown_code(call->lang),
                           err);
    case SURV_TOO_MANY:
        return err_set(err, ERR_INPUT, "%s", msg_stat_too_many(call->lang));
    case SURV_FINE:
    case SURV_STOPPED:
        break;
    }
    return false;
}

const char *run_time(const struct stat_call *call, double time) {
    return arena_fmt(call->arena, "%.15g", time);
}

const char *run_group_lead(const struct stat_call *call, const struct stat_groups *groups,
                           uint32_t group) {
    const char *name = groups->names[group];
    return *name ? arena_fmt(call->arena, "%s: ", name) : "";
}

void run_surv_notes(struct stat_call *call, const struct stat_groups *groups,
                    const struct surv_curve *curve) {
    const char *lead = run_group_lead(call, groups, curve->group);
    if (!curve->rows_n) stat_note(call, msg_stat_empty_group(call->arena, call->lang, lead));
    if (!isnan(curve->emptied))
        stat_note(call, msg_stat_emptied(call->arena, call->lang, lead,
                                         run_time(call, curve->emptied), (int64_t)curve->late_n));
    else if (!isnan(curve->gap))
        stat_note(call, msg_stat_gap(call->arena, call->lang, lead, run_time(call, curve->gap)));
}

void run_surv_empty(struct stat_call *call, bool edge, bool outside) {
    if (edge) stat_note(call, msg_stat_edge(call->lang));
    if (outside) stat_note(call, msg_stat_outside(call->lang));
}

/* ---- at certain times ---- */

static int compare_times(const void *left, const void *right) {
    double l = *(const double *)left, r = *(const double *)right;
    return (l > r) - (l < r);
}

/* How many of the sorted times are not above x. */
size_t run_times_until(const double *times, size_t n, double x) {
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (times[middle] <= x)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

const double *run_times_at(const struct stat_call *call, size_t *ret_n) {
    const double *given = stat_numbers(call, "at", ret_n);
    double *times = arena_array(call->arena, *ret_n + 1, sizeof *times);
    if (!*ret_n) return times;
    memcpy(times, given, *ret_n * sizeof *times);
    qsort(times, *ret_n, sizeof *times, compare_times);
    return times;
}

void run_surv_at(const struct stat_call *call, const struct surv_rows *rows, struct run_at *ret) {
    size_t n;
    const double *times = run_times_at(call, &n);
    *ret = (struct run_at){.n = n, .start = stat_number(call, "start")};
    if (!n) return;
    uint32_t *n_risk = arena_array(call->arena, (size_t)rows->groups_n * n + 1, sizeof *n_risk);
    for (size_t i = 0; i < rows->n; i++) {
        size_t g = rows->group ? rows->group[i] : 0;
        size_t from = rows->entry ? run_times_until(times, n, rows->entry[i]) : 0;
        size_t to = run_times_until(times, n, rows->exit[i]);
        if (from >= to) continue;
        n_risk[g * n + from]++;
        if (to < n) n_risk[g * n + to]--;
    }
    for (size_t g = 0; g < rows->groups_n; g++)
        for (size_t i = 1; i < n; i++) n_risk[g * n + i] += n_risk[g * n + i - 1];
    ret->times = times;
    ret->n_risk = n_risk;
}

size_t run_lines_n(const struct run_at *at, const struct surv_curve *curve) {
    return at->n ? at->n : curve->n;
}

static void line_whole(const struct surv_curve *curve, size_t i, struct run_line *ret) {
    ret->time = curve->time[i];
    ret->known = true;
    ret->line = i;
    ret->n_risk = curve->n_risk[i];
    ret->n_censor = curve->n_censor[i];
    for (unsigned k = 0; k < curve->causes_n; k++) ret->n_event[k] = curve->n_event[k][i];
}

void run_line(const struct run_at *at, const struct surv_curve *curve, size_t i,
              struct run_line *ret) {
    *ret = (struct run_line){0};
    if (!at->n) {
        line_whole(curve, i, ret);
        return;
    }
    double time = at->times[i];
    size_t from = i ? run_times_until(curve->time, curve->n, at->times[i - 1]) : 0;
    size_t to = run_times_until(curve->time, curve->n, time);
    ret->time = time;
    ret->n_risk = at->n_risk[curve->group * at->n + i];
    ret->line = to ? to - 1 : SIZE_MAX;
    ret->known = curve->n && !(time < at->start) &&
                 (time <= curve->time[curve->n - 1] || curve->surv[curve->n - 1] <= 0);
    for (size_t l = from; l < to; l++) {
        ret->n_censor += curve->n_censor[l];
        for (unsigned k = 0; k < curve->causes_n; k++) ret->n_event[k] += curve->n_event[k][l];
    }
}
