/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reports as they are read and written. Private to src/readiness.
 */
#ifndef VEJVISER_READINESS_INTERNAL_H
#define VEJVISER_READINESS_INTERNAL_H

#include "gen/readiness.sql.h"
#include "readiness/readiness.h"

#define UNDO_US   (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */
#define FOCUS     (PERSONAL + SOCIAL)   /* the points that can be marked to work on, as bits */
#define GRID_TEXT 1000                  /* characters of a reason or plan in the grid */

/* The grid is filled in by part; each is a page and has a count of its own edits. */
enum part { PART_MARKS, PART_TRAITS, PART_PRACTICAL, PARTS };

/* One pupil of a report. */
struct pupil {
    int64_t id; /* of the row; INT_NONE: nothing is written yet */
    const char *youth, *name;
    bool guarded;
    bool present; /* in the class on the day of the report */
    struct subject_marks marks[SUBJECTS];
    const char *exempt;             /* "stu", "foreign" or NULL */
    int academic, personal, social; /* bits of enum readiness_type; -1: not said */
    unsigned focus;
    char practical[PRACTICAL]; /* 'm', 'h' or '-' */
    const char *reason, *plan; /* NULL: nothing */
    bool effort;
    enum readiness_answer result[TYPES]; /* of a sent one */
    const char *letter;                  /* owed; NULL: none */
    int64_t notice;                      /* sent; INT_NONE */
};
/* Nothing said about anything. */
struct pupil pupil_blank(const char *youth, const char *name);

struct report {
    int64_t id;     /* INT_NONE: none is begun */
    int64_t number; /* of the one being written, or that was sent */
    int64_t edit[PARTS];
    bool without_marks;
    int32_t day; /* of the assessment, once settled; DAY_NONE */
    bool sent;
    int64_t sent_at, edited_at;
    const char *sent_name, *edited_name;
    struct pupil *pupils;
    size_t pupils_n;
};

/* What a class reports under: the rules of a day, and the words. */
struct terms {
    const struct rules *rules;
    const char *grade;
    int32_t day;       /* of the assessment */
    bool marks_only;   /* from 2024/25: marks, and efforts instead of results */
    bool practical;    /* there are practical criteria on that day */
    bool ask_academic; /* some kind of education has no number, or the school gives no marks */
};
/* `day` clipped to the school year that the class is of. */
int32_t readiness_day(int64_t school_year, int32_t today);
struct terms readiness_terms(const struct rules *rules, const char *grade, int32_t day,
                             bool without_marks);
struct readiness_result pupil_assess(const struct terms *terms, const struct pupil *pupil,
                                     bool without_marks);
/* Whether there is enough to count this pupil as reported. */
bool pupil_complete(const struct terms *terms, const struct pupil *pupil, bool without_marks,
                    const struct readiness_result *result);

/* The reports of a class and round: the draft (id INT_NONE: none) and the newest sent one. */
struct reports {
    struct report draft, sent;
    struct q_readiness_reports_rows all;
};
bool reports_read(struct db *db, struct arena *a, int64_t class, int round, struct reports *ret,
                  struct err *err);
/* Its pupils; `day` for the protection of names. */
bool report_rows(struct db *db, struct arena *a, struct report *report, int32_t day,
                 struct err *err);
/* Of a draft: those in the class now, with what is written about them, then those who have left.
 * A draft that is not begun has blank ones. */
bool report_roster(struct db *db, struct arena *a, int64_t class, int32_t day,
                   struct report *report, struct err *err);

/* Everything below runs inside store_write(). */
struct report_save {
    struct arena *arena;
    int64_t class;
    int round;
    enum part part;
    int64_t edit; /* of that part, as the writer saw it */
    bool without_marks;
    struct pupil *pupils; /* the part's values are taken, the rest stays as stored */
    size_t pupils_n;
    int32_t day;
    int64_t account;
};
/* Begins the draft if there is none. ERR_CONFLICT: somebody wrote that part meanwhile; ERR_REFUSED: the
 * report is sent and no correction is begun. */
bool report_save(struct db *w, const struct report_save *save, struct err *err);
/* A correction: a draft that begins with what was sent. ERR_NOT_FOUND: nothing is sent; ERR_CONFLICT: one
 * is begun already. */
bool report_correct(struct db *w, struct arena *a, int64_t class, int round, int64_t account,
                    struct err *err);
bool report_drop(struct db *w, struct arena *a, int64_t class, int round, int64_t account,
                 struct err *err);
struct report_send {
    struct arena *arena;
    const struct rules *rules;
    int64_t class, school_year;
    const char *grade;
    int round;
    int64_t edits; /* the sum of the parts', as the sender saw them */
    int64_t account;
    int64_t ret_judged, ret_letters; /* pupils with a result; notices owed */
};
/* ERR_CONFLICT: written to meanwhile; ERR_NOT_FOUND: no draft, or nobody in it is complete. */
bool report_send(struct db *w, struct report_send *send, struct err *err);

struct blob readiness_seal(struct arena *a, const char *table, int64_t row, const char *column,
                           const char *plain);
const char *readiness_open(struct arena *a, const char *table, int64_t row, const char *column,
                           struct blob sealed);

/* keep.c */
bool readiness_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                       struct err *err);
bool readiness_erase(struct db *w, const char *youth_id, int32_t day, struct err *err);

#endif
