/* SPDX-License-Identifier: EUPL-1.2
 *
 * school: institutions as in the national Institutionsregister, classes by school year, and which
 * counsellor is fixed at which school from when to when ("faste og kendte vejledere").
 */
#ifndef VEJVISER_SCHOOL_H
#define VEJVISER_SCHOOL_H

#include "slice/slice.h"
#include "youth/youth.h" /* enum put_result */

extern const struct slice school_slice;

/* One row of the register; texts NULL when empty, numbers NaN/INT_NONE. Column names of the register
 * in brackets. */
struct institution {
    const char *number;    /* [INST_NR] six characters */
    const char *name;      /* [INST_NAVN] */
    const char *unit_kind; /* [ENHEDSART] */
    const char *parent;    /* [HOVEDSKOLE_INST] */
    const char *address, *post_code, *town, *phone, *email, *web;
    int64_t type_code; /* [INST_TYPE_NR] */
    const char *type_name, *type_group;
    const char *top_grade; /* [UNDERV_NIV] */
    const char *leader;
    const char *cvr;
    const char *admin_municipality;               /* [KOMMUNE_NR] */
    const char *municipality, *municipality_name; /* [BEL_KOMMUNE], [BEL_KOMMUNE_NAVN]: location */
    const char *region, *region_name;
    const char *owner_code, *owner_name;
    const char *p_number, *road_code;
    double latitude, longitude;
};

/* Reads only: what school_institution_put() would do. */
bool school_institution_compare(struct db *db, struct arena *a, const struct institution *row,
                                int64_t file_time, enum put_result *ret_result, struct err *err);
/* Inside store_write(). A local edit after file_time is kept. */
bool school_institution_put(struct db *w, struct arena *a, const struct institution *row,
                            int64_t file_time, enum put_result *ret_result, struct err *err);

/* Finds or makes a class; inside store_write(). ERR_NOT_FOUND when the institution is unknown. */
bool school_class_put(struct db *w, const char *institution, int64_t school_year, const char *grade,
                      const char *name, int64_t *ret_class, struct err *err);
bool school_exists(struct db *db, const char *institution, bool *ret_exists, struct err *err);

/* The counsellor fixed at a school on a day (cover counts before the covered); INT_NONE = none. */
bool school_counsellor(struct db *db, const char *institution, int32_t day, int64_t *ret_account,
                       struct err *err);

struct class_line {
    int64_t id;
    const char *institution, *school, *name, *grade;
    int64_t school_year;
    int64_t pupils;
};
/* The classes of the schools that a counsellor has on `day` (INT_NONE: all schools), current school
 * year, in Danish order. */
bool school_classes(struct db *db, struct arena *a, int64_t account, const char *institution,
                    int32_t day, struct class_line **ret_lines, size_t *ret_n, struct err *err);
bool school_class_by_id(struct db *db, struct arena *a, int64_t id, int32_t day,
                        struct class_line *ret_line, bool *ret_found, struct err *err);
/* The need-to-know of a class: the relation of its school to the reader, today. A counsellor has the
 * school, school staff belong to it, a team leader sees all; nobody else. */
bool school_may_see(struct request *rq, const char *institution, bool *ret_may, struct err *err);
struct class_pupil {
    const char *youth_id, *name;
    int32_t born;
    bool guarded;
};
bool school_class_pupils(struct db *db, struct arena *a, int64_t class_id, int32_t day,
                         struct class_pupil **ret_pupils, size_t *ret_n, struct err *err);
/* Schools for a filter: those of a counsellor, or all with classes when account is INT_NONE. */
struct school_option {
    const char *number, *name;
};
bool school_options(struct db *db, struct arena *a, int64_t account, int32_t day,
                    struct school_option **ret_options, size_t *ret_n, struct err *err);

/* A colleague covers all schools that somebody has in a time of absence (table absence, room team);
 * *ret_schools: how many. Where the colleague is fixed already, nothing is added. Inside store_write(). */
struct school_cover_new {
    int64_t account, cover, absence;
    int32_t from, to; /* last day */
};
bool school_cover(struct db *w, struct arena *a, const struct school_cover_new *cover,
                  int64_t *ret_schools, struct err *err);
/* The absence is over after `last`; before its first day: it never was. */
bool school_cover_end(struct db *w, int64_t absence, int32_t last, struct err *err);

#endif
