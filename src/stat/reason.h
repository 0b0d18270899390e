/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Why a number is not given. An estimator that cannot answer gives NaN and one of these; a reader
 * gets the words instead of a number. Shared by all estimators, so that the same lack has the same
 * words.
 */
#pragma once

#include "base/arena.h"
#include "base/format.h"

enum stat_reason {
    STAT_OK,
    STAT_NO_DATA,      /* nobody at all, or no total to divide by */
    STAT_NO_EVENTS,    /* nothing happened, or it happened to all */
    STAT_ONE_GROUP,    /* nothing to compare with */
    STAT_EMPTY_MARGIN, /* every stratum lacks one group or one outcome */
    STAT_ZERO_CELL,    /* an empty cell makes the ratio 0 or infinite */
    STAT_SEPARATION,   /* a covariate tells the outcome without error: no finite coefficient */
    STAT_MONOTONE,     /* the same in Cox regression: the likelihood has no top */
    STAT_COLLINEAR,    /* this column is a sum of the others */
    STAT_NOT_CONVERGED,
    STAT_FEW_POINTS,    /* fewer observations than the model has coefficients */
    STAT_SINGLE_UNIT,   /* a stratum of the survey with one unit: no variance can be told */
    STAT_FEW_CLUSTERS,  /* fewer than two clusters */
    STAT_EMPTY_STRATUM, /* somebody in the population whom nobody in the sample stands for */
};

/* A sentence; "" for STAT_OK. */
const char *stat_reason_text(struct arena *a, enum lang lang, enum stat_reason reason);
