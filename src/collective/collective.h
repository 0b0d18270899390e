/* SPDX-License-Identifier: EUPL-1.2
 *
 * collective: the collective guidance of classes (policy document: about the choice of education and trade,
 * about the education plan, about the trades that will be short of skilled people).
 *
 *     theme      what it is about, from when to when. Some come with the program, from the policy
 *                document; the municipality adds its own and says when one ends
 *     plan       which class is to have which theme on which day: the year plan of a school
 *     session    that it was held, who was there, and the step that each takes home into the own plan
 *
 * A room of its own beside guidance: its matter is the class and the year, not one person. That somebody was
 * there is still a contact of that person, so it is kept and shown by guidance (guidance_attend()).
 *
 * A session that is saved meets the earliest open plan of the same class and theme in the school year. Nothing is
 * deleted: what was planned or held by mistake is withdrawn, within ten minutes by its author (a plan that was
 * not held: at any time).
 *
 * Insight: which sessions somebody was to be at, and was. Erasure: the link from a session to a step goes when
 * rules_case_over() says so (rule.h); the contact itself is guidance's.
 */
#ifndef VEJVISER_COLLECTIVE_H
#define VEJVISER_COLLECTIVE_H

#include "slice/slice.h"

extern const struct slice collective_slice;

/* The name of a theme in the reader's language; `own_da`, `own_en`: as table collective_theme has it, or
 * NULL for one of the program. */
const char *collective_theme_words(struct arena *a, enum lang lang, const char *id,
                                   const char *own_da, const char *own_en);

/* How many pupils of a school and grade have been to at least one session in a school year. */
struct collective_reach {
    const char *institution, *school, *grade;
    int64_t pupils, reached;
};
/* The day on which the pupils of a school year are counted: today in the present year, else 15 June. */
int32_t collective_count_day(int school_year, int32_t today);
/* account INT_NONE: all schools; else those that the counsellor has on `day`. By school, then grade 7-10. */
bool collective_reach(struct db *db, struct arena *a, int school_year, int64_t account, int32_t day,
                      struct collective_reach **ret, size_t *ret_n, struct err *err);

/* Where a class stands with a theme, from the days planned (open) and held; DAY_NONE: none. */
enum collective_state { COLLECTIVE_NONE, COLLECTIVE_PLANNED, COLLECTIVE_LATE, COLLECTIVE_HELD };
enum collective_state collective_state_of(int32_t planned, int32_t held, int32_t today);

#endif
