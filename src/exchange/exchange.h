/* SPDX-License-Identifier: EUPL-1.2
 *
 * exchange: files from other systems. The national register of institutions, pupils from SkoleGrunddata
 * (wsiEKSPORT XML) or as a documented CSV, and official figures; on the command line and at /import.
 *
 * docs/import.md says what is accepted, what is rejected, and what an import never does.
 */
#ifndef VEJVISER_EXCHANGE_H
#define VEJVISER_EXCHANGE_H

#include "slice/slice.h"

#include <stdio.h>

extern const struct slice exchange_slice;

/* `vejviser import WHAT FILE [--as KIND] [--dry-run] [--json]`. `what`: "institutions", "pupils", or "figures",
 * of which `as` is the kind (NULL for the others). Prints to
 * `out` a sentence, or with `json` one line
 *     {"read":N,"new":N,"changed":N,"unchanged":N,"rejected":N,"kept":N,"skipped":N}   and "remarks" of figures
 * and to `err_out` why the file could not be used, and the first rejected rows.
 * *ret_exit: 0 all good; 1 rows were rejected (the others are written), or nothing was written;
 * 2 wrong usage. False with *err when the disk or the database failed: nothing was written. */
bool import_command(struct store *store, const char *what, const char *as, const char *path,
                    bool dry_run, bool json, enum lang lang, FILE *out, FILE *err_out,
                    int *ret_exit, struct err *err);

#endif
