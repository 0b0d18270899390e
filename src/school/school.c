/* SPDX-License-Identifier: EUPL-1.2 */
#include "school/school.h"

#include "base/collate.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/school.sql.h"

#include <math.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* ---- the register ---- */

/* BLAKE2b over every field in the order of the struct. The register is public: no key. */
static const char *fingerprint_of(struct arena *a, const struct institution *i) {
    const char *const texts[] = {i->number,       i->name,
                                 i->unit_kind,    i->parent,
                                 i->address,      i->post_code,
                                 i->town,         i->phone,
                                 i->email,        i->web,
                                 i->type_name,    i->type_group,
                                 i->top_grade,    i->leader,
                                 i->cvr,          i->admin_municipality,
                                 i->municipality, i->municipality_name,
                                 i->region,       i->region_name,
                                 i->owner_code,   i->owner_name,
                                 i->p_number,     i->road_code};
    struct text all;
    unsigned char hash[16];
    text_init(&all, a);
    for (size_t n = 0; n < sizeof texts / sizeof *texts; n++) {
        text_add(&all, texts[n] ? texts[n] : "\x02");
        text_addc(&all, '\x1f');
    }
    text_addf(&all, "%lld\x1f", (long long)i->type_code);
    if (!isnan(i->latitude)) text_addf(&all, "%.9f", i->latitude);
    if (!isnan(i->longitude)) text_addf(&all, "\x1f%.9f", i->longitude);
    crypto_generichash(hash, sizeof hash, (const unsigned char *)text_str(&all), all.len, NULL, 0);
    char *hex = arena_alloc(a, 2 * sizeof hash + 1);
    return sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
}

static bool compare(struct db *db, struct arena *a, const struct institution *row,
                    const char *fingerprint, int64_t file_time, enum put_result *ret_result,
                    struct err *err) {
    struct q_school_known_rows known;
    if (!q_school_known(db, a, (struct q_school_known_in){row->number}, &known, err)) return false;
    *ret_result = PUT_CHANGED;
    if (!known.n)
        *ret_result = PUT_NEW;
    else if (!strcmp(known.v[0].fingerprint, fingerprint))
        *ret_result = PUT_UNCHANGED;
    else if (known.v[0].edited_at != INT_NONE && known.v[0].edited_at > file_time)
        *ret_result = PUT_KEPT;
    return true;
}

bool school_institution_compare(struct db *db, struct arena *a, const struct institution *row,
                                int64_t file_time, enum put_result *ret_result, struct err *err) {
    return compare(db, a, row, fingerprint_of(a, row), file_time, ret_result, err);
}

bool school_institution_put(struct db *w, struct arena *a, const struct institution *row,
                            int64_t file_time, enum put_result *ret_result, struct err *err) {
    const char *fingerprint = fingerprint_of(a, row);
    enum put_result result;
    if (!compare(w, a, row, fingerprint, file_time, &result, err)) return false;
    struct q_school_put_in in = {
        .number = row->number,
        .name = row->name,
        .sort_key = sort_key(a, row->name),
        .unit_kind = row->unit_kind,
        .parent = row->parent,
        .address = row->address,
        .post_code = row->post_code,
        .town = row->town,
        .phone = row->phone,
        .email = row->email,
        .web = row->web,
        .type_code = row->type_code,
        .type_name = row->type_name,
        .type_group = row->type_group,
        .top_grade = row->top_grade,
        .leader = row->leader,
        .cvr = row->cvr,
        .admin_municipality = row->admin_municipality,
        .municipality = row->municipality,
        .municipality_name = row->municipality_name,
        .region = row->region,
        .region_name = row->region_name,
        .owner_code = row->owner_code,
        .owner_name = row->owner_name,
        .p_number = row->p_number,
        .road_code = row->road_code,
        .latitude = row->latitude,
        .longitude = row->longitude,
        .fingerprint = fingerprint,
        .imported_at = file_time,
    };
    bool writes = result == PUT_NEW || result == PUT_CHANGED;
    if (writes && !q_school_put(w, in, NULL, err)) return false;
    *ret_result = result;
    return true;
}

static bool note_exists(void *ctx, const struct q_school_exists_row *row) {
    (void)row;
    *(bool *)ctx = true;
    return false;
}

bool school_exists(struct db *db, const char *institution, bool *ret_exists, struct err *err) {
    bool exists = false;
    struct q_school_exists_in in = {institution};
    if (!q_school_exists_each(db, in, note_exists, &exists, err)) return false;
    *ret_exists = exists;
    return true;
}

/* ---- classes ---- */

static bool note_class(void *ctx, const struct q_school_class_find_row *row) {
    *(int64_t *)ctx = row->id;
    return false;
}

bool school_class_put(struct db *w, const char *institution, int64_t school_year, const char *grade,
                      const char *name, int64_t *ret_class, struct err *err) {
    struct q_school_class_find_in key = {institution, school_year, name};
    int64_t found = INT_NONE;
    bool exists = false;
    if (!q_school_class_find_each(w, key, note_class, &found, err)) return false;
    if (found == INT_NONE) {
        if (!school_exists(w, institution, &exists, err)) return false;
        if (!exists) return err_set(err, ERR_NOT_FOUND, "institution %s is unknown", institution);
        struct q_school_class_add_in in = {id_next(), institution, school_year, grade, name};
        if (!q_school_class_add(w, in, NULL, err) ||
            !q_school_class_find_each(w, key, note_class, &found, err))
            return false;
    }
    if (found == INT_NONE) return err_set(err, ERR_DB, "a class that was made is not there");
    *ret_class = found;
    return true;
}

/* The three lists have one row type by three names. */
#define CLASS_LINE(row)                                                                            \
    {                                                                                              \
        (row)->id, (row)->institution, (row)->school, (row)->name, (row)->grade,                   \
            (row)->school_year, (row)->pupils                                                      \
    }
#define COPY_LINES(rows, a, ret_lines, ret_n)                                                      \
    do {                                                                                           \
        struct class_line *lines_ = arena_array((a), (rows).n + 1, sizeof *lines_);                \
        for (size_t i_ = 0; i_ < (rows).n; i_++)                                                   \
            lines_[i_] = (struct class_line)CLASS_LINE(&(rows).v[i_]);                             \
        qsort(lines_, (rows).n, sizeof *lines_, class_order);                                      \
        *(ret_lines) = lines_;                                                                     \
        *(ret_n) = (rows).n;                                                                       \
    } while (0)

static int grade_number(const char *grade) {
    char *end;
    long number = strtol(grade, &end, 10);
    return end != grade && number >= 0 && number < 100 ? (int)number : 100;
}

/* By school as the database ordered them, then grade as a number: 7.a before 10.a. */
static int class_order(const void *left, const void *right) {
    const struct class_line *l = left, *r = right;
    int by_school = sort_compare(l->school, r->school);
    if (!by_school) by_school = strcmp(l->institution, r->institution);
    if (by_school) return by_school;
    int by_grade = grade_number(l->grade) - grade_number(r->grade);
    return by_grade ? by_grade : sort_compare(l->name, r->name);
}

bool school_classes(struct db *db, struct arena *a, int64_t account, const char *institution,
                    int32_t day, struct class_line **ret_lines, size_t *ret_n, struct err *err) {
    int64_t year = school_year_of(day);
    if (institution) {
        struct q_school_classes_of_school_rows rows;
        struct q_school_classes_of_school_in in = {institution, year, day};
        if (!q_school_classes_of_school(db, a, in, &rows, err)) return false;
        COPY_LINES(rows, a, ret_lines, ret_n);
    } else if (account != INT_NONE) {
        struct q_school_classes_of_counsellor_rows rows;
        struct q_school_classes_of_counsellor_in in = {account, year, day};
        if (!q_school_classes_of_counsellor(db, a, in, &rows, err)) return false;
        COPY_LINES(rows, a, ret_lines, ret_n);
    } else {
        struct q_school_classes_all_rows rows;
        struct q_school_classes_all_in in = {year, day};
        if (!q_school_classes_all(db, a, in, &rows, err)) return false;
        COPY_LINES(rows, a, ret_lines, ret_n);
    }
    return true;
}

bool school_class_by_id(struct db *db, struct arena *a, int64_t id, int32_t day,
                        struct class_line *ret_line, bool *ret_found, struct err *err) {
    struct q_school_class_by_id_rows rows;
    if (!q_school_class_by_id(db, a, (struct q_school_class_by_id_in){id, day}, &rows, err))
        return false;
    *ret_found = rows.n > 0;
    if (rows.n) *ret_line = (struct class_line)CLASS_LINE(&rows.v[0]);
    return true;
}

bool school_class_pupils(struct db *db, struct arena *a, int64_t class_id, int32_t day,
                         struct class_pupil **ret_pupils, size_t *ret_n, struct err *err) {
    struct q_school_class_pupils_rows rows;
    struct q_school_class_pupils_in in = {class_id, day};
    if (!q_school_class_pupils(db, a, in, &rows, err)) return false;
    struct class_pupil *pupils = arena_array(a, rows.n + 1, sizeof *pupils);
    for (size_t i = 0; i < rows.n; i++)
        pupils[i] = (struct class_pupil){rows.v[i].youth_id, rows.v[i].name, rows.v[i].born,
                                         rows.v[i].guarded};
    *ret_pupils = pupils;
    *ret_n = rows.n;
    return true;
}

/* ---- counsellors ---- */

static bool note_counsellor(void *ctx, const struct q_school_counsellor_row *row) {
    *(int64_t *)ctx = row->account;
    return false;
}

bool school_counsellor(struct db *db, const char *institution, int32_t day, int64_t *ret_account,
                       struct err *err) {
    int64_t account = INT_NONE;
    struct q_school_counsellor_in in = {institution, day};
    if (!q_school_counsellor_each(db, in, note_counsellor, &account, err)) return false;
    *ret_account = account;
    return true;
}

bool school_options(struct db *db, struct arena *a, int64_t account, int32_t day,
                    struct school_option **ret_options, size_t *ret_n, struct err *err) {
    struct q_school_options_all_rows all = {0};
    struct q_school_options_of_rows own = {0};
    bool ok =
        account == INT_NONE
            ? q_school_options_all(db, a, (struct q_school_options_all_in){school_year_of(day)},
                                   &all, err)
            : q_school_options_of(db, a, (struct q_school_options_of_in){account, day}, &own, err);
    if (!ok) return false;
    size_t n = account == INT_NONE ? all.n : own.n;
    struct school_option *options = arena_array(a, n + 1, sizeof *options);
    for (size_t i = 0; i < all.n; i++)
        options[i] = (struct school_option){all.v[i].number, all.v[i].name};
    for (size_t i = 0; i < own.n; i++)
        options[i] = (struct school_option){own.v[i].number, own.v[i].name};
    *ret_options = options;
    *ret_n = n;
    return true;
}
