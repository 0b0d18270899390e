/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reading schools and classes: what other rooms ask of this one.
 */
#include "school/school.h"

#include "base/date.h"
#include "gen/school.sql.h"

bool school_exists(struct db *db, const char *institution, bool *ret_exists, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_school_by_number_rows rows;
    if (!q_school_by_number(db, a, (struct q_school_by_number_in){institution}, &rows, err))
        return false;
    *ret_exists = rows.n > 0;
    return true;
}

bool school_counsellor(struct db *db, const char *institution, int32_t day, int64_t *ret_account,
                       struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_school_counsellor_on_rows rows;
    struct q_school_counsellor_on_in in = {institution, day};
    if (!q_school_counsellor_on(db, a, in, &rows, err)) return false;
    *ret_account = rows.n ? rows.v[0].account : INT_NONE;
    return true;
}

/* The three queries of classes have the same columns. */
#define TAKE_CLASSES(rows)                                                                         \
    do {                                                                                           \
        lines = arena_array(a, (rows).n + 1, sizeof *lines);                                       \
        for (size_t i = 0; i < (rows).n; i++)                                                      \
            lines[i] = (struct class_line){                                                        \
                (rows).v[i].id,    (rows).v[i].institution, (rows).v[i].school, (rows).v[i].name,  \
                (rows).v[i].grade, (rows).v[i].school_year, (rows).v[i].pupils};                   \
        n = (rows).n;                                                                              \
    } while (0)

bool school_classes(struct db *db, struct arena *a, int64_t account, const char *institution,
                    int32_t day, struct class_line **ret_lines, size_t *ret_n, struct err *err) {
    struct class_line *lines;
    size_t n;
    int64_t year = school_year_of(day);
    if (account != INT_NONE) {
        struct q_school_classes_of_rows rows;
        struct q_school_classes_of_in in = {account, day, year};
        if (!q_school_classes_of(db, a, in, &rows, err)) return false;
        TAKE_CLASSES(rows);
    } else {
        struct q_school_classes_at_rows rows;
        struct q_school_classes_at_in in = {institution, day, year};
        if (!q_school_classes_at(db, a, in, &rows, err)) return false;
        TAKE_CLASSES(rows);
    }
    *ret_lines = lines;
    *ret_n = n;
    return true;
}

bool school_class_by_id(struct db *db, struct arena *a, int64_t id, int32_t day,
                        struct class_line *ret_line, bool *ret_found, struct err *err) {
    struct q_school_class_one_rows rows;
    if (!q_school_class_one(db, a, (struct q_school_class_one_in){id, day}, &rows, err))
        return false;
    *ret_found = rows.n > 0;
    if (!rows.n) return true;
    struct class_line *lines;
    size_t n;
    TAKE_CLASSES(rows);
    if (n) *ret_line = lines[0];
    return true;
}

bool school_class_pupils(struct db *db, struct arena *a, int64_t class_id, int32_t day,
                         struct class_pupil **ret_pupils, size_t *ret_n, struct err *err) {
    struct q_school_pupils_rows rows;
    if (!q_school_pupils(db, a, (struct q_school_pupils_in){class_id, day}, &rows, err))
        return false;
    struct class_pupil *pupils = arena_array(a, rows.n + 1, sizeof *pupils);
    for (size_t i = 0; i < rows.n; i++)
        pupils[i] = (struct class_pupil){rows.v[i].youth, rows.v[i].name, rows.v[i].born,
                                         rows.v[i].guarded};
    *ret_pupils = pupils;
    *ret_n = rows.n;
    return true;
}

bool school_options(struct db *db, struct arena *a, int64_t account, int32_t day,
                    struct school_option **ret_options, size_t *ret_n, struct err *err) {
    struct school_option *options;
    if (account != INT_NONE) {
        struct q_school_options_of_rows rows;
        struct q_school_options_of_in in = {account, day};
        if (!q_school_options_of(db, a, in, &rows, err)) return false;
        options = arena_array(a, rows.n + 1, sizeof *options);
        for (size_t i = 0; i < rows.n; i++)
            options[i] = (struct school_option){rows.v[i].number, rows.v[i].name};
        *ret_n = rows.n;
    } else {
        struct q_school_options_all_rows rows;
        struct q_school_options_all_in in = {school_year_of(day)};
        if (!q_school_options_all(db, a, in, &rows, err)) return false;
        options = arena_array(a, rows.n + 1, sizeof *options);
        for (size_t i = 0; i < rows.n; i++)
            options[i] = (struct school_option){rows.v[i].number, rows.v[i].name};
        *ret_n = rows.n;
    }
    *ret_options = options;
    return true;
}
