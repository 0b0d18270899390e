/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside publication only.
 */
#ifndef VEJVISER_PUBLICATION_INTERNAL_H
#define VEJVISER_PUBLICATION_INTERNAL_H

#include "publication/publication.h"

/* Inside store_write(). */
bool publication_event_add(struct db *w, int64_t publication, const char *kind, int64_t account,
                           int64_t at, const char *comment, struct err *err);

#endif
