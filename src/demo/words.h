/* SPDX-License-Identifier: EUPL-1.2
 *
 * The words that the demo municipality is made of. Data, not wording of the program: they are Danish
 * in both languages, as the notes and names in a real database are.
 */
#ifndef VEJVISER_DEMO_WORDS_H
#define VEJVISER_DEMO_WORDS_H

#include <stddef.h>
#include <stdint.h>

#define WORDS(name_)                                                                               \
    extern const char *const name_[];                                                              \
    extern const size_t name_##_n

struct origin {
    double weight;
    const char *const *male;
    size_t male_n;
    const char *const *female;
    size_t female_n;
    const char *const *family;
    size_t family_n;
};
extern const struct origin origins[];
extern const size_t origins_n;
WORDS(middle_names);
extern const char *const longest_name[2]; /* first names, family name: more than 60 characters */

WORDS(towns); /* post code of the i-th: 0201 + i */
WORDS(streets);
WORDS(school_heads); /* Birke + */
WORDS(school_tails); /* bakkeskolen */
WORDS(employers);
WORDS(pass_words); /* ASCII, for pass phrases */
WORDS(causes);     /* why something was interrupted */
WORDS(cause_of_switch);

/* A trade of the vocational schools: the main course takes `months`. */
struct trade {
    const char *name;
    double men, women; /* how many choose it, roughly per cent */
    int months;
    int school; /* 0 technical, 1 social and health, 2 business */
};
extern const struct trade trades[];
extern const size_t trades_n;
WORDS(studies); /* higher education */

/* Notes by what they are about; %s = first name. */
WORDS(notes_pupil);
WORDS(notes_idle);
WORDS(notes_student);
WORDS(notes_restricted);
WORDS(notes_session);
WORDS(tasks_pupil); /* follow_up.what */
WORDS(tasks_idle);
/* What letters say: an agreement; a goal and the steps to it, line by line. */
WORDS(letter_plans);
WORDS(letter_goals);
WORDS(letter_steps);

#endif
