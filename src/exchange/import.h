/* SPDX-License-Identifier: EUPL-1.2
 *
 * An import from beginning to end; private to src/exchange. Command line and jobs both use it.
 */
#ifndef VEJVISER_IMPORT_H
#define VEJVISER_IMPORT_H

#include "exchange/figures.h"

#define IMPORT_REJECTS_MAX 10000 /* listed; all are counted */
#define IMPORT_CHANGES_MAX 50    /* shown before somebody confirms */
#define IMPORT_REMARKS_MAX 50

enum import_what { IMPORT_INSTITUTIONS, IMPORT_PUPILS, IMPORT_FIGURES };
const char *import_what_name(enum import_what what); /* "institutions", "pupils", "figures" */
bool import_what_by_name(const char *name, enum import_what *ret_what);

struct import_order {
    enum import_what what;
    const struct figure_table *kind; /* of figures */
    const char *path;
    int64_t file_time; /* when the file was written, unless it says so itself (XML does) */
    bool dry_run;
    enum lang lang;
    int64_t user_id;   /* for the use log; INT_NONE: the command line */
    const char *role;  /* "admin", or "system" for the command line */
    const char *route; /* "cli import pupils" */
    int64_t rows_hint; /* rows of the dry run before, for the progress; 0: unknown */
    /* done of total: rows with a hint, else bytes. False: stop with ERR_CANCELLED. May be NULL. */
    bool (*progress)(void *ctx, int64_t done, int64_t total);
    void *progress_ctx;
};

struct import_reject {
    int64_t row;
    const char *field, *reason;
};
struct import_change {
    int64_t row;
    enum put_result result;
    const char *about; /* "9.b, Nordre Skole" or the institution's name; never a person's */
    const char *
        field; /* key of the first field that differs (youth_match), or NULL; of figures the value */
    bool moves;
};
struct import_report {
    const char *fatal; /* why nothing could be read, in the order's language; NULL: it was read */
    int64_t read, fresh, changed, unchanged, rejected, kept, skipped;
    struct import_reject *rejects; /* the first IMPORT_REJECTS_MAX */
    size_t rejects_n;
    struct import_change *changes; /* the first IMPORT_CHANGES_MAX */
    size_t changes_n;
    struct import_reject *remarks; /* not wrong, to be looked at: the first IMPORT_REMARKS_MAX */
    size_t remarks_n;
};

/* Reads the file with `db`, compares every row with what is known and, unless dry, writes what is new
 * or changed in one transaction, together with a row in the use log.
 *   true   the report says how it went. A fatal file has written nothing; rejected rows have been
 *          left out and the others written.
 *   false  the disk, the database or somebody who cancelled; nothing was written. */
bool import_run(struct store *store, struct db *db, struct arena *a,
                const struct import_order *order, struct import_report *ret_report,
                struct err *err);
/* The same for figures, of which a file is taken whole or not at all; import_run() calls it. */
bool figures_import(struct store *store, struct db *db, struct arena *a,
                    const struct import_order *order, struct import_report *ret_report,
                    struct err *err);

#endif
