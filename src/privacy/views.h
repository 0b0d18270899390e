/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the views of this room show.
 */
#ifndef VEJVISER_PRIVACY_VIEWS_H
#define VEJVISER_PRIVACY_VIEWS_H

#include "privacy/privacy.h"
#include "youth/youth.h"

struct insight_room {
    const char *name; /* in the reader's language */
};
struct insight_page {
    const struct youth_head *head;
    struct insight_room *rooms;
    size_t rooms_n;
};

#endif
