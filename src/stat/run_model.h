/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the commands that fit a model have in common: the rows without empty cells, the columns of the
 * model, outcomes of two kinds, and the table of terms.
 */
#ifndef VEJVISER_STAT_RUN_MODEL_H
#define VEJVISER_STAT_RUN_MODEL_H

#include "stat/command.h"
#include "stat/design.h"
#include "stat/reason.h"

#define MODEL_X                                                                                    \
    { "x", STAT_COLUMNS, FRAME_AUTO, .missing = true, .required = true }
#define MODEL_FACTOR                                                                               \
    { "factor", STAT_COLUMNS, FRAME_FACTOR, .missing = true }
#define MODEL_WEIGHT                                                                               \
    { "weight", STAT_COLUMN, FRAME_DOUBLE, .missing = true, .ranged = true, .high = 1e15 }
#define MODEL_CLUSTER                                                                              \
    { "cluster", STAT_COLUMN, FRAME_FACTOR, .missing = true }
#define MODEL_ID                                                                                   \
    { "id", STAT_COLUMN, FRAME_FACTOR, .missing = true }

struct run_model {
    struct frame_column **x; /* --x, then --factor where it names none of --x */
    bool *as_factor;
    size_t x_n;
    struct design_rows rows;
};
/* Columns of --x and --factor (a column in both is a factor in its place in --x), and the rows that have
 * no empty cell in them nor in the columns of the options `others` (ends with NULL). Says how many were
 * left out. The command must have --x and --factor. */
void run_model_rows(struct stat_call *call, const char *const *others, struct run_model *ret);
/* The same without columns of a model: only the options `others`. *ret is zero, or has its x. */
void run_rows(struct stat_call *call, const char *const *others, struct run_model *ret);
struct design run_model_design(struct stat_call *call, const struct run_model *model,
                               bool has_ones);

/* In the rows used; NULL when the option was not given. */
double *run_numbers(struct stat_call *call, const struct run_model *model, const char *option);
uint32_t *run_levels(struct stat_call *call, const struct run_model *model, const char *option,
                     size_t *ret_n);
/* The cluster of each row: --cluster, else --id, else NULL. */
uint32_t *run_clusters(struct stat_call *call, const struct run_model *model, size_t *ret_n);
/* 0 and 1: numbers that are so already (with `two`: 1 and 2, where 2 is the event), FALSE and TRUE, or the
 * two values of a text in their order. False: a row is refused. */
bool run_zero_one(struct stat_call *call, const struct run_model *model, const char *option,
                  bool two, double **ret, struct err *err);

/* "term,coef,se,robust_se", with a note for each term that has a reason and for the whole. */
void run_terms_put(struct stat_call *call, const char *const *terms, size_t p, const double *coef,
                   const double *se, const double *robust_se, const enum stat_reason *reasons,
                   enum stat_reason why);
/* "WHAT: reason", once. */
void run_reason(struct stat_call *call, const char *what, enum stat_reason reason);
/* A note when clusters are so few that the robust errors are too small. */
void run_few_clusters(struct stat_call *call, size_t clusters);
/* A number for a note: "1.13". */
const char *run_short(const struct stat_call *call, double x);

#endif
