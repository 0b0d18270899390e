/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, and its handlers. Private to src/school.
 */
#ifndef VEJVISER_SCHOOL_VIEWS_H
#define VEJVISER_SCHOOL_VIEWS_H

#include "gen/school.sql.h"
#include "school/school.h"

struct schools_page {
    const struct q_school_list_row *schools;
    size_t schools_n;
    const struct q_school_by_municipality_row *others; /* of the municipality, without classes */
    size_t others_n;
    bool may_fix;
};

struct school_group {
    const char *number, *name;
    const struct class_line *classes;
    size_t classes_n;
};
struct school_choice {
    int64_t id;
    const char *name;
    bool chosen;
};
struct school_page {
    const struct q_school_facts_row *facts;
    const struct school_group *group; /* its classes, for those who may open them; NULL none */
    const char *school_year;
    const struct q_school_counsellors_row *counsellors;
    size_t counsellors_n;
    bool may_fix;
    const struct form *form;
    const struct school_choice *accounts, *covered; /* whom to fix; whom to stand in for */
    size_t accounts_n, covered_n;
    const char *from, *to; /* as typed */
    const char *account_error, *from_error, *to_error, *cover_error;
    const char *today; /* for the field "last day" */
};

struct classes_page {
    const struct school_group *groups;
    size_t groups_n;
    const char *school_year;
    const struct school_option *schools; /* the filter; none: no filter */
    size_t schools_n;
    const char *school; /* chosen, or "" */
    bool is_own;        /* a counsellor's own schools */
};

struct pupil_line {
    const char *youth_id, *name;
    int32_t born;
    int64_t age;
    bool guarded;
    const char *status; /* NULL: nobody knows, or not for this reader */
};
struct class_page {
    const struct class_line *class;
    const char *school_year;
    const struct pupil_line *pupils;
    size_t pupils_n;
    bool may_guide; /* link to the collective session, and what they do */
};

void schools_get(struct request *rq);       /* GET  /skoler */
void school_get(struct request *rq);        /* GET  /skoler/{school} */
void school_fix_post(struct request *rq);   /* POST /skoler/{school}/vejleder */
void school_unfix_post(struct request *rq); /* POST /skoler/{school}/vejleder/{fix} */
void classes_get(struct request *rq);       /* GET  /klasser */
void class_get(struct request *rq);         /* GET  /klasser/{class} */

/* handover.c, for the slice */
bool school_handover_preview(struct request *rq, const struct handover *handover,
                             struct handover_lines *out, struct err *err);
bool school_handover_move(struct db *w, struct arena *a, const struct handover *handover,
                          struct err *err);
bool school_handover_back(struct db *w, struct arena *a, const struct handover *handover,
                          struct err *err);

#endif
