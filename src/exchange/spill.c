/* SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/spill.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define NO_TEXT UINT32_MAX

struct spill {
    FILE *file;
    struct arena *arena; /* of the record that is read; NULL while writing */
    int64_t n;
};

struct spill *spill_new(struct arena *a, struct err *err) {
    FILE *file = tmpfile();
    if (!file) {
        err_set(err, ERR_IO, "no temporary file: errno %d", errno);
        return NULL;
    }
    struct spill *spill = arena_alloc(a, sizeof *spill);
    spill->file = file;
    return spill;
}

void spill_close(struct spill *spill) {
    if (spill) fclose(spill->file);
}

int64_t spill_count(const struct spill *spill) { return spill->n; }

/* ---- both ways ---- */

static void pass(struct spill *s, void *bytes, size_t len) {
    if (s->arena) {
        if (fread(bytes, 1, len, s->file) != len) memset(bytes, 0, len);
    } else {
        fwrite(bytes, 1, len, s->file);
    }
}

static void pass_text(struct spill *s, const char **text) {
    uint32_t len = !s->arena && *text ? (uint32_t)strlen(*text) : NO_TEXT;
    pass(s, &len, sizeof len);
    if (!s->arena) {
        if (len != NO_TEXT) fwrite(*text, 1, len, s->file);
        return;
    }
    *text = NULL;
    if (len == NO_TEXT || len > 1 << 20) return;
    char *copy = arena_alloc(s->arena, (size_t)len + 1);
    pass(s, copy, len);
    *text = copy;
}

static void pass_texts(struct spill *s, const char **const texts[], size_t n) {
    for (size_t i = 0; i < n; i++) pass_text(s, texts[i]);
}
#define PASS_TEXTS(s, ...)                                                                         \
    do {                                                                                           \
        const char **const texts_[] = {__VA_ARGS__};                                               \
        pass_texts((s), texts_, sizeof texts_ / sizeof *texts_);                                   \
    } while (0)

static void pass_guardian(struct spill *s, struct guardian_record *g) {
    PASS_TEXTS(s, &g->name, &g->relation, &g->phone, &g->email, &g->street, &g->post_code, &g->town,
               &g->cpr);
    pass(s, &g->custody, sizeof g->custody);
    pass(s, &g->guarded, sizeof g->guarded);
}

static void pass_pupil(struct spill *s, struct youth_record *r) {
    PASS_TEXTS(s, &r->cpr, &r->external_id, &r->first_name, &r->family_name, &r->sex, &r->phone,
               &r->email, &r->street, &r->post_code, &r->town, &r->municipality, &r->institution,
               &r->grade, &r->class_name);
    pass(s, &r->born, sizeof r->born);
    pass(s, &r->guarded, sizeof r->guarded);
    pass(s, &r->guarded_until, sizeof r->guarded_until);
    pass(s, &r->school_year, sizeof r->school_year);
    pass(s, &r->guardians_known, sizeof r->guardians_known);
    pass(s, &r->guardians_n, sizeof r->guardians_n);
    struct guardian_record *copies = NULL;
    if (s->arena) r->guardians = copies = arena_array(s->arena, r->guardians_n, sizeof *copies);
    for (size_t i = 0; i < r->guardians_n; i++) {
        struct guardian_record g = s->arena ? (struct guardian_record){0} : r->guardians[i];
        pass_guardian(s, &g);
        if (copies) copies[i] = g;
    }
}

static void pass_institution(struct spill *s, struct institution *i) {
    PASS_TEXTS(s, &i->number, &i->name, &i->unit_kind, &i->parent, &i->address, &i->post_code,
               &i->town, &i->phone, &i->email, &i->web, &i->type_name, &i->type_group,
               &i->top_grade, &i->leader, &i->cvr, &i->admin_municipality, &i->municipality,
               &i->municipality_name, &i->region, &i->region_name, &i->owner_code, &i->owner_name,
               &i->p_number, &i->road_code);
    pass(s, &i->type_code, sizeof i->type_code);
    pass(s, &i->latitude, sizeof i->latitude);
    pass(s, &i->longitude, sizeof i->longitude);
}

static bool checked(struct spill *s, struct err *err) {
    if (!ferror(s->file) && !feof(s->file)) return true;
    return err_set(err, ERR_IO, "the temporary file of the import failed; is the disk full?");
}

/* ---- records ---- */

bool spill_add_pupil(struct spill *spill, int64_t row, struct youth_record *record,
                     struct err *err) {
    pass(spill, &row, sizeof row);
    pass_pupil(spill, record);
    spill->n++;
    return checked(spill, err);
}

bool spill_add_institution(struct spill *spill, int64_t row, struct institution *record,
                           struct err *err) {
    pass(spill, &row, sizeof row);
    pass_institution(spill, record);
    spill->n++;
    return checked(spill, err);
}

bool spill_rewind(struct spill *spill, struct err *err) {
    if (fflush(spill->file) != 0 || fseek(spill->file, 0, SEEK_SET) != 0)
        return err_set(err, ERR_IO, "the temporary file of the import: errno %d", errno);
    return true;
}

bool spill_next_pupil(struct spill *spill, struct arena *a, int64_t *ret_row,
                      struct youth_record *ret_record, struct err *err) {
    spill->arena = a;
    pass(spill, ret_row, sizeof *ret_row);
    pass_pupil(spill, ret_record);
    return checked(spill, err);
}

bool spill_next_institution(struct spill *spill, struct arena *a, int64_t *ret_row,
                            struct institution *ret_record, struct err *err) {
    spill->arena = a;
    pass(spill, ret_row, sizeof *ret_row);
    pass_institution(spill, ret_record);
    return checked(spill, err);
}
