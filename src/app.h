/* SPDX-License-Identifier: EUPL-1.2
 *
 * The whole product: which slices it has, and the site that is made of them.
 */
#ifndef VEJVISER_APP_H
#define VEJVISER_APP_H

#include "slice/slice.h"

/* Gives the list of slices to the house. Once, before anything else. */
void app_init(void);

/* The site of this installation: all route tables, the doors, the menu. `store` may be NULL to look at
 * the routes only. Valid until the next call; `a` must live as long as the site. */
const struct site *app_site(struct store *store, struct arena *a);

/* The jobs of all slices; *ret_n of them. Valid for the whole run. */
const struct job_kind *const *app_jobs(struct arena *a, size_t *ret_n);

#endif
