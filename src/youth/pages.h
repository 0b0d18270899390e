/* SPDX-License-Identifier: EUPL-1.2
 *
 * The handlers of this room, for its route table. Private to src/youth.
 */
#ifndef VEJVISER_YOUTH_PAGES_H
#define VEJVISER_YOUTH_PAGES_H

#include "youth/youth.h"

void youth_page_get(struct request *rq);     /* GET  /unge/{youth} */
void youth_page_cpr(struct request *rq);     /* POST /unge/{youth}/cpr */
void youth_caseload_get(struct request *rq); /* GET  /unge */
void youth_search_get(struct request *rq);   /* GET  /soeg */
void youth_search_json(struct request *rq);  /* GET  /soeg/forslag */
void youth_search_cpr(struct request *rq);   /* POST /soeg */
void youth_edit_get(struct request *rq);     /* GET  /unge/{youth}/stamdata */
void youth_edit_post(struct request *rq);    /* POST /unge/{youth}/stamdata */

/* handover.c, for the slice */
bool youth_handover_preview(struct request *rq, const struct handover *handover,
                            struct handover_lines *out, struct err *err);
bool youth_handover_move(struct db *w, struct arena *a, const struct handover *handover,
                         struct err *err);
bool youth_handover_back(struct db *w, struct arena *a, const struct handover *handover,
                         struct err *err);

#endif
