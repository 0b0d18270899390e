/* SPDX-License-Identifier: EUPL-1.2
 *
 * Between surv.c, which brings rows into groups and times into order, surv_scan.c, which estimates one
 * group, and surv_jack.c, which finds its jackknife errors.
 */
#ifndef VEJVISER_STAT_SURV_PRIVATE_H
#define VEJVISER_STAT_SURV_PRIVATE_H

#include "stat/surv.h"

/* A row of a group in one word: at risk at the places enter..leave of the group's row of times. */
#define SPELL(enter_, leave_, event_)                                                              \
    ((uint64_t)(leave_) << 32 | (uint64_t)(enter_) << 8 | (uint64_t)(event_))
#define SPELL_LEAVE(spell_) ((uint32_t)((spell_) >> 32))
#define SPELL_ENTER(spell_) ((uint32_t)((spell_) >> 8 & 0xFFFFFFU))
#define SPELL_EVENT(spell_) ((unsigned)((spell_)&0xFFU))

/* What one cluster has of influence: see surv_jack.c. */
struct surv_cluster {
    uint32_t stamp; /* of the group it was last seen in */
    uint32_t since; /* the line of cum[] at which the rest is right */
    double at_risk; /* its rows at risk */
    double phi;     /* influence on S, over S */
    double u[];     /* influence on F_k */
};

/* Memory for the largest group, and the curve that is made in it. */
struct surv_work {
    unsigned causes_n;
    enum surv_error error;
    uint32_t *cells; /* at each place: censored, d_1..d_k, entered; 0 between two groups */
    size_t cells_n;  /* places it has room for */
    /* one a line of the curve */
    double *time, *surv, *cumhaz, *surv_se, *cumhaz_se;
    double *est[SURV_CAUSES_MAX], *est_se[SURV_CAUSES_MAX];
    uint32_t *n_risk, *n_censor, *n_event[SURV_CAUSES_MAX];
    size_t lines_cap;
    /* jackknife */
    uint32_t *line_of; /* how many lines lie before a place */
    double *cum; /* before each line: C, then F_k and H_k of each cause; one line more than lines */
    uint64_t *by_leave;
    uint32_t *first;    /* of by_leave, for each line */
    uint64_t *by_enter; /* with clusters: enter line << 32 | cluster */
    uint32_t *leaving;  /* with clusters: the cluster of each in by_leave */
    char *clusters;     /* of struct surv_cluster, each cluster_size long */
    size_t cluster_size;
    uint32_t stamp;
    struct surv_curve curve;
};

/* One group's rows in places; what follows says which times they are. */
struct surv_group {
    const uint64_t *spells;
    const uint32_t *cluster; /* or NULL */
    size_t n;
    const double *times; /* of the places; NULL: first + place */
    double first;
};

#define SURV_CUM(causes_n_) (1 + 2 * (size_t)(causes_n_))

static inline struct surv_cluster *surv_cluster_at(const struct surv_work *w, uint32_t i) {
    return (struct surv_cluster *)(void *)(w->clusters + i * w->cluster_size);
}

void surv_scan(struct surv_work *w, const struct surv_group *group);
/* After surv_scan(): fills surv_se and est_se. */
void surv_jack(struct surv_work *w, const struct surv_group *group);

#endif
