/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show. Private to src/letter.
 */
#ifndef VEJVISER_LETTER_VIEWS_H
#define VEJVISER_LETTER_VIEWS_H

#include "letter/internal.h"

struct letter_list_line {
    const struct letter_line *line;
    const char *to; /* "Mor Berg (mor)" */
    const char *state;
    const char *badge; /* class of the state's badge */
};
struct letter_list_page {
    const char *youth_id, *name;
    const struct letter_list_line *lines;
    size_t lines_n;
};

/* A heading, a paragraph, or the items of a list. */
struct letter_item {
    const char *text;
};
struct letter_part {
    const char *heading, *paragraph;
    const struct letter_item *items;
    size_t items_n;
};
struct letter_page {
    const char *youth_id, *name;
    const struct letter_full *letter;
    const char *to, *state, *badge;
    const struct letter_part *parts;
    size_t parts_n;
    int32_t sent_day;
    bool sent, handed, hand, failed, can_withdraw;
};

#endif
