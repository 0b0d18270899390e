/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, its handlers and its job. Private to src/exchange.
 */
#ifndef VEJVISER_EXCHANGE_VIEWS_H
#define VEJVISER_EXCHANGE_VIEWS_H

#include "exchange/exchange.h"
#include "gen/exchange.sql.h"

#define IMPORT_JOB "import"

struct import_line { /* one earlier run */
    int64_t job;
    int32_t day;
    const char *what, *filename, *outcome, *by_name;
};
struct kind_line { /* of official figures */
    const char *key, *words;
    bool chosen;
};
struct import_page {
    const struct form *form; /* when it came back with an error */
    const char *what;        /* chosen: "institutions", "pupils", "figures" or "" */
    const char *drawn;       /* as typed */
    const char *what_error, *file_error, *drawn_error, *kind_error;
    const struct kind_line *kinds;
    size_t kinds_n;
    const struct import_line *runs;
    size_t runs_n;
};

struct change_line {
    int64_t row;
    const char *result, *about, *field;
};
struct run_page {
    const struct q_exchange_run_row *run;
    const char *what;     /* "Elever", or which figures */
    int state;            /* enum job_state */
    const char *sentence; /* progress, failure or result in one sentence */
    int64_t progress, total;
    const struct change_line *changes;
    size_t changes_n;
    const struct q_exchange_rejects_row *rejects;
    size_t rejects_n;
    const struct q_exchange_remarks_row *remarks;
    size_t remarks_n;
    bool is_figures;
    bool may_confirm; /* a dry run whose file still waits */
    bool would_write; /* ... and has something to write */
    bool is_waiting, is_bad;
};

void import_get(struct request *rq);         /* GET  /import */
void import_post(struct request *rq);        /* POST /import */
void import_run_get(struct request *rq);     /* GET  /import/{job} */
void import_run_json(struct request *rq);    /* GET  /import/{job}/status */
void import_run_rejects(struct request *rq); /* GET  /import/{job}/afviste */
void import_run_confirm(struct request *rq); /* POST /import/{job}/bekraeft */
void import_run_cancel(struct request *rq);  /* POST /import/{job}/annuller */

bool import_job_run(struct job_context *jc, struct err *err);
/* Deletes the files of runs that nobody confirmed in a day, or whose job came to nothing. */
bool import_sweep(struct store *store, struct db *db, struct arena *a, struct err *err);

#endif
