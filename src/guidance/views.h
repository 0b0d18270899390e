/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, and its handlers. Private to src/guidance.
 */
#ifndef VEJVISER_GUIDANCE_VIEWS_H
#define VEJVISER_GUIDANCE_VIEWS_H

#include "guidance/guidance.h"

struct note_choice {
    const char *value, *label;
    bool chosen;
};
struct note_panel {
    const char *action, *draft_url, *first_name;
    const struct note_choice *kinds, *when;
    size_t kinds_n, when_n;
    const char *body;     /* the draft, or what was typed */
    const char *restored; /* "Kladde fra 14.05", or NULL */
    bool restricted;
    const char *error;
};
struct note_page { /* the form alone, when it came back with an error */
    const char *name, *href;
    const struct note_panel *panel;
};

void note_post(struct request *rq);      /* POST /unge/{youth}/noter */
void note_undo_post(struct request *rq); /* POST /unge/{youth}/noter/{note}/fortryd */
void draft_post(struct request *rq);     /* POST /unge/{youth}/kladde */
void follow_up_post(struct request *rq); /* POST /unge/{youth}/opfoelgning/{followup} */

/* The note box for one person; body NULL: the draft on the server, if any. */
bool note_panel_make(struct request *rq, const char *youth_id, const char *body,
                     struct note_panel *ret_panel, struct err *err);

#define DRAFT_US (7LL * 24 * 3600 * 1000000) /* drafts are kept for seven days (ui guide § 3) */
/* The key that a draft is sealed for. */
const char *draft_row(struct arena *a, int64_t account, const char *place);

/* handover.c, for the slice */
bool guidance_handover_preview(struct request *rq, const struct handover *handover,
                               struct handover_lines *out, struct err *err);
bool guidance_handover_move(struct db *w, struct arena *a, const struct handover *handover,
                            struct err *err);
bool guidance_handover_back(struct db *w, struct arena *a, const struct handover *handover,
                            struct err *err);

#endif
