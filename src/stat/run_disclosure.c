/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat suppress, audit: disclosure control of a table given as a list of cells.
 *
 * The list is laid out as a grid for each table, with a last row and column of totals. To suppress,
 * what is not in the list is 0 and totals are worked out; to audit, what is not there was not
 * published, and is hidden.
 */
#include "gen/msg.h"
#include "stat/commands.h"
#include "stat/disclosure.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#define NUMBER STAT_COLUMN, FRAME_DOUBLE, .missing = true, .ranged = true, .low = 0, .high = 1e15
#define SHAPE                                                                                      \
    {"row", STAT_COLUMN, FRAME_FACTOR, .standard = "row"},                                         \
        {"col", STAT_COLUMN, FRAME_FACTOR, .standard = "col"},                                     \
        {"table", STAT_COLUMN, FRAME_FACTOR},                                                      \
        {"within", STAT_COLUMN, FRAME_FACTOR, .missing = true}, {                                  \
        "total", STAT_TEXT                                                                         \
    }
#define RULE                                                                                       \
    {"threshold", STAT_WHOLE, .standard = "5", .ranged = true, .low = 0, .high = 1e6},             \
        {"group", STAT_WHOLE, .standard = "0", .ranged = true, .low = 0, .high = 1e6},             \
        {"extreme", STAT_WHOLE, .standard = "0", .ranged = true, .low = 0, .high = 1e6}, {         \
        "zero", STAT_FLAG                                                                          \
    }

static const struct stat_option suppress_options[] = {
    SHAPE,
    {"x", STAT_COLUMN, FRAME_DOUBLE, .standard = "value", .ranged = true, .low = 0, .high = 1e15},
    RULE,
    {"percent", STAT_NUMBER, .ranged = true, .low = 0, .high = 100},
    {"dominant", STAT_NUMBER, .ranged = true, .low = 1, .high = 100},
    {"persons", NUMBER},
    {"first", NUMBER},
    {"second", NUMBER},
    {"largest", NUMBER},
    {"before", STAT_FILE},
    {0},
};
static const struct stat_option audit_options[] = {
    SHAPE, {"x", NUMBER, .standard = "value"},
    RULE,  {"status", STAT_COLUMN, FRAME_FACTOR, .missing = true, .standard = "status"},
    {0},
};

#define NOWHERE SIZE_MAX

struct grid {
    struct stat_call *call;
    const struct frame_column *row, *col, *table, *within, *value;
    size_t tables_n, rows_n, cols_n; /* without totals */
    uint32_t row_total, col_total;   /* the level that is one, FRAME_NO_LEVEL */
    size_t *row_of, *col_of;         /* of a level: its place in the grid */
    uint32_t *row_level, *col_level; /* of a place */
    size_t *at;                      /* tables * (rows + 1) * (cols + 1): the row of the file */
    double *values;
    int32_t *cells, *parents; /* parents: tables * rows */
};

static size_t grid_place(const struct grid *g, size_t table, size_t row, size_t col) {
    return (table * (g->rows_n + 1) + row) * (g->cols_n + 1) + col;
}

static size_t grid_size(const struct grid *g) { return grid_place(g, g->tables_n, 0, 0); }

/* ---- reading ---- */

static bool is_total(const char *text, const char *given) {
    static const char *const usual[] = {"total", "i alt", "ialt", "sum", "all", "alle"};
    if (given) return strcmp(text, given) == 0;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (strcasecmp(text, usual[i]) == 0) return true;
    return false;
}

/* Places by first appearance; the total is last. Returns how many without it. */
static size_t levels_place(const struct grid *g, const struct frame_column *column,
                           uint32_t *ret_total, size_t **ret_of, uint32_t **ret_level) {
    struct arena *a = g->call->arena;
    const char *total = stat_text(g->call, "total");
    size_t n = 0;
    *ret_of = arena_array(a, column->levels_n, sizeof **ret_of);
    *ret_level = arena_array(a, column->levels_n + 1, sizeof **ret_level);
    *ret_total = FRAME_NO_LEVEL;
    for (uint32_t i = 0; i < column->levels_n; i++) {
        if (is_total(column->levels[i], total)) {
            *ret_total = i;
            continue;
        }
        (*ret_level)[n] = i;
        (*ret_of)[i] = n++;
    }
    (*ret_level)[n] = *ret_total;
    if (*ret_total != FRAME_NO_LEVEL) (*ret_of)[*ret_total] = n;
    return n;
}

static bool parent_read(struct grid *g, size_t i, size_t table, size_t row, struct err *err) {
    uint32_t level = g->within->level[i];
    if (level == FRAME_NO_LEVEL || row == g->rows_n) return true;
    uint32_t parent = frame_level(g->row, g->within->levels[level]);
    if (parent == g->row_total && parent != FRAME_NO_LEVEL) return true;
    if (parent == FRAME_NO_LEVEL)
        return stat_refuse(g->call, g->within, i, msg_stat_no_such_row(g->call->lang), err);
    g->parents[table * g->rows_n + row] = (int32_t)g->row_of[parent];
    return true;
}

static bool cell_read(struct grid *g, size_t i, struct err *err) {
    size_t table = g->table ? g->table->level[i] : 0;
    size_t row = g->row_of[g->row->level[i]], col = g->col_of[g->col->level[i]];
    size_t place = grid_place(g, table, row, col);
    if (g->at[place] != NOWHERE)
        return stat_refuse(g->call, g->row, i, msg_stat_cell_twice(g->call->lang), err);
    g->at[place] = i;
    g->values[place] = isnan(g->value->x[i]) ? 0 : g->value->x[i];
    return !g->within || parent_read(g, i, table, row, err);
}

static bool grid_read(struct grid *g, struct stat_call *call, struct err *err) {
    struct arena *a = call->arena;
    *g = (struct grid){.call = call,
                       .row = stat_column(call, "row"),
                       .col = stat_column(call, "col"),
                       .table = stat_column(call, "table"),
                       .within = stat_column(call, "within"),
                       .value = stat_column(call, "x")};
    g->tables_n = g->table ? g->table->levels_n : 1;
    g->rows_n = levels_place(g, g->row, &g->row_total, &g->row_of, &g->row_level);
    g->cols_n = levels_place(g, g->col, &g->col_total, &g->col_of, &g->col_level);
    if ((double)g->tables_n * (double)(g->rows_n + 1) * (double)(g->cols_n + 1) > 5e6)
        return err_set(err, ERR_INPUT, "%s", msg_stat_too_many(call->lang));
    size_t n = grid_size(g);
    g->at = arena_array(a, n, sizeof *g->at);
    g->values = arena_array(a, n, sizeof *g->values);
    g->cells = arena_array(a, n, sizeof *g->cells);
    g->parents = arena_array(a, g->tables_n * g->rows_n + 1, sizeof *g->parents);
    for (size_t i = 0; i < n; i++) g->at[i] = NOWHERE, g->cells[i] = DISCLOSURE_NONE;
    for (size_t i = 0; i < g->tables_n * g->rows_n; i++) g->parents[i] = -1;
    for (size_t i = 0; i < call->frame.n; i++)
        if (!cell_read(g, i, err)) return false;
    return true;
}

/* ---- totals ---- */

/* What the list gives, or what was worked out where it gives nothing. */
static bool total_set(struct grid *g, size_t place, double sum, struct err *err) {
    struct arena *a = g->call->arena;
    size_t i = g->at[place];
    if (i == NOWHERE) {
        g->values[place] = sum;
        return true;
    }
    if (fabs(g->values[place] - sum) <= 1e-6 * fmax(1, fabs(sum))) return true;
    return stat_refuse(g->call, g->value, i,
                       msg_stat_no_sum(a, g->call->lang, arena_fmt(a, "%.15g", sum)), err);
}

/* Children before parents: a row's depth is how many rows it is part of. */
static bool rows_sum_up(struct grid *g, size_t table, struct err *err) {
    const int32_t *parents = &g->parents[table * g->rows_n];
    size_t width = g->cols_n + 1;
    int32_t *depth = arena_array(g->call->arena, g->rows_n + 1, sizeof *depth), deepest = 0;
    for (size_t r = 0; r < g->rows_n; r++) {
        for (int32_t up = parents[r]; up >= 0 && depth[r] <= (int32_t)g->rows_n; up = parents[up])
            depth[r]++;
        if (depth[r] > (int32_t)g->rows_n)
            return stat_refuse_option(g->call, "within", msg_stat_row_in_itself(g->call->lang),
                                      err);
        deepest = depth[r] > deepest ? depth[r] : deepest;
    }
    double *sum = arena_array(g->call->arena, (g->rows_n + 1) * width, sizeof *sum);
    bool *has_parts = arena_array(g->call->arena, g->rows_n + 1, sizeof *has_parts);
    for (size_t r = 0; r < g->rows_n; r++)
        if (parents[r] >= 0) has_parts[parents[r]] = true;
    has_parts[g->rows_n] = true;
    depth[g->rows_n] = -1;
    for (int32_t level = deepest; level >= -1; level--)
        for (size_t r = 0; r <= g->rows_n; r++) {
            if (depth[r] != level) continue;
            double row = 0;
            size_t up = r < g->rows_n && parents[r] >= 0 ? (size_t)parents[r] : g->rows_n;
            for (size_t c = 0; c < width; c++) {
                size_t place = grid_place(g, table, r, c);
                if (c < g->cols_n) {
                    if (has_parts[r] && !total_set(g, place, sum[r * width + c], err)) return false;
                    row += g->values[place];
                } else if (!total_set(g, place, row, err)) {
                    return false;
                }
                if (r < g->rows_n) sum[up * width + c] += g->values[place];
            }
        }
    return true;
}

static const char *level_name(const struct frame_column *column, const uint32_t *level, size_t i) {
    return level[i] == FRAME_NO_LEVEL ? "total" : column->levels[level[i]];
}

/* Tables share their total row. */
static bool tables_add(struct grid *g, struct disclosure *d, bool unchecked, struct err *err) {
    size_t width = g->cols_n + 1;
    for (size_t t = 0; t < g->tables_n; t++) {
        size_t place = grid_place(g, t, 0, 0), total = g->rows_n * width;
        for (size_t c = 0; t && c < width; c++) {
            g->cells[place + total + c] = g->cells[total + c];
            if (!unchecked && !total_set(g, place + total + c, g->values[total + c], err))
                return false;
        }
        struct disclosure_table table = {.rows = g->rows_n,
                                         .cols = g->cols_n,
                                         .values = &g->values[place],
                                         .parents = &g->parents[t * g->rows_n],
                                         .cell = &g->cells[place],
                                         .unchecked = unchecked};
        struct err own = {0};
        if (!disclosure_table_add(d, &table, &own)) {
            const char *name = g->table ? g->table->levels[t] : "";
            return err_set(err, ERR_INPUT, "%s",
                           msg_stat_other_margin(g->call->arena, g->call->lang, name));
        }
    }
    return true;
}

static struct disclosure_rule rule_read(const struct stat_call *call) {
    return (struct disclosure_rule){.threshold = stat_whole(call, "threshold"),
                                    .group = stat_whole(call, "group"),
                                    .extreme = stat_whole(call, "extreme"),
                                    .zero = stat_flag(call, "zero")};
}

/* ---- the answer ---- */

static const char *const status_words[] = {"shown", "primary", "secondary", "hidden"};

static void cell_put(const struct grid *g, const struct disclosure *d, size_t t, size_t r,
                     size_t c) {
    const struct disclosure_cell *cell = &d->cells[g->cells[grid_place(g, t, r, c)]];
    struct out *out = g->call->out;
    if (g->table) out_text(out, g->table->levels[t]);
    out_text(out, level_name(g->row, g->row_level, r));
    out_text(out, level_name(g->col, g->col_level, c));
    if (cell->status == DISCLOSURE_SHOWN)
        out_real(out, cell->value);
    else
        out_none(out);
    out_text(out, status_words[cell->status]);
    out_real(out, cell->low);
    out_real(out, cell->high);
}

/* A row that only another table has is left out. */
static bool row_is_here(const struct grid *g, size_t t, size_t r) {
    for (size_t c = 0; c <= g->cols_n; c++)
        if (g->at[grid_place(g, t, r, c)] != NOWHERE) return true;
    return r == g->rows_n;
}

static void answer_put(const struct grid *g, const struct disclosure *d, bool only_given) {
    out_begin(g->call->out,
              g->table ? "table,row,col,value,status,low,high" : "row,col,value,status,low,high");
    for (size_t t = 0; t < g->tables_n; t++)
        for (size_t r = 0; r <= g->rows_n; r++)
            for (size_t c = 0; row_is_here(g, t, r) && c <= g->cols_n; c++)
                if (!only_given || g->at[grid_place(g, t, r, c)] != NOWHERE)
                    cell_put(g, d, t, r, c);
}

/* ---- suppress ---- */

static double number_at(const struct frame_column *column, size_t i) {
    return column && !isnan(column->x[i]) ? column->x[i] : 0;
}

/* What is known of the contributors to each amount; of totals that were worked out, nothing. */
static void amounts_read(const struct grid *g, struct disclosure *d) {
    const struct frame_column *persons = stat_column(g->call, "persons");
    const struct frame_column *first = stat_column(g->call, "first");
    const struct frame_column *second = stat_column(g->call, "second");
    const struct frame_column *largest = stat_column(g->call, "largest");
    if (!persons && !first && !largest) return;
    for (size_t p = 0; p < grid_size(g); p++) {
        struct disclosure_cell *c = &d->cells[g->cells[p]];
        if (c->persons < 0) c->persons = 0;
        if (g->at[p] == NOWHERE) continue;
        c->persons = number_at(persons, g->at[p]);
        c->first = number_at(first, g->at[p]);
        c->second = number_at(second, g->at[p]);
        c->largest = number_at(largest, g->at[p]);
    }
}

static void before_take(struct disclosure_cell *c, double value) {
    if (isnan(value))
        c->forced = true;
    else if (value == c->value)
        c->fixed = true;
    else
        c->before = value;
}

/* Row and column by name; what is no longer there says nothing about what is. */
static bool before_read(const struct grid *g, struct disclosure *d, struct err *err) {
    const char *path = stat_text(g->call, "before");
    const struct frame_want wants[] = {
        {"row", FRAME_FACTOR}, {"col", FRAME_FACTOR}, {"value", FRAME_DOUBLE, .missing = true}};
    struct frame f;
    if (!path) return true;
    if (g->table)
        return stat_refuse_option(g->call, "before", msg_stat_one_table(g->call->lang), err);
    if (!frame_read(g->call->arena, &(struct frame_source){.path = path}, wants, 3, g->call->lang,
                    &f, err))
        return false;
    const char *total = stat_text(g->call, "total");
    for (size_t i = 0; i < f.n; i++) {
        const char *row = f.columns[0].levels[f.columns[0].level[i]];
        const char *col = f.columns[1].levels[f.columns[1].level[i]];
        uint32_t r = frame_level(g->row, row), c = frame_level(g->col, col);
        bool has_row = r != FRAME_NO_LEVEL || is_total(row, total);
        bool has_col = c != FRAME_NO_LEVEL || is_total(col, total);
        if (!has_row || !has_col) continue;
        size_t place = grid_place(g, 0, r == FRAME_NO_LEVEL ? g->rows_n : g->row_of[r],
                                  c == FRAME_NO_LEVEL ? g->cols_n : g->col_of[c]);
        before_take(&d->cells[g->cells[place]], f.columns[2].x[i]);
    }
    return true;
}

static bool suppress_run(struct stat_call *call, struct err *err) {
    struct grid g;
    struct disclosure_rule rule = rule_read(call);
    struct err own = {0};
    rule.percent = stat_given(call, "percent") ? stat_number(call, "percent") : 0;
    rule.dominant = stat_given(call, "dominant") ? stat_number(call, "dominant") : 0;
    if (rule.percent > 0 && !stat_given(call, "first"))
        return stat_refuse_option(call, "percent", msg_stat_needs_first(call->lang), err);
    if (rule.dominant > 0 && !stat_given(call, "largest"))
        return stat_refuse_option(call, "dominant", msg_stat_needs_largest(call->lang), err);
    if (!grid_read(&g, call, err)) return false;
    struct disclosure *d = disclosure_new(call->arena);
    for (size_t t = 0; t < g.tables_n; t++)
        if (!rows_sum_up(&g, t, err)) return false;
    if (!tables_add(&g, d, false, err)) return false;
    amounts_read(&g, d);
    if (!before_read(&g, d, err)) return false;
    if (!disclosure_protect(d, &rule, &own))
        return err_set(err, own.kind, "%s", msg_stat_unprotected(call->lang));
    answer_put(&g, d, false);
    return true;
}

/* ---- audit ---- */

static enum disclosure_status status_of(const char *word) {
    for (size_t k = 0; k < 3; k++)
        if (strcasecmp(word, status_words[k]) == 0) return (enum disclosure_status)k;
    return DISCLOSURE_HIDDEN;
}

/* A cell that is not in the file was not published, and may be a zero that was left out. The rows
 * of other tables are not part of this one, and their total row stands in the first. */
static void absent_take(const struct grid *g, struct disclosure_cell *c, size_t t, size_t r) {
    if (r < g->rows_n && !row_is_here(g, t, r)) return;
    if (r == g->rows_n && t) return;
    c->status = DISCLOSURE_HIDDEN;
    c->persons = 0;
}

static void status_read(const struct grid *g, struct disclosure *d) {
    const struct frame_column *status = stat_column(g->call, "status");
    size_t width = g->cols_n + 1, size = (g->rows_n + 1) * width;
    for (size_t p = 0; p < grid_size(g); p++) {
        struct disclosure_cell *c = &d->cells[g->cells[p]];
        size_t i = g->at[p];
        if (i == NOWHERE) {
            absent_take(g, c, p / size, p % size / width);
            continue;
        }
        uint32_t level = status->level[i];
        c->status = level == FRAME_NO_LEVEL ? DISCLOSURE_SHOWN : status_of(status->levels[level]);
        c->value = g->values[p];
        if (c->status == DISCLOSURE_SHOWN && isnan(g->value->x[i])) c->status = DISCLOSURE_HIDDEN;
    }
}

static bool audit_run(struct stat_call *call, struct err *err) {
    struct grid g;
    struct disclosure_rule rule = rule_read(call);
    struct err own = {0};
    if (!grid_read(&g, call, err)) return false;
    struct disclosure *d = disclosure_new(call->arena);
    if (!tables_add(&g, d, true, err)) return false;
    status_read(&g, d);
    if (!disclosure_audit(d, &rule, &own))
        return err_set(err, own.kind, "%s", msg_stat_nothing_fits(call->lang));
    if (g.row_total == FRAME_NO_LEVEL && g.col_total == FRAME_NO_LEVEL)
        stat_note(call, msg_stat_no_totals(call->lang));
    answer_put(&g, d, true);
    return true;
}

const struct stat_command stat_suppress = {"suppress", "stat.help.suppress", suppress_options,
                                           suppress_run};
const struct stat_command stat_audit = {"audit", "stat.help.audit", audit_options, audit_run};
