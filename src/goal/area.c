/* SPDX-License-Identifier: EUPL-1.2
 *
 * Whose figures are ours: those of the municipality that the house is set to. The goals, targets and figures that
 * come with the program are Viborg's, and keep that name; another municipality is judged by its own.
 */
#include "goal/internal.h"

#include "gen/msg.h"

#include <string.h>

const char *goal_area(void) { return house_get()->area; }

bool goal_area_is_program(void) { return strcmp(goal_area(), GOAL_PROGRAM) == 0; }

const char *goal_area_name(enum lang lang) {
    return goal_area_is_program() ? msg_goal_area_municipality(lang) : house_get()->name;
}

const char *goal_place_text(struct arena *a, const char *text) {
    static const char *const longer[] = {GOAL_PROGRAM " Kommune", GOAL_PROGRAM " Municipality"};
    if (!text || goal_area_is_program() || !strstr(text, GOAL_PROGRAM)) return text;
    struct text out;
    text_init(&out, a);
    for (const char *at; (at = strstr(text, GOAL_PROGRAM));) {
        size_t len = strlen(GOAL_PROGRAM);
        const char *name = goal_area();
        for (size_t i = 0; i < 2; i++)
            if (strncmp(at, longer[i], strlen(longer[i])) == 0) {
                len = strlen(longer[i]);
                name = house_get()->name;
            }
        text_add_n(&out, text, (size_t)(at - text));
        text_add(&out, name);
        text = at + len;
    }
    text_add(&out, text);
    return text_str(&out);
}
